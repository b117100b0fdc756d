"""Tables into documents: grouping, terms, references, signs, identity, and what is refused and why."""

from datetime import date
from decimal import Decimal

import pytest

from counterfoil.errors import UnreadableError
from counterfoil.formats import Reading
from counterfoil.formats.table import Unread
from counterfoil.model.settings import Limits
from counterfoil.model.summary import MasterSummary, PartySummary, Reference, TradeSummary
from counterfoil.model.values import Identifier
from formats.table_reading import HEADER, ORDERS, read, refusals, results, statements, trades

ROWS = [
    "B-1;31.01.2026;Nordlicht;10;1.000;1,50",
    "B-2;01.02.2026;Nordlicht;10;2;3",
    "B-1;31.01.2026;Nordlicht;20;2;3,25",
]
INVOICES = """
document = "invoice"
[columns]
No = "number"
"""


def number_of(reading: Reading) -> str | None:
    assert isinstance(reading.summary, TradeSummary)
    return reading.summary.number


def test_rows_of_one_document_need_not_stand_together() -> None:
    first, second = trades(HEADER + "\n".join(ROWS), ORDERS)
    assert (first.number, second.number) == ("B-1", "B-2")
    assert [(line.id, line.quantity, line.price) for line in first.lines] == [
        ("10", Decimal(1000), Decimal("1.50")),
        ("20", Decimal(2), Decimal("3.25")),
    ]
    assert first.issued == date(2026, 1, 31)
    assert first.buyer == PartySummary(name="Nordlicht")


def test_lines_stand_in_the_order_of_their_ids_and_documents_of_their_first_rows() -> None:
    found = trades(HEADER + "\n".join(reversed(ROWS)), ORDERS)
    assert [one.number for one in found] == ["B-1", "B-2"]
    assert [line.id for line in found[0].lines] == ["10", "20"]


def test_a_document_is_the_same_out_of_any_export() -> None:
    german = {number_of(one): one.identity for one in read(HEADER + "\n".join(ROWS), ORDERS)}
    header = "order,day,client,line,count,each\n"
    rows = [
        "B-1,2026-01-31,Nordlicht,20,2.0,3.250",
        "B-2,2026-02-01,Nordlicht,10,2,3.0",
        "B-1,2026-01-31,Nordlicht,10,1000,1.5",
    ]
    english = read(
        header + "\n".join(rows),
        """
        document = "order"
        [columns]
        order = "number"
        day = "issued"
        client = "buyer.name"
        line = "line.id"
        count = "line.quantity"
        each = "line.price"
        """,
    )
    assert {number_of(one): one.identity for one in english} == german


@pytest.mark.parametrize(
    ("old", "new"),
    [("1.000", "1.001"), ("B-1", "B-9"), ("31.01.2026", "30.01.2026"), ("3,25", "3,26"), (";20;", ";30;")],
)
def test_a_document_that_says_something_else_is_another(old: str, new: str) -> None:
    before = {one.identity for one in read(HEADER + "\n".join(ROWS), ORDERS)}
    after = {one.identity for one in read((HEADER + "\n".join(ROWS)).replace(old, new), ORDERS)}
    assert len(before & after) == 1


def test_two_equal_rows_are_two_lines() -> None:
    once = read(f"{HEADER}{ROWS[1]}\n", ORDERS)
    twice = read(f"{HEADER}{ROWS[1]}\n{ROWS[1]}\n", ORDERS)
    assert len(twice[0].summary.lines) == 2  # type: ignore[union-attr]
    assert once[0].identity != twice[0].identity


def test_a_row_without_line_terms_is_no_line() -> None:
    (found,) = trades("No,Total\n7,5\n7,5.00\n", INVOICES + 'Total = "total"\n')
    assert found.lines == ()
    assert found.total == Decimal(5)


def test_equal_numbers_of_two_sellers_are_two_documents() -> None:
    found = trades("No,S\n7,A\n7,B\n", INVOICES + 'S = "seller.name"\n')
    assert len(found) == 2


