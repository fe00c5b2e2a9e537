"""The faces taken out of the system's collections draw what the collection draws, and hold no shared parts."""
from __future__ import annotations

import random

import pytest
from fontTools.ttLib import TTFont
from PIL import ImageFont

from kiosk.ui.fonts import NOTO, READY, Face, Faces, fonts, place

SAMPLE = 500
FACES = {("zh-TW", False): "Noto Sans CJK TC", ("zh-TW", True): "Noto Sans CJK TC", ("ja", False): "Noto Sans CJK JP",
         ("ja", True): "Noto Sans CJK JP"}


@pytest.fixture(scope="module")
def faces() -> Faces:
    return fonts(place(READY))


def collected(family: str, bold: bool, size: int) -> ImageFont.FreeTypeFont:
    """The face as it stands in Debian's collection."""
    file = NOTO / ("NotoSansCJK-Bold.ttc" if bold else "NotoSansCJK-Regular.ttc")
    for index in range(10):
        font = ImageFont.truetype(str(file), size, index=index)
        if font.getname()[0] == family:
            return font
    raise AssertionError(f"no {family} in {file}")


@pytest.mark.parametrize(("lang", "bold"), FACES)
def test_a_face_draws_what_its_collection_draws(faces: Faces, lang: str, bold: bool) -> None:
    face: Face = (faces.bold if bold else faces.regular)[lang]
    ours, theirs = ImageFont.truetype(face.path, 31), collected(FACES[lang, bold], bold, 31)
    chance = random.Random(f"{lang} {bold}")
    chars = [chr(code) for code in chance.sample([code for code in range(0x30000) if face.draws(chr(code))], SAMPLE)] + list("直骨令Aglf10")
    for char in chars:
        assert (ours.getbbox(char), ours.getlength(char), bytes(ours.getmask(char))) == \
            (theirs.getbbox(char), theirs.getlength(char), bytes(theirs.getmask(char))), f"U+{ord(char):04X}"


def test_a_face_holds_no_shared_parts(faces: Faces) -> None:
    """They would be in memory once for each size that is open."""
    top = TTFont(faces.regular["zh-TW"].path, lazy=True)["CFF "].cff.topDictIndex[0]
    assert len(top.GlobalSubrs) == 0
    assert not any(len(getattr(part.Private, "Subrs", ())) for part in top.FDArray)
