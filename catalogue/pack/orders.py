"""What the bureau lays down for a group of counters beside the services: its agencies' keys, and limits. One target of its own in the list.

It stands apart from the catalogue, so that going back to earlier services never brings back an earlier key. An agency is named
with both keys: the certificate that checks what it says, and the public key that what it is told is sealed to.
"""
import json  # annotations are not put off here: msgspec would have to read them as text at every start
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from catalogue.lines import FileError, FileErrors, loaded

FORM = 1


class NoOrders(ValueError):
    """These octets are no orders that this program can read; the message says what to do."""


class AgencyKeys(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``certificate``: PEM. ``seal``: the public sealing key as its JSON text (wire.keys)."""

    certificate: Annotated[str, Meta(min_length=1, max_length=20_000)]
    seal: Annotated[str, Meta(min_length=1, max_length=20_000)]


class Orders(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``agencies`` empty: the keys that enrolment left go on. ``limits``: by their names in kiosk.toml, before which they go."""

    form: int = FORM
    agencies: Annotated[dict[str, AgencyKeys], Meta(max_length=200)] = {}
    limits: Annotated[dict[str, Annotated[int, Meta(ge=0, le=1_000_000)]], Meta(max_length=50)] = {}

    def octets(self) -> bytes:
        """As it is signed: the same orders make the same octets."""
        return json.dumps(msgspec.to_builtins(self), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def decoded(octets: bytes) -> Orders:
    """The orders of these octets. Raises ``NoOrders``."""
    try:
        orders = msgspec.json.decode(octets, type=Orders)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise NoOrders(f"are no orders that this program reads ({error}); update the program") from None
    if orders.form != FORM:
        raise NoOrders(f"are no orders that this program reads (form {orders.form}, not {FORM}); update the program")
    return orders


def gathered(trust: Path | None, limits: Path | None) -> Orders:
    """Of a folder with ``agency-<name>.pem`` and ``agency-<name>.seal.json``, and a TOML file with ``[limits]``. Raises ``FileErrors``."""
    agencies: dict[str, AgencyKeys] = {}
    for certificate in sorted(trust.glob("agency-*.pem")) if trust is not None else ():
        seal = certificate.with_suffix("").with_suffix(".seal.json")
        if not seal.exists():
            raise FileErrors([FileError(seal, 1, "is missing; an agency needs both its keys")])
        agencies[certificate.stem.removeprefix("agency-")] = AgencyKeys(certificate.read_text("ascii"), seal.read_text("ascii"))
    if trust is not None and not agencies:
        raise FileErrors([FileError(trust, 1, "holds no agency-*.pem; name the bureau's folder of public keys")])
    named = loaded(limits, limits.read_text("utf-8")).get("limits", {}) if limits is not None else {}
    try:
        return decoded(Orders(agencies=agencies, limits=named).octets())
    except NoOrders as error:
        raise FileErrors([FileError(limits or trust or Path(), 1, str(error))]) from None
