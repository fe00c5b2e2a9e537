"""Identify: asks for what the citizen can bring now, a citizen certificate or an ID card."""
from __future__ import annotations

from catalogue.steps import Identify
from kiosk.conversation import Back
from kiosk.identity.card import identify_by_card
from kiosk.identity.id_card import identify_by_id_card
from kiosk.ui.door import Item, Touch, View
from kiosk.visit import Visit


async def run(step: Identify, visit: Visit) -> None:
    """Choose a way in and go it; 'no card with me' changes over and keeps every answer."""
    while True:
        way = visit.citizen.way or await _choose(step, visit)
        visit.citizen.way = None
        try:
            if way == "certificate" and await identify_by_card(visit):
                return
            await identify_by_id_card(visit)
            return
        except Back:
            continue


async def _choose(step: Identify, visit: Visit) -> str:
    talk = visit.talk

    def page() -> View:
        later = ".receipt" if visit.flow.outcome == "receipt" else ""  # nobody waits for a document there
        items = tuple(
            Item(key=way, text=talk.word(f"identify.way.{way}"), about=talk.word(f"identify.way.{way}.about{later}"), icon=icon)
            for way, icon in (("certificate", "insert-card"), ("id-card", "lay-card"))
            if way in step.ways
        )
        return talk.view("identify", **visit.words(step, "identify"), items=items)

    while True:
        touch = await talk.ask(page)
        if isinstance(touch, Touch) and touch.name == "item":
            return touch.value
