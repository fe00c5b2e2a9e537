"""Sign: the card signs once over exactly what was shown and the visit's key; without a card, the hand on the screen.

The tries left are asked before a PIN is spent; the last one needs a second confirmation; where the card
does not tell, one wrong PIN ends the try (design: visit, Tries left). The PIN lives in one bytearray from key press to
card and is overwritten on every way out.
"""
from __future__ import annotations

from typing import Any

from catalogue.steps import Sign
from catalogue.trouble import Trouble
from hardware import CardError, CardPulled, DeviceGone, NoCard, PinLocked, PinWrong
from hardware.card import CardCertificates
from kiosk.conversation import Back, Over
from kiosk.identity.card import insert
from kiosk.identity.pin import SHORTEST, guessable, press, wipe
from kiosk.ui.door import Line, Touch, View
from kiosk.visit import OtherWay, Visit, now, today
from wire.citizen import Statement, assemble_cms, shown_sha256, visit_key_sha256
from wire.codec.ids import uuid7
from wire.codec.strict import b64
from wire.messages import CertificateEvidence


async def run(step: Sign, visit: Visit) -> None:
    """Leave the evidence of agreement in the visit. Raises ``OtherWay`` where the citizen changes over to the ID card."""
    visit.request = uuid7(now())
    visit.parts.post.settle()  # the newest checkpoint may have come since the visit began; an old one would park the case
    visit.checkpoint = visit.parts.post.line().checkpoint
    if visit.citizen.way == "certificate":
        await _by_card(visit)
    else:
        await _by_hand(step, visit)


async def _by_hand(step: Sign, visit: Visit) -> None:
    talk = visit.talk

    def page() -> View:
        return talk.view("sign", **visit.words(step, "sign-by-hand"), pad="sign", note=talk.word("sign.short"),
                         buttons=(talk.button("done", "primary"), talk.button("no-hand", "quiet")))

    while True:
        touch = await talk.ask(page)
        if isinstance(touch, Touch) and touch.name == "strokes" and touch.value:
            visit.hand_signature = touch.value
            return
        if isinstance(touch, Touch) and touch.name == "no-hand" and await _by_key(visit):
            return


async def _by_key(visit: Visit) -> bool:
    """Who cannot sign by hand agrees with a key; that it was so is part of what was shown, for the clerk who decides. False: back."""
    talk = visit.talk

    def line() -> Line:
        return Line(label=talk.word("review.signature"), value=talk.word("review.signature.by-key"))

    def page() -> View:
        return talk.view("review", **talk.words("no-hand"), lines=(line(),),
                         buttons=(talk.button("agree", "primary", "button.confirm-send"),))

    try:
        while True:
            touch = await talk.ask(page)
            if isinstance(touch, Touch) and touch.name == "agree":
                visit.shown = f"{visit.shown}\n{line().label}：{line().value}"
                visit.hand_signature, visit.agreed_at = None, now()
                return True
    except Back:
        return False


async def _by_card(visit: Visit) -> None:
    wrong = wrong_unknown = False
    while True:
        left = await _tries(visit)
        if left == 0 or (left is None and wrong_unknown):
            await _give_up(visit, Trouble.PIN_LOCKED if left == 0 else Trouble.PIN_TRIES_UNKNOWN)
        if left == 1 and await visit.trouble(Trouble.PIN_LAST_TRY, "use-id-card", "try-last") == "use-id-card":
            raise OtherWay
        pin = bytearray()
        try:
            await _ask_pin(visit, pin, left, wrong)
            weak = guessable(pin, visit.citizen.verdict.last4 if visit.citizen.verdict else "", today())
            await _sign(visit, pin, pin_factor=not weak)
            break
        except PinWrong as refused:
            wrong, wrong_unknown = True, refused.tries_left is None
            visit.note("trouble", Trouble.PIN_WRONG)
        except PinLocked:
            await _give_up(visit, Trouble.PIN_LOCKED)
        except (CardError, DeviceGone) as error:
            await _failed(visit, error)
        finally:
            wipe(pin)
    if weak:
        await visit.trouble(Trouble.PIN_GUESSABLE, "go-on")


