"""Shared wording: gettext ``.po`` files, one a language, whose msgids are keys such as ``frame.back``.

Read once at load into memory; the only file that knows Babel. A further language is one more file: there the texts of a flow
stand under ``<flow id>/<key>``, those of a question under ``question/<key>.ask``, ``.answer`` and ``.find``; names stay English.
"""
from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from catalogue.flow import LANGUAGES, Catalogue, spoken
from catalogue.questions import Question
from catalogue.toml import ELSE, FileError, FileErrors, nearest


class NoWord(LookupError):
    """The wording has no such key in this language, or a value for one of its placeholders is missing."""


def read_wording(path: Path) -> tuple[dict[str, str], dict[str, int]]:
    """Read one ``.po`` file: texts by key, and the line of each key. Raises ``FileErrors``."""
    texts, lines, errors = looked_through(path)
    if errors:
        raise FileErrors(errors)
    return texts, lines


def looked_through(path: Path) -> tuple[dict[str, str], dict[str, int], list[FileError]]:
    """The same, and the keys that stand twice. Raises ``FileErrors`` for what is no ``.po`` file."""
    from babel.messages.pofile import PoFileError, read_po

    texts: dict[str, str] = {}
    lines: dict[str, int] = {}
    errors: list[FileError] = []
    with path.open("rb") as file:
        try:
            catalog = read_po(file, abort_invalid=True)
        except (PoFileError, UnicodeDecodeError) as error:
            told = re.sub(" on [0-9]+$", "", str(error))
            raise FileErrors([FileError(path, getattr(error, "lineno", 0) + 1, f"not a .po file: {told}")]) from error
    for message in catalog:
        if not isinstance(message.id, str) or not message.id:
            continue
        texts[message.id] = str(message.string)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith('msgid "') and (key := line[7:-1]):
            if key in lines:
                errors.append(FileError(path, number, f"'{key}' stands here for the second time"))
            lines.setdefault(key, number)
    return texts, lines, errors


def _stamp(sources: Iterable[Path]) -> str:
    """Hex sha256 over names and octets of the wording, and of this file, which reads it."""
    sums = hashlib.sha256()
    for path in (*sources, Path(__file__)):
        octets = path.read_bytes()
        sums.update(f"{path.name}\0{len(octets)}\0".encode() + octets)
    return sums.hexdigest()


def _read_again(kept: Path, stamp: str) -> dict[str, dict[str, str]] | None:
    try:
        held = json.loads(kept.read_text("utf-8"))
        return {str(lang): dict(texts) for lang, texts in held["texts"].items()} if held["stamp"] == stamp else None
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


class Words:
    """All shared wording of a directory of ``.po`` files."""

    def __init__(self, directory: Path, kept: Path | None = None) -> None:
        """Read every ``<lang>.po``. Raises ``FileErrors``.

        In the file ``kept`` lies what was read last time, with the hash of what it was read from: the same files are not parsed twice.
        """
        self._directory = directory
        sources = sorted(directory.glob("*.po"))
        stamp = _stamp(sources) if kept is not None else ""
        found = _read_again(kept, stamp) if kept is not None else None
        self._texts = found or {path.stem: read_wording(path)[0] for path in sources}
        if kept is not None and found is None:
            part = kept.with_suffix(".part")
            part.write_text(json.dumps({"stamp": stamp, "texts": self._texts}, ensure_ascii=False), "utf-8")
            os.replace(part, kept)

    @property
    def languages(self) -> tuple[str, ...]:
        """Tags of the languages that have a file."""
        return tuple(self._texts)

    def has(self, lang: str, key: str) -> bool:
        """True where the language has words for ``key``."""
        return bool(self._found(lang, key))

    def speak(self, languages: Iterable[str]) -> None:
        """Make sure that there is wording in all of them. Raises ``FileErrors``."""
        if errors := [FileError(self._directory / f"{lang}.po", 1, "no such file: the site speaks this language")
                      for lang in languages if lang not in self._texts]:
            raise FileErrors(errors)

    def text(self, lang: str, key: str, **values: object) -> str:
        """The words for ``key`` with ``{placeholders}`` filled in. Raises ``NoWord``."""
        found = self._found(lang, key)
        if not found:
            raise NoWord(f"no words for '{key}' in {lang}{nearest(key, self._texts.get(lang, {}))}")
        try:
            return found.format_map(values)
        except (KeyError, IndexError) as error:
            raise NoWord(f"'{key}' in {lang} needs a value for {error}") from error

    def _found(self, lang: str, key: str) -> str:
        """The words; a further language that lacks them says it in English."""
        return self._texts.get(lang, {}).get(key) or self._texts.get(spoken(lang), {}).get(key, "")

    def also_in(self, catalogue: Catalogue) -> Catalogue:
        """The same flows and questions, speaking the further languages too; what those lack is said in English.

        Wording that came in the same pack is spoken from here on; a key that it lacks keeps the words that came with the program.
        """
        self._texts = {lang: self._texts.get(lang, {}) | catalogue.wording.get(lang, {}) for lang in {**self._texts, **catalogue.wording}}
        further = [lang for lang in self._texts if lang not in LANGUAGES]
        if not further:
            return catalogue

        def said(key: str, texts: dict[str, str]) -> dict[str, str]:
            return {**texts, **{lang: self._texts[lang][key] for lang in further if self._texts[lang].get(key)}}

        flows = {id_: flow.model_copy(update={"texts": flow.texts | {
            lang: flow.texts[ELSE] | _under(f"{id_}/", self._texts[lang]) for lang in further
        }}) for id_, flow in catalogue.flows.items()}
        questions = tuple(Question.model_validate(question.model_dump() | {
            part: said(f"question/{question.key}.{part}", texts) for part, texts in question.texts().items()
        }) for question in catalogue.questions)
        return replace(catalogue, flows=flows, questions=questions)


def _under(start: str, texts: dict[str, str]) -> dict[str, str]:
    return {key.removeprefix(start): text for key, text in texts.items() if key.startswith(start) and text}
