"""A clerk's decision on a case or a collect: the rules that stand before it, and letting it happen.

- Only the clerk who claimed a case decides it.
- Releasing needs the clerk's word that card and face are one person, and one fact that is not on the card. An application of
  somebody whom a certificate has made certain needs neither: it is decided on its merits.
- The ladder is asked again with that word; where it still does not suffice, nothing is released.
- A refusal names its reason, one that the citizen's counter has words for.
- Who asked for a sub-case was verified when the whole was approved: its agency only says that it is done.
"""
from __future__ import annotations

from dataclasses import dataclass, replace

import sqlalchemy as sa

from bureau import cases_store as tables
from bureau.agencies import approve, ended
from bureau.cases import OPEN
from bureau.cases_store import Asking, Case, move_case
from bureau.desk.collect import attach, tell
from bureau.desk.filing import record
from bureau.desk.options import tells
from bureau.desk.post import DeskPost
from bureau.filings import filing, forget
from bureau.store import Store
from catalogue.assurance import level, release
from catalogue.flow import Catalogue, Flow
from catalogue.words import Words

REASONS = {
    "fact-differs": "查核資料不符 the fact differs",
    "no-evidence": "證件或影像無法辨識 card or pictures cannot be judged",
    "person-unknown": "查無此人 nobody found",
    "nothing-owned": "名下無此資料 nothing is registered",
    "person-deceased": "已辦理死亡登記 registered as deceased",
    "year-not-held": "本機關無該年度資料 that year is not held here",
    "not-in-your-name": "不在此人名下 not in this person's name",
    "no-such-entry": "查無所指定的資料 what was named is not there",
    "bill-enforced": "已移送執行 handed to enforcement",
    "refused": "不符規定 not permitted",
}
NUMBER_LONGEST = 40
FACTS = {"mobile": "留存手機號碼 mobile number on file", "birth": "出生年月日（口述）birth date", "portrait": "登記照片 register portrait"}


class CannotDecide(Exception):
    """The decision does not stand; the text tells the clerk what is missing."""


@dataclass(frozen=True)
class Decision:
    """What the form said. ``fact`` a key of ``FACTS`` or '', ``house`` a house tax number or 'all', ``number`` a register's."""

    clerk: str
    seen: bool = False
    fact: str = ""
    house: str = "all"
    number: str = ""


def claim(db: sa.Connection, case: Case, clerk: str) -> Case:
    """Take a case. Raises ``NotNow`` where somebody holds or has decided it."""
    return move_case(db, case, "claim", "clerk", clerk=clerk)


def put_back(db: sa.Connection, case: Case, clerk: str) -> Case:
    """Give a claimed case back to the queue. Raises ``CannotDecide``, ``NotNow``."""
    _mine(case, clerk)
    return move_case(db, case, "put-back", "clerk", clerk="")


def release_case(store: Store, db: sa.Connection, case: Case, post: DeskPost, catalogue: Catalogue, decision: Decision) -> None:
    """Release a claimed case. Raises ``CannotDecide``, ``NotNow``."""
    _mine(case, decision.clerk)
    asking = tables.asking(db, case.asking)
    assert asking is not None  # a case always has one
    if case.parent:
        done = move_case(db, move_case(db, case, "release", "clerk", released_by="clerk"), "close", "desk")
        store.add_leaf("decision", done.id, f"done {decision.clerk}".encode(), inside=db)
        ended(db, done)
        return
    _confirmed(asking, catalogue, case.flow, decision)
    chosen = [] if decision.house in ("", "all") else [decision.house]
    released = move_case(db, case, "release", "clerk", released_by="clerk", fact=decision.fact, chosen=chosen)
    store.add_leaf("decision", released.id, f"release {decision.clerk} {decision.fact}".encode(), inside=db)
    flow = catalogue.flows[case.flow]
    if not flow.makes_paper and not (tells(flow) and asking.live):
        approve(db, released, flow)
    if asking.live:
        post.status(db, asking, "decided")


