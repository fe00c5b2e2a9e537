"""The disk refuses: EIO, no room, a file system that became read-only. What was promised stands, what was not is told, nothing is half."""
from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from rehearsal.powerloss import judge
from rehearsal.powerloss.record import PROMISES, ROOT

FAULTS = {
    "a sync fails": "fdatasync:error=EIO:when={0}", "from some sync on all fail": "fdatasync:error=EIO:when={0}+",
    "a write fails": "pwrite64:error=EIO:when={0}", "from some write on there is no room": "pwrite64:error=ENOSPC:when={0}+",
    "from some write on nothing may be written": "pwrite64:error=EROFS:when={0}+",
}
PLACES = {("counter", "fdatasync"): (23, 31, 43), ("counter", "pwrite64"): (133, 220, 301),
          ("bureau", "fdatasync"): (10, 12, 14), ("bureau", "pwrite64"): (80, 140, 200)}
"""Which call fails, as strace counts them, thread by thread: of the bureau's, the thread that commits; all are after the first promise."""
TOLD = {"counter": "kiosk.store.file.Store", "bureau": "sqlalchemy.exc.OperationalError"}


def act(what: str, folder: Path, fault: str) -> subprocess.CompletedProcess[str]:
    """Run an act whose disk fails; what it had promised until then."""
    folder.mkdir()
    calls = fault.split(":")[0]
    strace = ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={calls}", "-e", f"inject={fault}"]
    program = [sys.executable, "-m", "rehearsal.powerloss.acts", what, str(folder), "1"]
    return subprocess.run([*strace, *program], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("place", range(3))
@pytest.mark.parametrize("fault", list(FAULTS))
@pytest.mark.parametrize("what", ["counter", "bureau"])
def test_a_disk_that_refuses_costs_nothing_that_was_promised(tmp_path: Path, what: str, fault: str, place: int) -> None:
    folder, how = tmp_path / "run", FAULTS[fault]
    ran = act(what, folder, how.format(PLACES[what, how.split(":")[0]][place]))
    told = (folder / PROMISES).read_text().splitlines() if (folder / PROMISES).exists() else []
    assert getattr(judge, what)(folder, [json.loads(line) for line in told]) == []
    assert told, "the disk refused before anything was promised"
    if what == "bureau" and not how.endswith("+") and not ran.returncode:
        return  # the ledger tried the deliveries of that lot one by one
    assert ran.returncode, "the disk refused nothing"
    assert TOLD[what] in ran.stderr, ran.stderr[-500:]
