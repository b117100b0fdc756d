"""The trust file: whom a reader knows, and what it must not say."""

import tomllib
from typing import Any

import pytest
from msgspec.structs import replace

from counterfoil.errors import SettingsError
from counterfoil.exchange.proof.trust import parse_trust
from counterfoil.log.base64url import encode_base64url
from counterfoil.log.cosignature import Cosigner
from counterfoil.log.signature_type import COSIGNATURE
from exchange.made import NOW, Company, company, seed
from exchange.standalone import VERIFY

SELLER, BUYER = company("Seller"), company("Buyer")
KEY, LOG = encode_base64url(SELLER.key.public_key), SELLER.signer.verifier
SMALL = bytes(32)
"""A key of small order, under which a signature may hold for more than one message."""
WITNESS = Cosigner(name="witness.example", seed=seed("witness")).verifier.vkey
RENAMED = Cosigner(name="another.example", seed=seed("witness")).verifier.vkey


def entry(one: Company, **changes: str) -> str:
    told = {
        "name": f'"{one.name}"',
        "id": f'"{one.key.company}"',
        "keys": f'["{encode_base64url(one.key.public_key)}"]',
        "logs": f'["{one.signer.verifier.vkey}"]',
        "assurance": '"an account that we have paid"',
    }
    return "[[company]]\n" + "".join(f"{name} = {value}\n" for name, value in (told | changes).items())


def witnesses(threshold: str = "1", keys: str = f'["{WITNESS}"]') -> str:
    return f"[witnesses]\nthreshold = {threshold}\nkeys = {keys}\n"


def test_companies_and_witnesses_are_read() -> None:
    trust = parse_trust(entry(SELLER) + entry(BUYER) + witnesses())
    assert set(trust.companies) == {SELLER.key.company, BUYER.key.company}
    assert trust.companies[SELLER.key.company].assurance == "an account that we have paid"
    assert trust.owner_of_key(BUYER.key.public_key) == BUYER.key.company
    assert trust.owner_of_log(SELLER.signer.verifier.vkey) == SELLER.key.company
    assert trust.owner_of_key(bytes(32)) is trust.owner_of_log("x") is None
    assert trust.quorum is not None
    assert [one.vkey for one in trust.quorum.witnesses] == [WITNESS]


def test_nobody_need_be_trusted() -> None:
    assert (parse_trust("").companies, parse_trust("").quorum) == ({}, None)


WRONG = (
    ("[[", "not TOML"),
    ("more = 1", "a part that we do not know: more"),
    ("company = 1", "starts with [[company]]"),
    ("company = [1]", "number 1 of the trust file needs just"),
    (entry(SELLER, more="1"), "needs just"),
    (entry(SELLER, name="1"), "name in [[company]] number 1 of the trust file is not a text"),
    (entry(SELLER, assurance='""'), "assurance in"),
    (entry(SELLER, id='"Seller"'), "is not the id of a company"),
    (entry(SELLER, keys='"x"'), "keys in [[company]] number 1 of the trust file is not a list"),
    (entry(SELLER, keys='["x"]'), "not an Ed25519 public key"),
    (entry(SELLER, logs='["x"]'), "cannot be used"),
    (entry(SELLER, logs=f'["{replace(LOG, public_key=SMALL).vkey}"]'), "cannot be used"),
    (entry(SELLER, keys=f'["{encode_base64url(SMALL)}"]'), "not an Ed25519 public key"),
    (entry(SELLER, logs=f'["{LOG.vkey.replace(LOG.key_id.hex(), "0" * 8)}"]'), "cannot be used"),
    (witnesses(keys=f'["{replace(LOG, public_key=SMALL, algorithm=COSIGNATURE).vkey}"]'), "cannot be used"),
    (entry(SELLER, name='""'), "name in"),
    (entry(SELLER, keys=f'["{KEY}", "{KEY}"]'), "A key stands twice"),
    (entry(SELLER, logs=f'["{LOG.vkey}", "{LOG.vkey}"]'), "A log stands twice"),
    (entry(SELLER, logs=f'["{replace(LOG, algorithm=COSIGNATURE).vkey}"]'), "makes no checkpoints"),
    (entry(SELLER, logs=f'["{replace(LOG, name=chr(1)).vkey}"]'.replace(chr(1), "\\u0001")), "cannot be used"),
    ("company = " + "[" * 5000 + "]" * 5000, "nested too deeply"),
    (entry(SELLER) + entry(SELLER), "A company stands twice"),
    (entry(SELLER) + entry(BUYER, keys=f'["{encode_base64url(SELLER.key.public_key)}"]'), "A key stands twice"),
    (entry(SELLER) + entry(BUYER, logs=f'["{SELLER.signer.verifier.vkey}"]'), "A log stands twice"),
    (entry(SELLER, logs=f'["{LOG.vkey}", "{replace(LOG, name="another.example").vkey}"]'), "A key stands twice"),
    (entry(SELLER) + entry(BUYER, logs=f'["{replace(LOG, name="another.example").vkey}"]'), "A key stands twice"),
    (entry(SELLER, logs=f'["{replace(LOG, public_key=SELLER.key.public_key).vkey}"]'), "A key stands twice"),
    (entry(SELLER) + witnesses(keys=f'["{replace(LOG, algorithm=COSIGNATURE).vkey}"]'), "A key stands twice"),
    (witnesses(threshold='"1"'), "[witnesses] of the trust file needs just threshold"),
    (witnesses(threshold="2", keys=f'["{WITNESS}", "{RENAMED}"]'), "counts one witness twice"),
    (witnesses(threshold="2"), "asks for 2 of 1 witnesses"),
    (witnesses(keys=f'["{SELLER.signer.verifier.vkey}"]'), "makes no cosignatures"),
    ("witnesses = 1", "needs just threshold"),
)


@pytest.mark.parametrize(("text", "says"), WRONG)
def test_what_a_trust_file_must_not_say(text: str, says: str) -> None:
    with pytest.raises(SettingsError) as refused:
        parse_trust(text)
    assert says in str(refused.value)


@pytest.mark.parametrize("text", [text for text, _ in WRONG])
def test_the_standalone_verifier_refuses_the_same(text: str) -> None:
    with pytest.raises((ValueError, RecursionError)):
        by_standalone(tomllib.loads(text))


def test_the_standalone_verifier_reads_what_we_read() -> None:
    for text in ("", entry(SELLER) + entry(BUYER) + witnesses(), entry(SELLER, keys="[]", logs="[]")):
        assert parse_trust(text) is not None
        assert by_standalone(tomllib.loads(text))["reason"] == "form"


def by_standalone(table: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = VERIFY(b"", table, now=NOW, audience=None, nonce=None, age_max=60)
    return found
