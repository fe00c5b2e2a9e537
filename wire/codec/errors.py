"""What can be wrong with bytes from outside, grouped by what the receiver does next.

::

    WireError                 refuse; ``code`` is a word for logs, incidents and tests
    ├── Malformed             not in the form at all: drop, count
    ├── NotAllowed            well-formed, but this kind, suite, role, owner or time may not: drop, incident
    ├── NotGenuine            unknown key, signature or seal does not hold: drop, incident
    ├── KeyUnusable           a key file or key text of our own is broken, absent or expired: tell the technician
    └── StaleClock            genuine, but signed at another time than now: answer with the signed time
"""
from __future__ import annotations

from datetime import datetime


class WireError(Exception):
    """Something on the wire is refused; ``code`` says what in one word, ``detail`` names field or file, never a datum."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class Malformed(WireError):
    """The bytes are not in the form."""


class NotAllowed(WireError):
    """The form is right, yet this kind, suite, role, owner or time is not allowed here."""


class NotGenuine(WireError):
    """No known key stands behind it, or a signature, digest or seal does not hold."""


class KeyUnusable(WireError):
    """A key given to us cannot be used; ``detail`` names the file or what is wrong with it."""


class StaleClock(WireError):
    """A genuine request was signed at ``signed_at`` while the verifier's clock shows ``now``."""

    def __init__(self, signed_at: datetime, now: datetime) -> None:
        super().__init__("stale-clock", f"signed {round((signed_at - now).total_seconds())} s away from now")
        self.signed_at = signed_at
        self.now = now
