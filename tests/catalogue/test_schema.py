"""``flows schema``: what an editor gets, held against every real file by a validator that is not ours, and against broken ones."""
from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

ROOT = Path(__file__).parents[2]
FLOWS = ROOT / "flows"
PLACES = {"flow": "*-*/*.toml", "fields": "fields.toml", "table": "tables/*.toml", "agencies": "agencies.toml",
          "questions": "questions.toml"}
FLOW, FIELDS, TABLE = "changhua-tax/property-list.toml", "fields.toml", "tables/deadlines.toml"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("schema")
    told = subprocess.run([sys.executable, "-m", "kiosk", "flows", "schema", "--out", str(out)], cwd=ROOT, capture_output=True, text=True,
                          timeout=120)
    assert told.returncode == 0, told.stderr
    return out


@pytest.fixture(scope="module")
def schemas(out: Path) -> dict[str, Any]:
    return {kind: json.loads((out / f"{kind}.json").read_text("utf-8")) for kind in PLACES}


def faults(schema: dict[str, Any], text: str) -> list[str]:
    data = json.loads(json.dumps(tomllib.loads(text), default=str))
    return [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(data)]


def test_every_schema_is_one_and_every_class_in_it_is_explained(schemas: dict[str, Any]) -> None:
    for kind, schema in schemas.items():
        jsonschema.Draft202012Validator.check_schema(schema)
        classes = {kind: schema, **schema.get("$defs", {})}
        assert [name for name, part in classes.items() if not part.get("description")] == []
        assert "``" not in json.dumps(schema)
        assert ":mod:" not in json.dumps(schema)


@pytest.mark.parametrize("kind", PLACES)
def test_every_real_file_fits_its_schema(schemas: dict[str, Any], kind: str) -> None:
    files = sorted(FLOWS.glob(PLACES[kind]))
    assert files
    found = {path.relative_to(FLOWS).as_posix(): faults(schemas[kind], path.read_text("utf-8")) for path in files}
    assert {name: said for name, said in found.items() if said} == {}


BROKEN = [
    ("flow", FLOW, 'kind = "review"', 'kind = "reveiw"'),
    ("flow", FLOW, 'kind = "review"', 'kind = "review"\npaper = "a4"'),
    ("flow", FLOW, 'agency      = "changhua-tax"', 'agency      = "changhua-tux"'),
    ("flow", FLOW, "version     = 1", 'version     = "1"'),
    ("flow", FLOW, "agency      =", "agncy       ="),
    ("flow", FLOW, 'at_most = "180s"', 'at_most = "for ever"'),
    ("flow", FLOW, 'fields = ["mobile"]', 'fields = ["mobil"]'),
    ("flow", FLOW, 'evidence = ["certificate"]', 'evidence = ["certificat"]'),
    ("fields", FIELDS, 'type     = "id"', 'type     = "idd"'),
    ("fields", FIELDS, "personal = true", "personal = 1"),
    ("table", TABLE, "valid_from", "valid_form"),
    ("table", TABLE, "source", "sauce"),
]


@pytest.mark.parametrize(("kind", "file", "good", "bad"), BROKEN, ids=[f"{file}:{bad}" for _, file, _, bad in BROKEN])
def test_a_broken_file_is_refused(schemas: dict[str, Any], kind: str, file: str, good: str, bad: str) -> None:
    text = (FLOWS / file).read_text("utf-8")
    assert good in text
    assert faults(schemas[kind], text) == []
    assert faults(schemas[kind], text.replace(good, bad, 1)) != []


def test_the_editor_is_told_which_file_has_which_schema(out: Path) -> None:
    rules = tomllib.loads((out / "taplo.toml").read_text("utf-8"))["rule"]
    told = {Path(rule["schema"]["path"]).stem: rule["include"] for rule in rules}
    assert told["fields"] == ["flows/fields.toml"]
    assert "flows/changhua-tax/*.toml" in told["flow"]
    assert set(told) == set(PLACES)
