"""Asked to turn the head: whoever does it, and whoever does not, comes to a clerk who is told which of the two it was."""
from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bureau.cases_store import asking
from bureau.desk.clerks.case_file import LIVENESS, worth
from bureau.store import Store
from rehearsal.box import Box
from rehearsal.glass import Sight
from wire.evidence import Liveness

LT03 = "changhua-tax.property-list"


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    site: Path = tmp_path_factory.mktemp("site")
    opened = Box(site, wait_s=5)
    config = site / "kiosk.toml"
    before, face, after = config.read_text().partition("[face]\n")
    config.write_text(f'{before}{face}asked = ["turn-left"]\n{after}')
    with opened:
        yield opened


def asked_to_turn(box: Box, act: Callable[[], None]) -> Callable[[Sight], None]:
    """What a citizen does as soon as the screen asks for a turn of the head to the left."""
    done: list[bool] = []

    def look(sight: Sight) -> None:
        assert box.doorway is not None
        until = time.monotonic() + 20
        while sight.picture == "look-here" and not done and time.monotonic() < until:
            view = box.doorway.view
            if view is not None and "左邊" in view.heading:
                done.append(True)
                act()
            elif view is None or view.picture != "look-here":
                return
            time.sleep(0.05)

    return look


@pytest.mark.parametrize(("turns", "told"), [(True, "challenge answered"), (False, "challenge not answered")])
def test_the_clerk_is_told_whether_the_head_was_turned(box: Box, turns: bool, told: Liveness) -> None:
    def act() -> None:
        assert box.doorway is not None
        if turns:
            box.hands.turn_head(0.4)
            time.sleep(1.5)
            box.hands.turn_head(0.0)
        else:
            box.doorway.press("go-on-without")

    citizen = box.citizen(flow=LT03, way="id-card", on_screen=asked_to_turn(box, act))
    citizen.come()
    assert box.outcome(citizen.visit) == "parked"
    [(request,)] = box.rows("SELECT request FROM askings WHERE visit = ?", citizen.visit)
    with Store(f"sqlite:///{box.site / 'bureau' / 'bureau.db'}").read() as db:
        asked = asking(db, request)
    assert asked is not None
    [face] = [piece for piece in json.loads(asked.message)["evidence"] if piece["kind"] == "face"]
    assert (face["verdict"], face["liveness"]) == ("match" if turns else "clerk", told)
    assert LIVENESS[told] in worth(asked)
