"""Who rings whom on the box: the uplink when something was kept, the counter when something came."""
from __future__ import annotations

from wire.bell import Bell, ring

__all__ = ["COUNTER", "UPLINK", "Bell", "ring"]

UPLINK, COUNTER = "uplink.sock", "counter.sock"
