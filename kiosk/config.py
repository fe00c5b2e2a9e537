"""``kiosk.toml`` as frozen models: field = key, docstring = manual.

An unknown key refuses to start and names file, line, key and the nearest spelling
(:mod:`catalogue.lines` does the naming). ``site.live = true`` refuses simulated drivers.
"""
from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta
from msgspec.structs import replace as replace

from catalogue.lines import FileError, FileErrors, Lines, loaded, nearest
from catalogue.pack.source import Folder, Pack

LOCALE = Path(__file__).parent.parent / "assets" / "locale"


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every table of the file is: frozen and strict."""


class Site(Section, frozen=True, kw_only=True):
    """Where this counter stands."""

    id: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{2,40}$")]
    name: Annotated[dict[str, str], Meta(description="what citizens call the place, by language")]
    live: bool = False
    languages: tuple[str, ...] = ("zh-TW", "en", "ja")
    phone: Annotated[str, Meta(description="whom to phone, shown on error screens")] = ""
    state: Path = Path("/var/lib/nightcounter")
    run: Path = Path("/run/nightcounter")
    halt: Annotated[tuple[str, ...], Meta(description="program that switches the box off when its battery ends")] = ()

    def called(self, lang: str) -> str:
        """What citizens of a language call the place; English, else whatever there is, where it has no name of its own."""
        return self.name.get(lang) or self.name.get("en") or next(iter(self.name.values()), "")


class Screen(Section, frozen=True, kw_only=True):
    """The touchscreen."""

    width: int = 1080
    height: int = 1920
    mm_per_pixel: float = 0.277
    bottom_mm: Annotated[float, Meta(ge=0, le=1100, description="from the floor to the screen's lower edge")] = 800
    fullscreen: bool = True
    dock: Annotated[bool, Meta(description="show the demo panel; refused on a live site")] = False


class Uplink(Section, frozen=True, kw_only=True):
    """The way to the bureau. Paths of keys; ``ca`` pins the bureau's root."""

    url: str = "https://127.0.0.1:8443"
    ca: Path = Path("trust/bureau-root.pem")
    transport_key: Path = Path("keys/transport.pem")
    device_key: Path = Path("keys/device.pem")
    trust: Annotated[Path, Meta(description="what enrolment left: roots, gateway and agency keys, revocation list")] = Path("trust")


class Device(Section, frozen=True, kw_only=True):
    """One device: its driver (a file of hardware/<kind>/) and that driver's own options."""

    driver: str
    options: dict[str, Any] = msgspec.field(default_factory=dict)


WORDS_A_MINUTE = 175


class Program(Section, frozen=True, kw_only=True):
    """What speaks one language: reads text on its standard input, writes WAV (16 bit, mono) to its standard output.

    In the words of ``command`` ``{wpm}``, ``{percent}`` and ``{length}`` stand for the speed: 175 words a minute, 100 %, 1.0 times as
    long. ``reads``: the text itself, or for voices that know no Chinese characters pinyin with tone numbers, or kana.
    """

    command: tuple[str, ...]
    reads: Literal["words", "pinyin", "kana"] = "words"

    def __post_init__(self) -> None:
        """Raises ``ValueError`` for a brace that is none of the three."""
        try:
            self.words(100)
        except (KeyError, IndexError, ValueError, AttributeError) as error:
            raise ValueError(f"what stands in braces must be {{wpm}}, {{percent}} or {{length}} ({error})") from None

    def words(self, speed: int) -> list[str]:
        """The command at a speed in percent."""
        return [word.format(wpm=round(WORDS_A_MINUTE * speed / 100), percent=speed, length=round(100 / speed, 2)) for word in self.command]


ESPEAK = ("espeak-ng", "-b", "1", "-s", "{wpm}", "--stdin", "--stdout", "-v")
PROGRAMS = {
    "zh-TW": Program(command=(*ESPEAK, "cmn-latn-pinyin"), reads="pinyin"), "en": Program(command=(*ESPEAK, "en")),
    "ja": Program(command=(*ESPEAK, "ja"), reads="kana"), "vi": Program(command=(*ESPEAK, "vi")),
    "id": Program(command=(*ESPEAK, "id")), "th": Program(command=(*ESPEAK, "th")),
}


