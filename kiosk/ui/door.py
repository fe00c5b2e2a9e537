"""The one door between screen and engine: what is said, and the two ends of the line.

The engine says what to show (:class:`View`, all words already chosen in one language), the screen says what was touched
(:class:`Touch`). Every message names the visit; a stale one is dropped by whoever receives it. Secrets come key by key and
are never shown: the engine sends back only how many stand there.

The line is an AF_UNIX stream in the run directory: the screen listens, the engine connects. A message is a line of JSON.
"""
from __future__ import annotations

import asyncio
import os
import select
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal, Self

import msgspec

SOCKET, LIMIT = "door.sock", 4 * 1024 * 1024


class Said(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every word and part of a word at the door is: frozen, and strict about what the neighbour says."""

    def but(self, **changes: Any) -> Self:
        """The same with some fields changed."""
        return msgspec.structs.replace(self, **changes)


class Button(Said, frozen=True, kw_only=True):
    """Something to press. ``role`` decides place and colour: primary (go on), secondary, quiet, danger (ends the visit)."""

    name: str
    text: str
    role: Literal["primary", "secondary", "quiet", "danger"] = "secondary"
    enabled: bool = True
    icon: str = ""


class Item(Said, frozen=True, kw_only=True):
    """One thing of a list to choose from. ``about`` is a smaller second line; a disabled one says why in ``reason``."""

    key: str
    text: str
    about: str = ""
    reason: str = ""
    enabled: bool = True
    chosen: bool = False
    icon: str = ""


class Line(Said, frozen=True, kw_only=True):
    """A label and its value, side by side (review page, reply, health)."""

    label: str
    value: str


class Key(Said, frozen=True, kw_only=True):
    """A key beside the fixed ones of a pad: what it tells the engine, what stands on it, how it is read aloud where that differs."""

    key: str
    text: str
    say: str = ""
    enabled: bool = True
    chosen: bool = False


class Strip(Said, frozen=True, kw_only=True):
    """One page of the words to choose from for what was typed last."""

    words: tuple[str, ...] = ()
    page: int = 0
    pages: int = 1


class Dial(Said, frozen=True, kw_only=True):
    """One part of a date. ``value`` is '' as long as nobody touched it; ``also`` is the same year in the other calendar."""

    name: Literal["year", "month", "day"]
    label: str
    value: str = ""
    also: str = ""
    say: str = ""


class View(Said, frozen=True, kw_only=True, tag="view", tag_field="kind"):
    """One screen: which one (a file of ``kiosk/ui/screens``), in which language, with which words.

    ``personal``: something of the citizen stands on it, so it is spoken only to the headset.
    ``entry`` is what the pad's field shows; for a secret ``masked`` says how many stand there. Behind the entry stands
    what is being ``composing`` (Bopomofo), below it the ``strip`` of words it may mean. ``pads`` are the pads one may
    switch to, ``keys`` further keys of the pad, ``dials`` the parts of a date.
    ``trail``/``at`` is the progress line: names of the steps and the index of this one (-1: none).
    ``frame`` holds the words of the fixed buttons: back home help language size contrast voice; in a service the ``agency``'s short name.
    ``ease``: the citizen asked for more ease (priority): large text unless a size was chosen on this visit.
    ``aloud``: say this view now, even where the voice is off (``once``: a card or page left behind), or switch the voice on with
    this view (``on``: "read this screen to me"; nothing more than its first word where the voice is on already).
    ``ear`` holds what only the ear needs: "button", "2 of 5", the names of keys that are signs.
    ``picture`` names an illustration: insert-card keep-card take-card scan-barcode lay-card
    look-here take-paper printing sending waiting sign thanks warning closed. Where something went wrong it is the trouble's code.
    ``number`` grows with every other question (:meth:`asks_like`); touches say to which one they belong.
    """

    visit: str
    number: int = 0
    screen: str
    lang: str
    heading: str
    body: str = ""
    note: str = ""
    code: str = ""
    say: str = ""
    picture: str = ""
    agency: str = ""
    personal: bool = False
    buttons: tuple[Button, ...] = ()
    items: tuple[Item, ...] = ()
    lines: tuple[Line, ...] = ()
    pad: Literal["", "pin", "id", "digits", "zhuyin", "latin", "kana", "signs", "date", "plate", "sign", "rate"] = ""
    pads: tuple[Key, ...] = ()
    keys: tuple[Key, ...] = ()
    entry: str = ""
    composing: str = ""
    strip: Strip | None = None
    dials: tuple[Dial, ...] = ()
    masked: int | None = None
    trail: tuple[str, ...] = ()
    at: int = -1
    countdown_s: int | None = None
    busy: bool = False
    ease: bool = False
    aloud: Literal["", "once", "on"] = ""
    frame: dict[str, str] = msgspec.field(default_factory=dict)
    ear: dict[str, str] = msgspec.field(default_factory=dict)

    def asks_like(self, other: "View") -> bool:
        """Whether this is the same question as another view: told again after a key, a second of a countdown or in another language.

        The screen that waits asks one thing whatever slide stands there: a touch begins.
        """
        if self.screen == other.screen == "attract":
            return self.visit == other.visit
        if self.lang == other.lang and self.heading != other.heading:
            return False
        return self._asked() == other._asked()

    def _asked(self) -> tuple[object, ...]:
        offered = tuple(button.name for button in self.buttons), tuple(item.key for item in self.items)
        return self.visit, self.screen, self.pad, self.picture, self.at, offered


class Preview(Said, frozen=True, kw_only=True, tag="preview", tag_field="kind"):
    """A picture from a camera, so that people see what the counter sees: RGB bytes, base64."""

    visit: str
    width: int
    height: int
    rgb: str


class Forget(Said, frozen=True, kw_only=True, tag="forget", tag_field="kind"):
    """The visit is over: drop all that was shown."""

    visit: str


class Ears(Said, frozen=True, kw_only=True, tag="ears", tag_field="kind"):
    """Whether a headset is in: only then something personal is spoken."""

    visit: str
    headset: bool


class Touch(Said, frozen=True, kw_only=True, tag="touch", tag_field="kind"):
    """A press that started and ended inside one target.

    ``name`` is a button's name; ``key`` with one character (or ``backspace`` / ``clear``, ``year+10`` of a dial) from a pad;
    ``pad`` with the pad to switch to; ``word`` with the place of a word of the strip, or ``next`` / ``previous``;
    ``item`` with its key; ``strokes`` with a base64 PNG of the signature; ``rate`` with 1–5;
    ``frame`` with back home help or ``language:<tag>``; ``stir`` for any other sign of life
    (text size, contrast, a touch beside all targets). ``number`` is that of the view in which it was pressed.
    """

    visit: str
    number: int
    name: str
    value: str = ""


class Drawn(Said, frozen=True, kw_only=True, tag="drawn", tag_field="kind"):
    """The screen has drawn this view (sent once a view, after the frame was swapped)."""

    visit: str
    number: int
    screen: str


ToScreen = View | Preview | Forget | Ears
ToEngine = Touch | Drawn
_to_screen: msgspec.json.Decoder[ToScreen] = msgspec.json.Decoder(ToScreen)
_to_engine: msgspec.json.Decoder[ToEngine] = msgspec.json.Decoder(ToEngine)
NO_WORD = (ValueError, RecursionError)  # of a thousand brackets the library says the second


def _line(said: ToScreen | ToEngine) -> bytes:
    return msgspec.json.encode(said) + b"\n"


class DoorClosed(Exception):
    """The other end is gone."""


class ScreenEnd:
    """The screen's end: listens, keeps the newest connection, hands each message to ``heard`` in its own thread.

    ``gone`` is called when an engine's connection ends (crash or end of its visit).
    """

    def __init__(self, run: Path, heard: Callable[[ToScreen], None], gone: Callable[[], None]) -> None:
        self._heard, self._gone = heard, gone
        path = run / SOCKET
        path.unlink(missing_ok=True)
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        old = os.umask(0o117)
        try:
            self._listener.bind(str(path))
        finally:
            os.umask(old)
        self._listener.listen(4)
        self._engine: socket.socket | None = None

    def serve(self) -> None:
        """Serve engines one after the other, for ever; meant for a daemon thread."""
        while True:
            engine, _ = self._listener.accept()
            self._engine = engine
            try:
                # a word that is none ends the talk: the next engine starts anew
                with suppress(OSError, *NO_WORD), engine.makefile("rb") as lines:
                    while untrusted_line := lines.readline(LIMIT):
                        self._heard(_to_screen.decode(untrusted_line))
            finally:
                self._engine = None
                engine.close()
                self._gone()

    def say(self, said: ToEngine) -> None:
        """Tell the engine. With no engine there, or one that does not listen, the word is lost: the screen never waits."""
        engine = self._engine
        with suppress(OSError):
            # writable means that three quarters of the buffer are free (unix(7)), more than any word of ours needs
            if engine is not None and select.select((), (engine,), (), 0)[1]:
                engine.sendall(_line(said))


class EngineEnd:
    """The engine's end, for one asyncio loop."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def open(cls, run: Path, patience_s: float = 30.0) -> "EngineEnd":
        """Connect to the screen, waiting until it listens. Raises ``DoorClosed`` after ``patience_s``."""
        for _ in range(int(patience_s * 100)):
            try:
                return cls(*await asyncio.open_unix_connection(str(run / SOCKET), limit=LIMIT))
            except OSError:
                await asyncio.sleep(0.01)
        raise DoorClosed(f"no screen listens in {run}")

    async def say(self, said: ToScreen) -> None:
        """Tell the screen. Raises ``DoorClosed``."""
        try:
            self._writer.write(_line(said))
            await self._writer.drain()
        except OSError as error:
            raise DoorClosed(str(error)) from error

    async def hear(self) -> ToEngine:
        """The next word of the screen. Raises ``DoorClosed``."""
        untrusted_line = b""
        with suppress(OSError):
            untrusted_line = await self._reader.readline()
        if not untrusted_line:
            raise DoorClosed("the screen is gone")
        try:
            return _to_engine.decode(untrusted_line)
        except NO_WORD:
            raise DoorClosed("what the screen said is no word") from None

    async def close(self) -> None:
        """Let go of the line."""
        self._writer.close()
