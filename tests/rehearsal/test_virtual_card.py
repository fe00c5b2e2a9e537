"""The virtual card, judged by OpenSC and openssl, and its rules one by one."""
from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from rehearsal import deck
from rehearsal.card import VirtualCard
from rehearsal.citizen_ca import CitizenCas
from rehearsal.pcscd import Pcscd
from rehearsal.piv import AID, PivCard, tlv

MODULE = "/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so"
SELECT = b"\x00\xa4\x04\x00\x0b" + AID
ASK = bytes.fromhex("00200080")
RIGHT = bytes.fromhex("0020008008") + deck.PIN.encode().ljust(8, b"\xff")
WRONG = bytes.fromhex("0020008008") + b"739187\xff\xff"


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="virtual-"))
    cas = CitizenCas(path / "ca")
    deck.make(cas, path / "standing", deck.DECK["standing"])
    yield path
    shutil.rmtree(path)


@pytest.fixture
def piv(folder: Path) -> PivCard:
    (folder / "standing" / "card.json").write_text(json.dumps({"pin": deck.PIN, "tries": 3, "tries_max": 3}))
    card = PivCard(folder / "standing")
    card.answer(SELECT)
    return card


def _sign(card: PivCard) -> bytes:
    """Send one raw block in two chained parts, as readers without long APDUs do."""
    template = tlv(0x7C, tlv(0x82) + tlv(0x81, b"\x00\x01" + b"\xff" * 254))
    first = card.answer(b"\x10\x87\x07\x9c\xff" + template[:255])
    assert first == b"\x90\x00"
    rest = template[255:]
    return card.answer(b"\x00\x87\x07\x9c" + bytes([len(rest)]) + rest + b"\x00")


def test_an_application_must_be_selected_before_anything_else(piv: PivCard) -> None:
    piv.reset()
    assert piv.answer(ASK) == bytes.fromhex("6D00")
    assert piv.answer(bytes.fromhex("00A4040005A000000999")) == bytes.fromhex("6A82")
    assert piv.answer(SELECT)[-2:] == b"\x90\x00"


def test_the_key_signs_once_per_pin_and_never_without(piv: PivCard) -> None:
    assert _sign(piv) == bytes.fromhex("6982")
    assert piv.answer(RIGHT) == b"\x90\x00"
    signed = _sign(piv)
    assert signed[-2] == 0x61
    assert len(piv.answer(bytes.fromhex("00C0000000"))) + len(signed) == 8 + 256 + 4
    assert _sign(piv) == bytes.fromhex("6982")


def test_reset_forgets_the_pin(piv: PivCard) -> None:
    piv.answer(RIGHT)
    assert piv.answer(ASK) == b"\x90\x00"
    piv.reset()
    piv.answer(SELECT)
    assert piv.answer(ASK) == bytes.fromhex("63C3")


def test_the_counter_survives_in_the_cards_file_and_locks_for_good(piv: PivCard, folder: Path) -> None:
    assert [piv.answer(WRONG).hex() for _ in range(3)] == ["63c2", "63c1", "6983"]
    again = PivCard(folder / "standing")
    again.answer(SELECT)
    assert again.answer(ASK) == bytes.fromhex("6983")
    assert again.answer(RIGHT) == bytes.fromhex("6983")


def test_half_an_apdu_and_a_foreign_class_are_refused(piv: PivCard) -> None:
    assert piv.answer(b"\x00") == bytes.fromhex("6700")
    assert piv.answer(bytes.fromhex("80200080")) == bytes.fromhex("6E00")


@pytest.fixture
def card(folder: Path, piv: PivCard) -> Iterator[VirtualCard]:
    daemon = Pcscd()
    daemon.start()
    virtual = VirtualCard(folder, folder / "control")
    virtual.start()
    virtual.insert("standing")
    until = time.monotonic() + 3
    while subprocess.run(["opensc-tool", "-a"], capture_output=True, check=False).returncode:
        assert time.monotonic() < until, "the card was not noticed"
        time.sleep(0.05)
    yield virtual
    virtual.stop()
    daemon.stop()


def _run(line: str) -> str:
    done = subprocess.run(line.split(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.real
def test_opensc_takes_it_for_a_piv_card_with_key_certificate_and_pin(card: VirtualCard) -> None:
    assert "Personal Identity Verification Card" in _run("opensc-tool -n")
    listed = _run("pkcs15-tool --list-certificates --list-keys --list-pins")
    for thing in ("Certificate for Digital Signature", "SIGN key", "PIN [PIN]"):
        assert thing in listed


@pytest.mark.real
def test_opensc_signs_with_it_and_openssl_verifies(card: VirtualCard, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "words").write_bytes(b"words")
    tool = f"pkcs11-tool --module {MODULE} --login --pin {deck.PIN}"
    _run(f"{tool} --sign --id 02 -m SHA256-RSA-PKCS -i {tmp_path}/words -o {tmp_path}/signature")
    _run(f"openssl x509 -in {folder}/standing/cert.pem -pubkey -noout -out {tmp_path}/key.pem")
    verify = f"openssl dgst -sha256 -verify {tmp_path}/key.pem -signature {tmp_path}/signature {tmp_path}"
    assert "Verified OK" in _run(f"{verify}/words")
    (tmp_path / "words").write_bytes(b"other words")
    assert subprocess.run(f"{verify}/words".split(), capture_output=True, check=False).returncode == 1


@pytest.mark.real
def test_opensc_gets_random_bytes_from_it(card: VirtualCard, tmp_path: Path) -> None:
    _run(f"pkcs11-tool --module {MODULE} --generate-random 16 --output-file {tmp_path}/random")
    assert len((tmp_path / "random").read_bytes()) == 16


@pytest.mark.real
def test_an_apdu_takes_no_forty_milliseconds(card: VirtualCard) -> None:
    before, start = card.count(), time.monotonic()
    _run(f"pkcs11-tool --module {MODULE} -O")
    took, apdus = time.monotonic() - start, card.count() - before
    assert apdus > 10
    assert took / apdus < 0.02


def test_a_card_that_is_not_in_the_deck_is_refused_by_name(folder: Path) -> None:
    virtual = VirtualCard(folder, folder / "control")
    virtual.start()
    try:
        with pytest.raises(ValueError, match="gold"):
            virtual.insert("gold")
    finally:
        virtual.stop()
