"""What several tests of devices stand on."""
from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from rehearsal import deck
from rehearsal.citizen_ca import CitizenCas
from rehearsal.pcscd import Pcscd
from rehearsal.printers import PrinterRoom


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A deck of cards, in ``cards``."""
    path = Path(tempfile.mkdtemp(prefix="cards-"))
    deck.deal(CitizenCas(path / "ca"), path / "cards")
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def pcscd() -> Iterator[Pcscd]:
    """A card daemon."""
    daemon = Pcscd()
    daemon.start()
    yield daemon
    daemon.stop()


@pytest.fixture(scope="module")
def room() -> Iterator[PrinterRoom]:
    """A print daemon and its printers, for the real tests of one file."""
    folder = Path(tempfile.mkdtemp(prefix="printers-"))
    printers = PrinterRoom(folder / "room")
    printers.start()
    yield printers
    printers.stop()
    shutil.rmtree(folder)
