"""``python -m provisioning enrol|check``: a technician's two words at the open cabinet; ``revoke``: the operator's daily one.

``enrol --package DIR --config FILE`` makes the counter's keys and takes the bureau's package home; it prints the
fingerprint that an operator compares (``python -m bureau confirm SITE``). ``check --config FILE`` prints the
readiness report; exit status 1 where anything is a problem.
``revoke --state DIR --crl FILE…`` takes the authorities' complete revocation lists into the bureau's own; counters fetch it as deltas.
"""
from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from catalogue.toml import FileErrors
from kiosk.config import NotForLive, load
from provisioning.bureau import revoke
from provisioning.check import look
from provisioning.crl import CrlFault, revoked
from provisioning.enrol import EnrolmentFault, enrol
from wire.codec.errors import WireError

DEFAULT = Path("/etc/nightcounter/kiosk.toml")


def main(arguments: list[str]) -> int:
    """Run one verb; returns the exit status."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="python -m provisioning", description=__doc__, formatter_class=raw)
    parser.add_argument("verb", choices=["enrol", "check", "revoke"])
    parser.add_argument("--config", type=Path, default=DEFAULT)
    parser.add_argument("--package", type=Path, help="for enrol: the folder that the bureau gave")
    parser.add_argument("--state", type=Path, help="for revoke: the bureau's directory")
    parser.add_argument("--crl", type=Path, nargs="+", help="for revoke: the complete list of every authority, PEM or DER")
    asked = parser.parse_args(arguments)
    if asked.verb == "revoke":
        if asked.state is None or not asked.crl:
            parser.error("revoke needs --state, the bureau's directory, and --crl, the complete list of every authority")
        return _revoke(asked.state, asked.crl)
    try:
        config = load(asked.config)
        if asked.verb == "enrol":
            if asked.package is None:
                parser.error("enrol needs --package, the folder that the bureau gave")
            print(f"{config.site.id}: device key {enrol(config.site.state, asked.package).fingerprint}; an operator confirms it")
            return 0
    except (FileErrors, NotForLive, EnrolmentFault, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    findings = look(config)
    print(*findings, sep="\n")
    return int(any(finding.problem for finding in findings))


def _revoke(state: Path, lists: list[Path]) -> int:
    now = datetime.now(UTC)
    try:
        changed = revoke(state, revoked(lists, state / "trust" / "citizen-ca", now), now)
    except (CrlFault, WireError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{state}: {changed} entries changed; the counters fetch them with their next hello")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
