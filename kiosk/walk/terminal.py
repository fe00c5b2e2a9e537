"""The terminal as the screen of a visit: shows every view as text, takes lines as touches.

- A line waits for the view that wants one. What a script says is waited for too: a slow machine changes nothing.
- Whatever else asks at the same terminal (the bureau's part) is answered by the next line.
- A script that ends before the visit does ends the walk.
"""
from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from kiosk.ui.door import ScreenEnd, ToScreen, Touch, View
from kiosk.walk.sheet import NotOffered, Pressed, asks, offers, page, pressed, waits

SETTLE_S = 20.0
"""So long a line of a script waits for a view that understands it."""
REACT_S, NOTICED_S = 5.0, 1.0
"""So long the counter has to answer a touch, and to notice what hands did."""
Asked = tuple[str, Sequence[tuple[str, str]], "asyncio.Future[str]"]


class Lines:
    """Where lines come from: a script, what is piped in, or whoever sits there.

    Of a script and of a pipe empty lines and those that begin with ``# `` are left out, and ``enter`` is the empty line.
    """

    def __init__(self, script: Path | None) -> None:
        self.scripted = script is not None or not sys.stdin.isatty()
        told = script.read_text(encoding="utf-8") if script is not None else sys.stdin.read() if self.scripted else ""
        self._told = [line.strip() for line in told.splitlines() if line.strip() and not line.lstrip().startswith("# ")]

    async def next(self, prompt: str) -> str | None:
        """The next line, or None where there is none any more."""
        print(prompt, end="", flush=True)
        if self.scripted:
            line = self._told.pop(0) if self._told else None
            print(line if line is not None else "(no more lines)", flush=True)
            return "" if line == "enter" else line
        loop = asyncio.get_running_loop()
        typed: asyncio.Future[str] = loop.create_future()

        def read() -> None:
            line = sys.stdin.readline()
            with suppress(RuntimeError):  # the walk ended meanwhile
                loop.call_soon_threadsafe(typed.set_result, line)

        threading.Thread(target=read, daemon=True).start()  # a read that waits for ever must not hold up the end
        line = await typed
        return line.strip() if line else None


class Terminal:
    """One visit's screen. ``hands`` does what hands do (a word → whether it was one); ``run`` ends where the lines end."""

    def __init__(self, run: Path, lines: Lines, hands: Callable[[str], bool]) -> None:
        self._lines, self._hands, self._loop = lines, hands, asyncio.get_running_loop()
        self._door = ScreenEnd(run, self._listen, lambda: None)
        threading.Thread(target=self._door.serve, daemon=True).start()
        self._view: View | None = None
        self._news = asyncio.Event()
        self._printed, self._still = "", False
        self._asked: list[Asked] = []

    async def ask(self, question: str, answers: Sequence[tuple[str, str]]) -> str:
        """Ask whoever sits here something that no screen asks; the word of one of the answers (word, what it means)."""
        answer: asyncio.Future[str] = self._loop.create_future()
        self._asked.append((question, answers, answer))
        self._news.set()
        return await answer

    async def run(self) -> None:
        """Show and ask until there are no more lines."""
        while True:
            self._news.clear()
            if self._asked:
                going = await self._answer(*self._asked.pop(0))
            elif self._view is not None and waits(self._view):
                going = await self._act()
            else:
                await self._news.wait()
                continue
            if not going:
                return

    @property
    def screen(self) -> str:
        """The screen that stands there."""
        return self._view.screen if self._view is not None else "nothing yet"

    def _listen(self, said: ToScreen) -> None:
        with suppress(RuntimeError):  # said after the walk ended
            self._loop.call_soon_threadsafe(self._hear, said)

    def _hear(self, said: ToScreen) -> None:
        if isinstance(said, View):
            self._view = said
            self._show()
            self._news.set()

    def _show(self) -> None:
        if self._view is None or self._still:
            return
        text = page(self._view)
        if text != self._printed:
            print(f"\n{text}", flush=True)
            self._printed = text

    async def _answer(self, question: str, answers: Sequence[tuple[str, str]], answer: "asyncio.Future[str]") -> bool:
        words = [word for word, _ in answers]
        offered = "  ".join(f"{number} {word} ({means})" for number, (word, means) in enumerate(answers, 1))
        while True:
            line = await self._lines.next(f"\n{question}: {offered}\n  > ")
            if line is None:
                return False
            line = line or words[0]
            chosen = words[int(line) - 1] if line.isdigit() and 1 <= int(line) <= len(words) else line
            if chosen.split(" ")[0] in words:
                answer.set_result(chosen)
                await asyncio.sleep(0)
                return True
            print(f"  '{line}' is not one of {', '.join(words)}")

    async def _act(self) -> bool:
        """One line for the view that stands there; False where there is none."""
        assert self._view is not None
        self._show()
        line = await self._lines.next(asks(self._view))
        if line is None:
            return False
        if line not in [offer.word for offer in offers(self._view)] and self._hands(line):
            await self._heard(NOTICED_S)
            return True
        touches = await self._understood(line)
        if touches is None:
            print(f"  '{line}' is not offered here")
            return not self._lines.scripted
        self._still = True
        for name, value in touches:
            self._news.clear()
            self._door.say(Touch(visit=self._view.visit, number=self._view.number, name=name, value=value))
            await self._heard(REACT_S)
        self._still = False
        self._show()
        return True

    async def _understood(self, line: str) -> list[Pressed] | None:
        """The touches a line means; a script's line may be meant for a view that is just coming."""
        until = self._loop.time() + (SETTLE_S if self._lines.scripted else 0.0)
        while True:
            try:
                assert self._view is not None
                return pressed(self._view, line)
            except NotOffered:
                left = until - self._loop.time()
                if left <= 0:
                    return None
            await self._heard(left)

    async def _heard(self, seconds: float) -> None:
        """Wait for the next view, at most so long."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), seconds)
        self._news.clear()
