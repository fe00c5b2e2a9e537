"""The truthful menu: what cannot be finished now is greyed, with the reason."""
from __future__ import annotations

from pathlib import Path

import pytest

from catalogue.flow import Flow, load_catalogue
from kiosk.config import load
from kiosk.health import hindrance, voice
from rehearsal.gallery import SITE

FLOWS = load_catalogue(Path(__file__).resolve().parents[2] / "flows").flows
FINE = {"card": "ok", "camera.document": "ok", "printer.a4": "ok", "printer.receipt": "ok"}


@pytest.mark.parametrize("flow", FLOWS.values(), ids=lambda flow: flow.id)
def test_with_everything_working_nothing_hinders(flow: Flow) -> None:
    assert hindrance(flow, FINE, tray_uncertain=False) == ""


@pytest.mark.parametrize(("problem", "reason"), [
    ("out-of-paper", "out-of-paper"), ("paper-jam", "paper-jam"), ("cover-open", "cover-open"), ("gone", "printer"),
    ("out-of-toner", "printer"),
])
def test_a_service_that_prints_says_why_it_cannot(problem: str, reason: str) -> None:
    flow = FLOWS["changhua-tax.property-list"]
    assert hindrance(flow, FINE | {"printer.a4": problem}, tray_uncertain=False) == reason


def test_an_uncertain_tray_stops_printing_before_anything_else() -> None:
    assert hindrance(FLOWS["changhua-tax.collect"], FINE | {"printer.a4": "gone"}, tray_uncertain=True) == "tray"


def test_one_way_in_is_enough_and_none_is_said() -> None:
    flow = FLOWS["changhua-tax.house-registration"]
    assert hindrance(flow, FINE | {"card": "gone"}, tray_uncertain=False) == ""
    assert hindrance(flow, FINE | {"camera.document": "gone"}, tray_uncertain=False) == ""
    assert hindrance(flow, FINE | {"card": "gone", "camera.document": "gone"}, tray_uncertain=False) == "no-way-in"


@pytest.mark.parametrize(("flow", "waits_s", "reason"), [
    ("changhua-tax.house-registration", 299, ""), ("changhua-tax.house-registration", 301, "queue"),
    ("changhua-tax.self-use-land", 301, ""), ("changhua-tax.self-use-land", 13 * 86_400, "queue"),
])
def test_what_is_promised_within_minutes_is_not_begun_while_others_wait_longer(flow: str, waits_s: float, reason: str) -> None:
    assert hindrance(FLOWS[flow], FINE, tray_uncertain=False, waits_s=waits_s) == reason


def test_advice_needs_no_bureau_and_is_never_late() -> None:
    advice = next(flow for flow in FLOWS.values() if flow.outcome == "advice")
    assert hindrance(advice, FINE, tray_uncertain=False, waits_s=1e9) == ""


def test_a_counter_that_cannot_speak_one_of_its_languages_says_so_and_serves(tmp_path: Path) -> None:
    toml = tmp_path / "kiosk.toml"
    assert health_of(toml, "") == {"voice": "ok"}
    assert health_of(toml, '[voice.programs.ja]\ncommand = ["no-such-voice"]\n') == {"voice": "gone"}
    assert health_of(toml, '[voice]\nspeaker = ["no-such-player"]\n') == {"voice": "gone"}


def health_of(toml: Path, tables: str) -> dict[str, str]:
    toml.write_text(SITE.format(folder=toml.parent, width=1080, height=1920, screen="") + tables, encoding="utf-8")
    return voice(load(toml))
