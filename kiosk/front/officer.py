"""Call an officer: who answers now, at which number, and when the next one comes; nothing is promised that is not so."""
from __future__ import annotations

from datetime import datetime

from catalogue.flow import Catalogue
from kiosk.conversation import Conversation
from kiosk.front.roster import Duty, duty
from kiosk.ui.door import Touch, View
from kiosk.visit import TAIPEI, now


class Officer:
    """The officers of the agency at hand, as this counter knows them."""

    def __init__(self, talk: Conversation, catalogue: Catalogue) -> None:
        self._talk, self._catalogue = talk, catalogue

    def about(self) -> str:
        """One line for a list: on duty now, or from when."""
        found, talk = self._duty(), self._talk
        if found.until is not None:
            return talk.word("help.officer.on")
        return talk.word("help.officer.off", when=self._written(found.next)) if found.next is not None else ""

    async def call(self) -> str:
        """Show how an officer is reached; returns ``questions`` or ``back-there``, the button pressed. Raises ``Back``."""
        touch = await self._talk.ask(self._page)
        assert isinstance(touch, Touch)
        return touch.name

    def _page(self) -> View:
        talk, found, phone = self._talk, self._duty(), self._phone()
        on = found.until is not None
        key = "officer.on" if on else "officer.off"
        lines = [talk.word("officer.on.body", phone=phone, until=f"{found.until:%H:%M}")] if found.until is not None else []
        if found.next is not None:
            lines.append(talk.word("officer.off.body", when=self._written(found.next), phone=phone))
        if not on and talk.phone:
            lines.append(talk.word("officer.off.urgent", phone=talk.phone))
        return talk.view("officer", heading=talk.word(f"{key}.heading"), body="\n".join(lines), note=talk.word("officer.note"),
                         picture="officer", buttons=(talk.button("questions", "secondary", "help.questions"),
                                                     talk.button("back-there", "primary")))

    def _duty(self) -> Duty:
        return duty(self._catalogue.tables, now().astimezone(TAIPEI))

    def _phone(self) -> str:
        """The agency's number where one is at hand, else the first agency's, else the counter's own."""
        agencies = self._catalogue.agencies
        named = agencies.get(self._talk.agency) or next((one for one in agencies.values() if one.phone), None)
        return named.phone if named is not None and named.phone else self._talk.phone

    def _written(self, moment: datetime | None) -> str:
        """A day and a time in words: today, tomorrow, or the date."""
        if moment is None:
            return ""
        talk, away = self._talk, (moment.date() - now().astimezone(TAIPEI).date()).days
        clock = f"{moment:%H:%M}"
        if away in (0, 1):
            return talk.word("officer.today" if away == 0 else "officer.tomorrow", time=clock)
        weekday = talk.word("officer.weekdays").split()[moment.weekday()]
        month = talk.word("officer.months").split()[moment.month - 1]
        return talk.word("officer.day", month=month, day=moment.day, weekday=weekday, time=clock)
