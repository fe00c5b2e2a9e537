"""``python -m kiosk VERB --config FILE``: the only wiring of the machine the citizen touches.

Verbs: ``counter`` (starts ``screen`` and ``visit`` itself), ``uplink``,
``flows`` (what is done with flow files: :mod:`catalogue.verbs`).
"""
from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hardware.keypad import Keypad
    from kiosk.config import Device

DEFAULT = Path("/etc/nightcounter/kiosk.toml")


def main(arguments: list[str]) -> int:
    """Run one verb; returns the exit status: 2 for a fault in ``kiosk.toml``, said with file and line."""
    if arguments[:1] == ["flows"]:
        from catalogue.verbs import Verb
        from catalogue.verbs import main as flows

        return flows(arguments[1:], {"walk": Verb("kiosk.walk", "plays one in the terminal, with simulated devices")})
    parser = argparse.ArgumentParser(prog="python -m kiosk", description=__doc__)
    parser.add_argument("verb", choices=["counter", "screen", "visit", "uplink"])
    parser.add_argument("--config", type=Path, default=DEFAULT)
    parser.add_argument("--parent", type=int, help="process to end with (given by the counter)")
    asked = parser.parse_args(arguments)

    from kiosk.lifeline import tie_to_parent

    tie_to_parent(asked.parent)
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # looking for some costs every start, and none may see our messages
    if asked.verb == "counter":
        from kiosk.counter import main as counter

        return counter(asked.config.resolve())
    if asked.verb == "screen":
        sys.modules["typing_extensions"] = None  # type: ignore[assignment]  # msgspec is content without; loading it costs 20 ms
        import_module("msgspec")
        del sys.modules["typing_extensions"]
    from catalogue.lines import FileErrors
    from kiosk.config import NotForLive, load

    try:
        config = load(asked.config)
    except (FileErrors, NotForLive, OSError) as error:
        if asked.parent is None:  # else the counter says it
            print(error, file=sys.stderr)
        return 2
    if asked.verb == "screen":
        from functools import partial

        from kiosk.ui.app import main as screen
        from kiosk.watch.life import beat, file_of

        keypad = config.keypad
        return screen(config, partial(beat, file_of(config.site.run, "screen")), partial(_keypad, keypad) if keypad is not None else None)
    if asked.verb == "uplink":
        from kiosk.uplink import main as uplink

        return uplink(config) or 0
    from kiosk.engine import main as engine

    return engine(config)


def _keypad(named: "Device") -> "Keypad":
    from hardware.registry import open_device

    opened: Keypad = open_device("keypad", "keypad", named.driver, named.options)
    return opened


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
