"""Finds the rows, measures them, holds them against ``bench/targets.toml`` and writes ``build/bench.json``."""
from __future__ import annotations

import importlib
import json
import os
import platform
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import Field, model_validator

from bench.measurement import Measurement, NotMeasured
from catalogue.toml import Schema, nearest, read

ROOT = Path(__file__).resolve().parent.parent
ROWS = Path(__file__).parent / "rows"
TARGETS = Path(__file__).parent / "targets.toml"
MIN_ROUNDS = 5

Measure = Callable[[int], Iterable[Measurement]]


class UnknownRow(ValueError):
    """No such row; the text names the nearest one."""


class Target(Schema):
    """What a line must not exceed: a ratio to its peer, or a figure of its own in the row's unit; exactly one of the two."""

    ratio: float | None = Field(default=None, gt=0)
    ours: float | None = Field(default=None, gt=0)
    why: str = Field(min_length=10, description="where the number comes from")

    @model_validator(mode="after")
    def _one(self) -> Target:
        if (self.ratio is None) == (self.ours is None):
            raise ValueError("a target has either ratio or ours")
        return self

    def met(self, measured: Measurement) -> bool:
        """Whether the measurement keeps within it."""
        if self.ratio is not None:
            return measured.ratio <= self.ratio
        return self.ours is not None and measured.ours <= self.ours

    def limit(self) -> dict[str, float]:
        """The number with its meaning: ``{"ratio": 1.0}`` or ``{"ours": 400.0}``."""
        return {"ratio": self.ratio} if self.ratio is not None else {"ours": self.ours or 0.0}


class Targets(Schema):
    """The whole of ``targets.toml``: a table ``[target."row"]`` or ``[target."row.part"]`` each."""

    target: dict[str, Target]


@dataclass(frozen=True)
class Row:
    """One line of ``build/bench.json``. ``raw`` has every round of both; ``load`` is the load average (1, 5, 15 min) at its start."""

    row: str
    ours: float
    peer_name: str
    peer: float
    ratio: float
    unit: str
    target: dict[str, float]
    met: bool
    rounds: int
    raw: dict[str, list[float]]
    commit: str
    started: str
    load: list[float]


def names() -> list[str]:
    """Every row there is, by its file's name with hyphens."""
    return sorted(path.stem.replace("_", "-") for path in ROWS.glob("*.py") if path.stem != "__init__")


def chosen(only: str | None) -> list[str]:
    """The rows named in a comma-separated list, all without one. Raises ``UnknownRow``."""
    known = names()
    wanted = [name.strip() for name in only.split(",") if name.strip()] if only else known
    for name in wanted:
        if name not in known:
            raise UnknownRow(f"no row {name!r}{nearest(name, known)} There are: {', '.join(known)}")
    return wanted


def targets(path: Path = TARGETS) -> dict[str, Target]:
    """Read the targets. Raises ``catalogue.toml.FileErrors``."""
    return read(path, Targets).target


def load_row(name: str) -> Measure:
    """The ``measure`` of one row; its libraries are loaded only now."""
    measure: Measure = importlib.import_module(f"bench.rows.{name.replace('-', '_')}").measure
    return measure


def run(name: str, measure: Measure, rounds: int, goals: dict[str, Target]) -> Iterator[Row]:
    """Measure one row, line by line. Raises ``NotMeasured``."""
    started, load, standing = datetime.now(UTC), list(os.getloadavg()), commit()
    for measured in measure(rounds):
        line = f"{name}.{measured.part}" if measured.part else name
        if line not in goals:
            raise NotMeasured(f"{line} has no target; write one into bench/targets.toml")
        yield judge(line, measured, goals[line], standing, started, load)


def judge(line: str, measured: Measurement, goal: Target, standing: str, started: datetime, load: list[float]) -> Row:
    """Hold a measurement against its target. Figures are kept to four significant digits, the rounds as they were."""
    ours, peer = measured.samples
    return Row(
        row=line, ours=_short(measured.ours), peer_name=measured.peer_name, peer=_short(measured.peer), ratio=_short(measured.ratio),
        unit=measured.unit, target=goal.limit(), met=goal.met(measured), rounds=len(ours), raw={"ours": list(ours), "peer": list(peer)},
        commit=standing, started=started.isoformat(timespec="seconds"), load=[round(part, 2) for part in load],
    )


def keep(path: Path, rows: Sequence[Row]) -> None:
    """Write the rows; lines of an earlier run that were not measured again stay, with their own commit and date."""
    earlier = json.loads(path.read_text())["rows"] if path.exists() else []
    fresh = {row.row for row in rows}
    together = [row for row in earlier if row["row"] not in fresh] + [asdict(row) for row in rows]
    path.parent.mkdir(parents=True, exist_ok=True)
    written = {"machine": machine(), "rows": sorted(together, key=lambda row: str(row["row"]))}
    path.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n")


def table(rows: Iterable[Row]) -> str:
    """The rows for people, as a Markdown table."""
    lines = ["| row | ours | peer | ratio | unit | peer is | target | met |", "|---|---:|---:|---:|---|---|---|---|"]
    for row in rows:
        goal = " ".join(f"{name} ≤ {number:g}" for name, number in row.target.items())
        figures = f"{row.ours:g} | {row.peer:g} | {row.ratio:g}"
        lines.append(f"| {row.row} | {figures} | {row.unit} | {row.peer_name} | {goal} | {'yes' if row.met else 'NO'} |")
    return "\n".join(lines)


def commit() -> str:
    """The commit this checkout stands at, with ``-dirty`` where files differ from it; '' outside git."""
    asked = ["git", "-c", f"safe.directory={ROOT}", "describe", "--always", "--abbrev=40", "--exclude=*", "--dirty"]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()


def machine() -> dict[str, str | int]:
    """What the figures were taken on."""
    models = [line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return {"cpu": models[0] if models else platform.machine(), "cores": os.cpu_count() or 1, "kernel": platform.release(),
            "python": platform.python_version()}


def _short(number: float) -> float:
    return float(f"{number:.4g}")
