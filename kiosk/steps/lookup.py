"""Lookup: the list that the agency finds for this person; it comes as a reply to the request already sent.

It stands after sending because the card signs once, before anything is looked up (docs/adr/0005-look-up-after-signing.md).
"""
from __future__ import annotations

from catalogue.steps import Lookup
from kiosk.steps.wait import answer
from kiosk.visit import Visit


async def run(step: Lookup, visit: Visit) -> None:
    """Return with a list to choose from, or with the document where there is nothing to choose. Raises ``Over``."""
    await answer(step, visit, "looking-up", lambda reply: reply.result in ("choose", "document"))
