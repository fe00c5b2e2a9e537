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


def steps(name: str) -> int:
    """How many steps the loop of a scene has; 1 where it stands still."""
    return MOVING[name].steps if name in MOVING else 1


def moves(name: str, busy: bool) -> bool:
    """Whether a scene moves now: as long as the citizen is to do what it shows, or the counter does it."""
    moving = MOVING.get(name)
    return moving is not None and (busy or not moving.ours)


def step_at(name: str, turn: int | None) -> int:
    """The step shown at a turn of the clock; the telling one where nothing may move (``None``)."""
    moving = MOVING.get(name)
    return 0 if moving is None else moving.telling if turn is None else turn % moving.steps


def scene(name: str, step: int | None = None) -> Pen:
    """Draw an illustration: one step of it, or the telling one."""
    pen, moving = Pen(), MOVING.get(name)
    if moving is None:
        STILL.get(name, STILL["warning"])(pen)
    else:
        moving.draw(pen, moving.telling if step is None else step)
    return pen
