"""What judging looks at beyond links, who looks from where, and what is told where links are unclear."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec

from counterfoil.matching import Context, Desk, discrepancies_of, near
from counterfoil.model import summary as kinds
from counterfoil.model.link import Basis, End, Link
from counterfoil.model.summary import MasterSummary, Recorded
from matching.made import DAY, Record, credit_note, id_of, invoice, item, order, receipt, ref, trade

PO = kinds.ORDER


def bill(number: str, days: int, **terms: Any) -> Recorded:
    """An invoice of the seller some days after the first."""
    return invoice(number, item("1"), **{"issued": DAY + timedelta(days=days), **terms})


def ordered(number: str, days: int) -> Recorded:
    """An order to the seller."""
    return order(number, item("1", name="Oak"), issued=DAY + timedelta(days=days))


def named(document: Recorded, *there: Recorded, new: tuple[Recorded, ...] = ()) -> set[str | None]:
    """The numbers of the documents that a new one has judged again."""
    record = Record(document, *there)
    ids = {document.id, *(one.id for one in new)}
    return {record.documents[id].summary.number for id in near(document, record.desk, ids)}


def test_the_first_order_of_a_seller_has_the_invoices_of_two_years_judged_again() -> None:
    bills = [bill("I-1", -1), bill("I-2", 0), bill("I-3", 730), bill("I-4", 731)]
    assert named(ordered("PO-1", 0), *bills) == {"I-2", "I-3"}


def test_what_an_older_order_told_already_is_not_judged_again() -> None:
    named_all = [bill(f"I-{n}", n, references=(ref(PO, "PO-0"),)) for n in (1, 700, 730, 735)]
    lined = [
        invoice(f"I-{n}", item("1", "10", ref(PO, "PO-0", "1")), issued=DAY + timedelta(days=n))
        for n in (1, 700, 730, 735)
    ]
    assert named(ordered("PO-1", 5), ordered("PO-0", 0), *lined) == {"I-735"}
    assert named(ordered("PO-1", 5), ordered("PO-0", 30), *lined) == set()
    assert named(ordered("PO-1", 5), ordered("PO-0", 0), ordered("PO-2", 10), *lined) == set()
    assert named(ordered("PO-1", 5), ordered("PO-0", 0), *lined, new=(ordered("PO-0", 0),)) == {
        "I-700",
        "I-730",
        "I-735",
    }
    assert "I-1" in named(ordered("PO-0", 0), *named_all)


def test_invoices_whose_lines_name_no_order_are_judged_again_with_each_order() -> None:
    assert named(ordered("PO-1", 5), ordered("PO-0", 0), bill("I-1", 6), bill("I-2", 206)) == {"I-1"}


def test_the_first_receipt_has_invoices_before_it_judged_again_too() -> None:
    first = receipt("RA-1", item("1"), issued=DAY)
    bills = [bill("I-1", -366), bill("I-2", -365), bill("I-3", 730), bill("I-4", 731)]
    assert named(first, *bills) == {"I-2", "I-3"}
    assert named(first, *bills, receipt("RA-0", item("1"), issued=DAY - timedelta(days=1))) == {"I-3"}


def test_documents_without_a_day_or_a_seller_look_at_nothing() -> None:
    assert named(order("PO-1", issued=None), bill("I-1", 0)) == set()
    assert named(order("PO-1", seller=None), bill("I-1", 0)) == set()
    assert named(trade(kinds.RECEIPT_ADVICE, "RA-1", issued=None), bill("I-1", 0)) == set()
    edge = order("PO-1", issued=date.max)
    assert named(edge, invoice("I-1", issued=date.max)) == {"I-1"}
    assert named(order("PO-1", issued=date.min), invoice("I-1", issued=date.min)) == {"I-1"}


def test_master_data_of_an_item_in_packages_concerns_those_who_name_it() -> None:
    boxes = order("PO-1", item("1", unit="XBX", seller_item="TH-27"))
    pieces = order("PO-2", item("1", seller_item="TH-27"))
    other = order("PO-3", item("1", seller_item="TH-28"))
    box = MasterSummary(document=kinds.ITEM, number="TH-27", unit="C62", packs=(("XBX", Decimal(12)),))
    master = Recorded(id=id_of("item"), role="neither", summary=box)
    assert named(master, boxes, pieces, other) == {"PO-1", "PO-2"}
    single = Recorded(id=master.id, role="neither", summary=MasterSummary(document=kinds.ITEM, number="TH-27"))
    assert named(single, boxes, pieces) == set()


# --- Links as they come from elsewhere, though no paper here would give them ------------------------------------------


def link(kind: str, source: tuple[Recorded, str | None], target: tuple[Recorded, str | None], **terms: Any) -> Link:
    """A link between lines."""
    told: dict[str, Any] = {"confidence": Decimal(1), "basis": Basis.REFERENCE, **terms}
    ends = (End(id=document.id, line=line) for document, line in (source, target))
    return Link(kind=kind, source=next(ends), target=next(ends), **told)


def judged(documents: list[Recorded], links: list[Link]) -> list[str]:
    """What is said of documents with these links."""
    outgoing: dict[bytes, tuple[Link, ...]] = {}
    incoming: dict[bytes, tuple[Link, ...]] = {}
    for each in links:
        outgoing[each.source.id] = (*outgoing.get(each.source.id, ()), each)
        incoming[each.target.id] = (*incoming.get(each.target.id, ()), each)
    known = {one.id: one for one in documents}
    context = Context(documents=known, links_from=outgoing, links_to=incoming, shelf=Desk(documents, (), ()))
    found = [each for one in documents for each in discrepancies_of(one, context)]
    return sorted(
        f"{each.code} {known[each.id].summary.number}:{each.line} {each.expected} {each.found}" for each in found
    )


def test_a_link_that_is_hardly_likely_tells_nothing_and_one_that_was_confirmed_does() -> None:
    papers = [order(), bill("I-1", 1, payable=None), invoice("I-2", item("1", price="3"), payable=None)]
    weak = link("bills", (papers[2], "1"), (papers[0], "1"), confidence=Decimal("0.5"))
    assert judged(papers, [weak]) == []
    confirmed = link("bills", (papers[2], "1"), (papers[0], "1"), confidence=Decimal("0.5"), basis=Basis.DECISION)
    assert judged(papers, [confirmed]) == ["price-over-ordered I-2:1 2.00 3.00"]


def test_goods_that_were_guessed_and_are_used_up_are_in_doubt() -> None:
    papers = [order(), invoice("I-1", item("1"), payable=None), invoice("I-2", item("1"), payable=None)]
    first = link("bills", (papers[1], "1"), (papers[0], "1"), quantity=Decimal(10))
    again = link("bills", (papers[2], "1"), (papers[0], "1"), quantity=Decimal(10))
    guessed = link("bills", (papers[2], "1"), (papers[0], "1"), quantity=Decimal(10), basis=Basis.INFERENCE)
    assert judged(papers, [first, again]) == ["quantity-over-ordered I-2:1 0 10"]
    assert judged(papers, [first, guessed]) == []
    taken = receipt("RA-1", item("1"))
    came = link("receives", (taken, "1"), (papers[0], "1"), quantity=Decimal(10))
    assert len(judged([*papers, taken], [first, again, came])) == 2
    assert judged([*papers, taken], [first, guessed, came]) == []


def test_an_item_that_was_delivered_instead_has_its_own_terms() -> None:
    other = msgspec.structs.replace(item("1", "8", name="Steel bolt", price="3"), id=None)
    asked, sent = (
        order("PO-1", item("1", name="Oak board")),
        invoice("I-1", item("1", "8", name="Steel bolt"), payable=None),
    )
    answer = trade(kinds.ORDER_RESPONSE, "AB-1", item("1", name="Oak board", substitutes=(other,)), response="CA")
    bills = link("bills", (sent, "1"), (asked, "1"))
    answers = link("answers", (answer, "1"), (asked, "1"))
    assert judged([asked, sent, answer], [bills, answers]) == ["price-under-ordered I-1:1 3.00 2.00"]
    oak = invoice("I-1", item("1", "8", name="Oak board"), payable=None)
    assert judged([asked, oak, answer], [link("bills", (oak, "1"), (asked, "1")), answers]) == []


def test_a_line_that_is_split_consumes_what_its_links_say() -> None:
    both = invoice("I-1", item("1", "12", unit="C62"), payable=None)
    later = invoice("I-2", item("1", "8"), payable=None)
    papers = [order(), both, later]
    to_first = link("bills", (both, "1"), (papers[0], "1"), quantity=Decimal(4), unit="C62")
    to_second = link("bills", (both, "1"), (papers[0], "2"), quantity=Decimal(8), unit="C62")
    on_first = link("bills", (later, "1"), (papers[0], "1"), quantity=Decimal(8), unit="C62")
    assert judged(papers, [to_first, to_second, on_first]) == ["quantity-over-ordered I-2:1 6 8"]
    unsaid = link("bills", (both, "1"), (papers[0], "1"))
    assert judged(papers, [unsaid, to_second, on_first]) == []


def test_a_receipt_line_that_is_split_counts_as_its_links_say() -> None:
    taken = receipt("RA-1", item("1", "12"))
    papers = [order(), taken, invoice("I-1", item("1", "10"), payable=None)]
    billed = link("bills", (papers[2], "1"), (papers[0], "1"), quantity=Decimal(10), unit="C62")
    to_first = link("receives", (taken, "1"), (papers[0], "1"), quantity=Decimal(4), unit="C62")
    to_second = link("receives", (taken, "1"), (papers[0], "2"), quantity=Decimal(8), unit="C62")
    assert judged(papers, [billed, to_first, to_second]) == ["quantity-over-received I-1:1 4 10"]
    unsaid = link("receives", (taken, "1"), (papers[0], "1"))
    assert judged(papers, [billed, unsaid, to_second]) == []


def test_a_credit_note_without_links_of_lines_is_understood_by_its_items() -> None:
    oak, bolt = {"seller_item": "TH-27", "name": "Oak board"}, {"seller_item": "TH-99", "name": "Steel bolt"}
    asked = order("PO-1", item("1", **oak), item("2", **bolt))
    sent = invoice("I-1", item("1", "12", **oak), item("2", "12", **bolt), payable=None)
    bills = [link("bills", (sent, n), (asked, n), quantity=Decimal(12)) for n in ("1", "2")]
    over = {n: f"quantity-over-ordered I-1:{n} 10 12" for n in ("1", "2")}
    assert judged([asked, sent], bills) == [over["1"], over["2"]]

    def after(*lines: Any, **terms: Any) -> list[str]:
        note = credit_note("CN-1", *lines, payable=None, **terms)
        return judged([asked, sent, note], [*bills, link("credits", (note, None), (sent, None))])

    assert after(item("1", "2", **oak)) == [over["2"]]
    assert after(item("1", "2")) == []
    assert after(item("1", None, **oak)) == [over["2"]]
    assert after(item("1", "0", price=None, **oak)) == [over["1"], over["2"]]
    assert after(net="4") == []
    assert after() == [over["1"], over["2"]]
    note = credit_note("CN-1", item("1", "2"), payable=None)
    nowhere = link("credits", (note, "9"), (sent, "1"))
    assert judged([asked, sent, note], [*bills, nowhere]) == [over["1"], over["2"]]
