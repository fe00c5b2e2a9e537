"""The way in with an ID card: barcode, the portrait on the card against a live picture.

Worth level 1 at most: it sorts the queue, a clerk decides. Failure never ends the visit; whatever
could not be read or compared is written down as such for the clerk (design: visit).
"""
from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from catalogue.trouble import Trouble
from hardware import DeviceError, FaceError
from hardware.face import FaceVerdict
from kiosk.conversation import end
from kiosk.identity.number import ask_number
from kiosk.ui.door import Touch, View
from kiosk.visit import Visit

PORTRAIT_S, LIVE_S, PAUSE_S = 40.0, 40.0, 0.15


async def identify_by_id_card(visit: Visit) -> None:
    """Fill in ``visit.citizen``: number, picture of the card, portrait, live picture, band. Raises ``Back``, ``Over``."""
    citizen = visit.citizen
    citizen.way = "id-card"
    citizen.id_no, citizen.how = await ask_number(visit)
    await _watch(visit, "identify.lay-card", "lay-card", PORTRAIT_S, _look_for_portrait)
    if citizen.portrait is None and citizen.card_frame is None:
        await visit.trouble(Trouble.PORTRAIT_UNREADABLE, "go-on")
    for tried in range(visit.parts.config.limits.face_tries):
        await _watch(visit, "identify.look-here", "look-here", LIVE_S, _look_for_face)
        if citizen.face in ("match", "clerk") or citizen.portrait is None or citizen.live is None:
            break
        again = tried + 1 < visit.parts.config.limits.face_tries
        if again and await visit.trouble(Trouble.FACE_NO_MATCH, "retry", "go-to-clerk") == "go-to-clerk":
            break
    if citizen.face != "match":
        await visit.trouble(Trouble.FACE_TO_CLERK, "go-on")


async def _watch(visit: Visit, key: str, picture: str, seconds: float, look: Callable[[Visit], Awaitable[str | None]]) -> None:
    """Show the camera's picture and hints until ``look`` is content, the time is over or the citizen goes on without."""
    talk, hint = visit.talk, [""]

    def page() -> View:
        note = talk.word(f"identify.hint.{hint[0]}") if hint[0] else ""
        return talk.view("identify", **talk.words(key), picture=picture, note=note, personal=True,
                         buttons=(talk.button("go-on-without", "quiet"),))

    changed = asyncio.Event()

    async def looking() -> None:
        while True:
            said = await look(visit)
            if said is None:
                return
            if said != hint[0]:
                hint[0] = said
                changed.set()
            await asyncio.sleep(PAUSE_S)

    work = asyncio.create_task(asyncio.wait_for(looking(), seconds))
    try:
        while not work.done():
            news = asyncio.create_task(changed.wait())
            either = asyncio.create_task(_first(work, news))
            try:
                got = await talk.ask(page, until=either)
            finally:
                await end(either)
                await end(news)
            changed.clear()
            if isinstance(got, Touch) and got.name == "go-on-without":
                return
        if work.exception() is not None and not isinstance(work.exception(), TimeoutError):
            visit.note("trouble", getattr(work.exception(), "code", "device"))
    finally:
        await end(work)


async def _first(*tasks: "asyncio.Task[object]") -> None:
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)


async def _look_for_portrait(visit: Visit) -> str | None:
    """One look at the card: None when the portrait was found, else the hint to show."""
    citizen, cabinet = visit.citizen, visit.parts.cabinet
    frame = await cabinet.document.do(cabinet.document.device.frame)
    await visit.preview(frame)
    try:
        citizen.portrait = await cabinet.matcher.do(cabinet.matcher.device.portrait, frame)
    except FaceError as error:
        citizen.card_frame = frame
        return f"card-{error.hint}"
    citizen.card_frame = frame
    return None


async def _look_for_face(visit: Visit) -> str | None:
    """One look at the citizen: None when the picture could be compared (or there is nothing to compare it with)."""
    citizen, cabinet = visit.citizen, visit.parts.cabinet
    frame = await cabinet.face_camera.do(cabinet.face_camera.device.frame)
    await visit.preview(frame)
    if citizen.portrait is None:
        citizen.live = frame
        return None
    try:
        verdict: FaceVerdict = await cabinet.matcher.do(cabinet.matcher.device.compare, citizen.portrait, frame)
    except FaceError as error:
        return error.hint
    except DeviceError:
        citizen.live = frame
        raise
    citizen.live, citizen.face = frame, verdict.band
    return None
