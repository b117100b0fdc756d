"""What bills, ships, receives, answers, changes or credits what, where no reference says so."""

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from counterfoil.matching import MATCHERS, THREE_WAY, Desk, ends_of
from counterfoil.matching._matcher import Unit
from counterfoil.model import summary as kinds
from counterfoil.model.link import Basis, Link
from counterfoil.model.summary import MasterSummary, Recorded, Reference, TradeLine
from matching.made import (
    DAY,
    OTHER,
    SELLER,
    US,
    Record,
    credit_note,
    id_of,
    invoice,
    item,
    order,
    party,
    receipt,
    ref,
    told,
    trade,
)

PO, DA, RA, INV = kinds.ORDER, kinds.DESPATCH_ADVICE, kinds.RECEIPT_ADVICE, kinds.INVOICE
WEEK = timedelta(days=7)


def goods(id: str, name: str, quantity: str = "10", *refs: Reference, **terms: Any) -> TradeLine:
    """A line about a thing, at a price of 2."""
    for each in ("price", "amount"):
        if isinstance(terms.get(each), str):
            terms[each] = Decimal(terms[each])
    return msgspec.structs.replace(item(id, quantity, *refs), name=name, **terms)


BOARD, SCREW = goods("1", "Oak board", "10"), goods("2", "Screw", "200")
ORDER = order("PO-2026-00471", BOARD, SCREW, issued=DAY)


def later(days: int) -> date:
    """A day after the order's."""
    return DAY + timedelta(days=days)


def bills(*lines: TradeLine, papers: tuple[Recorded, ...] = (ORDER,), days: int = 8, **terms: Any) -> list[str]:
    """What an invoice bills, in short."""
    bill = invoice("INV-1", *(lines or (BOARD, SCREW)), issued=later(days), **terms)
    return [one for one in told([*papers, bill], "bills") if " INV-1" in one]


BOTH = ["bills INV-1:1 PO-2026-00471:1?", "bills INV-1:2 PO-2026-00471:2?"]


@pytest.mark.parametrize(
    "terms",
    [
        {},
        {"references": (ref(PO, "PO/2026/471"),)},
        {"references": (ref(PO, "PO-2026-00417"),)},
        {"references": (ref(PO, "2026-00471"),)},
        {"references": (ref(DA, "PO-2026-00471"),)},
        {"references": (ref("contract", "PO-2026-00471"),)},
        {"buyer_reference": "PO-2026-00471"},
        {"notes": ("Zu Ihrer Bestellung PO 2026/00471 vom 2.3.",)},
        {"deliver_to": party("Werk Nord")},
    ],
)
def test_references_that_are_missing_mangled_misplaced_or_in_a_note(terms: dict[str, Any]) -> None:
    assert bills(**terms) == BOTH


def test_what_a_link_tells() -> None:
    lines = (goods("1", "Oak board", amount="20"), SCREW)
    record = Record(ORDER, invoice("INV-1", *lines, issued=later(8), notes=("PO-2026-00471",)))
    link = min(record.links, key=lambda one: one.source.line or "")
    assert (link.quantity, link.unit, link.amount, link.currency) == (Decimal(10), "C62", Decimal(20), "EUR")
    assert link.basis is Basis.INFERENCE
    assert link.evidence == (
        "order PO-2026-00471 stands in its texts",
        "line 1 of order PO-2026-00471 has a name that is alike",
        "the same quantity",
    )
    assert Decimal("0.9") < link.confidence < 1


def test_the_number_may_stand_in_the_name_of_a_line() -> None:
    assert bills(goods("1", "Oak board, order PO-2026-00471"), SCREW) == BOTH


def test_the_number_may_stand_in_the_note_of_a_line() -> None:
    first, second = order("PO-2026-00471", BOARD, issued=DAY), order("PO-2026-00480", BOARD, issued=DAY)
    noted = [
        msgspec.structs.replace(BOARD, note=f"Ihre Bestellung {number}")
        for number in ("PO-2026-00480", "PO-2026-00471")
    ]
    assert bills(*noted, papers=(first, second)) == ["bills INV-1:1 PO-2026-00480:1?", "bills INV-1:2 PO-2026-00471:1?"]


@pytest.mark.parametrize("notes", [("Ihre Bestellung 471 vom 2.3.",), ("your PO: 471",), ("commande n° 471",)])
def test_a_short_number_counts_behind_a_word_for_order(notes: tuple[str, ...]) -> None:
    twins = tuple(order(number, BOARD, SCREW, issued=DAY) for number in ("471", "480"))
    assert bills(papers=twins, notes=notes) == ["bills INV-1:1 471:1?", "bills INV-1:2 471:2?"]


