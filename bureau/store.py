"""The bureau's one database, as gateway and desk share it (SQLAlchemy Core; SQLite here, PostgreSQL in the field).

Every function takes ``inside``, an open write transaction; without one it makes its own.
A write takes SQLite's lock at once, so reading and then writing inside it is safe; on
PostgreSQL the rows that matter (kiosk head, log head) are locked with ``FOR UPDATE``.
The desk adds tables of its own in ``bureau/cases_store.py`` on the same engine.
"""
from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

import sqlalchemy as sa

from bureau import leaves
from bureau.tables import CHECKPOINTS as CHECKPOINTS
from bureau.tables import DOWN as DOWN
from bureau.tables import ENVELOPES as ENVELOPES
from bureau.tables import INCIDENTS as INCIDENTS
from bureau.tables import KIOSKS as KIOSKS
from bureau.tables import LEAVES as LEAVES
from bureau.tables import LOG as LOG
from bureau.tables import TABLES as TABLES
from wire.log import Frontier
from wire.messages import Head

READING = "AUTOCOMMIT"
Enrolment = Literal["accepted", "pending", "rejected"]


@dataclass(frozen=True)
class KioskRow:
    """One enrolled counter; ``head`` is the newest link of its chain that is durable here."""

    site: str
    device_jwk: dict[str, Any]
    transport_jwk: dict[str, Any]
    transport_jkt: str
    state: Enrolment
    hello_counter: int
    hello_at: str | None
    head: Head


@dataclass(frozen=True)
class EnvelopeRow:
    """One accepted envelope, octets as received. ``state``: new, opened, cannot-open, quarantined or gateway (open messages)."""

    place: int
    id: str
    site: str
    kind: str
    to: str
    sha256: str
    octets: bytes = field(repr=False)
    received_at: datetime
    leaf: str
    state: str


@dataclass(frozen=True)
class DownRow:
    """One envelope on its way to a kiosk."""

    place: int
    id: str
    octets: bytes = field(repr=False)


@dataclass(frozen=True)
class Leaf:
    """One leaf of the log: its place and its hash (hex)."""

    place: int
    hash: str


