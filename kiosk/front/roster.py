"""When an officer answers, pure: the hours of ``flows/tables/officers.toml`` but not the days of ``flows/tables/holidays.toml``."""
from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from catalogue.tables import NoRow, Table

FAR_DAYS = 21
"""No run of holidays is so long; beyond it nothing is promised."""


@dataclass(frozen=True)
class Duty:
    """``until``: somebody answers now, until then. ``next``: nobody does, the next time is then (None: not known)."""

    until: datetime | None = None
    next: datetime | None = None


def duty(tables: Mapping[str, Table], moment: datetime) -> Duty:
    """Who answers at a moment, local time with its zone."""
    try:
        hours = tables["officers"].at(moment.date()).values
    except (KeyError, NoRow):
        return Duty()
    opens, closes = _time(hours["opens_hhmm"]), _time(hours["closes_hhmm"])
    closed = _holidays(tables, moment.date())
    if _works(moment.date(), closed) and opens <= moment.time() < closes:
        return Duty(until=_at(moment, moment.date(), closes))
    first = moment.date() if moment.time() < opens else moment.date() + timedelta(days=1)
    days = (first + timedelta(days=ahead) for ahead in range(FAR_DAYS))
    return Duty(next=next((_at(moment, day, opens) for day in days if _works(day, closed)), None))


def _works(day: date, closed: Collection[str]) -> bool:
    return day.weekday() < 5 and day.isoformat() not in closed


def _holidays(tables: Mapping[str, Table], day: date) -> set[str]:
    try:
        return {entry.key for entry in tables["holidays"].at(day).entries}
    except (KeyError, NoRow):
        return set()


def _time(hhmm: int) -> time:
    return time(hhmm // 100, hhmm % 100)


def _at(moment: datetime, day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, moment.tzinfo)
