"""The text of one file, whatever stands at its path: nothing here waits, grows or ends in a stack of calls.

* Only a plain file is read: a directory, a pipe, a socket or a device is told for what it is.
* At most 256 kB are read, as UTF-8; the line of the first octet that is none is told. Line ends may be those of Windows.
"""
from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from catalogue.lines import MOST_OCTETS, FileError, FileErrors

_NO_FILE = {stat.S_IFDIR: "a directory", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket", stat.S_IFCHR: "a device"}
_WHY = {errno.ENOENT: "this file is missing", errno.ELOOP: "this link leads in a circle: put the file itself here",
        errno.EACCES: "this file may not be read: allow it (chmod a+r)"}


def text_of(path: Path) -> str:
    """The text. Raises ``FileErrors`` for what is no readable text, ``OSError`` where the system gives nothing."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
    kind = stat.S_IFMT(os.fstat(descriptor).st_mode)
    if kind != stat.S_IFREG:
        os.close(descriptor)
        raise FileErrors([FileError(path, 1, f"{_NO_FILE.get(kind, 'something else')} stands here, not a file")])
    with os.fdopen(descriptor, "rb") as file:
        octets = file.read(MOST_OCTETS + 1)
    if len(octets) > MOST_OCTETS:
        raise FileErrors([FileError(path, 1, f"this file has more than {MOST_OCTETS // 1024} kB: divide it")])
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError as error:
        line = octets.count(b"\n", 0, error.start) + 1
        raise FileErrors([FileError(path, line, "this is not UTF-8: save the file as UTF-8")]) from error


def why_not(error: OSError) -> str:
    """What the system's refusal means, and what to do."""
    return _WHY.get(error.errno or 0, f"this file cannot be read: {os.strerror(error.errno or 0)}")
