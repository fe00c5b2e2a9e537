"""A pack that is altered, older, half-written, expired or signed by too few is refused in words, and the last good one serves.

Real files and real keys; the counter's side is what runs in the field: ``load_catalogue`` with a pack, and the taking of it.
"""
from __future__ import annotations

import json
import os
import random
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from catalogue.flow import load_catalogue
from catalogue.lines import FileErrors
from catalogue.pack.refusal import Refused
from catalogue.pack.repository import CannotPublish
from catalogue.pack.shelf import Shelf
from catalogue.pack.source import Pack
from catalogue.pack.take import take
from catalogue.verbs.verify import main as verify
from tests.packs.ground import Ground, another_shelf, bring, files, forged, title

SEED = 20261126
SAMPLES = 24
"""Places a file at which it is altered, and lengths at which it is cut off."""


def the_last_good_one_serves(pack: Pack, capsys: pytest.CaptureFixture[str], *words: str) -> None:
    """The start of a counter: the old title, and on standard error the words, the file and what serves."""
    before = Shelf(pack.shelf).held()
    capsys.readouterr()
    assert title(pack) == "全國財產稅總歸戶財產查詢清單"
    said = capsys.readouterr().err
    assert Shelf(pack.shelf).held() == before
    assert [word for word in (*words, "pack refused", "serves on", "; ") if word not in said] == [], said


def test_a_good_pack_is_taken_and_its_second_start_looks_nothing_through(ground: Ground, serving: Pack) -> None:
    assert title(serving) == "第二版"
    assert [(held.number, held.group) for held in Shelf(serving.shelf).held()] == [(2, "all"), (1, "all")]
    before = {path: path.stat().st_mtime_ns for path in serving.shelf.rglob("*") if path.is_file()}
    assert title(serving) == "第二版"
    assert {path: path.stat().st_mtime_ns for path in serving.shelf.rglob("*") if path.is_file()} == before


def test_any_altered_byte_of_any_file_is_refused(serving: Pack) -> None:
    chance = random.Random(SEED)
    names = files(serving)
    newest = next(path for path in names if path.name.endswith("catalogue.json"))
    assert json.loads((serving.directory / "metadata" / "2.targets.json").read_text())["signed"]["targets"][
        "groups/all/catalogue.json"]["hashes"]["sha256"] in newest.name
    for path in names:
        octets = path.read_bytes()
        for place in chance.sample(range(len(octets)), SAMPLES):
            wrong = bytearray(octets)
            wrong[place] ^= 1 << chance.randrange(8)
            path.write_bytes(wrong)
            with another_shelf(serving) as tried:
                refused = why_not(tried)
                if refused:
                    assert str(path) in refused, (path.name, place)
                    assert Shelf(tried.shelf).held()[0].number == 1
                else:  # a blank for another, a capital letter in a signature's hex: what is signed is untouched
                    assert path.name == "timestamp.json", (path.name, place)
                    assert says_the_same(octets, bytes(wrong)), place
                    assert title(tried) == "第二版"
        path.write_bytes(octets)
    take(serving)


def why_not(pack: Pack) -> str:
    """What is said when the pack is refused; nothing where it was taken."""
    try:
        take(pack)
    except Refused as refused:
        return str(refused)
    return ""


def says_the_same(one: bytes, other: bytes) -> bool:
    try:
        return bool(json.loads(one.decode().lower()) == json.loads(other.decode().lower()))
    except ValueError:
        return False


def test_every_half_written_file_is_refused(serving: Pack) -> None:
    chance = random.Random(SEED)
    for path in files(serving):
        octets = path.read_bytes()
        for length in (0, 1, len(octets) - 1, *chance.sample(range(len(octets)), SAMPLES)):
            if path.name == "timestamp.json" and not octets[length:].strip():
                continue
            path.write_bytes(octets[:length])
            with another_shelf(serving) as tried:
                with pytest.raises(Refused, match=r"written only in part|cannot be read") as refused:
                    take(tried)
                assert refused.value.path == path
                assert Shelf(tried.shelf).held()[0].number == 1
        path.unlink()
        with another_shelf(serving) as tried, pytest.raises(Refused, match="is missing"):
            take(tried)
        path.write_bytes(octets)
    take(serving)


