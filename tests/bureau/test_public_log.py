"""A day of the log as everybody may see it, and the one file that holds a slip against it, run alone in an empty folder."""
from __future__ import annotations

import asyncio
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from starlette.applications import Starlette

from bureau.public import VERIFIER, day_file, routes
from bureau.registers import TAIPEI
from bureau.store import CHECKPOINTS, LEAVES, LOG, Store
from wire.keys import SigningKey
from wire.log import Checkpoint, Frontier, root

DAY, NEXT = date(2026, 11, 27), date(2026, 11, 28)
KEY = SigningKey.generate()
Slip = dict[str, str]


class Log:
    """A bureau's log over three days, checkpoints as the gateway signs them."""

    def __init__(self, folder: Path) -> None:
        self.store = Store(f"sqlite:///{folder / 'bureau.db'}")
        self.store.create()
        self.gateway = folder / "gateway.jwk"
        self.gateway.write_text(json.dumps(KEY.public.jwk()))
        self.seen = ""

    def leaves(self, count: int) -> None:
        for number in range(count):
            self.store.add_leaf("receipt", str(number), b"x")

    def sign(self, at: datetime) -> None:
        with self.store.write() as db:
            frontier = Frontier.from_text(db.execute(sa.select(LOG.c.frontier)).scalar_one())
            text = Checkpoint(size=frontier.size, root=frontier.root().hex(), at=at.astimezone(UTC)).sign(KEY)
            db.execute(sa.delete(CHECKPOINTS).where(CHECKPOINTS.c.size == frontier.size))
            db.execute(sa.insert(CHECKPOINTS).values(size=frontier.size, at=at.astimezone(UTC).isoformat(), octets=text.encode()))
        self.seen = f"{frontier.size}/{frontier.root().hex()[:32]}"

    def leaf(self, place: int) -> str:
        with self.store.read() as db:
            return str(db.execute(sa.select(LEAVES.c.hash).where(LEAVES.c.place == place)).scalar_one())

    def get(self, path: str) -> httpx.Response:
        async def ask() -> httpx.Response:
            app = httpx.ASGITransport(Starlette(routes=routes(self.store, self.gateway)))
            async with httpx.AsyncClient(transport=app, base_url="https://desk") as public:
                return await public.get(path)

        return asyncio.run(ask())

    def file(self, day: date) -> Path:
        answer = self.get(f"/log/{day.isoformat()}.json")
        assert answer.status_code == 200, answer.text
        path = self.gateway.with_name(f"{day.isoformat()}.json")
        path.write_bytes(answer.content)
        return path


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=TAIPEI)


@pytest.fixture
def log(tmp_path: Path) -> Log:
    made = Log(tmp_path)
    made.leaves(300)
    made.sign(at(DAY, 0, 2))
    made.leaves(200)
    made.sign(at(DAY, 21))
    made.leaves(41)
    made.sign(at(NEXT, 0, 1))
    made.leaves(7)
    made.sign(at(NEXT, 9))
    return made


@pytest.fixture
def slip(log: Log) -> Slip:
    """A visit of 21:04: its leaf, and the checkpoint of 21:00."""
    with log.store.read() as db:
        hashes = [bytes.fromhex(one) for one in db.execute(sa.select(LEAVES.c.hash).order_by(LEAVES.c.place)).scalars()]
    return {"leaf": log.leaf(510)[:32], "checkpoint": f"500/{root(hashes[:500]).hex()[:32]}", "time": "2026-11-27 21:04"}


