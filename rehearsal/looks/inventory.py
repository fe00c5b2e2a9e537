"""The inventory: each distinct screen once, as the views the engine sent for it in every language.

A screen is distinct by its words and parts. Digits do not count, as they are times, days and case numbers; nor do ids, the agency,
and of the progress line all but the step one is at: what differs in these only is laid out alike. What all views of a language
share (the words of the fixed frame and of the ear, the agencies' short names) stands once.
"""
from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from kiosk.ui.door import View

FILE = Path(__file__).with_name("inventory.json")
LANGUAGES = ("zh-TW", "en", "ja")
VISIT = "00000000-0000-4000-8000-000000000001"
SHARED = ("frame", "ear")
LEFT_OUT = ("back", "home")
"""Keys of the fixed frame that are missing where they lead nowhere."""
PASSING = ("kind", "visit", "number", "lang", "ease", "aloud", *SHARED)


@dataclass(frozen=True)
class Screen:
    """One screen: where it was seen, and its view by language."""

    name: str
    views: Mapping[str, View]

    @property
    def key(self) -> str:
        """Equal for screens that differ in digits only."""
        return alike(self.views[LANGUAGES[0]])


def alike(view: View) -> str:
    """A view with everything taken away by which two of the same screen may differ."""
    fields = told(view)
    fields["items"] = [{name: value for name, value in item.items() if name != "key"} for item in fields.get("items", ())]
    fields["trail"] = view.trail[view.at] if 0 <= view.at < len(view.trail) else ""
    kept = {name: value for name, value in fields.items() if name not in ("agency", "at")}
    return re.sub("[0-9]+", "0", json.dumps(kept, ensure_ascii=False, sort_keys=True))


def told(view: View) -> dict[str, Any]:
    """The view's own fields that are not empty, without what passes and what all screens share."""
    fields: dict[str, Any] = msgspec.to_builtins(view)
    bare = msgspec.to_builtins(View(visit="", screen="", lang="", heading=""))
    return {name: value for name, value in fields.items() if name not in PASSING and value != bare.get(name)} | {
        "heading": view.heading, "without": [name for name in LEFT_OUT if view.frame and name not in view.frame], "bare": not view.frame}


def save(screens: Iterable[Screen], path: Path = FILE) -> None:
    """Write the inventory, a screen a line, sorted by name."""
    kept = sorted(screens, key=lambda screen: screen.name)
    shared: dict[str, dict[str, dict[str, str]]] = {part: {} for part in SHARED}
    agencies: dict[str, dict[str, str]] = {}
    for screen in kept:
        for lang, view in screen.views.items():
            for part in SHARED:
                shared[part][lang] = {**shared[part].get(lang, {}), **getattr(view, part)}
            if agency := shared["frame"][lang].pop("agency", ""):
                agencies.setdefault(lang, {})[view.agency] = agency
    lines = [json.dumps({"name": screen.name, **{lang: told(view) for lang, view in screen.views.items()}}, ensure_ascii=False)
             for screen in kept]
    head = json.dumps(shared | {"agencies": agencies}, ensure_ascii=False)
    path.write_text(f'{{"shared": {head},\n"screens": [\n' + ",\n".join(lines) + "\n]}\n", encoding="utf-8")


def load(path: Path = FILE) -> list[Screen]:
    """Read it again."""
    table = json.loads(path.read_text(encoding="utf-8"))
    return [Screen(row["name"], {lang: _view(row[lang], lang, table["shared"]) for lang in LANGUAGES}) for row in table["screens"]]


def _view(row: dict[str, Any], lang: str, shared: dict[str, Any]) -> View:
    fields = {name: value for name, value in row.items() if name not in ("without", "bare")}
    frame = {} if row["bare"] else {name: word for name, word in shared["frame"][lang].items() if name not in row["without"]}
    if frame and fields.get("agency"):
        frame["agency"] = shared["agencies"][lang][fields["agency"]]
    return msgspec.convert({"kind": "view", "visit": VISIT, "lang": lang, "frame": frame, "ear": shared["ear"][lang], **fields}, View)
