"""One visit's voice: when it speaks, what of it, how fast and loud.

- It is on after its button or key was pressed, after the citizen asked for it, or while a headset is in; plugging one in
  says how the keys work. It goes with the headset that brought it.
- Whatever is personal is spoken in the headset and nowhere else; without one it is said that this is so.
- Every key, every touch and every new screen ends what is being said; the headset pulled out as well. After a screen that asked
  nothing and went by itself, the sentence that sounds is said to its end: slow listeners hear that something was kept safely.
- Between two visits, with a headset in, every language invites in turn, at most ``INVITES`` times; the way on is in the
  language that was heard last.
- Who listens is there: the idle question does not come while something is said. While work runs a soft tone says that it does.
- With the visit go speed, volume, what was said, and that it was on.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from kiosk.config import Voice as Programs
from kiosk.ui.door import View
from kiosk.ui.voice.changes import changed
from kiosk.ui.voice.focus import focused
from kiosk.ui.voice.mouth import Manner, Mouth
from kiosk.ui.voice.sentence import Sentence
from kiosk.ui.voice.spoken import ear, spoken
from kiosk.ui.widgets.marks import Target

SPEEDS = (50, 65, 80, 100, 125, 150, 175, 200)
VOLUMES = (25, 50, 75, 100, 150, 200)
INVITES = 3
ALONE = ("attract", "idle", "closed", "maintenance")
"""Screens on which the voice is not a sign of life: nobody may be there."""
ACTS = ("voice", "repeat", "slower", "faster", "volume", "louder", "softer")
"""What buttons of the frame and keys ask of it."""


class Voice:
    """On or off for one visit."""

    def __init__(self, programs: Programs, mouth: Mouth | None = None) -> None:
        self._programs, self._mouth = programs, mouth or Mouth(programs)
        self._able: dict[str, bool] = {}
        self._headset = self._by_headset = self._on = self._taught = False
        self._speed, self._volume = programs.speed, 100
        self._view: View | None = None
        self._focus: Sentence | None = None
        self._invited: dict[str, int] = {}
        self.heard = ""

    def state(self, lang: str) -> bool | None:
        """None: no voice for this language in this box. Else whether it speaks."""
        if lang not in self._able:
            self._able[lang] = self._programs.able(lang)
        return self._on if self._able[lang] else None

    # --- what the engine says ----------------------------------------------------------------

    def show(self, view: View) -> None:
        """A view is shown: say it, or what is new in it."""
        before, self._view = self._view, view
        told = before is not None and before.lang == view.lang and view.asks_like(before)
        if not told:
            self._focus = None
        if view.aloud == "on" and not self._on:
            self._start()
        if view.screen == "attract":
            if not told:
                self._invite(view)
        elif self._on or view.aloud == "once":
            if before is None or not told or view.aloud:
                self._whole(view, cut=before is None or _asks(before))
            elif new := changed(before, view):
                self._say(new)
        elif not told:
            self._mouth.hush()

    def ears(self, headset: bool) -> None:
        """A headset is in, or no longer: what would be heard by everybody stops at once."""
        if headset == self._headset:
            return
        self._mouth.hush()
        self._headset = headset
        if headset and not self._on:
            self._start(by_headset=True)
        elif not headset and self._by_headset:
            self._on = self._by_headset = False
        self._invited.clear()
        if headset and self._view is not None:
            (self._invite if self._view.screen == "attract" else self._whole)(self._view)

    def off(self) -> None:
        """The visit is over: forget what was said, everything as at the start."""
        self._mouth.forget()
        self._view, self._focus, self._taught = None, None, False
        self._speed, self._volume, self.heard = self._programs.speed, 100, ""
        self._on = self._by_headset = self._headset
        self._invited.clear()

    # --- what the citizen does ---------------------------------------------------------------

    def hush(self) -> None:
        """A key or a finger came: be silent, and invite again."""
        self._mouth.hush()
        self._invited.clear()

    def attend(self) -> bool:
        """Now and then: whether somebody listens to a screen, which must not be taken for an idle one; while work runs, a soft sign."""
        if not self._on or self._view is None or self._view.screen in ALONE:
            return False
        speaks = self._mouth.speaks
        if self._view.busy and not speaks:
            self._mouth.say([Sentence("", self._view.lang, tone="busy")], self._manner())
        return speaks

    def act(self, name: str) -> None:
        """Do what a button or key of the voice is for; nothing where there is no voice."""
        if self._view is None or self.state(self._view.lang) is None:
            return
        acts: dict[str, Callable[[], None]] = {
            "voice": self.toggle, "repeat": self.repeat, "faster": self.faster, "slower": partial(self.faster, -1),
            "louder": self.louder, "softer": partial(self.louder, -1), "volume": partial(self.louder, around=True),
        }  # fmt: skip
        acts[name]()

    def toggle(self) -> None:
        """On, with this screen; or off."""
        self._mouth.hush()
        if self._on:
            self._on = self._by_headset = False
        else:
            self._start()
            self.repeat()

    def repeat(self) -> None:
        """Say this screen again, and what has the focus."""
        if self._view is not None and self._on:
            self._whole(self._view, *([self._focus] if self._focus else []))

    def focus(self, target: Target) -> None:
        """Something has the focus now."""
        if self._view is not None and self._on:
            self._focus = focused(self._view, target)
            self._say([self._focus])

    def faster(self, step: int = 1) -> None:
        """One step faster, or slower."""
        self._speed = SPEEDS[min(max(SPEEDS.index(self._nearest(SPEEDS, self._speed)) + step, 0), len(SPEEDS) - 1)]
        self._tell("speed", self._speed)

    def louder(self, step: int = 1, around: bool = False) -> None:
        """One step louder, or softer; ``around``: from the loudest to the softest."""
        at = VOLUMES.index(self._volume) + step
        self._volume = VOLUMES[at % len(VOLUMES) if around else min(max(at, 0), len(VOLUMES) - 1)]
        self._tell("loud", self._volume)

    def tell(self, text: str) -> None:
        """Say a word of the screen's own, such as that a signature is too short."""
        if self._view is not None and self._on and text:
            self._say([Sentence(text, self._view.lang)])

    # --- speaking ----------------------------------------------------------------------------

    def _start(self, by_headset: bool = False) -> None:
        self._on, self._by_headset, self._taught = True, by_headset, False

    def _whole(self, view: View, *more: Sentence, cut: bool = True) -> None:
        """All of a screen; before it, once, that the voice is on and which keys there are, which help tells again."""
        new = self._on and not self._taught and view.screen != "attract"
        self._taught = self._taught or new
        names = ("on", "keys") if new else ("keys",) if view.screen == "help" else ()
        first = [Sentence(word, view.lang) for name in names if (word := view.ear.get(name, ""))]
        self._say([*first, *spoken(view), *more], cut)

    def _invite(self, view: View) -> None:
        """Every language in turn, none cut short by the next."""
        count = self._invited.get(view.lang, 0)
        if not self._on or self._mouth.speaks or count >= INVITES:
            return
        self._invited[view.lang], self.heard = count + 1, view.lang
        self._say(spoken(view))

    def _say(self, sentences: Sequence[Sentence], cut: bool = True) -> None:
        """Instead of what is being said. Where there is no headset, something personal is left out, which is said once; a key is a tone."""
        (self._mouth.hush if cut else self._mouth.finish)()
        told, said = False, list[Sentence]()
        for one in sentences:
            if not one.personal or self._headset:
                said.append(one)
            elif one.tone:
                said.append(Sentence("", one.lang, tone=one.tone))
            elif not told and self._view is not None and (word := self._view.ear.get("headset", "")):
                told = True
                said.append(Sentence(word, self._view.lang))
        self._mouth.say(said, self._manner())

    def _manner(self) -> Manner:
        return Manner(self._speed, self._volume, self._headset)

    def _tell(self, word: str, number: int) -> None:
        if self._view is not None and self._on:
            self._say([Sentence(ear(self._view, word, n=number), self._view.lang)])

    @staticmethod
    def _nearest(steps: Sequence[int], value: int) -> int:
        return min(steps, key=lambda one: abs(one - value))


def _asks(view: View) -> bool:
    """Whether a screen waits for the citizen, rather than going by itself."""
    return bool(view.buttons or view.items or view.pad) or view.personal
