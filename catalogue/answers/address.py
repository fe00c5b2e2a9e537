"""A door in Taiwan in words: section, lane, alley, number, floor (段 巷 弄 號 樓). Pure.

- The parts of the door are numbers from 1 to 9999, each at most once; the house number is always there, the section is one digit.
- Chinese writes from the large to the small without a space, sections in Chinese numerals as the registers do; English the other way round.
"""
from __future__ import annotations

import re
from collections.abc import Mapping

DOOR = ("section", "lane", "alley", "number", "sub", "floor", "floor_sub")
NUMERALS = "〇一二三四五六七八九"
_UNITS = {"zh-TW": ("段", "巷", "弄", "號", "樓"), "ja": ("段", "巷", "弄", "号", "階")}


def is_door(parts: Mapping[str, str]) -> bool:
    """Whether the parts of a door are numbers and fit together."""
    given = [key for key in DOOR if key in parts]
    if not all(re.fullmatch(r"[1-9]" if key == "section" else r"[1-9][0-9]{0,3}", parts[key], re.ASCII) for key in given):
        return False
    return "number" in given and ("floor_sub" not in given or "floor" in given)


def line(places: tuple[str, str, str], door: Mapping[str, str], lang: str) -> str:
    """County, township, road and the door in one line."""
    county, town, road = places
    if lang not in _UNITS:
        return ", ".join(part for part in (*reversed(pieces(door, lang)[1:]), _street(road, door), town, county) if part)
    return "".join((county, town, road, *pieces(door, lang)))


def pieces(door: Mapping[str, str], lang: str) -> list[str]:
    """The door's parts in words from the large to the small, '' for one that is not there; the section always first."""
    section, lane, alley, number, sub, floor, floor_sub = (door.get(key, "") for key in DOOR)
    if lang not in _UNITS:
        house, top = f"No. {number}" + (f"-{sub}" if sub else ""), f"{floor}F" + (f"-{floor_sub}" if floor_sub else "")
        return [f"Sec. {section}" if section else "", f"Lane {lane}" if lane else "", f"Alley {alley}" if alley else "",
                house if number else "", top if floor else ""]
    units = _UNITS[lang]
    house = f"{number}之{sub}{units[3]}" if sub else f"{number}{units[3]}"
    top = f"{floor}{units[4]}" + (f"之{floor_sub}" if floor_sub else "")
    return [f"{NUMERALS[int(section)]}{units[0]}" if section else "", f"{lane}{units[1]}" if lane else "",
            f"{alley}{units[2]}" if alley else "", house if number else "", top if floor else ""]


def _street(road: str, door: Mapping[str, str]) -> str:
    section = f"Sec. {door['section']}" if "section" in door else ""
    return f"{section}, {road}" if section and road else section or road
