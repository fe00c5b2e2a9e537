"""A camera over an empty grey desk, on which pictures can be laid by hand.

numpy and OpenCV come in with the first frame: the demo panel opens this driver in the
screen process only to lay pictures.
"""
from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hardware import DeviceGone
from hardware.cabinet import Cabinet
from hardware.camera import Frame
from hardware.options import nearest, read_options

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

GREY = 118
NOISE = 3


@dataclass(frozen=True)
class Options:
    """``cabinet``: directory of the simulated devices; size in pixels; ``fps``: most pictures a second."""

    cabinet: Path
    width: int = 1280
    height: int = 720
    fps: float = 10.0


def open(name: str, options: dict[str, Any]) -> "SimulatedCamera":
    """Open the camera ``name``. Raises ``OptionWrong``."""
    return SimulatedCamera(name, read_options(Options, name, options))


class SimulatedCamera:
    """Sees the picture that was shown last, or an empty desk, with a little noise.

    By hand: ``show``, ``show_nothing``, ``fail_next("gone")``.
    """

    def __init__(self, name: str, options: Options) -> None:
        self.name = name
        self._options, self._cabinet = options, Cabinet(options.cabinet)
        self._drawer = f"camera-{name}"
        self._number, self._last = 0, 0.0
        self._seen: tuple[tuple[str, int], NDArray[np.uint8]] | None = None

    def frame(self) -> Frame:
        """The next picture. Raises ``DeviceGone``."""
        import numpy as np

        time.sleep(max(0.0, self._last + 1 / self._options.fps - time.monotonic()))
        self._last = time.monotonic()
        if self._cabinet.failure(self._drawer):
            raise DeviceGone(self.name, "made to fail")
        self._number += 1
        noise = np.random.default_rng(self._number).integers(-NOISE, NOISE + 1, (self._options.height, self._options.width, 1), np.int16)
        return Frame(np.clip(self._scene() + noise, 0, 255).astype(np.uint8), self._number)

    def ready(self) -> None:
        """Whether it is there. Raises ``DeviceGone``."""
        if self._cabinet.failure(self._drawer):
            raise DeviceGone(self.name, "made to fail")

    def prove(self) -> None:
        """As if a picture were taken: in its time, and with its failures; no picture library is needed. Raises ``DeviceGone``."""
        time.sleep(max(0.0, self._last + 1 / self._options.fps - time.monotonic()))
        self._last = time.monotonic()
        self.ready()
        if (path := self._cabinet.look(self._drawer).get("picture", "")) and not Path(path).is_file():
            raise DeviceGone(self.name, "the picture shown cannot be read")

    def close(self) -> None:
        """Forget the picture kept; what was shown stays shown."""
        self._seen = None

    def show(self, picture: str | Path) -> None:
        """Lay a picture under the camera: a file, or the name of one in the cabinet's ``pictures``. Raises ``FileNotFoundError``."""
        path = Path(picture)
        if not path.is_file():
            path = self._cabinet.folder / "pictures" / f"{picture}.png"
        if not path.is_file():
            known = tuple(sorted(file.stem for file in path.parent.glob("*.png")))
            raise FileNotFoundError(f"{self.name}: no picture {str(picture)!r}{nearest(str(picture), known)}")
        with self._cabinet.change(self._drawer) as state:
            state["picture"] = str(path.resolve())

    def show_nothing(self) -> None:
        """Take the picture away."""
        with self._cabinet.change(self._drawer) as state:
            state["picture"] = ""

    def shown(self) -> str:
        """Name of the picture that lies there, without folder and ending; '' for none."""
        return Path(self._cabinet.look(self._drawer).get("picture", "")).stem

    def fail_next(self, code: str = "gone") -> None:
        """Let the next frame fail."""
        self._cabinet.fail_next(self._drawer, code)

    def _scene(self) -> "NDArray[np.uint8]":
        import numpy as np

        path = self._cabinet.look(self._drawer).get("picture", "")
        if not path:
            self._seen = None
            return np.full((self._options.height, self._options.width, 3), GREY, np.uint8)
        from hardware.camera import vision  # an empty desk needs no picture library

        try:
            key = (path, Path(path).stat().st_mtime_ns)
            if self._seen is None or self._seen[0] != key:
                self._seen = (key, vision.fitted(vision.read_picture(Path(path)), self._options.width, self._options.height, GREY))
        except (OSError, ValueError) as error:
            raise DeviceGone(self.name, "the picture shown cannot be read") from error
        return self._seen[1]
