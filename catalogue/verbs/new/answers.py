"""The seven questions of ``flows new`` and what makes an answer to them good.

* A question with a list takes the number or the word; one that is not there is answered with the nearest, and asked again.
* Titles have at most 14 characters in Chinese, 34 letters in English, 18 characters in Japanese: more does not fit the largest text.
* The last list depends on the outcome: registers that answer such a thing today, fees that have a number, clerks who decide.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import get_args

from catalogue.check.word_rules import copy_faults
from catalogue.flow import Catalogue, Flow
from catalogue.lines import nearest, unseen

LONGEST = {"zh-TW": 14, "en": 34, "ja": 18}
LANGUAGE = {"zh-TW": "Chinese (zh-TW)", "en": "English", "ja": "Japanese"}
OUTCOMES = {
    "certificate": "a paper that certifies something", "list": "a list of what is registered", "slip": "a slip to pay",
    "receipt": "a receipt: it is decided later", "status": "an answer on the screen", "advice": "an explanation; nothing is sent",
}
NOBODY = "nobody"


class Ended(EOFError):
    """The answers ended before the questions."""


@dataclass(frozen=True)
class Answers:
    """What was answered. ``by``: a register, a fee as ``table/key``, the role of a clerk, or ``nobody`` for an advice."""

    agency: str
    code: str
    titles: dict[str, str]
    outcome: str
    by: str

    @property
    def id(self) -> str:
        """The id of the new service: agency and English title in small letters."""
        words = re.sub(r"[^a-z0-9]+", "-", self.titles["en"].lower()).strip("-")
        return f"{self.agency}.{words[:40].rstrip('-')}"


def ask(catalogue: Catalogue, read: Callable[[], str], say: Callable[[str], None]) -> Answers:
    """Ask all seven. Raises ``Ended``."""
    asking = _Asking(read, say)
    serving = {flow.agency for flow in catalogue.flows.values()}
    named = {key: agency.names["zh-TW"] for key, agency in catalogue.agencies.items() if key in serving}
    agency = asking.one("1. Whose service is it?", named)
    taken = {code: flow.id for flow in (*catalogue.flows.values(), *catalogue.definitions.values()) for code in flow.codes}
    code = asking.written("2. Its code (as LT05, or the requirement R53 that it serves)?", lambda text: _code_fault(text, taken))
    titles = {lang: asking.written(f"{nth}. What is it called in {LANGUAGE[lang]}?", partial(title_fault, lang))
              for nth, lang in enumerate(LONGEST, 3)}
    outcome = asking.one("6. What comes of it?", OUTCOMES)
    by = asking.one("7. Which register answers, which fee is it, or who decides?", answerers(catalogue, outcome))
    return Answers(agency, code, titles, outcome, by)


def answerers(catalogue: Catalogue, outcome: str) -> dict[str, str]:
    """The words that may answer the last question, each with what it is."""
    flows = [flow for flow in catalogue.flows.values() if flow.outcome == outcome and flow.bureau is not None]
    if outcome == "advice":
        return {NOBODY: "an advice asks nobody"}
    if outcome == "receipt":
        return {role: "a clerk decides" for role in sorted({flow.bureau.decide for flow in flows if flow.bureau})}
    found = {flow.bureau.register_name or "": "a register answers" for flow in flows if flow.bureau and flow.bureau.register_name}
    if outcome == "slip":
        tables = {flow.fee.table for flow in flows if flow.fee is not None}
        rows = {table: catalogue.tables[table].rows[-1] for table in sorted(tables)}
        found |= {f"{table}/{key}": f"a fee, NT${amount}" for table, row in rows.items() for key, amount in row.values.items()}
    return dict(sorted(found.items()))


def model(catalogue: Catalogue, answers: Answers) -> Flow:
    """The service that the new one is most like: same outcome and answerer, of the same agency where there is one, the shortest."""
    def unlike(flow: Flow) -> tuple[bool, bool, bool, int, str]:
        by = {flow.bureau.register_name, flow.bureau.decide} if flow.bureau else {NOBODY}
        by |= {f"{flow.fee.table}/{flow.fee.key}", flow.fee.table} if flow.fee else set()
        return (flow.outcome != answers.outcome, not {answers.by, answers.by.partition("/")[0]} & by, flow.agency != answers.agency,
                len(flow.steps), flow.id)

    return min((flow for flow in catalogue.flows.values() if not flow.collects), key=unlike)


def title_fault(lang: str, text: str) -> str:
    """Why a title will not do; '' where it will."""
    if not text:
        return "a name is wanted"
    if len(text) > LONGEST[lang]:
        return f"{len(text)} characters are too many: {LONGEST[lang]} fit the counter"
    if lang == "en" and not re.match("[A-Za-z]", text):
        return "begin with a letter from A to Z: the file is called after it"
    return next((fault for fault in (*copy_faults(lang, text), *(name for _, name in unseen(text)))), "")


def _code_fault(text: str, taken: dict[str, str]) -> str:
    if not re.fullmatch("[A-Z]{1,2}[0-9]{1,2}", text, re.ASCII):
        return "a code is one or two capitals and one or two digits"
    return f"{taken[text]} has the code {text} already" if text in taken and not text.startswith("R") else ""


@dataclass(frozen=True)
class _Asking:
    """Asks a question until an answer is good."""

    read: Callable[[], str]
    say: Callable[[str], None]

    def one(self, question: str, known: dict[str, str]) -> str:
        words: Sequence[str] = list(known)
        wide = max(map(len, words))
        self.say("\n".join((question, *(f"  {nth:>2}  {word:<{wide}}  {known[word]}" for nth, word in enumerate(words, 1)))))
        return self._until(lambda text: "" if _picked(text, words) else f"there is no '{text}'{nearest(text, words)}",
                           lambda text: _picked(text, words))

    def written(self, question: str, fault: Callable[[str], str]) -> str:
        self.say(question)
        return self._until(fault, str)

    def _until(self, fault: Callable[[str], str], made: Callable[[str], str]) -> str:
        while True:
            text = self.read().strip()
            wrong = fault(text)
            if not wrong:
                return made(text)
            self.say(f"   {wrong}; once more:")


def _picked(text: str, words: Iterable[str]) -> str:
    many = list(words)
    if text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= len(many):
        return many[int(text) - 1]
    return text if text in many else ""


assert set(OUTCOMES) == set(get_args(Flow.model_fields["outcome"].annotation))
