"""``flows schema [--out DIR]``: JSON Schema for editors, so that they complete keys and mark what is wrong while it is typed.

* One schema a kind of file: flow, fields, table, agencies, questions; made from the classes that read the files.
* What the directory of flows has at this moment is offered: agencies, fields, tables, notices are words of the schema.
* The schema knows shapes and words; what only the whole can tell (order, wording, expressions) is said by ``flows check``.
"""
from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from catalogue.fields import Fields
from catalogue.flow import Agencies, Catalogue, Flow, load_catalogue
from catalogue.questions import Questions
from catalogue.steps import Consent
from catalogue.tables import Table
from catalogue.verbs.plain import plain

DRAFT = "https://json-schema.org/draft/2020-12/schema"
FILES: dict[str, tuple[type[BaseModel], str]] = {
    "flow": (Flow, "*/*.toml"), "fields": (Fields, "fields.toml"), "table": (Table, "tables/*.toml"),
    "agencies": (Agencies, "agencies.toml"), "questions": (Questions, "questions.toml"),
}
"""Kind of file → the class that reads it, and where such files stand in the directory of flows."""
TABLE_KEYS = ("table", "towns", "roads", "sections")
"""Keys that name a table, whatever class they stand in."""
Words = Mapping[tuple[str, str], list[str]]


def main(arguments: list[str]) -> int:
    """Write the schemas and an editor's rules for them (Taplo, Even Better TOML); the exit status."""
    parser = argparse.ArgumentParser(prog="python -m kiosk flows schema", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("build/schema"), help="directory to write to (build/schema)")
    parser.add_argument("--flows", type=Path, default=Path("flows"), help="directory of flows whose words are offered (flows)")
    asked = parser.parse_args(arguments)
    asked.out.mkdir(parents=True, exist_ok=True)
    words = offered(load_catalogue(asked.flows))
    rules = []
    for kind, (model, where) in FILES.items():
        path = asked.out / f"{kind}.json"
        path.write_text(json.dumps(schema(model, words), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        places = [f"{agency}/*.toml" for agency in words["*", "agency"]] if kind == "flow" else [where]
        include = json.dumps([(asked.flows / place).as_posix() for place in places])
        rules.append(f'[[rule]]\ninclude = {include}\n[rule.schema]\npath = "{path.as_posix()}"\n')
        print(path)
    (asked.out / "taplo.toml").write_text("\n".join(rules), encoding="utf-8")
    print(f"{asked.out / 'taplo.toml'}   (copy it to .taplo.toml where your editor opens the project)")
    return 0


def schema(model: type[BaseModel], words: Words | None = None) -> dict[str, Any]:
    """The JSON Schema of one kind of file; ``words`` are what may stand in a key of a class."""
    made = shape(model)
    for name, part in [(model.__name__, made), *made.get("$defs", {}).items()]:
        for (owner, key), known in (words or {}).items():
            if owner in (name, "*") and key in part.get("properties", {}):
                _offer(part["properties"][key], known, only_examples=key == "purpose")
    found: dict[str, Any] = _tidied(made)
    return {"$schema": DRAFT, **found}


def shape(model: type[BaseModel]) -> dict[str, Any]:
    """What a class says of itself, with the pattern of a named word at every place where such a word stands."""
    made = model.model_json_schema(by_alias=True)
    parts = made.get("$defs", {})
    words = {f"#/$defs/{name}": part for name, part in parts.items() if part.get("type") == "string"}

    def placed(part: Any) -> Any:
        if isinstance(part, list):
            return [placed(one) for one in part]
        if not isinstance(part, dict):
            return part
        word = words.get(part.get("$ref", ""), {})
        return {**word, **{key: placed(value) for key, value in part.items() if not word or key != "$ref"}}

    kept = {name: part for name, part in parts.items() if f"#/$defs/{name}" not in words}
    found: dict[str, Any] = placed({**made, "$defs": kept} if kept else {key: value for key, value in made.items() if key != "$defs"})
    return found


def offered(catalogue: Catalogue) -> dict[tuple[str, str], list[str]]:
    """The words that a directory of flows has for a key, by class and key ('*': every class that has the key)."""
    agencies, tables, fields = sorted(catalogue.agencies), sorted(catalogue.tables), catalogue.fields.names()
    purposes = {step.purpose for flow in catalogue.flows.values() for step in flow.steps if isinstance(step, Consent)}
    return {("*", "agency"): agencies, ("Bureau", "tell"): agencies, ("Bureau", "ask"): agencies,
            **{("*", key): tables for key in TABLE_KEYS}, ("*", "fields"): fields,
            ("Consent", "purpose"): sorted(purposes), ("Then", "flow"): sorted(catalogue.flows)}


def _offer(part: dict[str, Any], known: list[str], only_examples: bool) -> None:
    """Say which words may stand there; purposes only as examples, since a new one may just be in the making."""
    part.get("items", part)["examples" if only_examples else "enum"] = known


def _tidied(part: Any) -> Any:
    """Without what no file can say (null), without the names of programmers, and closed where a class is closed."""
    if isinstance(part, list):
        return [_tidied(one) for one in part]
    if not isinstance(part, dict):
        return part
    made = {key: _tidied(value) for key, value in part.items() if key != "discriminator" and (key != "title" or isinstance(value, dict))}
    if made.get("default", ...) is None:
        del made["default"]
    if "anyOf" in made:
        kept = [one for one in made["anyOf"] if one != {"type": "null"}]
        made = {**made, "anyOf": kept} if len(kept) > 1 else {**{key: value for key, value in made.items() if key != "anyOf"}, **kept[0]}
    if "patternProperties" in made:
        made["additionalProperties"] = False
    if isinstance(made.get("description"), str):
        made["description"] = plain(made["description"])
    return made
