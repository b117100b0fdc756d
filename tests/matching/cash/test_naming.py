"""Which invoices an entry pays, found by the numbers that it names, and how its cash is given out."""

from decimal import Decimal
from typing import Any

import pytest

from counterfoil.matching.cash.inference import seeks
from counterfoil.matching.cash.remittance import named_numbers
from counterfoil.model import summary as kinds
from counterfoil.model.summary import PartySummary, Recorded, Reference, StatementLine
from matching.made import OTHER, SELLER, US, Record, credit_note, entry, invoice, party, statement, told, trade

STRANGER = party("Stadtwerke")


def named(number: str, amount: str | None = None, kind: str = kinds.INVOICE, line: str | None = None) -> Reference:
    """A document in structured remittance."""
    return Reference(document=kind, number=number, line=line, amount=None if amount is None else Decimal(amount))


def sold(number: str | None, payable: str = "100", **terms: object) -> Recorded:
    """An invoice of ours."""
    return invoice(number, payable=payable, **{"role": "seller", "seller": US, "buyer": OTHER, **terms})


@pytest.mark.parametrize(
    "texts",
    [
        ("INV-1",),
        ("Rechnung INV-1 vom 02.03.2026",),
        ("Rechnung:INV-1.",),
        ("inv-1,INV-9",),
        ("(INV-1)",),
        ("#INV-1#",),
        ("INV-1/INV-2",),
        ("RE INV -1",),
        ("SVWZ+INV-1+Danke",),
        ("Rechnung INV", "-1 vom 2.3."),
        ("Rechnung I", "NV-", "1 vom"),
    ],
)
def test_a_number_is_found_in_the_text(texts: tuple[str, ...]) -> None:
    assert told([invoice("INV-1"), statement(entry("-100", *texts))]) == ["pays S-1:1 INV-1 100"]


def test_cents_pay_an_invoice_over_cents() -> None:
    assert told([invoice("INV-1", payable="0.50"), statement(entry("-0.50", "INV-1"))]) == ["pays S-1:1 INV-1 0.50"]
    assert told([sold("INV-1", payable="0.50"), statement(entry("0.50", "INV-1"))]) == ["pays S-1:1 INV-1 0.50"]


def test_a_number_with_punctuation_of_its_own_is_found_too() -> None:
    text = "Rechnung:2026/INV.17, Danke"
    assert told([invoice("2026/INV.17"), statement(entry("-100", text))]) == ["pays S-1:1 2026/INV.17 100"]


def test_of_two_numbers_one_within_the_other_the_longer_counts() -> None:
    papers = [invoice("INV-10"), invoice("INV-1001"), invoice("2026/INV-7"), invoice("INV-7", copy=1)]
    assert told([*papers, statement(entry("-100", "Re. INV-10", "01 x"))]) == ["pays S-1:1 INV-1001 100"]
    assert told([*papers, statement(entry("-100", "Re. 2026/INV-7"))]) == ["pays S-1:1 2026/INV-7 100"]
    assert told([*papers, statement(entry("-100", "Re. INV-7"))]) == ["pays S-1:1 INV-7 100"]


def test_words_without_a_digit_single_digits_and_overlong_ones_are_not_looked_for() -> None:
    line = entry("-1", "Miete A 1 12 " + "x1" * 60)
    assert [one.plain for one in named_numbers(line)] == ["a1", "112"]


def test_a_text_of_endless_numbers_is_looked_through_up_to_a_limit() -> None:
    assert len(list(named_numbers(entry("-1", " ".join(f"INV-{n}" for n in range(1000)))))) == 200


def test_a_word_of_many_parts_is_taken_apart_up_to_a_limit() -> None:
    found = {one.plain for one in named_numbers(entry("-1", "a1/b2/c3/d4/e5/f6/g7/h8"))}
    assert "e5/f6" in found
    assert "g7" not in found


FILLER = "Zahlung fuer die Lieferung vom Maerz an unser Lager in Bielefeld, danke"


@pytest.mark.parametrize(
    "texts",
    [
        (f"{FILLER} INV", f"-100200 {FILLER}"),
        (f"{FILLER} INV ", f"-100200 {FILLER}"),
        (f"{FILLER} INV", f" -100200 {FILLER}"),
        (f"{FILLER} INV", "-100", f"200 {FILLER}"),
        ("INV", f"-100200 {FILLER}", FILLER),
        (FILLER, f"{FILLER} INV", "-100200"),
        (" " * 80, "INV", "-100200"),
    ],
)
def test_a_number_that_a_bank_broke_is_put_together(texts: tuple[str, ...]) -> None:
    assert told([invoice("INV-100200"), statement(entry("-100", *texts))]) == ["pays S-1:1 INV-100200 100"]


