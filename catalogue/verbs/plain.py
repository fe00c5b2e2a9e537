"""What the classes say about themselves, as a reader of files wants it: docstrings without the marks of a programmer's manual."""
from __future__ import annotations

import re

from pydantic import BaseModel

_ROLE = re.compile(r":[a-z]+:`~?(?:[\w.]*\.)?(\w+)`")


def plain(text: str, code: str = "'") -> str:
    """A docstring or description in one paragraph a blank line; words of the file stand between ``code``."""
    text = _ROLE.sub(r"\1", text).replace("``", code)
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join(re.sub(r"\s+", " ", paragraph).strip() for paragraph in paragraphs)


def manual(model: type[BaseModel], code: str = "'") -> str:
    """The docstring of a class, the manual of its part of a file."""
    return plain(model.__doc__ or "", code)


def first_sentence(text: str) -> str:
    """Everything up to the first full stop that ends a sentence."""
    return re.split(r"(?<=[.;])\s+(?=[A-Z`'])", text.replace("\n\n", " "), maxsplit=1)[0]
