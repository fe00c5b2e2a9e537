"""The agencies' keys and the limits as targets of the signed list: taken, changed, never rolled back, never by one person."""
from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue.flow import load_catalogue
from catalogue.lines import FileErrors
from catalogue.pack.orders import NoOrders, Orders, decoded, gathered
from catalogue.pack.shelf import Shelf
from catalogue.pack.source import Pack
from catalogue.verbs.pack import main as verb
from kiosk.config import Limits, under
from kiosk.post import open_post
from kiosk.store import OutboxReader
from provisioning.bureau_pki import issue, make_root, name
from rehearsal.line import AGENCY, SITE, Line
from tests.packs.ground import Ground, bring, forged, title
from wire.codec.errors import KeyUnusable
from wire.envelope import unseal, verify
from wire.keys import SealingKey
from wire.roles import Keyring, Role


def bureau(folder: Path, *agencies: str) -> dict[str, SealingKey]:
    """A folder of public keys as a bureau hands it out; the private sealing keys."""
    folder.mkdir()
    root, made = make_root("測試縣政府"), {}
    for agency in agencies:
        made[agency] = SealingKey.generate()
        (folder / f"agency-{agency}.pem").write_bytes(issue(root, name("測試縣政府", agency), "agency").certificate_pem)
        (folder / f"agency-{agency}.seal.json").write_text(made[agency].public.to_json())
    return made


def limits(folder: Path, text: str) -> Path:
    path = folder / "limits.toml"
    path.write_text(f"[limits]\n{text}\n", "utf-8")
    return path


def order(ground: Ground, *words: object, owners: tuple[str, ...] = ("owner-1", "owner-2")) -> int:
    keys = [word for owner in owners for word in ("--key", str(ground.base / "keys" / f"{owner}.pem"))]
    publisher = ["--publisher", str(ground.base / "keys" / "publisher.pem")]
    return verb(["order", str(ground.directory), "--group", "all", *map(str, words), *keys, *publisher])


def taken(pack: Pack) -> Orders:
    orders = load_catalogue(pack).orders
    assert orders is not None
    return orders


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    made = Line(tmp_path / "line")
    yield made
    made.close()


def test_a_counter_without_orders_goes_by_what_enrolment_left(pack: Pack) -> None:
    assert load_catalogue(pack).orders is None


def test_what_two_people_ordered_counts_at_the_counter(ground: Ground, pack: Pack, line: Line, tmp_path: Path) -> None:
    held = bureau(tmp_path / "keys", AGENCY)[AGENCY]
    assert order(ground, "--keys", tmp_path / "keys", "--limits", limits(tmp_path, "wait_s = 240\nface_tries = 3")) == 0
    bring(ground, pack)
    orders = taken(pack)
    assert under(line.config, orders.limits).limits == Limits(wait_s=240, face_tries=3)

    post = open_post(line.config, line.journal, orders)
    message = line.withdraw()
    posted = post.send("withdraw", message)
    (row,) = [row for row in OutboxReader(line.state).waiting() if row.id == posted.id]
    keyring = Keyring()
    keyring.add(Role.KIOSK, SITE, line.device.public)
    verified = verify(row.octets, role=Role.KIOSK, owner=SITE, keyring=keyring)
    assert unseal(verified, held)[0] == message
    with pytest.raises(Exception, match="wrong-recipient"):
        unseal(verified, line.agency)  # the key that enrolment left is the agency's no more


def test_where_orders_name_agencies_no_other_is_told_anything(ground: Ground, pack: Pack, line: Line, tmp_path: Path) -> None:
    bureau(tmp_path / "keys", "other-agency")
    assert order(ground, "--keys", tmp_path / "keys") == 0
    bring(ground, pack)
    post = open_post(line.config, line.journal, taken(pack))
    with pytest.raises(KeyUnusable, match=f"no-seal-key.*{AGENCY}"):
        post.send("withdraw", line.withdraw(), AGENCY)


def test_going_back_to_earlier_services_brings_back_no_earlier_key(ground: Ground, pack: Pack, second: bytes, tmp_path: Path) -> None:
    bureau(tmp_path / "old", AGENCY)
    bureau(tmp_path / "new", AGENCY)
    assert order(ground, "--keys", tmp_path / "old") == 0
    bring(ground, pack)
    old = taken(pack)
    ground.stage("all", second)
    assert order(ground, "--keys", tmp_path / "new") == 0
    bring(ground, pack)
    new, titled = taken(pack), title(pack)
    assert new != old
    repository = ground.repository()
    repository.back("all")
    ground.sign_and_publish(repository)
    bring(ground, pack)
    assert title(pack) != titled
    assert taken(pack) == new


