"""``python -m rehearsal.soak [CAMPAIGN] [--minutes 30] [--seed N --count N | --claim | --withdraw] [--check]``.

Without a campaign: how all of them stand. With one: goes on where it stopped, at most 30 minutes, and keeps what it saw in
``docs/evidence/<campaign>.json``. ``--seed`` and ``--count`` play one piece again and keep nothing; ``--claim`` says that the
file is about this very code (then CI holds it to that), ``--withdraw`` takes it back; ``--check`` is what CI asks. Several machines may
share a campaign: ``--share FIRST-END`` plays these seeds into ``build/soak``, ``--join FILE`` adds such a share where the evidence stands.

Ends with 0 when nothing failed, 1 when something did, 2 for a wrong command.
"""
from __future__ import annotations

import argparse
import fcntl
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bench.harness import commit, machine
from rehearsal.soak.campaign import Campaign, Played, UnknownCampaign, find, names
from rehearsal.soak.evidence import (
    FOLDER,
    ROOT,
    Evidence,
    Failure,
    Malformed,
    Run,
    added,
    begin,
    claim,
    digest,
    faults,
    joined,
    largest,
    load,
    load_share,
    path_of,
    save,
    state,
)

LONGEST_MIN = 30.0
SHARES = ROOT / "build" / "soak"


def main(argv: list[str]) -> int:
    """Do what was asked for. Who is told to end lets go of what was opened for the step first."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    parser = argparse.ArgumentParser(prog="python -m rehearsal.soak")
    parser.add_argument("campaign", nargs="?", default="")
    parser.add_argument("--minutes", type=float, default=LONGEST_MIN, help=f"at most {LONGEST_MIN:.0f}; start it again to go on")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--count", type=int)
    parser.add_argument("--share", help="FIRST-END: play these seeds only, into build/soak; another machine plays the others")
    parser.add_argument("--join", type=Path, help="add a share that begins where the evidence stands")
    for word in ("claim", "withdraw", "check"):
        parser.add_argument(f"--{word}", action="store_true")
    asked = parser.parse_args(argv)
    if not 0 < asked.minutes <= LONGEST_MIN:
        parser.error(f"--minutes: more than 0, at most {LONGEST_MIN:.0f}: what is killed loses little; start it again to go on")
    try:
        if asked.check:
            return _check()
        if not asked.campaign:
            return _list()
        campaign = find(asked.campaign)
        if asked.claim or asked.withdraw:
            return _claim(campaign, asked.claim)
        if asked.join:
            return join(campaign, asked.join)
        try:
            if asked.seed is not None:
                return _again(campaign, asked.seed, asked.count or campaign.step)
            share = _share(campaign, asked.share) if asked.share else None
            with _alone(f"{campaign.name}-{asked.share}" if share else campaign.name):
                return soak(campaign, asked.minutes * 60, SHARES if share else FOLDER, share)
        finally:
            campaign.end()
    except (UnknownCampaign, Malformed) as error:
        parser.error(str(error))


def soak(campaign: Campaign, seconds: float, folder: Path = FOLDER, share: range | None = None) -> int:
    """Go on with a campaign, or with a share of it, until it is whole or the time is up; the file is written after every step."""
    seeds = share or range(campaign.whole)
    path = path_of(f"{campaign.name}-{seeds.start}-{seeds.stop}" if share else campaign.name, folder)
    now = digest(campaign)
    evidence = begin(campaign, path, now, share.start if share else None)
    started, load_before, standing, first = _now(), _load(), commit(), evidence.next
    until, longest = time.monotonic() + seconds, 0.0
    earlier = evidence.runs
    while evidence.next < seeds.stop and (not longest or time.monotonic() + longest < until):
        count, began = min(campaign.step, seeds.stop - evidence.next), time.monotonic()
        played = campaign.play(evidence.next, count)
        longest = max(longest, time.monotonic() - began)
        if digest(campaign) != now:
            print(f"soak: the measured code changed meanwhile; the last {count} are not counted", file=sys.stderr)
            return 1
        run = Run(first=first, done=evidence.next + count - first, step=campaign.step, commit=standing, machine=machine(),
                  load=load_before, load_after=_load(), started=started, ended=_now())
        evidence = _added(evidence, played, count, (*earlier, run))
        save(path, evidence)
        print(f"soak: {campaign.name}: {evidence.next} of {seeds.stop} {campaign.unit} ({count / longest:.0f} a second or more)",
              file=sys.stderr, flush=True)
        if evidence.failures:
            for failure in evidence.failures:
                print(f"soak: {campaign.name} --seed {failure.seed} --count {failure.count}: {failure.what}", file=sys.stderr)
            return 1
    return 0


def _share(campaign: Campaign, told: str) -> range:
    """The seeds of a share. Raises ``Malformed``."""
    first, _, end = told.partition("-")
    if not (first.isdecimal() and end.isdecimal() and 0 <= int(first) < int(end) <= campaign.whole and int(first) % campaign.step == 0):
        raise Malformed(f"--share {told}: FIRST-END within 0-{campaign.whole}, beginning at a multiple of {campaign.step}")
    return range(int(first), int(end))


def join(campaign: Campaign, file: Path, folder: Path = FOLDER) -> int:
    """Add what another machine played. Raises ``Malformed``."""
    path = path_of(campaign.name, folder)
    evidence = joined(begin(campaign, path, digest(campaign)), load_share(file))
    save(path, evidence)
    print(f"soak: {campaign.name}: {evidence.done} of {campaign.whole} {campaign.unit}")
    return 0


def _added(evidence: Evidence, played: Played, count: int, runs: tuple[Run, ...]) -> Evidence:
    failed = tuple(Failure(seed=evidence.next, count=count, what=what) for what in played.failures)
    return evidence.model_copy(update={
        "done": evidence.done + count, "counts": added(evidence.counts, played.counts), "most": largest(evidence.most, played.most),
        "failures": evidence.failures + failed, "runs": runs,
    })


def _again(campaign: Campaign, seed: int, count: int) -> int:
    played = campaign.play(seed, count)
    print(f"{campaign.name} --seed {seed} --count {count}: {dict(played.counts)} {dict(played.most)}")
    for what in played.failures:
        print(f"FAILED: {what}")
    return 1 if played.failures else 0


def _list() -> int:
    print("| campaign | what | done | whole | state |\n|---|---|---:|---:|---|")
    for name in names():
        campaign, path = find(name), path_of(name)
        evidence = load(path) if path.exists() else None
        standing = state(campaign, evidence, digest(campaign))
        claimed = ", claimed current" if evidence and evidence.current else ""
        done = evidence.done if evidence else 0
        print(f"| {name} | {campaign.what} | {done} | {campaign.whole} {campaign.unit} | {standing}{claimed} |")
    return 0


def _check() -> int:
    wrong = [fault for path in sorted(FOLDER.glob("*.json")) for fault in faults(path)]
    for fault in wrong:
        print(fault, file=sys.stderr)
    _list()
    return 1 if wrong else 0


def _claim(campaign: Campaign, true: bool) -> int:
    path = path_of(campaign.name)
    evidence = claim(campaign, path) if true else load(path).model_copy(update={"current": False})
    save(path, evidence)
    return 0


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """One at a time may count for a campaign. Raises ``Malformed`` while another one does."""
    SHARES.mkdir(parents=True, exist_ok=True)
    with (SHARES / f"{name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Malformed(f"{name} is being played already") from None
        yield


def _load() -> tuple[float, float, float]:
    one, five, fifteen = os.getloadavg()
    return round(one, 2), round(five, 2), round(fifteen, 2)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
