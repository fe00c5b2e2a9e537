"""The words of the fixed frame around every screen, and which screens say that something went wrong."""
from __future__ import annotations

VOICE = ("repeat", "slower", "faster", "volume")
EAR = ("start", "of", "button", "chosen", "off", "choice", "choices", "pad", "sign", "headset", "entered", "erased", "left", "page",
       "speed", "loud", "on", "keys", "space", "backspace", "clear", "shift", "undo", "wipe", "next", "previous", "plus", "minus")
FRAME = ("home", "help", "size", "contrast", "voice", "low", "still", "move", "language")
CODED = frozenset({"error", "parked", "card-left", "paper-left", "interrupted", "maintenance", "closed"})
"""Screens that say that something went wrong: never without a code."""
