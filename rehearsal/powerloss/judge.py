"""What was rebuilt after a cut, opened with the product's own stores and held against every promise made before it."""
from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bureau.store import ENVELOPES, LEAVES, LOG, Store
from kiosk.store import InboxReader, Journal, Outbox, OutboxReader
from rehearsal.powerloss.acts import SITE
from rehearsal.powerloss.record import Event
from rehearsal.rows import read_rows
from wire.log import Frontier, root

Said = dict[str, Any]


def promised(events: Iterable[Event]) -> list[Said]:
    """The promises among these events, in order."""
    return [json.loads(line) for event in events if event.what == "promise" for line in event.octets.decode().splitlines()]


def counter(folder: Path, promises: list[Said]) -> list[str]:
    """What the counter's stores no longer hold of what they had promised."""
    wrong: list[str] = []
    outbox, journal = Outbox(folder), Journal(folder)
    wrong += _whole(folder, ("outbox.db", "journal.db", "inbox.db"))
    rows, head = {row.id: row for row in outbox.entries()}, outbox.head()
    kept = [said for said in promises if "kept" in said]
    gone = {row for said in promises for row in said.get("may_go", ())}
    wrong += [f"row {said['seq']} is lost" for said in kept if said["kept"] not in rows and said["kept"] not in gone]
    wrong += [f"row {said['seq']} is another" for said in kept if said["kept"] in rows and rows[said["kept"]].sha256 != said["sha256"]]
    if head.seq < max((said["seq"] for said in kept), default=0):
        wrong.append(f"the head is at {head.seq}")
    newest = max((row for row in rows.values() if row.seq), key=lambda row: row.seq or 0, default=None)
    if newest is not None and (newest.seq or 0) >= head.seq and (newest.seq, newest.sha256) != (head.seq, head.sha256):
        wrong.append("head and newest row differ")
    given = {said["case_no"] for said in promises if "case_no" in said}
    if journal.next_case_no(SITE) in given:
        wrong.append("a case number is given twice")
    for said in promises:
        if "begun" in said:
            there = read_rows(folder / "journal.db", "SELECT outcome FROM visit WHERE visit = ?", said["begun"])
            if not there or said.get("outcome", there[0][0]) != there[0][0]:
                wrong.append(f"a visit is {there}, not {said.get('outcome', 'begun')}")
    papers = {paper.serial: paper.state for said in promises if "begun" in said for paper in journal.papers_of(said["begun"])}
    for said in promises:
        if "serial" in said and (said["serial"] not in papers or said.get("state", papers[said["serial"]]) != papers[said["serial"]]):
            wrong.append(f"a paper is {papers.get(said['serial'])}, not {said.get('state', 'there')}")
    wrong += [f"row {row.link.seq} is damaged" for row in outbox.damaged()]
    InboxReader(folder).untrusted_down()  # what it brought may be lost, and is brought again; it must be whole
    OutboxReader(folder).waiting()
    outbox.close()
    journal.close()
    return wrong


def careless(folder: Path, promises: list[Said]) -> list[str]:
    """As :func:`counter`."""
    return counter(folder, promises)


def bureau(folder: Path, promises: list[Said]) -> list[str]:
    """What the bureau's database no longer holds of what the gateway had signed."""
    store = Store(f"sqlite:///{folder / 'bureau.db'}")
    store.create()
    wrong = _whole(folder, ("bureau.db",))
    with store.read() as db:
        receipts = {row.id: (bytes(row.receipt).decode(), row.leaf) for row in db.execute(sa.select(ENVELOPES))}
        leaves = [row.hash for row in db.execute(sa.select(LEAVES).order_by(LEAVES.c.place))]
        frontier = Frontier.from_text(db.execute(sa.select(LOG.c.frontier)).scalar_one())
    for said in promises:
        if "enrolled" in said and store.kiosk(said["enrolled"]) is None:
            wrong.append("a counter is unknown again")
        if "receipt" in said:
            text, leaf = receipts.get(said["id"], ("", ""))
            kiosk = store.kiosk(said["site"])
            if text != said["receipt"]:
                wrong.append(f"row {said['seq']} of {said['site']} has {'another' if text else 'no'} receipt")
            elif leaf not in leaves:
                wrong.append("a receipt's leaf is not in the log")
            if kiosk is None or kiosk.head.seq < said["seq"]:
                wrong.append(f"the head of {said['site']} is behind")
    if frontier.size != len(leaves) or frontier.root() != root(map(bytes.fromhex, leaves)):
        wrong.append("the log's head is not that of its leaves")
    store.engine.dispose()
    return wrong


def _whole(folder: Path, names: Iterable[str]) -> list[str]:
    wrong = []
    for name in names:
        if (folder / name).exists():
            with closing(sqlite3.connect(folder / name)) as db:
                said = db.execute("PRAGMA integrity_check").fetchone()[0]
            wrong += [] if said == "ok" else [f"{name}: {said}"]
    return wrong