def test_without_a_number_each_row_is_a_document() -> None:
    found = trades("S,T\nA,1\nA,1\n", 'document = "open-item"\n[columns]\nS = "seller.name"\nT = "payable"\n')
    assert len(found) == 2


def test_rows_are_grouped_by_the_columns_named() -> None:
    mapping = 'document = "despatch-advice"\ngroup_by = ["Day"]\n[columns]\nDay = "issued"\nItem = "line.seller_item"\n'
    found = trades("Day,Item\n2026-01-01,a\n2026-01-02,b\n2026-01-01,c\n", mapping)
    assert [[line.seller_item for line in one.lines] for one in found] == [["a", "c"], ["b"]]
    whole = trades("Day,Item\n2026-01-01,a\n2026-01-01,b\n", mapping.replace('["Day"]', "[]"))
    assert [len(one.lines) for one in whole] == [2]


def test_an_empty_number_is_the_one_above_where_the_mapping_says_so() -> None:
    mapping = INVOICES.replace("[columns]", "fill_down = true\n[columns]") + 'Item = "line.seller_item"\n'
    found = trades("No,Item\n7,a\n,b\n8,c\n,d\n", mapping)
    assert [[line.seller_item for line in one.lines] for one in found] == [["a", "b"], ["c", "d"]]


def test_rows_that_tell_no_document_are_refused_together() -> None:
    said = refusals("No,Item\n7,a\n,b\n,c\n", INVOICES + 'Item = "line.seller_item"\n')
    assert len(said) == 1
    assert "Row 3, column 'No': it is empty, so its document is not known. 1 more rows" in said[0]


def test_sums_are_added_up_over_the_rows() -> None:
    mapping = INVOICES + 'Net = ["line.amount", "net.sum"]\nTax = "tax.sum"\n'
    (found,) = trades("No,Net,Tax\n7,0.1,0.02\n7,0.2,\n", mapping)
    assert (found.net, found.tax) == (Decimal("0.3"), Decimal("0.02"))


def test_sums_are_exact_whatever_their_length() -> None:
    (found,) = trades(f"No,Net\n7,{'9' * 35}.01\n7,{'1' * 35}.02\n", INVOICES + 'Net = "net.sum"\n')
    assert found.net == Decimal(f"1{'1' * 34}0.03")


def test_a_document_cannot_have_two_values_of_what_it_has_once() -> None:
    said = refusals("No,Total\n6,1\n7,5\n7,6\n", INVOICES + 'Total = "total"\n')
    assert said == [
        (
            "Row 4, column 'Total': '6' differs from '5' in row 3, which is of the same document. "
            "A document has one total. If the column tells something of lines, correct the mapping."
        )
    ]


def test_texts_of_the_whole_document_may_differ_and_the_first_counts() -> None:
    (found,) = trades("No,City\n7,Köln\n7,Cologne\n", INVOICES + 'City = "seller.city"\n')
    assert found.seller == PartySummary(city="Köln")


def test_parties_have_identifiers_and_accounts() -> None:
    mapping = INVOICES + (
        'V = "seller.vat"\nN = "seller.supplier_number"\nD = "seller.id:0060"\n'
        'A = "seller.account"\nB = "seller.account"\n'
    )
    (found,) = trades("No,V,N,D,A,B\n7,DE1,100,12345,DE89 3704,X1\n7,DE1,100,12345,,X2\n", mapping)
    assert found.seller is not None
    assert set(found.seller.identifiers) == {
        Identifier(value="DE1", scheme="VAT"),
        Identifier(value="100", scheme="supplier-number"),
        Identifier(value="12345", scheme="0060"),
    }
    assert found.seller.accounts == ("DE893704", "X1", "X2")


def test_we_stand_on_the_side_that_the_mapping_says() -> None:
    us = PartySummary(name="Us")
    (found,) = trades("No,S\n7,A\n", 'us = "buyer"\n' + INVOICES + 'S = "seller.name"\n', us=us)
    assert found.buyer == us
    (told,) = trades("No,S\n7,A\n", 'us = "seller"\n' + INVOICES + 'S = "seller.name"\n', us=us)
    assert told.seller == PartySummary(name="A")


