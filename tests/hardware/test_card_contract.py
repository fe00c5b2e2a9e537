"""What every card reader does, simulated or real (pcscd, the virtual reader and OpenSC's PKCS#11 module)."""
from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from hardware import CardPulled, CardUnknown, NoCard, PinLocked, PinWrong
from hardware.card import CardCertificates, CardReader, HealthCard, pcsc, simulated
from rehearsal import deck
from rehearsal.card import HAND_S, VirtualCard

MODULE = "/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so"
NOTICED_S = 1.0
WRONG = b"739187"


class Counter:
    """One reader and the hand that holds the cards."""

    def __init__(self, cards: Path, reader: CardReader, hand: Any) -> None:
        self.cards = cards
        self.reader = reader
        self.hand = hand

    def insert(self, name: str = "standing") -> None:
        before = self.reader.state()
        self.hand.insert(name)
        self.wait(lambda: self.reader.state().present and self.reader.state() != before, 3)

    def remove(self) -> None:
        self.hand.remove()
        self.wait(lambda: not self.reader.state().present, 3)

    def pull_during_next_use(self) -> None:
        if isinstance(self.hand, VirtualCard):
            self.hand.pull_after(5)
        else:
            self.hand.fail_next(CardPulled)

    def sign(self, pin: bytes = deck.PIN.encode(), data: bytes = b"words") -> bytes:
        return self.reader.sign(bytearray(pin), data)

    def wait(self, happened: Any, seconds: float) -> float:
        start = time.monotonic()
        while not happened():
            assert time.monotonic() - start < seconds, "it was not noticed in time"
            time.sleep(0.01)
        return time.monotonic() - start


@pytest.fixture(params=["simulated", pytest.param("real", marks=pytest.mark.real)])
def counter(request: pytest.FixtureRequest, folder: Path) -> Iterator[Counter]:
    for chip in folder.glob("cards/*/card.json"):
        chip.write_text(json.dumps({**json.loads(chip.read_text()), "tries": 3}))
    if request.param == "simulated":
        (folder / "card.json").unlink(missing_ok=True)
        hand = simulated.open("hand", {"cabinet": str(folder)})
        yield Counter(folder / "cards", simulated.open("card", {"cabinet": str(folder)}), hand)
        return
    request.getfixturevalue("pcscd")
    card = VirtualCard(folder / "cards", folder / "control")
    card.start()
    reader = pcsc.open("card", {"reader": "Virtual PCD 00 00", "module": MODULE, "key_id": "02"})
    counter = Counter(folder / "cards", reader, card)
    counter.wait(lambda: not reader.state().present, 3)
    time.sleep(HAND_S)  # the hand that emptied the slot in the test before
    yield counter
    reader.close()
    card.stop()


def _certificate(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def _der(path: Path) -> bytes:
    return _certificate(path).public_bytes(serialization.Encoding.DER)


def test_an_empty_slot_asks_for_a_card(counter: Counter) -> None:
    assert not counter.reader.state().present
    with pytest.raises(NoCard):
        counter.reader.read()
    with pytest.raises(NoCard):
        counter.reader.tries_left()
    with pytest.raises(NoCard):
        counter.sign()
    counter.reader.reset()


def test_a_card_is_noticed_within_a_second_when_it_comes_and_when_it_goes(counter: Counter) -> None:
    counter.hand.insert("standing")
    assert counter.wait(lambda: counter.reader.state().present, NOTICED_S) < NOTICED_S
    counter.hand.remove()
    assert counter.wait(lambda: not counter.reader.state().present, NOTICED_S) < NOTICED_S


def test_a_card_that_was_swapped_counts_as_another_insertion(counter: Counter) -> None:
    counter.insert("standing")
    first = counter.reader.state().insertion
    assert counter.reader.state().insertion == first
    counter.insert("g1")
    assert counter.reader.state().insertion > first
    assert counter.reader.read().signing == _der(counter.cards / "g1" / "cert.pem")


def test_the_certificates_are_those_on_the_card_and_need_no_pin(counter: Counter) -> None:
    counter.insert("standing")
    found = counter.reader.read()
    assert found.signing == _der(counter.cards / "standing" / "cert.pem")
    assert found.others == (_der(counter.cards / "standing" / "issuer.pem"),)


def test_the_right_pin_signs_so_that_the_certificate_verifies_it_and_is_zeroed(counter: Counter) -> None:
    counter.insert("standing")
    pin = bytearray(deck.PIN.encode())
    signature = counter.reader.sign(pin, b"words")
    assert pin == bytes(6)
    key = _certificate(counter.cards / "standing" / "cert.pem").public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    key.verify(signature, b"words", padding.PKCS1v15(), hashes.SHA256())


def test_wrong_pins_count_down_to_a_locked_card_that_refuses_the_right_one(counter: Counter) -> None:
    counter.insert("standing")
    for left in (2, 1):
        with pytest.raises(PinWrong) as refused:
            counter.sign(WRONG)
        assert refused.value.tries_left == left
        assert counter.reader.tries_left() == left
    with pytest.raises(PinLocked):
        counter.sign(WRONG)
    assert counter.reader.tries_left() == 0
    with pytest.raises(PinLocked):
        counter.sign()
    counter.remove()
    counter.insert("standing")
    assert counter.reader.tries_left() == 0


def test_the_right_pin_gives_all_tries_back_and_asking_costs_none(counter: Counter) -> None:
    counter.insert("standing")
    with pytest.raises(PinWrong):
        counter.sign(WRONG)
    for _ in range(4):
        assert counter.reader.tries_left() == 2
    counter.sign()
    assert counter.reader.tries_left() == 3


def test_a_wrong_pin_is_zeroed_too(counter: Counter) -> None:
    counter.insert("standing")
    pin = bytearray(WRONG)
    with pytest.raises(PinWrong):
        counter.reader.sign(pin, b"words")
    assert pin == bytes(6)


def test_a_pulled_card_is_reported_as_pulled_and_works_when_it_is_back(counter: Counter) -> None:
    for use in (counter.sign, counter.reader.read):
        counter.insert("standing")
        counter.pull_during_next_use()
        with pytest.raises(CardPulled):
            use()
        counter.wait(lambda: not counter.reader.state().present, NOTICED_S)
    counter.insert("standing")
    assert len(counter.sign()) == 256


def test_the_next_citizen_of_the_same_reader_must_enter_a_pin_again(counter: Counter) -> None:
    counter.insert("standing")
    counter.sign()
    counter.reader.reset()
    with pytest.raises(PinWrong):
        counter.sign(WRONG)


def test_a_card_of_another_kind_is_not_served(counter: Counter) -> None:
    counter.insert("foreign")
    with pytest.raises(CardUnknown):
        counter.reader.read()
    with pytest.raises(CardUnknown):
        counter.sign()
    assert counter.reader.tries_left() is None


@pytest.mark.parametrize("driver", [simulated, pcsc])
def test_an_option_nobody_knows_is_refused_by_name(driver: Any, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cabinett"):
        driver.open("card", {"cabinett": str(tmp_path)})


def test_a_health_card_is_known_for_what_it_is_and_tells_whom_it_names(counter: Counter) -> None:
    counter.insert("health")
    assert counter.reader.read() == HealthCard("A123456789", "王小明")
    with pytest.raises(CardUnknown):
        counter.sign()
    counter.insert("standing")
    assert isinstance(counter.reader.read(), CardCertificates), "the card after it is read as what it is"
