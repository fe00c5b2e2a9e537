"""Drills: many counters come back at once to real gateways on a real database, and what was lost or doubled would be seen."""
from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bureau.__main__ import main as bureau
from bureau.fleet import RealCounters, play
from bureau.fleet.count import count
from bureau.fleet.drill import FAULTS, Drill
from bureau.store import ENVELOPES, Store
from rehearsal.gateways import Gateways
from rehearsal.postgres import postgres
from wire.keys import SigningKey


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def two(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateways]:
    folder: Path = tmp_path_factory.mktemp("fleet")
    if request.param == "sqlite":
        with Gateways(folder / "g", many=2) as made:
            yield made
    else:
        with postgres() as url, Gateways(folder / "g", url, many=2) as made:
            yield made


def test_whatever_the_line_does_each_message_arrives_once_and_in_order(two: Gateways) -> None:
    found = play(two.store, two.given(24, 12, faults=FAULTS - {"reordered"}))
    assert found.wrong == ()
    assert (found.kept, found.receipts) == (288, 288)
    assert found.failures > 0, "or no fault was had"


def test_rows_that_come_in_any_order_make_the_same_chain(two: Gateways) -> None:
    found = play(two.store, two.given(24, 12, faults=FAULTS, seed=2))
    assert found.wrong == ()
    assert found.out_of_order > 0


def test_one_of_two_gateways_is_killed_under_load_and_nothing_is_lost_or_doubled(two: Gateways) -> None:
    died: list[float] = []

    def strike() -> None:
        time.sleep(1.0)
        two.kill(0)
        died.append(time.monotonic())

    thread = threading.Thread(target=strike)
    thread.start()
    found = play(two.store, two.given(60, 40, spread_s=2.5, seed=3))
    thread.join()
    two.start(0)
    assert died
    assert found.wrong == ()
    assert found.failures > 0, "or nobody spoke to the one that died"


def test_a_database_of_real_counters_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Gateways(tmp_path / "g") as made:
        key = SigningKey.generate()
        made.store.enrol_kiosk("changhua-1", key.public.jwk(), key.public.jwk(), key.kid)
        with pytest.raises(RealCounters):
            play(made.store, made.given(1, 1))
        assert bureau(["fleet", "--config", str(made.toml(0)), "--kiosks", "1"]) == 2
    assert "real counters" in capsys.readouterr().err


def test_an_operator_plays_a_drill_and_reads_what_came_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Gateways(tmp_path / "g") as made:
        words = ["fleet", "--config", str(made.toml(0)), "--kiosks", "5", "--messages", "3", "--faults", "doubled,cut"]
        assert bureau([*words, "--json", str(tmp_path / "figures.json")]) == 0
    assert "messages 15, receipts 15, kept at the bureau 15" in capsys.readouterr().out
    assert '"lost": 0' in (tmp_path / "figures.json").read_text()


def test_options_before_the_verb_are_told_where_they_belong(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        bureau(["--config", "x.toml", "fleet"])
    assert "fleet stands first" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--faults", "rain"], ["--kiosks", "0"]])
def test_an_option_that_makes_no_sense_is_refused(words: list[str]) -> None:
    with pytest.raises(SystemExit):
        bureau(["fleet", *words])


@pytest.mark.parametrize("harm", ["lost", "head", "foreign"])
def test_what_is_not_as_it_was_sent_is_told(tmp_path: Path, harm: str) -> None:
    with Gateways(tmp_path / "g") as made:
        drill = Drill(made.given(3, 4), "fleet-x")
        drill.enter(made.store)
        drill.write()
        _come(drill)
        assert count(made.store, drill).wrong == ()
        _harm(made.store, drill.counters[1].site, harm)
        words = {"lost": "are not there", "head": "do not end", "foreign": "never sent"}[harm]
        assert any(words in one for one in count(made.store, drill).wrong)


def _come(drill: Drill) -> None:
    import asyncio

    asyncio.run(drill.come())


def _harm(store: Store, site: str, harm: str) -> None:
    with store.write() as db:
        place = db.execute(sa.select(ENVELOPES.c.place).where(ENVELOPES.c.site == site, ENVELOPES.c.seq == 2)).scalar_one()
        if harm == "lost":
            db.execute(sa.delete(ENVELOPES).where(ENVELOPES.c.place == place))
        elif harm == "foreign":
            db.execute(sa.update(ENVELOPES).where(ENVELOPES.c.place == place).values(sha256="ab" * 32))
        else:
            store.set_kiosk(site, db, seq=3)