def test_an_address_or_a_number_in_their_books_does_not_make_us_another() -> None:
    us = PartySummary(name="Us", identifiers=(Identifier(value="DE136695976", scheme="VAT"),), accounts=("DE1",))
    mapping = 'us = "buyer"\n' + INVOICES + 'C = "buyer.city"\nK = "buyer.customer_number"\nV = "buyer.vat"\n'
    (found,) = trades("No,C,K,V\n7,Marl,4711,\n", mapping, us=us)
    assert found.buyer == PartySummary(
        name="Us",
        identifiers=(*us.identifiers, Identifier(value="4711", scheme="customer-number")),
        accounts=("DE1",),
        city="Marl",
    )
    (other,) = trades("No,C,K,V\n7,Marl,4711,DE129273398\n", mapping, us=us)
    assert other.buyer is not None
    assert other.buyer.name is None


def test_who_we_are_is_no_part_of_the_identity() -> None:
    text, mapping = "No,S\n7,A\n", 'us = "buyer"\n' + INVOICES + 'S = "seller.name"\n'
    assert read(text, mapping)[0].identity == read(text, mapping, us=PartySummary(name="Us"))[0].identity


def test_a_reference_to_a_line_is_the_lines_and_one_on_all_rows_the_documents() -> None:
    mapping = INVOICES + 'O = "order"\nOL = "order_line"\nQ = "line.quantity"\n'
    (found,) = trades("No,O,OL,Q\n7,P1,10,1\n7,P1,20,2\n", mapping)
    assert found.references == (Reference(document="order", number="P1"),)
    assert [line.references for line in found.lines] == [
        (Reference(document="order", number="P1", line="10"),),
        (Reference(document="order", number="P1", line="20"),),
    ]


def test_different_references_stand_on_the_lines_too() -> None:
    (found,) = trades("No,D,Q\n7,L1,1\n7,L2,2\n", INVOICES + 'D = "despatch"\nQ = "line.quantity"\n')
    assert [line.references for line in found.lines] == [
        (Reference(document="despatch-advice", number="L1"),),
        (Reference(document="despatch-advice", number="L2"),),
    ]


def test_constants_stand_where_no_column_tells() -> None:
    mapping = (
        INVOICES + 'C = "currency"\n[constants]\ncurrency = "EUR"\n"seller.name" = "A"\nnet = "1.5"\ndue = 2026-01-31\n'
    )
    first, second = trades("No,C\n7,\n8,USD\n", mapping)
    assert (first.currency, second.currency) == ("EUR", "USD")
    assert (first.net, first.due) == (Decimal("1.5"), date(2026, 1, 31))


def test_values_are_translated() -> None:
    mapping = INVOICES + 'U = "line.unit"\n[values."line.unit"]\nStk = "H87"\n'
    (found,) = trades("No,U\n7,STK\n7,kg\n", mapping)
    assert [line.unit for line in found.lines] == ["H87", "kg"]


def test_kinds_differ_by_row_and_some_rows_are_skipped() -> None:
    mapping = INVOICES + 'K = "kind"\n[values.kind]\nInv = "invoice"\nCM = "credit-note"\nPay = "skip"\n'
    found = trades("No,K\n7,Inv\n8,CM\n9,Pay\n", mapping)
    assert [(one.number, one.document) for one in found] == [("7", "invoice"), ("8", "credit-note")]
    assert "means no kind of document" in refusals("No,K\n7,Inv\n8,??\n", mapping)[0]


def test_an_invoice_below_zero_is_a_credit_note_with_positive_amounts() -> None:
    mapping = 'negative = "credit-note"\n' + INVOICES + 'T = "total"\nQ = "line.quantity"\nP = "line.price"\n'
    first, second = trades("No,T,Q,P\n7,-10,-2,5\n8,10,2,5\n", mapping)
    assert (first.document, first.total) == ("credit-note", Decimal(10))
    assert (first.lines[0].quantity, first.lines[0].price) == (Decimal(2), Decimal(5))
    assert (second.document, second.total) == ("invoice", Decimal(10))
    (by_lines,) = trades("No,T,Q,P\n7,,-2,5\n", mapping)
    assert by_lines.document == "credit-note"


