"""``python -m provisioning enrol|check``: a technician's two words at the open cabinet.

``enrol --package DIR --config FILE`` makes the counter's keys and takes the bureau's package home; it prints the
fingerprint that an operator compares (``python -m bureau confirm SITE``). ``check --config FILE`` prints the
readiness report; exit status 1 where anything is a problem.
"""
from __future__ import annotations

import argparse
import sys
from pathlib import Path

from catalogue.toml import FileErrors
from kiosk.config import NotForLive, load
from provisioning.check import look
from provisioning.enrol import EnrolmentFault, enrol

DEFAULT = Path("/etc/nightcounter/kiosk.toml")


def main(arguments: list[str]) -> int:
    """Run one verb; returns the exit status."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="python -m provisioning", description=__doc__, formatter_class=raw)
    parser.add_argument("verb", choices=["enrol", "check"])
    parser.add_argument("--config", type=Path, default=DEFAULT)
    parser.add_argument("--package", type=Path, help="for enrol: the folder that the bureau gave")
    asked = parser.parse_args(arguments)
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
