"""The page of a check: whole, self-contained, with findings at their places, and nothing of a document unescaped."""

from html.parser import HTMLParser
from pathlib import Path

import pytest

from cli.running import run

GOLDEN = Path(__file__).parents[1] / "golden"
EVIL = "<script>alert(1)</script>"


class Page(HTMLParser):
    """What stands in a page: tags in order, ids, links, and all text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        said = dict(attrs)
        self.ids += [said["id"] or ""] if "id" in said else []
        self.links += [said["href"] or ""] if "href" in said else []
        self.loaded += [said["src"] or ""] if "src" in said else []

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def invoice() -> str:
    return (GOLDEN / "rules" / "ubl.xml").read_text(encoding="utf-8")


def reported(folder: Path, **documents: str) -> Page:
    for name, text in documents.items():
        (folder / f"{name}.xml").write_text(text, encoding="utf-8")
    run("check", folder, "--report", folder.parent / "report.html")
    return Page((folder.parent / "report.html").read_text(encoding="utf-8"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def test_a_page_needs_nothing_but_itself(folder: Path, invoice: str) -> None:
    page = reported(folder, a=invoice)
    assert not {"script", "img", "link", "iframe", "object"} & set(page.tags)
    assert page.loaded == []
    assert all(link.startswith("#") for link in page.links)
    assert "1 checked, 0 invalid or unreadable." in page.text


def test_an_invoice_is_shown_by_its_terms(folder: Path, invoice: str) -> None:
    page = reported(folder, a=invoice)
    for said in ("Invoice number BT-1", "Seller", "Buyer", "VAT breakdown", "Lines", "Totals", "Amount due BT-115"):
        assert said in page.text, said


def test_a_price_is_shown_with_the_quantity_that_it_is_for(folder: Path) -> None:
    page = reported(folder, a=(GOLDEN / "ubl" / "full-invoice.xml").read_text(encoding="utf-8"))
    assert "30.00 EUR / 10 KGM" in page.text
    assert "20.00 EUR /" not in page.text, "a price for one needs no such word"


def test_findings_stand_in_the_list_and_at_their_places(folder: Path, invoice: str) -> None:
    start = invoice.index("<cbc:PayableAmount")
    end = invoice.index("</cbc:PayableAmount>")
    page = reported(folder, a=invoice[:start] + '<cbc:PayableAmount currencyID="EUR">1.00' + invoice[end:])
    assert "BR-CO-16" in page.text
    assert page.ids.count("d1f1") == 1
    assert page.links.count("#d1f1") == 2, "once at the totals, once among the elements"
    assert "invalid" in page.text


def test_what_stands_in_documents_is_escaped(folder: Path, invoice: str) -> None:
    start, end = invoice.index("<cbc:ID>"), invoice.index("</cbc:ID>")
    page = reported(folder, a=f"{invoice[:start]}<cbc:ID>{EVIL.replace('<', '&lt;')}{invoice[end:]}")
    assert EVIL in page.text
    assert "script" not in page.tags


def test_marks_that_turn_the_direction_of_text_are_shown_and_do_nothing(folder: Path, invoice: str) -> None:
    start, end = invoice.index("<cbc:ID>"), invoice.index("</cbc:ID>")
    page = reported(folder, a=f"{invoice[:start]}<cbc:ID>R\u202e17\u009b{invoice[end:]}")
    assert "R\\u202e17\\u009b" in page.text
    assert not {"\u202e", "\u009b"} & set(page.text)


def test_several_documents_have_an_index_and_the_unreadable_a_reason(folder: Path, invoice: str) -> None:
    page = reported(folder, a=invoice, b="no paper at all", c="<x/>")
    assert {"d1", "d2", "d3", "#d1", "#d2", "#d3"} <= {*page.ids, *page.links}
    assert "Its root element 'x' is of no format that we read." in page.text
    assert page.text.count("unreadable") >= 3


def test_an_order_is_shown_element_by_element(folder: Path) -> None:
    page = reported(folder, a=(GOLDEN / "ubl-orders" / "order-simple.xml").read_text(encoding="utf-8"))
    assert "cac:OrderLine" in page.text
    assert "details" in page.tags


def test_a_long_document_shows_the_elements_around_its_findings(folder: Path, invoice: str) -> None:
    start, end = invoice.index("<cac:InvoiceLine>"), invoice.rindex("</cac:InvoiceLine>") + len("</cac:InvoiceLine>")
    page = reported(folder, a=invoice[:end] + invoice[start:end] * 300 + invoice[end:])
    assert "more elements, with nothing found in them, are left out." in page.text
    assert "cac:LegalMonetaryTotal" in page.text
    assert len(page.tags) < 20_000
