"""What makes the shared wording complete: every key in every language, same placeholders, no empty text, our manners of writing.

A flow's texts are as long as fits the screen in the largest letters, and everything in a text can be spoken. Manners that a program
can see (docs/copy.md): 臺 and not 台; full-width punctuation beside Chinese and Japanese.
"""
from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from catalogue.fields import Address, BankAccount, Choice, Code, Digits, Fields, Parcel, Several
from catalogue.flow import LANGUAGES, Catalogue
from catalogue.toml import ELSE, FileError, FileErrors, Lines, nearest
from catalogue.trouble import PARTS, Trouble
from catalogue.words import looked_through, read_wording

_WIDE = r"[\u3040-\u30ff\u4e00-\u9fff]"
_NARROW = re.compile(rf"{_WIDE}\s*[,;:?!.]|[,;:?!]\s*{_WIDE}|{_WIDE}\(|\){_WIDE}")
WRONG_CODES = ("id-number", "roc-date", "future", "count", "amount", "choice", "address", "town", "road", "number", "plate", "text-empty",
               "text-long", "text-character", "ubn", "code", "email", "account-bank", "account-branch", "account-account", "several",
               "year", "section", "lot")
PARCEL_PARTS = ("town", "section", "lot", "lot.hint")
ACCOUNT_PARTS = tuple(f"{part}{end}" for part in ("bank", "branch", "account") for end in ("", ".hint"))
WIDEST = {"title": 26, "about": 40, "heading": 30, "body": 110, "wrong": 40, "then": 12, "bring": 110, "legal": 40}
WIDEST_NAME = 24
"""What a screen holds at the largest text size, together; ``tests/kiosk/ui/test_longest_texts.py`` lays such screens out."""
UNBOUND = 10_000
LOOKED_AT = 2_000
"""Characters of a text that are measured and listened to: what is longer is too wide anyway, and no text shall keep the check busy."""
MUTE = ("So", "Sk", "Co", "Cn", "Cs")
"""Categories of Unicode that are drawn and not spoken: pictures, boxes, arrows in boxes, characters of nobody."""
ADDRESS_PARTS = ("town", "road", "road.other", "road_name", "road_name.hint", "number", "door")


def placeholders(text: str) -> set[str]:
    """Names of the ``{placeholders}`` in a text; a broken one shows up as '?'."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return {"?"}


def other_placeholders(lang: str, texts: Mapping[str, str]) -> str:
    """With which languages the placeholders of a text do not agree: the first one, or for the first all others where these agree."""
    found = {one: placeholders(text) for one, text in texts.items() if text}
    model, *others = (one for one in LANGUAGES if one in found)
    alone = len(others) > 1 and all(found[one] == found[others[0]] for one in others)
    if lang == model:
        return " and ".join(others) if alone and found[others[0]] != found[model] else ""
    return model if found[lang] != found[model] and not alone else ""


def copy_faults(lang: str, text: str) -> Iterator[str]:
    """Faults in the manner of writing."""
    if "?" in placeholders(text):
        yield "a brace that is no placeholder"
    if lang == "zh-TW" and "台" in text:
        yield "write 臺, not 台"
    if lang in ("zh-TW", "ja") and (found := _NARROW.search(text)):
        yield f"half-width punctuation in '{found[0]}'"
    if mute := next((char for char in text[:LOOKED_AT] if unicodedata.category(char) in MUTE), ""):
        yield f"no voice reads '{mute}': write it in words"


def too_wide(key: str, text: str) -> str:
    """What is wrong with the length of a flow's text, '' for nothing."""
    part = next((name for name in WIDEST if key == name or key.endswith(f".{name}")), "")
    if key.startswith("bring"):
        part = "bring"
    most = WIDEST[part] if part else UNBOUND if key in ("find",) or key.endswith(".say") else WIDEST_NAME
    found = width(text[:LOOKED_AT])
    return f"{found:g} wide, at most {most} fit the screen at the largest text size" if found > most else ""


