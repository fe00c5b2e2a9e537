"""What is said when something goes wrong: every code, in three languages, on the screen as the engine builds it."""
from __future__ import annotations

import ast
import re
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import get_args

import pytest

import hardware
from bureau.desk.clerks.decide import REASONS
from catalogue.flow import LANGUAGES
from catalogue.trouble import Trouble, told_by_bureau
from catalogue.words import Words
from hardware import DeviceError
from kiosk.config import Device, Kiosk, Site
from kiosk.conversation import Conversation
from kiosk.frame import CODED
from kiosk.post.boot import Gate
from kiosk.ui.door import EngineEnd, ScreenEnd, View
from wire.certificate import Reason

ROOT = Path(__file__).resolve().parents[2]
NOWHERE = Device(driver="simulated", options={})
PHONE = "04-000-0000"
FORMS = ("PIN 錯誤", "Wrong PIN", "系統離線", "Printer fault", "オフライン", "Offline")
"""Forms of words of the handbook's list, which come first even where we would have put it otherwise."""
BLAME = {
    "zh-TW": "您.{0,4}(輸入|弄|操作).{0,2}錯|您(必須|忘了|沒有)|錯誤|失敗|違規|不當|非法|禁止|無效",
    "en": r"(?i)"
          r"(?<!what )\byou (entered|did|forgot|failed|must|have to)\b|"
          r"\b(wrong|invalid|illegal|failed|failure|mistake|fault|forbidden)\b",
    "ja": "間違|誤り|不正|失敗|違反|禁止|あなた|エラー",
}
JARGON = {
    "zh-TW": "伺服器|逾時|資料庫|系統|例外|參數|權杖|快取|封包|撤銷名單|介面",
    "en": r"(?i)\b(server|time-?out|database|system|exception|token|cache|checkpoint|parameter|interface|uplink|offline|log|hash)\b",
    "ja": "サーバー|タイムアウト|データベース|システム|例外|トークン|キャッシュ|失効リスト|オフライン|インターフェース",
}
LATIN = re.compile(r"[A-Za-z]{2,}")
ON_THINGS = {"PIN", "QR", "IC"}
"""What stands on the things themselves."""


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Conversation]:
    end = ScreenEnd(tmp_path, lambda said: None, lambda: None)
    threading.Thread(target=end.serve, daemon=True).start()
    config = Kiosk(site=Site(id="test-site", name={"zh-TW": "測試"}, phone=PHONE), card=NOWHERE, scanner=NOWHERE, face=NOWHERE,
                   camera={"document": NOWHERE, "face": NOWHERE}, printer={"a4": NOWHERE, "receipt": NOWHERE})
    conversation = Conversation(await EngineEnd.open(tmp_path), Words(ROOT / "assets" / "locale"), config, "v1", "zh-TW")
    yield conversation
    await conversation.close()


def faults(view: View, code: str) -> Iterator[str]:
    """What is not as it should be on a screen that says that something went wrong."""
    if not view.heading:
        yield "it does not say what happened"
    if not view.body:
        yield "it does not say what you can do"
    if not re.search(rf"[:：] ?{re.escape(code)}$", view.code):
        yield "its code is not there for whoever helps"
    if view.body and not view.body.endswith(("。", ".")):
        yield "the second part is no sentence"
    for text in (view.heading, view.body):
        plain = re.sub("|".join(FORMS), "", text)
        if found := re.search(BLAME[view.lang], plain):
            yield f"it blames: {found[0]}"
        if found := re.search(JARGON[view.lang], plain):
            yield f"no citizen says: {found[0]}"
        if "台" in text and view.lang == "zh-TW":
            yield "台 instead of 臺"
        if "{" in text:
            yield "a gap was not filled in"
        if view.lang != "en" and (latin := set(LATIN.findall(text)) - ON_THINGS):
            yield f"Latin words: {latin}"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", Trouble)
async def test_every_code_says_what_happened_and_what_you_can_do(talk: Conversation, code: Trouble, lang: str) -> None:
    talk.lang = lang
    view = talk.view("error", **talk.told(code, n=2, phone=PHONE))
    assert list(faults(view, code)) == []


