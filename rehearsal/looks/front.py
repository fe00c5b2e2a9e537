"""The rooms in front of a service and beside it: attract, menu, search, what to bring, help, officers, closed, left things, idle."""
from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from functools import partial

from catalogue.flow import Catalogue
from catalogue.tables import Row, Table
from catalogue.trouble import Trouble
from kiosk import goodbye
from kiosk.conversation import Conversation
from kiosk.front.attract import MAINTENANCE, SLIDES, Attract
from kiosk.front.bring import Bring
from kiosk.front.help import Help
from kiosk.front.menu import Menu
from kiosk.front.offer import Offer, agencies, ordered
from kiosk.ui.door import View
from rehearsal.looks.insides import Insides, day
from rehearsal.looks.recorder import Move, Recorder

CLOSED = tuple(one for one in Trouble if one.startswith("closed-"))
HINDRANCES = "menu.reason."
SEARCHED = ("pin", "zebra")


def pressed(view: View) -> Iterable[Move]:
    """Everything that can be pressed, and where words are asked for, words that are found and words that are not."""
    moves: list[Move] = [((button.name, ""),) for button in view.buttons if button.enabled and button.name != "print-list"]
    moves += [(("item", item.key),) for item in view.items if item.enabled]
    if view.screen == "search" and view.pad:
        latin: Move = (("pad", "latin"),) if any(pad.key == "latin" for pad in view.pads) else ()
        moves += [(*latin, *(("key", char) for char in word), ("search", "")) for word in SEARCHED]
    moves += [(("pad", pad.key),) for pad in view.pads if not pad.chosen]
    return moves


async def front(recorder: Recorder, insides: Insides) -> None:
    """Walk all of them."""
    await attract(recorder, insides)
    await menu(recorder, insides)
    await officers(recorder, insides)
    await frame(recorder, insides)
    await left(recorder, insides)


async def attract(recorder: Recorder, insides: Insides) -> None:
    """Open with all services, with none of them, closed for every reason, under maintenance, with a card left."""
    def made(talk: Conversation, closed: Trouble | None = None, hindered: str = "") -> Attract:
        return Attract(talk, insides.config, insides.journal, lambda: offers(insides, hindered), _nothing, lambda: closed, _no)

    async def page(
        name: str, card: bool = False, closed: Trouble | None = None, hindered: str = "", slide: tuple[str, str] = SLIDES[0],
    ) -> None:
        def room(talk: Conversation) -> Awaitable[object]:
            return asked(talk, lambda: made(talk, closed, hindered)._page(card, slide), False)

        await recorder.crawl(f"attract {name}", room, none)

    for slide in SLIDES:
        await page(slide[1], slide=slide)
    await page("card left", card=True)
    await page("nothing can be printed", hindered="out-of-paper")
    for why in CLOSED:
        await page(why, closed=why)
    flag = insides.config.site.run / MAINTENANCE
    for said in ("", "14:30"):
        flag.write_text(said, encoding="utf-8")
        await page(f"maintenance {said}")
    flag.unlink()
    for key in (Trouble.INTERRUPTED, Trouble.PAPER_LEFT):
        await recorder.crawl(f"notice {key}", lambda talk, key=key: made(talk).notice(key), none)  # type: ignore[misc]  # bound per round


async def menu(recorder: Recorder, insides: Insides) -> None:
    """The menu and every way from it to a service, and the menu where services cannot be finished, for every reason."""
    await recorder.crawl("menu", lambda talk: front_menu(talk, insides).choose(), pressed, deep=4)
    for agency in agencies(offers(insides)):
        here = [offer for offer in offers(insides) if offer.flow.agency == agency]
        await recorder.crawl(f"bring {agency}", lambda talk, here=here: front_menu(talk, insides)._bring.choose(here), none)  # type: ignore[misc]
    for one in offers(insides):
        await recorder.crawl(f"bring {one.flow.id}", lambda talk, one=one: front_menu(talk, insides)._bring.show(one), none)  # type: ignore[misc]
    for paper in (True, False):
        insides.slips(paper)
        await recorder.crawl("list on paper" if paper else "no paper for a list", lambda talk: front_menu(talk, insides)._bring.show(
            offers(insides)[0]), lambda view: [(("print-list", ""),)], deep=1)
    insides.slips(True)
    for key in sorted(word for word in insides.keys if word.startswith(HINDRANCES)):
        why = key.removeprefix(HINDRANCES)
        await recorder.crawl(f"menu hindered {why}", lambda talk, why=why: front_menu(talk, insides, why).choose(), none)  # type: ignore[misc]
        await recorder.crawl(f"bring hindered {why}", lambda talk, why=why: front_menu(  # type: ignore[misc]
            talk, insides, why)._bring.show(offers(insides, why)[0]), none)


