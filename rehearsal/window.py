"""``./run``: the counter in a window with simulated devices and the demo panel beside it, until it is closed."""
from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from rehearsal.parts import SimulatedHands
from rehearsal.premises import Premises
from rehearsal.site import HEIGHT, enrol

CUT = "line-cut"
MARGIN = 90


def open_window(site: Path) -> int:
    """Open the counter and keep it until Ctrl-C; the demo panel's 'cut the line' stops the uplink."""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        print("run: no display here; try ./run --headless, which plays a whole visit on a virtual screen", file=sys.stderr)
        return 1
    enrol(site, parts="simulated", dock=True, scale=fitting())
    SimulatedHands(site).start()
    log = site / "log"
    shutil.rmtree(log, ignore_errors=True)
    premises = Premises(site, log)
    premises.start()
    told = False
    cut = site / "cabinet" / CUT
    connected = True
    try:
        while True:
            time.sleep(0.3)
            if not told and (address := desk_address(log / "desk.log")):
                print(f"run: the counter is open; the clerk's desk: {address}\n     (Ctrl-C closes; processes log to {log})", flush=True)
                told = True
            if cut.exists() and connected:
                premises.uplink.stop()
                connected = False
            elif not cut.exists() and not connected:
                premises.uplink.start()
                connected = True
    except KeyboardInterrupt:
        return 0
    finally:
        premises.stop()


def fitting() -> float:
    """How much smaller than the real counter the window must be to fit on this display, with room for its frame."""
    told = subprocess.run(["xdpyinfo"], capture_output=True, text=True, check=False).stdout
    size = re.search(r"dimensions:\s+(\d+)x(\d+)", told)
    return min(1.0, (int(size[2]) - MARGIN) / HEIGHT) if size else 0.5


def desk_address(log: Path) -> str:
    """The one-time sign-in address that the desk printed, or ''."""
    found = re.findall(r"https://\S+", log.read_text(errors="replace")) if log.exists() else []
    return found[-1] if found else ""
