"""Conditions and sums in flow files: a small whitelist of Python's expressions, parsed once, bounded in cost.

The rules:

* Literals are texts, whole numbers, true and false, and lists of these.
* Names are ``certificate`` (the citizen came with a citizen certificate) and the fields asked before.
* ``and or not``, ``== != < <= > >=``, ``in`` / ``not in`` a list, ``+ - *`` on whole numbers, ``this if condition else that``.
* ``min(…)``, ``max(…)``, ``round_half_up(amount, parts)``, which divides and rounds a half up, and ``table('name', key)``,
  a number of a dated table as it stands today. No fractions, so a sum is the same to the last dollar at both ends.
* ``today``, and with a day ``year(d)`` of the ROC calendar, ``month(d)``, ``day(d)``, ``mmdd(d)`` (922 is 22 September),
  ``days_between(a, b)`` and ``working_day_after(d, n)``. Days are ISO texts, so they order as they follow each other.
* ``len(list)`` of what was ticked or listed, and ``'house' in tax_kinds``. Nothing else.
* A field not yet answered equals nothing, orders before nothing and is in no list.
* At most 200 characters and 40 nodes, written numbers up to a billion, sums up to a hundred billion; so every evaluation ends at once.
"""
from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalogue.reckoning.almanac import Almanac
from catalogue.roc import EPOCH

LONGEST, MOST_NODES, LARGEST, LARGEST_SUM = 200, 40, 10**9, 10**11
_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.In: lambda one, many: one in many, ast.NotIn: lambda one, many: one not in many,
}
_ARITHMETIC: dict[type[ast.operator], Callable[[int, int], int]] = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul}
_CALLS: dict[str, range] = {"min": range(2, 9), "max": range(2, 9), "round_half_up": range(2, 3), "table": range(2, 3),
                            "year": range(1, 2), "month": range(1, 2), "day": range(1, 2), "mmdd": range(1, 2), "len": range(1, 2),
                            "days_between": range(2, 3), "working_day_after": range(2, 3)}
_OF_A_DAY: dict[str, Callable[[date], int]] = {
    "year": lambda day: day.year - EPOCH, "month": lambda day: day.month, "day": lambda day: day.day,
    "mmdd": lambda day: day.month * 100 + day.day,
}
TODAY = "today"
_ORDERING = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


class ExpressionWrong(ValueError):
    """The expression does not stand in the language; the message says which part."""


