"""What the cameras of a rehearsal see: a specimen of an ID card, a face, an empty desk.

Everything is drawn at run time. Pictures that people look at use a drawn face
(:func:`drawn_card`, :func:`drawn_live`); photographs come from :mod:`rehearsal.photographs`.
"""
from __future__ import annotations

import os
from pathlib import Path

import numpy as np
from barcode.codex import Code39
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from rehearsal import photographs

DESK = (1280, 720)
FACE_CAMERA = (640, 480)
CARD = (95, 16, 1185, 703)
PORTRAIT = (875, 120, 1135, 450)
BARCODE = (256, 560)
OTHER_CODE = (140, 448)
MODULE = 4  # px of a narrow bar: zbar wants 3.5 at this size
NAME, ID_NO = "王小明", "A123456789"
GREY = (118, 118, 118)


def empty(size: tuple[int, int]) -> Image.Image:
    """A camera's picture with nobody and nothing there."""
    return _noisy(Image.new("RGB", size, GREY), 2.0)


def card(portrait: Image.Image, id_no: str = ID_NO, name: str = NAME, other: str = "") -> Image.Image:
    """The specimen under the document camera, with any portrait; ``other`` is printed as a second Code 39 that nobody asked for."""
    frame = Image.new("RGB", DESK, GREY)
    draw = ImageDraw.Draw(frame)
    draw.rounded_rectangle(CARD, 34, fill=(244, 238, 226), outline=(178, 160, 140), width=3)
    for row in range(5):  # a specimen at first sight, everywhere but on portrait and barcode
        draw.text((150 + row % 2 * 210, 108 + row * 84), "樣本 SPECIMEN", font=_font(54), fill=(236, 208, 202))
    draw.text((150, 44), "國民身分證（樣本）", font=_font(48), fill=(150, 40, 40))
    draw.text((700, 58), "SPECIMEN – NOT VALID", font=_font(28), fill=(150, 40, 40))
    for row, (label, value) in enumerate((("姓名", name), ("出生年月日", "民國75年1月1日"), ("性別", "男"), ("統一編號", id_no))):
        draw.text((150, 132 + row * 76), label, font=_font(26), fill=(110, 90, 80))
        draw.text((330, 122 + row * 76), value, font=_font(42), fill=(20, 20, 20))
    size = (PORTRAIT[2] - PORTRAIT[0], PORTRAIT[3] - PORTRAIT[1])
    frame.paste(portrait.resize(size, Image.Resampling.LANCZOS), PORTRAIT[:2])
    _code39(draw, id_no, BARCODE, 96)
    if other:
        _code39(draw, other, OTHER_CODE, 60)
    return _noisy(frame, 1.5)


def photographed_card(photograph: photographs.Photograph, **printed: str) -> Image.Image:
    """The specimen with a photograph as portrait; ``printed`` as for :func:`card`. Never to be committed or shown in a document."""
    return card(photographs.portrait(photograph, (PORTRAIT[2] - PORTRAIT[0], PORTRAIT[3] - PORTRAIT[1])), **printed)


def drawn_card(person: str = "wang", **printed: str) -> Image.Image:
    """The specimen with a drawn portrait, for pictures that people look at."""
    return card(drawn_face(person, (PORTRAIT[2] - PORTRAIT[0], PORTRAIT[3] - PORTRAIT[1])), **printed)


def drawn_paper() -> Image.Image:
    """A sheet under the document camera: an invented proof of study, a specimen at first sight."""
    frame = Image.new("RGB", DESK, GREY)
    draw = ImageDraw.Draw(frame)
    draw.rectangle((390, 12, 890, 708), fill=(250, 249, 245))
    draw.text((470, 60), "在學證明書（樣本）", font=_font(40), fill=(30, 30, 30))
    for row, line in enumerate(("學生　王小美", "本校三年級在學", "SPECIMEN – NOT VALID", "測試高級中學")):
        draw.text((450, 190 + row * 90), line, font=_font(34), fill=(60, 40, 40) if row == 2 else (40, 40, 40))
    return _noisy(frame, 1.5)


