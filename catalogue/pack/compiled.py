"""The compiled catalogue: everything that the files of a directory say, and the shared wording, as one JSON text.

Rules:

* The same sources make the same octets: files in the order of their names, keys as written (the sums of a flow build on those
  above them, so keys are not sorted), no spaces, UTF-8.
* It is decoded by the very models that read the files, as strictly.
* ``sha256`` is the digest of the sources, so whoever reads files and whoever reads a pack can tell that they have the same.
* ``form`` is the version of this layout; another one is not guessed at.
"""
from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from catalogue.fields import Fields
from catalogue.flow import Agencies, Catalogue, Flow, assembled, digest, flow_paths, read_catalogue
from catalogue.lines import FileError, FileErrors, loaded
from catalogue.questions import Questions
from catalogue.tables import Table
from catalogue.toml import Schema

FORM = 1


class NotCompiled(ValueError):
    """These octets are no compiled catalogue that this program can read; the message says what to do."""


class Compiled(Schema):
    """The whole text. ``wording``: shared wording by language and key; empty where it was not compiled in."""

    form: Literal[1]
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    flows: dict[str, Flow]
    fields: Fields
    tables: dict[str, Table]
    agencies: Agencies
    questions: Questions
    wording: dict[str, dict[str, str]]


def compiled(directory: Path, locale: Path | None = None) -> bytes:
    """Compile a directory of flows, with ``locale`` the wording too. Raises ``FileErrors`` with every fault of its files."""
    catalogue = read_catalogue(directory)
    wording = _wording(locale) if locale is not None else {}

    def data(path: Path) -> dict[str, Any]:
        return loaded(path, path.read_text("utf-8"))

    flows = {str(flow["id"]): flow for flow in map(data, flow_paths(directory))}
    tables = {path.stem: data(path) for path in sorted((directory / "tables").glob("*.toml"))}
    whole = {
        "form": FORM, "sha256": digest(directory), "flows": flows, "fields": data(directory / "fields.toml"), "tables": tables,
        "agencies": data(directory / "agencies.toml"), "questions": data(directory / "questions.toml"), "wording": wording,
    }
    octets = json.dumps(whole, ensure_ascii=False, separators=(",", ":"), default=str).encode()
    if decoded(octets) != replace(catalogue, wording=wording):
        raise FileErrors([FileError(directory, 1, "a file changed while it was read; compile again")])
    return octets


def decoded(octets: bytes) -> Catalogue:
    """The catalogue of a compiled text. Raises ``NotCompiled``."""
    try:
        with _nothing_is_garbage():
            held = Compiled.model_validate_json(octets, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "whole text"
        raise NotCompiled(f"is no catalogue that this program reads ({where}: {first['msg']}); update the program") from None
    return assembled(held.flows, held.fields, held.tables, held.agencies, held.questions, held.sha256, held.wording)


def _wording(locale: Path) -> dict[str, dict[str, str]]:
    from catalogue.words import read_wording

    return {path.stem: read_wording(path)[0] for path in sorted(locale.glob("*.po"))}


@contextmanager
def _nothing_is_garbage() -> Iterator[None]:
    """Keep the collector out while a hundred thousand objects are made that all stay: looking them through takes half as long again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