class Voice(Section, frozen=True, kw_only=True):
    """The voice. A better one for a language is a table ``[voice.programs.<language>]``; every language without its own keeps espeak-ng.

    ``speaker`` and ``headset`` play WAV from their standard input; an empty ``headset`` plays where the loudspeaker does, for a socket
    that switches the loudspeaker off by itself.
    """

    programs: dict[str, Program] = msgspec.field(default_factory=dict)
    speaker: tuple[str, ...] = ("aplay", "-q", "-")
    headset: tuple[str, ...] = ()
    speed: Annotated[int, Meta(ge=50, le=200, description="percent, at the start of every visit")] = 100

    def program(self, lang: str) -> Program | None:
        """What speaks a language; None: nothing here does."""
        program = self.programs.get(lang) or PROGRAMS.get(lang)
        return program if program is not None and program.command else None

    def able(self, lang: str) -> bool:
        """Whether what speaks a language and what plays it are installed."""
        program = self.program(lang)
        needed = (self.speaker, self.headset or self.speaker, program.command if program is not None else ())
        return all(words and shutil.which(words[0]) is not None for words in needed)


class Limits(Section, frozen=True, kw_only=True):
    """Times and sizes that a site may tune within the bounds of the design."""

    idle_s: Annotated[int, Meta(ge=60, description="no touch for so long: ask")] = 60
    idle_answer_s: Annotated[int, Meta(ge=30, description="no answer for so long: end")] = 30
    wait_s: Annotated[int, Meta(ge=5, description="at most so long on screen for a reply, then park")] = 180
    face_tries: Annotated[int, Meta(ge=1)] = 5
    goodbye_s: Annotated[int, Meta(ge=5, description="from the last call for card and paper to the end of the visit")] = 60
    battery_s: Annotated[int, Meta(ge=0, description="mains gone for so long, or the battery low: end the visit and switch off")] = 120
    room_mib: Annotated[int, Meta(ge=1, description="less room on the disk of the state directory: nobody new is served")] = 64
    revocation_hours: Annotated[int, Meta(description="older list: one level less")] = 48
    hello_hours: Annotated[int, Meta(description="boot without a line: an accepted hello counts so long")] = 72


class Catalogue(Section, frozen=True, kw_only=True):
    """The pack of services that this counter takes, instead of a directory of flow files."""

    pack: Annotated[Path, Meta(description="the pack directory, as the bureau publishes it")]
    root: Annotated[Path, Meta(description="whose signatures count: 1.root.json as the bureau handed it out; counts from site.state")]
    group: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,30}$", description="which counters this one gets new services with")] = "all"


class Kiosk(Section, frozen=True, kw_only=True):
    """The whole of ``kiosk.toml``. ``flows`` is the directory of flow files that serves where no ``[catalogue]`` is named."""

    site: Site
    screen: Screen = Screen()
    uplink: Uplink = Uplink()
    card: Device
    scanner: Device
    camera: dict[Literal["document", "face"], Device]
    face: Device
    printer: dict[Literal["a4", "receipt"], Device]
    sound: Annotated[Device | None, Meta(description="the headset socket; without it nothing personal is ever spoken")] = None
    keypad: Annotated[Device | None, Meta(description="a tactile keypad; keys of a keyboard are heard without it")] = None
    microphone: Device | None = None
    lights: Annotated[Device | None, Meta(description="lamps at the card reader, the place for papers, the tray")] = None
    tamper: Annotated[Device | None, Meta(description="the contact of the cabinet's door")] = None
    power: Annotated[Device | None, Meta(description="the UPS")] = None
    voice: Voice = Voice()
    limits: Limits = Limits()
    directory: Path = msgspec.field(name="flows", default=Path("flows"))
    catalogue: Catalogue | None = None
    locale: Annotated[Path, Meta(description="the wording, one .po a language")] = LOCALE

    @property
    def flows(self) -> Folder | Pack:
        """Where the services come from."""
        if self.catalogue is not None:
            return Pack(self.catalogue.pack, self.catalogue.root, self.catalogue.group, self.site.state / "catalogue")
        return Folder(self.directory, self.site.run / "catalogue.json")

    def simulated(self) -> list[str]:
        """Names of the devices whose driver is simulated."""
        named = {"card": self.card, "scanner": self.scanner, "face": self.face}
        named |= {name: device for name in OPTIONAL if (device := getattr(self, name)) is not None}
        named |= {f"camera.{name}": device for name, device in self.camera.items()}
        named |= {f"printer.{name}": device for name, device in self.printer.items()}
        return [name for name, device in named.items() if device.driver == "simulated"]


