"""What the screen gives back between two citizens: code that ran once is no longer held, and runs again."""
from __future__ import annotations

import hashlib
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.ui.memory import _code, give_back

MAPS = """\
7f10a000-7f10b000 r--p 00000000 fe:00 260850                     /usr/lib/x86_64-linux-gnu/libLLVM-15.so.1
7f10b000-7f12b000 r-xp 00001000 fe:00 260850                     /usr/lib/x86_64-linux-gnu/libLLVM-15.so.1
7f12b000-7f12c000 rw-p 00021000 fe:00 260850                     /usr/lib/x86_64-linux-gnu/libLLVM-15.so.1
7f12c000-7f12e000 rwxp 00000000 00:00 0
7f12e000-7f130000 r-xp 00000000 00:00 0                          [vdso]
7f130000-7f134000 r-xp 00000000 fe:00 77 /opt/a folder/libodd.so (deleted)
"""


def _held(name: str) -> int:
    """KiB of a library's code that this process holds."""
    held, counts = 0, False
    for line in Path("/proc/self/smaps").read_text().splitlines():
        if "-" in line.split(maxsplit=1)[0]:
            counts = " r-xp " in line and name in line
        elif counts and line.startswith("Rss:"):
            held += int(line.split()[1])
    return held


def test_only_code_is_given_back_and_nothing_that_was_written_to() -> None:
    assert _code(MAPS) == [(0x7F10B000, 0x20000), (0x7F130000, 0x4000)]


def test_code_that_is_not_used_is_let_go_and_works_when_it_is_wanted_again() -> None:
    def work() -> bytes:
        ec.generate_private_key(ec.SECP256R1()).public_key()
        return hashlib.sha3_256(b"twice the same").digest()

    before, held = work(), _held("_rust.abi3.so")
    give_back()
    assert _held("_rust.abi3.so") < held / 2
    assert work() == before
    assert 0 < _held("_rust.abi3.so") <= held