def test_pieces_without_a_word_name_nothing() -> None:
    assert list(named_numbers(entry("-1", " " * 80, ",", " "))) == []


@pytest.mark.parametrize(
    ("word", "weak"),
    [
        ("12345", True),
        ("123456", False),
        ("12-345", True),
        ("12-3456", False),
        ("A1", True),
        ("A12", False),
        ("1-A", True),
    ],
)
def test_what_is_too_short_to_be_a_number_by_itself(word: str, weak: bool) -> None:
    assert [(one.written, one.weak) for one in named_numbers(entry("-1", word))] == [(word, weak)]


def test_structured_remittance_names_documents_that_ask_for_money() -> None:
    kinds_named = [("INV-1", kinds.ORDER), (" ", kinds.INVOICE), ("INV-2", kinds.OPEN_ITEM), ("INV-3", "document")]
    references = (*(named(number, kind=kind) for number, kind in kinds_named), named("INV-4", line="1"))
    assert [one.plain for one in named_numbers(entry("-1", references=references))] == ["inv-2", "inv-3"]


def test_amounts_of_less_than_one_are_paid_like_others() -> None:
    assert told([invoice("INV-1", payable="0.50"), statement(entry("-0.50", "INV-1"))]) == ["pays S-1:1 INV-1 0.50"]


def test_a_day_is_no_number_of_an_invoice() -> None:
    papers = [invoice("2026"), invoice("02.03.2026"), invoice("20260302")]
    assert told([*papers, statement(entry("-55", "vom 02.03.2026, 20260302"))]) == []


PAYEE: dict[str, Any] = {"counterparty": SELLER}


@pytest.mark.parametrize(
    ("line", "links"),
    [
        (entry("-100", "Rechnung 4711"), ["pays S-1:1 4711 100?"]),
        (entry("-60", "4711", **PAYEE), ["pays S-1:1 4711 60?"]),
        (entry("-60", "Rechnung 4711", **PAYEE), ["pays S-1:1 4711 60"]),
        (entry("-100", "Rechnung 4711", **PAYEE), ["pays S-1:1 4711 100"]),
        (entry("-150", "Rechnung 4711 und 4712", **PAYEE), ["pays S-1:1 4711 100", "pays S-1:1 4712 50"]),
        (
            entry("-175", "4711 4712 INV-1", **PAYEE),
            ["pays S-1:1 4711 100", "pays S-1:1 4712 50", "pays S-1:1 INV-1 25"],
        ),
        (entry("-25", "4711 INV-1", **PAYEE), ["pays S-1:1 INV-1 25"]),
        (entry("-100", "x", end_to_end_id="4711"), ["pays S-1:1 4711 100?"]),
        (entry("-60", "x", references=(named("4711"),)), ["pays S-1:1 4711 60"]),
    ],
)
def test_a_short_bare_number_needs_partner_and_amount_to_be_sure_unless_a_word_or_structure_tells_it(
    line: StatementLine, links: list[str]
) -> None:
    papers = [invoice("4711"), invoice("4712", payable="50"), invoice("INV-1", payable="25")]
    assert told([*papers, statement(line)]) == links


def test_of_two_short_numbers_that_both_have_the_amount_either_may_be_meant() -> None:
    papers = [invoice("4711"), invoice("4712")]
    record = Record(*papers, statement(entry("-100", "4711 4712", counterparty=SELLER)))
    (link,) = record.links
    assert link.confidence <= Decimal("0.5")
    assert link.evidence[-1] in ("it could be for 4711 as well", "it could be for 4712 as well")


def test_a_number_in_the_text_is_sure_where_partner_or_amount_agrees() -> None:
    papers = [invoice("INV-1")]
    assert told([*papers, statement(entry("-60", "INV-1"))]) == ["pays S-1:1 INV-1 60?"]
    assert told([*papers, statement(entry("-60", "INV-1", counterparty=STRANGER))]) == ["pays S-1:1 INV-1 60?"]
    assert told([*papers, statement(entry("-100", "INV-1", counterparty=STRANGER))]) == ["pays S-1:1 INV-1 100"]
    by_name = party("SÄGEWERK TANNHOF KG")
    assert told([*papers, statement(entry("-60", "INV-1", counterparty=by_name))]) == ["pays S-1:1 INV-1 60"]
    by_account = party("?", accounts=("de02120300000000202051",))
    assert told([*papers, statement(entry("-60", "INV-1", counterparty=by_account))]) == ["pays S-1:1 INV-1 60"]


