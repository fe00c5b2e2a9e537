"""The illustrations by name; an unknown name gets the waiting room."""
from __future__ import annotations

from collections.abc import Callable

from kiosk.ui.pictures import cards, papers, people, places
from kiosk.ui.pictures.pen import Pen

GRID = (400.0, 300.0)
SCENES: dict[str, Callable[[Pen], None]] = {
    "counter": places.counter,
    "closed": places.closed,
    "warning": places.warning,
    "waiting": places.waiting,
    "thanks": places.thanks,
    "insert-card": cards.insert,
    "keep-card": cards.keep,
    "take-card": cards.take,
    "scan-barcode": cards.scan,
    "lay-card": cards.lay,
    "look-here": people.look,
    "sign": people.sign,
    "take-paper": papers.take,
    "printing": papers.printing,
    "sending": papers.sending,
    "parked": papers.parked,
}


def scene(name: str) -> Pen:
    """Draw an illustration."""
    pen = Pen()
    SCENES.get(name, places.waiting)(pen)
    return pen
