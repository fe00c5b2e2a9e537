"""A scripted citizen: looks at the screen from outside, touches it from outside, holds cards and papers in hand.

It knows a screen by what stands on it and does what its words ask for, as a person would who came
for one thing. ``answers`` overrides what is chosen or pressed on a screen, by screen name or by
``error:<code>``; ``leave_after`` an error of that code the citizen goes home;
``priority``: asks to go first as an elder. ``wishes`` are chosen wherever one of them is offered; ``typed`` is typed
on digit pads in this order, afterwards the mobile number; ``papers`` are photographed where papers are asked for.
"""
from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from rehearsal.deck import PIN
from rehearsal.glass import Glass, Sight
from rehearsal.parts import Hands
from rehearsal.pictures import ID_NO

MOBILE = "0900000001"
SETTLE_S, AGAIN_S = 0.35, 3.0
PATIENCE_S = 240.0
WAITING = ("closed", "moment", "wait")


def word(code: str) -> str:
    """The bare code word of what stands on an error screen: 'Code: pin-locked' → 'pin-locked'."""
    return code.replace("：", " ").split()[-1] if code.split() else ""


class CitizenLost(Exception):
    """The citizen does not know what to do; names the screen and what stands on it."""


@dataclass
class Citizen:
    """Who comes, for what and how. ``way`` is certificate or id-card; ``pictures`` gets a PNG of every new screen, in order."""

    glass: Glass
    hands: Hands
    flow: str = "changhua-tax.house-registration"
    way: str = "certificate"
    lang: str = "zh-TW"
    card: str = "standing"
    pins: tuple[str, ...] = (PIN,)
    id_no: str = ID_NO
    mobile: str = MOBILE
    stranger: bool = False
    pictures: Path | None = None
    answers: dict[str, str] = field(default_factory=dict)
    wishes: tuple[str, ...] = ("own-records", "all")
    typed: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    leave_after: str = ""
    priority: bool = False
    remark: str = ""
    on_screen: Callable[[Sight], None] | None = None
    seen: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    visit: str = ""
    _last: tuple[object, ...] = ()
    _touched: float = 0.0

    def come(self, patience_s: float = PATIENCE_S) -> list[str]:
        """Come, do what the screens ask, leave; returns the screens seen. Raises ``CitizenLost``."""
        self.hands.show_face(self.stranger)
        until = time.monotonic() + patience_s
        while time.monotonic() < until:
            sight = self.glass.look()
            if sight is None:
                time.sleep(0.05)
                continue
            if self.visit and sight.visit != self.visit and sight.screen in ("attract", "interrupted", "closed", "paper-left"):
                return self.seen
            self._note(sight)
            if sight.busy or sight.screen in WAITING:
                time.sleep(0.05)
                continue
            self._act(sight)
        raise CitizenLost(f"after {patience_s:.0f} s still at {self._last}")

    def _note(self, sight: Sight) -> None:
        """Remember a screen that was not there before; take its picture once it has come to rest."""
        key = (sight.screen, sight.picture, sight.code, sight.offers)
        if key == self._last:
            return
        self._last = key
        self.seen.append(sight.screen)
        if sight.code and sight.screen == "error":
            self.codes.append(word(sight.code))
        if self.on_screen is not None:
            self.on_screen(sight)
        if self.pictures is not None:
            time.sleep(SETTLE_S)
            self.pictures.mkdir(parents=True, exist_ok=True)
            self.glass.photograph(self.pictures / f"{len(self.seen):02d}-{sight.screen}.png")

    def _act(self, sight: Sight) -> None:
        if self.leave_after and self.leave_after in self.codes and sight.screen not in ("goodbye", "attract"):
            if sight.picture == "take-card":
                self.hands.remove_card()
                self._until_gone(sight)
            elif not self._first(sight, "end"):
                self._press("frame", "home")
            return
        wanted = self.answers.get(f"{sight.screen}:{word(sight.code)}") or self.answers.get(sight.screen)
        if wanted is not None and sight.has(wanted):
            self._press(wanted)
            return
        act = getattr(self, "_at_" + sight.screen.replace("-", "_"), None)
        if act is not None:
            act(sight)
        elif not self._first(sight, "ok", "go-on", "stay", "end", "finish"):
            raise CitizenLost(f"at {sight.screen} ({sight.code}): {sorted(sight.offers)}")

    def _press(self, name: str, value: str = "") -> None:
        """Press it and wait until it had its effect; typing may have changed what is offered since the screen was noted."""
        before = None if name == "key" else self.glass.look()
        self.glass.press(name, value)
        until = time.monotonic() + (0 if name == "key" else 5)
        while time.monotonic() < until:
            now = self.glass.look()
            turned = name == "item" and now is not None and before is not None and now.screen == before.screen and now.has(name, value)
            if now != before and not turned:  # a page turned to find it is no effect yet
                return
            time.sleep(0.03)

    def _first(self, sight: Sight, *names: str) -> bool:
        for name in names:
            if sight.has(name):
                self._press(name)
                return True
        return False

    def _at_attract(self, sight: Sight) -> None:
        if self.visit and time.monotonic() - self._touched < AGAIN_S:
            time.sleep(0.1)
            return
        self.visit, self._touched = sight.visit, time.monotonic()  # once more where nothing came of it: the counter was just beginning
        if sight.lang != self.lang:
            self._press("frame", f"language:{self.lang}")
        else:
            self._press("start" if sight.has("start") else "stir")

    def _at_interrupted(self, sight: Sight) -> None:
        self._press("ok")

    def _at_menu(self, sight: Sight) -> None:
        if sight.lang != self.lang:
            self._press("frame", f"language:{self.lang}")
        elif self.priority and "priority" not in self.seen:
            self._press("priority")
        elif sight.has("item", self.flow):
            self._press("item", self.flow)
        elif "every" not in self.seen:
            self._press("every")
        else:
            raise CitizenLost(f"the menu does not offer {self.flow}: {sight.values('item')}")

    def _at_every(self, sight: Sight) -> None:
        services = any("." in value for value in sight.values("item"))  # of one agency; perhaps on its next page
        self._press("item", self.flow if services else self.flow.split(".")[0])

    def _at_consent(self, sight: Sight) -> None:
        self._press("agree")

    def _at_identify(self, sight: Sight) -> None:
        if sight.has("item", self.way):
            self._press("item", self.way)
        elif sight.has("no-card"):
            if self.card:
                self.hands.insert_card(self.card)
                self._until_gone(sight)
            else:
                self._press("no-card")
        elif sight.has("type-number"):
            if self.id_no == ID_NO:
                self.hands.lay_id_card()
                self._until_gone(sight)
            else:
                self._press("type-number")
        elif sight.picture == "take-card":
            self.hands.remove_card()
            self._until_gone(sight)
        else:
            self._until_gone(sight)

    def _until_gone(self, sight: Sight, patience_s: float = 20.0) -> None:
        """Wait for the counter to notice what the hands did."""
        until = time.monotonic() + patience_s
        while time.monotonic() < until:
            now = self.glass.look()
            if now is None or (now.screen, now.picture, now.offers) != (sight.screen, sight.picture, sight.offers):
                return
            time.sleep(0.05)

    def _at_form(self, sight: Sight) -> None:
        number, self.typed = (self.mobile, ()) if sight.pad == "id" or not self.typed else (self.typed[0], self.typed[1:])
        self._type(self.id_no if sight.pad == "id" else number)
        self._press("next")

    def _type(self, text: str) -> None:
        for char in text:
            self._press("key", char)

    def _at_pin(self, sight: Sight) -> None:
        self._type(self.pins[0])
        self.pins = self.pins[1:] or self.pins
        self._press("ok")

    def _at_choose(self, sight: Sight) -> None:
        if sight.has("add-another"):
            self._press("next")  # a list that the citizen makes: one is enough
            return
        values = sight.values("item")
        wanted = next((value for value in (self.answers.get("choose", ""), *self.wishes) if value in values), values[0])
        self._press("item", wanted)

    def _at_info(self, sight: Sight) -> None:
        self._press("next")

    def _at_compute(self, sight: Sight) -> None:
        self._first(sight, "then", "finish", "next")

    def _at_bundle(self, sight: Sight) -> None:
        self._first(sight, "tick-all", "next")

    def _at_evidence(self, sight: Sight) -> None:
        if sight.has("take-picture"):
            self.hands.lay_paper()
            time.sleep(SETTLE_S)
            self._press("take-picture")
        elif sight.has("picture-good"):
            self.hands.take_id_card()
            self._press("picture-good")
        elif not sight.has("next"):
            time.sleep(0.05)  # the picture is not there yet
        elif self.papers:
            paper, *more = self.papers
            self.papers = tuple(more)
            self._press("item", paper)
        else:
            self._press("next")

    def _at_review(self, sight: Sight) -> None:
        self._press("agree")

    def _at_sign(self, sight: Sight) -> None:
        self.glass.scribble()
        until = time.monotonic() + 5
        while time.monotonic() < until and (now := self.glass.look()) is not None and now.screen == "sign":
            time.sleep(0.05)

    def _at_reply(self, sight: Sight) -> None:
        self._press("print")

    def _at_print(self, sight: Sight) -> None:
        if sight.has("taken"):
            self._press("taken")
        else:
            time.sleep(0.1)

    def _at_rate(self, sight: Sight) -> None:
        self._press("rate", "5")

    def _at_remark(self, sight: Sight) -> None:
        if not self.remark:
            self._press("no-remark")
        elif sight.has("write"):
            self._press("write")
        else:
            self._type(self.remark)
            self._press("hand-in")

    def _at_goodbye(self, sight: Sight) -> None:
        self._press("end")

    def _at_error(self, sight: Sight) -> None:
        if not self._first(sight, "go-on", "retry", "end", "use-id-card", "stay"):
            raise CitizenLost(f"an error screen without a way on: {sight.code}")
