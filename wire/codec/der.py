"""DER: the CMS of the citizen's card and the one certificate attribute that cryptography does not read.

The only file that knows asn1crypto. cryptography signs CMS with a key it holds; here the
card holds it and gets the signed attributes alone. An exception to the house's import table.
"""
from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from asn1crypto import algos, cms, core, tsp, x509

from wire.codec.errors import Malformed


class _AttributeValues(core.SetOf):  # type: ignore[misc]  # asn1crypto ships no types
    _child_spec = core.Any


class _Attribute(core.Sequence):  # type: ignore[misc]  # asn1crypto ships no types
    _fields = [("type", core.ObjectIdentifier), ("values", _AttributeValues)]  # noqa: RUF012  asn1crypto's own way to declare fields


class _Attributes(core.SequenceOf):  # type: ignore[misc]  # asn1crypto ships no types
    _child_spec = _Attribute


def directory_attribute(untrusted: bytes, oid: str) -> str | None:
    """Read one text of subjectDirectoryAttributes (RFC 5280 §4.2.1.8), None where it does not stand once. Raises ``Malformed``."""
    try:
        found = [attribute for attribute in _Attributes.load(untrusted, strict=True) if attribute["type"].dotted == oid]
        if len(found) != 1 or len(found[0]["values"]) != 1:
            return None
        value = found[0]["values"][0].native
    except (ValueError, TypeError, KeyError):
        raise Malformed("not-der", "subjectDirectoryAttributes") from None
    return value if isinstance(value, str) else None


def assemble(octets: bytes, signer: bytes, others: Sequence[bytes], sign: Callable[[bytes], bytes]) -> bytes:
    """Build detached SignedData over ``octets``: see :func:`wire.citizen.assemble_cms`."""
    certificate = x509.Certificate.load(signer)
    attributes = cms.CMSAttributes([
        cms.CMSAttribute({"type": "content_type", "values": ["data"]}),
        cms.CMSAttribute({"type": "message_digest", "values": [hashlib.sha256(octets).digest()]}),
        cms.CMSAttribute({"type": "signing_certificate_v2", "values": [_signing_certificate(certificate, signer)]}),
    ])
    info = cms.SignerInfo({
        "version": "v1",
        "sid": cms.SignerIdentifier({"issuer_and_serial_number": cms.IssuerAndSerialNumber({
            "issuer": certificate.issuer, "serial_number": certificate.serial_number,
        })}),
        "digest_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
        "signed_attrs": attributes,
        "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"}),
        "signature": sign(attributes.dump()),
    })
    data = cms.SignedData({
        "version": "v1",
        "digest_algorithms": [algos.DigestAlgorithm({"algorithm": "sha256"})],
        "encap_content_info": {"content_type": "data"},
        "certificates": [x509.Certificate.load(der) for der in dict.fromkeys((signer, *others))],
        "signer_infos": [info],
    })
    made: bytes = cms.ContentInfo({"content_type": "signed_data", "content": data}).dump()
    return made


def _signing_certificate(certificate: x509.Certificate, der: bytes) -> tsp.SigningCertificateV2:
    """RFC 5035: names the certificate by its SHA-256, so that another one with the same key cannot be put in its place."""
    issuer = x509.GeneralNames([x509.GeneralName("directory_name", certificate.issuer)])
    named = tsp.ESSCertIDv2({
        "cert_hash": hashlib.sha256(der).digest(),
        "issuer_serial": {"issuer": issuer, "serial_number": certificate.serial_number},
    })
    return tsp.SigningCertificateV2({"certs": [named]})


@dataclass(frozen=True)
class SignedParts:
    """One detached signature taken apart, its form checked, its RSA signature not yet."""

    signer: bytes
    """DER of the certificate that the signature names."""
    signed: bytes
    """DER of the signed attributes as SET OF: what the signature is over."""
    signature: bytes
    message_digest: bytes


def take_apart(untrusted: bytes) -> SignedParts:
    """Take detached SignedData with exactly one signer apart. Raises ``Malformed`` with the word for what is wrong."""
    try:
        content = cms.ContentInfo.load(untrusted, strict=True)
        if content["content_type"].native != "signed_data":
            raise Malformed("cms-not-signed-data")
        return _parts(content["content"])
    except (ValueError, TypeError, KeyError, IndexError, OverflowError, RecursionError):
        # asn1crypto reads lazily, so a broken octet may be noticed at any field
        raise Malformed("cms-not-der") from None


def _parts(data: cms.SignedData) -> SignedParts:
    if data["encap_content_info"]["content_type"].native != "data" or data["encap_content_info"]["content"].native is not None:
        raise Malformed("cms-not-detached")
    if len(data["signer_infos"]) != 1:
        raise Malformed("cms-not-one-signer")
    info = data["signer_infos"][0]
    algorithm = info["signature_algorithm"]["algorithm"].native
    if info["digest_algorithm"]["algorithm"].native != "sha256" or algorithm not in ("rsassa_pkcs1v15", "sha256_rsa"):
        raise Malformed("cms-algorithm", "SHA-256 with RSASSA-PKCS1-v1_5 expected")
    values: dict[str, core.Asn1Value] = {}
    for attribute in info["signed_attrs"]:
        name = attribute["type"].native
        if name in values or len(attribute["values"]) != 1:
            raise Malformed("cms-attributes", "each signed attribute stands once")
        values[name] = attribute["values"][0]
    if not {"content_type", "message_digest", "signing_certificate_v2"} <= set(values) or values["content_type"].native != "data":
        raise Malformed("cms-attributes", "content type, message digest and signing certificate expected")
    signer = _named_certificate(data, info["sid"], values["signing_certificate_v2"])
    return SignedParts(signer, info["signed_attrs"].untag().dump(), info["signature"].native, values["message_digest"].native)


def _named_certificate(data: cms.SignedData, sid: cms.SignerIdentifier, named: tsp.SigningCertificateV2) -> bytes:
    """Find the certificate that both the signer id and the signed attribute name."""
    first = named["certs"][0]
    if sid.name != "issuer_and_serial_number" or first["hash_algorithm"]["algorithm"].native != "sha256":
        raise Malformed("cms-signer-id")
    for choice in data["certificates"]:
        der: bytes = choice.chosen.dump()
        if choice.name == "certificate" and hashlib.sha256(der).digest() == first["cert_hash"].native:
            same_issuer = choice.chosen.issuer.dump() == sid.chosen["issuer"].dump()
            if same_issuer and choice.chosen.serial_number == sid.chosen["serial_number"].native:
                return der
    raise Malformed("cms-signer-id", "the certificate named is not in it")
