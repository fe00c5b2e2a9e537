"""The receipt slip as the printer gets it: its size, its QR, what may not stand on it, in three languages."""
from __future__ import annotations

import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from pyzbar.pyzbar import ZBarSymbol, decode

from catalogue.words import Words
from kiosk.slip import DPI, MARGIN, WIDTH, Slip, SlipPaper, slip_image, slip_pdf

TOKEN = "q7Zx0fJ2mV9cRt4LwYb1Kg"
WORDS = Words(Path(__file__).parents[2] / "assets" / "locale")
PLACES = {"zh-TW": "彰化縣二水鄉圖書館", "en": "Ershui Library, Changhua", "ja": "彰化県二水郷図書館"}


def slip(lang: str, parked: bool = True) -> Slip:
    def word(key: str, **values: str) -> str:
        return WORDS.text(lang, f"slip.{key}", **values)

    steps = (word("next.parked"), word("next.collect"), word("next.by", date="2026-11-28")) if parked else (word("next.done"),)
    lines = ((word("serial"), "CHT-2026-0000417"), (word("check-code"), "7QF2-M9KD-X4TA"), (word("state"), word("void")))
    return Slip(
        lang=lang, place=PLACES[lang], title=word("title"), case_label=word("case-no"), case_no="ershui-library-000417-08",
        time="115-11-21 21:04", next_heading=word("next"), next_steps=steps, qr=TOKEN, qr_words=word("qr"),
        papers=() if parked else (SlipPaper("房屋稅籍證明書", lines),),
        proof=((word("leaf"), "9f86d081884c7d659a2feaa0c55ad015"), (word("checkpoint"), "1042/5e884898da28047151d0e56f8dc62927")),
        foot=word("foot"),
    )


def rendered(pdf: bytes, folder: Path) -> Image.Image:
    (folder / "slip.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", str(DPI), "-png", "-singlefile", "slip.pdf", "slip"], cwd=folder, check=True)
    return Image.open(folder / "slip.png").convert("L")


@pytest.mark.parametrize("lang", ["zh-TW", "en", "ja"])
@pytest.mark.parametrize("parked", [True, False])
def test_the_qr_of_the_printed_page_reads_back_as_the_token_and_nothing_else(lang: str, parked: bool, tmp_path: Path) -> None:
    found = decode(rendered(slip_pdf(slip(lang, parked)), tmp_path), symbols=[ZBarSymbol.QRCODE])
    assert [code.data.decode() for code in found] == [TOKEN]
    assert found[0].rect.width / DPI * 25.4 >= 22


@pytest.mark.parametrize("lang", ["zh-TW", "en", "ja"])
def test_the_page_is_one_sheet_of_an_80_mm_roll_and_no_ink_lies_beyond_the_head(lang: str, tmp_path: Path) -> None:
    (tmp_path / "slip.pdf").write_bytes(slip_pdf(slip(lang)))
    told = subprocess.run(["pdfinfo", "slip.pdf"], cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    assert "Pages:           1" in told
    points = float(told.split("Page size:")[1].split()[0])
    assert points / 72 * 25.4 == pytest.approx(80, abs=0.2)
    ink = slip_image(slip(lang)).convert("L").point(lambda shade: 255 - shade).getbbox()
    assert ink is not None
    assert ink[0] >= MARGIN
    assert ink[2] <= WIDTH - MARGIN


@pytest.mark.parametrize("qr", ["A123456789", "王小明", "https://counter.example/c?name=wang", TOKEN + " A123456789", ""])
def test_a_qr_that_would_tell_more_than_a_token_is_refused(qr: str) -> None:
    with pytest.raises(ValueError, match="opaque token"):
        slip_pdf(replace(slip("zh-TW"), qr=qr))


def test_a_web_address_may_stand_before_the_token(tmp_path: Path) -> None:
    qr = f"https://counter.example/c/{TOKEN}"
    assert decode(rendered(slip_pdf(replace(slip("en"), qr=qr)), tmp_path))[0].data.decode() == qr


def test_a_longer_text_makes_a_longer_slip_and_nothing_is_cut_off() -> None:
    short = slip("en")
    steps = tuple(f"{number}. {short.next_steps[1]}" for number in range(40))
    many = slip_image(replace(short, next_steps=steps))
    assert many.height > slip_image(short).height + 40 * 60
    assert decode(many.convert("L"))[0].data.decode() == TOKEN


def test_a_word_longer_than_the_paper_is_broken_and_not_lost_at_the_edge() -> None:
    ink = slip_image(replace(slip("en"), next_steps=("W" * 120,))).convert("L").point(lambda shade: 255 - shade).getbbox()
    assert ink is not None
    assert ink[2] <= WIDTH - MARGIN


def test_the_slip_is_black_and_white_so_that_the_printer_need_not_dither() -> None:
    assert slip_image(slip("ja")).mode == "1"


def test_a_slip_is_drawn_within_200_ms_once_the_fonts_are_there() -> None:
    slip_pdf(slip("zh-TW"))
    begun = time.process_time()
    slip_pdf(slip("zh-TW"))
    assert time.process_time() - begun < 0.2

