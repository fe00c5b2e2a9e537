"""A deck of cards for rehearsals, each with its one trouble; folders as :mod:`hardware.card.simulated` describes them.

===========  =====================================================================================
standing     王小明, last four 6789: nothing wrong
guessable    王小明, PIN is a date of birth
namesake     陳小明, last four 6780: another person bears both
nobody       last four 6783, a person who owns nothing
expired      王小明, certificate ended a year ago
revoked      王小明, its serial number is to be put on the revocation list (:func:`certificate`)
stranger     王小明, issued by an authority of the right name with another key
g1           王小明, issued by the oldest of the three authorities of one name
foreign      a card of another kind: no certificate, nothing to sign with
health       王小明's health insurance card
===========  =====================================================================================
"""
from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from rehearsal.citizen_ca import STRANGER, YEAR, CitizenCas, Holder, private_key

PIN = "739186"
GUESSABLE_PIN = "640215"
TRIES = 3


@dataclass(frozen=True)
class Card:
    """How one card is made; ``began`` is how long ago its five years began."""

    holder: Holder
    authority: str = "G3"
    pin: str = PIN
    began: timedelta = YEAR


DECK: dict[str, Card] = {
    "standing": Card(Holder("王小明", "6789", "0000000000000001")),
    "guessable": Card(Holder("王小明", "6789", "0000000000000002"), pin=GUESSABLE_PIN),
    "namesake": Card(Holder("陳小明", "6780", "0000000000000003")),
    "nobody": Card(Holder("林小華", "6783", "0000000000000004")),
    "expired": Card(Holder("王小明", "6789", "0000000000000005"), began=6 * YEAR),
    "revoked": Card(Holder("王小明", "6789", "0000000000000006")),
    "stranger": Card(Holder("王小明", "6789", "0000000000000007"), authority=STRANGER),
    "g1": Card(Holder("王小明", "6789", "0000000000000008"), authority="G1"),
}
FOREIGN, HEALTH = "foreign", "health"


def deal(cas: CitizenCas, cards: Path) -> None:
    """Make every card of the deck under ``cards`` (a cabinet's ``cards`` folder); those already there are kept."""
    for label, card in DECK.items():
        if not (cards / label / "card.json").exists():
            make(cas, cards / label, card)
    foreign = cards / FOREIGN
    if not (foreign / "card.json").exists():
        foreign.mkdir(parents=True, exist_ok=True)
        _chip(foreign, PIN)
    health = cards / HEALTH
    health.mkdir(exist_ok=True)
    _chip(health, PIN)
    (health / "health.json").write_text(json.dumps({"id_no": "A123456789", "name": "王小明"}), encoding="utf-8")


def make(cas: CitizenCas, folder: Path, card: Card) -> None:
    """Make one card in ``folder``: ``key.pem``, ``cert.pem``, ``issuer.pem``, and last ``card.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    key = private_key(folder / "key.pem")
    start = datetime.now(UTC).replace(microsecond=0) - card.began
    issued = cas.issue(card.holder, key.public_key(), authority=card.authority, not_before=start)
    for name, each in (("cert.pem", issued), ("issuer.pem", cas.certificate(card.authority))):
        (folder / name).write_bytes(each.public_bytes(serialization.Encoding.PEM))
    _chip(folder, card.pin)


def certificate(folder: Path) -> bytes:
    """Return the DER of the certificate on the card in ``folder``; revocation lists name its serial number."""
    return x509.load_pem_x509_certificate((folder / "cert.pem").read_bytes()).public_bytes(serialization.Encoding.DER)


def _chip(folder: Path, pin: str) -> None:
    (folder / "card.json").write_text(json.dumps({"pin": pin, "tries": TRIES, "tries_max": TRIES}), encoding="utf-8")
