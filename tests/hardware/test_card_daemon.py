"""The real reader's own side: a card daemon that dies, a PIN that must not outlive its visit, nothing written to disk."""
from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware import DeviceGone
from hardware.card import pcsc
from rehearsal import deck
from rehearsal.card import VirtualCard
from rehearsal.citizen_ca import CitizenCas
from rehearsal.pcscd import Pcscd

MODULE = "/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so"
ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
from hardware.card import pcsc
reader = pcsc.open("card", {"module": sys.argv[1]})
reader.read()
reader.sign(bytearray(sys.argv[2].encode()), b"words")
"""

pytestmark = pytest.mark.real


@pytest.fixture
def pcscd() -> Iterator[Pcscd]:
    daemon = Pcscd()
    daemon.start()
    yield daemon
    daemon.stop()


@pytest.fixture
def card(pcscd: Pcscd) -> Iterator[VirtualCard]:
    folder = Path(tempfile.mkdtemp(prefix="card-"))
    deck.make(CitizenCas(folder / "ca"), folder / "standing", deck.DECK["standing"])
    virtual = VirtualCard(folder, folder / "control")
    virtual.start()
    virtual.insert()
    yield virtual
    virtual.stop()
    shutil.rmtree(folder)


@pytest.fixture
def reader(card: VirtualCard) -> Iterator[pcsc.Reader]:
    opened = pcsc.open("card", {"module": MODULE})
    _present(opened)
    yield opened
    opened.close()


def _present(reader: pcsc.Reader) -> None:
    until = time.monotonic() + 3
    while not reader.state().present:
        assert time.monotonic() < until, "the card was not noticed"
        time.sleep(0.02)


def _asked_by_a_second_process() -> str:
    """What an empty VERIFY says to OpenSC's own tool: 63 Cx where the PIN was forgotten, 90 00 where it was not."""
    line = ["opensc-tool", "-c", "default", "-s", "00A4040005A000000308", "-s", "00200080"]
    said = subprocess.run(line, capture_output=True, text=True, check=True).stdout
    return [row for row in said.splitlines() if row.startswith("Received")][-1]


def test_a_second_process_finds_the_pin_forgotten_after_a_signature(reader: pcsc.Reader) -> None:
    reader.sign(bytearray(deck.PIN.encode()), b"words")
    assert "SW1=0x63, SW2=0xC3" in _asked_by_a_second_process()


def _leave_open() -> None:
    """Enter the PIN and leave, as an engine does that is killed between PIN and signature."""
    verify = "0020008008" + deck.PIN.encode().ljust(8, b"\xff").hex()
    subprocess.run(["opensc-tool", "-c", "default", "-s", "00A4040005A000000308", "-s", verify], capture_output=True, check=True)
    assert "SW1=0x90, SW2=0x00" in _asked_by_a_second_process()


def test_a_card_left_open_by_someone_else_is_closed_by_reset(reader: pcsc.Reader) -> None:
    _leave_open()
    reader.reset()
    assert "SW1=0x63, SW2=0xC3" in _asked_by_a_second_process()


def test_a_card_left_open_by_an_engine_that_was_killed_is_closed_when_the_next_one_looks(reader: pcsc.Reader) -> None:
    _leave_open()
    successor = pcsc.open("card", {"module": MODULE})
    assert successor.state().present
    assert "SW1=0x63, SW2=0xC3" in _asked_by_a_second_process()
    successor.close()


def test_tries_left_is_told_for_a_card_that_someone_left_open(reader: pcsc.Reader) -> None:
    _leave_open()
    assert reader.tries_left() == 3


def test_a_daemon_that_died_is_gone_and_the_reader_works_again_when_it_is_back(reader: pcsc.Reader, pcscd: Pcscd) -> None:
    before = reader.state().insertion
    pcscd.kill()
    with pytest.raises(DeviceGone):
        reader.state()
    with pytest.raises(DeviceGone):
        reader.sign(bytearray(deck.PIN.encode()), b"words")
    pcscd.start()
    _present(reader)
    assert reader.state().insertion > before
    assert len(reader.sign(bytearray(deck.PIN.encode()), b"words")) == 256


def test_a_daemon_that_restarted_unseen_does_not_disturb(reader: pcsc.Reader, pcscd: Pcscd) -> None:
    pcscd.restart()
    _present(reader)
    assert len(reader.sign(bytearray(deck.PIN.encode()), b"words")) == 256


def test_a_reader_that_is_not_connected_is_named_with_those_that_are(card: VirtualCard) -> None:
    with pytest.raises(DeviceGone, match="Virtual PCD 00 00"):
        pcsc.open("card", {"module": MODULE, "reader": "Brand X"}).state()


def test_nothing_of_a_card_is_written_to_disk(reader: pcsc.Reader, tmp_path: Path) -> None:
    surroundings = {**os.environ, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path), "TMPDIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", PROGRAM, MODULE, deck.PIN], check=True, cwd=ROOT, env=surroundings)
    assert list(tmp_path.rglob("*")) == []
