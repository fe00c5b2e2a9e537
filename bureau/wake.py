"""Who rings whom at the bureau: the desk when an envelope came, the gateway when something goes down."""
from __future__ import annotations

from wire.bell import Bell, ring

__all__ = ["DESK", "GATEWAY", "Bell", "ring"]

GATEWAY, DESK = "gateway.sock", "desk.sock"
