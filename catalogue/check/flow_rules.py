"""What makes one flow file fit to be served, rule by rule; every fault with its line.

* Its steps stand in the order of its kind (:mod:`catalogue.check.order_rules`).
* A form asks for fields of the dictionary, nothing personal where nobody says who they are (ADR 0023); a bundle tells known agencies.
* Who acts for another only, brings papers: there is a step for them.
* A sum uses what was asked or worked out before it, and tables that have the key for every answer; every way it ends has words.
* On every path the citizen gets what the flow is for (:mod:`catalogue.check.path_rules`).
* What follows (``then``) is a flow of the catalogue and is offered by a last page that computes.
* A condition uses ``certificate`` and fields that were asked before.
* A way in is offered only if some release rule serves it; ``register`` releases on a certificate alone, ``clerk`` with a clerk.
* The file stands in its agency's folder, and the agency is known.
* It says what to bring: ``bring`` (all of it), ``bring.either`` (one of these), a thing a line; and under which words it is found.
* Its life events have words.
* Every text stands in every language, with the same placeholders, and belongs to something in the flow.
"""
from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from catalogue.check.order_rules import order_faults
from catalogue.check.path_rules import path_faults
from catalogue.check.sum_rules import is_clear, sum_faults, then_faults, worked_keys
from catalogue.check.word_rules import copy_faults, other_placeholders, too_wide, without_kana
from catalogue.expressions import TODAY, ExpressionWrong, parse, unknown_names
from catalogue.fields import Fields
from catalogue.flow import LANGUAGES, Flow
from catalogue.reckoning.kinds import CERTIFICATE, DAY, Kind, kind_of, of_field
from catalogue.steps import Bundle, Choose, Compute, Consent, Evidence, Form, Identify, Lookup, Step
from catalogue.tables import Table
from catalogue.toml import FileError, Lines, nearest

NOTICE = ("purpose", "categories", "period", "area", "recipients", "method", "rights", "refusing")
REQUIRED = ("title", "about", "legal", "find")
BRING = ("bring", "bring.either")
TOP_KEYS = (*REQUIRED, *BRING, "bring.first", "bring.then", "bring.who")
STEP_PARTS = ("heading", "body", "say", "all")


