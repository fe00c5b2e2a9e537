"""A card reader without a reader: cards are folders of a cabinet, the slot is a file beside them.

The state lives on disk, so a card stays in the slot while engines come and go, and whoever opens the
same cabinet (demo dock, test) can insert and pull it::

    cabinet/card.json               {"inserted": name or null, "insertion": n, "plugged": true, "fail": [codes]}
    cabinet/cards/<name>/card.json  {"pin": …, "tries": left, "tries_max": …}
    cabinet/cards/<name>/key.pem cert.pem issuer.pem     absent on a card that the counter does not serve
    cabinet/cards/<name>/health.json                     {"id_no": …, "name": …, …}: a health insurance card
"""
from __future__ import annotations

import fcntl
import hmac
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from hardware import CardPulled, CardUnknown, DeviceError, DeviceGone, NoCard, PinLocked, PinWrong
from hardware.card import CardCertificates, CardState, HealthCard

FAILURES: dict[str, type[DeviceError]] = {error.code: error for error in (CardPulled, CardUnknown, DeviceGone, NoCard, PinLocked)}
EMPTY_SLOT: dict[str, Any] = {"inserted": None, "insertion": 0, "plugged": True, "fail": []}


def open(name: str, options: dict[str, Any]) -> Reader:
    """Open the simulated reader. Options: ``cabinet``, the directory that holds slot and cards.

    Raises ``ValueError`` for a missing or unknown option.
    """
    unknown = set(options) - {"cabinet"}
    if unknown or "cabinet" not in options:
        raise ValueError(f"[{name}] driver simulated takes one option, cabinet = DIRECTORY; got {sorted(options)}")
    return Reader(name, Path(options["cabinet"]))


class Reader:
    """One simulated slot (:class:`hardware.card.CardReader`) and the hands that put cards into it."""

    def __init__(self, name: str, cabinet: Path) -> None:
        self.name = name
        self._cabinet = cabinet
        cabinet.mkdir(parents=True, exist_ok=True)

    def state(self) -> CardState:
        """See :class:`hardware.card.CardReader`."""
        with self._slot() as slot:
            self._fail(slot, DeviceGone.code)
            return CardState(slot["inserted"] is not None, slot["insertion"])

    def read(self) -> CardCertificates | HealthCard:
        """See :class:`hardware.card.CardReader`."""
        card = self._card()
        if (card / "health.json").exists():
            printed = _read(card / "health.json")
            return HealthCard(printed["id_no"], printed["name"])
        if not _served(card):
            raise CardUnknown(self.name)
        issuer = card / "issuer.pem"
        return CardCertificates(_der(card / "cert.pem"), (_der(issuer),) if issuer.exists() else ())

    def tries_left(self) -> int | None:
        """See :class:`hardware.card.CardReader`."""
        card = self._card()
        return int(_read(card / "card.json")["tries"]) if _served(card) else None

    def sign(self, pin: bytearray, data: bytes) -> bytes:
        """See :class:`hardware.card.CardReader`."""
        try:
            card = self._served_card()
            self._verify(card, pin)
        finally:
            pin[:] = bytes(len(pin))
        key = serialization.load_pem_private_key((card / "key.pem").read_bytes(), None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise CardUnknown(self.name, "key is not RSA")
        signature = key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        if not self.state().present:
            raise CardPulled(self.name)
        return signature

    def reset(self) -> None:
        """See :class:`hardware.card.CardReader`; a PIN never outlives :meth:`sign` here, so nothing remains to forget."""

    def close(self) -> None:
        """See :class:`hardware.card.CardReader`; the card stays where it is."""

    def cards(self) -> list[str]:
        """List the names of the cards at hand."""
        return sorted(path.parent.name for path in self._cabinet.glob("cards/*/card.json"))

    def insert(self, card: str) -> None:
        """Put a card into the slot; one that lies there is taken out first. Raises ``ValueError`` for a card not at hand."""
        if card not in self.cards():
            raise ValueError(f"{self._cabinet}: no card called {card!r}; at hand: {', '.join(self.cards()) or 'none'}")
        with self._slot() as slot:
            slot["inserted"] = card
            slot["insertion"] += 1

    def remove(self) -> None:
        """Take the card out; no error where none is in."""
        with self._slot() as slot:
            slot["inserted"] = None

    def fail_next(self, error: type[DeviceError] | str) -> None:
        """Let the next use of the card fail with this error (a class or its code); "card-pulled" takes the card out too."""
        code = error if isinstance(error, str) else error.code
        if code not in FAILURES:
            raise ValueError(f"a card cannot fail with {code!r}; it can with {', '.join(sorted(FAILURES))}")
        with self._slot() as slot:
            slot["fail"].append(code)

    def unplug(self) -> None:
        """Pull the reader's cable: everything says ``DeviceGone`` until :meth:`plug`."""
        with self._slot() as slot:
            slot["plugged"] = False

    def plug(self) -> None:
        """Put the reader's cable back."""
        with self._slot() as slot:
            slot["plugged"] = True

    def _card(self) -> Path:
        """Find the folder of the card in use, or raise what stands in the way."""
        with self._slot() as slot:
            self._fail(slot)
            if slot["inserted"] is None:
                raise NoCard(self.name)
            return self._cabinet / "cards" / str(slot["inserted"])

    def _served_card(self) -> Path:
        card = self._card()
        if not _served(card):
            raise CardUnknown(self.name)
        return card

    def _fail(self, slot: dict[str, Any], only: str = "") -> None:
        if not slot["plugged"]:
            raise DeviceGone(self.name)
        if slot["fail"] and only in ("", slot["fail"][0]):
            code = slot["fail"].pop(0)
            if code == CardPulled.code:
                slot["inserted"] = None
            raise FAILURES[code](self.name)

    def _verify(self, card: Path, pin: bytearray) -> None:
        """Compare the PIN as a card does: count down on a wrong one, back to full on the right one."""
        with self._slot():
            chip = _read(card / "card.json")
            if chip["tries"] == 0:
                raise PinLocked(self.name)
            right = hmac.compare_digest(pin, str(chip["pin"]).encode())
            chip["tries"] = chip["tries_max"] if right else chip["tries"] - 1
            _write(card / "card.json", chip)
        if chip["tries"] == 0:
            raise PinLocked(self.name)
        if not right:
            raise PinWrong(self.name, chip["tries"])

    @contextmanager
    def _slot(self) -> Iterator[dict[str, Any]]:
        """Lend the slot's state under a lock and keep what was changed, raised or not."""
        path = self._cabinet / "card.json"
        with (self._cabinet / "card.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            before = _read(path) if path.exists() else EMPTY_SLOT
            slot = {**before, "fail": list(before["fail"])}
            try:
                yield slot
            finally:
                if slot != before:
                    _write(path, slot)


def _served(card: Path) -> bool:
    return (card / "cert.pem").exists()


def _der(path: Path) -> bytes:
    return x509.load_pem_x509_certificate(path.read_bytes()).public_bytes(serialization.Encoding.DER)


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _write(path: Path, value: dict[str, Any]) -> None:
    """Write whole or not at all: readers without the lock never see half a file."""
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(value), encoding="utf-8")
    os.replace(draft, path)
