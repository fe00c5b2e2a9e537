"""Evidence files: what was played, on which code, where, and how it ended; written whole or not at all.

Rules

- Everything counted was played on one and the same measured code: ``sources`` is its SHA-256. Other code begins anew; what was
  there goes to ``earlier``.
- Several machines may share a campaign: each plays from one seed to another into a share of its own, and shares are joined in order.
- What failed is mended, not played again until it passes: the same code is refused.
- ``done`` is the sum of all runs and never more than ``whole``; a failure has the seed and count that bring it back.
- ``current`` is a claim: complete, without failures, and about the code of this tree. Only :func:`claim` makes it.
"""
from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from rehearsal.soak.campaign import Campaign, UnknownCampaign, file_of, find

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "evidence"
KEPT = 5
"""So many earlier attempts are kept."""
State = Literal["not begun", "begun", "complete", "stale", "failed"]
Count = Annotated[int, Field(ge=0)]


class Record(BaseModel):
    """Base of everything in an evidence file."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Failure(Record):
    """One thing that went wrong; ``play(seed, count)`` of the campaign shows it again."""

    seed: Count
    count: Annotated[int, Field(ge=1)]
    what: Annotated[str, Field(min_length=1)]


class Run(Record):
    """One sitting: seeds ``first`` to ``first + done``, ``step`` at a time; load averages (1, 5, 15 min) before and after."""

    first: Count
    done: Annotated[int, Field(ge=1)]
    step: Annotated[int, Field(ge=1)]
    commit: str
    machine: dict[str, str | int]
    load: tuple[float, float, float]
    load_after: tuple[float, float, float]
    started: str
    ended: str


class Attempt(Record):
    """All runs on the same measured code."""

    sources: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    start: Count = 0
    """The first seed; other than 0 only in a share of a campaign, which is joined to the whole later."""
    done: Count = 0
    counts: dict[str, int] = {}
    most: dict[str, float] = {}
    failures: tuple[Failure, ...] = ()
    runs: tuple[Run, ...] = ()

    @model_validator(mode="after")
    def _adds_up(self) -> Attempt:
        place = self.start
        for run in self.runs:
            if run.first != place:
                raise ValueError(f"a run begins at seed {run.first}, the one before ended at {place}")
            place += run.done
        if place != self.next:
            raise ValueError(f"done is {self.done}, its runs have {place - self.start}")
        return self

    @property
    def next(self) -> int:
        """The seed to go on with."""
        return self.start + self.done


class Evidence(Attempt):
    """The whole file of one campaign."""

    campaign: str
    what: str
    unit: str
    whole: Annotated[int, Field(ge=1)]
    current: bool = False
    earlier: tuple[Attempt, ...] = ()

    @model_validator(mode="after")
    def _within(self) -> Evidence:
        if self.next > self.whole:
            raise ValueError(f"done is {self.next}, the whole is {self.whole}")
        return self


class Malformed(ValueError):
    """An evidence file that cannot be believed; the text says why."""


def digest(campaign: Campaign, root: Path = ROOT) -> str:
    """SHA-256 over names and contents of the measured files. Raises ``Malformed`` for a pattern that matches nothing."""
    files: set[Path] = {file_of(campaign.name)}
    for pattern in campaign.sources:
        found = [path for path in root.glob(pattern) if path.is_file() and "__pycache__" not in path.parts]
        if not found:
            raise Malformed(f"{campaign.name}: no file matches {pattern!r}")
        files.update(found)
    whole = hashlib.sha256()
    for path in sorted(files):
        name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
        whole.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


def path_of(name: str, folder: Path = FOLDER) -> Path:
    """Where the evidence of a campaign stands."""
    return folder / f"{name}.json"


def load(path: Path) -> Evidence:
    """Read one file. Raises ``Malformed``, ``OSError``."""
    evidence = load_share(path)
    if evidence.campaign != path.stem:
        raise Malformed(f"{path.name}: it is about {evidence.campaign!r}")
    if evidence.start:
        raise Malformed(f"{path.name}: it is a share from seed {evidence.start} on; join it to the whole")
    return evidence


def load_share(path: Path) -> Evidence:
    """Read what one of several machines played. Raises ``Malformed``, ``OSError``."""
    try:
        return Evidence.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise Malformed(f"{path.name}: {'; '.join(_said(one['loc'], one['msg']) for one in error.errors(include_url=False))}") from error


def joined(whole: Evidence, share: Evidence) -> Evidence:
    """The whole with what another machine played from where it stands. Raises ``Malformed`` for other code or another place."""
    if share.campaign != whole.campaign or share.sources != whole.sources:
        raise Malformed(f"the share is about {share.campaign} on other code than this")
    if share.start != whole.next:
        raise Malformed(f"the share begins at seed {share.start}, the whole stands at {whole.next}")
    return whole.model_copy(update={
        "done": whole.done + share.done, "counts": added(whole.counts, share.counts), "most": largest(whole.most, share.most),
        "failures": whole.failures + share.failures, "runs": whole.runs + share.runs,
    })


def added(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    """Both counts, added up by name."""
    return {name: one.get(name, 0) + other.get(name, 0) for name in sorted({*one, *other})}


def largest(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    """The larger of both by name."""
    return {name: max(each[name] for each in (one, other) if name in each) for name in sorted({*one, *other})}


def _said(place: tuple[int | str, ...], what: str) -> str:
    return f"{'.'.join(map(str, place)) or 'the whole'}: {what}"


def save(path: Path, evidence: Evidence) -> None:
    """Replace the file; whoever is killed meanwhile leaves the one before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as file:
        file.write(evidence.model_dump_json(indent=1) + "\n")
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def begin(campaign: Campaign, path: Path, now: str, share: int | None = None) -> Evidence:
    """What was played on this very code so far, or a fresh start with the earlier attempt kept.

    ``share``: the first seed of a share. Raises ``Malformed`` where this very code has failed: it is mended, not played until it passes.
    """
    fresh = Evidence(campaign=campaign.name, what=campaign.what, unit=campaign.unit, whole=campaign.whole, sources=now, start=share or 0)
    if not path.exists():
        return fresh
    old = load(path) if share is None else load_share(path)
    if old.sources == now and old.failures:
        one = old.failures[0]
        raise Malformed(f"{campaign.name} failed on this very code; mend it first: --seed {one.seed} --count {one.count} ({one.what})")
    if old.sources == now and old.whole == campaign.whole:
        return old
    before = Attempt.model_validate(old.model_dump(include=set(Attempt.model_fields)))
    return fresh.model_copy(update={"earlier": ((before,) if before.runs else ()) + old.earlier[:KEPT - 1]})


