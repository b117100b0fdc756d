"""Structure: golden documents named by their fault, and what holds for all faults."""

import pytest

from counterfoil.formats import structure
from counterfoil.formats.structure import FAULTS_MAX, faults, is_fragment, is_known
from counterfoil.formats.structure._plan import plan_for
from counterfoil.model.structure import CODES, KINDS, StructureFault
from counterfoil.model.trace import Trace
from counterfoil.texts import sentence
from counterfoil.texts.en.structure import STRUCTURE
from formats.structure_documents import FOLDER, GOLDEN, RIGHT, Told, found_in, golden, told, traced

FAULTS: dict[str, Told] = {
    "right-invoice": [],
    "right-cii": [],
    "right-factur-x-basic": [],
    "right-factur-x-basicwl": [],
    "right-extension-of-another": [],
    "right-type-and-place-of-schema": [],
    "right-odd-forms-of-values": [],
    "lines-before-the-total": [
        ("TOO-EARLY", "/Invoice/cac:InvoiceLine[1]", None, None, "cac:LegalMonetaryTotal"),
    ],
    "date-before-the-number": [
        ("TOO-EARLY", "/Invoice/cbc:IssueDate[1]", None, None, "cbc:ID"),
    ],
    "two-numbers": [
        ("REPEATED", "/Invoice/cbc:ID[2]", None, None, None),
    ],
    "no-date-and-no-lines": [
        ("MISSING", "/Invoice", None, None, "cbc:IssueDate"),
        ("MISSING", "/Invoice", None, None, "cac:InvoiceLine"),
    ],
    "invented-element": [
        (
            "UNEXPECTED",
            "/Invoice/cac:InvoiceLine[1]/cac:Item[1]/cbc:Shade[1]",
            None,
            None,
            "cbc:Description, cbc:PackQuantity, cbc:PackSizeNumeric",
        ),
    ],
    "wrong-namespace": [
        ("UNEXPECTED", "/Invoice/cac:InvoiceLine[1]/cac:Item[1]/cac:Name[1]", None, None, "cbc:Name"),
    ],
    "element-in-a-text": [
        ("UNEXPECTED", "/Invoice/cac:InvoiceLine[1]/cac:Item[1]/cbc:Name[1]/cbc:ID[1]", None, None, None),
    ],
    "text-between-elements": [
        ("TEXT", "/Invoice/cac:InvoiceLine[1]", None, "first line", None),
    ],
    "text-instead-of-elements": [
        ("TEXT", "/Invoice/cac:AccountingSupplierParty[1]", None, "Chalk Ltd", None),
    ],
    "day-that-is-none": [
        ("VALUE", "/Invoice/cbc:IssueDate[1]", None, "2026-02-30", "date"),
    ],
    "empty-date": [
        ("VALUE", "/Invoice/cbc:IssueDate[1]", None, "", "date"),
    ],
    "comma-in-an-amount": [
        ("VALUE", "/Invoice/cac:LegalMonetaryTotal[1]/cbc:PayableAmount[1]", None, "10,00", "decimal"),
    ],
    "yes-for-true": [
        ("VALUE", "/Invoice/cac:InvoiceLine[1]/cbc:FreeOfChargeIndicator[1]", None, "no", "boolean"),
    ],
    "no-currency": [
        ("ATTRIBUTE-MISSING", "/Invoice/cac:InvoiceLine[1]/cbc:LineExtensionAmount[1]", "currencyID", None, None),
    ],
    "invented-attribute": [
        ("ATTRIBUTE", "/Invoice/cac:InvoiceLine[1]/cbc:ID[1]", "sort", "line", None),
    ],
    "language-with-underscore": [
        ("ATTRIBUTE-VALUE", "/Invoice/cbc:Note[1]", "languageID", "en_GB", "language"),
    ],
    "nothing-said-by-nil": [
        ("ATTRIBUTE", "/Invoice/cbc:Note[1]", "xsi:nil", "true", None),
    ],
    "another-type": [
        ("ATTRIBUTE-VALUE", "/Invoice/cbc:IssueDate[1]", "xsi:type", "cbc:DueDateType", "IssueDateType"),
    ],
    "empty-extension": [
        ("MISSING", "/Invoice/ext:UBLExtensions[1]/ext:UBLExtension[1]/ext:ExtensionContent[1]", None, None, "*"),
    ],
    "extension-of-its-own-namespace": [
        ("MISSING", "/Invoice/ext:UBLExtensions[1]/ext:UBLExtension[1]/ext:ExtensionContent[1]", None, None, "*"),
        (
            "UNEXPECTED",
            "/Invoice/ext:UBLExtensions[1]/ext:UBLExtension[1]/ext:ExtensionContent[1]/ext:ExtensionReason[1]",
            None,
            None,
            None,
        ),
    ],
    "extension-without-namespace": [
        ("MISSING", "/Invoice/ext:UBLExtensions[1]/ext:UBLExtension[1]/ext:ExtensionContent[1]", None, None, "*"),
        (
            "UNEXPECTED",
            "/Invoice/ext:UBLExtensions[1]/ext:UBLExtension[1]/ext:ExtensionContent[1]/a[1]",
            None,
            None,
            None,
        ),
    ],
    "known-element-in-an-extension": [
        (
            "VALUE",
            "/Invoice/ext:UBLExtensions[1]/ext:UBLExtension[1]/ext:ExtensionContent[1]/Q{urn:example:a}a[1]/cbc:IssueDate[1]",
            None,
            "today",
            "date",
        ),
    ],
    "file-that-is-none": [
        (
            "VALUE",
            "/Invoice/cac:AdditionalDocumentReference[1]/cac:Attachment[1]/cbc:EmbeddedDocumentBinaryObject[1]",
            None,
            "YQ=",
            "base64Binary",
        ),
    ],
    "both-of-a-choice": [
        (
            "REPEATED",
            "/rsm:CrossIndustryInvoice/rsm:ExchangedDocument[1]/ram:IssueDateTime[1]/udt:DateTimeString[1]",
            None,
            None,
            "udt:DateTime",
        ),
    ],
    "element-of-a-later-release": [
        (
            "NEWER",
            "/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction[1]/ram:IncludedSupplyChainTradeLineItem[1]/ram:SpecifiedTradeProduct[1]/ram:ModelID[1]",
            None,
            None,
            None,
        ),
    ],
    "another-code-list": [
        (
            "ATTRIBUTE-VALUE",
            "/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction[1]/ram:ApplicableHeaderTradeSettlement[1]/ram:InvoiceCurrencyCode[1]",
            "listID",
            "SWIFT",
            "ISO 4217 3A",
        ),
    ],
    "agreement-after-settlement": [
        (
            "TOO-LATE",
            "/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction[1]/ram:ApplicableHeaderTradeAgreement[1]",
            None,
            None,
            "ram:ApplicableHeaderTradeDelivery",
        ),
    ],
}
"""Code (without the word that they all begin with), place, attribute, found and expected of each fault, by file."""

