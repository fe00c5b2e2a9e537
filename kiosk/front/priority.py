"""Priority for elders and people with disabilities: large text, twice the time, the voice on offer, and first in the desk's queue."""
from __future__ import annotations

from kiosk.conversation import Conversation
from kiosk.ui.door import Touch, View


async def offer(talk: Conversation) -> None:
    """Switch it on and say what that means; the citizen may have the voice too, or go on as usual. Raises ``Back``."""
    talk.priority = True

    def page() -> View:
        return talk.view("priority", **talk.words("priority"), picture="priority", buttons=(
            talk.button("read-aloud"), talk.button("priority-off", "quiet"), talk.button("go-on", "primary")))

    touch = await talk.ask(page)
    if isinstance(touch, Touch) and touch.name == "read-aloud":
        talk.aloud = "on"
    if isinstance(touch, Touch) and touch.name == "priority-off":
        talk.priority = False
