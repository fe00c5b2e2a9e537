"""What hands do at the counter of a walk, by words: a card, an ID card, a face, a paper, a printer that fails."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kiosk.cabinet import Cabinet
from kiosk.walk.citizen import CARD, ID_NO

ABOUT = {
    "card": "put the citizen certificate into the reader (its PIN is 739186)",
    "pull": "take it out",
    "id": "lay the ID card under the camera, its barcode before the scanner",
    "face": "look into the camera",
    "stranger": "somebody else looks into the camera",
    "paper": "lay a paper under the document camera",
    "away": "take ID card and paper away",
    "fail": "fail DEVICE CODE: the next use of card scanner camera face a4 receipt fails (gone, out-of-paper, card-pulled, …)",
}


class Hands:
    """The simulated devices of a cabinet, moved by words."""

    def __init__(self, cabinet: Cabinet) -> None:
        # what only a simulated driver has (insert, show, present, …) is not in the interface of its kind
        self._card: Any = cabinet.card.device
        self._scanner: Any = cabinet.scanner.device
        self._matcher: Any = cabinet.matcher.device
        self._document: Any = cabinet.document.device
        self._face_camera: Any = cabinet.face_camera.device
        self._named: dict[str, Any] = {"card": self._card, "scanner": self._scanner, "camera": self._document, "face": self._matcher,
                                       "a4": cabinet.a4.device, "receipt": cabinet.receipt.device}
        self._moves: dict[str, Callable[[], None]] = {
            "card": lambda: self._card.insert(CARD), "pull": lambda: self._card.remove(), "id": self._lay_id,
            "face": lambda: self._look("citizen"), "stranger": lambda: self._look("somebody else"),
            "paper": lambda: self._document.show("paper"), "away": self._take_away,
        }

    def do(self, line: str) -> bool:
        """Do what a line says; False where it says nothing that hands do."""
        word, *rest = line.split()[:3] or [""]
        if word == "fail" and len(rest) == 2 and rest[0] in self._named:
            self._named[rest[0]].fail_next(rest[1])
            return True
        if rest or word not in self._moves:
            return False
        self._moves[word]()
        return True

    def _lay_id(self) -> None:
        self._scanner.present(ID_NO)
        self._document.show("id")
        self._matcher.card_shows("citizen")

    def _look(self, person: str) -> None:
        self._face_camera.show("face")
        self._matcher.looks(person)

    def _take_away(self) -> None:
        self._scanner.nothing()
        self._document.show_nothing()
        self._matcher.card_shows("")
