"""A folder as a camera: each frame is the newest picture file in it, read anew."""
from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hardware import DeviceGone
from hardware.camera import Frame
from hardware.options import read_options

ENDINGS = {".png", ".jpg", ".jpeg"}


@dataclass(frozen=True)
class Options:
    """``folder``: where the pictures are put (whole ones: written aside and renamed); ``fps``: most pictures a second."""

    folder: Path
    fps: float = 10.0


def open(name: str, options: dict[str, Any]) -> "FolderCamera":
    """Open the camera ``name``. Raises ``OptionWrong``."""
    return FolderCamera(name, read_options(Options, name, options))


class FolderCamera:
    """Sees the newest picture of its folder; an absent or empty folder is a camera that is gone."""

    def __init__(self, name: str, options: Options) -> None:
        self.name = name
        self._options = options
        self._number, self._last = 0, 0.0

    def frame(self) -> Frame:
        """The next picture. Raises ``DeviceGone``."""
        from hardware.camera import vision  # the picture library: with the first picture, not with the start

        time.sleep(max(0.0, self._last + 1 / self._options.fps - time.monotonic()))
        self._last = time.monotonic()
        try:
            newest = max(self._found(), key=lambda path: (path.stat().st_mtime_ns, path.name))
            pixels = vision.read_picture(newest)
        except (OSError, ValueError) as error:
            raise DeviceGone(self.name, f"no picture in {self._options.folder.name}") from error
        self._number += 1
        return Frame(pixels, self._number)

    def ready(self) -> None:
        """Whether a picture lies there. Raises ``DeviceGone``."""
        try:
            there = bool(self._found())
        except OSError:
            there = False
        if not there:
            raise DeviceGone(self.name, f"no picture in {self._options.folder.name}")

    def prove(self) -> None:
        """Read the newest picture and keep nothing of it. Raises ``DeviceGone``."""
        self.frame()

    def _found(self) -> list[Path]:
        return [path for path in self._options.folder.iterdir() if path.suffix.lower() in ENDINGS and not path.name.startswith(".")]

    def close(self) -> None:
        """Nothing is kept between two frames."""
