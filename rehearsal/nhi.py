"""A health insurance card that behaves (handbook §2.8): plain APDU, no PIN, 57 octets. Pure: APDU bytes in, APDU bytes out."""
from __future__ import annotations

import json
from pathlib import Path

AID = bytes.fromhex("D1580000010000000000000000001100")
OK, NOT_FOUND, NO_INSTRUCTION, NOT_SELECTED = b"\x90\x00", b"\x6a\x82", b"\x6d\x00", b"\x69\x85"


def health_answer(number: str = "900000000001", name: str = "王小明", id_no: str = "A123456789", born: str = "0640215", sex: str = "M",
                  issued: str = "1090101") -> bytes:
    """The 57 octets of one card."""
    return (number.encode("ascii") + name.encode("big5hkscs").ljust(20, b"\0") + id_no.encode("ascii") + born.encode("ascii")
            + sex.encode("ascii") + issued.encode("ascii"))


class HealthInsuranceCard:
    """The chip of one card; ``folder`` holds health.json."""

    def __init__(self, folder: Path) -> None:
        self._octets = health_answer(**json.loads((folder / "health.json").read_text("utf-8")))
        self.reset()

    def reset(self) -> None:
        """Forget what was selected."""
        self._selected = False

    def answer(self, apdu: bytes) -> bytes:
        """Answer one command APDU."""
        if apdu[:4] == bytes.fromhex("00A40400"):
            self._selected = apdu[5:5 + apdu[4]] == AID
            return OK if self._selected else NOT_FOUND
        if apdu[:4] == bytes.fromhex("00CA1100"):
            return self._octets + OK if self._selected else NOT_SELECTED
        return NO_INSTRUCTION
