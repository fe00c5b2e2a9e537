"""The keys of a file as the manual lists them: what each class says of itself, what may stand there, and an example from the files.

* A key's words are those of its class's docstring (lines that begin with the key), else its own description, else its part's.
* The example of a kind of step or type of field is the shortest that serves.
"""
from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel

from catalogue.fields import FieldBase, FieldKind
from catalogue.flow import Catalogue, Flow
from catalogue.steps import Step, StepBase
from catalogue.verbs.plain import manual, plain
from catalogue.verbs.schema import shape

NEW = "\n"
_KEY = re.compile(r"^ *``(\w+)``(.*)$", re.M)


def rules(docstring: str) -> str:
    """The rules of a module, those lines that begin with a star, as a list."""
    lines = docstring[docstring.index("\n* ") + 1:].split("\n")
    return plain_lines("\n".join(line.replace("* ", "- ", 1) if line.startswith("* ") else line for line in lines))


def plain_lines(text: str) -> str:
    """The same without a programmer's marks, a rule a line."""
    return "\n".join(plain(one, "`") for one in re.split(r"\n(?=- )", text.strip()))


def top_keys() -> str:
    """The keys of a service file, one a line."""
    schema = shape(Flow)
    said = dict(_KEY.findall(Flow.__doc__ or ""))
    rows = []
    for name, part in schema["properties"].items():
        words = said.get(name, "").lstrip(": ") or part.get("description", "") or _about(part, schema)
        must = "yes" if name in schema["required"] else ""
        rows.append(f"| `{name}` | {may_be(part, schema)} | {must} | {told(words)} |")
    made = "\n".join(("| key | what may stand there | must | |", "|---|---|---|---|", *rows))
    return "\n\n".join((made, *_sections(schema)))


def _sections(schema: Mapping[str, Any]) -> Iterator[str]:
    """The parts of a service file that have keys of their own, but for the steps."""
    for name, part in schema["properties"].items():
        found = _referred(part, schema)
        if name not in ("step", "text") and found is not None and "properties" in found:
            head = f"[[{name}]]" if part.get("type") == "array" else f"[{name}]"
            yield f"**`{head}`** {told(found.get('description', '')).replace(NEW + NEW, ' ')}\n{_listed(found, schema)}"


def _listed(model: Mapping[str, Any], schema: Mapping[str, Any], but: tuple[str, ...] = ()) -> str:
    required = model.get("required", ())
    lines = []
    for name, part in model["properties"].items():
        if name not in but:
            words = told(part.get("description", ""))
            must = "" if name in required else ", may be left out"
            lines.append(f"- `{name}`: {may_be(part, schema)}{must}{f'; {words}' if words else ''}")
    return "\n".join(lines)


def told(text: str) -> str:
    """What a class says, with what stands for a word of the file (``<step>.heading``) as a word of the file."""
    parts = re.split(r"(`[^`]*`)", plain(text, "`"))
    return "".join(part if part.startswith("`") else re.sub(r"[\w.]*<\w+>[\w.<>*]*\w>?\*?|[\w.]*<\w+>", r"`\g<0>`", part) for part in parts)


def steps(catalogue: Catalogue) -> str:
    """A section a kind of step."""
    every = [step for flow in (*catalogue.flows.values(), *catalogue.definitions.values()) for step in flow.steps]
    made = []
    for kind in get_args(get_args(Step)[0]):
        name = get_args(kind.model_fields["kind"].annotation)[0]
        examples = [one for step in every if step.kind == name and (one := _step(step)).count("\n") > 1]
        made.append(_part(name, kind, examples, ("kind", "name", "when")))
    return "\n\n".join(made)


def fields(catalogue: Catalogue) -> str:
    """A section a type of field, with the fields of that type that are there."""
    made = []
    for kind in get_args(get_args(FieldKind)[0]):
        name = get_args(kind.model_fields["type"].annotation)[0]
        those = [key for key in catalogue.fields.names() if catalogue.fields[key].type == name]
        examples = [_field(key, catalogue.fields[key]) for key in those]
        there = f"\\\nThere are: {', '.join(f'`{key}`' for key in those)}." if those else ""
        made.append(_part(name, kind, examples, ("type", "personal")) + there)
    return "\n\n".join(made)


def _part(name: str, model: type[BaseModel], examples: list[str], but: tuple[str, ...]) -> str:
    schema = shape(model)
    keys = _listed(schema, schema, but)
    shortest = min(examples, key=lambda one: (len(one), one), default="")
    example = f"```toml\n{shortest}\n```" if "\n" in shortest else NEW * bool(keys) + shortest
    return "\n".join(part for part in (f"### {name}\n{told(manual(model, '`').replace(NEW + NEW, ' '))}", keys, example) if part)


def _step(step: StepBase) -> str:
    lines = ["[[step]]"]
    tables = []
    for key, value in step.model_dump(by_alias=True, exclude_defaults=True).items():
        if isinstance(value, dict):
            tables += [f"[step.{key}]", *(f"{name} = {toml(one)}" for name, one in value.items())]
        else:
            lines.append(f"{key} = {toml(value)}")
    return "\n".join((*lines, *tables))


def _field(name: str, field: FieldBase) -> str:
    written = field.model_dump(by_alias=True, exclude_defaults=True, exclude_unset=True)
    return f"Written: {' · '.join(f'`{one}`' for one in (f'[{name}]', *(f'{key} = {toml(value)}' for key, value in written.items())))}"


def toml(value: Any) -> str:
    """A value as it is written in a file."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {toml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _referred(part: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The part of the schema that a key, or each item of its list, is."""
    for one in (part, part.get("items", {}), *part.get("anyOf", ())):
        if "$ref" in one:
            found: Mapping[str, Any] = schema["$defs"][one["$ref"].rsplit("/", 1)[1]]
            return found
    return None


def _about(part: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    found = _referred(part, schema)
    return str(found.get("description", "")).partition("\n")[0] if found else ""


def may_be(part: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """What may stand at a key, in words."""
    if "anyOf" in part:
        return may_be(next(one for one in part["anyOf"] if one.get("type") != "null"), schema)
    if "$ref" in part:
        return "a part of its own"
    if "const" in part:
        return f'`"{part["const"]}"`'
    if "enum" in part:
        return " or ".join(f'`"{one}"`' for one in part["enum"])
    if part.get("type") == "array":
        items = part.get("items", {})
        many = may_be(items, schema).replace("a word", "words").replace("a whole number", "whole numbers").replace("a code", "codes")
        return "parts of their own" if "$ref" in items or "oneOf" in items else f"a list of {many}"
    if part.get("type") == "integer":
        least, most = part.get("minimum"), part.get("maximum")
        return "a whole number" + (f" from {least}" if least is not None else "") + (f" to {most}" if most is not None else "")
    words = {"boolean": "`true` or `false`", "object": "lines `name = …`", "string": "a text"}
    return _by_pattern(str(part["pattern"])) if "pattern" in part else words.get(str(part.get("type")), "a value")


def _by_pattern(pattern: str) -> str:
    known = {
        r"^[1-9][0-9]{0,3}s$": "seconds, as `\"180s\"`",
        r"^[1-9][0-9]{0,2}[mhd]$": "`\"5m\"` minutes, `\"2h\"` hours, `\"12d\"` working days",
        r"^[1-9][0-9]{0,2}[dmy]$": "`\"30d\"` days, `\"6m\"` months, `\"5y\"` years", r"^[A-Z]{1,2}[0-9]{1,2}$": "a code as `\"LT05\"`",
    }
    return known.get(pattern, "a word")
