"""The file of a new service, written after the one that it is most like.

* Steps, release, retention, time and law are the model's; who must be inspected there is inspected here.
* An application (``receipt``) and a fee ask for the mobile number only, an advice tells something: what else is asked, its writer knows.
* Texts of the steps that were taken over go with them; title, about, what to bring and what finds it are its own.
"""
from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from catalogue.flow import LANGUAGES, Catalogue, Flow
from catalogue.steps import Consent, Identify, Info, StepBase
from catalogue.verbs.docs.keys import toml
from catalogue.verbs.new.answers import Answers, model

WORDS: dict[str, dict[str, str]] = tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))
LEFT = ("compute", "bundle")
"""Kinds of step that are not taken over from the model, nor is an info without the reply: they say what only the model can say."""
REACH = {"name": "reach", "kind": "form", "fields": ["mobile"]}
Written = Mapping[str, Any]


def written(catalogue: Catalogue, answers: Answers) -> str:
    """The whole file, as TOML."""
    like = model(catalogue, answers)
    steps = list(_steps(catalogue, answers, like))
    blocks = ["\n".join(_top(answers, like)), *_bureau(answers, like)]
    if answers.outcome != "advice":
        blocks += [_table("[[release]]", rule.model_dump(exclude_defaults=True) | {"evidence": rule.evidence}) for rule in like.release]
    blocks.append("\n".join(_table("[[step]]", step) for step in steps))
    blocks += [_table(f"[text.{lang}]", dict(_texts(answers, like, steps, lang))) for lang in LANGUAGES]
    return "\n\n".join(blocks) + "\n"


def _top(answers: Answers, like: Flow) -> Iterator[str]:
    advice = answers.outcome == "advice"
    yield f"# {answers.code} {answers.titles['zh-TW']}: made after {like.id}"
    told: dict[str, Any] = {"id": answers.id, "version": 1, "codes": [answers.code], "agency": answers.agency}
    told |= {"who": ["any"]} if advice else {"who": like.who, "decision": like.decision or "D1"}
    told |= {"outcome": answers.outcome, "promise": "3m" if advice else like.promise}
    told |= {} if advice or like.retain is None else {"retain": like.retain.model_dump()}
    yield _table("", told | {"legal": like.legal}).strip()


def _bureau(answers: Answers, like: Flow) -> Iterator[str]:
    if like.bureau is None or answers.outcome == "advice":
        return
    side = like.bureau.model_dump(by_alias=True, exclude_defaults=True)
    if answers.outcome in ("certificate", "list"):
        side["document"] = answers.titles["zh-TW"]
    if "/" in answers.by:
        table, _, key = answers.by.partition("/")
        yield _table("[fee]", {"table": table, "key": key})
    yield _table("[bureau]", {key: value for key, value in side.items() if key not in ("tell", "ask")})


def _steps(catalogue: Catalogue, answers: Answers, like: Flow) -> Iterator[Written]:
    if answers.outcome == "advice":
        yield {"name": "told", "kind": "info"}
        return
    plain = answers.outcome == "receipt" or "/" in answers.by
    for step in like.steps:
        if plain and step.kind in ("form", "evidence", "lookup", "choose"):
            continue
        if step.kind == "review" and plain:
            yield REACH
        if isinstance(step, Consent) and like.agency != answers.agency:
            yield _dumped(step) | {"purpose": _purpose(catalogue, answers, step.purpose)}
        elif step.kind not in LEFT and not (isinstance(step, Info) and not step.reply):
            yield _dumped(step)


def _dumped(step: StepBase) -> dict[str, Any]:
    told = step.model_dump(by_alias=True, exclude_defaults=True)
    return {key: told[key] for key in ("name", "kind") if key in told} | told


def _purpose(catalogue: Catalogue, answers: Answers, otherwise: str) -> str:
    """The notice that the agency's own services show for the same outcome, else for any."""
    own = [(flow.outcome != answers.outcome, flow.id, step.purpose) for flow in catalogue.flows.values() for step in flow.steps
           if flow.agency == answers.agency and isinstance(step, Consent) and not flow.collects]
    return min(own)[2] if own else otherwise


def _texts(answers: Answers, like: Flow, steps: list[Written], lang: str) -> Iterator[tuple[str, str]]:
    own, title = WORDS[lang], answers.titles[lang]
    known_by = own[f"find_{answers.outcome}"]
    yield "title", title
    yield "about", own[answers.outcome]
    yield "find", {"en": f"{title}, {known_by}", "ja": known_by}.get(lang, f"{title}、{known_by}")
    yield from _bring(steps, like, own)
    yield "legal", like.text(lang, "legal")
    for step in steps:
        name = str(step.get("name", step["kind"]))
        if step is REACH or (name == "told" and answers.outcome == "advice"):
            yield from ((f"{name}.{part}", own[f"{name}_{part}"]) for part in ("heading", "body"))
        else:
            yield from ((key, text) for key, text in like.texts[lang].items() if key.startswith(f"{name}."))


def _bring(steps: list[Written], like: Flow, own: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    says_who = any(one["kind"] == "identify" for one in steps)
    ways = next((step.ways for step in like.steps if says_who and isinstance(step, Identify)), ())
    if len(ways) > 1:
        yield "bring.either", own["bring_either"]
    elif ways:
        yield "bring", own[f"bring_{ways[0]}"]
    else:
        yield "bring", own["bring_nothing"]
        yield "bring.who", own["anybody"]


def _table(head: str, values: Mapping[str, Any]) -> str:
    """A table with its equal signs below each other."""
    named = {key if key.replace("-", "").replace("_", "").isalnum() else f'"{key}"': toml(value) for key, value in values.items()}
    wide = max(map(len, named))
    return "\n".join((head, *(f"{key:<{wide}} = {value}" for key, value in named.items())))
