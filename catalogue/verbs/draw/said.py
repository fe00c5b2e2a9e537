"""What the drawing says, in one language: the flow's own words, those of the shared wording, and few of its own (``words.toml``).

A condition is said in plain words where it is simple (with or without certificate, an answer is or is not a choice, or holds one; several
of these); else the expression itself is shown.
"""
from __future__ import annotations

import ast
import tomllib
from datetime import date
from pathlib import Path

from catalogue.expressions import parse
from catalogue.flow import Catalogue, Flow, spoken
from catalogue.steps import Bundle, Compute, Evidence, Form, Identify, Lookup, Step, Wait, seconds
from catalogue.tables import NoRow
from catalogue.words import NoWord, Words

OWN = Path(__file__).parent / "words.toml"


class Said:
    """The words of one flow in one language. ``day``: on which the fee is looked up."""

    def __init__(self, catalogue: Catalogue, flow: Flow, words: Words, lang: str, day: date) -> None:
        self._catalogue, self.flow, self._words, self.lang, self._day = catalogue, flow, words, lang, day
        self._own: dict[str, str] = tomllib.loads(OWN.read_text("utf-8"))[spoken(lang)]
        self.stop = "、" if spoken(lang) in ("zh-TW", "ja") else ", "

    def own(self, key: str, **values: object) -> str:
        """A word of the drawing."""
        return self._own[key].format_map(values)

    def shared(self, key: str, otherwise: str) -> str:
        """A word of the shared wording."""
        try:
            return self._words.text(self.lang, key)
        except NoWord:
            return otherwise

    def agency(self, name: str) -> str:
        """The name of an agency."""
        return self._catalogue.agencies[name].names[self.lang]

    def heading(self, step: Step) -> str:
        """What the step's page is headed; where it has no words of its own, the field's label or the kind's name."""
        trail = self.shared(f"trail.{step.kind}", step.kind)
        asked = self.field(step.fields[0]) if isinstance(step, Form) else trail
        return self.flow.text(self.lang, f"{step.name}.heading").split("\n")[0] or asked

    def field(self, name: str) -> str:
        """What a field is called."""
        return self.shared(f"field.{name}.label", name)

    def detail(self, step: Step) -> str:
        """What belongs inside the step: fields, papers, agencies, ways, how long."""
        if isinstance(step, Form):
            fields = [self.field(name) for name in step.fields]
            return self.own("asks") + self.stop.join(fields) if fields != [self.heading(step)] else ""
        if isinstance(step, Evidence | Compute):
            keys = step.papers if isinstance(step, Evidence) else [shown.value for shown in step.shows]
            named = (self.flow.text(self.lang, f"{step.name}.{key}") or key for key in keys)
            return self.own("papers" if isinstance(step, Evidence) else "shows") + self.stop.join(named)
        if isinstance(step, Bundle):
            return self.own("tells") + self.stop.join(self.flow.text(self.lang, f"{step.name}.{to.item}") or to.item for to in step.to)
        if isinstance(step, Identify):
            return self.own("ways") + self.stop.join(self.own(f"evidence_{way}") for way in step.ways)
        if isinstance(step, Lookup | Wait):
            return self.own("at_most", count=seconds(step.at_most))
        return ""

    def condition(self, when: str) -> str:
        """The condition in plain words, or as it is written."""
        return self._plain(parse(when).tree) or when

    def _plain(self, node: ast.expr) -> str:
        if isinstance(node, ast.BoolOp):
            parts = [self._plain(part) for part in node.values]
            return self.own("and" if isinstance(node.op, ast.And) else "or").join(parts) if all(parts) else ""
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return self.own("certificate_missing") if _is_certificate(node.operand) else ""
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.left, ast.Name):
            return self._compared(node.left.id, node.ops[0], node.comparators[0])
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.comparators[0], ast.Name):
            return self._compared(node.comparators[0].id, node.ops[0], node.left)  # a choice among several that were ticked
        return self.own("certificate_given") if _is_certificate(node) else ""

    def _compared(self, field: str, op: ast.cmpop, right: ast.expr) -> str:
        choices = right.elts if isinstance(right, ast.List) else [right]
        texts = [one.value for one in choices if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if len(texts) != len(choices) or not isinstance(op, ast.Eq | ast.NotEq | ast.In | ast.NotIn):
            return ""
        choice = self.own("or").join(self.shared(f"field.{field}.{text}", text) for text in texts)
        name = self.field(field).rstrip("？?")
        return self.own("is" if isinstance(op, ast.Eq | ast.In) else "is_not", field=name, choice=choice)

    def facts(self) -> list[tuple[str, str]]:
        """Label and value of what stands in the head."""
        flow = self.flow
        kept = self._span("kept", flow.retain.bureau) if flow.retain else self.own("nothing")
        who = self.own("or").join(self.own(f"who_{one}") for one in flow.who)
        if flow.started_by != "citizen":
            who = self.own(f"started_{flow.started_by}")
        return [
            (self.own("outcome"), self.own(f"outcome_{flow.outcome}")),
            (self.own("promise"), self._span("unit", flow.promise)),
            (self.own("fee"), self._fee()), (self.own("who"), who), (self.own("retain"), kept),
            (self.own("legal"), flow.text(self.lang, "legal") or flow.legal),
        ]

    def _span(self, start: str, span: str) -> str:
        """``12d`` in words; of one thing in words of its own where the language has them."""
        count, key = span[:-1], f"{start}_{span[-1]}"
        return self.own(f"{key}1" if count == "1" and f"{key}1" in self._own else key, count=count)

    def _fee(self) -> str:
        fee = self.flow.fee
        if fee is None:
            return self.own("free")
        try:
            amount = self._catalogue.tables[fee.table].at(self._day).values[fee.key]
        except (NoRow, KeyError):
            return f"{fee.table}: {fee.key}"
        return self.own("fee_per", amount=amount, per=self.field(fee.per)) if fee.per else self.own("fee_of", amount=amount)

    def releases(self) -> list[tuple[str, str, str]]:
        """Of each release rule: by whom, on what, and whether it is a proposal."""
        return [(self.own(f"by_{rule.by}"),
                 self.own("joined").join(self.own(f"evidence_{one}") for one in rule.evidence) or self.own("everybody"),
                 self.own("proposal") if rule.proposal else "") for rule in self.flow.release]

    def bureau(self) -> str:
        """The bureau's side in a line or two."""
        side = self.flow.bureau
        told = [] if side is None else [
            self.own("register", word=side.register_name) if side.register_name else "", self.own("decide", word=side.decide),
            side.document or "", self.own("two_sign") if side.two_sign else "",
            self.own("tell", words=self.stop.join(map(self.agency, side.tell))) if side.tell else "",
            self.own("ask", words=self.stop.join(map(self.agency, side.ask))) if side.ask else ""]
        if self.flow.then is not None and self.flow.then.flow in self._catalogue.flows:
            told.append(self.own("then", title=self._catalogue.flows[self.flow.then.flow].text(self.lang, "title")))
        return " · ".join(one for one in told if one)


def _is_certificate(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "certificate"
