"""What holds on every path through a flow: with each of the answers on which its conditions depend.

* A step with ``when`` happens for some answers and not for all of them.
* Whoever waits for a list, a certificate or a slip gets it printed, and who asks how something stands is told, whatever they answered.
* A wait on the screen ends within ``LONGEST_WAIT_S``; behind that the case is parked.

Answers are tried in every combination: each choice, numbers beside those that a condition names, each text that a sum can come to. What
cannot be tried that way (a day, a name, more than ``MOST`` combinations) is not judged.
"""
from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from catalogue.expressions import Expression, ExpressionWrong, parse
from catalogue.fields import Amount, Choice, Count, Fields, Several
from catalogue.flow import Flow
from catalogue.steps import Compute, Form, Info, Lookup, Step, Wait, seconds
from catalogue.toml import Lines

Faults = Iterator[tuple[int, str]]
MOST = 4096
LONGEST_WAIT_S = 600
"""Nobody stands longer than ten minutes; a visit is meant to take five."""
PRINTED = ("list", "certificate", "slip")


def path_faults(flow: Flow, lines: Lines, fields: Fields) -> Faults:
    """Faults of one flow that show only where its paths are followed."""
    for at, step in enumerate(flow.steps):
        if isinstance(step, Wait | Lookup) and seconds(step.at_most) > LONGEST_WAIT_S:
            yield lines.of("step", at, "at_most"), f"at most {LONGEST_WAIT_S}s: nobody stands longer, and what takes days is parked"
    conditions = _conditions(flow)
    if conditions is None:
        return  # said where the condition stands
    for at, condition in conditions.items():
        known = _domains(flow, fields, {at: condition})
        if known is None:
            continue
        held = {condition.holds(mix) for mix in known}
        if held == {False}:
            yield lines.of("step", at, "when"), "true for no answer: this step never happens"
        elif held == {True}:
            yield lines.of("step", at, "when"), "true for every answer: leave 'when' out"
    yield from _without_result(flow, lines, fields, conditions)


def _without_result(flow: Flow, lines: Lines, fields: Fields, conditions: Mapping[int, Expression]) -> Faults:
    """Paths on which nothing is printed or told though that is what the flow is for."""
    ends = [at for at, step in enumerate(flow.steps) if _gives(flow, step)]
    wanted = "'print' or 'pay-slip'" if flow.outcome in PRINTED else "'info' with the reply"
    if flow.started_by != "citizen" or flow.outcome not in (*PRINTED, "status"):
        return
    if not ends:
        yield lines.of("outcome"), f"the outcome is a {flow.outcome}: a step {wanted} is missing"
        return
    mixes = _domains(flow, fields, {at: conditions[at] for at in ends if at in conditions})
    for mix in mixes or ():
        if not any(at not in conditions or conditions[at].holds(mix) for at in ends):
            answers = ", ".join(f"{name} = {_written(answer)}" for name, answer in sorted(mix.items()))
            yield lines.of("step", ends[-1], "when"), f"with {answers} nothing comes of it: no step {wanted} happens"
            return


def _gives(flow: Flow, step: Step) -> bool:
    if flow.outcome in PRINTED:
        return step.kind in ("print", "pay-slip")
    return isinstance(step, Info) and step.reply


def _conditions(flow: Flow) -> dict[int, Expression] | None:
    """The parsed condition of each step that has one; None where one is none."""
    try:
        return {at: parse(step.when) for at, step in enumerate(flow.steps) if step.when is not None}
    except ExpressionWrong:
        return None


def _domains(flow: Flow, fields: Fields, conditions: Mapping[int, Expression]) -> list[dict[str, Any]] | None:
    """Every combination of the answers that these conditions use; None where that cannot be tried, or is too much."""
    names = sorted({name for condition in conditions.values() for name in condition.names})
    worked = {name: formula for step in flow.steps if isinstance(step, Compute) for name, formula in step.values.items()}
    asked = {name for step in flow.steps if isinstance(step, Form) for name in step.fields}
    numbers = {node.value for condition in conditions.values() for node in ast.walk(condition.tree)
               if isinstance(node, ast.Constant) and type(node.value) is int}
    values: list[tuple[Any, ...]] = []
    size = 1
    for name in names:
        found = _values(name, worked, fields if name in asked else None, numbers)
        size *= len(found)
        if not found or size > MOST:
            return None
        values.append(found)
    return [dict(zip(names, mix, strict=True)) for mix in itertools.product(*values)]


def _values(name: str, worked: Mapping[str, str], fields: Fields | None, numbers: set[int]) -> tuple[Any, ...]:
    """What to try for one name; nothing where that is not known."""
    if name == "certificate":
        return (True, False)
    if name in worked:
        try:
            return parse(worked[name]).texts
        except ExpressionWrong:
            return ()
    field = fields[name] if fields is not None and name in fields else None
    if isinstance(field, Choice):
        return field.choices
    if isinstance(field, Several):
        return ([], list(field.choices), *([choice] for choice in field.choices))
    if isinstance(field, Count | Amount):
        near = {beside for number in numbers for beside in (number - 1, number, number + 1)} | {field.least, field.most}
        return tuple(sorted(number for number in near if field.least <= number <= field.most))
    return ()


def _written(answer: object) -> str:
    return f"'{answer}'" if isinstance(answer, str) else str(answer).lower() if isinstance(answer, bool) else str(answer)
