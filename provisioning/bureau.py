"""Founds a bureau: its root, its keys, and the package of public things that a counter takes home at enrolment.

A directory of a bureau (``[bureau] state``)::

    pki/root.pem root.key.pem           one root for TLS and documents
    keys/gateway.pem gateway-tls.*      the gateway's signing key and TLS
    keys/desk-tls.*                     the desk's TLS
    keys/agency-<id>.pem .crt .seal     signs and opens in the agency's name
    keys/document-<id>.pem .crt         seals documents (PAdES)
    keys/operator.pem                   signs commands and revocation lists; belongs in a safe, not here, on a live bureau
    trust/                              what the bureau believes: citizen CAs, operator's public key, revocation list
    package/                            what a counter takes home
"""
from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from provisioning.bureau_pki import Credential, issue, make_root, name, read_root, write_private
from wire.certificate import POLICIES
from wire.codec.strict import unb64
from wire.keys import SealingKey, SigningKey
from wire.revocation import ENTRY, NOTHING, entry, kept, updates
from wire.roles import OPERATOR_OWNER, Keyring, Role

HOSTS = ("localhost", "127.0.0.1")
SEAL_DAYS = 365
REVOCATION = "revocation"


def found(state: Path, organisation: str, agencies: dict[str, str], citizen_cas: Path, hosts: Sequence[str] = HOSTS) -> None:
    """Make everything of the table above that is not there yet; ``agencies`` is id → official name, ``citizen_cas`` a folder of PEM files.

    An agency that joins later gets its keys below the same root.
    """
    founded = (state / "package" / "bureau-root.pem").exists()
    root = read_root(state / "pki") if founded else _begin(state, organisation, citizen_cas, hosts)
    for agency, official in agencies.items():
        if not (state / "package" / f"agency-{agency}.pem").exists():
            _join(state, root, agency, official)
    shutil.copyfile(state / "pki" / "root.pem", state / "package" / "bureau-root.pem")


def _begin(state: Path, organisation: str, citizen_cas: Path, hosts: Sequence[str]) -> Credential:
    """Root, TLS, the keys of gateway and operator, whom the bureau trusts."""
    for folder in ("pki", "keys", "trust/citizen-ca", "package/citizen-ca"):
        (state / folder).mkdir(parents=True, exist_ok=True)
    root = make_root(organisation)
    write_private(state / "pki" / "root.key.pem", root.key_pem)
    (state / "pki" / "root.pem").write_bytes(root.certificate_pem)
    for server in ("gateway", "desk"):
        _keep(state / "keys", f"{server}-tls", issue(root, name(organisation, server), "tls", hosts=tuple(hosts)))
    for signer in ("gateway", "operator"):
        key = SigningKey.generate()
        key.save(state / "keys" / f"{signer}.pem")
        for folder in ("trust", "package"):
            (state / folder / f"{signer}.jwk").write_text(json.dumps(key.public.jwk()))
    for certificate in sorted((*citizen_cas.glob("*.pem"), *citizen_cas.glob(POLICIES))):
        for folder in ("trust", "package"):
            shutil.copyfile(certificate, state / folder / "citizen-ca" / certificate.name)
    revoke(state, ())
    return root


def _join(state: Path, root: Credential, agency: str, official: str) -> None:
    """The keys of one agency; its certificate goes into the package last."""
    _keep(state / "keys", f"agency-{agency}", issue(root, name(official, f"{agency} messages"), "agency"))
    _keep(state / "keys", f"document-{agency}", issue(root, name(official, official), "document"))
    seal = SealingKey.generate(expires=datetime.now(UTC).replace(microsecond=0) + timedelta(days=SEAL_DAYS))
    seal.save(state / "keys" / f"agency-{agency}.seal")
    (state / "package" / f"agency-{agency}.seal.json").write_text(_text(seal.public.to_json()))
    shutil.copyfile(state / "keys" / f"agency-{agency}.crt", state / "package" / f"agency-{agency}.pem")


def revoke(state: Path, certificates: Iterable[tuple[str, str]], issued_at: datetime | None = None) -> int:
    """Sign the steps from the list that the bureau holds to exactly these certificates, named by :func:`wire.certificate.revocation_name`.

    The number of entries that changed. Where nothing did, one step still says so: a list must not look forgotten.
    """
    key, folder = SigningKey.load(state / "keys" / "operator.pem"), state / "trust" / REVOCATION
    keyring = Keyring()
    keyring.add(Role.OPERATOR, OPERATOR_OWNER, key.public)
    held = kept.load(folder, keyring) or NOTHING
    at = (issued_at or datetime.now(UTC)).replace(microsecond=0)
    made = updates(held, (entry(*one) for one in certificates), max(at, held.issued_at or at))
    package = state / "package" / REVOCATION
    for where in (folder, package):
        where.mkdir(parents=True, exist_ok=True)
    signed = {update.number: update.sign(key) for update in made}
    kept.keep(folder, signed.values(), keyring)
    for number, text in signed.items():
        for where in (folder, package):
            (where / f"{number:06d}.jws").write_text(text)
    return sum(len(unb64(one)) // ENTRY for update in made for one in (update.added, update.removed))


def _keep(keys: Path, label: str, credential: Credential) -> None:
    write_private(keys / f"{label}.pem", credential.key_pem)
    (keys / f"{label}.crt").write_bytes(credential.certificate_pem)


def _text(written: str | bytes) -> str:
    return written if isinstance(written, str) else written.decode()
