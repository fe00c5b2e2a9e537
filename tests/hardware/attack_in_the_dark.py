"""A presentation-attack backend that believes whoever stands in the light."""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def attack(lives: Sequence[NDArray[np.uint8]]) -> bool:
    """Whether these pictures show no living person."""
    return min(live.mean() for live in lives) < 10
