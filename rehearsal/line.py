"""One counter's line to one bureau, with the real programs: keys, a gateway over TLS, an uplink, the stores between.

No enrolment, no screen, no desk: the desk's part is said by :class:`Line` itself with the agency's key.
"""
from __future__ import annotations

import json
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bureau.config import load as load_bureau
from bureau.store import Enrolment, Store
from bureau.wake import GATEWAY, ring
from kiosk.config import load as load_kiosk
from kiosk.post import Post, open_post
from kiosk.store import InboxReader, Journal, OutboxReader
from provisioning.bureau_pki import issue, make_root, name
from wire.codec.ids import uuid7
from wire.envelope import Envelope, seal, sign_open, unseal, verify
from wire.keys import PublicSealingKey, SealingKey, SigningKey
from wire.messages import Message, Opened, Withdraw
from wire.revocation import NOTHING, entry, updates
from wire.roles import Keyring, Role

ROOT = Path(__file__).parent.parent
SITE, AGENCY = "test-site-1", "changhua-tax"
PATIENCE_S = 30.0

KIOSK = """
[site]
id = "{site}"
name = {{ "zh-TW" = "測試櫃臺" }}
state = "kiosk"
run = "run"
[uplink]
url = "https://127.0.0.1:{port}"
[card]
driver = "simulated"
[scanner]
driver = "simulated"
[camera.document]
driver = "simulated"
[camera.face]
driver = "simulated"
[face]
driver = "simulated"
[printer.a4]
driver = "simulated"
[printer.receipt]
driver = "simulated"
"""
BUREAU = """
[bureau]
state = "bureau"
run = "run"
[gateway]
port = {port}
[database]
url = "{url}"
"""


