"""Every screen as a picture: ``python -m rehearsal.gallery [--lang …] [--size 0-3] [--palette NAME] [--screen NAME] [--every]``.

Plays the engine at the door of the real screen process on a virtual X server, and keeps what the X server shows, page by
page, with a contact sheet for each language, size and palette. One screen a kind, or ``--every`` one of the inventory.
"""
from __future__ import annotations

import argparse
import asyncio
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from PIL import Image, ImageGrab

from kiosk.ui.door import Button, Dial, Drawn, EngineEnd, Forget, Item, Key, Line, Strip, Touch, View
from rehearsal.looks.inventory import load
from rehearsal.screen import ScreenStuck, VirtualScreen, find

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("zh-TW", "en", "ja")
PALETTES = ("paper", "light", "dark", "dim")
SIZES, MOST_PAGES = 4, 9
DRAWN_BY = ("kiosk/ui/**/*.py", "assets/themes/*.toml", "rehearsal/looks/inventory.json", "rehearsal/gallery.py")
VISIT = "00000000-0000-4000-8000-000000000001"
SITE = """
[site]
id = "yl01"
name = {{zh-TW = "員林市公所 夜間櫃臺", en = "Yuanlin City Office", ja = "員林市役所 夜間窓口"}}
state = "{folder}/state"
run = "{folder}/run"
[screen]
width = {width}
height = {height}
{screen}
[card]
driver = "simulated"
cabinet = "{folder}/cabinet"
[scanner]
driver = "simulated"
cabinet = "{folder}/cabinet"
[camera.document]
driver = "simulated"
cabinet = "{folder}/cabinet"
[camera.face]
driver = "simulated"
cabinet = "{folder}/cabinet"
[face]
driver = "simulated"
cabinet = "{folder}/cabinet"
[printer.a4]
driver = "simulated"
cabinet = "{folder}/cabinet"
[printer.receipt]
driver = "simulated"
cabinet = "{folder}/cabinet"
"""


def samples(lang: str) -> Iterator[tuple[str, View]]:
    """The sample screens in one language, each with its name."""
    with (ROOT / "rehearsal" / "gallery.toml").open("rb") as file:
        table = tomllib.load(file)
    for row in table["view"]:
        yield row.get("name", row["screen"]), _view(row, table, lang)


AGENCY = "changhua-tax"
FRONT = ("attract", "language", "menu", "life", "interrupted", "maintenance", "closed", "goodbye")
"""Before and after a service no agency is named."""
PLAIN = ("screen", "picture", "pad", "entry", "composing", "masked", "personal", "busy", "countdown_s")


def _view(row: dict[str, Any], table: dict[str, Any], lang: str) -> View:
    words: dict[str, Any] = {key: row[key][lang] for key in ("heading", "body", "note", "code") if key in row}
    plain: dict[str, Any] = {key: row[key] for key in PLAIN if key in row}
    items = [Item(**{key: value[lang] if isinstance(value, dict) else value for key, value in one.items()}) for one in row.get("items", ())]
    names = row.get("names", ())
    items += [Item(key=name, text=name) for name in (names[lang] if isinstance(names, dict) else names)]
    named = ([*button.split(":"), ""][:3] for button in row.get("buttons", ()))
    return View(
        visit=VISIT, lang=lang, agency="" if row["screen"] in FRONT else AGENCY, **words, **plain, items=tuple(items),
        lines=tuple(Line(label=line["label"][lang], value=line["value"][lang]) for line in row.get("lines", ())),
        pads=_keys(row.get("pads", ()), table["pads"], lang, row.get("pad", "")), keys=_keys(row.get("keys", ()), table["keys"], lang),
        strip=msgspec.convert(row["strip"], Strip) if "strip" in row else None,
        dials=tuple(msgspec.convert({**one, "label": one["label"][lang], "value": one["value"][lang], "also": one["also"][lang]}, Dial)
                    for one in row.get("dials", ())),
        buttons=tuple(msgspec.convert({"name": name, "text": table["buttons"][name][lang], "role": role, "icon": icon}, Button)
                      for name, role, icon in named),
        trail=tuple(table["trail"][lang]) if "at" in row else (), at=row.get("at", -1),
        ear=table["ear"][lang], frame={**table["frame"][lang], **({} if row["screen"] in FRONT else table["agency"][lang])},
    )  # fmt: skip


