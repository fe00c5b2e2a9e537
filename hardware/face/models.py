"""The models of the face library: where faces are, a template of each, and where eyes and nose are.

``Whole`` is the face_recognition library as it comes. It loads the 68-point landmark model, whose training set (iBUG 300-W) excludes
commercial use; ``FivePoints`` takes the other models by dlib alone and never opens that file (docs/adr/0027-faces.md). Templates are
the same; only ``Whole`` sees whether eyes are closed.

Boxes are (top, right, bottom, left) in pixels; pictures are height × width × 3, uint8, RGB; a template is 128 floats.
"""
from __future__ import annotations

import warnings
from typing import Any, Literal, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from hardware.face.rules import Box, Eyes, Point

Pixels = NDArray[np.uint8]
Template = NDArray[np.float64]

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    # without pkg_resources (setuptools ≥ 82) the library's import prints advice and calls quit() with status 0
    import pkg_resources  # noqa: F401  # imported only to fail loudly here


class Models(Protocol):
    """What the matcher needs of a library."""

    def faces(self, pixels: Pixels, enlarged: int) -> list[Box]:
        """Frontal faces; ``enlarged`` once: from 40 px on instead of 80, four times slower."""
        ...

    def template(self, pixels: Pixels, face: Box) -> Template:
        """The template of one face."""
        ...

    def eyes(self, pixels: Pixels, face: Box) -> Eyes:
        """Corners of both eyes, the base of the nose, and the lids where they are known."""
        ...


class Whole:
    """face_recognition with all its models."""

    def __init__(self) -> None:
        import face_recognition

        self._library = face_recognition

    def faces(self, pixels: Pixels, enlarged: int) -> list[Box]:
        """See :class:`Models`."""
        return cast(list[Box], self._library.face_locations(pixels, enlarged))

    def template(self, pixels: Pixels, face: Box) -> Template:
        """See :class:`Models`."""
        return cast(Template, self._library.face_encodings(pixels, [face], 1, "small")[0])

    def eyes(self, pixels: Pixels, face: Box) -> Eyes:
        """See :class:`Models`. Each eye of the large model: corner, two of the upper lid, corner, two of the lower."""
        five = self._library.face_landmarks(pixels, [face], "small")[0]
        lids = self._library.face_landmarks(pixels, [face], "large")[0]
        return Eyes(_points(five["left_eye"]), _points(five["right_eye"]), _points(five["nose_tip"])[0],
                    (_points(lids["left_eye"]), _points(lids["right_eye"])))


class FivePoints:
    """The detector, the five points and the template by dlib alone."""

    def __init__(self) -> None:
        import dlib
        import face_recognition_models

        self._rectangle = dlib.rectangle
        self._detector = dlib.get_frontal_face_detector()
        self._five = dlib.shape_predictor(face_recognition_models.pose_predictor_five_point_model_location())
        self._encoder = dlib.face_recognition_model_v1(face_recognition_models.face_recognition_model_location())

    def faces(self, pixels: Pixels, enlarged: int) -> list[Box]:
        """See :class:`Models`."""
        height, width = pixels.shape[:2]
        return [(max(one.top(), 0), min(one.right(), width), min(one.bottom(), height), max(one.left(), 0))
                for one in self._detector(pixels, enlarged)]

    def template(self, pixels: Pixels, face: Box) -> Template:
        """See :class:`Models`."""
        return np.array(self._encoder.compute_face_descriptor(pixels, self._shape(pixels, face), 1))

    def eyes(self, pixels: Pixels, face: Box) -> Eyes:
        """See :class:`Models`. The five points: two corners of the left eye, two of the right, the base of the nose."""
        points = [(part.x, part.y) for part in self._shape(pixels, face).parts()]
        return Eyes(tuple(points[2:4]), tuple(points[0:2]), points[4])

    def _shape(self, pixels: Pixels, face: Box) -> Any:
        top, right, bottom, left = face
        return self._five(pixels, self._rectangle(left, top, right, bottom))


def load(landmarks: Literal[5, 68]) -> Models:
    """The models for so many landmarks."""
    return FivePoints() if landmarks == 5 else Whole()


def seen(models: Models, pixels: Pixels) -> list[Box]:
    """The faces in a picture: not enlarged first, which finds 80 px and more; enlarged (four times slower) to tell 'too small'."""
    return models.faces(pixels, 0) or models.faces(pixels, 1)


def _points(found: Any) -> tuple[Point, ...]:
    return tuple((float(x), float(y)) for x, y in found)