def test_a_counter_starts_on_the_last_good_one_whatever_lies_there(serving: Pack, capsys: pytest.CaptureFixture[str]) -> None:
    content = files(serving)[-1]
    octets = content.read_bytes()
    content.write_bytes(octets[:-1] + b" ")
    the_last_good_one_serves(serving, capsys, content.name, "copy the whole pack directory again")
    shutil.rmtree(serving.directory)
    the_last_good_one_serves(serving, capsys, "timestamp.json", "is missing")


def test_an_older_directory_is_refused_though_it_was_good_once(ground: Ground, serving: Pack, capsys: pytest.CaptureFixture[str],
                                                               tmp_path: Path, first: bytes, second: bytes) -> None:
    old = Path(shutil.copytree(ground.directory, tmp_path / "old"))
    ground.stage("all", first)
    bring(ground, serving)
    title(serving)
    shutil.rmtree(serving.directory)
    shutil.copytree(old, serving.directory)
    the_last_good_one_serves(serving, capsys, "timestamp.json", "is older than what was taken here")
    assert verify([str(serving.directory), "--root", str(serving.root)]) == 0  # nobody who remembers nothing can tell


def test_an_older_directory_is_refused_where_the_librarys_memory_is_lost(ground: Ground, serving: Pack, tmp_path: Path) -> None:
    old = Path(shutil.copytree(ground.directory, tmp_path / "old"))
    ground.stage("all", files(serving)[-1].read_bytes())
    bring(ground, serving)
    take(serving)
    for path in (serving.shelf / "trust").glob("*.json"):
        path.unlink()
    with pytest.raises(Refused, match=r"holds list 2, older than list 3"):
        take(replace(serving, directory=old))


def test_the_publishers_key_alone_can_neither_change_the_list_nor_bring_an_old_one_back(ground: Ground, serving: Pack) -> None:
    def one_owner_only(targets: Any) -> None:
        targets.signed.version += 1
        targets.sign(ground.key("owner-1"))

    def a_stranger(targets: Any) -> None:
        targets.signed.version += 1
        targets.sign(ground.key("stranger"))
        targets.sign(ground.key("publisher"), append=True)

    def the_same_owner_twice(targets: Any) -> None:
        one_owner_only(targets)
        targets.sign(ground.key("owner-1"), append=True)

    good = serving.directory.with_name("good")
    shutil.copytree(serving.directory, good)
    changes: list[tuple[Callable[[Any], None], str]] = [
        (one_owner_only, "bears 1 of 2"), (a_stranger, "bears 0 of 2"), (the_same_owner_twice, "bears 1 of 2")]
    for change, said in changes:
        forged(serving.directory / "metadata", ground.key("publisher"), change)
        with another_shelf(serving) as tried:
            with pytest.raises(Refused, match=said) as refused:
                take(tried)
            assert refused.value.path.name == "3.targets.json"
            assert Shelf(tried.shelf).held()[0].number == 1
        shutil.rmtree(serving.directory)
        shutil.copytree(good, serving.directory)
    take(serving)
    (serving.directory / "metadata" / "2.targets.json").unlink()
    forged(serving.directory / "metadata", ground.key("publisher"), lambda targets: None)  # tells of list 1 anew
    with pytest.raises(Refused, match="is older than what was taken"):
        take(serving)


def test_a_timestamp_by_a_stranger_is_refused(ground: Ground, serving: Pack) -> None:
    forged(serving.directory / "metadata", ground.key("stranger"), lambda targets: None)
    with pytest.raises(Refused, match=r"timestamp\.json: bears 0 of 1"):
        take(serving)


def test_nothing_is_published_with_one_owners_signature_or_a_strangers(ground: Ground, second: bytes) -> None:
    repository = ground.repository()
    repository.stage("all", second, {})
    repository.sign(ground.key("owner-1"))
    with pytest.raises(CannotPublish, match=r"bears 1 of 2 signatures"):
        repository.publish(ground.key("publisher"))
    with pytest.raises(CannotPublish, match="no draft here wants"):
        repository.sign(ground.key("stranger"))
    repository.sign(ground.key("owner-2"))
    with pytest.raises(CannotPublish, match="not the publisher's key"):
        repository.publish(ground.key("owner-1"))
    assert repository.lines()[0].note["list"] == 1


