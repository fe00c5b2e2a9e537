"""The post: seals and keeps what the counter says, checks what the bureau answers."""
from __future__ import annotations

from .boot import Gate, Heard, gate
from .greeting import Greeting
from .keys import open_post
from .post import MORE, REVOCATION, Post
from .state import LineState, Posted

__all__ = ["MORE", "REVOCATION", "Gate", "Greeting", "Heard", "LineState", "Post", "Posted", "gate", "open_post"]
