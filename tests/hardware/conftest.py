"""What several tests of devices stand on."""
from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from rehearsal.printers import PrinterRoom


@pytest.fixture(scope="module")
def room() -> Iterator[PrinterRoom]:
    """A print daemon and its printers, for the real tests of one file."""
    folder = Path(tempfile.mkdtemp(prefix="printers-"))
    printers = PrinterRoom(folder / "room")
    printers.start()
    yield printers
    printers.stop()
    shutil.rmtree(folder)
