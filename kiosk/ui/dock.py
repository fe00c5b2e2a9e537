"""The demo panel beside the citizen's area: hands for the simulated devices. Never on a live site (kiosk/config.py refuses it).

It drives the simulators through their cabinet directory, as a technician's hands would; the engine notices
by itself. Cutting the line leaves a file ``line-cut`` there, which whoever keeps the uplink alive obeys.
"""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.button import Button
from kivy.uix.label import Label

from hardware.camera.simulated import Options as CameraOptions
from hardware.camera.simulated import SimulatedCamera
from hardware.card.simulated import Reader
from hardware.face.simulated import Options as FaceOptions
from hardware.face.simulated import SimulatedMatcher
from hardware.printer.simulated import SimulatedPrinter
from hardware.scanner.simulated import Options as ScannerOptions
from hardware.scanner.simulated import SimulatedScanner
from hardware.sound.simulated import Options as SoundOptions
from hardware.sound.simulated import SimulatedSound
from kiosk.config import Kiosk
from kiosk.ui.theme import Look

ID_NO = "A123456789"
CUT = "line-cut"
SHEETS = 50


class Hands:
    """What can be done by hand at a simulated cabinet."""

    def __init__(self, cabinet: Path) -> None:
        self._cut = cabinet / CUT
        self._reader = Reader("card", cabinet)
        self._scanner = SimulatedScanner("scanner", ScannerOptions(cabinet))
        self._document = SimulatedCamera("camera.document", CameraOptions(cabinet))
        self._face = SimulatedCamera("camera.face", CameraOptions(cabinet))
        self._matcher = SimulatedMatcher("face", FaceOptions(cabinet))
        self._sound = SimulatedSound("sound", SoundOptions(cabinet))
        self._paper = SimulatedPrinter("a4", cabinet)

    def gestures(self) -> list[tuple[str, str, Callable[[], None]]]:
        """(group, words, what it does) in the order of the panel."""
        cards = {"standing": "王小明", "namesake": "陳小明 (namesake)", "expired": "過期 expired", "revoked": "撤銷 revoked",
                 "foreign": "別種卡 other"}
        known = [name for name in cards if name in self._reader.cards()]
        return [
            *(("插入憑證 insert card", cards[name], lambda name=name: self._reader.insert(name)) for name in known),
            ("插入憑證 insert card", "取出 remove", self._reader.remove),
            ("身分證 ID card", "放上 lay down", self._lay),
            ("身分證 ID card", "拿走 take away", self._take),
            ("臉 face", "本人 same person", lambda: self._look("live", "wang")),
            ("臉 face", "別人 stranger", lambda: self._look("stranger", "stranger")),
            ("臉 face", "離開 nobody", self._nobody),
            ("耳機 headset", "插上 in", self._sound.plug),
            ("耳機 headset", "拔下 out", self._sound.unplug),
            ("印表機 printer", "缺紙 out of paper", self._paper.empty),
            ("印表機 printer", "補紙 refill", lambda: self._paper.load(SHEETS)),
            ("線路 line", "剪斷 cut", self._cut.touch),
            ("線路 line", "接上 mend", lambda: self._cut.unlink(missing_ok=True)),
        ]

    def _lay(self) -> None:
        self._scanner.present(ID_NO)
        self._document.show("card")
        self._matcher.card_shows("wang")

    def _take(self) -> None:
        self._scanner.nothing()
        self._document.show_nothing()

    def _look(self, picture: str, person: str) -> None:
        self._face.show(picture)
        self._matcher.looks(person)

    def _nobody(self) -> None:
        self._face.show_nothing()
        self._matcher.looks("")


class Dock(BoxLayout):
    """A narrow column of buttons, grouped; the last gesture stands below."""

    def __init__(self, config: Kiosk, look: Look) -> None:
        gap = look.space("near")
        super().__init__(orientation="vertical", padding=gap * 1.5, spacing=gap)
        with self.canvas.before:
            Color(*look.colour("night"))
            self._ground = Rectangle()
        self.bind(pos=self._fit, size=self._fit)
        self._fill = look.colour("night2")
        self._font, self._size = look.faces.main("zh-TW", False).path, look.space("dot")
        self._label("示範面板 demo panel", 1.0)
        group = ""
        for heading, words, act in Hands(Path(config.card.options["cabinet"])).gestures():
            if heading != group:
                group = heading
                self._label(group, 0.8)
            self._gesture(group, words, act)
        self.add_widget(Label(size_hint_y=1))
        self._said = self._label("", 0.75)

    def _fit(self, *_: Any) -> None:
        self._ground.pos, self._ground.size = self.pos, self.size

    def _label(self, text: str, strength: float) -> Label:
        label = Label(text=text, font_name=self._font, font_size=self._size * 0.9, color=(strength, strength, strength, 1),
                      size_hint_y=None, height=self._size * 1.7)
        self.add_widget(label)
        return label

    def _gesture(self, group: str, words: str, act: Callable[[], None]) -> None:
        def done(_: Any) -> None:
            act()
            self._said.text = f"{group.split()[-1]}: {words}"

        button = Button(text=words, font_name=self._font, font_size=self._size, size_hint_y=None, height=self._size * 2.1,
                        background_normal="", background_color=self._fill)
        button.bind(on_release=done)
        self.add_widget(button)
