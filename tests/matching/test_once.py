"""Properties that are worked out once."""

from counterfoil.matching.once import once


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
