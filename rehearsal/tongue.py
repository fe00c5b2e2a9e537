"""A further language for the trial of it: every English text with a mark before it, as a ``.po`` beside the real ones."""
from __future__ import annotations

import json
import shutil
from collections.abc import Collection
from pathlib import Path

from catalogue.flow import load_catalogue
from catalogue.words import read_wording
from rehearsal.premises import ROOT

MARK = "ẽ "
"""Stands before every text of the made-up language; a letter with two marks, as Vietnamese has them."""


def wording_with(folder: Path, lang: str, leave_out: Collection[str] = ()) -> Path:
    """A copy of the real wording with one more language, some of its keys left out; returns its directory."""
    locale = Path(shutil.copytree(ROOT / "assets" / "locale", folder / "locale"))
    catalogue = load_catalogue(ROOT / "flows")
    texts = read_wording(locale / "en.po")[0]
    texts |= {f"{flow.id}/{key}": text for flow in catalogue.flows.values() for key, text in flow.texts["en"].items()}
    texts |= {f"question/{one.key}.{part}": said["en"] for one in catalogue.questions for part, said in one.texts().items()}
    entries = [f"msgid {json.dumps(key)}\nmsgstr {json.dumps(MARK + text, ensure_ascii=False)}\n"
               for key, text in texts.items() if key not in leave_out]
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    (locale / f"{lang}.po").write_text("\n".join([head, *entries]), encoding="utf-8")
    return locale
