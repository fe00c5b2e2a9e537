"""The desk's own tables on the bureau's database: askings (what came from a visit), cases, documents.

An *asking* is one Request or Collect with the visit key that answers are sealed to; it is *live* until the
counter's outcome. A *case* is what a Request opened; a Collect is a further asking of the same case.
Every function takes ``db``, an open transaction of :class:`bureau.store.Store`.
"""
from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any

import sqlalchemy as sa

from bureau.cases import Actor, Event, State, move
from bureau.store import now
from bureau.tables import TABLES
from catalogue.assurance import Facts

ASKINGS = sa.Table(
    "askings", TABLES,
    sa.Column("request", sa.String, primary_key=True),
    sa.Column("kind", sa.String, nullable=False), sa.Column("case_id", sa.String, index=True),
    sa.Column("agency", sa.String, nullable=False), sa.Column("site", sa.String, nullable=False),
    sa.Column("visit", sa.String, nullable=False), sa.Column("visit_key", sa.String, nullable=False),
    sa.Column("request_sha256", sa.String, nullable=False), sa.Column("id_no", sa.String, nullable=False),
    sa.Column("flow", sa.String, nullable=False), sa.Column("lang", sa.String, nullable=False),
    sa.Column("received_at", sa.String, nullable=False), sa.Column("message", sa.String, nullable=False),
    sa.Column("facts", sa.String, nullable=False), sa.Column("person", sa.String, nullable=False),
    sa.Column("state", sa.String, nullable=False), sa.Column("live", sa.Boolean, nullable=False),
    sa.Column("replies", sa.Integer, nullable=False), sa.Column("offered", sa.String, nullable=False),
    sa.Column("outcome", sa.String, nullable=False),
    sa.Column("priority", sa.Boolean, nullable=False, server_default=sa.false()),
)
CASES = sa.Table(
    "cases", TABLES,
    sa.Column("id", sa.String, primary_key=True), sa.Column("case_no", sa.String, nullable=False),
    sa.Column("token_sha256", sa.String, nullable=False), sa.Column("agency", sa.String, nullable=False),
    sa.Column("flow", sa.String, nullable=False), sa.Column("id_no", sa.String, nullable=False, index=True),
    sa.Column("state", sa.String, nullable=False, index=True), sa.Column("asking", sa.String, nullable=False),
    sa.Column("reasons", sa.String, nullable=False), sa.Column("answers", sa.String, nullable=False),
    sa.Column("received_at", sa.String, nullable=False), sa.Column("changed_at", sa.String, nullable=False),
    sa.Column("clerk", sa.String, nullable=False), sa.Column("released_by", sa.String, nullable=False),
    sa.Column("fact", sa.String, nullable=False), sa.Column("chosen", sa.String, nullable=False),
    sa.Column("refusal", sa.String, nullable=False),
    sa.Column("due", sa.String, nullable=False, server_default=""),
    sa.Column("parent", sa.String, nullable=False, server_default=""),
    sa.Column("priority", sa.Boolean, nullable=False, server_default=sa.false()),
)
DOCUMENTS = sa.Table(
    "documents", TABLES,
    sa.Column("serial", sa.String, primary_key=True), sa.Column("case_id", sa.String, nullable=False, index=True),
    sa.Column("asking", sa.String, nullable=False), sa.Column("check_code", sa.String, nullable=False, unique=True),
    sa.Column("state", sa.String, nullable=False), sa.Column("why", sa.String, nullable=False),
    sa.Column("agency", sa.String, nullable=False), sa.Column("title", sa.String, nullable=False),
    sa.Column("issued_at", sa.String, nullable=False), sa.Column("sha256", sa.String, nullable=False),
    sa.Column("pdf", sa.LargeBinary, nullable=False), sa.Column("sheets", sa.Integer, nullable=False),
)


@dataclass(frozen=True)
class Asking:
    """One Request or Collect as it was opened. ``message`` is its JSON, ``person`` why the register did or did not find one person,

    ``state`` is case, choosing, clerk, attached or answered; ``offered`` the keys that a Supplement may name.
    """

    request: str
    kind: str
    case_id: str | None
    agency: str
    site: str
    visit: str
    visit_key: str
    request_sha256: str
    id_no: str
    flow: str
    lang: str
    received_at: str
    message: str
    facts: Facts
    person: str
    state: str
    live: bool = True
    replies: int = 0
    offered: tuple[str, ...] = ()
    outcome: str = ""
    priority: bool = False


