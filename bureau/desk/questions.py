"""What the desk asks the registers for a case, and what the answer leaves to choose from.

- The flow names the kind; what the citizen answered goes along, places written as registers write them.
- Where the flow lets the citizen choose, the lookup's question names the sheet that is chosen from; what was chosen narrows
  every sheet that has the same column. The register then does not guess from a typed address: citizen or clerk chooses.
"""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bureau.cases_store import Case
from bureau.desk.options import choosing
from bureau.registers import Answer, Question, Register, Sheet, today
from catalogue.fields import Address
from catalogue.flow import Catalogue


class Inquiry:
    """Asks one county's registers for the cases of a catalogue."""

    def __init__(self, register: Register, catalogue: Catalogue) -> None:
        """Raises ``ValueError`` for a flow whose register nobody keeps."""
        self._register, self._catalogue = register, catalogue
        for flow in catalogue.flows.values():
            kind = flow.bureau.register_name if flow.bureau is not None else None
            if kind is not None and kind not in register.kinds:
                raise ValueError(f"{flow.id}: no register answers {kind!r}; name one of {', '.join(sorted(register.kinds))}")

    def ask(self, case: Case) -> Answer:
        """The whole of what the register says for a case. Raises ``RegisterGone``."""
        flow = self._catalogue.flows[case.flow]
        assert flow.bureau is not None
        assert flow.bureau.register_name is not None
        return self._lookup(flow.bureau.register_name, case)

    def answer(self, case: Case) -> Answer:
        """What the register says of what was chosen. Raises ``RegisterGone``."""
        answer = self.ask(case)
        if not case.chosen:
            return answer
        sheet = self.to_choose(case)
        return answer if sheet is None else answer.only(sheet.columns[0], case.chosen)

    def to_choose(self, case: Case) -> Sheet | None:
        """The sheet from which one line is chosen; None where the flow has no choice. Raises ``RegisterGone``."""
        step = choosing(self._catalogue.flows[case.flow])
        return None if step is None else self._lookup(step.question, case).sheet(step.question)

    def _lookup(self, kind: str, case: Case) -> Answer:
        answers = self._written(case.answers, choosing(self._catalogue.flows[case.flow]) is not None)
        return self._register.lookup(Question(kind, case.id_no, answers, str(case.answers.get("purpose", "")), case.id))

    def _written(self, untrusted_answers: Mapping[str, Any], chosen_later: bool) -> dict[str, Any]:
        written = dict(untrusted_answers)
        for name in [name for name in untrusted_answers if name in self._catalogue.fields]:
            field, answer = self._catalogue.fields[name], untrusted_answers[name]
            if isinstance(field, Address) and isinstance(answer, dict):
                written[name] = field.written(answer, self._catalogue.tables, today())
                if chosen_later:
                    del written[name]
        return written
