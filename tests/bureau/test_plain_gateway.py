"""A gateway that leaves TLS to a proxy on its machine: a real uplink comes through a real proxy; elsewhere it does not listen."""
from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bureau.config import load
from catalogue.lines import FileErrors
from rehearsal.line import BUREAU, ROOT, Line, free_port, wait_until
from rehearsal.printers import answers

STUNNEL = """foreground = yes
pid =
[gateway]
accept = 127.0.0.1:{outside}
connect = 127.0.0.1:{inside}
cert = {keys}/gateway-tls.crt
key = {keys}/gateway-tls.pem
sslVersionMin = TLSv1.3
"""


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    made, inside = Line(tmp_path / "l"), free_port()
    toml = made.directory / "bureau.toml"
    toml.write_text(BUREAU.format(port=inside, url="sqlite:///bureau.db").replace("[gateway]", "[gateway]\nplain = true"), "utf-8")
    proxy = made.directory / "stunnel.conf"
    proxy.write_text(STUNNEL.format(outside=made.port, inside=inside, keys=made.bureau_state / "keys"), "utf-8")
    started = [subprocess.Popen(argv, cwd=ROOT, stderr=subprocess.DEVNULL) for argv in (
        [sys.executable, "-m", "bureau", "gateway", "--config", str(toml)], ["stunnel4", str(proxy)])]
    try:
        wait_until(lambda: answers(inside) and answers(made.port))
        yield made
    finally:
        made.close()
        for one in started:
            one.kill()
            one.wait()


def test_a_counter_comes_through_the_proxy(line: Line) -> None:
    line.start("uplink")
    line.hello()
    posted = line.post.send("withdraw", line.withdraw())
    wait_until(line.settled(lambda: line.post.line().state == "accepted" and not line.outbox.waiting()))
    line.open_one(posted.id)
    wait_until(line.settled(lambda: posted.id not in line.outbox.kept()))
    assert line.store.incidents() == []


def test_without_tls_it_listens_on_its_own_machine_only(tmp_path: Path) -> None:
    toml = tmp_path / "bureau.toml"
    toml.write_text('[gateway]\nplain = true\nhost = "0.0.0.0"\n', "utf-8")
    with pytest.raises(FileErrors, match=r"host must be 127\.0\.0\.1"):
        load(toml)
