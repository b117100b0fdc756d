"""What holds of any set of documents: no order of arrival or of candidates matters, and no cash is given out twice."""

import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from counterfoil.matching import MATCHERS
from counterfoil.matching.parties.identity import same_party
from counterfoil.model import summary as kinds
from counterfoil.model.summary import Recorded, Reference, StatementSummary, TradeSummary
from matching.made import (
    DAY,
    OTHER,
    SELLER,
    US,
    Record,
    billing,
    entry,
    event,
    invoice,
    item,
    order,
    party,
    ref,
    statement,
    trade,
)

PARTIES = (*[SELLER] * 9, party("Sägewerk Tannhof KG"), party(gln="4098765000001"), OTHER, party("Any"), None)
NUMBERS = ("X-1", "X-1", "x 1", "X-2", "4711")
NAMED = {
    kinds.ORDER: (kinds.ORDER,),
    kinds.DESPATCH_ADVICE: (kinds.ORDER,),
    kinds.RECEIPT_ADVICE: (kinds.ORDER, kinds.DESPATCH_ADVICE),
    kinds.INVOICE: (kinds.ORDER, kinds.ORDER, kinds.DESPATCH_ADVICE, kinds.RECEIPT_ADVICE, kinds.INVOICE),
    kinds.CREDIT_NOTE: (kinds.INVOICE,),
    kinds.INVOICE_RESPONSE: (kinds.INVOICE, kinds.CREDIT_NOTE),
}


def world_of(random_: random.Random) -> list[Recorded]:
    """Some documents that have much to do with one another, though not all of it fits."""
    made = [random_.choice((tidy, tidy, tidy, goods, bank, seen))(random_) for _ in range(random_.randint(4, 26))]
    return list({one.id: one for one in made}.values())


def tidy(random_: random.Random) -> Recorded:
    """A document of one small trade that says all that it should, though not the right quantities and amounts."""
    pick, number = random_.choice, random_.choice(("X-1", "X-2"))
    kind = pick((*NAMED, kinds.INVOICE, kinds.STATEMENT))
    if kind == kinds.STATEMENT:
        line = entry(pick(("-50", "-80", "-100")), number, counterparty=SELLER, entry_reference=pick((None, "B-1")))
        return statement(line, number=pick(("S-1", "S-2")))
    named = pick(NAMED.get(kind, (kinds.ORDER,)))
    lines = (item("1", pick(("3", "5", "8")), ref(named, "X-1", "1")), item("2", "5", ref(named, "X-1", pick("12"))))
    issued = DAY + timedelta(days=random_.randint(0, 2))
    payable = "100" if kind == kinds.INVOICE else "20"
    return trade(kind, number, *lines[: random_.randint(1, 2)], issued=issued, payable=payable)


def goods(random_: random.Random) -> Recorded:
    """A trade document that names others, by line or as a whole."""
    pick = random_.choice
    kind = pick(tuple(NAMED))

    def named() -> Reference:
        return ref(pick(NAMED[kind]), pick((*NUMBERS, "")), pick(("1", "1", "2", "3", None)))

    lines = [
        item(str(n), pick(("1", "4", "10", "-2")), *(named() for _ in range(pick((0, 1, 1, 2)))), unit=pick(UNITS))
        for n in range(1, random_.randint(1, 4))
    ]
    terms: dict[str, Any] = {
        "seller": pick(PARTIES),
        "buyer": pick((*[US] * 8, OTHER, None)),
        "issued": pick((None, *(DAY + timedelta(days=n) for n in range(3)))),
        "references": tuple(named() for _ in range(random_.randint(0, 2))),
        "role": pick((*["buyer"] * 6, "seller", "neither")),
        "currency": pick(("EUR", "EUR", "EUR", "USD", None)),
    }
    if kind in (kinds.INVOICE, kinds.CREDIT_NOTE):
        terms |= {"payable": pick(("100", "50", "20", "30.01", "-20", None)), "type_code": pick(("380", "380", "384"))}
        terms |= {"payment_reference": pick((None, *NUMBERS))}
    return trade(kind, pick(NUMBERS), *lines, **terms)


UNITS = ("C62", "C62", "C62", "KGM")


def bank(random_: random.Random) -> Recorded:
    """A statement whose entries name numbers, in texts and references."""
    pick = random_.choice
    lines = []
    for n in range(random_.randint(1, 3)):
        words = (*NUMBERS, "X", "-2", "vom")
        terms: dict[str, Any] = {
            "references": tuple(
                Reference(document="document", number=pick(NUMBERS), amount=pick((None, Decimal(20), Decimal(50))))
                for _ in range(pick((0, 0, 1, 2)))
            ),
            "reversal": random_.random() < 0.2,
            "end_to_end_id": pick((None, None, *NUMBERS)),
            "counterparty": pick(PARTIES),
            "entry_reference": pick((None, "B-1")),
            "charges": pick((None, None, "1")),
            "instructed": pick((None, None, "50")),
            "instructed_currency": pick(("USD", "EUR", None)),
        }
        texts = [" ".join(pick(words) for _ in range(random_.randint(0, 4))) for _ in range(2)]
        amount = pick(("100", "-100", "-150", "80", "-80", "30.01", "-7"))
        lines.append(entry(amount, *texts, position=str(n + 1), **terms))
    return statement(*lines, number=pick(NUMBERS), issued=DAY + timedelta(days=random_.randint(0, 2)))


