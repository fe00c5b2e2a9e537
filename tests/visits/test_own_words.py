"""What a citizen writes on the real pads with the real dictionary, and where it goes: a name to the clerk, a remark to the bureau."""
from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import HTTPCookieProcessor, HTTPSHandler, build_opener

import pytest

from kiosk.ui.door import View
from rehearsal.box import Box
from rehearsal.citizen import Citizen
from rehearsal.clerk import Clerk
from rehearsal.glass import Doorway, Sight

pytestmark = pytest.mark.real
LT05 = "changhua-tax.house-registration"
ROAD, REMARK = "𠮷安路", "謝謝，很快"


class Writer(Citizen):
    """Lives on a road that is in no list, with a rare character, and says thank you."""

    def _at_choose(self, sight: Sight) -> None:
        wanted = next((value for value in ("one", "changhua", "other", "own-records") if sight.has("item", value)), "")
        self._press("item", wanted or sight.values("item")[0])

    def _at_form(self, sight: Sight) -> None:
        if sight.pad == "zhuyin":
            self._spell("ㄐㄧˊ")
            self._pick("𠮷")
            self._spell("ㄢˉㄌㄨˋ")
            self._press("next")
        elif self._view().keys:
            self._type("12巷3號")
            self._stands("12巷3號")
            self._press("next")
        else:
            super()._at_form(sight)

    def _at_remark(self, sight: Sight) -> None:
        if sight.has("write"):
            self._press("write")
        elif sight.pad == "zhuyin":
            self._spell("ㄒㄧㄝˋㄒㄧㄝ˙")
            self._press("pad", "signs")
            self._press("key", "，")
            self._press("pad", "zhuyin")
            self._spell("ㄏㄣˇㄎㄨㄞˋ")
            self._press("hand-in")

    def _spell(self, symbols: str) -> None:
        self._type(symbols)

    def _stands(self, text: str) -> None:
        """Wait until it is written there: the keys of this pad change while it is typed, which is no sign that a later press arrived."""
        until = time.monotonic() + 20
        while text not in (view := self._view()).entry.replace(" ", ""):
            assert time.monotonic() < until, f"{text} was typed, {view.entry!r} stands there"
            time.sleep(0.02)

    def _pick(self, word: str) -> None:
        """Leaf through the strip until the word is there, and touch it."""
        for _ in range(60):
            strip = self._view().strip
            assert strip is not None
            if word in strip.words:
                self._press("word", str(strip.words.index(word)))
                return
            self.glass.press("word", "next")
            until = time.monotonic() + 5
            while time.monotonic() < until and (turned := self._view().strip) is not None and turned.page == strip.page:
                time.sleep(0.02)
        raise AssertionError(f"{word} is not among the candidates")

    def _view(self) -> View:
        assert isinstance(self.glass, Doorway)
        assert self.glass.view is not None
        return self.glass.view


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    site: Path = tmp_path_factory.mktemp("site")
    with Box(site, wait_s=60) as opened:
        yield opened


def the_case(box: Box, case: str) -> str:
    """The case as a clerk's browser gets it."""
    trusted = ssl.create_default_context(cafile=str(box.config.uplink.ca))
    browser = build_opener(HTTPSHandler(context=trusted), HTTPCookieProcessor())
    with browser.open(Clerk(box.site, box.log / "desk.log").invitation(), timeout=20):
        pass
    with browser.open(f"https://127.0.0.1:8444/case/{case}", timeout=20) as page:
        return str(page.read().decode())


def test_a_road_and_a_remark_written_in_zhuyin_reach_the_clerk_as_they_were_meant(box: Box) -> None:
    assert box.doorway is not None
    citizen = Writer(box.doorway, box.hands, flow=LT05, way="id-card")
    clerk = Clerk(box.site, box.log / "desk.log")
    at_work = threading.Thread(target=clerk.release_waiting, args=(90,), daemon=True)
    at_work.start()
    citizen.come()
    at_work.join(30)
    assert box.outcome(citizen.visit) == "delivered"
    [(message, outcome, case)] = box.rows("SELECT message, outcome, case_id FROM askings WHERE visit = ?", citizen.visit)
    assert json.loads(message)["answers"]["house_addr"]["road_name"] == ROAD
    assert f"{ROAD}12巷3號" in json.loads(message)["shown"]
    assert (json.loads(outcome)["rating"], json.loads(outcome)["remark"]) == (5, REMARK)
    page = the_case(box, case)
    assert REMARK in page
    assert "5 / 5" in page
    assert f"{ROAD}12巷3號" in page
    journal = json.dumps(box.journal("SELECT event, detail FROM note WHERE visit = ?", citizen.visit), ensure_ascii=False)
    assert "謝" not in journal
    assert "𠮷" not in journal
