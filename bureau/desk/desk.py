"""The desk's work: envelopes in, documents out, woken by the bell and once a second."""
from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa

from bureau.cases_store import to_deliver
from bureau.desk.delivery import Delivery
from bureau.desk.filing import Filing
from bureau.desk.intake import Intake
from bureau.registers import RegisterGone
from bureau.store import Store
from bureau.wake import GATEWAY, Bell, ring

log = logging.getLogger(__name__)
LOT = 50
"""Envelopes of an agency that are dealt with before what was decided is delivered."""


class Desk:
    """Works for every agency of the house, one thing after another; only one desk works on a database."""

    def __init__(self, store: Store, run: Path, agencies: dict[str, tuple[Intake, Delivery]], filing: Filing) -> None:
        self._store, self._agencies, self._run, self._filing = store, agencies, run, filing
        self._wanted = asyncio.Event()

    def nudge(self) -> None:
        """A clerk has decided something: look at once."""
        self._wanted.set()

    async def work(self, bell: Bell) -> None:
        """Work until cancelled."""
        waiting: Sequence[asyncio.Task[object]] = ()
        try:
            while True:
                try:
                    await asyncio.to_thread(self.once)
                except (sa.exc.SQLAlchemyError, RegisterGone) as error:
                    log.warning("tried again in a second: %s", type(error).__name__)
                waiting = (asyncio.create_task(bell.wait(1.0)), asyncio.create_task(self._wanted.wait()))
                await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                for task in waiting:
                    task.cancel()
                self._wanted.clear()
        finally:
            for task in waiting:
                task.cancel()

    def once(self) -> None:
        """Open what is new, then deliver what is decided, then file it. Raises ``RegisterGone``: the rest waits for the next time."""
        for agency, (intake, _) in self._agencies.items():
            after = taken = 0  # what waits for its pictures keeps nobody else waiting
            while taken < LOT and (rows := self._store.new_envelopes(agency, after, LOT)):
                for row in rows:
                    taken += intake.take(row)
                    ring(self._run / GATEWAY)
                after = rows[-1].place
        with self._store.read() as db:
            ready = [(case, asking) for case, asking in to_deliver(db) if self._agencies[case.agency][1].makes(case)]
        for case, asking in ready:
            self._agencies[case.agency][1].deliver(case, asking)
            ring(self._run / GATEWAY)
        self._filing.once()