def test_the_payee_of_an_invoice_is_a_partner_too() -> None:
    paper = invoice("INV-1", payee=party("Factor AG"))
    assert told([paper, statement(entry("-60", "INV-1", counterparty=party("Factor AG")))]) == ["pays S-1:1 INV-1 60"]


@pytest.mark.parametrize(
    "terms", [{"end_to_end_id": "INV-1"}, {"creditor_reference": "inv-1"}, {"references": (named("INV-1"),)}]
)
def test_references_beside_the_text_are_sure(terms: dict[str, Any]) -> None:
    record = Record(invoice("INV-1"), statement(entry("-60", **terms)))
    assert record.told() == ["pays S-1:1 INV-1 60"]
    words = {"end_to_end_id": "end-to-end id", "references": "structured remittance"}
    (how,) = terms
    assert record.links[0].evidence[0].endswith(words.get(how, "creditor reference"))


def test_what_the_payer_shall_quote_leads_to_the_invoice() -> None:
    paper = invoice("INV-1", payment_reference="RF18 5390 0754 7034")
    assert told([paper, statement(entry("-60", creditor_reference="RF18539007547034"))]) == ["pays S-1:1 INV-1 60"]
    assert told([paper, statement(entry("-100", "RF18 5390 0754 7034"))]) == ["pays S-1:1 INV-1 100"]


def test_a_reference_that_stands_on_several_invoices_means_the_one_of_the_amount_or_none() -> None:
    papers = [invoice("INV-1", payment_reference="K-77"), invoice("INV-2", payable="50", payment_reference="K-77")]
    assert told([*papers, statement(entry("-50", "K-77"))]) == ["pays S-1:1 INV-2 50?"]
    assert told([*papers, statement(entry("-60", "K-77"))]) == []
    unnumbered = [invoice(None, payment_reference="K-77", copy=copy) for copy in (0, 1)]
    assert all(link.confidence <= Decimal("0.5") for link in Record(*unnumbered, statement(entry("-60", "K-77"))).links)


def test_evidence_says_why() -> None:
    record = Record(invoice("INV-1"), statement(entry("-100", "Re INV-1", counterparty=SELLER)))
    assert record.links[0].evidence == (
        "names INV-1 as remittance text",
        "the other side of the entry is the partner",
        "the amount is what is due",
    )


def test_one_payment_for_two_invoices() -> None:
    papers = [invoice("INV-1"), invoice("INV-2", payable="50")]
    record = Record(*papers, statement(entry("-150", "INV-1 und INV-2, Sammelzahlung")))
    assert record.told() == ["pays S-1:1 INV-1 100", "pays S-1:1 INV-2 50"]
    assert all("the amounts of all invoices named add up to the entry" in link.evidence for link in record.links)


def test_one_payment_for_two_invoices_that_does_not_add_up_is_a_guess() -> None:
    papers = [invoice("INV-1"), invoice("INV-2", payable="50")]
    assert told([*papers, statement(entry("-80", "INV-1 INV-2", **PAYEE))]) == ["pays S-1:1 INV-1 80?"]
    assert told([*papers, statement(entry("-140", "INV-1 INV-2", **PAYEE))]) == [
        "pays S-1:1 INV-1 100?",
        "pays S-1:1 INV-2 40?",
    ]
    assert told([*papers, statement(entry("-170", "INV-1 INV-2", **PAYEE))]) == [
        "pays S-1:1 INV-1 100?",
        "pays S-1:1 INV-2 70?",
    ]


def test_structured_remittance_says_how_much_goes_to_each() -> None:
    papers = [invoice("INV-1"), invoice("INV-2", payable="50")]
    both = (
        named("INV-1", "95"),
        named("INV-2", "50"),
        named("INV-1", "20", line="1"),
        named("PO-9", "7", kind="order"),
    )
    assert told([*papers, statement(entry("-145", references=both))]) == ["pays S-1:1 INV-1 95", "pays S-1:1 INV-2 50"]


def test_structured_remittance_that_contradicts_the_cash_is_a_guess() -> None:
    line = entry("-100", references=(named("INV-1", "60"),))
    assert told([invoice("INV-1", payable="70"), statement(line)]) == ["pays S-1:1 INV-1 100?"]


def test_the_part_of_an_invoice_that_we_do_not_have_is_not_given_to_another() -> None:
    both = (named("INV-1"), named("INV-2"))
    assert told([invoice("INV-1"), statement(entry("-150", references=both))]) == ["pays S-1:1 INV-1 100"]
    assert told([invoice("INV-1"), statement(entry("-80", references=both))]) == ["pays S-1:1 INV-1 80?"]


