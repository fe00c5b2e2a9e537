"""The card through its maker's PKCS#11 module (OASIS PKCS#11 v2.40): certificates without a PIN, signatures with one.

The module is initialised for each use and finalised after it: OpenSC remembers cards that were taken out
and dies with the card daemon, and what a module cached of a citizen goes with it.

What is wiped of the PIN: the caller's buffer, which the module reads in place. What cannot be: copies that the
module makes inside itself. OpenSC is told to cache none; a vendor's module is trusted, and the engine process ends with the visit.
"""
from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar, cast

import pkcs11
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass
from pkcs11.exceptions import (
    NoSuchKey,
    PinIncorrect,
    PinInvalid,
    PinLenRange,
    PinLocked,
    PKCS11Error,
    TokenNotRecognised,
)

T = TypeVar("T")

# disconnect_action: OpenSC by default leaves the card verified for the next process. Caches: certificates would be written to disk.
OPENSC_CONF = b"""app default {
  debug = 0;
  reader_driver pcsc { disconnect_action = reset; transaction_end_action = leave; }
  framework pkcs15 { use_file_caching = no; use_pin_caching = no; }
}
"""


class TokenError(Exception):
    """The module did not do its work."""


class TokenTrouble(TokenError):
    """Something between module and card broke; the reader knows whether the card was pulled."""


class TokenUnknown(TokenError):
    """The module does not know this card, or the card lacks the key."""


class PinRefused(TokenError):
    """The PIN is wrong or of a length that no PIN has."""


class PinBlocked(TokenError):
    """The card accepts no PIN any more."""


class _Keystrokes:
    """A PIN that python-pkcs11 takes for text: it asks for ``encode`` only, and gets the caller's own buffer, not a copy."""

    def __init__(self, pin: bytearray) -> None:
        self._pin = pin

    def encode(self, _encoding: str) -> bytearray:
        return self._pin


class Module:
    """One PKCS#11 module by its path. ``opensc_conf``: a file to use instead of our own settings for OpenSC."""

    def __init__(self, path: Path, opensc_conf: Path | None = None) -> None:
        self._path = str(path)
        self._conf = opensc_conf

    def certificates(self, reader: str) -> dict[bytes, bytes]:
        """Read the DER certificates on the card in ``reader``, by object id. Raises ``TokenTrouble``, ``TokenUnknown``."""

        def read(token: pkcs11.Token) -> dict[bytes, bytes]:
            objects = token.open().get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
            return {bytes(each[Attribute.ID]): bytes(each[Attribute.VALUE]) for each in objects}

        return self._use(reader, read)

    def sign(self, reader: str, key_id: bytes, pin: bytearray, data: bytes) -> bytes:
        """RSASSA-PKCS1-v1_5 with SHA-256 over ``data``; raises every :class:`TokenError`. The caller wipes ``pin``."""
        text = cast(str, _Keystrokes(pin))

        def write(token: pkcs11.Token) -> bytes:
            session = token.open(user_pin=text)
            key: Any = session.get_key(object_class=ObjectClass.PRIVATE_KEY, key_type=KeyType.RSA, id=key_id)
            again = text if key[Attribute.ALWAYS_AUTHENTICATE] else None
            return bytes(key.sign(data, mechanism=Mechanism.SHA256_RSA_PKCS, pin=again))

        return self._use(reader, write)

    def _use(self, reader: str, work: Callable[[pkcs11.Token], T]) -> T:
        """Initialise the module, find the token in ``reader``, do the work, finalise."""
        try:
            with self._loaded() as module:
                return work(_token(module, reader))
        except PinLocked as error:
            raise PinBlocked from error
        except (PinIncorrect, PinInvalid, PinLenRange) as error:
            raise PinRefused from error
        except (NoSuchKey, TokenNotRecognised) as error:
            raise TokenUnknown(type(error).__name__) from error
        except PKCS11Error as error:
            raise TokenTrouble(type(error).__name__) from error

    @contextmanager
    def _loaded(self) -> Iterator[Any]:
        with _settings(self._conf):
            module = pkcs11.lib(self._path)
        try:
            yield module
        finally:
            module.finalize()


def _token(module: Any, reader: str) -> pkcs11.Token:
    for slot in module.get_slots():
        described = slot.slot_description.strip()
        if described and reader.startswith(described):  # PKCS#11 cuts the reader's name at 64 bytes
            return cast(pkcs11.Token, slot.get_token())
    raise TokenTrouble("the module does not see the reader")


@contextmanager
def _settings(conf: Path | None) -> Iterator[None]:
    """Show OpenSC its settings while it starts: it reads them once, from the file that OPENSC_CONF names. Ours never touches a disk."""
    before = os.environ.get("OPENSC_CONF")
    memory = os.memfd_create("opensc.conf")
    try:
        os.write(memory, OPENSC_CONF)
        os.environ["OPENSC_CONF"] = str(conf or f"/proc/self/fd/{memory}")
        yield
    finally:
        os.close(memory)
        os.environ.pop("OPENSC_CONF")
        if before is not None:
            os.environ["OPENSC_CONF"] = before
