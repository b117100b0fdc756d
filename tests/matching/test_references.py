"""Documents and lines linked by the numbers that they name, and left alone where a number could mean several."""

from datetime import date
from decimal import Decimal

import pytest

from counterfoil.matching.mentions import head_mentions
from counterfoil.matching.references import seeks
from counterfoil.model import summary as kinds
from counterfoil.model.summary import MasterSummary, Recorded
from matching.made import (
    OTHER,
    US,
    Record,
    billing,
    credit_note,
    event,
    id_of,
    invoice,
    item,
    order,
    party,
    receipt,
    ref,
    statement,
    told,
    trade,
)

PO, DA, RA = kinds.ORDER, kinds.DESPATCH_ADVICE, kinds.RECEIPT_ADVICE


def test_an_invoice_line_bills_the_order_line_that_it_names() -> None:
    record = Record(order(), invoice("INV-1", *billing("1", "2", amount="20")))
    assert record.told() == ["bills INV-1:1 PO-1:1", "bills INV-1:2 PO-1:2"]
    link = record.links[0]
    assert (link.quantity, link.unit, link.amount, link.currency) == (Decimal(10), "C62", Decimal(20), "EUR")
    assert link.evidence == ("names line 1 of order PO-1",)
    assert link.confidence == 1


def test_a_line_may_name_the_line_only_while_the_head_names_the_order() -> None:
    assert told([order(), invoice("INV-1", *billing("2", of=""), references=(ref(PO, "PO-1"),))]) == [
        "bills INV-1:1 PO-1:2"
    ]


def test_a_line_that_names_a_line_only_means_none_where_the_head_names_two_orders_with_such_a_line() -> None:
    both = (ref(PO, "PO-1"), ref(PO, "PO-2"))
    papers = [order("PO-1"), order("PO-2"), invoice("INV-1", *billing("2", of=""), references=both)]
    assert told(papers) == ["bills INV-1 PO-1", "bills INV-1 PO-2"]
    papers = [order("PO-1"), order("PO-2", item("7")), invoice("INV-1", *billing("7", of=""), references=both)]
    assert told(papers) == ["bills INV-1 PO-1", "bills INV-1:1 PO-2:1"]


def test_a_line_that_names_a_line_only_means_none_where_the_head_names_nothing() -> None:
    assert told([order(), invoice("INV-1", *billing("2", of=""))]) == []


def test_one_invoice_may_bill_several_orders_line_by_line() -> None:
    lines = (*billing("1", of="PO-1"), *billing("2", of="PO-2"))
    assert told([order("PO-1"), order("PO-2"), invoice("INV-1", *lines)]) == [
        "bills INV-1:1 PO-1:1",
        "bills INV-1:2 PO-2:2",
    ]


def test_a_number_is_the_same_in_another_case_and_with_other_white_space() -> None:
    assert told([order("PO 1"), invoice("INV-1", references=(ref(PO, " po1"),))]) == ["bills INV-1 PO 1"]


def test_a_line_that_is_not_there_leaves_a_link_as_a_whole() -> None:
    assert told([order(), invoice("INV-1", *billing("99"))]) == ["bills INV-1 PO-1"]


def test_a_line_id_that_stands_twice_names_neither() -> None:
    assert told([order("PO-1", item("1"), item("1")), invoice("INV-1", *billing("1"))]) == ["bills INV-1 PO-1"]


def test_a_line_without_id_is_named_by_none() -> None:
    assert told([order("PO-1", item(None), item(" ")), invoice("INV-1", *billing(" "))]) == ["bills INV-1 PO-1"]


def test_a_line_that_names_no_order_is_no_second_link_beside_those_that_do() -> None:
    lines = (*billing("1"), item("2"))
    assert told([order(), invoice("INV-1", *lines, references=(ref(PO, "PO-1"),))]) == ["bills INV-1:1 PO-1:1"]


def test_two_lines_named_by_one_are_both_linked_and_nothing_says_how_much_goes_to_each() -> None:
    record = Record(order(), invoice("INV-1", item("1", "10", ref(PO, "PO-1", "1"), ref(PO, "po-1", "2"))))
    assert record.told() == ["bills INV-1:1 PO-1:1", "bills INV-1:1 PO-1:2"]
    assert {(link.quantity, link.amount) for link in record.links} == {(None, None)}


