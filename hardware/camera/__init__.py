"""Cameras: one interface; ``v4l2``, ``files`` (a folder of pictures) and ``simulated`` behind it."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Frame:
    """One picture: ``pixels`` is height × width × 3, uint8, RGB; ``number`` grows with each new picture of the camera."""

    pixels: "NDArray[np.uint8]"
    number: int


class Camera(Protocol):
    """One camera. Calls block."""

    name: str

    def frame(self) -> Frame:
        """The next picture. Raises ``DeviceGone``."""
        ...

    def ready(self) -> None:
        """Whether it is there, at next to no cost: no picture is taken. Raises ``DeviceGone``."""
        ...

    def prove(self) -> None:
        """Take a picture and keep nothing of it: the proof that it works. Raises ``DeviceGone``."""
        ...

    def close(self) -> None:
        """Let go of the camera and of every picture kept."""
        ...


def jpeg(frame: Frame) -> bytes:
    """A still as JPEG without any metadata, for the sealed evidence."""
    from hardware.camera.vision import jpeg as encoded  # only where a still is made: the picture library is heavy

    return encoded(frame)


def shrunk(frame: Frame, width: int) -> Frame:
    """The frame at ``width`` pixels at most, for a preview."""
    from hardware.camera.vision import shrunk as smaller

    return smaller(frame, width)
