"""Structure: the tables are what the script makes of the published schemas, and fit the formats that read documents."""

import os
from importlib.resources import files
from pathlib import Path

import pytest
import structure as script

from counterfoil.formats import _cii_table, ubl_invoice, ubl_order
from counterfoil.formats.structure._schema import ANY, CII, FACTUR_X, UBL, Group, Value, schema

FILES = files("counterfoil.formats.structure")


def test_the_tables_are_what_the_script_makes_of_the_published_schemas() -> None:
    folder = os.environ.get("COUNTERFOIL_SCHEMAS")
    if not folder:
        pytest.skip("the published schemas are not shipped; set COUNTERFOIL_SCHEMAS to a folder that holds them")
    for name, text in script.tables(Path(folder)).items():
        assert FILES.joinpath(name).read_text("utf-8") == text


@pytest.mark.parametrize("name", [UBL, CII, *FACTUR_X])
def test_every_type_that_a_table_names_is_in_it(name: str) -> None:
    tables = schema(name)
    named = {*tables.roots.values(), *tables.elements.values(), *tables.newer}
    seen: set[str] = set()
    while named:
        one = named.pop()
        seen.add(one)
        type = tables.type(one)
        assert isinstance(type, Group | Value)
        if isinstance(type, Group):
            assert type.positions.keys() == type.types.keys()
            assert len(type.names) == len(type.most) == len(type.demanded) == len(type.before) - 1
            named |= set(type.types.values()) - seen
    assert len(seen) > (20 if name in FACTUR_X else 150)
    assert tables.type(ANY) is None


def test_there_is_a_table_for_every_name() -> None:
    assert {path.name for path in FILES.iterdir() if path.name.endswith(".tsv")} == {
        f"{name}.tsv" for name in (UBL, CII, *FACTUR_X)
    }


@pytest.mark.parametrize("name", [UBL, CII, *FACTUR_X])
def test_no_type_has_two_lines(name: str) -> None:
    heads = [tuple(line.split("\t")[:2]) for line in FILES.joinpath(f"{name}.tsv").read_text("utf-8").splitlines()]
    types = [type for form, type in heads[1:] if form in {"value", "group", "choice", "any"}]
    assert len(types) == len(set(types))


def test_figures_of_the_published_schemas() -> None:
    """Counted by hand in the schemas."""
    invoice = schema(UBL).type("Invoice")
    assert isinstance(invoice, Group)
    assert [names[0] for names, demanded in zip(invoice.names, invoice.demanded, strict=True) if demanded] == [
        "cbc:ID",
        "cbc:IssueDate",
        "cac:AccountingSupplierParty",
        "cac:AccountingCustomerParty",
        "cac:LegalMonetaryTotal",
        "cac:InvoiceLine",
    ]
    assert invoice.most[invoice.positions["cac:InvoiceLine"]] == 0
    assert invoice.most[invoice.positions["cac:LegalMonetaryTotal"]] == 1
    amount = schema(UBL).type("Amount")
    assert isinstance(amount, Value)
    assert amount.required == ("currencyID",)
    date_time = schema(CII).type("DateTime")
    assert isinstance(date_time, Group)
    assert date_time.names == [["udt:DateTimeString", "udt:DateTime"]]
    delivery = schema("factur-x-minimum").type("HeaderTradeDelivery")
    assert isinstance(delivery, Value)
    assert delivery.kind is not None
    assert delivery.kind.name == "empty"
    party = schema("factur-x-basic").type("TradeParty")
    assert isinstance(party, Group)
    assert party.most[party.positions["ram:SpecifiedTaxRegistration"]] == 2
    file = schema("factur-x-extended").type("BinaryObject")
    assert isinstance(file, Value)
    assert file.required == ("mimeCode", "filename")


def test_paths_have_the_prefixes_of_the_formats() -> None:
    known = script.PREFIXES
    for table in (_cii_table.CII, ubl_invoice.INVOICE_TABLE, ubl_order.TABLE):
        for prefix, uri in table.namespaces.items():
            assert known[uri] == prefix
