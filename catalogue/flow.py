"""A service item as one file, ``flows/<agency>/<item>.toml``: what is offered, to whom it goes, in which words.

Data only: nothing in it can run, loop, open a file or reach a network. :func:`load_catalogue`
reads a whole directory: flows, field dictionary, agencies, questions and tables.
"""
from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, RootModel

from catalogue.assurance import ReleaseRule
from catalogue.expressions import parse as parse_expression
from catalogue.fields import Fields
from catalogue.pack.source import Source
from catalogue.questions import Question, Questions
from catalogue.steps import FieldName, Name, Step
from catalogue.tables import Table
from catalogue.toml import ELSE, FileError, FileErrors, Names, Schema, read

if TYPE_CHECKING:
    from catalogue.pack.orders import Orders

LANGUAGES = ("zh-TW", "en", "ja")
"""Languages that every flow and the shared wording must speak completely."""

def spoken(lang: str) -> str:
    """The language in which every word is there: this one, or English for a further one."""
    return lang if lang in LANGUAGES else ELSE


Text = Annotated[str, Field(min_length=1)]


class Retain(Schema):
    """How long the bureau keeps the case: days, months or years, e.g. ``5y``. The kiosk keeps nothing, ever."""

    bureau: str = Field(pattern=r"^[1-9][0-9]{0,2}[dmy]$")


class Bureau(Schema):
    """The bureau's side of the item: which role decides; where a document is made, which register answers and which template sets it.

    ``tell``: agencies that are told of the decision; ``ask``: agencies that are asked for an answer before it.
    """

    register_name: Name | None = Field(default=None, alias="register")
    template: Name | None = None
    decide: Name = Field(description="role of the clerk who may release")
    document: Text | None = Field(default=None, description="official title of the document, Chinese, as printed")
    two_sign: bool = Field(default=False, description="two different people sign the decision")
    tell: tuple[Name, ...] = ()
    ask: tuple[Name, ...] = ()


class Fee(Schema):
    """What the item costs: ``key`` of the dated ``table``, in NT$, times the answer of the field ``per`` where there is one."""

    table: Name
    key: str
    per: FieldName | None = None

    def total(self, numbers: Mapping[str, int], answers: Mapping[str, Any]) -> int:
        """NT$, from the table's numbers of the day; an answer that is no number counts once."""
        untrusted_count = answers.get(self.per, 1) if self.per is not None else 1
        return numbers[self.key] * (untrusted_count if isinstance(untrusted_count, int) else 1)


class Then(Schema):
    """The service that may follow at once; what was answered here is not asked there again. The button says the text ``then``."""

    flow: str
    when: str | None = Field(default=None, description="offered only where this expression is true")


class Flow(Schema):
    """One service item.

    ``id``: the agency, a point, the name of the file.
    ``version``: 1 at first, one more with every change that is published.
    ``codes``: what it is called in the handbook, or the requirement (R1–R66) that it serves.
    ``agency``: whose service it is, a word of ``agencies.toml``.
    ``started_by``: who begins it; what a clerk or an event begins is a definition for the desk and stands on no menu.
    ``who`` may ask for it: ``self`` the citizen, ``agent`` with authorisation, ``heir``, ``org`` a business or body, ``guardian``, ``any``.
    ``decision`` as the handbook has it: D0 a look-up, D1 a clerk releases, D2 decides in minutes, D3 in days.
    ``outcome``: what comes of it: a paper, a list, a slip to pay, a receipt for what is decided later, a status or an advice on the screen.
    ``promise``: how soon the citizen has it, minutes ``m``, hours ``h`` or working days ``d``; drives the queue and the truthful menu.
    ``legal``: the law that allows the data to be used, for the bureau; the citizen reads the text ``legal``.
    ``life_events``: under which events of life the menu shows it too; each has words ``life.<event>``.
    ``often``: of a hundred visits, how many come for it; the menu shows the most used first.
    ``release``: any one of these rules lets the result go; an advice has none, since nothing is asked of anybody.
    ``then``: what the last page offers next.
    ``step``: what happens, in order.
    ``text``: the words, by language.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$")
    version: int = Field(ge=1)
    codes: tuple[Annotated[str, Field(pattern=r"^[A-Z]{1,2}[0-9]{1,2}$")], ...] = ()
    agency: Name
    started_by: Literal["citizen", "clerk", "event"] = "citizen"
    who: tuple[Literal["self", "agent", "heir", "org", "guardian", "any"], ...] = Field(default=("self",), min_length=1)
    decision: Literal["D0", "D1", "D2", "D3"] | None = None
    outcome: Literal["certificate", "list", "slip", "receipt", "status", "advice"]
    promise: str = Field(pattern=r"^[1-9][0-9]{0,2}[mhd]$")
    retain: Retain | None = Field(default=None, description="missing only where nothing is sent")
    legal: Text
    life_events: tuple[Name, ...] = ()
    often: int = Field(default=0, ge=0, le=100)
    bureau: Bureau | None = Field(default=None, description="missing only where the flow hands over what other flows made")
    release: tuple[ReleaseRule, ...] = ()
    fee: Fee | None = None
    then: Then | None = None
    steps: tuple[Step, ...] = Field(alias="step", min_length=1, max_length=60)
    texts: dict[str, Annotated[dict[str, Text], Field(max_length=400)]] = Field(alias="text", max_length=20)

    @property
    def promise_s(self) -> float:
        """The promise in seconds, a day as 24 hours."""
        return int(self.promise[:-1]) * {"m": 60.0, "h": 3600.0, "d": 86400.0}[self.promise[-1]]

    @property
    def collects(self) -> bool:
        """Whether it hands over or tells what other flows asked for."""
        return self.bureau is None and self.outcome != "advice"

    @property
    def public(self) -> bool:
        """Whether it tells what everybody may know, so that nobody says who they are."""
        return self.started_by == "citizen" and self.outcome != "advice" and not any(step.kind == "identify" for step in self.steps)

    @property
    def makes_paper(self) -> bool:
        """Whether the agency's decision becomes a document."""
        return self.bureau is not None and self.bureau.template is not None

    @property
    def made_once_paid(self) -> bool:
        """Whether the counter prints only the slip of a fee, and the agency makes what was asked for when that is paid."""
        return self.fee is not None and self.bureau is not None and self.bureau.register_name is None and self.makes_paper

    def text(self, lang: str, key: str) -> str:
        """The flow's own words for ``key``, or '' where it has none (then the shared wording speaks)."""
        return self.texts.get(lang, self.texts.get(spoken(lang), {})).get(key, "")

    def steps_for(self, certificate: bool, answers: dict[str, Any]) -> Iterator[Step]:
        """The steps that happen, in order; ``answers`` is read anew before each step, so it may grow meanwhile."""
        for step in self.steps:
            if happens(step, certificate, answers):
                yield step


