"""The certificate authorities' own revocation lists (RFC 5280, 5), read for the bureau's."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm


class CrlFault(Exception):
    """A list cannot be used; the text names the file and what to do."""


def revoked(files: Sequence[Path], cas: Path, at: datetime) -> Iterator[tuple[str, str]]:
    """Issuer key and serial number of every certificate on the lists, hex; complete lists only, PEM or DER.

    ``cas``: folder of the authorities' certificates, PEM. An authority is found by key and signature, as the generations share one name.
    Raises ``CrlFault`` for a list that is none, is over, is a delta, or is none of these authorities'.
    """
    authorities = [one for path in sorted(cas.glob("*.pem")) for one in x509.load_pem_x509_certificates(path.read_bytes())]
    for file in files:
        crl = _read(file)
        if crl.next_update_utc is not None and crl.next_update_utc < at:
            raise CrlFault(f"{file}: it was to be replaced on {crl.next_update_utc:%Y-%m-%d %H:%M} UTC; fetch the newer one")
        if any(isinstance(extension.value, x509.DeltaCRLIndicator) for extension in crl.extensions):
            raise CrlFault(f"{file}: a delta; fetch the complete list")
        issuer = next((one for one in authorities if _signed(crl, one)), None)
        if issuer is None:
            raise CrlFault(f"{file}: signed by none of the authorities in {cas}; add the certificate of its issuer")
        key = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest.hex()
        for one in crl:
            yield key, format(one.serial_number, "x")


def _read(file: Path) -> x509.CertificateRevocationList:
    octets = file.read_bytes()
    try:
        return x509.load_pem_x509_crl(octets) if octets.lstrip()[:5] == b"-----" else x509.load_der_x509_crl(octets)
    except ValueError:
        raise CrlFault(f"{file}: no certificate revocation list") from None


def _signed(crl: x509.CertificateRevocationList, authority: x509.Certificate) -> bool:
    try:
        return crl.issuer == authority.subject and crl.is_signature_valid(authority.public_key())  # type: ignore[arg-type]  # a CA's key
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return False