def test_a_minus_before_a_term_turns_the_sign() -> None:
    first, second = trades("No,T\n7,-10\n8,0\n", INVOICES + 'T = "-payable"\n')
    assert (first.payable, str(second.payable)) == (Decimal(10), "0")


# --- Statements -------------------------------------------------------------------------------------------------------

BANK = """
document = "statement"
[columns]
Acc = "account"
Day = "entry.booked"
"""


def test_entries_of_one_account_and_day_are_a_statement() -> None:
    rows = "Acc,Day,A\nX 1,2026-01-02,5\nX 1,2026-01-01,-3\nX 1,2026-01-02,7\n"
    first, second = statements(rows, BANK + 'A = "entry.amount"\n')
    assert (first.account, first.issued, first.start, first.end) == ("X1", *[date(2026, 1, 2)] * 3)
    assert [(line.position, line.amount) for line in first.lines] == [("1", Decimal(5)), ("2", Decimal(7))]
    assert [line.amount for line in second.lines] == [-3]


def test_an_export_of_an_overlapping_period_has_the_same_days() -> None:
    mapping = BANK + 'A = "entry.amount"\n'
    one = read("Acc,Day,A\nX,2026-01-01,5\nX,2026-01-02,7\nX,2026-01-02,8\n", mapping)
    other = read("Acc,Day,A\nX,2026-01-03,1\nX,2026-01-02,8\nX,2026-01-02,7.00\n", mapping)
    assert one[1].identity == other[1].identity


@pytest.mark.parametrize(
    ("columns", "cells", "amount"),
    [
        ('A = "entry.credit"\nB = "entry.debit"\n', "5,", "5"),
        ('A = "entry.credit"\nB = "entry.debit"\n', ",5", "-5"),
        ('A = "entry.credit"\nB = "entry.debit"\n', "5,5", "0"),
        ('A = "entry.amount"\nB = "entry.sign"\n', "5,S", "-5"),
        ('A = "entry.amount"\nB = "entry.sign"\n', "5,Haben", "5"),
        ('A = "entry.amount"\nB = "entry.sign"\n', "-5,D", "5"),
        ('A = "entry.amount"\nB = "entry.sign"\n[values."entry.sign"]\nX = "debit"\n', "5,x", "-5"),
        ('A = "-entry.amount"\nB = "remittance"\n', "5,R", "-5"),
    ],
)
def test_what_came_in_is_above_zero(columns: str, cells: str, amount: str) -> None:
    (found,) = statements(f"Acc,Day,A,B\nX,2026-01-01,{cells}\n", BANK + columns)
    assert found.lines[0].amount == Decimal(amount)


def test_an_entry_has_its_counterparty_references_and_remittance() -> None:
    mapping = BANK + (
        'A = "entry.amount"\nC = "currency"\nN = "counterparty.name"\nI = "counterparty.account"\n'
        'T = "remittance"\nU = "remittance"\n'
        'E = "end_to_end_id"\nR = "invoice"\n'
    )
    rows = "Acc,Day,A,C,N,I,T,U,E,R\nX,2026-01-01,5,EUR,Nord,DE8 9,a,b,NOTPROVIDED,R-7\nX,2026-01-01,6,EUR,,,,,E-1,\n"
    (found,) = statements(rows, mapping)
    first, second = found.lines
    assert first.counterparty == PartySummary(name="Nord", accounts=("DE89",))
    assert (first.remittance, first.end_to_end_id, first.currency) == (("a", "b"), None, "EUR")
    assert first.references == (Reference(document="invoice", number="R-7"),)
    assert (second.counterparty, second.end_to_end_id) == (None, "E-1")


def test_an_entry_without_an_amount_is_refused() -> None:
    said = refusals("Acc,Day,A\nX,2026-01-01,\nX,2026-01-02,1\n", BANK + 'A = "entry.amount"\n')
    assert said == ["Row 2 has no amount. An entry of a statement needs one: correct the row or the mapping."]


