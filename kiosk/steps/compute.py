"""Compute: work something out from the answers and today's tables, and show it; nothing leaves the counter.

The result can be printed as a small list with no name on it. From the last page the citizen may go straight on to the
service that follows; what was answered here is not asked there again.
"""
from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

from catalogue.expressions import parse, worked_out
from catalogue.reckoning.almanac import Almanac
from catalogue.roc import to_roc_words
from catalogue.steps import Compute, Shown
from kiosk.entry.fields import year_words
from kiosk.receipt import come_out
from kiosk.slip import Leaflet, leaflet_pdf
from kiosk.ui.door import Button, Line, Touch, View
from kiosk.visit import Visit, today


async def run(step: Compute, visit: Visit) -> None:
    """Show the result; in the middle of a flow go on, at its end leave or go on to what follows (``visit.following``)."""
    talk, note = visit.talk, ""

    def page() -> View:
        values = results(step, visit)
        return talk.view("compute", **words(step, visit, values), lines=lines(step, visit, values), personal=True,
                         note=talk.word(note) if note else "", buttons=_buttons(visit, values))

    while True:
        touch = await talk.ask(page)
        assert isinstance(touch, Touch)
        if touch.name == "print-list":
            note = "compute.printed" if await _print(step, visit) else "compute.no-print"
        elif touch.name in ("then", "finish", "next"):
            visit.following = touch.name == "then"
            visit.worked.update({name: value for name, value in results(step, visit).items() if name in step.values})
            return


def results(step: Compute, visit: Visit) -> dict[str, Any]:
    """The answers and every value of the step, worked out with the tables of today."""
    known = {**visit.worked, **visit.answers, "certificate": visit.citizen.way == "certificate"}
    return worked_out(step.values, known, Almanac(visit.parts.catalogue.tables, today()))


def words(step: Compute, visit: Visit, values: dict[str, Any]) -> dict[str, str]:
    """Heading and body of what came out, with the values in them."""
    lang, said = visit.talk.lang, {name: _said(visit, name, step, value) for name, value in values.items()}
    found = {part: visit.flow.text(lang, f"{step.name}.{values[step.says]}.{part}") for part in ("heading", "body", "say")}
    return {part: text.format_map(said) for part, text in found.items() if text}


def lines(step: Compute, visit: Visit, values: dict[str, Any]) -> tuple[Line, ...]:
    """The lines of the page: numbers grouped, with their unit."""
    talk = visit.talk
    return tuple(Line(label=visit.flow.text(talk.lang, f"{step.name}.{shown.value}"),
                      value=_shown(visit, shown, values[shown.value])) for shown in step.shows)


def _shown(visit: Visit, shown: Shown, value: Any) -> str:
    if shown.unit == "date":
        return to_roc_words(date.fromisoformat(value), visit.talk.lang)
    if shown.unit == "month-day":
        return visit.talk.word("unit.month-day", m=value // 100, d=value % 100)
    if shown.unit == "roc-year":
        return year_words(visit.talk, value)
    return visit.talk.word(f"unit.{shown.unit}", n=f"{value:,}")


def _said(visit: Visit, name: str, step: Compute, value: Any) -> str:
    """A value inside a sentence: as its line shows it where it has one of a day or a year, else as a number."""
    unit = next((shown for shown in step.shows if shown.value == name and shown.unit in ("date", "roc-year", "month-day")), None)
    return _shown(visit, unit, value) if unit is not None else f"{value:,}" if isinstance(value, int) else str(value)


def _buttons(visit: Visit, values: dict[str, Any]) -> tuple[Button, ...]:
    talk, flow = visit.talk, visit.flow
    listed = talk.button("print-list", "quiet", "button.print-result")
    if visit.steps()[-1].kind != "compute":
        return listed, talk.button("next", "primary")
    if flow.then is not None and (flow.then.when is None or parse(flow.then.when).holds(values)):
        then = Button(name="then", text=flow.text(talk.lang, "then"), role="primary")
        return listed, talk.button("finish", key="button.not-now"), then
    return listed, talk.button("finish", "primary")


async def _print(step: Compute, visit: Visit) -> bool:
    talk, values, parts = visit.talk, results(step, visit), visit.parts
    told = words(step, visit, values)
    rows = tuple((line.label, (line.value,)) for line in lines(step, visit, values))
    leaflet = Leaflet(talk.lang, parts.config.site.called(talk.lang), visit.flow.text(talk.lang, "title"), told["heading"],
                      (*rows, (talk.word("compute.what-next"), tuple(told.get("body", "").splitlines()))), talk.word("bring.foot"))

    def page() -> View:
        return talk.view("print", heading=talk.word("compute.printing"), picture="printing", busy=True)

    octets = await asyncio.to_thread(leaflet_pdf, leaflet)
    return await talk.during(page, come_out(parts.cabinet.receipt, octets, visit.note, "list"))
