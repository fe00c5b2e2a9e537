"""A scripted citizen for any service: reads the heading of a screen, knows which field it asks for, and answers as planned.

What is asked without being planned gets a good answer of its kind. Everything goes through the same lines that somebody would
type who walks the flow in a terminal (:mod:`kiosk.walk`).
"""
from __future__ import annotations

import re
from typing import Any

from catalogue.fields import (
    Amount,
    BankAccount,
    Choice,
    Code,
    Count,
    Digits,
    Email,
    FieldBase,
    Group,
    IdNumber,
    Parcel,
    Plate,
    RocDate,
    Several,
    Text,
    Ubn,
    Year,
)
from catalogue.flow import Catalogue, Flow
from catalogue.steps import Form
from catalogue.words import Words
from kiosk.entry.fields import IN_PARTS
from kiosk.ui.door import View
from kiosk.walk.terminal import Lines
from rehearsal.paths.plans import Plan

LANG = "zh-TW"
PIN = "739186"
GOOD: dict[type, str] = {IdNumber: "N223456782", Digits: "0900000001", RocDate: "1140105", Plate: "TST-0001", Ubn: "04595257",
                         Email: "name@example.com", Text: "hello", Amount: "20000"}
WRONG: dict[type, str] = {IdNumber: "A123456788", Digits: "12", RocDate: "1131301", Plate: "AB", Ubn: "12345678", Email: "nobody",
                          Code: "-",
                          BankAccount: "1", Parcel: "0-0"}
CODES = ("N07010000001", "FIL-000001", "12345-678")
PARTS = {"bank": "700", "branch": "0021", "account": "00012345678901", "lot": "27-3", "number": "12"}


class Lost(Exception):
    """The citizen does not know what to do; names the screen and its heading."""


