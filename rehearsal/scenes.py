"""Every illustration in every palette on a sheet, moving ones step by step: ``python -m rehearsal.scenes [--out FILE] [--scene NAME]``."""
from __future__ import annotations

import argparse
import sys
from pathlib import Path

from PIL import Image, ImageDraw

from kiosk.ui.pictures.scenes import GRID, SCENES, scene, steps
from kiosk.ui.stage.raster import pixels
from kiosk.ui.theme import Colour, Theme, read

ROOT = Path(__file__).resolve().parents[1]
SIZE = (320, 240)
GAP = 12


def cell(name: str, step: int, colours: dict[str, Colour], size: tuple[int, int] = SIZE) -> Image.Image:
    """One illustration on its palette's ground."""
    ground = Image.new("RGB", size, _bytes(colours["ground"]))
    drawn = Image.frombytes("RGBA", size, pixels(scene(name, step), GRID, size, colours))
    ground.paste(drawn, (0, 0), drawn)
    return ground


def sheet(theme: Theme, only: str, palettes: list[str], size: tuple[int, int] = SIZE) -> Image.Image:
    """All of them: rows are scenes, columns palettes and steps."""
    names = [name for name in SCENES if only in name]
    frames = [(name, step) for name in names for step in range(steps(name))]
    per_row = max(1, 8 // len(palettes))
    wide, high = (size[0] + GAP) * len(palettes) * per_row, (size[1] + GAP + 18) * -(-len(frames) // per_row)
    page = Image.new("RGB", (wide, high), (119, 119, 119))
    pen = ImageDraw.Draw(page)
    for at, (name, step) in enumerate(frames):
        for column, palette in enumerate(palettes):
            x, y = (at % per_row * len(palettes) + column) * (size[0] + GAP), at // per_row * (size[1] + GAP + 18)
            page.paste(cell(name, step, theme.palettes[palette], size), (x + GAP // 2, y + 18))
            pen.text((x + GAP, y + 3), f"{name} {step} {palette}", fill=(255, 255, 255))
    return page


def _bytes(colour: Colour) -> tuple[int, ...]:
    return tuple(round(part * 255) for part in colour[:3])


def main(arguments: list[str]) -> int:
    """Draw the sheet."""
    parser = argparse.ArgumentParser(prog="python -m rehearsal.scenes", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "scenes.png")
    parser.add_argument("--scene", default="", help="only scenes whose name contains this")
    parser.add_argument("--palette", action="append")
    asked = parser.parse_args(arguments)
    theme = read(ROOT / "assets" / "themes" / "civic.toml")
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    sheet(theme, asked.scene, asked.palette or list(theme.order)).save(asked.out)
    print(asked.out)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
