"""What was taken into an agency's register, once: the intent before, the number after (design: bureau, registers).

::

    intended ──register.file──▶ filed            the number is known
        │ interrupted; the register cannot say whether it has it
        ▼
     unknown ──a clerk looks──▶ filed, or intended anew

The key is the case's id, the same at every try.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa

from bureau.cases_store import CASES, Case, case
from bureau.store import now
from bureau.tables import TABLES

State = Literal["intended", "filed", "unknown"]
FILINGS = sa.Table(
    "filings", TABLES,
    sa.Column("key", sa.String, primary_key=True), sa.Column("state", sa.String, nullable=False),
    sa.Column("number", sa.String, nullable=False), sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("changed_at", sa.String, nullable=False),
)


@dataclass(frozen=True)
class FilingRow:
    """One filing; ``number`` is empty until it is filed, ``tries`` how often it was begun."""

    key: str
    state: State
    number: str
    tries: int


def filing(db: sa.Connection, key: str) -> FilingRow | None:
    """The filing of a case, if one was ever intended."""
    row = db.execute(sa.select(FILINGS.c.key, FILINGS.c.state, FILINGS.c.number, FILINGS.c.tries).where(FILINGS.c.key == key)).first()
    return None if row is None else FilingRow(*row)


def intend(db: sa.Connection, key: str) -> FilingRow:
    """Begin a try; what is filed or unknown stays as it is."""
    before = filing(db, key)
    if before is None:
        db.execute(sa.insert(FILINGS).values(key=key, state="intended", number="", tries=1, changed_at=now()))
        return FilingRow(key, "intended", "", 1)
    if before.state == "intended":
        db.execute(sa.update(FILINGS).where(FILINGS.c.key == key).values(tries=before.tries + 1, changed_at=now()))
        return FilingRow(key, "intended", "", before.tries + 1)
    return before


def settle(db: sa.Connection, key: str, state: State, number: str = "") -> None:
    """How a try ended."""
    db.execute(sa.update(FILINGS).where(FILINGS.c.key == key).values(state=state, number=number, changed_at=now()))


def forget(db: sa.Connection, key: str) -> None:
    """A clerk has seen that the register does not have it: the next try is the first."""
    db.execute(sa.delete(FILINGS).where(FILINGS.c.key == key, FILINGS.c.state == "unknown"))


def unknown(db: sa.Connection) -> list[Case]:
    """Cases whose filing a clerk must look up, the oldest first."""
    chosen = sa.select(FILINGS.c.key).where(FILINGS.c.state == "unknown").order_by(FILINGS.c.changed_at)
    return [found for key in db.execute(chosen).scalars() if (found := case(db, key)) is not None]


def to_file(db: sa.Connection, flows: Iterable[str]) -> list[str]:
    """Ids of whole cases of these services that are decided and neither filed nor in a clerk's hands, the oldest first."""
    open_ = sa.or_(FILINGS.c.state.is_(None), FILINGS.c.state == "intended")
    chosen = sa.select(CASES.c.id).outerjoin(FILINGS, FILINGS.c.key == CASES.c.id).where(
        CASES.c.state == "decided", CASES.c.parent == "", CASES.c.flow.in_(sorted(flows)), open_)
    return list(db.execute(chosen.order_by(CASES.c.changed_at)).scalars())
