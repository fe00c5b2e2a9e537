"""A site in which the standing citizen carries marks nobody else has: a PIN and an address, made anew each time.

What is found of them afterwards is this visit's and no other's, however many rehearsals share a machine.
"""
from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import update

from bureau.config import load
from bureau.registers import county, synthetic
from rehearsal.pictures import ID_NO, NAME

DIGITS = "一二三四五六七八九"
SLICE = 48
VARIED = 16
"""A slice with fewer different octets is padding or a table, not a page's own."""


@dataclass(frozen=True)
class Marks:
    """``pin``: eight digits; ``address``: of every house and parcel of the standing citizen, shown and printed; ``mobile`` as typed."""

    pin: str
    address: str
    mobile: str

    def own(self) -> dict[str, str | bytes]:
        """What only this site's citizen has."""
        return {"PIN": self.pin, "address": self.address, "mobile number": self.mobile}

    def all(self) -> dict[str, str | bytes]:
        """Everything that may not stay."""
        return {"name": NAME, "ID number": ID_NO, **self.own()}


def mark(site: Path, card: str = "standing") -> Marks:
    """Give an enrolled site its marks, before its desk starts: the county is made here if nobody lives there yet."""
    chosen = Marks(f"{secrets.randbelow(9 * 10**7) + 10**7}", "灰鷺路" + "".join(secrets.choice(DIGITS) for _ in range(7)) + "號",
                   f"09{secrets.randbelow(9 * 10**7) + 10**7}")
    chip = site / "cabinet" / "cards" / card / "card.json"
    chip.write_text(json.dumps({**json.loads(chip.read_text("utf-8")), "pin": chosen.pin}), "utf-8")
    database = county.engine(load(site / "bureau.toml").county.url)
    synthetic.make(database)
    with database.begin() as connection:
        connection.execute(update(county.houses).where(county.houses.c.owner == ID_NO).values(address=f"彰化縣彰化市{chosen.address}"))
        connection.execute(update(county.people).where(county.people.c.id_no == ID_NO).values(
            address=f"彰化縣彰化市{chosen.address}", mobile=chosen.mobile))
    database.dispose()
    return chosen


def page_marks(pages: Iterable[Path]) -> dict[str, str | bytes]:
    """Slices of printed pages by which a page is known wherever its bytes lie, although its words are drawn, not spelled."""
    found: dict[str, str | bytes] = {}
    for number, page in enumerate(pages, 1):
        octets = page.read_bytes()
        for part in range(1, 8):
            piece = octets[len(octets) * part // 8:][:SLICE]
            if len(set(piece)) >= VARIED:
                found[f"page {number} at {part}/8"] = piece
    return found


def seal_mark(page: Path) -> bytes:
    """The end of a sealed page's signature value: no other page in the world has it (words, fonts and certificates may be shared).

    Raises ``ValueError`` for a page without a seal.
    """
    _, begun, rest = page.read_bytes().rpartition(b"/Contents <")
    if not begun:
        raise ValueError(f"{page.name} bears no seal")
    return rest.partition(b">")[0].rstrip(b"0")[-SLICE:]
