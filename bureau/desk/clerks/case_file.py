"""What a clerk is shown of a case or of a collect: prepared here, so that hidden fields never reach a page.

- What was asked, by whom, with which evidence and what that evidence is worth, in words.
- Another agency that is only told a change sees the change, not the pictures of the person.
- An account in full only once a clerk has claimed the case: the citizen read it masked, and it is that clerk who has money sent there.
- The stills side by side, the whole of what the register said, and the fact that stands on no card: what the citizen typed
  beside what the register holds.
"""
from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bureau import cases_store as tables
from bureau.agencies import MADE, parts
from bureau.cases_store import Asking, Case
from bureau.desk.clerks.decide import REASONS, known
from bureau.desk.options import at_address, hands_out, line_choices, tells
from bureau.desk.questions import Inquiry
from bureau.documents.content import Group, groups
from bureau.filings import FilingRow, filing
from bureau.registers import TAIPEI, Person, Register
from catalogue.answers.writing import tidy, writable
from catalogue.assurance import assure
from catalogue.fields import Address, BankAccount
from catalogue.flow import Catalogue, Flow
from catalogue.words import Words
from wire.evidence import Liveness
from wire.messages import Choice, Outcome

EVIDENCE = {"card_still": "證件 ID card", "portrait_still": "證件照 portrait", "live_still": "現場 live"}
FACE = {
    "match": "臉部比對相符 match", "clerk": "臉部比對不確定 unsure", "no-match": "臉部比對不符 no match",
    "not-compared": "未做臉部比對 not compared", "": "—",
}

LIVENESS: dict[Liveness, str] = {
    "challenge answered": "已依指示轉頭或眨眼 did as the counter asked (turned, closed eyes)",
    "challenge not answered": "未依指示轉頭或眨眼 did not do as the counter asked",
    "not checked": "未檢查是否為真人 liveness not checked",
}


@dataclass(frozen=True)
class Still:
    """One picture: its caption and a data URI, '' where none could be taken."""

    caption: str
    uri: str


@dataclass(frozen=True)
class CaseFile:
    """Everything the case page shows. ``same_mobile`` is None where nothing was typed."""

    case: Case
    asking: Asking
    title: str
    shown: str
    here: bool
    person: Person | None
    stills: tuple[Still, ...]
    worth: tuple[str, ...]
    typed_mobile: str
    same_mobile: bool | None
    choices: tuple[Choice, ...]
    groups: tuple[Group, ...]
    refusal: str
    preselected: str
    asked_house: str
    makes_paper: bool
    tells: bool
    known: bool
    item: str
    parts: tuple["PartLine", ...]
    accounts: tuple[str, ...]
    filing: FilingRow | None
    rating: int | None = None
    remark: str = ""


@dataclass(frozen=True)
class PartLine:
    """One agency that is told: its sub-case's number, name, what it changes, how far it is ('' before the whole is approved)."""

    case_no: str
    agency: str
    item: str
    state: str


def case_file(db: sa.Connection, case: Case, catalogue: Catalogue, register: Register, words: Words) -> CaseFile:
    """Prepare the page of one case. Raises ``RegisterGone``."""
    asking = tables.asking(db, case.asking)
    assert asking is not None  # a case always has one
    message: dict[str, Any] = json.loads(asking.message)
    flow, person = catalogue.flows[case.flow], register.person(case.id_no)
    typed = str(case.answers.get("mobile", ""))
    inquiry = Inquiry(register, catalogue)
    answer = inquiry.ask(case) if flow.bureau is not None and flow.bureau.register_name is not None and not case.parent else None
    sheet = inquiry.to_choose(case) if answer is not None else None
    asked, wanted = _asked_house(case, catalogue, words)
    ended = Outcome.model_validate_json(asking.outcome) if asking.outcome else None
    at = at_address(sheet, wanted) if wanted and sheet is not None else ()
    return CaseFile(
        case=case, asking=asking, title=flow.text("zh-TW", "title"), shown=str(message["shown"]), here=asking.live, person=person,
        makes_paper=hands_out(flow, case), tells=tells(flow), known=known(asking, flow),
        accounts=accounts(case, catalogue), item=_item(flow, case), parts=_parts(db, flow, case, catalogue),
        filing=filing(db, case.id),
        stills=() if case.parent else stills(message, flow), worth=worth(asking), typed_mobile=typed,
        same_mobile=None if not typed or person is None else typed == person.mobile,
        choices=line_choices(sheet, "zh-TW") if sheet is not None else (), groups=groups(answer) if answer is not None else (),
        refusal=REASONS.get(answer.refusal, answer.refusal) if answer is not None else "",
        preselected=at[0] if len(at) == 1 else "" if wanted else "all", asked_house=asked,
        rating=ended.rating if ended is not None else None, remark=shown_remark(ended.remark) if ended is not None else "",
    )


