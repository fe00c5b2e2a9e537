"""Every code that a screen may show: one table for the kiosk, which shows them, and the bureau, which answers with some.

Each has its words under ``error.<code>.happened`` and ``error.<code>.do`` in every language (``flows check`` reads them),
beside them stands the code itself, for whoever helps. A code that is not in the table cannot be shown.
"""
from __future__ import annotations

from enum import StrEnum


class Trouble(StrEnum):
    """What may go wrong, grouped by who can do something about it. Those with ``closed-`` close the counter."""

    # the citizen, with the card
    NO_CARD = "no-card"
    CARD_PULLED = "card-pulled"
    CARD_UNKNOWN = "card-unknown"
    CARD = "card"
    OTHER_CARD = "other-card"
    HEALTH_CARD = "health-card"
    PIN_WRONG = "pin-wrong"
    PIN_LAST_TRY = "pin-last-try"
    PIN_TRIES_UNKNOWN = "pin-tries-unknown"
    PIN_LOCKED = "pin-locked"
    PIN_GUESSABLE = "pin-guessable"
    # the citizen, with another certificate or with the ID card
    EXPIRED = "expired"
    NOT_YET_VALID = "not-yet-valid"
    REVOKED = "revoked"
    UNKNOWN_ISSUER = "unknown-issuer"
    WRONG_USAGE = "wrong-usage"
    MALFORMED = "malformed"
    BAD_SIGNATURE = "bad-signature"
    ID_MISMATCH = "id-mismatch"
    # the citizen before barcode reader and cameras; else a clerk
    BARCODE_UNREADABLE = "barcode-unreadable"
    PORTRAIT_UNREADABLE = "portrait-unreadable"
    FACE = "face"
    FACE_NO_MATCH = "face-no-match"
    FACE_TO_CLERK = "face-to-clerk"
    # the site keeper, or another counter
    OUT_OF_PAPER = "out-of-paper"
    PAPER_JAM = "paper-jam"
    COVER_OPEN = "cover-open"
    OUT_OF_TONER = "out-of-toner"
    PRINTER = "printer"
    PRINTER_REFUSED = "printer-refused"
    PRINT_UNKNOWN = "print-unknown"
    PAPER_NOT_PRINTED = "paper-not-printed"
    GONE = "gone"
    DEVICE = "device"
    BOX_FULL = "box-full"
    CARD_LEFT = "card-left"
    PAPER_LEFT = "paper-left"
    # waiting is enough
    BUREAU_UNREACHABLE = "bureau-unreachable"
    REPLY_LATE = "reply-late"
    INTERRUPTED = "interrupted"
    POWER = "power"
    MAINTENANCE = "maintenance"
    CLOSED_PENDING = "closed-pending"
    CLOSED_REJECTED = "closed-rejected"
    CLOSED_UNKNOWN = "closed-unknown"
    CLOSED_CLOCK = "closed-clock"
    CLOSED_BOX_FULL = "closed-box-full"
    CLOSED_POWER = "closed-power"
    CLOSED_TAMPER = "closed-tamper"
    # a clerk
    NOT_ME = "not-me"
    WRONG_PERSON = "wrong-person"
    NONE_OF_THESE = "none-of-these"
    NAMESAKE = "namesake"
    REVOCATION_STALE = "revocation-stale"
    CHECKPOINT_OLD = "checkpoint-old"
    CLERK_NEEDED = "clerk-needed"
    # the bureau said no
    REFUSED = "refused"
    NOTHING = "nothing"
    NOTHING_OWNED = "nothing-owned"
    NOTHING_WAITING = "nothing-waiting"
    NOTHING_APPLIED = "nothing-applied"
    PERSON_UNKNOWN = "person-unknown"
    PERSON_DECEASED = "person-deceased"
    YEAR_NOT_HELD = "year-not-held"
    NOT_IN_YOUR_NAME = "not-in-your-name"
    NO_SUCH_ENTRY = "no-such-entry"
    BILL_ENFORCED = "bill-enforced"
    NO_EVIDENCE = "no-evidence"
    FACT_DIFFERS = "fact-differs"

    @classmethod
    def of(cls, untrusted_code: str, otherwise: Trouble) -> Trouble:
        """The trouble of a code that came from outside; ``otherwise`` for one that is not in the table."""
        try:
            return cls(untrusted_code)
        except ValueError:
            return otherwise


PARTS = ("happened", "do")
"""The two texts of each; the code itself is the third part."""

_TRY_AGAIN = {Trouble.BARCODE_UNREADABLE, Trouble.PORTRAIT_UNREADABLE, Trouble.FACE, Trouble.FACE_NO_MATCH}


def told_by_bureau(untrusted_reason: str, otherwise: Trouble) -> Trouble:
    """What the citizen is told of a reason of the desk's: nothing that invites to another try here, nor why a face was doubted."""
    found = Trouble.of(untrusted_reason, otherwise)
    return otherwise if found in _TRY_AGAIN else found
