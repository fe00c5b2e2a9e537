"""The way in with a citizen certificate: insert, read, judge, and match the number's last four.

A health card is known for what it is: it tells the number and no more, so it leads over to the ID card and the face.
The certificate holds a name and four digits, not the ID number, so the number is asked for too. The PIN is
asked only when the card signs (kiosk/steps/sign.py). Here the verdict only steers the screens; the
desk judges anew (design: visit, Who is it).
"""
from __future__ import annotations

import asyncio

from catalogue.fields import id_kind
from catalogue.trouble import Trouble
from hardware import CardError, DeviceGone
from hardware.card import CardCertificates, CardState, HealthCard
from kiosk.conversation import Back, end
from kiosk.identity.number import ask_number
from kiosk.trust import judge
from kiosk.ui.door import Touch, View
from kiosk.visit import Visit

POLL_S = 0.25


async def identify_by_card(visit: Visit) -> bool:
    """Fill in ``visit.citizen`` from the card; False: the citizen would rather use the ID card. Raises ``Back``, ``Over``."""
    while True:
        if not await insert(visit):
            return False
        certificates = await _read(visit)
        if certificates is None:
            continue
        citizen = visit.citizen
        if isinstance(certificates, HealthCard):
            if await _health_card(visit, certificates):
                return False
            continue
        citizen.certificate, citizen.chain = certificates.signing, certificates.others
        citizen.verdict, citizen.stale_revocation = judge(visit.parts.config, certificates.signing)
        if not citizen.verdict.ok:
            reason = citizen.verdict.reasons[0]
            if await visit.trouble(Trouble(reason), "use-id-card", "retry") == "use-id-card":
                return False
            await removed(visit)
            continue
        while True:
            citizen.id_no, citizen.how = await ask_number(visit)
            if citizen.id_no[-4:] == citizen.verdict.last4:
                citizen.way = "certificate"
                return True
            if await visit.trouble(Trouble.ID_MISMATCH, "retry", "use-id-card") == "use-id-card":
                return False


async def _health_card(visit: Visit, card: HealthCard) -> bool:
    """Say what a health card is good for here; True: go on with the ID card, its number is known now. Raises ``Back``, ``Over``."""
    if id_kind(card.id_no) is None:
        await visit.trouble(Trouble.CARD_UNKNOWN, "retry")
        await removed(visit)
        return False
    on = await visit.trouble(Trouble.HEALTH_CARD, "use-id-card", "retry") == "use-id-card"
    await removed(visit)
    if on:
        visit.citizen.id_no, visit.citizen.how = card.id_no, "health-card"
    return on


async def insert(visit: Visit, key: str = "identify.insert-card") -> bool:
    """Wait until a card lies in the reader; False: no card with me, or I don't know my PIN."""
    talk = visit.talk

    def page() -> View:
        return talk.view("identify", **talk.words(key), picture="insert-card", buttons=(talk.button("no-card"),))

    wait = asyncio.create_task(_present(visit))
    try:
        while True:
            try:
                got = await talk.ask(page, until=wait)
            except DeviceGone:
                if await visit.trouble(Trouble.GONE, "use-id-card", "end") == "end":
                    raise Back from None
                return False
            if isinstance(got, CardState):
                visit.citizen.insertion = got.insertion
                return True
            if got.name == "no-card":
                return False
    finally:
        await end(wait)


async def removed(visit: Visit) -> None:
    """Ask for the card to be taken out and wait until it is."""
    talk, card = visit.talk, visit.parts.cabinet.card

    async def gone() -> CardState:
        while (state := await card.do(card.device.state)).present:
            await asyncio.sleep(POLL_S)
        return state

    def page() -> View:
        return talk.view("identify", **talk.words("identify.take-card"), picture="take-card")

    wait = asyncio.create_task(gone())
    try:
        while isinstance(await talk.ask(page, until=wait), Touch):
            pass
    finally:
        await end(wait)


async def _present(visit: Visit) -> CardState:
    card = visit.parts.cabinet.card
    while not (state := await card.do(card.device.state)).present:
        await asyncio.sleep(POLL_S)
    return state


async def _read(visit: Visit) -> CardCertificates | HealthCard | None:
    """Read the card; None after a card error that was shown."""
    talk, card = visit.talk, visit.parts.cabinet.card
    try:
        return await talk.during(lambda: talk.view("identify", **talk.words("identify.keep-card"), picture="keep-card", busy=True),
                                 card.do(card.device.read))
    except CardError as error:
        await visit.trouble(Trouble.of(error.code, Trouble.CARD), "retry")
        return None
