"""Loading the compiled catalogue in a process that has loaded none before: reading the file, its hash, strict models, the catalogue.

Ours: :meth:`catalogue.pack.shelf.Shelf.read` and :func:`catalogue.pack.compiled.decoded`, as a counter starts from the pack it kept.
Peer: the same octets read and decoded by msgspec into plain typed structs, field by field those of our models, with neither hash nor
rules on their values. Each round is a fresh process for either; its processor time is taken from the first octet to the last object.
What msgspec prepares for a type on its first use counts for either (0.1 and 0.5 ms); what pydantic prepares is done when the models
are imported: without what either prepares the ratio is 2.3.
The libraries are imported before, since a counter needs them anyway, and the collector is off, as it is while a counter starts
(``kiosk/counter.py``). The file is in the page cache from the second round on.
"""
from __future__ import annotations

import gc
import hashlib
import subprocess
import sys
import types
import typing
from collections.abc import Iterator
from functools import reduce
from operator import or_
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

from bench.harness import ROOT
from bench.measurement import Measurement, interleave

SERVICES = 64
"""The handbook's: fewer would be another measurement."""


def ours(path: Path, sha256: str) -> float:
    """Milliseconds of processor time until the catalogue stands."""
    from catalogue.pack.compiled import decoded
    from catalogue.pack.shelf import Held, Shelf

    held = Held(1, "all", sha256, path.stat().st_size, "", "", "")
    began = process_time()
    catalogue = decoded(Shelf(path.parent).read(held))
    took = process_time() - began
    assert len(catalogue.flows) >= SERVICES  # it stands until here: taking it down is not counted
    return took * 1e3


def peer(path: Path) -> float:
    """Milliseconds of processor time until the structs stand."""
    import msgspec

    from catalogue.fields import Fields
    from catalogue.flow import Agencies, Flow
    from catalogue.questions import Questions
    from catalogue.tables import Table

    parts = {"form": int, "sha256": str, "flows": dict[str, Flow],
             "texts": dict[str, dict[str, dict[str, str]]], "fields": Fields, "tables": dict[str, Table], "agencies": Agencies,
             "questions": Questions, "wording": dict[str, dict[str, str]]}
    mirror = Mirror()
    kind: Any = msgspec.defstruct("Whole", [(name, mirror.kind(part)) for name, part in parts.items()])
    began = process_time()
    structs: Any = msgspec.json.Decoder(kind).decode(path.read_bytes())
    took = process_time() - began
    assert len(structs.flows) >= SERVICES
    return took * 1e3


class Mirror:
    """Makes a msgspec struct of each pydantic model: the same fields and types, no rules on values."""

    def __init__(self) -> None:
        self._made: dict[type, Any] = {}

    def struct(self, model: Any) -> Any:
        """The struct of a model."""
        import msgspec

        if model in self._made:
            return self._made[model]
        fields: list[Any] = []
        tag, tag_field = None, None
        for name, field in model.model_fields.items():
            only = typing.get_args(field.annotation) if typing.get_origin(field.annotation) is typing.Literal else ()
            if name in ("kind", "type") and len(only) == 1:
                tag, tag_field = only[0], name
                continue
            default: dict[str, Any] = {} if field.is_required() else {"default": field.default}
            if isinstance(field.default, dict) or field.default_factory is not None:
                default = {"default_factory": dict}
            fields.append((name, self.kind(field.annotation), msgspec.field(name=field.alias or name, **default)))
        self._made[model] = msgspec.defstruct(model.__name__, fields, kw_only=True, frozen=True, tag=tag, tag_field=tag_field)
        return self._made[model]

    def kind(self, annotation: Any) -> Any:
        """What msgspec decodes where pydantic has this annotation."""
        from pydantic import BaseModel, RootModel

        annotation = getattr(annotation, "__value__", annotation)  # a named alias: what it stands for
        origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
        if origin is typing.Annotated:
            return self.kind(arguments[0])
        if origin in (typing.Union, types.UnionType):
            return reduce(or_, (self.kind(one) for one in arguments))
        if origin in (dict, tuple, list):
            return origin[tuple(one if one is Ellipsis else self.kind(one) for one in arguments)]
        if isinstance(annotation, type) and issubclass(annotation, RootModel):
            return self.kind(annotation.model_fields["root"].annotation)
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            return self.struct(annotation)
        return annotation


def measure(rounds: int) -> Iterator[Measurement]:
    """Take turns, a fresh process each."""
    from catalogue.pack.compiled import compiled

    with TemporaryDirectory() as folder:
        octets = compiled(ROOT / "flows", ROOT / "assets" / "locale")
        sha256 = hashlib.sha256(octets).hexdigest()
        path = Path(folder) / f"{sha256}.json"
        path.write_bytes(octets)

        def fresh(which: str) -> float:
            words = [sys.executable, "-m", "bench.rows.catalogue_cold", which, str(path), sha256]
            return float(subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60).stdout)

        samples = interleave(rounds, lambda: fresh("ours"), lambda: fresh("peer"))
        yield Measurement("ms CPU", "msgspec: the same octets as typed JSON", samples)


if __name__ == "__main__":
    gc.disable()
    print(ours(Path(sys.argv[2]), sys.argv[3]) if sys.argv[1] == "ours" else peer(Path(sys.argv[2])))
