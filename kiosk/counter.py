"""The counter: keeps one screen and the engines alive.

One engine serves one visit and ends with it; its successor waits with all imports done. The
counter tells it to go when the one before has ended, and starts the next. It holds nothing of
any citizen: it only starts processes and looks at how they end.

The engines find out by themselves, from the journal, what their predecessor left behind.
"""
from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
import uuid
from pathlib import Path

from kiosk.config import Kiosk

# freed memory of the long-lived screen is overwritten by the C library itself (mallopt(3) M_PERTURB);
# the per-thread cache would keep small pieces unscathed, Python's own allocator likewise.
FORGETFUL = {"PYTHONMALLOC": "malloc", "MALLOC_PERTURB_": "165", "GLIBC_TUNABLES": "glibc.malloc.tcache_count=0"}
HASTY_S = 2.0
APART_S = 2.5


class Counter:
    """Starts screen and engines of one ``kiosk.toml`` and replaces whichever ends."""

    def __init__(self, config_file: Path, config: Kiosk) -> None:
        self._file, self._config = config_file, config
        self._boot = str(uuid.uuid4())
        self._children: set[asyncio.subprocess.Process] = set()

    async def run(self) -> None:
        """Serve until SIGTERM or SIGINT; then end the children and return."""
        self._config.site.run.mkdir(parents=True, exist_ok=True)
        over = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, over.set)
        loops = [asyncio.create_task(self._screens()), asyncio.create_task(self._engines())]
        ended = asyncio.create_task(over.wait())
        await asyncio.wait([*loops, ended], return_when=asyncio.FIRST_COMPLETED)
        for loop in loops:
            loop.cancel()
        for child in self._children:
            if child.returncode is None:
                child.terminate()
        await asyncio.gather(*(child.wait() for child in self._children))

    async def _start(self, verb: str, **environment: str) -> asyncio.subprocess.Process:
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "kiosk", verb, "--config", str(self._file), "--parent", str(os.getpid()),
            stdin=asyncio.subprocess.PIPE, env={**os.environ, **environment},
        )
        self._children.add(child)
        return child

    async def _over(self, child: asyncio.subprocess.Process, started: float) -> None:
        """Wait for its end; a child that ended at once is not restarted in a busy loop."""
        await child.wait()
        self._children.discard(child)
        if child.returncode and time.monotonic() - started < HASTY_S:
            await asyncio.sleep(HASTY_S)

    async def _screens(self) -> None:
        while True:
            started = time.monotonic()
            screen = await self._start("screen", KIVY_HOME=str(self._config.site.run / "kivy"), KIVY_NO_ARGS="1",
                                       KIVY_NO_FILELOG="1", KIVY_NO_CONSOLELOG="1", **FORGETFUL)
            await self._over(screen, started)

    async def _engines(self) -> None:
        successor = await self._start("visit")
        while True:
            engine, started = successor, time.monotonic()
            assert engine.stdin is not None
            try:
                engine.stdin.write(f"{self._boot}\n".encode())
                await engine.stdin.drain()
            except ConnectionError:
                pass  # it ended while waiting; _over sees to it
            # not at once: the one in office and the screen want the processor first
            await asyncio.wait({asyncio.create_task(engine.wait())}, timeout=APART_S)
            successor = await self._start("visit")
            await self._over(engine, started)


def main(config_file: Path, config: Kiosk) -> int:
    """Run the counter in the foreground."""
    asyncio.run(Counter(config_file, config).run())
    return 0
