"""The named peer of the screens: Chromium in kiosk mode, on a display like the counter's, showing a static page from loopback."""
from __future__ import annotations

import http.server
import os
import subprocess
import tempfile
import threading
import time

from bench.measurement import NotMeasured
from rehearsal.clerk import CHROMIUM, QUIET
from rehearsal.screen import VirtualScreen

PATIENCE_S = 40.0
NAME = "Chromium, kiosk mode, a static page of the same words"
_WORD = b'<script>addEventListener("load",()=>requestAnimationFrame(()=>requestAnimationFrame(()=>fetch("/painted"))))</script>'
ATTRACT = """<!doctype html><meta charset=utf-8><body style="margin:0;background:#faf6ef;font:64px sans-serif">
<h1>證明文件，現在就能領</h1><p>碰一下螢幕，約 5 分鐘完成。</p><p>房屋稅籍證明</p>
<p>全國財產稅總歸戶財產查詢清單</p><p>領取已申辦的文件</p>"""


class _Pages(http.server.ThreadingHTTPServer):
    """Serves one page and notes when it says that its second frame after load came."""

    daemon_threads = True

    def __init__(self, page: str) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.page, self.painted = page.encode() + _WORD, threading.Event()


class _Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """The page, or the word that it was painted."""
        assert isinstance(self.server, _Pages)
        if self.path == "/painted":
            self.server.painted.set()
        self.send_response(200)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.server.page)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Browser:
    """One start of it, with a fresh profile; ``start_s`` from the start of the program until it painted."""

    def __init__(self, screen: VirtualScreen, page: str = ATTRACT) -> None:
        self._screen, self._pages = screen, _Pages(page)
        self.start_s = 0.0

    def __enter__(self) -> "Browser":
        threading.Thread(target=self._pages.serve_forever, daemon=True).start()
        self._profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        flags = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        flags += [f"--user-data-dir={self._profile.name}", "--window-size=1080,1920"]
        began = time.monotonic()
        self._process = subprocess.Popen([CHROMIUM, "--kiosk", *flags, f"http://127.0.0.1:{self._pages.server_port}/"],
                                         env=self._screen.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if not self._pages.painted.wait(PATIENCE_S):
            self.__exit__()
            raise NotMeasured("Chromium did not paint within its time")
        self.start_s = time.monotonic() - began
        return self

    @property
    def pid(self) -> int:
        """The first of its processes."""
        return self._process.pid

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(20)
        self._pages.shutdown()
        self._pages.server_close()
        self._profile.cleanup()