OPTIONAL = ("sound", "keypad", "microphone", "lights", "tamper", "power")
"""Devices that a counter may be without."""


class NotForLive(Exception):
    """A live site names simulated parts; the message says which and what to do."""


def load(path: Path) -> Kiosk:
    """Read ``kiosk.toml``; relative paths in it count from the file's folder, keys and trust from ``site.state``.

    Raises ``catalogue.lines.FileErrors`` (every fault with file and line) and ``NotForLive``.
    """
    path = path.resolve()
    text = path.read_text(encoding="utf-8")
    try:
        kiosk = msgspec.convert(_gathered(loaded(path, text)), Kiosk, dec_hook=lambda kind, value: kind(value))
    except msgspec.ValidationError as error:
        raise FileErrors([_said(path, Lines(text), str(error))]) from None
    base = path.parent
    site = replace(kiosk.site, state=base / kiosk.site.state, run=base / kiosk.site.run)
    named = ("ca", "transport_key", "device_key", "trust")
    uplink = replace(kiosk.uplink, **{name: site.state / getattr(kiosk.uplink, name) for name in named})
    if site.live and (pretended := kiosk.simulated() + (["screen.dock"] if kiosk.screen.dock else [])):
        raise NotForLive(f"{path}: site.live = true, but simulated: {', '.join(pretended)}; name the real driver of each")
    pack = kiosk.catalogue and replace(kiosk.catalogue, pack=base / kiosk.catalogue.pack, root=site.state / kiosk.catalogue.root)
    return replace(kiosk, site=site, uplink=uplink, directory=base / kiosk.directory, catalogue=pack, locale=base / kiosk.locale)


def under(kiosk: Kiosk, limits: dict[str, int]) -> Kiosk:
    """The same with the limits that the bureau ordered before its own; those that this program does not know or allow are told and left."""
    taken = kiosk.limits
    for name, value in limits.items():
        try:
            taken = msgspec.convert({**msgspec.to_builtins(taken), name: value}, Limits)
        except msgspec.ValidationError as error:
            print(f"orders: limits.{name} = {value} is not taken ({error})", file=sys.stderr)
    return replace(kiosk, limits=taken)


def _gathered(tables: dict[str, Any]) -> dict[str, Any]:
    """The tables with what is a driver's own put together under ``options``."""
    def gathered(table: Any) -> Any:
        if not isinstance(table, dict):
            return table
        own = {key: value for key, value in table.items() if key != "driver"}
        return {"options": own, **({"driver": table["driver"]} if "driver" in table else {})}

    made = {**tables}
    made |= {str(name): gathered(tables[name]) for name in ("card", "scanner", "face", *OPTIONAL) if name in tables}
    made |= {str(name): {use: gathered(table) for use, table in tables[name].items()}
             for name in ("camera", "printer") if isinstance(tables.get(name), dict)}
    return made


_FAULT = re.compile(r"(?P<what>.*?)(?: - at `(?P<key>key` in `)?\$\.?(?P<place>[^`]*)`)?$")
_NAMED = re.compile(r"Object (?P<how>contains unknown field|missing required field) `(?P<word>[^`]+)`")


def _said(path: Path, lines: Lines, error: str) -> FileError:
    """The library's sentence as a fault of the file: its line, the key, the nearest spelling."""
    fault = _FAULT.fullmatch(error)
    assert fault is not None
    place = tuple(re.sub(r"\[[^]]*\]", "", fault["place"] or "").split(".")) if fault["place"] else ()
    if named := _NAMED.fullmatch(fault["what"]):
        word = named["word"]
        if named["how"].startswith("missing"):
            return FileError(path, lines.of(*place), f"'{word}' is missing")
        return FileError(path, lines.of(*place, word), f"unknown key '{word}'{nearest(word, _known(*place))}")
    if fault["key"] and (given := re.search(r"'(.*)'", fault["what"])):
        place += (given[1],)
    return FileError(path, lines.of(*place), f"'{'.'.join(place)}': {fault['what'][:1].lower()}{fault['what'][1:]}")


def _known(*place: str) -> tuple[str, ...]:
    """The keys of the table at a place."""
    within = {field.encode_name: field.type for field in msgspec.structs.fields(Kiosk)} | {"catalogue": Catalogue}
    section = Program if len(place) > 1 else within[place[0]] if place else Kiosk
    return tuple(field.encode_name for field in msgspec.structs.fields(section))