def test_an_unknown_sign_is_refused() -> None:
    said = refusals(
        "Acc,Day,A,B\nX,2026-01-01,1,?\nX,2026-01-02,1,C\n", BANK + 'A = "entry.amount"\nB = "entry.sign"\n'
    )
    assert "column 'B': '?' means neither credit nor debit" in said[0]


# --- Master data ------------------------------------------------------------------------------------------------------


def test_items_have_pack_sizes_of_all_their_rows() -> None:
    mapping = (
        'document = "item"\n[columns]\nNo = "number"\nName = "name"\nU = "unit"\nE = "gtin"\n'
        'P = "pack.unit"\nF = "pack.factor"\n'
        'K = "pack:CT"\nL = "pack"\nD = "id:0060"\n'
    )
    rows = "No,Name,U,E,P,F,K,L,D\nA,Board,H87,4006381333931,PF,480,12,,7\nA,Board,H87,,BX,6,12.0,XX:3;YY=1.5,\n"
    (found,) = read(rows, mapping)
    assert found.summary == MasterSummary(
        document="item",
        number="A",
        name="Board",
        unit="H87",
        identifiers=(Identifier(value="4006381333931", scheme="0160"), Identifier(value="7", scheme="0060")),
        packs=(
            ("CT", Decimal(12)),
            ("PF", Decimal(480)),
            ("XX", Decimal(3)),
            ("YY", Decimal("1.5")),
            ("BX", Decimal(6)),
        ),
    )


@pytest.mark.parametrize("cell", ["CT", "CT:", ":5", "CT:x", "CT:NaN", "CT:1e400", "CT:1;"])
def test_a_pack_size_without_unit_or_number_is_refused(cell: str) -> None:
    mapping = 'document = "item"\n[columns]\nNo = "number"\nL = "pack"\n'
    assert "is no pack size" in refusals(f"No,L\nA,{cell}\nB,CT:1\n", mapping)[0]


def test_partners_have_identifiers_and_accounts() -> None:
    mapping = (
        'document = "partner"\n[columns]\nNo = "number"\nName = "name"\nVAT = "vat"\nIBAN = "account"\n'
        'Reg = "registration"\n'
        'City = "city"\nK = "supplier_number"\n'
    )
    (found,) = read(
        "No,Name,VAT,IBAN,Reg,City,K\n1,Nord,DE1,DE1 2,HRB 5,Kiel,99\n1,Nord,DE1,DE3,HRB 5,Kiel,99\n", mapping
    )
    assert found.summary == MasterSummary(
        document="partner",
        number="1",
        name="Nord",
        party=PartySummary(
            name="Nord",
            identifiers=(
                Identifier(value="DE1", scheme="VAT"),
                Identifier(value="99", scheme="supplier-number"),
                Identifier(value="HRB 5"),
            ),
            city="Kiel",
            accounts=("DE12", "DE3"),
        ),
    )


# --- Refusals ---------------------------------------------------------------------------------------------------------


def test_an_unreadable_cell_refuses_its_document_and_the_rest_goes_on() -> None:
    rows = [ROWS[0].replace("1,50", "1.50"), ROWS[1], ROWS[2].replace("31.01.2026", "today")]
    found = results(HEADER + "\n".join(rows), ORDERS)
    assert [isinstance(one, Unread) for one in found] == [True, False]
    assert isinstance(found[0], Unread)
    assert str(found[0].error) == (
        "Row 2, column 'Preis': '1.50' is no number as the mapping says that they are written (1.234,50). "
        "1 more rows of the document have such a fault. Correct the cell, or what m0.toml says of the column."
    )


def test_where_all_documents_fail_one_sentence_says_so() -> None:
    rows = "\n".join(f"B-{n};31.01.2026;N;10;1;1.50" for n in range(5000))
    with pytest.raises(UnreadableError, match=r"None of the first 1,000 documents .* Row 2, column 'Preis'"):
        results(HEADER + rows, ORDERS)
    with pytest.raises(UnreadableError, match=r"None of 3 documents .* 'counterfoil map FILE'"):
        results(HEADER + "\n".join(rows.split("\n")[:3]), ORDERS)


