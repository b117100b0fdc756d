"""Rules that are settled without being asked: by what they say that they read, and against asking each of them."""

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from counterfoil.formats import read
from counterfoil.model.recurrence import Recurrence
from counterfoil.model.settings import Limits
from counterfoil.model.trace import Trace
from counterfoil.rules import _element_plan as plans
from counterfoil.rules import _element_rule as element_rules
from counterfoil.rules import _layout as layouts
from counterfoil.rules import rulebooks_for
from counterfoil.rules._context import Context
from counterfoil.rules._element_plan import ElementPlan
from counterfoil.rules._element_rule import FILLED, ElementRule, Harmless, Reads, Steady, at, below_root, first_below
from counterfoil.rules._elements import Elements

ON = date(2026, 11, 1)
ODD = ("", None, " ", "x", "0", "-1.234", "B", "S", "O", "DE", "DK", "true", "58", "EUR", "\u00a0", "2026-02-30", "380")
Broken = list[tuple[str, str]]


def one_by_one(plan: ElementPlan, elements: Elements) -> Broken:
    """The rules that a document breaks, asked each for itself."""
    return [
        (rule.id, path)
        for rule, path in plan._worked_out(elements)
        if (rule.when is None or rule.when(elements)) and any(True for _ in rule.find(elements, path))
    ]


def known(elements: Elements) -> Elements:
    """The document as one that is not the first with its elements."""
    for _ in range(2):
        layouts.layout_of(elements.trace.paths)
    return Elements(elements.trace)


def settled(plan: ElementPlan, elements: Elements) -> Broken:
    return [(rule.id, path) for rule, path in plan.due(elements) if any(True for _ in rule.find(elements, path))]


def changed(trace: Trace, chance: random.Random) -> Iterator[Trace]:
    """The same elements with other texts: some odd, some of other elements, and some attributes that are not there."""
    told = [text for text in trace.texts if text is not None]
    for share in (0.02, 0.2):
        texts = [
            chance.choice([*ODD, *told]) if text is not None and chance.random() < share else text
            for text in trace.texts
        ]
        yield Trace(paths=list(trace.paths), texts=texts, attributes=trace.attributes)
    attributes = {place: items for place, items in trace.attributes.items() if chance.random() < 0.9}
    yield Trace(paths=list(trace.paths), texts=list(trace.texts), attributes=attributes)
    yield trace


@pytest.mark.parametrize("part", range(4))
def test_documents_with_the_same_elements_break_what_they_break_one_by_one(corpora: Path, part: int) -> None:
    chance, compared = random.Random(part), 0
    folders = ("en16931", "peppol-billing", "peppol-poacc", "xrechnung-testsuite", "zugferd")
    found = (file for folder in folders for file in (corpora / "documents" / folder).rglob("*.xml"))
    for file in sorted(file for file in found if file.stat().st_size < 60_000)[part::4]:
        for reading in read(file.read_bytes(), Limits()):
            if reading.trace is None:
                continue
            books = rulebooks_for(reading.trace, ON)
            for trace in (reading.trace, *changed(reading.trace, chance)):
                for book in books:
                    plan = book.contents.element_plan(trace.paths[0])
                    expected = one_by_one(plan, Elements(trace))
                    assert settled(plan, Elements(trace)) == expected, (file, book.id)
                    assert settled(plan, known(Elements(trace))) == expected, (file, book.id)
                    compared += 1
    assert compared > 100


# --- What a rule may say that it reads --------------------------------------------------------------------------------


def document(*texts: str | None, name: str | None = None) -> Elements:
    paths = ["Order", "Order/cbc:ID", "Order/cbc:Note", "Order/cbc:Note"]
    attributes = {1: [("name", name)]} if name is not None else {}
    return Elements(Trace(paths=paths, texts=[None, *texts], attributes=attributes))


def asked(rule: ElementRule, *documents: Elements) -> list[int]:
    """How many rules are due of each of these documents, one after the other."""
    plan = ElementPlan((rule,), "Order")
    return [len(plan.due(known(one))) for one in documents]


def test_a_rule_about_paths_is_asked_once_for_documents_laid_out_alike() -> None:
    count = 0

    @at("X-1", "/", reads=Reads.PATHS)
    def right(elements: Elements, _place: int) -> bool:
        nonlocal count
        count += 1
        return len(elements.head("cbc:Note")) == 2

    assert asked(right, document("1", "a", "b"), document("2", "c", "d")) == [0, 0]
    assert count == 1


def test_a_rule_that_is_impossible_is_not_asked() -> None:
    rule = at("X-1", "/", possible=lambda elements: len(elements.head("cbc:Note")) > 2)(lambda elements, place: False)
    assert asked(rule, document("1", "a", "b")) == [0]


def test_a_rule_about_attributes_is_asked_again_where_they_differ() -> None:
    rule = at("X-1", "/cbc:ID", reads=Reads.ATTRIBUTES)(
        lambda elements, place: elements.attribute(place, "name") != "x"
    )
    documents = [document("1", "a", "b", name=name) for name in ("y", "x", "x", "y", "x")]
    assert asked(rule, *documents) == [0, 1, 1, 0, 1]


def test_a_rule_about_codes_is_asked_again_where_they_differ() -> None:
    said = below_root("cbc:ID", "cbc:Other")
    rule = at("X-1", "/", reads=Reads.SAID, said=said)(lambda elements, place: elements.text(1) != "x")
    assert asked(rule, *(document(text, str(n), "b") for n, text in enumerate("yxxyx"))) == [0, 1, 1, 0, 1]


