"""Walks a room of the engine again and again, each time one press further, in every language, and keeps what the engine sent.

The engine's own rooms run here in this process; what they say goes through the real door.
"""
from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from threading import Thread
from typing import Any, cast

from catalogue.words import Words
from kiosk.config import Kiosk
from kiosk.conversation import Back, Conversation, Over, end
from kiosk.ui.door import EngineEnd, ScreenEnd, ToScreen, Touch, View
from kiosk.visit import OtherWay
from rehearsal.looks.inventory import LANGUAGES, Screen, alike

Move = tuple[tuple[str, str], ...]
Room = Callable[[Conversation], Awaitable[object]]
Moves = Callable[[View], Iterable[Move]]
PATIENCE_S, LONG_S = 3.0, 25.0
VISIT_ID = "look"


class Incomplete(Exception):
    """A room answered differently in different languages; names room and path."""


class Recorder:
    """The screen's end of a door, and everything seen there, by its key."""

    def __init__(self, config: Kiosk, words: Words) -> None:
        self._config, self._words = config, words
        self.screens: dict[str, Screen] = {}
        self._views: list[View] = []
        self._news, self._free = asyncio.Event(), asyncio.Event()
        self._loop = asyncio.get_running_loop()
        config.site.run.mkdir(parents=True, exist_ok=True)
        self._end = ScreenEnd(config.site.run, self._hear, self._gone)
        Thread(target=self._end.serve, daemon=True).start()

    def _hear(self, said: ToScreen) -> None:
        if isinstance(said, View):
            self._views.append(said)
            self._loop.call_soon_threadsafe(self._news.set)

    def _gone(self) -> None:
        self._loop.call_soon_threadsafe(self._free.set)

    def keep(self, name: str, views: Sequence[View]) -> None:
        """Keep one screen, given in every language, unless it was there before."""
        screen = Screen(name, dict(zip(LANGUAGES, views, strict=True)))
        self.screens.setdefault(screen.key, screen)

    async def crawl(self, name: str, room: Room, moves: Moves, deep: int = 4, rests: bool = False, settle_s: float = 0.0) -> None:
        """Walk a room: every screen that some moves lead to, at most ``deep`` moves away.

        ``rests``: a busy one stays. ``settle_s``: so long a screen may still change by itself.
        """
        paths: list[tuple[Move, ...]] = [()]
        seen: set[str] = set()
        while paths:
            path = paths.pop(0)
            runs = [await self._run(room, path, lang, rests, settle_s) for lang in LANGUAGES]
            if len({len(run) for run in runs}) != 1:
                raise Incomplete(f"{name} {path}: {[[view.screen for view in run] for run in runs]}")
            for views in zip(*runs, strict=True):
                self.keep(f"{name}: {_spelled(path)}", views)
            if not runs[0] or (key := alike(runs[0][-1])) in seen:
                continue
            seen.add(key)
            if len(path) < deep:
                paths += [(*path, move) for move in moves(runs[0][-1])]

    async def _run(self, room: Room, path: Sequence[Move], lang: str, rests: bool, settle_s: float) -> list[View]:
        """Walk one path in one language; the views it ends with: those that pass by and the one that stays, or none where it led out."""
        before = asyncio.all_tasks()
        door = await EngineEnd.open(self._config.site.run)
        talk = Conversation(door, self._words, self._config, VISIT_ID, lang)
        seen, work = len(self._views), asyncio.ensure_future(room(talk))
        try:
            found = await self._stays(seen, work, rests)
            if settle_s:
                await asyncio.sleep(settle_s)
                found = self._views[-1:]
            for move in path:
                for name, value in move:
                    if not found:
                        return []
                    seen = len(self._views)
                    self._end.say(Touch(visit=VISIT_ID, number=found[-1].number, name=name, value=value))
                    found = await self._stays(seen, work, rests)
            return found
        finally:
            while left := asyncio.all_tasks() - before:  # a room may hear of its end while it ends a part of itself, and go on
                for task in left:
                    task.cancel()
                await asyncio.wait(left, timeout=0.05)
            self._free.clear()
            await door.close()
            await asyncio.wait_for(self._free.wait(), LONG_S)  # the screen serves one engine at a time
            await asyncio.sleep(0.002)

    async def _stays(self, seen: int, work: "asyncio.Future[Any]", rests: bool) -> list[View]:
        """Wait for the next view that stays; none where the room was left."""
        until, passing = time.monotonic() + PATIENCE_S, list[View]()
        while time.monotonic() < until:
            self._news.clear()
            for view in self._views[seen:]:
                if rests or not view.busy:
                    return [*passing, view]
                passing, seen, until = [*passing, view], seen + 1, time.monotonic() + LONG_S
            if work.done():
                self._look(work)
                return []
            waiting = asyncio.create_task(self._news.wait())
            await asyncio.wait(cast("set[asyncio.Future[Any]]", {waiting, work}), timeout=0.2, return_when=asyncio.FIRST_COMPLETED)
            await end(waiting)
        if passing:
            return passing
        raise TimeoutError(f"nothing more came after {self._views[-1].screen if self._views else 'nothing'}")

    def _look(self, work: "asyncio.Future[Any]") -> None:
        with suppress(Back, Over, OtherWay):
            work.result()


def _spelled(path: Sequence[Move]) -> str:
    return " › ".join("".join(f" {name} {value}".rstrip() if name != "key" else value for name, value in move).strip() for move in path)
