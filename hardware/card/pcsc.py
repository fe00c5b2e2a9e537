"""A real reader through the card daemon (PC/SC, pcsc-lite): presence, tries left and reset here, keys through :mod:`hardware.card.pkcs11`.

``kiosk.toml``::

    [card]
    driver = "pcsc"
    reader = "ACS ACR39U"                           beginning of the reader's name; empty: the first
    module = "/usr/lib/…/opensc-pkcs11.so"          the maker's PKCS#11 module
    key_id = "02"                                   id of the signature key, hexadecimal
    opensc_conf = "/etc/…/opensc.conf"              only to replace our settings for OpenSC
"""
from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from smartcard import scard

from hardware import CardError, CardPulled, CardUnknown, DeviceError, DeviceGone, NoCard, PinLocked, PinWrong
from hardware.card import CardCertificates, CardState, HealthCard, health
from hardware.card.pkcs11 import Module, PinBlocked, PinRefused, TokenTrouble, TokenUnknown
from hardware.options import OptionWrong, read_options


@dataclass(frozen=True)
class Options:
    """``kiosk.toml``'s table, as shown above."""

    module: Path
    reader: str = ""
    key_id: str = "02"
    opensc_conf: Path | None = None


SELECT_PIV = bytes.fromhex("00A4040005A000000308")
ASK_TRIES = bytes.fromhex("00200080")  # VERIFY without a PIN (ISO 7816-4, 7.5.6): tells, costs nothing
PULL_NOTICED_S = 0.6  # readers that are polled tell of a pulled card up to 0.4 s late
PULL_ASKED_S = 0.05

DAEMON_LOST = {
    scard.SCARD_E_NO_SERVICE, scard.SCARD_E_SERVICE_STOPPED, scard.SCARD_E_INVALID_HANDLE, scard.SCARD_E_UNKNOWN_READER,
    scard.SCARD_E_NO_READERS_AVAILABLE, scard.SCARD_E_READER_UNAVAILABLE, scard.SCARD_F_COMM_ERROR,
}  # fmt: skip
NO_CARD = {scard.SCARD_E_NO_SMARTCARD, scard.SCARD_W_REMOVED_CARD}


def there() -> list[str]:
    """Names that ``reader`` may begin with on this machine; none without a card daemon."""
    code, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
    if code != scard.SCARD_S_SUCCESS:
        return []
    try:
        code, readers = scard.SCardListReaders(context, [])
        return [str(reader) for reader in readers] if code == scard.SCARD_S_SUCCESS else []
    finally:
        scard.SCardReleaseContext(context)


def open(name: str, options: dict[str, Any]) -> Reader:
    """Open the reader; the daemon need not run yet.

    Raises ``OptionWrong`` for an option that is missing, unknown or names no file.
    """
    chosen = read_options(Options, name, options)
    for key in ("module", "opensc_conf"):
        path: Path | None = getattr(chosen, key)
        if path is not None and not path.is_file():
            raise OptionWrong(f"[{name}] {key}: no such file {str(path)!r}; name the file that the card maker's package installed")
    try:
        key_id = bytes.fromhex(chosen.key_id)
    except ValueError:
        raise OptionWrong(f"[{name}] key_id: {chosen.key_id!r} is not hexadecimal; `pkcs11-tool --list-objects` shows the ids") from None
    return Reader(name, chosen.reader, Module(chosen.module, chosen.opensc_conf), key_id)


