"""Smart-card readers: one interface, ``pcsc`` and ``simulated`` behind it."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class CardState:
    """What lies in the reader. ``insertion`` grows with every insertion, so a swapped card is noticed."""

    present: bool
    insertion: int


@dataclass(frozen=True)
class CardCertificates:
    """Read without a PIN. ``signing`` is the DER of the signature certificate, ``others`` further DER certificates on the card."""

    signing: bytes
    others: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class HealthCard:
    """A health insurance card, read without a PIN: whom it names. Anybody may have copied it, so it proves nobody."""

    id_no: str
    name: str


class CardReader(Protocol):
    """One reader slot. Every call blocks; the engine keeps one worker thread for it."""

    def state(self) -> CardState:
        """Tell whether a card is in the slot now. Raises ``DeviceGone``."""
        ...

    def read(self) -> CardCertificates | HealthCard:
        """Tell which card lies there, by what can be read without a PIN.

        Raises ``NoCard``, ``CardPulled``, ``CardUnknown``, ``DeviceGone``.
        """
        ...

    def tries_left(self) -> int | None:
        """Ask for the PIN tries left without spending one; None where the card does not tell, 0 where it is locked. Raises as above."""
        ...

    def sign(self, pin: bytearray, data: bytes) -> bytes:
        """RSASSA-PKCS1-v1_5 with SHA-256 over ``data`` by the signature key; ``pin`` is overwritten with zeros, raised or not.

        Raises ``PinWrong``, ``PinLocked``, ``NoCard``, ``CardPulled``, ``CardUnknown``, ``DeviceGone``.
        """
        ...

    def reset(self) -> None:
        """Forget any PIN verified: the next process to ask must be asked for it again. No error without a card."""
        ...

    def close(self) -> None:
        """Reset and let go of the reader."""
        ...
