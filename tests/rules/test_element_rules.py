"""Rules over elements: where they are asked, what they find, and what a document that they do not concern costs."""

from collections.abc import Mapping
from datetime import date

import pytest

from counterfoil.formats import read
from counterfoil.model.finding import Finding, Severity
from counterfoil.model.recurrence import Recurrence
from counterfoil.model.settings import Limits
from counterfoil.model.trace import Trace
from counterfoil.rules import Breach, Contents, ElementRule, Rulebook, check
from counterfoil.rules import _element_plan as plans
from counterfoil.rules import _layout as layouts
from counterfoil.rules._context import Context
from counterfoil.rules._element_plan import ElementPlan
from counterfoil.rules._element_rule import at
from counterfoil.rules._elements import Elements
from counterfoil.rules._tables import table_of

ORDER = """<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:ID> 17 </cbc:ID><cbc:Note/><cbc:Note>two</cbc:Note>
<cbc:DocumentCurrencyCode listID="ISO4217">EUR</cbc:DocumentCurrencyCode>
<cac:OrderLine><cac:LineItem><cbc:ID>1</cbc:ID><cbc:Quantity unitCode="C62">2.505</cbc:Quantity>
<cac:Item><cbc:Name>Board</cbc:Name></cac:Item></cac:LineItem></cac:OrderLine>
<cac:OrderLine><cac:LineItem><cbc:ID>2</cbc:ID><cbc:Quantity>2</cbc:Quantity></cac:LineItem></cac:OrderLine>
</Order>"""


def trace_of(document: str) -> Trace:
    (reading,) = read(document.encode(), Limits())
    assert reading.trace is not None
    return reading.trace


def book(*rules: ElementRule) -> Rulebook:
    return Rulebook(
        name="ours",
        version="1",
        valid_from=date(2026, 1, 1),
        roots=("Order",),
        applies=lambda root, customization, profile: True,
        load=lambda: Contents(elements=rules),
    )


def told(*rules: ElementRule, document: str = ORDER) -> list[Finding]:
    return list(check(None, trace_of(document), (book(*rules),)))


def row(kind: str, context: str, target: str, value: str = "") -> tuple[ElementRule, ...]:
    return table_of(f"head\nX-1\twarning\t{kind}\t{context}\t{target}\t{value}\tBT-1 BT-2", "ours.tsv")


def found(kind: str, context: str, target: str, value: str = "") -> list[tuple[str, str | None, str | None]]:
    rules = row(kind, context, target, value)
    return [(each.where, each.found, each.expected) for each in told(*rules)]


# --- Contexts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "path", "held"),
    [
        ("/", "Order", True),
        ("/", "Order/cbc:ID", False),
        ("/cbc:ID", "Order/cbc:ID", True),
        ("/cbc:ID", "Order/cac:OrderLine/cbc:ID", False),
        ("cbc:ID", "Order/cac:OrderLine/cbc:ID", True),
        ("cac:OrderLine/cbc:ID", "Order/cac:OrderLine/cbc:ID", True),
        ("cac:OrderLine/cbc:ID", "Order/cac:MyOrderLine/cbc:ID", False),
        ("ID", "Order/cbc:ID", False),
        ("cbc:ID", "cbc:ID", False),
        ("/*", "Order/cbc:ID", True),
        ("/*", "Order/cac:Party/cbc:ID", False),
        ("/*/cbc:ID", "Order/cac:Party/cbc:ID", True),
        ("/*/cbc:ID", "Order/cac:Party/cbc:Name", False),
        ("cac:Party/*", "Order/cac:Party/cbc:Name", True),
        ("cac:Party/*", "Order/cac:Item/cbc:Name", False),
        ("*", "Order", False),
        ("*", "Order/cbc:ID", True),
        ("cbc:*Date", "Order/cbc:IssueDate", True),
        ("cbc:*Date", "Order/cbc:IssueTime", False),
        ("cbc:*Date", "Order/cac:IssueDate", False),
        ("/*Line/cbc:ID", "Order/cac:OrderLine/cbc:ID", True),
    ],
)
def test_a_form_holds_of_paths(form: str, path: str, held: bool) -> None:
    assert Context(forms=("cac:Never", form)).holds(path, "Order") is held


def test_a_context_is_found_by_the_last_steps_of_its_forms() -> None:
    assert Context(forms=("/", "cac:A/cbc:B", "/cbc:C", "*")).names() == {"", "cbc:B", "cbc:C", "*"}
    assert Context(forms=("cbc:*Date",)).names() == {"*"}, "which elements it means is not known by name"


# --- Rules that are functions -----------------------------------------------------------------------------------------


@at("X-2", "cac:LineItem", terms=("BT-129",), severity=Severity.WARNING)
def two_at_most(elements: Elements, place: int) -> bool | Breach:
    (quantity,) = elements.below(place, "cbc:Quantity")
    return elements.text(quantity) == "2" or Breach(found=elements.text(quantity), expected="2")