def accounts(case: Case, catalogue: Catalogue) -> tuple[str, ...]:
    """The bank accounts among the answers of a claimed case: bank, branch, number."""
    if case.state != "claimed" or case.parent:
        return ()
    of_account = {name for name in case.answers if name in catalogue.fields and isinstance(catalogue.fields[name], BankAccount)}
    return tuple("-".join(str(case.answers[name][part]) for part in ("bank", "branch", "account")) for name in sorted(of_account))


def shown_remark(untrusted_remark: str) -> str:
    """The citizen's words about the visit; what a pad could not have written is not shown."""
    words = tidy(untrusted_remark)
    return words if writable(words) else "（含無法顯示的字元 characters that cannot be shown）"


def _parts(db: sa.Connection, flow: Flow, case: Case, catalogue: Catalogue) -> tuple[PartLine, ...]:
    states = {one.id: one.state for one in tables.parts_of(db, case.id)}
    return tuple(PartLine(part.case_no, catalogue.agencies[part.agency].names["zh-TW"], item_words(flow, part.item),
                          states.get(f"{case.id}.{part.item}", "")) for part in (() if case.parent else parts(flow, case)))


def _item(flow: Flow, case: Case) -> str:
    """What a sub-case changes; '' for a whole case."""
    return item_words(flow, case.id.removeprefix(f"{case.parent}.")) if case.parent else ""


def item_words(flow: Flow, item: str) -> str:
    """What an agency of a bundle changes, or makes for a fee, in Chinese."""
    if item == MADE:
        return "繳費後製發 make it once paid"
    return next((flow.text("zh-TW", f"{step.name}.{item}") for step in flow.steps if step.kind == "bundle"), "")


def stills(message: dict[str, Any], flow: Flow | None = None) -> tuple[Still, ...]:
    """The pictures of an asking, as data URIs; papers are called as the flow calls them."""
    found: list[Still] = []
    papers = next((step.name for step in flow.steps if step.kind == "evidence"), "") if flow is not None else ""
    for piece in message["evidence"]:
        named = {"still": flow.text("zh-TW", f"{papers}.{piece['paper']}")} if flow is not None and piece["kind"] == "paper" else {}
        for key, caption in {**EVIDENCE, **named}.items():
            if key in piece:
                octets = str(piece[key]).replace("-", "+").replace("_", "/")
                padded = octets + "=" * (-len(octets) % 4)
                found.append(Still(caption, f"data:image/jpeg;base64,{padded}" if octets else ""))
    return tuple(found)


def worth(asking: Asking) -> tuple[str, ...]:
    """The evidence in words, each with what it is worth."""
    facts, said = asking.facts, []
    if facts.certificate:
        said.append("自然人憑證簽章、憑證鏈、效期與用途均驗證無誤 certificate and signature verified here")
    said += [f"憑證不採認 certificate not accepted: {reason}" for reason in facts.certificate_reasons]
    if facts.id_card:
        message = json.loads(asking.message)
        chip = (message["subject"] or {}).get("how") == "health-card"
        otherwise = "身分證號讀自健保卡 number read from a health card" if chip else "身分證號為手動輸入 number typed, barcode not read"
        said.append("身分證條碼已掃描 barcode scanned" if facts.barcode_read else otherwise)
        said += [FACE[facts.face], *(LIVENESS[piece["liveness"]] for piece in message["evidence"] if piece["kind"] == "face")]
    said.append({"one": "登記資料找到一人 one person found", "several": "同名同末四碼有數人 several persons share name and digits",
                 "none": "登記資料查無此人 nobody found"}[facts.person])
    assurance = assure(facts)
    return (*said, f"身分確信等級 level {assurance.level}" + (f"（{'、'.join(assurance.reasons)}）" if assurance.reasons else ""))


def _asked_house(case: Case, catalogue: Catalogue, words: Words) -> tuple[str, str]:
    """Which house was asked for, in words, and the address written as registers write it ('' for every house)."""
    if case.answers.get("house") != "one":
        return (words.text("zh-TW", "field.house.all"), "") if "house" in case.answers else ("", "")
    field = catalogue.fields["house_addr"]
    assert isinstance(field, Address)
    written = field.written(case.answers["house_addr"], catalogue.tables, datetime.now(TAIPEI).date())
    return written, written
