"""Questions and answers: those that fit the screen of the moment first, findable by word, each answer a page of its own."""
from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence

from catalogue.questions import Question
from kiosk.conversation import Back, Conversation
from kiosk.front.find import Entry
from kiosk.ui.door import Item, Touch, View

Search = Callable[[], Awaitable[None]]


def near(view: View) -> frozenset[str]:
    """What a screen is about: its name, its picture, the code on it."""
    return frozenset({view.screen, view.picture, *re.findall(r"[a-z]+(?:-[a-z]+)*", view.code)} - {""})


def fitting(questions: Sequence[Question], about: frozenset[str]) -> list[Question]:
    """Those about more of it first; all others after them, in the order of the file."""
    return sorted(questions, key=lambda question: -len(about & set(question.near)))


def entry(question: Question) -> Entry:
    """A question as something that can be found."""
    return Entry(f"question:{question.key}", question.ask, question.find, question.answer)


class Questions:
    """The list and the answers."""

    def __init__(self, talk: Conversation, questions: Sequence[Question]) -> None:
        self._talk, self._questions = talk, {question.key: question for question in questions}

    def item(self, key: str) -> Item:
        """One question in a list."""
        return Item(key=f"question:{key}", text=self._questions[key].ask[self._talk.lang], icon="help")

    async def browse(self, about: frozenset[str], search: Search) -> None:
        """Show the list until the citizen goes back. Raises ``Back``."""
        talk = self._talk
        keys = [question.key for question in fitting(list(self._questions.values()), about)]

        def page() -> View:
            return talk.view("questions", **talk.words("questions"), items=tuple(self.item(key) for key in keys),
                             buttons=(talk.button("find", "secondary"), talk.button("back-there", "primary")))

        while True:
            touch = await talk.ask(page)
            assert isinstance(touch, Touch)
            if touch.name == "back-there":
                raise Back
            if touch.name == "find":
                await search()
            elif touch.name == "item":
                await self.show(touch.value)

    async def show(self, key: str) -> None:
        """Show one answer; returns to where it was called from."""
        talk, question = self._talk, self._questions.get(key.removeprefix("question:"))
        if question is None:
            return

        def page() -> View:
            return talk.view("answer", heading=question.ask[talk.lang], body=question.answer[talk.lang], picture="answer",
                             buttons=(talk.button("another-question", "primary"),))

        try:
            await talk.ask(page)
        except Back:
            return
