"""The slips of the hand: each breaks a real file in one place, and the trial tells a named line from a missed one."""
from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from rehearsal.slips.sheet import Slip
from rehearsal.slips.trial import WAYS, Broken, Trial, trial


@pytest.fixture(scope="module")
def files() -> Iterator[Trial]:
    with trial() as made:
        yield made


@pytest.mark.parametrize(("kind", "way"), sorted({(kind, way) for kind, ways in WAYS.items() for way in ways if kind in ("flow", "fields")},
                                                 key=lambda one: (one[0], one[1].__name__)), ids=lambda one: getattr(one, "__name__", one))
def test_a_slip_changes_a_real_file_and_knows_a_line_of_it(files: Trial, kind: str, way: object) -> None:
    chance, made = random.Random(1), 0
    for _ in range(400):
        path, sheet = chance.choice([one for one in files.sheets.items() if one[1].kind in (kind, "table" if kind == "fields" else kind)])
        assert callable(way)
        slip = way(sheet, chance)
        if isinstance(slip, Slip):
            made += 1
            assert slip.text != "\n".join(sheet.lines), path
            assert 1 <= slip.line <= slip.text.count("\n") + 1
    questions_only = {"forget_a_language_of_a_question", "run_on"}
    assert made or getattr(way, "__name__", "") in questions_only


def test_the_same_chance_breaks_the_same_files(files: Trial) -> None:
    assert [files.broken(random.Random(7)) for _ in range(3)] == [files.broken(random.Random(7)) for _ in range(3)]


def test_a_file_that_is_not_broken_is_named_nowhere(files: Trial) -> None:
    for path, sheet in files.sheets.items():
        if sheet.kind == "flow":
            good = Broken(path, "none", Slip("\n".join(sheet.lines), 1))
            assert files.told(good) == []


def test_another_line_is_a_miss(files: Trial) -> None:
    chance = random.Random(3)
    found = [files.broken(chance) for _ in range(30)]
    beside = [replace(one, slip=Slip(one.slip.text, one.slip.line + 2)) for one in found]
    assert sum(files.named(one) for one in found) >= 29
    assert sum(files.named(one) for one in beside) <= 3
