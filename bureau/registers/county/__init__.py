"""A county's registers in one SQL database (SQLite here, PostgreSQL in the field): read, but for the book of applications.

An application is taken in under its key, which no two entries share: whoever files it again gets the number it has.

Rule of identity: name + last four + number must select exactly one person **and** no second
person may share that name with those last four digits (design: visit, assurance ladder).
Nobody who has died is answered; of somebody who has died only an heir asks, who names that person. Of somebody else
an agent asks, who names the principal; a flow that asks for one lets nothing go before a clerk has read the authorisation.
"""
from __future__ import annotations

import json
import unicodedata
from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import Engine, create_engine, func, insert, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from bureau.registers import Answer, Application, Finding, Person, Question, RegisterGone
from bureau.registers.county import holdings, land, persons, taxes
from bureau.registers.county.rows import Query, Rows, texts
from bureau.registers.county.schema import applications, deaths
from bureau.registers.county.schema import houses as houses
from bureau.registers.county.schema import people as people


def _transcript(rows: Rows, question: Question) -> Answer:
    kind = "land-transcript" if "land" in texts(question, "transcript") else "household-transcript"
    return KINDS[kind](rows, question)


def _number(entry: object) -> str:
    return f"A{entry:08}"


KINDS: dict[str, Query] = {**holdings.KINDS, **taxes.KINDS, **land.KINDS, **persons.KINDS, "transcripts": _transcript}


def engine(url: str) -> Engine:
    """The database behind a county; ``url`` as SQLAlchemy writes it."""
    return create_engine(url)


def same_name(name: str) -> str:
    """A name as it is compared: NFC, without blanks at the ends (sources write the same character in two ways)."""
    return unicodedata.normalize("NFC", name).strip()


class County:
    """The registers of one county."""

    def __init__(self, database: Engine, finds: bool = True) -> None:
        """``finds`` is False for a book that can only be written into, as some agencies' are."""
        self._database, self._rows, self.finds = database, Rows(database), finds

    @property
    def kinds(self) -> Collection[str]:
        """The kinds of question that it answers."""
        return KINDS

    def person(self, id_no: str) -> Person | None:
        """The person with this number, or None. Raises ``RegisterGone``."""
        columns = [people.c[key] for key in ("id_no", "name", "birth", "mobile", "address")]
        rows = self._rows.of(select(*columns).where(people.c.id_no == id_no))
        return Person(*rows[0]) if rows else None  # type: ignore[arg-type]  # the table's own types

    def find_person(self, name: str, last4: str, id_no: str) -> Finding:
        """Select exactly one person, see the module's rule. Raises ``RegisterGone``."""
        person = self.person(id_no)
        if person is None:
            return Finding("unknown")
        if same_name(person.name) != same_name(name) or not id_no.endswith(last4):
            return Finding("mismatch")
        same = select(func.count()).select_from(people).where(people.c.name == person.name, people.c.last4 == last4)
        if self._rows.of(same)[0][0] != 1:
            return Finding("ambiguous", person)
        return Finding("found", person)

    def lookup(self, question: Question) -> Answer:
        """What the registers say, the oldest number first. Raises ``RegisterGone``."""
        if question.kind not in KINDS:
            raise RegisterGone(f"no register answers {question.kind!r}; name one of {', '.join(sorted(KINDS))}")
        if self._has_died(question.id_no):
            return Answer(question, refusal="person-deceased")
        if texts(question, "principal_id"):
            return self._of_principal(question)
        return self._of_decedent(question) if texts(question, "decedent_id") else KINDS[question.kind](self._rows, question)

    def file(self, application: Application) -> str:
        """Enter it in the book of applications. Raises ``RegisterGone``."""
        values = {"key": application.key, "kind": application.kind, "case_no": application.case_no, "owner": application.id_no,
                  "answers": json.dumps(application.answers, ensure_ascii=False), "filed_on": application.on}
        try:
            with self._database.begin() as connection:
                entry = connection.execute(insert(applications).values(**values)).inserted_primary_key
        except IntegrityError:
            number = self.find(application.key)
            if number is None:
                raise RegisterGone("the book of applications refuses this entry; look at its constraints") from None
            return number
        except SQLAlchemyError as error:
            raise RegisterGone(f"county register: {type(error).__name__}; check [county] url in bureau.toml") from error
        assert entry is not None  # the key of an insert of one row
        return _number(entry[0])

    def find(self, key: str) -> str | None:
        """Look into the book of applications. Raises ``RegisterGone``."""
        rows = self._rows.of(select(applications.c.entry).where(applications.c.key == key))
        return _number(rows[0][0]) if rows else None

    def _has_died(self, id_no: str) -> bool:
        return id_no != "" and bool(self._rows.of(select(deaths.c.died).where(deaths.c.id_no == id_no)))

    def _of_decedent(self, question: Question) -> Answer:
        dead = persons.decedent(self._rows, question)
        if dead is None:
            return Answer(question, refusal="person-unknown")
        answer = KINDS[question.kind](self._rows, replace(question, id_no=texts(question, "decedent_id")[0]))
        return replace(answer, question=question, sheets=(dead, *answer.sheets))

    def _of_principal(self, question: Question) -> Answer:
        principal = self.person(texts(question, "principal_id")[0])
        if principal is None:
            return Answer(question, refusal="person-unknown")
        if self._has_died(principal.id_no):
            return Answer(question, refusal="person-deceased")
        return replace(KINDS[question.kind](self._rows, replace(question, id_no=principal.id_no)), question=question)
