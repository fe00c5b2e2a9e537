"""Half a million revoked certificates at a counter: asking, opening, a day's change, and the memory of a process that does it.

Peer: the authority's own revocation list of as many entries, written by openssl, read and asked with ``cryptography``, which is what a
counter would do that fetched lists. ``check``: processor time to ask for one certificate, half of them revoked. ``open``: from the disk
to the first answer. ``delta``: a day's 300 changes applied and kept (peer: the new list read anew). ``memory``: resident memory that
opening it and asking a thousand times (the peer: four) adds to a process of its own.
"""
from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from time import process_time

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from bench.measurement import Measurement, cpu_us, interleave
from wire.keys import SigningKey
from wire.revocation import NOTHING, Revocations, entry, kept, updates
from wire.roles import OPERATOR_OWNER, Keyring, Role

MANY, DAILY, ASKED, ASKED_THEM = 500_000, 300, 1000, 4
"""The peer looks through its list from the beginning each time."""
ISSUER = "0a" * 20
CONFIG = "[ca]\ndefault_ca=one\n[one]\ndatabase={0}/index.txt\ncrlnumber={0}/crlnumber\ndefault_md=sha256\n"
GROWTH = """
import sys
from pathlib import Path
def rss():
    return int(next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS")).split()[1])
{setup}
before = rss()
{work}
print((rss() - before) / 1024)
"""
OURS = ("import json\nfrom wire.keys import PublicKey\nfrom wire.revocation import kept\n"
        "from wire.roles import OPERATOR_OWNER, Keyring, Role\nring = Keyring()\n"
        "ring.add(Role.OPERATOR, OPERATOR_OWNER, PublicKey.from_jwk(json.loads(sys.argv[2])))\n",
        "held = kept.load(Path(sys.argv[1]), ring)\nfor number in range(1000): held.holds('0a' * 20, format(number * 999, 'x'))")
PEER = ("from cryptography import x509\n",
        "crl = x509.load_der_x509_crl(Path(sys.argv[1]).read_bytes())\n"
        "for number in range(4): crl.get_revoked_certificate_by_serial_number(number * 999)")


def measure(rounds: int) -> Iterator[Measurement]:
    """All four lines."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        serials = sorted(random.Random(5).sample(range(2**60), MANY))
        key, keyring, held = _ours(folder / "ours", serials)
        theirs = _theirs(folder, serials)
        crl = x509.load_der_x509_crl(theirs.read_bytes())
        asked = [number for pair in zip(serials[:ASKED], range(ASKED), strict=True) for number in pair]
        mine, other = cycle(asked), cycle(asked)
        yield Measurement("µs of CPU to ask", "the CRL, cryptography", interleave(
            rounds, lambda: cpu_us(lambda: held.holds(ISSUER, format(next(mine), "x")), ASKED),
            lambda: cpu_us(lambda: crl.get_revoked_certificate_by_serial_number(next(other)), ASKED_THEM)), "check")
        yield Measurement("ms of CPU to open", "the CRL, cryptography", interleave(
            rounds, lambda: _ms(lambda: _asked_of(kept.load(folder / "ours", keyring))), lambda: _ms(lambda: _read(theirs))), "open")
        yield Measurement("ms of CPU for a day's change", "the new CRL read", interleave(
            rounds, lambda: _delta(folder / "ours", key, keyring), lambda: _ms(lambda: _read(theirs))), "delta")
        public = json.dumps(key.public.jwk())
        yield Measurement("MiB of resident memory", "the CRL, cryptography", interleave(
            rounds, lambda: _grown(OURS, str(folder / "ours"), public), lambda: _grown(PEER, str(theirs), "")), "memory")


def _ms(action: Callable[[], object]) -> float:
    began = process_time()
    action()
    return (process_time() - began) * 1e3


def _asked_of(held: Revocations | None) -> bool:
    assert held is not None
    return held.holds(ISSUER, "1f")


def _read(path: Path) -> object:
    return x509.load_der_x509_crl(path.read_bytes()).get_revoked_certificate_by_serial_number(31)


def _ours(folder: Path, serials: list[int]) -> tuple[SigningKey, Keyring, Revocations]:
    key, keyring = SigningKey.generate(), Keyring()
    keyring.add(Role.OPERATOR, OPERATOR_OWNER, key.public)
    made = updates(NOTHING, [entry(ISSUER, format(serial, "x")) for serial in serials], datetime.now(UTC).replace(microsecond=0))
    kept.keep(folder, [update.sign(key) for update in made], keyring)
    held = kept.load(folder, keyring)
    assert held is not None
    return key, keyring, held


def _delta(folder: Path, key: SigningKey, keyring: Keyring) -> float:
    held = kept.load(folder, keyring)
    assert held is not None
    chance = random.Random(held.number)
    leaving = set(chance.sample(range(len(held.entries)), DAILY // 2))
    stays = [one for place, one in enumerate(held.entries) if place not in leaving]
    coming = [entry(ISSUER, format(chance.randrange(2**60), "x")) for _ in range(DAILY - DAILY // 2)]
    signed = updates(held, [*stays, *coming], datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=held.number))[0].sign(key)
    return _ms(lambda: kept.keep(folder, [signed], keyring))


def _theirs(folder: Path, serials: list[int]) -> Path:
    """As many entries by openssl, DER."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "bench")])
    now = datetime.now(UTC)
    certificate = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
                   .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=9)).sign(key, hashes.SHA256()))
    (folder / "ca.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "ca.key").write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                                      serialization.NoEncryption()))
    (folder / "ca.cnf").write_text(CONFIG.format(folder))
    (folder / "crlnumber").write_text("01\n")
    with open(folder / "index.txt", "w", encoding="ascii") as index:
        lines = "R\t301231235959Z\t261101000000Z\t{1:016X}\tunknown\t/CN={0}\n"
        index.writelines(lines.format(*one) for one in enumerate(serials))
    subprocess.run(["openssl", "ca", "-gencrl", "-config", str(folder / "ca.cnf"), "-cert", str(folder / "ca.pem"), "-keyfile",
                    str(folder / "ca.key"), "-crldays", "1", "-out", str(folder / "list.pem")], check=True, capture_output=True)
    subprocess.run(["openssl", "crl", "-in", str(folder / "list.pem"), "-outform", "DER", "-out", str(folder / "list.der")], check=True,
                   capture_output=True)
    return folder / "list.der"


def _grown(words: tuple[str, str], *arguments: str) -> float:
    program = GROWTH.format(setup=words[0], work=words[1])
    told = subprocess.run([sys.executable, "-c", program, *arguments], check=True, capture_output=True, text=True)
    return float(told.stdout)
