"""A bureau is founded, a counter enrolled, and the readiness report says what is not in order."""
from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.config import NotForLive, load
from provisioning.bureau import found, revoke
from provisioning.check import look
from provisioning.enrol import EnrolmentFault, enrol
from rehearsal.site import enrol as enrol_site
from wire.keys import SigningKey


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    enrol_site(folder)
    return folder


def problems(site: Path) -> dict[str, str]:
    return {finding.what: finding.problem for finding in look(load(site / "kiosk.toml")) if finding.problem}


def test_a_fresh_site_is_ready(site: Path) -> None:
    assert problems(site) == {}


def test_enrolling_again_keeps_the_keys(site: Path) -> None:
    before = SigningKey.load(site / "kiosk" / "keys" / "device.pem").kid
    assert enrol(site / "kiosk", site / "bureau" / "package").fingerprint == before


def test_founding_again_keeps_the_root(site: Path, tmp_path: Path) -> None:
    root = (site / "bureau" / "pki" / "root.pem").read_bytes()
    found(site / "bureau", "彰化縣政府", {"changhua-tax": "彰化縣地方稅務局"}, tmp_path)
    assert (site / "bureau" / "pki" / "root.pem").read_bytes() == root


def test_private_keys_are_readable_by_their_owner_alone(site: Path) -> None:
    bureau = site / "bureau" / "keys"
    private = [*(site / "kiosk" / "keys").glob("*.pem"), *bureau.glob("*.pem"), *bureau.glob("*.seal")]
    assert len(private) >= 9
    assert {path.stat().st_mode & 0o077 for path in private} == {0}


def test_a_package_with_something_missing_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    with pytest.raises(EnrolmentFault, match=r"bureau-root\.pem"):
        enrol(tmp_path / "state", tmp_path / "package")


def test_a_key_that_others_can_read_is_a_problem(site: Path) -> None:
    key = site / "kiosk" / "keys" / "device.pem"
    key.chmod(0o644)
    try:
        assert any("chmod 600" in problem for problem in problems(site).values())
    finally:
        key.chmod(0o600)


def test_a_stale_revocation_list_is_a_problem(site: Path) -> None:
    held, bureaus, package = (site / folder / "revocation" for folder in ("kiosk/trust", "bureau/trust", "bureau/package"))
    for folder in (held, bureaus, package):
        folder.rename(folder.with_suffix(".away"))
    try:
        revoke(site / "bureau", (), issued_at=datetime.now(UTC) - timedelta(hours=49))
        shutil.copytree(bureaus, held)
        assert any("older than 48 h" in problem for problem in problems(site).values())
    finally:
        for folder in (held, bureaus, package):
            shutil.rmtree(folder)
            folder.with_suffix(".away").rename(folder)


def test_the_report_exits_with_1_where_there_is_a_problem(site: Path) -> None:
    argv = [sys.executable, "-m", "provisioning", "check", "--config", str(site / "kiosk.toml")]
    assert subprocess.run(argv, capture_output=True, check=False).returncode == 0
    root = site / "kiosk" / "trust" / "bureau-root.pem"
    root.rename(root.with_suffix(".away"))
    try:
        report = subprocess.run(argv, capture_output=True, text=True, check=False)
    finally:
        root.with_suffix(".away").rename(root)
    assert report.returncode == 1
    assert "problem  bureau's root" in report.stdout


def test_a_live_site_refuses_simulated_parts(site: Path, tmp_path: Path) -> None:
    live = tmp_path / "kiosk.toml"
    live.write_text((site / "kiosk.toml").read_text().replace("[site]\n", "[site]\nlive = true\n"))
    with pytest.raises(NotForLive, match=r"card, scanner, face"):
        load(live)


@pytest.mark.parametrize(("wrong", "said"), [("langauges = ['en']", "languages"), ("live = 'yes'", "live")])
def test_a_slip_in_kiosk_toml_names_file_line_and_key(site: Path, tmp_path: Path, wrong: str, said: str) -> None:
    bent = tmp_path / "kiosk.toml"
    bent.write_text((site / "kiosk.toml").read_text().replace("[site]\n", f"[site]\n{wrong}\n"))
    argv = [sys.executable, "-m", "kiosk", "counter", "--config", str(bent)]
    told = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=60)
    assert told.returncode == 2
    assert f"{bent}:4:" in told.stderr
    assert said in told.stderr
