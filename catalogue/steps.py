"""The kinds of step a flow is made of; one class a kind, its docstring is the manual.

A flow is a list of steps in the order they happen. ``when`` (see :mod:`catalogue.expressions`)
skips a step; there are no jumps and no loops. ``name`` is what the flow's texts call the step
(``<name>.heading``); without one, the step is called like its kind.
"""
from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypeAliasType

from catalogue.toml import Schema

# aliases of their own, so that a model has each pattern once, however often it names it: a pattern costs most at its first use
Name = TypeAliasType("Name", Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")])
FieldName = TypeAliasType("FieldName", Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,30}$")])
Seconds = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,3}s$")]


class StepBase(Schema):
    """What every kind of step has."""

    kind: str
    own_name: Name | None = Field(default=None, alias="name")
    when: str | None = Field(default=None, description="the step happens only where this expression is true")

    @property
    def name(self) -> str:
        """The step's name in texts and journal."""
        return self.own_name or self.kind


class Consent(StepBase):
    """Show the personal-data notice of ``purpose`` and ask: agree or leave. Stands before anything personal is asked."""

    kind: Literal["consent"]
    purpose: Name = Field(description="which notice: the texts notice.<purpose>.* of the shared wording")


class Identify(StepBase):
    """Find out who it is, with what the citizen can bring now: a citizen certificate and its PIN, or an ID card and the face."""

    kind: Literal["identify"]
    ways: tuple[Literal["certificate", "id-card"], ...] = Field(default=("certificate", "id-card"), min_length=1)


class Form(StepBase):
    """Ask for ``fields`` of the field dictionary, one a screen.

    ``check`` is true where the answers fit together; else the text ``<step>.wrong`` is shown and the last field asked again.
    """

    kind: Literal["form"]
    fields: tuple[FieldName, ...] = Field(min_length=1, max_length=20)
    check: str | None = None


class Shown(Schema):
    """One line of a result: a value and what it counts; its label is the text ``<step>.<value>``."""

    value: FieldName
    unit: Literal["nt", "percent", "plain", "date", "roc-year", "month-day"] = "nt"


class Compute(StepBase):
    """Work something out from the answers and the dated tables, and show it; nothing is sent.

    ``values`` are formulas (see :mod:`catalogue.expressions`), each may use the answers and the values before it. ``shows`` are the
    lines of the page. ``says`` names a value that comes to a text; ``<step>.<text>.heading`` and ``.body`` are the page's words, with
    the values as ``{placeholders}``. As the last step of a flow it offers what comes next (``[then]``), in the middle it goes on.
    """

    kind: Literal["compute"]
    values: dict[FieldName, str] = Field(min_length=1, max_length=60)
    shows: tuple[Shown, ...] = Field(min_length=1, max_length=20)
    says: FieldName


class Info(StepBase):
    """Tell something before the citizen goes on: ``<step>.heading``, ``.body``; with ``reply`` the lines that the agency answered."""

    kind: Literal["info"]
    reply: bool = False


class Evidence(StepBase):
    """Photograph papers under the document camera: of each kind in ``papers`` as many as the citizen has, or none."""

    kind: Literal["evidence"]
    papers: tuple[Name, ...] = Field(min_length=1, max_length=20, description="each has the text <step>.<paper>")


class To(Schema):
    """One agency that is told: which, and what it changes (the texts ``<step>.<item>`` and ``<step>.<item>.about``)."""

    item: Name
    agency: Name


@dataclass(frozen=True)
class Part:
    """One sub-case: what, by whom, under which number."""

    item: str
    agency: str
    case_no: str


class Bundle(StepBase):
    """Tell one change to several agencies: the citizen ticks which; each becomes a sub-case with a number and a state of its own."""

    kind: Literal["bundle"]
    to: tuple[To, ...] = Field(min_length=2, max_length=20)

    def parts(self, case_no: str, ticked: Collection[str]) -> tuple[Part, ...]:
        """The sub-cases of what was ticked, numbered alike at both ends: the case number with 1, 2, 3 … behind it."""
        chosen = [to for to in self.to if to.item in ticked]
        return tuple(Part(to.item, to.agency, f"{case_no}-{number}") for number, to in enumerate(chosen, 1))


class Review(StepBase):
    """Show on one page what is sent, to whom, why, and how long it is kept; the citizen agrees or goes back."""

    kind: Literal["review"]


class Sign(StepBase):
    """Sign the request: by the card where the citizen came with one, else by hand on the screen."""

    kind: Literal["sign"]


class Send(StepBase):
    """Seal the request and commit it; only then the citizen is told that it is kept safely."""

    kind: Literal["send"]


class Lookup(StepBase):
    """Wait for the list that the agency finds for this person (reply ``choose``); stands after ``send``."""

    kind: Literal["lookup"]
    question: Name = Field(description="what is looked up, a word the register knows, e.g. houses")
    at_most: Seconds


class Choose(StepBase):
    """Let the citizen choose from what a lookup found; the choice goes out as a supplement of the same request."""

    kind: Literal["choose"]
    source: Name = Field(alias="from", description="name of the lookup step")
    field: FieldName = Field(description="the answer's key in the supplement")
    all: bool = Field(default=False, description="offer 'every one of them' too; its key is 'all'")


class Wait(StepBase):
    """Wait for the agency's answer with honest progress; after ``at_most`` the case is parked and the citizen gets a slip."""

    kind: Literal["wait"]
    at_most: Seconds


class Print(StepBase):
    """Show the answer, let the citizen check it, and print the document on ``paper``."""

    kind: Literal["print"]
    paper: Literal["a4"]


class PaySlip(StepBase):
    """Show what is to pay, until when and where, and print the agency's slip on ``paper``, as ``print`` does."""

    kind: Literal["pay-slip"]
    paper: Literal["a4"]


class Acknowledge(StepBase):
    """Signature for receipt, rating, receipt slip; the last step of every flow."""

    kind: Literal["acknowledge"]


Step = Annotated[
    Consent | Identify | Form | Compute | Info | Evidence | Bundle | Review | Sign | Send | Lookup | Choose | Wait | Print | PaySlip
    | Acknowledge,
    Field(discriminator="kind"),
]


def seconds(at_most: str) -> int:
    """``180s`` as a number of seconds."""
    return int(at_most.removesuffix("s"))