def test_instalments_are_two_payments_for_one_invoice() -> None:
    lines = (entry("-40", "INV-1", **PAYEE), entry("-60", "INV-1", position="2", **PAYEE))
    assert told([invoice("INV-1"), statement(*lines)]) == ["pays S-1:1 INV-1 40", "pays S-1:2 INV-1 60"]


def test_too_much_goes_to_the_one_invoice() -> None:
    record = Record(invoice("INV-1"), statement(entry("-130", "INV-1", **PAYEE)))
    assert [(link.amount, link.confidence) for link in record.links] == [(Decimal(130), Decimal("0.97"))]


def test_cash_that_goes_the_wrong_way_pays_nothing() -> None:
    assert told([invoice("INV-1"), statement(entry("100", "INV-1"))]) == []
    assert told([sold("R-100"), statement(entry("-100", "R-100"))]) == []


def test_what_a_customer_pays_us() -> None:
    line = entry("100", "R-100", counterparty=OTHER)
    assert told([sold("R-100"), statement(line)]) == ["pays S-1:1 R-100 100"]


def test_a_credit_note_is_set_off() -> None:
    note = credit_note("G-703", role="seller", seller=US, buyer=OTHER)
    assert told([sold("R-100"), note, statement(entry("80", "R-100 abzgl. G-703"))]) == [
        "pays S-1:1 G-703 -20",
        "pays S-1:1 R-100 100",
    ]


def test_a_credit_note_is_set_off_against_an_invoice_that_is_paid_short() -> None:
    papers = [invoice("INV-1"), credit_note("CN-1")]
    assert told([*papers, statement(entry("-70", "INV-1 CN-1", **PAYEE))]) == [
        "pays S-1:1 CN-1 -20",
        "pays S-1:1 INV-1 90",
    ]


def test_structured_remittance_says_how_much_of_a_credit_note_is_set_off() -> None:
    both = (named("INV-1"), named("CN-1", "5", kind=kinds.CREDIT_NOTE))
    assert told([invoice("INV-1"), credit_note("CN-1"), statement(entry("-95", references=both))]) == [
        "pays S-1:1 CN-1 -5",
        "pays S-1:1 INV-1 100",
    ]


def test_a_credit_note_is_paid_out() -> None:
    assert told([credit_note("CN-1"), statement(entry("20", "CN-1"))]) == ["pays S-1:1 CN-1 -20"]
    assert told([credit_note("CN-1"), statement(entry("-20", "CN-1"))]) == []


def test_what_we_owe_and_are_owed_is_netted() -> None:
    papers = [invoice("INV-1"), sold("R-100", "30", buyer=SELLER)]
    assert told([*papers, statement(entry("-70", "INV-1 R-100"))]) == ["pays S-1:1 INV-1 100", "pays S-1:1 R-100 30"]


def test_where_we_are_neither_the_entry_tells_the_direction() -> None:
    papers = [invoice("INV-1", role="neither"), credit_note("CN-1", role="neither")]
    assert told([*papers, statement(entry("-80", "INV-1 CN-1"))]) == ["pays S-1:1 CN-1 -20", "pays S-1:1 INV-1 100"]
    assert told([*papers, statement(entry("80", "INV-1 CN-1"))]) == ["pays S-1:1 CN-1 -20", "pays S-1:1 INV-1 100"]
    assert told([*papers, statement(entry("20", "CN-1"))]) == ["pays S-1:1 CN-1 -20"]
    assert told([*papers, statement(entry("-20", "CN-1"))]) == ["pays S-1:1 CN-1 -20"]
    assert told([*papers, statement(entry("60", "INV-1", counterparty=US))]) == ["pays S-1:1 INV-1 60"]


def test_a_payment_that_came_back_takes_its_cash_with_it() -> None:
    lines = (entry("-100", "INV-1"), entry("100", "INV-1", position="2", reversal=True))
    record = Record(invoice("INV-1"), statement(*lines))
    assert record.told() == ["pays S-1:1 INV-1 100", "pays S-1:2 INV-1 -100"]
    assert "the payment came back" in record.links[0].evidence + record.links[1].evidence
    assert told([invoice("INV-1", role="neither"), statement(lines[1])]) == ["pays S-1:2 INV-1 -100"]


