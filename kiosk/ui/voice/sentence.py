"""A sentence for the ear."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Sentence:
    """One sentence in one language. ``personal``: for the headset only, and never kept. ``tone``: no words, a short tone instead."""

    text: str
    lang: str
    personal: bool = False
    tone: Literal["", "entered", "erased", "full", "busy"] = ""
