"""JSON Web Signatures with ES256 (RFC 7515, RFC 7518 §3.4), in exactly one spelling each.

Envelopes are flattened JSON, records are compact. Both are written here over
:class:`wire.keys.SigningKey` and not with a JOSE library, because the seal binds the
protected octets before there is a payload to sign, because the octets of an envelope are
chained by their hash and so must have one spelling only (member order, no white space,
``s`` in the lower half), and because such a library costs every process 0.17 s of start.
joserfc and jwcrypto judge it in the tests.
"""
from __future__ import annotations

import re
from dataclasses import dataclass

from wire.codec.errors import Malformed
from wire.codec.padding import LARGEST
from wire.codec.strict import b64, read_object, unb64
from wire.keys import PublicKey, SigningKey, is_low_s

LARGEST_OCTETS = (LARGEST + 8 * 1024) * 4 // 3 + 4 * 1024
"""Longest envelope accepted: the largest padded plaintext, sealed, in base64url, with its header."""
_LARGEST_HEADER = 2 * 1024
_FLAT = re.compile(rb'\{"protected":"([A-Za-z0-9_-]+)","payload":"([A-Za-z0-9_-]+)","signature":"([A-Za-z0-9_-]{86})"\}\Z')
_COMPACT = re.compile(rb"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{86})\Z")


@dataclass(frozen=True)
class Jws:
    """One signature, taken apart and not yet verified."""

    protected: bytes
    """The exact BASE64URL(protected) octets."""
    header: bytes
    """The decoded protected header, JSON not yet read."""
    payload: bytes
    signed: bytes
    """What the signature is over."""
    signature: bytes

    def check(self, key: PublicKey) -> None:
        """Hold the signature against a key. Raises ``NotGenuine``."""
        key.verify(self.signature, self.signed)


def _take_apart(untrusted: bytes, form: re.Pattern[bytes]) -> Jws | None:
    found = form.match(untrusted)
    if found is None:
        return None
    untrusted_protected, untrusted_payload, untrusted_signature = found.groups()
    if len(untrusted_protected) > _LARGEST_HEADER:
        raise Malformed("header-too-large")
    signature = unb64(untrusted_signature)
    if not is_low_s(signature):
        raise Malformed("signature-not-canonical", "s stands in the upper half")
    signed = untrusted_protected + b"." + untrusted_payload
    return Jws(untrusted_protected, unb64(untrusted_protected), unb64(untrusted_payload), signed, signature)


def sign_flat(protected: bytes, payload: bytes, key: SigningKey) -> bytes:
    """Write flattened JSON; ``protected`` is already BASE64URL, ``payload`` is raw."""
    encoded = b64(payload).encode("ascii")
    signature = b64(key.sign(protected + b"." + encoded)).encode("ascii")
    return b'{"protected":"' + protected + b'","payload":"' + encoded + b'","signature":"' + signature + b'"}'


def read_flat(untrusted: bytes) -> Jws:
    """Take flattened JSON apart. Raises ``Malformed`` saying what is not in the one spelling."""
    if len(untrusted) > LARGEST_OCTETS:
        raise Malformed("too-large")
    jws = _take_apart(untrusted, _FLAT)
    if jws is not None:
        return jws
    members = set(read_object(untrusted))
    if not members <= {"protected", "payload", "signature"}:
        raise Malformed("unknown-field", "beside protected, payload, signature")
    if len(members) < 3:
        raise Malformed("missing-field", "one of protected, payload, signature")
    raise Malformed("not-canonical", "white space, order, type or alphabet")


def without_payload(octets: bytes) -> bytes:
    """Flattened JSON of ours with one zero octet in place of its payload: the header can still be read, nothing opened or verified."""
    found = _FLAT.match(octets)
    return octets if found is None else octets[:found.start(2)] + b"AA" + octets[found.end(2):]


def sign_compact(header: bytes, payload: bytes, key: SigningKey) -> str:
    """Write the compact form from raw header JSON and raw payload."""
    signed = f"{b64(header)}.{b64(payload)}"
    return f"{signed}.{b64(key.sign(signed.encode('ascii')))}"


def read_compact(untrusted: str) -> Jws:
    """Take the compact form apart. Raises ``Malformed``."""
    try:
        jws = _take_apart(untrusted.encode("ascii"), _COMPACT)
    except UnicodeEncodeError:
        jws = None
    if jws is None:
        raise Malformed("not-compact-jws")
    return jws