async def _tries(visit: Visit) -> int | None:
    card = visit.parts.cabinet.card
    while True:
        try:
            return await card.do(card.device.tries_left)
        except (CardError, DeviceGone) as error:
            await _failed(visit, error)


async def _failed(visit: Visit, error: CardError | DeviceGone) -> None:
    """Tell it; returns where the same card is in the reader again. Raises ``OtherWay``, ``Over``."""
    if isinstance(error, DeviceGone):
        await visit.trouble(Trouble.GONE, "use-id-card")
        raise OtherWay from None
    code = Trouble.of(error.code, Trouble.CARD)
    if not isinstance(error, CardPulled | NoCard):
        await _give_up(visit, code)
    await visit.trouble(code, "retry")
    await _same_card_again(visit)


async def _give_up(visit: Visit, code: Trouble) -> None:
    if await visit.trouble(code, "use-id-card", "end") == "end":
        raise Over("abandoned", code)
    raise OtherWay


async def _same_card_again(visit: Visit) -> None:
    """Wait for a card and make sure it is the one that was identified; another card starts over."""
    if not await insert(visit, "identify.insert-again"):
        raise OtherWay
    card = visit.parts.cabinet.card
    try:
        found = await card.do(card.device.read)
        if isinstance(found, CardCertificates) and found.signing == visit.citizen.certificate:
            return
    except (CardPulled, NoCard):
        return  # pulled again: the next try at the card says so
    await visit.trouble(Trouble.OTHER_CARD, "retry")
    await _same_card_again(visit)


async def _ask_pin(visit: Visit, pin: bytearray, left: int | None, wrong: bool) -> None:
    talk = visit.talk

    def page() -> View:
        words: dict[str, Any] = talk.words("pin")
        if wrong and left is not None:  # instead of the body, so that it stands beside the pad in the largest letters too
            words = {"heading": words["heading"], **talk.noted(Trouble.PIN_WRONG, n=left)}
        elif left is not None:
            words["note"] = talk.word("pin.tries", n=left)
        return talk.view("pin", **words, pad="pin", masked=len(pin),
                         buttons=(talk.button("ok", "primary"), talk.button("forgot-pin", "quiet")))

    while True:
        touch = await talk.ask(page)
        assert isinstance(touch, Touch)
        if touch.name == "key":
            press(pin, touch.value)
        elif touch.name == "ok" and len(pin) >= SHORTEST:
            return
        elif touch.name == "forgot-pin":
            raise OtherWay


async def _sign(visit: Visit, pin: bytearray, pin_factor: bool) -> None:
    """Let the card sign the statement; leaves the evidence in the visit. Raises the card's errors."""
    talk, card, citizen = visit.talk, visit.parts.cabinet.card, visit.citizen
    octets = statement(visit).octets()

    def work() -> bytes:
        return assemble_cms(octets, citizen.certificate, citizen.chain, lambda data: card.device.sign(pin, data))

    cms = await talk.during(lambda: talk.view("identify", **talk.words("signing"), picture="keep-card", busy=True), card.do(work))
    chain = tuple(b64(der) for der in citizen.chain)
    visit.evidence = [CertificateEvidence(statement=b64(octets), cms=b64(cms), chain=chain, pin_factor=pin_factor)]


def statement(visit: Visit) -> Statement:
    """Exactly what the card signs (design: visit, The card signs once)."""
    flow = visit.flow
    return Statement(
        type="request" if flow.bureau is not None else "collect", request=visit.request, flow=flow.id, flow_version=flow.version,
        agency=flow.agency, kiosk=visit.parts.config.site.id, visit_key_sha256=visit_key_sha256(visit.key.public_text()),
        shown_sha256=shown_sha256(visit.shown), checkpoint=visit.checkpoint,
    )