def test_what_comes_back_of_a_payment_before_our_record_is_owed_once() -> None:
    note, both = named("CN-1", kind=kinds.CREDIT_NOTE), (named("INV-1"), named("CN-1", kind=kinds.CREDIT_NOTE))
    lines = (
        entry("-100", references=(note,), reversal=True, **PAYEE),
        entry("-80", references=both, position="2", **PAYEE),
    )
    assert told([invoice("INV-1"), credit_note("CN-1"), statement(*lines)]) == [
        "pays S-1:1 CN-1 100",
        "pays S-1:2 CN-1 -20",
        "pays S-1:2 INV-1 100",
    ]


def test_an_invoice_of_less_than_nothing_is_paid_out() -> None:
    paper = invoice("INV-1", payable="-30")
    assert told([paper, statement(entry("30", "INV-1"))]) == ["pays S-1:1 INV-1 -30"]


def test_an_invoice_without_a_sum_or_with_nothing_due_is_not_paid() -> None:
    papers = [invoice("INV-1", payable=None), invoice("INV-2", payable="0")]
    assert told([*papers, statement(entry("-30", "INV-1 INV-2"))]) == []
    assert told([invoice("INV-1", payable=None, total="30"), statement(entry("-30", "INV-1"))]) == [
        "pays S-1:1 INV-1 30"
    ]


def test_an_order_is_not_paid() -> None:
    assert told([trade(kinds.ORDER, "INV-1", payable="100"), statement(entry("-100", "INV-1"))]) == []


def test_another_currency_is_another_matter() -> None:
    paper = invoice("INV-1", currency="USD")
    assert told([paper, statement(entry("-100", "INV-1"))]) == []
    assert told([paper, statement(entry("-100", "INV-1", currency=None))]) == ["pays S-1:1 INV-1 100"]
    assert told([paper, statement(entry("-100", "INV-1", currency=None), currency="EUR")]) == []
    assert told([invoice("INV-1", currency=None), statement(entry("-100", "INV-1"))]) == ["pays S-1:1 INV-1 100"]


def test_what_was_instructed_in_the_currency_of_the_invoice_pays_it() -> None:
    terms = {"instructed": "100", "instructed_currency": "USD"}
    papers = [invoice("INV-1", currency="USD"), invoice("INV-2")]
    record = Record(*papers, statement(entry("-92", "INV-1", **terms)))
    assert record.told() == ["pays S-1:1 INV-1 92"]
    assert [link.currency for link in record.links] == ["EUR"]
    assert record.links[0].evidence == ("names INV-1 as remittance text",)
    assert told([*papers, statement(entry("-100", "INV-1", instructed_currency="USD"))]) == ["pays S-1:1 INV-1 100?"]
    assert told([*papers, statement(entry("-192", "INV-1 INV-2", **terms))]) == ["pays S-1:1 INV-1 192?"]
    both = (named("INV-1"), named("INV-9"))
    assert told([*papers, statement(entry("-92", references=both, **terms))]) == ["pays S-1:1 INV-1 92?"]


def test_bank_charges_that_were_taken_off_do_not_make_the_invoice_uncertain() -> None:
    line = entry("95", "R-100", charges="5")
    assert told([sold("R-100"), statement(line)]) == ["pays S-1:1 R-100 95"]
    line = entry("95", "R-100", instructed="100", instructed_currency="EUR")
    assert told([sold("R-100"), statement(line)]) == ["pays S-1:1 R-100 95"]


def test_the_details_of_a_batch_stand_for_its_entry() -> None:
    lines = (
        entry("-150", "INV-1 INV-2", position="3"),
        entry("-100", "INV-1", position="3.1", part_of="3"),
        entry("-50", "INV-2", position="3.2", part_of="3"),
    )
    assert told([invoice("INV-1"), invoice("INV-2", payable="50"), statement(*lines)]) == [
        "pays S-1:3.1 INV-1 100",
        "pays S-1:3.2 INV-2 50",
    ]


@pytest.mark.parametrize("status", ["PDNG", "INFO", "FUTR"])
def test_what_is_not_booked_pays_nothing(status: str) -> None:
    document = statement(entry("-100", "INV-1", status=status), entry("0", "INV-1", position="2"))
    assert list(seeks(document)) == []
    assert told([invoice("INV-1"), document]) == []


def test_two_sellers_with_one_number_are_told_apart_by_payee_then_amount() -> None:
    ours, theirs = invoice("2026-001"), invoice("2026-001", seller=OTHER, payable="70")
    record = Record(ours, theirs, statement(entry("-60", "2026-001", counterparty=OTHER)))
    assert [(link.target.id, link.confidence) for link in record.links] == [(theirs.id, Decimal(1))]
    record = Record(ours, theirs, statement(entry("-100", "2026-001")))
    assert [link.target.id for link in record.links] == [ours.id]
    record = Record(ours, theirs, statement(entry("-60", "2026-001")))
    assert all(link.confidence < Decimal("0.95") for link in record.links)


