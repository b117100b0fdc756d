"""What is open of invoices, on a day, and what the entries of a statement were applied to."""

from datetime import date, timedelta
from decimal import Decimal
from importlib.resources import files
from typing import Any

import msgspec
import pytest
from papers import Company, Line, credit_note, invoice
from papers_bank import Entry, camt

from counterfoil.errors import UsageError
from counterfoil.flow.ageing import BUCKETS, PAYABLES, RECEIVABLES, ageing
from counterfoil.flow.decisions import links_decided
from counterfoil.flow.home import Home
from counterfoil.flow.intake import intakes
from counterfoil.flow.mapping import load_mappings
from counterfoil.flow.partners import Partners
from counterfoil.flow.prepare import Options
from counterfoil.flow.reconcile import reconciled
from counterfoil.flow.record import Recorder
from counterfoil.flow.untold import RECEIVED_NOT_INVOICED
from counterfoil.model.summary import PartySummary
from counterfoil.model.values import Identifier
from counterfoil.store import DiscrepancyRow
from flow.made import intakes_of
from trades import BUYER as US
from trades import DAY, SELLER, trade

OTHER = Company("Hansen Metallbau GmbH", "DE129273398", "4022222000006", "DE75512108001245126199")
DUE = DAY + timedelta(days=30)
MAPPING = (files("counterfoil.flow") / "demo_documents" / "mappings" / "opening-items.toml").read_text("utf-8")
LINE = (Line("1", "Oak board", "10", "10.00"),)


def add(home: Home, *papers: bytes) -> None:
    made = intakes_of({str(place): data for place, data in enumerate(papers)})
    added = list(Recorder(home).add(made))
    assert {one.status for one in added} == {"recorded"}


def bill(number: str, seller: Company = SELLER, price: str = "10.00", due: date = DUE) -> bytes:
    """An invoice to us over ten pieces and 19 % tax."""
    return invoice(number, DAY, due, US, seller, (Line("1", "Oak board", "10", price),))


def paid(amount: str, text: str, day: date = DAY, other: Company = SELLER, number: str = "S-1") -> bytes:
    return camt(number, US, day, "1000.00", (Entry(amount, day, other, text),))


def rows(home: Home, on: date = DAY, *sides: str, party: str | None = None) -> list[dict[str, Any]]:
    return list(ageing(home, on, sides or (PAYABLES, RECEIVABLES, RECEIVED_NOT_INVOICED), party))


def open_of(home: Home, on: date = DAY) -> dict[str, Decimal]:
    """What is open of each item, by number."""
    return {item["number"]: Decimal(item["open"]) for row in rows(home, on) for item in row["items"]}


# --- ageing -----------------------------------------------------------------------------------------------------------


def test_nothing_is_open_in_an_empty_home(home: Home) -> None:
    assert rows(home) == []


@pytest.mark.parametrize(
    ("days", "bucket"),
    [
        (-30, "not_due"),
        (0, "not_due"),
        (1, "days_1_30"),
        (30, "days_1_30"),
        (31, "days_31_60"),
        (60, "days_31_60"),
        (61, "days_61_90"),
        (90, "days_61_90"),
        (91, "days_over_90"),
        (4000, "days_over_90"),
    ],
)
def test_buckets_begin_and_end_where_they_say(home: Home, days: int, bucket: str) -> None:
    add(home, bill("RE-3301"))
    (row,) = rows(home, DUE + timedelta(days=days))
    assert {name: Decimal(row[name]) for name in BUCKETS if Decimal(row[name])} == {bucket: Decimal("119.00")}
    assert (row["side"], row["partner"], row["currency"], row["total"]) == (PAYABLES, SELLER.name, "EUR", "119.00")
    (item,) = row["items"]
    assert (item["days"], item["since"], item["due"], item["open"]) == (days, DUE.isoformat(), "119.00", "119.00")


