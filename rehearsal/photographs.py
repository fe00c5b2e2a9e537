"""Photographs of faces for rehearsals, fetched at run time from hash-pinned packages and never committed.

Three of one person and one of another lie in the face_recognition source archive
(``provisioning/lock/pictures.txt``), one portrait of NASA in scikit-image.
"""
from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

_ROOT = Path(__file__).parents[1]
FOLDER = _ROOT / "build" / "pictures"
ARCHIVE = "face_recognition-1.3.0.tar.gz"
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Photograph:
    """One picture of one face; ``face`` is (left, top, right, bottom) of the face itself, in pixels."""

    name: str
    sha256: str
    face: Box

    def picture(self) -> Image.Image:
        """Open it, after fetching where it is not here yet. Raises ``PhotographMissing``."""
        path = FOLDER / self.name
        if not path.is_file():
            _fetch()
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise PhotographMissing(f"{path.name} is not the pinned photograph; delete {path} and try again")
        with Image.open(path) as picture:
            return picture.convert("RGB")


class PhotographMissing(Exception):
    """A photograph cannot be had; the text says what to do."""


PERSON = (
    Photograph("obama.jpg", "0930e3aa8cae5920329c0c8cbc6a2ab70f47b0e67b432875beaa95cbf7e741f6", (366, 136, 624, 394)),
    Photograph("obama2.jpg", "a7efcc907375274796f39646510704aa86672d59f6d5469d69af3c85590976a6", (171, 290, 438, 558)),
    Photograph("obama3.jpg", "76ac6bf97c36dc2da0ad16a537d6a5ac1b10f48d49aac29a0cca9a17cdbc3ca3", (646, 302, 955, 611)),
)
STRANGER = Photograph("biden.jpg", "3c17508bb91554c637a2eabddfae790e5bb1caba93130814fc2ac50be9760c4c", (439, 233, 749, 542))
_ASTRONAUT_FACE = (179, 83, 266, 170)


def around(picture: Image.Image, face: Box, size: tuple[int, int], face_width: int) -> Image.Image:
    """Cut ``size`` out of the picture, scaled so that the face is ``face_width`` wide and in the middle; beyond the picture: grey."""
    scale = face_width / (face[2] - face[0])
    width, height = size[0] / scale, size[1] / scale
    left, top = (face[0] + face[2] - width) / 2, (face[1] + face[3] - height) / 2
    area = (left, top, left + width, top + height)
    return picture.transform(size, Image.Transform.EXTENT, area, Image.Resampling.BICUBIC, fillcolor=(150, 150, 150))


def portrait(photograph: Photograph, size: tuple[int, int]) -> Image.Image:
    """The photograph as a portrait for a card, face three fifths of its width."""
    return around(photograph.picture(), photograph.face, size, size[0] * 3 // 5)


def live(*photographs: Photograph, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """What the camera at the counter sees of one person, or of several side by side."""
    share = (size[0] // len(photographs), size[1])
    frame = Image.new("RGB", size)
    for place, photograph in enumerate(photographs):
        frame.paste(around(photograph.picture(), photograph.face, share, min(190, share[0] // 2)), (place * share[0], 0))
    return frame


def turned(picture: Image.Image, much: float) -> Image.Image:
    """A live picture whose head seems turned, nose moved between eyes that stay: to the person's left (1), or right (-1)."""
    pixels = np.asarray(picture, np.float64)
    columns = np.arange(picture.width)
    from_where = columns - 31 * much * np.exp(-(((columns - picture.width / 2) / 32) ** 2))
    left = np.clip(np.floor(from_where).astype(int), 0, picture.width - 2)
    share = (from_where - left)[None, :, None]
    return Image.fromarray((pixels[:, left] * (1 - share) + pixels[:, left + 1] * share).clip(0, 255).astype(np.uint8))


def live_astronaut(size: tuple[int, int] = (640, 480)) -> Image.Image:
    """What the camera sees of a third person, from scikit-image's picture."""
    from skimage import data

    pixels = np.asarray(data.astronaut())  # type: ignore[no-untyped-call]  # scikit-image has no types
    return around(Image.fromarray(pixels), _ASTRONAUT_FACE, size, 190)


def _fetch() -> None:
    """Download the archive by its pinned hash and unpack the photographs one by one, each complete or not at all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not (FOLDER / ARCHIVE).is_file():
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:", "--no-build-isolation"]
        command += ["--require-hashes", "-r", str(_ROOT / "provisioning" / "lock" / "pictures.txt"), "-d", str(FOLDER)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise PhotographMissing(f"pip could not fetch {ARCHIVE} (needed once, over the network): {done.stderr.strip()[-400:]}")
    with tarfile.open(FOLDER / ARCHIVE) as archive:
        for photograph in (*PERSON, STRANGER):
            member = archive.extractfile(f"face_recognition-1.3.0/tests/test_images/{photograph.name}")
            if member is None:
                raise PhotographMissing(f"{ARCHIVE} holds no {photograph.name}")
            fresh = FOLDER / f"{photograph.name}.{os.getpid()}"
            fresh.write_bytes(member.read())
            os.replace(fresh, FOLDER / photograph.name)


if __name__ == "__main__":
    for each in (*PERSON, STRANGER):
        each.picture()  # fetches what is not here yet and compares every hash
