"""The services that serve, as the manual lists them: by agency, with who may ask, what comes of it, how soon, and what is a proposal."""
from __future__ import annotations

from collections.abc import Iterable

from catalogue.flow import Catalogue, Flow

WHO = {"self": "the citizen", "agent": "an agent", "heir": "an heir", "guardian": "a guardian", "any": "anybody", "org": "a business"}
UNIT = {"m": "minute", "h": "hour", "d": "working day"}
PROPOSAL = "◆ proposal"
PREFIXES = {
    "LT": "services of a local tax bureau", "NT": "services of the national tax bureaus", "KL": "services of Keelung's tax bureau",
    "TT": "services of Taitung's social affairs", "SA": "social aid", "BD": "a bundle: one change told to several agencies",
    "NF": "a notice that one register sends to another", "VF": "a look into another agency's register, in place of a paper",
}
REQUIREMENTS = {
    "R14": "the counter also gives payment slips, so what costs a fee or is decided at a desk can be begun here",
    "R15": "a single window: one place, one contact, for all that belongs to a case",
    "R17": "nobody has to bring transcripts or certificates of what a government office holds already",
    "R53": "how far a case is can be read at the counter, and what is ready is collected here",
}
"""What the handbook's requirements ask for, in a word."""


def items(catalogue: Catalogue) -> str:
    """All services that a citizen begins: a table an agency, in the order of the codes."""
    return "\n\n".join(
        f"### {agency.names['zh-TW']} · {agency.names['en']}\n\n{_table(of)}"
        for key, agency in catalogue.agencies.items() if (of := _sorted(catalogue.flows.values(), key)))


def _sorted(flows: Iterable[Flow], agency: str) -> list[Flow]:
    return sorted((flow for flow in flows if flow.agency == agency), key=lambda flow: (flow.codes, flow.id))


def _table(flows: list[Flow]) -> str:
    head = ("| code | service | who | comes of it | how soon | decision | at once |", "|---|---|---|---|---|---|---|")
    return "\n".join((*head, *(_row(flow) for flow in flows)))


def _row(flow: Flow) -> str:
    name = f"[{flow.text('zh-TW', 'title')}]({flow.agency}/{flow.id.split('.')[1]}.toml) {flow.text('en', 'title')}"
    who = " or ".join(WHO[one] for one in flow.who)
    return f"| {' '.join(flow.codes)} | {name} | {who} | {flow.outcome} | {soon(flow.promise)} | {flow.decision or ''} | {at_once(flow)} |"


def soon(promise: str) -> str:
    """``12d`` in words."""
    count, unit = promise[:-1], UNIT[promise[-1]]
    return f"{count} {unit}{'' if count == '1' else 's'}"


def at_once(flow: Flow) -> str:
    """Whether the register releases it, and whether the bureau must confirm that first."""
    by_register = [rule for rule in flow.release if rule.by == "register"]
    return PROPOSAL if any(rule.proposal for rule in by_register) else "yes" if by_register or flow.outcome == "advice" else ""


def definitions(catalogue: Catalogue) -> str:
    """What a clerk or an event begins."""
    rows = ["| code | what | agency | begun by | tells | asks |", "|---|---|---|---|---|---|"]
    for flow in sorted(catalogue.definitions.values(), key=lambda flow: (flow.codes, flow.id)):
        tell, ask = (flow.bureau.tell, flow.bureau.ask) if flow.bureau is not None else ((), ())
        named = (" ".join(catalogue.agencies[one].names["zh-TW"] for one in many) for many in ((flow.agency,), tell, ask))
        agency, told, asked = named
        name = f"[{flow.text('zh-TW', 'title')}]({flow.agency}/{flow.id.split('.')[1]}.toml) {flow.text('en', 'title')}"
        by = "a clerk" if flow.started_by == "clerk" else "an event"
        rows.append(f"| {' '.join(flow.codes)} | {name} | {agency} | {by} | {told} | {asked} |")
    return "\n".join(rows)


def codes(catalogue: Catalogue) -> str:
    """What the codes in use begin with, and the requirements among them."""
    used = {code for flow in (*catalogue.flows.values(), *catalogue.definitions.values()) for code in flow.codes}
    lines = [f"- **{start}** {words}" for start, words in PREFIXES.items() if any(code.startswith(start) for code in used)]
    lines += [f"- **{code}** {REQUIREMENTS.get(code, 'a requirement of the handbook')}"
              for code in sorted((code for code in used if code[0] == "R"), key=lambda code: int(code[1:]))]
    head = "Services with a code of two letters are items of the handbook; `R` and a number is a requirement that the item serves."
    return "\n".join((head, "", *lines))
