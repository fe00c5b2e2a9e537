"""Strict reading: one spelling of base64url, JSON without surprises, models that refuse what they do not know."""
from __future__ import annotations

import base64
import json
import re
from datetime import datetime, timedelta
from typing import Annotated, Any, NoReturn, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, Field, ValidationError

from wire.codec.errors import Malformed

_BASE64URL = re.compile(rb"[A-Za-z0-9_-]*\Z")
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_LAST = {0: _ALPHABET, 2: _ALPHABET[::16], 3: _ALPHABET[::4]}
"""Which letters may end a text of that length (mod 4): those whose unused bits are zero (RFC 4648 §3.5)."""


def _in_utc(at: datetime) -> datetime:
    if at.utcoffset() != timedelta(0):
        raise ValueError("time must be in UTC")
    return at


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""An aware datetime in UTC."""
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 in 64 lower-case hex digits."""

Model = TypeVar("Model", bound=BaseModel)


def b64(octets: bytes) -> str:
    """Write base64url without padding (RFC 7515 §2)."""
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode("ascii")


def unb64(untrusted: str | bytes) -> bytes:
    """Read base64url in its only canonical spelling: no padding, no other characters, unused bits zero. Raises ``Malformed``."""
    try:
        untrusted_text = untrusted.encode("ascii") if isinstance(untrusted, str) else untrusted
    except UnicodeEncodeError:
        raise Malformed("not-base64url") from None
    if _BASE64URL.match(untrusted_text) is None or len(untrusted_text) % 4 == 1:
        raise Malformed("not-base64url")
    if untrusted_text[-1:] not in _LAST[len(untrusted_text) % 4]:
        raise Malformed("base64url-not-canonical")
    return base64.urlsafe_b64decode(untrusted_text + b"=" * (-len(untrusted_text) % 4))


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise Malformed("duplicate-key")
    return read


def _no_constant(_name: str) -> NoReturn:
    raise Malformed("not-json", "NaN and Infinity are not JSON")


def read_object(untrusted: bytes) -> dict[str, Any]:
    """Read exactly one JSON object: UTF-8, no duplicate keys, nothing before or after it. Raises ``Malformed``."""
    if untrusted[:1] != b"{" or untrusted[-1:] != b"}":
        raise Malformed("not-one-object")
    try:
        read = json.loads(untrusted.decode("utf-8"), object_pairs_hook=_no_twins, parse_constant=_no_constant)
    except RecursionError:
        raise Malformed("nested-too-deep") from None
    except ValueError:
        raise Malformed("not-json") from None
    if not isinstance(read, dict):
        raise Malformed("not-one-object")
    return read


def read_model(model: type[Model], untrusted: bytes) -> Model:
    """Read one JSON object into a model: no unknown field, no coercion of types. Raises ``Malformed`` naming the field, never its value."""
    read_object(untrusted)
    try:
        return model.model_validate_json(untrusted, strict=True)
    except ValidationError as wrong:
        first = wrong.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(str(step)[:40] for step in first["loc"][:3])
        code = {"extra_forbidden": "unknown-field", "missing": "missing-field"}.get(first["type"], "wrong-type")
        raise Malformed(code, f"{model.__name__}.{where}" if code != "unknown-field" else model.__name__) from None
