"""The signature slate, five faces."""
from __future__ import annotations

from dataclasses import dataclass

from kiosk.ui.widgets.box import Box, Column, Row, Setting
from kiosk.ui.widgets.marks import Mark, Plate, Rect, Slate
from kiosk.ui.widgets.press import Press

FOOT = 0.78
"""Where the line to sign along stands, as a share of the height."""
FACES = ("face-1", "face-2", "face-3", "face-4", "face-5")


@dataclass(frozen=True)
class Slab:
    """A wide white field to sign on, with a line to sign along; ``tall`` in pixels of the theme."""

    on: Setting
    tall: float

    def height(self, width: float) -> float:
        """The height it was made for."""
        return self.on.look.px(self.tall)

    def marks(self, rect: Rect) -> list[Mark]:
        """Field, line, slate."""
        look = self.on.look
        margin, foot = look.space("margin"), rect.y + rect.h * FOOT
        return [
            Plate(rect, look.colour("slate"), look.space("radius"), look.colour("accent"), look.space("field")),
            Plate(Rect(rect.x + margin, foot, rect.w - 2 * margin, look.space("line")), look.colour("slate_line")),
            Slate(rect.inset(look.space("bold")), look.colour("slate_ink")),
        ]


def faces(on: Setting, words: dict[str, str], chosen: str) -> Box:
    """Five faces from unhappy to happy; their words stand below where the view gives them."""
    keys = [
        Press(
            on, "rate", str(at + 1), words.get(str(at + 1), ""), icon=name, style="small", kind="rate", stacked=True,
            fill="tint" if chosen == str(at + 1) else "card", edge="accent" if chosen == str(at + 1) else "edge",
            chosen=chosen == str(at + 1), tall="faces", pad="snug", sign="face", spoken=words.get(str(at + 1), "") or str(at + 1),
        )
        for at, name in enumerate(FACES)
    ]  # fmt: skip
    if on.look.step >= 2 and words:
        return Column([Row(keys[:2], on.look.space("tight")), Row(keys[2:4], on.look.space("tight")), keys[4]], on.look.space("tight"))
    return Row(keys, on.look.space("tight"))
