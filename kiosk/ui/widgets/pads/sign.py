"""The signature slate, five faces."""
from __future__ import annotations

from dataclasses import dataclass

from kiosk.ui.widgets.box import Box, Column, Row, Setting
from kiosk.ui.widgets.marks import Mark, Plate, Rect, Slate
from kiosk.ui.widgets.press import Press

FACES = ("face-1", "face-2", "face-3", "face-4", "face-5")


@dataclass(frozen=True)
class Slab:
    """A wide white field to sign on, with a line to sign along."""

    on: Setting
    tall: float = 520

    def height(self, width: float) -> float:
        """Its theme height, less in landscape."""
        return min(self.on.look.px(self.tall), width * 0.6)

    def marks(self, rect: Rect) -> list[Mark]:
        """Field, line, slate."""
        look = self.on.look
        line = Rect(rect.x + look.px(60), rect.y + rect.h * 0.78, rect.w - look.px(120), look.px(3))
        return [
            Plate(rect, (1.0, 1.0, 1.0, 1.0), look.space("radius"), look.colour("accent"), look.px(4)),
            Plate(line, (0.62, 0.62, 0.62, 1.0)),
            Slate(rect.inset(look.px(8)), (0.05, 0.1, 0.3, 1.0)),
        ]


def faces(on: Setting, words: dict[str, str], chosen: str) -> Box:
    """Five faces from unhappy to happy; their words stand below where the view gives them."""
    keys = [
        Press(
            on, "rate", str(at + 1), words.get(str(at + 1), ""), icon=name, style="small", kind="rate", stacked=True,
            fill="tint" if chosen == str(at + 1) else "card", edge="accent" if chosen == str(at + 1) else "edge",
            chosen=chosen == str(at + 1), tall=230, pad=4, spoken=words.get(str(at + 1), "") or str(at + 1),
        )
        for at, name in enumerate(FACES)
    ]  # fmt: skip
    if on.look.step >= 2 and words:
        return Column([Row(keys[:2], on.look.space("tight")), Row(keys[2:4], on.look.space("tight")), keys[4]], on.look.space("tight"))
    return Row(keys, on.look.space("tight"))
