"""Fields that name a place: a door, a parcel of land."""
from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import Field

from catalogue.answers import address
from catalogue.answers.writing import tidy, writable
from catalogue.fields.base import AnswerWrong, FieldBase
from catalogue.tables import Table
from catalogue.toml import Names

ROAD_LONGEST = 20
LOT = r"[1-9][0-9]{0,3}(?:-[1-9][0-9]{0,3})?"
"""Parent and child number of a parcel (handbook §1.8)."""


class Address(FieldBase):
    """A door number, picked part by part: township, road, then the number typed. The answer has the keys ``town``, ``road``, ``number``.

    ``road`` may be ``other``: its name may stand in ``road_name``, else the clerk asks for it. Further keys where
    the door has them: ``section`` ``lane`` ``alley`` ``sub`` (of the number) ``floor`` ``floor_sub``.
    """

    type: Literal["address"]
    personal: bool
    county: Names = Field(description="name of the county, by language")
    towns: str = Field(description="table of townships")
    roads: str = Field(description="table of road names")

    def check(self, name: str, answer: Any, tables: Mapping[str, Table], today: date) -> dict[str, str]:
        parts = answer if isinstance(answer, dict) else {}
        known = {"town", "road", "number"} <= set(parts) <= {"town", "road", "road_name", *address.DOOR}
        if not known or not all(isinstance(part, str) for part in parts.values()):
            raise AnswerWrong(name, "address")
        for part, table in (("town", self.towns), ("road", self.roads)):
            keys = {entry.key for entry in tables[table].at(today).entries}
            if answer[part] not in keys | ({"other"} if part == "road" else set()):
                raise AnswerWrong(name, part)
        road_name = tidy(parts.get("road_name", ""))
        if "road_name" in parts and not (parts["road"] == "other" and road_name and len(road_name) <= ROAD_LONGEST and writable(road_name)):
            raise AnswerWrong(name, "road")
        if not address.is_door(parts):
            raise AnswerWrong(name, "number")
        named = {"road_name": road_name} if road_name else {}
        return {"town": parts["town"], "road": parts["road"], **named, **{key: parts[key] for key in address.DOOR if key in parts}}

    def written(self, answer: Mapping[str, str], tables: Mapping[str, Table], today: date, lang: str = "zh-TW") -> str:
        """The address in one line; Chinese as on an envelope: county, township, road, number."""
        towns = {entry.key: entry.names for entry in tables[self.towns].at(today).entries}
        roads = {entry.key: entry.names for entry in tables[self.roads].at(today).entries}
        road = roads[answer["road"]][lang] if answer["road"] != "other" else answer.get("road_name", "")
        return address.line((self.county[lang], towns[answer["town"]][lang], road), answer, lang)


class Parcel(FieldBase):
    """A parcel of land, picked part by part: township, section, then its number typed. The answer has ``town``, ``section``, ``lot``."""

    type: Literal["parcel"]
    personal: bool
    county: Names = Field(description="name of the county, by language")
    towns: str = Field(description="table of townships")
    sections: str = Field(description="table of sections; the key of each begins with its township's and a hyphen")

    def check(self, name: str, answer: Any, tables: Mapping[str, Table], today: date) -> dict[str, str]:
        parts = answer if isinstance(answer, dict) else {}
        if set(parts) != {"town", "section", "lot"} or not all(isinstance(part, str) for part in parts.values()):
            raise AnswerWrong(name, "parcel")
        if parts["town"] not in {entry.key for entry in tables[self.towns].at(today).entries}:
            raise AnswerWrong(name, "town")
        if parts["section"] not in self.in_town(parts["town"], tables, today):
            raise AnswerWrong(name, "section")
        if not re.fullmatch(LOT, parts["lot"], re.ASCII):
            raise AnswerWrong(name, "lot")
        return {part: parts[part] for part in ("town", "section", "lot")}

    def in_town(self, town: str, tables: Mapping[str, Table], today: date) -> dict[str, Names]:
        """The sections of a township with their names."""
        return {entry.key: entry.names for entry in tables[self.sections].at(today).entries if entry.key.startswith(f"{town}-")}

    def written(self, answer: Mapping[str, str], tables: Mapping[str, Table], today: date, lang: str = "zh-TW") -> str:
        """The parcel in one line, as on a title deed: 彰化縣彰化市測試段 27-3 地號."""
        towns = {entry.key: entry.names for entry in tables[self.towns].at(today).entries}
        section = self.in_town(answer["town"], tables, today)[answer["section"]]
        if lang == "en":
            return f"Lot {answer['lot']}, {section[lang]}, {towns[answer['town']][lang]}, {self.county[lang]}"
        return f"{self.county[lang]}{towns[answer['town']][lang]}{section[lang]} {answer['lot']} {'地號' if lang == 'zh-TW' else '番地'}"
