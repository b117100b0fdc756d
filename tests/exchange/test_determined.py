"""What follows from what is known: against all solutions of small systems, tried one by one."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from counterfoil.exchange.presenting.determined import Relation, determined

VARIABLES = "abcde"
_FACTOR = st.integers(-1, 1)
_SYSTEMS = st.lists(st.lists(_FACTOR, min_size=5, max_size=5), max_size=5)
_VALUES = st.lists(st.integers(-3, 3), min_size=5, max_size=5)
_KNOWN = st.sets(st.sampled_from(VARIABLES), min_size=2)
_BOUND = 2
"""A null vector of three unknown is a cross product of rows of -1, 0 and 1, so no entry of it is larger."""


def linear(factors: Sequence[int], values: dict[str, Fraction]) -> Relation[str]:
    """The relation with these factors that holds for these values."""
    terms = [(factor, (name,)) for factor, name in zip(factors, VARIABLES, strict=True)]
    constant = -sum((factor * values[name] for factor, (name,) in terms), Fraction(0))
    return Relation((*terms, (constant, ())))


@given(_SYSTEMS, _VALUES, _KNOWN)
def test_a_number_is_determined_where_no_other_fits(
    systems: list[list[int]], numbers: list[int], known: set[str]
) -> None:
    values = {name: Fraction(number) for name, number in zip(VARIABLES, numbers, strict=True)}
    unknown = [name for name in VARIABLES if name not in known]
    columns = [VARIABLES.index(name) for name in unknown]
    others = {
        vector
        for vector in product(range(-_BOUND, _BOUND + 1), repeat=len(unknown))
        if all(sum(row[at] * step for at, step in zip(columns, vector, strict=True)) == 0 for row in systems)
    }
    only = {name for at, name in enumerate(unknown) if all(vector[at] == 0 for vector in others)}
    assert determined([linear(row, values) for row in systems], values, known).keys() == only


@given(_SYSTEMS, _VALUES, _KNOWN)
def test_it_follows_from_what_is_said(systems: list[list[int]], numbers: list[int], known: set[str]) -> None:
    values = {name: Fraction(number) for name, number in zip(VARIABLES, numbers, strict=True)}
    relations = [linear(row, values) for row in systems]
    for name, sources in determined(relations, values, known).items():
        assert sources <= known
        assert name in determined(relations, values, sources)


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9)), min_size=1, max_size=4), st.data())
def test_a_product_counts_once_a_factor_is_known(lines: list[tuple[int, int]], data: st.DataObject) -> None:
    """Lines of quantity x price = amount under a sum of amounts, against filling in by hand what has one gap."""
    values = {"sum": Fraction(sum(quantity * price for quantity, price in lines))}
    relations = [Relation(((1, ("sum",)), *((-1, (f"amount {at}",)) for at in range(len(lines)))))]
    for at, (quantity, price) in enumerate(lines):
        values |= {f"quantity {at}": Fraction(quantity), f"price {at}": Fraction(price)}
        values[f"amount {at}"] = Fraction(quantity * price)
        relations.append(Relation(((1, (f"quantity {at}", f"price {at}")), (-1, (f"amount {at}",)))))
    known = data.draw(st.sets(st.sampled_from(sorted(values))))
    assert determined(relations, values, known).keys() == filled(values, len(lines), known) - known


def filled(values: dict[str, Fraction], count: int, known: set[str]) -> set[str]:
    found, before = set(known), set[str]()
    while found != before:
        before = set(found)
        amounts = {f"amount {at}" for at in range(count)}
        if len(gaps := (amounts | {"sum"}) - found) == 1:
            found |= gaps
        for at in range(count):
            quantity, price, amount = (f"{name} {at}" for name in ("quantity", "price", "amount"))
            if {quantity, price} <= found or (price in found and values[price] == 0):
                found.add(amount)
            if {quantity, amount} <= found:
                found.add(price)
            if {price, amount} <= found and values[price] != 0:
                found.add(quantity)
    return found


def test_rounding_is_allowed_for() -> None:
    relation = Relation(((1, ("tax",)), (Fraction(-19, 100), ("net",))), tolerance=Fraction("0.005"))
    assert relation.holds({"tax": Fraction("0.19"), "net": Fraction("1.01")})
    assert not relation.holds({"tax": Fraction("0.20"), "net": Fraction("1.01")})


def test_a_thousand_lines_take_no_time() -> None:
    names = [f"line {at}" for at in range(1000)]
    values = dict.fromkeys([*names, *(f"order {name}" for name in names)], Fraction(1)) | {"sum": Fraction(1000)}
    relations = [Relation(((1, ("sum",)), *((-1, (name,)) for name in names)))]
    relations += [Relation(((1, (name,)), (-1, (f"order {name}",)))) for name in names]
    assert determined(relations, values, {"sum", *(f"order {name}" for name in names[1:])}).keys() == {
        *names,
        f"order {names[0]}",
    }