def test_somewhat_more_than_was_ordered_at_the_same_price_is_likely_that_order() -> None:
    numbered = msgspec.structs.replace(BOARD, seller_item="HO-115")
    asked = order("PO-2026-00471", numbered, issued=DAY)
    sure = {
        quantity: Record(asked, invoice("INV-1", replaced(numbered, quantity), issued=later(8))).links[0].confidence
        for quantity in ("12", "25")
    }
    assert sure["12"] > Decimal("0.7") > sure["25"]


def replaced(line: TradeLine, quantity: str) -> TradeLine:
    """The line over another quantity, at the same price."""
    return msgspec.structs.replace(line, quantity=Decimal(quantity), amount=None)


def test_a_line_may_name_a_line_of_a_mangled_order_though_its_goods_go_by_another_name() -> None:
    for name, quantity in (("Eichenbrett", "10"), ("Oak plank", "7")):
        assert bills(goods("1", name, quantity, ref(PO, "PO-2026-0O471", "1"))) == BOTH[:1]
    other = goods("1", "Brett", "7", ref(PO, "PO-2026-0O471", "1"), seller_item="X-100", price="9")
    numbered = order("PO-2026-00471", msgspec.structs.replace(BOARD, seller_item="Y-200"))
    assert bills(other, papers=(numbered,)) != BOTH[:1]


def test_wrong_price_and_quantity_and_another_unit_do_not_hide_a_line() -> None:
    lines = (goods("1", "Oak board", "12", price="2.50"), goods("2", "Screw", "16.6666", price="24", unit="DZN"))
    assert bills(*lines, notes=("PO-2026-00471",)) == BOTH


def test_freight_stays_alone() -> None:
    assert bills(BOARD, SCREW, goods("3", "Fracht", "1", price="12.5")) == BOTH


def test_nothing_fits() -> None:
    assert bills(goods("1", "Pump", "1")) == []
    assert bills(papers=(order("PO-2026-00471", BOARD, buyer=OTHER),)) == []
    assert bills(days=-30) == []
    assert bills(days=300) == []
    assert bills(papers=()) == []


def test_an_order_that_is_not_there_is_not_replaced_by_one_whose_goods_hardly_fit() -> None:
    assert bills(goods("1", "Oak board", "3"), references=(ref(PO, "4500099999"),)) == []


def test_documents_without_day_or_partner_stand_nowhere() -> None:
    bare = invoice("INV-1", BOARD, issued=None)
    nobody = invoice("INV-2", BOARD, seller=None)
    assert told([ORDER, bare, nobody]) == []


def test_we_may_be_the_seller_or_neither() -> None:
    for role in ("seller", "neither"):
        papers = (msgspec.structs.replace(ORDER, role=role),)
        assert bills(papers=papers, role=role) == BOTH


def weekly(count: int, **terms: Any) -> list[Recorded]:
    """The same order week by week."""
    return [order(f"B-{4700 + n}", BOARD, SCREW, issued=DAY + n * WEEK, **terms) for n in range(count)]


def test_of_equal_orders_the_one_that_nobody_billed() -> None:
    papers = weekly(5)
    for n in (0, 1, 3, 4):
        lines = tuple(
            msgspec.structs.replace(line, references=(ref(PO, f"B-{4700 + n}", line.id),)) for line in (BOARD, SCREW)
        )
        papers.append(invoice(f"R-{n}", *lines, issued=later(5 + 7 * n)))
    papers.append(invoice("INV-1", BOARD, SCREW, issued=later(19)))
    assert [one for one in told(papers, "bills") if "INV-1" in one] == [
        "bills INV-1:1 B-4702:1?",
        "bills INV-1:2 B-4702:2?",
    ]


def test_two_that_are_as_good_are_not_told_apart() -> None:
    papers = [order(f"B-{n}", BOARD, issued=DAY) for n in (4701, 4802)]
    assert bills(BOARD, papers=tuple(papers)) == []


def test_of_two_invoices_for_one_order_the_first_is_likelier() -> None:
    papers = [ORDER, *(invoice(f"R-{n}", BOARD, SCREW, issued=later(8 + n)) for n in (1, 2))]
    assert told(papers, "bills") == ["bills R-1:1 PO-2026-00471:1?", "bills R-1:2 PO-2026-00471:2?"]


def test_one_invoice_over_several_orders_follows_their_order() -> None:
    papers = weekly(3)
    lines = [msgspec.structs.replace(line, id=None) for _ in range(3) for line in (BOARD, SCREW)]
    expected = [f"bills INV-1:{2 * n + k} B-{4700 + n}:{k}?" for n in range(3) for k in (1, 2)]
    assert told([*papers, invoice("INV-1", *lines, issued=later(16))]) == expected
    named = (ref(PO, "B-4700"),)
    assert told([*papers, invoice("INV-1", *lines, issued=later(16), references=named)]) == expected


