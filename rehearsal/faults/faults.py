"""What can fail at a counter while somebody stands there, and how it is mended: by the citizen's hands, the keeper's, or by itself."""
from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress

import psutil

from hardware import CoverOpen, OutOfToner, PaperJam, PrinterError
from hardware.by_hand import ByHand
from rehearsal.box import Box
from rehearsal.parts import RealHands

Act = Callable[[], object]
Fault = tuple[Act, Act]
"""How it comes, and how it is mended; what mends must do no harm where nothing is broken."""
FRAMES = 6
"""Pictures in a row that do not come."""


def nothing() -> None:
    """It mends itself."""


def simulated(box: Box) -> dict[str, Fault]:
    """The faults of simulated devices, by name."""
    peers = ByHand(box.site / "cabinet")
    found: dict[str, Fault] = {
        "card pulled": (lambda: peers.reader.fail_next("card-pulled"), nothing),
        "card not read": (lambda: peers.reader.fail_next("card-unknown"), nothing),
        "reader gone": (peers.reader.unplug, peers.reader.plug), "another card": (lambda: peers.reader.insert("namesake"), nothing),
        "card locked": (lambda: peers.reader.fail_next("pin-locked"), nothing),
        "scanner fails": (peers.scanner.fail_next, nothing), "document camera fails": (lambda: _often(peers.document.fail_next), nothing),
        "face camera fails": (lambda: _often(peers.face.fail_next), nothing),
        "matcher crashes": (lambda: peers.matcher.fail_next("gone"), nothing),
        "headset fails": (peers.sound.fail_next, nothing),
        "headset in": (peers.sound.plug, peers.sound.unplug), "lamps fail": (peers.lights.fail_next, nothing),
        "mains fails": (peers.power.mains_fails, peers.power.mains_returns),
        "battery ends": (peers.power.battery_low, peers.power.mains_returns),
        "ups gone": (lambda: _often(peers.power.fail_next), nothing),
        "cabinet opened": (peers.tamper.open_door, peers.tamper.shut_door),
    }
    for name, printer in peers.printers.items():
        for words, fault in (("jam", PaperJam), ("cover open", CoverOpen), ("toner", OutOfToner), ("job fails", PrinterError)):
            found[f"{name} {words}"] = (lambda printer=printer, fault=fault: printer.fail_next(fault), printer.mend)  # type: ignore[misc]  # bound here
        found[f"{name} out of paper"] = (printer.empty, lambda printer=printer: printer.load(50))  # type: ignore[misc]  # bound here
    return found | processes(box)


def real(box: Box) -> dict[str, Fault]:
    """The faults that the real parts can be made to show."""
    hands = box.hands
    assert isinstance(hands, RealHands)
    printers = hands.printers
    found: dict[str, Fault] = {
        "card pulled": (hands.pull_card, nothing), "card daemon killed": (hands.restart_daemon, nothing),
        "slow card": (lambda: hands.card.slow(120), lambda: hands.card.slow(0)),
        "print daemon killed": (printers.kill_cupsd, lambda: _again(printers.restart_cupsd, "cupsd", printers.runs)),
    }
    for name in ("a4", "receipt"):
        for fault in ("media-empty", "media-jam", "cover-open"):
            found[f"{name} {fault}"] = (lambda name=name, fault=fault: printers.fault(name, fault),  # type: ignore[misc]  # bound here
                                        lambda name=name: printers.clear(name))  # type: ignore[misc]  # bound here
        found[f"{name} killed"] = (lambda name=name: printers.kill(name),  # type: ignore[misc]  # bound here
                                   lambda name=name: _again(lambda: printers.restart(name), name, printers.runs))  # type: ignore[misc]  # bound here
    return found | processes(box)


def processes(box: Box) -> dict[str, Fault]:
    """The line and the processes of both ends."""
    premises = box.premises
    return {
        "line cut": (premises.uplink.stop, lambda: premises.uplink.start() if not premises.uplink.running else None),
        "uplink killed": (premises.uplink.kill, nothing), "gateway killed": (premises.gateway.kill, nothing),
        "desk killed": (premises.desk.kill, nothing), "engine killed": (box.engines.kill, nothing),
        "engine hangs": (lambda: _stopped(box), lambda: _stopped(box, signal.SIGCONT)),
    }


def _often(act: Act) -> None:
    for _ in range(FRAMES):
        act()


def _again(restart: Act, name: str, runs: Callable[[str], bool]) -> None:
    if not runs(name):
        restart()


def _stopped(box: Box, how: signal.Signals = signal.SIGSTOP) -> None:
    """An engine that hangs for a while and comes back to itself: less than what the counter ends it for."""
    engine = box.engines.pid
    with suppress(ProcessLookupError, psutil.NoSuchProcess):
        if engine:
            os.kill(engine, how)
