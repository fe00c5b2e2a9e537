"""Form: the fields of the dictionary, one a screen; what was entered is kept when going back."""
from __future__ import annotations

from typing import Any

from catalogue.expressions import ExpressionWrong, parse
from catalogue.reckoning.almanac import Almanac
from catalogue.steps import Form
from kiosk.conversation import Back
from kiosk.entry.fields import IN_PARTS, ask_field
from kiosk.visit import Visit, today


async def run(step: Form, visit: Visit) -> None:
    """Ask every field in order; back goes one field back, from the first one step back.

    Answers that do not fit together (``check``) are asked again, the last one first.
    """
    at, wrong = 0, False
    while at < len(step.fields):
        name = step.fields[at]
        try:
            visit.answers[name] = await _ask(step, visit, name, wrong)
            at, wrong = at + 1, False
            if at == len(step.fields) and not _fits(step, visit):
                at, wrong = at - 1, True
        except Back:
            wrong = False
            if at == 0:
                raise
            at -= 1


def _fits(step: Form, visit: Visit) -> bool:
    try:
        known = {**visit.worked, **visit.answers, "certificate": visit.citizen.way == "certificate"}
        return step.check is None or parse(step.check).holds(known, Almanac(visit.parts.catalogue.tables, today()))
    except ExpressionWrong:
        return False


async def _ask(step: Form, visit: Visit, name: str, wrong: bool) -> Any:
    """One field, on the screen of its kind; an answer given before stands there."""
    field, before = visit.parts.catalogue.fields[name], visit.answers.get(name)

    def words() -> dict[str, str]:
        found = _words(step, visit, name)
        return {**found, "body": visit.flow.text(visit.talk.lang, f"{step.name}.wrong")} if wrong else found

    return await ask_field(visit.talk, visit.parts.catalogue, name, field, words, before)


def _words(step: Form, visit: Visit, name: str) -> dict[str, str]:
    """The field's label and hint; the flow may say it better where the step asks nothing else."""
    talk = visit.talk
    own = {part: visit.flow.text(talk.lang, f"{step.name}.{part}") for part in ("heading", "body") if len(step.fields) == 1}
    if isinstance(visit.parts.catalogue.fields[name], IN_PARTS):
        return {"heading": own.get("heading", ""), "body": own.get("body", "")}
    return {"heading": own.get("heading") or talk.word(f"field.{name}.label"), "body": own.get("body") or talk.word(f"field.{name}.hint")}