@dataclass(frozen=True)
class Case:
    """One case. ``asking`` is the asking that is answered now, ``chosen`` house tax numbers, empty for all of them,

    ``due`` the ISO day by which the agency answers, ``priority`` whether its citizen asked to go first, ``parent`` the case
    whose part it is.
    """

    id: str
    case_no: str
    token_sha256: str
    agency: str
    flow: str
    id_no: str
    state: State
    asking: str
    reasons: tuple[str, ...]
    answers: dict[str, Any]
    received_at: str
    changed_at: str
    clerk: str = ""
    released_by: str = ""
    fact: str = ""
    chosen: tuple[str, ...] = ()
    refusal: str = ""
    due: str = ""
    priority: bool = False
    parent: str = ""


@dataclass(frozen=True)
class IssuedDocument:
    """One sealed document. ``state``: valid or void, ``why`` it is void."""

    serial: str
    case_id: str
    asking: str
    check_code: str
    state: str
    why: str
    agency: str
    title: str
    issued_at: str
    sha256: str
    pdf: bytes
    sheets: int


_JSON = {"reasons", "answers", "chosen", "offered"}


def _packed(values: dict[str, Any]) -> dict[str, Any]:
    packed = {key: json.dumps(value, ensure_ascii=False) if key in _JSON else value for key, value in values.items()}
    if isinstance(packed.get("facts"), Facts | dict):
        facts = packed["facts"]
        packed["facts"] = json.dumps(asdict(facts) if isinstance(facts, Facts) else facts)
    return packed


def _values(row: Any) -> dict[str, Any]:
    values = dict(row._mapping)
    for key in _JSON & set(values):
        read = json.loads(values[key])
        values[key] = tuple(read) if isinstance(read, list) else read
    return values


def _asking(row: Any) -> Asking:
    values = _values(row)
    facts = json.loads(values.pop("facts"))
    return Asking(**values, facts=Facts(**{**facts, "certificate_reasons": tuple(facts["certificate_reasons"])}))


def _columns(thing: Any) -> dict[str, Any]:
    return _packed({each.name: getattr(thing, each.name) for each in fields(thing)})


# --- askings

def add_asking(db: sa.Connection, asking: Asking) -> None:
    """Keep a new asking; its request id must be unused."""
    db.execute(sa.insert(ASKINGS).values(_columns(asking)))


def asking(db: sa.Connection, request: str) -> Asking | None:
    """The asking with this request id."""
    row = db.execute(sa.select(ASKINGS).where(ASKINGS.c.request == request)).first()
    return None if row is None else _asking(row)


def set_asking(db: sa.Connection, request: str, **values: Any) -> None:
    """Change columns of one asking."""
    db.execute(sa.update(ASKINGS).where(ASKINGS.c.request == request).values(_packed(values)))


def forget_faces(db: sa.Connection, request: str) -> None:
    """Take the pictures of card and face out of an asking that was reviewed, as the notice promises; what they were worth stays."""
    known = asking(db, request)
    message = json.loads(known.message) if known is not None else {}
    if going := [part for part in message.get("parts", ()) if part["keep"] == "decision"]:
        for _, number, name in (part["place"].split("/") for part in going):
            message["evidence"][int(number)][name] = ""
        message["parts"] = [part for part in message["parts"] if part not in going]
        set_asking(db, request, message=json.dumps(message, ensure_ascii=False))


def collects_for_clerk(db: sa.Connection, agency: str | None = None) -> list[Asking]:
    """Collects whose citizens stand at a counter and need a clerk, oldest first."""
    chosen = sa.select(ASKINGS).where(ASKINGS.c.kind == "collect", ASKINGS.c.state == "clerk", ASKINGS.c.live)
    if agency is not None:
        chosen = chosen.where(ASKINGS.c.agency == agency)
    return [_asking(row) for row in db.execute(chosen.order_by(ASKINGS.c.received_at))]


# --- cases

def add_case(db: sa.Connection, case: Case) -> None:
    """Keep a new case."""
    db.execute(sa.insert(CASES).values(_columns(case)))


def case(db: sa.Connection, id_: str) -> Case | None:
    """One case; locked where the database can."""
    row = db.execute(sa.select(CASES).where(CASES.c.id == id_).with_for_update()).first()
    return None if row is None else Case(**_values(row))


