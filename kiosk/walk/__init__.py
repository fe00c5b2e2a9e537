"""``flows walk ID``: plays a flow in the terminal. Everything is the counter's own but its screen: the steps, the post, the paper.

* The terminal is the screen's end of the door: it shows each view as text, takes numbers and words as touches.
* The devices are simulated; words move them (``card``, ``id``, ``face``, ``paper``, …).
* What the bureau answers is asked of whoever sits there.
* Everything is made anew in a temporary directory and deleted at the end; nothing leaves the machine.
"""
from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import uuid
from contextlib import suppress
from pathlib import Path

from catalogue.lines import FileErrors, nearest
from kiosk.conversation import Back, Conversation, Over
from kiosk.store import Journal
from kiosk.ui.door import EngineEnd, Forget
from kiosk.walk.hands import ABOUT, Hands
from kiosk.walk.place import Place, made
from kiosk.walk.terminal import Lines, Terminal

HELP = f"""{__doc__}
At a prompt:
  3                the third thing offered (#3 where something is typed)
  agree            the same by its word
  0912345678       what is typed on the pad; it is handed in at once
  (nothing)        the button that goes on
  sign             a signature
  back home help   the fixed buttons
  lang en          another language
  pad latin        another pad;  word 2: a word of its strip
{chr(10).join(f"  {word:<16} {does}" for word, does in ABOUT.items())}

A script (--script FILE) has one such line a line; 'enter' is the empty one, lines that begin with '# ' are left out.
"""


def main(arguments: list[str]) -> int:
    """Play one flow; 0 where the visit came to an end, 1 where the lines ended before, 2 for a flow that is not there."""
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="python -m kiosk flows walk", description=HELP, formatter_class=plain)
    parser.add_argument("id", help="which flow, e.g. changhua-tax.house-registration")
    parser.add_argument("--lang", default="zh-TW", help="language of the screens (zh-TW)")
    parser.add_argument("--script", type=Path, help="file with the lines to type")
    parser.add_argument("--flows", type=Path, default=Path("flows"), help="directory of flows (flows)")
    asked = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory(prefix="walk-") as folder:
            place = made(Path(folder), asked.flows)
            if asked.id not in place.catalogue.flows:
                print(f"no flow '{asked.id}'{nearest(asked.id, place.catalogue.flows)}", file=sys.stderr)
                return 2
            if asked.lang not in place.config.site.languages:
                print(f"no language '{asked.lang}': there is {', '.join(place.config.site.languages)}", file=sys.stderr)
                return 2
            return asyncio.run(_played(place, asked.id, asked.lang, Lines(asked.script)))
    except (FileErrors, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2


async def _played(place: Place, flow: str, lang: str, lines: Lines) -> int:
    place.config.site.run.mkdir(parents=True, exist_ok=True)
    journal = Journal(place.config.site.state)
    cabinet = place.cabinet()
    terminal = Terminal(place.config.site.run, lines, Hands(cabinet).do)
    door = await EngineEnd.open(place.config.site.run)
    talk = Conversation(door, place.words, place.config, str(uuid.uuid4()), lang)
    visit = asyncio.create_task(place.visit(talk, flow, journal, cabinet, terminal.ask))
    screen = asyncio.create_task(terminal.run())
    try:
        await asyncio.wait({visit, screen}, return_when=asyncio.FIRST_COMPLETED)
        if not visit.done():
            print(f"\nThe walk stopped before the visit ended, at the screen '{terminal.screen}'.")
            return 1
        print(f"\n{visit.result()}")
        await door.say(Forget(visit=talk.visit))
        return 0
    finally:
        for task in (visit, screen):
            while not task.done():  # a wait that ends in the same moment swallows a cancel
                task.cancel()
                await asyncio.wait({task}, timeout=0.5)
            with suppress(asyncio.CancelledError, Back, Over):
                await task
        await talk.close()
        await door.close()
        await cabinet.close()
