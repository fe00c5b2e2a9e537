"""The screen process: a Kivy window on the main thread, the door and the tree in threads of their own.

It is what a start waits for, so nothing is loaded that is not drawn with, and the door stands open from the first moment.
"""
from __future__ import annotations

import gc
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from kiosk.config import Kiosk
from kiosk.ui.door import Ears, Forget, Preview, ScreenEnd, ToScreen
from kiosk.ui.fonts import fonts, place
from kiosk.ui.theme import DESIGN_MM, Look, read
from kiosk.ui.tree import Tree

ASSETS = Path(__file__).resolve().parents[2] / "assets"
DOCK_WIDTH = 320
ATTEND_S = 5.0
"""So often somebody who listens is taken for somebody who is there."""
REST_S = 2.0
"""From the first frame on, until the screens that nobody waited for are loaded."""
KEYPAD_S, KEYPAD_AGAIN_S = 5.0, 5.0
FIRST_S = 0.4
"""So long the first frame waits for what the engine says, rather than being drawn for nothing."""


class Keypad(Protocol):
    """What this room needs of a keypad (hardware/keypad); it may fail, and comes back by itself."""

    def pressed(self, timeout_s: float) -> list[str]: ...


def main(config: Kiosk, beat: Callable[[], None], keypad: Callable[[], Keypad] | None = None) -> int:
    """Open the window and serve engines until the process is told to end.

    ``beat`` gives a sign of life of this loop. ``keypad`` opens the keypad, where there is one; its keys do what a keyboard's do.
    """
    gc.disable()  # nothing that is loaded now is ever garbage
    _configure(config)
    root = _build(config, beat, keypad)
    from kivy.base import runTouchApp
    from kivy.clock import Clock

    from kiosk.ui.memory import give_back
    from kiosk.ui.screens import rest

    def settle() -> None:
        rest()
        give_back()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)  # the window library made a wish to be closed of them
    gc.freeze()
    gc.enable()
    Clock.schedule_once(lambda _: settle(), REST_S)
    runTouchApp(root)
    return 0


def dock_width(config: Kiosk) -> int:
    """The strip of the demo panel beside the citizen's area, in pixels; 0 without one."""
    return round(DOCK_WIDTH * DESIGN_MM / config.screen.mm_per_pixel) if config.screen.dock else 0


def _configure(config: Kiosk) -> None:
    """Settle Kivy before anything of it draws: no menus, no logs, no pointer, only the touchscreen's own events."""
    home = Path(os.environ.setdefault("KIVY_HOME", str(config.site.run / "kivy")))
    home.mkdir(parents=True, exist_ok=True)
    for name in ("KIVY_NO_ARGS", "KIVY_NO_FILELOG", "KIVY_NO_CONSOLELOG", "KIVY_NO_CONFIG", "KIVY_NO_ENV_CONFIG"):
        os.environ.setdefault(name, "1")
    for name in ("KIVY_WINDOW", "KIVY_IMAGE", "KIVY_TEXT"):
        os.environ.setdefault(name, "sdl2")  # not every library that could do it is tried
    # what a desktop would want is not waited for, nor spoken to: a session bus, five thousand compose sequences
    os.environ |= {"DBUS_SESSION_BUS_ADDRESS": "disabled:", "XCOMPOSEFILE": os.devnull}
    os.environ.setdefault("MESA_SHADER_CACHE_DIR", str(home))
    if not config.screen.dock:
        os.environ.setdefault("KIVY_DATA_DIR", str(_unstyled(home)))
    from kivy.config import Config

    screen = config.screen
    whole = screen.fullscreen and not screen.dock
    graphics = {
        "width": screen.width + dock_width(config), "height": screen.height, "borderless": int(whole), "multisamples": 0,
        "resizable": int(screen.dock), "maxfps": 60, "show_cursor": int(screen.dock),
        "position": "custom" if whole else "auto", "left": 0, "top": 0, "fullscreen": 0,
    }  # fmt: skip
    for key, value in graphics.items():
        Config.set("graphics", key, str(value))
    for key, value in {"exit_on_escape": "0", "log_enable": "0", "keyboard_mode": "system", "pause_on_minimize": "0"}.items():
        Config.set("kivy", key, value)
    Config.remove_option("input", "%(name)s")
    Config.remove_option("input", "mouse")  # we have a pointer of our own


def _unstyled(home: Path) -> Path:
    """Kivy's data without the rules of its widgets: they are read at every start, and none of those widgets is shown."""
    data = home / "data"
    data.mkdir(exist_ok=True)
    spec = find_spec("kivy")
    assert spec is not None
    assert spec.origin is not None
    for source in (Path(spec.origin).parent / "data").iterdir():
        if source.name != "style.kv" and (link := data / source.name).resolve() != source.resolve():
            link.unlink(missing_ok=True)
            link.symlink_to(source)
    (data / "style.kv").write_text("")
    return data


