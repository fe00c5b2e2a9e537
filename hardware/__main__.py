"""``python -m hardware list|try``: what is there, and one device tried from a terminal.

``list`` names every kind with its drivers, and below a driver what it finds on this machine; with ``--config FILE`` each configured
device and how it is now.
``try KIND [NAME] --config FILE`` asks one device for something harmless: a card's state, a frame, a scan, a printer's state.
Nothing personal is printed: of a card only that one is there, of a scan only its length.
"""
from __future__ import annotations

import argparse
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from hardware import DeviceError
from hardware.lights import LAMPS
from hardware.microphone import RATE, TONE_HZ, tone
from hardware.options import OptionWrong
from hardware.registry import drivers, kinds, open_device, there

SCAN_S, LAMP_S, TONE_S = 10.0, 1.0, 1.0
OWN = 0.2
"""Share of what is heard that must be the tone: a room with people in it is louder elsewhere."""
PLAY = ("aplay", "-q", "-t", "raw", "-f", "S16_LE", "-c", "1", "-r", str(RATE), "-")


def main(arguments: list[str]) -> int:
    """Run one verb; exit status 1 where a device does not work, 2 for a wrong command or file."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="python -m hardware", description=__doc__, formatter_class=raw)
    parser.add_argument("verb", choices=["list", "try"])
    parser.add_argument("kind", nargs="?", choices=list(kinds()))
    parser.add_argument("name", nargs="?", help="where there are several of a kind, e.g. document or a4")
    parser.add_argument("--config", type=Path)
    asked = parser.parse_args(arguments)
    if asked.config is None:
        if asked.verb == "try":
            parser.error("try needs --config, the file that names the devices")
        for kind in kinds():
            print(f"{kind:8} {', '.join(drivers(kind))}")
            for driver in drivers(kind):
                for found in _there(kind, driver):
                    print(f"{'':8}   {driver}: {found}")
        return 0
    try:
        configured = list(devices(tomllib.loads(asked.config.read_text("utf-8"))))
    except (OSError, tomllib.TOMLDecodeError) as error:
        print(f"{asked.config}: {error}", file=sys.stderr)
        return 2
    wanted = [one for one in configured if asked.verb == "list" or (one[0] == asked.kind and asked.name in (None, one[1].split(".")[-1]))]
    if not wanted:
        print(f"{asked.config}: no {asked.kind} {asked.name or ''}; there are {', '.join(one[1] for one in configured)}", file=sys.stderr)
        return 2
    working = [_told(kind, name, table, configured) for kind, name, table in wanted]
    return int(not all(working))


def _there(kind: str, driver: str) -> list[str]:
    try:
        return there(kind, driver)
    except DeviceError as error:
        return [str(error)]


def devices(tables: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(kind, name, table) of every device of a kiosk.toml."""
    for kind in kinds():
        table = tables.get(kind, {})
        if "driver" in table:
            yield kind, kind, table
        else:
            yield from ((kind, f"{kind}.{name}", one) for name, one in table.items())


def _told(kind: str, name: str, table: dict[str, Any], configured: list[tuple[str, str, dict[str, Any]]]) -> bool:
    """Print how one device is; True where it works."""
    try:
        device: Any = _opened(kind, name, table, configured)
        try:
            print(f"{name:16} {table['driver']:16} {_state(kind, device)}")
        finally:
            device.close()
    except (DeviceError, OptionWrong) as error:
        print(f"{name:16} {table['driver']:16} {error}")
        return False
    return True


def _opened(kind: str, name: str, table: dict[str, Any], configured: list[tuple[str, str, dict[str, Any]]]) -> Any:
    options = {key: value for key, value in table.items() if key != "driver"}
    if kind == "scanner" and table["driver"] == "camera":
        camera = next(one for _, label, one in configured if label == "camera.document")
        options["camera"] = _opened("camera", "camera.document", camera, configured)
    # the counter calls a printer by the last word of its table; a simulated one is found by that name
    return open_device(kind, name.removeprefix("printer."), table["driver"], options)


def _state(kind: str, device: Any) -> str:
    """Something harmless asked of a device, in words."""
    told = _TOLD.get(kind)
    return told(device) if told is not None else "ready"


def _patience_s(seconds: float) -> float:
    """How long to wait for somebody's hand: no time where nobody sits at the terminal."""
    return seconds if sys.stdin.isatty() else 0.5


def _camera(device: Any) -> str:
    height, width, _ = device.frame().pixels.shape
    return f"sees, {width} × {height}"


def _scanner(device: Any) -> str:
    scan = device.read(_patience_s(SCAN_S), lambda _text: True)
    return f"read {len(scan.text)} characters of {scan.symbology}" if scan else "nothing to read"


def _printer(device: Any) -> str:
    state = device.state()
    return state.problem or f"ready, {', '.join(state.media)}"


def _power(device: Any) -> str:
    state = device.state()
    charge = f", {state.charge} %" if state.charge is not None else ""
    return ("on battery" if state.on_battery else "on the mains") + (", nearly empty" if state.low else "") + charge


def _lights(device: Any) -> str:
    for lamp in LAMPS:
        device.show(frozenset({lamp}))
        time.sleep(_patience_s(LAMP_S))
    return f"lit one after the other: {', '.join(LAMPS)}"


def _keypad(device: Any) -> str:
    keys = device.pressed(_patience_s(SCAN_S))
    return f"pressed: {' '.join(keys)}" if keys else "no key pressed"


def _microphone(device: Any) -> str:
    """The loudspeaker's own tone, played by ``aplay`` where there is one, must be heard over the room."""
    with suppress(OSError), subprocess.Popen(PLAY, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as player:
        threading.Thread(target=player.communicate, args=(tone(2 * TONE_S).samples.tobytes(),), daemon=True).start()
        time.sleep(TONE_S / 2)
        heard = device.hear(TONE_S)
        player.terminate()
        return f"{heard.level_db:.0f} dB, {'hears' if heard.share(TONE_HZ) > OWN else 'does not hear'} the counter's own tone"
    return f"{device.hear(TONE_S).level_db:.0f} dB; no aplay to play a tone"


_TOLD: dict[str, Callable[[Any], str]] = {
    "card": lambda device: "a card lies in it" if device.state().present else "empty", "camera": _camera, "scanner": _scanner,
    "sound": lambda device: "a headset is in" if device.headset() else "no headset", "printer": _printer, "power": _power,
    "tamper": lambda device: "open" if device.opened() else "shut", "lights": _lights, "keypad": _keypad, "microphone": _microphone,
}  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