def free_port() -> int:
    """A loopback port nobody listens on at this moment."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def wait_until(true: Callable[[], object], patience_s: float = PATIENCE_S, rest_s: float = 0.05) -> None:
    """Return when ``true()`` holds; looks every ``rest_s``. Raises ``TimeoutError``."""
    until = time.monotonic() + patience_s
    while not true():
        if time.monotonic() > until:
            raise TimeoutError(f"still not after {patience_s} s")
        time.sleep(rest_s)


class Line:
    """Both ends in one directory; processes are started and killed by name: ``gateway``, ``uplink``."""

    def __init__(self, directory: Path, state: Enrolment = "accepted", url: str = "sqlite:///bureau.db") -> None:
        self.directory, self.port = directory, free_port()
        self.state, self.bureau_state = directory / "kiosk", directory / "bureau"
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        (directory / "run").mkdir(parents=True)
        (directory / "kiosk.toml").write_text(KIOSK.format(site=SITE, port=self.port), "utf-8")
        (directory / "bureau.toml").write_text(BUREAU.format(port=self.port, url=url), "utf-8")
        self.device, self.transport, self.agency = SigningKey.generate(), SigningKey.generate(), SealingKey.generate()
        self._make_keys()
        self.config = load_kiosk(directory / "kiosk.toml")
        self.store = Store(load_bureau(directory / "bureau.toml").database.url)
        self.store.create()
        self.store.enrol_kiosk(SITE, self.device.public.jwk(), self.transport.public.jwk(), self.transport.kid, state)
        self.journal = Journal(self.state)
        self.post: Post = open_post(self.config, self.journal)
        self.outbox, self.inbox = OutboxReader(self.state), InboxReader(self.state)

    def _make_keys(self) -> None:
        trust, keys, bureau_keys = self.state / "trust", self.state / "keys", self.bureau_state / "keys"
        for folder in (trust, keys, bureau_keys, self.bureau_state / "trust"):
            folder.mkdir(parents=True)
        root = make_root("測試縣政府")
        tls = issue(root, name("測試縣政府", "gateway"), "tls", hosts=("127.0.0.1",))
        signer = issue(root, name("測試縣政府", "agency"), "agency")
        self.agency_key = SigningKey(signer.key)
        gateway, operator = SigningKey.generate(), SigningKey.generate()
        gateway.save(bureau_keys / "gateway.pem")
        operator.save(bureau_keys / "operator.pem")
        (bureau_keys / "gateway-tls.pem").write_bytes(tls.key_pem)
        (bureau_keys / "gateway-tls.crt").write_bytes(tls.certificate_pem)
        self.device.save(keys / "device.pem")
        self.transport.save(keys / "transport.pem")
        (trust / "bureau-root.pem").write_bytes(root.certificate_pem)
        (trust / "gateway.jwk").write_text(json.dumps(gateway.public.jwk()))
        for folder in (trust, self.bureau_state / "trust"):
            (folder / "operator.jwk").write_text(json.dumps(operator.public.jwk()))
        (trust / f"agency-{AGENCY}.pem").write_bytes(signer.certificate_pem)
        (trust / f"agency-{AGENCY}.seal.json").write_text(self.agency.public.to_json())
        (self.bureau_state / "trust" / "revocation").mkdir()
        for update in updates(NOTHING, [entry("01", "01")], datetime.now(UTC)):
            (self.bureau_state / "trust" / "revocation" / f"{update.number:06d}.jws").write_text(update.sign(operator))

    # --- processes

    def start(self, which: str, *wrapper: str) -> None:
        """Start ``gateway`` or ``uplink`` as in the field; the gateway is waited for."""
        package, file = ("bureau", "bureau.toml") if which == "gateway" else ("kiosk", "kiosk.toml")
        command = [*wrapper, sys.executable, "-m", package, which, "--config", str(self.directory / file)]
        self.processes[which] = subprocess.Popen(command, cwd=ROOT, stderr=open(self.directory / f"{which}.log", "ab"))  # noqa: SIM115  # its own
        if which == "gateway":
            wait_until(self.answers)

    def answers(self) -> bool:
        """Whether the gateway answers."""
        trusting = ssl.create_default_context(cafile=str(self.state / "trust" / "bureau-root.pem"))
        try:
            with urllib.request.urlopen(f"https://127.0.0.1:{self.port}/healthz", context=trusting, timeout=2) as answer:
                return bool(answer.status == 200)
        except (OSError, urllib.error.URLError):
            return False

    def kill(self, which: str) -> None:
        """End a process the hard way, if it runs."""
        process = self.processes.pop(which, None)
        if process is not None:
            process.kill()
            process.wait()

    def close(self) -> None:
        """End everything that was started."""
        for which in list(self.processes):
            self.kill(which)

    # --- what the two ends say

    def hello(self) -> None:
        """The counter says hello."""
        self.post.hello(software="test", flows_sha256="00", boot="test")

    def withdraw(self) -> Withdraw:
        """A small sealed message."""
        return Withdraw(request=uuid7(datetime.now(UTC)), visit="visit")

    def settled(self, true: Callable[[], object]) -> Callable[[], object]:
        """``true`` after the counter has read its inbox."""

        def look() -> object:
            self.post.settle()
            return true()

        return look

    def open_one(self, id_: str) -> Message:
        """The desk: open one stored envelope with the agency's key and say so."""
        row = self.store.envelope(id_)
        assert row is not None
        keyring = Keyring()
        keyring.add(Role.KIOSK, SITE, self.device.public)
        message, _ = unseal(verify(row.octets, role=Role.KIOSK, owner=SITE, keyring=keyring), self.agency)
        self.store.mark_opened(id_)
        self.say(sign_open("opened", Opened(envelope=id_, sha256=row.sha256), sender=AGENCY, to=SITE, key=self.agency_key, link=None,
                           at=datetime.now(UTC)), about=id_)
        return message

    def reply(self, kind: str, message: Message, visit_key: PublicSealingKey) -> None:
        """The desk: answer a visit."""
        self.say(seal(kind, message, sender=AGENCY, to=SITE, key=self.agency_key, recipient=visit_key, link=None, at=datetime.now(UTC)))

    def say(self, envelope: Envelope, about: str | None = None) -> None:
        """Hand an envelope to the gateway; ``about``: the row that it says was opened."""
        self.store.put_down(SITE, envelope.header.id, envelope.octets, about=about)
        ring(self.directory / "run" / GATEWAY)