def test_what_is_chosen_by_its_amount_alone_is_a_guess_until_all_adds_up() -> None:
    papers = [invoice("2026-001"), invoice("2026-001", seller=OTHER, payable="70"), invoice("INV-2", payable="5")]
    line = entry("-100", references=(named("2026-001", "100"), named("INV-9", "3")))
    assert told([*papers, statement(line)]) == ["pays S-1:1 2026-001 100?"]
    line = entry("-100", "INV-2", end_to_end_id="2026-001")
    assert told([*papers, statement(line)]) == ["pays S-1:1 2026-001 100?"]


def test_our_own_invoice_and_a_suppliers_of_one_number_are_told_apart_by_direction() -> None:
    bought, ours = invoice("2026-001"), sold("2026-001")
    assert Record(bought, ours, statement(entry("-90", "2026-001"))).links[0].target.id == bought.id
    assert Record(bought, ours, statement(entry("90", "2026-001"))).links[0].target.id == ours.id


def test_of_an_invoice_that_was_sent_twice_the_first_is_paid_or_the_one_of_the_amount() -> None:
    first, second = invoice("INV-1"), invoice("INV-1", payable="120", copy=1)
    low, high = sorted([first, second], key=lambda one: one.id)
    record = Record(first, second, statement(entry("-60", "INV-1")))
    assert [link.target.id for link in record.links if link.kind == "pays"] == [low.id]
    record = Record(first, second, statement(entry("-120", "INV-1")))
    assert [link.target.id for link in record.links if link.kind == "pays"] == [second.id]
    assert high in (first, second)


def test_an_open_item_stands_in_for_an_invoice_until_that_comes() -> None:
    open_item = trade(kinds.OPEN_ITEM, "INV-1", payable="100")
    line = statement(entry("-100", "INV-1"))
    assert told([open_item, line]) == ["pays S-1:1 INV-1 100"]
    record = Record(open_item, line, invoice("INV-1"))
    assert [link.target.id for link in record.links] == [invoice("INV-1").id]


def test_structured_remittance_tells_invoice_and_credit_note_of_one_number_apart() -> None:
    paper, note = invoice("X-100"), credit_note("X-100")
    for kind, meant in ((kinds.INVOICE, paper), (kinds.CREDIT_NOTE, note)):
        amount = "-100" if meant is paper else "20"
        record = Record(paper, note, statement(entry(amount, references=(named("X-100", kind=kind),))))
        assert [link.target.id for link in record.links] == [meant.id]


def test_a_party_that_tells_nothing_is_no_partner() -> None:
    line = entry("-60", "INV-1", counterparty=PartySummary())
    assert told([invoice("INV-1", seller=None), statement(line)]) == ["pays S-1:1 INV-1 60?"]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("INV-1 100,00; INV-2 75,00", "100", "75"),
        ("INV-2 EUR 75.00, INV-1 EUR 100.00 (Kürzung Fracht)", "100", "75"),
        ("INV-1 v. 01.02.2026 1.00, INV-2 v. 03.02.2026 174.00", "1", "174"),
        ("75.00 INV-2 100.00 INV-1", "100", "75"),
        ("EUR100,00 INV-1 EUR75,00 INV-2", "100", "75"),
    ],
)
def test_amounts_beside_numbers_tell_how_a_payment_splits(text: str, first: str, second: str) -> None:
    papers = [sold("INV-1"), sold("INV-2", payable="200"), statement(entry("175", text, counterparty=OTHER))]
    assert told(papers) == [f"pays S-1:1 INV-1 {first}.00", f"pays S-1:1 INV-2 {second}.00"]


@pytest.mark.parametrize(
    "text",
    [
        "INV-1 100.00 INV-2 200.00",  # what was billed, not what is paid
        "INV-1 100.00 INV-2 75.00 80.00",
        "INV-1 100.00 INV-2",
        "INV-1 INV-2 75.00",
        "INV-1 100.00/3 INV-2 75.00.1",
        f"INV-1 100.00 {'x ' * 300}INV-2 75.00",
    ],
)
def test_amounts_that_do_not_make_up_a_payment_tell_nothing(text: str) -> None:
    papers = [sold("INV-1"), sold("INV-2", payable="200"), statement(entry("175", text, counterparty=OTHER))]
    assert not [one for one in told(papers) if not one.endswith("?")]


