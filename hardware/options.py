"""A driver's options: a frozen dataclass is the schema, the table in ``kiosk.toml`` fills it.

Rules: every key must be a field; a field without a default must be there; a value must have the
field's type (a whole number passes for a float, a text for a path, a list for a tuple).
"""
from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Mapping
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, get_origin, get_type_hints

Options = TypeVar("Options")


class OptionWrong(ValueError):
    """A device's table cannot be used; the text names device, key and what to do."""


def read_options(schema: type[Options], device: str, options: Mapping[str, Any]) -> Options:
    """Fill ``schema`` from a device's table. Raises ``OptionWrong``."""
    hints = get_type_hints(schema)
    fields = {field.name: field for field in dataclasses.fields(schema)}  # type: ignore[arg-type]  # Options is always a dataclass
    for key in options:
        if key not in fields:
            raise OptionWrong(f"{device}: unknown option {key!r}{nearest(key, fields)}")
    values = {}
    for key, field in fields.items():
        if key in options:
            values[key] = _fitting(device, key, options[key], hints[key])
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise OptionWrong(f"{device}: option {key!r} is missing; add it to the device's table")
    return schema(**values)


def nearest(word: str, known: Mapping[str, Any] | tuple[str, ...]) -> str:
    """The end of an error sentence: the nearest spelling, or everything there is."""
    close = difflib.get_close_matches(word, list(known), 1, 0.5)
    if close:
        return f"; did you mean {close[0]!r}?"
    return "; there is " + (", ".join(sorted(known)) or "none")


def _fitting(device: str, key: str, value: Any, wanted: Any) -> Any:
    if wanted is Path and isinstance(value, str):
        return Path(value)
    if wanted is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    kind = get_origin(wanted) or wanted
    if kind is tuple and isinstance(value, list):
        return tuple(value)
    if not isinstance(kind, (type, UnionType)) or getattr(kind, "_is_protocol", False):
        return value  # an object passed by the caller (a camera); its first use tells
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise OptionWrong(f"{device}: option {key!r} must be {getattr(kind, '__name__', kind)}, not {type(value).__name__}")
    return value
