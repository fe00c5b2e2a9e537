"""The engine's side of the talk with one citizen: show a screen, wait for a touch or for something to happen.

Rules

- Every screen is built anew in the language of the moment, so a change of language loses nothing.
- No touch for ``limits.idle_s``: the idle question; no answer for ``limits.idle_answer_s``: the visit ends.
  While printing or waiting for the bureau the clock rests.
- Back, home, help and language stand on every screen. Home (it asks before it gives the visit up), help (:mod:`kiosk.front.help`)
  and the languages are rooms over the screen they were called from: each is entered once, however often it is pressed.
- With priority (elders, people with disabilities) the counter asks twice as late, and the text is large.
- Where the counter itself must end (:meth:`break_off`), a visit ends at once wherever it waits, but not while a paper comes out.
- A touch of another visit, or on a screen that is no longer there, is dropped; of a flood only the first ``WAITING`` are kept.
"""
from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any, Literal, TypeVar

from catalogue.flow import Flow
from catalogue.trouble import PARTS, Trouble
from catalogue.words import Words
from kiosk.config import Kiosk
from kiosk.frame import CODED, EAR, FRAME, VOICE
from kiosk.ui.door import Button, DoorClosed, Drawn, EngineEnd, Item, Preview, Touch, View

T = TypeVar("T")
Build = Callable[[], View]
SLOWER = 2
"""With priority the idle question comes after so many times ``limits.idle_s``, never sooner."""
WAITING = 32
"""So many touches may wait for the engine: more than fast typing, less than a flood."""


class Back(Exception):
    """The citizen pressed back."""


class Over(Exception):
    """The visit ends now: ``outcome`` as in wire.messages.Outcome, ``code`` why."""

    def __init__(self, outcome: str, code: str = "") -> None:
        super().__init__(outcome, code)
        self.outcome, self.code = outcome, code


