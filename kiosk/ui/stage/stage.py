"""The stage: the one widget. Shows views, follows fingers and keys, and says what was touched."""
from __future__ import annotations

import base64
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kivy.clock import Clock
from kivy.uix.widget import Widget

from kiosk.config import Kiosk
from kiosk.ui.door import Drawn, Preview, ToEngine, Touch, View
from kiosk.ui.memory import give_back
from kiosk.ui.pictures.scenes import moves, step_at
from kiosk.ui.stage.album import Album
from kiosk.ui.stage.fingers import Fingers
from kiosk.ui.stage.focus import step
from kiosk.ui.stage.ink import Ink
from kiosk.ui.stage.keypad import meaning
from kiosk.ui.stage.local import Local
from kiosk.ui.stage.paint import Painter, Ruler
from kiosk.ui.stage.raster import signature
from kiosk.ui.stage.whole import alive, moment, whole
from kiosk.ui.text import Typesetter
from kiosk.ui.theme import SIZES, Look
from kiosk.ui.tree import Tree, described
from kiosk.ui.voice.voice import ACTS, Voice
from kiosk.ui.widgets.box import Setting
from kiosk.ui.widgets.marks import Mark, Rect, Scene, Slate, Target
from kiosk.ui.widgets.strike import Allowance, Strikes, at


