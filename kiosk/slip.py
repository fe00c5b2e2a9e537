"""The receipt slip, and the list of what to bring: 80 mm pages of one-bit dots for a 203 dpi thermal printer.

Language-free: every word is handed in. A slip carries no name and no ID number; its QR holds an opaque
token, or a URL in which nothing but the token differs from slip to slip.
"""
from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import segno
from PIL import Image, ImageDraw, ImageFont

DPI = 203
WIDTH = 639
"""Dots across 80 mm."""
PRINTABLE = 576
"""Dots that a thermal head of 80 mm rolls reaches (72 mm)."""
MARGIN = (WIDTH - PRINTABLE) // 2
SPARE = 1024
"""Dots of paper kept free below the last line: rules, gaps and a QR need less."""
FONTS = Path("/usr/share/fonts/opentype/noto")
_FACES = {"ja": 0, "zh-TW": 3, "en": 3}  # order of the faces in Noto's collections: JP, KR, SC, TC, HK
_TOKEN = re.compile(r"^(https://[a-z0-9.:/-]+[/=])?[A-Za-z0-9_-]{22,43}$")
_WORDS = re.compile(r"[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+|\s+|.")
_NEVER_FIRST = "、。，．：；？！）」』】》〉…"
_Font = ImageFont.FreeTypeFont


@dataclass(frozen=True)
class SlipPaper:
    """One document that was printed: its title and its (label, value) lines: serial, check code."""

    title: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Slip:
    """All that stands on a slip, in reading order. ``lang`` picks the glyph forms; ``qr`` is the token or a URL ending in it."""

    lang: str
    place: str
    title: str
    case_label: str
    case_no: str
    time: str
    next_heading: str
    next_steps: tuple[str, ...]
    qr: str
    qr_words: str
    papers: tuple[SlipPaper, ...] = ()
    proof: tuple[tuple[str, str], ...] = ()
    foot: str = ""


@dataclass(frozen=True)
class Leaflet:
    """A list to take home: title, what it is about, headings with their lines. Nothing personal, nothing to scan."""

    lang: str
    place: str
    title: str
    subject: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    foot: str


def leaflet_pdf(leaflet: Leaflet) -> bytes:
    """Draw the list as a one-page PDF 80 mm wide."""
    roll = _Roll(leaflet.lang)
    roll.centred(leaflet.place, 24)
    roll.centred(leaflet.title, 42, bold=True, gap=10)
    roll.rule(4)
    roll.centred(leaflet.subject, 34, bold=True, gap=8)
    for heading, things in leaflet.parts:
        roll.rule(1)
        roll.left(heading, 28, bold=True, gap=6)
        for thing in things:
            roll.left(thing, 27, bullet="・", gap=6)
    roll.rule(4)
    roll.centred(leaflet.foot, 24)
    return _pdf(roll.torn_off())


def slip_pdf(slip: Slip) -> bytes:
    """Draw the slip as a one-page PDF 80 mm wide, as long as its words need.

    Raises ``ValueError`` where the QR would hold more than an opaque token of at least 128 bits.
    """
    return _pdf(slip_image(slip))


def _pdf(dots: Image.Image) -> bytes:
    out = io.BytesIO()
    dots.save(out, format="PDF", resolution=float(DPI))
    return out.getvalue()


def slip_image(slip: Slip) -> Image.Image:
    """Draw the slip's dots: ``WIDTH`` pixels wide, mode "1"."""
    if not _TOKEN.match(slip.qr):
        raise ValueError("slip: the QR may hold an opaque token only (22 to 43 URL-safe characters, or a https URL ending in it)")
    roll = _Roll(slip.lang)
    roll.centred(slip.place, 24)
    roll.centred(slip.title, 42, bold=True, gap=10)
    roll.rule(4)
    roll.centred(slip.case_label, 24)
    roll.centred(slip.case_no, 54, bold=True, gap=6)
    roll.centred(slip.time, 26, gap=14)
    if slip.next_steps:
        roll.rule(1)
        roll.left(slip.next_heading, 30, bold=True, gap=8)
        for step in slip.next_steps:
            roll.left(step, 27, bullet="・", gap=6)
    for paper in slip.papers:
        roll.rule(1)
        roll.left(paper.title, 28, bold=True, gap=8)
        roll.pairs(paper.lines, 26)
    roll.rule(1)
    roll.qr(slip.qr)
    roll.centred(slip.qr_words, 24, gap=10)
    if slip.proof:
        roll.rule(1)
        roll.pairs(slip.proof, 19)
    if slip.foot:
        roll.rule(4)
        roll.centred(slip.foot, 24)
    return roll.torn_off()


