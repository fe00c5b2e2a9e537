"""The whole house on one machine: gateway, desk, uplink and counter as the field starts them, restarted as systemd would.

Every process has the arguments it has in the field except for its ``--config`` path. Their output goes to
``log/<name>.log``; nothing personal is ever in it.
"""
from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESTART_S = 0.5
"""As ``RestartSec`` in systemd/*.service."""


class Kept:
    """One process that is started again whenever it ends, until it is stopped."""

    def __init__(self, name: str, argv: list[str], log: Path, environment: Mapping[str, str]) -> None:
        self.name, self._argv, self.log = name, argv, log / f"{name}.log"
        self._environment = dict(environment)
        self._wanted = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self.starts = 0

    def start(self) -> None:
        """Start it and keep it."""
        self._wanted.set()
        self._spawn()
        threading.Thread(target=self._keep, name=f"keep-{self.name}", daemon=True).start()

    def _spawn(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._child = subprocess.Popen(self._argv, cwd=ROOT, env=self._environment, stdin=subprocess.DEVNULL, stdout=log,
                                           stderr=subprocess.STDOUT, start_new_session=True)
        self.starts += 1

    def _keep(self) -> None:
        while self._wanted.is_set():
            child = self._child
            assert child is not None
            child.wait()
            if self._wanted.is_set():
                time.sleep(RESTART_S)
            if self._wanted.is_set():
                self._spawn()

    @property
    def running(self) -> bool:
        """Whether it is to run."""
        return self._wanted.is_set()

    @property
    def pid(self) -> int:
        """Process id of the present incarnation."""
        assert self._child is not None
        return self._child.pid

    def kill(self) -> None:
        """``kill -9`` the process and all its children, as a crash of the machine's part; it comes back by itself."""
        os.killpg(self.pid, signal.SIGKILL)

    def stop(self, patience_s: float = 10.0) -> None:
        """End it for good: SIGTERM, then SIGKILL."""
        self._wanted.clear()
        if self._child is None:
            return
        self._child.terminate()
        try:
            self._child.wait(patience_s)
        except subprocess.TimeoutExpired:
            self.kill()
            self._child.wait()


class Premises:
    """Bureau and box of one enrolled site directory."""

    def __init__(self, site: Path, log: Path, environment: Mapping[str, str] | None = None, box: Mapping[str, str] | None = None) -> None:
        """``environment`` is what all get beside ours, ``box`` what uplink and counter get."""
        everything = {**os.environ, **(environment or {})}
        kiosk, bureau = site / "kiosk.toml", site / "bureau.toml"

        def kept(name: str, package: str, verb: str, config: Path) -> Kept:
            own = box or {} if package == "kiosk" else {}
            return Kept(name, [sys.executable, "-m", package, verb, "--config", str(config)], log, {**everything, **own})

        self.gateway = kept("gateway", "bureau", "gateway", bureau)
        self.desk = kept("desk", "bureau", "desk", bureau)
        self.uplink = kept("uplink", "kiosk", "uplink", kiosk)
        self.counter = kept("counter", "kiosk", "counter", kiosk)
        self._all = (self.gateway, self.desk, self.uplink, self.counter)

    def start(self) -> None:
        """Start all four."""
        for each in self._all:
            each.start()

    def stop(self) -> None:
        """Stop all four, the counter first."""
        for each in reversed(self._all):
            each.stop()