def cases(db: sa.Connection, *, states: Iterable[str], agency: str | None = None, id_no: str | None = None) -> list[Case]:
    """Cases in these states, oldest first, of one agency or person where given."""
    chosen = sa.select(CASES).where(CASES.c.state.in_(list(states)))
    if agency is not None:
        chosen = chosen.where(CASES.c.agency == agency)
    if id_no is not None:
        chosen = chosen.where(CASES.c.id_no == id_no)
    return [Case(**_values(row)) for row in db.execute(chosen.order_by(CASES.c.received_at))]


def cases_of(db: sa.Connection, agency: str, id_no: str) -> list[Case]:
    """A person's cases at an agency in whatever state, the newest first."""
    chosen = sa.select(CASES).where(CASES.c.agency == agency, CASES.c.id_no == id_no)
    return [Case(**_values(row)) for row in db.execute(chosen.order_by(CASES.c.received_at.desc()))]


def cases_numbered(db: sa.Connection, agency: str, case_no: str) -> list[Case]:
    """An agency's cases with this number, in capitals or not, the newest first."""
    chosen = sa.select(CASES).where(CASES.c.agency == agency, sa.func.lower(CASES.c.case_no) == case_no.lower())
    return [Case(**_values(row)) for row in db.execute(chosen.order_by(CASES.c.received_at.desc()))]


def parts_of(db: sa.Connection, parent: str) -> list[Case]:
    """The sub-cases of a case, in the order of their numbers."""
    return [Case(**_values(row)) for row in db.execute(sa.select(CASES).where(CASES.c.parent == parent).order_by(CASES.c.case_no))]


def move_case(db: sa.Connection, case: Case, event: Event, actor: Actor, **values: Any) -> Case:
    """Let an event happen to a case and change further columns; what ends its review ends the pictures of faces that it came with.

    Raises ``bureau.cases.NotNow``, ``PermissionError``.
    """
    state = move(case.state, event, actor)
    if event in ("release", "refuse", "withdraw"):
        forget_faces(db, case.asking)
    return set_case(db, case, state=state, **values)


def set_case(db: sa.Connection, case: Case, **values: Any) -> Case:
    """Change columns of a case; gives the case as it is then."""
    values["changed_at"] = now()
    db.execute(sa.update(CASES).where(CASES.c.id == case.id).values(_packed(values)))
    return Case(**{**{each.name: getattr(case, each.name) for each in fields(case)}, **values})


# --- documents

def add_document(db: sa.Connection, document: IssuedDocument) -> None:
    """Keep the sealed original."""
    db.execute(sa.insert(DOCUMENTS).values(_columns(document)))


def document(db: sa.Connection, serial: str) -> IssuedDocument | None:
    """The document with this serial."""
    row = db.execute(sa.select(DOCUMENTS).where(DOCUMENTS.c.serial == serial)).first()
    return None if row is None else IssuedDocument(**row._mapping)


def document_by_code(db: sa.Connection, check_code: str) -> IssuedDocument | None:
    """The document with this check code."""
    row = db.execute(sa.select(DOCUMENTS).where(DOCUMENTS.c.check_code == check_code)).first()
    return None if row is None else IssuedDocument(**row._mapping)


def void_documents(db: sa.Connection, case_id: str, why: str) -> list[str]:
    """Void every valid document of a case; gives their serials."""
    valid = sa.and_(DOCUMENTS.c.case_id == case_id, DOCUMENTS.c.state == "valid")
    serials = [row.serial for row in db.execute(sa.select(DOCUMENTS.c.serial).where(valid))]
    db.execute(sa.update(DOCUMENTS).where(valid).values(state="void", why=why))
    return serials


def to_deliver(db: sa.Connection) -> list[tuple[Case, Asking]]:
    """Decided cases whose citizen stands at a counter, oldest first."""
    both = sa.select(CASES, ASKINGS.c.request.label("at")).join(ASKINGS, ASKINGS.c.request == CASES.c.asking)
    found: list[tuple[Case, Asking]] = []
    for row in db.execute(both.where(CASES.c.state == "decided", ASKINGS.c.live).order_by(CASES.c.changed_at)):
        values = _values(row)
        waiting = asking(db, values.pop("at"))
        assert waiting is not None  # it was joined
        found.append((Case(**values), waiting))
    return found
