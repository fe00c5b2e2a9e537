"""The health insurance card (NHI) by plain APDU: what it says without a PIN (handbook §2.8). Pure but for the transmit it is given.

Whoever holds such a card for a second can copy what is read here: it tells a number, it proves nobody.
"""
from __future__ import annotations

import re
from collections.abc import Callable

from hardware.card import HealthCard

SELECT = bytes.fromhex("00A4040010D1580000010000000000000000001100")
GET_DATA = bytes.fromhex("00CA110002000000")  # with the length expected, as every client of the real card sends it
MORE, GET_RESPONSE = 0x61, bytes.fromhex("00C00000")  # T=0: the answer is fetched (ISO 7816-4, 5.1)
FOUND = b"\x90\x00"
LENGTH = 57
_NAME, _ID_NO = slice(12, 32), slice(32, 42)


def read(transmit: Callable[[bytes], bytes]) -> HealthCard | None:
    """Ask the card that lies there; None where it is another kind of card. What ``transmit`` raises comes through.

    Raises ``ValueError`` for a health card whose answer is not as it should be; what it said is not in the message.
    """
    if transmit(SELECT)[-2:] != FOUND:
        return None
    said = transmit(GET_DATA)
    if len(said) == len(FOUND) and said[0] == MORE:
        said = transmit(GET_RESPONSE + said[1:])
    if said[-2:] != FOUND or len(said) < LENGTH + 2:
        raise ValueError(f"{len(said)} octets, status {said[-2:].hex()}; {LENGTH} were expected")
    id_no = said[_ID_NO].decode("ascii", "replace")
    if re.fullmatch("[A-Z][A-D0-9][0-9]{8}", id_no) is None:
        raise ValueError("the place of the ID number holds something else")
    return HealthCard(id_no, said[_NAME].rstrip(b"\0 ").decode("big5hkscs", "replace"))