def test_the_same_line_named_twice_is_one_link() -> None:
    line = item("1", "10", ref(PO, "PO-1", "1"), ref(PO, "PO-1", "1 "))
    assert [link.quantity for link in Record(order(), invoice("INV-1", line)).links] == [Decimal(10)]


def test_two_different_buyers_use_the_same_order_number() -> None:
    ours, theirs = order("PO-1"), order("PO-1", buyer=OTHER)
    assert told([theirs, invoice("INV-1", *billing("1"))]) == []
    record = Record(ours, theirs, invoice("INV-1", *billing("1")))
    assert [link.target.id for link in record.links] == [ours.id]


def test_the_order_whose_parties_are_known_is_meant_rather_than_one_without() -> None:
    bare = order("PO-1", seller=None, buyer=None)
    assert told([bare, invoice("INV-1", *billing("1"))]) == ["bills INV-1:1 PO-1:1"]
    record = Record(bare, order(), invoice("INV-1", *billing("1")))
    assert [link.target.id for link in record.links] == [order().id]


def test_two_orders_without_parties_under_one_number_cannot_be_told_apart() -> None:
    papers = [order("PO-1", seller=None, copy=copy) for copy in (0, 1)]
    assert told([*papers, invoice("INV-1", *billing("1"))]) == []


def test_an_order_that_was_sent_twice_is_linked_once_to_the_first() -> None:
    first, second = order("PO-1", issued=date(2026, 1, 1)), order("PO-1", issued=date(2026, 2, 1))
    for papers in ([first, second], [second, first]):
        record = Record(*papers, invoice("INV-1", *billing("1")))
        assert [link.target.id for link in record.links] == [first.id]


def test_a_day_of_issue_tells_two_orders_of_one_number_apart() -> None:
    first, second = order("1", issued=date(2025, 1, 1)), order("1", issued=date(2026, 1, 1))
    record = Record(first, second, invoice("INV-1", references=(ref(PO, "1", issued=date(2026, 1, 1)),)))
    assert [link.target.id for link in record.links] == [second.id]
    record = Record(first, second, invoice("INV-1", references=(ref(PO, "1", issued=date(2026, 1, 7)),)))
    assert [link.target.id for link in record.links] == [first.id]


def test_responses_changes_and_cancellations_go_to_the_order() -> None:
    papers = [
        order(),
        trade(kinds.ORDER_RESPONSE, "OR-1", item("1", "9", ref(PO, "PO-1", "1")), references=(ref(PO, "PO-1"),)),
        trade(kinds.ORDER_CHANGE, "OC-1", item("2", "9", ref(PO, "PO-1", "2")), references=(ref(PO, "PO-1"),)),
        trade(kinds.ORDER_RESPONSE, "OR-2", references=(ref(PO, "PO-1"), ref(kinds.ORDER_CHANGE, "OC-1"))),
        trade(kinds.ORDER_CANCELLATION, "OX-1", references=(ref(PO, "PO-1"),)),
    ]
    assert told(papers) == [
        "answers OR-1:1 PO-1:1",
        "answers OR-2 OC-1",
        "answers OR-2 PO-1",
        "cancels OX-1 PO-1",
        "changes OC-1:1 PO-1:2",
    ]


def test_a_despatch_of_several_orders_ships_each_line() -> None:
    lines = (item("1", "5", ref(PO, "PO-1", "1")), item("2", "5", ref(PO, "PO-2", "2")))
    despatch = trade(DA, "DA-1", *lines, references=(ref(PO, "PO-1"), ref(PO, "PO-2"), ref(PO, "PO-3")))
    assert told([order("PO-1"), order("PO-2"), order("PO-3"), despatch]) == [
        "ships DA-1 PO-3",
        "ships DA-1:1 PO-1:1",
        "ships DA-1:2 PO-2:2",
    ]


def test_a_receipt_that_names_despatch_and_order_receives_the_despatch() -> None:
    line = item("1", "5", ref(PO, "PO-1", "1"), ref(DA, "DA-1", "1"))
    head = (ref(PO, "PO-1"), ref(DA, "DA-1"))
    papers = [order(), receipt("RA-1", line, references=head)]
    assert told(papers) == ["receives RA-1:1 PO-1:1"]
    despatch = trade(DA, "DA-1", item("1", "5", ref(PO, "PO-1", "1")))
    assert told([*papers, despatch]) == ["receives RA-1:1 DA-1:1", "ships DA-1:1 PO-1:1"]


