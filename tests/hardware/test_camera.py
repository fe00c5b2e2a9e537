"""The camera's contract, for the drivers that need no device: pictures, the proof that it works, and what it says when it is gone."""
from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from hardware import DeviceGone
from hardware.camera import Camera
from hardware.registry import open_device

SIZE = (320, 240)


@pytest.fixture(params=["simulated", "files"])
def camera(request: pytest.FixtureRequest, tmp_path: Path) -> Camera:
    """A camera that sees a red picture."""
    picture = tmp_path / "pictures" / "red.png"
    picture.parent.mkdir()
    Image.new("RGB", SIZE, (200, 20, 20)).save(picture)
    if request.param == "files":
        return open_device("camera", "camera.document", "files", {"folder": tmp_path / "pictures"})
    made = open_device("camera", "camera.document", "simulated", {"cabinet": tmp_path, "width": SIZE[0], "height": SIZE[1]})
    made.show("red")
    return made


def test_every_frame_is_a_new_picture(camera: Camera) -> None:
    first, second = camera.frame(), camera.frame()
    assert first.pixels.shape == (SIZE[1], SIZE[0], 3)
    assert first.pixels[:, :, 0].mean() > 150 > 60 > first.pixels[:, :, 1].mean()
    assert second.number > first.number


def test_the_proof_needs_the_picture_to_be_there(camera: Camera, tmp_path: Path) -> None:
    camera.prove()
    (tmp_path / "pictures" / "red.png").unlink()
    with pytest.raises(DeviceGone):
        camera.prove()


def test_a_failing_camera_proves_nothing(tmp_path: Path) -> None:
    camera = open_device("camera", "camera.face", "simulated", {"cabinet": tmp_path})
    camera.fail_next("gone")
    with pytest.raises(DeviceGone):
        camera.prove()
    camera.prove()


def test_proving_a_simulated_camera_loads_no_picture_library(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from hardware.registry import open_device\n"
        f"open_device('camera', 'camera.face', 'simulated', {{'cabinet': Path({str(tmp_path)!r})}}).prove()\n"
        "sys.exit(sum(name in sys.modules for name in ('numpy', 'cv2')))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
