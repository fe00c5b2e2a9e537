"""The campaigns' hundredth, the evidence in the tree, and the rules by which both are kept."""
from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from rehearsal.soak.__main__ import join, main, soak
from rehearsal.soak.campaign import Campaign, Played, UnknownCampaign, find, names
from rehearsal.soak.evidence import FOLDER, Malformed, begin, claim, digest, faults, load, load_share, path_of, save, state

SMALL = [pytest.param(name, marks=pytest.mark.real) if find(name).real else name for name in names()]


@pytest.mark.parametrize("name", SMALL)
def test_a_hundredth_of_every_campaign_passes(name: str) -> None:
    campaign = find(name)
    try:
        played = campaign.play(campaign.whole, campaign.hundredth)
    finally:
        campaign.end()
    assert list(played.failures) == []
    assert sum(played.counts.values()) > 0


@pytest.mark.parametrize("name", names())
def test_every_campaign_can_be_listed_and_its_files_are_there(name: str) -> None:
    campaign = find(name)
    assert campaign.step <= campaign.whole
    assert len(digest(campaign)) == 64


def test_the_evidence_in_the_tree_is_true() -> None:
    assert [fault for path in sorted(FOLDER.glob("*.json")) for fault in faults(path)] == []


def counted(whole: int = 100, bad_seed: int = -1) -> Campaign:
    """A campaign over a real one's files that counts, and fails at one seed."""
    def play(seed: int, count: int) -> Played:
        return Played({"steps": count}, {"largest": float(seed)}, ("it broke",) if seed == bad_seed else ())

    return replace(find("fingers"), whole=whole, step=10, play=play)


def test_sittings_add_up(tmp_path: Path) -> None:
    campaign = counted()
    assert soak(campaign, 0, tmp_path) == 0  # no time: one step
    assert load(path_of("fingers", tmp_path)).done == 10
    assert soak(campaign, 60, tmp_path) == 0
    evidence = load(path_of("fingers", tmp_path))
    assert (evidence.done, evidence.counts, evidence.most) == (100, {"steps": 100}, {"largest": 90.0})
    assert [(run.first, run.done, run.step) for run in evidence.runs] == [(0, 10, 10), (10, 90, 10)]
    assert state(campaign, evidence, digest(campaign)) == "complete"
    assert soak(campaign, 60, tmp_path) == 0
    assert load(path_of("fingers", tmp_path)) == evidence


def test_machines_share_a_campaign_and_their_shares_are_joined_in_order(tmp_path: Path) -> None:
    campaign, shares = counted(), tmp_path / "shares"
    for share in (range(40, 70), range(70, 100)):
        assert soak(campaign, 60, shares, share) == 0
    files = sorted(shares.glob("*.json"))
    assert [file.stem for file in files] == ["fingers-40-70", "fingers-70-100"]
    with pytest.raises(Malformed, match="begins at seed 40, the whole stands at 0"):
        join(campaign, files[0], tmp_path)
    assert soak(replace(campaign, whole=40), 60, tmp_path) == 0
    path = path_of("fingers", tmp_path)
    save(path, load(path).model_copy(update={"whole": 100}))
    with pytest.raises(Malformed, match="begins at seed 70, the whole stands at 40"):
        join(campaign, files[1], tmp_path)
    assert [join(campaign, file, tmp_path) for file in files] == [0, 0]
    evidence = load(path)
    assert (evidence.done, evidence.counts, evidence.most) == (100, {"steps": 100}, {"largest": 90.0})
    assert [(run.first, run.done) for run in evidence.runs] == [(0, 40), (40, 30), (70, 30)]
    assert state(campaign, evidence, digest(campaign)) == "complete"
    with pytest.raises(Malformed, match="it is about"):
        load(files[0])


