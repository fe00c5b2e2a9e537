"""One enrolled counter without its processes: the engine's stores, keys and simulated devices, in this process."""
from __future__ import annotations

import re
import time
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from catalogue.fields import (
    Address,
    Amount,
    BankAccount,
    Choice,
    Code,
    Count,
    Digits,
    Email,
    Group,
    IdNumber,
    Parcel,
    Plate,
    RocDate,
    Several,
    Ubn,
    Year,
)
from catalogue.flow import Catalogue, Flow, load_catalogue
from catalogue.steps import Bundle, Form, Step
from catalogue.words import Words, read_wording
from hardware import DeviceError, DeviceGone
from hardware.printer.simulated import SimulatedPrinter
from hardware.registry import open_device
from kiosk.cabinet import open_cabinet
from kiosk.config import load
from kiosk.conversation import Conversation
from kiosk.post import open_post
from kiosk.store import Inbox, Journal
from kiosk.visit import UNSEEN, Parts, Sent, Visit, now
from rehearsal.parts import SimulatedHands
from rehearsal.pictures import ID_NO, NAME
from rehearsal.site import enrol
from wire.certificate import CertificateVerdict
from wire.codec.ids import uuid7
from wire.keys import VisitKey

TOKEN = "A" * 22
CODES = ("N07010000001", "PUXIN-01-000123-4", "12345-678")


class Insides:
    """Everything an engine has; ``online`` is what it believes of its line."""

    def __init__(self, site: Path, catalogue: Catalogue | None = None) -> None:
        enrol(site)
        self.config = load(site / "kiosk.toml")
        self.catalogue = catalogue or load_catalogue(self.config.flows)
        self.words = Words(self.config.locale)
        self.keys = tuple(read_wording(self.config.locale / "zh-TW.po")[0])
        self.journal = Journal(self.config.site.state)
        self.post = open_post(self.config, self.journal)
        self.cabinet = open_cabinet(self.config, open_device)
        self.hands = SimulatedHands(site)
        self.hands.start()
        self._printer = SimulatedPrinter("receipt", site / "cabinet")
        self._inbox = Inbox(self.config.site.state)
        self.parts = Parts(self.config, self.catalogue, self.cabinet, self.post, self.journal, self._no_news)

    async def _no_news(self, patience_s: float) -> None:
        """Nothing comes from a bureau here."""

    def slips(self, come: bool) -> None:
        """Whether the printer of slips answers; switched off it saves the time that paper takes."""
        self._printer.mend()
        if not come:
            self._printer.fail_next(DeviceGone)
            with suppress(DeviceError):
                for _ in range(3):
                    self._printer.state()
                    self._printer.submit(b"", "off")
                    time.sleep(0.3)

    def line(self, online: bool) -> None:
        """Whether the uplink says that it reaches the bureau."""
        self._inbox.line(online, "" if online else "no answer")

    def visit(self, talk: Conversation, flow: Flow, step: Step | None = None, way: str = "id-card") -> Visit:
        """A visit in the middle of a flow, standing at ``step``, by somebody who came with a certificate or an ID card."""
        visit = Visit(self.parts, talk, flow, talk.visit, VisitKey.generate())
        visit.citizen.way = "certificate" if way == "certificate" else "id-card"
        visit.citizen.id_no, visit.citizen.how = ID_NO, "scanned"
        if way == "certificate":
            visit.citizen.verdict = CertificateVerdict(True, (), NAME, ID_NO[-4:])
        visit.answers = self.answers(flow)
        visit.request, visit.shown, visit.agreed_at = uuid7(now()), "", now()
        steps = visit.steps()
        talk.agency, talk.name_step = flow.agency, visit._name_step
        talk.name_agency = lambda agency: self.catalogue.agencies[agency].short[talk.lang]
        talk.trail = tuple(dict.fromkeys(one.kind for one in steps if one.kind not in UNSEEN))
        talk.at = talk.trail.index(step.kind) if step is not None and step.kind in talk.trail else 0
        return visit

    def answers(self, flow: Flow) -> dict[str, Any]:
        """A good answer to everything that a flow asks, and every agency told where one may choose."""
        asked = [name for step in flow.steps if isinstance(step, Form) for name in step.fields]
        told = {step.name: [to.item for to in step.to] for step in flow.steps if isinstance(step, Bundle)}
        return {name: answer(self.catalogue.fields[name], self.catalogue) for name in asked} | told

    def sent(self, visit: Visit) -> Visit:
        """The same, after it was sent."""
        from kiosk.steps.send import build

        message = build(visit, TOKEN, "puxin-01-000123-4")
        visit.sent = Sent(message, "00" * 32, TOKEN)
        visit.talk.may_go_back = False
        return visit


def day(after: int) -> date:
    """A day so many days from now."""
    return now().date() + timedelta(days=after)


def answer(field: Any, catalogue: Catalogue) -> Any:
    """An answer that a field takes."""
    if isinstance(field, Address):
        town, road = (next(iter(catalogue.tables[table].at(day(0)).entries)).key for table in (field.towns, field.roads))
        return {"town": town, "road": road, "lane": "12", "alley": "3", "number": "5", "floor": "2"}
    if isinstance(field, Choice):
        return field.choices[-1]
    if isinstance(field, Count | Amount):
        return field.least or 20000
    if isinstance(field, Several):
        return list(field.choices)
    if isinstance(field, Year):
        years = list(field.years(catalogue.tables, day(0)))
        return years if field.many else years[0]
    if isinstance(field, Parcel):
        section = catalogue.tables[field.sections].at(day(0)).entries[0].key
        return {"town": section.rpartition("-")[0], "section": section, "lot": "1234-12"}
    if isinstance(field, Group):
        return [{part: answer(member, catalogue) for part, member in field.members.items()}]
    if isinstance(field, Code):
        return next((sample for sample in CODES if re.fullmatch(field.pattern, sample)), CODES[0])
    given: dict[type, Any] = {IdNumber: ID_NO, Digits: "0900000001", RocDate: "1987-03-01", Plate: "ABC-1237", Ubn: "04595257",
                             Email: "name@example.com", BankAccount: {"bank": "700", "branch": "0021", "account": "00012345678901"}}
    return given.get(type(field), "謝謝你們")
