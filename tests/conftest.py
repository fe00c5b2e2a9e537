"""For all tests: nothing is skipped that can run here; a skip that is not listed by name fails the run."""
from __future__ import annotations

import pytest

ALLOWED_SKIPS: frozenset[str] = frozenset()
"""Node ids of tests that may be skipped, each with its reason beside it. None today."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """For a technician's box: whose devices."""
    parser.addoption("--kiosk-toml", default="", help="with -m device: the kiosk.toml of the box whose devices are tried")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Turn a green run with an unlisted skip red."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = [report.nodeid for report in reporter.stats.get("skipped", [])] if reporter is not None else []
    unlisted = sorted(set(skipped) - ALLOWED_SKIPS)
    if unlisted and exitstatus == 0:
        print("\nskipped without being listed in tests/conftest.py:", *unlisted, sep="\n  ")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
