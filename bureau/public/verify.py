#!/usr/bin/env python3
"""Is what a receipt slip says in the bureau's log? One file, offline, for anybody: needs Python and the package cryptography.

    python3 verify.py --leaf LEAF --checkpoint SIZE/ROOT --time "2026-11-27 21:04" [--key FINGERPRINT] DAY.json [DAY.json …]

LEAF, SIZE/ROOT and the time stand on the slip. The day files are public the morning after (``https://…/log/2026-11-27.json``); where a
visit was near midnight, give both days. FINGERPRINT is the gateway's as the bureau prints it elsewhere; without it the key in the file is
shown to be compared. Says one of

    passed         0   the leaf stands in the log that the gateway signed, and so does the checkpoint of the slip
    failed         1   with a reason: signature, other-key, root-differs, gap, leaf-missing, checkpoint-differs
    indeterminate  2   with a reason: no-day (none given), other-day (leaf or checkpoint are not of the days given), unreadable

The log is RFC 6962 §2.1 (SHA-256), its checkpoint a JWS (RFC 7515, ES256); written apart from the bureau's own code on purpose.
"""
from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

TAIPEI = timezone(timedelta(hours=8))
CLOCKS = timedelta(minutes=10)
"""How far the slip's clock and the gateway's may lie apart."""


@dataclass(frozen=True)
class Verdict:
    """``said`` is passed, failed or indeterminate; ``reason`` one word of the list above."""

    said: str
    reason: str = ""


def _octets(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def fingerprint(jwk: dict[str, str]) -> str:
    """RFC 7638."""
    members = json.dumps({name: jwk[name] for name in ("crv", "kty", "x", "y")}, separators=(",", ":"), sort_keys=True)
    return base64.urlsafe_b64encode(hashlib.sha256(members.encode()).digest()).rstrip(b"=").decode()


def _signed(checkpoint: str, jwk: dict[str, str]) -> dict[str, Any] | None:
    """What the gateway signed, or None."""
    header, payload, signature = checkpoint.split(".")
    said: dict[str, Any] = json.loads(_octets(header))
    if (said.get("typ"), said.get("alg"), said.get("kid")) != ("counter-checkpoint+1", "ES256", fingerprint(jwk)):
        return None
    raw = _octets(signature)
    point = b"\x04" + _octets(jwk["x"]) + _octets(jwk["y"])
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    der = utils.encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    try:
        key.verify(der, f"{header}.{payload}".encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return None
    read: dict[str, Any] = json.loads(_octets(payload))
    return read


class Log:
    """Leaves put one behind the other on the roots of what was before them."""

    def __init__(self, size: int, peaks: list[bytes]) -> None:
        """``peaks``: of the complete subtrees before, largest first. Raises ``ValueError``."""
        if len(peaks) != size.bit_count():
            raise ValueError("peaks")
        self.size, self._peaks = size, list(peaks)

    def append(self, leaf: bytes) -> None:
        """One more leaf hash."""
        node, size = leaf, self.size
        while size & 1:
            node, size = hashlib.sha256(b"\x01" + self._peaks.pop() + node).digest(), size >> 1
        self._peaks.append(node)
        self.size += 1

    def root(self) -> bytes:
        """The root over everything so far."""
        if not self._peaks:
            return hashlib.sha256(b"").digest()
        node = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            node = hashlib.sha256(b"\x01" + peak + node).digest()
        return node


def verify(days: list[dict[str, Any]], leaf: str, checkpoint: str, time: datetime, key: str = "") -> Verdict:
    """Hold a slip against the day files given; ``leaf`` and the root in ``checkpoint`` may be shortened to their first 32 digits."""
    if not days:
        return Verdict("indeterminate", "no-day")
    size, _, root = checkpoint.partition("/")
    days = sorted(days, key=lambda one: int(one["before"]["size"]))
    at = int(days[0]["before"]["size"])
    leaf_there = checkpoint_there = False
    for day in days:
        signed = _signed(day["checkpoint"], day["gateway"])
        if signed is None:
            return Verdict("failed", "signature")
        if key and fingerprint(day["gateway"]) != key:
            return Verdict("failed", "other-key")
        log = Log(int(day["before"]["size"]), [bytes.fromhex(peak) for peak in day["before"]["peaks"]])
        if log.size != at:
            return Verdict("failed", "gap")
        roots = _roots(log, day["leaves"], int(size))
        if (log.size, log.root().hex()) != (signed["size"], signed["root"]):
            return Verdict("failed", "root-differs")
        if any(not found.startswith(root) for found in roots):
            return Verdict("failed", "checkpoint-differs")
        at, checkpoint_there = log.size, checkpoint_there or bool(roots)
        leaf_there = leaf_there or any(one.startswith(leaf) for one in day["leaves"])
    if leaf_there and checkpoint_there:
        return Verdict("passed")
    begins, ends = datetime.fromisoformat(days[0]["from"]), datetime.fromisoformat(days[-1]["until"])
    if not leaf_there and begins + CLOCKS <= time <= ends - CLOCKS:
        return Verdict("failed", "leaf-missing")
    return Verdict("indeterminate", "other-day")


def _roots(log: Log, leaves: list[str], size: int) -> list[str]:
    """Put the leaves behind the log; the root it had at that size, if it had."""
    roots = [log.root().hex()] if log.size == size else []
    for leaf in leaves:
        log.append(bytes.fromhex(leaf))
        if log.size == size:
            roots.append(log.root().hex())
    return roots


def main(arguments: list[str]) -> int:
    """Read the files, say the verdict. The exit status: 0, 1 or 2."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("days", nargs="*", type=Path, metavar="DAY.json")
    parser.add_argument("--leaf", required=True, help="as on the slip, at least 32 hex digits")
    parser.add_argument("--checkpoint", required=True, help="as on the slip: size/root")
    parser.add_argument("--time", required=True, help="as on the slip, Taipei time")
    parser.add_argument("--key", default="", help="the gateway's fingerprint")
    asked = parser.parse_args(arguments)
    try:
        time = datetime.fromisoformat(asked.time).replace(tzinfo=TAIPEI)
        days = [json.loads(path.read_text("utf-8")) for path in asked.days]
        verdict = verify(days, asked.leaf.lower(), asked.checkpoint.lower(), time, asked.key)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        verdict, days = Verdict("indeterminate", "unreadable"), []
    print(f"{verdict.said} {verdict.reason}".strip())
    if days and not asked.key:
        print(f"signed by {fingerprint(days[0]['gateway'])}: compare it with what the bureau prints elsewhere", file=sys.stderr)
    return {"passed": 0, "failed": 1, "indeterminate": 2}[verdict.said]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