def state(campaign: Campaign, evidence: Evidence | None, now: str) -> State:
    """How a campaign stands with this tree."""
    if evidence is None:
        return "not begun"
    if evidence.sources != now or evidence.whole != campaign.whole:
        return "stale"
    if evidence.failures:
        return "failed"
    return "complete" if evidence.done == evidence.whole else "begun"


def faults(path: Path) -> list[str]:
    """What is wrong with one file; a stale one is none unless it claims to be current."""
    try:
        evidence = load(path)
        campaign = find(evidence.campaign)
        now = digest(campaign)
    except (Malformed, UnknownCampaign) as error:
        return [str(error)]
    found = [f"{path.name}: seed {one.seed}, count {one.count}: {one.what}" for one in evidence.failures]
    standing = state(campaign, evidence, now)
    if evidence.current and standing != "complete":
        found.append(f"{path.name}: it claims to be current and is {standing}; play it again, or withdraw the claim")
    return found


def claim(campaign: Campaign, path: Path) -> Evidence:
    """From now on this is what the project says of its code. Raises ``Malformed`` where it would not be true."""
    evidence = load(path) if path.exists() else None
    standing = state(campaign, evidence, digest(campaign))
    if evidence is None or standing != "complete":
        raise Malformed(f"{campaign.name} is {standing}: only what is complete can be claimed")
    return evidence.model_copy(update={"current": True})
