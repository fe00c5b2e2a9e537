"""Questions that citizens ask and their answers, ``flows/questions.toml``: words in every language, data only.

The kiosk's help shows them, the most fitting first; a clerk finds them while talking.
"""
from __future__ import annotations

from pydantic import Field

from catalogue.steps import Name
from catalogue.toml import Names, Schema


class Question(Schema):
    """One question.

    ``near``: screens, pictures and error codes for which it comes first. ``answer`` is read aloud, a paragraph a line.
    ``find``: further words under which it is found, separated by 、 or commas.
    """

    key: Name
    near: tuple[Name, ...] = ()
    ask: Names
    answer: Names
    find: Names

    def texts(self) -> dict[str, dict[str, str]]:
        """What it says, by part and language."""
        return {"ask": self.ask, "answer": self.answer, "find": self.find}


class Questions(Schema):
    """The whole file, in the order in which they are listed where nothing says otherwise."""

    questions: tuple[Question, ...] = Field(alias="question", min_length=1)