class Stage(Widget):
    """Everything the citizen sees. ``say`` speaks to the engine, ``tree`` to assistive devices."""

    def __init__(self, config: Kiosk, look: Look, say: Callable[[ToEngine], None], tree: Tree, voice: Voice) -> None:
        super().__init__()
        self._config, self._fresh, self._look, self._say, self._tree, self._voice = config, look, look, say, tree, voice
        self._types = Typesetter(look.faces, Ruler().width)
        self._painter = Painter(self.canvas, Album(config.site.run / "pictures"))
        tempo = look.theme.tempo
        self._fingers = Fingers(Strikes(tempo["double_strike_s"], tempo["double_key_s"], tempo["unseen_s"]), tempo["lost_finger_s"])
        self._view, self._local = moment(look.theme), Local()
        self._stands = self._view
        self._marks: list[Mark] = []
        self._pages, self._drawn_count, self._told = 1, 0, True
        self._focus: Target | None = None
        self._since = self._began = time.monotonic()
        self._ink, self._stirs = Ink(), Allowance(1, 2.5)
        self._lay, self._wet = (Clock.create_trigger(act, -1) for act in (self._laid_out, self._inked))
        self._unveil = Clock.create_trigger(self._veil, tempo["pressed_s"])
        self.bind(size=lambda *_: self._lay())
        self._breath = Clock.create_trigger(self._breathe, look.theme.tempo["breath_s"] / 2, interval=True)

    # --- what the engine says --------------------------------------------------------------

    def show(self, view: View) -> None:
        """Show a view with the next frame."""
        other = (view.screen, view.visit, view.number) != (self._view.screen, self._view.visit, self._view.number)
        if view.screen == "attract" and (self._view.screen, self._view.visit) != ("attract", view.visit):
            self._reset()
        camera = self._local.camera and (view.screen, view.picture) == (self._view.screen, self._view.picture)
        if other:
            self._local, self._focus, self._began = Local(), None, time.monotonic()
            self._ink.clear()
            self._fingers.forget()
        self._local = replace(self._local, camera=camera, left_s=view.countdown_s)
        self._view, self._told, self._since = view, False, time.monotonic()
        self._look = replace(self._look, lang=view.lang, agency=view.agency)
        self._voice.show(view)
        self._lay()

    def preview(self, preview: Preview) -> None:
        """Show what a camera sees, if it is for this visit."""
        if preview.visit != self._view.visit:
            return
        if not self._local.camera:
            self._local = replace(self._local, camera=True)
            self._laid_out()
        self._painter.preview(preview.width, preview.height, base64.b64decode(preview.rgb))

    def forget(self, visit: str = "") -> None:
        """Drop all that was shown and every setting of the visit. An engine that is gone takes everything with it."""
        if visit and visit != self._view.visit:
            return
        self._view, self._marks, self._focus, self._local = moment(self._look.theme), [], None, Local()
        self._ink.clear()
        self._fingers.forget()
        self._painter.forget()
        self._types.forget()
        self._reset()
        self._laid_out()
        give_back()

    def drawn(self) -> None:
        """The frame was swapped: tell the engine and the tree."""
        self._drawn_count += 1
        self._fingers.drawn(time.monotonic())
        self._tree.tell(described(self._view, self._marks, self._drawn_count, self._focus, self._local.page, self._pages,
                                  self._fingers.ready))
        if not self._told and self._view.visit:
            self._told = True
            self._say(Drawn(visit=self._view.visit, number=self._view.number, screen=self._view.screen))

    # --- layout ----------------------------------------------------------------------------

    def _laid_out(self, *_: Any) -> None:
        self._types.begin()
        on, self._stands = Setting(self._look, self._types), self._view
        site = self._config.site
        place = site.called(self._look.lang)
        area = Rect(0, 0, self.width, self.height)
        local = replace(self._local, signed=bool(self._ink))
        self._marks, self._pages = whole(on, self._view, local, area, place, site.languages, self._voice.state(self._look.lang))
        self._local = replace(self._local, page=min(self._local.page, self._pages - 1))
        self._painter.high = self.height
        self._painter.show(self._marks, self._look)
        self._inked()
        self._veil()
        (self._breath if alive(self._marks, self._view, self._look.still) else self._breath.cancel)()
    def _reset(self) -> None:
        self._look = replace(self._fresh, lang=self._look.lang)
        self._voice.off()

    def _breathe(self, _: float) -> None:
        """The next step of a scene that moves, and of the countdown; nothing is drawn when neither is there."""
        now = time.monotonic()
        self._fingers.look(now)
        turn = int((now - self._began) / self._look.theme.tempo["breath_s"])
        if turn != self._local.turn:
            self._local = replace(self._local, turn=turn)
            self._moved()
        if self._view.countdown_s is not None:
            left = max(0, self._view.countdown_s - int(now - self._since))
            if left != self._local.left_s:
                self._local = replace(self._local, left_s=left)
                self._laid_out()

    def _moved(self) -> None:
        """Show the step of the scene that is due: nothing else is laid out or drawn again."""
        if self._look.still or self._local.signed:
            return
        for place, mark in enumerate(self._marks):
            if isinstance(mark, Scene) and moves(mark.name, self._view.busy):
                due = replace(mark, turn=step_at(mark.name, self._local.turn))
                if due != mark:
                    self._painter.turn(mark, due, self._look)
                    self._marks[place] = due

    # --- fingers ---------------------------------------------------------------------------

    def on_touch_down(self, touch: Any) -> bool:
        """A finger comes down."""
        x, y = touch.x, self.height - touch.y
        if not self.collide_point(touch.x, touch.y) or getattr(touch, "button", "left") not in ("left", None):
            return False
        self._voice.hush()
        on_slate = (slate := self._slate()) is not None and slate.rect.holds(x, y)
        target, late_s = None if on_slate else at(self._targets(), x, y), getattr(touch, "late_s", 0.0)
        came = self._fingers.come(touch.uid, target, on_slate, x, y, time.monotonic(), late_s)
        touch.grab(self)
        if came == "instead":
            self._ink.undo()
        if came in ("ink", "instead") and slate is not None:
            self._ink.begin(x - slate.rect.x, y - slate.rect.y, time.monotonic())
        elif came == "beside":
            self._beside()
        self._veil()
        return True

    def on_touch_move(self, touch: Any) -> bool:
        """A finger draws on the slate; elsewhere moving means nothing."""
        x, y, now = touch.x, self.height - touch.y, time.monotonic()
        if touch.grab_current is self and self._fingers.move(touch.uid, x, y, now) and (slate := self._slate()) is not None:
            x, y = x - slate.rect.x, y - slate.rect.y
            if self._ink.go(min(max(x, 0), slate.rect.w), min(max(y, 0), slate.rect.h), now):
                self._wet()
        return True

    def on_touch_up(self, touch: Any) -> bool:
        """A finger goes up."""
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        signed, target = self._fingers.lift(touch.uid, touch.x, self.height - touch.y, time.monotonic())
        if signed:
            self.stir()
            self._laid_out()
        self._unveil()
        if target is not None:
            self.pressed(target)
        return True

    def pressed(self, target: Target) -> None:
        """Do or say what a target is for."""
        if target.role == "local":
            self._adjust(target)
            self.stir()
        elif target.role == "button" and self._slate() is not None and target == self._first_primary():
            self._signed()
        elif target.role == "rate":
            self._local = replace(self._local, rated=target.value)
            self._laid_out()
            self._touched("rate", target.value)
        else:
            self._touched(target.name, target.value)

    def _adjust(self, target: Target) -> None:
        order = self._look.theme.order
        if target.name == "size":
            self._look = replace(self._look, step=(self._look.step + 1) % SIZES)
            self._local = replace(self._local, page=0)
        elif target.name == "contrast":
            self._look = replace(self._look, palette=order[(order.index(self._look.palette) + 1) % len(order)])
            self._painter.forget()
        elif target.name in ACTS:
            self._voice.act(target.name)
        elif target.name == "page":
            self._local = replace(self._local, page=max(0, self._local.page + (1 if target.value == "next" else -1)))
        elif target.name == "shift":
            self._local = replace(self._local, low=not self._local.low)
        elif target.name in ("low", "still"):
            low, still = self._look.low != (target.name == "low"), self._look.still != (target.name == "still")
            self._look = replace(self._look, low=low, still=still)
        elif target.name in ("undo", "wipe"):
            (self._ink.undo if target.name == "undo" else self._ink.clear)()
        self._laid_out()

    def _beside(self) -> None:
        """A touch beside all targets: on the attract screen it starts, elsewhere it is a sign of life."""
        first = self._first_primary() if self._view.screen == "attract" else None
        if first is not None:
            self.pressed(first)
        else:
            self.stir()

    def _signed(self) -> None:
        slate = self._slate()
        if slate is None or not self._ink:
            return
        if not self._ink.enough(slate.rect.w, slate.rect.h):
            self._local = replace(self._local, short=True)
            self._laid_out()
            self._voice.tell(self._view.note)
            self.stir()
            return
        self._touched("strokes", signature(self._ink.dabs(), slate.rect.w, slate.rect.h, self._look.space("pen")))

    def _touched(self, name: str, value: str = "") -> None:
        if self._stands.visit:
            self._say(Touch(visit=self._stands.visit, number=self._stands.number, name=name, value=value))

    def stir(self) -> None:
        """Tell the engine that somebody is there."""
        if self._stirs.take(time.monotonic()):  # of a thousand in a second the engine hears few
            self._touched("stir")

    # --- keys ------------------------------------------------------------------------------

    def key(self, name: str, text: str) -> None:
        """A key of a keyboard or keypad."""
        self._voice.hush()
        targets = [target for target in self._targets() if target.enabled]
        focus = self._focus if self._focus in targets else None
        kind, said, value = meaning(name, text, targets, focus, self._view.pad, self._first_primary(), self._voice.heard)
        if kind == "move" and (moved := step(targets, self._focus, said)) is not None:
            self._focus = moved
            self._veil()
            self._voice.focus(moved)
            self.stir()
        elif kind == "press":
            self.pressed(focus or self._first_primary() or targets[0])
        elif kind == "voice":
            self.pressed(Target(Rect(0, 0, 0, 0), said, role="local"))
        elif kind == "touch":
            self._focus = None if said == "key" else self._focus  # who types goes on with Enter, not with the key focused before
            self._touched(said, value)

    def _targets(self) -> list[Target]:
        return [mark for mark in self._marks if isinstance(mark, Target)]

    def _first_primary(self) -> Target | None:
        name = next((button.name for button in self._view.buttons if button.role == "primary" and button.enabled), None)
        return next((one for one in self._targets() if one.role == "button" and one.name == name), None)

    def _slate(self) -> Slate | None:
        return next((mark for mark in self._marks if isinstance(mark, Slate)), None)

    def _inked(self, *_: Any) -> None:
        if (slate := self._slate()) is not None:
            self._painter.ink(slate, list(self._ink.dabs()), self._look.space("pen") / 2)

    def _veil(self, *_: Any) -> None:
        down = self._fingers.down
        focus = self._focus if self._focus in self._marks else None
        top = down or focus
        radius = top.radius if top else 0.0
        self._painter.over(down.rect if down else None, focus.rect if focus else None, self._look, radius)
