"""What the desk asks the registers for a case, and what the answer leaves to choose from.

- The flow names the kind; what its forms ask for goes along, places written as registers write them. Anything else that a
  counter sent does not reach a register: nobody is asked about whom the flow does not ask.
- A bill that has gone to enforcement has no slip: where slips are made it is not offered, and refused where there is no other.
- Where the flow lets the citizen choose, the lookup's question names the sheet that is chosen from; what was chosen narrows
  every sheet that has the same column. The register then does not guess from a typed address: citizen or clerk chooses.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bureau.cases_store import Case
from bureau.desk.options import choosing
from bureau.desk.writing import BILLS, terms
from bureau.documents.slips import of_bill
from bureau.registers import Answer, Question, Register, Sheet, today
from catalogue.fields import Address, FieldKind, Group, Parcel
from catalogue.flow import Catalogue
from catalogue.steps import Form


class Inquiry:
    """Asks one county's registers for the cases of a catalogue."""

    def __init__(self, register: Register, catalogue: Catalogue) -> None:
        """Raises ``ValueError`` for a flow whose register nobody keeps."""
        self._register, self._catalogue = register, catalogue
        for flow in [flow for flow in catalogue.flows.values() if flow.bureau is not None]:
            assert flow.bureau is not None
            step = choosing(flow)
            for kind in {flow.bureau.register_name, step.question if step is not None else None} - {None, *register.kinds}:
                raise ValueError(f"{flow.id}: no register answers {kind!r}; name one of {', '.join(sorted(register.kinds))}")

    def ask(self, case: Case) -> Answer:
        """The whole of what the register says for a case; nothing where the flow asks none. Raises ``RegisterGone``."""
        flow = self._catalogue.flows[case.flow]
        assert flow.bureau is not None
        if flow.bureau.register_name is None:
            return Answer(Question("", case.id_no, case=case.id))
        return self._lookup(flow.bureau.register_name, case)

    def answer(self, case: Case) -> Answer:
        """What the register says of what was chosen. Raises ``RegisterGone``."""
        answer = self.ask(case)
        if not case.chosen:
            return answer
        sheet = self.to_choose(case)
        narrowed = answer if sheet is None else answer.only(sheet.columns[0], case.chosen)
        return replace(narrowed, refusal="no-such-entry") if narrowed.empty and not answer.empty else narrowed

    def to_choose(self, case: Case) -> Sheet | None:
        """The sheet from which one line is chosen; None where the flow has no choice. Raises ``RegisterGone``."""
        step = choosing(self._catalogue.flows[case.flow])
        return None if step is None else self._lookup(step.question, case).sheet(step.question)

    def _lookup(self, kind: str, case: Case) -> Answer:
        flow = self._catalogue.flows[case.flow]
        asked = {field for step in flow.steps if isinstance(step, Form) for field in step.fields}
        known = {name: answer for name, answer in case.answers.items() if name in asked}
        answers = self._written(known, choosing(flow) is not None)
        answer = self._register.lookup(Question(kind, case.id_no, answers, str(case.answers.get("purpose", "")), case.id))
        return self._payable(answer) if self._makes_slips(case) else answer

    def _makes_slips(self, case: Case) -> bool:
        bureau = self._catalogue.flows[case.flow].bureau
        return bureau is not None and bureau.template == BILLS

    def _payable(self, answer: Answer) -> Answer:
        sheet, on = answer.sheet("bills"), answer.question.on
        counts = terms(self._catalogue, on) if sheet.lines else {}
        lines = tuple(line for line in sheet.lines if of_bill(sheet, line, counts, on) is not None)
        sheets = tuple(replace(one, lines=lines) if one.name == "bills" else one for one in answer.sheets)
        return replace(answer, sheets=sheets, refusal="bill-enforced" if sheet.lines and not lines else answer.refusal)

    def _written(self, untrusted_answers: Mapping[str, Any], chosen_later: bool) -> dict[str, Any]:
        written = {name: self._place(name, answer) for name, answer in untrusted_answers.items()}
        if chosen_later:
            written = {name: answer for name, answer in written.items() if not isinstance(self._field(name), Address)}
        return written

    def _field(self, name: str) -> FieldKind | None:
        return self._catalogue.fields.root.get(name)

    def _place(self, name: str, untrusted_answer: Any) -> Any:
        """A door or a parcel as registers write it, in a list of such too; any other answer as it is."""
        field = self._field(name)
        if isinstance(field, Address | Parcel) and isinstance(untrusted_answer, dict):
            return field.written(untrusted_answer, self._catalogue.tables, today())
        if isinstance(field, Group) and isinstance(untrusted_answer, list):
            return [{key: self._place(key, value) for key, value in each.items()} for each in untrusted_answer if isinstance(each, dict)]
        return untrusted_answer