async def officers(recorder: Recorder, insides: Insides) -> None:
    """Whether an officer is on duty, next today or tomorrow, next another day, or never."""
    for name, opens, closes, off in (("on", 0, 2359, ()), ("soon", 300, 301, ()), ("another day", 300, 301, range(4)), ("never", 0, 0, ())):
        helping = partial(Help, catalogue=on_duty(insides.catalogue, opens, closes, off))
        await recorder.crawl(f"officer {name}", lambda talk, helping=helping: helping(talk).officer.call(), none)  # type: ignore[misc]
        await recorder.crawl(f"help, officer {name}", lambda talk, helping=helping: helping(talk).open(  # type: ignore[misc]
            talk.view("menu", heading="")), none)
    await recorder.crawl("help", lambda talk: Help(talk, on_duty(insides.catalogue, 0, 2359, ())).open(talk.view("menu", heading="")),
                         pressed, deep=4)


async def over_every_screen(recorder: Recorder, insides: Insides) -> None:
    """Help over every screen that was seen so far: what it says of it."""
    below = {(view.screen, view.picture): view for screen in list(recorder.screens.values()) for view in [screen.views["zh-TW"]]}
    for (screen, picture), view in sorted(below.items()):
        helping = partial(Help, catalogue=on_duty(insides.catalogue, 0, 2359, ()))
        await recorder.crawl(f"help over {screen} {picture}", lambda talk, helping=helping, view=view: helping(talk).open(view), none)  # type: ignore[misc]


async def frame(recorder: Recorder, insides: Insides) -> None:
    """What the fixed frame leads to from any screen, and the question whether anybody is there."""
    def somewhere(talk: Conversation) -> Awaitable[object]:
        return asked(talk, lambda: talk.view("menu", **talk.words("menu")))

    await recorder.crawl("frame", somewhere, lambda view: [(("frame", "home"),), (("frame", "language"),)], deep=1)
    await recorder.crawl("idle", lambda talk: _idle(talk), none)


async def left(recorder: Recorder, insides: Insides) -> None:
    """The end: calls for the card, what was left, thanks."""
    def said(talk: Conversation, call: int) -> Awaitable[object]:
        talk.may_go_back = False
        return asked(talk, lambda: goodbye._page(talk, call, 25.0), False)

    for call in (0, 1):
        await recorder.crawl(f"card call {call}", lambda talk, call=call: said(talk, call), none)  # type: ignore[misc]
    insides.hands.remove_card()
    await recorder.crawl("goodbye", lambda talk: goodbye.say_goodbye(
        talk, None, insides.cabinet, insides.post, insides.journal, "abandoned", "", patience_s=5.0), none)


def front_menu(talk: Conversation, insides: Insides, hindered: str = "") -> Menu:
    """The menu of a counter, with everything on offer or everything hindered."""
    helping = Help(talk, insides.catalogue)
    talk.help = helping.open
    bring = Bring(talk, insides.config, insides.cabinet, insides.journal)
    return Menu(talk, insides.catalogue, lambda: offers(insides, hindered), helping, bring)


def offers(insides: Insides, hindered: str = "") -> list[Offer]:
    """Every flow, the most used first."""
    return ordered(Offer(flow, hindered) for flow in insides.catalogue.flows.values())


def on_duty(catalogue: Catalogue, opens: int, closes: int, off: Iterable[int]) -> Catalogue:
    """The same catalogue with other hours of its officers and the days from now ``off``; without hours nobody ever answers."""
    since = day(-400)
    hours = Row(valid_from=since, source="invented for this walk", values={"opens_hhmm": opens, "closes_hhmm": closes})
    tables = {**catalogue.tables, "officers": Table(about="x", row=(hours,))}
    if not closes:
        del tables["officers"]
    if "holidays" in tables:
        holidays = [replace_days(row, off) for row in tables["holidays"].rows]
        tables["holidays"] = tables["holidays"].model_copy(update={"rows": tuple(holidays)})
    return replace(catalogue, tables=tables)


def replace_days(row: Row, off: Iterable[int]) -> Row:
    """A row of holidays with these days from now and no others."""
    kept = row.entries[:1]
    return row.model_copy(update={"entries": tuple(kept[0].model_copy(update={"key": day(at).isoformat()}) for at in off)})


async def asked(talk: Conversation, build: Callable[[], View], back: bool = True) -> object:
    """Show one screen as long as nobody presses anything."""
    talk.may_go_back = back and talk.may_go_back
    while True:
        await talk.ask(build)


async def _idle(talk: Conversation) -> None:
    await talk._are_you_there(lambda: talk.view("menu", heading=""))


async def _nothing() -> None:
    await asyncio.sleep(0)


async def _no() -> bool:
    return False


def none(view: View) -> Iterable[Move]:
    """Press nothing."""
    return ()