def test_a_line_goes_where_it_fits_much_better() -> None:
    papers = [
        order("B-4701", goods("1", "Sheet", "100"), issued=DAY),
        order("B-4702", goods("1", "Sheet", "30"), issued=later(3)),
    ]
    heads = (ref(PO, "B-4701"), ref(PO, "B-4702"))
    lines = (goods("1", "Sheet", "100"), goods("2", "Sheet", "30"))
    assert bills(*lines, papers=tuple(papers), references=heads) == [
        "bills INV-1:1 B-4701:1?",
        "bills INV-1:2 B-4702:1?",
    ]


def test_a_line_over_two_lines_of_an_article_is_split() -> None:
    papers = (order("B-4701", goods("1", "Sheet", "10"), goods("2", "Sheet", "5")),)
    record = Record(
        *papers,
        invoice("INV-1", goods("1", "Sheet", "15", amount="30"), issued=later(5), references=(ref(PO, "B-4701"),)),
    )
    assert record.told() == ["bills INV-1:1 B-4701:1?", "bills INV-1:1 B-4701:2?"]
    assert [(link.quantity, link.amount) for link in record.links] == [
        (Decimal(10), Decimal(20)),
        (Decimal(5), Decimal(10)),
    ]


def test_price_and_day_tell_lines_of_an_article_apart() -> None:
    lines = (goods("1", "Sheet", "10", price="3"), goods("2", "Sheet", "10", price="2", due=later(9)))
    papers = (order("B-4701", *lines),)
    head = (ref(PO, "B-4701"),)
    assert bills(goods("9", "Sheet", "10", price="2", due=later(9)), papers=papers, references=head) == [
        "bills INV-1:1 B-4701:2?"
    ]


def test_too_much_of_a_named_order_is_linked_all_the_same() -> None:
    lines = (goods("1", "Oak board", "10"), goods("2", "Oak board", "10"))
    assert bills(*lines, references=(ref(PO, "PO-2026-00471"),)) == [
        "bills INV-1:1 PO-2026-00471:1?",
        "bills INV-1:2 PO-2026-00471:1?",
    ]


def despatch(number: str, *lines: TradeLine, days: int = 3, **terms: Any) -> Recorded:
    """A despatch advice."""
    return trade(DA, number, *(lines or (BOARD, SCREW)), issued=later(days), **terms)


def of(kind: str, number: str, *lines: TradeLine) -> tuple[TradeLine, ...]:
    """Lines that name the lines of a document."""
    return tuple(
        msgspec.structs.replace(line, references=(ref(kind, number, str(at)),)) for at, line in enumerate(lines, 1)
    )


def test_an_invoice_that_names_a_despatch_bills_what_this_ships() -> None:
    papers = (ORDER, despatch("LS-1001", *of(PO, "PO-2026-00471", BOARD, SCREW)))
    exact = ["bills INV-1:1 PO-2026-00471:1", "bills INV-1:2 PO-2026-00471:2"]
    assert bills(*of(DA, "LS-1001", BOARD, SCREW), papers=papers) == exact
    assert bills(papers=papers, references=(ref(DA, "LS-1001"),)) == BOTH
    assert bills(papers=papers, notes=("Lieferschein LS-1001",)) == BOTH
    assert bills(*of(DA, "LS-1001", BOARD), papers=papers[1:]) == ["bills INV-1:1 LS-1001:1"]


def test_an_invoice_that_names_a_receipt_bills_what_this_received_by_way_of_the_despatch() -> None:
    papers = (
        ORDER,
        despatch("LS-1001", references=(ref(PO, "PO-2026-00417"),)),
        receipt("WE-1001", *of(DA, "LS-1001", BOARD, SCREW), issued=later(5)),
    )
    record = Record(*papers, invoice("INV-1", *of(RA, "WE-1001", BOARD), issued=later(8)))
    (link,) = (one for one in record.links if one.kind == "bills")
    assert (link.target.id, link.target.line) == (ORDER.id, "1")
    assert "which receives line 1 of despatch advice LS-1001, which ships line 1 of order" in link.evidence[0]
    assert link.confidence < 1


def test_despatch_and_receipt_are_found_without_reference_too() -> None:
    papers = [ORDER, despatch("LS-1001"), receipt("WE-1001", BOARD, SCREW, issued=later(5))]
    assert told(papers) == [
        "receives WE-1001:1 LS-1001:1?",
        "receives WE-1001:2 LS-1001:2?",
        "ships LS-1001:1 PO-2026-00471:1?",
        "ships LS-1001:2 PO-2026-00471:2?",
    ]
    assert told([papers[0], papers[2]]) == [
        "receives WE-1001:1 PO-2026-00471:1?",
        "receives WE-1001:2 PO-2026-00471:2?",
    ]


