"""The signing key: who may read it, how it is opened, and what is said where it cannot be."""

import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from counterfoil.errors import CounterfoilError, HomeError, KeyFileError, SettingsError
from counterfoil.flow.home import init_home, open_home
from counterfoil.flow.keys import KEY, PASSPHRASE, VKEY, load_key, make_key, make_passphrase_file, read_vkey
from counterfoil.model.settings import Owner, Settings

ORIGIN = "counterfoil.local/0011223344556677"
SECRET = "corréct horse"
OWNER = Settings(owner=Owner(name="N"))


@pytest.fixture(autouse=True)
def _no_passphrase_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COUNTERFOIL_PASSPHRASE", "COUNTERFOIL_PASSPHRASE_FILE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "keys").mkdir(mode=0o700)
    return tmp_path


def nobody() -> str | None:
    return None


def refused(home: Path, said: str) -> str:
    """The sentence with which the key is refused; nothing secret stands in it."""
    with pytest.raises(KeyFileError) as error:
        load_key(home, ORIGIN, nobody)
    sentence = str(error.value)
    assert said in sentence
    assert error.value.hint
    assert SECRET not in sentence + repr(error.value) + str(error.value.__cause__)
    return sentence


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_keys_are_for_their_owner_alone(home: Path) -> None:
    os.umask(before := os.umask(0))
    try:
        os.umask(0)
        signer = make_key(home, ORIGIN, None)
        make_passphrase_file(home)
    finally:
        os.umask(before)
    assert (mode(home / KEY), mode(home / PASSPHRASE)) == (0o600, 0o600)
    assert read_vkey(home) == signer.verifier.vkey
    assert load_key(home, ORIGIN, nobody) == signer


@pytest.mark.parametrize("bits", [0o640, 0o604, 0o620])
def test_a_key_that_others_can_read_is_refused(home: Path, bits: int) -> None:
    make_key(home, ORIGIN, None)
    (home / KEY).chmod(bits)
    assert "chmod 600" in refused(home, "can be read by others")


def test_a_key_is_never_written_over(home: Path) -> None:
    make_key(home, ORIGIN, None)
    before = (home / KEY).read_bytes()
    with pytest.raises(FileExistsError):
        make_key(home, ORIGIN, None)
    assert (home / KEY).read_bytes() == before


