"""Help, from every screen and back to it: an officer, questions, the voice, what can be done here, the way out.

What was entered stays: the screen below waits, and comes again when help is left. Over a screen on which the clock rests
(printing, the bureau at work) help closes by itself after a while without a touch, so that nothing there is missed for long.
"""
from __future__ import annotations

from catalogue.flow import Catalogue
from kiosk.conversation import Back, Conversation, Over
from kiosk.front.officer import Officer
from kiosk.front.questions import Questions, entry, near
from kiosk.front.search import Search
from kiosk.ui.door import Item, Touch, View


class Help:
    """Help of one visit."""

    def __init__(self, talk: Conversation, catalogue: Catalogue) -> None:
        self._talk = talk
        self.officer = Officer(talk, catalogue)
        self.questions = Questions(talk, catalogue.questions)
        self.asked = tuple(entry(question) for question in catalogue.questions)
        self._open = False

    async def open(self, below: View, rest: bool = False) -> None:
        """Help over the screen ``below``; returns when the citizen goes back to it. Raises ``Over``."""
        if self._open:
            return
        talk, could_go_back = self._talk, self._talk.may_go_back
        self._open, talk.may_go_back = True, True
        try:
            while await self._once(below, rest):
                pass
        finally:
            self._open, talk.may_go_back = False, could_go_back

    async def _once(self, below: View, rest: bool) -> bool:
        """One choice of the citizen; False: back to the screen below."""
        try:
            touch = await (self._talk.pause(lambda: self._page(below), self._talk.patience_s) if rest
                           else self._talk.ask(lambda: self._page(below)))
        except Back:
            return False
        if not isinstance(touch, Touch) or touch.name == "back-there":
            return False
        chosen = touch.value if touch.name == "item" else ""
        if chosen == "end":
            raise Over("abandoned", "ended")
        if chosen == "read":
            self._talk.aloud = "on"
            return False
        try:
            return await self._go(chosen, near(below))
        except Back:
            return True

    async def _go(self, chosen: str, about: frozenset[str]) -> bool:
        if chosen == "officer" and await self.officer.call() == "back-there":
            return False
        if chosen in ("officer", "questions"):
            await self.questions.browse(about, self._search)
        return True

    async def _search(self) -> None:
        """Search among the questions only: a service cannot be changed in the middle of another."""
        try:
            if await Search(self._talk, self.questions, self.asked).run(()) == "officer":
                await self.officer.call()
        except Back:
            return

    def _page(self, below: View) -> View:
        talk = self._talk
        items = (
            Item(key="officer", text=talk.word("help.officer"), about=self.officer.about(), icon="officer"),
            Item(key="questions", text=talk.word("help.questions"), about=talk.word("help.questions.about"), icon="help"),
            Item(key="read", text=talk.word("help.read"), icon="voice-on"),
            Item(key="end", text=talk.word("help.end"), about=talk.word("help.end.about"), icon="home"),
        )
        return talk.view("help", heading=talk.word("help.heading"), body=here(talk, below), items=items,
                         buttons=(talk.button("back-there", "primary"),))


def here(talk: Conversation, below: View) -> str:
    """What can be done on a screen: its picture's own words, its screen's, or those for any."""
    keys = (f"help.{below.screen}.{below.picture}.body", f"help.{below.screen}.body")
    return talk.word(next((key for key in keys if talk.knows(key)), "help.any.body"))