ONLY_THE_TREE_TELLS = {"text-between-elements", "extension-without-namespace"}


def named(name: str) -> bytes:
    return (FOLDER / f"{name}.xml").read_bytes()


def whole(expected: Told) -> Told:
    return [(f"STRUCTURE-{code}", *rest) for code, *rest in expected]  # type: ignore[misc]


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_told_at_its_place(name: str) -> None:
    assert told(named(name)) == whole(FAULTS[name])


@pytest.mark.parametrize("name", FAULTS)
def test_a_trace_alone_tells_all_but_text_between_elements_and_names_without_namespace(name: str) -> None:
    assert told(named(name), with_tree=False) == ([] if name in ONLY_THE_TREE_TELLS else whole(FAULTS[name]))


def test_every_golden_document_has_its_faults_written_down() -> None:
    assert {path.stem for path in FOLDER.glob("*.xml")} == FAULTS.keys()


def test_every_code_has_a_golden_document() -> None:
    assert {f"STRUCTURE-{code}" for expected in FAULTS.values() for code, *_ in expected} == set(CODES)


@pytest.mark.parametrize("name", RIGHT)
def test_whole_documents_of_ours_are_right(name: str) -> None:
    assert found_in(golden(name)) == ()
    trace, _ = traced(golden(name))
    assert not is_fragment(trace)


def test_right_documents_of_ours_are_of_every_kind() -> None:
    roots = {traced(golden(name))[0].paths[0] for name in RIGHT}
    assert roots == set(plan_for("Invoice").schema.roots) | {"rsm:CrossIndustryInvoice"}  # type: ignore[union-attr]


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_has_a_sentence_that_says_what_it_is_about(name: str) -> None:
    for fault in found_in(named(name)):
        said = sentence(fault.sentence, about=fault.about, found=fault.found, expected=fault.expected)
        assert fault.about in said
        assert said.endswith(".")
        if fault.found:
            assert fault.found in said or fault.attribute is not None
        assert "{" not in said
        assert "missing" not in said.removesuffix("is missing.")


