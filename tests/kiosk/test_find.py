"""A service is found by its name, by what it is known by, and by a sentence as people say it."""
from __future__ import annotations

from pathlib import Path

import pytest

from catalogue.flow import load_catalogue
from catalogue.words import Words
from kiosk.front.find import Entry, found
from kiosk.front.offer import Offer, ordered
from kiosk.front.search import LONGEST, entry

ROOT = Path(__file__).parents[2]
CATALOGUE = load_catalogue(ROOT / "flows")
ENTRIES = [entry(offer) for offer in ordered(Offer(flow) for flow in CATALOGUE.flows.values())]
"""As the menu gives them: the most used first."""
SKIPPED = Words(ROOT / "assets" / "locale")


def first(typed: str, lang: str, most: int = 3) -> list[str]:
    return [key.split(".")[1] for key in found(typed, ENTRIES, lang, SKIPPED.text(lang, "search.skipped").splitlines())[:most]]


@pytest.mark.parametrize(("typed", "lang", "wanted"), [
    ("房屋稅籍證明", "zh-TW", "house-registration"),
    ("我想要辦房子的稅籍證明給銀行貸款用", "zh-TW", "house-registration"),
    ("我剛搬家要改地址", "zh-TW", "change-of-address"),
    ("我沒有工作國民年金繳不出來", "zh-TW", "pension-trial"),
    ("請問我名下有哪些土地和房子", "zh-TW", "property-list"),
    ("I have moved and want to tell my new address", "en", "change-of-address"),
    ("I need a list of the land and houses in my name", "en", "property-list"),
    ("how can I pay less for the national pension", "en", "pension-trial"),
    ("paper about the area of my house", "en", "house-registration"),
])
def test_what_people_say_finds_the_service(typed: str, lang: str, wanted: str) -> None:
    assert len(typed) <= LONGEST
    assert wanted in first(typed, lang)


def test_a_sentence_of_nothing_but_turns_of_speech_finds_nothing() -> None:
    assert first("請問我想要申請", "zh-TW") == []
    assert first("I would like to have a", "en") == []


def test_what_no_service_is_called_finds_nothing() -> None:
    assert first("xylophone", "en") == []
    assert first("鯨魚", "zh-TW") == []


@pytest.mark.parametrize("lang", ["zh-TW", "en", "ja"])
def test_every_service_is_among_the_first_two_found_by_its_own_title(lang: str) -> None:
    """Two agencies may call a thing alike; then the more used one comes first."""
    far = [flow.id for flow in CATALOGUE.flows.values() if flow.id not in found(flow.text(lang, "title"), ENTRIES, lang)[:2]]
    assert far == []


def test_what_fewer_things_are_called_counts_more() -> None:
    def thing(key: str, known_by: str) -> Entry:
        return Entry(key, {"en": key}, {"en": known_by}, {"en": ""})

    entries = [thing("one", "tax, bill"), thing("two", "tax, car"), thing("three", "tax, house")]
    assert found("the tax bill lost", entries, "en") == ["one"]