def drawn_live(person: str = "wang") -> Image.Image:
    """A drawn person before the camera at the counter."""
    frame = empty(FACE_CAMERA)
    frame.paste(drawn_face(person, (360, 457)), (140, 23))
    return frame


def drawn_face(person: str, size: tuple[int, int]) -> Image.Image:
    """A cartoon: 'wang' wears short hair, anybody else long hair and glasses."""
    wang = person == "wang"
    skin, hair, coat = ((236, 200, 168), (48, 40, 38), (52, 84, 128)) if wang else ((222, 180, 148), (104, 66, 44), (120, 60, 84))
    face = Image.new("RGB", (260, 330), (206, 218, 226))
    draw = ImageDraw.Draw(face)
    draw.ellipse((20, 262, 240, 430), fill=coat)
    if not wang:
        draw.rounded_rectangle((52, 60, 208, 270), 60, fill=hair)
    draw.rounded_rectangle((106, 220, 154, 286), 18, fill=skin)
    draw.ellipse((62, 62, 198, 246), fill=skin)
    draw.pieslice((56, 44, 204, 200), 180, 360, fill=hair)
    draw.rectangle((72, 112, 188, 124), fill=hair)
    for eye in (102, 158):
        draw.ellipse((eye - 8, 144, eye + 8, 160), fill=(30, 30, 34))
        if not wang:
            draw.ellipse((eye - 24, 130, eye + 24, 174), outline=(40, 40, 60), width=4)
    draw.line((130, 160, 124, 188, 134, 190), fill=(180, 136, 110), width=4, joint="curve")
    draw.arc((104, 184, 156, 222), 20, 160, fill=(170, 70, 70), width=5)
    return face.resize(size, Image.Resampling.LANCZOS)


def blurred(picture: Image.Image, sigma: float) -> Image.Image:
    """The same, out of focus; ``sigma`` in pixels."""
    return picture.filter(ImageFilter.GaussianBlur(sigma))


def dark(picture: Image.Image, light: float, noise: float = 3.0) -> Image.Image:
    """The same with ``light`` of the light (1: all of it) and the noise of a sensor in the dark."""
    return _noisy(Image.fromarray((np.asarray(picture) * light).astype(np.uint8)), noise)


def lay(folder: Path, picture: Image.Image) -> None:
    """Put a picture into the folder of a ``files`` camera in one move, in place of the one before."""
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / f".next-{os.getpid()}.png"
    picture.save(aside, compress_level=1)
    os.replace(aside, folder / "now.png")


def furnish(cabinet: Path) -> None:
    """Draw the pictures that the demo panel lays under the simulated cameras: card, live, stranger."""
    folder = cabinet / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    for name, picture in (("card", drawn_card()), ("live", drawn_live()), ("stranger", drawn_live("stranger")),
                          ("paper", drawn_paper())):
        aside = folder / f".{name}-{os.getpid()}.png"
        picture.save(aside, compress_level=1)
        os.replace(aside, folder / f"{name}.png")


def _code39(draw: ImageDraw.ImageDraw, text: str, corner: tuple[int, int], height: int) -> None:
    """Bars of ``MODULE`` px and the text below; python-barcode would add a check character, which no ID card has."""
    bars = Code39(text, add_checksum=False).build()[0]
    left, top = corner
    draw.rectangle((left - 12 * MODULE, top - 8, left + (len(bars) + 12) * MODULE, top + height + 36), fill="white")
    for place, bar in enumerate(bars):
        if bar == "1":
            draw.rectangle((left + place * MODULE, top, left + (place + 1) * MODULE - 1, top + height - 1), fill="black")
    draw.text((left, top + height + 2), text, font=_font(26), fill="black")


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype("NotoSansCJK-Regular.ttc", size, index=3)  # 3: the Taiwanese forms


def _noisy(picture: Image.Image, sigma: float) -> Image.Image:
    pixels = np.asarray(picture, np.float32)
    noise = np.random.default_rng(20).normal(0, sigma, pixels.shape[:2])[..., None]
    return Image.fromarray(np.clip(pixels + noise, 0, 255).astype(np.uint8))