def test_what_the_head_names_is_linked_beside_lines_that_go_elsewhere() -> None:
    line = item("1", "5", ref(RA, "RA-1", "1"))
    papers = [order(), receipt("RA-1", item("1", "5")), invoice("INV-1", line, references=(ref(PO, "PO-1"),))]
    assert told(papers) == ["bills INV-1 PO-1", "bills INV-1:1 RA-1:1"]


def test_an_invoice_without_order_bills_what_was_despatched_or_received() -> None:
    papers = [trade(DA, "DA-1", item("1")), receipt("RA-1", item("1"))]
    assert told([*papers, invoice("INV-1", item("1", "5", ref(DA, "DA-1", "1")))]) == ["bills INV-1:1 DA-1:1"]
    assert told([*papers, invoice("INV-1", references=(ref(RA, "RA-1"), ref(PO, "PO-1")))]) == ["bills INV-1 RA-1"]


def test_a_credit_note_credits_the_invoice_with_all_that_it_is_worth() -> None:
    record = Record(invoice(), credit_note("CN-1", references=(ref(kinds.INVOICE, "INV-1"),)))
    assert record.told() == ["credits CN-1 INV-1"]
    assert [(link.amount, link.currency) for link in record.links] == [(Decimal(20), "EUR")]


def test_a_credit_note_on_two_invoices_does_not_say_how_much_goes_to_each() -> None:
    named = (ref(kinds.INVOICE, "INV-1"), ref(kinds.INVOICE, "INV-2"))
    record = Record(invoice("INV-1"), credit_note("CN-1", references=named))
    assert [link.amount for link in record.links] == [None]


def test_a_credit_note_without_a_sum_credits_nothing_that_is_known() -> None:
    record = Record(invoice(), credit_note("CN-1", payable=None, references=(ref(kinds.INVOICE, "INV-1"),)))
    assert [(link.amount, link.currency) for link in record.links] == [(None, None)]


def test_a_credit_note_may_name_the_invoice_line() -> None:
    line = item("1", "2", ref(kinds.INVOICE, "INV-1", "1"))
    assert told([invoice("INV-1", item("1")), credit_note("CN-1", line)]) == ["credits CN-1:1 INV-1:1"]


def test_an_invoice_response_answers_invoice_or_credit_note() -> None:
    papers = [invoice("X-1"), credit_note("X-1")]
    for kind, answered in ((kinds.INVOICE, papers[0]), (kinds.CREDIT_NOTE, papers[1])):
        response = trade(kinds.INVOICE_RESPONSE, "IR-1", item("1"), references=(ref(kind, "X-1"),))
        record = Record(*papers, response)
        assert [(link.kind, link.target.id) for link in record.links] == [("answers", answered.id)]


def test_a_corrective_invoice_changes_the_one_that_it_names() -> None:
    correction = invoice("INV-2", type_code="384", references=(ref(kinds.INVOICE, "INV-1"),))
    assert told([invoice("INV-1"), correction]) == ["changes INV-2 INV-1"]


def test_a_final_invoice_does_not_change_the_advance_payments_that_it_names() -> None:
    final = invoice("INV-2", type_code="380", references=(ref(kinds.INVOICE, "INV-1"),))
    assert told([invoice("INV-1", type_code="386"), final]) == []


def test_a_document_is_not_linked_to_itself() -> None:
    assert told([invoice("INV-1", type_code="384", references=(ref(kinds.INVOICE, "INV-1"),))]) == []


@pytest.mark.parametrize("kind", [kinds.ORDER, kinds.MESSAGE_LEVEL_RESPONSE, kinds.OPEN_ITEM])
def test_kinds_that_refer_to_nothing_seek_nothing(kind: str) -> None:
    document = trade(kind, "X-1", references=(ref(PO, "PO-1"), ref(kinds.INVOICE, "INV-1")))
    assert list(seeks(document)) == []
    assert told([order(), invoice(), document]) == []


def test_master_data_and_statements_name_no_document() -> None:
    partner = Recorded(id=id_of("partner"), role="neither", summary=MasterSummary(document=kinds.PARTNER))
    assert head_mentions(partner.summary) == head_mentions(statement().summary) == []
    assert told([order(), partner]) == []


