"""The post: seals and keeps what the counter says, checks what the bureau answers."""
from __future__ import annotations

from .boot import Gate, Heard, gate
from .commands import Commands
from .greeting import Greeting
from .keys import open_post
from .news import MORE, REVOCATION
from .post import Post
from .state import LineState, Posted

__all__ = ["MORE", "REVOCATION", "Commands", "Gate", "Greeting", "Heard", "LineState", "Post", "Posted", "gate", "open_post"]
