"""Choose: one of what a lookup found, or every one; the choice goes out as a supplement of the same request."""
from __future__ import annotations

import asyncio

from catalogue.steps import Choose
from catalogue.trouble import Trouble
from kiosk.conversation import Over
from kiosk.ui.door import Item, Touch, View
from kiosk.visit import Visit
from wire.messages import Supplement


async def run(step: Choose, visit: Visit) -> None:
    """Let the citizen choose and send it; without a list (the document came at once) there is nothing to do."""
    talk, reply = visit.talk, visit.reply
    if reply is None or reply.result != "choose":
        return

    def page() -> View:
        items = [Item(key=choice.key, text=choice.text, about=choice.about) for choice in reply.choices]
        if step.all and len(items) > 1:
            items.append(Item(key="all", text=visit.flow.text(talk.lang, f"{step.name}.all") or talk.word("choose.all")))
        return talk.view("choose", **visit.words(step, "choose"), items=tuple(items), personal=True,
                         buttons=(talk.button("none-of-these", "quiet"),))

    while True:
        touch = await talk.ask(page)
        if not isinstance(touch, Touch):
            continue
        if touch.name == "none-of-these":
            raise Over("parked", Trouble.NONE_OF_THESE)
        if touch.name == "item":
            break
    visit.reply = None
    supplement = Supplement(request=visit.request, visit=visit.id, answers={step.field: touch.value})
    await talk.during(lambda: talk.view("wait", **talk.words("sending"), picture="sending", busy=True),
                      asyncio.to_thread(visit.parts.post.send, "supplement", supplement, visit.flow.agency))
