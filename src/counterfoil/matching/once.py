"""What is worked out once, when it is first asked for: properties of objects, and what is to be known of documents."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Generic, TypeVar

from counterfoil.model.summary import Recorded

V = TypeVar("V")
C = TypeVar("C", bound=type)


class Once(Generic[V]):
    """A property of an object that never changes. It takes no lock, unlike `functools.cached_property` before 3.12."""

    def __init__(self, make: Callable[[Any], V]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, instance: object, owner: type | None = None) -> V:
        """Work it out, and keep it where it is found before this."""
        value = instance.__dict__[self._name] = self._make(instance)
        return value


once = Once
"""As a decorator."""


def keeping(owner: C) -> C:
    """A class with such properties, as a decorator: it keeps its `__dict__` where it is compiled (decision 8)."""
    return owner


def noted(make: Callable[[Recorded], V]) -> Callable[[Recorded], V]:
    """A function of a document alone, as a decorator: its answer is noted on the document, and goes with it."""
    name = f"{make.__module__}.{make.__qualname__}"

    @wraps(make)
    def answer(document: Recorded) -> V:
        notes: dict[str, V] = vars(document)
        try:
            return notes[name]
        except KeyError:
            noted = notes[name] = make(document)
            return noted

    return answer
