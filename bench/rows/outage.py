"""An outage ends: counters that are none come back to a real gateway, all at once.

``storm``: a thousand of them with a hello and one message each; seconds until the last has its receipt. Peer: as many connections that
bring one signed body each to :mod:`bench.bare_gateway`, so that the handshakes are the same. ``backlog``: a thousand with 58 messages each
(25 visits a day, 56 hours); milliseconds a message until all have their receipts. Peer: the same messages at the bare one, over 32
connections. ``wrong``: messages lost, doubled or out of order in both, chains that do not end as sent, receipts that differ; plus one,
for a count of nothing has no ratio. Each is played once.
"""
from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.measurement import Measurement
from bench.rows.gateway_accept import Bare
from bureau.fleet import play
from rehearsal.gateways import Gateways

KIOSKS, EACH, CONNECTIONS = 1000, 58, 32


def measure(rounds: int) -> Iterator[Measurement]:
    """Both once; a thousand of anything is its own repetition."""
    with tempfile.TemporaryDirectory() as place, Gateways(Path(place) / "g") as gateways:
        bare = Bare(Path(place), gateways)
        try:
            storm = play(gateways.store, gateways.given(KIOSKS, 1))
            shaken = bare.cost(KIOSKS, 1).ms * KIOSKS / 1e3
            yield Measurement("s until the last is served", "verify and store", ((storm.most_s,), (shaken,)), part="storm")
            backlog = play(gateways.store, gateways.given(KIOSKS, EACH, seed=2))
            stored = bare.cost(CONNECTIONS, KIOSKS * EACH // CONNECTIONS).ms
            yield Measurement("ms a message", "verify and store", ((backlog.most_s * 1e3 / (KIOSKS * EACH),), (stored,)), part="backlog")
        finally:
            bare.close()
    wrong = float(1 + len(storm.wrong) + len(backlog.wrong))
    yield Measurement("faults + 1", "none", ((wrong,), (1.0,)), part="wrong")