def seen(random_: random.Random) -> Recorded:
    """A goods event."""
    kind = random_.choice((kinds.ORDER, kinds.DESPATCH_ADVICE, kinds.INVOICE))
    return event(ref(kind, f"urn:epcglobal:cbv:bt:{random_.choice(GLNS)}:X-1"), ref(kind, random_.choice(NUMBERS)))


GLNS = ("4012345000009", "4098765000001", "4000000000006")
worlds = st.integers(0, 2**64).map(lambda seed: world_of(random.Random(seed)))


@given(worlds, st.randoms(use_true_random=False))
def test_no_order_of_candidates_changes_a_link(world: list[Recorded], random_: random.Random) -> None:
    record = Record(*world)

    def shuffled(key: str) -> Sequence[Recorded]:
        found = list(record.find(key))
        random_.shuffle(found)
        return found

    for document in world:
        for matcher in MATCHERS:
            one, other = (sorted(matcher.links(document, find), key=repr) for find in (record.find, shuffled))
            assert one == other


@given(worlds, st.randoms(use_true_random=False), st.integers(1, 4))
def test_links_and_discrepancies_are_the_same_from_scratch_and_one_after_the_other(
    world: list[Recorded], random_: random.Random, batch: int
) -> None:
    at_once, shuffled = Record(*world), list(world)
    random_.shuffle(shuffled)
    step_by_step = Record()
    for at in range(0, len(shuffled), batch):
        step_by_step.add(*shuffled[at : at + batch])
    assert step_by_step.links == at_once.links
    assert step_by_step.discrepancies() == at_once.discrepancies()


@given(worlds)
def test_candidates_are_asked_for_by_the_keys_that_are_sought_and_no_others(world: list[Recorded]) -> None:
    record = Record(*world)
    for document in world:
        for matcher in MATCHERS:
            sought = {*matcher.seeks(document), *(matcher.beside.seeks(document) if matcher.beside else ())}

            def find(key: str, sought: set[str] = sought) -> Sequence[Recorded]:
                assert key in sought
                return record.find(key)

            list(matcher.links(document, find))


@given(worlds)
def test_no_link_stands_twice_and_none_leads_to_itself(world: list[Recorded]) -> None:
    links = Record(*world).links
    ends = [(link.kind, link.source, link.target) for link in links]
    assert len(set(ends)) == len(ends)
    assert all(link.source.id != link.target.id for link in links)


# What came back names a credit note that is larger than all that it could be set off against.
@example(world_of(random.Random(18395)))
@given(worlds)
def test_the_cash_of_an_entry_is_given_out_at_most_once(world: list[Recorded]) -> None:
    record = Record(*world)
    given_out: dict[tuple[bytes, str | None], Decimal] = defaultdict(Decimal)
    for link in record.links:
        if link.kind == "pays":
            target = record.documents[link.target.id]
            entry_ = record.context().entry(link.source)
            assert entry_ is not None
            amount = link.amount or Decimal(0)
            if target.role == "neither":
                amount = amount.copy_sign(entry_[1].amount) if amount * entry_[1].amount < 0 else amount
            given_out[link.source.id, link.source.line] += -amount if target.role == "buyer" else amount
    neither = {one.id for one in world if one.role == "neither" and not isinstance(one.summary, StatementSummary)}
    mixed = {(link.source.id, link.source.line) for link in record.links if link.target.id in neither}
    for (id, position), cash in given_out.items():
        summary = record.documents[id].summary
        assert isinstance(summary, StatementSummary)
        (line,) = (one for one in summary.lines if one.position == position)
        assert (id, position) in mixed or abs(cash) <= abs(line.amount)


@given(worlds)
def test_no_link_joins_documents_whose_parties_conflict(world: list[Recorded]) -> None:
    record = Record(*world)
    for link in record.links:
        ours, theirs = record.documents[link.source.id].summary, record.documents[link.target.id].summary
        if isinstance(ours, TradeSummary) and isinstance(theirs, TradeSummary):
            # An invoice can come again through another record of the supplier.
            assert link.kind == "repeats" or same_party(ours.seller, theirs.seller) is not False
            assert same_party(ours.buyer, theirs.buyer) is not False


OF_THE_WHOLE = ("duplicate-invoice", "currency-mismatch", "order-cancelled", "payee-account-changed")
"""They stand on an invoice whatever it asks for."""


@given(worlds)
def test_a_discrepancy_is_about_money_or_goods_that_are_really_missing(world: list[Recorded]) -> None:
    for one in Record(*world).discrepancies():
        assert one.amount is None or one.amount > 0 or one.code in OF_THE_WHOLE


def test_a_long_invoice_names_each_line_of_a_long_order() -> None:
    lines = [str(n) for n in range(1, 3001)]
    papers = [order("PO-1", *(item(line) for line in lines)), invoice("INV-1", *billing(*lines))]
    assert len(Record(*papers).links) == len(lines)
