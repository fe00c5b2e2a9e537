"""Ids that sort by time: UUID version 7 (RFC 9562 §5.7)."""
from __future__ import annotations

import os
import uuid
from datetime import datetime
from typing import Annotated

from pydantic import Field

Uuid7 = Annotated[str, Field(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")]


def uuid7(at: datetime) -> str:
    """Make a new id from a time (millisecond precision) and 74 random bits."""
    milliseconds = int(at.timestamp() * 1000) & (1 << 48) - 1
    drawn = int.from_bytes(os.urandom(10), "big")
    value = milliseconds << 80 | 7 << 76 | (drawn >> 68 & 0xFFF) << 64 | 0b10 << 62 | drawn & (1 << 62) - 1
    return str(uuid.UUID(int=value))
