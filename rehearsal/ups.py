"""A UPS of Network UPS Tools' dummy driver behind the real daemon, in a folder of its own."""
from __future__ import annotations

import os
import shutil
import socket
import subprocess
from pathlib import Path

from rehearsal.line import wait_until

DRIVER, DAEMON = Path("/lib/nut/dummy-ups"), Path("/lib/nut/upsd")
USER = "nut"


class Ups:
    """``kiosk``, on a port of its own. ``status`` sets its words (RFC 9271, 5.1); the driver looks at them every second."""

    def __init__(self, folder: Path) -> None:
        self._conf, self._run = folder / "conf", folder / "run"
        self._processes: list[subprocess.Popen[bytes]] = []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        for path in (self._conf, self._run):
            path.mkdir(parents=True, exist_ok=True)
        self._write("nut.conf", "MODE=standalone\n")
        self._write("ups.conf", f"pollinterval = 1\n[kiosk]\ndriver = dummy-ups\nport = {self._conf / 'kiosk.dev'}\nmode = dummy-loop\n")
        self._write("upsd.conf", f"LISTEN 127.0.0.1 {self.port}\n")
        self._write("upsd.users", "")
        self.status("OL")
        folder.chmod(0o755)

    def start(self) -> None:
        """Start driver and daemon; they answer when this returns."""
        environment = os.environ | {"NUT_CONFPATH": str(self._conf), "NUT_STATEPATH": str(self._run), "NUT_ALTPIDPATH": str(self._run)}
        for words in ((str(DRIVER), "-a", "kiosk", "-F", "-u", USER), (str(DAEMON), "-F", "-u", USER)):
            self._processes.append(subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        wait_until(self._answers, 20)

    def stop(self) -> None:
        """End both."""
        for one in self._processes:
            one.terminate()
            one.wait(10)
        self._processes.clear()

    def status(self, words: str) -> None:
        """What the UPS says of itself from now on."""
        fresh = self._write("kiosk.new", f"ups.status: {words}\nbattery.charge: 100\nTIMER 1\n")
        os.replace(fresh, self._conf / "kiosk.dev")

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1) as line:
                line.sendall(b"GET VAR kiosk ups.status\n")
                return line.recv(200).startswith(b"VAR")
        except OSError:
            return False

    def _write(self, name: str, text: str) -> Path:
        path = self._conf / name
        path.write_text(text)
        for one in (self._conf, self._run, path):
            shutil.chown(one, USER, USER)
        path.chmod(0o640)
        return path
