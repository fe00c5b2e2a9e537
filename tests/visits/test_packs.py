"""Services that come in a pack: a visit finishes on the version it began, the next one has the newest, a bad pack changes nothing."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue.pack.compiled import compiled
from catalogue.pack.shelf import Shelf
from catalogue.pack.source import Pack
from catalogue.pack.take import take
from rehearsal.box import Box
from rehearsal.glass import Sight
from tests.packs.ground import FLOW, FLOWS, LOCALE, Ground, renamed

OLD, NEW = "全國財產稅總歸戶財產查詢清單", "第二版"


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    ground = Ground(tmp_path_factory.mktemp("bureau"))
    ground.begin()
    ground.stage("pilot", compiled(FLOWS, LOCALE))
    return ground


@pytest.fixture(scope="module")
def box(ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    """A counter and a bureau that take their services from the pack."""
    site: Path = tmp_path_factory.mktemp("site")
    box = Box(site)
    named = f'\n[catalogue]\npack = "{ground.directory}"\nroot = "{ground.base / "root.json"}"\ngroup = "pilot"\n'
    for config in ("kiosk.toml", "bureau.toml"):
        with (site / config).open("a", encoding="utf-8") as file:
            file.write(named)
    with box:
        yield box


def shelf(box: Box) -> Shelf:
    return Shelf(box.site / "kiosk" / "catalogue")


def named_in_the_menu(box: Box) -> str:
    """What the menu calls the service, to somebody who looks and leaves."""
    assert box.doorway is not None
    box.until("attract")
    box.doorway.press("start")
    box.until("menu")
    assert box.doorway.view is not None
    found = next(item.text for item in box.doorway.view.items if item.key == FLOW)
    for name, value, screen in (("frame", "home", "leave"), ("end", "", "goodbye"), ("end", "", "attract")):
        box.doorway.press(name, value)
        box.until(screen)
    return found


def test_a_visit_finishes_on_the_version_it_began_and_the_next_one_has_the_newest(box: Box, ground: Ground, tmp_path: Path) -> None:
    assert box.doorway is not None
    pack = Pack(ground.directory, ground.base / "root.json", "pilot", shelf(box).directory)
    newer = compiled(renamed(tmp_path / "flows", NEW), LOCALE)

    def news_comes(sight: Sight) -> None:
        if sight.screen == "consent" and shelf(box).held()[0].number == 1:
            ground.stage("pilot", newer)
            assert take(pack).number == 2

    began = len(box.doorway.views)
    seen = box.citizen(flow=FLOW, on_screen=news_comes).come()
    assert {"consent", "review", "goodbye"} <= set(seen)
    visits = [view.visit for view in box.doorway.views[began:] if view.screen == "consent"]
    of_this_visit = [str(view) for view in box.doorway.views[began:] if view.visit == visits[0]]
    assert any(OLD in view for view in of_this_visit[len(of_this_visit) // 2:])
    assert [view for view in of_this_visit if NEW in view] == []
    assert Shelf(box.site / "bureau" / "catalogue").held()[0].number == 1  # the desk took it at its own start
    assert box.rows("select state from cases where flow = ?", FLOW) != []
    assert named_in_the_menu(box) == NEW


def test_a_bad_pack_changes_nothing_for_citizens_and_the_log_says_what_to_do(box: Box, ground: Ground) -> None:
    timestamp = ground.directory / "metadata" / "timestamp.json"
    good = timestamp.read_bytes()
    timestamp.write_bytes(good[:100])
    try:
        for _ in range(2):
            assert named_in_the_menu(box) == NEW
        said = (box.log / "engine.log").read_text("utf-8")
        assert f"pack refused: {timestamp}: cannot be read: altered or written only in part; copy the whole pack directory again" in said
        assert "list 2 of group pilot serves on" in said
    finally:
        timestamp.write_bytes(good)
