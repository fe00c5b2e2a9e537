"""A whole visit in a language that came as one .po file; names and the bureau's answer are English."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rehearsal.box import Box
from rehearsal.tongue import MARK, wording_with

LT03 = "changhua-tax.property-list"


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    site: Path = tmp_path_factory.mktemp("site")
    box = Box(site)
    path = site / "kiosk.toml"
    locale = wording_with(site, "vi")
    told = path.read_text(encoding="utf-8").replace("[site]\n", '[site]\nlanguages = ["zh-TW", "en", "ja", "vi"]\n')
    path.write_text(f'locale = "{locale}"\n{told}', encoding="utf-8")
    with box:
        yield box


def test_a_certificate_is_had_in_a_further_language_from_the_first_screen_to_goodbye(box: Box) -> None:
    citizen = box.citizen(flow=LT03, lang="vi")
    seen = citizen.come()
    assert box.outcome(citizen.visit) == "delivered"
    assert box.doorway is not None
    views = [view for view in box.doorway.views if view.visit == citizen.visit and view.screen != "attract" and view.lang == "vi"]
    assert {view.screen for view in views} == set(seen) - {"attract"}
    assert [view.heading for view in views if not view.heading.startswith(MARK)] == []
    words = [button.text for view in views for button in view.buttons]
    words += [view.frame[key] for view in views for key in view.frame if key != "agency"]
    assert [text for text in words if not text.startswith(MARK)] == []
    offered = [item.text for view in views if view.screen == "menu" for item in view.items]
    assert offered
    assert [text for text in offered if not text.startswith(MARK)] == []
    assert box.rows("SELECT lang FROM askings WHERE visit = ?", citizen.visit) == [("en",)]
