"""What else a counter has to do while fingers touch it: a real face match and a real print, again and again, in a process beside."""
from __future__ import annotations

import multiprocessing
import time
import uuid
from multiprocessing.synchronize import Event
from pathlib import Path
from types import TracebackType

from bench.measurement import NotMeasured

AGAIN_S = 0.2
START_S = 60.0


class Work:
    """One counter's face matcher (with its child process) on photographs, and its A4 printer behind the print daemon.

    ``done`` counts matches and pages. Real parts only.
    """

    def __init__(self, config_file: Path) -> None:
        context = multiprocessing.get_context("spawn")
        self._over, self.matches, self.pages = context.Event(), context.Value("i", 0), context.Value("i", 0)
        self._processes = [context.Process(target=work, args=(config_file, self._over, count), daemon=True)
                           for work, count in ((_match, self.matches), (_print, self.pages))]

    def __enter__(self) -> "Work":
        for each in self._processes:
            each.start()
        until = time.monotonic() + START_S
        while not (self.matches.value and self.pages.value):
            if time.monotonic() > until or not all(each.is_alive() for each in self._processes):
                self.__exit__(None, None, None)
                raise NotMeasured("face match or print did not come about")
            time.sleep(0.1)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._over.set()
        for each in self._processes:
            each.join(10)


def _match(config_file: Path, over: Event, matches: "multiprocessing.sharedctypes.Synchronized[int]") -> None:
    import numpy as np

    from hardware.camera import Frame
    from hardware.registry import open_device
    from kiosk.config import load
    from kiosk.identity.id_card import LIVES, PORTRAITS
    from rehearsal import photographs, pictures

    face = load(config_file).face
    matcher = open_device("face", "face", face.driver, face.options)
    card = Frame(np.asarray(pictures.photographed_card(photographs.PERSON[0])), 1)
    live = Frame(np.asarray(photographs.live(photographs.PERSON[1])), 2)
    while not over.is_set():
        matcher.compare([matcher.portrait(card)] * PORTRAITS, [live] * LIVES)
        matches.value += 1
        over.wait(AGAIN_S)
    matcher.close()


def _print(config_file: Path, over: Event, pages: "multiprocessing.sharedctypes.Synchronized[int]") -> None:
    from hardware.printer import Phase
    from hardware.registry import open_device
    from kiosk.config import load
    from kiosk.slip import Slip, slip_pdf

    a4 = load(config_file).printer["a4"]
    printer = open_device("printer", "printer.a4", a4.driver, a4.options)
    done = ("文件已交給您",)
    page = slip_pdf(Slip("zh-TW", "埔心鄉公所", "收執聯", "案號", "bench-000001-01", "民國 115 年", "接下來", done, "x" * 22, "查進度"))
    while not over.is_set():
        number = printer.submit(page, str(uuid.uuid4()))
        while printer.job(number).phase in (Phase.QUEUED, Phase.PRINTING) and not over.wait(0.5):
            pass
        pages.value += 1
        over.wait(AGAIN_S)
    printer.close()
