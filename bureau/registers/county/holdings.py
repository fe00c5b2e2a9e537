"""Houses, land and vehicles of a person, oldest number first; which vehicles are free of tax because of a disability."""
from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from bureau.registers import Answer, Cell, Question, Sheet
from bureau.registers.county.rows import Query, Rows, narrowed, sheet_of
from bureau.registers.county.schema import exemptions, houses, parcels, vehicles

HOUSE = {"house-tax-no": "house_tax_no", "address": "address", "structure": "structure", "floors": "floors", "area": "area_m2",
         "completed": "completed", "share": "share", "use": "use", "value": "value"}
PARCEL = {"lot": "lot", "area": "area_m2", "share": "share", "announced": "value"}
VEHICLE = {"plate": "plate", "make": "make", "year": "year"}


def houses_of(rows: Rows, question: Question) -> Sheet:
    """The house-tax register's entries of a person."""
    return sheet_of(rows, "houses", houses, HOUSE, houses.c.owner == question.id_no, tells=("address", "house-tax-no"), one="house")


def parcels_of(rows: Rows, question: Question) -> Sheet:
    """The land register's entries of a person."""
    sheet = sheet_of(rows, "parcels", parcels, PARCEL, parcels.c.owner == question.id_no, tells=("lot",), one="parcel")
    return replace(sheet, lines=tuple(sorted(sheet.lines, key=lambda line: _counted(str(line[0])))))


def _counted(lot: str) -> list[tuple[int, str]]:
    """A lot as it is sorted: its numbers by what they count, 9 before 10."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.findall("[0-9]+|[^0-9]+", lot)]


def vehicles_of(rows: Rows, question: Question) -> Sheet:
    """The vehicles of a person."""
    return sheet_of(rows, "vehicles", vehicles, VEHICLE, vehicles.c.owner == question.id_no, tells=("plate",), one="vehicle")


def _asked(sheet: Callable[[Rows, Question], Sheet]) -> Query:
    def query(rows: Rows, question: Question) -> Answer:
        return narrowed(Answer(question, (sheet(rows, question),)))

    return query


def _property(rows: Rows, question: Question) -> Answer:
    return Answer(question, (houses_of(rows, question), parcels_of(rows, question), vehicles_of(rows, question)))


def _exemption(rows: Rows, question: Question) -> Answer:
    """Whether each vehicle of a person is free of the vehicle tax because of a disability; one that ended stays told."""
    owned = rows.of(select(vehicles.c.plate, exemptions.c.since, exemptions.c.until)
                    .join(exemptions, exemptions.c.plate == vehicles.c.plate, isouter=True)
                    .where(vehicles.c.owner == question.id_no).order_by(vehicles.c.plate))
    lines = tuple((plate, _state(since, until, question.on), since, until) for plate, since, until in owned)
    sheet = Sheet("exemptions", ("plate", "exemption", "since", "until"), lines)
    return narrowed(Answer(question, (sheet,)), "plate_no", "plates")


def _state(since: Cell, until: Cell, on: date) -> str:
    if since is None:
        return "not-granted"
    return "ended" if isinstance(until, date) and until < on else "granted"


KINDS: dict[str, Query] = {
    "houses": _asked(houses_of), "parcels": _asked(parcels_of), "vehicles": _asked(vehicles_of), "property": _property,
    "vehicle-exemption": _exemption,
}
