"""Who is it, and may the result go? The assurance ladder (design: visit), pure, used by both ends.

The kiosk's level only steers its screens; the desk recomputes it from evidence it verified itself.

Levels:

* Level 0: nothing, a number alone, or a certificate that is not good.
* Level 1: ID card under the document camera, its barcode read, and a live face that was not a
  stranger's. What only the kiosk asserts is worth no more than this.
* Level 2: a good certificate and its PIN, with exactly one person found.
* Level 2: the ID card and a clerk who saw the person (live or on the sealed stills) and checked
  one fact that is not on the card.
* Level 3: a level-2 certificate and a clerk who saw the person, or a face match with liveness checked.

What takes a level away:

* A revocation list older than its limit (48 h): one level less.
* A PIN that follows a guessable pattern: the card is one factor, one level less.
* Two or more persons share name and last four digits: level 1, until a clerk has checked a fact.
* Nobody found under name, last four digits and number: level 0.
* A good certificate of level 1 becomes level 2 when a clerk has checked a fact.

Release:

* A flow lists rules; the first rule that the facts meet decides.
* A rule ``by = "register"`` needs level 2 from the certificate alone and a checkpoint at most 10 minutes old.
* A rule ``by = "register"`` without any evidence is for what everybody may know: it goes at once, at level 0.
* A rule ``by = "clerk"`` is met when its evidence lies there; it is *ready* once the clerk confirmed.
* No rule met: the result does not go.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from catalogue.toml import Schema

CHECKPOINT_AGE_S = 600
"""Oldest checkpoint, in seconds, with which a result may go at once (design: visit, Who is it)."""

EvidenceKind = Literal["certificate", "id-card", "face", "clerk"]


class ReleaseRule(Schema):
    """One way for the result to go: which evidence must lie there, and who releases it.

    ``proposal``: the register releases what a clerk decides today; the bureau must confirm it before going live.
    """

    evidence: tuple[EvidenceKind, ...] = ()
    by: Literal["register", "clerk"]
    proposal: bool = False


@dataclass(frozen=True)
class Facts:
    """What is known about the person at the counter.

    ``certificate``: chain, validity, usage, signature and binding are all good; ``certificate_reasons``
    says why not (``expired``, ``unknown-issuer``, …). ``person``: how many persons name, last four digits and number
    select. ``checkpoint_age_s``: age of the checkpoint in the signed statement, None where it names none.
    ``clerk_saw``: a clerk saw the person live or on sealed stills; ``clerk_fact``: and checked one fact not on the card.
    """

    certificate: bool = False
    certificate_reasons: tuple[str, ...] = ()
    pin_factor: bool = True
    revocation_stale: bool = False
    person: Literal["one", "several", "none"] = "one"
    checkpoint_age_s: float | None = None
    id_card: bool = False
    barcode_read: bool = False
    face: Literal["match", "clerk", "no-match", "not-compared", ""] = ""
    liveness: bool = False
    clerk_saw: bool = False
    clerk_fact: bool = False


@dataclass(frozen=True)
class Assurance:
    """The level reached, 0 to 3, and the reasons why it is not higher (words of the shared wording: ``reason.<word>``)."""

    level: int
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Release:
    """Who may release the result. ``ready``: it may go now; ``by='clerk'`` and not ready: it waits for a clerk."""

    by: Literal["register", "clerk", "no"]
    ready: bool
    level: int
    reasons: tuple[str, ...] = ()


def assure(facts: Facts) -> Assurance:
    """The best level that the facts give, with the reasons why it is not higher."""
    by_certificate = _by_certificate(facts)
    by_id_card = _by_id_card(facts)
    level = max(by_certificate.level, by_id_card.level)
    reasons: tuple[str, ...] = ()
    if facts.certificate or facts.certificate_reasons:
        reasons += by_certificate.reasons
    if facts.id_card:
        reasons += by_id_card.reasons
    return Assurance(level, tuple(dict.fromkeys(reasons)))


def level(facts: Facts) -> int:
    """The best level that the facts give."""
    return assure(facts).level


def release(rules: Iterable[ReleaseRule], facts: Facts) -> Release:
    """Decide by the flow's rules who may release the result, and whether it may go now."""
    assurance = assure(facts)
    reasons = list(assurance.reasons)
    for rule in rules:
        if rule.by == "register":
            if not rule.evidence:
                return Release("register", True, assurance.level, ())
            if _goes_at_once(rule, facts):
                return Release("register", True, assurance.level, ())
            if facts.certificate and not _fresh(facts):
                reasons.append("checkpoint-old")
        elif _evidence_lies_there(rule, facts):
            ready = facts.clerk_fact and assurance.level >= 2
            return Release("clerk", ready, assurance.level, tuple(dict.fromkeys(reasons)))
    return Release("no", False, assurance.level, tuple(dict.fromkeys(reasons)) or ("no-evidence",))


def _by_certificate(facts: Facts) -> Assurance:
    if not facts.certificate:
        return Assurance(0, facts.certificate_reasons)
    if facts.person == "none":
        return Assurance(0, ("id-mismatch",))
    reached = 2
    reasons: list[str] = []
    if facts.revocation_stale:
        reached, reasons = reached - 1, [*reasons, "revocation-stale"]
    if not facts.pin_factor:
        reached, reasons = reached - 1, [*reasons, "pin-guessable"]
    if facts.person == "several":
        reached, reasons = min(reached, 1), [*reasons, "namesake"]
    if reached == 1 and facts.clerk_fact:
        return Assurance(2, tuple(reasons))
    if reached == 2 and ((facts.clerk_saw and facts.clerk_fact) or (facts.face == "match" and facts.liveness)):
        return Assurance(3)
    return Assurance(reached, tuple(reasons))


def _by_id_card(facts: Facts) -> Assurance:
    if not facts.id_card:
        return Assurance(0)
    if facts.person != "none" and facts.clerk_saw and facts.clerk_fact:
        return Assurance(2)
    reasons = [] if facts.barcode_read else ["barcode-unreadable"]
    if facts.face in ("no-match", "not-compared", ""):
        reasons.append("face-no-match" if facts.face == "no-match" else "face-not-compared")
    return Assurance(0 if reasons else 1, (*reasons, "clerk-needed"))


def _goes_at_once(rule: ReleaseRule, facts: Facts) -> bool:
    if not {"certificate"} <= set(rule.evidence) or not _evidence_lies_there(rule, facts):
        return False
    alone = replace(facts, clerk_saw=False, clerk_fact=False)
    return _by_certificate(alone).level >= 2 and _fresh(facts)


def _fresh(facts: Facts) -> bool:
    return facts.checkpoint_age_s is not None and facts.checkpoint_age_s <= CHECKPOINT_AGE_S


def _evidence_lies_there(rule: ReleaseRule, facts: Facts) -> bool:
    """A clerk is always to be had; whether he confirmed is asked apart."""
    there = {
        "certificate": facts.certificate and _by_certificate(facts).level >= 1,
        "id-card": facts.id_card,
        "face": facts.face != "",
        "clerk": rule.by == "clerk" or (facts.clerk_saw and facts.clerk_fact),
    }
    return all(there[kind] for kind in rule.evidence)
