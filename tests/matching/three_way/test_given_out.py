"""Several lines that want the same line of another document: which gets it?"""

from decimal import Decimal

from counterfoil.matching.three_way.fit import _Candidate, _given_out


def wants(line: int, there: int, score: float, left: str, wanted: str) -> _Candidate:
    """A line that may be about another."""
    return _Candidate(score, line, there, Decimal(left), Decimal(wanted), {}, (there,))


def given(*lines: list[_Candidate]) -> dict[int, int]:
    """Which line got which."""
    pieces, _ = _given_out({one[0].line: one for one in lines})
    return {piece.line: piece.there for piece in pieces}


def test_what_has_no_choice_comes_first() -> None:
    assert given([wants(1, 1, 3.0, "10", "10"), wants(1, 2, 2.5, "10", "10")], [wants(2, 1, 2.8, "10", "10")]) == {
        1: 2,
        2: 1,
    }


def test_but_not_before_what_fits_much_better() -> None:
    best = [wants(1, 1, 4.3, "12", "12"), wants(1, 2, 0.5, "250", "12")]
    assert given(best, [wants(2, 1, -0.6, "12", "1100")])[1] == 1


def test_of_two_that_fit_nearly_as_well_that_comes_first_for_which_only_one_has_enough() -> None:
    less = [wants(1, 1, 2.7, "10", "6"), wants(1, 2, 2.3, "7", "6")]
    assert given(less, [wants(2, 1, 2.3, "10", "9"), wants(2, 2, 2.0, "7", "9")]) == {1: 2, 2: 1}
