"""Every shape is found wherever it lies, and nothing is found where nothing lies."""
from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import os
import sqlite3
import subprocess
import sys
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from rehearsal.needles import Needles, find, shapes
from rehearsal.traces import Process, search_deleted, search_memory, search_paths, survivors

NAME, ID_NO, PIN = "王小明", "A123456789", "48291763"
SECRETS: dict[str, str | bytes] = {"name": NAME, "ID number": ID_NO, "PIN": PIN, "page": hashlib.sha512(b"page").digest()}
NEEDLES = Needles(SECRETS)
NOISE = os.urandom(70_000)
KEEPER = """
import sys, time
kept = sys.stdin.buffer.readline()
print('ready', flush=True)
sys.stdin.buffer.readline()
"""


def _labels(haystack: bytes) -> set[str]:
    return {hit.secret for hit in find(NEEDLES, haystack)}


ALL_SHAPES = [(label, shape, octets) for label, secret in SECRETS.items() for shape, octets in shapes(secret)]


@pytest.mark.parametrize(("label", "shape", "octets"), ALL_SHAPES, ids=[f"{label}, {shape}" for label, shape, _ in ALL_SHAPES])
def test_every_shape_of_every_secret_is_found_where_it_lies(label: str, shape: str, octets: bytes) -> None:
    for before in (0, 1, 2, 3, 40_001):
        hits = list(NEEDLES.plain(NOISE[:before] + octets + NOISE[:100]))
        assert (label, before) in {(hit.secret, hit.offset) for hit in hits}


def test_nothing_is_found_in_noise_zeros_and_nothing() -> None:
    for haystack in (NOISE, bytes(100_000), b"", b"A12345678", b"x\x9c" * 1000, "王小华 A123456788 4829176".encode()):
        assert find(NEEDLES, haystack) == []


def test_base64_is_found_at_every_offset_as_other_programs_write_it() -> None:
    for before in range(6):
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            for encoding in ("utf-8", "utf-16-le", "utf-16-be", "big5"):
                coded = encode(b"?" * before + f"{NAME}{ID_NO}{PIN}".encode(encoding) + b"~" * 5)
                assert _labels(coded) == {"name", "ID number", "PIN"}, (before, encoding)


def test_escapes_and_hex_are_found_as_other_programs_write_them() -> None:
    assert _labels(json.dumps({"name": NAME}).encode()) == {"name"}
    assert _labels(repr(NAME.encode("utf-16-be").hex()).encode()) == {"name"}
    assert _labels(b"<FEFF" + NAME.encode("utf-16-be").hex().upper().encode() + b">") == {"name"}


def test_packed_streams_are_unpacked_one_inside_another_and_damaged_ones_as_far_as_they_go() -> None:
    text = NOISE[:5000] + NAME.encode("utf-16-be") + NOISE[5000:10_000]
    for level in range(10):
        assert _labels(NOISE[:77] + zlib.compress(text, level)) == {"name"}
    raw = zlib.compressobj(wbits=-15)
    packed = raw.compress(text) + raw.flush()
    assert _labels(b"<< /Filter /FlateDecode >>\nstream\r\n" + packed + b"\nendstream") == {"name"}
    assert _labels(gzip.compress(zlib.compress(text))) == {"name"}
    assert _labels(zlib.compress(text)[:-3000] + b"\xff" * 3000) == {"name"}
    with zipfile.ZipFile(into := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("内容", text)
    assert _labels(into.getvalue()) == {"name"}


def test_a_secret_too_short_to_be_told_from_chance_is_refused() -> None:
    with pytest.raises(ValueError, match="floor"):
        Needles({"floor": "12"})


def test_a_deleted_row_is_found_in_the_free_pages_of_a_database_and_in_its_log(tmp_path: Path) -> None:
    store = sqlite3.connect(tmp_path / "journal.db")
    store.executescript("PRAGMA journal_mode=WAL; PRAGMA secure_delete=OFF; PRAGMA wal_autocheckpoint=0; CREATE TABLE note (detail TEXT)")
    store.execute("INSERT INTO note VALUES (?)", (f"{NAME} {ID_NO}",))
    store.commit()
    store.execute("DELETE FROM note")
    store.commit()
    log, pages = str(tmp_path / "journal.db-wal"), str(tmp_path / "journal.db")
    assert {(trace.place, trace.hit.secret) for trace in search_paths([tmp_path], NEEDLES)} == {(log, "name"), (log, "ID number")}
    store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert {(trace.place, trace.hit.secret) for trace in search_paths([tmp_path], NEEDLES)} == {(pages, "name"), (pages, "ID number")}
    store.close()


def test_names_of_files_and_targets_of_links_are_searched(tmp_path: Path) -> None:
    (tmp_path / f"job-{NAME}.pdf").touch()
    (tmp_path / "latest").symlink_to(f"spool-{ID_NO}")
    assert {trace.hit.secret for trace in search_paths([tmp_path], NEEDLES)} == {"name", "ID number"}


def test_a_deleted_file_is_found_while_a_process_holds_it(tmp_path: Path) -> None:
    with (tmp_path / "spool").open("w+") as spool:
        spool.write(NAME)
        spool.flush()
        assert search_deleted([os.getpid()], NEEDLES) == []
        (tmp_path / "spool").unlink()
        assert {trace.hit.secret for trace in search_deleted([os.getpid()], NEEDLES)} == {"name"}


@pytest.mark.parametrize("planted", [
    NAME.encode(), ID_NO.encode("utf-16-le"), base64.b64encode(b"#" + PIN.encode()), zlib.compress(f"{'…' * 500}{NAME}".encode()),
], ids=["plain", "wide", "base64", "packed"])
def test_what_another_process_keeps_in_memory_is_found(planted: bytes) -> None:
    assert b"\n" not in planted
    for line, found in ((b"nothing", False), (planted, True)):
        keeper = subprocess.Popen([sys.executable, "-c", KEEPER], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert keeper.stdin is not None
        assert keeper.stdout is not None
        try:
            keeper.stdin.write(line + b"\n")
            keeper.stdin.flush()
            assert keeper.stdout.readline() == b"ready\n"
            assert bool(search_memory([Process(keeper.pid, "keeper")], NEEDLES)) is found
        finally:
            keeper.kill()
            keeper.communicate()


def test_the_memory_of_a_process_that_ended_is_no_clean_search() -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    with pytest.raises(ProcessLookupError, match="ended"):
        search_memory([Process(ended.pid, "uplink")], NEEDLES)


def test_survivors_are_a_process_and_all_its_children() -> None:
    parent = subprocess.Popen(["sh", "-c", "sleep 60 & echo $!; wait"], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    try:
        assert {process.pid for process in survivors(parent.pid)} == {parent.pid, child}
        until = time.monotonic() + 10
        while (named := [process.role for process in survivors(child)]) == [f"sh ({child})"] and time.monotonic() < until:
            time.sleep(0.01)  # the shell has told its number and is not the other program yet
        assert named == [f"sleep ({child})"]
    finally:
        os.kill(child, 9)
        parent.wait()
        parent.stdout.close()
