"""Shapes and strokes as smooth pixels: drawn larger, then made small again (Pillow); and the signature as PNG."""
from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from kiosk.ui.pictures.pen import Area, Pen
from kiosk.ui.stage.ink import Dab
from kiosk.ui.theme import Colour

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

FINER = 3
SIGNATURE = (900, 420)


def pixels(pen: Pen, grid: tuple[float, float], size: tuple[int, int], colours: Mapping[str, Colour]) -> bytes:
    """RGBA bytes, rows from the top, of a drawing made on a grid."""
    from PIL import Image, ImageDraw

    finer = FINER if size[0] < 300 else 2
    sheet = Image.new("RGBA", (size[0] * finer, size[1] * finer), (0, 0, 0, 0))
    scale = sheet.width / grid[0]
    for shape in pen.shapes:
        red, green, blue = (round(part * 255) for part in colours[shape.colour][:3])
        points = [(x * scale, y * scale) for x, y in shape.points]
        if isinstance(shape, Area):
            _fill(sheet, points, (red, green, blue, round(shape.alpha * 255)))
        else:
            _stroke(ImageDraw.Draw(sheet), points, shape.width * scale, (red, green, blue, 255))
    return sheet.resize(size, Image.Resampling.BOX).tobytes()


def signature(dabs: Iterable[Dab], width: float, height: float, pen: float) -> str:
    """The ink as a PNG in base64, black on transparent, never larger than 900 × 420 pixels."""
    from PIL import Image, ImageDraw

    scale = min(SIGNATURE[0] / width, SIGNATURE[1] / height) * 2
    sheet = Image.new("L", (round(width * scale), round(height * scale)), 0)
    draw = ImageDraw.Draw(sheet)
    for dab in dabs:
        points = [(dab.points[at] * scale, dab.points[at + 1] * scale) for at in range(0, len(dab.points), 2)]
        _stroke(draw, points, pen * dab.width * scale, 255)
    small = sheet.resize((sheet.width // 2, sheet.height // 2), Image.Resampling.BOX)
    ink = Image.new("LA", small.size, (0, 0))
    ink.putalpha(small)
    kept = io.BytesIO()
    ink.save(kept, "PNG", optimize=True)
    return base64.b64encode(kept.getvalue()).decode()


def _fill(sheet: Image.Image, points: list[tuple[float, float]], colour: tuple[int, int, int, int]) -> None:
    from PIL import Image, ImageDraw

    if colour[3] == 255:
        ImageDraw.Draw(sheet).polygon(points, fill=colour)
        return
    left, top = max(0, int(min(x for x, _ in points))), max(0, int(min(y for _, y in points)))
    right, low = min(sheet.width, int(max(x for x, _ in points)) + 2), min(sheet.height, int(max(y for _, y in points)) + 2)
    if right <= left or low <= top:
        return
    veil = Image.new("RGBA", (right - left, low - top), (*colour[:3], 0))  # only as large as what it veils: half the time of a scene
    ImageDraw.Draw(veil).polygon([(x - left, y - top) for x, y in points], fill=colour)
    sheet.alpha_composite(veil, (left, top))


def _stroke(draw: ImageDraw.ImageDraw, points: list[tuple[float, float]], width: float, colour: tuple[int, ...] | int) -> None:
    draw.line(points, fill=colour, width=max(1, round(width)), joint="curve")
    for x, y in (points[0], points[-1]):
        draw.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=colour)