def happens(step: Step, certificate: bool, answers: dict[str, Any]) -> bool:
    """True where the step's ``when`` holds (or it has none)."""
    return step.when is None or parse_expression(step.when).holds({**answers, "certificate": certificate})


class Agency(Schema):
    """An agency that serves at the counter: its names and short names by language, its phone. Its colour and sign stand in the theme."""

    names: Names
    short: Names
    phone: str = ""


class Agencies(RootModel[dict[Name, Agency]]):
    """The whole of ``flows/agencies.toml``: one table an agency."""


@dataclass(frozen=True)
class Catalogue:
    """Everything that is on offer. ``sha256``: hex, over names and octets of all files, so both ends know they read the same.

    ``flows`` are those that a citizen begins, ``definitions`` those that a clerk or an event begins at the desk.
    ``wording``: shared wording that came in the same pack, by language and key. ``orders``: what came beside it in the list of that pack.
    """

    flows: dict[str, Flow]
    fields: Fields
    tables: dict[str, Table]
    agencies: dict[str, Agency]
    questions: tuple[Question, ...]
    sha256: str
    wording: dict[str, dict[str, str]] = field(default_factory=dict)
    definitions: dict[str, Flow] = field(default_factory=dict)
    orders: Orders | None = None


def load_flow(path: Path) -> Flow:
    """Read one flow file. Raises ``FileErrors``."""
    return read(path, Flow)


def flow_paths(directory: Path) -> list[Path]:
    """All flow files of a directory, in a fixed order."""
    return sorted(path for path in directory.glob("*/*.toml") if path.parent.name != "tables")


def load_catalogue(source: Source) -> Catalogue:
    """The catalogue of a directory, of a folder with its compiled copy, or of the pack that serves here. Raises ``FileErrors``."""
    from catalogue.pack.load import load

    return load(source)


def read_catalogue(directory: Path) -> Catalogue:
    """Read a whole directory of flows. Raises ``FileErrors`` with the faults of all its files."""
    errors: list[FileError] = []

    def reading(path: Path, model: Any) -> Any:
        try:
            return read(path, model)
        except FileErrors as found:
            errors.extend(found.errors)
        except OSError:
            errors.append(FileError(path, 1, "this file is missing"))
        return None

    fields = reading(directory / "fields.toml", Fields)
    agencies = reading(directory / "agencies.toml", Agencies)
    questions = reading(directory / "questions.toml", Questions)
    tables = {path.stem: reading(path, Table) for path in sorted((directory / "tables").glob("*.toml"))}
    flows: dict[str, Flow] = {}
    for path in flow_paths(directory):
        flow = reading(path, Flow)
        if flow is not None and flow.id in flows:
            errors.append(FileError(path, 1, f"another file has the id '{flow.id}' already"))
        elif flow is not None:
            flows[flow.id] = flow
    if errors:
        raise FileErrors(errors)
    return assembled(flows, fields, tables, agencies, questions, digest(directory))


def assembled(
    flows: dict[str, Flow], fields: Fields, tables: dict[str, Table], agencies: Agencies, questions: Questions, sha256: str,
    wording: dict[str, dict[str, str]] | None = None,
) -> Catalogue:
    """The catalogue of what was read, the citizens' flows apart from the desk's."""
    offered = {key: flow for key, flow in flows.items() if flow.started_by == "citizen"}
    others = {key: flow for key, flow in flows.items() if key not in offered}
    return Catalogue(offered, fields, tables, agencies.root, questions.questions, sha256, wording or {}, others)


def digest(directory: Path) -> str:
    """Hex sha256 over names and octets of all TOML files under ``directory``."""
    sums = hashlib.sha256()
    for path in sorted(directory.rglob("*.toml")):
        octets = path.read_bytes()
        sums.update(f"{path.relative_to(directory).as_posix()}\0{len(octets)}\0".encode())
        sums.update(octets)
    return sums.hexdigest()