def now() -> str:
    """The time as the tables hold it: ISO, UTC, milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def open_engine(url: str) -> sa.Engine:
    """The engine for a database URL; SQLite gets a write-ahead log, full fsync and immediate write locks."""
    engine = sa.create_engine(url, connect_args={"check_same_thread": False, "timeout": 10} if url.startswith("sqlite") else {})
    if engine.dialect.name == "sqlite":
        @sa.event.listens_for(engine, "connect")
        def _(raw: Any, _record: Any) -> None:
            raw.isolation_level = None  # the driver's own implicit BEGIN would take the lock too late
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
                raw.execute(f"PRAGMA {pragma}")

        @sa.event.listens_for(engine, "begin")
        def _(connection: sa.Connection) -> None:
            if connection.get_execution_options().get("isolation_level") != READING:  # who only reads must not queue behind the writer
                connection.exec_driver_sql("BEGIN IMMEDIATE")
    return engine


class Store:
    """The database, open for one process."""

    def __init__(self, url: str) -> None:
        self.engine = open_engine(url)
        self.path = sa.make_url(url).database

    def create(self) -> None:
        """Make what is not there yet. Safe when gateway and desk start together."""
        with self.write() as db:
            TABLES.create_all(db)
            _grow(db)
            if db.execute(sa.select(LOG.c.one)).first() is None:
                db.execute(sa.insert(LOG).values(one=1, frontier=Frontier().to_text()))

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """One transaction, durable when the block ends."""
        with self.engine.begin() as db:
            yield db

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """Reading without a lock."""
        with self.engine.connect().execution_options(isolation_level=READING) as db:
            yield db

    def _in(self, inside: sa.Connection | None) -> AbstractContextManager[sa.Connection]:
        return self.write() if inside is None else nullcontext(inside)

    # --- kiosks

    def enrol_kiosk(self, site: str, device_jwk: dict[str, Any], transport_jwk: dict[str, Any], transport_jkt: str,
                    state: Enrolment = "pending", inside: sa.Connection | None = None) -> None:
        """Register a counter and its two public keys; a known site is left as it is."""
        with self._in(inside) as db:
            if db.execute(sa.select(KIOSKS.c.site).where(KIOSKS.c.site == site)).first() is None:
                db.execute(sa.insert(KIOSKS).values(site=site, device_jwk=json.dumps(device_jwk), transport_jwk=json.dumps(transport_jwk),
                                                    transport_jkt=transport_jkt, state=state, hello_counter=0, epoch=1, seq=0, sha256=""))

    def kiosks(self, sites: Sequence[str], inside: sa.Connection) -> dict[str, KioskRow]:
        """Several counters by site, their rows locked in this order."""
        chosen = sa.select(KIOSKS).where(KIOSKS.c.site.in_(sites)).order_by(KIOSKS.c.site).with_for_update()
        return {row.site: _kiosk(row) for row in inside.execute(chosen)}

    def kiosks_by_transport(self, jkts: Collection[str]) -> dict[str, KioskRow]:
        """The counters whose transport keys have these RFC 7638 thumbprints, by thumbprint."""
        chosen = sa.select(KIOSKS).where(KIOSKS.c.transport_jkt.in_(sorted(jkts)))
        with self.read() as db:
            return {row.transport_jkt: _kiosk(row) for row in db.execute(chosen)}

    def kiosk(self, site: str, inside: sa.Connection | None = None) -> KioskRow | None:
        """The counter of that site; inside a transaction its row is locked."""
        chosen = sa.select(KIOSKS).where(KIOSKS.c.site == site)
        with self.read() if inside is None else nullcontext(inside) as db:
            row = db.execute(chosen if inside is None else chosen.with_for_update()).first()
        return None if row is None else _kiosk(row)

    def set_kiosk(self, site: str, inside: sa.Connection | None = None, **values: Any) -> None:
        """Change columns of one counter."""
        with self._in(inside) as db:
            db.execute(sa.update(KIOSKS).where(KIOSKS.c.site == site).values(**values))

    def confirm(self, site: str, state: Enrolment) -> int:
        """An operator accepts or rejects a counter; quarantined envelopes of an accepted one become new. How many."""
        with self.write() as db:
            if self.kiosk(site, db) is None:
                raise KeyError(site)
            self.set_kiosk(site, db, state=state)
            if state != "accepted":
                return 0
            freed = sa.update(ENVELOPES).where(ENVELOPES.c.site == site, ENVELOPES.c.state == "quarantined", ENVELOPES.c.reason == "kiosk")
            return int(db.execute(freed.values(state="new", reason="")).rowcount)

    # --- envelopes

    def new_envelopes(self, agency: str, after: int = 0, limit: int = 50) -> list[EnvelopeRow]:
        """Sealed envelopes for this agency that the desk has not opened, oldest first, behind a place; parts come with their request."""
        chosen = sa.select(ENVELOPES).where(ENVELOPES.c.state == "new", ENVELOPES.c.to == agency, ENVELOPES.c.kind != "part")
        with self.read() as db:
            return [_envelope(row) for row in db.execute(chosen.where(ENVELOPES.c.place > after).order_by(ENVELOPES.c.place).limit(limit))]

    def envelope(self, id_: str, inside: sa.Connection | None = None) -> EnvelopeRow | None:
        """One envelope by its id."""
        with self.read() if inside is None else nullcontext(inside) as db:
            row = db.execute(sa.select(ENVELOPES).where(ENVELOPES.c.id == id_)).first()
        return None if row is None else _envelope(row)

    def mark_opened(self, id_: str, state: Literal["opened", "cannot-open"] = "opened", reason: str = "",
                    inside: sa.Connection | None = None) -> bool:
        """The desk has dealt with an envelope; False if it was dealt with before."""
        with self._in(inside) as db:
            done = sa.update(ENVELOPES).where(ENVELOPES.c.id == id_, ENVELOPES.c.state == "new").values(state=state, reason=reason)
            return db.execute(done).rowcount == 1

    # --- down

    def put_down(self, site: str, id_: str, octets: bytes, visit: str | None = None, inside: sa.Connection | None = None, *,
                 about: str | None = None) -> None:
        """Hand an envelope to the gateway for that site; ring ``bureau.wake.GATEWAY`` after the commit.

        ``about``: the id of the envelope that it says was opened; whoever sends that again is told again.
        """
        with self._in(inside) as db:
            db.execute(sa.insert(DOWN).values(id=id_, site=site, octets=octets, visit=visit, made_at=now(), about=about))

    def next_command(self, site: str, at_least: int, inside: sa.Connection) -> int:
        """A number above all that were given for orders to that counter."""
        last: int = inside.execute(sa.select(KIOSKS.c.commanded).where(KIOSKS.c.site == site).with_for_update()).scalar_one()
        inside.execute(sa.update(KIOSKS).where(KIOSKS.c.site == site).values(commanded=max(last + 1, at_least)))
        return max(last + 1, at_least)

    def tell_again(self, id_: str, inside: sa.Connection) -> None:
        """A kiosk sent an envelope again that was opened: it did not keep what it was told, as after a power cut."""
        inside.execute(sa.update(DOWN).where(DOWN.c.about == id_, DOWN.c.got_at.is_not(None)).values(got_at=None))

    def down_waiting(self, sites: Collection[str]) -> set[str]:
        """For which of these sites something waits."""
        chosen = sa.select(DOWN.c.site).distinct().where(DOWN.c.site.in_(sorted(set(sites))), DOWN.c.got_at.is_(None))
        with self.read() as db:
            return set(db.execute(chosen).scalars())

    def down_for(self, site: str, after: int = 0, limit: int = 32) -> list[DownRow]:
        """Envelopes the kiosk has not confirmed, oldest first."""
        chosen = sa.select(DOWN.c.place, DOWN.c.id, DOWN.c.octets).where(DOWN.c.site == site, DOWN.c.got_at.is_(None), DOWN.c.place > after)
        with self.read() as db:
            return [DownRow(*row) for row in db.execute(chosen.order_by(DOWN.c.place).limit(limit))]

    def last_down(self) -> int:
        """The place of the newest envelope put down."""
        with self.read() as db:
            return int(db.execute(sa.select(sa.func.coalesce(sa.func.max(DOWN.c.place), 0))).scalar_one())

    def down_since(self, place: int) -> tuple[int, set[str]]:
        """The newest place, and the sites something was put down for behind ``place``."""
        with self.read() as db:
            rows = db.execute(sa.select(DOWN.c.place, DOWN.c.site).where(DOWN.c.place > place)).all()
        return max((row.place for row in rows), default=place), {row.site for row in rows}

    def got(self, site: str, ids: Sequence[str], inside: sa.Connection | None = None) -> None:
        """The kiosk has them; this only stops re-sending (the desk keeps results until an outcome)."""
        with self._in(inside) as db:
            db.execute(sa.update(DOWN).where(DOWN.c.site == site, DOWN.c.id.in_(ids), DOWN.c.got_at.is_(None)).values(got_at=now()))

    def newest_checkpoint(self) -> str | None:
        """The newest signed checkpoint of the log, as text."""
        with self.read() as db:
            octets = db.execute(sa.select(CHECKPOINTS.c.octets).order_by(CHECKPOINTS.c.size.desc()).limit(1)).scalar()
        return None if octets is None else bytes(octets).decode("ascii")

    # --- log and incidents

    def add_leaf(self, kind: str, ref: str, content: bytes, inside: sa.Connection | None = None) -> Leaf:
        """Append a salted leaf over ``content`` to the bureau's log; the salt stays with the record (erase both together)."""
        leaf, salt = leaves.salted(kind, ref, content)
        with self._in(inside) as db:
            return Leaf(leaves.append(db, leaf, kind, ref, salt, datetime.now(UTC)), leaf.hex())

    def add_incident(self, site: str, code: str, detail: str = "", visit: str | None = None, inside: sa.Connection | None = None) -> None:
        """Something a person must look at; words of ours only."""
        with self._in(inside) as db:
            db.execute(sa.insert(INCIDENTS).values(site=site, code=code, visit=visit, detail=detail, at=now()))

    def incidents(self, site: str | None = None) -> list[tuple[str, str, str, str]]:
        """Incidents as (time, site, code, detail), oldest first."""
        chosen = sa.select(INCIDENTS.c.at, INCIDENTS.c.site, INCIDENTS.c.code, INCIDENTS.c.detail).order_by(INCIDENTS.c.place)
        if site is not None:
            chosen = chosen.where(INCIDENTS.c.site == site)
        with self.read() as db:
            return [(row[0], row[1], row[2], row[3]) for row in db.execute(chosen)]


def _grow(db: sa.Connection) -> None:
    """Add the columns and indexes that a database made by an earlier version has not got; each of those columns has a default."""
    for table in TABLES.sorted_tables:
        there = {column["name"] for column in sa.inspect(db).get_columns(table.name)}
        for column in (column for column in table.columns if column.name not in there):
            db.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {sa.schema.CreateColumn(column).compile(dialect=db.dialect)}")
        for index in table.indexes:
            index.create(db, checkfirst=True)


def _kiosk(row: Any) -> KioskRow:
    return KioskRow(row.site, json.loads(row.device_jwk), json.loads(row.transport_jwk), row.transport_jkt, row.state,
                    row.hello_counter, row.hello_at, Head(epoch=row.epoch, seq=row.seq, sha256=row.sha256))


def _envelope(row: Any) -> EnvelopeRow:
    return EnvelopeRow(row.place, row.id, row.site, row.kind, row.to, row.sha256, row.octets, datetime.fromisoformat(row.received_at),
                       row.leaf, row.state)