def test_expired_signatures_bring_nothing_new(ground: Ground, pack: Pack, second: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    title(pack)
    ground.stage("all", second, datetime.now(UTC) - timedelta(days=8))
    bring(ground, pack)
    the_last_good_one_serves(pack, capsys, "timestamp.json", "has expired", "clock")
    ground.repository().freshen(ground.key("publisher"))
    bring(ground, pack)
    assert title(pack) == "第二版"


def test_a_counter_that_is_kept_from_news_says_so_and_serves(ground: Ground, second: bytes, tmp_path: Path,
                                                              capsys: pytest.CaptureFixture[str]) -> None:
    ground.stage("all", second, datetime.now(UTC) - timedelta(days=7) + timedelta(seconds=3))
    pack = ground.pack(tmp_path / "frozen")
    assert (title(pack), capsys.readouterr().err) == ("第二版", "")
    time.sleep(3.5)
    assert title(pack) == "第二版"
    said = capsys.readouterr().err
    assert "no news since its signatures expired" in said
    assert "ask the bureau" in said


def test_another_groups_pack_is_not_this_groups(ground: Ground, serving: Pack, capsys: pytest.CaptureFixture[str]) -> None:
    the_last_good_one_serves(replace(serving, group="al"), capsys, "nothing for the group 'al', did you mean 'all'?", "[catalogue]")


def test_a_content_signed_for_one_group_cannot_be_put_under_another(ground: Ground, first: bytes, second: bytes, tmp_path: Path) -> None:
    ground.stage("pilot", second)
    pack = ground.pack(tmp_path / "counter", "all")
    mine, others = (next((pack.directory / "targets" / "groups" / group).glob("*.json")) for group in ("all", "pilot"))
    shutil.copyfile(others, mine)
    with pytest.raises(Refused, match=r"is not what was signed|is longer than what was signed"):
        take(pack)


def test_an_altered_or_foreign_root_file_is_refused_and_the_last_good_one_serves(ground: Ground, serving: Pack, tmp_path: Path,
                                                                                capsys: pytest.CaptureFixture[str]) -> None:
    foreign = Ground(tmp_path / "foreign")
    foreign.begin()
    the_last_good_one_serves(replace(serving, root=foreign.base / "root.json"), capsys, "bears 0 of 1 signatures")
    altered = tmp_path / "altered.json"
    altered.write_text(serving.root.read_text().replace('"threshold": 2', '"threshold": 1', 1))
    the_last_good_one_serves(replace(serving, root=altered), capsys, "altered.json", "compare it with the root file")
    the_last_good_one_serves(replace(serving, root=tmp_path / "none.json"), capsys, "none.json", "no such file")


def test_where_nothing_good_was_ever_taken_the_start_says_why_and_what_to_do(pack: Pack) -> None:
    (pack.directory / "metadata" / "timestamp.json").unlink()
    with pytest.raises(FileErrors, match=r"timestamp\.json:1: is missing: .*; copy the whole pack directory again"):
        load_catalogue(pack)


def test_a_kept_catalogue_that_the_disk_spoils_is_taken_again_or_the_one_before_serves(serving: Pack,
                                                                                      capsys: pytest.CaptureFixture[str]) -> None:
    title(serving)
    shelf = Shelf(serving.shelf)
    kept = shelf.file(shelf.held()[0])
    kept.write_bytes(kept.read_bytes()[:-9])
    assert title(serving) == "第二版"
    kept.write_bytes(kept.read_bytes()[:-9])
    files(serving)[-1].unlink()
    capsys.readouterr()
    assert title(serving) == "全國財產稅總歸戶財產查詢清單"
    assert "this is not what was taken" in capsys.readouterr().err


def test_hostile_metadata_is_refused_in_words(serving: Pack) -> None:
    timestamp = serving.directory / "metadata" / "timestamp.json"
    for octets in (b"[" * 16_000, b"{}", b"null", b'{"signatures":[],"signed":{}}', b"\0" * 100, b"9" * 5000, b"x" * 20_000):
        timestamp.write_bytes(octets)
        with another_shelf(serving) as tried, pytest.raises(Refused, match=r"timestamp\.json: .*; "):
            take(tried)


def test_verify_says_in_words_what_is_wrong_and_ends_with_1(serving: Pack, capsys: pytest.CaptureFixture[str]) -> None:
    words = [str(serving.directory), "--root", str(serving.root)]
    assert verify(words) == 0
    assert "all: good, list 2" in capsys.readouterr().out
    path = files(serving)[-1]
    os.truncate(path, 1000)
    assert verify([*words, "--group", "all"]) == 1
    assert f"{path}: is not what was signed: altered or written only in part; copy the whole" in capsys.readouterr().out
    assert verify([*words, "--group", "nobody"]) == 1