def test_the_quantity_that_was_delivered_tells() -> None:
    papers = weekly(2)
    for n, quantity in enumerate(("9.7", "10.4")):
        lines = of(PO, f"B-{4700 + n}", goods("1", "Oak board", quantity))
        papers.append(despatch(f"LS-{n}", *lines, days=7 * n + 3))
    assert bills(goods("1", "Oak board", "9.7"), papers=tuple(papers), days=14) == ["bills INV-1:1 B-4700:1?"]


def test_the_sales_order_of_the_response_names_the_order() -> None:
    response = trade(
        kinds.ORDER_RESPONSE,
        "AB-77001",
        *of(PO, "PO-2026-00471", BOARD, SCREW),
        references=(ref(PO, "PO-2026-00471"), ref("sales-order", "SO-88123")),
        issued=later(1),
    )
    for number in ("SO-88123", "AB-77001"):
        assert bills(papers=(ORDER, response), references=(ref("sales-order", number),)) == BOTH


def test_responses_changes_and_cancellations_whose_order_is_mangled() -> None:
    head: dict[str, Any] = {"references": (ref(PO, "PO-2026-0O471"),), "issued": later(1)}
    papers = [
        ORDER,
        trade(kinds.ORDER_RESPONSE, "AB-1", BOARD, SCREW, **head),
        trade(kinds.ORDER_CHANGE, "OC-1", goods("2", "Screw", "300"), **head),
        trade(kinds.ORDER_CANCELLATION, "OX-1", **head),
    ]
    assert told(papers) == [
        "answers AB-1:1 PO-2026-00471:1?",
        "answers AB-1:2 PO-2026-00471:2?",
        "cancels OX-1 PO-2026-00471?",
        "changes OC-1:1 PO-2026-00471:2?",
    ]


def test_what_is_ordered_follows_changes_and_responses() -> None:
    two = [order(f"B-{4701 + n}", goods("1", "Sheet", "10"), issued=DAY) for n in range(2)]
    changed = trade(kinds.ORDER_CHANGE, "OC-1", *of(PO, "B-4701", goods("1", "Sheet", "14")), issued=later(1))
    assert bills(goods("9", "Sheet", "14"), papers=(*two, changed)) == ["bills INV-1:1 B-4701:1?"]
    refused = of(PO, "B-4702", goods("1", "Sheet", "10", response="7"))
    response = trade(kinds.ORDER_RESPONSE, "AB-1", *refused, issued=later(1))
    assert bills(goods("9", "Sheet", "10"), papers=(*two, response)) == ["bills INV-1:1 B-4701:1?"]
    unread = of(PO, "B-4702", msgspec.structs.replace(goods("1", "Sheet", "10"), quantity=None))
    response = trade(kinds.ORDER_RESPONSE, "AB-1", *unread, issued=later(1))
    assert bills(goods("9", "Sheet", "10"), papers=(*two, response)) == []


def test_credit_notes_go_to_the_line_that_was_billed() -> None:
    billed = invoice("R-10001", *of(PO, "PO-2026-00471", BOARD, SCREW), issued=later(5))
    back = goods("1", "Screw", "20")
    for terms in ({}, {"references": (ref(INV, "R-1001"),)}, {"references": (ref(PO, "PO-2026-00471"),)}):
        note = credit_note("CN-1", back, issued=later(9), **terms)
        assert told([ORDER, billed, note], "credits") == ["credits CN-1:1 R-10001:2?"]


def test_a_name_that_is_alike_means_no_line_that_was_billed_at_quite_another_price() -> None:
    other = goods("2", "Oak boards", "1", price="60")
    assert bills(
        goods("1", "Oak board", "10", ref(PO, "PO-2026-00471", "1")), other, references=(ref(PO, "PO-2026-00471"),)
    ) == ["bills INV-1:1 PO-2026-00471:1"]


def test_a_name_that_is_alike_means_no_line_at_a_tenth_of_the_price() -> None:
    refs = (ref(PO, "PO-2026-00471"),)
    assert bills(goods("1", "Oak boards", "1", price="60"), references=refs) == ["bills INV-1 PO-2026-00471"]
    assert bills(goods("1", "Oak board", "1", price="60"), references=refs) == BOTH[:1]
    assert bills(goods("1", "Oak boards", "10", price="3"), references=refs) == BOTH[:1]


