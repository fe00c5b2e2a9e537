"""A camera of the kernel (Video4Linux2), e.g. a USB camera."""
from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hardware import DeviceGone
from hardware.camera import Frame
from hardware.options import OptionWrong, nearest, read_options

if TYPE_CHECKING:
    from hardware.camera.vision import Capture

BACKENDS = ("v4l2", "any")
KERNEL_BUFFERS = 4
STALE_S = 0.3


@dataclass(frozen=True)
class Options:
    """``device``: its path, best one of ``/dev/v4l/by-id``; size in pixels; ``backend``: 'any' to play a recording instead."""

    device: str
    width: int = 1280
    height: int = 720
    backend: str = "v4l2"


def there() -> list[str]:
    """Paths that ``device`` may be on this machine, those that stay after a replug first."""
    return [str(path) for pattern in ("v4l/by-id/*", "video*") for path in sorted(Path("/dev").glob(pattern))]


def open(name: str, options: dict[str, Any]) -> "KernelCamera":
    """Open the camera ``name``; the device itself is opened by the first frame. Raises ``OptionWrong``."""
    ready = read_options(Options, name, options)
    if ready.backend not in BACKENDS:
        raise OptionWrong(f"{name}: unknown backend {ready.backend!r}{nearest(ready.backend, BACKENDS)}")
    return KernelCamera(name, ready)


class KernelCamera:
    """One video device; after a failure the next frame opens it anew, so a replugged camera comes back."""

    def __init__(self, name: str, options: Options) -> None:
        self.name = name
        self._options = options
        self._capture: Capture | None = None
        self._number, self._last = 0, 0.0

    def frame(self) -> Frame:
        """The next picture. Raises ``DeviceGone``."""
        if self._capture is None:
            from hardware.camera import vision  # the picture library: with the first picture, not with the start

            self._capture = vision.Capture(self._options.device, self._options.backend, self._options.width, self._options.height)
        elif self._options.backend == "v4l2" and time.monotonic() - self._last > STALE_S:
            # the kernel hands out what it buffered when we last looked: perhaps somebody else's face
            for _ in range(KERNEL_BUFFERS):
                self._capture.skip()
        pixels = self._capture.read()
        self._last = time.monotonic()
        if pixels is None:
            self.close()
            raise DeviceGone(self.name, f"no picture from {self._options.device}")
        self._number += 1
        return Frame(pixels, self._number)

    def ready(self) -> None:
        """Whether the kernel has it. Raises ``DeviceGone``."""
        if not Path(self._options.device).exists():
            raise DeviceGone(self.name, f"{self._options.device} is not there")

    def prove(self) -> None:
        """Take a picture and keep nothing of it. Raises ``DeviceGone``."""
        self.frame()

    def close(self) -> None:
        """Let go of the device and of its buffers."""
        if self._capture is not None:
            self._capture.close()
            self._capture = None
