"""The counter: keeps one screen and the engines alive.

One engine serves one visit and ends with it. Everything that all visits have in common (code, flows, words) is loaded
here once; an engine is a fork of this process, so the next one is ready the moment it is needed and costs next to no
memory. The counter itself holds nothing of any citizen: it starts processes and looks at how they end.

Whichever child gives no sign of life any more is ended and replaced; to systemd the counter gives its own (:mod:`kiosk.watch.life`).

The screen is started before anything else, because it takes longest; both get ready side by side.

The engines find out by themselves, from the journal, what their predecessor left behind.
"""
from __future__ import annotations

import gc
import os
import signal
import sys
import time
import traceback
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sdnotify import SystemdNotifier

from kiosk.lifeline import ANEW, called, tie_to_parent
from kiosk.watch.life import BEAT_S, STUCK_S, file_of, silent_s

# freed memory of the long-lived screen is overwritten by the C library itself (mallopt(3) M_PERTURB);
# the per-thread cache would keep small pieces unscathed, Python's own allocator likewise. Pictures of a megabyte and more
# are given back to the kernel at once, however many there were: else the heap stays as high as it ever was.
FORGETFUL = {
    "PYTHONMALLOC": "malloc", "MALLOC_PERTURB_": "165", "GLIBC_TUNABLES": "glibc.malloc.tcache_count=0:glibc.malloc.mmap_threshold=1048576",
}
HASTY_S = 2.0
"""A child that ended in less was not well: it is replaced only after as long again."""
APART_S = 2.5
"""From the first engine on, until the rest is loaded: it and the screen want the processor first."""
END_S = 5.0
AWAITED = {signal.SIGCHLD, signal.SIGTERM, signal.SIGINT}


class Counter:
    """Starts screen and engines and replaces whichever ends."""

    def __init__(self, config_file: Path) -> None:
        self._file, self._boot = config_file, str(uuid.uuid4())
        self._before = signal.pthread_sigmask(signal.SIG_BLOCK, AWAITED)
        self._started: dict[int, tuple[str, float]] = {}
        self._due: dict[str, float] = {}
        self._anew = False
        self._systemd = SystemdNotifier()  # silent where nobody asked for it
        if self._systemd.socket is not None:
            self._systemd.socket.setblocking(False)  # whoever does not listen shall not hold the counter up

    def screen(self) -> None:
        """Start the screen; it reads ``kiosk.toml`` itself."""
        argv = [sys.executable, "-m", "kiosk", "screen", "--config", str(self._file), "--parent", str(os.getpid())]
        child = os.posix_spawn(sys.executable, argv, {**os.environ, **FORGETFUL}, setsigmask=self._before)
        self._started[child] = ("screen", time.monotonic())

    def serve(self, run: Path, engine: Callable[[str], int], rest: Callable[[], None]) -> None:
        """Keep both alive until SIGTERM or SIGINT, or until an engine says that all is to start anew; then end them.

        ``run``: where they leave their signs of life.
        ``rest`` loads what an engine needs only once a citizen is there.
        """
        starts: dict[str, Callable[[], None]] = {"screen": self.screen, "engine": lambda: self._fork(engine)}
        self._due["engine"] = 0.0
        rest_at = time.monotonic() + APART_S
        while True:
            for name in [name for name, when in self._due.items() if when <= time.monotonic()]:
                del self._due[name]
                starts[name]()
            if rest is not _nothing and time.monotonic() >= rest_at:
                rest()
                rest = _nothing
            self._systemd.notify("READY=1\nWATCHDOG=1")
            waits = [time.monotonic() + BEAT_S, *self._due.values(), *([rest_at] if rest is not _nothing else [])]
            came = signal.sigtimedwait(AWAITED, max(0.0, min(waits) - time.monotonic()))
            self._look()
            self._end_stuck(run)
            if self._anew or (came is not None and came.si_signo in (signal.SIGTERM, signal.SIGINT)):
                return

    def end(self) -> None:
        """End the children, in a few seconds at most."""
        for signal_, patience_s in ((signal.SIGTERM, END_S), (signal.SIGKILL, END_S)):
            for child in self._started:
                os.kill(child, signal_)
            until = time.monotonic() + patience_s
            while self._started and (left := until - time.monotonic()) > 0:
                signal.sigtimedwait({signal.SIGCHLD}, left)
                self._look()

    def _fork(self, engine: Callable[[str], int]) -> None:
        """An engine: this process again, under another name, which ends when its visit does."""
        parent = os.getpid()
        gc.freeze()  # the collector shall not write into pages that both share
        child = os.fork()
        if child:
            self._started[child] = ("engine", time.monotonic())
            return
        status = 1
        try:
            tie_to_parent(parent)
            called("visit")
            signal.pthread_sigmask(signal.SIG_SETMASK, self._before)
            status = engine(self._boot)
        except BaseException:  # nothing may get past here: above stand the counter's own frames
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)

    def _end_stuck(self, run: Path) -> None:
        """End whichever child has been silent for too long: it is replaced like one that crashed."""
        for child, (name, started) in self._started.items():
            if silent_s(file_of(run, name), started) > STUCK_S:
                print(f"counter: no sign of life of the {name} for {STUCK_S:.0f} s; it is ended", file=sys.stderr, flush=True)
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)

    def _look(self) -> None:
        """Take leave of the children that ended, and note when their successors are due."""
        while self._started:
            child, status = os.waitpid(-1, os.WNOHANG)
            if not child:
                return
            name, started = self._started.pop(child)
            self._anew = self._anew or os.waitstatus_to_exitcode(status) == ANEW
            hasty = status and time.monotonic() - started < HASTY_S
            self._due[name] = time.monotonic() + (HASTY_S if hasty else 0.0)


def _nothing() -> None:
    """There is no rest any more."""


def main(config_file: Path, make: type[Counter] = Counter) -> int:
    """Run the counter in the foreground; 2 for a fault in ``kiosk.toml``, flows or words, said with file and line."""
    counter = make(config_file)
    counter.screen()
    gc.disable()  # nothing that is loaded now is ever garbage
    try:
        from catalogue.lines import FileErrors
        from kiosk.config import NotForLive, load

        try:
            config = load(config_file)
            from kiosk import engine

            common = engine.common(config)
        except (FileErrors, NotForLive, OSError) as error:
            print(error, file=sys.stderr)
            return 2
        gc.enable()
        config.site.run.mkdir(parents=True, exist_ok=True)
        counter.serve(config.site.run, lambda boot: engine.serve(common, boot), lambda: engine.rest(common))
        return 0
    finally:
        counter.end()
