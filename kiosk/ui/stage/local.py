"""What the screen itself knows beside the view: nothing of it reaches the engine or outlives the visit."""
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Local:
    """``page`` of a long text, ``low`` small letters, ``rated`` the face pressed, ``signed`` whether the slate has ink,

    ``short`` whether too little ink was handed in, ``camera`` whether pictures arrive for this view, ``left_s`` what is
    left of a countdown, ``turn`` the animation's step.
    """

    page: int = 0
    low: bool = False
    rated: str = ""
    signed: bool = False
    short: bool = False
    camera: bool = False
    left_s: int | None = None
    turn: int = 0
