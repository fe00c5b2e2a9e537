"""A sheet of A4 for drawing on: texts whose width is reckoned before they are set, boxes, lines.

* A full-width character is one em wide, every other 0.6 em: no font is asked, so the same file gives the same octets on every machine.
* Lines are broken between Chinese and Japanese characters or at spaces; no line begins with a closing sign.
* Units are 1/96 inch at scale 1; a taller drawing makes the sheet larger in both directions, so it stays A4.
"""
from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

WIDTH, HEIGHT, MARGIN = 794.0, 1123.0, 52.0
INK, SOFT, FAINT = "#1B2629", "#566367", "#C9D2D2"
FONTS = "Noto Sans TC, Noto Sans CJK TC, Noto Sans JP, Noto Sans CJK JP, Noto Sans, sans-serif"
_PIECE = re.compile(r"[\u2e80-\uffef][、。，．：；！？）」』】…]*|[^\s\u2e80-\uffef]+[、。，：；！？）」』】]*|\s+")


def ems(text: str) -> float:
    """The width of a text in em, reckoned by its characters."""
    return sum(1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.6 for character in text)


def broken(text: str, size: float, width: float) -> list[str]:
    """The text in lines of at most ``width``; a word that is longer than a line is cut."""
    lines = [""]
    for piece in _PIECE.findall(text):
        if (ems(lines[-1]) + ems(piece.rstrip())) * size > width and lines[-1]:
            lines.append("")
        if piece.isspace() and not lines[-1]:
            continue
        lines[-1] += piece
        while ems(lines[-1].rstrip()) * size > width:
            at = next(at for at in range(len(lines[-1]), 0, -1) if ems(lines[-1][:at]) * size <= width)
            lines[-1:] = [lines[-1][:at], lines[-1][at:]]
    return [line.rstrip() for line in lines if line.strip()]


@dataclass
class Paper:
    """What was drawn so far, and how wide the sheet is."""

    width: float = WIDTH
    parts: list[str] = field(default_factory=list)

    @property
    def height(self) -> float:
        """Of the whole sheet."""
        return self.width * HEIGHT / WIDTH

    @property
    def right(self) -> float:
        """Where the right margin begins."""
        return self.width - MARGIN

    def text(self, x: float, y: float, text: str, size: float, *, ink: str = INK, bold: bool = False, anchor: str = "start") -> None:
        """One line; ``y`` is its foot."""
        more = ' font-weight="700"' if bold else ""
        more += f' text-anchor="{anchor}"' if anchor != "start" else ""
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{ink}"{more}>{escape(text)}</text>')

    def lines(self, x: float, y: float, text: str, size: float, width: float, *, ink: str = INK, bold: bool = False) -> float:
        """A text in as many lines as it needs, the first with its foot at ``y``; returns the foot of the last."""
        for nth, line in enumerate(broken(text, size, width)):
            y += nth and size * 1.4
            self.text(x, y, line, size, ink=ink, bold=bold)
        return y

    def box(self, x: float, y: float, width: float, height: float, *, fill: str = "none", line: str = "none", round_: float = 8) -> None:
        """A box with round corners."""
        size = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
        self.parts.append(f'<rect {size} rx="{round_:g}" fill="{fill}" stroke="{line}"/>')

    def path(self, way: str, ink: str, thick: float = 2, *, dotted: bool = False, under: int | None = None) -> None:
        """A line along ``way``, in the letters of SVG; ``under`` what was drawn from that part on."""
        more = ' stroke-dasharray="1 4"' if dotted else ""
        path = f'<path d="{way}" fill="none" stroke="{ink}" stroke-width="{thick:g}" stroke-linecap="round"{more}/>'
        self.parts.insert(len(self.parts) if under is None else under, path)

    def dot(self, x: float, y: float, radius: float, *, fill: str, line: str) -> None:
        """A round mark."""
        self.parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{fill}" stroke="{line}" stroke-width="2"/>')

    def svg(self, title: str, lang: str) -> str:
        """The whole drawing."""
        head = (f'<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" viewBox="0 0 {self.width:.1f} {self.height:.1f}" '
                f'xml:lang={quoteattr(lang)} font-family="{FONTS}">')
        whole = f'<rect width="{self.width:.1f}" height="{self.height:.1f}" fill="#FFFFFF"/>'
        return "\n".join((head, f"<title>{escape(title)}</title>", whole, *self.parts, "</svg>", ""))
