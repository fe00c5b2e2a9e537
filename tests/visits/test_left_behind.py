"""What somebody forgets on the way out: called for three times, aloud; then said to nobody in particular, and told to the bureau."""
from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.ui.door import View
from rehearsal.box import Box
from rehearsal.citizen import Citizen
from rehearsal.glass import Sight

LT03 = "changhua-tax.property-list"
NAME = "王小明"


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    site: Path = tmp_path_factory.mktemp("site")
    box = Box(site)
    path = site / "kiosk.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("[limits]\n", "[limits]\ngoodbye_s = 5\n"), encoding="utf-8")
    with box:
        yield box


class Forgetful(Citizen):
    """Takes neither card nor paper."""

    def _at_print(self, sight: Sight) -> None:
        time.sleep(0.1)

    def _at_identify(self, sight: Sight) -> None:
        if sight.picture == "take-card":
            time.sleep(0.1)
        else:
            super()._at_identify(sight)


def views(box: Box, visit: str) -> list[View]:
    assert box.doorway is not None
    return [view for view in box.doorway.views if view.visit == visit]


def until_told(box: Box, *codes: str, patience_s: float = 20.0) -> None:
    until = time.monotonic() + patience_s
    while not set(codes) <= (told := {row[0] for row in box.rows("SELECT code FROM incidents")}):
        assert time.monotonic() < until, f"the bureau heard only of {told}"
        time.sleep(0.2)


def test_a_page_and_a_card_that_stay_are_called_for_and_then_said_without_a_name(box: Box) -> None:
    assert box.doorway is not None
    citizen = Forgetful(box.doorway, box.hands, flow=LT03)
    citizen.come(patience_s=180)
    seen = views(box, citizen.visit)
    calls = [view for view in seen if view.screen == "print" and view.aloud == "once"]
    assert len(calls) >= 3
    assert box.rows("SELECT state FROM documents ORDER BY issued_at DESC LIMIT 1") == [("void",)]
    cards = [view for view in seen if view.picture == "take-card" and view.screen == "identify"]
    assert len(dict.fromkeys(view.body for view in cards if view.aloud == "once")) == 3
    assert "home" not in cards[-1].frame
    left = [view for view in seen if view.screen in ("paper-left", "card-left")]
    assert [view.screen for view in left] == ["paper-left", "card-left"]
    assert all(view.code and view.aloud == "once" and "04-000-0000" in view.body for view in left)
    assert not any(citizen.id_no in text or NAME in text for view in left for text in (view.heading, view.body, view.note))

    assert box.until("paper-left") == "paper-left", "the next citizen is told that a page may lie there"
    box.doorway.press("ok")
    assert box.until("card-left") == "card-left", "nobody is served while the card is in"
    box.hands.remove_card()
    assert box.until("attract") == "attract"
    until_told(box, "paper-left", "card-left")


def test_home_on_the_notice_after_an_interrupted_visit_leads_to_the_waiting_screen_and_ends_no_engine(box: Box) -> None:
    assert box.doorway is not None
    box.until("attract")
    box.doorway.press("start")
    box.until("menu")
    box.engines.kill()
    box.until("interrupted")
    ended = len(box.engines.codes)
    box.doorway.press("frame", "home")
    box.until("leave")
    box.doorway.press("end")
    box.until("attract")
    assert len(box.engines.codes) == ended
