"""Bureau systems behind one interface: a question goes in, an answer comes out.

``county`` reads a county's registers from any SQL database, ``synthetic`` fills one with
clearly fake people so that everything runs out of the box.
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol


@dataclass(frozen=True)
class Person:
    """One entry of the population register. ``mobile`` and ``birth`` stand on no card and serve as the clerk's question."""

    id_no: str
    name: str
    birth: date
    mobile: str
    address: str


@dataclass(frozen=True)
class House:
    """One house of the house-tax register. ``area_m2`` in square metres, ``value`` the assessed present value in NT$."""

    house_tax_no: str
    address: str
    structure: str
    floors: int
    area_m2: float
    completed: date
    value: int
    share: str
    use: str


@dataclass(frozen=True)
class Parcel:
    """One parcel of the land register. ``value`` is the announced present value of the share in NT$."""

    lot: str
    area_m2: float
    value: int
    share: str


@dataclass(frozen=True)
class Vehicle:
    """One vehicle of the licence-tax register."""

    plate: str
    make: str
    year: int


@dataclass(frozen=True)
class Question:
    """What is asked of a register, about whom, for which purpose and case; recorded with the case."""

    kind: Literal["houses", "property"]
    id_no: str
    purpose: str
    case: str


@dataclass(frozen=True)
class Answer:
    """What the register said. ``vehicles`` and ``parcels`` stay empty for the question ``houses``."""

    question: Question
    houses: tuple[House, ...] = ()
    parcels: tuple[Parcel, ...] = ()
    vehicles: tuple[Vehicle, ...] = ()

    @property
    def empty(self) -> bool:
        """Nothing is registered in this person's name."""
        return not (self.houses or self.parcels or self.vehicles)


@dataclass(frozen=True)
class Finding:
    """Who was meant.

    ``why``: found, unknown (no such number), mismatch (name or digits differ), ambiguous (a namesake shares the last four).
    """

    why: Literal["found", "unknown", "mismatch", "ambiguous"]
    person: Person | None = None


class RegisterGone(Exception):
    """A register cannot be reached now; the case goes to a clerk."""


class Register(Protocol):
    """One back-end system of the bureau."""

    def find_person(self, name: str, last4: str, id_no: str) -> Finding:
        """Select the person by what a certificate holds plus the number (design: visit, assurance ladder)."""
        ...

    def person(self, id_no: str) -> Person | None:
        """The person with this number."""
        ...

    def lookup(self, question: Question) -> Answer:
        """Answer a question. Raises ``RegisterGone``."""
        ...