def refuse_case(store: Store, db: sa.Connection, case: Case, post: DeskPost, clerk: str, reason: str) -> None:
    """Refuse a claimed case; the citizen is told if still there. Raises ``CannotDecide``, ``NotNow``."""
    _mine(case, clerk)
    if reason not in REASONS:
        raise CannotDecide("請選擇駁回理由 choose a reason")
    refused = move_case(db, case, "refuse", "clerk", refusal=reason)
    store.add_leaf("decision", refused.id, f"refuse {clerk} {reason}".encode(), inside=db)
    if case.parent:
        ended(db, refused)
        return
    asking = tables.asking(db, case.asking)
    if asking is not None and asking.live:
        post.reply(db, asking, "refused", case_no=case.case_no, reason=reason)


def hand_over(
    store: Store, db: sa.Connection, asking: Asking, case: Case, post: DeskPost, catalogue: Catalogue, decision: Decision,
) -> None:
    """Let a citizen who came back without a good certificate have one of their cases. Raises ``CannotDecide``, ``NotNow``."""
    if not asking.live or asking.state != "clerk" or case.id_no != asking.id_no:
        raise CannotDecide("民眾已離開或案件不屬於此人 the citizen has left, or the case is another person's")
    _confirmed(asking, catalogue, asking.flow, decision)
    if case.state in OPEN:
        chosen = [] if decision.house in ("", "all") else [decision.house]
        case = move_case(db, case, "release", "clerk", released_by="clerk", clerk=decision.clerk, fact=decision.fact, chosen=chosen)
    attach(db, asking, case)
    store.add_leaf("decision", case.id, f"hand over {decision.clerk} {decision.fact}".encode(), inside=db)
    tables.forget_faces(db, asking.request)
    post.status(db, asking, "decided")


def tell_how_far(
    store: Store, db: sa.Connection, asking: Asking, post: DeskPost, catalogue: Catalogue, words: Words, decision: Decision,
) -> None:
    """Tell somebody without a good certificate how far their applications are. Raises ``CannotDecide``."""
    if not asking.live or asking.state != "clerk":
        raise CannotDecide("民眾已離開 the citizen has left")
    _confirmed(asking, catalogue, asking.flow, decision)
    store.add_leaf("decision", asking.request, f"tell {decision.clerk} {decision.fact}".encode(), inside=db)
    tables.forget_faces(db, asking.request)
    tell(db, asking, post, catalogue, words)


def look_up_filing(store: Store, db: sa.Connection, case: Case, clerk: str, number: str) -> None:
    """A clerk has looked into a register that cannot say by itself: filed there under that number, or ('') not at all.

    Raises ``CannotDecide``.
    """
    row = filing(db, case.id)
    if row is None or row.state != "unknown":
        raise CannotDecide("此案不需查核登錄 nothing has to be looked up for this case")
    if len(number) > NUMBER_LONGEST or not (number == "" or number.isprintable()):
        raise CannotDecide("登錄號碼格式不符 this is no number of a register")
    store.add_leaf("decision", case.id, f"looked up {clerk} {number}".encode(), inside=db)
    if number:
        record(store, db, case, number)
    else:
        forget(db, case.id)


def _mine(case: Case, clerk: str) -> None:
    if case.state != "claimed" or case.clerk != clerk:
        raise CannotDecide("請先接案 claim the case first")


def known(asking: Asking, flow: Flow) -> bool:
    """Whether it is certain already who applies: a good certificate, and no paper that could fall into other hands."""
    return not flow.makes_paper and not tells(flow) and not flow.collects and asking.facts.certificate and level(asking.facts) >= 2


def _confirmed(asking: Asking, catalogue: Catalogue, flow: str, decision: Decision) -> None:
    certain = known(asking, catalogue.flows[flow])
    if not certain and (not decision.seen or decision.fact not in FACTS):
        raise CannotDecide("請確認人證相符，並勾選一項不在證件上的資料 confirm the person and one fact that is not on the card")
    facts = replace(asking.facts, clerk_saw=True, clerk_fact=True)
    verdict = release(catalogue.flows[flow].release, facts)
    if not (verdict.ready and verdict.by == "clerk"):
        raise CannotDecide(f"身分證據不足，不能核發 the evidence does not suffice (level {verdict.level}: {', '.join(verdict.reasons)})")
