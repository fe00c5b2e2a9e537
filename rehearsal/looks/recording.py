"""Recording the whole inventory, or the part of it that is quick and the same every time."""
from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from rehearsal.looks import front, service
from rehearsal.looks.insides import Insides
from rehearsal.looks.inventory import Screen
from rehearsal.looks.recorder import Recorder


async def rooms(folder: Path, quick: bool = False) -> list[Screen]:
    """All rooms of the engine, without a bureau; ``quick``: those of a few seconds."""
    insides = Insides(folder / "site")
    recorder = Recorder(insides.config, insides.words)
    walks = [front.front] if quick else [front.front, service.service, front.over_every_screen]
    for walk in walks:
        began = time.monotonic()
        await walk(recorder, insides)
        print(f"looks: {walk.__name__}: {len(recorder.screens)} screens, {time.monotonic() - began:.0f} s", file=sys.stderr)
    await insides.cabinet.close()
    return list(recorder.screens.values())


async def everything() -> list[Screen]:
    """All rooms, and flows with a bureau; what a bureau wrote in one language stays out, the rooms have it in each."""
    from rehearsal.looks.walks import walk

    with tempfile.TemporaryDirectory(prefix="looks-") as folder:
        found = await rooms(Path(folder))
        began = time.monotonic()
        seen, troubles = walk(Path(folder) / "walk")
    for trouble in troubles:
        print(f"looks: {trouble}", file=sys.stderr)
    print(f"looks: walks: {len(seen)} screens, {time.monotonic() - began:.0f} s", file=sys.stderr)
    known = {screen.key for screen in found}
    walked = {key: screen for key, screen in seen.items() if not screen.views["zh-TW"].lines and screen.views["zh-TW"].screen != "choose"}
    return _named([*found, *(screen for key, screen in walked.items() if key not in known)])


def _named(screens: list[Screen]) -> list[Screen]:
    """Every name once: the second of a name gets a number."""
    seen: dict[str, int] = {}
    named = []
    for screen in screens:
        seen[screen.name] = count = seen.get(screen.name, 0) + 1
        named.append(screen if count == 1 else Screen(f"{screen.name} ({count})", screen.views))
    return named
