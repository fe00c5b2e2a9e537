"""Consent: the personal-data notice, before anything is asked (handbook §1.8; design: visit)."""
from __future__ import annotations

from catalogue.steps import Consent
from kiosk.conversation import Over
from kiosk.ui.door import Line, Touch, View
from kiosk.visit import Visit

PARTS = ("purpose", "categories", "period", "area", "recipients", "method", "rights", "refusing")


async def run(step: Consent, visit: Visit) -> None:
    """Show the notice of the flow's purpose; agreeing goes on, disagreeing ends the visit with nothing kept."""
    talk = visit.talk

    def page() -> View:
        lines = tuple(Line(label=talk.word(f"notice.{part}"), value=talk.word(f"notice.{step.purpose}.{part}")) for part in PARTS)
        return talk.view("consent", **visit.words(step, "consent"), lines=lines,
                         buttons=(talk.button("agree", "primary"), talk.button("disagree")))

    while True:
        touch = await talk.ask(page)
        if isinstance(touch, Touch) and touch.name == "agree":
            return
        if isinstance(touch, Touch) and touch.name == "disagree":
            raise Over("abandoned", "no-consent")
