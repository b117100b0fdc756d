"""For which documents the rulebooks of Factur-X are chosen, and their looks over whole documents."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from counterfoil.formats import read
from counterfoil.model.settings import Limits
from counterfoil.model.trace import Trace
from counterfoil.rules import check, rulebooks_for
from counterfoil.rules._elements import Elements
from counterfoil.rules.factur_x import FACTUR_X, _suspicions
from counterfoil.rules.factur_x.sums import cents_of_doubles
from rules.edits import edited
from verdicts import broken, documents, fired

ROOT = "rsm:CrossIndustryInvoice"
GUIDELINE = f"{ROOT}/rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID"
ON = date(2026, 11, 1)


def chosen(guideline: str, root: str = ROOT, path: str = GUIDELINE) -> list[str]:
    trace = Trace(paths=[root, path], texts=[None, guideline])
    return [rulebook.name for rulebook in rulebooks_for(trace, ON)]


@pytest.mark.parametrize(
    ("guideline", "names"),
    [
        ("urn:factur-x.eu:1p0:minimum", ["factur-x-minimum"]),
        ("urn:zugferd.de:2p0:minimum", ["factur-x-minimum"]),
        ("urn:factur-x.eu:1p0:basicwl", ["factur-x-basicwl"]),
        ("urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic", ["en16931", "factur-x-basic"]),
        ("urn:cen.eu:en16931:2017:compliant:factur-x.eu:1p0:basic", ["en16931", "factur-x-basic"]),
        ("urn:cen.eu:en16931:2017#conformant#urn:zugferd.de:2p0:extended", ["factur-x-extended"]),
        ("urn:cen.eu:en16931:2017", ["en16931"]),
        ("urn:example.com:1p0:basic", ["en16931"]),
        ("urn:example.com:1p0:extended", ["en16931"]),
        ("minimum", ["en16931"]),
    ],
)
def test_a_guideline_names_its_rulebooks(guideline: str, names: list[str]) -> None:
    assert chosen(guideline) == names


@pytest.mark.parametrize("root", ["Invoice", "CreditNote"])
def test_an_invoice_in_ubl_is_of_no_profile_and_checked_all_the_same(root: str) -> None:
    assert chosen("urn:factur-x.eu:1p0:minimum", root, f"{root}/cbc:CustomizationID") == ["en16931"]


def test_the_rulebooks_are_chosen_where_the_official_judges_chose_them(corpora: Path) -> None:
    compared = 0
    for verdict in documents(corpora):
        if verdict["xsd_ok"] and verdict["error"] is None and verdict["syntax"] == "CII":
            (reading,) = read((corpora / verdict["file"]).read_bytes(), Limits())
            books = rulebooks_for(reading.trace, ON)
            assert [rulebook.id for rulebook in books] == verdict["layers"], verdict["file"]
            compared += 1
    assert compared > 100


def test_every_document_breaks_the_rules_that_it_breaks_officially(corpora: Path) -> None:
    compared = 0
    for verdict in documents(corpora):
        books = tuple(rulebook for rulebook in FACTUR_X if rulebook.id in verdict["layers"])
        if verdict["xsd_ok"] and verdict["error"] is None and books:
            ours = broken((corpora / verdict["file"]).read_bytes(), *books)
            assert ours == fired(verdict, books[0].id), verdict["file"]
            compared += 1
    assert compared > 20


def test_a_look_over_documents_of_another_shape_leaves_the_first_as_it_was() -> None:
    when = _suspicions.SUSPICIONS["counts"]([_suspicions.Fact("a/b", "a/b/c", least=1, most=1)])
    documents = [["a", "a/b"], ["a", "a/b", "a/b/c"], ["a"], ["a", "a/b"], ["a", "a/b", "a/b/c", "a/b", "a/b/c"]]
    for paths, wrong in zip(documents, [True, False, False, True, False], strict=True):
        assert when(Elements(Trace(paths=paths, texts=[None] * len(paths)))) is wrong


def test_counts_are_told_element_by_element() -> None:
    when = _suspicions.SUSPICIONS["counts"]([_suspicions.Fact("a/b", "a/b/c", least=0, most=1)])
    for paths, wrong in (
        (["a", "a/b", "a/b/c", "a/b"], False),
        (["a", "a/b", "a/b/c", "a/b/c", "a/b"], True),
        (["a", "a/b", "a/b", "a/b/c", "a/b/c"], True),
    ):
        assert when(Elements(Trace(paths=paths, texts=[None] * len(paths)))) is wrong


def test_a_sum_beyond_all_doubles_is_exact() -> None:
    assert cents_of_doubles([Decimal("1e400"), Decimal("-1e400"), Decimal("0.01")]) == Decimal("0.01")


def test_an_element_that_holds_nothing_is_told() -> None:
    data = edited("factur-x/basic.xml", [["remove", "//ram:ApplicableHeaderTradeDelivery/*"]])
    (reading,) = read(data, Limits())
    (book,) = (rulebook for rulebook in FACTUR_X if rulebook.name == "factur-x-basic")
    where = [each.where for each in check(reading.model, reading.trace, (book,)) if each.rule.endswith("R008")]
    assert where == [f"/{ROOT}/rsm:SupplyChainTradeTransaction[1]/ram:ApplicableHeaderTradeDelivery[1]"]
