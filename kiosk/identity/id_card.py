"""The way in with an ID card: barcode, the portrait on the card against a live picture.

Worth level 1 at most: it sorts the queue, a clerk decides. Failure never ends the visit; whatever
could not be read or compared is written down as such for the clerk (design: visit).
"""
from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from catalogue.trouble import Trouble
from hardware import DeviceError, FaceError
from hardware.camera import Frame
from hardware.face import Challenge, FaceVerdict, Pose
from kiosk.conversation import end
from kiosk.identity.alive import Watch
from kiosk.identity.number import ask_number
from kiosk.ui.door import Touch, View
from kiosk.visit import Visit

PORTRAIT_S, LIVE_S, ALIVE_S, PAUSE_S = 40.0, 40.0, 25.0, 0.15
PORTRAITS, LIVES = 2, 3
"""How many pictures of the card and of the citizen are compared with one another: one decides a third as well (docs/faces.md)."""


async def identify_by_id_card(visit: Visit) -> None:
    """Fill in ``visit.citizen``: number, unless a health card told it; pictures and band. Raises ``Back``, ``Over``."""
    citizen = visit.citizen
    citizen.way = "id-card"
    if citizen.how != "health-card":
        citizen.id_no, citizen.how = await ask_number(visit)
    seen = Seen()
    await _watch(visit, "identify.lay-card", "lay-card", PORTRAIT_S, seen.portrait)
    if citizen.portrait is None and citizen.card_frame is None:
        await visit.trouble(Trouble.PORTRAIT_UNREADABLE, "go-on")
    for tried in range(visit.parts.config.limits.face_tries):
        await _watch(visit, "identify.look-here", "look-here", LIVE_S, seen.face)
        if citizen.face in ("match", "clerk") or citizen.portrait is None or citizen.live is None:
            break
        again = tried + 1 < visit.parts.config.limits.face_tries
        if again and await visit.trouble(Trouble.FACE_NO_MATCH, "retry", "go-to-clerk") == "go-to-clerk":
            break
    if citizen.face == "match" and not await _alive(visit, seen):
        citizen.face = "clerk"
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


class Seen:
    """The pictures of this citizen that are good enough to be compared; they end with the visit."""

    def __init__(self) -> None:
        self._portraits: list[Frame] = []
        self.straight: list[Frame] = []

    async def portrait(self, visit: Visit) -> str | None:
        """One look at the card: None when the portrait was found often enough, else the hint to show."""
        citizen, cabinet = visit.citizen, visit.parts.cabinet
        frame = await cabinet.document.do(cabinet.document.device.frame)
        await visit.preview(frame)
        citizen.card_frame = frame
        try:
            self._portraits.append(await cabinet.matcher.do(cabinet.matcher.device.portrait, frame))
        except FaceError as error:
            return f"card-{error.hint}"
        citizen.portrait = citizen.portrait or self._portraits[0]
        return None if len(self._portraits) >= PORTRAITS else ""

    async def face(self, visit: Visit) -> str | None:
        """Some looks at the citizen: None when they could be compared (or there is nothing to compare them with)."""
        citizen, cabinet = visit.citizen, visit.parts.cabinet
        frames = [await _picture(visit)]
        if not self._portraits:
            citizen.live = frames[0]
            return None
        while len(frames) < LIVES:
            await asyncio.sleep(PAUSE_S)
            frames.append(await _picture(visit))
        try:
            verdict: FaceVerdict = await cabinet.matcher.do(cabinet.matcher.device.compare, self._portraits, frames)
        except FaceError as error:
            return error.hint
        except DeviceError:
            citizen.live = frames[0]
            raise
        self.straight = frames
        citizen.live, citizen.face = frames[verdict.best], verdict.band
        return None


async def _picture(visit: Visit) -> Frame:
    camera = visit.parts.cabinet.face_camera
    frame = await camera.do(camera.device.frame)
    await visit.preview(frame)
    return frame


async def _alive(visit: Visit, seen: Seen) -> bool:
    """Whether the citizen did everything that a photograph cannot; whoever cannot or will not is seen by a clerk instead."""
    matcher = visit.parts.cabinet.matcher
    asked = matcher.device.challenges()
    if not asked:
        return True
    visit.citizen.liveness = "challenge not answered"
    before: list[Pose] = []
    for frame in seen.straight:
        try:
            before.append(await matcher.do(matcher.device.pose, frame))
        except FaceError:
            continue  # left out of the comparison as well
        except DeviceError as error:
            visit.note("trouble", error.code)
            return False
    if not before:
        return False
    for challenge in asked:
        if not await _answered(visit, challenge, before):
            return False
    visit.citizen.liveness = "challenge answered"
    return True


async def _answered(visit: Visit, challenge: Challenge, before: list[Pose]) -> bool:
    watch, matcher = Watch(challenge, before), visit.parts.cabinet.matcher

    async def look(visit: Visit) -> str | None:
        frame = await _picture(visit)
        try:
            return None if watch.see(await matcher.do(matcher.device.pose, frame)) else ""
        except FaceError:
            return ""  # turned away farther than a face is found: the way back is waited for

    await _watch(visit, f"identify.{challenge}", "look-here", ALIVE_S, look)
    return watch.done
