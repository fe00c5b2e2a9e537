"""A bank account in three parts: bank, branch, number; back goes one part back and keeps the others."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from catalogue.fields import BankAccount
from kiosk.conversation import Back, Conversation
from kiosk.entry.fields.typing import ask_typed

LENGTHS = {"bank": 3, "branch": 4, "account": 14}
GOOD = {"bank": "000", "branch": "0000", "account": "000000"}


async def ask_account(
    talk: Conversation, name: str, field: BankAccount, before: Mapping[str, str] | None = None, lead: Callable[[], str] = str,
) -> dict[str, str]:
    """The account; ``before`` is what was answered earlier, ``lead`` stands over the first part. Raises ``Back`` from that."""
    answer, parts, at = dict(before or {}), list(LENGTHS), 0

    async def ask(part: str) -> str:
        return await ask_typed(
            talk, lambda: {"heading": talk.word(f"field.{name}.{part}"), "body": "\n".join(filter(None, (
                lead() if part == "bank" else "", talk.word(f"field.{name}.{part}.hint"))))},
            lambda typed: str(field.check(name, {**GOOD, part: typed}, {}, date.min)[part]),
            pad="digits", length=LENGTHS[part], before=answer.get(part, ""))

    while at < len(parts):
        try:
            answer[parts[at]] = await ask(parts[at])
            at += 1
        except Back:
            if at == 0:
                raise
            at -= 1
    return answer
