"""The order of a flow's steps, by what kind of flow it is.

So every path ends with a receipt, and nothing personal is asked before the notice.

* A flow that a citizen begins has consent, identify, review, sign, send, wait and acknowledge, once each, in this order, always.
* Who applies for something that takes days (``receipt``) does not wait.
* What everybody may know (no identify) has send, wait and acknowledge, no consent and no sign, and asks for nothing personal.
* An advice asks nobody for anything: it has none of these and ends with what it worked out or tells.
* What a clerk or an event begins (``started_by``) has form, evidence, review and send, and ends with send.
* A lookup stands after send; a choose after the lookup; a print after wait; a pay-slip after wait where the outcome is a slip.
* Forms, sums, papers and bundles stand between identify and review; an info stands anywhere, one with the reply after wait.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from catalogue.flow import Flow
from catalogue.steps import Info
from catalogue.toml import Lines

Faults = Iterator[tuple[int, str]]
ORDER = ("consent", "identify", "review", "sign", "send", "wait", "acknowledge")
PUBLIC = ("send", "wait", "acknowledge")
BEFORE = {"form": "review", "compute": "review", "evidence": "review", "bundle": "review", "lookup": "wait", "choose": "wait",
          "print": "acknowledge", "pay-slip": "acknowledge"}
AFTER = {"form": "identify", "compute": "identify", "evidence": "identify", "bundle": "identify", "lookup": "send", "choose": "send",
         "print": "wait", "pay-slip": "wait"}
ADVICE = ("info", "form", "compute")
AT_THE_DESK = ("form", "evidence", "review", "send")


def order_faults(flow: Flow, lines: Lines) -> Faults:
    """Faults in the order of one flow's steps."""
    kinds = [step.kind for step in flow.steps]
    if flow.outcome == "advice":
        yield from _advice(flow, kinds, lines)
    elif flow.started_by != "citizen":
        yield from _at_the_desk(flow, kinds, lines)
    else:
        yield from _sent(flow, kinds, lines)


def _sent(flow: Flow, kinds: Sequence[str], lines: Lines) -> Faults:
    order = tuple(kind for kind in (PUBLIC if flow.public else ORDER) if kind != "wait" or flow.outcome != "receipt")
    yield from _once(order, kinds, lines)
    first = [kinds.index(kind) for kind in order if kind in kinds]
    for earlier, later in pairwise(first):
        if earlier > later:
            yield lines.of("step", earlier), f"'{kinds[earlier]}' must stand before '{kinds[later]}'"
    if "acknowledge" in kinds and kinds[-1] != "acknowledge":
        yield lines.of("step", len(kinds) - 1), "'acknowledge' must be the last step: every path ends with a receipt"
    for at, kind in enumerate(kinds):
        if kind in AFTER and AFTER[kind] in kinds[at:]:
            yield lines.of("step", at), f"'{kind}' must stand after '{AFTER[kind]}'"
        if kind in BEFORE and (before := "send" if flow.public and BEFORE[kind] == "review" else BEFORE[kind]) in kinds[:at]:
            yield lines.of("step", at), f"'{kind}' must stand before '{before}'"
        if kind in order and flow.steps[at].when is not None:
            yield lines.of("step", at, "when"), f"'{kind}' may not be skipped"
        yield from ((lines.of("step", at), fault) for fault in _misplaced(flow, at, kinds))


def _misplaced(flow: Flow, at: int, kinds: Sequence[str]) -> Iterator[str]:
    kind, step = kinds[at], flow.steps[at]
    if kind in ("wait", "print", "pay-slip") and flow.outcome == "receipt":
        yield f"'{kind}' has no place where the outcome is a receipt: nobody waits for days"
    if kind == "pay-slip" and flow.outcome != "slip":
        yield "'pay-slip' stands only where the outcome is a slip"
    if flow.public and kind in ("consent", "sign", "evidence", "bundle"):
        yield f"'{kind}' has no place where nobody says who they are: add 'identify', or leave it out"
    if isinstance(step, Info) and step.reply and "wait" in kinds[at:]:
        yield "'info' with the reply must stand after 'wait'"


def _once(order: Sequence[str], kinds: Sequence[str], lines: Lines) -> Faults:
    for kind in order:
        if kind not in kinds:
            yield lines.of("step", len(kinds) - 1), f"no step of kind '{kind}': every flow needs one"
        for at in [at for at, one in enumerate(kinds) if one == kind][1:]:
            yield lines.of("step", at), f"a second step of kind '{kind}': one is enough"


def _advice(flow: Flow, kinds: Sequence[str], lines: Lines) -> Faults:
    for at, kind in enumerate(kinds):
        if kind not in ADVICE:
            yield lines.of("step", at), f"'{kind}' has no place in an advice: nobody is asked for anything"
    if kinds[-1] not in ("info", "compute") or flow.steps[-1].when is not None:
        yield lines.of("step", len(kinds) - 1), "an advice ends with what it worked out or tells, always"


def _at_the_desk(flow: Flow, kinds: Sequence[str], lines: Lines) -> Faults:
    for at, kind in enumerate(kinds):
        if kind not in AT_THE_DESK:
            yield lines.of("step", at), f"'{kind}' has no place in what a clerk or an event begins"
    if kinds[-1] != "send" or kinds.count("send") != 1:
        yield lines.of("step", len(kinds) - 1), "what a clerk or an event begins ends with 'send'"
