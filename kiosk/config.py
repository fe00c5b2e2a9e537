"""``kiosk.toml`` as frozen models: field = key, docstring = manual.

An unknown key refuses to start and names file, line, key and the nearest spelling
(:mod:`catalogue.lines` does the naming). ``site.live = true`` refuses simulated drivers.
"""
from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from catalogue.frozen import Fault, Misfit, fill, rule
from catalogue.lines import FileError, FileErrors, Lines, loaded, nearest


@dataclass(frozen=True, kw_only=True)
class Site:
    """Where this counter stands."""

    id: str = rule(pattern=r"[a-z0-9][a-z0-9-]{2,40}")
    name: dict[str, str] = rule(says="what citizens call the place, by language")
    live: bool = False
    languages: tuple[str, ...] = ("zh-TW", "en", "ja")
    phone: str = rule("", says="whom to phone, shown on error screens")
    state: Path = Path("/var/lib/nightcounter")
    run: Path = Path("/run/nightcounter")


@dataclass(frozen=True, kw_only=True)
class Screen:
    """The touchscreen."""

    width: int = 1080
    height: int = 1920
    mm_per_pixel: float = 0.277
    bottom_mm: float = rule(800, least=0, most=1100, says="from the floor to the screen's lower edge")
    fullscreen: bool = True
    dock: bool = rule(False, says="show the demo panel; refused on a live site")


@dataclass(frozen=True, kw_only=True)
class Uplink:
    """The way to the bureau. Paths of keys; ``ca`` pins the bureau's root."""

    url: str = "https://127.0.0.1:8443"
    ca: Path = Path("trust/bureau-root.pem")
    transport_key: Path = Path("keys/transport.pem")
    device_key: Path = Path("keys/device.pem")
    trust: Path = rule(Path("trust"), says="what enrolment left: roots, gateway and agency keys, revocation list")


@dataclass(frozen=True, kw_only=True)
class Device:
    """One device: its driver (a file of hardware/<kind>/) and that driver's own options."""

    driver: str
    options: dict[str, Any] = rule(rest=True, says="the driver's options, as they stand in the table")


@dataclass(frozen=True, kw_only=True)
class Program:
    """What speaks one language: reads text on its standard input, writes WAV (16 bit, mono) to its standard output.

    In the words of ``command`` ``{wpm}``, ``{percent}`` and ``{length}`` stand for the speed: 175 words a minute, 100 %, 1.0 times as
    long. ``reads``: the text itself, or for voices that know no Chinese characters pinyin with tone numbers, or kana.
    """

    command: tuple[str, ...]
    reads: Literal["words", "pinyin", "kana"] = "words"


ESPEAK = ("espeak-ng", "-b", "1", "-s", "{wpm}", "--stdin", "--stdout", "-v")
PROGRAMS = {
    "zh-TW": Program(command=(*ESPEAK, "cmn-latn-pinyin"), reads="pinyin"), "en": Program(command=(*ESPEAK, "en")),
    "ja": Program(command=(*ESPEAK, "ja"), reads="kana"), "vi": Program(command=(*ESPEAK, "vi")),
    "id": Program(command=(*ESPEAK, "id")), "th": Program(command=(*ESPEAK, "th")),
}


@dataclass(frozen=True, kw_only=True)
class Voice:
    """The voice. A better one for a language is a table ``[voice.programs.<language>]``; every language without its own keeps espeak-ng.

    ``speaker`` and ``headset`` play WAV from their standard input; an empty ``headset`` plays where the loudspeaker does, for a socket
    that switches the loudspeaker off by itself.
    """

    programs: dict[str, Program] = field(default_factory=dict)
    speaker: tuple[str, ...] = ("aplay", "-q", "-")
    headset: tuple[str, ...] = ()
    speed: int = rule(100, least=50, most=200, says="percent, at the start of every visit")

    def program(self, lang: str) -> Program | None:
        """What speaks a language; None: nothing here does."""
        program = self.programs.get(lang) or PROGRAMS.get(lang)
        return program if program is not None and program.command else None


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Times and sizes that a site may tune within the bounds of the design."""

    idle_s: int = rule(60, least=60, says="no touch for so long: ask")
    idle_answer_s: int = rule(30, least=30, says="no answer for so long: end")
    wait_s: int = rule(180, least=5, says="at most so long on screen for a reply, then park")
    face_tries: int = rule(5, least=1)
    goodbye_s: int = rule(30, least=5, says="from the last call for card and paper to the end of the visit")
    revocation_hours: int = rule(48, says="older list: one level less")
    hello_hours: int = rule(72, says="boot without a line: an accepted hello counts so long")


@dataclass(frozen=True, kw_only=True)
class Kiosk:
    """The whole of ``kiosk.toml``."""

    site: Site
    screen: Screen = Screen()
    uplink: Uplink = Uplink()
    card: Device
    scanner: Device
    camera: dict[Literal["document", "face"], Device]
    face: Device
    printer: dict[Literal["a4", "receipt"], Device]
    sound: Device | None = rule(None, says="the headset socket; without it nothing personal is ever spoken")
    voice: Voice = Voice()
    limits: Limits = Limits()
    flows: Path = Path("flows")

    def simulated(self) -> list[str]:
        """Names of the devices whose driver is simulated."""
        named = {"card": self.card, "scanner": self.scanner, "face": self.face}
        named |= {"sound": self.sound} if self.sound is not None else {}
        named |= {f"camera.{name}": device for name, device in self.camera.items()}
        named |= {f"printer.{name}": device for name, device in self.printer.items()}
        return [name for name, device in named.items() if device.driver == "simulated"]


class NotForLive(Exception):
    """A live site names simulated parts; the message says which and what to do."""


def load(path: Path) -> Kiosk:
    """Read ``kiosk.toml``; relative paths in it count from the file's folder, keys and trust from ``site.state``.

    Raises ``catalogue.lines.FileErrors`` (every fault with file and line) and ``NotForLive``.
    """
    path = path.resolve()
    text = path.read_text(encoding="utf-8")
    try:
        kiosk = fill(Kiosk, loaded(path, text))
    except Misfit as misfit:
        lines = Lines(text)
        raise FileErrors(_said(path, lines, fault) for fault in misfit.faults) from None
    base = path.parent
    site = replace(kiosk.site, state=base / kiosk.site.state, run=base / kiosk.site.run)
    named = ("ca", "transport_key", "device_key", "trust")
    uplink = replace(kiosk.uplink, **{name: site.state / getattr(kiosk.uplink, name) for name in named})
    if site.live and (pretended := kiosk.simulated() + (["screen.dock"] if kiosk.screen.dock else [])):
        raise NotForLive(f"{path}: site.live = true, but simulated: {', '.join(pretended)}; name the real driver of each")
    return replace(kiosk, site=site, uplink=uplink, flows=base / kiosk.flows)


def _said(path: Path, lines: Lines, fault: Fault) -> FileError:
    """A fault with its line and a sentence that names what to mend."""
    last, line = str(fault.place[-1]) if fault.place else "file", lines.of(*fault.place)
    if fault.kind == "unknown":
        return FileError(path, line, f"unknown key '{last}'{nearest(last, fault.known)}")
    if fault.kind == "missing":
        return FileError(path, lines.of(*fault.place[:-1]), f"'{last}' is missing")
    if fault.kind == "word":
        return FileError(path, line, f"'{last}' must be one of {', '.join(fault.known)}{nearest(fault.given, fault.known)}")
    return FileError(path, line, f"'{last}': {fault.message}")
