"""Questions that citizens ask and their answers, ``flows/questions.toml``: words in every language, data only.

The kiosk's help shows them, the most fitting first; a clerk finds them while talking.
"""
from __future__ import annotations

from typing import Annotated

from pydantic import Field

from catalogue.steps import Name
from catalogue.toml import Schema

Text = Annotated[str, Field(min_length=1)]


class Question(Schema):
    """One question.

    ``near``: screens, pictures and error codes for which it comes first. ``answer`` is read aloud, a paragraph a line.
    ``find``: further words under which it is found, separated by 、 or commas.
    """

    key: Name
    near: tuple[Name, ...] = ()
    ask: dict[str, Text]
    answer: dict[str, Text]
    find: dict[str, Text]


class Questions(Schema):
    """The whole file, in the order in which they are listed where nothing says otherwise."""

    questions: tuple[Question, ...] = Field(alias="question", min_length=1)
