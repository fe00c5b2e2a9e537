"""The demo panel beside the citizen's area: hands for the simulated devices. Never on a live site (kiosk/config.py refuses it).

It drives the simulators through their cabinet directory, as a technician's hands would; the engine notices
by itself. Cutting the line leaves a file ``line-cut`` there, which whoever keeps the uplink alive obeys.
"""
from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, Rectangle
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.button import Button
from kivy.uix.label import Label

from hardware import CardPulled, CoverOpen, DeviceGone, OutOfToner, PaperJam
from hardware.by_hand import ByHand
from hardware.microphone import TONE_HZ
from kiosk.config import Kiosk
from kiosk.ui.theme import Look

ID_NO = "A123456789"
CUT = "line-cut"
SHEETS = 50
LAMPS_S = 0.5


KEYS = (("上 up", "up"), ("下 down", "down"), ("確定 enter", "enter"), ("返回 back", "escape"), ("說明 help", "f1"), ("重聽 again", "f3"))
Gesture = tuple[str, Callable[[], None]]


class Hands:
    """What can be done by hand at a simulated cabinet, faults included."""

    def __init__(self, cabinet: Path, run: Path) -> None:
        self._cut, self._run = cabinet / CUT, run
        self._peers = ByHand(cabinet)

    def gestures(self) -> dict[str, list[Gesture]]:
        """What each group of the panel offers, in its order."""
        peers = self._peers
        cards = {"standing": "王小明", "namesake": "陳小明", "expired": "過期 expired", "revoked": "撤銷 revoked",
                 "foreign": "別種卡 other", "health": "健保卡 NHI"}
        known = [name for name in cards if name in peers.reader.cards()]
        return {
            "卡片 card": [
                *((cards[name], partial(peers.reader.insert, name)) for name in known), ("取出 remove", peers.reader.remove),
                ("下次拔出 pull next", partial(peers.reader.fail_next, CardPulled)), ("讀卡機斷線 unplug", peers.reader.unplug),
                ("接上 plug in", peers.reader.plug),
            ],
            "身分證 ID card": [("放上 lay down", self._lay), ("拿走 take away", self._take),
                               ("掃描故障 scanner fails", peers.scanner.fail_next), ("相機故障 camera fails", peers.document.fail_next)],
            "臉 face": [
                ("本人 same person", lambda: self._look("live", "wang")), ("別人 stranger", lambda: self._look("stranger", "stranger")),
                ("離開 nobody", self._nobody), ("太暗 too dark", partial(peers.matcher.fail_next, "too-dark")),
                ("比對當掉 crashes", partial(peers.matcher.fail_next, "gone")), ("相機故障 camera fails", peers.face.fail_next),
            ],
            "耳機 headset": [("插上 in", peers.sound.plug), ("拔下 out", peers.sound.unplug), ("故障 fails", peers.sound.fail_next)],
            "按鍵盤 keypad": [
                *((words, partial(peers.keypad.press, key)) for words, key in KEYS),
                ("故障 fails", peers.keypad.fail_next),
            ],
            "A4 印表機 printer": self._printer("a4"),
            "收據機 receipt": self._printer("receipt"),
            "機箱 cabinet": [("打開 open", peers.tamper.open_door), ("關上 shut", peers.tamper.shut_door),
                             ("已檢查 looked at", (self._run / "tamper-cleared").touch),
                             ("清出紙匣 tray cleared", (self._run / "tray-cleared").touch),
                             ("燈故障 lamps fail", peers.lights.fail_next)],
            "電力 power": [("停電 mains fails", peers.power.mains_fails), ("電池將盡 battery low", peers.power.battery_low),
                           ("復電 mains returns", peers.power.mains_returns), ("UPS 斷線 UPS gone", peers.power.fail_next)],
            "麥克風 microphone": [("櫃臺音 own tone", partial(peers.microphone.sounds, TONE_HZ)),
                                  ("安靜 quiet", partial(peers.microphone.sounds, 0)), ("故障 fails", peers.microphone.fail_next)],
            "線路 line": [("剪斷 cut", self._cut.touch), ("接上 mend", lambda: self._cut.unlink(missing_ok=True))],
        }

    def lamps(self) -> tuple[str, ...]:
        """Which lamps burn at the cabinet."""
        return self._peers.lights.lit()

    def _printer(self, name: str) -> list[Gesture]:
        printer = self._peers.printers[name]
        faults = (("下次卡紙 jam", PaperJam), ("下次開蓋 cover", CoverOpen), ("下次缺碳粉 toner", OutOfToner), ("斷線 gone", DeviceGone))
        return [("缺紙 out of paper", printer.empty), ("補紙 refill", partial(printer.load, SHEETS)),
                *((words, partial(printer.fail_next, fault)) for words, fault in faults), ("修好 mend", printer.mend)]

    def _lay(self) -> None:
        self._peers.scanner.present(ID_NO)
        self._peers.document.show("card")
        self._peers.matcher.card_shows("wang")

    def _take(self) -> None:
        self._peers.scanner.nothing()
        self._peers.document.show_nothing()

    def _look(self, picture: str, person: str) -> None:
        self._peers.face.show(picture)
        self._peers.matcher.looks(person)

    def _nobody(self) -> None:
        self._peers.face.show_nothing()
        self._peers.matcher.looks("")


