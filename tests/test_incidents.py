"""docs/incidents.md tells every incident that the code can raise, and no other."""
from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RAISED = re.compile(r'(?:Incident\(code=|add_incident\([^,\n]+, |\bonce\((?:[^,\n]+, ){3}|_tell\()"([a-z-]+)"')


def raised() -> set[str]:
    paths = [path for room in ("kiosk", "bureau") for path in (ROOT / room).rglob("*.py") if "ui" not in path.parts]
    return {code for path in paths for code in RAISED.findall(path.read_text("utf-8"))}


def test_every_incident_is_told_with_what_to_do() -> None:
    told = re.findall(r"^\| ([^|]+) \| [^|]{20,} \| [^|]{7,} \|$", (ROOT / "docs" / "incidents.md").read_text("utf-8"), re.M)
    codes = {code for cell in told for code in re.findall(r"`([a-z-]+)`", cell)}
    assert len(raised()) > 15
    assert codes == raised()
