"""Why a pack is refused, in words: the file, what is wrong with it, what to do next. The only place where the library's errors are read."""
from __future__ import annotations

import errno
import re
from pathlib import Path

from securesystemslib.exceptions import Error as SigningError
from tuf.api import exceptions
from tuf.api.serialization import DeserializationError

COPY = "copy the whole pack directory again; if it comes back, tell the bureau and leave this copy as it is"
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
BUREAU = "ask the bureau to publish anew"
ROOT = "compare it with the root file that the bureau handed out"


class Refused(ValueError):
    """The pack is not taken. ``path``: the file that is wrong. ``str``: file, what is wrong, what to do."""

    def __init__(self, path: Path, what: str, do: str) -> None:
        super().__init__(f"{path}: {what}; {do}")
        self.path, self.what, self.do = path, what, do


FAULTS = (exceptions.RepositoryError, exceptions.DownloadError, SigningError, OSError, ValueError, KeyError, TypeError, RecursionError)
"""Whatever outside octets make the library raise."""


def refusal(path: Path, error: Exception) -> Refused:
    """The library's error, met while ``path`` was looked at, as words."""
    if isinstance(error, Refused):
        return error
    if isinstance(error, OSError):
        return _disk(path, error)
    if isinstance(error, exceptions.DownloadHTTPError):
        return Refused(path, "is missing: the directory was copied only in part", COPY)
    if isinstance(error, exceptions.DownloadLengthMismatchError):
        return Refused(path, "is longer than what was signed: altered", COPY)
    if isinstance(error, exceptions.LengthOrHashMismatchError):
        return Refused(path, "is not what was signed: altered or written only in part", COPY)
    if isinstance(error, exceptions.UnsignedMetadataError):
        return _signatures(path, str(error))
    if isinstance(error, exceptions.ExpiredMetadataError):
        return Refused(path, "has expired, so nobody can tell whether something newer is kept back",
                       f"{BUREAU}, and look whether this machine's clock is right")
    if isinstance(error, exceptions.BadVersionNumberError):
        return Refused(path, "is older than what was taken here before, or does not belong to the files beside it", COPY)
    if isinstance(error, DeserializationError):
        return Refused(path, "cannot be read: altered or written only in part", COPY)
    return Refused(path, f"cannot be relied on ({type(error).__name__}: {str(error)[:120]})", COPY)


def _signatures(path: Path, message: str) -> Refused:
    count = re.search(r"(\d+)/(\d+) keys", message)
    good, needed = count.groups() if count else ("too few", "all")
    return Refused(path, f"bears {good} of {needed} signatures that count here: altered, signed by a stranger, or not yet by both owners",
                   "have both owners sign it (python -m kiosk flows pack sign), or compare the root file with the bureau's")


def _disk(path: Path, error: OSError) -> Refused:
    named = Path(error.filename) if isinstance(error.filename, str) else path
    if error.errno in FULL:
        return Refused(path, "cannot be written: this disk, or the one of temporary files, is full", "make room there, then start again")
    return Refused(named, f"{(error.strerror or type(error).__name__).lower()}", "mend the disk or its permissions, then start again")
