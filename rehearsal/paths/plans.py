"""Which ways lead through a flow: by card and by ID card, with every mix of the answers that decide what happens next.

- The fields that a condition or a sum uses decide; each of their choices is tried with each of the others, a seeded sample of them where
  there are more than ``MOST``. Two mixes that lead through the same steps to the same verdict are one path.
- Of every path there is one walk with right answers. Of every flow there is one in which each typed answer is wrong first, one that goes
  back from every form, one for each screen at which the citizen leaves, one at each screen for a citizen who stands still, and one for
  each other thing that the bureau may answer.
"""
from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from catalogue.expressions import ExpressionWrong, parse, worked_out
from catalogue.fields import Amount, Choice, Count, Several
from catalogue.flow import Catalogue, Flow
from catalogue.reckoning.almanac import Almanac
from catalogue.steps import Compute, Form, Identify
from kiosk.walk.desk import answers as bureau_may

MOST = 64
AMOUNTS = (0, 20_000, 60_000, 9_999_999)
Twist = Literal["right", "wrong", "back", "leave", "idle", "bureau"]


@dataclass(frozen=True)
class Plan:
    """One walk. ``at`` is the screen (counted from 0) at which it leaves or stands still, ``bureau`` what the bureau answers."""

    flow: str
    way: str
    twist: Twist = "right"
    answers: dict[str, Any] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    at: int = -1
    bureau: str = ""

    def __str__(self) -> str:
        told = " ".join(f"{name}={answer}" for name, answer in self.answers.items())
        more = f" {self.bureau}" if self.bureau else f" {self.at}" if self.at >= 0 else ""
        return f"{self.flow} by {self.way or 'nobody'}, {self.twist}{more}{f' ({told})' if told else ''}"


def ways(flow: Flow) -> tuple[str, ...]:
    """How somebody may come for it; '' where nobody says who they are."""
    return next((step.ways for step in flow.steps if isinstance(step, Identify)), ("",))


def deciding(flow: Flow) -> set[str]:
    """The names that conditions and sums use."""
    texts = [text for step in flow.steps for text in (step.when, getattr(step, "check", None)) if text]
    texts += [formula for step in flow.steps if isinstance(step, Compute) for formula in step.values.values()]
    return {name for text in texts for name in parse(text).names}


def mixes(flow: Flow, catalogue: Catalogue) -> list[dict[str, Any]]:
    """The mixes of deciding answers to try."""
    asked = dict.fromkeys(name for step in flow.steps if isinstance(step, Form) for name in step.fields)
    choices: dict[str, tuple[Any, ...]] = {}
    for name in (name for name in asked if name in deciding(flow)):
        kind = catalogue.fields[name]
        if isinstance(kind, Choice):
            choices[name] = kind.choices
        elif isinstance(kind, Several):
            choices[name] = (list(kind.choices), [kind.choices[0]])
        elif isinstance(kind, Count):
            choices[name] = (kind.least, kind.most)
        elif isinstance(kind, Amount):
            choices[name] = tuple(amount for amount in AMOUNTS if kind.least <= amount <= kind.most)
    every = itertools.product(*choices.values())
    size = 1
    for several in choices.values():
        size *= len(several)
    if size > MOST * 8:
        chance = random.Random(flow.id)
        found = [tuple(chance.choice(several) for several in choices.values()) for _ in range(MOST * 8)]
        return [dict(zip(choices, mix, strict=True)) for mix in found]
    return [dict(zip(choices, mix, strict=True)) for mix in every]


def led(flow: Flow, catalogue: Catalogue, way: str, mix: dict[str, Any], today: date) -> tuple[tuple[str, ...], str] | None:
    """The kinds of the steps that happen and the verdict of the last sum; None where a check of a form is not met."""
    known: dict[str, Any] = {}
    kinds: list[str] = []
    verdict = ""
    for step in flow.steps:
        if step.when is not None and not parse(step.when).holds({**known, "certificate": way == "certificate"}):
            continue
        kinds.append(step.kind)
        if isinstance(step, Form):
            known |= {name: mix[name] for name in step.fields if name in mix}
            almanac = Almanac(catalogue.tables, today)
            if step.check is not None and not parse(step.check).holds({**known, "certificate": way == "certificate"}, almanac):
                return None
        if isinstance(step, Compute):
            try:
                known |= worked_out(step.values, {**known, "certificate": way == "certificate"}, Almanac(catalogue.tables, today))
            except ExpressionWrong:
                return None
            verdict = str(known[step.says])
    return tuple(kinds), verdict


def right(flow: Flow, catalogue: Catalogue, today: date) -> list[Plan]:
    """One walk a path."""
    found: dict[tuple[str, tuple[str, ...], str], Plan] = {}
    for way in ways(flow):
        for mix in mixes(flow, catalogue):
            path = led(flow, catalogue, way, mix, today)
            if path is not None:
                found.setdefault((way, *path), Plan(flow.id, way, answers=mix, kinds=path[0]))
    return list(found.values())[:MOST]


def plans(flow: Flow, catalogue: Catalogue, today: date) -> list[Plan]:
    """Every walk of one flow."""
    straight = right(flow, catalogue, today)
    found = list(straight)
    for first in {plan.way: plan for plan in reversed(straight)}.values():
        found += _twisted(flow, first)
    return found


def _twisted(flow: Flow, first: Plan) -> Iterator[Plan]:
    def twist(kind: Twist, at: int = -1, bureau: str = "") -> Plan:
        return Plan(flow.id, first.way, kind, first.answers, first.kinds, at, bureau)

    yield twist("wrong")
    yield twist("back")
    before = first.kinds.index("send") if "send" in first.kinds else len(first.kinds)
    for at in range(before):
        yield twist("leave", at)
        yield twist("idle", at)
    if "wait" in first.kinds:
        good = {"list", "document", "told"}
        yield from (twist("bureau", bureau=word) for word in bureau_may(flow, True) if word not in good)


def every(catalogue: Catalogue, today: date) -> list[Plan]:
    """Every walk of every flow, in the order of the flows."""
    return [plan for flow in catalogue.flows.values() for plan in plans(flow, catalogue, today)]
