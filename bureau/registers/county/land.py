"""Land: what everybody may know of a parcel, what its owner may have, deeds, and the self-use rate of a lifetime.

- Announced values name no person; without a year the newest is told.
- The self-use rate of the increment tax is a person's once: used or not, with when and where (handbook LT12).
"""
from __future__ import annotations

from sqlalchemy import func, select

from bureau.registers import Answer, Cell, Line, Question, Sheet
from bureau.registers.county.holdings import parcels_of
from bureau.registers.county.rows import NO_ENTRY, Query, Rows, kept, narrowed, sheet_of, texts, years
from bureau.registers.county.schema import announced, deeds, rights, self_use


def _announced_value(rows: Rows, question: Question) -> Answer:
    lots = texts(question, "public_lot", "land_lot", "parcels")
    asked: list[Cell] = [*years(question, "tax_year")]
    if not asked:
        asked = [line[0] for line in rows.of(select(func.max(announced.c.roc_year)).where(announced.c.lot.in_(lots)))]
    sheet = sheet_of(rows, "announced-values", announced, {"lot": "lot", "tax-year": "roc_year", "per-m2": "per_m2"},
                     announced.c.lot.in_(lots), announced.c.roc_year.in_(asked))
    return Answer(question, (sheet,), "" if sheet.lines else NO_ENTRY)


def _land_transcript(rows: Rows, question: Question) -> Answer:
    answer = narrowed(Answer(question, (parcels_of(rows, question),)), "land_lot", "parcels")
    lots = [line[0] for line in answer.sheets[0].lines]
    held = sheet_of(rows, "rights", rights, {"lot": "lot", "right": "kind", "holder": "holder", "amount": "amount"},
                    rights.c.lot.in_(lots), tells=("lot", "right"))
    return Answer(question, (*answer.sheets, held), answer.refusal)


def _self_use(rows: Rows, question: Question) -> Answer:
    used = rows.of(select(self_use.c.used_on, self_use.c.lot).where(self_use.c.owner == question.id_no))
    line: Line = ("used", *used[0]) if used else ("not-used", None, None)
    return Answer(question, (Sheet("self-use", ("self-use-rate", "used-on", "lot"), (line,), ("self-use-rate", "used-on", "lot")
                                   if used else ("self-use-rate",)),))


KINDS: dict[str, Query] = {
    "announced-value": _announced_value, "land-transcript": _land_transcript, "self-use-used": _self_use,
    "deed-price": kept("deeds", deeds, {
        "case-no": "case_no", "house-tax-no": "house_tax_no", "address": "address", "deed-date": "deed_date", "deed": "kind",
        "price": "price",
    }, tells=("address", "deed-date", "price")),
}
