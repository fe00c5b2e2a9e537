"""The ID number: scanned from the card's barcode, or typed twice (design: visit, Who is it).

A typed number is asked twice because 7 of 81 single-digit slips pass the checksum (handbook §2.1).
"""
from __future__ import annotations

import asyncio
import itertools
from typing import Literal

from catalogue.fields import id_kind
from catalogue.trouble import Trouble
from hardware import DeviceGone
from kiosk.conversation import Back, end
from kiosk.entry.asking import said
from kiosk.ui.door import Touch, View
from kiosk.visit import Visit

HINT_S, READ_S = 15.0, 0.5
LENGTH = 10


async def ask_number(visit: Visit) -> tuple[str, Literal["scanned", "typed"]]:
    """Return the ID number and how it came; a scanner that fails is told, and the number typed. Raises ``Back``, ``Over``."""
    while True:
        try:
            number = await _scan(visit)
        except DeviceGone as gone:
            visit.note("trouble", gone.code)
            number = None
        if number is not None:
            return number, "scanned"
        try:
            return await _type_twice(visit), "typed"
        except Back:
            continue


async def _scan(visit: Visit) -> str | None:
    """Wait at the scanner; None: the citizen would rather type."""
    talk, scanner = visit.talk, visit.parts.cabinet.scanner

    unreadable = False

    def page() -> View:
        words = talk.words("identify.scan")
        if unreadable:  # the note takes the place of the body, so that it stands on the first page in the largest letters too
            words = {"heading": words["heading"], **talk.noted(Trouble.BARCODE_UNREADABLE)}
        return talk.view("identify", **words, picture="scan-barcode",
                         buttons=(talk.button("type-number", "primary" if unreadable else "secondary"),))

    async def reading() -> str:
        for _ in itertools.count() if unreadable else range(int(HINT_S / READ_S)):
            scan = await scanner.do(scanner.device.read, READ_S, lambda text: id_kind(text) is not None)
            if scan is not None:
                return scan.text
        return ""

    while True:
        read = asyncio.create_task(reading())
        try:
            got = await talk.ask(page, until=read)
        finally:
            await end(read)
        if isinstance(got, Touch) and got.name == "type-number":
            return None
        if isinstance(got, str) and got:
            return got
        if got == "":
            unreadable = True
            visit.note("trouble", Trouble.BARCODE_UNREADABLE)


async def _type_twice(visit: Visit) -> str:
    note = ""
    while True:
        first = await _type(visit, "identify.type", note)
        if id_kind(first) is None:
            note = "identify.type.wrong"
            continue
        try:
            if await _type(visit, "identify.type-again", "") == first:
                return first
        except Back:
            pass
        note = "identify.type.differ"


async def _type(visit: Visit, key: str, note: str) -> str:
    talk, entry = visit.talk, ""

    def page() -> View:
        return talk.view("form", **said(talk.words(key), talk.word(note) if note else ""), pad="id", entry=entry, personal=True,
                         buttons=(talk.button("next", "primary"),))

    while True:
        touch = await talk.ask(page)
        assert isinstance(touch, Touch)
        if touch.name == "key":
            entry = typed(entry, touch.value, LENGTH)
        elif touch.name == "next" and len(entry) == LENGTH:
            return entry


def typed(entry: str, key: str, longest: int) -> str:
    """What stands in a field after one key of a pad."""
    if key == "clear":
        return ""
    if key == "backspace":
        return entry[:-1]
    return (entry + key.upper())[:longest] if len(key) == 1 else entry
