"""What a citizen can choose from, pure: lines of a sheet, cases to collect, and what a key of them means.

- A line's key is its first value. Of several lines the citizen chooses one or all; of a single one nothing is asked.
- A case that is decided is collected as it is; one that the register may decide now is chosen together with its line.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bureau.cases_store import Case
from bureau.documents.content import told
from bureau.registers import Sheet
from catalogue.flow import Flow
from catalogue.reckoning.almanac import Almanac
from catalogue.steps import Choose, Lookup
from catalogue.tables import Table
from wire.messages import Choice

ALL = "all"
_SAME = str.maketrans("0123456789台", "０１２３４５６７８９臺")


@dataclass(frozen=True)
class Picked:
    """A case and, where it is still to be decided, the keys of the lines; empty means all of them."""

    case_id: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choosing:
    """What a flow lets the citizen choose: the ``question`` that finds the lines, the ``field`` under which the choice comes,

    the ``step`` whose texts speak of it, and whether ``all`` may be chosen.
    """

    question: str
    field: str
    step: str
    all: bool


def choosing(flow: Flow) -> Choosing | None:
    """What is chosen in a flow; None where nothing is."""
    step = next((step for step in flow.steps if isinstance(step, Choose)), None)
    if step is None:
        return None
    lookup = next(each for each in flow.steps if isinstance(each, Lookup) and each.name == step.source)
    return Choosing(lookup.question, step.field, step.name, step.all)


def asks(flow: Flow) -> bool:
    """Whether a register is asked at all; the slip of a fee needs none."""
    return flow.bureau is not None and flow.bureau.register_name is not None


def tells(flow: Flow) -> bool:
    """Whether the agency's decision is told on the screen: a status that a register knows."""
    return flow.outcome == "status" and flow.bureau is not None and flow.bureau.register_name is not None and not flow.makes_paper


def hands_out(flow: Flow, case: Case) -> bool:
    """Whether a paper comes of this very case; a sub-case is only done."""
    return flow.makes_paper and not case.parent


def line_choices(sheet: Sheet, lang: str) -> tuple[Choice, ...]:
    """One choice a line; the counter itself adds 'all'."""
    found = []
    for line in sheet.lines:
        first, *rest = told(sheet, line, lang)
        found.append(Choice(key=str(line[0]), text=first, about="　".join(rest)))
    return tuple(found)


def at_address(sheet: Sheet, written: str) -> tuple[str, ...]:
    """The keys of the lines at an address, however digits and 臺 are written."""
    if "address" not in sheet.columns:
        return ()
    same = written.translate(_SAME)
    return tuple(str(line[0]) for line in sheet.lines if str(sheet.value(line, "address")).translate(_SAME) == same)


def case_choices(found: Sequence[tuple[Case, str, Sheet | None, str]], lang: str) -> tuple[Choice, ...]:
    """Choices of a Collect: (case, its title, the sheet where a line must be chosen too, what 'all of them' is called, '' where not)."""
    choices: list[Choice] = []
    for case, title, sheet, every in found:
        if sheet is None:
            choices.append(Choice(key=case.id, text=title, about=case.case_no))
            continue
        lines = line_choices(sheet, lang)
        choices += [Choice(key=f"{case.id}/{line.key}", text=f"{title}　{line.text}", about=case.case_no) for line in lines]
        if len(lines) > 1 and every:
            choices.append(Choice(key=f"{case.id}/{ALL}", text=f"{title}　{every}", about=case.case_no))
    return tuple(choices)


def picked(key: str) -> Picked:
    """What a key of :func:`case_choices` means."""
    case_id, _, line = key.partition("/")
    return Picked(case_id, () if line in ("", ALL) else (line,))


def due_day(promise: str, today: date, tables: Mapping[str, Table]) -> date:
    """By when the agency answers: as many working days on as the flow promises, at least the next one; holidays are no working days."""
    days = int(promise[:-1]) if promise.endswith("d") else 1
    return Almanac(tables, today).working_day_after(today, max(1, days))
