"""Reads a TOML file into a frozen model and reports every fault at once, each with its line.

The rules:

* A file that is not TOML, or holds a key twice, has one error: the parser's.
* Otherwise every unknown key, missing key and wrong value is reported, in the order of lines.
* An unknown key or word is reported with its nearest spelling, where one is near.
* Values are never repeated in a message: a settings file may hold secrets.
"""
from __future__ import annotations

import json
import re
import types
import typing
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from catalogue.lines import FileError, FileErrors, Lines, loaded, nearest

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
    return parse(path, path.read_text(encoding="utf-8"), model)


def parse(path: Path, text: str, model: type[Model]) -> Model:
    """Read ``text`` as the content of ``path``. Raises ``FileErrors``."""
    data = loaded(path, text)
    try:
        return model.model_validate_json(json.dumps(data, default=str), strict=True)
    except ValidationError as error:
        lines = Lines(text)
        raise FileErrors(_file_error(path, lines, model, detail) for detail in error.errors(include_url=False)) from error


def _file_error(path: Path, lines: Lines, model: type[BaseModel], detail: ErrorDetails) -> FileError:
    places = _places(model, detail["loc"])
    keys = tuple(key for key, _ in places)
    line = lines.of(*keys)
    owner = places[-2][1] if len(places) > 1 else (model,)
    last = str(keys[-1]) if keys else ""
    context: dict[str, Any] = detail.get("ctx", {})
    if detail["type"] == "extra_forbidden":
        return FileError(path, line, f"unknown key '{last}'{nearest(last, _keys_of(owner))}")
    if detail["type"] == "missing":
        return FileError(path, lines.of(*keys[:-1]), f"'{last}' is missing")
    if detail["type"] == "union_tag_invalid":
        known = re.findall(r"'([^']*)'", str(context["expected_tags"]))
        keyword = str(context["discriminator"]).strip("'")
        return FileError(path, lines.of(*keys, keyword), f"unknown {keyword} '{context['tag']}'{nearest(str(context['tag']), known)}")
    if detail["type"] == "union_tag_not_found":
        return FileError(path, line, f"{context['discriminator']} is missing")
    if detail["type"] == "literal_error":
        known = re.findall(r"'([^']*)'", str(context["expected"]))
        given = detail["input"] if isinstance(detail["input"], str) else ""
        return FileError(path, line, f"'{_spelled(keys)}' must be one of {', '.join(known)}{nearest(given, known)}")
    return FileError(path, line, f"'{_spelled(keys)}': {_sentence(detail['msg'])}")


def _spelled(keys: Sequence[str | int]) -> str:
    names = [str(key) for key in keys if isinstance(key, str)]
    return names[-1] if names else "file"


def _sentence(message: str) -> str:
    message = message.removeprefix("Value error, ").removeprefix("Input ")
    return message[:1].lower() + message[1:]


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
    field = kind.model_fields.get("kind")
    return typing.get_args(field.annotation) if field else ()


def _keys_of(kinds: Sequence[Any]) -> list[str]:
    return [field.alias or name for kind in kinds if _is_model(kind) for name, field in kind.model_fields.items()]
