"""What is kept: by parser, one example of every way in which reading ended."""
from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from wire.codec.strict import b64, unb64

KEPT = Path(__file__).with_name("corpus.json")


def load() -> dict[str, tuple[bytes, ...]]:
    """The corpus; {} where none was gathered yet."""
    if not KEPT.exists():
        return {}
    return {name: tuple(map(unb64, every)) for name, every in json.loads(KEPT.read_text("ascii")).items()}


def save(kept: Mapping[str, Sequence[bytes]]) -> None:
    """Write it anew, shortest first."""
    told = {name: sorted(map(b64, every), key=lambda one: (len(one), one)) for name, every in sorted(kept.items()) if every}
    KEPT.write_text(json.dumps(told, indent=1) + "\n", "ascii")