def _keys(names: list[str], table: dict[str, Any], lang: str, chosen: str = "") -> tuple[Key, ...]:
    """Keys by their names; one that begins with '-' cannot be pressed now."""
    return tuple(Key(key=name.strip("-"), text=table[name.strip("-")][lang], enabled=not name.startswith("-"), chosen=name == chosen)
                 for name in names)


class Stand:
    """The real screen process on a virtual X server, with this program in the engine's place."""

    def __init__(
        self, folder: Path, width: int = 1080, height: int = 1920, screen: str = "", environment: dict[str, str] | None = None,
    ) -> None:
        self.run = folder / "run"
        self.run.mkdir(parents=True)
        self.config = folder / "kiosk.toml"
        self.config.write_text(SITE.format(folder=folder, width=width, height=height, screen=screen), encoding="utf-8")
        extra = 320 if "dock = true" in screen else 0
        self.screen = VirtualScreen(width + extra, height)
        self.screen.start()
        command = [sys.executable, "-m", "kiosk", "screen", "--config", str(self.config)]
        self.process = subprocess.Popen(command, cwd=ROOT, env={**self.screen.environment, **(environment or {})})
        self.door: EngineEnd
        self.number = 0

    async def __aenter__(self) -> "Stand":
        self.door = await EngineEnd.open(self.run)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.door.close()
        self.process.terminate()
        self.process.wait(10)
        self.screen.stop()

    async def show(self, view: View) -> None:
        """Show a view and return when it was drawn."""
        self.number += 1
        await self.door.say(view.but(number=self.number))
        while True:
            said = await asyncio.wait_for(self.door.hear(), 20)
            if isinstance(said, Drawn) and said.number == self.number:
                return

    async def touched(self) -> Touch:
        """The next touch."""
        while True:
            said = await asyncio.wait_for(self.door.hear(), 20)
            if isinstance(said, Touch):
                return said

    async def forget(self) -> None:
        """End the visit."""
        await self.door.say(Forget(visit=VISIT))
        await asyncio.to_thread(self.screen.wait_for, self.run, "moment")


@dataclass(frozen=True)
class Asked:
    """Which pictures: ``every`` screen of the inventory, or one a kind; ``small`` is a folder for small contact sheets."""

    out: Path
    languages: list[str]
    sizes: list[int]
    palettes: list[str]
    only: str = ""
    wide: bool = False
    low: bool = False
    every: bool = False
    small: Path | None = None

    def screens(self, lang: str) -> Iterator[tuple[str, View]]:
        """The screens to draw, each with a name that a file may have; those of the waiting counter first."""
        seen = set()
        for screen in sorted(load(), key=lambda screen: (screen.views[lang].screen != "attract", screen.name)):
            view = screen.views[lang]
            kind = "" if self.every else f"{view.screen} {view.pad} {'code' if view.code else view.picture}"
            if self.only in screen.name and (self.every or kind not in seen):
                seen.add(kind)
                yield re.sub(r"[^\w]+", "-", f"{view.screen} {view.picture} {view.pad} {screen.name}")[:60].strip("-"), view


async def gallery(asked: Asked) -> None:
    """Draw everything asked for; sheets that were drawn of these very screens and looks are not drawn again."""
    _fresh(asked.out)
    with tempfile.TemporaryDirectory(prefix="gallery-") as folder:
        async with Stand(Path(folder), *((1920, 1080) if asked.wide else (1080, 1920))) as stand:
            for lang in asked.languages:
                for size in asked.sizes:
                    for palette in asked.palettes:
                        await _sheet(stand, asked, lang, size, palette)


async def _sheet(stand: Stand, asked: Asked, lang: str, size: int, palette: str) -> None:
    marks = (asked.wide and "wide", asked.low and "low", asked.every and "every", re.sub(r"[^\w]+", "-", asked.only))
    name = "-".join((f"{lang}-size{size}-{palette}", *(mark for mark in marks if mark)))
    if not asked.small and (asked.out / f"{name}.jpg").exists():
        return
    await stand.forget()
    pictures: list[Image.Image] = []
    for at, (called, view) in enumerate(asked.screens(lang), 1):
        await stand.show(view)
        if not pictures:
            await adjust(stand, size, palette, asked.low)
        for page, picture in enumerate([one async for one in _pages(stand, 1 if asked.small else MOST_PAGES)], 1):
            place = asked.out / name / f"{at:03d}-{called}{f'-page{page}' if page > 1 else ''}.png"
            place.parent.mkdir(parents=True, exist_ok=True)
            picture.save(place, compress_level=1)
            pictures.append(picture.reduce(4))
    if pictures:
        sheet = _contact(pictures)
        if asked.small:
            asked.small.mkdir(parents=True, exist_ok=True)
            sheet.reduce(2).save(asked.small / f"{name}.jpg", quality=62)
        sheet.save(asked.out / f"{name}.jpg", quality=80)
        print(f"gallery: {name}: {len(pictures)} pictures", file=sys.stderr, flush=True)


