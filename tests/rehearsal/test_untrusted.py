"""Everything that reads what strangers send: the kept corpus, and that the campaign ``parsers`` would see a fault."""
from __future__ import annotations

import random
import time

import pytest

from rehearsal.untrusted import corpus
from rehearsal.untrusted.bending import LONGEST, bent
from rehearsal.untrusted.parsers import Parser, everything
from rehearsal.untrusted.reading import read

PARSERS = everything()


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.name)
def test_whatever_was_found_so_far_ends_in_a_value_or_a_refusal(parser: Parser) -> None:
    assert [wrong for octets in parser.good if (wrong := read(parser, octets)[1])] == []


def test_good_octets_are_read_and_the_corpus_names_parsers_that_are_there() -> None:
    assert set(corpus.load()) <= {parser.name for parser in PARSERS}
    unread = [parser.name for parser in PARSERS if not any(read(parser, octets)[0] == "read" for octets in parser.good)]
    assert unread == []


def test_the_same_chance_bends_the_same_way_and_nothing_grows_without_bounds() -> None:
    good = [b'{"a":1}', b"x" * 5_000]
    made = [bent(good, random.Random(seed)) for seed in range(2_000)]
    assert made == [bent(good, random.Random(seed)) for seed in range(2_000)]
    assert len(set(made)) > 1_500
    assert max(map(len, made)) <= LONGEST


def _breaks(untrusted: bytes) -> None:
    if untrusted.startswith(b"{"):
        raise KeyError(untrusted[:1])


def _slow(untrusted: bytes) -> None:
    until = time.process_time() + 0.6
    while time.process_time() < until:
        len(untrusted)


@pytest.mark.parametrize(("reader", "says"), [
    (_breaks, "broken: KeyError at tests/rehearsal/test_untrusted.py"), (_slow, "broken: took 0.6 s"),
])
def test_a_reader_that_breaks_or_dawdles_is_seen(reader: object, says: str) -> None:
    parser = Parser("broken", reader, (b"{}",))  # type: ignore[arg-type]  # a function of octets
    assert read(parser, b"{}")[1].startswith(says)
