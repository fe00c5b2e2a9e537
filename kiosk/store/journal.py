"""journal.db: what happened at this counter, for the counter alone."""
from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from .file import Store, StoreError, now

CASE_NO = "case-no"
"""The name under which the numbers of cases are given."""
PAPER_ENDS = frozenset({"delivered", "not-printed", "unknown", "left"})
MIGRATIONS = ["""
CREATE TABLE note (place INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, visit TEXT, event TEXT NOT NULL, detail TEXT NOT NULL);
CREATE TABLE visit (visit TEXT PRIMARY KEY, begun_at TEXT NOT NULL, request TEXT, case_no TEXT, ended_at TEXT, outcome TEXT);
CREATE TABLE paper (serial TEXT PRIMARY KEY, sha256 TEXT NOT NULL, printer TEXT NOT NULL, sheets INTEGER NOT NULL, visit TEXT NOT NULL,
  request TEXT, state TEXT NOT NULL, job TEXT, at TEXT NOT NULL);
CREATE TABLE memory (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""]


@dataclass(frozen=True)
class PaperRow:
    """One printed document as the journal knows it; times and states only."""

    serial: str
    sha256: str
    printer: str
    sheets: int
    visit: str
    request: str | None
    state: str
    job: str | None
    at: str


@dataclass(frozen=True)
class VisitRow:
    """One visit as the journal knows it."""

    visit: str
    begun_at: str
    request: str | None
    case_no: str | None
    ended_at: str | None
    outcome: str | None


def check_digits(site: str, sequence: int) -> str:
    """Two check digits of a case number: ISO 7064 MOD 97-10 over site and sequence (letters count 10…35, hyphens nothing)."""
    digits = "".join(str(int(c, 36)) for c in site.replace("-", "")) + f"{sequence:06d}"
    return f"{98 - int(digits + '00') % 97:02d}"


class Journal(Store):
    """What happened at this counter: ids, states, times. Never a datum of a person."""

    name, migrations = "journal.db", MIGRATIONS

    def note(self, visit: str | None, event: str, detail: str = "", durable: bool = False) -> None:
        """Write one event down; ``detail`` is a code word or a figure, never what somebody typed.

        One that need not be durable is lost where the store refuses it: it promises nothing to anybody. Raises ``StoreError`` for others.
        """
        with suppress(*([] if durable else [StoreError])), self._write(durable) as db:
            db.execute("INSERT INTO note (at, visit, event, detail) VALUES (?, ?, ?, ?)", (now(), visit, event, detail))

    def notes(self, visit: str) -> list[tuple[str, str, str]]:
        """The events of one visit as (time, event, detail)."""
        rows = self._rows("SELECT at, event, detail FROM note WHERE visit = ? ORDER BY place", visit)
        return [(row["at"], row["event"], row["detail"]) for row in rows]

    def visit_begins(self, visit: str) -> None:
        """A citizen stands there (fsync)."""
        with self._write() as db:
            db.execute("INSERT INTO visit (visit, begun_at) VALUES (?, ?)", (visit, now()))

    def visit_asks(self, visit: str, request: str, case_no: str | None) -> None:
        """Name the request of a visit before it is sealed (fsync), so that an interruption can name it to the desk."""
        with self._write() as db:
            db.execute("UPDATE visit SET request = ?, case_no = ? WHERE visit = ?", (request, case_no, visit))

    def visit_ends(self, visit: str, outcome: str) -> None:
        """The visit's outcome is sealed (fsync)."""
        with self._write() as db:
            db.execute("UPDATE visit SET ended_at = ?, outcome = ? WHERE visit = ?", (now(), outcome, visit))

    def visits_unfinished(self) -> list[VisitRow]:
        """Visits that began and never sealed an outcome: interrupted ones, and the one in progress."""
        return [VisitRow(**row) for row in self._rows("SELECT * FROM visit WHERE ended_at IS NULL ORDER BY begun_at")]

    def paper_open(self, serial: str, *, sha256: str, printer: str, sheets: int, visit: str, request: str | None) -> None:
        """A document will be printed under this serial: state ``intended`` (fsync). Raises ``StoreError`` if the serial was used."""
        with self._write() as db:
            db.execute("INSERT INTO paper VALUES (?, ?, ?, ?, ?, ?, 'intended', NULL, ?)",
                       (serial, sha256, printer, sheets, visit, request, now()))

    def paper_state(self, serial: str, state: str, *, job: str | None = None) -> None:
        """Move a paper on; an end is fsynced and final. Raises ``StoreError`` for an unknown or ended serial."""
        with self._write(durable=state in PAPER_ENDS) as db:
            ends = ", ".join(f"'{end}'" for end in sorted(PAPER_ENDS))
            done = db.execute(f"UPDATE paper SET state = ?, job = coalesce(?, job), at = ? WHERE serial = ? AND state NOT IN ({ends})",
                              (state, job, now(), serial))
            if done.rowcount != 1:
                raise StoreError(self.path, f"paper {serial} is unknown or has ended; it cannot become {state}")

    def papers_unfinished(self) -> list[PaperRow]:
        """Papers whose end is not known, oldest first."""
        ends = ", ".join(f"'{end}'" for end in sorted(PAPER_ENDS))
        return [PaperRow(**row) for row in self._rows(f"SELECT * FROM paper WHERE state NOT IN ({ends}) ORDER BY at")]

    def papers_of(self, visit: str) -> list[PaperRow]:
        """All papers of one visit, oldest first."""
        return [PaperRow(**row) for row in self._rows("SELECT * FROM paper WHERE visit = ? ORDER BY at", visit)]

    def next_number(self, name: str) -> int:
        """A number that was never given before under this name (fsync)."""
        with self._write() as db:
            number = int(next(iter(db.query("SELECT value FROM memory WHERE name = ?", (name,))), {"value": "0"})["value"]) + 1
            db.execute("INSERT OR REPLACE INTO memory VALUES (?, ?)", (name, str(number)))
        return number

    def leap(self, name: str, number: int) -> None:
        """Let the numbers under this name go on behind ``number`` at least (fsync)."""
        with self._write() as db:
            have = int(next(iter(db.query("SELECT value FROM memory WHERE name = ?", (name,))), {"value": "0"})["value"])
            db.execute("INSERT OR REPLACE INTO memory VALUES (?, ?)", (name, str(max(have, number))))

    def next_case_no(self, site: str) -> str:
        """A new case number ``site-sequence-check``; survives restarts, never repeats."""
        sequence = self.next_number(CASE_NO)
        return f"{site}-{sequence:06d}-{check_digits(site, sequence)}"

    def last_number(self, name: str) -> int:
        """The number given last under this name; 0 before the first."""
        return int(self.recall(name) or "0")

    def remember(self, name: str, value: str, durable: bool = True) -> None:
        """Keep one fact over restarts: the last answer to hello, the newest checkpoint."""
        with self._write(durable) as db:
            db.execute("INSERT OR REPLACE INTO memory VALUES (?, ?)", (name, value))

    def recall(self, name: str) -> str | None:
        """The fact kept under that name."""
        return next((row["value"] for row in self._rows("SELECT value FROM memory WHERE name = ?", name)), None)
