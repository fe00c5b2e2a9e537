"""The seam to the card makers: one code, two PKCS#11 modules of different people: OpenSC's (a virtual card), SoftHSM's (a soft token)."""
from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificate

from hardware.card.pkcs11 import Module, PinBlocked, PinRefused, TokenTrouble, TokenUnknown
from rehearsal import deck, softhsm
from rehearsal.card import HAND_S, VirtualCard
from rehearsal.pcscd import Pcscd

OPENSC = Path("/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so")
READER = "Virtual PCD 00 00"
KEY = bytes.fromhex("02")


@dataclass
class Maker:
    """One module, the token in its reader, its PIN, and what it says where too many wrong ones were tried."""

    module: Module
    reader: str
    pin: str
    locks: bool


@pytest.fixture(scope="module")
def opensc(folder: Path, pcscd: Pcscd) -> Iterator[Maker]:
    card = VirtualCard(folder / "cards", folder / "control")
    card.start()
    card.insert("standing")
    module = Module(OPENSC)
    _until(lambda: bool(module.certificates(READER)))
    yield Maker(module, READER, deck.PIN, locks=True)
    card.stop()


@pytest.fixture(scope="module")
def soft(folder: Path) -> Iterator[Maker]:
    token = softhsm.SoftToken(folder / "soft")
    token.load(folder / "cards" / "standing" / "key.pem", folder / "cards" / "standing" / "cert.pem")
    os.environ |= token.environment
    yield Maker(Module(softhsm.MODULE), token.reader, softhsm.PIN, locks=False)
    for name in token.environment:
        del os.environ[name]


@pytest.fixture(params=[pytest.param("opensc", marks=pytest.mark.real), "soft"])
def maker(request: pytest.FixtureRequest) -> Maker:
    made: Maker = request.getfixturevalue(request.param)
    return made


def _until(true: Callable[[], bool], tries: int = 20) -> None:


    for left in reversed(range(tries)):
        try:
            if true():
                return
        except TokenTrouble:
            if not left:
                raise
        time.sleep(HAND_S)


def test_the_certificate_is_read_without_a_pin(maker: Maker, folder: Path) -> None:
    wanted = load_pem_x509_certificate((folder / "cards" / "standing" / "cert.pem").read_bytes()).public_bytes(Encoding.DER)
    assert maker.module.certificates(maker.reader)[KEY] == wanted


def test_openssl_accepts_the_signature(maker: Maker, folder: Path, tmp_path: Path) -> None:
    words = b"what the citizen signs"
    (tmp_path / "words").write_bytes(words)
    (tmp_path / "signature").write_bytes(maker.module.sign(maker.reader, KEY, bytearray(maker.pin.encode()), words))
    public = subprocess.run(["openssl", "x509", "-in", folder / "cards" / "standing" / "cert.pem", "-noout", "-pubkey"],
                            capture_output=True, check=True).stdout
    (tmp_path / "public.pem").write_bytes(public)
    judged = subprocess.run(["openssl", "dgst", "-sha256", "-verify", tmp_path / "public.pem", "-signature", tmp_path / "signature",
                             tmp_path / "words"], capture_output=True, text=True, check=False)
    assert judged.stdout.strip() == "Verified OK"


def test_a_wrong_pin_is_refused_and_the_right_one_still_signs(maker: Maker) -> None:
    with pytest.raises(PinRefused):
        maker.module.sign(maker.reader, KEY, bytearray(b"739187"), b"words")
    assert len(maker.module.sign(maker.reader, KEY, bytearray(maker.pin.encode()), b"words")) == 256


def test_a_key_that_is_not_there_is_told(maker: Maker) -> None:
    with pytest.raises(TokenUnknown):
        maker.module.sign(maker.reader, b"\x0f", bytearray(maker.pin.encode()), b"words")


def test_a_reader_that_the_module_does_not_see_is_trouble(maker: Maker) -> None:
    with pytest.raises(TokenTrouble):
        maker.module.certificates("No Such Reader 00 00")


def test_two_modules_in_turns_do_not_disturb_each_other(opensc: Maker, soft: Maker) -> None:
    signed = [each.module.sign(each.reader, KEY, bytearray(each.pin.encode()), b"words") for each in (opensc, soft) * 3]
    assert len(set(signed)) == 1  # the same key on both, and PKCS #1 v1.5 has no chance in it


@pytest.mark.real
def test_only_a_token_that_counts_wrong_pins_locks(opensc: Maker, soft: Maker) -> None:
    for made in (soft, opensc):
        for tried in range(4):
            with pytest.raises(PinBlocked if made.locks and tried >= 2 else PinRefused):
                made.module.sign(made.reader, KEY, bytearray(b"739187"), b"words")
