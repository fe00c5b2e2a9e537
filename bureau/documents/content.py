"""What stands on a paper, apart from how it looks: pure, from register answers to labelled rows.

Documents are Chinese always; the rows which the citizen checks on the screen carry labels in the
language of the visit (``labels.toml``), their values stay as registered.
"""
from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bureau.registers import Answer, House, Person

TAIPEI = ZoneInfo("Asia/Taipei")
LABELS: dict[str, dict[str, str]] = tomllib.loads((Path(__file__).parent / "labels.toml").read_text("utf-8"))
OFFICIAL = "zh-TW"


@dataclass(frozen=True)
class Group:
    """One table of a paper: a heading, the column titles, the lines."""

    heading: str
    columns: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Paper:
    """A whole paper, ready to be set. ``check_url`` is what its QR says."""

    template: str
    title: str
    agency: str
    name: str
    id_masked: str
    address: str
    purpose: str
    serial: str
    check_code: str
    check_url: str
    issued: datetime
    groups: tuple[Group, ...] = field(default=())

    @property
    def issued_roc(self) -> str:
        """Issue time in the ROC calendar, Taipei time."""
        local = self.issued.astimezone(TAIPEI)
        return f"中華民國 {local.year - 1911} 年 {local.month} 月 {local.day} 日 {local:%H:%M}"


def roc(day: date) -> str:
    """A day as papers show it: 民國 113 年 2 月 29 日."""
    return f"民國 {day.year - 1911} 年 {day.month} 月 {day.day} 日"


def masked(id_no: str) -> str:
    """An ID number as a paper shows it: first four and last two characters (A123****89)."""
    return id_no[:4] + "*" * (len(id_no) - 6) + id_no[-2:]


def label(key: str, lang: str = OFFICIAL) -> str:
    """The label of one row or column in a language."""
    return LABELS[key][lang]


def houses_group(houses: tuple[House, ...]) -> Group:
    """The house-tax register's columns."""
    columns = tuple(label(key) for key in ("house-tax-no", "address", "structure", "floors", "area", "completed", "share", "use", "value"))
    lines = tuple(
        (h.house_tax_no, h.address, h.structure, f"{h.floors} 層", f"{h.area_m2:.1f}", roc(h.completed), h.share, h.use, f"{h.value:,}")
        for h in houses
    )
    return Group(label("houses"), columns, lines)


def groups(answer: Answer) -> tuple[Group, ...]:
    """The tables of a paper; a list of property shows each kind even where there is none."""
    if answer.question.kind == "houses":
        return (houses_group(answer.houses),)
    land = tuple((p.lot, f"{p.area_m2:.1f}", p.share, f"{p.value:,}") for p in answer.parcels)
    cars = tuple((v.plate, v.make, str(v.year)) for v in answer.vehicles)
    return (
        houses_group(answer.houses),
        Group(label("parcels"), tuple(label(key) for key in ("lot", "area", "share", "announced")), land),
        Group(label("vehicles"), tuple(label(key) for key in ("plate", "make", "year")), cars),
    )


def rows(title: str, person: Person, answer: Answer, lang: str) -> tuple[tuple[str, str], ...]:
    """What the citizen checks on the screen before the page is printed: (label, value)."""
    found = [(label("title", lang), title), (label("name", lang), person.name)]
    found += [(label("house", lang), f"{house.address}（{house.house_tax_no}）") for house in answer.houses]
    found += [(label("parcel", lang), parcel.lot) for parcel in answer.parcels]
    found += [(label("vehicle", lang), vehicle.plate) for vehicle in answer.vehicles]
    return tuple(found)
