"""Where the official examples tell the same invoice in UBL and in CII, both read into the same invoice."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from counterfoil.formats import read
from counterfoil.model._base import Model
from counterfoil.model.invoice import CreditTransfer, Invoice
from counterfoil.model.settings import Limits
from counterfoil.model.values import Amount, Attachment, Number, Quantity

GOLDEN = tomllib.loads((Path(__file__).parents[1] / "golden/cii/told-differently.toml").read_text("utf-8"))

# CII documents that have no counterpart in UBL.
ALONE = {
    "04.05a-INVOICE",
    "CII-BR-CO-10-RoundingIssue",
    "CII_business_example_02",
    "CII_business_example_Z",
    "XRechnung-O",
    "huf_example_cii",
}


def terms(invoice: Invoice) -> dict[str, Any]:
    """All that an invoice says, by the place in the model, with numbers by their value.

    Left out is what the syntaxes cannot say alike: how a number is written; that an amount without a currency is in the
    invoice's; that an account is an IBAN, which CII alone says; where a line breaks within a text.
    """
    return dict(_terms(invoice, "", invoice.currency))


def _terms(value: Any, path: str, currency: str | None) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Amount):
        yield path, (value.value, value.currency or currency)
    elif isinstance(value, Quantity):
        yield path, (value.value, value.unit)
    elif isinstance(value, Number):
        yield path, value.value
    elif isinstance(value, Attachment):
        for name in ("mime", "filename", "digest", "size_bytes"):
            yield f"{path}.{name}", getattr(value, name)
    elif isinstance(value, CreditTransfer):
        yield f"{path}.account.value", value.account and value.account.value
        yield f"{path}.account_name", value.account_name
        yield f"{path}.service_provider", value.service_provider
    elif isinstance(value, Model):
        for field in value.__struct_fields__:
            yield from _terms(getattr(value, field), f"{path}.{field}".lstrip("."), currency)
    elif isinstance(value, tuple):
        for at, each in enumerate(value):
            yield from _terms(each, f"{path}[{at}]", currency)
    elif isinstance(value, str):
        yield path, " ".join(value.split())
    elif value is not None:
        yield path, value


def differing(one: Invoice, other: Invoice) -> set[str]:
    """The fields (without places in lists) in which two invoices differ."""
    left, right = terms(one), terms(other)
    return {re.sub(r"\[\d+\]", "", path) for path in left.keys() | right.keys() if left.get(path) != right.get(path)}


@pytest.fixture(scope="module")
def told(corpora: Path) -> dict[str, dict[str, Invoice]]:
    """The invoices of the two corpora that tell many in both syntaxes: by format, then by name without the syntax."""
    found: dict[str, dict[str, Invoice]] = {"ubl": {}, "cii": {}}
    for folder in ("en16931", "xrechnung-testsuite"):
        for file in (corpora / "documents" / folder).rglob("*"):
            if file.suffix.lower() == ".xml":
                (reading,) = read(file.read_bytes(), Limits())
                name = re.sub("_(ubl|uncefact)$", "", file.stem)
                found["cii" if reading.format == "cii" else "ubl"][name] = reading.model
    return found


def test_every_cii_document_has_a_counterpart_or_is_known_to_be_alone(told: dict[str, dict[str, Invoice]]) -> None:
    alone = {name for name in told["cii"] if GOLDEN["pairs"].get(name, name) not in told["ubl"]}
    assert alone == ALONE


def test_both_syntaxes_read_into_the_same_invoice(told: dict[str, dict[str, Invoice]]) -> None:
    expected: dict[str, set[str]] = {}
    for difference in GOLDEN["difference"]:
        for name in difference["invoices"]:
            expected.setdefault(name, set()).update(difference["fields"])
    found = {}
    for name in told["cii"].keys() - ALONE:
        cii, ubl = told["cii"][name], told["ubl"][GOLDEN["pairs"].get(name, name)]
        assert cii.number == ubl.number
        found[name] = differing(cii, ubl)
    assert {name: fields for name, fields in found.items() if fields} == expected


def test_most_invoices_are_the_same_to_the_last_field(told: dict[str, dict[str, Invoice]]) -> None:
    same = {
        name
        for name, invoice in told["cii"].items()
        if name in told["ubl"] and not differing(invoice, told["ubl"][name])
    }
    assert len(same) >= 18


def test_the_comparison_sees_a_difference_in_any_field(told: dict[str, dict[str, Invoice]]) -> None:
    full, empty = told["cii"]["01.01_comprehensive_test"], Invoice()
    assert len(differing(full, empty)) > 100
    assert not differing(full, full)