def test_a_credit_note_means_the_first_of_an_invoice_and_its_copy() -> None:
    lines = (goods("1", "Oak board", amount="20"), goods("2", "Screw", "200", amount="400"))
    billed, again = (
        invoice(number, *lines, issued=later(day), payable="420") for number, day in (("R-10001", 5), ("R-10001-R", 8))
    )
    note = credit_note("CN-1", goods("1", "Screw", "20"), issued=later(12))
    assert told([billed, again, note], "credits") == ["credits CN-1:1 R-10001:2?"]


def test_a_credit_note_that_names_the_order_means_the_invoice_that_names_it() -> None:
    one, other = (
        invoice(f"R-{day}", BOARD, SCREW, issued=later(day), references=(ref(PO, written),))
        for day, written in ((5, "PO-2026-O0471"), (6, "PO-2026-00999"))
    )
    note = credit_note("CN-1", goods("1", "Screw", "20"), issued=later(9), references=(ref(PO, "PO-2026-00471"),))
    assert told([one, other, note], "credits") == ["credits CN-1:1 R-5:2?"]


def test_what_was_credited_may_be_billed_again() -> None:
    first = invoice("R-1", *of(PO, "PO-2026-00471", BOARD, SCREW), issued=later(5), total="100")
    note = credit_note("CN-1", references=(ref(INV, "R-1"),), issued=later(6), total="100")
    assert bills(papers=(ORDER, first, note)) == BOTH
    lines = of(INV, "R-1", BOARD, SCREW)
    assert bills(papers=(ORDER, first, credit_note("CN-1", *lines, issued=later(6)))) == BOTH
    less = credit_note("CN-1", references=(ref(INV, "R-1"),), issued=later(6), total="10")
    assert bills(papers=(ORDER, first, less)) == []


def test_an_invoice_that_was_taken_back_or_repeats_another_is_no_rival() -> None:
    wrong = invoice("R-1", BOARD, SCREW, issued=later(5), total="100", net="90")
    note = credit_note("CN-1", references=(ref(INV, "R-1"),), issued=later(6), total="100")
    assert bills(papers=(ORDER, wrong, note)) == BOTH
    lines = of(INV, "R-1", goods("1", "Oak board", "10", amount="90"))
    assert bills(papers=(ORDER, wrong, credit_note("CN-1", *lines, issued=later(6)))) == BOTH
    again = invoice("INV 1", BOARD, SCREW, issued=later(12))
    assert bills(papers=(ORDER, again)) == BOTH


def test_pack_sizes_come_from_master_data() -> None:
    box = MasterSummary(document=kinds.ITEM, number="A-100", unit="C62", packs=(("XBX", Decimal(12)),))
    master = Recorded(id=id_of(box), role="neither", summary=box)
    ordered = [
        order("B-4701", goods("1", "Sheet", "5", unit="XBX", seller_item="A-100", price="24"), issued=DAY),
        order("B-4802", goods("1", "Sheet", "6", unit="XBX", seller_item="A-100", price="24"), issued=DAY),
    ]
    line = goods("9", "Sheet", "60", seller_item="A-100")
    assert bills(line, papers=(*ordered, master)) == ["bills INV-1:1 B-4701:1?"]
    assert bills(line, papers=tuple(ordered)) == []


def test_documents_without_lines_are_linked_as_a_whole() -> None:
    bare = order("PO-2026-00471", issued=DAY, net="40")
    empty = msgspec.structs.replace(bare, summary=msgspec.structs.replace(bare.summary, lines=()))
    head = (ref(PO, "PO-2026-00417"),)
    assert told([empty, invoice("INV-1", issued=later(8), references=head, net="40")]) == ["bills INV-1 PO-2026-00471?"]
    advice = msgspec.structs.replace(
        despatch("LS-1001"), summary=msgspec.structs.replace(despatch("LS-1001").summary, lines=())
    )
    assert told([advice, invoice("INV-1", issued=later(8), references=(ref(DA, "LS-1001"),))]) == [
        "bills INV-1 LS-1001"
    ]


def test_an_order_that_is_named_is_linked_as_a_whole_where_no_line_fits() -> None:
    assert bills(goods("1", "Pump", "1"), references=(ref(PO, "PO-2026-00471"),)) == ["bills INV-1 PO-2026-00471"]


def test_two_plants_of_one_buyer() -> None:
    north, south = party("Nord", gln="4012345000016"), party("Süd", gln="4012345000023")
    papers = tuple(order(f"B-{n}", BOARD, issued=DAY, deliver_to=place) for n, place in ((4701, north), (4802, south)))
    assert bills(BOARD, papers=papers, deliver_to=south) == ["bills INV-1:1 B-4802:1?"]