@lru_cache(maxsize=32)
def _font(size: int, bold: bool, lang: str) -> _Font:
    return ImageFont.truetype(FONTS / f"NotoSansCJK-{'Bold' if bold else 'Regular'}.ttc", size, index=_FACES.get(lang, 3))


def wrapped(text: str, font: _Font, width: float) -> list[str]:
    """Break a text into lines: between CJK characters, between Latin words, never before closing punctuation."""
    lines: list[list[str]] = [[]]
    for word in _WORDS.findall(text):
        for piece in [word] if font.getlength(word) <= width else list(word):
            line = lines[-1]
            if font.getlength("".join([*line, piece])) <= width:
                line.append(piece)
            elif piece in _NEVER_FIRST and len(line) > 1:
                lines.append([line.pop(), piece])
            elif not piece.isspace():
                lines.append([piece])
    return ["".join(line).strip() for line in lines if line]


class _Roll:
    """Paper that grows downwards as it is written on."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._grey = Image.new("L", (WIDTH, 4096), 255)
        self._pen = ImageDraw.Draw(self._grey)
        self._y = 24

    def centred(self, text: str, size: int, *, bold: bool = False, gap: int = 4) -> None:
        """Write in the middle; a single long word (a case number) is set smaller until it fits."""
        font = _font(size, bold, self._lang)
        while " " not in text and text.isascii() and font.getlength(text) > PRINTABLE and size > 20:
            size -= 2
            font = _font(size, bold, self._lang)
        for line in wrapped(text, font, PRINTABLE):
            self._write(line, font, MARGIN + (PRINTABLE - font.getlength(line)) / 2)
        self._y += gap

    def left(self, text: str, size: int, *, bold: bool = False, bullet: str = "", gap: int = 4) -> None:
        """Write from the left, the lines after a bullet indented."""
        font = _font(size, bold, self._lang)
        indent = font.getlength(bullet)
        if bullet:
            self._pen.text((MARGIN, self._y), bullet, font=font, fill=0)
        for line in wrapped(text, font, PRINTABLE - indent):
            self._write(line, font, MARGIN + indent)
        self._y += gap

    def pairs(self, pairs: Sequence[tuple[str, str]], size: int) -> None:
        """Write label and value on one line where both fit, else the value below, at the right edge."""
        light, strong = _font(size, False, self._lang), _font(size, size > 20, self._lang)
        for label, value in pairs:
            across = light.getlength(label) + strong.getlength(value) + size
            self._pen.text((MARGIN, self._y), label, font=light, fill=0)
            if across > PRINTABLE:
                self._y += _height(light)
            for line in wrapped(value, strong, PRINTABLE):
                self._write(line, strong, MARGIN + PRINTABLE - strong.getlength(line))
            self._y += 4

    def rule(self, thickness: int) -> None:
        """Draw a line across: solid where thick, dashed where thin."""
        self._y += 10
        dash = PRINTABLE if thickness > 2 else 8
        for x in range(MARGIN, MARGIN + PRINTABLE, dash * 2 if dash < PRINTABLE else dash):
            self._pen.rectangle((x, self._y, x + dash - 1, self._y + max(thickness, 2) - 1), fill=0)
        self._y += thickness + 14

    def qr(self, text: str) -> None:
        """Draw the QR at least 25 mm wide with its quiet zone, level M."""
        matrix = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix]
        scale = max(6, 232 // len(matrix))
        edge = len(matrix) * scale
        left, top = (WIDTH - edge) // 2, self._y + 2 * scale
        for row, modules in enumerate(matrix):
            for column, dark in enumerate(modules):
                if dark:
                    x, y = left + column * scale, top + row * scale
                    self._pen.rectangle((x, y, x + scale - 1, y + scale - 1), fill=0)
        self._y = top + edge + 3 * scale

    def torn_off(self) -> Image.Image:
        """Cut the paper below the last line, with room for the cutter, and turn it into dots."""
        page = self._grey.crop((0, 0, WIDTH, min(self._y + 64, self._grey.height)))
        return page.point([0] * 140 + [255] * 116).convert("1", dither=Image.Dither.NONE)

    def _write(self, line: str, font: _Font, x: float) -> None:
        self._pen.text((x, self._y), line, font=font, fill=0)
        self._y += _height(font)
        if self._y + SPARE > self._grey.height:
            longer = Image.new("L", (WIDTH, self._grey.height * 2), 255)
            longer.paste(self._grey, (0, 0))
            self._grey, self._pen = longer, ImageDraw.Draw(longer)


def _height(font: _Font) -> int:
    return round(font.size * 1.4)
