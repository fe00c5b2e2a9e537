"""The compiled catalogue says what the files say, always in the same octets; a folder's copy saves reading them again."""
from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from catalogue.flow import load_catalogue, read_catalogue
from catalogue.lines import FileErrors
from catalogue.pack.compiled import NotCompiled, compiled, decoded
from catalogue.pack.source import Folder
from catalogue.words import Words, read_wording
from tests.packs.ground import FLOW, FLOWS, LOCALE, ROOT, renamed


def title(folder: Folder) -> str:
    return load_catalogue(folder).flows[FLOW].text("zh-TW", "title")


def test_what_is_compiled_is_what_the_files_say(first: bytes) -> None:
    catalogue = decoded(first)
    assert replace(catalogue, wording={}) == read_catalogue(FLOWS)
    assert catalogue.wording["ja"] == read_wording(LOCALE / "ja.po")[0]


def test_the_same_sources_make_the_same_octets_in_any_process_and_place(first: bytes, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(FLOWS, tmp_path / "elsewhere"))
    program = ("import sys; from pathlib import Path; from catalogue.pack.compiled import compiled;"
               "sys.stdout.buffer.write(compiled(Path(sys.argv[1]), Path(sys.argv[2])))")
    for seed in ("1", "2"):
        made = subprocess.run([sys.executable, "-c", program, str(copy), str(LOCALE)], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed},
                              capture_output=True, check=True, timeout=60).stdout
        assert made == first


def test_a_fault_in_a_file_is_told_with_its_line_and_nothing_is_compiled(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(FLOWS, tmp_path / "flows"))
    path = copy / "changhua-tax" / "property-list.toml"
    path.write_text(path.read_text("utf-8").replace("version", "versoin", 1), "utf-8")
    with pytest.raises(FileErrors, match="did you mean 'version'"):
        compiled(copy)


@pytest.mark.parametrize("octets", [b"", b"{}", b"[" * 100_000, b"\xff\xfe", b'{"form": 9}'])
def test_what_is_no_compiled_catalogue_is_called_so(octets: bytes) -> None:
    with pytest.raises(NotCompiled, match="update the program"):
        decoded(octets)


def test_another_layout_is_not_guessed_at(first: bytes) -> None:
    for other, advice in ((1, "let the bureau publish it anew"), (3, "update the program")):
        with pytest.raises(NotCompiled, match=rf"form {other}, not 2\); {advice}"):
            decoded(first.replace(b'"form":2', b'"form":%d' % other, 1))


def test_the_words_of_a_flow_are_held_to_its_rules(first: bytes) -> None:
    def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
        data = json.loads(first)
        change(data)
        return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()

    name = next(iter(json.loads(first)["flows"]))
    wrongs: tuple[Callable[[dict[str, Any]], object], ...] = (
        lambda data: data["texts"][name]["en"].update(title=""),
        lambda data: data["texts"][name]["en"].update(title=7),
        lambda data: data["texts"][name]["en"].update({f"k{number}": "x" for number in range(401)}),
        lambda data: data["texts"][name].update({f"l{number}": {} for number in range(21)}),
        lambda data: data["texts"].pop(name),
        lambda data: data["texts"].update(other={}),
    )
    assert decoded(changed(lambda data: None)) == decoded(first)
    for wrong in wrongs:
        with pytest.raises(NotCompiled):
            decoded(changed(wrong))


def test_a_folders_copy_is_read_instead_of_the_same_files(tmp_path: Path) -> None:
    folder = Folder(renamed(tmp_path / "flows", "第一版"), tmp_path / "catalogue.json")
    assert title(folder) == "第一版"
    kept = folder.kept.read_text("utf-8")
    folder.kept.write_text(kept.replace("第一版", "第九版"), "utf-8")
    assert title(folder) == "第九版"  # so the files were not parsed again
    path = folder.directory / "changhua-tax" / "property-list.toml"
    path.write_text(path.read_text("utf-8").replace("第一版", "第二版"), "utf-8")
    assert title(folder) == "第二版"
    assert "第二版" in folder.kept.read_text("utf-8")


def test_a_folders_copy_that_is_cut_off_or_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    folder = Folder(FLOWS, tmp_path / "catalogue.json")
    right = title(folder)
    octets = folder.kept.read_bytes()
    for length in (0, 1, len(octets) // 2, len(octets) - 1):
        folder.kept.write_bytes(octets[:length])
        assert title(folder) == right
        assert folder.kept.read_bytes() == octets
    assert title(Folder(FLOWS, tmp_path / "no such directory" / "catalogue.json")) == right


def test_the_wording_of_a_pack_is_spoken_and_a_key_it_lacks_keeps_the_programs_words(first: bytes) -> None:
    words, catalogue = Words(LOCALE), decoded(first)
    lacking = words.text("en", "frame.help")
    own = {**catalogue.wording, "en": {key: text for key, text in catalogue.wording["en"].items() if key != "frame.help"}}
    own["en"]["frame.back"] = "Back, as the pack says"
    words.also_in(replace(catalogue, wording=own))
    assert words.text("en", "frame.back") == "Back, as the pack says"
    assert words.text("en", "frame.help") == lacking