@at("X-3", "/", "cac:LineItem")
def has_an_item(elements: Elements, place: int) -> bool:
    return bool(elements.below(place, "cac:Item"))


@at("X-4", "cac:LineItem")
def points_elsewhere(elements: Elements, place: int) -> bool | Breach:
    return Breach(place=0) if elements.text(place + 1) == "2" else True


def texts(monkeypatch: pytest.MonkeyPatch, *ids: str) -> None:
    from counterfoil import texts

    english = texts.LANGUAGES["en"]
    said = {**english["sentences"], **dict.fromkeys(ids, "{place}: {found}, {about}.")}
    monkeypatch.setitem(texts.LANGUAGES, "en", {**english, "sentences": said})


def test_a_function_is_asked_at_each_element_of_its_context(monkeypatch: pytest.MonkeyPatch) -> None:
    texts(monkeypatch, "X-2", "X-3", "X-4")
    first, *rest = told(two_at_most, has_an_item, points_elsewhere)
    assert first == Finding(
        rule="X-2",
        severity=Severity.WARNING,
        where="/Order/cac:OrderLine[1]/cac:LineItem[1]",
        line=6,
        terms=("BT-129",),
        found="2.505",
        expected="2",
        message="cac:LineItem: 2.505, missing.",
        rulebook="ours@1",
    )
    assert [(each.rule, each.where) for each in rest] == [
        ("X-3", "/Order"),
        ("X-3", "/Order/cac:OrderLine[2]/cac:LineItem[1]"),
        ("X-4", "/Order"),
    ]


def test_a_rule_is_for_the_documents_that_it_names(monkeypatch: pytest.MonkeyPatch) -> None:
    texts(monkeypatch, "X-5")
    rule = at("X-5", "/cbc:ID", roots=("Invoice",))(lambda elements, place: False)
    assert told(rule) == []
    assert [each.rule for each in told(at("X-5", "/cbc:ID", roots=("Order",))(lambda elements, place: False))] == [
        "X-5"
    ]
    assert check(None, Trace(paths=["Invoice"], texts=[None]), (book(rule),)) == ()


def test_what_cannot_be_broken_is_not_asked_again_when_documents_of_one_shape_come_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(layouts, "LAYOUT_ELEMENTS_MAX", 0)  # so that only shapes come again
    monkeypatch.setattr(layouts, "_SHAPES", {})
    monkeypatch.setattr(layouts, "_SHAPES_MET", Recurrence(10))
    asked: list[str] = []

    def concerns(paths: Mapping[str, object], path: str) -> bool:
        asked.append(path)
        return "Order/cbc:Note" not in paths

    rule = at("X-6", "cbc:ID", concerns=concerns)(lambda elements, place: False)
    plan = ElementPlan((rule,), "Order")
    assert [plan.due(Elements(trace_of(ORDER))) for _ in range(4)] == [()] * 4
    once = ["Order/cbc:ID", "Order/cac:OrderLine/cac:LineItem/cbc:ID"]
    assert asked == once * 2, "for the first, and for the second, of which it is kept"


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "_PATHS_MAX", 1)
    rule = at("X-7", "cbc:ID")(lambda elements, place: False)
    plan = ElementPlan((rule,), "Order")
    for path in ("Order/cbc:ID", "Order/cac:Party/cbc:ID", "Order/cbc:Note"):
        due = plan.due(Elements(Trace(paths=["Order", path], texts=[None, "1"])))
        assert [at_path for _, at_path in due] == ([path] if path.endswith("cbc:ID") else [])


# --- Rules that are rows ----------------------------------------------------------------------------------------------

HERE = "/Order/cac:OrderLine[1]/cac:LineItem[1]"
THERE = "/Order/cac:OrderLine[2]/cac:LineItem[1]"
LINE = "cac:LineItem"


