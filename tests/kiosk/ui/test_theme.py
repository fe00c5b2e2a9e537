"""The theme file is the one place for sizes, colours and tempo; every name in it is used, every name that is used is in it."""
from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.ui.theme import read

ROOT = Path(__file__).resolve().parents[3]
UI = ROOT / "kiosk" / "ui"
FILE = ROOT / "assets" / "themes" / "civic.toml"
TABLE = tomllib.loads(FILE.read_text(encoding="utf-8"))
THEME = read(FILE)
LAYOUT = [path for folder in ("widgets", "screens") for path in sorted((UI / folder).rglob("*.py")) if path.name != "strike.py"]
"""Where screens are laid out. (strike.py tells when a touch counts, and lays nothing out.)"""
SOURCES = {path: path.read_text(encoding="utf-8") for path in sorted(UI.rglob("*.py"))}
FEW = 10
"""A number from here on in a layout file is a length; below it counts things or is a share of them."""
COUNTED = {"SHORT", "STEPS"}
"""Named numbers that count characters or years."""


def numbers(path: Path) -> Iterator[tuple[int, float]]:
    """The numbers of a file with their lines; named counts, places in a sequence and numbers of equal keys apart."""
    tree = ast.parse(SOURCES[path])
    counting = [node for node in tree.body if isinstance(node, ast.Assign)
                and any(isinstance(name, ast.Name) and name.id in COUNTED for name in node.targets)]
    counting += [node.slice for node in ast.walk(tree) if isinstance(node, ast.Subscript)]
    counting += [node.right for node in ast.walk(tree) if isinstance(node, ast.BinOp) and isinstance(node.left, ast.List)]
    counts = {id(inner) for node in counting for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and id(node) not in counts:
            yield node.lineno, float(node.value)


def test_no_colour_is_written_down_beside_the_theme() -> None:
    part = r"(?:0?\.\d+|0|1(?:\.0)?)"
    code = re.compile(rf"#[0-9A-Fa-f]{{6}}\b|\((?=[^)]*\.[1-9]){part}(?:, {part}){{2,3}}\)|rgba?\(")
    found = [f"{path.relative_to(ROOT)}:{at}: {line.strip()}" for path, text in SOURCES.items()
             for at, line in enumerate(text.splitlines(), 1) if code.search(line) and not line.strip().startswith("for ")]
    assert found == []


@pytest.mark.parametrize("path", LAYOUT, ids=lambda path: path.stem)
def test_no_length_is_written_down_where_screens_are_laid_out(path: Path) -> None:
    assert [f"line {line}: {number:g}" for line, number in numbers(path) if number >= FEW] == []


def test_lengths_are_asked_for_by_their_names() -> None:
    found = [f"{path.relative_to(ROOT)}: {call}" for path, text in SOURCES.items() for call in re.findall(r"\.px\([\d.]+\)", text)]
    assert found == []


def test_every_name_in_the_theme_is_used_and_every_name_used_is_there() -> None:
    said = set(re.findall(r'"([a-z_0-9]+)"', "".join(SOURCES.values())))
    names = {*TABLE["space"], *TABLE["type"], *TABLE["tempo"], *TABLE["shade"], *TABLE["picture"], *THEME.palettes["paper"]}
    assert names - said == set()
    asked = {name for text in SOURCES.values() for name in re.findall(r'\.space\("([a-z_]+)"\)', text)}
    assert asked - set(TABLE["space"]) == set()
    painted = {name for text in SOURCES.values() for name in re.findall(r'\.colour\("([a-z_0-9]+)"\)', text)}
    assert painted - set(THEME.palettes["paper"]) == set()


def test_every_palette_has_the_same_colours() -> None:
    assert {name: set(palette) ^ set(THEME.palettes["paper"]) for name, palette in THEME.palettes.items()} == {
        name: set() for name in THEME.order
    }


def test_each_kind_of_text_grows_with_every_size_and_the_least_is_what_the_rules_ask() -> None:
    capitals_mm = 0.733 * 0.277  # of Noto Sans CJK, on the screen that the theme counts in
    for name, row in TABLE["type"].items():
        assert row["sizes"] == sorted(set(row["sizes"])), name
        assert row["sizes"][0] * capitals_mm >= 7.3, f"{name}: EN 301 549 5.1.4"
        assert row["sizes"][-1] * capitals_mm >= 12, f"{name}: VVSG 2.0 7.1-G"


def test_what_is_near_is_never_further_than_what_is_far() -> None:
    names = ("snug", "under", "near", "tight", "close", "padding", "list", "gap", "pad", "frame", "margin")
    scale = [TABLE["space"][name] for name in names]
    assert scale == sorted(scale)


def test_targets_are_at_least_20_mm_and_3_mm_apart() -> None:
    space = TABLE["space"]
    assert min(space[name] for name in ("target", "button", "primary", "item", "choice", "face", "key_least")) * 0.277 >= 20
    assert space["tight"] * 0.277 >= 3
