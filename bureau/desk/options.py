"""What a citizen can choose from, pure: houses of an answer, cases to collect, and what a key of them means.

- Of several houses the citizen chooses one or all; of a single one nothing is asked.
- A case that is decided is collected as it is; one that the register may decide now is chosen together with its house.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bureau.cases_store import Case
from bureau.registers import Answer, House
from catalogue.flow import Flow
from wire.messages import Choice

ALL = "all"
_SAME = str.maketrans("0123456789台", "０１２３４５６７８９臺")


@dataclass(frozen=True)
class Picked:
    """A case and, where it is still to be decided, the houses; empty means all of them."""

    case_id: str
    houses: tuple[str, ...] = ()


def asks_which(flow: Flow) -> str:
    """The field under which the citizen's choice comes, empty where the flow has no choice."""
    return next((step.field for step in flow.steps if step.kind == "choose"), "")


def house_choices(answer: Answer) -> tuple[Choice, ...]:
    """One choice a house; the counter itself adds 'all'."""
    return tuple(Choice(key=house.house_tax_no, text=house.address, about=house.house_tax_no) for house in answer.houses)


def narrowed(answer: Answer, chosen: Sequence[str]) -> Answer:
    """The answer with the chosen houses only; nothing chosen means all."""
    if not chosen:
        return answer
    return replace(answer, houses=tuple(house for house in answer.houses if house.house_tax_no in chosen))


def at_address(answer: Answer, written: str) -> tuple[House, ...]:
    """The houses at an address, however digits and 臺 are written."""
    return tuple(house for house in answer.houses if house.address.translate(_SAME) == written.translate(_SAME))


def case_choices(found: Sequence[tuple[Case, str, Answer | None]], every: dict[str, str], lang: str) -> tuple[Choice, ...]:
    """Choices of a Collect: (case, its title, answer where a house must be chosen too). ``every`` is 'all houses' by language."""
    choices: list[Choice] = []
    for case, title, answer in found:
        if answer is None:
            choices.append(Choice(key=case.id, text=title, about=case.case_no))
            continue
        choices += [Choice(key=f"{case.id}/{house.house_tax_no}", text=f"{title}　{house.address}", about=case.case_no)
                    for house in answer.houses]
        if len(answer.houses) > 1:
            choices.append(Choice(key=f"{case.id}/{ALL}", text=f"{title}　{every.get(lang, '')}", about=case.case_no))
    return tuple(choices)


def picked(key: str) -> Picked:
    """What a key of :func:`case_choices` means."""
    case_id, _, house = key.partition("/")
    return Picked(case_id, () if house in ("", ALL) else (house,))


def due_day(promise: str, today: date) -> date:
    """By when the agency answers: as many working days on as the flow promises, at least the next one."""
    for _ in range(int(promise[:-1]) if promise.endswith("d") else 1):
        today = next_working_day(today)
    return today


def next_working_day(today: date) -> date:
    """Monday to Friday after ``today``: by when a parked case is looked at."""
    days = 3 if today.weekday() == 4 else 2 if today.weekday() == 5 else 1
    return today + timedelta(days=days)