def test_sums_currencies_and_contracts_tell() -> None:
    pairs: tuple[tuple[dict[str, Any], dict[str, Any]], ...] = (
        ({"net": "420"}, {"net": "400"}),
        ({"total": "420"}, {"total": "400"}),
        ({"currency": "EUR"}, {"currency": "USD"}),
        ({"references": (ref("contract", "K-9"),)}, {}),
    )
    for ours, other in pairs:
        papers = (order("B-4701", BOARD, issued=DAY, **other), order("B-4802", BOARD, issued=DAY, **ours))
        assert bills(BOARD, papers=papers, **ours) == ["bills INV-1:1 B-4802:1?"]


def test_names_that_tell_no_place_say_nothing_of_it() -> None:
    vague = order("PO-2026-00471", BOARD, issued=DAY, deliver_to=party("Werk Nord"))
    assert bills(BOARD, papers=(vague,), deliver_to=party("Lager 3")) == BOTH[:1]
    kiel, ulm = (msgspec.structs.replace(party("Werk"), city=city) for city in ("Kiel", "Ulm"))
    papers = tuple(order(f"B-{n}", BOARD, issued=DAY, deliver_to=at) for n, at in ((4701, kiel), (4802, ulm)))
    assert bills(BOARD, papers=papers, deliver_to=ulm) == ["bills INV-1:1 B-4802:1?"]


def test_neighbours_without_day_or_number_tell_nothing() -> None:
    advice = despatch("LS-1001", *of(PO, "PO-2026-00471", BOARD, SCREW))
    undated = msgspec.structs.replace(advice, summary=msgspec.structs.replace(advice.summary, issued=None))
    assert bills(papers=(ORDER, undated)) == BOTH
    nameless = trade(kinds.ORDER_RESPONSE, None, *of(PO, "PO-2026-00471", BOARD), issued=later(1))
    assert bills(papers=(ORDER, nameless)) == BOTH
    assert bills(papers=(order(None, BOARD, SCREW, issued=DAY),)) == [
        "bills INV-1:1 order:1?",
        "bills INV-1:2 order:2?",
    ]
    timeless = order("PO-2026-00471", BOARD, issued=None)
    billed = invoice("R-10001", *of(PO, "PO-2026-00471", BOARD), issued=later(5))
    note = credit_note("CN-1", goods("1", "Oak board", "2"), issued=later(9))
    assert told([timeless, billed, note], "credits") == ["credits CN-1:1 R-10001:1?"]


def test_quantities_that_are_not_told_or_in_other_units_are_taken_as_they_are() -> None:
    unread = msgspec.structs.replace(BOARD, quantity=None)
    assert bills(BOARD, papers=(order("PO-2026-00471", unread, issued=DAY),)) == BOTH[:1]
    two = [order(f"B-{n}", goods("1", "Sheet", "24"), goods("2", "Sheet", "24"), issued=DAY) for n in (4701, 4802)]
    dozen = invoice("R-1", goods("1", "Sheet", "2", ref(PO, "B-4802", "1"), unit="DZN"), issued=later(2))
    other = invoice("R-2", goods("1", "Sheet", "24", ref(PO, "B-4802", "2"), unit="XBX"), issued=later(2))
    both = invoice("R-3", goods("1", "Sheet", "24", ref(PO, "B-4701", "1"), ref(PO, "B-4701", "2")), issued=later(2))
    found = bills(goods("9", "Sheet", "24"), papers=(*two, dozen, other, both))
    assert [one.partition(" B-")[2].partition(":")[0] for one in found] in ([], ["4701"])


def test_more_than_is_left_of_a_line_that_was_despatched_or_not() -> None:
    papers = (
        order("B-4701", goods("1", "Sheet", "10"), goods("2", "Pump", "4"), issued=DAY),
        despatch("LS-1001", *of(PO, "B-4701", goods("1", "Sheet", "10"))),
        invoice("R-1", *of(PO, "B-4701", goods("1", "Sheet", "6")), issued=later(4)),
    )
    lines = (goods("1", "Sheet", "10"), goods("2", "Pump", "4"))
    assert bills(*lines, papers=papers, notes=("LS-1001",)) == ["bills INV-1:1 B-4701:1?", "bills INV-1:2 B-4701:2?"]


def test_a_line_is_not_split_where_the_sum_is_another() -> None:
    papers = (order("B-4701", goods("1", "Sheet", "10"), goods("2", "Sheet", "5"), issued=DAY),)
    found = bills(goods("1", "Sheet", "40"), papers=papers, references=(ref(PO, "B-4701"),))
    assert found == ["bills INV-1:1 B-4701:1?"]


