"""Evidence: papers are laid under the document camera and photographed, of each kind as many as the citizen has, or none.

A picture is looked at by whoever took it before it counts. Pictures are kept as JPEG in memory until the request is sealed.
"""
from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from catalogue.steps import Evidence
from catalogue.trouble import Trouble
from hardware import DeviceError
from hardware.camera import Frame, jpeg
from kiosk.conversation import Back, end
from kiosk.ui.door import Button, Item, Touch, View
from kiosk.visit import PREVIEW_WIDTH, Photograph, Visit

MOST = 16
"""Pictures of one visit: all fit one message, whatever the camera."""
LIVE_S, STILL_S, STILL_WIDTH = 0.15, 1.0, 960


async def run(step: Evidence, visit: Visit) -> None:
    """Ask for papers until the citizen has no more. Raises ``Back``, ``Over``."""
    while True:
        touch = await visit.talk.ask(lambda: _list(step, visit))
        if isinstance(touch, Touch) and touch.name == "next":
            return
        if isinstance(touch, Touch) and touch.name == "item":
            try:
                await _photograph(step, visit, touch.value)
            except Back:
                continue
            except DeviceError as error:
                await visit.trouble(Trouble.of(error.code, Trouble.DEVICE), "go-on")


def counted(visit: Visit, paper: str) -> int:
    """How many pictures there are of one kind of paper."""
    return sum(one.paper == paper for one in visit.photographs)


def _list(step: Evidence, visit: Visit) -> View:
    talk, room = visit.talk, len(visit.photographs) < MOST
    items = tuple(
        Item(key=paper, text=visit.flow.text(talk.lang, f"{step.name}.{paper}"), chosen=bool(count),
             about=talk.word("evidence.taken", n=count) if count else "", icon="document", enabled=room, reason=talk.word("evidence.full"))
        for paper in step.papers for count in [counted(visit, paper)]
    )
    onward = Button(name="next", text=talk.word("button.photographed" if visit.photographs else "button.no-papers"), role="primary")
    return talk.view("evidence", **visit.words(step, "evidence"), items=items, buttons=(onward,))


async def _photograph(step: Evidence, visit: Visit, paper: str) -> None:
    """One picture of one paper, taken again until it is good; more sides of it may follow. Raises ``Back``, ``DeviceError``."""
    talk, camera = visit.talk, visit.parts.cabinet.document

    async def live() -> Frame:
        return await camera.do(camera.device.frame)

    def laid() -> View:
        return _page(step, visit, paper, "evidence.lay", "lay-card", talk.button("take-picture", "primary"))

    def seen() -> View:
        return _page(step, visit, paper, "evidence.good", "", talk.button("picture-again"), talk.button("picture-good", "primary"))

    while True:
        if not await _looking(visit, live, laid, LIVE_S):
            continue
        taken = await live()

        async def still(frame: Frame = taken) -> Frame:
            return frame

        if await _looking(visit, still, seen, STILL_S, STILL_WIDTH):
            visit.photographs.append(Photograph(paper, await asyncio.to_thread(jpeg, taken)))
            visit.note("photographed", paper)
            return


def _page(step: Evidence, visit: Visit, paper: str, key: str, picture: str, *buttons: Button) -> View:
    """Another picture than before lets go of what the camera showed last: only the one that was taken is judged."""
    talk = visit.talk
    return talk.view("evidence", **talk.words(key, paper=visit.flow.text(talk.lang, f"{step.name}.{paper}")), picture=picture,
                     personal=True, buttons=buttons)


async def _looking(visit: Visit, picture: Callable[[], Awaitable[Frame]], page: Callable[[], View], pause_s: float,
                   width: int = PREVIEW_WIDTH) -> bool:
    """Show what the camera sees, or saw, until a button: True for the primary one. Raises ``Back``, ``DeviceError``.

    Nothing can be pressed before a picture is there: nobody says yes to what they have not seen.
    """
    there = False

    async def showing() -> None:
        nonlocal there
        while True:
            await visit.preview(await picture(), width)
            if not there:
                there = True
                await visit.talk.tell(asked())
            await asyncio.sleep(pause_s)

    def asked() -> View:
        view = page()
        return view.but(buttons=tuple(button.but(enabled=there) for button in view.buttons))

    shown = asyncio.create_task(showing())
    try:
        touch = await visit.talk.ask(asked, until=shown)
        return isinstance(touch, Touch) and touch.name in ("take-picture", "picture-good")
    finally:
        await end(shown)
