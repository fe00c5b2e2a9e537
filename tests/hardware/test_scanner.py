"""Barcodes of ID cards: the camera scanner on real frames, and its simulated peer, under one contract."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from catalogue.fields import id_kind
from hardware import DeviceGone
from hardware.registry import open_device
from hardware.scanner import Scanner
from hardware.scanner.simulated import Options, SimulatedScanner
from rehearsal import pictures
from rehearsal.pictures import ID_NO


def accept(text: str) -> bool:
    return id_kind(text) is not None


@dataclass
class Held:
    """A scanner and the hand that holds cards to it."""

    scanner: Scanner
    show: Callable[[str], None]
    nothing: Callable[[], None]


@pytest.fixture(params=["camera", "simulated"])
def held(request: pytest.FixtureRequest, tmp_path: Path) -> Held:
    if request.param == "camera":
        pictures.lay(tmp_path, pictures.empty(pictures.DESK))
        camera = open_device("camera", "camera.document", "files", {"folder": str(tmp_path)})
        return Held(open_device("scanner", "scanner", "camera", {"camera": camera}),
                    lambda number: pictures.lay(tmp_path, pictures.drawn_card(id_no=number)),
                    lambda: pictures.lay(tmp_path, pictures.empty(pictures.DESK)))
    scanner = SimulatedScanner("scanner", Options(tmp_path))
    return Held(scanner, scanner.present, scanner.nothing)


def on_camera(folder: Path, picture: Image.Image) -> Scanner:
    pictures.lay(folder, picture)
    camera = open_device("camera", "camera.document", "files", {"folder": str(folder)})
    scanner: Scanner = open_device("scanner", "scanner", "camera", {"camera": camera})
    return scanner


@pytest.mark.parametrize("number", [ID_NO, "A223456781", "A800000014", "BD01300667"])
def test_a_number_with_its_check_digit_is_read(held: Held, number: str) -> None:
    held.show(number)
    scan = held.scanner.read(5, accept)
    assert scan is not None
    assert (scan.text, scan.symbology) == (number, "CODE39")


def test_nothing_held_to_it_is_none_when_the_time_is_over(held: Held) -> None:
    held.nothing()
    assert held.scanner.read(0.4, accept) is None


def test_a_number_with_a_wrong_check_digit_is_not_taken(held: Held) -> None:
    held.show("A123456788")
    assert held.scanner.read(0.6, accept) is None


def test_other_numbers_on_the_card_are_ignored(tmp_path: Path) -> None:
    scan = on_camera(tmp_path, pictures.drawn_card(other="9812345678")).read(5, accept)
    assert scan is not None
    assert scan.text == ID_NO


@pytest.mark.parametrize("seen", [
    lambda card: pictures.blurred(card, 1.2), lambda card: pictures.dark(card, 0.3, 6.0),
    lambda card: card.rotate(180), lambda card: card.rotate(2),
], ids=["blurred", "dark", "upside down", "askew"])
def test_a_card_that_is_badly_seen_is_read_all_the_same(tmp_path: Path, seen: Callable[[Image.Image], Image.Image]) -> None:
    scan = on_camera(tmp_path, seen(pictures.drawn_card())).read(8, accept)
    assert scan is not None
    assert scan.text == ID_NO


def test_a_card_that_cannot_be_read_is_none_and_never_a_wrong_number(tmp_path: Path) -> None:
    assert on_camera(tmp_path, pictures.blurred(pictures.drawn_card(), 9)).read(1.5, accept) is None


def test_a_camera_that_is_gone_is_said(tmp_path: Path) -> None:
    scanner = on_camera(tmp_path, pictures.drawn_card())
    for picture in tmp_path.iterdir():
        picture.unlink()
    with pytest.raises(DeviceGone):
        scanner.read(1, accept)