def test_an_invoice_may_name_goods_that_are_not_there_or_of_others() -> None:
    lines = (goods("1", "Oak board", "10", ref(DA, "LS-9", "7"), ref(RA, "WE-9", "7")),)
    assert bills(*lines) == BOTH[:1]
    theirs = order("PO-2026-00471", BOARD, buyer=OTHER, issued=DAY)
    bare = despatch("LS-1001", *of(PO, "PO-2026-00471", BOARD), buyer=None)
    assert bills(*of(DA, "LS-1001", BOARD), papers=(theirs, bare)) == ["bills INV-1:1 LS-1001:1"]


def test_prices_tell_which_of_the_named_orders_a_line_is_of() -> None:
    cheap, dear = (
        order(f"B-{n}", goods("1", "Sheet", "10", price=p), issued=DAY) for n, p in ((4701, "3"), (4802, "2"))
    )
    lines = (goods("1", "Sheet", "10", price="2"), goods("2", "Sheet", "10", price="3"))
    heads = (ref(PO, "B-4701"), ref(PO, "B-4802"))
    assert bills(*lines, papers=(cheap, dear), references=heads) == [
        "bills INV-1:1 B-4802:1?",
        "bills INV-1:2 B-4701:1?",
    ]


def test_two_documents_without_lines_may_share_a_target() -> None:
    bare = msgspec.structs.replace(ORDER, summary=msgspec.structs.replace(ORDER.summary, lines=()))
    papers = [bare, *(invoice(f"R-{n}", issued=later(8 + n), references=(ref(PO, "PO-2026-00417"),)) for n in (1, 2))]
    assert set(told(papers, "bills")) <= {"bills R-1 PO-2026-00471?", "bills R-2 PO-2026-00471?"}


def test_a_rival_that_names_a_despatch_takes_what_this_shipped() -> None:
    advice = despatch("LS-1001", *of(PO, "PO-2026-00471", BOARD, SCREW))
    dearer = (goods("1", "Oak board", "10", price="3"), goods("2", "Screw", "200", price="3"))
    rival = invoice("R-1", *of(DA, "LS-1001", *dearer), issued=later(7), payable="630")
    assert bills(papers=(ORDER, advice, rival)) == []
    stranger = invoice("R-2", goods("1", "Pump"), issued=later(7))
    assert bills(papers=(ORDER, stranger)) == BOTH


def test_a_line_may_bill_the_same_article_of_all_orders_that_are_named() -> None:
    papers = (
        order("B-4701", goods("1", "Sheet", "24"), issued=DAY),
        order("B-4802", goods("1", "Sheet", "100"), goods("2", "Pump", "1"), issued=later(1)),
        order("B-4903", goods("1", "Sheet", "100"), issued=later(2)),
        order("B-5055", goods("1", "Sheet", "60"), issued=later(2)),
    )
    heads = tuple(ref(PO, f"B-{n}") for n in (4701, 4802, 4903))
    bill = invoice("INV-1", goods("1", "Sheet", "225", amount="450"), issued=later(9), references=heads)
    record = Record(*papers, bill)
    assert record.told() == [f"bills INV-1:1 B-{n}:1?" for n in (4701, 4802, 4903)]
    shares = {(link.quantity, link.amount) for link in record.links}
    assert sum(quantity or 0 for quantity, _ in shares) == Decimal(225)
    assert sum(amount or 0 for _, amount in shares) == Decimal(450)
    odd = goods("1", "Sheet", "500")
    assert bills(odd, papers=papers, references=heads) == [f"bills INV-1 B-{n}" for n in (4701, 4802, 4903)]


def test_an_undone_link_is_not_given_again() -> None:
    papers = [ORDER, invoice("INV-1", BOARD, issued=later(8), notes=("PO-2026-00471",))]
    (link,) = Desk(papers, MATCHERS, (THREE_WAY,)).link_all()
    assert Desk(papers, MATCHERS, (THREE_WAY,), [(link, False)]).link_all() == []


def test_what_is_undone_line_by_line_is_not_given_as_a_whole() -> None:
    came = trade(kinds.RECEIPT_ADVICE, "RA-1", goods("1", "Board", "4", ref(PO, "PO-1", "1")), issued=later(8))
    papers = [order("PO-1", goods("1", "Board", "4"), goods("2", "Sheet", "9")), came]
    (link,) = Desk(papers, MATCHERS, (THREE_WAY,)).link_all()
    assert Desk(papers, MATCHERS, (THREE_WAY,), [(link, False)]).link_all() == []


def test_master_data_touches_those_that_seek_its_item() -> None:
    box = MasterSummary(document=kinds.ITEM, number="A-100", packs=(("XBX", Decimal(12)),))
    line = goods("1", "Sheet", "5", unit="XBX", seller_item="A-100")
    bill = invoice("INV-1", line)
    master = Recorded(id=id_of(box), role="neither", summary=box)
    partner = Recorded(id=id_of("p"), role="neither", summary=MasterSummary(document=kinds.PARTNER, number="A-100"))
    desk = Desk([bill, master, partner], MATCHERS, (THREE_WAY,))
    assert Unit(bill.id) in list(THREE_WAY.near(master, desk))
    assert list(THREE_WAY.near(partner, desk)) == []
    assert THREE_WAY.links([Unit(id_of("nowhere"))], desk)[1] == []


