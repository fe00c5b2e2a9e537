"""Review: this is what we send, to whom, why, kept how long. What stands here is what is signed."""
from __future__ import annotations

from catalogue.steps import Evidence, Review
from kiosk.conversation import Over
from kiosk.entry.fields import written
from kiosk.steps.bundle import told
from kiosk.steps.evidence import counted
from kiosk.ui.door import Line, Touch, View
from kiosk.visit import Visit, now, today


async def run(step: Review, visit: Visit) -> None:
    """Show the request as it will be sent; agreeing fixes the text (``visit.shown``) that the signature covers."""
    talk = visit.talk

    def page() -> View:
        return talk.view("review", **visit.words(step, "review"), lines=lines(visit), personal=True,
                         buttons=(talk.button("agree", "primary"), talk.button("cancel", "danger")))

    while True:
        touch = await talk.ask(page)
        if isinstance(touch, Touch) and touch.name == "agree":
            visit.shown = as_text(lines(visit))
            visit.agreed_at = now()
            return
        if isinstance(touch, Touch) and touch.name == "cancel":
            raise Over("abandoned", "not-agreed")


def as_text(shown: tuple[Line, ...]) -> str:
    """The page as one text, a line a line: what is hashed and signed."""
    return "\n".join(f"{line.label}：{line.value}" for line in shown)


def lines(visit: Visit) -> tuple[Line, ...]:
    """The request in words: what, who, the answers, to whom, on which legal ground, kept how long."""
    talk, flow, citizen = visit.talk, visit.flow, visit.citizen
    agency = visit.parts.catalogue.agencies[flow.agency]
    pairs = [("review.what", flow.text(talk.lang, "title"))]
    if citizen.id_no:
        pairs.append(("review.id-no", citizen.id_no))
    if citizen.verdict is not None and citizen.way == "certificate":
        pairs.insert(1, ("review.name", citizen.verdict.name))
    catalogue = visit.parts.catalogue
    asked = [(f"field.{name}.label", written(talk, catalogue, name, answer)) for name, answer in visit.answers.items()
             if name in catalogue.fields]
    assert flow.retain is not None  # a flow that is reviewed is sent (catalogue.check)
    kept = flow.retain.bureau
    asked += [("review.tell", f"{short}：{change}" if talk.lang != "en" else f"{short}: {change}") for _, short, change in told(visit, "")]
    if flow.fee is not None:
        cost = flow.fee.total(catalogue.tables[flow.fee.table].at(today()).values, visit.answers)
        asked.append(("review.fee", talk.word("unit.nt", n=f"{cost:,}")))
    pairs += [*asked, ("review.to", agency.names[talk.lang]), ("review.legal", flow.text(talk.lang, "legal")),
              ("review.kept", talk.word(f"review.kept.{kept[-1]}", n=int(kept[:-1])))]
    made = [Line(label=talk.word(label), value=value) for label, value in pairs]
    papers = [(step.name, paper) for step in flow.steps if isinstance(step, Evidence) for paper in step.papers if counted(visit, paper)]
    return (*made, *(Line(label=flow.text(talk.lang, f"{name}.{paper}"), value=talk.word("evidence.taken", n=counted(visit, paper)))
                     for name, paper in papers))