def test_what_has_not_come_by_the_day_does_not_count(home: Home) -> None:
    add(home, bill("RE-3301"), paid("-119.00", "RE-3301", DAY + timedelta(days=9)))
    assert rows(home, DAY - timedelta(days=1)) == []
    assert open_of(home, DAY + timedelta(days=8)) == {"RE-3301": Decimal("119.00")}
    assert open_of(home, DAY + timedelta(days=9)) == {}


def test_part_of_an_invoice_stays_open_and_too_much_is_negative(home: Home) -> None:
    add(home, bill("RE-3301"), bill("RE-3302"), paid("-100.00", "RE-3301"), paid("-120.00", "RE-3302", number="S-2"))
    assert open_of(home) == {"RE-3301": Decimal("19.00"), "RE-3302": Decimal("-1.00")}
    (row,) = rows(home)
    assert row["total"] == "18.00"
    assert [item["paid"] for item in row["items"]] == ["100.00", "120.00"]


def test_a_credit_note_is_taken_off_its_invoice_once(home: Home) -> None:
    add(home, bill("RE-3301"), credit_note("G-1", DAY, US, SELLER, (Line("1", "Oak board", "1", "10.00"),), "RE-3301"))
    assert open_of(home) == {"RE-3301": Decimal("107.10")}
    (row,) = rows(home)
    (item,) = row["items"]
    assert (item["due"], item["credited"]) == ("119.00", "11.90")


def test_a_credit_note_that_comes_later_is_not_taken_off_before(home: Home) -> None:
    later = DAY + timedelta(days=5)
    add(
        home, bill("RE-3301"), credit_note("G-1", later, US, SELLER, (Line("1", "Oak board", "1", "10.00"),), "RE-3301")
    )
    assert open_of(home, DAY) == {"RE-3301": Decimal("119.00")}
    assert open_of(home, later) == {"RE-3301": Decimal("107.10")}


def test_a_credit_note_of_no_invoice_that_is_known_is_to_be_given_back(home: Home) -> None:
    add(home, bill("RE-3301"), credit_note("G-1", DAY, US, SELLER, (Line("1", "Glue", "3", "7.00"),), "8-77 K"))
    assert open_of(home) == {"RE-3301": Decimal("119.00"), "G-1": Decimal("-24.99")}
    (row,) = rows(home)
    assert row["total"] == "94.01"


def test_an_invoice_that_repeats_another_is_not_owed(home: Home) -> None:
    again = bill("RE-3301").replace(b"Oak board", b"Oak boards")
    add(home, bill("RE-3301"), again)
    assert open_of(home) == {"RE-3301": Decimal("119.00")}


LIST = "Belegnummer;Belegdatum;Fällig am;Kreditor;USt-IdNr;Betrag;Währung\n{};02.03.2026;01.04.2026;{};{};119,00;EUR\n"


def test_an_item_of_a_list_stands_in_for_an_invoice_only_until_that_comes(home: Home) -> None:
    (home.path / "mappings" / "list.toml").write_text(MAPPING, "utf-8")
    table = home.path.parent / "list.csv"
    table.write_text(LIST.format("RE-3301", SELLER.name, SELLER.vat), "cp1252")
    options = Options(on=DAY, mappings=load_mappings([], home.path), us=home.us)
    assert {one.status for one in Recorder(home).add(intakes([table], options))} == {"recorded"}
    (row,) = rows(home)
    assert [(item["document"], item["open"]) for item in row["items"]] == [("open-item", "119.00")]
    add(home, bill("RE-3301"))
    (row,) = rows(home)
    assert [(item["document"], item["open"]) for item in row["items"]] == [("invoice", "119.00")]


def test_without_a_due_day_an_invoice_is_due_after_thirty_days(home: Home) -> None:
    data = bill("RE-3301")
    start, end = data.index(b"<cbc:DueDate>"), data.index(b"</cbc:DueDate>") + len(b"</cbc:DueDate>")
    add(home, data[:start] + data[end:])
    (row,) = rows(home)
    assert [item["since"] for item in row["items"]] == [(DAY + timedelta(days=30)).isoformat()]


