"""Reads a TOML file into a frozen model and reports every fault at once, each with its line.

The rules:

* Lines that are no TOML are told and left out; every unknown key and wrong value is told beside them, in the order of lines.
  What is missing is told only where every line could be read.
* An unknown key or word is reported with its nearest spelling, where one is near.
* Values are never repeated in a message: a settings file may hold secrets.
* A message says what to write, in words; a hundred faults of one file are told, the rest is counted.
* Only what is a plain file of at most 256 kB in UTF-8 is read; a directory, a pipe or a link in a circle is told, never waited for.
"""
from __future__ import annotations

import json
import re
import types
import typing
from collections.abc import Iterator, Sequence
from datetime import date, time
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, RootModel, ValidationError
from pydantic_core import ErrorDetails

from catalogue.lines import MOST_FAULTS, FileError, FileErrors, Lines, looked_at, nearest, short, unseen
from catalogue.reading.files import text_of
from catalogue.reading.values import what_to_write

__all__ = ["ELSE", "FileError", "FileErrors", "Lines", "Names", "Schema", "nearest", "parse", "read"]

Model = TypeVar("Model", bound=BaseModel)


ELSE = "en"
"""What somebody reads whose language has no words of its own for a thing."""


class _ByLanguage(dict[str, str]):
    def __missing__(self, lang: str) -> str:
        if lang == ELSE:
            raise KeyError(lang)
        return self[ELSE]


Names = Annotated[dict[str, str], AfterValidator(_ByLanguage)]
"""A name by language; asked for in a further language, it is the English one."""


class Schema(BaseModel):
    """Base of everything that is read from a file of this project: frozen, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def read(path: Path, model: type[Model]) -> Model:
    """Read one file. Raises ``FileErrors`` with every fault, ``OSError`` where the file cannot be read."""
    return parse(path, text_of(path), model)


def parse(path: Path, text: str, model: type[Model]) -> Model:
    """Read ``text`` as the content of ``path``. Raises ``FileErrors``."""
    data, errors = looked_at(path, text)
    if data is None:
        raise FileErrors(errors)
    lines, whole = _LinesWhenAsked(text), not errors
    errors += [FileError(path, lines.of(*keys), message) for keys, message in _strange_values(data, model, text)]
    try:
        made = model.model_validate_json(json.dumps(data, default=str), strict=True)
    except ValidationError as error:
        wrong = [detail for detail in _no_echo(error.errors(include_url=False)) if whole or detail["type"] != "missing"]
        errors += dict.fromkeys(_file_error(path, lines, model, detail) for detail in wrong[:MOST_FAULTS])
        if len(wrong) > MOST_FAULTS:
            errors.append(FileError(path, 1, f"{len(wrong) - MOST_FAULTS} more faults: mend these first"))
        if errors:
            raise FileErrors(errors) from error
    if errors:
        raise FileErrors(errors)
    return made


def _no_echo(wrong: list[ErrorDetails]) -> list[ErrorDetails]:
    """Without "too few" of a list whose items are wrong: those are told, and would have been enough."""
    within = {detail["loc"][:length] for detail in wrong for length in range(1, len(detail["loc"]))}
    return [detail for detail in wrong if detail["type"] != "too_short" or detail["loc"] not in within]


class _LinesWhenAsked:
    """The lines of a text, looked up when the first fault is told: a good file costs nothing."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines: Lines | None = None

    def of(self, *keys: str | int) -> int:
        """See ``Lines.of``."""
        self._lines = self._lines or Lines(self._text)
        return self._lines.of(*keys)


