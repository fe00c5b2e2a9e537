"""The illustrations by name, and which of them move: a loop of a few steps that shows one act. An unknown name gets the note."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.ui.pictures import cards, papers, people, places, talk, troubles
from kiosk.ui.pictures.pen import Pen

GRID = (400.0, 300.0)


@dataclass(frozen=True)
class Moving:
    """A scene that shows one act in a loop of steps; ``telling`` is the step that says it where nothing may move.

    ``ours``: the act is the counter's, so it moves only while the counter is busy with it.
    """

    draw: Callable[[Pen, int], None]
    steps: int
    telling: int
    ours: bool = False


STILL: dict[str, Callable[[Pen], None]] = {
    "counter": places.counter,
    "closed": places.closed,
    "private": places.private,
    "thanks": places.thanks,
    "card-left": cards.card_left,
    "bring": cards.bring,
    "certificate": cards.certificate,
    "id-card": cards.identity,
    "pin": people.pin,
    "touch": people.touch,
    "officer": people.officer,
    "clerk": people.clerk,
    "priority": people.elder,
    "paper-left": papers.left,
    "parked": papers.parked,
    "phone": talk.phone,
    "headset": talk.headset,
    "answer": talk.answer,
    "language": talk.languages,
    "rate": talk.rate,
    "remark": talk.remark,
    "search": talk.search,
    "warning": troubles.warning,
    "interrupted": troubles.again,
    "maintenance": troubles.mend,
    "card-pulled": cards.pulled,
    "card-refused": cards.refused,
    "card-unknown": cards.unknown,
    "card-void": cards.void,
    "card-locked": cards.locked,
    "line-down": troubles.line_down,
    "no-paper": troubles.no_paper,
    "jam": troubles.jam,
    "unsure": troubles.unsure,
    "empty": troubles.empty,
    "full": troubles.full,
    "not-this": troubles.not_this,
}
MOVING: dict[str, Moving] = {
    "insert-card": Moving(cards.insert, 4, 1),
    "keep-card": Moving(cards.keep, 3, 0, ours=True),
    "take-card": Moving(cards.take, 4, 2),
    "scan-barcode": Moving(cards.scan, 3, 2),
    "lay-card": Moving(cards.lay, 3, 1),
    "look-here": Moving(people.look, 2, 1),
    "sign": Moving(papers.sign, 3, 2),
    "take-paper": Moving(papers.take, 4, 3),
    "printing": Moving(papers.printing, 4, 2, ours=True),
    "sending": Moving(papers.sending, 3, 1, ours=True),
    "waiting": Moving(places.waiting, 2, 0, ours=True),
}
SCENES = (*MOVING, *STILL)
TROUBLES: dict[str, str] = {
    "no-card": "insert-card", "card": "card-unknown", "other-card": "card-unknown", "malformed": "card-unknown",
    "health-card": "lay-card", "power": "closed", "closed-power": "closed", "closed-tamper": "closed",
    "unknown-issuer": "card-unknown", "id-mismatch": "card-unknown", "bad-signature": "card-void", "wrong-usage": "card-void",
    "revoked": "card-void", "expired": "card-refused", "not-yet-valid": "card-refused", "pin-wrong": "pin", "pin-last-try": "pin",
    "pin-tries-unknown": "pin", "pin-guessable": "pin", "pin-locked": "card-locked", "barcode-unreadable": "scan-barcode",
    "portrait-unreadable": "lay-card", "face": "look-here", "face-no-match": "look-here", "face-to-clerk": "clerk",
    "out-of-paper": "no-paper", "paper-jam": "jam", "cover-open": "maintenance", "out-of-toner": "maintenance", "printer": "maintenance",
    "printer-refused": "maintenance", "paper-not-printed": "no-paper", "print-unknown": "unsure", "gone": "maintenance",
    "device": "maintenance", "box-full": "full", "closed-box-full": "full", "bureau-unreachable": "line-down", "reply-late": "parked",
    "closed-pending": "closed", "closed-rejected": "closed", "closed-unknown": "closed", "closed-clock": "closed",
    "not-me": "not-this", "wrong-person": "not-this",
    "none-of-these": "clerk", "namesake": "clerk", "revocation-stale": "clerk", "checkpoint-old": "clerk", "clerk-needed": "clerk",
    "no-evidence": "clerk", "fact-differs": "clerk", "refused": "answer", "nothing": "empty", "nothing-owned": "empty",
    "nothing-waiting": "empty", "nothing-applied": "empty", "person-unknown": "empty",
    "year-not-held": "empty", "no-such-entry": "empty", "not-in-your-name": "not-this", "person-deceased": "clerk",
    "bill-enforced": "clerk",
}  # fmt: skip
"""The illustration of each trouble by its code; one that is not here is drawn under its own name."""


def steps(name: str) -> int:
    """How many steps the loop of a scene has; 1 where it stands still."""
    moving = _moving(name)
    return 1 if moving is None else moving.steps


def _moving(name: str) -> Moving | None:
    return MOVING.get(TROUBLES.get(name, name))


def moves(name: str, busy: bool) -> bool:
    """Whether a scene moves now: as long as the citizen is to do what it shows, or the counter does it."""
    moving = _moving(name)
    return moving is not None and (busy or not moving.ours)


def step_at(name: str, turn: int | None) -> int:
    """The step shown at a turn of the clock; the telling one where nothing may move (``None``)."""
    moving = _moving(name)
    return 0 if moving is None else moving.telling if turn is None else turn % moving.steps


def scene(name: str, step: int | None = None) -> Pen:
    """Draw an illustration: one step of it, or the telling one."""
    pen, moving = Pen(), _moving(name)
    if moving is None:
        STILL.get(TROUBLES.get(name, name), STILL["warning"])(pen)
    else:
        moving.draw(pen, moving.telling if step is None else step)
    return pen