def test_what_we_owe_and_what_is_owed_to_us_stand_apart_by_partner(home: Home) -> None:
    sold = invoice("A-1", DAY, DUE, OTHER, US, LINE)
    add(home, bill("RE-3301"), bill("RE-3302", OTHER), bill("RE-3303"), sold)
    found = [(row["side"], row["partner"], row["total"]) for row in rows(home)]
    assert found == [
        (PAYABLES, OTHER.name, "119.00"),
        (PAYABLES, SELLER.name, "238.00"),
        (RECEIVABLES, OTHER.name, "119.00"),
    ]
    assert [row["side"] for row in rows(home, DAY, RECEIVABLES)] == [RECEIVABLES]
    assert [row["partner"] for row in rows(home, party="HANSEN")] == [OTHER.name, OTHER.name]


def test_currencies_are_never_added_up(home: Home) -> None:
    add(home, bill("RE-3301"), bill("RE-3302").replace(b"EUR", b"SEK"))
    assert [(row["currency"], row["total"]) for row in rows(home)] == [("EUR", "119.00"), ("SEK", "119.00")]


def test_a_payment_that_a_person_undid_pays_nothing(home: Home) -> None:
    add(home, bill("RE-3301"), paid("-119.00", "RE-3301"))
    assert open_of(home) == {}
    (link,) = home.store.links()
    Recorder(home).decide(links_decided(home.store, [link.id], "Ada", None, confirmed=False))
    assert open_of(home) == {"RE-3301": Decimal("119.00")}
    Recorder(home).decide(links_decided(home.store, [link.id], "Ada", None, confirmed=True))
    assert open_of(home) == {}


def test_goods_that_were_not_invoiced_are_aged_from_the_day_they_came(home: Home) -> None:
    add(home, *trade().values())
    (receipt,) = (row for row in home.store.documents() if row.document == "receipt-advice")
    row = DiscrepancyRow(
        id=b"r" * 16,
        code=RECEIVED_NOT_INVOICED,
        document=receipt.id,
        line="1",
        expected="8",
        found="0",
        amount=Decimal("332.00"),
        currency="EUR",
        since=DAY,
        others=(),
        why=(),
    )
    with home.store.writing():
        home.store.replace_discrepancies([receipt.id], [row, msgspec.structs.replace(row, id=b"s" * 16, amount=None)])
    for days, bucket in ((0, "not_due"), (10, "days_1_30"), (45, "days_31_60")):
        (found,) = rows(home, DAY + timedelta(days=days), RECEIVED_NOT_INVOICED)
        assert (found["partner"], found[bucket], found["total"]) == (SELLER.name, "332.00", "332.00")
        (item,) = found["items"]
        assert (item["document"], item["number"], item["line"]) == ("receipt-advice", "RA-1", "1")
    assert rows(home, DAY - timedelta(days=1), RECEIVED_NOT_INVOICED) == []
    assert RECEIVED_NOT_INVOICED not in {found["side"] for found in rows(home, DAY, PAYABLES)}


def party(name: str | None, *identifiers: tuple[str, str]) -> PartySummary:
    return PartySummary(name=name, identifiers=tuple(Identifier(scheme=s, value=v) for s, v in identifiers))


def test_one_company_has_one_number_whatever_it_is_called() -> None:
    partners = Partners()
    first = partners.number(party("Hansen Metallbau GmbH", ("VAT", "DE129273398")))
    assert partners.number(party("HANSEN METALLBAU", ("VAT", "DE129273398"))) == first
    assert partners.number(party("Hansen Metallbau GmbH")) == first
    other = partners.number(party("Hansen Metallbau GmbH", ("VAT", "DE136695976")))
    assert other != first
    assert partners.name(first) == partners.name(other) == "Hansen Metallbau GmbH"
    nobody = partners.number(None)
    assert partners.number(party(None)) not in {first, other}
    assert partners.name(nobody) is None


