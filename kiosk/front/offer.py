"""What is on offer, in order, and how it stands in a list.

Rules, pure

- The most used first (``often`` of the flow file), those of equal use by their id; a service that cannot be finished now keeps its place.
- The collection of what was asked for earlier is always on the first page: whoever comes back looks for it there.
- A service stands under each of its life events; events and agencies without a service are not offered.
"""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalogue.flow import Flow
from kiosk.conversation import Conversation
from kiosk.ui.door import Item

FIRST = 4
"""Services on the first page of the menu, as many as stand there without turning it; the others are one press away."""


@dataclass(frozen=True)
class Offer:
    """One service and why it cannot be finished now, as a code with words ``menu.reason.<code>``; '' where it can."""

    flow: Flow
    hindrance: str = ""


def ordered(offers: Iterable[Offer]) -> list[Offer]:
    """The most used first."""
    return sorted(offers, key=lambda offer: (-offer.flow.often, offer.flow.id))


def first(offers: Sequence[Offer], most: int = FIRST) -> list[Offer]:
    """Those of the first page, with the collection last."""
    collects = [offer for offer in offers if offer.flow.collects and offer.flow.outcome != "status"][:1]
    return [offer for offer in offers if offer not in collects][: most - len(collects)] + collects


def events(offers: Iterable[Offer]) -> list[str]:
    """The life events that some service serves, those with the most used services first."""
    weight: dict[str, int] = {}
    for offer in offers:
        for event in offer.flow.life_events:
            weight[event] = weight.get(event, 0) + offer.flow.often
    return sorted(weight, key=lambda event: (-weight[event], event))


def agencies(offers: Iterable[Offer]) -> dict[str, int]:
    """The agencies that offer something, and how much."""
    found: dict[str, int] = {}
    for offer in offers:
        found[offer.flow.agency] = found.get(offer.flow.agency, 0) + 1
    return found


def item(talk: Conversation, offer: Offer) -> Item:
    """One service in a list; one that cannot be finished is greyed and says why."""
    flow, why = offer.flow, offer.hindrance
    return Item(key=flow.id, text=flow.text(talk.lang, "title"), about=flow.text(talk.lang, "about"), icon=icon(flow), enabled=not why,
                reason=talk.word(f"menu.reason.{why}") if why else "")


def icon(flow: Flow) -> str:
    """The sign beside a service's name."""
    if flow.collects:
        return "info" if flow.outcome == "status" else "tray"
    if flow.outcome == "list":
        return "list"
    return "house" if flow.bureau is not None and flow.bureau.register_name == "houses" else "document"