@pytest.mark.parametrize("code", ["STRUCTURE-VALUE", "STRUCTURE-ATTRIBUTE-VALUE"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_simple_type_has_words(code: str, kind: str) -> None:
    fault = StructureFault(code=code, place=0, element="cbc:ID", found="9", expected=kind)
    assert fault.sentence in STRUCTURE
    assert "such as" in STRUCTURE[fault.sentence] or kind in {"boolean", "base64Binary", "token(1..3)"}


def test_a_fault_does_not_hide_the_others() -> None:
    data = (
        named("invented-element")
        .replace(b">10.00<", b">ten<")
        .replace(b"<cbc:IssueDate>2026-03-01</cbc:IssueDate>", b"")
    )
    assert [code for code, *_ in told(data)] == [
        "STRUCTURE-MISSING",
        "STRUCTURE-VALUE",
        "STRUCTURE-VALUE",
        "STRUCTURE-UNEXPECTED",
    ]


def test_nothing_is_said_of_what_stands_in_an_unexpected_element() -> None:
    data = named("right-invoice").replace(
        b"<cbc:Name>", b"<cac:Shade><cbc:IssueDate>x</cbc:IssueDate></cac:Shade><cbc:Name>"
    )
    assert [code for code, *_ in told(data)] == ["STRUCTURE-UNEXPECTED"]


def test_of_elements_out_of_order_as_few_as_can_be_are_told() -> None:
    line = (
        b"  <cac:InvoiceLine>" + named("right-invoice").partition(b"  <cac:InvoiceLine>")[2].partition(b"</Invoice>")[0]
    )
    data = named("right-invoice").replace(line, b"").replace(b"  <cbc:ID>R-1", line + b"  <cbc:ID>R-1")
    assert told(data) == [("STRUCTURE-TOO-EARLY", "/Invoice/cac:InvoiceLine[1]", None, None, "cac:LegalMonetaryTotal")]


@pytest.mark.parametrize(
    ("piece", "code"),
    [
        (b"<cac:Price/>", "STRUCTURE-UNEXPECTED"),
        (b"<cbc:ID>2</cbc:ID>", "STRUCTURE-REPEATED"),
        (b"<cbc:IssueDate>today</cbc:IssueDate>", "STRUCTURE-REPEATED"),
    ],
)
def test_no_more_faults_are_told_than_help(piece: bytes, code: str) -> None:
    found = found_in(
        named("right-invoice").replace(
            b"  <cac:AccountingSupplierParty", piece * 1_000 + b"  <cac:AccountingSupplierParty"
        )
    )
    assert len(found) == FAULTS_MAX
    assert {fault.code for fault in found} == {code}


def test_a_long_value_is_told_by_its_beginning() -> None:
    ((_, _, _, found, _),) = told(named("right-invoice").replace(b">2026-03-01<", b">" + b"2" * 5_000 + b"<"))
    assert found == "2" * 59 + "…"


def test_what_was_right_once_is_not_right_with_another_text() -> None:
    for _ in range(3):
        assert told(named("right-invoice")) == []
        assert told(named("comma-in-an-amount")) == whole(FAULTS["comma-in-an-amount"])


def test_what_was_right_once_is_not_right_with_another_attribute() -> None:
    wrong = named("right-invoice").replace(b'currencyID="EUR"', b'currency="EUR"', 1)
    longer = named("right-invoice").replace(b'currencyID="EUR"', b'currencyID="' + b"E" * 30_000 + b'"')
    for _ in range(3):
        assert told(named("right-invoice")) == []
        assert [code for code, *_ in told(wrong)] == ["STRUCTURE-ATTRIBUTE", "STRUCTURE-ATTRIBUTE-MISSING"]
        assert told(longer) == []
    plan = plan_for("Invoice")
    assert plan is not None
    kept = [items for shape in plan.wholes.values() for items in (shape.attributes or {}).values()]
    assert max(len(value) for items in kept for _, value in items) < 1_000


def test_what_only_the_tree_tells_is_told_each_time() -> None:
    for _ in range(3):
        for name in ONLY_THE_TREE_TELLS:
            assert told(named(name)) == whole(FAULTS[name])
            assert told(named(name), with_tree=False) == []


def test_a_part_of_a_document_is_known_as_one() -> None:
    trace, _ = traced(b"""<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>""")
    assert is_fragment(trace)
    assert is_fragment(traced(named("no-date-and-no-lines"))[0])
    assert not is_fragment(traced(named("invented-element"))[0])
    assert not is_fragment(traced(named("right-cii"))[0])
    data = named("right-cii")
    start, end = data.index(b"  <rsm:ExchangedDocument>"), data.index(b"  <rsm:SupplyChain")
    assert is_fragment(traced(data[:start] + data[end:])[0])


def test_documents_without_tables_are_not_judged() -> None:
    trace, tree = traced((GOLDEN / "camt" / "amounts-and-dates-unreadable.v08.xml").read_bytes())
    assert not is_known(trace)
    assert faults(trace, tree) == ()
    assert not is_fragment(trace)
    assert not is_known(Trace())
    assert faults(Trace()) == ()
    assert not is_fragment(Trace())


def test_hundreds_of_thousands_of_unknown_names_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(structure._plan, "NODES_MAX", 500)
    names = b"".join(b"<a%d/>" % number for number in range(600))
    extended = named("right-extension-of-another").replace(b"text<cbc", names + b"text<cbc")
    assert told(extended) == []
    grown = plan_for("Invoice")
    assert told(named("right-invoice")) == []
    assert plan_for("Invoice") is not None
    assert len(plan_for("Invoice").attributes) <= 500  # type: ignore[union-attr]
    assert grown is plan_for("Invoice")


def test_shapes_beyond_the_limit_are_forgotten_and_right_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(structure._plan, "SHAPES_MAX", 2)
    monkeypatch.setattr(structure._plan, "WHOLES_MAX", 1)
    monkeypatch.setattr(structure._plan, "_PLANS", {})
    for name in (*RIGHT, *RIGHT):
        assert found_in(golden(name)) == ()
    for plan in structure._plan._PLANS.values():
        assert len(plan.shapes) <= 2
        assert len(plan.wholes) <= 1


@pytest.mark.parametrize(
    ("piece", "type", "is_right"),
    [
        (b"<rsm:ExchangedDocument", b"ram:ExchangedDocumentType", True),
        (b"<rsm:ExchangedDocument", b"ram:ExchangedDocumentContextType", False),
        (b"<ram:LineID", b"udt:IDType", True),
        (b"<ram:LineID", b"udt:CodeType", False),
        (b"<udt:DateTime", b"xsd:dateTime", True),
        (b"<udt:DateTime", b"xsd:date", False),
    ],
)
def test_an_element_may_say_its_own_type_and_no_other(piece: bytes, type: bytes, is_right: bool) -> None:
    instance = b' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
    data = named("right-cii").replace(
        b'<udt:DateTimeString format="102">20260301</udt:DateTimeString>',
        b"<udt:DateTime>2026-03-01T00:00:00</udt:DateTime>",
    )
    assert (told(data.replace(piece + b">", piece + instance + b' xsi:type="' + type + b'">')) == []) is is_right


@pytest.mark.parametrize("where", ["start", "end"])
def test_text_on_either_side_of_an_element_is_text_between_elements(where: str) -> None:
    mark = b"<cac:Item>" if where == "start" else b"</cac:Item>"
    data = named("right-invoice").replace(mark, mark + b"white" if where == "start" else b"white" + mark)
    assert [(code, found) for code, _, _, found, _ in told(data)] == [("STRUCTURE-TEXT", "white")]


def test_white_space_and_comments_between_elements_are_nothing() -> None:
    data = named("right-invoice").replace(b"<cac:Item>", b"<cac:Item><![CDATA[ ]]><!-- text -->&#32;\t")
    assert told(data) == []
    data = named("right-invoice").replace(
        b"<cac:AccountingSupplierParty/>", b"<cac:AccountingSupplierParty> \n </cac:AccountingSupplierParty>"
    )
    assert told(data) == []
    assert told(named("right-invoice").replace(b"Chalk", b"Ch<!-- a -->alk")) == []


def test_a_document_of_thousands_of_lines_is_judged_line_by_line() -> None:
    start, _, rest = named("right-invoice").partition(b"  <cac:InvoiceLine>")
    line = b"  <cac:InvoiceLine>" + rest.removesuffix(b"</Invoice>\n")
    assert told(start + line * 3_000 + b"</Invoice>") == []
    wrong = line.replace(b"<cbc:ID>1</cbc:ID>", b"")
    assert told(start + line * 2_000 + wrong + line * 1_000 + b"</Invoice>") == [
        ("STRUCTURE-MISSING", "/Invoice/cac:InvoiceLine[2001]", None, None, "cbc:ID")
    ]
