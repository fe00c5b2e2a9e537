"""Frozen dataclasses filled strictly from plain data: JSON of a neighbour process, tables of a settings file.

For what every process must read before anything is seen: it costs no library. The rules:

* Every key must be a field, every field without a default must be there.
* A value must have the field's type; a whole number passes for a float, a list for a tuple, a text for a path.
* ``rule(...)`` narrows a field further: least and most, pattern, or "holds all keys that are no field".
* Several dataclasses in one union are told apart by their ``kind``.
* Every fault is found, not only the first. Values are never repeated in a message.
"""
from __future__ import annotations

import dataclasses
import re
import types
import typing
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

Filled = TypeVar("Filled")
Place = tuple[str | int, ...]
Fill = Callable[[Any, Place, list["Fault"]], Any]
_KINDS: dict[Any, tuple[str, tuple[type, ...]]] = {
    str: ("should be a valid string", (str,)), bool: ("should be a valid boolean", (bool,)),
    int: ("should be a valid integer", (int,)), float: ("should be a valid number", (float, int)),
}


@dataclasses.dataclass(frozen=True)
class Fault:
    """One thing that does not fit. ``known`` are the words that would have, for an unknown key or word."""

    place: Place
    kind: Literal["unknown", "missing", "word", "value"]
    message: str = ""
    given: str = ""
    known: tuple[str, ...] = ()