# --- reconcile --------------------------------------------------------------------------------------------------------


def statement_of(home: Home) -> bytes:
    (row,) = (row for row in home.store.documents() if row.document == "statement")
    return row.id


def test_a_statement_is_told_entry_by_entry(home: Home) -> None:
    entries = (
        Entry("-119.00", DAY, SELLER, "RE-3301"),
        Entry("-50.00", DAY, SELLER, "Rechnung RE-3302"),
        Entry("-700.00", DAY, OTHER, "Miete Maerz"),
    )
    add(home, bill("RE-3301"), bill("RE-3302"), camt("S-1", US, DAY, "1000.00", entries))
    found = reconciled(home, statement_of(home))
    assert (found.number, found.account, found.opening, found.closing) == ("S-1", US.iban, Decimal(1000), Decimal(131))
    assert (found.moved, found.applied, found.unapplied) == (Decimal(-869), Decimal(-169), Decimal(-700))
    assert found.missing == 0
    assert found.states == {"applied": 2, "unapplied": 1}
    whole, part, rent = found.entries
    assert [one["line"] for one in found.entries] == ["1", "2", "3"]
    (to,) = whole["applied"]
    assert (to["to"]["number"], to["amount"], to["open"], to["state"]) == ("RE-3301", "119.00", "0.00", "certain")
    (to,) = part["applied"]
    assert (to["to"]["number"], to["due"], to["paid"], to["open"]) == ("RE-3302", "119.00", "50.00", "69.00")
    assert (rent["applied"], rent["unapplied"], rent["state"]) == ([], "-700.00", "unapplied")
    assert (rent["counterparty"], rent["text"]) == (OTHER.name, "Miete Maerz")


def test_what_was_confirmed_is_applied_and_what_was_undone_is_not(home: Home) -> None:
    add(home, bill("RE-3301"), paid("-119.00", "RE-3301"))
    (link,) = home.store.links()
    for confirmed, state, left in ((False, "unapplied", "-119.00"), (True, "applied", "0.00")):
        Recorder(home).decide(links_decided(home.store, [link.id], "Ada", None, confirmed=confirmed))
        (entry,) = reconciled(home, statement_of(home)).entries
        assert (entry["state"], entry["unapplied"]) == (state, left)
    assert [one["state"] for one in entry["applied"]] == ["confirmed"]


def test_what_the_bank_took_with_a_payment_is_told_apart(home: Home) -> None:
    told = b'<AmtDtls><InstdAmt><Amt Ccy="EUR">119.00</Amt></InstdAmt></AmtDtls>'
    told += b'<Chrgs><TtlChrgsAndTaxAmt Ccy="EUR">5.00</TtlChrgsAndTaxAmt></Chrgs><RltdPties>'
    add(home, bill("RE-3301"), paid("-124.00", "RE-3301").replace(b"<RltdPties>", told))
    found = reconciled(home, statement_of(home))
    (entry,) = found.entries
    assert (entry["state"], entry["charges"], entry["unapplied"]) == ("applied", "-5.00", "0.00")
    assert (found.moved, found.applied, found.charges) == (Decimal(-124), Decimal(-119), Decimal(-5))
    assert open_of(home) == {}


def test_what_waits_for_a_person_counts_as_unapplied(home: Home) -> None:
    add(home, bill("RE-3301"), paid("-119.00", "RE-3301"))
    (link,) = home.store.links()
    with home.store.writing():
        changed = msgspec.structs.replace(link, confidence=Decimal("0.6"), state="proposed")
        home.store.put_links([changed])
    (entry,) = reconciled(home, statement_of(home)).entries
    assert (entry["state"], entry["unapplied"]) == ("proposed", "-119.00")
    assert [(one["state"], one["confidence"]) for one in entry["applied"]] == [("proposed", Decimal("0.6"))]
    assert open_of(home) == {"RE-3301": Decimal("119.00")}


