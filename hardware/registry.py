"""From the words of ``kiosk.toml`` to an open device: ``hardware/<kind>/<driver>.py`` by its file name.

Every driver module has ``open(name, options)``; a file of the folder without it is a part, not a driver.
"""
from __future__ import annotations

import ast
import importlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hardware.options import OptionWrong, nearest

_ROOM = Path(__file__).parent


class DriverUnknown(OptionWrong):
    """There is no such kind or driver; the text names the device and the nearest one."""


def kinds() -> tuple[str, ...]:
    """Kinds of devices: the folders of this room."""
    return tuple(sorted(folder.name for folder in _ROOM.iterdir() if (folder / "__init__.py").exists()))


def drivers(kind: str) -> tuple[str, ...]:
    """Drivers of a kind, found without importing any. Raises ``DriverUnknown``."""
    if kind not in kinds():
        raise DriverUnknown(f"unknown kind of device {kind!r}{nearest(kind, kinds())}")
    return tuple(sorted(path.stem for path in (_ROOM / kind).glob("*.py") if _opens(path)))


def there(kind: str, driver: str) -> list[str]:
    """What a driver finds on this machine that its table could name, as the kernel calls it; [] where it cannot tell.

    Raises ``DriverUnknown``, and ``DeviceError`` where what it would ask does not answer.
    """
    if driver not in drivers(kind):
        raise DriverUnknown(f"unknown {kind} driver {driver!r}{nearest(driver, drivers(kind))}")
    look = getattr(importlib.import_module(f"hardware.{kind}.{driver}"), "there", None)
    found: list[str] = look() if look is not None else []
    return found


def open_device(kind: str, name: str, driver: str, options: Mapping[str, Any]) -> Any:
    """Open one device. ``name`` is its table in kiosk.toml; ``options`` may hold objects, such as an open camera.

    Raises ``DriverUnknown``, ``OptionWrong``, and whatever ``DeviceError`` the driver has for a device that is not there.
    """
    if driver not in drivers(kind):
        raise DriverUnknown(f"{name}: unknown {kind} driver {driver!r}{nearest(driver, drivers(kind))}")
    return importlib.import_module(f"hardware.{kind}.{driver}").open(name, dict(options))


def with_camera(name: str, options: Mapping[str, Any], cameras: Mapping[str, Any]) -> dict[str, Any]:
    """Replace ``camera = "document"`` in a scanner's table by the open camera of that name. Raises ``OptionWrong``."""
    options = dict(options)
    wanted = options.get("camera")
    if isinstance(wanted, str):
        if wanted not in cameras:
            raise OptionWrong(f"{name}: there is no camera {wanted!r}{nearest(wanted, cameras)}")
        options["camera"] = cameras[wanted]
    return options


def _opens(path: Path) -> bool:
    return any(isinstance(node, ast.FunctionDef) and node.name == "open" for node in ast.parse(path.read_text("utf-8")).body)
