"""The devices of one cabinet, each with a worker thread of its own.

Drivers are blocking classes; the engine is one asyncio loop. One worker a device keeps calls to a
device in order and lets a stuck reader hold up nothing but itself.
"""
from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, ParamSpec, TypeVar

from hardware import DeviceError
from hardware.camera import Camera
from hardware.card import CardReader
from hardware.face import FaceMatcher
from hardware.lights import Lights
from hardware.power import Power
from hardware.printer import Printer
from hardware.scanner import Scanner
from hardware.sound import Sound
from hardware.tamper import Tamper
from kiosk.config import Device, Kiosk

D = TypeVar("D")
P = ParamSpec("P")
R = TypeVar("R")
LISTEN_S = 0.4
MEND_S = 5.0


class Worked(Generic[D]):
    """One device and its worker. ``await worked.do(worked.device.frame)`` runs the call on the worker."""

    def __init__(self, name: str, device: D) -> None:
        self.name, self.device = name, device
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    async def do(self, call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a blocking call of the device; its errors come through."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, lambda: call(*args, **kwargs))

    def close(self) -> None:
        """Let the worker go without waiting for a stuck call."""
        self._worker.shutdown(wait=False, cancel_futures=True)


@dataclass(frozen=True)
class Cabinet:
    """All devices of the counter, opened."""

    card: Worked[CardReader]
    scanner: Worked[Scanner]
    document: Worked[Camera]
    face_camera: Worked[Camera]
    matcher: Worked[FaceMatcher]
    a4: Worked[Printer]
    receipt: Worked[Printer]
    sound: Worked[Sound] | None = None
    lights: Worked[Lights] | None = None
    tamper: Worked[Tamper] | None = None
    power: Worked[Power] | None = None

    async def close(self) -> None:
        """Reset the card, end the face matcher, let go of everything; one device's fault does not keep the others."""
        everything = (self.card, self.matcher, self.scanner, self.document, self.face_camera, self.a4, self.receipt, self.sound,
                      self.lights, self.tamper, self.power)
        for worked in (one for one in everything if one is not None):
            with suppress(Exception):  # closing is best effort: the process ends next, which lets go of all the rest
                await asyncio.wait_for(worked.do(worked.device.close), 5)
            worked.close()


async def ears(sound: Worked[Sound] | None, tell: Callable[[bool], Awaitable[None]]) -> None:
    """Tell whether a headset is in, at once and whenever that changes, for ever; a socket that does not answer has none in it."""
    told: bool | None = None
    while sound is not None or told is None:
        pause = 0.0
        try:
            headset = await sound.do(sound.device.wait, LISTEN_S) if sound is not None else False
        except DeviceError:
            headset, pause = False, MEND_S
        if headset != told:
            told = headset
            await tell(headset)
        await asyncio.sleep(pause)


def open_cabinet(config: Kiosk, opener: Callable[..., object]) -> Cabinet:
    """Open every device of ``kiosk.toml`` with ``opener(kind, name, driver, options)``.

    Raises ``DeviceError`` where a driver cannot even be made.
    """

    def made(kind: str, name: str, device: Device, **more: object) -> Worked[object]:
        return Worked(name, opener(kind, name, device.driver, {**device.options, **more}))

    document = made("camera", "camera.document", config.camera["document"])
    parts = {
        "card": made("card", "card", config.card),
        "document": document,
        "face_camera": made("camera", "camera.face", config.camera["face"]),
        "matcher": made("face", "face", config.face),
        "a4": made("printer", "a4", config.printer["a4"]),
        "receipt": made("printer", "receipt", config.printer["receipt"]),
        "scanner": made("scanner", "scanner", config.scanner,
                        **({"camera": document.device} if config.scanner.driver == "camera" else {})),
    }
    for kind in ("sound", "lights", "tamper", "power"):
        if (device := getattr(config, kind)) is not None:
            parts[kind] = made(kind, kind, device)
    return Cabinet(**parts)  # type: ignore[arg-type]  # the opener promises the interface of the kind it was asked for
