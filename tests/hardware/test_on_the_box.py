"""One box as it stands: every device of a kiosk.toml does what the counter needs of it, with somebody there who moves things.

In the test run the somebody is ``rehearsal``'s hands on simulated devices. On a technician's real box the same tests ask at the terminal:
``python -m pytest tests/hardware/test_on_the_box.py -m device -s --timeout 0 --kiosk-toml /etc/nightcounter/kiosk.toml``.
No PIN is asked for, nothing personal is printed or kept.
"""
from __future__ import annotations

import time
import tomllib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

import pytest
from cryptography import x509
from PIL import Image, ImageDraw

from catalogue.fields import id_kind
from hardware import CardError, FaceError, NoCard
from hardware.__main__ import _opened, devices
from hardware.camera import vision
from hardware.lights import LAMPS
from hardware.microphone import RATE
from hardware.printer import Phase
from rehearsal.parts import SimulatedHands
from rehearsal.site import enrol

NOTICED_S, READ_S, PRINTED_S, LOOKS = 1.0, 20.0, 60.0, 40
SHEETS = {"a4": (210, 297), "receipt": (72, 120)}
"""Width and height of a test page, mm."""


class Somebody(Protocol):
    """Whoever stands at the box."""

    kiosk: Path

    def do(self, what: str, *of: str) -> None: ...
    def says(self, question: str, *of: str) -> bool: ...


ASKED = {
    "insert_card": "Put a citizen certificate card into the reader.",
    "remove_card": "Take the card out.",
    "lay_id_card": "Lay an ID card under the document camera, portrait up, barcode towards the scanner.",
    "take_id_card": "Take the ID card away.",
    "show_face": "Look into the face camera (whoever is on the ID card).",
    "empty_tray": "Take the paper out of the printer '{0}'.",
    "paper_in": "Put paper into the printer '{0}' and close it.",
    "plug_headset": "Plug a headset in.",
    "unplug_headset": "Pull the headset out.",
    "pull_plug": "Pull the UPS's plug out of the wall.",
    "restore_plug": "Put the UPS's plug back.",
    "open_door": "Open the cabinet.",
    "shut_door": "Shut the cabinet.",
    "press_keys": "In the ten seconds after Enter press on the keypad: {0}.",
    "be_quiet": "Be quiet for a moment: the loudspeaker plays a tone.",
}


class Technician:
    """Somebody at a terminal."""

    def __init__(self, kiosk: Path) -> None:
        self.kiosk = kiosk

    def do(self, what: str, *of: str) -> None:
        """Ask for it and wait until it is done."""
        input(f"\n{ASKED[what].format(*of)} Then press Enter. ")

    def says(self, question: str, *of: str) -> bool:
        """Ask."""
        return input(f"\n{question.format(*of)} [y/n] ").strip().lower().startswith("y")


class Rehearsed:
    """Hands that do what a technician would, at simulated devices."""

    def __init__(self, site: Path) -> None:
        enrol(site, parts="simulated")
        self.kiosk, self._hands = site / "kiosk.toml", SimulatedHands(site)
        self._hands.start()

    def do(self, what: str, *of: str) -> None:
        """Do it."""
        getattr(self._hands, what)(*of)

    def says(self, question: str, *of: str) -> bool:
        """Look whether a page came out, or which lamp burns."""
        return self._hands.lit() == (of[0],) if "lamp" in question else bool(self._hands.received(of[0]))


