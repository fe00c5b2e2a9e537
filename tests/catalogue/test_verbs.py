"""The verbs of ``python -m kiosk flows``, from outside: as whoever sits at the terminal meets them."""
from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def flows(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "kiosk", "flows", *words], cwd=ROOT, capture_output=True, text=True, timeout=120)


def test_help_lists_every_verb_in_one_line_each() -> None:
    for words in ([], ["--help"], ["help"]):
        told = flows(*words)
        assert told.returncode == 0
        assert sum(line.startswith("  check  ") for line in told.stdout.splitlines()) == 1


def test_a_verb_that_is_not_there_is_answered_with_the_nearest() -> None:
    told = flows("chek", "flows")
    assert (told.returncode, told.stdout) == (2, "")
    assert "unknown verb 'chek', did you mean 'check'?" in told.stderr


def test_check_says_what_is_not_there_and_every_verb_has_its_own_help() -> None:
    assert "no such file or directory" in flows("check", "flows/nowhere").stderr
    assert "every fault of flows" in flows("check", "--help").stdout
