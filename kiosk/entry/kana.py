"""The two marks of kana and its small letters, as keys that change the character before them. Pure."""
from __future__ import annotations

VOICED, HALF, SMALL = "゛", "゜", "小"
_PLAIN = {
    VOICED: ("うかきくけこさしすせそたちつてとはひふへほ", "ゔがぎぐげござじずぜぞだぢづでどばびぶべぼ"),
    HALF: ("はひふへほ", "ぱぴぷぺぽ"),
    SMALL: ("あいうえおつやゆよわ", "ぁぃぅぇぉっゃゅょゎ"),
}
KATAKANA = ord("ア") - ord("あ")


def marked(text: str, mark: str) -> str:
    """The text with its last character changed by a mark; the same mark once more takes it away again."""
    if mark not in _PLAIN or not text:
        return text
    last, shift = text[-1], 0
    if "ァ" <= last <= "ヶ":
        last, shift = chr(ord(last) - KATAKANA), KATAKANA
    bare = next((plain[marks.index(last)] for plain, marks in _PLAIN.values() if last in marks), last)
    plain, marks = _PLAIN[mark]
    changed = bare if last in marks else marks[plain.index(bare)] if bare in plain else last
    return text[:-1] + chr(ord(changed) + shift)
