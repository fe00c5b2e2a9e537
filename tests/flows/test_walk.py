"""``flows walk``: a flow played in the terminal from a script, as whoever writes one plays it."""
from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
BY_CARD = ["agree", "certificate", "card", "id"]
PAPER = ["print", "taken", "sign", "5", "no-remark"]


def walk(flow: str, lines: list[str], *more: str) -> subprocess.CompletedProcess[str]:
    """The walk with these lines typed."""
    return subprocess.run([sys.executable, "-m", "kiosk", "flows", "walk", flow, *more], cwd=ROOT, capture_output=True, text=True,
                          input="\n".join(lines), timeout=120)


def test_a_flow_is_walked_by_card_to_the_page_and_the_goodbye() -> None:
    told = walk("changhua-tax.property-list", [*BY_CARD, "own-records", "agree", "739186", "document", *PAPER, "pull", "enter"])
    assert told.returncode == 0, told.stdout + told.stderr
    screens = [line.split()[1] for line in told.stdout.splitlines() if line.startswith("── ")]
    assert [screen for screen in dict.fromkeys(screens)] == [
        "consent", "identify", "choose", "review", "pin", "wait", "reply", "print", "sign", "rate", "remark", "goodbye"]
    assert "全國財產稅總歸戶財產查詢清單" in told.stdout
    ended = told.stdout[told.stdout.index("The visit ended: delivered"):]
    assert "paper WALK-0001: delivered" in ended
    assert "purpose = own-records" in ended
    assert "evidence: certificate" in ended


def test_it_speaks_the_language_asked_for_and_numbers_do_what_words_do() -> None:
    told = walk("changhua-tax.property-list", ["1", "1", "card", "id", "1", "", "enter", "739186", "1", "print", "taken"], "--lang", "en")
    assert "Take your document" in told.stdout
    assert "purpose = own-records" not in told.stdout, "the bureau has nothing before the end"
    assert (told.returncode, "The walk stopped before the visit ended" in told.stdout) == (1, True)


def test_without_a_card_the_address_is_asked_and_the_case_is_parked() -> None:
    told = walk("changhua-tax.house-registration", [
        "agree", "id-card", "id", "face", "own-records", "one", "changhua", "minsheng", "123", "0900000001", "agree", "sign",
        "parked clerk-needed", "enter", "enter"])
    assert told.returncode == 0, told.stdout + told.stderr
    assert "The visit ended: parked (clerk-needed)" in told.stdout
    assert "'number': '123'" in told.stdout
    assert "evidence: id-card, face" in told.stdout


def test_a_wrong_pin_is_told_and_the_bureau_may_refuse() -> None:
    told = walk("changhua-tax.property-list", [*BY_CARD, "own-records", "agree", "111111", "739186", "refused", "end", "pull", "enter"],
                "--lang", "en")
    assert told.returncode == 0, told.stdout + told.stderr
    assert "2" in told.stdout[told.stdout.index("111111"):].split("739186")[0], "the tries that are left are told"
    assert "The visit ended: refused" in told.stdout


def test_a_device_that_fails_is_met_as_at_the_counter() -> None:
    told = walk("changhua-tax.property-list", ["agree", "certificate", "fail card card-pulled", "card", "retry", "card"])
    assert "card-pulled" in told.stdout


def test_a_trial_goes_on_to_the_application_and_asks_nothing_twice() -> None:
    told = walk("taitung-social.pension-trial", [
        "next", "none", "none", "3", "40000", "then", "agree", "certificate", "card", "id", "0900000001", "next", "agree", "739186",
        "go-on", "5", "no-remark", "pull", "enter"])
    assert told.returncode == 0, told.stdout + told.stderr
    assert told.stdout.count("40000") <= 3
    assert "members = 3" in told.stdout
    assert "The visit ended: delivered" in told.stdout


def test_a_flow_that_is_not_there_and_a_language_nobody_speaks_are_told() -> None:
    told = walk("changhua-tax.property-lisst", [])
    assert (told.returncode, told.stderr) == (2, "no flow 'changhua-tax.property-lisst', did you mean 'changhua-tax.property-list'?\n")
    assert walk("changhua-tax.property-list", [], "--lang", "fr").returncode == 2


def test_a_walk_leaves_nothing_behind(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "kiosk", "flows", "walk", "changhua-tax.property-list"], cwd=ROOT, input="agree\n", text=True,
                   capture_output=True, timeout=120, env={"TMPDIR": str(tmp_path), "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"})
    assert list(tmp_path.iterdir()) == []