class FlowCheck:
    """All rules over one flow that was read without error. ``words``: keys of the shared wording, ``flows``: ids of all flows."""

    def __init__(self, path: Path, text: str, flow: Flow, fields: Fields, agencies: Collection[str], words: Collection[str],
                 tables: Mapping[str, Table | None], flows: set[str]) -> None:
        self._path, self._lines, self._flow = path, Lines(text), flow
        self._fields, self._agencies, self._words, self._tables, self._flows = fields, agencies, words, tables, flows
        self._known: dict[str, Kind | None] = {"certificate": CERTIFICATE}

    def errors(self) -> list[FileError]:
        """Every fault found."""
        found: list[FileError] = []
        steps = (lambda: order_faults(self._flow, self._lines), self._names, self._forms, self._conditions, self._choices)
        sent = (self._named, self._kept, self._release)
        for rule in (self._place, *steps, self._then, *sent, self._wording, self._texts):
            found.extend(FileError(self._path, line, message) for line, message in rule())
        if not found:  # what leans on something wrong is not followed
            found.extend(FileError(self._path, line, message) for line, message in path_faults(self._flow, self._lines, self._fields))
        return found

    def _place(self) -> Iterator[tuple[int, str]]:
        flow = self._flow
        if flow.agency not in self._agencies:
            yield self._lines.of("agency"), f"unknown agency '{flow.agency}'{nearest(flow.agency, self._agencies)}"
        if self._path.parent.name != flow.agency:
            yield self._lines.of("agency"), f"the file must stand in the folder '{flow.agency}' of its agency"
        if flow.id != f"{flow.agency}.{self._path.stem}":
            yield self._lines.of("id"), f"the id must be agency and file name: '{flow.agency}.{self._path.stem}'"

    def _names(self) -> Iterator[tuple[int, str]]:
        seen: set[str] = set()
        for at, step in enumerate(self._flow.steps):
            if step.name in seen:
                yield self._lines.of("step", at, "name"), f"another step is called '{step.name}' already"
            seen.add(step.name)

    def _forms(self) -> Iterator[tuple[int, str]]:
        for at, step in enumerate(self._flow.steps):
            for field in step.fields if isinstance(step, Form) else ():
                if field not in self._fields:
                    yield self._lines.of("step", at, "fields"), f"unknown field '{field}'{nearest(field, self._fields.names())}"
                elif self._flow.public and self._fields[field].personal:
                    fault = f"'{field}' is personal, and nobody says who they are here: add 'identify', or ask for something else"
                    yield self._lines.of("step", at, "fields"), fault
            for nth, to in enumerate(step.to if isinstance(step, Bundle) else ()):
                if to.agency not in self._agencies:
                    yield self._lines.of("step", at, "to", nth), f"unknown agency '{to.agency}'{nearest(to.agency, self._agencies)}"

    def _conditions(self) -> Iterator[tuple[int, str]]:
        known = self._known
        for at, step in enumerate(self._flow.steps):
            if step.when is not None:
                yield from self._condition("when", step.when, self._lines.of("step", at, "when"), known)
            if isinstance(step, Form):
                known |= {name: of_field(self._fields[name]) for name in step.fields if name in self._fields}
                if step.check is not None:
                    yield from self._condition("check", step.check, self._lines.of("step", at, "check"), {**known, TODAY: DAY})
            if isinstance(step, Compute):
                yield from sum_faults(self._flow, at, step, self._lines, self._fields, self._tables, known)

    def _then(self) -> Iterator[tuple[int, str]]:
        yield from then_faults(self._flow, self._lines, self._flows)
        worked = {name for step in self._flow.steps if isinstance(step, Compute) for name in step.values}
        vague = any(name in worked and kind is None for name, kind in self._known.items())  # said where it is worked out
        if self._flow.then is not None and self._flow.then.when is not None and not vague:
            yield from self._condition("when", self._flow.then.when, self._lines.of("then", "when"), self._known)

    def _condition(self, key: str, text: str, line: int, known: dict[str, Kind | None]) -> Iterator[tuple[int, str]]:
        try:
            expression = parse(text)
            for name in unknown_names(expression, known):
                later = name in self._fields
                yield line, f"'{name}' is not asked before this step" if later else f"unknown name '{name}'{nearest(name, known)}"
            if (found := kind_of(expression, known)).word != "yes-no" and not unknown_names(expression, known):
                yield line, f"{key}: '{text}' is a {found.word}, yes or no is wanted"
        except ExpressionWrong as error:
            yield line, f"{key}: {error}"

    def _choices(self) -> Iterator[tuple[int, str]]:
        lookups: dict[str, str | None] = {}
        for at, step in enumerate(self._flow.steps):
            if isinstance(step, Lookup):
                lookups[step.name] = step.when
            elif isinstance(step, Choose) and step.source not in lookups:
                yield self._lines.of("step", at, "from"), f"no lookup '{step.source}' before this step{nearest(step.source, lookups)}"
            elif isinstance(step, Choose) and lookups[step.source] != step.when:
                yield self._lines.of("step", at, "when"), f"must be skipped exactly when the lookup '{step.source}' is"

    def _kept(self) -> Iterator[tuple[int, str]]:
        flow, bureau = self._flow, self._flow.bureau
        advice = flow.outcome == "advice"
        for key in ("retain", "release", "fee", "bureau"):
            if advice and getattr(flow, key):
                yield self._lines.of(key), f"an advice sends nothing: leave '{key}' out"
        if not advice and flow.retain is None:
            yield 1, "'retain' is missing"
        if not advice and not flow.release and flow.started_by == "citizen":
            yield 1, "'release' is missing"
        if bureau is not None:
            missing = {one is None for one in (bureau.register_name, bureau.template, bureau.document)}
            told = flow.outcome == "status" and bureau.template is None and bureau.document is None
            if len(missing) > 1 and not told and flow.fee is None:
                fault = "register, template and document belong together: all of them make a document, none makes none"
                yield self._lines.of("bureau"), fault
            for key in ("tell", "ask"):
                for agency in getattr(bureau, key):
                    if agency not in self._agencies:
                        yield self._lines.of("bureau", key), f"unknown agency '{agency}'{nearest(agency, self._agencies)}"

    def _named(self) -> Iterator[tuple[int, str]]:
        flow = self._flow
        if not flow.codes:
            yield 1, "'codes' is missing: what the handbook calls it, or the requirement it serves"
        if flow.started_by == "citizen" and flow.outcome != "advice" and flow.bureau is not None and flow.decision is None:
            yield 1, "'decision' is missing: D0, D1, D2 or D3 as in the handbook"
        if flow.fee is not None and flow.fee.table not in self._tables:
            yield self._lines.of("fee", "table"), f"unknown table '{flow.fee.table}'{nearest(flow.fee.table, self._tables)}"
        elif flow.fee is not None and (table := self._tables[flow.fee.table]) is not None:
            for row in (row for row in table.rows if flow.fee.key not in row.values):
                fault = f"a row of '{flow.fee.table}' has no '{flow.fee.key}' from {row.valid_from} on{nearest(flow.fee.key, row.values)}"
                yield self._lines.of("fee", "key"), fault
        asked = {field for step in flow.steps if isinstance(step, Form) for field in step.fields}
        if flow.fee is not None and flow.fee.per is not None and flow.fee.per not in asked:
            yield self._lines.of("fee", "per"), f"'{flow.fee.per}' is not asked in this flow{nearest(flow.fee.per, asked)}"

    def _papers(self) -> bool:
        return any(isinstance(step, Evidence) for step in self._flow.steps)

    def _release(self) -> Iterator[tuple[int, str]]:
        if self._flow.started_by == "citizen" and not {"self", "any"} & set(self._flow.who) and not self._papers():
            yield self._lines.of("who"), "who acts for another brings papers: add a step of kind 'evidence'"
        ways = {way for step in self._flow.steps if isinstance(step, Identify) for way in step.ways}
        for at, rule in enumerate(self._flow.release):
            line, evidence = self._lines.of("release", at, "evidence"), set(rule.evidence)
            if rule.by == "register" and evidence != (set() if self._flow.public else {"certificate"}):
                wanted = "[]: it is for everybody" if self._flow.public else "[\"certificate\"] and nothing else"
                yield line, f"the register releases on evidence = {wanted}"
            if rule.by == "register" and self._flow.decision in ("D1", "D2", "D3") and not rule.proposal:
                yield line, "a clerk decides this today: 'proposal = true' marks what the bureau must confirm"
            if rule.by == "register" and not {"self", "any"} & set(self._flow.who):
                yield line, "who acts for another brings papers that a clerk inspects: the register cannot release it"
            if rule.by == "clerk" and "clerk" not in evidence:
                yield line, "by = \"clerk\" needs 'clerk' among its evidence"
            if "face" in evidence and "id-card" not in evidence:
                yield line, "'face' is compared with the card: it needs 'id-card' too"
            if "certificate" in evidence and "id-card" in evidence:
                yield line, "nobody comes both ways: 'certificate' or 'id-card'"
        for way in sorted(ways):
            if not any(way in rule.evidence for rule in self._flow.release):
                at = next(at for at, step in enumerate(self._flow.steps) if isinstance(step, Identify))
                yield self._lines.of("step", at), f"who comes by '{way}' gets nothing: no release rule names it"

    def _wording(self) -> Iterator[tuple[int, str]]:
        purposes = {key.split(".")[1] for key in self._words if key.startswith("notice.") and key.count(".") == 2}
        for at, step in enumerate(self._flow.steps):
            if isinstance(step, Consent):
                line = self._lines.of("step", at, "purpose")
                missing = [part for part in NOTICE if f"notice.{step.purpose}.{part}" not in self._words]
                if len(missing) == len(NOTICE):
                    yield line, f"no notice for the purpose '{step.purpose}'{nearest(step.purpose, purposes)}"
                elif missing:
                    yield line, f"the notice '{step.purpose}' lacks {', '.join(missing)}"
            if f"trail.{step.kind}" not in self._words:
                yield self._lines.of("step", at, "kind"), f"the shared wording lacks 'trail.{step.kind}'"

        events = {key.removeprefix("life.") for key in self._words if key.startswith("life.")}
        for event in self._flow.life_events:
            if event not in events:
                yield self._lines.of("life_events"), f"the shared wording lacks 'life.{event}'{nearest(event, events)}"

    def _texts(self) -> Iterator[tuple[int, str]]:
        texts, known = self._flow.texts, self._keys()
        unclear = {step.name for step in self._flow.steps if isinstance(step, Compute) and not is_clear(step)}
        at_desk = self._flow.started_by != "citizen"
        if texts and not at_desk and not any(key in texts[lang] for lang in texts for key in BRING):
            yield self._lines.of("text"), "nothing says what to bring: 'bring' or 'bring.either' is missing"
        for lang in LANGUAGES:
            if lang not in texts:
                yield self._lines.of("text"), f"no texts in {lang}"
        for lang in texts:
            if lang not in LANGUAGES:
                yield self._lines.of("text", lang), f"texts in {lang} stand in the shared wording, not here{nearest(lang, LANGUAGES)}"
            for key in texts[lang]:
                if key not in known and key.split(".")[0] not in unclear:
                    yield self._lines.of("text", lang, key), f"nothing in this flow shows '{key}'{nearest(key, known)}"
        needed = [f"{step.name}.{name}" for step in self._flow.steps for name in named(step)]
        needed += [f"{step.name}.wrong" for step in self._flow.steps if isinstance(step, Form) and step.check is not None]
        required = [key for key in REQUIRED if key != "find" or not at_desk]
        shown = dict.fromkeys((*required, *needed, *(key for lang in texts for key in texts[lang] if key in known)))
        for lang in (lang for lang in LANGUAGES if lang in texts):
            for key in shown:
                yield from self._text(lang, key)

    def _text(self, lang: str, key: str) -> Iterator[tuple[int, str]]:
        text, line = self._flow.text(lang, key), self._lines.of("text", lang, key)
        if not text:
            yield self._lines.of("text", lang), f"'{key}' is missing in {lang}"
            return
        if others := other_placeholders(lang, {one: self._flow.text(one, key) for one in LANGUAGES if one in self._flow.texts}):
            yield line, f"'{key}' has other placeholders than in {others}"
        for fault in copy_faults(lang, text):
            yield line, f"'{key}': {fault}"
        if wide := too_wide(key, text):
            yield line, f"'{key}': {wide}"
        if lang == "ja" and key == "find" and (silent := without_kana(text)):
            yield line, f"'find': no reading in kana stands beside {'、'.join(silent)}"

    def _keys(self) -> set[str]:
        known = set(TOP_KEYS) | {f"{step.name}.{part}" for step in self._flow.steps for part in STEP_PARTS}
        for step in self._flow.steps:
            known |= worked_keys(step) if isinstance(step, Compute) else set()
            known |= {f"{step.name}.{name}" for name in named(step)}
            known |= {f"{step.name}.wrong"} if isinstance(step, Form) and step.check is not None else set()
        return known | ({"then"} if self._flow.then is not None else set())


def named(step: Step) -> tuple[str, ...]:
    """What a step names in words of its own: kinds of paper, agencies' items."""
    return step.papers if isinstance(step, Evidence) else tuple(to.item for to in step.to) if isinstance(step, Bundle) else ()
