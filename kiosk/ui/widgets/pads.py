"""The pads: letters and digits, digits alone, the signature slate, five faces."""
from __future__ import annotations

from dataclasses import dataclass

from kiosk.ui.widgets.box import Box, Column, Row, Setting
from kiosk.ui.widgets.marks import Mark, Plate, Rect, Slate
from kiosk.ui.widgets.press import Press

LETTERS = ("ABCDEFGHI", "JKLMNOPQR", "STUVWXYZ")
FACES = ("face-1", "face-2", "face-3", "face-4", "face-5")


def key(on: Setting, char: str, tall: float, shown: str = "") -> Press:
    """One key of a pad."""
    return Press(on, "key", char, shown or char, style="key", fill="card", edge="edge", kind="key", tall=tall, pad=4, spoken=shown or char)


def erase(on: Setting, tall: float) -> Press:
    """The key that takes the last character away."""
    return Press(on, "key", "backspace", icon="backspace", style="key", fill="tint", edge="edge", kind="key", tall=tall, pad=4, spoken="⌫")


def alphanumeric(on: Setting, low: bool = False, shift: bool = False, gap_key: bool = False) -> Box:
    """Digits large, letters in the order of the alphabet (nobody is asked to know QWERTY); ``shift`` adds small letters."""
    gap = on.look.space("tight")
    tall = 96
    rows: list[Box] = [Row([key(on, char, 104) for char in line], gap) for line in ("12345", "67890")]
    for line in LETTERS:
        letters = line.lower() if low else line
        keys = [key(on, char, tall) for char in letters]
        if len(line) < 9:
            keys.append(erase(on, tall))
        rows.append(Row(keys, gap))
    last: list[Press] = []
    if shift:
        last.append(Press(on, "shift", "", "ABC" if low else "abc", style="key", fill="tint", kind="local", tall=tall, pad=4))
    if gap_key:
        last.append(key(on, " ", tall, "␣"))
    if last:
        rows.append(Row(last, gap))
    return Column(rows, gap)


def digits(on: Setting) -> Box:
    """Digits as on a telephone."""
    gap = on.look.space("tight")
    rows: list[Box] = [Row([key(on, char, 128) for char in line], gap) for line in ("123", "456", "789")]
    clear = Press(on, "key", "clear", icon="clear", style="key", fill="tint", edge="edge", kind="key", tall=128, pad=4, spoken="C")
    rows.append(Row([clear, key(on, "0", 128), erase(on, 128)], gap))
    return Column(rows, gap)


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
