"""The counter opens, for real: window, card daemon, print daemon, printers, gateway, desk; judged by others' tools."""
from __future__ import annotations

import base64
import hashlib
import json
import shutil
import ssl
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from PIL import Image
from pyzbar.pyzbar import decode

from bureau.documents.seal import judge
from rehearsal.headless import Rehearsal, play
from rehearsal.rows import read_rows

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("visit")


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory, out: Path) -> Iterator[Rehearsal]:
    opened = Rehearsal(tmp_path_factory.mktemp("site"), "real", out / "log")
    try:
        opened.start()
        yield opened
    finally:
        opened.stop()


@pytest.fixture(scope="module")
def sockets() -> list[tuple[str, str]]:
    return []


@pytest.fixture(scope="module")
def summary(rehearsal: Rehearsal, out: Path, sockets: list[tuple[str, str]]) -> dict[str, Any]:
    def look(_sight: object) -> None:
        assert rehearsal.premises is not None
        counter = psutil.Process(rehearsal.premises.counter.pid)
        for process in (counter, *counter.children(recursive=True)):
            sockets.extend((str(one.family), str(one.raddr.ip if one.raddr else one.laddr.ip)) for one in process.net_connections("inet"))

    return play(rehearsal, out, "changhua-tax.house-registration", "card", "zh-TW", on_screen=look)


@pytest.fixture(scope="module")
def page(summary: dict[str, Any], out: Path) -> Path:
    return next((out / "paper").glob("a4-*.pdf"))


def test_the_visit_is_delivered_in_well_under_five_minutes(summary: dict[str, Any]) -> None:
    assert summary["outcome"] == "delivered"
    assert sum(summary["durations_ms"].values()) < 300_000
    assert summary["wiped"]
    assert {envelope["kind"] for envelope in summary["envelopes"]} >= {"request", "supplement", "outcome", "wiped"}


def test_the_screens_were_photographed_in_order(summary: dict[str, Any], out: Path) -> None:
    pictures = sorted((out / "screens").glob("*.png"))
    assert len(pictures) >= 15
    with Image.open(pictures[0]) as first:
        assert first.size == (1080, 1920)
        assert len(first.convert("RGB").getcolors(1 << 24) or []) > 50


def test_what_the_printer_received_is_what_the_agency_sealed(rehearsal: Rehearsal, summary: dict[str, Any], page: Path) -> None:
    digest = hashlib.sha256(page.read_bytes()).hexdigest()
    serial = next(one["serial"] for one in summary["pages"] if one["printer"] == "a4")
    assert bureau(rehearsal, "SELECT sha256, state FROM documents WHERE serial = ?", serial) == [(digest, "valid")]


def test_the_page_names_item_citizen_and_check_code(rehearsal: Rehearsal, page: Path) -> None:
    text = subprocess.run(["pdftotext", "-layout", str(page), "-"], capture_output=True, text=True, check=True).stdout
    code = bureau(rehearsal, "SELECT check_code FROM documents WHERE sha256 = ?", hashlib.sha256(page.read_bytes()).hexdigest())[0][0]
    assert "房屋稅籍證明" in text.replace(" ", "")
    assert "王小明" in text
    assert code in text


def test_two_validators_accept_the_seal_and_refuse_it_after_one_changed_byte(rehearsal: Rehearsal, page: Path, tmp_path: Path) -> None:
    root = rehearsal.config.uplink.ca
    assert judge(page.read_bytes(), root).good
    assert "Signature is Valid" in pdfsig(page)
    bent = bytearray(page.read_bytes())
    place = bent.index(b"stream", 200) + 40
    bent[place] ^= 1
    broken = tmp_path / "bent.pdf"
    broken.write_bytes(bent)
    assert "Signature is Valid" not in pdfsig(broken)
    try:
        verdict = judge(bytes(bent), root).good
    except ValueError:
        verdict = False
    assert not verdict


