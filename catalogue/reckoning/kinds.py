"""What kind of thing an expression is, proved before it is ever worked out.

* The kinds are number, text, yes-no, day and list. A field has one, or none that can be reckoned with (an address, an account).
* Numbers are counted with and ordered, days ordered; only what is of one kind is compared. ``and or not`` join what is yes or no.
* A text compared with a choice is one of its choices; so is one sought in what was ticked.
"""
from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from catalogue.expressions import Expression, ExpressionWrong
from catalogue.fields import (
    Amount,
    Choice,
    Code,
    Count,
    Digits,
    Email,
    FieldBase,
    Group,
    IdNumber,
    Plate,
    RocDate,
    Several,
    Text,
    Ubn,
    Year,
)
from catalogue.toml import nearest

Word = Literal["number", "text", "yes-no", "day", "list"]
_FUNCTIONS: dict[str, tuple[tuple[Word, ...], Word]] = {
    "round_half_up": (("number", "number"), "number"), "year": (("day",), "number"), "month": (("day",), "number"),
    "day": (("day",), "number"), "mmdd": (("day",), "number"), "days_between": (("day", "day"), "number"),
    "working_day_after": (("day", "number"), "day"), "len": (("list",), "number"),
}


@dataclass(frozen=True)
class Kind:
    """One kind; ``choices`` are the only texts that it can be (or hold), where that is known."""

    word: Word
    choices: tuple[str, ...] = ()


CERTIFICATE, DAY, NUMBER = Kind("yes-no"), Kind("day"), Kind("number")


def of_field(field: FieldBase) -> Kind | None:
    """The kind of a field's answer, None where nothing can be reckoned with it."""
    if isinstance(field, Choice):
        return Kind("text", field.choices)
    if isinstance(field, Several):
        return Kind("list", field.choices)
    if isinstance(field, Year):
        return Kind("list") if field.many else NUMBER
    if isinstance(field, Count | Amount):
        return NUMBER
    if isinstance(field, RocDate):
        return DAY
    if isinstance(field, Group):
        return Kind("list")
    return Kind("text") if isinstance(field, IdNumber | Digits | Ubn | Code | Text | Plate | Email) else None


def kind_of(expression: Expression, names: Mapping[str, Kind | None]) -> Kind:
    """The kind of an expression; names that are not there are left to others. Raises ``ExpressionWrong``."""
    return _of(expression.tree, names) or Kind("text")


def _of(node: ast.expr, names: Mapping[str, Kind | None]) -> Kind | None:
    if isinstance(node, ast.Constant):
        number = NUMBER if isinstance(node.value, int) else Kind("text", (str(node.value),))
        return Kind("yes-no") if isinstance(node.value, bool) else number
    if isinstance(node, ast.Name):
        if node.id in names and names[node.id] is None:
            raise ExpressionWrong(f"'{node.id}' cannot be reckoned with")
        return names.get(node.id)
    if isinstance(node, ast.List):
        return _list(node, names)
    if isinstance(node, ast.BoolOp):
        for part in node.values:
            _wanted(part, "yes-no", names)
        return Kind("yes-no")
    if isinstance(node, ast.UnaryOp):
        return _wanted(node.operand, "yes-no" if isinstance(node.op, ast.Not) else "number", names)
    if isinstance(node, ast.BinOp):
        _wanted(node.left, "number", names)
        return _wanted(node.right, "number", names)
    if isinstance(node, ast.IfExp):
        return _either(node, names)
    if isinstance(node, ast.Call):
        return _call(node, names)
    assert isinstance(node, ast.Compare)
    return _compare(node, names)


def _wanted(node: ast.expr, word: Word, names: Mapping[str, Kind | None]) -> Kind:
    found = _of(node, names)
    if found is not None and found.word != word:
        raise ExpressionWrong(f"'{ast.unparse(node)}' is a {found.word}, a {word} is wanted")
    return found or Kind(word)


def _list(node: ast.List, names: Mapping[str, Kind | None]) -> Kind:
    kinds = [_of(item, names) for item in node.elts]
    if len({kind.word for kind in kinds if kind is not None}) > 1:
        raise ExpressionWrong(f"'{ast.unparse(node)}' mixes kinds")
    return Kind("list", tuple(choice for kind in kinds if kind is not None for choice in kind.choices))


def _either(node: ast.IfExp, names: Mapping[str, Kind | None]) -> Kind | None:
    _wanted(node.test, "yes-no", names)
    one, two = _of(node.body, names), _of(node.orelse, names)
    if one is None or two is None:
        return one or two
    if one.word != two.word:
        raise ExpressionWrong(f"'{ast.unparse(node)}' is a {one.word} or a {two.word}")
    return Kind(one.word, (*one.choices, *two.choices) if one.choices and two.choices else ())


def _call(node: ast.Call, names: Mapping[str, Kind | None]) -> Kind:
    function = ast.unparse(node.func)
    if function == "table":
        return NUMBER
    wanted, comes_to = _FUNCTIONS.get(function, (("number",) * len(node.args), "number"))
    for argument, word in zip(node.args, wanted, strict=True):
        _wanted(argument, word, names)  # type: ignore[arg-type]  # words of the table above
    return Kind(comes_to)  # type: ignore[arg-type]  # the same


def _compare(node: ast.Compare, names: Mapping[str, Kind | None]) -> Kind:
    left, written = _of(node.left, names), node.left
    for op, comparator in zip(node.ops, node.comparators, strict=True):
        right = _of(comparator, names)
        if isinstance(op, ast.In | ast.NotIn):
            if right is not None and right.word != "list":
                raise ExpressionWrong(f"'{ast.unparse(comparator)}' is a {right.word}, a list is wanted")
        elif left is not None and right is not None and left.word != right.word:
            raise ExpressionWrong(f"'{ast.unparse(written)}' is a {left.word}, '{ast.unparse(comparator)}' a {right.word}")
        if isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE) and left is not None and left.word not in ("number", "day"):
            raise ExpressionWrong(f"'{ast.unparse(written)}' is a {left.word}, which has no order")
        _known_choice(left, right)
        left, written = right, comparator
    return Kind("yes-no")


def _known_choice(left: Kind | None, right: Kind | None) -> None:
    """A written text beside a choice must be one that can be chosen."""
    if left is None or right is None or not left.choices or not right.choices:
        return
    many, few = (left.choices, right.choices) if len(left.choices) >= len(right.choices) else (right.choices, left.choices)
    for choice in few:
        if choice not in many:
            raise ExpressionWrong(f"'{choice}' is none of the choices{nearest(choice, many)}")
