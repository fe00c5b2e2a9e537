"""What a campaign is, and what one piece of it gives back."""
from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from catalogue.toml import nearest

CAMPAIGNS = Path(__file__).parent / "campaigns"
SMALL_SHARE = 100


class UnknownCampaign(ValueError):
    """No such campaign; the text names the nearest one."""


@dataclass(frozen=True)
class Played:
    """What happened in one piece. ``counts`` add up over pieces, of ``most`` the largest stays; a failure is one sentence."""

    counts: Mapping[str, int] = field(default_factory=dict)
    most: Mapping[str, float] = field(default_factory=dict)
    failures: tuple[str, ...] = ()


def _nothing() -> None:
    """Most campaigns keep nothing standing."""


@dataclass(frozen=True)
class Campaign:
    """``play(seed, count)`` plays ``count`` events, the same ones for the same seed and count, and tells what happened.

    ``whole`` is the size of the campaign in ``unit``; ``step`` how many are played at a time (at most a minute's worth: that much a
    kill can lose). ``sources`` are the measured files as patterns from the root of the tree; the campaign's own file always is.
    ``small`` is the share of ``./test``, a hundredth unless said otherwise; ``real`` marks what needs root and the real parts.
    ``end`` lets go of what stands from piece to piece.
    """

    name: str
    what: str
    whole: int
    step: int
    unit: str
    sources: tuple[str, ...]
    play: Callable[[int, int], Played]
    small: int = 0
    real: bool = False
    end: Callable[[], None] = _nothing

    @property
    def hundredth(self) -> int:
        """How many ``./test`` plays; their seed lies behind the whole campaign's seeds."""
        return self.small or max(1, self.whole // SMALL_SHARE)


def names() -> list[str]:
    """Every campaign there is, by its file's name with hyphens."""
    return sorted(path.stem.replace("_", "-") for path in CAMPAIGNS.glob("*.py") if path.stem != "__init__")


def file_of(name: str) -> Path:
    """The file in which a campaign stands."""
    return CAMPAIGNS / f"{name.replace('-', '_')}.py"


def find(name: str) -> Campaign:
    """One campaign. Raises ``UnknownCampaign``."""
    if name not in names():
        raise UnknownCampaign(f"no campaign {name!r}{nearest(name, names())} There are: {', '.join(names())}")
    campaign: Campaign = importlib.import_module(f"rehearsal.soak.campaigns.{name.replace('-', '_')}").CAMPAIGN
    if campaign.name != name:
        raise UnknownCampaign(f"{file_of(name).name} names its campaign {campaign.name!r}; file and name must agree")
    return campaign