def test_a_credit_note_beside_its_amount_is_set_off() -> None:
    text = "INV-1 60.00 INV-2 200.00 CN-1 20.00-"
    papers = [sold("INV-1"), sold("INV-2", payable="200")]
    back = credit_note("CN-1", role="seller", seller=US, buyer=OTHER)
    assert told([*papers, back, statement(entry("240", text, counterparty=OTHER))]) == [
        "pays S-1:1 CN-1 -20.00",
        "pays S-1:1 INV-1 60.00",
        "pays S-1:1 INV-2 200.00",
    ]


def test_of_a_text_that_is_told_twice_the_first_gives_the_amounts() -> None:
    texts = ("INV-1 100.00 INV-2 75.00", "INV-1100.00INV-275.00")
    papers = [sold("INV-1"), sold("INV-2", payable="200")]
    assert told([*papers, statement(entry("175", *texts, counterparty=OTHER))]) == [
        "pays S-1:1 INV-1 100.00",
        "pays S-1:1 INV-2 75.00",
    ]


def test_numbers_with_nothing_between_are_all_paid() -> None:
    papers = [sold("AR2600135"), sold("AR2600137", payable="75"), sold("AR2600139", payable="90")]
    text = "Rechnungen AR2600135AR2600137"
    assert told([*papers, statement(entry("175", text, counterparty=OTHER))]) == [
        "pays S-1:1 AR2600135 100",
        "pays S-1:1 AR2600137 75",
    ]


ABROAD = invoice("F-2026-4711", payable="4295.22", currency="USD")


def _from_us(text: str, **terms: Any) -> Recorded:
    return statement(entry("-3951.60", text, counterparty=SELLER, **terms))


@pytest.mark.parametrize(
    "text",
    ["F-2026-4711 4295.22 USD", "F-2026-4711 USD 4,295.22", "Rechnung F-2026-4711 ueber 4.295,22USD, Kurs 0,9200"],
)
def test_an_amount_in_another_currency_stands_in_the_text(text: str) -> None:
    record = Record(ABROAD, _from_us(text))
    assert record.told() == ["pays S-1:1 F-2026-4711 3951.60"]
    assert record.faults("unmatched-payment", "short-paid", "over-paid") == []


def test_a_number_of_the_partner_is_enough_where_no_currency_is_told() -> None:
    (link,) = Record(ABROAD, _from_us("F-2026-4711")).links
    assert (link.amount, link.confidence) == (Decimal("3951.60"), Decimal("0.97"))
    assert link.evidence == (
        "names F-2026-4711 as remittance text",
        "its currency is another, and how much of it was paid is not told",
        "the other side of the entry is the partner",
    )
    assert told([invoice("RE-471", payable="4295.22", currency="USD"), _from_us("RE-471")]) == []
    assert told([ABROAD, statement(entry("-3951.60", "F-2026-4711"))]) == []
    assert told([ABROAD, _from_us("F-2026-4711 100.00 GBP")]) == []
    two = "F-2026-4711 4295.22 USD + 12.00 USD"
    assert told([ABROAD, _from_us(two)]) == ["pays S-1:1 F-2026-4711 3951.60?"]


def test_charges_that_were_taken_with_what_we_paid_go_to_no_invoice() -> None:
    terms: dict[str, Any] = {"charges": "5", "instructed": "100", "counterparty": SELLER}
    papers = [invoice("INV-1"), invoice("INV-2", payable="60")]
    assert told([*papers, statement(entry("-105", "INV-1", **terms))]) == ["pays S-1:1 INV-1 100"]
    assert told([*papers, statement(entry("-105", "Zahlung", **terms))]) == ["pays S-1:1 INV-1 100?"]
    both = entry("-165", "INV-1 INV-2", **{**terms, "instructed": "160"})
    assert told([*papers, statement(both)]) == ["pays S-1:1 INV-1 100", "pays S-1:1 INV-2 60"]
    part = entry("-45", "INV-1", **{**terms, "instructed": "40"})
    assert told([*papers, statement(part)]) == ["pays S-1:1 INV-1 40"]


def test_what_is_told_to_be_paid_beside_an_invoice_makes_it_certain_that_too_much_was_paid() -> None:
    for told_fee, confidence in (("210,00", "0.97"), ("50,00", "0.8")):
        line = entry("310", f"R-100 zzgl. Verzugszinsen {told_fee}", counterparty=OTHER)
        (link,) = Record(sold("R-100"), statement(line)).links
        assert (link.amount, link.confidence) == (Decimal(310), Decimal(confidence))


