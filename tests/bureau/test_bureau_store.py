"""What gateway and desk share: the store's promises, the bell, bureau.toml."""
from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from bureau.config import load
from bureau.leaves import tree
from bureau.store import LEAVES, LOG, Store
from bureau.tables import NODES
from bureau.wake import Bell, ring
from catalogue.pack.source import Folder, Pack
from catalogue.toml import FileErrors
from wire.log import Frontier, consistency_proof, root, tree_of, verify_consistency


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(f"sqlite:///{tmp_path}/bureau.db")
    made.create()
    return made


def test_leaves_of_two_writers_make_one_log(store: Store, tmp_path: Path) -> None:
    other = Store(f"sqlite:///{tmp_path}/bureau.db")

    def write(one: Store) -> None:
        for number in range(20):
            one.add_leaf("view", str(number), b"content")

    writers = [threading.Thread(target=write, args=(one,)) for one in (store, other)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with store.read() as db:
        leaves = [bytes.fromhex(row.hash) for row in db.execute(LEAVES.select().order_by(LEAVES.c.place))]
        frontier = Frontier.from_text(db.execute(LOG.select()).one().frontier)
    assert frontier.size == len(leaves) == 40
    assert frontier.root() == root(leaves)
    assert len(set(leaves)) == 40, "every leaf has its own salt"


def test_a_log_of_many_leaves_is_proved_from_the_subtrees_that_are_kept(store: Store) -> None:
    with store.write() as db:
        for number in range(1_300):
            store.add_leaf("view", str(number), b"content", inside=db)
    with store.read() as db:
        leaves = [bytes.fromhex(row.hash) for row in db.execute(LEAVES.select().order_by(LEAVES.c.place))]
        kept = {(row.level, row.place): bytes.fromhex(row.hash) for row in db.execute(NODES.select())}
        spans = {at: (at[1] << at[0], (at[1] + 1) << at[0]) for at in kept}
        assert set(kept) == {(8, 0), (8, 1), (8, 2), (8, 3), (8, 4), (9, 0), (9, 1), (10, 0)}
        assert {at: root(leaves[start:end]) for at, (start, end) in spans.items()} == kept
        for old, new in ((1, 1_300), (255, 1_300), (256, 257), (700, 1_111), (1_024, 1_300), (1_300, 1_300)):
            proof = consistency_proof(tree(db), old, new)
            assert proof == consistency_proof(tree_of(leaves), old, new)
            assert verify_consistency(old, root(leaves[:old]), new, root(leaves[:new]), proof)


def test_a_transaction_of_the_desk_is_all_or_nothing(store: Store) -> None:
    def half() -> None:
        with store.write() as db:
            store.put_down("site", "d1", b"reply", inside=db)
            store.add_leaf("release", "d1", b"x", inside=db)
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        half()
    assert store.down_for("site") == []
    assert store.add_leaf("release", "d1", b"x").place == 0


def test_what_is_put_down_waits_for_its_site_until_it_is_got(store: Store) -> None:
    for id_, site in (("d1", "one"), ("d2", "two"), ("d3", "one")):
        store.put_down(site, id_, b"x")
    assert store.down_since(0) == (3, {"one", "two"})
    store.got("two", ["d1"])
    assert [row.id for row in store.down_for("one")] == ["d1", "d3"], "another site cannot confirm it"
    store.got("one", ["d1"])
    assert [row.id for row in store.down_for("one")] == ["d3"]
    assert store.down_since(3) == (3, set())


async def test_the_bell_rings_once_for_many_rings_and_stays_silent_otherwise(tmp_path: Path) -> None:
    ring(tmp_path / "nobody.sock")
    bell = Bell(tmp_path / "bell.sock")
    for _ in range(5):
        ring(tmp_path / "bell.sock")
    assert await bell.wait(5)
    assert not await bell.wait(0.05)
    waiting = asyncio.create_task(bell.wait(5))
    await asyncio.sleep(0.05)
    ring(tmp_path / "bell.sock")
    assert await waiting
    bell.close()


def test_an_unknown_key_in_bureau_toml_names_line_and_spelling(tmp_path: Path) -> None:
    file = tmp_path / "bureau.toml"
    file.write_text('[bureau]\nstate = "bureau"\n[gateway]\nprot = 1\n', "utf-8")
    with pytest.raises(FileErrors, match=r"bureau\.toml:4: .*'port'"):
        load(file)


def test_paths_in_bureau_toml_count_from_its_state(tmp_path: Path) -> None:
    file = tmp_path / "bureau.toml"
    databases = '[database]\nurl = "sqlite:///x.db"\n[county]\nurl = "postgresql://h/c"\n'
    file.write_text('flows = "flows"\n[bureau]\nstate = "b"\nrun = "run"\n' + databases, "utf-8")
    config = load(file)
    assert config.gateway.key == tmp_path / "b" / "keys" / "gateway.pem"
    assert (config.database.url, config.county.url) == (f"sqlite:///{tmp_path}/b/x.db", "postgresql://h/c")
    assert (config.bureau.run, config.flows) == (tmp_path / "run", Folder(tmp_path / "flows", tmp_path / "run" / "catalogue.json"))
    file.write_text('[bureau]\nstate = "b"\n[catalogue]\npack = "packs"\nroot = "trust/packs.json"\n', "utf-8")
    assert load(file).flows == Pack(tmp_path / "packs", tmp_path / "b" / "trust" / "packs.json", "all", tmp_path / "b" / "catalogue")
