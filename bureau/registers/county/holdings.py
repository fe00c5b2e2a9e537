"""Houses, land and vehicles of a person, oldest number first."""
from __future__ import annotations

from bureau.registers import Answer, Question, Sheet
from bureau.registers.county.rows import Query, Rows, sheet_of
from bureau.registers.county.schema import houses, parcels, vehicles

HOUSE = {"house-tax-no": "house_tax_no", "address": "address", "structure": "structure", "floors": "floors", "area": "area_m2",
         "completed": "completed", "share": "share", "use": "use", "value": "value"}
PARCEL = {"lot": "lot", "area": "area_m2", "share": "share", "announced": "value"}
VEHICLE = {"plate": "plate", "make": "make", "year": "year"}


def houses_of(rows: Rows, question: Question) -> Sheet:
    """The house-tax register's entries of a person."""
    return sheet_of(rows, "houses", houses, HOUSE, houses.c.owner == question.id_no, tells=("address", "house-tax-no"), one="house")


def parcels_of(rows: Rows, question: Question) -> Sheet:
    """The land register's entries of a person."""
    return sheet_of(rows, "parcels", parcels, PARCEL, parcels.c.owner == question.id_no, tells=("lot",), one="parcel")


def vehicles_of(rows: Rows, question: Question) -> Sheet:
    """The vehicles of a person."""
    return sheet_of(rows, "vehicles", vehicles, VEHICLE, vehicles.c.owner == question.id_no, tells=("plate",), one="vehicle")


def _houses(rows: Rows, question: Question) -> Answer:
    return Answer(question, (houses_of(rows, question),))


def _parcels(rows: Rows, question: Question) -> Answer:
    return Answer(question, (parcels_of(rows, question),))


def _vehicles(rows: Rows, question: Question) -> Answer:
    return Answer(question, (vehicles_of(rows, question),))


def _property(rows: Rows, question: Question) -> Answer:
    return Answer(question, (houses_of(rows, question), parcels_of(rows, question), vehicles_of(rows, question)))


KINDS: dict[str, Query] = {"houses": _houses, "parcels": _parcels, "vehicles": _vehicles, "property": _property}
