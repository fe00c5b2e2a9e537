"""A scripted clerk in a real headless browser: signs in, opens who waits, compares, releases."""
from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]
SEEN = "[...document.querySelectorAll('figure img')].filter(img => img.naturalWidth > 0).length"
"""The pictures of a page that the browser could show."""


class NobodyWaits(Exception):
    """No case came within the clerk's patience."""


class Clerk:
    """One clerk at one desk. ``pictures`` gets a PNG of every page, in order; ``fact`` is what the clerk says was checked."""

    def __init__(self, site: Path, desk_log: Path, pictures: Path | None = None, fact: str = "mobile", refuse: str = "") -> None:
        self._root, self._log, self._pictures = site / "bureau" / "pki" / "root.pem", desk_log, pictures
        self._fact, self._refuse = fact, refuse
        self._taken = 0
        self.saw = 0
        """So many pictures stood on the page of the last case that was decided."""

    def release_waiting(self, patience_s: float = 120.0) -> None:
        """Sign in, wait for somebody at a counter, decide. Raises ``NobodyWaits``."""
        with self._signed_in() as page:
            waiting = page.locator("a.now").first
            try:
                waiting.wait_for(timeout=patience_s * 1000)
            except Exception as error:
                raise NobodyWaits(f"nobody waited at a counter within {patience_s:.0f} s") from error
            self._picture(page, "queue")
            waiting.click()
            self._collect(page) if "/collect/" in page.url else self._case(page)

    def approve(self, cases: Iterable[str]) -> list[int]:
        """Take each of these cases (their ids) and decide it as asked for; how many photographed papers each of them showed."""
        shown = []
        with self._signed_in() as page:
            home = page.url
            for case in cases:
                page.goto(urljoin(home, f"/case/{case}"))
                self._picture(page, "case")
                shown.append(page.evaluate(SEEN))
                page.get_by_role("button", name="接案").click()
                self._picture(page, "taken")
                page.locator('form[action$="/release"] button').click()
                page.get_by_role("link", name="回案件清單").wait_for()
                self._picture(page, "decided")
        return shown

    def look_up(self, number: str) -> None:
        """Open the case that has to be looked up in its register; say under which number it is there, or '' that it is not."""
        with self._signed_in() as page:
            page.locator("a.row", has_text="登錄待查").first.click()
            page.locator("input[name=number]").fill(number)
            self._picture(page, "look-up")
            page.get_by_role("button", name=re.compile("已登錄" if number else "沒有登錄")).click()
            page.locator("h1").wait_for()
            self._picture(page, "looked-up")

    @contextmanager
    def _signed_in(self) -> Iterator[Page]:
        """The queue, in a browser of its own. Raises ``NobodyWaits``."""
        with sync_playwright() as play:
            flags = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
            browser = play.chromium.launch(executable_path=CHROMIUM, headless=True, args=flags)
            try:
                # the bureau's root is not in the browser's store; the tests of the check page verify the chain
                page = browser.new_context(ignore_https_errors=True, viewport={"width": 1280, "height": 960}, locale="zh-TW").new_page()
                page.goto(self.invitation())
                self._picture(page, "queue")
                yield page
            finally:
                browser.close()

    def invitation(self, patience_s: float = 30.0) -> str:
        """The newest one-time sign-in address that the desk printed. Raises ``NobodyWaits``."""
        until = time.monotonic() + patience_s
        while time.monotonic() < until:
            found = re.findall(r"https://\S+/sign-in\?code=\S+", self._log.read_text(errors="replace")) if self._log.exists() else []
            if found:
                return str(found[-1])
            time.sleep(0.2)
        raise NobodyWaits(f"the desk printed no sign-in address to {self._log}")

    def _case(self, page: Page) -> None:
        self._picture(page, "case")
        self.saw = page.evaluate(SEEN)
        page.get_by_role("button", name="接案").click()
        if self._refuse:
            page.locator(f"input[name=reason][value={self._refuse}]").check()
            self._picture(page, "refuse")
            page.get_by_role("button", name="駁回").click()
        else:
            page.locator("input[name=seen]").check()
            page.locator(f"input[name=fact][value={self._fact}]").check()
            if page.locator("input[name=house]").count() and not page.locator("input[name=house]:checked").count():
                page.locator("input[name=house][value=all]").check()  # the address asked for is none of theirs
            self._picture(page, "release")
            page.get_by_role("button", name=re.compile("核發文件|告知結果")).click()
        page.get_by_role("link", name="回案件清單").wait_for()
        self._picture(page, "decided")

    def _collect(self, page: Page) -> None:
        page.locator("input[name=seen]").check()
        page.locator(f"input[name=fact][value={self._fact}]").check()
        self._picture(page, "collect")
        page.get_by_role("button", name="交付").click()
        page.locator("h1").wait_for()
        self._picture(page, "queue")

    def _picture(self, page: Page, name: str) -> None:
        if self._pictures is not None:
            self._taken += 1
            self._pictures.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=str(self._pictures / f"{self._taken:02d}-{name}.png"), full_page=True)