def test_an_entry_of_which_some_cash_is_left_is_partly_applied(home: Home) -> None:
    add(home, bill("RE-3301"), paid("-119.00", "RE-3301"))
    (link,) = home.store.links()
    with home.store.writing():
        home.store.put_links([msgspec.structs.replace(link, amount=Decimal("100.00"))])
    found = reconciled(home, statement_of(home))
    (entry,) = found.entries
    assert (entry["state"], entry["unapplied"]) == ("partly", "-19.00")
    assert (found.applied, found.unapplied) == (Decimal("-100.00"), Decimal("-19.00"))


def test_entries_that_are_not_booked_move_nothing_and_are_missed_in_the_balance(home: Home) -> None:
    add(home, paid("-119.00", "RE-3301").replace(b"<Cd>BOOK</Cd>", b"<Cd>PDNG</Cd>"))
    found = reconciled(home, statement_of(home))
    assert (found.states, found.moved) == ({"not-booked": 1}, Decimal(0))
    assert found.missing == Decimal("-119.00")


def test_a_statement_without_balances_misses_nothing(home: Home) -> None:
    data = paid("-119.00", "RE-3301")
    start, end = data.index(b"<Bal>"), data.rindex(b"</Bal>") + len(b"</Bal>")
    add(home, data[:start] + data[end:])
    assert reconciled(home, statement_of(home)).missing is None


def test_the_details_of_a_batch_stand_in_its_place(home: Home) -> None:
    data = paid("-238.00", "RE-3301")
    start, end = data.index(b"<TxDtls>"), data.rindex(b"</TxDtls>") + len(b"</TxDtls>")
    details = [
        data[start:end].replace(b">238.00<", b">119.00<").replace(b"RE-3301", b"RE-%d" % n) for n in (3301, 3302)
    ]
    add(home, bill("RE-3301"), bill("RE-3302"), data[:start] + b"".join(details) + data[end:])
    found = reconciled(home, statement_of(home))
    assert [(one["line"], one["state"]) for one in found.entries] == [("1.1", "applied"), ("1.2", "applied")]
    assert (found.moved, found.unapplied) == (Decimal("-238.00"), Decimal(0))
    assert found.missing == 0


def test_a_movement_that_two_statements_tell_pays_once_and_is_shown_in_both(home: Home) -> None:
    add(home, bill("RE-3301"), paid("-119.00", "RE-3301"), paid("-119.00", "RE-3301", number="S-2"))
    statements = {row.number: row.id for row in home.store.documents() if row.document == "statement"}
    found = {number: reconciled(home, id).entries[0] for number, id in statements.items()}
    assert {one["state"] for one in found.values()} == {"applied", "told-before"}
    (first,) = (one for one in found.values() if one["state"] == "applied")
    (again,) = (one for one in found.values() if one["state"] == "told-before")
    assert (first["told_in"], again["told_in"]) == (None, {**first["statement"], "line": "1"})
    assert (first["applied"], first["unapplied"]) == (again["applied"], again["unapplied"])
    assert [one["paid"] for one in again["applied"]] == ["119.00"]
    assert open_of(home) == {}


def test_what_was_paid_before_is_paid_again(home: Home) -> None:
    later = DAY + timedelta(days=20)
    add(home, bill("RE-3301"), paid("-119.00", "RE-3301"), paid("-119.00", "RE-3301", later, number="S-2"))
    (second,) = (row for row in home.store.documents() if row.number == "S-2")
    (entry,) = reconciled(home, second.id).entries
    assert (entry["state"], entry["unapplied"]) == ("paid-again", "-119.00")
    assert open_of(home, later) == {}


def test_only_a_statement_can_be_reconciled(home: Home) -> None:
    add(home, bill("RE-3301"))
    (row,) = home.store.documents()
    with pytest.raises(UsageError, match="no bank statement"):
        reconciled(home, row.id)
