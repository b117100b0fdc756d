"""What an update makes of the invoices whose dossiers a reader holds."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from counterfoil.exchange.proof.attested import CREDITED, OFFERED, PAID
from counterfoil.exchange.proof.company import CompanyKey
from counterfoil.exchange.proof.dossier import Dossier
from counterfoil.exchange.proof.evidence import COUNTERPARTY
from counterfoil.exchange.proof.reader import DAY
from counterfoil.exchange.proof.update import Update, parse_shown, parse_update
from counterfoil.exchange.proof.updated import Renewed, verify_update
from counterfoil.exchange.proof.verification import verify_dossier
from exchange.made import NOW, full, refers, seed
from exchange.portfolios import Portfolio


def renewed(portfolio: Portfolio, update: Update, held: Sequence[Dossier | Update] = (), **changes: object) -> Renewed:
    files = [one.data for one in held or portfolio.dossiers]
    found = verify_update(update.data, files, portfolio.reader(**changes))
    assert found.consistent, (found.reason, found.where, found.message)
    return found


def levels(found: Renewed) -> list[int]:
    return [one.level for one in found.invoices]


@pytest.mark.parametrize("is_of_one_day", [True, False])
def test_dossiers_that_are_too_old_alone_are_renewed_by_one_file(is_of_one_day: bool) -> None:
    portfolio = Portfolio(is_of_one_day=is_of_one_day)
    assert {verify_dossier(one.data, portfolio.reader()).reason for one in portfolio.dossiers} == {"age"}
    update = portfolio.update()
    assert (update.credentials, update.keys) == ((), ())
    assert len(update.consistency) == (0 if is_of_one_day else 2 * 2)
    found = renewed(portfolio, update)
    assert levels(found) == [5, 5, 5]
    assert [one.subject for one in found.invoices] == [one.subjects[0].id for one in portfolio.dossiers]
    assert all(one.signers == "known" and one.missing is None and one.withheld == 0 for one in found.invoices)


def test_an_invoice_says_the_same_renewed_as_by_itself() -> None:
    portfolio = Portfolio()
    found = renewed(portfolio, portfolio.update())
    then = portfolio.reader(now=NOW - 29 * DAY)
    for dossier, after in zip(portfolio.dossiers, found.invoices, strict=True):
        before = verify_dossier(dossier.data, then)
        assert [replace(one, file=None) for one in after.evidence] == list(before.evidence)
        assert {one.file for one in after.evidence} == {dossier.digest}
        assert {fact.entry for fact in after.facts} == {fact.entry for fact in before.facts}


def test_what_is_new_counts() -> None:
    portfolio = Portfolio()
    portfolio.disputed(1)
    portfolio.trades[2].about(portfolio.buyer, PAID, amount="1190.00", currency="EUR", date="2027-01-14")
    update = portfolio.update()
    assert len(update.credentials) == 2
    found = renewed(portfolio, update)
    assert levels(found) == [5, 3, 5]
    disputed = next(one for one in found.invoices[1].evidence if one.evidence == "disputed")
    assert (disputed.by, disputed.credential, disputed.file) == (COUNTERPARTY, 0, update.digest)
    assert "paid" in {one.evidence for one in found.invoices[2].evidence}


def test_new_subjects_come_with_what_names_them() -> None:
    portfolio = Portfolio(1)
    trade = portfolio.trades[0]
    trade.says(portfolio.carrier, OFFERED, "carried", document="despatch-advice")
    trade.acknowledged("matched", refers=refers(receives=["0 carried"]))
    trade.about(portfolio.seller, CREDITED, amount="90.00", currency="EUR", credit_note=trade.subject("credit"))
    trade.says(portfolio.seller, OFFERED, "credit", document="credit-note", number="C-1")
    update = portfolio.update()
    assert [one.company for one in update.keys] == [portfolio.carrier.key.company]
    found = renewed(portfolio, update)
    assert ("delivered", "third party") in {(one.evidence, one.by) for one in found.invoices[0].evidence}
    assert {one.claims.get("number") for one in found.invoices[0].facts} >= {"C-1", "PO-1", "R-1"}


def test_updates_build_on_one_another_and_on_new_dossiers() -> None:
    portfolio = Portfolio(2)
    portfolio.disputed(0)
    first = portfolio.update(time=NOW - 20 * DAY)
    portfolio.settled()
    second = portfolio.update([first], time=NOW - 10 * DAY)
    portfolio.trades.append(added := full(portfolio.companies, "more "))
    dossier = portfolio.dossier(added)
    portfolio.settled()
    portfolio.disputed(2)
    third = portfolio.update([second, dossier])
    held: list[Dossier | Update] = [third, dossier, second, first, *portfolio.dossiers]
    assert levels(renewed(portfolio, third, held)) == [3, 5, 3]
    for missing in (dossier, second, first, portfolio.dossiers[1]):
        files = [one.data for one in held if one is not missing]
        found = verify_update(third.data, files, portfolio.reader())
        assert (found.reason, found.consistent, found.invoices) == ("base", False, ())


def test_a_file_may_be_built_on_in_two_ways() -> None:
    portfolio = Portfolio(1)
    chain: list[Dossier | Update] = [*portfolio.dossiers]
    for number in range(40):
        chain.append(portfolio.update(chain[-2:], time=NOW - (20 * DAY - number * 3600)))
    portfolio.disputed(0)
    last = portfolio.update(chain[::-1])
    assert levels(renewed(portfolio, last, chain)) == [3]


def test_a_dossier_that_is_not_renewed_is_told() -> None:
    portfolio = Portfolio()
    portfolio.trades.pop()
    found = renewed(portfolio, portfolio.update(portfolio.dossiers[:2]))
    assert len(found.invoices) == 2
    assert found.left_out == (portfolio.dossiers[2].subjects[0].id,)


def test_one_invoice_in_two_dossiers_is_one_with_all_that_either_discloses() -> None:
    portfolio = Portfolio(1)
    trade = portfolio.trades[0]
    made = []
    for withheld in ({"payable", "lines/1"}, {"number", "lines/0"}, set[str]()):
        trade.withheld = withheld
        made.append(portfolio.dossier(trade))
    lines = [{"id": "1", "amount": "600.00"}, {"id": "2", "amount": "400.00"}]
    for held in (made[:2], made[1::-1], [made[0], made[2]], [made[2], made[1]]):
        (found,) = renewed(portfolio, portfolio.update(held), held).invoices
        claims = found.facts[0].claims
        assert (claims["payable"], claims["number"], claims["lines"]) == ("1190.00", "INV-0 ", lines)
        assert found.facts[0].withheld == 0


def test_an_update_may_disclose_more_of_an_old_fact() -> None:
    portfolio = Portfolio(1)
    trade = portfolio.trades[0]
    trade.withheld = {"payable"}
    dossier = portfolio.dossier(trade)
    trade.withheld = set()
    made = portfolio.unbound([dossier])
    again = trade.credential(trade.invoice, portfolio.companies[:2])
    (found,) = renewed(portfolio, portfolio.bound(replace(made, credentials=(again,))), [dossier]).invoices
    assert (found.withheld, found.facts[0].claims["payable"]) == (0, "1190.00")
    assert found.facts[0].file == dossier.digest


def test_a_holder_with_a_newer_key_renews_what_it_showed_with_an_older() -> None:
    portfolio = Portfolio(1)
    newer = CompanyKey(seed=seed("newer"), company=portfolio.seller.key.company)
    trust = portfolio.reader().trust
    assert trust is not None
    known = trust.companies[newer.company]
    both = replace(known, keys=known.keys | {newer.public_key})
    portfolio.seller.key = newer
    update = portfolio.update()
    assert [one.public_key for one in update.keys] == [newer.public_key]
    companies = {**trust.companies, newer.company: both}
    assert levels(renewed(portfolio, update, trust=replace(trust, companies=companies))) == [5]
    only = {**companies, newer.company: replace(both, keys=frozenset({newer.public_key}))}
    files = [one.data for one in portfolio.dossiers]
    lost = verify_update(update.data, files, portfolio.reader(trust=replace(trust, companies=only)))
    assert (lost.reason, lost.where) == ("company", f"{portfolio.dossiers[0].digest} keys[0]")


def test_without_trust_or_questions_it_holds_and_counts_for_nothing() -> None:
    portfolio = Portfolio(1)
    found = renewed(portfolio, portfolio.update(), trust=None, audience=None, nonce=None)
    assert [(one.level, one.signers) for one in found.invoices] == [(0, "unknown")]


def test_an_update_is_read_as_it_was_written() -> None:
    portfolio = Portfolio(is_of_one_day=False)
    portfolio.disputed(0)
    update = portfolio.update()
    assert parse_update(update.data) == update == parse_shown(update.data)
    assert parse_shown(portfolio.dossiers[0].data) == portfolio.dossiers[0]


def test_a_log_that_was_empty_grew_from_nothing() -> None:
    portfolio = Portfolio(1)
    dossier = portfolio.dossiers[0]
    empty = portfolio.empty_log(portfolio.carrier)
    dossier = portfolio.shown(replace(dossier, logs=(*dossier.logs, empty)))
    update = portfolio.update([dossier])
    assert len(update.logs) == 3
    assert not [one for one in update.consistency if one.size == 0]
    assert levels(renewed(portfolio, update, [dossier])) == [5]
