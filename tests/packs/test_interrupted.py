"""A counter killed while it takes a pack, or with a full disk, serves the old one or the new one, whole; the next start goes on."""
from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from catalogue.flow import load_catalogue
from catalogue.pack.compiled import decoded
from catalogue.pack.refusal import Refused
from catalogue.pack.shelf import Shelf
from catalogue.pack.source import Pack
from catalogue.pack.take import take
from tests.packs.ground import FLOW, ROOT, Ground

SEED = 20261126
KILLS = 24


def taking(pack: Pack, most_octets: int = 0) -> subprocess.Popen[str]:
    """The process that a start has take the pack; ``most_octets``: it cannot write a longer file."""
    def narrow() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_octets, most_octets))

    words = [str(pack.directory), str(pack.root), pack.group, str(pack.shelf)]
    return subprocess.Popen([sys.executable, "-m", "catalogue.pack", *words], cwd=ROOT, stdout=subprocess.PIPE, text=True,
                            preexec_fn=narrow if most_octets else None)


def title(octets: bytes) -> str:
    return decoded(octets).flows[FLOW].text("zh-TW", "title")


@pytest.fixture
def news(ground: Ground, pack: Pack, second: bytes) -> Pack:
    """A counter that serves the first content; the second lies in its pack directory."""
    take(pack)
    ground.stage("all", second)
    shutil.rmtree(pack.directory)
    shutil.copytree(ground.directory, pack.directory)
    return pack


def until_it_writes(child: subprocess.Popen[str], shelf: Path) -> float:
    """Wait until the process begins to change the shelf; the moment."""
    before = (shelf / "trust").stat().st_mtime_ns
    while child.poll() is None and (shelf / "trust").stat().st_mtime_ns == before:
        pass
    return time.monotonic()


def tried(news: Pack, number: int) -> Pack:
    """The same counter once more."""
    copy = replace(news, shelf=news.shelf.with_name(f"tried-{number}"))
    shutil.copytree(news.shelf, copy.shelf, symlinks=True)
    return copy


def test_a_counter_killed_while_it_takes_a_pack_has_the_old_one_or_the_new_one_whole(news: Pack, first: bytes, second: bytes) -> None:
    chance = random.Random(SEED)
    whole = tried(news, KILLS)
    child = taking(whole)
    began = until_it_writes(child, whole.shelf)
    child.communicate()
    span = time.monotonic() - began
    ended = {"old": 0, "new": 0}
    for number in range(KILLS):
        pack = tried(news, number)
        child = taking(pack)
        until_it_writes(child, pack.shelf)
        time.sleep(chance.uniform(0, span))
        child.kill()
        child.communicate()
        shelf = Shelf(pack.shelf)
        octets = shelf.read(shelf.held()[0])
        assert octets in (first, second)
        ended["new" if octets == second else "old"] += 1
        assert load_catalogue(pack).flows[FLOW].text("zh-TW", "title") == "第二版"  # the next start finishes what was begun
        assert [path.name for path in pack.shelf.rglob("*") if path.name.startswith("tmp") or path.suffix == ".part"] == []
    assert min(ended.values()) >= 1, ended  # the kills fell before and after the moment that counts


def test_a_full_disk_is_told_and_the_last_good_one_serves_until_there_is_room(news: Pack, first: bytes, second: bytes) -> None:
    for most in (100, 2000, len(second) // 2, len(second) - 1):
        child = taking(news, most)
        said, _ = child.communicate(timeout=60)
        assert child.returncode == 1
        assert "is full; make room there, then start again" in said
        assert str(news.shelf.parent) in said
        shelf = Shelf(news.shelf)
        assert shelf.read(shelf.held()[0]) == first
    take(news)
    assert Shelf(news.shelf).held()[0].number == 2


@pytest.mark.real
def test_a_disk_without_room_for_a_second_catalogue_keeps_the_first(ground: Ground, first: bytes, second: bytes, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    room = len(first) + len(second) // 2
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={room}", "tmpfs", str(small)], check=True)
    try:
        pack = replace(ground.pack(tmp_path / "counter"), shelf=small / "shelf")
        take(pack)
        ground.stage("all", second)
        shutil.rmtree(pack.directory)
        shutil.copytree(ground.directory, pack.directory)
        with pytest.raises(Refused, match="is full; make room there"):
            take(pack)
        assert title(Shelf(pack.shelf).read(Shelf(pack.shelf).held()[0])) == title(first)
        assert os.statvfs(small).f_bavail > 0  # nothing half-written is left in the way
    finally:
        subprocess.run(["umount", str(small)], check=True)
