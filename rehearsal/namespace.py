"""A private place for the real parts: own mounts, own loopback, own empty ``/run``.

pcscd, dbus, avahi, cupsd and the virtual reader have fixed sockets and ports; inside a
namespace of their own they collide with nothing and nobody on the street can reach them.
The display is untouched: X servers are reached through their socket in ``/tmp/.X11-unix``
(start Xvfb with ``-displayfd``, which picks a number nobody uses).
"""
from __future__ import annotations

import fcntl
import os
import socket
import struct
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

MARK = Path("/run/nightcounter-rehearsal")
FURNISH = "--furnish"
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 0x1


class NamespaceRefused(Exception):
    """The private place cannot be made; the text says what to do."""


def inside() -> bool:
    """Tell whether this process already runs in such a place: the mark on its private ``/run`` names this very network."""
    try:
        return MARK.read_text() == os.readlink("/proc/self/ns/net")
    except OSError:
        return False


def command(argv: Sequence[str]) -> list[str]:
    """Build the command line that runs ``argv`` in a new private place; root only.

    Raises ``NamespaceRefused`` without root.
    """
    if os.geteuid() != 0:
        raise NamespaceRefused("real parts need a namespace of their own and therefore root: run as root, or use --parts simulated")
    return ["unshare", "--mount", "--net", "--propagation", "private", sys.executable, "-I", str(Path(__file__).resolve()), FURNISH, *argv]


def enter() -> None:
    """Go inside: return at once when inside, else replace this process by itself, same arguments, in a new place.

    Raises ``NamespaceRefused`` without root or where the kernel forbids namespaces.
    """
    if inside():
        return
    line = command([sys.executable, *sys.orig_argv[1:]])
    probe = subprocess.run(["unshare", "--mount", "--net", "true"], capture_output=True, text=True, check=False)
    if probe.returncode != 0:
        raise NamespaceRefused(f"this machine forbids namespaces ({probe.stderr.strip()}): use --parts simulated")
    sys.stdout.flush()
    sys.stderr.flush()
    os.execvp(line[0], line)


def furnish() -> None:
    """Furnish the new place: an empty ``/run`` and a loopback that is up."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", "/run"], check=True)
    Path("/run/lock").mkdir(mode=0o1777)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        name, flags = struct.unpack("16sh", fcntl.ioctl(any_socket, SIOCGIFFLAGS, struct.pack("16sh", b"lo", 0)))
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh", name, flags | IFF_UP))
    MARK.write_text(os.readlink("/proc/self/ns/net"))


def main(argv: Sequence[str]) -> None:
    """``python -m rehearsal.namespace COMMAND…``: become the command, inside; with ``--furnish`` first, this already is the new place."""
    words = list(argv)
    if words[:1] == [FURNISH]:
        furnish()
        del words[0]
    elif words and not inside():
        words = command(words)
    if not words:
        raise SystemExit("usage: python -m rehearsal.namespace COMMAND…")
    try:
        os.execvp(words[0], words)
    except OSError as error:
        raise SystemExit(f"{words[0]}: {error.strerror}") from error


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except NamespaceRefused as refusal:
        raise SystemExit(str(refusal)) from None
