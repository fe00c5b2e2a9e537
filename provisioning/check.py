"""The readiness report: what of this counter is in order, what is not, and what to do next.

Every line is a finding; nothing in it is personal. A counter that is live must have no problem.
"""
from __future__ import annotations

import json
import shutil
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from catalogue.flow import load_catalogue
from catalogue.pack.client import Examination
from catalogue.pack.refusal import Refused
from catalogue.pack.source import Pack
from catalogue.toml import FileErrors
from hardware import DeviceError
from hardware.options import OptionWrong
from hardware.registry import open_device
from kiosk.config import Device, Kiosk
from wire.codec.errors import WireError
from wire.keys import PublicKey, PublicSealingKey, SigningKey
from wire.revocation import NOTHING, kept
from wire.roles import OPERATOR_OWNER, Keyring, Role

TEST_READER = ("vsmartcard-vpcd", "/etc/reader.conf.d/vpcd")


@dataclass(frozen=True)
class Finding:
    """One line of the report: what was looked at, whether it is in order, and where it is not, what to do."""

    what: str
    problem: str = ""

    def __str__(self) -> str:
        return f"problem  {self.what}: {self.problem}" if self.problem else f"ok       {self.what}"


def look(config: Kiosk) -> list[Finding]:
    """Look at everything; the order is that of the work to be done."""
    return [*_keys(config), *_trust(config), *_flows(config), *_devices(config), *_voice(config), *_live(config)]


def _keys(config: Kiosk) -> Iterator[Finding]:
    for label, path in (("device key", config.uplink.device_key), ("transport key", config.uplink.transport_key)):
        try:
            kid = SigningKey.load(path).kid
            loose = stat.S_IMODE(path.stat().st_mode) & 0o077
            yield Finding(f"{label} {kid}", f"{path} can be read by others; chmod 600 it" if loose else "")
        except WireError as error:
            yield Finding(label, f"{error}")


def _trust(config: Kiosk) -> Iterator[Finding]:
    trust, now = config.uplink.trust, datetime.now(UTC)
    yield _present(config.uplink.ca, "bureau's root")
    for seal in sorted(trust.glob("agency-*.seal.json")):
        agency = seal.name.removeprefix("agency-").removesuffix(".seal.json")
        expires = PublicSealingKey.from_json(seal.read_text()).expires
        over = expires is not None and expires < now
        yield Finding(f"encryption key of {agency}", f"ran out on {expires:%Y-%m-%d}; enrol again" if over and expires else "")
    try:
        keyring = Keyring()
        keyring.add(Role.OPERATOR, OPERATOR_OWNER, PublicKey.from_jwk(_json(trust / "operator.jwk")))
        held = kept.load(trust / "revocation", keyring) or NOTHING
        stale = held.stale(now, config.limits.revocation_hours)
        old = f"older than {config.limits.revocation_hours} h or not whole: certificates count one level less until the line brings more"
        since = f"{held.issued_at:%Y-%m-%d %H:%M} UTC" if held.issued_at else "nowhere"
        yield Finding(f"revocation list of {since}, {len(held.entries)} certificates", old if stale else "")
    except (OSError, WireError) as error:
        yield Finding("revocation list", f"{error}; certificates count one level less")
    yield Finding("citizen CAs", "" if list((trust / "citizen-ca").glob("*.pem")) else f"none in {trust / 'citizen-ca'}; enrol again")


def _flows(config: Kiosk) -> Iterator[Finding]:
    try:
        catalogue = load_catalogue(config.flows)
        yield Finding(f"{len(catalogue.flows)} services in {config.flows}")
    except FileErrors as errors:
        yield Finding("flows", f"{errors}")
    if isinstance(config.flows, Pack):
        yield _pack(config.flows)


def _pack(pack: Pack) -> Finding:
    """What would be said of the pack directory by somebody who remembers nothing."""
    with TemporaryDirectory() as scratch:
        try:
            found = Examination(pack.directory, pack.root, Path(scratch) / "trust").found(pack.group, Path(scratch) / "taking.part")
        except Refused as refused:
            return Finding("pack", str(refused))
    return Finding(f"pack: list {found.number}, signatures count until {found.expires[:10]}")


def _devices(config: Kiosk) -> Iterator[Finding]:
    named: list[tuple[str, str, Device]] = [("card", "card", config.card), ("face", "face", config.face)]
    named += [("camera", f"camera.{name}", device) for name, device in config.camera.items()]
    named += [("printer", name, device) for name, device in config.printer.items()]
    named += [("sound", "sound", config.sound)] if config.sound is not None else []
    for kind, name, device in named:
        try:
            opened: Any = open_device(kind, name, device.driver, device.options)
        except (DeviceError, OptionWrong) as error:
            yield Finding(f"{name} ({device.driver})", str(error))
            continue
        try:
            yield Finding(f"{name} ({device.driver})", _works(kind, opened))
        except DeviceError as error:
            yield Finding(f"{name} ({device.driver})", f"{error}; look at cable, power and daemon")
        finally:
            opened.close()


def _works(kind: str, device: Any) -> str:
    if kind == "card":
        device.state()
    elif kind == "camera":
        device.frame()
    elif kind == "sound":
        device.headset()
    elif kind == "printer":
        problem = str(device.state().problem)
        return f"{problem}; see to it at the printer" if problem else ""
    return ""


def _voice(config: Kiosk) -> Iterator[Finding]:
    """Who sees nothing can do nothing at a counter that does not speak."""
    for lang in config.site.languages:
        program = config.voice.program(lang)
        command = program.command[0] if program is not None else ""
        mend = f"{command} is not installed" if command else f"name one in [voice.programs.{lang}]"
        yield Finding(f"voice in {lang}", "" if command and shutil.which(command) else mend)
    for label, player in (("loudspeaker", config.voice.speaker), ("headset", config.voice.headset or config.voice.speaker)):
        yield Finding(label, "" if player and shutil.which(player[0]) else f"{player[0] if player else 'no program'} is not installed")
    if config.sound is None:
        yield Finding("headset socket", "no [sound] table: nothing personal is ever spoken, so nobody can finish by ear")


def _live(config: Kiosk) -> Iterator[Finding]:
    if not config.site.live:
        return
    package, reader = TEST_READER
    installed = subprocess.run(["dpkg-query", "-W", package], capture_output=True, check=False).returncode == 0
    present = installed or Path(reader).exists()
    mend = f"{package} is installed: it listens on every interface; apt-get purge {package}"
    yield Finding("no virtual card reader", mend if present else "")
    if not config.site.phone:
        yield Finding("night telephone", "[site] phone is empty: citizens with a card left behind have nobody to call")


def _present(path: Path, what: str) -> Finding:
    return Finding(what, "" if path.exists() else f"{path} is missing; enrol again")


def _json(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text()))
