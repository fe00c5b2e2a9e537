"""Keys: files, thumbprints, and what is refused."""
from __future__ import annotations

import json
import pickle
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jwcrypto.jwk import JWK

from wire.codec.errors import KeyUnusable, Malformed
from wire.keys import PublicKey, PublicSealingKey, SealingKey, SigningKey, VisitKey


def test_the_thumbprint_is_the_one_of_rfc_7638() -> None:
    key = SigningKey.generate()
    assert key.kid == JWK(**key.public.jwk()).thumbprint() == PublicKey.from_jwk(key.public.jwk()).kid


def test_saved_keys_come_back_and_only_the_owner_reads_them(tmp_path: Path) -> None:
    signing, sealing = SigningKey.generate(), SealingKey.generate(datetime(2027, 1, 1, tzinfo=UTC))
    signing.save(tmp_path / "device.pem")
    sealing.save(tmp_path / "seal.json")
    assert SigningKey.load(tmp_path / "device.pem").kid == signing.kid
    assert SealingKey.load(tmp_path / "seal.json").public == sealing.public
    assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()} == {0o600}
    with pytest.raises(FileExistsError):
        signing.save(tmp_path / "device.pem")


def test_a_visit_key_is_never_written(tmp_path: Path) -> None:
    key = VisitKey.generate()
    assert isinstance(key, VisitKey)
    with pytest.raises(KeyUnusable, match="never-written"):
        key.save(tmp_path / "visit")
    with pytest.raises(KeyUnusable, match="never-written"):
        pickle.dumps(key)
    assert not list(tmp_path.iterdir())


def test_a_public_sealing_key_survives_both_of_its_spellings() -> None:
    key = SealingKey.generate(datetime(2027, 1, 1, tzinfo=UTC)).public
    assert PublicSealingKey.from_json(key.to_json()) == key
    assert PublicSealingKey.from_visit_text(key.text()).id == key.id
    assert set(json.loads(key.to_json())) == {"id", "expires", "suite", "key"}


def test_a_seal_file_whose_id_is_not_of_its_key_is_refused() -> None:
    other = json.loads(SealingKey.generate().public.to_json()) | {"id": SealingKey.generate().id}
    with pytest.raises(KeyUnusable, match="seal-key-id-wrong"):
        PublicSealingKey.from_json(json.dumps(other))


@pytest.mark.parametrize("text", ["", "AAAA", "A" * 1622, "_" * 1621 + "w"])
def test_a_visit_key_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        PublicSealingKey.from_visit_text(text).seal(b"", b"x")


def test_broken_key_files_name_the_file(tmp_path: Path) -> None:
    (tmp_path / "broken").write_bytes(b"{}")
    for load in (SigningKey.load, SealingKey.load):
        for name in ("broken", "absent"):
            with pytest.raises(KeyUnusable, match=str(tmp_path / name)):
                load(tmp_path / name)


@pytest.mark.parametrize("change", [{"crv": "P-384"}, {"x": "AAAA"}, {"y": 1}, {"d": "AAAA"}, {"kty": "RSA"}, {"x": "A" * 43}])
def test_a_jwk_that_is_no_public_p256_key_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(Malformed, match="not-a-public-jwk"):
        PublicKey.from_jwk({**SigningKey.generate().public.jwk(), **change})