def _strange_values(data: dict[str, Any], model: type[BaseModel], text: str) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """What JSON would not show: a day where none belongs, and unseen characters that were written as an escape."""
    escaped = re.search(r"\\[uUbfr]", text) is not None
    if not escaped and not re.search("[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{2}:[0-9]{2}:", text):
        return

    def walk(value: Any, here: tuple[Any, ...], keys: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
        if isinstance(value, dict | list):
            for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
                if escaped and isinstance(key, str) and any(unseen(key)):
                    yield (*keys, key), next(unseen(key))[1]
                yield from walk(inner, tuple(one for kind in here for one in _inside(kind, key)), (*keys, key))
        elif isinstance(value, date | time) and str in here:
            yield keys, f"'{_spelled(keys)}': a day stands here: write \"text\" in quotes"
        elif escaped and isinstance(value, str) and any(unseen(value)):
            yield keys, f"'{_spelled(keys)}': {next(unseen(value))[1]}"

    yield from walk(data, (model,), ())


def _file_error(path: Path, lines: _LinesWhenAsked, model: type[BaseModel], detail: ErrorDetails) -> FileError:
    if "[key]" in detail["loc"]:
        return FileError(path, lines.of(detail["loc"][0]), f"'{short(str(detail['loc'][0]))}': {what_to_write(detail)}")
    places = _places(model, detail["loc"])
    keys = tuple(key for key, _ in places)
    line = lines.of(*keys)
    owner = places[-2][1] if len(places) > 1 else (model,)
    last = str(keys[-1]) if keys else ""
    context: dict[str, Any] = detail.get("ctx", {})
    if detail["type"] == "extra_forbidden":
        return FileError(path, line, f"unknown key '{short(last)}'{nearest(last, _keys_of(owner))}")
    if detail["type"] == "missing":
        return FileError(path, lines.of(*keys[:-1]), f"'{last}' is missing")
    if detail["type"] == "union_tag_invalid":
        known = re.findall(r"'([^']*)'", str(context["expected_tags"]))
        keyword, tag = str(context["discriminator"]).strip("'"), str(context["tag"])
        return FileError(path, lines.of(*keys, keyword), f"unknown {keyword} '{short(tag)}'{nearest(tag, known)}")
    if detail["type"] == "union_tag_not_found":
        tag, given = str(context["discriminator"]).strip("'"), detail["input"]
        if wrong := next((str(key) for key in given if nearest(str(key), [tag])), "") if isinstance(given, dict) else "":
            return FileError(path, lines.of(*keys, wrong), f"unknown key '{short(wrong)}'{nearest(wrong, [tag])}")
        return FileError(path, line, f"'{tag}' is missing")
    if detail["type"] == "literal_error":
        known = re.findall(r"'([^']*)'", str(context["expected"]))
        given = detail["input"] if isinstance(detail["input"], str) else ""
        return FileError(path, line, f"'{_spelled(keys)}' must be one of {', '.join(known)}{nearest(given, known)}")
    return FileError(path, line, f"'{_spelled(keys)}': {what_to_write(detail)}")


def _spelled(keys: Sequence[str | int]) -> str:
    names = [short(str(key)) for key in keys if isinstance(key, str)]
    return names[-1] if names else "file"


def _places(model: type[BaseModel], loc: Sequence[str | int]) -> list[tuple[str | int, tuple[Any, ...]]]:
    """Follow pydantic's ``loc`` through the types: [(key as written in the file, types that may stand there)]; union tags are left out."""
    here: tuple[Any, ...] = (model,)
    places: list[tuple[str | int, tuple[Any, ...]]] = []
    for key in loc:
        tagged = [kind for kind in here if _is_model(kind) and isinstance(key, str) and key in _tags(kind)]
        if tagged and len(here) > 1:
            here = tuple(tagged)
            if places:
                places[-1] = (places[-1][0], here)
            continue
        here = tuple(inner for kind in here for inner in _inside(kind, key))
        places.append((key, here))
    return places


def _inside(kind: Any, key: str | int) -> tuple[Any, ...]:
    if _is_model(kind):
        if issubclass(kind, RootModel):
            return tuple(inner for root in _plain(kind.model_fields["root"].annotation) for inner in _inside(root, key))
        for name, field in kind.model_fields.items():
            if key in (name, field.alias):
                return _plain(field.annotation)
        return ()
    arguments = typing.get_args(kind)
    if typing.get_origin(kind) is dict and len(arguments) == 2:
        return _plain(arguments[1])
    return tuple(inner for argument in arguments if argument is not Ellipsis for inner in _plain(argument))


def _plain(annotation: Any) -> tuple[Any, ...]:
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _plain(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return tuple(inner for argument in typing.get_args(annotation) for inner in _plain(argument))
    return (annotation,)


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _tags(kind: type[BaseModel]) -> tuple[Any, ...]:
    fields = [kind.model_fields[name] for name in ("kind", "type") if name in kind.model_fields]
    return tuple(tag for field in fields if typing.get_origin(field.annotation) is Literal for tag in typing.get_args(field.annotation))


def _keys_of(kinds: Sequence[Any]) -> list[str]:
    return [field.alias or name for kind in kinds if _is_model(kind) for name, field in kind.model_fields.items()]
