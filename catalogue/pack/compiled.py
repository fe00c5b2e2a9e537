"""The compiled catalogue: everything that the files of a directory say, and the shared wording, as one JSON text.

Rules:

* The same sources make the same octets: files in the order of their names, keys as written (the sums of a flow build on those
  above them, so keys are not sorted), no spaces, UTF-8.
* It is decoded by the very models that read the files, as strictly; piece by piece, since a tree of the whole text costs more memory,
  and at a start fresh memory is what takes the time. The flows' words, two fifths of it all, stand apart: their rules (none is empty,
  not too many) need no model.
* ``sha256`` is the digest of the sources, so whoever reads files and whoever reads a pack can tell that they have the same.
* ``form`` is the version of this layout; another one is not guessed at.
"""
import json  # annotations are not put off here: msgspec would have to read them as text at every start
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta
from pydantic import BaseModel, ValidationError

from catalogue.fields import Fields
from catalogue.flow import Agencies, Catalogue, Flow, assembled, digest, flow_paths, read_catalogue
from catalogue.lines import FileError, FileErrors, loaded
from catalogue.questions import Questions
from catalogue.tables import Table

FORM = 2
Texts = Annotated[dict[str, Annotated[dict[str, Annotated[str, Meta(min_length=1)]], Meta(max_length=400)]], Meta(max_length=20)]
"""The words of one flow, held to the rules of :attr:`Flow.texts`."""
Model = TypeVar("Model", bound=BaseModel)


class NotCompiled(ValueError):
    """These octets are no compiled catalogue that this program can read; the message says what to do."""


class Compiled(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole text, cut into what the models read.

    ``texts``: the words of each flow, whose own are left empty. ``wording``: by language and key; empty where it was not compiled in.
    """

    form: int
    sha256: str
    flows: dict[str, msgspec.Raw]
    fields: msgspec.Raw
    tables: dict[str, msgspec.Raw]
    agencies: msgspec.Raw
    questions: msgspec.Raw
    wording: dict[str, dict[str, str]]
    texts: dict[str, Texts] = msgspec.field(default_factory=dict)  # form 1 had none: it is told by its number, not by what it lacks


def compiled(directory: Path, locale: Path | None = None) -> bytes:
    """Compile a directory of flows, with ``locale`` the wording too. Raises ``FileErrors`` with every fault of its files."""
    catalogue = read_catalogue(directory)
    wording = _wording(locale) if locale is not None else {}

    def data(path: Path) -> dict[str, Any]:
        return loaded(path, path.read_text("utf-8"))

    flows = {str(flow["id"]): flow for flow in map(data, flow_paths(directory))}
    texts = {name: flow.pop("text") for name, flow in flows.items()}
    tables = {path.stem: data(path) for path in sorted((directory / "tables").glob("*.toml"))}
    whole = {
        "form": FORM, "sha256": digest(directory), "flows": {name: {**flow, "text": {}} for name, flow in flows.items()}, "texts": texts,
        "fields": data(directory / "fields.toml"), "tables": tables, "agencies": data(directory / "agencies.toml"),
        "questions": data(directory / "questions.toml"), "wording": wording,
    }
    octets = json.dumps(whole, ensure_ascii=False, separators=(",", ":"), default=str).encode()
    if decoded(octets) != replace(catalogue, wording=wording):
        raise FileErrors([FileError(directory, 1, "a file changed while it was read; compile again")])
    return octets


def decoded(octets: bytes) -> Catalogue:
    """The catalogue of a compiled text. Raises ``NotCompiled``."""
    try:
        held = msgspec.json.decode(octets, type=Compiled)
        if held.form != FORM:
            raise NotCompiled(f"is no catalogue that this program reads (form {held.form}, not {FORM}); "
                              f"{'update the program' if held.form > FORM else 'let the bureau publish it anew'}")
        if held.flows.keys() != held.texts.keys():
            raise NotCompiled("is no catalogue that this program reads (a flow without words, or words without a flow); update the program")
        flows = {name: _model(raw, Flow).model_copy(update={"texts": held.texts[name]}) for name, raw in held.flows.items()}
        tables = {name: _model(raw, Table) for name, raw in held.tables.items()}
        agencies, questions = _model(held.agencies, Agencies), _model(held.questions, Questions)
        return assembled(flows, _model(held.fields, Fields), tables, agencies, questions, held.sha256, held.wording)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        why = f"{error.title} {'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        why = str(error)
    raise NotCompiled(f"is no catalogue that this program reads ({why}); update the program")


def _model(raw: msgspec.Raw, model: type[Model]) -> Model:
    return model.model_validate_json(bytes(raw), strict=True)


def _wording(locale: Path) -> dict[str, dict[str, str]]:
    from catalogue.words import read_wording

    return {path.stem: read_wording(path)[0] for path in sorted(locale.glob("*.po"))}
