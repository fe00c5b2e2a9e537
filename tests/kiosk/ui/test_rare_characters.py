"""Rare characters of names have a shape wherever a name may stand: on the screen in every face, and on the printed page."""
from __future__ import annotations

import hashlib
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from bureau.documents.content import Group, Paper
from bureau.documents.page import Press
from catalogue.answers.writing import writable
from kiosk.entry.zhuyin import rare_characters
from kiosk.ui.fonts import Faces, fonts

PLANES = "𠮷𡘙𠮟𤧛𨭎𨧀𨨏𡶛𢊬𪨶"
"""Beyond the first plane of Unicode: of names and places, in CNS 11643's planes 3 to 15."""
OLD = "堃峯槃煊菓菂琍崁鍈啓喆犇"
"""On the first plane, yet outside Big5 or written otherwise than in most fonts."""
RARE = sorted({*PLANES, *OLD, *"".join(rare_characters().values())})
NOBODY = "\U0003FFFD"
"""A code point that will never be a character."""


@pytest.fixture(scope="module")
def faces(tmp_path_factory: pytest.TempPathFactory) -> Faces:
    return fonts(tmp_path_factory.mktemp("fonts"))


def drawn(path: str, char: str) -> bytes:
    """The dots of one character in one font file."""
    image = Image.new("L", (96, 96), 255)
    ImageDraw.Draw(image).text((8, 0), char, font=ImageFont.truetype(path, 64), fill=0)
    return hashlib.sha256(image.tobytes()).digest()


@pytest.mark.parametrize("lang", ["zh-TW", "en", "ja"])
@pytest.mark.parametrize("bold", [False, True])
def test_every_rare_character_has_a_face_on_the_screen(faces: Faces, lang: str, bold: bool) -> None:
    faceless = [char for char in RARE if not faces.face(char, lang, bold).draws(char)]
    paths = {char: faces.face(char, lang, bold).path for char in RARE}
    empty = [char for char, path in paths.items() if drawn(path, char) == drawn(path, NOBODY)]
    assert faceless + empty == []


def test_a_character_that_no_face_draws_is_known_to_have_none(faces: Faces) -> None:
    assert not faces.face(NOBODY, "zh-TW", bold=False).draws(NOBODY)


def test_every_rare_character_may_be_written() -> None:
    assert [char for char in RARE if not writable(char)] == []


def page(press: Press, folder: Path, char: str) -> bytes:
    """The dots of a printed page whose bearer's name ends in a character."""
    paper = Paper(template="house-registration", title="房屋稅籍證明書", agency="彰化縣地方稅務局", name=f"王{char}",
                  id_masked="A123****89", address=f"彰化縣彰化市{char}安路9號", purpose="自用", serial="T-1", check_code="AAAA",
                  check_url="https://check.example/AAAA",
                  issued=datetime(2026, 11, 25, 12, 0, tzinfo=UTC),
                  groups=(Group("房屋", ("稅籍編號", "地址"), (("T", f"{char}安路9號"),)),))
    pdf = folder / "page.pdf"
    pdf.write_bytes(press.set(paper).pdf)
    subprocess.run(["pdftoppm", "-r", "110", "-gray", "-singlefile", str(pdf), str(folder / "page")], check=True, timeout=60)
    return hashlib.sha256((folder / "page.pgm").read_bytes()).digest()


def test_every_rare_character_stands_on_the_printed_page(tmp_path: Path) -> None:
    press = Press()
    missing = page(press, tmp_path, NOBODY)
    assert page(press, tmp_path, NOBODY) == missing
    seen = {char: page(press, tmp_path, char) for char in (*PLANES, "堃", "琍")}
    assert [char for char, dots in seen.items() if dots == missing] == []
    assert len(set(seen.values())) == len(seen)