class Misfit(ValueError):
    """The data does not fit; ``faults`` has every reason, none of them a value."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{'.'.join(map(str, one.place))}: {one.message or one.kind}" for one in faults))
        self.faults = tuple(faults)


def rule(default: Any = dataclasses.MISSING, *, least: float | None = None, most: float | None = None, pattern: str = "",
         rest: bool = False, says: str = "") -> Any:
    """A field that is narrower than its type; ``says`` is its line in the manual."""
    return dataclasses.field(default=default, metadata={"bounds": (least, most, pattern), "rest": rest, "says": says})


def fill(kind: type[Filled], untrusted: Any) -> Filled:
    """Make one ``kind`` of plain data. Raises ``Misfit``."""
    return typing.cast(Filled, filler(typing.cast(Any, kind))(untrusted))


@cache
def filler(kind: Any) -> Callable[[Any], Any]:
    """What makes a ``kind``, or one of a union, of plain data and raises ``Misfit``; made once a kind."""
    filling = _filling(kind)

    def made(untrusted: Any) -> Any:
        faults: list[Fault] = []
        value = filling(untrusted, (), faults)
        if faults:
            raise Misfit(faults)
        return value

    return made


@cache
def _filling(kind: Any) -> Fill:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if kind in _KINDS:
        return _plain(*_KINDS[kind])
    if dataclasses.is_dataclass(kind):
        return _dataclass(typing.cast(type, kind))
    if kind is Any:
        return lambda untrusted, place, faults: untrusted
    if kind is Path:
        return lambda untrusted, place, faults: Path(_filling(str)(untrusted, place, faults) or "")
    if origin is Literal:
        return _word(arguments)
    if origin is tuple:
        return _list(_filling(arguments[0]))
    if origin is dict:
        return _table(_filling(arguments[0]), _filling(arguments[1]))
    if origin in (typing.Union, types.UnionType):
        return _union(arguments)
    raise TypeError(f"{kind} cannot be filled from plain data")


def _plain(message: str, kinds: tuple[type, ...]) -> Fill:
    def fit(untrusted: Any, place: Place, faults: list[Fault]) -> Any:
        if not isinstance(untrusted, kinds) or (isinstance(untrusted, bool) and bool not in kinds):
            faults.append(Fault(place, "value", message))
        return untrusted

    return fit


def _word(words: tuple[str, ...]) -> Fill:
    def fit(untrusted: Any, place: Place, faults: list[Fault]) -> Any:
        if not isinstance(untrusted, str) or untrusted not in words:
            faults.append(Fault(place, "word", given=untrusted if isinstance(untrusted, str) else "", known=words))
        return untrusted

    return fit


def _list(item: Fill) -> Fill:
    def fit(untrusted: Any, place: Place, faults: list[Fault]) -> Any:
        if not isinstance(untrusted, list | tuple):
            faults.append(Fault(place, "value", "should be a valid list"))
            return ()
        return tuple([item(one, (*place, at), faults) for at, one in enumerate(untrusted)])

    return fit


def _table(key: Fill, value: Fill) -> Fill:
    def fit(untrusted: Any, place: Place, faults: list[Fault]) -> Any:
        if not isinstance(untrusted, dict):
            faults.append(Fault(place, "value", "should be a valid table"))
            return {}
        return {key(name, (*place, name), faults): value(one, (*place, name), faults) for name, one in untrusted.items()}

    return fit


def _union(kinds: tuple[Any, ...]) -> Fill:
    solid = [kind for kind in kinds if kind is not types.NoneType]
    fills = {getattr(kind, "kind", ""): _filling(kind) for kind in solid}
    if len(fills) != len(solid):
        raise TypeError(f"nothing tells {solid} apart")
    optional = len(solid) < len(kinds)

    def fit(untrusted: Any, place: Place, faults: list[Fault]) -> Any:
        if untrusted is None and optional:
            return None
        if len(solid) == 1:
            return next(iter(fills.values()))(untrusted, place, faults)
        tag = untrusted.get("kind") if isinstance(untrusted, dict) else None
        if not isinstance(tag, str) or tag not in fills:
            faults.append(Fault((*place, "kind"), "word", known=tuple(fills)))
            return None
        return fills[tag](untrusted, place, faults)

    return fit


def _dataclass(kind: type[Any]) -> Fill:
    hints = typing.get_type_hints(kind)
    fields = {one.name: one for one in dataclasses.fields(kind)}
    rest = next((name for name, one in fields.items() if one.metadata.get("rest")), "")
    fills = {name: _narrowed(_filling(hints[name]), one.metadata) for name, one in fields.items() if name != rest}
    needed = [name for name, one in fields.items()
              if name != rest and one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING]

    def fit(untrusted: Any, place: Place, faults: list[Fault]) -> Any:
        if not isinstance(untrusted, dict):
            faults.append(Fault(place, "value", "should be a valid table"))
            return None
        before, values, more = len(faults), {}, {}
        for name, one in untrusted.items():
            if name in fills:
                values[name] = fills[name](one, (*place, name), faults)
            elif rest:
                more[name] = one
            else:
                faults.append(Fault((*place, name), "unknown", known=tuple(fills)))
        faults.extend(Fault((*place, name), "missing") for name in needed if name not in untrusted)
        if len(faults) > before:
            return None
        return kind(**values, **({rest: more} if rest else {}))

    return fit


def _narrowed(inner: Fill, bounds: typing.Mapping[str, Any]) -> Fill:
    least, most, pattern = bounds.get("bounds", (None, None, ""))
    if least is None and most is None and not pattern:
        return inner

    def fit(untrusted: Any, place: Place, faults: list[Fault]) -> Any:
        before = len(faults)
        value = inner(untrusted, place, faults)
        if len(faults) == before:
            faults.extend(_out_of_bounds(value, place, least, most, pattern))
        return value

    return fit


def _out_of_bounds(value: Any, place: Place, least: float | None, most: float | None, pattern: str) -> Iterator[Fault]:
    if least is not None and value < least:
        yield Fault(place, "value", f"should be greater than or equal to {least}")
    if most is not None and value > most:
        yield Fault(place, "value", f"should be less than or equal to {most}")
    if pattern and not re.fullmatch(pattern, value):
        yield Fault(place, "value", f"should match pattern '{pattern}'")


def plain(filled: Any) -> Any:
    """The plain data again: tables and lists of texts, numbers and truths, ready for JSON."""
    if dataclasses.is_dataclass(filled):
        return {one.name: plain(getattr(filled, one.name)) for one in dataclasses.fields(filled)}
    if isinstance(filled, tuple | list):
        return [plain(one) for one in filled]
    if isinstance(filled, dict):
        return {name: plain(one) for name, one in filled.items()}
    return filled