class Reader:
    """One slot (:class:`hardware.card.CardReader`). A context that lost its daemon stays dead for ever: it is thrown away and made anew."""

    def __init__(self, name: str, reader: str, module: Module, key_id: bytes) -> None:
        self.name = name
        self._wanted = reader
        self._module = module
        self._key_id = key_id
        self._context: Any = None
        self._reader = ""
        self._events = -1
        self._insertion = 0

    def state(self) -> CardState:
        """See :class:`hardware.card.CardReader`; after a restart of the daemon a card that lay there counts as inserted anew."""
        word = self._look()
        present = bool(word & scard.SCARD_STATE_PRESENT)
        if present and word >> 16 != self._events:
            self._insertion += 1
            with contextlib.suppress(DeviceError):
                self.reset()  # an engine killed between PIN and signature leaves the card open to whoever asks next
        self._events = word >> 16
        return CardState(present, self._insertion)

    def read(self) -> CardCertificates | HealthCard:
        """See :class:`hardware.card.CardReader`. A health card is asked for first: two short APDUs, where certificates take hundreds."""
        with self._card_in_use():
            with self._connected() as card:
                try:
                    if (found_health := health.read(lambda apdu: _transmit(card, apdu))) is not None:
                        return found_health
                except ValueError as error:
                    raise TokenUnknown(f"a health card: {error}") from error
            found = self._module.certificates(self._reader)
            if self._key_id not in found:
                raise TokenUnknown("no certificate beside the signature key")
        return CardCertificates(found.pop(self._key_id), tuple(found.values()))

    def tries_left(self) -> int | None:
        """See :class:`hardware.card.CardReader`. Cards that are not PIV do not tell."""
        with self._card_in_use():
            return self._ask_tries()

    def sign(self, pin: bytearray, data: bytes) -> bytes:
        """See :class:`hardware.card.CardReader`. The card is reset afterwards: the PIN does not outlive the call."""
        try:
            with self._card_in_use():
                return self._sign(pin, data)
        finally:
            pin[:] = bytes(len(pin))
            with contextlib.suppress(DeviceError):
                self.reset()

    def reset(self) -> None:
        """See :class:`hardware.card.CardReader`."""
        with contextlib.suppress(CardError), self._connected():
            pass

    def close(self) -> None:
        """See :class:`hardware.card.CardReader`."""
        with contextlib.suppress(DeviceGone):
            self.reset()
        self._drop()

    def _sign(self, pin: bytearray, data: bytes) -> bytes:
        try:
            return self._module.sign(self._reader, self._key_id, pin, data)
        except PinBlocked as error:
            raise PinLocked(self.name) from error
        except PinRefused as error:
            left = self._ask_tries()
            raise PinLocked(self.name) if left == 0 else PinWrong(self.name, left) from error

    @contextlib.contextmanager
    def _card_in_use(self) -> Iterator[None]:
        """Use the card that lies in the slot now, and tell a pulled one from every other trouble."""
        before = self.state()
        if not before.present:
            raise NoCard(self.name)
        try:
            yield
        except (TokenUnknown, TokenTrouble, CardUnknown, NoCard) as error:
            until = time.monotonic() + (0 if isinstance(error, TokenUnknown) else PULL_NOTICED_S)
            while (now := self.state()) == before and time.monotonic() < until:
                time.sleep(PULL_ASKED_S)
            if now != before:
                raise CardPulled(self.name) from error
            raise CardUnknown(self.name, str(error)) from error

    def _ask_tries(self) -> int | None:
        with self._connected() as card:
            if _transmit(card, SELECT_PIV)[-2:] != b"\x90\x00":
                return None
            status = int.from_bytes(_transmit(card, ASK_TRIES)[-2:], "big")
        if status == 0x9000:  # someone else's PIN was still open; the disconnection above has closed it
            with self._connected() as card:
                _transmit(card, SELECT_PIV)
                status = int.from_bytes(_transmit(card, ASK_TRIES)[-2:], "big")
        if status == 0x6983:
            return 0
        return status & 0xF if status & 0xFFF0 == 0x63C0 else None

    @contextlib.contextmanager
    def _connected(self) -> Iterator[tuple[Any, int]]:
        """Connect to the card and reset it on the way out."""
        self._look()
        code, card, protocol = scard.SCardConnect(
            self._context, self._reader, scard.SCARD_SHARE_SHARED, scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
        )
        self._check(code)
        try:
            yield card, protocol
        except ConnectionError as error:
            raise CardUnknown(self.name, str(error)) from error
        finally:
            scard.SCardDisconnect(card, scard.SCARD_RESET_CARD)

    def _look(self) -> int:
        """Return the reader's event word (state below, count of insertions and removals above); a lost daemon is sought once more."""
        for last in (False, True):
            try:
                if self._context is None:
                    self._find()
                code, rows = scard.SCardGetStatusChange(self._context, 0, [(self._reader, scard.SCARD_STATE_UNAWARE)])
                self._check(code)
                return int(rows[0][1])
            except DeviceGone:
                self._drop()
                if last:
                    raise
        raise DeviceGone(self.name)

    def _find(self) -> None:
        code, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
        self._check(code)  # before keeping it: pyscard hands out uninitialised memory where it failed
        self._context = context
        code, readers = scard.SCardListReaders(self._context, [])
        self._check(code)
        fitting = [each for each in readers if each.startswith(self._wanted)]
        if not fitting:
            raise DeviceGone(self.name, f"no reader called {self._wanted!r}; connected: {', '.join(readers) or 'none'}")
        self._reader = fitting[0]
        self._events = -1

    def _drop(self) -> None:
        if self._context is not None:
            scard.SCardReleaseContext(self._context)
        self._context = None

    def _check(self, code: int) -> None:
        if code == scard.SCARD_S_SUCCESS:
            return
        detail = f"PC/SC {code & 0xFFFFFFFF:08x}"
        if code in DAEMON_LOST:
            raise DeviceGone(self.name, detail)
        raise NoCard(self.name, detail) if code in NO_CARD else CardUnknown(self.name, detail)


def _transmit(card: tuple[Any, int], apdu: bytes) -> bytes:
    """Send one APDU; raises ``ConnectionError`` where the card does not answer."""
    handle, protocol = card
    pci = scard.SCARD_PCI_T0 if protocol == scard.SCARD_PROTOCOL_T0 else scard.SCARD_PCI_T1
    code, answer = scard.SCardTransmit(handle, pci, list(apdu))
    if code != scard.SCARD_S_SUCCESS or len(answer) < 2:  # a card pulled in the middle may look like an empty answer
        raise ConnectionError(f"PC/SC {code & 0xFFFFFFFF:08x}")
    return bytes(byte & 0xFF for byte in answer)
