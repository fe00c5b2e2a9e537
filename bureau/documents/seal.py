"""The agency's seal on a PDF: PAdES baseline B-B, certified so that no later change is allowed.

Source: ETSI EN 319 142-1 §6; ISO 32000-2 §12.8.4 (DocMDP permission 1). The one file that knows pyHanko.
"""
from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from asn1crypto import keys, pem, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

FIELD = "AgencySeal"


@dataclass(frozen=True)
class SealVerdict:
    """What a validator says of a sealed document: untouched, and from a certificate below the root."""

    intact: bool
    trusted: bool
    whole: bool

    @property
    def good(self) -> bool:
        """Untouched from first to last byte and trusted."""
        return self.intact and self.trusted and self.whole


def _der(path: Path) -> bytes:
    octets = path.read_bytes()
    return bytes(pem.unarmor(octets)[2]) if pem.detect(octets) else octets


class DocumentSeal:
    """The document certificate and key of one agency, read once at the desk's start."""

    def __init__(self, key: Path, certificate: Path, root: Path) -> None:
        """Read the three PEM files. Raises ``FileNotFoundError`` and ``ValueError`` naming the file."""
        self.certificate = x509.Certificate.load(_der(certificate))
        registry = SimpleCertificateStore.from_certs([self.certificate, x509.Certificate.load(_der(root))])  # type: ignore[no-untyped-call]  # pyHanko left it untyped
        private = keys.PrivateKeyInfo.load(_der(key))
        self._signer = signers.SimpleSigner(self.certificate, private, registry, embed_roots=False)

    def seal(self, pdf: bytes, *, agency: str) -> bytes:
        """The same pages with the agency's seal. Blocks; must not run inside an event loop."""
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        metadata = signers.PdfSignatureMetadata(
            field_name=FIELD, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES, name=agency,
            certify=True, docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        )
        out = signers.PdfSigner(metadata, self._signer).sign_pdf(writer)
        return bytes(out.getvalue())


def judge(pdf: bytes, root: Path) -> SealVerdict:
    """Validate the seal against the bureau's root, offline. Raises ``ValueError`` where there is no seal or no PDF."""
    try:
        signature = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[0]
        context = ValidationContext(trust_roots=[x509.Certificate.load(_der(root))], allow_fetching=False)
        status = validate_pdf_signature(signature, signer_validation_context=context)
    except Exception as error:  # a broken PDF surfaces as any of a dozen unrelated types
        raise ValueError(f"not a sealed document: {type(error).__name__}") from error
    return SealVerdict(bool(status.intact and status.valid), bool(status.trusted), bool(status.bottom_line))
