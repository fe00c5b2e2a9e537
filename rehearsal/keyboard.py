"""An input device for umockdev: what the kernel would say of a keyboard, and events as somebody, or a scanner, types them.

Formats: umockdev's ``-d`` (device), ``-i`` (one ioctl a line: name, result, octets of exactly the size asked for) and evemu's events.
"""
from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from evdev import ecodes

NODE = "/dev/input/event7"
DEVICE = f"""P: /devices/pci0000:00/usb1/1-2/input/input7/event7
N: input/event7
E: DEVNAME={NODE}
E: SUBSYSTEM=input
E: MAJOR=13
E: MINOR=71
A: dev=13:71

"""
KEY_S = 0.002
_NAMED = {"\n": "ENTER", "\t": "TAB", " ": "SPACE", "]": "RIGHTBRACE", "[": "LEFTBRACE", "-": "MINUS", ".": "DOT", "/": "SLASH"}


class Typist:
    """Types on a US keyboard; ``events`` is the script so far."""

    def __init__(self) -> None:
        self._now, self.events = 0.0, ""
        self._event(ecodes.EV_SYN, 0, 0)  # umockdev counts time from the first event

    def types(self, text: str, after_s: float = 0.0) -> None:
        """The keys of a text, Shift held for capitals."""
        self._now += after_s
        for character in text:
            capital = character.isupper()
            code = ecodes.ecodes[f"KEY_{_NAMED.get(character, character.upper())}"]
            for key, value in [(ecodes.KEY_LEFTSHIFT, 1)] * capital + [(code, 1), (code, 0)] + [(ecodes.KEY_LEFTSHIFT, 0)] * capital:
                self._event(ecodes.EV_KEY, key, value)
                self._event(ecodes.EV_SYN, 0, 0)
            self._now += KEY_S

    def _event(self, kind: int, code: int, value: int) -> None:
        self.events += f"E: {self._now:.6f} {kind:04x} {code:04x} {value:04x}\n"


def run(program: Sequence[str], called: str, typed: str, folder: Path, switches: int = 0) -> subprocess.CompletedProcess[str]:
    """Run a program that finds such a device, on which this is typed once it has opened it; ``switches`` are those closed, as a bitmap."""
    (folder / "device").write_text(DEVICE)
    (folder / "ioctl").write_text(_ioctls(called, switches))
    (folder / "events").write_text(typed)
    words = ["umockdev-run", "-d", str(folder / "device"), "-i", f"{NODE}={folder / 'ioctl'}", "-e", f"{NODE}={folder / 'events'}", "--"]
    return subprocess.run([*words, *program], cwd=Path(__file__).parent.parent, capture_output=True, text=True, timeout=60, check=False)


def _ioctls(called: str, switches: int) -> str:
    def octets(said: bytes, size: int) -> str:
        return said.ljust(size, b"\0").hex().upper()

    kinds = bytes([1 << ecodes.EV_SYN | 1 << ecodes.EV_KEY | (1 << ecodes.EV_SW if switches else 0)])
    keys = bytearray(96)
    for code in range(1, ecodes.KEY_F12 + 1):
        keys[code // 8] |= 1 << code % 8
    closed = switches.to_bytes(8, "little")
    return "".join(f"{name} {result} {said}\n" for name, result, said in (
        ("EVIOCGVERSION", 0, "01000100"), ("EVIOCGID", 0, "0300341214450001"), ("EVIOCGNAME(0)", len(called), octets(called.encode(), 256)),
        ("EVIOCGPHYS(0)", 1, octets(b"", 256)), ("EVIOCGUNIQ(0)", 1, octets(b"", 256)),
        ("EVIOCGBIT(0)", 4, octets(kinds, 4)), ("EVIOCGBIT(0)", 96, octets(kinds, 96)), ("EVIOCGBIT(1)", 96, octets(bytes(keys), 96)),
        *[("EVIOCGBIT(5)", 96, octets(closed, 96)), ("EVIOCGSW(0)", 8, octets(closed, 8))] * bool(switches),
        ("EVIOCGPROP(0)", 4, octets(b"", 4)), ("EVIOCGEFFECTS", 0, "00000000")))