def test_any_order_of_arrival_ends_in_the_same_links() -> None:
    for seed in range(6):
        chance = random.Random(seed)
        papers = _world(chance)
        chance.shuffle(papers)
        assert _step_by_step(papers, chance) == _by_ends(Desk(papers, MATCHERS, (THREE_WAY,)).link_all())


def _world(chance: random.Random) -> list[Recorded]:
    """The same few goods week by week, with references that are right, missing or mangled."""
    papers: list[Recorded] = []
    for n in range(8):
        day, number = DAY + n * WEEK, f"PO-26-{4700 + 7 * n}"
        lines = (BOARD, SCREW)[: chance.randint(1, 2)]
        papers.append(order(number, *lines, issued=day, seller=chance.choice((SELLER, party("Sägewerk Tannhof KG")))))
        for kind, days, of_kind, name in ((DA, 3, PO, number), (RA, 5, DA, f"LS-{n}00"), (INV, 6, PO, number)):
            written = chance.choice((name, name, name[:-1], None))
            named = of(of_kind, written, *lines) if written else lines
            number_ = {DA: f"LS-{n}00", RA: f"WE-{n}00", INV: f"R-{n}00"}[kind]
            if chance.random() < 0.9:
                papers.append(trade(kind, number_, *named, issued=day + timedelta(days=days), buyer=US))
    return papers


def _step_by_step(papers: list[Recorded], chance: random.Random) -> dict[Any, Link]:
    kept: dict[bytes, list[Link]] = {}
    before: dict[Any, Link] = {}
    at = 0
    while at < len(papers):
        step = chance.randint(1, 5)
        new, there = papers[at : at + step], papers[: at + step]
        at += step
        desk = Desk(there, MATCHERS, (THREE_WAY,))
        after = _by_ends(link for one in there for link in desk.links_from(one.id))
        told_anew = {one.id for one in new}
        for ends in before.keys() ^ after.keys():
            told_anew |= {ends[1], ends[3]}
        before = after
        units = {unit for id in told_anew if (one := desk.get(id)) for unit in THREE_WAY.near(one, desk)}
        answered, links = THREE_WAY.links(units, desk)
        kept |= {unit.id: [] for unit in answered}
        for link in links:
            kept[link.source.id].append(link)
    return before | _by_ends(link for links in kept.values() for link in links)


def _by_ends(links: Any) -> dict[Any, Link]:
    return {ends_of(link): link for link in links}


def test_a_mistyped_number_that_is_given_only_later_is_read_as_the_one_that_was_there() -> None:
    asked = order("PO-2026-00471", BOARD, SCREW, issued=DAY)
    after = order("PO-2026-00479", BOARD, SCREW, issued=later(60))
    bill = invoice("INV-1", BOARD, SCREW, issued=later(8), references=(ref(PO, "PO-2026-00479"),))
    assert told([asked, after, bill], "bills") == BOTH


def test_just_the_quantity_at_just_the_price_counts_where_names_are_somewhat_alike_too() -> None:
    sheet = order("PO-2026-00471", goods("1", "Blech S235 12 mm", "48", price="1030"))
    assert bills(goods("1", "Steel sheet S235 12mm", "48", price="1030"), papers=(sheet,)) == BOTH[:1]
    assert bills(goods("1", "Steel sheet S235 12mm", "47", price="1030"), papers=(sheet,)) == []
    assert bills(goods("1", "Steel sheet S235 12mm", "48", price="1010"), papers=(sheet,)) == []


def test_evidence_calls_a_line_by_its_written_id() -> None:
    asked = order("PO-2026-00471", goods("50", "Oak board", "10"), issued=DAY)
    shipped = trade(DA, "DA-7", goods("20", "Oak board", "10", ref(PO, "PO-2026-00471", "50")), issued=later(5))
    for refs, words in (
        ((ref(PO, "PO-2026-0O471"),), "line 50 of order PO-2026-00471 has a name that is alike"),
        ((ref(PO, "PO-2026-00471"),), "line 50 has the same name"),
        (
            (ref(DA, "DA-7"),),
            "names despatch advice DA-7, whose line 20 has the same name, which ships line 50 of order PO-2026-00471",
        ),
    ):
        record = Record(asked, shipped, invoice("INV-1", BOARD, issued=later(8), references=refs))
        assert words in next(link.evidence for link in record.links if link.kind == "bills")
