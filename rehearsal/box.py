"""A counter without its window: the real engines, gateway, desk and uplink, with a doorway where the screen would be.

Engines are started as :mod:`kiosk.counter` starts them, one after the other; what a scripted citizen
sees and does goes through the real door.
"""
from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bureau.config import load as bureau_of
from kiosk.config import load
from kiosk.ui.door import SOCKET
from provisioning.bureau import revoke
from rehearsal.citizen import Citizen
from rehearsal.glass import Doorway
from rehearsal.line import wait_until
from rehearsal.parts import Hands, RealHands, SimulatedHands
from rehearsal.premises import ROOT, Premises
from rehearsal.printers import answers
from rehearsal.rows import read_rows
from rehearsal.site import enrol

OPEN_S = 40.0


class Engines:
    """Engines one after the other, each told to go by a line on its standard input; a killed one is followed by the next."""

    def __init__(self, config: Path, log: Path, environment: Mapping[str, str]) -> None:
        self._environment = {**os.environ, **environment}
        self._argv = [sys.executable, "-m", "kiosk", "visit", "--config", str(config)]
        self._log = log / "engine.log"
        self._wanted = threading.Event()
        self._boot = str(uuid.uuid4())
        self.child: subprocess.Popen[bytes] | None = None
        self.codes: list[int] = []

    def start(self) -> None:
        """Start the first and keep them coming."""
        self._wanted.set()
        threading.Thread(target=self._keep, name="engines", daemon=True).start()

    def _keep(self) -> None:
        while self._wanted.is_set():
            with self._log.open("ab") as log:
                self.child = subprocess.Popen(self._argv, cwd=ROOT, env=self._environment, stdin=subprocess.PIPE, stdout=log,
                                              stderr=subprocess.STDOUT)
            assert self.child.stdin is not None
            self.child.stdin.write(f"{self._boot}\n".encode())
            self.child.stdin.flush()
            self.codes.append(self.child.wait())
            if self.codes[-1]:
                time.sleep(0.2)

    @property
    def pid(self) -> int:
        """The engine in office; 0 before the first."""
        return self.child.pid if self.child is not None else 0

    def kill(self) -> None:
        """``kill -9`` the engine in office; its face matcher ends with it."""
        if self.child is not None:
            self.child.send_signal(signal.SIGKILL)

    def stop(self) -> None:
        """End the one in office and start no other."""
        self._wanted.clear()
        if self.child is not None and self.child.poll() is None:
            self.child.terminate()
            self.child.wait(10)


class Box:
    """One enrolled site with bureau, uplink, engines and hands; a context manager. ``log`` holds every process's words.

    ``environment`` is what uplink and engines get beside ours.
    """

    def __init__(self, site: Path, parts: str = "simulated", wait_s: int = 180, environment: Mapping[str, str] | None = None) -> None:
        enrol(site, parts=parts, wait_s=wait_s)
        self.site = site
        self.config = load(site / "kiosk.toml")
        self.log = site / "log"
        self.log.mkdir(exist_ok=True)
        self.hands: Hands = RealHands(site) if parts == "real" else SimulatedHands(site)
        self.premises = Premises(site, self.log, box=environment)
        self.engines = Engines(site / "kiosk.toml", self.log, environment or {})
        self.doorway: Doorway | None = None

    def __enter__(self) -> "Box":
        self.hands.start()
        self.config.site.run.mkdir(parents=True, exist_ok=True)
        (self.config.site.run / SOCKET).unlink(missing_ok=True)
        for each in (self.premises.gateway, self.premises.desk, self.premises.uplink):
            each.start()
        self.doorway = Doorway(self.config.site.run)
        self.engines.start()
        self.until("attract")
        return self

    def __exit__(self, *_: object) -> None:
        self.engines.stop()
        self.premises.stop()
        self.hands.stop()

    def until(self, *screens: str, patience_s: float = OPEN_S) -> str:
        """Wait until one of these screens stands; returns its name. Raises ``TimeoutError``."""
        assert self.doorway is not None
        end = time.monotonic() + patience_s
        while time.monotonic() < end:
            sight = self.doorway.look()
            if sight is not None and sight.screen in screens:
                return sight.screen
            time.sleep(0.03)
        raise TimeoutError(f"none of {screens} within {patience_s:.0f} s; there stands {self.doorway.look()}; see {self.log}")

    def until_served(self, patience_s: float = OPEN_S) -> None:
        """Wait until gateway and desk answer their doors again, as after a kill. Raises ``TimeoutError``."""
        bureau = bureau_of(self.site / "bureau.toml")
        for port in (bureau.gateway.port, bureau.desk.port):
            wait_until(partial(answers, port), patience_s)

    def citizen(self, **who: object) -> Citizen:
        """Somebody who comes to this counter."""
        assert self.doorway is not None
        return Citizen(self.doorway, self.hands, **who)  # type: ignore[arg-type]  # the fields of Citizen

    @contextmanager
    def stale_list(self) -> Iterator[None]:
        """The bureau's list of revoked certificates is two days old: certificates count one level less."""
        held = self.site / "bureau" / "trust" / "revocation"
        away = held.rename(held.with_suffix(".away"))
        try:
            revoke(self.site / "bureau", (), issued_at=datetime.now(UTC) - timedelta(hours=49))
            yield
        finally:
            shutil.rmtree(held)
            away.rename(held)

    def rows(self, sql: str, *values: str) -> list[tuple[Any, ...]]:
        """Look into the bureau's database."""
        return read_rows(self.site / "bureau" / "bureau.db", sql, *values)

    def journal(self, sql: str, *values: str) -> list[tuple[Any, ...]]:
        """Look into the counter's journal."""
        return read_rows(self.config.site.state / "journal.db", sql, *values)

    def outcome(self, visit: str) -> str | None:
        """What the journal says of a visit's end."""
        rows = self.journal("SELECT outcome FROM visit WHERE visit = ?", visit)
        return str(rows[0][0]) if rows else None
