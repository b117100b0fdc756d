"""Stories of payments that do not say plainly what they are for, and of people who say it for them."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from counterfoil.matching import INFERENCES, MATCHERS, Desk
from counterfoil.matching.amounts import amount_due
from counterfoil.matching.cash.inference import CASH, links, near, offers, places
from counterfoil.matching.cash.movements import statement_of
from counterfoil.matching.cash.open_items import item_of
from counterfoil.matching.cash.payers import learners, namesakes
from counterfoil.matching.cash.till import Till
from counterfoil.model import summary as kinds
from counterfoil.model.link import Basis, End, Link
from counterfoil.model.summary import MasterSummary, PartySummary, Recorded, Reference, StatementLine
from matching.made import DAY, OTHER, SELLER, US, credit_note, entry, id_of, invoice, party, ref, statement, trade

CERTAIN = Decimal("0.95")
PAYEE: dict[str, Any] = {"counterparty": SELLER}
STRANGER = party("Quandt Beteiligungen SE", accounts=("DE02100500000054540402",))


def linked(*documents: Recorded, decisions: tuple[tuple[Link, bool], ...] = ()) -> list[Link]:
    """The payments among some documents."""
    desk = Desk(documents, MATCHERS, INFERENCES, decisions)
    return sorted((link for link in desk.link_all() if link.kind == "pays"), key=repr)


def told(*documents: Recorded, decisions: tuple[tuple[Link, bool], ...] = ()) -> list[str]:
    """The same in short: number and cash, with a question mark where a person is asked."""
    number = {one.id: one.summary.number for one in documents}
    return sorted(
        f"{link.source.line} {number[link.target.id]} {_plain(link.amount)}{'' if link.confidence >= CERTAIN else '?'}"
        for link in linked(*documents, decisions=decisions)
    )


def _plain(amount: Decimal | None) -> str:
    return "-" if amount is None else format(amount.normalize(), "f")


def bought(number: str, payable: str, days: int = 0, **terms: Any) -> Recorded:
    """An invoice to us, issued so many days after the first."""
    issued = DAY + timedelta(days=days)
    return invoice(number, payable=payable, **{"issued": issued, "due": issued + timedelta(days=30), **terms})


def sold(number: str, payable: str, **terms: Any) -> Recorded:
    """An invoice of ours."""
    return bought(number, payable, **{"role": "seller", "seller": US, "buyer": OTHER, **terms})


def owed(*documents: Recorded) -> Decimal:
    """What some invoices ask for together."""
    return sum((due for one in documents if (due := amount_due(one.summary)) is not None), Decimal(0))


def on(days: int) -> date:
    """So many days after the first."""
    return DAY + timedelta(days=days)


OPEN = (bought("RE-2026-1001", "119.37"), bought("RE-2026-1002", "84.10", 3), bought("RE-2026-1003", "502.66", 9))


@pytest.mark.parametrize(
    ("amount", "found"),
    [
        ("-119.37", ["1 RE-2026-1001 119.37"]),
        ("-203.47", ["1 RE-2026-1001 119.37", "1 RE-2026-1002 84.1"]),
        ("-706.13", ["1 RE-2026-1001 119.37", "1 RE-2026-1002 84.1", "1 RE-2026-1003 502.66"]),
        ("-621.99", []),
    ],
)
def test_what_the_partner_is_owed_tells_what_a_payment_without_a_word_is_for(amount: str, found: list[str]) -> None:
    line = entry(amount, "Sammelzahlung", booked=on(31), **PAYEE)
    if amount == "-621.99":
        line = entry(amount, "Sammelzahlung", booked=on(31), counterparty=STRANGER)
    assert told(*OPEN, statement(line)) == found


@pytest.mark.parametrize(
    "text",
    [
        "2026 1002",
        "RE20261002",
        "RE-2026-1O02",
        "Rg 1002",
        "RE 2026-1020",
        "re/2026/1002",
        "Rechnung RE-2026-1002RE-2026-1003",
    ],
)
def test_a_mangled_number_means_the_invoice_that_it_is_like(text: str) -> None:
    amount = "-586.76" if "1003" in text else "-84.10"
    found = told(*OPEN, statement(entry(amount, text, booked=on(31), **PAYEE)))
    assert found == ["1 RE-2026-1002 84.1", *(["1 RE-2026-1003 502.66"] if "1003" in text else [])]


def test_of_two_that_are_as_good_none_is_sure_and_each_names_the_other() -> None:
    twins = (bought("RE-2026-1001", "119.37"), bought("RE-2026-1002", "119.37"))
    (link,) = linked(*twins, statement(entry("-119.37", "Zahlung", booked=on(30), **PAYEE)))
    assert link.confidence == Decimal("0.50")
    assert link.evidence[-1].startswith("it could be for RE-2026-100")


def test_two_payments_and_two_alike_are_paid_each_in_its_time() -> None:
    rent = (bought("M-2026-01", "850.55"), bought("M-2026-02", "850.55", 31))
    lines = [
        entry("-850.55", "Miete", position=str(n), booked=on(30 + 31 * n), valued=on(30), **PAYEE) for n in range(2)
    ]
    found = linked(*rent, *(statement(line, number=f"S-{n}") for n, line in enumerate(lines)))
    assert {(link.source.line, link.target.id) for link in found} == {("0", rent[0].id), ("1", rent[1].id)}


def test_only_one_of_two_movements_gets_what_both_could_be_for() -> None:
    lines = [entry("-119.37", "Zahlung", position=str(n), booked=on(30 + 9 * n), **PAYEE) for n in range(2)]
    found = linked(OPEN[0], statement(*lines))
    assert [link.target.id for link in found] == [OPEN[0].id]


def test_what_names_an_invoice_comes_before_what_only_has_its_amount() -> None:
    lines = (
        entry("-119.37", "Zahlung", booked=on(20), **PAYEE),
        entry("-119.37", "RE-2026-1001", position="2", booked=on(30), **PAYEE),
    )
    assert told(*OPEN, statement(*lines)) == ["2 RE-2026-1001 119.37"]


def test_an_invoice_is_paid_once() -> None:
    lines = [entry("-119.37", "RE-2026-1001", position=str(n), booked=on(20 + n), **PAYEE) for n in (1, 2)]
    first, second = linked(OPEN[0], statement(*lines))
    assert (first.amount, second.amount, second.confidence) == (Decimal("119.37"), Decimal(0), Decimal("0.3"))
    assert second.evidence[-1] == "it was paid before"


@pytest.mark.parametrize("first", ["RE-2026-1001", "RE1001"])
@pytest.mark.parametrize("second", ["RechnungRE20261001", "1001", "RE-2026-1O01"])
def test_what_is_paid_again_under_a_number_written_otherwise_was_paid_before(first: str, second: str) -> None:
    lines = [
        entry("-119.37", text, position=str(n), booked=on(10 * n), **PAYEE) for n, text in enumerate((first, second), 1)
    ]
    found = linked(*OPEN, statement(*lines))
    paid, again = sorted(found, key=lambda link: link.amount == 0)
    assert (paid.target.id, again.target.id) == (OPEN[0].id, OPEN[0].id)
    assert (paid.amount, again.amount, again.confidence) == (Decimal("119.37"), Decimal(0), Decimal("0.3"))
    assert again.evidence[-1] == "it was paid before"


@pytest.mark.parametrize(
    "line",
    [
        entry("-119.37", "Zahlung", position="2", booked=on(30), **PAYEE),  # no number
        entry("-119.37", "1077", position="2", booked=on(30), **PAYEE),  # another number
        entry("-119.30", "1001", position="2", booked=on(30), **PAYEE),  # another amount
        entry("119.37", "1001", position="2", booked=on(30), **PAYEE),  # the other direction
        entry("-119.37", "1001", position="2", booked=on(-9), **PAYEE),  # before there was an invoice
        entry("-119.37", "1001", position="2", booked=on(30), counterparty=OTHER),
        entry("-119.37", "Gehalt 1001", position="2", booked=on(30), **PAYEE),
    ],
)
def test_who_pays_for_something_else_does_not_pay_again(line: StatementLine) -> None:
    found = linked(OPEN[0], statement(entry("-119.37", "RE-2026-1001", booked=on(20), **PAYEE), line))
    assert [link.source.line for link in found if link.amount == 0] == []


def test_what_a_person_said_was_not_paid_again_is_not() -> None:
    lines = [
        entry("-119.37", text, position=str(n), booked=on(10 * n), **PAYEE)
        for n, text in enumerate(("RE-2026-1001", "1001"), 1)
    ]
    papers = [*OPEN, statement(*lines)]
    again = next(link for link in linked(*papers) if link.amount == 0)
    assert not [link for link in linked(*papers, decisions=((again, False),)) if link.amount == 0]


def test_what_was_paid_before_takes_no_part_in_a_list() -> None:
    lines = (
        entry("-119.37", "RE-2026-1001", booked=on(20), **PAYEE),
        entry("-203.47", "RE-2026-1001 RE-2026-1002", position="2", booked=on(30), **PAYEE),
        entry("-50", "RE-2026-1001 RE-2026-1003", position="3", booked=on(40), **PAYEE),
    )
    assert told(*OPEN, statement(*lines)) == [
        "1 RE-2026-1001 119.37",
        "2 RE-2026-1001 0?",
        "2 RE-2026-1002 84.1?",
        "3 RE-2026-1003 50?",
    ]


TERMS = "3 % Skonto innerhalb von 8 Tagen, 30 Tage netto"


@pytest.mark.parametrize(
    ("day", "amount", "text", "sure"),
    [
        (5, "-97.48", "Zahlung", True),
        (20, "-97.48", "Zahlung", True),
        (5, "-97.48", "RE-2026-77881", True),
        (20, "-98.49", "KD 4711 RE-2026-77881", True),
        (20, "-98.49", "Zahlung", True),
        (20, "-95.50", "2026 77881", True),
        (20, "-60", "Teilzahlung 2026 77881", True),
        (20, "-140", "2026 77881", True),
        (20, "-160", "2026 77881", True),
        (20, "-201", "RE-2026-77881", True),
        (20, "-200.51", "RE-2026-77881", True),
        (20, "-201.01", "2026 77881", False),
        (20, "-201.01", "RE-2026-77881", False),
    ],
)
def test_less_or_more_than_is_due(day: int, amount: str, text: str, sure: bool) -> None:
    paper = bought("RE-2026-77881", "100.50", payment_terms=TERMS)
    found = told(paper, statement(entry(amount, text, booked=on(day), **PAYEE)))
    assert found == [f"1 RE-2026-77881 {_plain(Decimal(amount).copy_abs())}{'' if sure else '?'}"]


def test_what_has_no_day_of_issue_is_told_by_its_number_alone() -> None:
    paper = bought("RE-2026-77881", "100.50", issued=None, due=None)
    line = entry("-100.50", "Rg 77881 vom 02.03.2026", booked=on(9), **PAYEE)
    assert told(paper, statement(line)) == ["1 RE-2026-77881 100.5"]


def test_discount_on_each_of_several() -> None:
    terms: dict[str, Any] = {"payment_terms": TERMS}
    papers = (bought("RE-2026-1001", "200.00", **terms), bought("RE-2026-1002", "100.00", 1, **terms))
    both = ["1 RE-2026-1001 194", "1 RE-2026-1002 97"]
    for text in ("RE-2026-1001 RE-2026-1002", "Sammelzahlung"):
        assert told(*papers, statement(entry("-291", text, booked=on(6), **PAYEE))) == both
    assert told(*papers, statement(entry("-291", "RE-2026-1001 RE-2026-1002", booked=on(25), **PAYEE))) == both
    usual = entry("-294.01", "RE-2026-1001 RE-2026-1002", booked=on(6), **PAYEE)
    assert told(*papers, statement(usual)) == ["1 RE-2026-1001 196", "1 RE-2026-1002 98.01"]


def test_several_of_those_named_add_up() -> None:
    line = entry("-203.47", "RE-2026-1001 RE-2026-1002 RE-2026-1003", booked=on(31), **PAYEE)
    assert told(*OPEN, statement(line)) == ["1 RE-2026-1001 119.37", "1 RE-2026-1002 84.1"]


def test_how_many_the_text_speaks_of_decides_between_sums() -> None:
    papers = (bought("A-1001", "30.33"), bought("A-1002", "40.44"), bought("A-1003", "70.77"), bought("A-1004", "5.11"))
    line = entry("-70.77", "2 Rechnungen lt. Avis 4711", booked=on(30), **PAYEE)
    likely = max(linked(*papers, statement(line)), key=lambda link: link.confidence)
    assert likely.target.id in (papers[0].id, papers[1].id)


def test_many_open_items_and_a_run_of_them() -> None:
    papers = [bought(f"RE-2026-{1000 + n}", f"{100 + 7 * n}.{n:02}", n % 20) for n in range(25)]
    oldest = sorted(papers, key=lambda one: (one.summary.due, one.summary.number))[:5]  # type: ignore[union-attr]
    amount = owed(*oldest)
    line = entry(str(-amount), "Zahlung", booked=on(36), **PAYEE)
    assert {link.target.id for link in linked(*papers, statement(line))} == {one.id for one in oldest}


def test_credit_notes_are_set_off_though_nobody_names_them() -> None:
    note = credit_note("GS-2026-5001", payable="20.37", issued=on(4), references=(ref(kinds.INVOICE, "RE-2026-1001"),))
    both = ["1 GS-2026-5001 -20.37", "1 RE-2026-1001 99"]
    assert [one.replace("99", "119.37") for one in both] == told(
        OPEN[0], note, statement(entry("-99", "RE-2026-1001", booked=on(30), **PAYEE))
    )
    alone = credit_note("GS-2026-5001", payable="20.37", issued=on(4))
    for text in ("RE-2026-1001", "Zahlung", "2026 1001"):
        found = told(OPEN[0], alone, statement(entry("-99", text, booked=on(30), **PAYEE)))
        assert found == ["1 GS-2026-5001 -20.37", "1 RE-2026-1001 119.37"]
    dateless = statement(entry("-99", "RE-2026-1001", booked=None, **PAYEE), issued=None)
    assert told(OPEN[0], alone, dateless) == ["1 RE-2026-1001 99"]


def test_an_invoice_that_was_taken_back_is_not_what_is_paid() -> None:
    note = credit_note("GS-2026-5001", payable="119.37", references=(ref(kinds.INVOICE, "RE-2026-1001"),))
    again = bought("RE-2026-1009", "119.37")
    found = linked(OPEN[0], note, again, statement(entry("-119.37", "Zahlung", booked=on(30), **PAYEE)))
    assert [link.target.id for link in found] == [again.id]


def test_somebody_is_known_again_however_often_he_paid_since() -> None:
    sold = [bought(f"QB-2026-{n}", "11.11", n, seller=STRANGER) for n in range(20)]
    paid = [
        statement(
            entry("-11.11", f"QB-2026-{n}", booked=on(30 + n), counterparty=STRANGER),
            number=f"S-{n}",
            issued=on(30 + n),
        )
        for n in range(20)
    ]
    first = statement(entry("-502.66", "RE-2026-1003", booked=on(29), counterparty=STRANGER), number="A", issued=on(29))
    last = statement(entry("-77.13", "Zahlung", booked=on(70), counterparty=STRANGER), number="B", issued=on(70))
    there = bought("RE-2026-2001", "77.13", 40)
    found = linked(*OPEN, there, *sold, first, *paid, last)
    assert any(link.target.id == there.id and link.confidence >= CERTAIN for link in found)


def test_somebody_who_named_what_he_paid_is_known_again() -> None:
    papers = (*OPEN, bought("RE-2026-2001", "77.13", 40))
    lines = (
        entry("-502.66", "RE-2026-1003", booked=on(30), counterparty=STRANGER),
        entry("-77.13", "Zahlung", position="2", booked=on(70), counterparty=STRANGER),
    )
    found = linked(*papers, statement(*lines))
    assert found[1].target.id == papers[3].id
    assert found[1].confidence >= CERTAIN
    assert "the other side of the entry paid for this partner before" in found[1].evidence
    (alone,) = linked(papers[3], statement(lines[1]))
    assert alone.confidence < CERTAIN


def test_master_data_tells_whose_account_it_is() -> None:
    told_of = party("Sägewerk Tannhof KG", accounts=STRANGER.accounts)
    summary = MasterSummary(document=kinds.PARTNER, number="70001", party=told_of)
    master = Recorded(id=id_of(summary), role="neither", summary=summary)
    other = PartySummary(name="QB SE", accounts=STRANGER.accounts)
    line = entry("-203.47", "Zahlung", booked=on(31), counterparty=other)
    assert told(*OPEN, master, statement(line)) == ["1 RE-2026-1001 119.37", "1 RE-2026-1002 84.1"]
    assert told(*OPEN, statement(line)) == []
    item = Recorded(id=b"i" * 32, role="neither", summary=MasterSummary(document=kinds.ITEM))
    assert list(offers(item)) == []


def test_a_name_that_is_alike_is_nearly_the_partner() -> None:
    other = party("Saegewerk Tannhof Vertriebs GmbH")
    (link,) = linked(OPEN[2], statement(entry("-502.66", "Zahlung", booked=on(39), counterparty=other)))
    assert "the name on the other side of the entry is like the partner's" in link.evidence


def test_a_customer_number_or_an_order_number_leads_to_what_is_open() -> None:
    buyer = party("Beslag & Zoon B.V.", bare="10442")
    papers = (sold("R-5001", "61.21", buyer=buyer), sold("R-5002", "73.33", buyer=buyer))
    line = entry("134.54", "KD 10442", booked=on(31))
    assert told(*papers, statement(line)) == ["1 R-5001 61.21", "1 R-5002 73.33"]
    paper = sold("R-5001", "61.21", references=(ref(kinds.ORDER, "PO-77123"),))
    assert told(paper, statement(entry("61.21", "PO-77123", booked=on(31)))) == ["1 R-5001 61.21"]
    part = linked(paper, statement(entry("31.21", "PO-77123", booked=on(31), counterparty=OTHER)))
    assert "names the order of the invoice" in part[0].evidence


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Gehalt 03/2026", {}),
        ("Zahlung", {"transaction_code": "PMNT/ICDT/SALA"}),
        ("Zahlung", {"transaction_code": "NTRF+153"}),
        ("Zahlung", {"counterparty": party("Finanzamt Bielefeld")}),
        ("Zahlung", {"counterparty": party("Nordlicht Moebelwerk GmbH")}),
    ],
)
def test_wages_taxes_and_transfers_pay_no_invoice(text: str, terms: dict[str, Any]) -> None:
    line = entry("-119.37", text, booked=on(30), **{**PAYEE, **terms})
    assert told(*OPEN, statement(line, account_owner="Nordlicht Möbelwerk GmbH")) == []
    named = entry("-119.37", f"{text} RE-2026-1001", booked=on(30), **{**PAYEE, **terms})
    assert told(*OPEN, statement(named)) == ["1 RE-2026-1001 119.37"]


def test_a_payment_that_came_back_opens_the_invoice_again() -> None:
    paid = entry("-119.37", "RE-2026-1001", booked=on(20), **PAYEE)
    back = entry("119.37", "RE-2026-1001 Rückgabe", position="2", booked=on(22), **PAYEE)
    again = entry("-119.37", "Zahlung", position="3", booked=on(25), **PAYEE)
    assert told(*OPEN, statement(paid, back, again)) == [
        "1 RE-2026-1001 119.37",
        "2 RE-2026-1001 -119.37",
        "3 RE-2026-1001 119.37",
    ]
    fee = entry("124.37", "Ruecklastschrift RE-2026-1001 zzgl. Entgelt", position="2", booked=on(22), **PAYEE)
    assert told(OPEN[0], statement(paid, fee)) == ["1 RE-2026-1001 119.37", "2 RE-2026-1001 -119.37"]
    assert told(OPEN[0], statement(back)) == []


def test_several_that_came_back_together() -> None:
    both = "RE-2026-1001 RE-2026-1002"
    lines = (
        entry("-203.47", both, booked=on(20), **PAYEE),
        entry("203.47", both, position="2", booked=on(22), reversal=True, **PAYEE),
        entry("100", both, position="3", booked=on(23), reversal=True, **PAYEE),
    )
    assert told(*OPEN, statement(*lines))[2:4] == ["2 RE-2026-1001 -119.37", "2 RE-2026-1002 -84.1"]


def test_what_was_paid_too_much_is_given_back() -> None:
    lines = (
        entry("-130.37", "RE-2026-1001", booked=on(20), **PAYEE),
        entry("11", "Erstattung Überzahlung RE-2026-1001", position="2", booked=on(30), **PAYEE),
    )
    assert told(OPEN[0], statement(*lines)) == ["1 RE-2026-1001 130.37", "2 RE-2026-1001 -11"]


def test_parts_without_an_exact_number_share_an_invoice() -> None:
    paper = bought("RE-2026-77881", "1000.50")
    lines = [
        entry(amount, "Teilzahlung RE202677881", position=str(n), booked=on(30 + n), counterparty=STRANGER)
        for n, amount in enumerate(("-400", "-300", "-300.50"), 1)
    ]
    found = linked(paper, statement(*lines))
    assert [link.amount for link in found] == [Decimal("400.00"), Decimal("300.00"), Decimal("300.50")] or {
        _plain(link.amount) for link in found
    } == {"400", "300", "300.5"}


FOREIGN = (bought("RE-2026-1001", "200.00", currency="USD"), bought("RE-2026-1002", "100.00", currency="USD"))


def test_several_in_another_currency_share_the_cash_by_what_is_due() -> None:
    terms: dict[str, Any] = {"instructed": "300", "instructed_currency": "USD", "booked": on(30), **PAYEE}
    for text in ("RE-2026-1001 RE-2026-1002", "Zahlung"):
        assert told(*FOREIGN, statement(entry("-277.77", text, **terms))) == [
            "1 RE-2026-1001 185.18",
            "1 RE-2026-1002 92.59",
        ]


@pytest.mark.parametrize(
    ("terms", "found"),
    [
        ({"instructed": "200", "instructed_currency": "USD"}, ["1 RE-2026-1001 150"]),
        ({"instructed": "150", "instructed_currency": "USD"}, ["1 RE-2026-1001 150"]),
        ({"instructed_currency": "USD"}, ["1 RE-2026-1001 150"]),
        ({}, []),
    ],
)
def test_one_in_another_currency(terms: dict[str, Any], found: list[str]) -> None:
    line = entry("-150", "2026 1001", booked=on(30), **PAYEE, **terms)
    assert told(FOREIGN[0], statement(line)) == found


def test_charges_that_the_bank_took_off() -> None:
    paper = sold("R-5001", "100.57")
    line = entry("95.57", "Zahlung", booked=on(30), charges="5", counterparty=OTHER)
    assert told(paper, statement(line)) == ["1 R-5001 95.57"]
    both = entry("195.57", "Zahlung", booked=on(30), charges="5", counterparty=OTHER)
    assert told(paper, sold("R-5002", "100.00"), statement(both)) == ["1 R-5001 100.57", "1 R-5002 95"]
    silent = entry("97.57", "R 05001", booked=on(30), counterparty=OTHER)
    assert told(sold("R-05001", "100.57"), statement(silent)) == ["1 R-05001 97.57"]


def test_an_open_item_is_not_paid_beside_its_invoice() -> None:
    item = trade(kinds.OPEN_ITEM, "RE-2026-1001", payable="119.37")
    found = linked(item, OPEN[0], statement(entry("-119.37", "Zahlung", booked=on(30), **PAYEE)))
    assert [(link.target.id, link.confidence >= CERTAIN) for link in found] == [(OPEN[0].id, True)]


def test_an_invoice_and_its_open_item_have_one_sum_left() -> None:
    item = trade(kinds.OPEN_ITEM, "RE-2026-1001", payable="119.37")
    bank = statement(entry("-100", "RE-2026-1001", booked=on(30), **PAYEE))
    till = Till(Desk([item, OPEN[0], bank], MATCHERS, INFERENCES))
    left = [till.remaining(one) for document in (item, OPEN[0]) if (one := item_of(document)) is not None]
    assert left == [Decimal("19.37"), Decimal("19.37")]


def test_one_movement_is_told_in_a_report_and_then_in_the_statement() -> None:
    line = entry("-119.37", "RE-2026-1001", booked=on(30), **PAYEE)
    report = statement(line, number="R-1")
    whole = statement(line, number="S-9", opening=Decimal(500), closing=Decimal(300))
    (link,) = linked(OPEN[0], report, whole)
    assert link.source.id == whole.id
    other = statement(line, number="S-10", opening=Decimal(300), closing=Decimal(100))
    assert len(linked(OPEN[0], whole, other)) == 2
    elsewhere = statement(line, number="R-1", account="DE12500105170648483000")
    assert len(linked(OPEN[0], elsewhere, whole)) == 2
    local = statement(line, number="R-1", account="37040044/532013000")
    assert len(linked(OPEN[0], local, whole)) == 1
    nameless = [statement(line, number=f"R-{n}", account=None) for n in (1, 2)]
    assert len(linked(OPEN[0], *nameless)) == 1
    twice = statement(line, entry("-119.37", "RE-2026-1001", position="2", booked=on(30), **PAYEE), number="R-2")
    assert {link.source.id for link in linked(OPEN[0], twice, whole)} == {whole.id, twice.id}


def decided(line: StatementLine, of: Recorded, to: Recorded, amount: str | None) -> Link:
    """A link that a person decides on."""
    return Link(
        kind="pays",
        source=End(id=of.id, line=line.position),
        target=End(id=to.id),
        amount=None if amount is None else Decimal(amount),
        basis=Basis.DECISION,
    )


def test_what_a_person_confirmed_uses_up_cash_and_invoice() -> None:
    line = entry("-203.47", "Zahlung", booked=on(31), counterparty=STRANGER)
    bank = statement(line)
    pin = decided(line, bank, OPEN[0], "119.37")
    found = told(*OPEN, bank, decisions=((pin, True),))
    assert found[0] == "1 RE-2026-1001 119.37"
    assert [one for one in found if "1002" in one] != []
    whole = decided(line, bank, OPEN[0], None)
    assert told(*OPEN, bank, decisions=((whole, True),))[0] == "1 RE-2026-1001 -"
    named = entry("-203.47", "RE-2026-1001 RE-2026-1002", booked=on(31), **PAYEE)
    bank = statement(named)
    pins = ((decided(named, bank, OPEN[0], "119.37"), True),)
    assert told(*OPEN, bank, decisions=pins) == ["1 RE-2026-1001 119.37", "1 RE-2026-1002 84.1"]
    full = ((decided(named, bank, OPEN[2], "203.47"), True),)
    assert told(*OPEN, bank, decisions=full) == ["1 RE-2026-1003 203.47"]
    gone = decided(named, bank, bought("RE-9", "1"), "5")
    assert len(linked(*OPEN, bank, decisions=((gone, True),))) == 3


def test_what_a_person_confirmed_teaches_who_pays() -> None:
    first = entry("-502.66", "Zahlung", booked=on(30), counterparty=STRANGER)
    bank = statement(first)
    pins = ((decided(first, bank, OPEN[2], "502.66"), True),)
    later = statement(entry("-203.47", "Zahlung", booked=on(33), counterparty=STRANGER), number="S-2")
    assert told(*OPEN, bank, later) == ["1 RE-2026-1003 502.66?"]
    assert told(*OPEN, bank, later, decisions=pins) == [
        "1 RE-2026-1001 119.37",
        "1 RE-2026-1002 84.1",
        "1 RE-2026-1003 502.66",
    ]


def test_what_a_person_undid_is_not_proposed_again() -> None:
    for text in ("RE-2026-1001", "Zahlung"):
        line = entry("-119.37", text, booked=on(30), **PAYEE)
        bank = statement(line)
        undone = ((decided(line, bank, OPEN[0], "119.37"), False),)
        assert "1 RE-2026-1001 119.37" not in told(*OPEN, bank, decisions=undone)


def test_documents_that_say_too_little_are_no_candidates() -> None:
    odd = (
        bought("RE-1", "119.375"),
        invoice("RE-2", payable="119.37", issued=None, due=None),
        bought("RE-3", "119.37", currency=None),
        credit_note("CN-4", payable="119.37", role="neither"),
    )
    line = entry("-119.37", "Zahlung", booked=on(30), **PAYEE)
    assert {link.target.id for link in linked(*odd, statement(line))} <= {odd[2].id}
    dateless = statement(entry("-119.37", "Zahlung", booked=None, **PAYEE), issued=None)
    assert linked(*OPEN, dateless) == []
    strange = statement(entry("-50", "RE-2026-1001", booked=None, counterparty=STRANGER), issued=None)
    assert [link.amount for link in linked(*OPEN, strange)] == [Decimal(50)]
    huge = statement(entry("-1E+30", "Zahlung", booked=on(30), **PAYEE))
    assert linked(*OPEN, huge) == []


def test_units_that_are_not_there_have_no_links() -> None:
    bank = statement(entry("-5", "x"))
    desk = Desk([bank], MATCHERS, INFERENCES)
    units = [*near(bank, desk), *(unit._replace(line="9") for unit in near(bank, desk))]
    answered, found = links(units, desk)
    assert len(answered) == 2
    assert found == []
    assert list(near(trade(kinds.ORDER, "PO-1"), desk)) == []


def test_where_documents_stand() -> None:
    bank = statement(entry("-5", "Zahlung", **PAYEE), entry("-6", "RE-2026-1001", position="2", **PAYEE))
    keys = {key for key, _ in places(bank)}
    assert any(key.startswith("entry|account:") for key in keys)
    assert any(key.startswith("payer|account:") for key in keys)
    assert list(places(trade(kinds.ORDER, "PO-1"))) == []
    assert list(places(statement(entry("-5", "x", booked=None, **PAYEE), issued=None))) == []
    assert any(key.startswith("credit|") for key, _ in places(credit_note("CN-1")))
    assert CASH.kinds == {"pays"}


def test_structured_remittance_of_unknown_amounts_beside_a_mute_one() -> None:
    structured = Reference(document=kinds.INVOICE, number="RE-2026-9999")
    line = entry("-119.37", "x", booked=on(30), references=(structured,), **PAYEE)
    assert told(*OPEN, statement(line)) == ["1 RE-2026-1001 119.37"]


def test_a_long_list_that_does_not_add_up_is_left_to_a_person() -> None:
    papers = [bought(f"RE-2026-10{n:02}", f"{100 + 7 * n}.{n:02}") for n in range(12)]
    text = " ".join(one.summary.number or "" for one in papers)
    found = linked(*papers, statement(entry("-555.55", text, booked=on(30), **PAYEE)))
    assert found
    assert all(link.confidence < CERTAIN for link in found)


def test_several_in_another_currency_that_do_not_add_up() -> None:
    terms: dict[str, Any] = {"instructed": "280", "instructed_currency": "USD", "booked": on(30), **PAYEE}
    assert linked(*FOREIGN, statement(entry("-260", "RE-2026-1001 RE-2026-1002", **terms))) == []
    part = entry("-46", "Zahlung", **{**terms, "instructed": "50"})
    whole = entry("-277.77", "RE-2026-1001 RE-2026-1002", position="2", **{**terms, "instructed": "300"})
    bank = statement(part, whole)
    pins = ((decided(part, bank, FOREIGN[0], "46"), True),)
    found = linked(*FOREIGN, bank, decisions=pins)
    assert [link.basis for link in found if link.confidence >= CERTAIN] == [Basis.DECISION]


def test_two_alike_on_a_long_list_of_open_items() -> None:
    papers = [bought(f"RE-2026-{1000 + n}", f"{100 + n}.37", n) for n in range(22)]
    pair = (papers[3], papers[17])
    amount = owed(*pair)
    found = linked(*papers, statement(entry(str(-amount), "Zahlung", booked=on(50), **PAYEE)))
    assert [link.confidence < CERTAIN for link in found] == [True, True]


def test_a_discount_that_is_taken_though_it_was_not_agreed() -> None:
    paper = bought("RE-2026-77881", "1000.00")
    assert told(paper, statement(entry("-980", "Zahlung", booked=on(10), **PAYEE))) == ["1 RE-2026-77881 980"]
    stranger = linked(paper, statement(entry("-980", "2026 77881", booked=on(10), counterparty=STRANGER)))
    assert "the amount is what is due less a usual discount" in stranger[0].evidence


def test_a_discount_of_nothing_takes_nothing_off() -> None:
    papers = [bought(f"RE-2026-7788{n}", "0.10", payment_terms="2/10 net 30") for n in (1, 2)]
    found = told(*papers, statement(entry("-0.20", "Zahlung", booked=on(5), **PAYEE)))
    assert found == ["1 RE-2026-77881 0.1", "1 RE-2026-77882 0.1"]


def test_a_decision_on_what_is_not_there_teaches_nothing() -> None:
    line = entry("-119.37", "Zahlung", booked=on(30), **PAYEE)
    bank = statement(line)
    pins = ((decided(line, statement(line, number="S-7"), OPEN[1], "84.10"), True),)
    assert told(*OPEN, bank, decisions=pins) == ["1 RE-2026-1001 119.37", "1 RE-2026-1002 84.1"]


def test_what_many_movements_could_be_for_is_not_weighed_against_all_of_them() -> None:
    lines = [entry("-119.37", "Zahlung", position=str(n), booked=on(5 + n % 60), **PAYEE) for n in range(1, 220)]
    assert linked(OPEN[0], statement(*lines)) == []


def test_what_is_left_beside_a_note_that_was_set_off_before_gets_no_more_than_the_cash() -> None:
    first, second, note = (
        bought("RE-2026-1001", "200"),
        bought("RE-2026-1002", "100"),
        credit_note("GS-2026-5001", payable="20"),
    )
    bank = statement(
        entry("-180", "RE-2026-1001 GS-2026-5001", booked=on(5), **PAYEE),
        entry("-80", "RE-2026-1002 GS-2026-5001", position="2", booked=on(6), **PAYEE),
    )
    assert [one for one in told(first, second, note, bank) if one.startswith("2 RE")] == ["2 RE-2026-1002 80?"]


GIVEN_BACK = "Rückerstattung Überzahlung"


def test_a_refund_without_a_number_is_of_what_was_paid_too_much() -> None:
    paid = entry("-159.37", "RE-2026-1001", booked=on(20), **PAYEE)
    back = entry("40", GIVEN_BACK, position="2", booked=on(30), **PAYEE)
    first, second = linked(*OPEN, statement(paid, back))
    assert (first.amount, second.amount, second.target.id) == (Decimal("159.37"), Decimal(-40), OPEN[0].id)
    assert second.confidence >= CERTAIN
    assert second.evidence == ("the other side of the entry is the partner", "as much as was paid too much")
    assert told(*OPEN, statement(paid, back), decisions=((second, False),)) == ["1 RE-2026-1001 159.37"]
    again = statement(entry("40", GIVEN_BACK, booked=on(33), **PAYEE), number="S-2")
    assert told(*OPEN, statement(paid, back), again)[1:] == ["1 RE-2026-1001 159.37", "2 RE-2026-1001 -40?"]


@pytest.mark.parametrize(
    "line",
    [
        entry("40", "Danke", position="9", booked=on(30), **PAYEE),
        entry("40.01", GIVEN_BACK, position="9", booked=on(30), **PAYEE),
        entry("-40", GIVEN_BACK, position="9", booked=on(30), **PAYEE),
        entry("40", f"{GIVEN_BACK} RE-2026-7777", position="9", booked=on(30), **PAYEE),
        entry("40", GIVEN_BACK, position="9", booked=on(30), counterparty=OTHER),
        entry("40", GIVEN_BACK, position="9", booked=on(30), currency="USD", **PAYEE),
    ],
)
def test_what_is_no_refund_of_what_was_paid_too_much(line: StatementLine) -> None:
    paid = entry("-159.37", "RE-2026-1001", booked=on(20), **PAYEE)
    assert [link for link in linked(*OPEN, statement(paid, line)) if link.source.line == "9"] == []


def test_of_two_that_were_paid_too_much_none_is_refunded_for_sure() -> None:
    lines = [
        entry(amount, number, position=str(n), booked=on(20), **PAYEE)
        for n, (amount, number) in enumerate((("-159.37", "RE-2026-1001"), ("-542.66", "RE-2026-1003")))
    ]
    back = entry("40", GIVEN_BACK, position="9", booked=on(30), **PAYEE)
    assert [one for one in told(*OPEN, statement(*lines, back)) if one.startswith("9")] == []


def test_nobody_learns_from_a_movement_without_a_day() -> None:
    bank = statement(entry("-119.37", "RE-2026-1001", booked=None, counterparty=STRANGER), issued=None)
    movement = statement_of(bank).movements["1"]
    assert list(learners(Till(Desk((*OPEN, bank), MATCHERS, INFERENCES)), movement)) == []
    assert list(namesakes(Till(Desk((*OPEN, bank), MATCHERS, INFERENCES)), movement)) == []
    dateless = statement(entry("40", GIVEN_BACK, booked=None, **PAYEE), issued=None)
    assert linked(*OPEN, dateless) == []
