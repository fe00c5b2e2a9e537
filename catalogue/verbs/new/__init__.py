"""``flows new``: asks seven questions and writes the file of a new service, in three languages, that ``flows check`` accepts at once.

The file is made after the service that it is most like. It is looked through as by ``flows check`` before it stays; an id that is there
already is refused. At the end is said what its writer should look at next.
"""
from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from catalogue.check import LOCALE, check
from catalogue.flow import Catalogue, load_catalogue
from catalogue.lines import FileErrors
from catalogue.verbs.new.answers import Answers, Ended, ask, model
from catalogue.verbs.new.file import written


def main(arguments: list[str]) -> int:
    """Ask, write, look through; 1 where nothing was written, and why."""
    parser = argparse.ArgumentParser(prog="python -m kiosk flows new", description=__doc__)
    parser.add_argument("--flows", type=Path, default=Path("flows"), help="directory of flows (flows)")
    asked = parser.parse_args(arguments)
    try:
        catalogue = load_catalogue(asked.flows)
        answers = ask(catalogue, _line, print)
        path = made(catalogue, answers, asked.flows)
    except Ended:
        print("the answers ended before the seventh question: nothing was written", file=sys.stderr)
        return 1
    except (FileErrors, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"\n{path}\n{_next(answers, model(catalogue, answers).id)}")
    return 0


def made(catalogue: Catalogue, answers: Answers, directory: Path) -> Path:
    """Write the file of a new service.

    Raises ``FileExistsError`` for one that is there, ``FileErrors`` where ``check`` would find a fault.
    """
    path = directory / answers.agency / f"{answers.id.partition('.')[2]}.toml"
    if answers.id in {**catalogue.flows, **catalogue.definitions} or path.exists():
        raise FileExistsError(f"there is a service '{answers.id}' already: {path}; give this one another English name")
    text = written(catalogue, answers)
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    if faults := check([path], LOCALE, date.today()):
        path.unlink()
        raise FileErrors(faults)
    return path


def _line() -> str:
    try:
        return input("> ")
    except EOFError as error:
        raise Ended from error


def _next(answers: Answers, like: str) -> str:
    return f"""Made after '{like}'. Look at these next, in any text editor:
  legal, promise, retain   the law, how soon, how long it is kept: only the bureau knows
  release                  who lets the result go; 'proposal = true' is what the bureau must confirm
  about, find, bring       one sentence about it, words under which it is found (Japanese with kana), what to bring
  step                     what else must be asked; flows/README.md tells every step and field
  life_events, often       where and how early the menu shows it
Then:
  python -m kiosk flows check
  python -m kiosk flows walk {answers.id}
  python -m kiosk flows draw {answers.id}
  python -m kiosk flows docs"""
