"""Publishing as a technician does it, with the verbs: keys, first root, staging, rolling out, taking back, another owner, a year off."""
from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from catalogue.flow import load_catalogue
from catalogue.pack.refusal import Refused
from catalogue.pack.source import Pack
from catalogue.pack.take import take
from catalogue.verbs.pack import main as pack_verb
from tests.packs.ground import FLOW, FLOWS, ROOT, Ground, renamed

Verb = Callable[..., str]
OLD = "全國財產稅總歸戶財產查詢清單"


@pytest.fixture
def verb(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Verb:
    """Runs ``flows pack``; gives back what it printed. ``both``: with both owners' keys and the publisher's."""
    key = tmp_path / "keys"

    def run(action: str, *words: object, both: bool = False, status: int = 0) -> str:
        signing = ["--key", key / "owner-1.pem", "--key", key / "owner-2.pem", "--publisher", key / "publisher.pem"] if both else []
        where = key if action == "keys" else tmp_path / "pack"
        assert pack_verb([action, str(where), *map(str, (*words, *signing))]) == status
        said = capsys.readouterr()
        return said.out if not status else said.err

    run("keys")
    run("begin", "--owner", key / "owner-1.pub", "--owner", key / "owner-2.pub", "--publisher-key", key / "publisher.pub", both=True)
    return run


def counter(tmp_path: Path, group: str) -> Pack:
    return Pack(tmp_path / "pack", tmp_path / "pack" / "metadata" / "1.root.json", group, tmp_path / "shelf" / group)


def title(pack: Pack) -> str:
    return load_catalogue(pack).flows[FLOW].text("zh-TW", "title")


def test_a_pack_goes_to_the_pilot_first_then_to_all_and_back_under_a_higher_number(verb: Verb, tmp_path: Path) -> None:
    pilot, everyone = counter(tmp_path, "pilot"), counter(tmp_path, "all")
    for group in ("all", "pilot"):
        verb("stage", "--group", group, "--flows", FLOWS, both=True)
    assert (title(pilot), title(everyone)) == (OLD, OLD)
    verb("stage", "--group", "pilot", "--flows", renamed(tmp_path / "flows", "第二版"), both=True)
    assert (title(pilot), title(everyone)) == ("第二版", OLD)
    verb("copy", "--of", "pilot", "--group", "all", both=True)
    assert (title(pilot), title(everyone)) == ("第二版", "第二版")
    assert "what it had in list 3" in verb("back", "--group", "all", both=True)
    assert (title(pilot), title(everyone)) == ("第二版", OLD)
    assert "all: list 5" in verb("show")


def test_two_owners_sign_one_after_the_other_and_show_tells_what_waits(verb: Verb, tmp_path: Path) -> None:
    key = tmp_path / "keys"
    verb("stage", "--group", "all", "--key", key / "owner-1.pem")
    assert "signed by 1 so far" in verb("show")
    assert "bears 1 of 2 signatures" in verb("publish", "--publisher", key / "publisher.pem", status=1)
    assert not (tmp_path / "pack" / "metadata" / "timestamp.json").exists()
    verb("sign", "--key", key / "owner-2.pem")
    assert "published targets" in verb("publish", "--publisher", key / "publisher.pem")
    assert title(counter(tmp_path, "all")) == OLD


def test_a_change_of_a_draft_voids_its_signatures(verb: Verb, tmp_path: Path) -> None:
    key = tmp_path / "keys"
    verb("stage", "--group", "all", "--key", key / "owner-1.pem")
    verb("stage", "--group", "pilot", "--key", key / "owner-2.pem")
    assert "bears 1 of 2 signatures" in verb("publish", "--publisher", key / "publisher.pem", status=1)


def test_flows_with_a_fault_are_not_packed(verb: Verb, tmp_path: Path) -> None:
    flows = renamed(tmp_path / "flows", "第二版")
    path = flows / "agencies.toml"
    path.write_text(path.read_text("utf-8") + "\n[nobody]\nnames = {en = 'x'}\n", "utf-8")
    assert "agencies.toml" in verb("stage", "--group", "all", "--flows", flows, both=True, status=1)
    assert "nothing waited" in verb("publish", "--publisher", tmp_path / "keys" / "publisher.pem")


def test_keys_are_not_made_in_a_projects_tree_nor_written_over(verb: Verb, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert pack_verb(["keys", str(ROOT / "build" / "keys")]) == 1
    assert "not made inside a project's tree" in capsys.readouterr().err
    assert "never written over" in verb("keys", status=1)
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "keys").glob("*.pem")} == {0o600}


def test_an_owner_is_changed_and_the_one_who_went_counts_no_more(ground: Ground, tmp_path: Path, second: bytes) -> None:
    repository = ground.repository()
    repository.renew(ground.key("owner-1").public_key, ground.key("owner-3").public_key)
    ground.sign_and_publish(repository, "owner-1", "owner-2", "owner-3")
    pack = ground.pack(tmp_path / "counter")
    assert take(pack).number == 2
    repository.stage("all", second, {})
    repository.sign(ground.key("owner-2"))
    with pytest.raises(Exception, match="no draft here wants"):
        repository.sign(ground.key("owner-1"))
    ground.sign_and_publish(repository, "owner-3")
    assert take(replace(pack, directory=ground.directory)).number == 3


def test_a_counter_that_was_off_for_years_finds_its_way_along_the_roots(ground: Ground, tmp_path: Path, first: bytes) -> None:
    old = Ground(Path(shutil.copytree(ground.base, tmp_path / "old")))
    shutil.rmtree(old.directory)
    long_ago = datetime.now(UTC) - timedelta(days=800)
    old.begin(long_ago)
    old.stage("all", first, long_ago)
    pack = old.pack(tmp_path / "counter")
    with pytest.raises(Refused, match="has expired"):
        take(pack)
    for day in (long_ago + timedelta(days=300), datetime.now(UTC)):
        repository = old.repository(day)
        repository.renew()
        old.sign_and_publish(repository)
    old.stage("all", first)
    assert take(replace(pack, directory=old.directory)).number == 2