def test_a_reference_without_number_and_of_another_kind_is_no_reference() -> None:
    document = invoice("INV-1", references=(ref(PO, ""), ref("contract", "K-1")))
    assert list(seeks(document)) == []
    assert told([order(), document]) == []


GLN = "4012345000009"


@pytest.mark.parametrize(
    "written",
    [
        "PO/1",
        f"urn:epcglobal:cbv:bt:{GLN}:PO%2F1",
        f"URN:EPCGLOBAL:CBV:BT:{GLN}:po%2f1",
        "https://erp.example/orders/PO%2F1",
        "https://erp.example/orders/PO%2F1/",
        "https://erp.example/order?id=PO%2f1",
        "urn:example:order:PO%2F1",
    ],
)
def test_a_goods_event_observes_what_its_business_transactions_name(written: str) -> None:
    assert told([order("PO/1"), order("1", copy=1), event(ref(PO, written))]) == ["observes goods-event PO/1"]


def test_a_bare_number_with_a_slash_is_not_taken_apart() -> None:
    assert told([order("17"), event(ref(PO, "PO/2026/17"), ref(PO, "po:17"))]) == []


def test_a_goods_event_observes_all_that_it_names() -> None:
    named = [ref(PO, "PO-1"), ref(DA, "DA-1"), ref(RA, "RA-1"), ref(kinds.INVOICE, "INV-1"), ref("document", "PO-1")]
    papers = [order(), trade(DA, "DA-1"), receipt("RA-1"), invoice()]
    assert told([*papers, event(*named)]) == [
        "observes goods-event DA-1",
        "observes goods-event INV-1",
        "observes goods-event PO-1",
        "observes goods-event RA-1",
    ]


@pytest.mark.parametrize("written", [" ", "https://", "urn:"])
def test_an_empty_business_transaction_names_nothing(written: str) -> None:
    assert told([order("urn"), event(ref(PO, written))]) == []


def test_the_gln_in_a_business_transaction_tells_two_buyers_with_one_order_number_apart() -> None:
    ours, theirs = order("PO-1"), order("PO-1", buyer=OTHER)
    assert told([ours, theirs, event(ref(PO, "PO-1"))]) == []
    record = Record(ours, theirs, event(ref(PO, f"urn:epcglobal:cbv:bt:{GLN}:PO-1")))
    assert [link.target.id for link in record.links] == [ours.id]
    assert told([theirs, event(ref(PO, f"urn:epcglobal:cbv:bt:{GLN}:PO-1"))]) == []


def test_a_gln_says_nothing_of_parties_that_tell_none() -> None:
    bare = order("PO-1", seller=party("Somebody"), buyer=None)
    assert told([bare, event(ref(PO, f"urn:epcglobal:cbv:bt:{GLN}:PO-1"))]) == ["observes goods-event PO-1"]


def test_the_same_order_sent_twice_is_observed_once() -> None:
    papers = [order("PO-1", copy=copy, issued=date(2026, 1, 1 + copy)) for copy in (0, 1)]
    record = Record(*papers, event(ref(PO, "PO-1")))
    assert [link.target.id for link in record.links] == [papers[0].id]


def test_a_name_that_differs_keeps_documents_apart() -> None:
    papers = [order(seller=party("Tannhof")), invoice("INV-1", *billing("1"), seller=party("Other"), buyer=US)]
    assert told(papers) == []


def test_a_number_that_was_given_only_later_is_none_that_could_be_named() -> None:
    bill = invoice("INV-1", *billing("1"), issued=date(2026, 3, 10))
    assert told([order(issued=date(2026, 3, 31)), bill]) == ["bills INV-1:1 PO-1:1"]
    assert told([order(issued=date(2026, 4, 1)), bill]) == []
    lines = (item("1", "10", ref(PO, "PO-1", "1", issued=date(2026, 4, 1))),)
    with_its_day = invoice("INV-1", *lines, issued=date(2026, 3, 10))
    assert told([order(issued=date(2026, 4, 1)), with_its_day]) == ["bills INV-1:1 PO-1:1"]
    assert told([order(issued=None), bill]) == ["bills INV-1:1 PO-1:1"]
