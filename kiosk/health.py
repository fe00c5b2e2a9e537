"""What works right now, hence which services are on offer; the rules are pure, the looking is not.

Rules

- A service that cannot finish now is greyed, with the reason, never hidden.
- No new visit while the bureau has not accepted this kiosk, or the box cannot keep one more request.
- A service that prints needs the A4 printer: paper in it, reachable, and a tray known to be empty.
- Where somebody must say who they are, at least one way in must work: reader, or document camera with scanner.
- A service that photographs papers needs the document camera.
- While a message to the agency has waited for longer than the service takes, nobody could have it in that time.
"""
from __future__ import annotations

import asyncio
from collections.abc import Mapping

from catalogue.flow import Flow
from hardware import DeviceError
from kiosk.cabinet import Cabinet
from kiosk.config import Kiosk

LOOK_S = 3.0


async def look(cabinet: Cabinet, pictures: bool = True) -> dict[str, str]:
    """Ask every device how it is: 'ok' or a code of :mod:`hardware`. One that does not answer in time is 'gone'.

    ``pictures``: have each camera take one, which is the proof that it works; without, ask only whether it is there.
    """

    async def asked(name: str, question: "asyncio.Future[str] | object") -> tuple[str, str]:
        try:
            return name, await asyncio.wait_for(question, LOOK_S)  # type: ignore[arg-type]  # coroutines of the calls below
        except DeviceError as error:
            return name, error.code
        except TimeoutError:
            return name, "gone"

    async def reader() -> str:
        await cabinet.card.do(cabinet.card.device.state)
        return "ok"

    async def printer(name: str) -> str:
        worked = cabinet.a4 if name == "a4" else cabinet.receipt
        return (await worked.do(worked.device.state)).problem or "ok"

    async def camera(name: str) -> str:
        worked = cabinet.document if name == "camera.document" else cabinet.face_camera
        await worked.do(worked.device.prove if pictures else worked.device.ready)
        return "ok"

    questions = {"card": reader(), "printer.a4": printer("a4"), "printer.receipt": printer("receipt"),
                 "camera.document": camera("camera.document"), "camera.face": camera("camera.face")}
    return dict(await asyncio.gather(*(asked(name, question) for name, question in questions.items())))


def voice(config: Kiosk) -> dict[str, str]:
    """Whether the counter can speak all its languages; hinders nothing, but the fleet page shows it."""
    return {"voice": "ok" if all(config.voice.able(lang) for lang in config.site.languages) else "gone"}


def hindrance(flow: Flow, devices: Mapping[str, str], tray_uncertain: bool, waits_s: float = 0.0) -> str:
    """Why this flow cannot be finished now, as a code with words ``menu.reason.<code>``; '' where it can.

    ``waits_s``: for how long the oldest message to the service's agency has been waiting (:meth:`kiosk.post.Post.waits`).
    """
    if flow.outcome != "advice" and waits_s > flow.promise_s:
        return "queue"
    if any(step.kind in ("print", "pay-slip") for step in flow.steps):
        if tray_uncertain:
            return "tray"
        printer = devices.get("printer.a4", "gone")
        if printer != "ok":
            return printer if printer in ("out-of-paper", "paper-jam", "cover-open") else "printer"
    kinds = {step.kind for step in flow.steps}
    if "evidence" in kinds and devices.get("camera.document", "gone") != "ok":
        return "camera"
    if "identify" in kinds and devices.get("card", "gone") == "gone" and devices.get("camera.document", "gone") == "gone":
        return "no-way-in"
    return ""
