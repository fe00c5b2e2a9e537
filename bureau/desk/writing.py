"""What an agency writes for a decided case: the paper, what the citizen reads of it before it is printed, what is to pay.

- A slip flow's paper is its bills' slips. Any other paper carries what the register said; a fee's slip is its last page.
- A fee is the dated table's amount times what was asked for; its slip has a number of its own.
"""
from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime

from bureau.cases_store import Case
from bureau.documents import slips
from bureau.documents.content import Paper, PrintedSlip, groups, headed, label, masked, written
from bureau.registers import TAIPEI, Answer, Person, RegisterGone
from catalogue.flow import Catalogue, Flow
from catalogue.tables import NoRow
from catalogue.words import Words

LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""Letters and digits that nobody confuses."""
BILLS = "pay-slip"
"""The template of a paper that is slips and nothing else."""


def terms(catalogue: Catalogue, on: date) -> Mapping[str, int]:
    """What counts for slips on a day. Raises ``RegisterGone`` where no row of the table is valid."""
    return _numbers(catalogue, slips.TABLE, on)


def _numbers(catalogue: Catalogue, table: str, on: date) -> Mapping[str, int]:
    try:
        return catalogue.tables[table].at(on).values
    except (KeyError, NoRow) as error:
        raise RegisterGone(f"no row of flows/tables/{table}.toml is valid on {on.isoformat()}; add one") from error


def fee(flow: Flow, case: Case, catalogue: Catalogue, on: date) -> int:
    """What the case costs in NT$; 0 where nothing."""
    if flow.fee is None:
        return 0
    return flow.fee.total(_numbers(catalogue, flow.fee.table, on), case.answers)


class Writer:
    """Writes in one agency's name; ``check_at`` is where papers can be checked."""

    def __init__(self, agency: str, catalogue: Catalogue, words: Words, check_at: str) -> None:
        self._agency, self._catalogue, self._words, self._check_at = agency, catalogue, words, check_at

    def paper(self, flow: Flow, case: Case, person: Person | None, answer: Answer) -> Paper:
        """The paper of a case; ``person`` is None where everybody may know."""
        assert flow.bureau is not None
        assert flow.bureau.template is not None
        assert flow.bureau.document is not None
        issued = datetime.now(UTC).replace(microsecond=0)
        code = "-".join(_drawn(4) for _ in range(3))
        purpose = case.answers.get("purpose")
        to_pay = self.slips(flow, case, answer)
        return Paper(
            template=flow.bureau.template, title=flow.bureau.document, agency=self._agency, name=person.name if person is not None else "",
            id_masked=masked(person.id_no) if person is not None else "", address=person.address if person is not None else "",
            purpose=self._words.text("zh-TW", f"field.purpose.{purpose}") if purpose else "",
            serial=f"{issued.astimezone(TAIPEI).year - 1911}-{_drawn(8)}", check_code=code,
            check_url=f"{self._check_at}/check/{code}", issued=issued, groups=groups(answer),
            slips=tuple(PrintedSlip(**asdict(slip)) for slip in to_pay), terms=terms(self._catalogue, answer.question.on) if to_pay else {},
        )

    def seen(self, flow: Flow, person: Person | None, answer: Answer, paper: Paper, lang: str) -> tuple[tuple[str, str], ...]:
        """What the citizen reads before the paper is printed: (label, value)."""
        assert flow.bureau is not None
        title = flow.text(lang, "title")
        if flow.bureau.template == BILLS:
            return headed(title, person, slips.told(paper.slips), lang)
        fees = tuple((label("fee", lang), written("amount", slip.total, lang)) for slip in paper.slips)
        return (*headed(title, person, answer, lang), *fees)

    def slips(self, flow: Flow, case: Case, answer: Answer) -> tuple[slips.Slip, ...]:
        """What is to pay: the bills of a slip flow, the fee of any."""
        assert flow.bureau is not None
        on, amount = answer.question.on, fee(flow, case, self._catalogue, answer.question.on)
        found = slips.of_bills(answer, terms(self._catalogue, on)) if flow.bureau.template == BILLS else ()
        if amount:
            counts = terms(self._catalogue, on)
            number = f"{counts['fee_slip_type']:05d}{secrets.randbelow(10**11):011d}"
            found = (*found, slips.of_fee(flow.text("zh-TW", "title"), amount, number, counts, on))
        return found


def _drawn(count: int) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(count))
