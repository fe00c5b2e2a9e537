"""Wait: the agency's answer, with honest progress; after ``at_most`` the case is parked and the citizen gets a slip."""
from __future__ import annotations

from collections.abc import Callable

from catalogue.steps import Lookup, Wait, seconds
from kiosk.conversation import Over
from kiosk.ui.door import View
from kiosk.visit import Visit
from wire.messages import Reply

SLICE_S = 1.0


async def run(step: Wait, visit: Visit) -> None:
    """Return with a reply that brings a document (``visit.reply``, ``visit.document``). Raises ``Over``."""
    if visit.reply is not None and visit.reply.result == "document":
        return
    reply = await answer(step, visit, "waiting", lambda reply: reply.result != "choose")
    if reply.result != "document":
        raise Over("parked", reply.reason or "parked")


async def answer(step: Wait | Lookup, visit: Visit, key: str, wanted: Callable[[Reply], bool]) -> Reply:
    """The next reply that is wanted; refusals and 'nothing' end the visit, silence parks the case. Raises ``Over``."""
    patience = min(seconds(step.at_most), visit.parts.config.limits.wait_s)
    waited = 0.0
    while waited < patience:
        reply = await visit.talk.during(_page(step, visit, key), visit.next_reply(min(SLICE_S, patience - waited)))
        waited += SLICE_S
        if reply is None:
            continue
        if reply.result in ("refused", "nothing"):
            code = reply.reason if visit.talk.knows(f"error.{reply.reason}.happened") else reply.result
            await visit.trouble(code, "end")
            raise Over("refused", code)
        if reply.result == "parked":
            raise Over("parked", reply.reason or "parked")
        if wanted(reply):
            return reply
    line = visit.parts.post.line()
    raise Over("parked", "reply-late" if line.online else "bureau-unreachable")


def _page(step: Wait | Lookup, visit: Visit, key: str) -> Callable[[], View]:
    talk = visit.talk

    def page() -> View:
        line = visit.parts.post.line()
        state = visit.progress if visit.progress and line.online else "sent" if line.online else "offline"
        return talk.view("wait", **visit.words(step, key), note=talk.word(f"progress.{state}"), picture="waiting", busy=True)

    return page