@dataclass(frozen=True)
class Expression:
    """One parsed expression. ``names`` are the names it uses, ``lookups`` the tables with their keys ('' where an answer is the key)."""

    text: str
    names: frozenset[str]
    lookups: tuple[tuple[str, str], ...]
    _tree: ast.expr

    def holds(self, values: Mapping[str, Any], almanac: Almanac | None = None) -> bool:
        """True where the condition is met; a name missing from ``values`` is unanswered. Raises ``ExpressionWrong`` on huge numbers."""
        return bool(self.value(values, almanac))

    def value(self, values: Mapping[str, Any], almanac: Almanac | None = None) -> Any:
        """What the expression comes to. Raises ``ExpressionWrong`` on huge numbers and on sums with what was not answered."""
        return _value(self._tree, values, almanac)

    @property
    def tree(self) -> ast.expr:
        """The expression as Python reads it, all of it within the language."""
        return self._tree

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts that it can come to, in the order written; empty where it is no choice among texts."""
        return tuple(dict.fromkeys(_leaves(self._tree)))


def parse(text: str) -> Expression:
    """Parse one expression. Raises ``ExpressionWrong``."""
    if len(text) > LONGEST:
        raise ExpressionWrong(f"longer than {LONGEST} characters")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError) as error:
        raise ExpressionWrong("not an expression") from error
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.expr)]
    if len(nodes) > MOST_NODES:
        raise ExpressionWrong(f"more than {MOST_NODES} parts")
    for node in nodes:
        _allow(node)
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    functions = {id(node.func) for node in calls}
    names = frozenset(node.id for node in nodes if isinstance(node, ast.Name) and id(node) not in functions)
    return Expression(text, names, tuple(_lookup(node) for node in calls if _called(node) == "table"), tree)


def worked_out(formulas: Mapping[str, str], answers: Mapping[str, Any], almanac: Almanac | None) -> dict[str, Any]:
    """The answers and what the formulas make of them, each from those before it. Raises ``ExpressionWrong``."""
    values = dict(answers)
    for name, formula in formulas.items():
        values[name] = parse(formula).value(values, almanac)
    return values


def unknown_names(expression: Expression, known: Collection[str]) -> list[str]:
    """The names used that are not known, in alphabetical order."""
    return sorted(expression.names - set(known))


def _allow(node: ast.expr) -> None:
    if isinstance(node, ast.Constant):
        allowed = isinstance(node.value, str | bool) or (isinstance(node.value, int) and abs(node.value) <= LARGEST)
    elif isinstance(node, ast.Compare):
        allowed = all(type(op) in _COMPARE for op in node.ops) and _lists_are_lists(node)
    elif isinstance(node, ast.BinOp):
        allowed = type(node.op) in _ARITHMETIC
    elif isinstance(node, ast.UnaryOp):
        allowed = isinstance(node.op, ast.Not | ast.USub)
    elif isinstance(node, ast.List):
        allowed = all(isinstance(item, ast.Constant) for item in node.elts)
    elif isinstance(node, ast.Call):
        allowed = not node.keywords and len(node.args) in _CALLS.get(_called(node), ()) and (_called(node) != "table" or _is_lookup(node))
    else:
        allowed = isinstance(node, ast.BoolOp | ast.Name | ast.IfExp)
    if not allowed:
        raise ExpressionWrong(f"'{ast.unparse(node)}' is not allowed here")


def _lists_are_lists(node: ast.Compare) -> bool:
    """``in`` needs a list at its right, written or ticked; that a name stands for a list, :mod:`catalogue.reckoning.kinds` proves."""
    pairs = zip(node.ops, node.comparators, strict=True)
    return all(isinstance(right, ast.List | ast.Name) for op, right in pairs if isinstance(op, ast.In | ast.NotIn))


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _is_lookup(node: ast.Call) -> bool:
    """The table is written out; its key is written out or an answer."""
    table, key = node.args
    written = [one.value for one in (table, key) if isinstance(one, ast.Constant)]
    return isinstance(table, ast.Constant) and isinstance(key, ast.Constant | ast.Name) and all(isinstance(one, str) for one in written)


def _lookup(node: ast.Call) -> tuple[str, str]:
    table, key = node.args
    assert isinstance(table, ast.Constant)
    return str(table.value), str(key.value) if isinstance(key, ast.Constant) else ""


def _leaves(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from _leaves(node.body)
        yield from _leaves(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def _value(node: ast.expr, values: Mapping[str, Any], almanac: Almanac | None) -> Any:
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return values.get(node.id) if node.id != TODAY or almanac is None else almanac.today.isoformat()
    if isinstance(node, ast.List):
        return [_value(item, values, almanac) for item in node.elts]
    if isinstance(node, ast.BoolOp):
        parts = (bool(_value(part, values, almanac)) for part in node.values)
        return all(parts) if isinstance(node.op, ast.And) else any(parts)
    if isinstance(node, ast.UnaryOp):
        inner = _value(node.operand, values, almanac)
        return not inner if isinstance(node.op, ast.Not) else _number(-_number(inner))
    if isinstance(node, ast.BinOp):
        two = (_number(_value(side, values, almanac)) for side in (node.left, node.right))
        return _number(_ARITHMETIC[type(node.op)](*two))
    if isinstance(node, ast.IfExp):
        return _value(node.body if _value(node.test, values, almanac) else node.orelse, values, almanac)
    if isinstance(node, ast.Call):
        return _result(_called(node), [_value(argument, values, almanac) for argument in node.args], almanac)
    assert isinstance(node, ast.Compare)
    return _compared(node, values, almanac)


def _result(function: str, given: list[Any], almanac: Almanac | None) -> int | str:
    if function in ("table", "working_day_after"):
        if almanac is None:
            raise ExpressionWrong("no table can be looked up here")
        if function == "table":
            return _number(almanac.number(str(given[0]), str(given[1])))
        return _after(almanac, _day(given[0]), _number(given[1]))
    if function in _OF_A_DAY:
        return _OF_A_DAY[function](_day(given[0]))
    if function == "days_between":
        return (_day(given[1]) - _day(given[0])).days
    if function == "len":
        return len(given[0]) if isinstance(given[0], list | tuple) else 0
    numbers = [_number(one) for one in given]
    if function != "round_half_up":
        return min(numbers) if function == "min" else max(numbers)
    amount, parts = numbers
    if parts <= 0:
        raise ExpressionWrong("round_half_up divides by a number above zero")
    return (2 * amount + parts) // (2 * parts)


def _after(almanac: Almanac, day: date, count: int) -> str:
    try:
        return almanac.working_day_after(day, count).isoformat()
    except ValueError as error:
        raise ExpressionWrong(str(error)) from error


def _day(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise ExpressionWrong("a day is wanted here") from error


def _compared(node: ast.Compare, values: Mapping[str, Any], almanac: Almanac | None) -> bool:
    left = _value(node.left, values, almanac)
    for op, comparator in zip(node.ops, node.comparators, strict=True):
        right = _value(comparator, values, almanac)
        if isinstance(op, _ORDERING) and type(left) is not type(right):
            return False
        if isinstance(op, ast.In | ast.NotIn) and not isinstance(right, list | tuple):
            right = []
        if not _COMPARE[type(op)](left, right):
            return False
        left = right
    return True


def _number(value: Any) -> int:
    if not isinstance(value, int) or abs(value) > LARGEST_SUM:
        raise ExpressionWrong("arithmetic needs whole numbers up to a hundred billion")
    return value
