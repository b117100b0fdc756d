"""Facts between companies say what their kind must say, and keys do not show what they hold."""

from typing import Any

import pytest

from counterfoil.exchange.proof.attested import ACKNOWLEDGED, CHECKED, OFFERED
from counterfoil.exchange.proof.verification import verify_dossier
from exchange.made import Trade, company, seed

WRONG: dict[str, tuple[str, dict[str, Any]]] = {
    "a level that is none": (ACKNOWLEDGED, {"level": "loved"}),
    "a level that is a number": (ACKNOWLEDGED, {"level": 4}),
    "an amount with a comma": (ACKNOWLEDGED, {"level": "approved", "amount": "1,00"}),
    "an amount that is a number": (ACKNOWLEDGED, {"level": "approved", "set_off": 1}),
    "an assignee that is a name": (ACKNOWLEDGED, {"level": "assignment", "assignee": "Bank"}),
    "valid as a word": (CHECKED, {"valid": "yes"}),
    "a paper that is none": (OFFERED, {"document": "letter"}),
    "an original in capitals": (OFFERED, {"document": "order", "original": "A" * 64}),
    "refers to a text": (OFFERED, {"document": "order", "refers": "order"}),
    "refers by an odd kind": (OFFERED, {"document": "order", "refers": [{"kind": "likes", "subject": "0" * 64}]}),
    "refers to no subject": (OFFERED, {"document": "order", "refers": [{"kind": "bills", "subject": "0"}]}),
    "refers with more": (OFFERED, {"document": "order", "refers": [{"kind": "bills", "subject": "0" * 64, "x": 1}]}),
    "a previous before the first": (OFFERED, {"document": "order", "previous": "0" * 64}),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_claim_that_is_not_what_it_must_be(name: str) -> None:
    kind, claims = WRONG[name]
    trade = Trade()
    if kind == OFFERED:
        trade.says(trade.buyer, kind, "another", **claims)
    else:
        trade.about(trade.buyer, kind, **claims)
    found = verify_dossier(trade.data, trade.reader())
    assert (found.reason, found.where) == ("claims", f"credentials[{len(trade.said) - 1}]")


@pytest.mark.parametrize("claims", [{"seq": 0}, {"seq": "1"}, {"to": "Seller"}, {"of": "x"}])
def test_what_all_facts_say_is_of_its_type(claims: dict[str, Any]) -> None:
    trade = Trade()
    said = {"seq": 2, "previous": "0" * 64, "of": "0" * 64, "level": "received"}
    trade.odd(ACKNOWLEDGED, "invoice", **(said | claims))
    assert verify_dossier(trade.data, trade.reader()).reason == "claims"


def test_a_key_does_not_show_its_seed() -> None:
    key = company("Seller").key
    assert seed("Seller").hex() not in repr(key)
    assert repr(key) == f"CompanyKey(company={key.company!r})"
