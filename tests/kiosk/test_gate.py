"""The wrong-person gate: every field of a reply is bent once, and nothing passes but the right one."""
from __future__ import annotations

import base64
import hashlib

import pytest

from kiosk.gate import Expected, WrongPerson, pass_gate
from wire.messages import Document, Reply, subject_digest

PDF = b"%PDF-1.7 invented"
EXPECTED = Expected(visit="v1", request="r1", request_sha256="aa", id_no="A123456789")


def reply(**bent: object) -> Reply:
    document = Document(pdf=base64.urlsafe_b64encode(PDF).decode().rstrip("="), sha256=hashlib.sha256(PDF).hexdigest(), serial="115-TEST",
                        check_code="AAAA-AAAA-AAAA", sheets=1, title="房屋稅籍證明書")
    good = {"request": "r1", "visit": "v1", "request_sha256": "aa", "subject_digest": subject_digest("r1", "A123456789"), "case_no": "c",
            "attempt": 1, "result": "document", "document": document}
    return Reply.model_validate(good | bent)


def test_the_right_reply_passes_with_its_document() -> None:
    assert pass_gate(reply(), EXPECTED) == PDF


def test_a_reply_without_a_document_passes_with_none() -> None:
    assert pass_gate(reply(document=None, result="choose"), EXPECTED) is None


@pytest.mark.parametrize(("field", "value"), [
    ("visit", "v2"), ("request", "r2"), ("request_sha256", "ab"), ("subject_digest", subject_digest("r1", "A223456781")),
    ("subject_digest", subject_digest("r2", "A123456789")), ("subject_digest", ""),
])
def test_a_reply_that_differs_anywhere_is_stopped_and_only_the_field_is_named(field: str, value: str) -> None:
    with pytest.raises(WrongPerson) as wrong:
        pass_gate(reply(**{field: value}), EXPECTED)
    assert wrong.value.fields == (field,)
    assert "A123456789" not in str(wrong.value)


def test_a_document_that_is_not_its_own_sha256_is_stopped() -> None:
    document = reply().document
    assert document is not None
    with pytest.raises(WrongPerson) as wrong:
        pass_gate(reply(document=document.model_copy(update={"sha256": "00" * 32})), EXPECTED)
    assert wrong.value.fields == ("document",)


def test_everything_wrong_at_once_names_everything() -> None:
    with pytest.raises(WrongPerson) as wrong:
        pass_gate(reply(visit="x", request="y", request_sha256="z", subject_digest="w"), EXPECTED)
    assert wrong.value.fields == ("visit", "request", "request_sha256", "subject_digest")
