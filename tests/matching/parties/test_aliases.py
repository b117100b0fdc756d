"""Parties that people said are one, by confirming links between their documents."""

from itertools import permutations

import pytest

from counterfoil.matching import Desk
from counterfoil.matching.parties.aliases import Aliases, taught
from counterfoil.matching.parties.identity import forms_of, same_party
from counterfoil.model.link import End, Link
from counterfoil.model.summary import PartySummary, Recorded
from matching.made import OTHER, SELLER, US, invoice, order, party, statement

TRADE_NAME = party("Holz am Tannhof", bare="70012", accounts=("DE1",))
PARENT = party("Nordwald Beteiligungen AG", accounts=("DE1",))


def learned(source: Recorded, target: Recorded, *, kind: str = "bills", confirmed: bool = True) -> list[object]:
    """What a decision on a link between two documents teaches."""
    link = Link(kind=kind, source=End(id=source.id, line="1"), target=End(id=target.id))
    return list(taught(Desk([source, target], (), (), [(link, confirmed)])))


def test_what_was_confirmed_makes_one_of_two() -> None:
    pairs = learned(invoice(seller=TRADE_NAME), order())
    assert pairs == [(TRADE_NAME, SELLER)]
    aliases = Aliases([(TRADE_NAME, SELLER)])
    assert same_party(TRADE_NAME, SELLER) is False
    assert aliases.same_party(TRADE_NAME, SELLER) is True
    assert aliases.same_party(TRADE_NAME, OTHER) is same_party(TRADE_NAME, OTHER)
    assert aliases.same_party(None, SELLER) is None
    assert aliases.forms_of(TRADE_NAME) == forms_of(TRADE_NAME) | {
        form for form in forms_of(SELLER) if not form.startswith("account:")
    }
    assert aliases.forms_of(OTHER) == forms_of(OTHER)


def test_of_our_own_sales_the_buyer_is_the_partner() -> None:
    sold = invoice(role="seller", seller=US, buyer=TRADE_NAME)
    assert learned(sold, order(role="seller", seller=US, buyer=OTHER)) == [(TRADE_NAME, OTHER)]
    both = [(SELLER, TRADE_NAME), (US, OTHER)]
    assert learned(invoice(role="neither"), order(role="neither", seller=TRADE_NAME, buyer=OTHER)) == both


@pytest.mark.parametrize("pairs", list(permutations([(TRADE_NAME, SELLER), (SELLER, PARENT), (OTHER, US)])))
def test_what_was_taught_adds_up_in_any_order(pairs: list[tuple[PartySummary, PartySummary]]) -> None:
    aliases = Aliases(pairs)
    assert aliases.same_party(TRADE_NAME, PARENT) is True
    assert aliases.same_party(OTHER, US) is True
    assert aliases.same_party(OTHER, PARENT) is False
    assert aliases.forms_of(TRADE_NAME) - forms_of(TRADE_NAME) == aliases.forms_of(PARENT) - forms_of(TRADE_NAME)


def test_an_account_or_a_number_without_scheme_makes_nobody_one() -> None:
    aliases = Aliases([(TRADE_NAME, SELLER)])
    assert aliases.same_party(party("Ganz anders", bare="70012", accounts=("DE1",)), SELLER) is False


def test_what_teaches_nothing() -> None:
    assert learned(invoice(seller=TRADE_NAME), order(), confirmed=False) == []
    assert learned(invoice(seller=TRADE_NAME), order(), kind="pays") == []
    assert learned(invoice(), order()) == []
    assert learned(invoice(seller=None), order()) == []
    assert learned(invoice(seller=TRADE_NAME), statement()) == []
    gone = Link(kind="bills", source=End(id=b"gone"), target=End(id=b"gone"))
    assert list(taught(Desk([], (), (), [(gone, True)]))) == []