def test_the_slips_qr_is_an_opaque_token_that_only_the_bureaus_hash_knows(rehearsal: Rehearsal, summary: dict[str, Any], out: Path) -> None:
    slip = next((out / "paper").glob("receipt-*.pdf"))
    subprocess.run(["pdftoppm", "-r", "203", "-png", str(slip), str(out / "slip")], check=True)
    with Image.open(next(out.glob("slip*.png"))) as picture:
        token = decode(picture)[0].data.decode()
    assert len(token) == 22
    digest = hashlib.sha256(token.encode()).hexdigest()
    assert bureau(rehearsal, "SELECT case_no FROM cases WHERE token_sha256 = ?", digest) == [(summary["case"],)]


def test_openssl_accepts_the_citizens_signature_over_what_the_desk_stored_and_nothing_else(rehearsal: Rehearsal, summary: dict[str, Any],
                                                                                           tmp_path: Path) -> None:
    message = json.loads(bureau(rehearsal, "SELECT message FROM askings WHERE kind = 'request'")[0][0])
    evidence = message["evidence"][0]
    (tmp_path / "statement").write_bytes(octets(evidence["statement"]))
    (tmp_path / "cms").write_bytes(octets(evidence["cms"]))
    cas = rehearsal.site / "citizen-ca"
    assert openssl_accepts(tmp_path, cas / "root.pem")
    bent = bytearray(octets(evidence["statement"]))
    bent[10] ^= 1
    (tmp_path / "statement").write_bytes(bent)
    assert not openssl_accepts(tmp_path, cas / "root.pem")
    (tmp_path / "statement").write_bytes(octets(evidence["statement"]))
    assert not openssl_accepts(tmp_path, cas / "stranger.pem")


def test_the_public_check_page_knows_the_code_and_no_name(rehearsal: Rehearsal, page: Path) -> None:
    code = bureau(rehearsal, "SELECT check_code FROM documents WHERE sha256 = ?", hashlib.sha256(page.read_bytes()).hexdigest())[0][0]
    trusted = ssl.create_default_context(cafile=str(rehearsal.config.uplink.ca))
    with urllib.request.urlopen(f"https://127.0.0.1:8444/check/{code}", context=trusted) as answer:
        text = answer.read().decode()
    assert "有效" in text
    assert "王小明" not in text


def test_the_counter_talks_to_nobody_but_its_own_machine(summary: dict[str, Any], sockets: list[tuple[str, str]]) -> None:
    assert summary["outcome"] == "delivered"
    assert [address for _, address in sockets if address not in ("127.0.0.1", "::1", "")] == []


def test_nothing_readable_waits_in_the_outbox_after_the_desk_has_opened_it(rehearsal: Rehearsal, summary: dict[str, Any]) -> None:
    assert summary["outcome"] == "delivered"
    assert read_rows(rehearsal.config.site.state / "outbox.db", "SELECT id FROM row WHERE kind IN ('request', 'supplement')") == []


def test_the_processes_have_the_arguments_they_have_in_the_field(rehearsal: Rehearsal) -> None:
    assert rehearsal.premises is not None
    units = {unit.stem.removeprefix("nightcounter-"): unit.read_text() for unit in Path("systemd").glob("*.service")}
    for name, unit in units.items():
        kept = getattr(rehearsal.premises, name)
        field = next(line for line in unit.splitlines() if line.startswith("ExecStart=")).split()[1:]
        here = psutil.Process(kept.pid).cmdline()[1:]
        assert here[:-1] == field[:-1], name


def bureau(rehearsal: Rehearsal, sql: str, *values: str) -> list[tuple[Any, ...]]:
    return read_rows(rehearsal.site / "bureau" / "bureau.db", sql, *values)


def octets(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def pdfsig(path: Path) -> str:
    return subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=False).stdout


def openssl_accepts(folder: Path, ca: Path) -> bool:
    assert shutil.which("openssl")
    argv = ["openssl", "cms", "-verify", "-inform", "DER", "-in", str(folder / "cms"), "-content", str(folder / "statement"), "-binary",
            "-CAfile", str(ca), "-purpose", "any", "-out", "/dev/null"]
    return subprocess.run(argv, capture_output=True, check=False).returncode == 0