def test_one_persons_orders_or_older_ones_change_nothing(
    ground: Ground, pack: Pack, tmp_path: Path, capfd: pytest.CaptureFixture[str],
) -> None:
    bureau(tmp_path / "first", AGENCY)
    bureau(tmp_path / "second", AGENCY)
    assert order(ground, "--keys", tmp_path / "first") == 0
    older = Path(shutil.copytree(ground.directory, tmp_path / "older"))
    assert order(ground, "--keys", tmp_path / "second") == 0
    bring(ground, pack)
    counts = taken(pack)
    shutil.rmtree(pack.directory)
    shutil.copytree(older, pack.directory)
    assert taken(pack) == counts
    assert "pack refused" in capfd.readouterr().err
    assert order(ground, "--keys", tmp_path / "first", owners=("owner-1",)) == 1
    bring(ground, pack)
    octets = gathered(tmp_path / "first", None).octets()

    def change(targets: object) -> None:
        targets.signed.targets["groups/all/orders.json"].length = len(octets) + 1  # type: ignore[attr-defined]  # TUF's metadata
        targets.signed.version += 1  # type: ignore[attr-defined]  # the same

    forged(pack.directory / "metadata", ground.key("publisher"), change)
    assert taken(pack) == counts
    assert "pack refused" in capfd.readouterr().err


def test_kept_orders_that_the_disk_changed_are_taken_anew(ground: Ground, pack: Pack, tmp_path: Path) -> None:
    bureau(tmp_path / "keys", AGENCY)
    assert order(ground, "--keys", tmp_path / "keys") == 0
    bring(ground, pack)
    counts = taken(pack)
    shelf = Shelf(pack.shelf)
    kept = pack.shelf / f"{shelf.held()[0].orders}.json"
    kept.write_bytes(kept.read_bytes().replace(b"BEGIN", b"BEGIM"))
    assert taken(pack) == counts
    assert b"BEGIM" not in kept.read_bytes()


def test_what_is_ordered_is_told_before_it_is_signed(ground: Ground, tmp_path: Path) -> None:
    bureau(tmp_path / "keys", AGENCY, "changhua-household")
    repository = ground.repository()
    orders = gathered(tmp_path / "keys", limits(tmp_path, "wait_s = 60"))
    repository.order("all", orders.octets(), {"agencies": sorted(orders.agencies), "limits": sorted(orders.limits)})
    assert any("keys of changhua-household, changhua-tax, limits wait_s" in line for line in repository.told())


@pytest.mark.parametrize("fault", ["no folder", "a key missing", "no number", "no group"])
def test_orders_that_cannot_be_are_refused_with_the_file(
    ground: Ground, tmp_path: Path, capsys: pytest.CaptureFixture[str], fault: str,
) -> None:
    bureau(tmp_path / "keys", AGENCY)
    words: list[object] = ["--keys", tmp_path / "keys"]
    if fault == "no folder":
        words, said = ["--keys", tmp_path], "holds no agency"
    elif fault == "a key missing":
        (tmp_path / "keys" / f"agency-{AGENCY}.seal.json").unlink()
        said = f"agency-{AGENCY}.seal.json"
    elif fault == "no number":
        words, said = ["--limits", limits(tmp_path, 'wait_s = "long"')], "limits.toml"
    else:
        words, said = [*words, "--group", "nobody"], "'nobody' has no services"
    assert order(ground, *words) == 1
    assert said in capsys.readouterr().err


def test_a_limit_that_this_program_does_not_allow_is_told_and_its_own_stays(line: Line, capsys: pytest.CaptureFixture[str]) -> None:
    limited = under(line.config, {"idle_s": 5, "patience": 7, "wait_s": 90})
    assert limited.limits == Limits(wait_s=90)
    said = capsys.readouterr().err
    assert "limits.idle_s = 5" in said
    assert "limits.patience = 7" in said


def test_octets_that_are_no_orders_are_refused() -> None:
    good = Orders(limits={"wait_s": 1})
    assert decoded(good.octets()) == good
    for octets in (b"", b"[]", b"\xff", json.dumps({"form": 2}).encode(), b'{"keys": {}}', b'{"limits": {"wait_s": -1}}', b"[" * 100_000):
        with pytest.raises(NoOrders, match="update the program"):
            decoded(octets)
    with pytest.raises(FileErrors):
        gathered(Path("/nowhere"), None)
