"""``FACES_DIR=… python -m bench.faces``: how many are turned away and how many let in, by the matcher that ships, on a set of faces.

``FACES_DIR`` holds a directory a person, pictures in it; of one set only. Every picture becomes a template as the matcher makes it
(enlarged so that a face is wide enough to pass its gate). A trial draws pictures of two people, or two lots of one person, with none on
both sides, and compares them by ``hardware.face.rules.fused``. FNMR: share of trials of one person above the threshold; FMR: share of
trials of two people at or below it (ISO/IEC 19795-1). Trials of the same people are not independent, so the interval of 95 % comes from
drawing whole people anew (bootstrap), not from the number of trials.
"""
from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bench.measurement import NotMeasured
from hardware.face import rules

DRAWS, AGAIN, WIDE = 20, 200, 460
FMR = 1e-4
SIDES = ((1, 1), (1, 3), (2, 3), (3, 3))
Numbers = NDArray[np.float64]


def folder() -> Path:
    """Where the set lies. Raises ``NotMeasured``."""
    named = os.environ.get("FACES_DIR", "")
    if not named or not Path(named).is_dir():
        raise NotMeasured("FACES_DIR is not set; name a directory that has a directory of pictures a person")
    return Path(named)


@dataclass(frozen=True)
class Set:
    """Templates by person, how many pictures there were, and in how many a face was found."""

    people: tuple[Numbers, ...]
    pictures: int
    found: int


def templates(place: Path) -> Set:
    """The templates of every person of whom at least six pictures show a face."""
    from hardware.face.models import load, seen

    models, people, pictures, found = load(68), [], 0, 0
    for person in sorted(path for path in place.iterdir() if path.is_dir()):
        made = []
        for path in sorted(person.iterdir()):
            with Image.open(path) as picture:
                times = -(-WIDE // picture.width)
                large = picture.convert("RGB").resize((picture.width * times, picture.height * times), Image.Resampling.BICUBIC)
            pixels = np.asarray(large, np.uint8)
            pictures += 1
            boxes = seen(models, pixels)
            if boxes:
                found += 1
                made.append(models.template(pixels, rules.widest(boxes)))
        if len(made) >= sum(SIDES[-1]):
            people.append(np.array(made))
    if len(people) < 2:
        raise NotMeasured(f"{place} holds fewer than two people with six usable pictures each")
    return Set(tuple(people), pictures, found)


@dataclass(frozen=True)
class Trials:
    """Distances of ``DRAWS`` trials of every pair of people: person × person × draw; on the diagonal a person with itself."""

    apart: Numbers

    @property
    def genuine(self) -> Numbers:
        """Of one person."""
        return np.diagonal(self.apart).T.ravel()

    @property
    def impostor(self) -> Numbers:
        """Of two people."""
        return self.apart[~np.eye(len(self.apart), dtype=bool)].ravel()

    def of(self, people: NDArray[np.int64]) -> Trials:
        """The trials among these people only."""
        return Trials(self.apart[np.ix_(people, people)])


def trials(people: tuple[Numbers, ...], portraits: int, lives: int, seed: int) -> Trials:
    """Draw and compare."""
    chance = np.random.default_rng(seed)
    drawn = [[chance.permutation(len(one)) for _ in range(DRAWS)] for one in people]
    apart = np.empty((len(people), len(people), DRAWS))
    for i, one in enumerate(people):
        for j, other in enumerate(people):
            for draw in range(DRAWS):
                known, seen = one[drawn[i][draw][:portraits]], other[drawn[j][draw][portraits : portraits + lives]]
                apart[i, j, draw] = rules.fused(known, seen)
    return Trials(apart)


def fnmr(genuine: Numbers, impostor: Numbers, fmr: float = FMR) -> tuple[float, float]:
    """The share of one person's trials turned away where ``fmr`` of two people's are let in, and the threshold there."""
    threshold = float(np.partition(impostor, int(len(impostor) * fmr))[int(len(impostor) * fmr)])
    return float((genuine >= threshold).mean()), threshold


def interval(found: Trials, seed: int) -> tuple[float, float]:
    """95 % of the FNMR at ``FMR`` over people drawn anew; whoever is drawn twice counts once, being no impostor of oneself."""
    chance, everyone = np.random.default_rng(seed), len(found.apart)
    shares = []
    for _ in range(AGAIN):
        chosen = np.unique(chance.integers(0, everyone, everyone))
        again = found.of(chosen)
        shares.append(fnmr(again.genuine, again.impostor)[0])
    low, high = np.quantile(shares, (0.025, 0.975))
    return float(low), float(high)


def table(people: tuple[Numbers, ...]) -> Iterator[str]:
    """Lines of a table in Markdown."""
    yield "| pictures of card × live | trials of one / two people | FNMR at FMR 1e-4 (95 %) | threshold | FMR / FNMR at 0.45 | at 0.60 |"
    yield "|---|---|---|---|---|---|"
    for portraits, lives in SIDES:
        found = trials(people, portraits, lives, 0)
        away, threshold = fnmr(found.genuine, found.impostor)
        low, high = interval(found, 0)
        at = [f"{(found.impostor <= limit).mean():.3%} / {(found.genuine > limit).mean():.1%}" for limit in (0.45, 0.60)]
        yield (f"| {portraits} × {lives} | {len(found.genuine)} / {len(found.impostor)} | {away:.1%} ({low:.1%}–{high:.1%}) "
               f"| {threshold:.3f} | {at[0]} | {at[1]} |")


def main() -> int:
    """Print the table."""
    try:
        faces = templates(folder())
    except NotMeasured as why:
        print(f"bench: {why}", file=sys.stderr)
        return 1
    print(f"{len(faces.people)} people, a face found in {faces.found} of {faces.pictures} pictures\n")
    print("\n".join(table(faces.people)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
