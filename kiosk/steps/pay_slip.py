"""Pay-slip: the citizen reads what is to pay, until when and where; then the agency's slip is printed like any other page."""
from __future__ import annotations

from catalogue.steps import PaySlip
from kiosk.steps import print as printing
from kiosk.visit import Visit


async def run(step: PaySlip, visit: Visit) -> None:
    """Return when the slip was delivered; else the case is parked with what happened. Raises ``Over``."""
    await printing.run(step, visit)