class Wayfarer(Lines):
    """Gives the lines of one walk. ``view`` is looked at before each; ``told`` counts what became of the twists."""

    def __init__(self, plan: Plan, flow: Flow, catalogue: Catalogue, words: Words) -> None:
        self.scripted = True
        self.plan, self.wronged, self.noted, self.codes = plan, set[str](), 0, list[str]()
        self.view: View | None = None
        self._flow, self._catalogue, self._words = flow, catalogue, words
        self._screens: list[tuple[str, str]] = []
        self._went_back: set[str] = set()
        self._fields = self._headings(flow)

    def _headings(self, flow: Flow) -> dict[str, tuple[str, str]]:
        """Heading → field and part."""
        found: dict[str, tuple[str, str]] = {}
        names: dict[str, str] = {}
        for step in (one for one in flow.steps if isinstance(one, Form)):
            for name in step.fields:
                names[name] = flow.text(LANG, f"{step.name}.heading") if len(step.fields) == 1 else ""
                kind = self._catalogue.fields[name]
                names |= {part: "" for part in kind.fields} if isinstance(kind, Group) else {}
        for name, own in names.items():
            found[own or self._words.text(LANG, f"field.{name}.label")] = (name, "")
            for part in ("town", "road", "road_name", "number", "section", "lot", "bank", "branch", "account"):
                if self._words.has(LANG, f"field.{name}.{part}") and isinstance(self._catalogue.fields[name], IN_PARTS):
                    found[self._words.text(LANG, f"field.{name}.{part}")] = (name, part)
        return found

    async def next(self, prompt: str) -> str | None:
        """The next line; None ends the walk (who stands still says nothing more)."""
        if prompt.strip().startswith("the bureau answers"):
            offered = re.findall(r"\d ([a-z]+) \(", prompt)
            return self.plan.bureau if self.plan.bureau in offered else offered[0]
        view = self.view
        assert view is not None
        if self.plan.twist == "leave" and view.screen == "leave":
            return "end"
        self._note(view)
        if self.plan.twist == "leave" and self._there and view.picture != "take-card" and view.screen not in ("goodbye", "error"):
            return "home"
        return self._line(view)

    def _note(self, view: View) -> None:
        here = (view.screen, view.heading)
        if here not in self._screens and view.screen not in ("leave", "idle"):
            self._screens.append(here)

    @property
    def _there(self) -> bool:
        """Whether the screen has come at which the plan leaves or stands still."""
        return len(self._screens) > self.plan.at >= 0

    @property
    def still(self) -> bool:
        """Whether the citizen stands still: from the screen of the plan on, but for taking the card when asked to."""
        if self.plan.twist != "idle" or self.view is None:
            return False
        self._note(self.view)
        return self._there and self.view.picture != "take-card"

    def _line(self, view: View) -> str:
        act = getattr(self, "_at_" + view.screen.replace("-", "_"), None)
        if view.code and view.screen == "error":
            self.codes.append(view.code)
        return str(act(view)) if act is not None else ""

    def _at_consent(self, view: View) -> str:
        return "agree"

    _at_review = _at_consent

    def _at_identify(self, view: View) -> str:
        if view.items:
            return self.plan.way
        hands = {"insert-card": "card", "scan-barcode": "id", "lay-card": "id", "look-here": "face", "take-card": "pull"}
        return hands.get(view.picture, "")

    def _at_goodbye(self, view: View) -> str:
        return "pull" if view.picture == "take-card" else ""

    def _at_pin(self, view: View) -> str:
        return PIN

    def _at_sign(self, view: View) -> str:
        return "sign"

    def _at_reply(self, view: View) -> str:
        return "print"

    def _at_print(self, view: View) -> str:
        return "taken"

    def _at_rate(self, view: View) -> str:
        return "5"

    def _at_remark(self, view: View) -> str:
        return "no-remark"

    def _at_evidence(self, view: View) -> str:
        return "next"

    def _at_info(self, view: View) -> str:
        return "next"

    def _at_compute(self, view: View) -> str:
        return next((button.name for button in view.buttons if button.name in ("next", "finish")), "")

    def _at_bundle(self, view: View) -> str:
        name, _ = self._fields.get(view.heading, ("", ""))
        wanted = self.plan.answers.get(name)
        for item in view.items:
            if wanted is not None and item.chosen != (item.key in [str(one) for one in wanted]):
                return item.key
        if wanted is None and not all(item.chosen for item in view.items):
            return "tick-all"
        return "next"

    def _at_choose(self, view: View) -> str:
        name, part = self._fields.get(view.heading, ("", ""))
        if any(button.name == "add-another" for button in view.buttons):
            return self._back_once(name) or "next"
        back = self._back_once(name + part)
        if back:
            return back
        wanted = str(self.plan.answers.get(name, ""))
        keys = [item.key for item in view.items if item.enabled]
        return wanted if wanted in keys else keys[0]

    def _at_form(self, view: View) -> str:
        name, part = self._fields.get(view.heading, ("", ""))
        if not name:
            return self._number_again(view)
        field = self._catalogue.fields[name]
        if view.items:  # a list found by writing: the last one is 'not listed'
            return view.items[-1].key if view.items[-1].enabled else ""
        if isinstance(field, Text) and view.pad != "latin" and any(key.key == "latin" for key in view.pads):
            return "pad latin"
        key = f"{name}.{part}"
        if self.plan.twist == "wrong" and type(field) in WRONG and part not in ("number", "road_name") and key not in self.wronged:
            self.wronged.add(key)
            return WRONG[type(field)]
        self.noted += bool(view.note) and key in self.wronged
        return self._back_once(key) or self._good(field, name, part)

    def _good(self, field: FieldBase, name: str, part: str) -> str:
        if part in PARTS:
            return PARTS[part]
        if part == "road_name":
            return "skip"
        if isinstance(field, Code):
            return next(code for code in CODES if re.fullmatch(field.pattern, code))
        planned: Any = self.plan.answers.get(name)
        return str(planned) if planned is not None else GOOD[type(field)]

    def _number_again(self, view: View) -> str:
        """Typed numbers are asked for twice, under another heading."""
        if view.pad == "id":
            return GOOD[IdNumber]
        raise Lost(f"nobody plans what '{view.heading}' asks for")

    def _back_once(self, key: str) -> str:
        first = self.view is None or self._screens[:1] == [(self.view.screen, self.view.heading)]  # from there it leads out
        if self.plan.twist != "back" or not key or key in self._went_back or first:
            return ""
        self._went_back.add(key)
        return "back"


assert {Choice, Count, Several, Year, Group}.isdisjoint(GOOD), "what is chosen is not typed"
