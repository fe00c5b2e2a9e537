"""What arrived, held against what was sent."""
from __future__ import annotations

from collections import Counter as Tally
from dataclasses import dataclass, field
from itertools import pairwise

import sqlalchemy as sa

from bureau.fleet.drill import Drill
from bureau.store import ENVELOPES, INCIDENTS, Store


@dataclass(frozen=True)
class Count:
    """The figures of a drill. ``out_of_order``: rows that stand behind a later one of the same counter; 0 unless they were shuffled."""

    kiosks: int
    sent: int
    receipts: int
    kept: int
    lost: int
    doubled: int
    out_of_order: int
    gaps: int
    other_receipts: int
    exchanges: int
    failures: int
    took_s: float
    half_s: float
    most_s: float
    incidents: dict[str, int] = field(default_factory=dict)
    wrong: tuple[str, ...] = ()

    def told(self) -> str:
        """The figures in words."""
        lines = [
            f"counters {self.kiosks}, messages {self.sent}, receipts {self.receipts}, kept at the bureau {self.kept}",
            f"lost {self.lost}, doubled {self.doubled}, out of order {self.out_of_order}, chains with a gap {self.gaps}, "
            f"receipts that differ {self.other_receipts}",
            f"exchanges {self.exchanges}, of them without an answer {self.failures}",
            f"half of all messages had their receipt after {self.half_s:.1f} s, the last after {self.most_s:.1f} s",
        ]
        lines += [f"incidents: {', '.join(f'{code} {times}' for code, times in sorted(self.incidents.items()))}"] if self.incidents else []
        return "\n".join([*lines, *self.wrong])


def count(store: Store, drill: Drill) -> Count:
    """Hold the database against the counters of a drill."""
    mine = {one.site: one for one in drill.counters}
    kept: dict[str, list[tuple[int, str, str]]] = {site: [] for site in mine}
    with store.read() as db:
        chosen = sa.select(ENVELOPES.c.site, ENVELOPES.c.seq, ENVELOPES.c.id, ENVELOPES.c.sha256).where(ENVELOPES.c.kind != "hello")
        for row in db.execute(chosen.order_by(ENVELOPES.c.place)):
            if row.site in kept:
                kept[row.site].append((row.seq, row.id, row.sha256))
        incidents = Tally(row.code for row in db.execute(sa.select(INCIDENTS.c.site, INCIDENTS.c.code)) if row.site in mine)
    lost = doubled = out_of_order = gaps = 0
    wrong: list[str] = []
    for site, one in mine.items():
        rows = kept[site]
        there = Tally(id_ for _, id_, _ in rows)
        lost += sum(row.header.id not in there for row in one.rows if row.header.id in one.receipts)
        doubled += sum(times - 1 for times in there.values())
        out_of_order += sum(later[0] < earlier[0] for earlier, later in pairwise(rows))
        kiosk = store.kiosk(site)
        gaps += kiosk is None or kiosk.head != one.head
        wrong += [f"{site}: a row at the bureau was never sent" for _, id_, sha256 in rows
                  if (id_, sha256) not in {(row.header.id, row.sha256) for row in one.rows}]
    times = sorted(at for one in drill.counters for at in one.at)
    sent, receipts = sum(len(one.rows) for one in drill.counters), sum(len(one.receipts) for one in drill.counters)
    other = sum(one.other_receipts for one in drill.counters)
    wrong += [f"WRONG: {words}" for words, many in (
        (f"{lost} messages with a receipt are not there", lost), (f"{doubled} messages stand there twice", doubled),
        (f"{gaps} counters' chains do not end where they ended", gaps), (f"{other} receipts for one message differ", other),
        (f"{sent - receipts} messages have no receipt", sent - receipts),
        (f"{out_of_order} messages stand behind later ones", 0 if "reordered" in drill.given.faults else out_of_order)) if many]
    return Count(
        kiosks=len(mine), sent=sent, receipts=receipts, kept=sum(map(len, kept.values())), lost=lost, doubled=doubled,
        out_of_order=out_of_order, gaps=gaps, other_receipts=other, exchanges=sum(one.exchanges for one in drill.counters),
        failures=sum(one.way.failures for one in drill.counters if one.way is not None), took_s=round(drill.took_s, 1),
        half_s=round(times[len(times) // 2], 1) if times else 0.0, most_s=round(times[-1], 1) if times else 0.0,
        incidents=dict(incidents), wrong=tuple(wrong),
    )
