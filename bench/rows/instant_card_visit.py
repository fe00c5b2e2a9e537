"""Machine time of an instant card visit: everything the citizen waits for that is not the citizen's own doing.

Ours: the journal's ``machine`` note of a whole visit (property list by card) through window, engine, uplink, gateway, desk and
printers; the 1.5 s in which "kept safely" can be read are part of it. Limit: the same primitives back to back in one
process: seal, sign, verify and open of each message, the card's RSA signature and CMS, page set and sealed, slip drawn, one
fsync for each durable commit. ``real`` needs root (``make bench`` gives it a namespace) and is left out without.
"""
from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from bench.measurement import Measurement, NotMeasured, interleave
from bench.rows.envelope import Parties
from bureau.documents.content import Paper, groups
from bureau.documents.page import Press
from bureau.documents.seal import DocumentSeal
from bureau.registers import Answer, Question, Sheet
from kiosk.slip import Slip, slip_pdf
from rehearsal.headless import Rehearsal, play
from rehearsal.namespace import inside
from wire.messages import Head

FLOW = "changhua-tax.property-list"
MESSAGES, COMMITS = 5, 12
CODE = "AAAA-AAAA-AAAA"
LIMIT = "the same primitives back to back in one process"


class Primitives:
    """What must be computed and made durable in such a visit, with keys and templates ready."""

    def __init__(self, site: Path) -> None:
        self._parties, self._press = Parties(), Press()
        keys = site / "bureau" / "keys"
        document, root = keys / "document-changhua-tax.pem", site / "bureau" / "pki" / "root.pem"
        self._seal = DocumentSeal(document, document.with_suffix(".crt"), root)
        self._card = rsa.generate_private_key(65537, 2048)
        self._file = site / "fsyncs"

    def once(self) -> float:
        """Milliseconds for all of it once."""
        began = time.monotonic()
        for _ in range(MESSAGES):
            self._parties.opened(self._parties.sealed(Head()).octets)
        self._card.sign(b"statement", padding.PKCS1v15(), hashes.SHA256())
        answer = Answer(Question("property", "A123456789"), tuple(Sheet(name, ("address",)) for name in ("houses", "parcels", "vehicles")))
        paper = Paper("property-list", "財產歸屬資料清單", "彰化縣地方稅務局", "王小明", "A123****89", "彰化縣", "",
                      "115-BENCH", CODE, f"https://127.0.0.1/check/{CODE}", datetime.now(UTC), groups(answer))
        self._seal.seal(self._press.set(paper).pdf, agency="彰化縣地方稅務局")
        done = ("文件已交給您",)
        slip_pdf(Slip("zh-TW", "埔心鄉公所", "收執聯", "案號", "bench-000001-01", "民國 115 年", "接下來", done, "x" * 22, "查進度"))
        with self._file.open("ab") as file:
            for _ in range(COMMITS):
                file.write(bytes(4096))
                file.flush()
                os.fdatasync(file.fileno())
        return (time.monotonic() - began) * 1000


def visits(parts: str, rounds: int) -> Measurement:
    """Whole visits and bare primitives in turns, on one site."""
    with tempfile.TemporaryDirectory() as folder:
        site, out = Path(folder) / "site", Path(folder) / "out"
        rehearsal = Rehearsal(site, parts, Path(folder) / "log")
        try:
            rehearsal.start()
            primitives = Primitives(site)

            def visit() -> float:
                summary = play(rehearsal, out, FLOW, "card", "zh-TW")
                if summary["outcome"] != "delivered":
                    raise NotMeasured(f"a visit with {parts} parts ended {summary['outcome']}")
                return float(summary["machine_ms"])

            return Measurement("ms", LIMIT, interleave(rounds, visit, primitives.once), part=parts)
        finally:
            rehearsal.stop()


def measure(rounds: int) -> Iterator[Measurement]:
    """Simulated parts, then real ones where they can run."""
    yield visits("simulated", rounds)
    if not inside():
        raise NotMeasured("real parts need root and a namespace of their own: make bench as root")
    yield visits("real", rounds)
