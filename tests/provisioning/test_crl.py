"""The authorities' own lists, as openssl writes them, taken into the bureau's; the counter fetches the difference."""
from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from provisioning.bureau import found
from provisioning.crl import CrlFault, revoked
from rehearsal.citizen_ca import CitizenCas
from rehearsal.site import AGENCIES
from wire.keys import PublicKey
from wire.revocation import kept
from wire.roles import OPERATOR_OWNER, Keyring, Role

NOW = datetime.now(UTC)
CONFIG = """[ca]
default_ca = authority
[authority]
database = {folder}/index.txt
crlnumber = {folder}/crlnumber
default_md = sha256
crl_extensions = extensions
[extensions]
authorityKeyIdentifier = keyid:always
"""


class Authority:
    """One of the citizen CAs, whose list openssl writes."""

    def __init__(self, cas: CitizenCas, folder: Path, name: str) -> None:
        self.folder, self.certificate = folder, cas.certificate(name)
        folder.mkdir()
        (folder / "ca.cnf").write_text(CONFIG.format(folder=folder))
        (folder / "crlnumber").write_text("01\n")
        (folder / "index.txt").write_text("")
        self._key = cas.directory / f"{name}.key.pem"
        (folder / "ca.pem").write_bytes(self.certificate.public_bytes(Encoding.PEM))

    def publish(self, serials: list[int], days: int = 1, form: str = "PEM") -> Path:
        lines = [f"R\t301231235959Z\t261101000000Z\t{serial:040X}\tunknown\t/CN=one\n" for serial in serials]
        (self.folder / "index.txt").write_text("".join(lines))
        written, wanted = self.folder / "list.pem", self.folder / f"list.{form.lower()}"
        words = ["openssl", "ca", "-gencrl", "-config", str(self.folder / "ca.cnf"), "-cert", str(self.folder / "ca.pem"),
                 "-keyfile", str(self._key), "-crldays", str(days), "-out", str(written)]
        subprocess.run(words, check=True, capture_output=True)
        if form == "DER":
            subprocess.run(["openssl", "crl", "-in", str(written), "-outform", "DER", "-out", str(wanted)], check=True, capture_output=True)
        return wanted


@pytest.fixture
def bureau(tmp_path: Path) -> Path:
    cas = CitizenCas(tmp_path / "ca")
    cas.write_trust(tmp_path / "trusted")
    found(tmp_path / "bureau", "測試縣政府", dict(list(AGENCIES.items())[:1]), tmp_path / "trusted")
    return tmp_path / "bureau"


def key_of(bureau: Path, generation: str) -> str:
    certificate = x509.load_pem_x509_certificate((bureau / "trust" / "citizen-ca" / f"{generation}.pem").read_bytes())
    return certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest.hex()


@pytest.mark.parametrize("form", ["PEM", "DER"])
def test_a_list_of_each_generation_is_read_with_its_own_issuer(tmp_path: Path, bureau: Path, form: str) -> None:
    cas = CitizenCas(tmp_path / "ca")
    second, third = Authority(cas, tmp_path / "g2", "G2"), Authority(cas, tmp_path / "g3", "G3")
    lists = [second.publish([0x1F, 0x20], form=form), third.publish([0x1F], form=form)]
    named = set(revoked(lists, bureau / "trust" / "citizen-ca", NOW))
    assert named == {(key_of(bureau, "g2"), "1f"), (key_of(bureau, "g2"), "20"), (key_of(bureau, "g3"), "1f")}


def test_an_old_a_foreign_and_a_broken_list_are_refused_with_what_to_do(tmp_path: Path, bureau: Path) -> None:
    cas = CitizenCas(tmp_path / "ca")
    fresh = Authority(cas, tmp_path / "g3", "G3").publish([1])
    foreign = Authority(cas, tmp_path / "stranger", "stranger").publish([1])
    broken = tmp_path / "broken.pem"
    broken.write_bytes(fresh.read_bytes()[:-200])
    trust = bureau / "trust" / "citizen-ca"
    late = NOW + timedelta(days=2)
    for file, at, said in ((fresh, late, "fetch the newer"), (foreign, NOW, "signed by none"), (broken, NOW, "no certificate rev")):
        with pytest.raises(CrlFault, match=said):
            list(revoked([file], trust, at))


def test_the_operators_daily_word_reaches_list_and_package(tmp_path: Path, bureau: Path) -> None:
    authority = Authority(CitizenCas(tmp_path / "ca"), tmp_path / "g3", "G3")
    keyring = Keyring()
    keyring.add(Role.OPERATOR, OPERATOR_OWNER, PublicKey.from_jwk(json.loads((bureau / "trust" / "operator.jwk").read_text())))
    for serials in ([1, 2, 3], [2, 3, 4]):
        words = [sys.executable, "-m", "provisioning", "revoke", "--state", str(bureau), "--crl", str(authority.publish(serials))]
        said = subprocess.run(words, capture_output=True, text=True, check=True)
    assert "2 entries changed" in said.stdout
    held = kept.load(bureau / "trust" / "revocation", keyring)
    assert held is not None
    assert [held.holds(key_of(bureau, "g3"), str(serial)) for serial in range(1, 5)] == [False, True, True, True]
    assert not held.stale(datetime.now(UTC), 48)
    counter = tmp_path / "counter"
    assert kept.keep(counter, kept.held_back(bureau / "package" / "revocation", 0, 10**9), keyring) == held.number
    fetched = kept.load(counter, keyring)
    assert fetched is not None
    assert fetched.entries.digest() == held.entries.digest()


def test_a_list_that_cannot_be_read_changes_nothing(tmp_path: Path, bureau: Path) -> None:
    before = sorted((path.name, path.read_bytes()) for path in (bureau / "trust" / "revocation").iterdir())
    (tmp_path / "none.pem").write_text("hello")
    words = [sys.executable, "-m", "provisioning", "revoke", "--state", str(bureau), "--crl", str(tmp_path / "none.pem")]
    said = subprocess.run(words, capture_output=True, text=True, check=False)
    assert said.returncode == 2
    assert "none.pem: no certificate revocation list" in said.stderr
    assert sorted((path.name, path.read_bytes()) for path in (bureau / "trust" / "revocation").iterdir()) == before