def test_a_cell_beyond_the_header_is_refused() -> None:
    said = refusals(f"{HEADER}{ROWS[0]};x\n{ROWS[1]};;\n", ORDERS)
    assert len(said) == 1
    assert "Row 2, column '#7': 'x' stands beyond the last column" in said[0]


def test_rows_are_counted_as_spreadsheets_do() -> None:
    said = refusals(f'\n{HEADER}\n"B-1";31.01.2026;"N\nN";10;x;1\n{ROWS[1]}\nB-3;31.01.2026;N;10;x;1\n', ORDERS)
    assert [sentence.split(",")[0] for sentence in said] == ["Row 4", "Row 6"]


def test_a_table_without_a_mapping_is_told_its_columns() -> None:
    with pytest.raises(UnreadableError) as refused:
        results(HEADER + ROWS[0], INVOICES)
    assert str(refused.value) == (
        "No mapping fits this table; its columns are 'Nr', 'Datum', 'Kunde', 'Pos', 'Menge', 'Preis'. "
        "Run 'counterfoil map FILE' to write one, and correct it; or name one with --mapping."
    )


def test_the_mapping_with_the_most_columns_is_taken() -> None:
    fewer = 'document = "invoice"\n[columns]\nNr = "number"\n'
    assert {one.document for one in trades(HEADER + ROWS[0], fewer, ORDERS)} == {"order"}


def test_two_mappings_that_fit_as_well_are_both_named() -> None:
    with pytest.raises(UnreadableError, match=r"Two mappings fit .*: m0\.toml and m1\.toml\."):
        results(HEADER + ROWS[0], ORDERS, ORDERS.replace('"order"', '"invoice"'))
    assert len(results(HEADER + ROWS[0], ORDERS, ORDERS)) == 1


def test_columns_are_known_in_any_order_case_and_spacing() -> None:
    assert trades("preis ;MENGE; pos;Nr;Extra;kunde;Datum\n1,5;2;10;B-1;;N;31.01.2026\n", ORDERS)[0].number == "B-1"


def test_a_second_column_of_the_same_name_has_a_number() -> None:
    (found,) = trades("No,Name,Name,,\n7,a,b,c,\n", INVOICES + '"Name (2)" = "seller.name"\n"#4" = "seller.city"\n')
    assert found.seller == PartySummary(name="b", city="c")


def test_the_header_may_stand_below_titles() -> None:
    assert len(trades("Orders\n\nas of 31.01.2026;;\n" + HEADER + ROWS[0], ORDERS)) == 1
    with pytest.raises(UnreadableError, match="No mapping fits"):
        results("Orders\n" + HEADER + ROWS[0], "header = 1\n" + ORDERS)


def test_a_table_with_a_header_alone_holds_nothing() -> None:
    assert results(HEADER, ORDERS) == []


def test_a_document_with_too_many_cells_is_refused() -> None:
    rows = "\n".join(f"B-{n // 50};31.01.2026;N;{n};1;1" for n in range(60))
    said = refusals(HEADER + rows, ORDERS, limits=Limits(elements_max=120))
    assert said == [
        (
            "The document that begins in row 2 has more than 20 rows. "
            "Split it, or raise elements_max in counterfoil.toml if you trust where it comes from."
        )
    ]


def test_the_financial_year_is_read_from_above_the_header() -> None:
    mapping = INVOICES.replace("[columns]", 'dates = ["DDMM"]\nyear_begins_at = [1, 2]\n[columns]') + 'D = "issued"\n'
    assert trades("X,20250701\nNo,D\n7,0107\n", mapping)[0].issued == date(2025, 7, 1)
    with pytest.raises(UnreadableError, match="Row 1, column 2 should tell the day"):
        results("X,soon\nNo,D\n7,0107\n", mapping)


def test_group_by_must_name_columns_that_are_there() -> None:
    with pytest.raises(Exception, match="group_by names 'Elsewhere'"):
        results("No\n7\n", 'group_by = ["Elsewhere"]\n' + INVOICES)