def width(text: str) -> float:
    """How wide a text is in characters of Chinese; Latin letters and digits count as half (UAX #11)."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WF" else 0.5 for char in text)


def without_kana(found_by: str) -> list[str]:
    """The words of a Japanese ``find`` for which no reading stands beside them, where there are fewer readings than words with kanji.

    The pad for Japanese writes kana only, so what has no reading is not found.
    """
    words = [word for word in re.split("[、,]", found_by) if word]
    kanji = [word for word in words if re.search(r"[\u4e00-\u9fff]", word)]
    kana = [word for word in words if re.fullmatch(r"[\u3041-\u3096ー]+", word)]
    return kanji[len(kana):]


def check_words(locale: Path) -> tuple[list[FileError], set[str]]:
    """Faults of a directory of ``.po`` files, and the keys that its first language knows."""
    errors: list[FileError] = []
    texts: dict[str, dict[str, str]] = {}
    lines: dict[str, dict[str, int]] = {}
    for lang in LANGUAGES:
        path = locale / f"{lang}.po"
        try:
            texts[lang], lines[lang], twice = looked_through(path)
            errors += twice
        except FileErrors as found:
            errors.extend(found.errors)
        except OSError:
            errors.append(FileError(path, 1, "this file is missing"))
    every = list(dict.fromkeys(key for lang in texts for key in texts[lang]))
    for lang in texts:
        path = locale / f"{lang}.po"
        for key in every:
            errors.extend(FileError(path, lines[lang].get(key, 1), fault) for fault in _faults(lang, key, texts))
    return errors, set(every)


def check_trouble_words(locale: Path, words: set[str]) -> Iterator[FileError]:
    """Every code has its words, and there are no words for a code that is not in the table."""
    path, needed = locale / f"{LANGUAGES[0]}.po", {f"error.{code}.{part}" for code in Trouble for part in PARTS} | {"error.code"}
    for key in sorted(needed - words):
        yield FileError(path, 1, f"the shared wording lacks '{key}'")
    for key in sorted(key for key in words if key.startswith("error.") and key not in needed):
        yield FileError(path, 1, f"'{key}' belongs to no code")


def check_further(locale: Path, catalogue: Catalogue) -> Iterator[FileError]:
    """The holes of every further language: shared wording, texts of flows and questions; and texts that nothing shows."""
    try:
        model = read_wording(locale / f"{ELSE}.po")[0]
    except (FileErrors, OSError):
        return  # told already
    model |= {f"{flow.id}/{key}": text for flow in catalogue.flows.values() for key, text in flow.texts[ELSE].items()}
    model |= {f"question/{one.key}.{part}": texts[ELSE] for one in catalogue.questions for part, texts in one.texts().items()}
    for path in sorted(path for path in locale.glob("*.po") if path.stem not in LANGUAGES):
        try:
            texts, lines = read_wording(path)
        except FileErrors as found:
            yield from found.errors
            continue
        for key, text in model.items():
            if not texts.get(key):
                yield FileError(path, lines.get(key, 1), f"'{key}' is missing; so long it is said in English")
            elif placeholders(texts[key]) != placeholders(text):
                yield FileError(path, lines[key], f"'{key}' has other placeholders than in {ELSE}")
        for key in texts.keys() - model.keys():
            yield FileError(path, lines[key], f"nothing shows '{key}'{nearest(key, model)}")


def _faults(lang: str, key: str, texts: dict[str, dict[str, str]]) -> Iterator[str]:
    text = texts[lang].get(key)
    if text is None:
        yield f"'{key}' is missing in {lang}"
        return
    if not text:
        yield f"'{key}' is empty"
        return
    if others := other_placeholders(lang, {one: texts[one].get(key, "") for one in texts}):
        yield f"'{key}' has other placeholders than in {others}"
    yield from (f"'{key}': {fault}" for fault in copy_faults(lang, text))


def check_field_words(path: Path, text: str, fields: Fields, words: set[str]) -> Iterator[FileError]:
    """Every field has label and hint, every choice its words, every way to be wrong too."""
    lines = Lines(text)
    for name in fields.names():
        field = fields[name]
        needed = [f"field.{name}.label", f"field.{name}.hint"]
        if isinstance(field, Choice | Several):
            needed += [f"field.{name}.{choice}" for choice in field.choices]
        if isinstance(field, Address):
            needed += [f"field.{name}.{part}" for part in ADDRESS_PARTS]
        if isinstance(field, Parcel):
            needed += [f"field.{name}.{part}" for part in PARCEL_PARTS]
        if isinstance(field, BankAccount):
            needed += [f"field.{name}.{part}" for part in ACCOUNT_PARTS]
        if isinstance(field, Digits | Code):
            needed.append(f"wrong.{field.wrong}")
        for key in needed:
            if key not in words:
                at = "wrong" if key.startswith("wrong.") else "choices" if key.split(".")[2] in getattr(field, "choices", ()) else "type"
                yield FileError(path, lines.of(name) if at == "type" else lines.of(name, at), f"the shared wording lacks '{key}'")
    for code in WRONG_CODES:
        if f"wrong.{code}" not in words:
            yield FileError(path, 1, f"the shared wording lacks 'wrong.{code}'")
