"""A citizen came back: which cases wait for this person, and who may hand them over.

- With a certificate that is good for the register: what is decided is handed over, and what the register may decide
  with this evidence is decided now. Of several things the citizen chooses one.
- With an ID card, or a certificate that needs a second look, a clerk looks again.
- Who asks how far it is (outcome ``status``) is told of all applications at this agency; nothing is handed over or decided.
- An earlier document of the case is void before a new one is made.
"""
from __future__ import annotations

import sqlalchemy as sa

from bureau import cases_store as tables
from bureau.agencies import told
from bureau.cases import OPEN
from bureau.cases_store import Asking, Case, move_case, set_case
from bureau.desk.options import Picked, case_choices, choosing, hands_out, picked
from bureau.desk.post import DeskPost
from bureau.desk.questions import Inquiry
from bureau.registers import Sheet
from catalogue.assurance import release
from catalogue.flow import Catalogue
from catalogue.words import Words

READY = ("decided", "sealed")


class Collecting:
    """Collects of one agency."""

    def __init__(self, post: DeskPost, catalogue: Catalogue, inquiry: Inquiry, words: Words) -> None:
        self._post, self._catalogue, self._inquiry, self._words = post, catalogue, inquiry, words

    def begin(self, db: sa.Connection, asking: Asking) -> None:
        """A new Collect: hand over, offer a choice, call a clerk or refuse. Raises ``RegisterGone``."""
        tables.add_asking(db, asking)
        decision = release(self._catalogue.flows[asking.flow].release, asking.facts)
        if decision.by == "no":
            self._answer(db, asking, "refused", next(iter(decision.reasons), "no-evidence"))
        elif decision.by == "clerk":
            tables.set_asking(db, asking.request, state="clerk")
            self._post.status(db, asking, "waiting-now")
        elif self._catalogue.flows[asking.flow].outcome == "status":
            tell(db, asking, self._post, self._catalogue, self._words)
        else:
            self._by_register(db, asking)

    def _by_register(self, db: sa.Connection, asking: Asking) -> None:
        found = [(case, self.title(case, asking.lang), self._open_question(case), self._every(case, asking.lang))
                 for case in self.waiting(db, asking)]
        choices = case_choices([one for one in found if one[2] is None or one[2].lines], asking.lang)
        if not choices:
            self._answer(db, asking, "nothing", "nothing-waiting")
        elif len(choices) == 1:
            self._hand_over(db, asking, picked(choices[0].key))
        else:
            tables.set_asking(db, asking.request, state="choosing", offered=[choice.key for choice in choices])
            self._post.reply(db, asking, "choose", choices=choices)

    def chosen(self, db: sa.Connection, asking: Asking, key: str) -> None:
        """The citizen chose one of what was offered."""
        self._hand_over(db, asking, picked(key))

    def waiting(self, db: sa.Connection, asking: Asking) -> list[Case]:
        """This person's cases that can be handed over, or decided now by the register with this asking's evidence."""
        found = tables.cases(db, states=(*READY, *OPEN), agency=asking.agency, id_no=asking.id_no)
        papers = [case for case in found if hands_out(self._catalogue.flows[case.flow], case)]
        return [case for case in papers if case.state in READY or self._may_decide(case, asking)]

    def title(self, case: Case, lang: str) -> str:
        """What a case is called to the citizen."""
        return self._catalogue.flows[case.flow].text(lang, "title")

    def _may_decide(self, case: Case, asking: Asking) -> bool:
        decision = release(self._catalogue.flows[case.flow].release, asking.facts)
        return case.state != "claimed" and decision.by == "register" and decision.ready

    def _open_question(self, case: Case) -> Sheet | None:
        """The lines of which one must still be chosen."""
        return None if case.state in READY else self._inquiry.to_choose(case)

    def _every(self, case: Case, lang: str) -> str:
        """What 'all of them' is called; '' where that cannot be chosen."""
        flow = self._catalogue.flows[case.flow]
        step = choosing(flow)
        return flow.text(lang, f"{step.step}.all") or self._words.text(lang, "choose.all") if step is not None and step.all else ""

    def _hand_over(self, db: sa.Connection, asking: Asking, what: Picked) -> None:
        case = tables.case(db, what.case_id)
        if case is None or case.state not in (*READY, *OPEN):
            self._answer(db, asking, "nothing", "nothing-waiting")  # another counter was faster
            return
        if case.state in OPEN:
            case = move_case(db, case, "release", "register", released_by="register", chosen=list(what.keys))
        attach(db, asking, case)
        self._post.status(db, asking, "decided")

    def _answer(self, db: sa.Connection, asking: Asking, result: str, reason: str) -> None:
        tables.set_asking(db, asking.request, state="answered")
        self._post.reply(db, asking, result, reason=reason)


def tell(db: sa.Connection, asking: Asking, post: DeskPost, catalogue: Catalogue, words: Words) -> None:
    """Tell the citizen at the counter how far everything is."""
    rows = told(db, asking.agency, asking.id_no, asking.lang, catalogue, words)
    tables.set_asking(db, asking.request, state="answered")
    post.reply(db, asking, "told" if rows else "nothing", rows=rows, reason="" if rows else "nothing-applied")


def attach(db: sa.Connection, asking: Asking, case: Case) -> None:
    """From now on the case is answered to this asking; its earlier document is void."""
    if case.state == "sealed":
        tables.void_documents(db, case.id, "delivered anew")
        case = move_case(db, case, "void", "desk")
    tables.set_asking(db, asking.request, state="attached", case_id=case.id)
    set_case(db, case, asking=asking.request)
