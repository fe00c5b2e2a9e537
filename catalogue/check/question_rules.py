"""What makes the questions complete: one key each, every text in every language, short enough to read, our manners of writing."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from catalogue.check.word_rules import copy_faults, without_kana
from catalogue.flow import LANGUAGES
from catalogue.questions import Question, Questions
from catalogue.toml import FileError, Lines

LONGEST = {"zh-TW": {"ask": 26, "answer": 130}, "en": {"ask": 70, "answer": 330}, "ja": {"ask": 32, "answer": 150}}
"""Characters: a question is one or two lines of a button, an answer one page in the largest letters but one."""


def check_questions(path: Path, text: str, questions: Questions) -> Iterator[FileError]:
    """Every fault of the file, with its line."""
    lines, seen = Lines(text), set[str]()
    for at, question in enumerate(questions.questions):
        if question.key in seen:
            yield FileError(path, lines.of("question", at, "key"), f"'{question.key}' stands here for the second time")
        seen.add(question.key)
        yield from (FileError(path, lines.of("question", at, *where), fault) for where, fault in _faults(question))


def _faults(question: Question) -> Iterator[tuple[tuple[str, ...], str]]:
    for part, texts in (("ask", question.ask), ("answer", question.answer), ("find", question.find)):
        for lang in LANGUAGES:
            words = texts.get(lang)
            if words is None:
                yield (part,), f"'{part}' is missing in {lang}"
                continue
            for fault in copy_faults(lang, words):
                yield (part, lang), f"'{part}': {fault}"
            if lang == "ja" and part == "find" and (silent := without_kana(words)):
                yield (part, lang), f"'find': no reading in kana stands beside {'、'.join(silent)}"
            longest = LONGEST[lang].get(part)
            if longest is not None and len(words) > longest:
                yield (part, lang), f"'{part}' has {len(words)} characters, {longest} are enough"
