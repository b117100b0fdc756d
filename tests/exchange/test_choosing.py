"""What of each fact is disclosed by default, and what a person adds and takes away."""

from collections.abc import Sequence

import pytest

from counterfoil.errors import ProofError, UsageError
from counterfoil.exchange.presenting.choosing import GROUPS, choose, parse_choice, shown_always
from counterfoil.exchange.presenting.showing import Showing, listed, parts_of, titles
from counterfoil.exchange.proof.attested import ACKNOWLEDGED, CREDITED, DISPUTED, KINDS, PAID, unshown
from exchange.papers import INVOICE, Papers, trade

FORMAT = {"to", "seq", "document", "refers"}
DEFAULT = {"number", "issued", "due", "currency", "total", "payable", "seller", "buyer", "references"}


def showing(papers: Papers, word: str, *names: str) -> Showing:
    """The paper of this kind, as it is shown by these names."""
    return next(one for one in choose(papers.facts, parse_choice(names)) if one.value("document") == word)


def test_by_default_a_credit_officer_sees_enough_and_nobody_more() -> None:
    shown = showing(trade(), "invoice")
    assert shown.shown == FORMAT | DEFAULT
    assert set(shown.withheld) == {*INVOICE, *FORMAT, "lines/1", "lines/2"} - shown.shown - {"lines"}
    assert not {"payee", "deliver_to", "lines/1", "net"} & shown.shown


def test_acknowledgements_are_shown_whole_by_default() -> None:
    papers = trade()
    (acknowledged,) = [one for one in choose(papers.facts) if one.fact.kind == ACKNOWLEDGED]
    assert acknowledged.withheld == []


CHOICES = [
    (["net"], {"net"}, set()),
    (["lines"], {"lines/1", "lines/2"}, set()),
    (["lines/2"], {"lines/2"}, set()),
    (["invoice:lines"], {"lines/1", "lines/2"}, set()),
    (["order:lines"], set(), set()),
    (["terms"], {"net", "tax", "payment_terms", "buyer_reference", "type_code"}, set()),
    (["parties"], {"payee", "deliver_to"}, set()),
    (["payments"], {"payment_reference"}, set()),
    (["-seller"], set(), {"seller"}),
    (["-parties", "buyer"], set(), {"seller"}),
    (["lines", "-lines/1"], {"lines/2"}, set()),
    (["-lines/1", "lines"], {"lines/1", "lines/2"}, set()),
    (["all", "-parties"], {*INVOICE, "lines/1", "lines/2"} - {"lines"}, {"seller", "buyer", "payee", "deliver_to"}),
    (["-all"], set(), DEFAULT),
    (["original"], set(), set()),
]


@pytest.mark.parametrize(("names", "more", "less"), CHOICES)
def test_a_person_adds_and_takes_away_and_the_last_word_counts(
    names: list[str], more: set[str], less: set[str]
) -> None:
    assert showing(trade(), "invoice", *names).shown == (FORMAT | DEFAULT | more) - less


def test_a_choice_may_concern_some_facts_only() -> None:
    order = showing(trade(), "order", "order:lines", "invoice:net", "-order:payable")
    assert {"lines/1", "lines/2"} <= order.shown
    assert not {"net", "payable"} & order.shown


def test_groups_hold_whole_facts() -> None:
    papers = trade()
    invoice = papers.facts[2]
    papers.about(papers.seller, PAID, invoice, amount="100.00", currency="EUR", date="2027-02-01")
    papers.about(papers.seller, CREDITED, invoice, amount="50.00", currency="EUR", credit_note="ab" * 32)
    papers.about(papers.buyer, DISPUTED, invoice, codes=["over-billed"], amount="50.00")
    by_kind = {one.fact.kind: one for one in choose(papers.facts, parse_choice(["-payments", "-acknowledgements"]))}
    assert {"amount", "currency", "date"} <= set(by_kind[PAID].withheld)
    assert {"amount", "credit_note"} <= set(by_kind[CREDITED].withheld)
    assert {"amount", "role"} <= set(by_kind[ACKNOWLEDGED].withheld)
    assert {"codes", "amount"} <= set(by_kind[DISPUTED].withheld)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_the_format_demands_is_always_shown(kind: str) -> None:
    assert unshown(kind, dict.fromkeys(shown_always(kind), 1)) is None
    assert {"to", "seq", "previous", "of", "refers"} <= shown_always(kind)
    for one in choose(trade().facts, parse_choice(["-all"])):
        assert one.shown == shown_always(one.fact.kind) & one.parts.keys()


WRONG = [
    (["colour"], "'colour'", "lines, net, notes, number"),
    (["order:colour"], "'colour'", "payable"),
    (["receipt:lines"], "no receipt", "receipt-advice"),
    (["lines/9"], "no lines/9", "has 2"),
    (["receipt-advice:lines/3"], "no lines/3", "has 2"),
    (["number/1"], "no number/1", "has 0"),
    (["lines/0"], "'lines/0'", "lines/3"),
    (["--lines"], "'--lines'", "-seller"),
    ([""], "''", "payable"),
]


@pytest.mark.parametrize(("names", "message", "hint"), WRONG)
def test_a_name_that_means_nothing_is_refused_with_what_there_is(names: list[str], message: str, hint: str) -> None:
    with pytest.raises(UsageError) as refused:
        choose(trade().facts, parse_choice(names))
    assert message in refused.value.message
    assert hint in refused.value.hint


def test_a_known_name_that_is_not_there_is_no_mistake() -> None:
    assert choose(trade(due=None).facts, parse_choice(["due", "rounding", "-rounding"]))


def test_a_choice_is_told_as_it_was_written() -> None:
    written = ["payable", "-seller", "order:lines/3", "-order:lines"]
    assert list(map(str, parse_choice(written))) == written


def test_groups_and_names_do_not_collide() -> None:
    names = {name for names in GROUPS.values() for name in names}
    assert names.isdisjoint(GROUPS)


def test_parts_are_what_disclosures_open() -> None:
    invoice = trade().facts[2]
    parts = parts_of(invoice)
    assert {part.disclosure for part in parts.values()} == set(invoice.disclosures)
    assert [part.value["id"] for path, part in parts.items() if path.startswith("lines")] == ["1", "2"]
    assert parts["payable"].value == "1190.00"


def test_a_disclosure_of_another_fact_is_refused() -> None:
    from msgspec.structs import replace

    order, invoice = trade().facts[0], trade().facts[2]
    with pytest.raises(ProofError, match="does not belong"):
        parts_of(replace(order, disclosures=invoice.disclosures))


def test_facts_have_names_for_people() -> None:
    papers = trade()
    papers.about(papers.seller, PAID, papers.facts[2], amount="1.00")
    assert list(titles(papers.facts).values()) == [
        "order PO-4711",
        "receipt-advice WE-77",
        "invoice RE-2027-0815",
        "acknowledgement (approved) of invoice RE-2027-0815",
        "payment of invoice RE-2027-0815",
    ]
    assert titles(trade(number=None).facts[2:]).popitem()[1].endswith("invoice without a number")
    assert titles(trade().facts[3:]).popitem()[1] == "acknowledgement (approved) of a paper"


@pytest.mark.parametrize(
    ("names", "said"), [([], ""), (["a"], "a"), (["a", "b", "c"], "a, b and c"), (list("abcd"), "a, b and 2 more")]
)
def test_many_names_are_cut_short(names: Sequence[str], said: str) -> None:
    assert listed(names, 3) == said
