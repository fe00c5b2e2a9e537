"""The pictures of README.md and docs, taken of the real screen: ``python -m rehearsal.brochure [--out DIR]``."""
from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from kiosk.ui.pictures.scenes import SCENES
from kiosk.ui.theme import read
from rehearsal.gallery import ROOT, VISIT, Stand, adjust, samples
from rehearsal.scenes import cell

GAP = 12
GROUND = (119, 119, 119)
Shot = tuple[str, str, int, str]
"""A sample's name, language, text size and palette."""
VISIT_SHOTS: tuple[Shot, ...] = tuple(
    (name, "zh-TW", 0, "paper") for name in ("attract", "identify-choose", "identify-insert", "reply", "print", "goodbye")
)
LOOKS: tuple[Shot, ...] = (
    ("identify-insert", "zh-TW", 0, "paper"), ("identify-insert", "zh-TW", 0, "light"), ("identify-insert", "ja", 0, "dark"),
    ("identify-insert", "ja", 0, "dim"), ("identify-insert", "en", 3, "paper"),
)
LYING: tuple[Shot, ...] = (("attract", "en", 0, "paper"), ("identify-choose", "ja", 0, "paper"))


async def taken(shots: Sequence[Shot], wide: bool = False) -> list[Image.Image]:
    """What the real screen shows of each."""
    found = []
    with tempfile.TemporaryDirectory(prefix="brochure-") as folder:
        async with Stand(Path(folder) / "site", *((1920, 1080) if wide else (1080, 1920))) as stand:
            for at, (name, lang, size, palette) in enumerate(shots):
                await stand.forget()
                view = next(view for known, view in samples(lang) if known == name)
                await stand.show(view.but(visit=VISIT))
                await adjust(stand, size, palette)
                path = await asyncio.to_thread(stand.screen.picture, Path(folder) / f"{at}.png")
                found.append(Image.open(path).convert("RGB"))
    return found


def strip(pictures: Sequence[Image.Image], each: int, columns: int = 0) -> Image.Image:
    """Side by side, each ``each`` pixels wide, row below row where ``columns`` are full."""
    columns = columns or len(pictures)
    high = round(each * pictures[0].height / pictures[0].width)
    sheet = Image.new("RGB", (columns * (each + GAP) + GAP, -(-len(pictures) // columns) * (high + GAP) + GAP), GROUND)
    for at, picture in enumerate(pictures):
        small = picture.resize((each, high), Image.Resampling.LANCZOS)
        sheet.paste(small, (GAP + at % columns * (each + GAP), GAP + at // columns * (high + GAP)))
    return sheet


def keep(sheet: Image.Image, path: Path) -> None:
    """As a PNG of 256 colours: these are drawings."""
    sheet.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    print(path)


async def brochure(out: Path) -> None:
    """Take and draw all of them."""
    out.mkdir(parents=True, exist_ok=True)
    keep(strip(await taken(VISIT_SHOTS), 260), out / "visit.png")
    keep(strip(await taken(LOOKS), 260), out / "looks.png")
    keep(strip(await taken(LYING, wide=True), 660), out / "lying.png")
    colours = read(ROOT / "assets" / "themes" / "civic.toml").palettes["paper"]
    keep(strip([cell(name, 1, colours) for name in SCENES], 148, 9), out / "illustrations.png")


def main(arguments: list[str]) -> int:
    """Draw them into ``docs/pictures``, or elsewhere."""
    parser = argparse.ArgumentParser(prog="python -m rehearsal.brochure", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    asyncio.run(brochure(parser.parse_args(arguments).out))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