@pytest.mark.parametrize(("lang", "heading", "body", "code", "fault"), [
    ("en", "", "Try again.", "Code: device", "it does not say what happened"),
    ("en", "The card cannot be read", "", "Code: device", "it does not say what you can do"),
    ("en", "The card cannot be read", "Try again.", "Code: card", "its code is not there for whoever helps"),
    ("en", "The card cannot be read", "Try again", "Code: device", "the second part is no sentence"),
    ("en", "You entered a number that is not right", "Try again.", "Code: device", "it blames: You entered"),
    ("en", "The server is away", "Try again.", "Code: device", "no citizen says: server"),
    ("zh-TW", "密碼錯誤", "請再試一次。", "代碼：device", "it blames: 錯誤"),
    ("zh-TW", "讀不到卡片", "請到別的櫃台。", "代碼：device", "台 instead of 臺"),
    ("zh-TW", "讀不到卡片", "請按 OK。", "代碼：device", "Latin words: {'OK'}"),
    ("ja", "入力に間違いがあります", "もう一度お試しください。", "コード：device", "it blames: 間違"),
    ("ja", "サーバーに接続できません", "もう一度お試しください。", "コード：device", "no citizen says: サーバー"),
])
def test_a_text_that_is_not_so_is_found(lang: str, heading: str, body: str, code: str, fault: str) -> None:
    view = View(visit="v1", screen="error", lang=lang, heading=heading, body=body, code=code)
    assert list(faults(view, "device")) == [fault]


@pytest.mark.parametrize("screen", sorted(CODED))
async def test_no_screen_says_that_something_went_wrong_without_a_code(talk: Conversation, screen: str) -> None:
    with pytest.raises(ValueError, match="needs the code"):
        talk.view(screen, heading="It went wrong", body="Try again.")
    assert talk.view(screen, **talk.told(Trouble.DEVICE)).code == "代碼：device"


async def test_a_code_that_is_not_in_the_table_cannot_be_shown(talk: Conversation) -> None:
    with pytest.raises(ValueError, match="no-such-code"):
        talk.view("wait", heading="One moment", code="no-such-code")


def test_screens_are_made_in_one_place_where_the_code_is_asked_for() -> None:
    makers = set()
    for path in (ROOT / "kiosk").rglob("*.py"):
        if path.is_relative_to(ROOT / "kiosk" / "ui"):
            continue  # the screen has a blank page of its own, with no words on it
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "View":
                named = {word.arg: word.value for word in node.keywords}
                empty = isinstance(named.get("screen"), ast.Constant) and named["screen"].value == ""  # type: ignore[attr-defined]
                makers |= set() if empty else {path.relative_to(ROOT).as_posix()}
    assert makers == {"kiosk/conversation.py"}


def kinds(error: type[DeviceError]) -> Iterator[type[DeviceError]]:
    yield error
    for below in error.__subclasses__():
        if below.__module__ == hardware.__name__:
            yield from kinds(below)


def test_the_table_knows_what_devices_certificates_the_gate_and_clerks_say() -> None:
    said = {error.code for error in kinds(DeviceError)} | set(get_args(Reason)) | set(REASONS)
    said |= {f"closed-{gate}" for gate in get_args(Gate) if gate not in ("open", "parked-only")}
    said |= {"refused", "nothing"}
    assert said - set(Trouble) == set()


def test_what_the_bureau_answers_is_told_but_no_try_is_offered_that_does_not_exist_and_no_face_is_called_doubtful() -> None:
    assert told_by_bureau("nothing-owned", Trouble.REFUSED) == Trouble.NOTHING_OWNED
    assert told_by_bureau("face-no-match", Trouble.CLERK_NEEDED) == Trouble.CLERK_NEEDED
    assert told_by_bureau("barcode-unreadable", Trouble.REFUSED) == Trouble.REFUSED
    assert told_by_bureau("<b>odd</b>", Trouble.REFUSED) == Trouble.REFUSED
