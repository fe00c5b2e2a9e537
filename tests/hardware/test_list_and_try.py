"""``python -m hardware``: what a technician sees of the devices of a box, and of one that is tried."""
from __future__ import annotations

import dataclasses
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from hardware.__main__ import main
from hardware.registry import drivers, kinds
from hardware.scanner.simulated import Options, SimulatedScanner
from rehearsal import pictures
from rehearsal.keyboard import run
from rehearsal.parts import SimulatedHands
from rehearsal.site import enrol


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("site")
    enrol(folder)
    pictures.furnish(folder / "cabinet")
    return folder


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[str]]:
    status = main(list(words))
    told = capsys.readouterr()
    return status, (told.out + told.err).splitlines()


def test_every_kind_is_listed_with_its_drivers(capsys: pytest.CaptureFixture[str]) -> None:
    status, told = asked(capsys, "list")
    assert status == 0
    kinds = {line.split()[0]: line.split(maxsplit=1)[1] for line in told if not line.startswith(" ")}
    assert kinds["scanner"] == "camera, serial, simulated, wedge"
    assert set(kinds) >= {"camera", "card", "face", "printer", "scanner", "sound"}


def test_the_page_on_devices_names_every_driver_and_option_there_is() -> None:
    page = (Path(__file__).parents[2] / "docs" / "devices.md").read_text()
    missing = [f"{kind} {driver}" for kind in kinds() for driver in drivers(kind) if f"`{driver}`" not in page]
    for kind in kinds():
        for driver in drivers(kind):
            schema = getattr(importlib.import_module(f"hardware.{kind}.{driver}"), "Options", None)
            names = [one.name for one in dataclasses.fields(schema)] if schema is not None else []
            own = {"backend", "folder", "camera", "sheets", "fps", "match", "clerk", "cabinet"}  # of rehearsals, or the counter's own
            missing += [f"{kind} {driver}: {name}" for name in names if name not in own and f"`{name}`" not in page]
    assert missing == []


def test_what_is_plugged_in_is_listed_below_the_drivers_that_could_use_it(tmp_path: Path) -> None:
    told = run([sys.executable, "-m", "hardware", "list"], "Honeywell 1950g", "", tmp_path)
    assert told.returncode == 0, told.stderr
    lines = [line.strip() for line in told.stdout.splitlines()]
    assert "wedge: Honeywell 1950g" in lines
    assert "evdev: Honeywell 1950g" in lines


def test_the_devices_of_a_box_are_listed_with_how_they_are(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, told = asked(capsys, "list", "--config", str(site / "kiosk.toml"))
    assert status == 0, told
    assert {line.split()[0] for line in told} >= {"card", "scanner", "camera.document", "camera.face", "printer.a4", "printer.receipt"}
    assert any(line.split()[0] == "card" and line.endswith("empty") for line in told)


def test_one_that_does_not_work_is_told_and_is_a_failure(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "kiosk.toml"
    before, _, after = (site / "kiosk.toml").read_text().partition("[scanner]")
    broken.write_text(before + '[scanner]\ndriver = "serial"\nport = "/dev/none"\n\n[' + after.partition("\n[")[2])
    status, told = asked(capsys, "try", "scanner", "--config", str(broken))
    assert status == 1
    assert "scanner: gone" in told[0]
    assert asked(capsys, "try", "card", "--config", str(broken))[0] == 0


def test_a_wrong_table_a_missing_file_and_no_such_device_are_told_with_what_to_do(site: Path, tmp_path: Path,
                                                                                capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text('[card]\ndriver = "pcsc"\nmodul = "x"\n')
    status, told = asked(capsys, "try", "card", "--config", str(config))
    assert status == 1
    assert "modul" in told[0]
    assert asked(capsys, "list", "--config", str(tmp_path / "none.toml"))[0] == 2
    status, told = asked(capsys, "try", "printer", "a5", "--config", str(site / "kiosk.toml"))
    assert status == 2
    assert "printer.a4" in told[0]


def test_nothing_personal_is_printed_of_what_was_read(site: Path) -> None:
    SimulatedScanner("scanner", Options(site / "cabinet")).present(pictures.ID_NO)
    trying = [sys.executable, "-m", "hardware", "try", "scanner", "--config", str(site / "kiosk.toml")]
    told = subprocess.run(trying, cwd=Path(__file__).parents[2], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
    assert told.returncode == 0, told.stderr
    assert "read 10 characters of CODE39" in told.stdout
    assert pictures.ID_NO not in told.stdout + told.stderr


@pytest.mark.parametrize(("kind", "moved", "told"), [
    ("power", "pull_plug", "on battery, 80 %"), ("power", "restore_plug", "on the mains, 100 %"), ("tamper", "open_door", "open"),
    ("tamper", "shut_door", "shut"), ("lights", "be_quiet", "lit one after the other"), ("keypad", "press_keys", "pressed: up enter"),
    ("microphone", "be_quiet", "the counter's own tone"), ("sound", "plug_headset", "a headset is in"),
])
def test_each_further_device_tells_how_it_is(site: Path, capsys: pytest.CaptureFixture[str], kind: str, moved: str, told: str) -> None:
    hands = SimulatedHands(site)
    getattr(hands, moved)(*(["up enter"] if kind == "keypad" else []))
    status, lines = asked(capsys, "try", kind, "--config", str(site / "kiosk.toml"))
    assert status == 0, lines
    assert told in lines[0]
