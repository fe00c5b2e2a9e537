"""Info: something to read before going on; with ``reply`` what the agency answered, a line a case."""
from __future__ import annotations

from catalogue.steps import Info
from kiosk.ui.door import Line, Touch, View
from kiosk.visit import Visit


async def run(step: Info, visit: Visit) -> None:
    """Show it until the citizen goes on."""
    talk, rows = visit.talk, visit.reply.rows if step.reply and visit.reply is not None else ()

    def page() -> View:
        return talk.view("info", **visit.words(step, "info"), lines=tuple(Line(label=row.label, value=row.value) for row in rows),
                         picture="" if rows else "answer", personal=bool(rows), buttons=(talk.button("next", "primary"),))

    while True:
        touch = await talk.ask(page)
        if isinstance(touch, Touch) and touch.name == "next":
            return
