"""Asks an IPP printer itself: how it is, what became of its jobs, and to give one up (RFC 8010 encoding, RFC 8011 operations).

Only the few value tags that this needs. pycups cannot ask: it sends every
request to ``/``, where a print daemon listens and a device does not.
"""
from __future__ import annotations

import http.client
import itertools
import struct
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

CANCEL_JOB, GET_JOBS, GET_PRINTER_ATTRIBUTES = 0x0008, 0x000A, 0x000B
_OPERATION, _JOB, _END = 0x01, 0x02, 0x03
_INTEGER, _BOOLEAN, _ENUM, _KEYWORD, _URI, _CHARSET, _LANGUAGE, _NAME = 0x21, 0x22, 0x23, 0x44, 0x45, 0x47, 0x48, 0x42
TIMEOUT_S = 4.0
Attributes = dict[str, list[Any]]
_numbers = itertools.count(1)


class NotIpp(Exception):
    """The device did not answer, or not in IPP; the text says what came instead, never a document's content."""


@dataclass(frozen=True)
class Device:
    """One device by its URI, ``ipp://host:port/path``."""

    uri: str

    def printer(self, *wanted: str) -> Attributes:
        """Get-Printer-Attributes (RFC 8011 §4.2.5). Raises ``NotIpp``."""
        groups = self._ask(GET_PRINTER_ATTRIBUTES, wanted, ())
        return next((group for tag, group in groups if tag not in (_OPERATION, _JOB)), {})

    def jobs(self, which: str, *wanted: str) -> list[Attributes]:
        """Get-Jobs (RFC 8011 §4.2.6); ``which`` is completed or not-completed. Raises ``NotIpp``."""
        return [group for tag, group in self._ask(GET_JOBS, wanted, ((_KEYWORD, "which-jobs", which),)) if tag == _JOB]

    def cancel(self, number: int, user: str) -> None:
        """Cancel-Job (RFC 8011 §4.3.3) of one of ``user``'s jobs. Raises ``NotIpp``, also where it is over already."""
        self._ask(CANCEL_JOB, (), ((_INTEGER, "job-id", number), (_NAME, "requesting-user-name", user)))

    def _ask(self, operation: int, wanted: tuple[str, ...], more: tuple[tuple[int, str, str | int], ...]) -> list[tuple[int, Attributes]]:
        parts = urlsplit(self.uri)
        body = struct.pack(">BBHI", 2, 0, operation, next(_numbers)) + bytes([_OPERATION])
        body += _attribute(_CHARSET, "attributes-charset", "utf-8") + _attribute(_LANGUAGE, "attributes-natural-language", "en")
        body += _attribute(_URI, "printer-uri", self.uri)
        for tag, name, value in more:
            body += _attribute(tag, name, value)
        for place, name in enumerate(wanted):
            body += _attribute(_KEYWORD, "" if place else "requested-attributes", name)
        line = http.client.HTTPConnection(parts.hostname or "localhost", parts.port or 631, timeout=TIMEOUT_S)
        try:
            line.request("POST", parts.path or "/ipp/print", body + bytes([_END]), {"Content-Type": "application/ipp"})
            answer = line.getresponse()
            untrusted = answer.read(1 << 20)
        except (OSError, http.client.HTTPException) as error:
            raise NotIpp(f"{self.uri}: {error}") from error
        finally:
            line.close()
        if answer.status != 200:
            raise NotIpp(f"{self.uri}: HTTP {answer.status}")
        return parse(untrusted)


def _attribute(tag: int, name: str, value: str | int) -> bytes:
    octets = struct.pack(">i", value) if isinstance(value, int) else value.encode()
    return struct.pack(">BH", tag, len(name)) + name.encode() + struct.pack(">H", len(octets)) + octets


def parse(untrusted: bytes) -> list[tuple[int, Attributes]]:
    """Take an answer apart into (group tag, attributes). Raises ``NotIpp`` for a refusal or for what is no IPP."""
    try:
        _, _, status, _ = struct.unpack_from(">BBHI", untrusted)
        if status > 0x00FF:
            raise NotIpp(f"refused with status 0x{status:04x}")
        return _groups(untrusted, 8)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise NotIpp(f"broken answer: {error}") from error


def _groups(untrusted: bytes, at: int) -> list[tuple[int, Attributes]]:
    groups: list[tuple[int, Attributes]] = []
    name, depth = "", 0
    while untrusted[at] != _END:
        tag = untrusted[at]
        at += 1
        if tag < 0x10:
            groups.append((tag, {}))
            continue
        size = struct.unpack_from(">H", untrusted, at)[0]
        label = untrusted[at + 2:at + 2 + size].decode()
        at += 2 + size
        size = struct.unpack_from(">H", untrusted, at)[0]
        value = untrusted[at + 2:at + 2 + size]
        at += 2 + size
        if len(value) < size or not groups:
            raise NotIpp("broken answer: cut short")
        depth += (tag == 0x34) - (tag == 0x37)  # collections are stepped over
        if label and depth == (tag == 0x34):
            name = label
        if depth == 0 and tag not in (0x34, 0x37, 0x4A):
            groups[-1][1].setdefault(name, []).append(_value(tag, value))
    return groups


def _value(tag: int, value: bytes) -> Any:
    if tag in (_INTEGER, _ENUM):
        return struct.unpack(">i", value)[0]
    if tag == _BOOLEAN:
        return value != b"\0"
    return value.decode("utf-8", "replace") if 0x40 <= tag < 0x60 else value
