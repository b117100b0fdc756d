"""Whether something came before."""

from counterfoil.model.recurrence import Recurrence


def test_what_comes_a_second_time_is_told() -> None:
    met = Recurrence(2)
    assert [met.again(key) for key in ("a", "b", "a", "b", "a")] == [False, False, True, True, True]


def test_what_came_long_ago_is_forgotten() -> None:
    met = Recurrence(2)
    assert [met.again(key) for key in ("a", "b", "c", "a", "c")] == [False, False, False, False, True]


def test_keys_are_not_kept_themselves() -> None:
    met = Recurrence(2)
    assert not met.again(frozenset({"a"}))
    assert met.again(frozenset({"a"})), "an equal one, not the same"
