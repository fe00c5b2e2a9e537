"""What makes a step that computes, and the service that may follow it, fit to be served.

* A formula uses answers asked before it and values worked out before it; a number of a table that exists today, for every answer.
* What is shown is worked out there and has a label; every text it can come to has its words.
* What follows is a flow of the catalogue, offered by a last step that computes, and the button has its word.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from catalogue.expressions import TODAY, Expression, ExpressionWrong, parse, unknown_names
from catalogue.fields import Choice, Fields
from catalogue.flow import LANGUAGES, Flow
from catalogue.reckoning.kinds import DAY, Kind, kind_of
from catalogue.steps import Compute
from catalogue.tables import NoRow, Table
from catalogue.toml import Lines, nearest

Faults = Iterator[tuple[int, str]]


def sum_faults(
    flow: Flow, at: int, step: Compute, lines: Lines, fields: Fields, tables: Mapping[str, Table | None], known: dict[str, Kind | None],
) -> Faults:
    """Faults of one step that computes; ``known`` are the names that stand before it with their kinds, and grows by those worked out."""
    parsed: dict[str, Expression] = {}
    vague: set[str] = set()  # what a faulty formula comes to is not known, so nothing is said of those that use it
    known[TODAY] = DAY
    for name, formula in step.values.items():
        line = lines.of("step", at, "values", name)
        try:
            parsed[name] = parse(formula)
        except ExpressionWrong as error:
            yield line, f"{name}: {error}"
            vague.add(name)
            continue
        unknown = unknown_names(parsed[name], {*known, *vague})
        yield from ((line, f"{name}: unknown name '{one}'{nearest(one, known)}") for one in unknown)
        try:
            kind = kind_of(parsed[name], known)
        except ExpressionWrong as error:
            yield line, f"{name}: {error}"
            unknown = [name]
        if unknown or vague & parsed[name].names:
            vague.add(name)
        else:
            known[name] = kind
        for table, key in parsed[name].lookups:
            yield from ((line, f"{name}: {fault}") for fault in _lookup_faults(parsed[name], table, key, fields, tables))
    known.pop(TODAY)
    known |= dict.fromkeys(vague)
    yield from _shown_faults(at, step, lines, known, parsed)
    for key in worked_keys(step, required=True):
        for lang in LANGUAGES:
            if lang in flow.texts and not flow.text(lang, key):
                yield lines.of("text", lang), f"'{key}' is missing in {lang}"


def _shown_faults(at: int, step: Compute, lines: Lines, known: dict[str, Kind | None], parsed: dict[str, Expression]) -> Faults:
    for shown in step.shows:
        if shown.value not in step.values:
            yield lines.of("step", at, "shows"), f"'{shown.value}' is not worked out here{nearest(shown.value, step.values)}"
    for shown in step.shows:
        kind = known.get(shown.value)
        if kind is not None and kind.word != ("day" if shown.unit == "date" else "number"):
            yield lines.of("step", at, "shows"), f"'{shown.value}' is a {kind.word} and cannot be shown as {shown.unit}"
    if step.says not in step.values:
        yield lines.of("step", at, "says"), f"'{step.says}' is not worked out here{nearest(step.says, step.values)}"
    elif step.says in parsed and not parsed[step.says].texts:
        yield lines.of("step", at, "says"), f"'{step.says}' comes to no text, so it chooses no words"


def is_clear(step: Compute) -> bool:
    """Whether it can be known which texts the step may show: what it says and shows is worked out there."""
    ends = any(key.endswith(".heading") for key in worked_keys(step, required=True))
    return ends and all(one.value in step.values for one in step.shows)


def worked_keys(step: Compute, required: bool = False) -> set[str]:
    """The texts that a step which computes may have, or must."""
    try:
        ends = parse(step.values.get(step.says, "0")).texts
    except ExpressionWrong:
        ends = ()
    parts = ("heading",) if required else ("heading", "body", "say")
    return {f"{step.name}.{end}.{part}" for end in ends for part in parts} | {
        f"{step.name}.{shown.value}" for shown in step.shows if shown.value in step.values}


def _lookup_faults(formula: Expression, table: str, key: str, fields: Fields, tables: Mapping[str, Table | None]) -> Iterator[str]:
    found = tables.get(table)
    if found is None:
        if table not in tables:
            yield f"unknown table '{table}'{nearest(table, tables)}"
        return
    try:
        values = found.at(date.today()).values
    except NoRow:
        return  # said once, where the table stands
    answers = [fields[name] for name in sorted(formula.names) if name in fields] if not key else []
    wanted = {key} if key else {choice for field in answers if isinstance(field, Choice) for choice in field.choices}
    for one in sorted(wanted - set(values)):
        yield f"the table '{table}' has no '{one}'{nearest(one, values)}"


def then_faults(flow: Flow, lines: Lines, flows: set[str]) -> Faults:
    """Faults of what follows."""
    if flow.then is None:
        return
    if flow.then.flow not in flows:
        yield lines.of("then", "flow"), f"unknown flow '{flow.then.flow}'{nearest(flow.then.flow, flows)}"
    last = flow.steps[-1]
    if not isinstance(last, Compute):
        yield lines.of("then"), "only a last step that computes can offer what follows"
        return
    for lang in LANGUAGES:
        if lang in flow.texts and not flow.text(lang, "then"):
            yield lines.of("text", lang), f"'then' is missing in {lang}"
