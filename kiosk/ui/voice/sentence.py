"""A sentence for the ear."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Sentence:
    """One sentence in one language. ``personal``: for the headset only, and never kept.

    ``tone``: a short tone, where there are no words or nobody but the citizen may hear them. ``character``: one Chinese character,
    told from others that sound alike by a word that has it.
    """

    text: str
    lang: str
    personal: bool = False
    tone: Literal["", "entered", "erased", "full", "busy"] = ""
    character: bool = False