class Dock(BoxLayout):
    """A narrow column: one line a group, below it the open group's buttons; at the foot the last gesture and the lamps."""

    def __init__(self, config: Kiosk, look: Look) -> None:
        self._gap = look.space("near")
        super().__init__(orientation="vertical", padding=self._gap * 1.5, spacing=self._gap)
        with self.canvas.before:
            Color(*look.colour("night"))
            self._ground = Rectangle()
        self.bind(pos=self._fit, size=self._fit)
        self._fill, self._still = look.colour("night2"), look.colour("night")
        self._font, self._size = look.faces.main("zh-TW", False).path, look.space("dot")
        self._hands = Hands(Path(config.card.options["cabinet"]), config.site.run)
        self._groups = self._hands.gestures()
        self._said = self._label("", 0.75)
        self._lamps = self._label("", 0.75)
        Clock.schedule_interval(lambda _: self._shine(), LAMPS_S)
        self._open(next(iter(self._groups)))

    def _fit(self, *_: Any) -> None:
        self._ground.pos, self._ground.size = self.pos, self.size

    def _open(self, group: str) -> None:
        """Show the buttons of one group, and of no other."""
        self.clear_widgets()
        self.add_widget(self._label("示範面板 demo panel", 1.0))
        for name, gestures in self._groups.items():
            self.add_widget(self._button(f"{'－' if name == group else '＋'} {name}", self._still, partial(self._open, name)))
            for words, act in gestures if name == group else ():
                self.add_widget(self._button(words, self._fill, partial(self._do, f"{name.split()[-1]}: {words}", act)))
        self.add_widget(Label(size_hint_y=1))
        self.add_widget(self._said)
        self.add_widget(self._lamps)

    def _do(self, said: str, act: Callable[[], None]) -> None:
        act()
        self._said.text = said

    def _shine(self) -> None:
        lit = self._hands.lamps()
        self._lamps.text = f"燈 lamps: {', '.join(lit) or '—'}"

    def _label(self, text: str, strength: float) -> Label:
        return Label(text=text, font_name=self._font, font_size=self._size * 0.9, color=(strength, strength, strength, 1),
                     size_hint_y=None, height=self._size * 1.7)

    def _button(self, words: str, colour: Any, act: Callable[[], None]) -> Button:
        button = Button(text=words, font_name=self._font, font_size=self._size * 0.9, size_hint_y=None, height=self._size * 1.9,
                        background_normal="", background_color=colour)
        button.bind(on_release=lambda _: act())
        return button
