"""``flows pack ACTION …``: compile, sign, stage, roll out and take back packs of services (docs/packs.md tells it step by step).

Every change is a draft that two owners sign, each with his own key and, if need be, each on his own machine; ``publish`` puts
out what is signed. With ``--key`` for both and ``--publisher`` an action does all of it at once.
"""
from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalogue.pack.repository import Repository

LOCALE = Path(__file__).parents[2] / "assets" / "locale"
Action = Callable[["Repository", argparse.Namespace], str]


def main(arguments: list[str]) -> int:
    """Run one action; prints what was done or what hinders it, returns 1 where something does."""
    asked = _parser().parse_args(arguments)
    from catalogue.lines import FileErrors
    from catalogue.pack import keys
    from catalogue.pack.repository import CannotPublish, Repository

    try:
        if asked.action == "keys":
            made = keys.make(asked.directory)
            print("\n".join(map(str, made)), "\nfor trying out: in earnest each owner makes his own and keeps the .pem to himself", sep="")
            return 0
        repository = Repository(asked.directory)
        print(_ACTIONS[asked.action](repository, asked))
        if asked.action not in ("sign", "publish", "show", "freshen"):
            for key in asked.key:
                repository.sign(keys.signer(key))
            print(_published(repository, asked) if asked.publisher else "next: pack sign with each owner's key, then pack publish")
    except (keys.KeyWrong, CannotPublish, FileErrors, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m kiosk flows pack", description=__doc__)
    actions = parser.add_subparsers(dest="action", required=True)

    def action(name: str, help_: str, *signing: str) -> argparse.ArgumentParser:
        made = actions.add_parser(name, help=help_, description=help_)
        made.add_argument("directory", type=Path, help="the pack directory" if name != "keys" else "where to put the key files")
        if "key" in signing:
            made.add_argument("--key", type=Path, action="append", default=[], help="an owner's private key; twice for both")
        if "publisher" in signing:
            made.add_argument("--publisher", type=Path, required="must" in signing, help="the publisher's private key")
        return made

    action("keys", "make two owners' and a publisher's key to try things out, outside any project's tree")
    begin = action("begin", "draft the first root: whose signatures count", "key", "publisher")
    begin.add_argument("--owner", type=Path, action="append", required=True, help="an owner's public key; at least twice")
    begin.add_argument("--publisher-key", type=Path, required=True, help="the publisher's public key")
    stage = action("stage", "compile a directory of flows for a group of counters", "key", "publisher")
    stage.add_argument("--group", required=True)
    stage.add_argument("--flows", type=Path, default=Path("flows"))
    stage.add_argument("--locale", type=Path, default=LOCALE)
    order = action("order", "the agencies' keys and the limits that a group of counters goes by", "key", "publisher")
    order.add_argument("--group", required=True)
    order.add_argument("--keys", type=Path, dest="trust", help="folder of agency-*.pem and agency-*.seal.json, else enrolment's")
    order.add_argument("--limits", type=Path, help="a TOML file with [limits] as in kiosk.toml; without it each counter's own")
    copy = action("copy", "give a group what another group has", "key", "publisher")
    copy.add_argument("--of", required=True, help="the group that has it")
    copy.add_argument("--group", required=True, help="the group that gets it")
    back = action("back", "give a group what it had before", "key", "publisher")
    back.add_argument("--group", required=True)
    back.add_argument("--to", type=int, help="what it had in this list; the one before without it")
    renew = action("renew", "draft a root that counts longer, or with another owner", "key", "publisher")
    renew.add_argument("--gone", type=Path, help="public key of the owner who goes")
    renew.add_argument("--come", type=Path, help="public key of the owner who comes")
    action("sign", "sign what waits, after reading what 'show' says of it", "key")
    action("publish", "put out what is signed by both owners", "publisher", "must")
    action("freshen", "say anew that this is the newest; every day, by the machine that publishes", "publisher", "must")
    action("show", "what each group has, what waits, who signed, how long it counts")
    return parser


def _begin(repository: Repository, asked: argparse.Namespace) -> str:
    from catalogue.pack.keys import public

    repository.begin([public(path) for path in asked.owner], public(asked.publisher_key))
    return f"{repository.directory}: the first root is drafted"


def _stage(repository: Repository, asked: argparse.Namespace) -> str:
    from catalogue.check import check
    from catalogue.lines import FileErrors
    from catalogue.pack.compiled import compiled, decoded

    if faults := check([asked.flows], asked.locale, date.today()):
        raise FileErrors(faults)
    octets = compiled(asked.flows, asked.locale)
    catalogue = decoded(octets)
    repository.stage(asked.group, octets, {"source": catalogue.sha256, "services": len(catalogue.flows)})
    return f"{asked.group}: {len(catalogue.flows)} services in {len(octets)} octets are drafted, sources {catalogue.sha256[:12]}"


def _order(repository: Repository, asked: argparse.Namespace) -> str:
    from catalogue.pack.orders import gathered

    orders = gathered(asked.trust, asked.limits)
    repository.order(asked.group, orders.octets(), {"agencies": sorted(orders.agencies), "limits": sorted(orders.limits)})
    return f"{asked.group}: keys of {len(orders.agencies)} agencies and {len(orders.limits)} limits are drafted"


def _copy(repository: Repository, asked: argparse.Namespace) -> str:
    repository.copy(asked.of, asked.group)
    return f"{asked.group}: what {asked.of} has is drafted"


def _back(repository: Repository, asked: argparse.Namespace) -> str:
    return f"{asked.group}: what it had in list {repository.back(asked.group, asked.to)} is drafted under the next number"


def _renew(repository: Repository, asked: argparse.Namespace) -> str:
    from catalogue.pack.keys import public
    from catalogue.pack.repository import CannotPublish

    if (asked.gone is None) != (asked.come is None):
        raise CannotPublish("--gone and --come belong together: two owners there must always be")
    repository.renew(*(public(path) for path in (asked.gone, asked.come) if path is not None))
    return f"{repository.directory}: a new root is drafted"


def _sign(repository: Repository, asked: argparse.Namespace) -> str:
    from catalogue.pack.keys import signer

    signed = [f"{name} signed with {path}" for path in asked.key for name in repository.sign(signer(path))]
    return "\n".join(signed) or "name the owner's key with --key"


def _published(repository: Repository, asked: argparse.Namespace) -> str:
    from catalogue.pack.keys import signer

    put_out = repository.publish(signer(asked.publisher))
    return f"{repository.directory}: published {' and '.join(put_out)}" if put_out else f"{repository.directory}: nothing waited"


def _freshened(repository: Repository, asked: argparse.Namespace) -> str:
    from catalogue.pack.keys import signer

    repository.freshen(signer(asked.publisher))
    return f"{repository.directory}: told anew that this is the newest"


def _show(repository: Repository, asked: argparse.Namespace) -> str:
    return "\n".join(repository.told()) or f"{repository.directory}: nothing is here yet; pack begin"


_ACTIONS: dict[str, Action] = {
    "begin": _begin, "stage": _stage, "order": _order, "copy": _copy, "back": _back, "renew": _renew, "sign": _sign,
    "publish": _published, "freshen": _freshened, "show": _show,
}
