"""UBL invoices and credit notes: every business term, extensions, what is unreadable, and the official examples."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from lxml import etree

from counterfoil.formats import read
from counterfoil.model._base import Model
from counterfoil.model.invoice import (
    CREDIT_NOTE_TYPES,
    Adjustment,
    Classification,
    DirectDebit,
    DocumentReference,
    Invoice,
    InvoiceLine,
    Item,
    Note,
    PaymentInstructions,
    Price,
    SupportingDocument,
    TaxBreakdown,
    ThirdPartyPayment,
    Totals,
)
from counterfoil.model.party import Address, Contact, Party
from counterfoil.model.settings import Limits
from counterfoil.model.values import Amount, Attachment, Identifier, Number, Quantity
from formats.ubl_invoice_golden import FULL, GOLDEN, bare, euro, invoice_of, reading


def filled(part: Any, name: str = "") -> Iterator[str]:
    """The fields that say something, anywhere in a model."""
    if isinstance(part, tuple):
        for each in part:
            yield from filled(each, name)
    elif isinstance(part, Model):
        for field in msgspec.structs.fields(part):
            yield from filled(getattr(part, field.name), f"{type(part).__name__}.{field.name}")
    elif part is not None and part != "":
        yield name


def test_the_full_invoice_tells_every_business_term() -> None:
    assert reading("full-invoice.xml").model == FULL


def test_what_the_full_invoice_does_not_tell_is_told_by_the_others() -> None:
    told = set(filled(FULL))
    for name in ("credit-note.xml", "two-orders-by-line.xml", "lines-below-lines.xml"):
        told |= set(filled(reading(name).model))
    known: set[str] = set()
    for model in (Invoice, InvoiceLine, Item, Party, Address, Contact, PaymentInstructions, DirectDebit, Totals):
        known |= {f"{model.__name__}.{field.name}" for field in msgspec.structs.fields(model)}
    groups = {name for name in known if not any(name == each for each in told)}
    assert {name for name in groups if name.split(".")[1] not in GROUPS} == set()


GROUPS = {
    *("further_receipts", "further_despatches"),  # the core does not know them
    *("order", "receipt", "despatch", "preceding", "object", "notes", "seller", "buyer", "payee", "tax_representative"),
    *("delivery", "period", "payment", "adjustments", "totals", "taxes", "supporting", "lines", "third_party_payments"),
    *("identifiers", "registration", "endpoint", "address", "contact", "transfers", "card", "direct_debit"),
    *("quantity", "net_amount", "price", "rate", "item", "sub_lines", "standard_id", "classifications", "attributes"),
    *(field.name for field in msgspec.structs.fields(Totals)),
}
"""Fields with something inside, which `filled` names by what is in them."""


def test_the_minimal_invoice_has_nothing_else_whatever_its_prefixes() -> None:
    found = reading("minimal-invoice.xml")
    assert found.model == Invoice(
        customization="urn:cen.eu:en16931:2017",
        number="1",
        issued=date(2026, 3, 2),
        type_code="380",
        currency="EUR",
        seller=Party(name="Eiche Möbel GmbH", vat="DE123456789", address=Address(country="DE")),
        buyer=Party(name="Wohnen s.r.o.", address=Address(country="DE")),
        totals=Totals(
            lines=euro("100.00"),
            without_tax=euro("100.00"),
            tax=euro("19.00"),
            with_tax=euro("119.00"),
            payable=euro("119.00"),
        ),
        taxes=(TaxBreakdown(base=euro("100.00"), tax=euro("19.00"), category="S", rate=bare("19")),),
        lines=(
            InvoiceLine(
                id="1",
                quantity=Quantity(value=Decimal(1), unit="C62", written="1"),
                net_amount=euro("100.00"),
                price=Price(net=euro("100.00")),
                category="S",
                rate=bare("19"),
                item=Item(name="Chair"),
            ),
        ),
    )
    assert found.trace is not None
    assert "Invoice/cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme/cbc:CompanyID" in found.trace.paths


def test_a_credit_note_has_its_own_places_for_due_day_project_and_quantity() -> None:
    found = reading("credit-note.xml")
    invoice: Invoice = found.model
    assert (found.document, found.format, invoice.credit_note) == ("credit-note", "ubl-credit-note", True)
    assert invoice.type_code == "381"
    assert invoice.due == date(2026, 3, 20)
    assert invoice.tax_point == date(2026, 3, 1)
    assert invoice.project == "P-12"
    assert invoice.object == Identifier(value="METER-9", scheme="AUN")
    assert invoice.supporting == (SupportingDocument(reference="Photo of the damage"),)
    assert invoice.preceding == (DocumentReference(number="RE-2026-0042", issued=date(2026, 3, 2)),)
    (line,) = invoice.lines
    assert line.quantity == Quantity(value=Decimal(1), unit="C62", written="1")
    assert (line.preceding, line.preceding_line) == (DocumentReference(number="RE-2026-0042"), "1")
    assert line.item is not None
    assert line.item.lots == ("L-2026-02",)


def test_lines_name_orders_despatch_and_receipt_advices_of_their_own() -> None:
    first, second, third = reading("two-orders-by-line.xml").model.lines
    assert (first.order, first.order_line) == (DocumentReference(number="PO-100", issued=date(2026, 1, 20)), "1")
    assert (second.order, second.order_line) == (DocumentReference(number="PO-200", issued=date(2026, 1, 20)), "7")
    assert (second.despatch, second.despatch_line) == (
        DocumentReference(number="LS-1", issued=date(2026, 1, 20)),
        "2",
    )
    assert (second.receipt, second.receipt_line) == (DocumentReference(number="WE-1", issued=date(2026, 1, 20)), "3")
    assert (third.order, third.order_line) == (None, "9")


def test_lines_stand_below_lines_and_third_parties_are_paid() -> None:
    invoice = reading("lines-below-lines.xml").model
    (line,) = invoice.lines
    assert [each.id for each in line.sub_lines] == ["1.1", "1.2"]
    assert [each.id for each in line.sub_lines[1].sub_lines] == ["1.2.1"]
    assert line.sub_lines[1].sub_lines[0].category == "S"
    assert invoice.third_party_payments == (
        ThirdPartyPayment(type="Parking", amount=euro("4.00"), description="Collected for the city"),
    )


def test_what_cannot_be_read_is_none_and_stays_as_written() -> None:
    invoice = reading("unreadable-values.xml").model
    assert invoice.number == "X-1"
    assert (invoice.issued, invoice.due, invoice.tax_point) == (None, None, None)
    assert invoice.delivery.delivered == date(2026, 2, 27)
    assert invoice.notes == (Note(text="#no#code"),)
    assert invoice.credit_note
    odd, empty = invoice.adjustments
    assert odd == Adjustment(
        amount=Amount(value=None, currency="EUR", written="1,5"),
        base=Amount(value=None, written="NaN"),
        percentage=Number(value=None, written="1e400"),
    )
    assert empty == Adjustment()
    totals = invoice.totals
    assert (totals.lines.value, totals.lines.written) == (Decimal("0.5"), "+.5")
    assert (totals.without_tax.value, totals.without_tax.written) == (Decimal(5), "5.")
    assert [totals.with_tax.value, totals.paid.value, totals.payable.value] == [None, None, None]
    assert [totals.with_tax.written, totals.paid.written, totals.payable.written] == ["١٢", "1_000", "Infinity"]
    assert str(totals.rounding.value) == "-0.00"
    assert invoice.supporting[0].attachment == Attachment(mime="text/plain", written="Grüße")


@pytest.mark.parametrize("code", sorted(CREDIT_NOTE_TYPES))
def test_a_type_code_makes_an_invoice_a_credit_note(code: str) -> None:
    assert invoice_of(f"<cbc:InvoiceTypeCode>{code}</cbc:InvoiceTypeCode>").credit_note


def test_a_corrected_invoice_is_none_and_a_credit_note_is_one_without_a_type_code() -> None:
    assert not invoice_of("<cbc:InvoiceTypeCode>384</cbc:InvoiceTypeCode>").credit_note
    assert invoice_of("", "CreditNote").credit_note
    assert invoice_of("<cbc:CreditNoteTypeCode>380</cbc:CreditNoteTypeCode>", "CreditNote").credit_note


@pytest.mark.parametrize(
    ("written", "note"),
    [
        ("#AAI#General", Note(text="General", subject="AAI")),
        ("#AAI# General", Note(text="General", subject="AAI")),
        ("#AAI#", Note(text=None, subject="AAI")),
        ("#AAI", Note(text="#AAI")),
        ("#AAIX#General", Note(text="#AAIX#General")),
        ("#A-I#General", Note(text="#A-I#General")),
        ("see #AAI#", Note(text="see #AAI#")),
    ],
)
def test_a_note_may_begin_with_its_subject_code(written: str, note: Note) -> None:
    assert invoice_of(f"<cbc:Note>{written}</cbc:Note>").notes == (note,)


def parts(part: Any) -> Iterator[Model]:
    """All groups of a model, the values in them left out."""
    if isinstance(part, tuple):
        for each in part:
            yield from parts(each)
    elif isinstance(part, Model) and not isinstance(part, Amount | Quantity | Number | Identifier | Attachment):
        yield part
        for field in msgspec.structs.fields(part):
            yield from parts(getattr(part, field.name))


@pytest.mark.parametrize("name", ["full-invoice.xml", "credit-note.xml", "lines-below-lines.xml"])
def test_every_group_knows_its_element(name: str) -> None:
    found = reading(name)
    assert found.trace is not None
    # These are read from one element, and not from a group of elements.
    known = [part for part in parts(found.model) if not isinstance(part, Note | Classification)]
    assert [part for part in known if id(part) not in found.trace.places] == []
    places = [found.trace.place_of(part) for part in known]
    assert len(set(places)) == len(places)
    document = etree.fromstring((GOLDEN / name).read_bytes())
    namespaces = {prefix: uri for prefix, uri in document.nsmap.items() if prefix}
    prefix_free = f"/{etree.QName(document).localname}"
    for place in places:
        where = found.trace.where(place).removeprefix(prefix_free).removeprefix("/") or "."
        elements = document.xpath(where, namespaces=namespaces)
        assert isinstance(elements, list)
        (element,) = elements
        assert isinstance(element, etree._Element)
        assert found.trace.paths[place].rpartition(":")[2] == etree.QName(element).localname


def test_a_part_that_was_put_together_keeps_its_place() -> None:
    found = reading("full-invoice.xml")
    assert found.trace is not None
    for part, where in (
        (found.model.totals, "/Invoice/cac:LegalMonetaryTotal[1]"),
        (found.model.payment[2].direct_debit, "/Invoice/cac:PaymentMeans[3]/cac:PaymentMandate[1]"),
        (found.model.payment[2], "/Invoice/cac:PaymentMeans[3]"),
        (found.model.seller, "/Invoice/cac:AccountingSupplierParty[1]/cac:Party[1]"),
        (found.model, "/Invoice"),
    ):
        assert found.trace.where(found.trace.place_of(part)) == where


def ubl_files(corpora: Path) -> Iterator[Path]:
    for folder in ("en16931", "peppol-billing", "xrechnung-testsuite"):
        for path in sorted((corpora / "documents" / folder).rglob("*")):
            if path.suffix.lower() == ".xml" and b"oasis:names:specification:ubl" in path.read_bytes():
                yield path


def test_every_official_example_is_read_whole(corpora: Path) -> None:
    files = list(ubl_files(corpora))
    assert len(files) > 100
    for path in files:
        (found,) = read(path.read_bytes(), Limits())
        invoice, trace = found.model, found.trace
        assert trace is not None
        assert (invoice.number, invoice.currency) != (None, None), path.name
        assert invoice.seller is not None, path.name
        assert invoice.lines, path.name
        assert len(invoice.lines) == trace.count(f"{trace.paths[0]}/cac:{trace.paths[0]}Line"), path.name
        for line in invoice.lines:
            assert line.net_amount is not None, path.name
            assert line.net_amount.value is not None, path.name


def test_no_text_of_the_official_examples_goes_unheard_but_these(corpora: Path) -> None:
    """A leaf whose text can be changed without changing the model is one that the model has no term for."""
    silent: set[str] = set()
    spoken: set[str] = set()
    for path in ubl_files(corpora):
        root = etree.fromstring(path.read_bytes(), etree.XMLParser(remove_comments=True, remove_pis=True))
        (found,) = read(etree.tostring(root), Limits())
        assert found.trace is not None
        for index, element in enumerate(root.iter()):
            name = found.trace.paths[index]
            if name in spoken or len(element) or not (element.text or "").strip():
                continue
            old, element.text = element.text, "changed by a test"
            (changed,) = read(etree.tostring(root), Limits())
            element.text = old
            (spoken if changed.model != found.model else silent).add(name)
    assert {path.partition("/")[2] for path in silent - spoken} == UNHEARD


UNHEARD = {
    "cbc:UBLVersionID",
    "cac:PaymentMeans/cac:CardAccount/cbc:NetworkID",
    "cac:InvoiceLine/cac:Price/cac:AllowanceCharge/cbc:ChargeIndicator",
    "cac:CreditNoteLine/cac:Price/cac:AllowanceCharge/cbc:ChargeIndicator",
}
"""None of these is a business term; on a price there are discounts only (BT-147)."""
