"""A file is read into its model, or every fault is told with its line."""
from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from catalogue.toml import FileErrors, Lines, Schema, parse, read


class Lamp(Schema):
    """A lamp."""

    watts: int
    colour: str = "white"


class Room(Schema):
    """A room."""

    name: str
    built: date | None = None
    lamps: tuple[Lamp, ...] = ()
    doors: dict[str, Lamp] | None = None


def faults(text: str) -> list[str]:
    with pytest.raises(FileErrors) as found:
        parse(Path("room.toml"), text, Room)
    return [str(error) for error in found.value.errors]


def test_a_good_file_becomes_a_frozen_model(tmp_path: Path) -> None:
    path = tmp_path / "room.toml"
    path.write_text('name = "hall"\nbuilt = 2024-02-29\n[[lamps]]\nwatts = 5\n')
    room = read(path, Room)
    assert room.built == date(2024, 2, 29)
    assert room.lamps == (Lamp(watts=5),)
    with pytest.raises(ValueError):
        room.name = "other"  # type: ignore[misc]  # that is the point


def test_an_unknown_key_is_told_with_line_and_nearest_spelling() -> None:
    assert faults('nmae = "hall"\nname = "hall"\n') == ["room.toml:1: unknown key 'nmae', did you mean 'name'?"]


def test_an_unknown_key_in_the_second_table_of_a_list_has_its_own_line() -> None:
    text = 'name = "hall"\n[[lamps]]\nwatts = 1\n[[lamps]]\nwatts = 2\ncolor = "red"\n'
    assert faults(text) == ["room.toml:6: unknown key 'color', did you mean 'colour'?"]


def test_every_fault_is_told_at_once_in_the_order_of_lines() -> None:
    assert faults('built = 7\n[[lamps]]\nwatts = "much"\n[doors.front]\nwats = 3\n') == [
        "room.toml:1: 'built': write a day such as 2026-01-31, without quotes",
        "room.toml:1: 'name' is missing",
        "room.toml:3: 'watts': write a whole number, without quotes",
        "room.toml:4: 'watts' is missing",
        "room.toml:5: unknown key 'wats', did you mean 'watts'?",
    ]


def test_a_key_that_stands_twice_is_a_fault_of_its_line() -> None:
    assert faults('name = "hall"\nname = "hall"\n') == ["room.toml:2: this key or table stands here for the second time"]


def test_a_number_in_quotes_is_not_a_number() -> None:
    assert faults('name = "hall"\nlamps = [{watts = "5"}]\n') == ["room.toml:2: 'watts': write a whole number, without quotes"]


def test_no_value_is_repeated_in_a_message() -> None:
    assert "s3cret" not in str(faults('name = "hall"\nbuilt = "s3cret"\n'))


def test_lines_are_found_behind_text_of_several_lines_and_dotted_keys() -> None:
    lines = Lines('a = """\nb = 1\n"""\nc.d = 2\n["e f"]\n"g.h" = 3\n')
    assert lines.of("b") == 1
    assert lines.of("c", "d") == 4
    assert lines.of("e f", "g.h") == 6