@pytest.mark.parametrize(
    ("kind", "context", "target", "value", "breaches"),
    [
        ("absent", "/", "cbc:Note", "", [("/Order/cbc:Note[1]", None, None), ("/Order/cbc:Note[2]", "two", None)]),
        ("absent", "cbc:ID | cbc:Quantity", "@unitCode", "", [(f"{HERE}/cbc:Quantity[1]", "C62", None)]),
        ("absent", LINE, "cbc:Quantity/@unitCode", "", [(f"{HERE}/cbc:Quantity[1]", "C62", None)]),
        ("absent", "cac:Item/cbc:Name", ".", "", [(f"{HERE}/cac:Item[1]/cbc:Name[1]", "Board", None)]),
        ("absent", "/", "cbc:IssueDate", "", []),
        ("never", "/cbc:Note", ".", "", [("/Order/cbc:Note[1]", None, None)]),
        ("never", "/", "cbc:Note", "", [("/Order/cbc:Note[1]", None, None)]),
        ("never", "/", "cbc:IssueDate", "", []),
        ("never", "cbc:Quantity", "@unitCode", "", [(f"{HERE}/cbc:Quantity[1]", "C62", None)]),
        ("never", LINE, "cbc:Quantity/@unitCode", "", [(f"{HERE}/cbc:Quantity[1]", "C62", None)]),
        ("never", "cbc:Quantity", "@listID", "", []),
        ("times", "/cbc:Note", ".", "1", [("/Order/cbc:Note[2]", "2", "1")]),
        ("times", "/cbc:Note", ".", "2", []),
        ("nowhere", "/", "@listID", "", [("/Order/cbc:DocumentCurrencyCode[1]", None, None)]),
        ("nowhere", "/", "@schemeID", "", []),
        ("present", LINE, "cac:Item", "", [(THERE, None, None)]),
        ("present", "/", "cbc:IssueDate", "", [("/Order", None, None)]),
        ("present", "/", "cbc:Note", "", []),
        ("present", "cbc:Quantity", "@unitCode", "", [(f"{THERE}/cbc:Quantity[1]", None, None)]),
        ("present", LINE, "cbc:Quantity/@unitCode", "", [(THERE, None, None)]),
        ("filled", "/", "cbc:Note", "", []),
        ("filled", "cbc:Note", ".", "", [("/Order/cbc:Note[1]", None, None)]),
        ("filled", LINE, "cbc:Quantity/@unitCode", "", [(THERE, None, None)]),
        ("most", "/", "cbc:Note", "1", [("/Order", "2", "1")]),
        ("most", "/", "cbc:Note", "2", []),
        ("least", "/", "cac:OrderLine", "3", [("/Order", "2", "3")]),
        ("least", "/", "cac:OrderLine", "2", []),
        ("closed", LINE, ".", "cbc:ID cbc:Quantity", [(f"{HERE}/cac:Item[1]", "cac:Item", None)]),
        ("closed", LINE, ".", "cbc:ID cbc:Quantity cac:Item", []),
        ("closed", "cac:Item", ".", "", [(f"{HERE}/cac:Item[1]/cbc:Name[1]", "cbc:Name", None)]),
        ("values", LINE, "cbc:ID", "1|3", [(f"{THERE}/cbc:ID[1]", "2", "1 or 3")]),
        ("values", "/cbc:ID", ".", "17", [("/Order/cbc:ID[1]", " 17 ", "17")]),
        ("values~", "/cbc:ID", ".", "17", []),
        ("values", "cbc:Quantity", "@unitCode", "C62", []),
        ("decimals", "cbc:Quantity", ".", "2", [(f"{HERE}/cbc:Quantity[1]", "2.505", "2")]),
        ("decimals", "cbc:Quantity", ".", "3", []),
    ],
)
def test_a_row_is_a_rule(
    kind: str, context: str, target: str, value: str, breaches: list[tuple[str, str | None, str | None]]
) -> None:
    assert found(kind, context, target, value) == breaches


def test_a_row_says_what_it_is_about() -> None:
    (finding,) = told(*row("most", "/", "cbc:Note", "1"))
    assert (finding.rule, finding.severity, finding.terms) == ("X-1", Severity.WARNING, ("BT-1", "BT-2"))
    assert finding.message == "Order has 2 times cbc:Note; at most 1 may stand there."


def test_a_row_about_its_own_context_names_the_last_steps_to_it() -> None:
    (finding,) = told(*row("never", "/cac:OrderLine/cac:LineItem/cbc:ID | cbc:Other", "."))
    assert finding.message == "These documents have no use for cac:LineItem/cbc:ID; leave it out."
    (finding,) = told(*row("absent", "cbc:Quantity", "@unitCode"))
    assert finding.message == "cbc:Quantity must not have the attribute @unitCode."


def test_allowed_elements_are_named_where_they_are_few() -> None:
    few, many = "cbc:ID cbc:Quantity", " ".join(["cbc:ID", "cbc:Quantity", *(f"cbc:Other{n}" for n in range(7))])
    (finding,) = told(*row("closed", LINE, ".", few))
    assert finding.message == "The element cac:Item must not be given there; only these may: cbc:ID, cbc:Quantity."
    (finding,) = told(*row("closed", LINE, ".", many))
    assert finding.message == f"The element cac:Item must not be given in {LINE.lstrip('/')}; leave it out."
    messages = {finding.message for finding in told(*row("closed", "/", ".", "cbc:Note cac:OrderLine"))}
    said = "The element cbc:DocumentCurrencyCode must not be given at the top of the document; leave it out."
    assert said in messages


def test_lines_that_are_no_rows_are_passed_over_or_named() -> None:
    text = "rule\tand so on\n\n# a remark\nX-1\tfatal\tabsent\t/\tcbc:Note\t\t\n"
    assert [rule.id for rule in table_of(text, "ours.tsv", roots=("Order",))] == ["X-1"]
    with pytest.raises(ValueError, match=r"ours\.tsv, line 2: 1 columns instead of 7"):
        table_of("head\nX-1", "ours.tsv")
