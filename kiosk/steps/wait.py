"""Wait: the agency's answer, with honest progress; after ``at_most`` the case is parked and the citizen gets a slip."""
from __future__ import annotations

from collections.abc import Callable

from catalogue.steps import Lookup, Wait, seconds
from catalogue.trouble import Trouble, told_by_bureau
from kiosk.conversation import Over
from kiosk.gate import WrongPerson
from kiosk.ui.door import View
from kiosk.visit import Visit
from wire.messages import Reply

SLICE_S = 1.0


async def run(step: Wait, visit: Visit) -> None:
    """Return with a reply that brings a document (``visit.reply``, ``visit.document``) or tells something. Raises ``Over``."""
    if visit.reply is not None and visit.reply.result == "document":
        return
    reply = await answer(step, visit, "waiting", lambda reply: reply.result != "choose")
    if reply.result not in ("document", "told"):
        raise Over("parked", reply.reason or "parked")


async def answer(step: Wait | Lookup, visit: Visit, key: str, wanted: Callable[[Reply], bool]) -> Reply:
    """The next reply that is wanted; refusals and 'nothing' end the visit, silence parks the case. Raises ``Over``."""
    patience = min(seconds(step.at_most), visit.parts.config.limits.wait_s)
    waited = 0.0
    while waited < patience:
        try:
            reply = await visit.talk.during(_page(step, visit, key), visit.next_reply(min(SLICE_S, patience - waited)))
        except WrongPerson:
            await visit.trouble(Trouble.WRONG_PERSON, "end")
            raise Over("failed", Trouble.WRONG_PERSON) from None
        waited += SLICE_S
        if reply is None:
            continue
        if reply.result in ("refused", "nothing"):
            code = told_by_bureau(reply.reason, Trouble(reply.result))
            await visit.trouble(code, "end")
            raise Over("refused", code)
        if reply.result == "parked":
            raise Over("parked", reply.reason or "parked")
        if wanted(reply):
            return reply
    line = visit.parts.post.line()
    raise Over("parked", Trouble.REPLY_LATE if line.online else Trouble.BUREAU_UNREACHABLE)


def _page(step: Wait | Lookup, visit: Visit, key: str) -> Callable[[], View]:
    talk = visit.talk

    def page() -> View:
        line = visit.parts.post.line()
        state = visit.progress if visit.progress and line.online else "sent" if line.online else "offline"
        return talk.view("wait", **visit.words(step, key), note=talk.word(f"progress.{state}"), picture="waiting", busy=True)

    return page