def _build(config: Kiosk, beat: Callable[[], None], keypad: Callable[[], Keypad] | None) -> Any:
    """The root widget: the stage, and the demo panel beside it where the site asks for one."""
    told = threading.Event()

    def heard(said: ToScreen) -> None:
        in_turn(said)
        pace.wake()
        told.set()

    def gone() -> None:
        Clock.schedule_once(lambda _: stage.forget(), -1)
        pace.wake()

    door, tree = ScreenEnd(config.site.run, heard, gone), Tree(config.site.run)
    from kivy.clock import Clock
    from kivy.core.window import Window
    from kivy.uix.widget import Widget

    from kiosk.ui.pace import Pace
    from kiosk.ui.stage.reach import reach_mm
    from kiosk.ui.stage.stage import Stage
    from kiosk.ui.voice.voice import Voice

    theme = read(ASSETS / "themes" / "civic.toml")
    look = Look(theme, fonts(place(config.site.run)), config.screen.mm_per_pixel, config.site.languages[0],
                reach_mm=reach_mm(config.screen.bottom_mm))
    voice = Voice(config.voice)
    stage = Stage(config, look, door.say, tree, voice)

    def listen(said: ToScreen) -> None:
        if isinstance(said, Forget):
            stage.forget(said.visit)
        elif isinstance(said, Preview):
            stage.preview(said)
        elif isinstance(said, Ears):
            voice.ears(said.headset)
        else:
            stage.show(said)

    in_turn = _in_turn(listen, Clock)
    root, strip = Widget(), dock_width(config)
    root.add_widget(stage)
    panel = _dock(config, look) if strip else None
    if panel is not None:
        root.add_widget(panel)

    def fit(*_: Any) -> None:
        stage.pos, stage.size = (0, 0), (Window.width - strip, Window.height)
        if panel is not None:
            panel.pos, panel.size = (Window.width - strip, 0), (strip, Window.height)

    Clock.schedule_interval(lambda _: _attend(beat, voice, stage), ATTEND_S)
    Window.bind(size=fit)
    fit()
    pace = Pace(Clock, theme.tempo)
    _wire(Window, stage, not config.screen.dock)
    keys = partial(_keys_of, keypad, lambda key: Clock.schedule_once(lambda _: _typed(stage, key), -1), pace.wake)
    for name, serve in (("door", door.serve), ("tree", tree.serve), ("keypad", keys)):
        threading.Thread(target=serve, name=name, daemon=True).start()
    told.wait(FIRST_S)
    return root


def _attend(beat: Callable[[], None], voice: Any, stage: Any) -> None:
    beat()
    if voice.attend():
        stage.stir()


def _typed(stage: Any, key: str) -> None:
    stage.key("" if key.isdigit() else key, key if key.isdigit() else "")


def _keys_of(keypad: Callable[[], Keypad] | None, tell: Callable[[str], None], wake: Callable[[], None]) -> None:
    """Hand on every key of a keypad, for ever; nothing where there is none. One that fails is asked again a little later."""
    opened: Keypad | None = None
    while keypad is not None:
        try:
            opened = opened or keypad()
            for key in opened.pressed(KEYPAD_S):
                tell(key)
                wake()
        except Exception as error:
            if not hasattr(error, "code"):  # a device's word, whose class this room does not know
                raise
            time.sleep(KEYPAD_AGAIN_S)


def _in_turn(listen: Callable[[ToScreen], None], clock: Any) -> Callable[[ToScreen], None]:
    """What hands words from the door's thread to the window's; of a camera's pictures only the newest waits for a busy screen."""
    pictures: deque[Preview] = deque(maxlen=1)

    def picture(_: float) -> None:
        if pictures:
            listen(pictures.pop())

    def hand(said: ToScreen) -> None:
        if isinstance(said, Preview):
            pictures.append(said)
            clock.schedule_once(picture, -1)
        else:
            clock.schedule_once(lambda _: listen(said), -1)

    return hand


def _wire(window: Any, stage: Any, closed_to_all: bool) -> None:
    """Bind what the window reports: swapped frames, keys, the finger."""

    def flipped(_: Any) -> bool:
        window.flip()
        stage.drawn()
        return True

    from kivy.base import EventLoop

    from kiosk.ui.pointer import Pointer
    from kiosk.ui.widgets.strike import Keys

    EventLoop.add_input_provider(Pointer(window))
    keys = Keys()

    def pressed(_: Any, code: int, __: int, text: str | None, modifiers: list[str]) -> bool:
        if keys.press(code, time.monotonic()) and not set(modifiers) & _CHORDS:
            stage.key(_KEYS.get(code, ""), str(code - _PAD_DIGITS[0]) if code in _PAD_DIGITS else text or "")
        return True  # no key means anything to anybody else

    def lifted(_: Any, code: int, *__: Any) -> bool:
        keys.lift(code)
        return True

    if closed_to_all:
        window.bind(on_request_close=lambda *_: True)  # Alt-F4, a window manager's menu: nobody who stands there closes a counter
    window.bind(on_flip=flipped, on_key_down=pressed, on_key_up=lifted)


_CHORDS = {"ctrl", "alt", "meta"}
_KEYS = {
    8: "backspace", 9: "tab", 13: "enter", 27: "escape", 32: "spacebar", 127: "delete", 269: "numpadsubtract", 270: "numpadadd",
    271: "numpadenter", 273: "up", 274: "down", 275: "right", 276: "left", 280: "pageup", 281: "pagedown", 282: "f1", 283: "f2",
    284: "f3", 285: "f4",
}
_PAD_DIGITS = range(256, 266)
"""A keypad's own digits, which the window library takes for letters of Latin Extended-A."""


def _dock(config: Kiosk, look: Look) -> Any:
    from kiosk.ui.dock import Dock

    return Dock(config, look)