class Conversation:
    """One citizen's screen, seen from the engine."""

    def __init__(self, door: EngineEnd, words: Words, config: Kiosk, visit: str, lang: str) -> None:
        self._door, self._words, self._config = door, words, config
        self.visit, self.lang, self.phone = visit, lang, config.site.phone
        self.trail: tuple[str, ...] = ()  # msgids of the step names
        self.at, self.agency = -1, ""
        self.name_agency: Callable[[str], str] = lambda agency: ""
        self.name_step: Callable[[str], str] = lambda step: self.word(f"trail.{step}")
        self.moved: Callable[[View], None] = lambda view: None  # told of every screen shown
        self._touches: asyncio.Queue[Touch] = asyncio.Queue(WAITING)
        self._shown: View | None = None
        self._rooms: tuple[str, ...] = ()  # of the frame, each entered once however often it is pressed
        self._heard = time.monotonic()
        self._listener = asyncio.create_task(self._listen())
        self.may_go_back, self.leaving, self.unbroken = True, False, False  # who leaves finds no way home; unbroken: a paper comes out
        self._end: Callable[[], Over] | None = None
        self.aloud: Literal["", "once", "on"] = ""  # of the next screen only
        self.help: Callable[[View, bool], Awaitable[None]] | None = None  # opened over a screen, which may be one that rests
        self.priority, self.human_s = False, 0.0  # the latter: time spent waiting for the citizen, not for us

    def word(self, key: str, **values: object) -> str:
        """A shared word in the language of the moment."""
        return self._words.text(self.lang, key, **values)

    def knows(self, key: str) -> bool:
        """Whether there are words for a key that came from outside."""
        return self._words.has(self.lang, key)

    def words(self, key: str, **values: object) -> dict[str, str]:
        """Heading, body and spoken form of a screen; body and spoken form may be missing in the words."""
        return {"heading": self.word(f"{key}.heading", **values)} | {
            part: self.word(f"{key}.{part}", **values) for part in ("body", "say") if self._words.has(self.lang, f"{key}.{part}")
        }

    def told(self, code: Trouble, **values: object) -> dict[str, Any]:
        """A trouble for a screen: heading (what happened), body (what can be done), the code for a helper."""
        heading, body = (self.word(f"error.{code}.{part}", **values) for part in PARTS)
        return {"heading": heading, "body": body, "code": code}

    def noted(self, code: Trouble, **values: object) -> dict[str, Any]:
        """A trouble as a note on a screen that goes on as it was."""
        return {"note": "\n".join(self.word(f"error.{code}.{part}", **values) for part in PARTS), "code": code}

    def flow_words(self, flow: Flow, step: str, key: str, **values: object) -> dict[str, str]:
        """The same, where the flow may speak for itself under ``<step>.heading`` and so on."""
        return self.words(key, **values) | {
            part: flow.text(self.lang, f"{step}.{part}").format_map(values)
            for part in ("heading", "body", "say") if flow.text(self.lang, f"{step}.{part}")
        }

    def view(self, screen: str, **parts: Any) -> View:
        """A screen with the frame, the progress line and the accent of this visit; ``code`` is a :class:`Trouble`.

        Raises ``ValueError`` for a code that is not in the table, and for a screen of ``CODED`` without one.
        """
        if code := parts.get("code", ""):
            parts["code"] = self.word("error.code", code=Trouble(code))
        elif screen in CODED:
            raise ValueError(f"the screen '{screen}' needs the code of a trouble")
        frame = {name: self.word(f"frame.{name}") for name in (*FRAME, *VOICE) if name != "home" or not self.leaving}
        if self.agency:
            frame["agency"] = self.name_agency(self.agency)
        if self.may_go_back:
            frame["back"] = self.word("frame.back")
        ear = {name: self.word(f"ear.{name}", n="{n}", all="{all}") for name in EAR}
        return View(**{
            "visit": self.visit, "screen": screen, "lang": self.lang, "agency": self.agency, "frame": frame, "ear": ear,
            "trail": tuple(self.name_step(step) for step in self.trail), "at": self.at, "ease": self.priority, **parts,
        })

    def button(self, name: str, role: str = "secondary", key: str = "") -> Button:
        """A button with its shared word."""
        return Button(name=name, text=self.word(key or f"button.{name}"), role=role)  # type: ignore[arg-type]  # checked by the model

    async def tell(self, view: View) -> None:
        """Show a screen without waiting. Another question than before: touches meant for the old one are dropped."""
        self.moved(view)
        number = self._shown.number if self._shown is not None else 0
        if self._shown is None or not view.asks_like(self._shown):
            number += 1
            while not self._touches.empty():
                self._touches.get_nowait()
                self._heard = time.monotonic()
        self._shown = view.but(number=number, aloud=self.aloud or view.aloud)
        self.aloud = ""
        await self._door.say(self._shown)

    async def show_preview(self, picture: Preview) -> None:
        """Show what a camera sees."""
        await self._door.say(picture)

    async def ask(self, build: Build, until: "asyncio.Task[T] | None" = None, rest: bool = False) -> "Touch | T":
        """Show a screen until a touch it offers arrives, or ``until`` is done: its result. Raises ``Back``, ``Over``, ``DoorClosed``."""
        await self.tell(build())
        while True:
            touch = await self._next(until, rest, build)
            if until is not None and touch is None:
                return until.result()
            assert touch is not None
            if touch.name == "stir":
                continue
            if touch.name != "frame":
                return touch
            await self._framed(touch.value, build, rest)
            await self.tell(build())

    async def next_touch(self) -> Touch:
        """The next sign of life of any kind, on a screen that was already told; a language chip sets the language."""
        touch = await self._touches.get()
        if touch.name == "frame" and touch.value.removeprefix("language:") in self._config.site.languages:
            self.lang = touch.value.removeprefix("language:")
        self._heard = time.monotonic()
        return touch

    async def pause(self, build: Build, seconds: float, answers: bool = True) -> Touch | None:
        """Show a screen for a while; a touch ends it early where ``answers``."""
        sleeper = asyncio.create_task(asyncio.sleep(seconds))
        try:
            while True:
                touch = await self.ask(build, until=sleeper, rest=True)
                if touch is None or answers:
                    return touch
        finally:
            sleeper.cancel()

    async def during(self, build: Build, work: Coroutine[Any, Any, T]) -> T:
        """Show a screen while some work runs; touches on it are ignored, frame and language work."""
        task = asyncio.create_task(work)
        try:
            while isinstance(got := await self.ask(build, until=task, rest=True), Touch):
                pass
            return got
        finally:
            await end(task)

    def break_off(self, over: Callable[[], Over]) -> None:
        """The visit ends with what ``over`` says as soon as it may be broken off."""
        self._end = over
        if not self._touches.full():
            self._touches.put_nowait(Touch(visit=self.visit, number=0, name="stir"))  # whoever waits looks up

    async def close(self) -> None:
        """Stop listening; the door stays open for the last words."""
        await end(self._listener)

    async def _listen(self) -> None:
        while True:
            said = await self._door.hear()
            if isinstance(said, Drawn) or said.visit != self.visit or self._shown is None or self._touches.full():
                continue
            if said.number != self._shown.number:
                said = Touch(visit=said.visit, number=self._shown.number, name="stir")  # somebody is there, but has not seen this screen
            self._touches.put_nowait(said)

    async def _next(self, until: "asyncio.Task[Any] | None", rest: bool, build: Build) -> Touch | None:
        """The next touch, or None when ``until`` is done; asks 'are you there?' in between."""
        began = time.monotonic()
        try:
            return await self._next_of(until, rest, build)
        finally:
            if not rest:
                self.human_s += time.monotonic() - began

    async def _next_of(self, until: "asyncio.Task[Any] | None", rest: bool, build: Build) -> Touch | None:
        while True:
            if until is not None and until.done():
                return None
            if self._end is not None and not self.leaving and not self.unbroken:
                raise self._end()
            touch = asyncio.create_task(self._touches.get())
            patience = None if rest else max(0.05, self.patience_s - (time.monotonic() - self._heard))
            waited: set[asyncio.Task[Any]] = {touch, self._listener} | ({until} if until is not None else set())
            done, _ = await asyncio.wait(waited, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
            if touch in done:
                self._heard = time.monotonic()
                return touch.result()
            await end(touch)
            if self._listener in done:
                raise DoorClosed("the screen is gone") from self._listener.exception()
            if until is not None and until in done:
                self._heard = time.monotonic()
                return None
            await self._are_you_there(build)
            await self.tell(build())

    @property
    def patience_s(self) -> float:
        """Seconds without a touch after which the counter asks whether anybody is there."""
        return self._config.limits.idle_s * (SLOWER if self.priority else 1)

    async def _are_you_there(self, build: Build) -> None:
        for left in range(self._config.limits.idle_answer_s, 0, -1):
            self.aloud = "once" if left == self._config.limits.idle_answer_s else ""
            await self.tell(self.view("idle", **self.words("idle", s=left), countdown_s=left, picture="waiting",
                                      buttons=(self.button("stay", "primary"), self.button("end", "danger"))))
            with suppress(TimeoutError):
                touch = await asyncio.wait_for(self._touches.get(), 1)
                self._heard = time.monotonic()
                if touch.name == "end":
                    raise Over("abandoned", "ended")
                if touch.name == "frame":
                    await self._framed(touch.value, build, False)
                return
        raise Over("abandoned", "idle")

    async def _framed(self, value: str, build: Build, rest: bool) -> None:
        """Do what a button of the fixed frame asks, over the screen of ``build``. Raises ``Back``, ``Over``."""
        if (tag := value.removeprefix("language:")) in self._config.site.languages:
            self.lang = tag
        elif value == "back" and self.may_go_back:
            raise Back
        elif value in self._rooms[:-1]:
            raise Back  # it waits below this one
        elif value not in self._rooms:
            rooms, self._rooms = self._rooms, (*self._rooms, value)
            try:
                await self._enter(value, build, rest)
            finally:
                self._rooms = rooms

    async def _enter(self, room: str, build: Build, rest: bool) -> None:
        """A room of the frame, left by back or by what is chosen there. Raises ``Over``."""
        with suppress(Back):
            if room == "language":
                await self._choose_language()
            elif room == "help" and self.help is not None:
                await self.help(build(), rest)
            elif room == "home" and not self.leaving:
                touch = await self.ask(lambda: self.view("leave", **self.words("leave"), picture="warning", buttons=(
                    self.button("stay", "primary"), self.button("end", "danger"))))
                if isinstance(touch, Touch) and touch.name == "end":
                    raise Over("abandoned", "home")

    async def _choose_language(self) -> None:
        """The languages as a screen of their own, for counters that speak more than the frame has room for."""
        languages = self._config.site.languages
        def page() -> View:
            items = tuple(Item(key=tag, text=self._words.text(tag, "language.name"), chosen=tag == self.lang) for tag in languages)
            return self.view("language", heading="　".join(self._words.text(tag, "language.heading") for tag in languages), items=items)

        touch = await self.ask(page)
        if isinstance(touch, Touch) and touch.value in languages:
            self.lang = touch.value


async def end(task: "asyncio.Task[Any]") -> None:
    """Cancel a task and wait until it is gone; what it had to say is not of interest."""
    task.cancel()
    with suppress(asyncio.CancelledError, Exception):
        await task
