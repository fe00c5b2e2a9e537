"""The states of a printed paper, and what may follow what. Pure.

Rules:

* A paper goes ``intended → spooled → printing → out → taken``; steps may be skipped, never taken back.
* It ends in exactly one of ``delivered``, ``not-printed``, ``unknown``, ``left``; nothing follows an end.
* ``delivered`` only after ``taken``, ``left`` only after ``out``.
* ``not-printed`` is said only where the device surely printed nothing: it counted no sheet.
* Several sheets are out only if the device counted all of them, or does not count and says that the job is complete.
* A device that lost its memory of the job, or failed after it may have begun, ends in ``unknown``.
* ``unknown`` and ``left`` void the serial: a sheet may lie somewhere.
* After a crash ``taken`` was delivered, ``out`` is unknown (nobody saw who took it), ``intended`` is unknown
  (the job may have been handed over just before the crash); anything else is what the device still knows, else unknown.
"""
from __future__ import annotations

from enum import StrEnum
from typing import Literal

from hardware.printer import JobState, Phase

End = Literal["delivered", "not-printed", "unknown", "left"]


class State(StrEnum):
    """Where a paper stands in the journal."""

    INTENDED = "intended"
    SPOOLED = "spooled"
    PRINTING = "printing"
    OUT = "out"
    TAKEN = "taken"
    DELIVERED = "delivered"
    NOT_PRINTED = "not-printed"
    UNKNOWN = "unknown"
    LEFT = "left"


ENDS: dict[State, End] = {State.DELIVERED: "delivered", State.NOT_PRINTED: "not-printed", State.UNKNOWN: "unknown", State.LEFT: "left"}
_FOLLOWS: dict[State, frozenset[State]] = {
    State.INTENDED: frozenset({State.SPOOLED, State.NOT_PRINTED, State.UNKNOWN}),
    State.SPOOLED: frozenset({State.PRINTING, State.OUT, State.NOT_PRINTED, State.UNKNOWN}),
    State.PRINTING: frozenset({State.OUT, State.NOT_PRINTED, State.UNKNOWN}),
    State.OUT: frozenset({State.TAKEN, State.LEFT, State.UNKNOWN}),
    State.TAKEN: frozenset({State.DELIVERED}),
}


class WrongTurn(ValueError):
    """A paper was asked to go where no paper goes; a mistake in the program, so nothing catches it."""


def after(state: State, following: State) -> State:
    """Go to ``following``. Raises ``WrongTurn`` where the rules do not allow it."""
    if following not in _FOLLOWS.get(state, frozenset()):
        raise WrongTurn(f"a paper that is {state.value} cannot become {following.value}")
    return following


def seen(state: State, job: JobState, sheets: int) -> State:
    """Where a handed-over paper of ``sheets`` sheets stands, given what the device says of its job."""
    if job.phase is Phase.QUEUED:
        return state
    if job.phase is Phase.PRINTING:
        return State.PRINTING
    if job.phase is Phase.OUT:
        return State.OUT if job.sheets is None or job.sheets >= sheets else State.UNKNOWN
    if job.phase is Phase.FAILED and job.sheets == 0:
        return State.NOT_PRINTED
    return State.UNKNOWN


def after_crash(state: State, job: JobState | None, sheets: int) -> State:
    """The end of a paper that a crash left in ``state``.

    ``job`` is what the device says once it was cancelled, None where no job was noted.
    """
    if state is State.TAKEN:
        return State.DELIVERED
    if state in (State.SPOOLED, State.PRINTING) and job is not None and seen(state, job, sheets) is State.NOT_PRINTED:
        return State.NOT_PRINTED
    return State.UNKNOWN


def voids(end: End) -> bool:
    """Tell whether this end voids the serial on the paper."""
    return end in ("unknown", "left")