def test_a_condition_is_looked_at_for_each_document() -> None:
    rule = at("X-1", "/", reads=Reads.PATHS, when=lambda elements: elements.text(1) == "x")(
        lambda elements, place: False
    )
    assert asked(rule, document("y", "a", "b"), document("x", "a", "b"), document("y", "a", "b")) == [0, 1, 0]
    rule = at("X-1", "/", reads=Reads.ATTRIBUTES, when=lambda elements: elements.text(1) == "x")(
        lambda elements, place: False
    )
    assert asked(rule, document("y", "a", "b"), document("x", "a", "b"), document("y", "a", "b")) == [0, 1, 0]


def test_a_steady_condition_is_looked_at_again_where_its_texts_differ() -> None:
    steady = Steady(lambda elements: elements.text(1) == "x", below_root("cbc:ID"))
    for reads in (Reads.ALL, Reads.SAID):
        rule = at("X-1", "/", reads=reads, said=first_below("cbc:Note"), when=steady)(lambda elements, place: False)
        assert asked(rule, document("y", "a", "b"), document("x", "a", "b"), document("y", "a", "b")) == [0, 1, 0]


def test_texts_that_are_harmless_are_not_asked_about() -> None:
    rule = at("X-1", "/cbc:Note", harmless=Harmless(("a", "b")))(lambda elements, place: False)
    assert asked(rule, document("1", "a", "b"), document("1", "a", "c"), document("1", "b", None)) == [0, 1, 1]
    rule = at("X-1", "/", harmless=FILLED, said=first_below("cbc:Note"))(lambda elements, place: False)
    texts = ("b", "", " ", None, "!", "\tb")
    assert asked(rule, *(document("1", text, "c") for text in texts)) == [0, 1, 1, 1, 0, 0]


def test_where_nothing_stands_nothing_is_harmless() -> None:
    for said in (first_below("cbc:Other"), below_root("cbc:Other")):
        rule = at("X-1", "/", harmless=FILLED, said=said)(lambda elements, place: False)
        assert asked(rule, document("1", "a", "b")) == [1]


def test_harmless_texts_are_remembered_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(element_rules, "_HARMLESS_MAX", 2)
    monkeypatch.setattr(element_rules, "_HARMLESS_CHARACTERS_MAX", 3)
    tried: list[str] = []

    def test(text: str) -> bool:
        tried.append(text)
        return text != "no"

    harmless = Harmless(test=test)
    assert harmless.holds(["a", None, "a", "long"])
    assert not harmless.holds(["no"])
    assert harmless.holds(["b", "c", "d"])
    assert len(harmless.known) <= 2
    assert tried.count("a") == 1
    assert tried.count("long") == 1


def test_long_texts_are_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "_REMEMBERED_CHARACTERS_MAX", 3)
    count = 0

    def find(elements: Elements, path: str) -> tuple[()]:
        nonlocal count
        count += 1
        return ()

    rule = ElementRule(id="X-1", context=Context(forms=("/",)), find=find, reads=Reads.SAID, said=below_root("cbc:ID"))
    assert asked(rule, *[document("long", "a", "b")] * 3) == [0, 0, 0]
    assert count == 3


def test_layouts_are_remembered_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layouts, "_LAYOUTS", {})
    monkeypatch.setattr(layouts, "_LAYOUTS_MET", Recurrence(2))
    monkeypatch.setattr(layouts, "LAYOUTS_MAX", 1)
    monkeypatch.setattr(layouts, "LAYOUT_ELEMENTS_MAX", 2)
    assert not layouts.layout_of(["a"]).remembered
    first = layouts.layout_of(["a"])
    assert first.remembered
    assert layouts.layout_of(["a"]) is first
    assert layouts.layout_of(["b"]).root == "b"
    assert layouts.layout_of(["a"]) is first, "one that came once takes no room from others"
    assert layouts.layout_of(["b"]).remembered
    assert layouts.layout_of(["a"]) is not first
    longer = ["a", "a/b", "a/b"]
    assert layouts.layout_of(longer) is not layouts.layout_of(longer)
    assert not layouts.layout_of(longer).remembered


def test_shapes_are_remembered_within_bounds_when_they_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of documents that are all unlike nothing stays, however many there are."""
    monkeypatch.setattr(layouts, "_SHAPES", {})
    monkeypatch.setattr(layouts, "_SHAPES_MET", Recurrence(10))
    monkeypatch.setattr(layouts, "SHAPES_MAX", 1)
    once = layouts.shape_of(["a"])
    assert not layouts._SHAPES
    first = layouts.shape_of(["a"])
    assert first is not once
    assert layouts.shape_of(["a", "a"]) is first, "how often a path stands does not matter"
    again = [layouts.shape_of(["b"]) for _ in range(3)]
    assert again[0] is not again[1]
    assert again[1] is again[2]
    assert list(layouts._SHAPES) == [frozenset({"b"})]


def test_shapes_share_what_is_asked_at_a_path() -> None:
    """So that what is remembered of many shapes is small."""
    rule = ElementRule(id="R-1", context=Context(forms=("Note",)), find=lambda elements, path: iter(()))
    plan = ElementPlan([rule], "Invoice")
    due: list[tuple[ElementRule, str]] = []
    for more in ("A", "B"):
        elements = Elements(Trace(paths=["Invoice", "Invoice/Note", f"Invoice/{more}"], texts=[None, "n", "x"]))
        elements.layout.remembered = False
        due += plan.due(elements)
    first, second = due
    assert first is second
