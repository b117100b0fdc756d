"""Lines of documents that are named without lines: told by their goods, or left undecided."""

from decimal import Decimal

import msgspec

from counterfoil.model import summary as kinds
from counterfoil.model.summary import Reference, TradeLine
from matching.made import OTHER, Record, credit_note, invoice, item, order, receipt, ref, told, trade

PO, DA = kinds.ORDER, kinds.DESPATCH_ADVICE
HEAD = (ref(PO, "PO-1"),)


def goods(
    id: str, name: str, quantity: str = "10", *refs: Reference, seller: str | None = None, standard: str | None = None
) -> TradeLine:
    """A line about a thing."""
    line = item(id, quantity, *refs)
    return msgspec.structs.replace(line, name=name, seller_item=seller, standard_item=standard)


BOARD, SCREW = goods("1", "Oak board"), goods("2", "Screw M8x40", seller="S-840")
ORDER = order("PO-1", BOARD, SCREW)


def test_lines_are_told_by_number_or_name_and_a_freight_charge_stays_alone() -> None:
    lines = (goods("1", "Schraube", seller="s840"), goods("2", "Fracht"), goods("3", "oak board"))
    record = Record(ORDER, invoice("INV-1", *lines, references=HEAD))
    assert record.told() == ["bills INV-1:1 PO-1:2?", "bills INV-1:3 PO-1:1?"]
    assert {link.confidence for link in record.links} == {Decimal("0.99"), Decimal("0.97")}
    assert ("names order PO-1", "line 2 has the same item number") in {link.evidence for link in record.links}


def test_a_name_that_is_only_alike_is_less_sure() -> None:
    record = Record(ORDER, invoice("INV-1", goods("1", "Oak boards"), references=HEAD))
    assert [link.confidence for link in record.links] == [Decimal("0.92")]


def test_a_line_beside_those_that_name_lines_is_told_by_its_goods() -> None:
    lines = (goods("1", "Oak board", "10", ref(PO, "PO-1", "1")), goods("2", "Screw", seller="S-840"))
    assert told([ORDER, invoice("INV-1", *lines, references=HEAD)]) == ["bills INV-1:1 PO-1:1", "bills INV-1:2 PO-1:2?"]


def test_of_one_article_on_two_lines_the_quantities_tell_where_both_are_billed() -> None:
    twice = order("PO-1", goods("1", "Oak board", "10"), goods("2", "Oak board", "4"))
    lines = (goods("1", "Oak board", "4"), goods("2", "Oak board", "10"))
    record = Record(twice, invoice("INV-1", *lines, references=HEAD))
    assert record.told() == ["bills INV-1:1 PO-1:2?", "bills INV-1:2 PO-1:1?"]
    assert {link.basis.value for link in record.links} == {"reference"}


def test_two_lines_may_go_to_one_as_long_as_it_is_enough() -> None:
    lines = (goods("1", "Oak board", "4"), goods("2", "Oak board", "6"))
    record = Record(ORDER, invoice("INV-1", *lines, references=HEAD))
    assert record.told() == ["bills INV-1:1 PO-1:1?", "bills INV-1:2 PO-1:1?"]
    assert {link.basis.value for link in record.links} == {"reference"}
    lines = (goods("1", "Oak board", "9"), goods("2", "Oak board", "6"))
    record = Record(ORDER, invoice("INV-1", *lines, references=HEAD))
    assert "reference" not in {link.basis.value for link in record.links}


def test_a_line_that_names_a_line_of_surely_other_goods_goes_to_those_that_it_is_about() -> None:
    papers = order("PO-1", goods("1", "Nail", standard="4000"), goods("2", "Bolt", standard="5000"))
    line = goods("1", "Bolt", "10", ref(PO, "PO-1", "1"), standard="5000")
    assert told([papers, invoice("INV-1", line)]) == ["bills INV-1:1 PO-1:2?"]
    line = goods("1", "Pump", "10", ref(PO, "PO-1", "1"), standard="6000")
    assert "bills INV-1:1 PO-1:1" not in told([papers, invoice("INV-1", line)])


def test_a_receipt_that_names_a_despatch_receives_its_lines() -> None:
    despatch = trade(DA, "DA-1", goods("1", "Oak board", "10", ref(PO, "PO-1", "1")))
    papers = [ORDER, despatch, receipt("RA-1", goods("1", "Oak board", "9"), references=(ref(DA, "DA-1"), *HEAD))]
    assert told(papers, "receives") == ["receives RA-1:1 DA-1:1?"]


def test_a_credit_note_that_names_its_invoice_credits_the_line() -> None:
    papers = [
        invoice("INV-1", BOARD, SCREW),
        credit_note("CN-1", goods("1", "Screw", "2", seller="S-840"), references=(ref(kinds.INVOICE, "INV-1"),)),
    ]
    assert told(papers, "credits") == ["credits CN-1:1 INV-1:2?"]


def test_a_freight_invoice_for_an_order_is_linked_as_a_whole() -> None:
    assert told([ORDER, invoice("INV-1", goods("1", "Fracht"), references=HEAD)]) == ["bills INV-1 PO-1"]


def test_lines_of_another_buyers_order_are_not_looked_at() -> None:
    theirs = order("PO-1", BOARD, buyer=OTHER)
    assert told([theirs, invoice("INV-1", goods("1", "Oak board"), references=HEAD)]) == []


def test_a_line_in_another_package_that_costs_far_more_is_left_to_those_who_see_other_orders() -> None:
    boxes = msgspec.structs.replace(BOARD, unit="XBX", amount=Decimal(100))
    for amount, basis in (("151", "inference"), ("150", "reference"), (None, "reference")):
        line = msgspec.structs.replace(goods("1", "Oak board", "50"), amount=amount and Decimal(amount))
        record = Record(order("PO-1", boxes, SCREW), invoice("INV-1", line, references=HEAD))
        assert [link.basis.value for link in record.links] == [basis]
