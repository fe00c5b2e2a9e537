"""What is pressed where something is asked, and every field of the dictionary.

The first field of a kind is walked with all its pads, good and wrong answers; the others of the kind straight on and once wrong:
they differ in their words only.
"""
from __future__ import annotations

from collections.abc import Iterable

from catalogue.fields import Group
from catalogue.steps import Form
from kiosk.conversation import Conversation
from kiosk.entry.fields import ask_field
from kiosk.ui.door import View
from rehearsal.looks.insides import Insides
from rehearsal.looks.recorder import Move, Recorder, Room

TYPED = {
    "id": ("A123456789", "A123456788"), "digits": ("0900000001", "0760301", "1"), "door": ("12巷3弄5之1號2樓", "12巷"),
    "pin": ("739186",),
    "plate": ("ABC1237", "AB12", "IO41"), "zhuyin": ("ㄒㄧㄝˋ", "ㄓㄨㄥ"), "latin": ("thank you for the help tonight",),
    "kana": ("ありかとう゛",), "signs": ("12",), "text": (),
}
DIALS: tuple[Move, ...] = ((("key", "year+1"),), (("key", "year+1"), ("key", "month+1"), ("key", "day+1")))
DEEP, STRAIGHT = 4, 6


def pressed(view: View) -> Iterable[Move]:
    """The way on, what is typed and then the way on, the ends of a long list, the words to choose from, the other pads."""
    if view.screen == "rate":
        return [(("rate", "4"),)]
    moves = [*_items(view), *_buttons(view)]
    go, typed = _go(view), _typed(view)
    moves += typed + [(*keys, (go, "")) for keys in typed if go]
    moves += [(("pad", pad.key),) for pad in view.pads if not pad.chosen]
    if view.strip is not None and view.strip.words:
        moves += [(("word", "0"),), *([(("word", "next"),)] if view.strip.pages > 1 else [])]
    return moves


def straight(view: View) -> Iterable[Move]:
    """The way on with nothing typed and with each answer typed, the first of a list."""
    go = _go(view)
    return [*_items(view)[:1], *_buttons(view), *((*keys, (go, "")) for keys in _typed(view) if go)]


def everything(view: View) -> Iterable[Move]:
    """Every thing of a list, and every button."""
    return [*((("item", item.key),) for item in view.items if item.enabled), *_buttons(view)]


async def fields(recorder: Recorder, insides: Insides) -> None:
    """Every field of the dictionary, whether a flow asks for it already or not."""
    seen: set[type] = set()
    for name, field in insides.catalogue.fields.root.items():
        whole = type(field) not in seen and not isinstance(field, Group)
        seen.add(type(field))
        if insides.words.has("zh-TW", f"field.{name}.label") or insides.words.has("zh-TW", f"field.{name}.town"):
            await recorder.crawl(f"field {name}", _field(insides, name), pressed if whole else straight, deep=DEEP if whole else STRAIGHT)


def _field(insides: Insides, name: str) -> Room:
    flow = next(flow for flow in insides.catalogue.flows.values() if any(isinstance(step, Form) for step in flow.steps))
    form = next(step for step in flow.steps if isinstance(step, Form))

    async def run(talk: Conversation) -> None:
        insides.visit(talk, flow, form)
        await ask_field(talk, insides.catalogue, name, insides.catalogue.fields[name], lambda: {
            "heading": talk.word(f"field.{name}.label"), "body": talk.word(f"field.{name}.hint")})

    return run


def _items(view: View) -> list[Move]:
    ends = (*view.items[:1], *view.items[-1:])
    return [(("item", item.key),) for item in dict.fromkeys(ends) if item.enabled]


def _buttons(view: View) -> list[Move]:
    return [((button.name, ""),) for button in view.buttons if button.enabled and button.role != "danger"]


def _go(view: View) -> str:
    return next((button.name for button in view.buttons if button.role == "primary" and button.enabled), "")


def _typed(view: View) -> list[Move]:
    if view.entry or view.masked or any(dial.value for dial in view.dials):
        return []
    pad = "door" if view.keys and view.pad == "digits" else view.pad
    return [tuple(("key", char) for char in word) for word in TYPED.get(pad, ())] + (list(DIALS) if pad == "date" else [])
