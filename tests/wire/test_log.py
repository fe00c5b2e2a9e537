"""The log's tree against the reference trees of Certificate Transparency."""
from __future__ import annotations

import hashlib

import pytest

from wire import log
from wire.log import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    new_salt,
    root,
    salted_leaf,
    tree_of,
    verify_consistency,
    verify_inclusion,
)

ENTRIES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
"""Entries and roots of the certificate-transparency project's Merkle tree tests."""
LEAVES = [leaf_hash(bytes.fromhex(entry)) for entry in ENTRIES]


@pytest.mark.parametrize("size", range(1, 9))
def test_the_root_is_the_reference_root(size: int) -> None:
    assert root(LEAVES[:size]).hex() == ROOTS[size - 1]


def test_an_empty_log_has_the_hash_of_nothing_as_its_root() -> None:
    assert root([]) == EMPTY_ROOT == hashlib.sha256(b"").digest()


def test_a_frontier_can_be_put_away_and_grown_on() -> None:
    frontier = Frontier()
    for size, leaf in enumerate(LEAVES, 1):
        frontier = Frontier.from_text(frontier.append(leaf).to_text())
        assert (frontier.size, frontier.root().hex()) == (size, ROOTS[size - 1])
    for text in ("3:00", "1:", "x:", "1:" + "0" * 62):
        with pytest.raises(ValueError):
            Frontier.from_text(text)


def test_every_leaf_of_every_small_tree_is_proved_at_its_place_only() -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(20)]
    for size in range(1, 21):
        top = root(leaves[:size])
        for index in range(size):
            proof = inclusion_proof(leaves[:size], index)
            for place in range(size):
                assert verify_inclusion(leaves[index], place, size, proof, top) == (place == index)
            assert not verify_inclusion(leaves[index], index, size, (*proof, top), top)
            assert not verify_inclusion(leaf_hash(b"other"), index, size, proof, top)
    assert not verify_inclusion(leaves[0], 1, 1, (), leaves[0])
    longer_than_the_tree = log.node_hash(leaves[1], leaves[0])
    assert not verify_inclusion(leaves[0], 0, 1, (leaves[1],), longer_than_the_tree)
    with pytest.raises(IndexError):
        inclusion_proof(leaves, 20)


def test_every_small_tree_is_proved_to_hold_every_smaller_one_and_no_other() -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(20)]
    tree = tree_of(leaves)
    tops = [log.EMPTY_ROOT, *(root(leaves[:size]) for size in range(1, 21))]
    for new in range(1, 21):
        for old in range(1, new + 1):
            proof = consistency_proof(tree, old, new)
            assert [size for size in range(1, 21) if verify_consistency(size, tops[old], new, tops[new], proof)] == [old]
            assert not verify_consistency(old, tops[old], new, leaf_hash(b"other"), proof)
            assert not verify_consistency(old, leaf_hash(b"other"), new, tops[new], proof)
            assert not verify_consistency(old, tops[old], new, tops[new], (*proof, tops[old]))
            for place in range(len(proof)):
                assert not verify_consistency(old, tops[old], new, tops[new], proof[:place] + proof[place + 1 :])
    assert verify_consistency(0, b"", 5, tops[5], ())
    assert not verify_consistency(6, tops[6], 5, tops[5], ())
    for old, new in ((0, 5), (6, 5), (-1, 5)):
        with pytest.raises(IndexError):
            consistency_proof(tree, old, new)


def test_a_tree_in_which_one_leaf_was_changed_holds_none_that_had_it() -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(33)]
    for changed in range(33):
        other = [*leaves[:changed], leaf_hash(b"x"), *leaves[changed + 1 :]]
        for old in range(1, 33):
            proof = consistency_proof(tree_of(other), old, 33)
            assert verify_consistency(old, root(leaves[:old]), 33, root(other), proof) == (changed >= old)


def test_the_same_record_with_another_salt_is_another_leaf() -> None:
    record = {"case": "1", "state": "delivered"}
    salt = new_salt()
    assert salted_leaf(record, salt) == salted_leaf({"state": "delivered", "case": "1"}, salt) != salted_leaf(record, new_salt())