def test_the_passphrase_comes_from_the_environment_a_file_or_a_person(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signer = make_key(home, ORIGIN, SECRET)
    assert b"BEGIN ENCRYPTED" in (home / KEY).read_bytes()
    assert signer.seed not in (home / KEY).read_bytes()
    refused(home, "needs its passphrase")
    assert load_key(home, ORIGIN, lambda: SECRET) == signer
    elsewhere = home / "elsewhere"
    for end in ("", "\n", "\r\n"):
        elsewhere.write_text(SECRET + end, "utf-8", newline="")
        elsewhere.chmod(0o600)
        monkeypatch.setenv("COUNTERFOIL_PASSPHRASE_FILE", str(elsewhere))
        assert load_key(home, ORIGIN, nobody) == signer
    elsewhere.chmod(0o644)
    refused(home, "can be read by others")
    elsewhere.unlink()
    refused(home, f"COUNTERFOIL_PASSPHRASE_FILE names {elsewhere}, which is missing")
    monkeypatch.setenv("COUNTERFOIL_PASSPHRASE", SECRET)
    assert load_key(home, ORIGIN, nobody) == signer
    monkeypatch.setenv("COUNTERFOIL_PASSPHRASE", "")
    refused(home, "passphrase is wrong")


@pytest.mark.parametrize("wrong", ["", "wrong", SECRET + " ", "x" * 2000, "\0", "\udce9"])
def test_a_wrong_passphrase_is_said(home: Path, wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make_key(home, ORIGIN, SECRET)
    with pytest.raises(KeyFileError, match="passphrase is wrong"):
        load_key(home, ORIGIN, lambda: wrong)


def test_bytes_that_are_no_utf8_are_a_passphrase_too(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    signer = make_key(home, ORIGIN, os.fsdecode(b"caf\xe9"))
    (home / PASSPHRASE).write_bytes(b"caf\xe9\n")
    (home / PASSPHRASE).chmod(0o600)
    assert load_key(home, ORIGIN, nobody) == signer
    (home / PASSPHRASE).write_bytes(b"caf\xe8\n")
    refused(home, "passphrase is wrong")


@pytest.mark.parametrize("passphrase", ["", "x" * 1024])
def test_a_passphrase_that_protects_nothing_or_is_too_long_is_refused(home: Path, passphrase: str) -> None:
    with pytest.raises(KeyFileError, match="cannot protect"):
        make_key(home, ORIGIN, passphrase)
    assert not (home / KEY).exists()


def test_a_damaged_key_is_said(home: Path) -> None:
    make_key(home, ORIGIN, SECRET)
    (home / PASSPHRASE).write_text(SECRET, "utf-8")
    (home / PASSPHRASE).chmod(0o600)
    whole = (home / KEY).read_bytes()
    for damaged in (
        b"",
        whole[:40],
        whole[:-30],
        b"\0" * 100,
        whole[:80] + b"AAAA" + whole[84:],
    ):
        (home / KEY).write_bytes(damaged)
        refused(home, "could not be opened")
    (home / KEY).unlink()
    refused(home, "is missing")
    (home / KEY).mkdir(mode=0o700)
    refused(home, "could not be read")


@pytest.mark.parametrize("key", [X25519PrivateKey.generate(), ec.generate_private_key(ec.SECP256R1())])
def test_a_key_of_another_kind_is_said(home: Path, key: X25519PrivateKey | ec.EllipticCurvePrivateKey) -> None:
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (home / KEY).write_bytes(pem)
    (home / KEY).chmod(0o600)
    refused(home, "holds no Ed25519 key")


def test_a_public_key_that_is_missing_or_none_is_said(home: Path) -> None:
    with pytest.raises(KeyFileError, match="missing or unreadable"):
        read_vkey(home)
    (home / VKEY).write_bytes(b"\xff")
    with pytest.raises(KeyFileError, match="missing or unreadable"):
        read_vkey(home)


@pytest.mark.parametrize("vkey", ["", "+", "x", "x+0+", "a b+00000000+AAAA"])
def test_a_home_whose_public_key_is_none_is_not_written_to(tmp_path: Path, vkey: str) -> None:
    init_home(tmp_path / "h", OWNER, None, unencrypted=True)
    (tmp_path / "h" / VKEY).write_text(vkey, "ascii")
    with open_home(tmp_path / "h") as opened, pytest.raises(CounterfoilError):
        opened.logbook()


def test_another_key_of_the_right_kind_is_not_the_one_of_the_log(tmp_path: Path) -> None:
    init_home(tmp_path / "h", OWNER, None, unencrypted=True)
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (tmp_path / "h" / KEY).write_bytes(pem)
    with open_home(tmp_path / "h") as opened, pytest.raises(HomeError, match="not the one of this log"):
        opened.logbook()


def test_the_secret_stands_in_no_representation(home: Path) -> None:
    signer = make_key(home, ORIGIN, None)
    for shown in (repr(signer), str(signer), f"{signer}"):
        assert repr(signer.seed)[2:-1] not in shown
        assert signer.seed.hex() not in shown


@pytest.mark.parametrize("passphrase", [None, ""])
def test_a_home_without_a_passphrase_makes_one(tmp_path: Path, passphrase: str | None) -> None:
    init_home(tmp_path / "h", OWNER, passphrase)
    assert mode(tmp_path / "h" / PASSPHRASE) == 0o600
    assert mode(tmp_path / "h" / "keys") == 0o700
    with open_home(tmp_path / "h") as opened:
        assert opened.logbook().frontier().size == 1


def test_a_home_of_a_name_that_is_no_text_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        init_home(tmp_path / "h", Settings(owner=Owner(name="\udce9")), None, unencrypted=True)
    assert not (tmp_path / "h").exists()


@pytest.mark.parametrize("name", ["lock", "counterfoil.db", "counterfoil.db-wal", "keys", "originals"])
def test_what_is_not_ours_is_never_taken_or_removed(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine", "utf-8")
    with pytest.raises(HomeError, match="in it already"):
        init_home(tmp_path, OWNER, None, unencrypted=True)
    assert [(path.name, path.read_text("utf-8")) for path in tmp_path.iterdir()] == [(name, "mine")]
