"""The field of a pad to write with: the last lines of what was written, what is being composed, and where the next character comes."""
from __future__ import annotations

from dataclasses import dataclass

from kiosk.ui.widgets.box import Setting, Text
from kiosk.ui.widgets.marks import Mark, Plate, Rect, Words


@dataclass(frozen=True)
class Lines:
    """``text`` and behind it ``composing``, underlined, in a field of ``lines`` lines."""

    on: Setting
    text: str
    composing: str = ""
    lines: int = 2

    def height(self, width: float) -> float:
        """So many lines, however little is written."""
        return self.lines * self.on.look.style("title").pitch + 2 * self.on.look.space("padding")

    def marks(self, rect: Rect) -> list[Mark]:
        """Plate, the last lines, the stroke under what is composed, the place of the next character."""
        look, pad = self.on.look, self.on.look.space("beside")
        pitch, stroke = look.style("title").pitch, look.space("field")
        made: list[Mark] = [Plate(rect, look.colour("card"), look.space("radius"), look.colour("accent"), look.space("field"))]
        inside = Rect(rect.x + pad, rect.y + (rect.h - self.lines * pitch) / 2, rect.w - 2 * pad, self.lines * pitch)
        whole = Text(self.on, self.text + self.composing, "title", "ink", role="entry", private=True)
        count = whole.lines_at(inside.w) if whole.text else 1
        shown = Text(self.on, whole.text, "title", "ink", role="entry", private=True, first=max(0, count - self.lines), count=self.lines)
        written = shown.marks(inside)
        made += written
        last = written[0].lines[-1] if written and isinstance(written[0], Words) else None
        end = inside.x + (last.width if last else 0)
        foot = inside.y + min(count, self.lines) * pitch
        if last is not None and self.composing and last.text.endswith(self.composing):
            wide = self.on.types.line(self.composing, look.style("title"), look.lang).width
            made.append(Plate(Rect(end - wide, foot - stroke, wide, stroke), look.colour("accent")))
        caret = Rect(min(end + look.space("field"), inside.right - stroke), foot - pitch * 0.86, stroke, pitch * 0.72)
        return [*made, Plate(caret, look.colour("accent"), stroke / 2)]
