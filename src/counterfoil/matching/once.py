"""Properties that are worked out once, when they are first asked for."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

V = TypeVar("V")


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
