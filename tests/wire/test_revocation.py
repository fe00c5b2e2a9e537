"""The revocation list: steps that fit, steps that do not, half a million entries, a folder that is right after every kill."""
from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from wire.codec.errors import Malformed, NotAllowed, NotGenuine
from wire.codec.strict import b64
from wire.keys import SigningKey
from wire.revocation import MOST, NOTHING, Entries, Revocations, RevocationUpdate, applied, entry, kept, updates
from wire.roles import OPERATOR_OWNER, Keyring, Role

NOW = datetime(2026, 11, 27, 4, 0, tzinfo=UTC)
OPERATOR = SigningKey.generate()


@pytest.fixture
def keyring() -> Keyring:
    ring = Keyring()
    ring.add(Role.OPERATOR, OPERATOR_OWNER, OPERATOR.public)
    return ring


def grown(*serials: str, held: Revocations = NOTHING, at: datetime = NOW) -> Revocations:
    for update in updates(held, [entry("0a", serial) for serial in serials], at):
        held = applied(held, update)
    return held


def test_what_is_on_the_list_is_revoked_and_its_neighbours_are_not() -> None:
    held = grown("1f", "20")
    assert [held.holds("0a", serial) for serial in ("1f", "20", "21", "f1")] == [True, True, False, False]
    assert not held.holds("0b", "1f"), "another authority's certificate of the same serial"


@pytest.mark.parametrize("seed", range(20))
def test_steps_lead_from_any_list_to_any_other(seed: int) -> None:
    chance = random.Random(seed)
    held = NOTHING
    for _ in range(6):
        wanted = {format(chance.randrange(200), "x") for _ in range(chance.randrange(80))}
        held = grown(*wanted, held=held)
        assert set(held.entries) == {entry("0a", serial) for serial in wanted}
        assert list(held.entries) == sorted(held.entries)
        assert held.complete


def test_a_large_change_comes_in_steps_and_counts_as_stale_until_the_last() -> None:
    wanted = [number.to_bytes(8, "big") for number in range(MOST * 2 + 1)]
    made, held, stale = updates(NOTHING, wanted, NOW), NOTHING, []
    for update in made:
        held = applied(held, update)
        stale.append(held.stale(NOW, 48))
    assert stale == [True, True, False]
    assert len(held.entries) == len(wanted)


def test_nothing_new_is_a_step_too_so_that_the_list_stays_fresh() -> None:
    held = grown("1f", at=NOW - timedelta(hours=60))
    assert held.stale(NOW, 48)
    assert not grown("1f", held=held).stale(NOW, 48)


def test_a_step_that_does_not_go_on_from_what_is_held_is_refused() -> None:
    one = grown("1f")
    two = grown("1f", "20", held=one)
    late = updates(two, [entry("0a", "21")], NOW)[0]
    with pytest.raises(NotAllowed, match="revocation-gap"):
        applied(one, late)
    with pytest.raises(NotAllowed, match="revocation-gap"):
        applied(two, updates(one, [entry("0a", "21")], NOW)[0])
    with pytest.raises(NotAllowed, match="revocation-older"):
        applied(two, updates(two, [], NOW - timedelta(seconds=1))[0])


def test_a_step_that_comes_to_something_else_than_it_says_is_refused() -> None:
    step = updates(grown("1f"), [entry("0a", "20")], NOW)[0]
    other = Revocations(Entries(entry("0a", "1e")), 1, NOW, True)
    with pytest.raises(NotAllowed, match="revocation-differs"):
        applied(other, step)
    with pytest.raises(NotAllowed, match="revocation-differs"):
        applied(grown("1f"), step.model_copy(update={"count": 7}))


@pytest.mark.parametrize("added", [b64(b"1234567"), b64(b"bbbbbbbbaaaaaaaa"), b64(b"aaaaaaaaaaaaaaaa"), "A", b64(bytes(8 * (MOST + 1)))])
def test_entries_that_are_none_are_malformed(added: str) -> None:
    with pytest.raises(Malformed):
        applied(NOTHING, updates(NOTHING, [], NOW)[0].model_copy(update={"added": added}))


def test_a_folder_keeps_the_steps_and_leaves_those_out_that_it_has(tmp_path: Path, keyring: Keyring) -> None:
    held, texts = NOTHING, []
    for serials in (("1f",), ("1f", "20"), ("20",)):
        texts.append(updates(held, [entry("0a", serial) for serial in serials], NOW)[0].sign(OPERATOR))
        held = grown(*serials, held=held)
    assert kept.keep(tmp_path, texts[:2], keyring) == 2
    assert kept.keep(tmp_path, texts, keyring) == 3
    found = kept.load(tmp_path, keyring)
    assert found is not None
    assert (found.number, found.holds("0a", "1f"), found.holds("0a", "20")) == (3, False, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["entries-3", "head.jws"]


def test_a_step_of_another_signer_leaves_everything_as_it_was(tmp_path: Path, keyring: Keyring) -> None:
    kept.keep(tmp_path, [updates(NOTHING, [entry("0a", "1f")], NOW)[0].sign(OPERATOR)], keyring)
    forged = updates(grown("1f"), [], NOW)[0].sign(SigningKey.generate())
    with pytest.raises(NotGenuine):
        kept.keep(tmp_path, [forged], keyring)
    found = kept.load(tmp_path, keyring)
    assert found is not None
    assert found.holds("0a", "1f")


@pytest.mark.parametrize("harm", ["cut", "bent", "gone", "head", "left-over"])
def test_a_harmed_folder_is_no_list_and_is_mended_from_the_beginning(tmp_path: Path, keyring: Keyring, harm: str) -> None:
    text = updates(NOTHING, [entry("0a", "1f"), entry("0a", "20")], NOW)[0].sign(OPERATOR)
    kept.keep(tmp_path, [text], keyring)
    entries = tmp_path / "entries-1"
    if harm == "cut":
        entries.write_bytes(entries.read_bytes()[:-1])
    elif harm == "bent":
        entries.write_bytes(entries.read_bytes()[:-1] + b"\0")
    elif harm == "gone":
        entries.unlink()
    elif harm == "head":
        (tmp_path / "head.jws").write_text("half a wo")
    if harm == "left-over":  # a kill between the two files of the next step
        (tmp_path / "entries-2").write_bytes(b"12345678")
        assert kept.load(tmp_path, keyring) is not None
    else:
        assert kept.load(tmp_path, keyring) is None
        assert kept.keep(tmp_path, [text], keyring) == 1
        assert kept.load(tmp_path, keyring) is not None


def test_who_lacks_steps_gets_them_in_order_and_no_more_than_fit(tmp_path: Path) -> None:
    texts = ["x" * 100, "y" * 100, "z" * 100]
    for number, text in enumerate(texts, 1):
        (tmp_path / f"{number:06d}.jws").write_text(text)
    assert kept.held_back(tmp_path, 0, 250) == texts[:2]
    assert kept.held_back(tmp_path, 1, 1) == texts[1:2], "one at least: else nobody would ever get on"
    assert kept.held_back(tmp_path, 3, 250) == []
    assert (kept.newest(tmp_path), kept.newest(tmp_path / "none")) == (3, 0)


def test_every_field_of_a_step_is_signed(keyring: Keyring) -> None:
    text = updates(NOTHING, [entry("0a", "1f")], NOW)[0].sign(OPERATOR)
    head, payload, signature = text.split(".")
    with pytest.raises((NotGenuine, Malformed)):
        RevocationUpdate.verify(f"{head}.{payload[:-4]}AAAA.{signature}", owner=OPERATOR_OWNER, keyring=keyring)