@pytest.fixture(scope="module", params=["rehearsed", pytest.param("technician", marks=pytest.mark.device)])
def somebody(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Somebody:
    if request.param == "rehearsed":
        return Rehearsed(tmp_path_factory.mktemp("site"))
    named = request.config.getoption("--kiosk-toml")
    assert named, "--kiosk-toml FILE: the kiosk.toml of this box"
    return Technician(Path(named))


class Box:
    """The devices of one kiosk.toml, opened one by one."""

    def __init__(self, kiosk: Path) -> None:
        self._base = kiosk.parent
        self._tables = list(devices(tomllib.loads(kiosk.read_text("utf-8"))))

    def named(self, kind: str) -> list[str]:
        return [name for one, name, _ in self._tables if one == kind]

    def open(self, name: str) -> Any:
        kind, _, table = next(one for one in self._tables if one[1] == name)
        return _opened(kind, name, self._placed(table), [(kind, name, self._placed(table)) for kind, name, table in self._tables])

    def _placed(self, table: dict[str, Any]) -> dict[str, Any]:
        """Paths of the file count from its folder, as for the counter."""
        return {key: str(self._base / value) if key in ("cabinet", "folder") else value for key, value in table.items()}


@pytest.fixture(scope="module")
def box(somebody: Somebody) -> Box:
    return Box(somebody.kiosk)


def _within(seconds: float, true: Callable[[], object]) -> bool:
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


@pytest.fixture
def card(box: Box, somebody: Somebody) -> Iterator[Any]:
    somebody.do("remove_card")
    reader = box.open("card")
    yield reader
    reader.close()


def test_a_card_comes_tells_its_certificate_without_a_pin_and_goes(card: Any, somebody: Somebody) -> None:
    assert not card.state().present
    with pytest.raises(NoCard):
        card.read()
    somebody.do("insert_card")
    assert _within(NOTICED_S, lambda: card.state().present)
    certificate = x509.load_der_x509_certificate(card.read().signing)
    assert certificate.public_key().key_size >= 2048  # type: ignore[union-attr]  # citizen certificates are RSA
    left = card.tries_left()
    assert left is None or left > 0
    card.reset()
    assert card.tries_left() == left
    somebody.do("remove_card")
    assert _within(NOTICED_S, lambda: not card.state().present)
    with pytest.raises(CardError):
        card.read()


def test_the_cameras_see(box: Box, somebody: Somebody) -> None:
    somebody.do("lay_id_card")
    somebody.do("show_face")
    for name in box.named("camera"):
        camera = box.open(name)
        first, second = camera.frame(), camera.frame()
        camera.close()
        height, width, colours = first.pixels.shape
        assert (min(height, width) >= 240, colours, second.number > first.number) == (True, 3, True), name
        assert 20 < float(vision.to_grey(first.pixels).mean()) < 250, f"{name}: dark, or blinded"


def test_the_scanner_reads_the_number_of_an_id_card_and_nothing_where_none_lies(box: Box, somebody: Somebody) -> None:
    somebody.do("take_id_card")
    scanner = box.open("scanner")
    assert scanner.read(1.0, lambda text: id_kind(text) is not None) is None
    somebody.do("lay_id_card")
    assert scanner.read(READ_S, lambda text: id_kind(text) is not None) is not None
    scanner.close()


def test_the_face_on_the_card_and_the_one_before_the_camera_are_compared(box: Box, somebody: Somebody) -> None:
    somebody.do("lay_id_card")
    somebody.do("show_face")
    matcher, document, face = box.open("face"), box.open("camera.document"), box.open("camera.face")
    portraits: list[Any] = []
    hints: set[str] = set()
    for _ in range(LOOKS):
        try:
            portraits.append(matcher.portrait(document.frame()))
        except FaceError as error:
            hints.add(error.hint)
        if len(portraits) == 2:
            break
    assert portraits, f"no portrait found on the card: {hints}"
    assert matcher.compare(portraits, [face.frame() for _ in range(3)]).band in ("match", "clerk")
    assert set(matcher.challenges()) <= {"turn-left", "turn-right", "close-eyes"}
    for device in (matcher, document, face):
        device.close()


def _page(width_mm: int, height_mm: int) -> bytes:
    """A page with a frame and two words, 150 dots an inch."""
    size = (round(width_mm / 25.4 * 150), round(height_mm / 25.4 * 150))
    sheet = Image.new("L", size, 255)
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((40, 40, size[0] - 40, size[1] - 40), outline=0, width=4)
    draw.text((70, 70), "Test page", fill=0, font_size=48)
    file = BytesIO()
    sheet.save(file, "PDF", resolution=150)
    return file.getvalue()


@pytest.mark.parametrize("name", list(SHEETS))
def test_a_printer_tells_the_truth_about_a_page_and_about_its_paper(box: Box, somebody: Somebody, name: str) -> None:
    printer = box.open(f"printer.{name}")
    assert printer.state().problem == ""
    number = printer.submit(_page(*SHEETS[name]), "test-page")
    assert _within(PRINTED_S, lambda: printer.job(number).phase is Phase.OUT), printer.job(number)
    assert somebody.says("Did the test page come out of the printer '{0}'?", name)
    somebody.do("empty_tray", name)
    assert _within(PRINTED_S, lambda: printer.state().problem == "out-of-paper"), printer.state()
    somebody.do("paper_in", name)
    assert _within(PRINTED_S, lambda: printer.state().problem == ""), printer.state()
    printer.purge()
    printer.close()


def test_a_headset_is_noticed(box: Box, somebody: Somebody) -> None:
    somebody.do("unplug_headset")
    socket = box.open("sound")
    assert not socket.headset()
    somebody.do("plug_headset")
    assert socket.wait(NOTICED_S)
    somebody.do("unplug_headset")
    assert not socket.wait(NOTICED_S)
    socket.close()


def _device(box: Box, kind: str) -> Any:
    if kind not in box.named(kind):
        pytest.skip(f"this box has no [{kind}]")
    return box.open(kind)


def test_the_ups_tells_when_the_mains_goes_and_when_it_is_back(box: Box, somebody: Somebody) -> None:
    power = _device(box, "power")
    assert not power.state().on_battery
    somebody.do("pull_plug")
    assert _within(READ_S, lambda: power.state().on_battery)
    assert not power.state().low, "the battery is empty at once: it has to be renewed"
    somebody.do("restore_plug")
    assert _within(READ_S, lambda: not power.state().on_battery)
    power.close()


def test_the_cabinet_tells_when_it_is_opened(box: Box, somebody: Somebody) -> None:
    tamper = _device(box, "tamper")
    somebody.do("open_door")
    assert _within(NOTICED_S, tamper.opened)
    somebody.do("shut_door")
    assert _within(NOTICED_S, lambda: not tamper.opened())
    tamper.close()


def test_each_lamp_burns_alone(box: Box, somebody: Somebody) -> None:
    lights = _device(box, "lights")
    for lamp in LAMPS:
        lights.show(frozenset({lamp}))
        assert somebody.says("Does the lamp '{0}' burn, and no other (or has this cabinet none)?", lamp)
    lights.close()


def test_the_keys_of_the_keypad_are_heard_in_order(box: Box, somebody: Somebody) -> None:
    keypad, keys = _device(box, "keypad"), list[str]()
    keypad.pressed(0.1)  # opened, so that nobody else hears them
    somebody.do("press_keys", "down up enter")

    def heard() -> bool:
        keys.extend(keypad.pressed(1.0))
        return keys[-3:] == ["down", "up", "enter"]

    assert _within(READ_S, heard), keys
    keypad.close()


def test_the_microphone_hears_the_room(box: Box, somebody: Somebody) -> None:
    microphone = _device(box, "microphone")
    somebody.do("be_quiet")
    heard = microphone.hear(1.0)
    assert len(heard.samples) == RATE
    assert heard.level_db > -100, "not a trace of a sound: muted, or not plugged in"
    microphone.close()
