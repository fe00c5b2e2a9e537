"""``python -m bureau VERB --config FILE``: the only wiring of the bureau's end.

Verbs: ``gateway``, ``desk``, ``confirm SITE`` (an operator has compared the key fingerprint shown there), ``reject SITE``,
``command SITE self-test|drain|restart`` (an operator's order, obeyed between two visits and within ten minutes),
``counters [SITE]`` (how they are, and the newest incidents of one),
``fleet`` (counters that are none come back after an outage; ``fleet --help`` has its options).
"""
from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import get_args

from bureau.config import Bureau, load
from catalogue.toml import FileErrors
from wire.messages import Verb

DEFAULT = Path("/etc/nightcounter/bureau.toml")
ORDERS: tuple[Verb, ...] = get_args(Verb)


def main(arguments: list[str]) -> int:
    """Run one verb; returns the exit status: 2 for a fault in ``bureau.toml``, said with file and line."""
    if arguments[:1] == ["fleet"]:
        return _fleet(arguments[1:])
    parser = argparse.ArgumentParser(prog="python -m bureau", description=__doc__)
    parser.add_argument("verb", choices=["gateway", "desk", "confirm", "reject", "command", "counters", "fleet"])
    parser.add_argument("site", nargs="?", help="for confirm, reject, command and counters: the counter's site id")
    parser.add_argument("order", nargs="?", choices=ORDERS, help="for command")
    parser.add_argument("--key", type=Path, help="for command: the operator's private key; without it bureau's keys/operator.pem")
    parser.add_argument("--config", type=Path, default=DEFAULT)
    asked = parser.parse_args(arguments)
    if asked.verb == "fleet":
        parser.error("fleet stands first, its options behind it: python -m bureau fleet --config FILE")
    config = _load(asked.config)
    if config is None:
        return 2
    if asked.verb == "gateway":
        from bureau.gateway import main as gateway

        return gateway(config)
    if asked.verb == "desk":
        from bureau.desk import main as desk

        return desk(config) or 0
    if asked.verb == "counters":
        from bureau.counters import show

        return show(config, asked.site)
    if asked.site is None:
        parser.error(f"{asked.verb} needs the site id")
    if asked.verb == "command":
        if asked.order is None:
            parser.error(f"command needs an order: {', '.join(ORDERS)}")
        from bureau.command import give

        return give(config, asked.site, asked.order, asked.key)
    return _decide(config, asked.verb, asked.site)


def _load(path: Path) -> Bureau | None:
    """``bureau.toml``, or None once its fault was told."""
    try:
        return load(path)
    except (FileErrors, OSError) as error:
        print(error, file=sys.stderr)
        return None


def _fleet(arguments: list[str]) -> int:
    """A drill; its options are its own."""
    from bureau.fleet import main as drill
    from bureau.fleet import options

    asked = options(DEFAULT, arguments)
    config = _load(asked.config)
    return 2 if config is None else drill(config, asked)


def _decide(config: Bureau, verb: str, site: str) -> int:
    """Accept or reject one counter."""
    from bureau.gateway.chain import adopt_epoch
    from bureau.store import Store
    from wire.keys import PublicKey

    store = Store(config.database.url)
    store.create()
    kiosk = store.kiosk(site)
    if kiosk is None:
        print(f"no counter {site!r} is enrolled here; enrol it first (python -m provisioning enrol)", file=sys.stderr)
        return 1
    freed = store.confirm(site, "accepted" if verb == "confirm" else "rejected")
    epoch = verb == "confirm" and adopt_epoch(store, site)
    print(f"{site}: {verb}ed, device key {PublicKey.from_jwk(kiosk.device_jwk).kid}"
          + (f", {freed} envelopes released" if freed else "") + (", new chain adopted" if epoch else ""))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
