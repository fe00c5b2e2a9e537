"""kiosk.toml: what fits, and every slip with its line and the nearest spelling."""
from __future__ import annotations

from pathlib import Path

import pytest

from catalogue.lines import FileErrors
from catalogue.pack.source import Folder, Pack
from kiosk.config import Kiosk, load

FILE = """[site]
id = "yl01"
name = {en = "Yuanlin City Office"}
[screen]
bottom_mm = 700
[card]
driver = "pcsc"
reader = "first"
[scanner]
driver = "simulated"
[camera.document]
driver = "simulated"
[camera.face]
driver = "simulated"
[face]
driver = "simulated"
[printer.a4]
driver = "cups"
queue = "a4"
[printer.receipt]
driver = "simulated"
[voice.programs.ja]
command = ["voice"]
[limits]
idle_s = 90
"""


def read(folder: Path, text: str) -> Kiosk:
    path = folder / "kiosk.toml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def test_a_whole_file_is_read_and_paths_count_from_its_folder(tmp_path: Path) -> None:
    kiosk = read(tmp_path, FILE.replace("[site]", '[site]\nstate = "state"'))
    assert (kiosk.card.driver, kiosk.card.options, kiosk.printer["a4"].options) == ("pcsc", {"reader": "first"}, {"queue": "a4"})
    assert (kiosk.screen.bottom_mm, kiosk.limits.idle_s, kiosk.limits.wait_s) == (700, 90, 180)
    assert kiosk.uplink.transport_key == tmp_path / "state" / "keys" / "transport.pem"
    assert kiosk.flows == Folder(tmp_path / "flows", kiosk.site.run / "catalogue.json")
    voice = kiosk.voice.program("ja")
    assert voice is not None
    assert voice.command == ("voice",)


def test_a_pack_named_in_the_file_serves_instead_of_the_directory_of_flows(tmp_path: Path) -> None:
    named = '[catalogue]\npack = "packs"\nroot = "trust/root.json"\ngroup = "pilot"\n'
    state = tmp_path / "state"
    kiosk = read(tmp_path, FILE.replace("[site]", '[site]\nstate = "state"') + named)
    assert kiosk.flows == Pack(tmp_path / "packs", state / "trust" / "root.json", "pilot", state / "catalogue")
    with pytest.raises(FileErrors, match=r"unknown key 'grup', did you mean 'group'\?"):
        read(tmp_path, FILE + named.replace("group", "grup"))


@pytest.mark.parametrize(("right", "wrong", "line", "said"), [
    ('id = "yl01"', 'idd = "yl01"', 2, "unknown key 'idd', did you mean 'id'?"),
    ('id = "yl01"', "", 1, "'id' is missing"),
    ('id = "yl01"', 'id = "YL 01"', 2, "'site.id': expected `str` matching regex"),
    ("bottom_mm = 700", "bottom_mm = 5000", 5, "'screen.bottom_mm': expected `float` <= 1100"),
    ("bottom_mm = 700", 'bottom_mm = "low"', 5, "'screen.bottom_mm': expected `float`, got `str`"),
    ("[limits]", "[limit]", 24, "unknown key 'limit', did you mean 'limits'?"),
    ("idle_s = 90", "idle_s = 5", 25, "'limits.idle_s': expected `int` >= 60"),
    ('driver = "pcsc"', "", 6, "'driver' is missing"),
    ('command = ["voice"]', 'comand = ["voice"]', 22, "unknown key 'comand', did you mean 'command'?"),
    ('command = ["voice"]', 'command = ["voice", "{speed}"]', 22, "what stands in braces must be {wpm}, {percent} or {length} ('speed')"),
    ("[printer.receipt]", "[printer.recipt]", 20, "'printer.recipt': invalid enum value 'recipt'"),
    ("[site]", "[site", 1, "this header is not closed"),
])  # fmt: skip
def test_a_slip_is_told_with_its_line(tmp_path: Path, right: str, wrong: str, line: int, said: str) -> None:
    with pytest.raises(FileErrors) as refused:
        read(tmp_path, FILE.replace(right, wrong, 1))
    (error,) = refused.value.errors
    assert (error.line, error.path) == (line, tmp_path / "kiosk.toml")
    assert said in error.message