def test_amounts_beside_short_numbers_bear_these_out() -> None:
    papers = [invoice("1788", payable="220.38"), invoice("1789", payable="1749.67")]
    line = entry("-1948.01", "RG 1788 198.34, 1789 1.749,67", counterparty=SELLER)
    assert told([*papers, statement(line)]) == ["pays S-1:1 1788 198.34", "pays S-1:1 1789 1749.67"]
    stranger = entry("-1948.01", "RG 1788 198.34, 1789 1.749,67", counterparty=STRANGER)
    assert told([*papers, statement(stranger)]) == []


@pytest.mark.parametrize(
    "text",
    [
        "Rechnung 44",
        "RG 44",
        "Rg.-Nr. 44",
        "RE-NR 44 vom 18.02.2026",
        "Inv. 44",
        "Facture 44",
        "factuur nr 44 dank",
        "RG:44",
        "2. Teilzahlung 44",
        "Rate 1 von 3 44",
        "44 Rate 1/3",
        "Rg. 44 1. Rate",
    ],
)
def test_a_number_of_two_digits_is_one_behind_a_word_for_invoice(text: str) -> None:
    papers = [invoice("44"), invoice("45", copy=1)]
    assert told([*papers, statement(entry("-100", text, counterparty=SELLER))]) == ["pays S-1:1 44 100"]
    assert told([*papers, statement(entry("-60", text, counterparty=SELLER))]) == ["pays S-1:1 44 60"]
    assert told([*papers, statement(entry("-60", text, counterparty=STRANGER))]) == []


def test_a_short_number_with_the_year_is_told_by_a_word_too() -> None:
    line = entry("-60", "Inv. 21-26", counterparty=SELLER)
    assert told([invoice("21-26"), statement(line)]) == ["pays S-1:1 21-26 60"]


@pytest.mark.parametrize(
    "text",
    [
        "Rechnung 44.12.2026",
        "RG 44/2026",
        "RG 44, 45",
        "Rechnung 44-45",
        "Zahlung 44",
        "Spende 44",
        "RE 4 4",
        "44",
        "Rate 44",
        "RG 44 u 45",
    ],
)
def test_two_digits_otherwise_are_no_number(text: str) -> None:
    line = entry("-60", text, counterparty=SELLER)
    assert told([invoice("44"), invoice("45", copy=1), statement(line)]) == []


def test_two_digits_alone_in_a_text_tell_equal_invoices_apart_and_need_the_amount() -> None:
    papers = [invoice("44"), invoice("45", copy=1)]
    assert told([*papers, statement(entry("-100", "Zahlung 45 danke", counterparty=SELLER))]) == ["pays S-1:1 45 100"]
    assert told([*papers, statement(entry("-60", "Zahlung 45 danke", counterparty=SELLER))]) == []


def test_the_partners_open_item_comes_before_another_companys_invoice_of_that_number() -> None:
    papers = [trade(kinds.OPEN_ITEM, "23", payable="100"), invoice("23", seller=STRANGER, payable="40")]
    line = entry("-100", references=(named("23"),), counterparty=SELLER)
    record = Record(*papers, statement(line))
    assert [link.target.id for link in record.links] == [papers[0].id]


def test_eight_digits_that_are_no_day_are_no_day() -> None:
    line = entry("-120", "Facture 20001408", counterparty=SELLER)
    (link,) = Record(invoice("20001408"), statement(line)).links
    assert (link.amount, link.confidence) == (Decimal(120), Decimal("0.97"))


@pytest.mark.parametrize("text", ["RG 44 45", "RG 44; 45", "Rechnung 44+45", "RG 44 60,00, 45 30,00"])
def test_a_list_of_two_digits_behind_a_word_is_borne_out_by_sum_or_amounts(text: str) -> None:
    stranger = (invoice("45", seller=STRANGER, payable="7"), invoice("44", seller=STRANGER, payable="8"))
    papers = [invoice("44", payable="60"), invoice("45", payable="40"), invoice("46", payable="30"), *stranger]
    cash = "-90" if "," in text else "-100"
    links = told([*papers, statement(entry(cash, text, counterparty=SELLER))])
    assert links == [
        f"pays S-1:1 44 {'60.00' if ',' in text else '60'}",
        f"pays S-1:1 45 {'30.00' if ',' in text else '40'}",
    ]


def test_what_is_set_off_may_have_two_digits() -> None:
    papers = [sold("R-2026-17"), invoice("41", seller=OTHER, payable="30")]
    line = entry("70", "Verrechnung R-2026-17 mit 41", counterparty=OTHER)
    assert told([*papers, statement(line)]) == ["pays S-1:1 41 30", "pays S-1:1 R-2026-17 100"]
