"""The private place: own network, own /run, refused in words without root."""
from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rehearsal.namespace import command

ROOT = Path(__file__).parents[2]
LOOK = """
import os
from rehearsal.namespace import enter, inside
enter()
print(inside(), os.readlink("/proc/self/ns/net"), sorted(os.listdir("/run")))
"""
LISTEN = """
import socket
server = socket.create_server(("127.0.0.1", 35963))
socket.create_connection(("127.0.0.1", 35963))
print("up", flush=True)
input()
"""


def _look() -> str:
    return subprocess.run(command([sys.executable, "-c", LOOK]), capture_output=True, text=True, check=True, cwd=ROOT).stdout


@pytest.mark.real
def test_inside_is_another_network_with_an_empty_run_and_a_loopback_that_is_up() -> None:
    seen = _look()
    assert seen.startswith("True net:")
    assert os.readlink("/proc/self/ns/net") not in seen
    assert "['lock', 'nightcounter-rehearsal']" in seen


@pytest.mark.real
def test_two_places_use_one_port_side_by_side() -> None:
    line = command([sys.executable, "-c", LISTEN])
    places = [subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) for _ in range(2)]
    try:
        assert [place.stdout.readline() for place in places if place.stdout] == [b"up\n", b"up\n"]
    finally:
        for place in places:
            place.communicate(b"\n", timeout=10)


@pytest.mark.real
def test_without_root_it_says_so_and_what_to_do_instead() -> None:
    program = "import os; from rehearsal.namespace import command; os.setuid(65534); command(['true'])"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT)
    assert "NamespaceRefused" in told.stderr
    assert "--parts simulated" in told.stderr


@pytest.mark.real
def test_a_command_line_goes_inside_and_keeps_its_exit_code() -> None:
    line = [sys.executable, "-m", "rehearsal.namespace", "sh", "-c", "exit 7"]
    assert subprocess.run(line, check=False, cwd=ROOT).returncode == 7
