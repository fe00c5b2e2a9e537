"""The face matcher that ships: how many it turns away where one stranger in 10,000 is let in, and what a decision costs.

``fnmr``: on the set in ``FACES_DIR`` (see :mod:`bench.faces`), pictures drawn anew each round. Ours: as many pictures a side as the counter
takes, compared as it does. Peer: the library's way, one picture of each. ``cpu``: processor time of the matcher's child for one decision
from good frames of 640 × 480. Peer: the library's way with one frame (enlarged once, as it does by default).
"""
from __future__ import annotations

from collections.abc import Iterator
from time import process_time

import numpy as np
import psutil

from bench.faces import fnmr, folder, templates, trials
from bench.measurement import Measurement, interleave
from hardware.camera import Frame
from hardware.registry import open_device
from kiosk.identity.id_card import LIVES, PORTRAITS
from rehearsal import photographs, pictures


def measure(rounds: int) -> Iterator[Measurement]:
    """Both lines."""
    yield _decision(rounds)
    people = templates(folder()).people
    took: tuple[list[float], list[float]] = ([], [])
    for seed in range(rounds):
        for place, sides in enumerate(((PORTRAITS, LIVES), (1, 1))):
            found = trials(people, *sides, seed)
            took[place].append(100 * fnmr(found.genuine, found.impostor)[0])
    yield Measurement("% FNMR at FMR 1e-4", "one picture of each", (tuple(took[0]), tuple(took[1])), "fnmr")


def _decision(rounds: int) -> Measurement:
    import face_recognition

    matcher = open_device("face", "face", "face_recognition", {})
    card = Frame(np.asarray(pictures.photographed_card(photographs.PERSON[0]).convert("RGB"), np.uint8), 1)
    live = Frame(np.asarray(photographs.live(photographs.PERSON[1]).convert("RGB"), np.uint8), 1)
    portrait = matcher.portrait(card)
    child = psutil.Process(matcher.pid)

    def used() -> float:
        times = child.cpu_times()
        return float(times.user + times.system)

    def ours() -> float:
        began = used()
        for _ in range(3):
            matcher.compare([portrait] * PORTRAITS, [live] * LIVES)
        return (used() - began) * 1e3 / 3

    def peer() -> float:
        began = process_time()
        for _ in range(3):
            known = face_recognition.face_encodings(portrait.pixels)[0]
            face_recognition.face_distance([known], face_recognition.face_encodings(live.pixels)[0])
        return (process_time() - began) * 1e3 / 3

    samples = interleave(rounds, ours, peer)
    matcher.close()
    return Measurement("ms CPU a decision", "face_recognition, one picture of each", samples, "cpu")
