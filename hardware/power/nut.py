"""A UPS through the daemon of Network UPS Tools (upsd, its protocol on TCP 3493: RFC 9271).

A new line for every question: whatever the daemon went through in between is no concern of the next.
The words of ``ups.status`` are those of RFC 9271, 5.1: OL on line, OB on battery, LB low battery, FSD forced shutdown.
"""
from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from aionut import AIONUTClient, NUTError

from hardware import DeviceGone
from hardware.options import read_options
from hardware.power import PowerState

PATIENCE_S = 3.0
ON_BATTERY, LOW, FORCED = "OB", "LB", "FSD"


@dataclass(frozen=True)
class Options:
    """``ups``: its name in ups.conf; ``host`` and ``port`` of its daemon."""

    ups: str
    host: str = "127.0.0.1"
    port: int = 3493


def there() -> list[str]:
    """Names that ``ups`` may have on this machine; none without a daemon."""
    try:
        return sorted(asyncio.run(_client("127.0.0.1", 3493).list_ups()))
    except (OSError, EOFError, NUTError):
        return []


def open(name: str, options: dict[str, Any]) -> "Ups":
    """Open it; the daemon is asked with the first question. Raises ``OptionWrong``."""
    return Ups(name, read_options(Options, name, options))


class Ups:
    """One UPS (:class:`hardware.power.Power`)."""

    def __init__(self, name: str, options: Options) -> None:
        self.name, self._options = name, options

    def state(self) -> PowerState:
        """See :class:`hardware.power.Power`. Raises ``DeviceGone`` too where the daemon has lost its UPS (DATA-STALE)."""
        options = self._options
        try:
            told = asyncio.run(_client(options.host, options.port).list_vars(options.ups))
        except (OSError, EOFError, NUTError, ValueError) as error:
            raise DeviceGone(self.name, f"{options.ups}@{options.host}:{options.port}: {error}") from error
        words = told.get("ups.status", "").split()
        if not words:
            raise DeviceGone(self.name, f"{options.ups}@{options.host}:{options.port} tells no ups.status")
        charge = told.get("battery.charge", "").partition(".")[0]
        return PowerState(ON_BATTERY in words, LOW in words or FORCED in words, int(charge) if charge.isdigit() else None)

    def close(self) -> None:
        """No line stands open."""


def _client(host: str, port: int) -> AIONUTClient:
    return AIONUTClient(host, port, timeout=PATIENCE_S, persistent=False)
