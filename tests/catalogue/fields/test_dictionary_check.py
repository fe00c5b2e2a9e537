"""The check of the field dictionary tells what a field leans on and does not find, at the line to mend."""
from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from catalogue.check import check

ROOT = Path(__file__).parents[3]
LOCALE = ROOT / "assets" / "locale"
TODAY = date(2026, 11, 26)

FAULTS = [
    ("fields.toml", 'fields   = ["id_no", "relation"]\nmost     = 8', 'fields   = ["id_no", "relaton"]\nmost     = 8',
     "unknown field 'relaton', did you mean 'relation'?"),
    ("fields.toml", 'fields   = ["id_no", "relation"]\nmost     = 8', 'fields   = ["id_no", "plates"]\nmost     = 8',
     "'plates' repeats itself: a group has no group inside"),
    ("fields.toml", 'fields   = ["id_no", "relation"]\nmost     = 8', 'fields   = ["id_no", "id_no"]\nmost     = 8',
     "'id_no' stands here for the second time"),
    ("fields.toml", 'personal = true\nfields   = ["plate_no"]', 'personal = false\nfields   = ["plate_no"]',
     "'plate_no' is personal, so the group is"),
    ("fields.toml", 'table    = "income-years"', 'table    = "income-yaers"', "unknown table 'income-yaers', did you mean 'income-years'?"),
    ("fields.toml", 'table    = "income-years"', 'table    = "income-years"\nback     = 2',
     "'table' says which years there are: leave 'back' and 'ahead' out"),
    ("tables/income-years.toml", "first = 109", "first = 119", "row 1 of 'income-years': 'first' is after 'last', so there is no year"),
    ("tables/income-years.toml", "first = 109, ", "", "row 1 of 'income-years' lacks 'first' or 'last'"),
    ("tables/changhua-sections.toml", '"changhua-test"', '"chnghua-test"',
     "'chnghua-test' of 'changhua-sections' does not begin with a key of 'changhua-townships' and a hyphen"),
]


@pytest.mark.parametrize(("file", "old", "new", "told"), FAULTS)
def test_what_a_field_leans_on_and_does_not_find_is_told_at_its_line(tmp_path: Path, file: str, old: str, new: str, told: str) -> None:
    flows = Path(shutil.copytree(ROOT / "flows", tmp_path / "flows"))
    text = (flows / file).read_text(encoding="utf-8")
    assert old in text
    (flows / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    found = [error for error in check([flows], LOCALE, TODAY) if error.message.endswith(told)]
    assert found, [str(error) for error in check([flows], LOCALE, TODAY)][:5]
    lines = (flows / "fields.toml").read_text(encoding="utf-8").splitlines()
    assert all(error.path.name == "fields.toml" and lines[error.line - 1] for error in found)
