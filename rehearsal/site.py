"""A whole enrolled site in one directory: bureau, counter, county, cards, devices; made once, kept afterwards.

::

    kiosk.toml bureau.toml
    kiosk/     the counter's state          run/     its sockets
    bureau/    the bureau's state           cabinet/ simulated devices and the deck of cards
    citizen-ca/ the ministry's part, played by us
"""
from __future__ import annotations

import hashlib
from pathlib import Path

from bureau.store import Store
from kiosk.config import OPTIONAL
from provisioning.bureau import found, revoke
from provisioning.enrol import enrol as enrol_counter
from rehearsal.citizen_ca import CitizenCas
from rehearsal.deck import certificate, deal
from wire.certificate import revocation_name

ROOT = Path(__file__).resolve().parent.parent
SITE = "puxin-01"
AGENCIES = {
    "changhua-tax": "彰化縣地方稅務局", "changhua-household": "彰化縣各戶政事務所", "taitung-social": "臺東縣政府社會處",
    "keelung-tax": "基隆市稅務局", "ntb-central": "財政部中區國稅局", "ntb-taipei": "財政部臺北國稅局",
    "changhua-land": "彰化縣各地政事務所", "changhua-motor": "彰化監理站", "changhua-social": "彰化縣政府社會處",
}
PATH_LIMIT = 90
WIDTH, HEIGHT, MM_PER_PIXEL = 1080, 1920, 0.277

SIMULATED = 'driver = "simulated"\ncabinet = "cabinet"\n'
REAL = {
    "card": 'driver = "pcsc"\nreader = "Virtual PCD 00 00"\nmodule = "/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so"\nkey_id = "02"\n',
    "scanner": 'driver = "camera"\n',
    "camera.document": 'driver = "files"\nfolder = "cabinet/document"\n',
    "camera.face": 'driver = "files"\nfolder = "cabinet/face"\n',
    "face": 'driver = "face_recognition"\nasked = 0\n',  # photographs cannot turn their heads
    "printer.a4": 'driver = "cups"\nserver = "127.0.0.1:6310"\nqueue = "A4"\ndevice = "ipp://localhost:8631/ipp/print"\n',
    "printer.receipt": 'driver = "cups"\nserver = "127.0.0.1:6310"\nqueue = "RECEIPT"\ndevice = "ipp://localhost:8632/ipp/print"\n',
}


def enrol(site: Path, parts: str = "simulated", *, dock: bool = False, wait_s: int = 180, scale: float = 1.0) -> None:
    """Make the site, or keep what is there and refresh the revocation list (it counts for 48 hours only)."""
    site.mkdir(parents=True, exist_ok=True)
    cas = CitizenCas(site / "citizen-ca")
    cas.write_trust(site / "citizen-ca" / "trusted")
    deal(cas, site / "cabinet" / "cards")
    found(site / "bureau", "彰化縣政府", AGENCIES, site / "citizen-ca" / "trusted")
    revoke(site / "bureau", [revocation_name(certificate(site / "cabinet" / "cards" / "revoked"))])
    counter = enrol_counter(site / "kiosk", site / "bureau" / "package")
    run = Path("/run/nightcounter") if parts == "real" else _short(site / "run")
    run.mkdir(parents=True, exist_ok=True)
    (site / "bureau.toml").write_text(_bureau_toml(run))
    (site / "kiosk.toml").write_text(_kiosk_toml(site, parts, run, _screen(dock, scale), wait_s))
    store = Store(f"sqlite:///{site / 'bureau' / 'bureau.db'}")
    store.create()
    store.enrol_kiosk(SITE, counter.device.jwk(), counter.transport.jwk(), counter.transport.kid, "accepted")


def _short(run: Path) -> Path:
    """Socket paths have at most 107 characters; a checkout that lies deep gets its run directory in ``/tmp``."""
    if len(str(run)) <= PATH_LIMIT:
        return run
    return Path("/tmp") / f"nightcounter-{hashlib.sha256(str(run).encode()).hexdigest()[:12]}"


def _bureau_toml(run: Path) -> str:
    agencies = "".join(
        f'[agency.{agency}]\nname = "{official}"\n'
        f'sign_key = "keys/agency-{agency}.pem"\nsign_cert = "keys/agency-{agency}.crt"\nseal_key = "keys/agency-{agency}.seal"\n'
        f'document_key = "keys/document-{agency}.pem"\ndocument_cert = "keys/document-{agency}.crt"\n'
        for agency, official in AGENCIES.items()
    )
    return f'flows = "{ROOT / "flows"}"\n\n[bureau]\nname = "彰化縣政府"\nstate = "bureau"\nrun = "{run / "bureau"}"\n\n{agencies}'


def _screen(dock: bool, scale: float) -> str:
    """The screen's table; ``scale`` below 1 shows the same screen smaller, so that it fits on a desk."""
    flags = f'fullscreen = {"false" if dock else "true"}\ndock = {"true" if dock else "false"}\n'
    return f"[screen]\nwidth = {round(WIDTH * scale)}\nheight = {round(HEIGHT * scale)}\nmm_per_pixel = {MM_PER_PIXEL / scale:.4f}\n{flags}"


def _kiosk_toml(site: Path, parts: str, run: Path, screen: str, wait_s: int) -> str:
    drivers = {device: REAL[device] if parts == "real" else SIMULATED for device in REAL}
    drivers |= dict.fromkeys(OPTIONAL, SIMULATED)  # no machine of ours has a headset socket, a keypad, a cabinet's door
    tables = "".join(f"[{device}]\n{driver}\n" for device, driver in drivers.items()).replace('"cabinet', f'"{site / "cabinet"}')
    return (
        f'flows = "{ROOT / "flows"}"\n\n[site]\nid = "{SITE}"\n'
        'name = {zh-TW = "埔心鄉公所", en = "Puxin Township Office", ja = "埔心郷役場"}\nphone = "04-000-0000"\n'
        f'state = "kiosk"\nrun = "{run}"\n\n{screen}\n'
        f'[uplink]\nurl = "https://127.0.0.1:8443"\n\n[limits]\nwait_s = {wait_s}\n\n{tables}'
    )
