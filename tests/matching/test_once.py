"""What is worked out once."""

from counterfoil.matching.once import noted, once
from counterfoil.model.summary import Recorded
from matching.made import invoice


class Circle:
    """Counts how often it is measured."""

    def __init__(self, radius: int) -> None:
        self.radius = radius
        self.measured = 0

    @once
    def area(self) -> int:
        """About what it covers."""
        self.measured += 1
        return 3 * self.radius**2


def test_a_property_is_worked_out_when_it_is_asked_for_and_only_once() -> None:
    circle = Circle(2)
    assert circle.measured == 0
    assert (circle.area, circle.area, circle.measured) == (12, 12, 1)


def test_each_object_has_its_own() -> None:
    one, other = Circle(1), Circle(3)
    assert (one.area, other.area) == (3, 27)
    assert (one.measured, other.measured) == (1, 1)


def test_it_keeps_its_documentation() -> None:
    assert vars(Circle)["area"].__doc__ == "About what it covers."


def test_what_is_noted_of_a_document_is_worked_out_once_and_apart_from_other_notes() -> None:
    asked: list[Recorded] = []

    @noted
    def first(document: Recorded) -> str | None:
        """The number."""
        asked.append(document)
        return document.summary.number

    @noted
    def second(document: Recorded) -> bytes:
        return document.id

    one, other = invoice("INV-1"), invoice("INV-2")
    assert [first(one), first(other), first(one)] == ["INV-1", "INV-2", "INV-1"]
    assert second(one) == one.id
    assert asked == [one, other]
    assert first.__doc__ == "The number."


def test_a_note_is_no_part_of_a_document() -> None:
    one, same = invoice("INV-1"), invoice("INV-1")
    noted(lambda document: document.id)(one)
    assert (one, hash(one), repr(one)) == (same, hash(same), repr(same))
