"""Bundle: one change is told to several agencies; the citizen ticks whom."""
from __future__ import annotations

from catalogue.steps import Bundle, Part
from kiosk.ui.door import Button, Item, Touch, View
from kiosk.visit import Visit


async def run(step: Bundle, visit: Visit) -> None:
    """Tick and untick until the citizen goes on; at least one is told. Nothing is ticked for anybody beforehand."""
    talk, ticked = visit.talk, set(visit.answers.get(step.name, ()))

    def page() -> View:
        items = tuple(Item(key=to.item, text=visit.flow.text(talk.lang, f"{step.name}.{to.item}"), chosen=to.item in ticked, icon="box",
                           about=visit.parts.catalogue.agencies[to.agency].names[talk.lang]) for to in step.to)
        every = talk.button("tick-none" if len(ticked) == len(step.to) else "tick-all")
        onward = Button(name="next", text=talk.word("button.tell", n=len(ticked)) if ticked else talk.word("button.next"), role="primary",
                        enabled=bool(ticked))
        return talk.view("bundle", **visit.words(step, "bundle"), items=items, buttons=(every, onward))

    while True:
        touch = await talk.ask(page)
        assert isinstance(touch, Touch)
        if touch.name == "item":
            ticked ^= {touch.value}
        elif touch.name in ("tick-all", "tick-none"):
            ticked = {to.item for to in step.to} if touch.name == "tick-all" else set()
        elif touch.name == "next" and ticked:
            visit.answers[step.name] = [to.item for to in step.to if to.item in ticked]
            return


def told(visit: Visit, case_no: str) -> list[tuple[Part, str, str]]:
    """The sub-cases, each with its agency's short name and what changes there, in the language of the moment."""
    found: list[tuple[Part, str, str]] = []
    for step in visit.flow.steps:
        for part in step.parts(case_no, visit.answers.get(step.name, ())) if isinstance(step, Bundle) else ():
            short = visit.parts.catalogue.agencies[part.agency].short[visit.talk.lang]
            found.append((part, short, visit.flow.text(visit.talk.lang, f"{step.name}.{part.item}")))
    return found
