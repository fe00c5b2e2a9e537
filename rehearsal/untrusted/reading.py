"""One reading: a value, a refusal that is allowed, or something that must not happen."""
from __future__ import annotations

import signal
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import process_time
from types import FrameType

from pydantic import ValidationError

from rehearsal.untrusted.parsers import Parser

ROOT = str(Path(__file__).resolve().parents[2])
LONGEST_S, HANG_S = 0.5, 10.0
"""Processor time of one reading; and after so long it is taken out of it."""


class Hung(BaseException):
    """A reading did not end."""


@contextmanager
def watched() -> Iterator[None]:
    """While this lasts, a reading that uses ``HANG_S`` of the processor is ended by ``Hung``; ``again`` winds the clock up."""
    def ring(_number: int, _frame: FrameType | None) -> None:
        raise Hung

    before = signal.signal(signal.SIGPROF, ring)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def again() -> None:
    """Wind the clock up."""
    signal.setitimer(signal.ITIMER_PROF, HANG_S)


def read(parser: Parser, untrusted: bytes) -> tuple[str, str]:
    """How it ended (a word for the corpus), and what is wrong with that ('' for nothing)."""
    began = process_time()
    try:
        parser.read(untrusted)
        ended, wrong = "read", ""
    except parser.refuses as refusal:
        ended, wrong = _way(refusal), ""
    except Hung:
        return "hung", f"{parser.name}: did not end within {HANG_S:.0f} s"
    except Exception as error:  # whatever else comes out is what this looks for
        ended, wrong = _way(error), f"{parser.name}: {type(error).__name__} at {_place(error)}"
    took = process_time() - began
    if took > LONGEST_S and not wrong:
        wrong = f"{parser.name}: took {took:.1f} s for {len(untrusted)} octets"
    return ended, wrong


def _way(error: Exception) -> str:
    """What was wrong, and where: of a model, which of its rules were broken."""
    cause = error.__cause__
    rules = sorted({one["type"] for one in cause.errors()}) if isinstance(cause, ValidationError) else []
    return f"{type(error).__name__} {getattr(error, 'code', '')} {_place(error)} {' '.join(rules)}"


def _place(error: Exception) -> str:
    """The innermost line of the product that it went through."""
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(ROOT)]
    last = ours[-1] if ours else None
    return f"{last.filename[len(ROOT) + 1:]}:{last.lineno}" if last else "?"
