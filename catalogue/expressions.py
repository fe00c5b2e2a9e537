"""Conditions in flow files: a small whitelist of Python's expressions, parsed once, bounded in cost.

The rules:

* Literals are texts, whole numbers, true and false, and lists of these.
* Names are ``certificate`` (the citizen came with a citizen certificate) and the fields asked before.
* ``and or not``, ``== != < <= > >=``, ``in`` / ``not in`` a list, ``+ - *`` on whole numbers; nothing else.
* A field not yet answered equals nothing, orders before nothing and is in no list.
* At most 200 characters and 40 nodes, numbers up to a billion; so every evaluation ends at once.
"""
from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

LONGEST, MOST_NODES, LARGEST = 200, 40, 10**9
_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.In: lambda one, many: one in many, ast.NotIn: lambda one, many: one not in many,
}
_ARITHMETIC: dict[type[ast.operator], Callable[[int, int], int]] = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul}
_ORDERING = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


class ExpressionWrong(ValueError):
    """The expression does not stand in the language; the message says which part."""


@dataclass(frozen=True)
class Expression:
    """One parsed condition. ``names`` are the names it uses."""

    text: str
    names: frozenset[str]
    _tree: ast.expr

    def holds(self, values: Mapping[str, Any]) -> bool:
        """True where the condition is met; a name missing from ``values`` is unanswered. Raises ``ExpressionWrong`` on huge numbers."""
        return bool(_value(self._tree, values))


def parse(text: str) -> Expression:
    """Parse one condition. Raises ``ExpressionWrong``."""
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
    return Expression(text, frozenset(node.id for node in nodes if isinstance(node, ast.Name)), tree)


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
    else:
        allowed = isinstance(node, ast.BoolOp | ast.Name)
    if not allowed:
        raise ExpressionWrong(f"'{ast.unparse(node)}' is not allowed here")


def _lists_are_lists(node: ast.Compare) -> bool:
    """``in`` needs a written list at its right; so no text is searched in a text."""
    pairs = zip(node.ops, node.comparators, strict=True)
    return all(isinstance(right, ast.List) for op, right in pairs if isinstance(op, ast.In | ast.NotIn))


def _value(node: ast.expr, values: Mapping[str, Any]) -> Any:
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return values.get(node.id)
    if isinstance(node, ast.List):
        return [_value(item, values) for item in node.elts]
    if isinstance(node, ast.BoolOp):
        parts = (bool(_value(part, values)) for part in node.values)
        return all(parts) if isinstance(node.op, ast.And) else any(parts)
    if isinstance(node, ast.UnaryOp):
        inner = _value(node.operand, values)
        return not inner if isinstance(node.op, ast.Not) else _number(-_number(inner))
    if isinstance(node, ast.BinOp):
        return _number(_ARITHMETIC[type(node.op)](_number(_value(node.left, values)), _number(_value(node.right, values))))
    assert isinstance(node, ast.Compare)
    return _compared(node, values)


def _compared(node: ast.Compare, values: Mapping[str, Any]) -> bool:
    left = _value(node.left, values)
    for op, comparator in zip(node.ops, node.comparators, strict=True):
        right = _value(comparator, values)
        if isinstance(op, _ORDERING) and type(left) is not type(right):
            return False
        if not _COMPARE[type(op)](left, right):
            return False
        left = right
    return True


def _number(value: Any) -> int:
    if not isinstance(value, int) or abs(value) > LARGEST:
        raise ExpressionWrong("arithmetic needs whole numbers up to a billion")
    return value
