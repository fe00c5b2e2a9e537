"""Barcodes of ID cards: the camera scanner on real frames, and its simulated peer, under one contract."""
from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from catalogue.fields import id_kind
from hardware import DeviceGone
from hardware.camera import Camera, Frame
from hardware.options import OptionWrong
from hardware.registry import open_device
from hardware.scanner import Scanner
from hardware.scanner.camera import CameraScanner
from hardware.scanner.camera import Options as CameraOptions
from hardware.scanner.lines import IDLE_S, Lines
from hardware.scanner.simulated import Options, SimulatedScanner
from rehearsal import degraded, pictures
from rehearsal.keyboard import Typist, run
from rehearsal.pictures import ID_NO
from rehearsal.serial_scanner import SerialScanner


def accept(text: str) -> bool:
    return id_kind(text) is not None


@dataclass
class Held:
    """A scanner and the hand that holds cards to it."""

    scanner: Scanner
    show: Callable[[str], None]
    nothing: Callable[[], None]


@pytest.fixture
def line() -> Iterator[SerialScanner]:
    hand = SerialScanner()
    yield hand
    with suppress(OSError):
        hand.unplug()


@pytest.fixture(params=["zbar", "zxing", "serial", "simulated"])
def held(request: pytest.FixtureRequest, tmp_path: Path, line: SerialScanner) -> Held:
    if request.param in ("zbar", "zxing"):
        pictures.lay(tmp_path, pictures.empty(pictures.DESK))
        camera = open_device("camera", "camera.document", "files", {"folder": str(tmp_path)})
        return Held(open_device("scanner", "scanner", "camera", {"camera": camera, "reader": request.param}),
                    lambda number: pictures.lay(tmp_path, pictures.drawn_card(id_no=number)),
                    lambda: pictures.lay(tmp_path, pictures.empty(pictures.DESK)))
    if request.param == "serial":
        return Held(open_device("scanner", "scanner", "serial", {"port": line.port}), line.show, lambda: line.show(""))
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


def test_a_reader_nobody_has_is_told_with_the_nearest(tmp_path: Path) -> None:
    camera = open_device("camera", "camera.document", "files", {"folder": str(tmp_path)})
    with pytest.raises(OptionWrong, match="did you mean 'zxing'"):
        open_device("scanner", "scanner", "camera", {"camera": camera, "reader": "zxin"})
    with pytest.raises(OptionWrong, match="CODE39"):
        open_device("scanner", "scanner", "camera", {"camera": camera, "symbologies": ["CODE93X"]})


@pytest.mark.parametrize("way", sorted(degraded.WAYS))
@pytest.mark.parametrize("reader", ["zbar", "zxing"])
def test_a_spoilt_card_is_read_within_ten_frames(reader: str, way: str) -> None:
    """The same frames as in the campaign ``scans``, three cards a way; every angle within 20 degrees."""
    chance = np.random.default_rng(7)
    for _ in range(3):
        id_no = degraded.number(chance)
        camera = Feed(degraded.frames(way, id_no, chance), 10)
        scan = CameraScanner("scanner", CameraOptions(camera, reader=reader)).read(60, accept)
        assert scan is not None
        assert scan.text == id_no


@dataclass
class Feed(Camera):
    """A camera that has so many frames, then none."""

    frames: Iterator[degraded.Pixels]
    left: int

    def frame(self) -> Frame:
        if not self.left:
            raise DeviceGone("camera.document", "the frames are over")
        self.left -= 1
        return Frame(next(self.frames), self.left)


def test_a_serial_line_that_breaks_is_said_and_opened_again(line: SerialScanner) -> None:
    scanner = open_device("scanner", "scanner", "serial", {"port": line.port})
    line.show(ID_NO)
    assert scanner.read(5, accept).text == ID_NO
    line.unplug()
    with pytest.raises(DeviceGone):
        scanner.read(2, accept)
    with pytest.raises(DeviceGone):
        scanner.read(2, accept)
    again = SerialScanner()
    try:
        again.show("A223456781")
        deadline, scan = time.monotonic() + 10, None
        if again.port != line.port:  # the kernel gave the new line another name: then it is another device
            scanner = open_device("scanner", "scanner", "serial", {"port": again.port})
        while scan is None and time.monotonic() < deadline:
            scan = scanner.read(1, accept)
        assert scan is not None
        assert scan.text == "A223456781"
    finally:
        again.unplug()


def test_a_code_sent_before_anybody_asked_is_nobodys(line: SerialScanner) -> None:
    scanner = open_device("scanner", "scanner", "serial", {"port": line.port})
    assert scanner.read(0.1, accept) is None
    line.show(ID_NO)
    time.sleep(0.5)
    line.show("")
    time.sleep(IDLE_S)
    assert scanner.read(0.5, accept) is None


def test_half_a_code_is_forgotten_and_an_endless_one_is_none() -> None:
    came = iter(["A1234", None, "567", "", "89\n", "9" * 2_000_000, "\rA123456789\r", "]C0A123456789\n", "]z1x\n", "]\n"])
    lines = Lines(lambda _: next(came), lambda: None)
    scans = [lines.read(60, lambda _: True) for _ in range(5)]
    assert [(scan.text, scan.symbology) for scan in scans if scan is not None] == [
        ("56789", ""), (ID_NO, ""), (ID_NO, "CODE128"), ("x", ""), ("]", "")]


ASKING = """
import sys, time
from catalogue.fields import id_kind
from hardware.registry import open_device
scanner = open_device("scanner", "scanner", "wedge", {"device": "Scanner HID", "folder": "/dev/input"})
for _ in range(8):
    scan = scanner.read(1.0, lambda text: id_kind(text) is not None)
    print(*([scan.text, scan.symbology or "-"] if scan else []))
"""


def test_a_scanner_that_types_is_heard(tmp_path: Path) -> None:
    """The kernel's input device is umockdev's; the events are those of a US keyboard, with Shift, Enter and what else there is."""
    hand = Typist()
    hand.types(f"]A0{ID_NO}\n", 1.5)
    hand.types("A123456788\nhello ", 0.2)
    hand.types("A2234567", 0.1)
    hand.types("A223456781\n", 0.9)
    told = run([sys.executable, "-c", ASKING], "Scanner HID", hand.events, tmp_path)
    assert told.stdout.split() == [ID_NO, "CODE39", "A223456781", "-"], told.stderr


def test_a_scanner_that_is_not_plugged_in_is_said(tmp_path: Path) -> None:
    scanner = open_device("scanner", "scanner", "wedge", {"device": "Scanner HID", "folder": str(tmp_path)})
    with pytest.raises(DeviceGone, match="Scanner HID"):
        scanner.read(1, accept)