async def _pages(stand: Stand, most: int) -> AsyncIterator[Image.Image]:
    """What stands on the screen, page by page."""
    for page in range(1, most + 1):
        yield ImageGrab.grab(xdisplay=stand.screen.display)
        tree = await asyncio.to_thread(stand.screen.tree, stand.run)
        arrow = find(tree, "page", "next")
        if arrow is None or not arrow["enabled"] or page == most:
            return
        await _press(stand, "page", "next")
        await asyncio.sleep(0.3)


def _contact(pictures: list[Image.Image], across: int = 14, gap: int = 8) -> Image.Image:
    """All of them on one sheet."""
    wide, high = (max(side) for side in zip(*(picture.size for picture in pictures), strict=True))
    sheet = Image.new("RGB", (across * (wide + gap) + gap, -(-len(pictures) // across) * (high + gap) + gap), "#777777")
    for at, picture in enumerate(pictures):
        sheet.paste(picture, (gap + at % across * (wide + gap), gap + at // across * (high + gap)))
    return sheet


def _fresh(out: Path) -> None:
    """Throw away what was drawn of other screens or looks."""
    whole = hashlib.sha256()
    for path in sorted(path for pattern in DRAWN_BY for path in ROOT.glob(pattern)):
        whole.update(path.read_bytes())
    stamp = out / "made-of"
    if not stamp.exists() or stamp.read_text() != whole.hexdigest():
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir(parents=True)
        stamp.write_text(whole.hexdigest())


async def adjust(stand: Stand, size: int, palette: str, low: bool = False) -> None:
    """Press text size, contrast and reach on the screen until it stands so, from the default on."""
    for name, times in (("size", size), ("contrast", PALETTES.index(palette)), ("low", int(low))):
        for _ in range(times):
            await _press(stand, name)
            await asyncio.sleep(1.2)  # the frame after the veil comes with the next turn of the loop, a second later at most


async def _press(stand: Stand, name: str, value: str | None = None) -> None:
    """Press until it shows: on a busy machine a touch may be seen so late that the next one counts as its tremor."""
    for patience_s in (4, 4, 30):
        before = await asyncio.to_thread(stand.screen.press, stand.run, name, value)
        try:
            await asyncio.to_thread(stand.screen.wait, stand.run, _redrawn(before["drawn"]), "redrawn screen", patience_s)
            return
        except ScreenStuck:
            if patience_s > 4:
                raise


def _redrawn(before: int) -> Callable[[dict[str, Any]], bool]:
    return lambda tree: bool(tree["drawn"] > before)


def main(arguments: list[str]) -> int:
    """Draw the gallery."""
    parser = argparse.ArgumentParser(prog="python -m rehearsal.gallery", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "gallery")
    parser.add_argument("--lang", action="append", choices=LANGUAGES)
    parser.add_argument("--size", action="append", type=int, choices=range(4))
    parser.add_argument("--palette", action="append", choices=PALETTES)
    parser.add_argument("--screen", default="", help="only screens whose name contains this")
    parser.add_argument("--wide", action="store_true", help="landscape, 1920 x 1080")
    parser.add_argument("--low", action="store_true", help="brought down for somebody who sits")
    parser.add_argument("--every", action="store_true", help="every screen of the inventory, not one a kind")
    parser.add_argument("--small", type=Path, help="a folder for small contact sheets, e.g. docs/gallery")
    given = parser.parse_args(arguments)
    asked = Asked(given.out, given.lang or list(LANGUAGES), given.size or list(range(SIZES)), given.palette or list(PALETTES),
                  given.screen, given.wide, given.low, given.every, given.small)
    asyncio.run(gallery(asked))
    print(asked.out)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
