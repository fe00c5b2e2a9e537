"""The life of a case as rules: which event moves which state where, and who may cause it.

- A case is *received* when the desk has opened its request.
- While its citizen stands at the counter it is *waiting-now*; when the visit ends it is *received* again.
- A clerk *claims* it and may *put it back*; only one clerk holds it.
- Register or clerk *decide* it: release or refuse. Nothing is decided twice.
- A released case is *decided*; when its document is made and sealed it is *sealed*.
- *delivered* is said only by the counter's signed outcome; the case is then *closed* at once by the desk.
- An application that makes no document is *closed* by the desk when it is done (:mod:`bureau.agencies`, :mod:`bureau.desk.filing`).
- A sheet that was not printed, is unknown or was left behind takes the case from *sealed* back to
  *decided*: its serial is void and the next delivery makes a new one. So at most one document per decision is valid.
- A refused case is *refused* and ends there. A citizen may *withdraw* until the case is decided.
- The citizen's progress text derives from the state alone.
- The queue: by legal day (whoever stands at a counter is due today, and so is whatever is late); on the same day who stands
  there now, then elders and people with disabilities, then the oldest.
"""
from __future__ import annotations

from datetime import date
from typing import Literal

State = Literal["received", "waiting-now", "claimed", "decided", "sealed", "delivered", "closed", "refused", "withdrawn"]
Event = Literal["wait", "leave", "claim", "put-back", "release", "refuse", "seal", "void", "deliver", "close", "withdraw"]
Actor = Literal["desk", "clerk", "register", "citizen", "counter"]

OPEN: frozenset[State] = frozenset({"received", "waiting-now", "claimed"})
TO_COLLECT: frozenset[State] = frozenset({"received", "waiting-now", "claimed", "decided", "sealed"})
ENDED: frozenset[State] = frozenset({"closed", "refused", "withdrawn"})

MOVES: dict[tuple[State, Event], State] = {
    ("received", "wait"): "waiting-now",
    ("waiting-now", "leave"): "received",
    ("received", "claim"): "claimed",
    ("waiting-now", "claim"): "claimed",
    ("claimed", "put-back"): "received",
    **{(state, "release"): "decided" for state in OPEN},
    **{(state, "refuse"): "refused" for state in OPEN},
    **{(state, "withdraw"): "withdrawn" for state in OPEN},
    ("decided", "seal"): "sealed",
    ("decided", "close"): "closed",
    ("sealed", "void"): "decided",
    ("sealed", "deliver"): "delivered",
    ("delivered", "close"): "closed",
}
ACTORS: dict[Event, frozenset[Actor]] = {
    "wait": frozenset({"desk"}),
    "leave": frozenset({"counter"}),
    "claim": frozenset({"clerk"}),
    "put-back": frozenset({"clerk", "desk"}),
    "release": frozenset({"clerk", "register"}),
    "refuse": frozenset({"clerk", "desk"}),
    "seal": frozenset({"desk"}),
    "void": frozenset({"counter", "desk"}),
    "deliver": frozenset({"counter"}),
    "close": frozenset({"desk"}),
    "withdraw": frozenset({"citizen"}),
}


class NotNow(Exception):
    """This event cannot happen to a case in this state. ``state`` and ``event`` say which."""

    def __init__(self, state: State, event: Event) -> None:
        super().__init__(f"a case that is {state} cannot {event}; reload the case and look at its state")
        self.state, self.event = state, event


def move(state: State, event: Event, actor: Actor) -> State:
    """The next state. Raises ``NotNow``; ``PermissionError`` where this actor may never cause the event."""
    if actor not in ACTORS[event]:
        raise PermissionError(f"{actor} may not {event} a case")
    try:
        return MOVES[state, event]
    except KeyError:
        raise NotNow(state, event) from None


def turn(due: str, here: bool, priority: bool, received_at: str, today: date) -> tuple[str, bool, bool, str]:
    """Sorts the queue: the smaller comes first. ``due`` is an ISO day, '' where none was promised."""
    day = today.isoformat()
    return day if here else max(due or day, day), not here, not priority, received_at
