"""The strip of words to choose from, large, between two arrows. It keeps its place while it is empty."""
from __future__ import annotations

from dataclasses import dataclass

from kiosk.ui.door import Strip
from kiosk.ui.widgets.box import Setting
from kiosk.ui.widgets.marks import Mark, Plate, Rect
from kiosk.ui.widgets.press import Press


@dataclass(frozen=True)
class Candidates:
    """One page of words; a longer word takes more room."""

    on: Setting
    strip: Strip

    def height(self, width: float) -> float:
        """One line of large characters."""
        look = self.on.look
        return max(look.space("target"), look.style("candidate").pitch + 2 * look.space("near"))

    def marks(self, rect: Rect) -> list[Mark]:
        """Arrow, words, arrow; a quiet ground where there is nothing to choose."""
        look, gap, strip = self.on.look, self.on.look.space("tight"), self.strip
        if not strip.words:
            return [Plate(rect, look.colour("off"), look.space("radius"))]
        made: list[Mark] = []
        side = look.space("target") if strip.pages > 1 else 0.0
        if side:
            made += self._arrow("previous", strip.page > 0).marks(Rect(rect.x, rect.y, side, rect.h))
        left = rect.x + side + (gap if side else 0)
        shares = [len(word) + 0.5 for word in strip.words]
        free = rect.right - (side + gap if side else 0) - left - gap * (len(shares) - 1)
        each = min(free / sum(shares), look.style("candidate").size * 1.6)
        for at, (word, share) in enumerate(zip(strip.words, shares, strict=True)):
            made += self._word(at, word).marks(Rect(left, rect.y, each * share, rect.h))
            left += each * share + gap
        if side:
            made += self._arrow("next", strip.page + 1 < strip.pages).marks(Rect(rect.right - side, rect.y, side, rect.h))
        return made

    def _word(self, at: int, word: str) -> Press:
        return Press(self.on, "word", str(at), word, style="candidate", edge="accent", kind="item", private=True, pad="snug", spoken=word)

    def _arrow(self, way: str, enabled: bool) -> Press:
        fill, ink, edge = ("tint", "ink", "edge") if enabled else ("off", "soft", "line")
        return Press(
            self.on, "word", way, icon=way, style="key", fill=fill, ink=ink, edge=edge, kind="key", enabled=enabled, pad="snug", spoken=way,
        )  # fmt: skip