@pytest.fixture
def alone(tmp_path: Path) -> Callable[..., tuple[int, str]]:
    """The verifier in a folder of its own, without anything of ours in reach."""
    folder = tmp_path / "at home"
    folder.mkdir()
    shutil.copy(VERIFIER, folder / "verify.py")

    def run(slip: Slip, *days: Path, key: str = "") -> tuple[int, str]:
        more = [*([f"--key={key}"] if key else []), *map(str, days)]
        argv = [sys.executable, "-I", "verify.py", *(f"--{name}={value}" for name, value in slip.items()), *more]
        done = subprocess.run(argv, cwd=folder, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout.strip()

    return run


Alone = Callable[..., tuple[int, str]]


def test_a_slip_stands_in_the_log_of_its_day(log: Log, slip: Slip, alone: Alone) -> None:
    assert alone(slip, log.file(DAY), key=KEY.kid) == (0, "passed")
    assert alone({**slip, "leaf": log.leaf(510)}, log.file(DAY)) == (0, "passed")


def test_before_the_day_is_over_nobody_can_say(log: Log, slip: Slip, alone: Alone) -> None:
    assert day_file(log.store, NEXT, KEY.public.jwk()) is None
    assert log.get("/log/2026-11-28.json").status_code == 404
    assert log.get("/log/yesterday.json").status_code == 404
    assert log.get("/log/verify.py").content == VERIFIER.read_bytes()
    assert alone(slip) == (2, "indeterminate no-day")


def test_another_day_says_nothing_and_two_days_are_read_as_one(log: Log, slip: Slip, alone: Alone) -> None:
    log.sign(at(NEXT, 9) + timedelta(days=1))
    late = {**slip, "leaf": log.leaf(544)[:32], "time": "2026-11-28 00:05"}
    assert alone(slip, log.file(NEXT)) == (2, "indeterminate other-day")
    assert alone(late, log.file(DAY)) == (2, "indeterminate other-day")
    assert alone(late, log.file(NEXT), log.file(DAY)) == (0, "passed")


def bent(log: Log, change: Callable[[dict[str, Any]], None]) -> Path:
    path = log.file(DAY)
    read = json.loads(path.read_text())
    change(read)
    path.write_text(json.dumps(read))
    return path


def test_what_is_not_as_it_was_signed_fails_with_its_reason(log: Log, slip: Slip, alone: Alone) -> None:
    other = SigningKey.generate()
    said = Checkpoint(size=541, root="00" * 32, at=at(NEXT, 0, 1).astimezone(UTC))
    assert alone({**slip, "leaf": "00" * 16}, log.file(DAY)) == (1, "failed leaf-missing")
    assert alone({**slip, "checkpoint": f"500/{'0' * 32}"}, log.file(DAY)) == (1, "failed checkpoint-differs")
    assert alone(slip, log.file(DAY), key=other.kid) == (1, "failed other-key")
    assert alone(slip, bent(log, lambda day: day["leaves"].pop())) == (1, "failed root-differs")
    assert alone(slip, bent(log, lambda day: day["leaves"].reverse())) == (1, "failed root-differs")
    assert alone(slip, bent(log, lambda day: day.update(gateway=other.public.jwk()))) == (1, "failed signature")
    assert alone(slip, bent(log, lambda day: day.update(checkpoint=said.sign(other)))) == (1, "failed signature")
    assert alone(slip, bent(log, lambda day: day.update(checkpoint=said.sign(KEY)))) == (1, "failed root-differs")
    log.sign(at(NEXT, 9) + timedelta(days=1))
    gone = bent(log, lambda day: None)
    later = log.file(NEXT)
    read = json.loads(later.read_text())
    read["before"] = {"size": 540, "peaks": ["00" * 32] * (540).bit_count()}
    later.write_text(json.dumps(read))
    assert alone(slip, gone, later) == (1, "failed gap")


@pytest.mark.parametrize("octets", [b"", b"{}", b"[]", b"\xff", b'{"before": 1}', b'{"before": {"size": 1, "peaks": []}}'])
def test_a_file_that_is_none_is_told(slip: Slip, alone: Alone, tmp_path: Path, octets: bytes) -> None:
    (tmp_path / "day.json").write_bytes(octets)
    assert alone(slip, tmp_path / "day.json") == (2, "indeterminate unreadable")


def test_every_bent_octet_of_a_day_is_noticed_or_changes_nothing_that_counts(log: Log, slip: Slip, alone: Alone) -> None:
    sys.path.insert(0, str(VERIFIER.parent))
    import verify

    octets, chance = log.file(DAY).read_bytes(), random.Random(1)
    time = datetime.fromisoformat(slip["time"]).replace(tzinfo=verify.TAIPEI)
    for _ in range(3000):
        changed = bytearray(octets)
        changed[chance.randrange(len(octets))] ^= 1 << chance.randrange(8)
        try:
            read = json.loads(changed)
            said = verify.verify([read], slip["leaf"], slip["checkpoint"], time, KEY.kid)
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
        if said.said == "passed":  # only what is neither signed nor hashed: the day's name and times, a letter's case
            whole = json.loads(octets)
            differ = {name for name in whole if json.dumps(read.get(name)).lower() != json.dumps(whole[name]).lower()}
            assert differ <= {"day", "from", "until"}