def test_a_share_of_other_code_or_with_a_failure_does_not_pass(tmp_path: Path) -> None:
    campaign, shares = counted(), tmp_path / "shares"
    soak(campaign, 60, shares, range(50))
    [file] = shares.glob("*.json")
    save(file, load_share(file).model_copy(update={"sources": "0" * 64}))
    with pytest.raises(Malformed, match="other code"):
        join(campaign, file, tmp_path)
    file.unlink()
    assert soak(counted(bad_seed=40), 60, shares, range(50)) == 1
    join(campaign, file, tmp_path)
    assert faults(path_of("fingers", tmp_path)) == ["fingers.json: seed 40, count 10: it broke"]


@pytest.mark.parametrize("share", ["5-20", "20-10", "0-2000000", "x", "10"])
def test_a_share_that_is_none_is_refused(share: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["fingers", "--share", share])
    assert f"--share {share}" in capsys.readouterr().err


def test_a_failure_is_kept_with_its_seed_and_the_same_code_is_not_played_again(tmp_path: Path) -> None:
    assert soak(counted(bad_seed=40), 60, tmp_path) == 1
    path = path_of("fingers", tmp_path)
    evidence = load(path)
    assert [(one.seed, one.count, one.what) for one in evidence.failures] == [(40, 10, "it broke")]
    assert evidence.done == 50
    assert faults(path) == ["fingers.json: seed 40, count 10: it broke"]
    with pytest.raises(Malformed, match="mend it first: --seed 40 --count 10"):
        soak(counted(), 60, tmp_path)


def test_other_code_begins_anew_and_keeps_what_was(tmp_path: Path) -> None:
    campaign, path = counted(), path_of("fingers", tmp_path)
    soak(campaign, 60, tmp_path)
    anew = begin(campaign, path, "0" * 64)
    assert (anew.done, anew.runs, anew.current) == (0, (), False)
    assert [old.done for old in anew.earlier] == [100]


def test_stale_evidence_is_listed_and_a_stale_claim_is_a_fault(tmp_path: Path) -> None:
    campaign, path = find("fingers"), path_of("fingers", tmp_path)
    soak(counted(whole=campaign.whole), 0, tmp_path)
    with pytest.raises(Malformed, match="begun"):
        claim(campaign, path)
    old = load(path).model_copy(update={"sources": "0" * 64})
    save(path, old)
    assert faults(path) == []
    save(path, old.model_copy(update={"current": True}))
    assert faults(path) == ["fingers.json: it claims to be current and is stale; play it again, or withdraw the claim"]


def test_only_a_complete_campaign_is_claimed(tmp_path: Path) -> None:
    campaign = counted()
    soak(campaign, 60, tmp_path)
    assert claim(campaign, path_of("fingers", tmp_path)).current


def test_a_file_that_does_not_add_up_or_names_nobody_is_a_fault(tmp_path: Path) -> None:
    soak(counted(), 60, tmp_path)
    path = path_of("fingers", tmp_path)
    told = json.loads(path.read_text())
    for name, change, fault in (
        ("fingers", {"done": 99}, "its runs have 100"), ("fingers", {"whole": 50}, "the whole is 50"),
        ("fingers", {"sources": "x"}, "sources"), ("fingers", {"extra": 1}, "extra"),
        ("fingers", {"campaign": "toes"}, "it is about 'toes'"), ("toes", {"campaign": "toes"}, "no campaign"),
    ):
        other = tmp_path / "bent" / f"{name}.json"
        other.parent.mkdir(exist_ok=True)
        other.write_text(json.dumps({**told, **change}))
        assert fault in " ".join(faults(other))
    other.write_text("{")
    assert faults(other)


def test_the_command_names_the_nearest_campaign_and_refuses_long_sittings(capsys: pytest.CaptureFixture[str]) -> None:
    for argv in (["finger"], ["fingers", "--minutes", "31"], ["fingers", "--minutes", "0"]):
        with pytest.raises(SystemExit) as left:
            main(argv)
        assert left.value.code == 2
    assert "did you mean 'fingers'" in capsys.readouterr().err
    with pytest.raises(UnknownCampaign):
        find("finger")
    assert main([]) == 0
    assert "| fingers |" in capsys.readouterr().out
