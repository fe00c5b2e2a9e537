"""From starting the counter to the attract screen drawn: Kivy, engine, devices, words, against a browser and a static page.

Ours: ``python -m kiosk counter`` of a simulated site with its bureau running, until the screen's tree says that attract
was drawn. Peer: Chromium in kiosk mode on a page of the same words from loopback, until its second animation frame after
load reported back. Each on a fresh Xvfb 1080 × 1920, software rendering, caches of the file system warm after round one.
"""
from __future__ import annotations

import http.server
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from bench.measurement import Measurement, NotMeasured, interleave
from rehearsal.clerk import CHROMIUM, QUIET
from rehearsal.headless import Rehearsal
from rehearsal.screen import VirtualScreen

PATIENCE_S = 40.0
PEER = "Chromium, kiosk mode, a static page of the same words"
PAGE = """<!doctype html><meta charset=utf-8><body style="margin:0;background:#faf6ef;font:64px sans-serif">
<h1>證明文件，現在就能領</h1><p>碰一下螢幕，約 5 分鐘完成。</p><p>房屋稅籍證明</p><p>全國財產稅總歸戶財產查詢清單</p><p>領取已申辦的文件</p>
<script>addEventListener("load",()=>requestAnimationFrame(()=>requestAnimationFrame(()=>fetch("/painted"))))</script>"""


class Painted(http.server.BaseHTTPRequestHandler):
    """Serves the page and notes when it says that it was painted."""

    def do_GET(self) -> None:
        """The page, or the word that it was painted."""
        if self.path == "/painted":
            self.server.painted.set()  # type: ignore[attr-defined]  # given below
        self.send_response(200)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def browser() -> float:
    """Seconds until Chromium painted the page."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Painted)
    server.painted = threading.Event()  # type: ignore[attr-defined]  # what Painted sets
    threading.Thread(target=server.serve_forever, daemon=True).start()
    flags = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with VirtualScreen() as screen, tempfile.TemporaryDirectory() as profile:
        began = time.monotonic()
        process = subprocess.Popen(
            [CHROMIUM, "--kiosk", *flags, f"--user-data-dir={profile}", "--window-size=1080,1920", f"http://127.0.0.1:{server.server_port}/"],
            env=screen.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            if not server.painted.wait(PATIENCE_S):  # type: ignore[attr-defined]  # given above
                raise NotMeasured("Chromium did not paint within its time")
            return time.monotonic() - began
        finally:
            process.terminate()
            process.wait(20)
            server.shutdown()
            server.server_close()


def counter(rehearsal: Rehearsal) -> float:
    """Seconds until the counter drew attract, its bureau running already."""
    premises, glass = rehearsal.premises, rehearsal.glass()
    assert premises is not None
    premises.counter.stop()
    began = time.monotonic()
    premises.counter.start()
    while time.monotonic() - began < PATIENCE_S:
        sight = glass.look()
        if sight is not None and sight.screen == "attract" and sight.offers:
            return time.monotonic() - began
        time.sleep(0.01)
    raise NotMeasured("the counter did not show attract within its time")


def measure(rounds: int) -> Iterator[Measurement]:
    """Take turns."""
    with tempfile.TemporaryDirectory() as folder:
        rehearsal = Rehearsal(Path(folder) / "site", "simulated", Path(folder) / "log")
        rehearsal.start()
        try:
            rehearsal.until_open()
            yield Measurement("s", PEER, interleave(rounds, lambda: counter(rehearsal), browser))
        finally:
            rehearsal.stop()
