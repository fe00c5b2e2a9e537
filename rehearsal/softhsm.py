"""A token in software behind another maker's PKCS#11 module (SoftHSM 2): the same seam as a card's module, from other people."""
from __future__ import annotations

import os
import subprocess
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509 import load_pem_x509_certificate

MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN, OFFICER = "482913", "84920156"
_LABEL = "counter"


class SoftToken:
    """One token with the key and certificate of a card of the deck; ``environment`` must be set where its module is loaded."""

    def __init__(self, folder: Path) -> None:
        tokens = folder / "tokens"
        tokens.mkdir(parents=True)
        self._folder = folder
        self.environment = {"SOFTHSM2_CONF": str(folder / "softhsm2.conf")}
        (folder / "softhsm2.conf").write_text(f"directories.tokendir = {tokens}\nobjectstore.backend = file\nlog.level = ERROR\n")
        self._run("softhsm2-util", "--init-token", "--free", "--label", _LABEL, "--pin", PIN, "--so-pin", OFFICER)

    @property
    def reader(self) -> str:
        """What the module calls the slot of the token."""
        for line in self._run("pkcs11-tool", "--module", str(MODULE), "--list-token-slots").splitlines():
            if line.startswith("Slot"):
                return line.partition(": ")[2].strip()
        raise RuntimeError("SoftHSM shows no slot with a token")

    def load(self, key: Path, certificate: Path, key_id: str = "02") -> None:
        """Put a PEM key and its PEM certificate on the token."""
        private, public = self._folder / "key.der", self._folder / "certificate.der"
        private.write_bytes(load_pem_private_key(key.read_bytes(), None).private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
        public.write_bytes(load_pem_x509_certificate(certificate.read_bytes()).public_bytes(Encoding.DER))
        for kind, file in (("privkey", private), ("cert", public)):
            self._run("pkcs11-tool", "--module", str(MODULE), "--login", "--pin", PIN, "--write-object", str(file), "--type", kind,
                      "--id", key_id)
        private.unlink()

    def _run(self, *argv: str) -> str:
        return subprocess.run(argv, env={**os.environ, **self.environment}, capture_output=True, text=True, check=True).stdout
