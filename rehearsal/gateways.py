"""A bureau with nothing but gateways: one or several on one database, each a real process behind a port of its own."""
from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType

from bureau.config import load
from bureau.fleet.drill import Given
from bureau.store import Store
from provisioning.bureau import found
from rehearsal.line import AGENCY, ROOT, free_port, wait_until
from rehearsal.printers import answers
from wire.keys import SealingKey

TOML = """
[bureau]
state = "bureau"
run = "run-{number}"
[gateway]
port = {port}
[database]
url = "{url}"
[agency.{agency}]
name = "彰化縣地方稅務局"
sign_key = "keys/agency-{agency}.pem"
sign_cert = "keys/agency-{agency}.crt"
seal_key = "keys/agency-{agency}.seal"
"""


class Gateways:
    """A context manager: founds the bureau, starts the gateways; ``url`` as SQLAlchemy writes it, '' for SQLite."""

    def __init__(self, directory: Path, url: str = "", many: int = 1, plain: bool = False) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.directory, self.many = directory, many
        (directory / "citizen-ca").mkdir(exist_ok=True)
        found(directory / "bureau", "測試縣政府", {AGENCY: "彰化縣地方稅務局"}, directory / "citizen-ca")
        self.ports = [free_port() for _ in range(many)]
        for number, port in enumerate(self.ports):
            (directory / f"run-{number}").mkdir()
            text = TOML.format(number=number, port=port, url=url or "sqlite:///bureau.db", agency=AGENCY)
            self.toml(number).write_text(text.replace("[gateway]", "[gateway]\nplain = true") if plain else text, "utf-8")
        self.config = load(self.toml(0))
        self.store = Store(self.config.database.url)
        self._processes: dict[int, subprocess.Popen[bytes]] = {}

    def toml(self, number: int) -> Path:
        """The bureau.toml of one gateway."""
        return self.directory / f"bureau-{number}.toml"

    @property
    def urls(self) -> tuple[str, ...]:
        """Where they answer."""
        return tuple(f"https://127.0.0.1:{port}" for port in self.ports)

    def given(self, kiosks: int, messages: int, **more: object) -> Given:
        """A drill at these gateways."""
        sealing = SealingKey.load(self.config.agency[AGENCY].seal_key).public
        return Given(kiosks=kiosks, messages=messages, gateways=self.urls, agency=AGENCY, root=self.config.trust.root,
                     sealing=sealing, **more)  # type: ignore[arg-type]  # the fields of Given

    def start(self, number: int) -> None:
        """Start one and wait until it answers."""
        with (self.directory / f"gateway-{number}.log").open("ab") as log:
            self._processes[number] = subprocess.Popen(
                [sys.executable, "-m", "bureau", "gateway", "--config", str(self.toml(number))], cwd=ROOT, stderr=log)
        wait_until(lambda: answers(self.ports[number]))

    def pid(self, number: int) -> int:
        """The process of one."""
        return self._processes[number].pid

    def kill(self, number: int) -> None:
        """``kill -9``."""
        process = self._processes.pop(number)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()

    def __enter__(self) -> "Gateways":
        self.store.create()
        for number in range(self.many):
            self.start(number)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for number in list(self._processes):
            self.kill(number)
        self.store.engine.dispose()
