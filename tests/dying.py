"""Work that comes to an end at a step of it: by the death of its process, or by an exception that nobody catches."""

import os
from collections.abc import Callable
from functools import partial

import pytest

Steps = list[tuple[object, str]]
"""Functions by what they stand in: a class or a module, and their name."""
DIED = 66


def dies(work: Callable[[], None], steps: Steps, at: int) -> bool:
    """Do the work in a process of its own that dies at a step; False where it came to its end."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            with pytest.MonkeyPatch.context() as patch:
                stepping(patch, steps, at, partial(os._exit, DIED))
                work()
            status = 0
        finally:
            os._exit(status)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, DIED)
    return status == DIED


def cut(work: Callable[[], None], steps: Steps, at: int) -> bool:
    """Do the work and raise at a step; False where it came to its end."""

    def end() -> None:
        raise Cut

    with pytest.MonkeyPatch.context() as patch:
        stepping(patch, steps, at, end)
        try:
            work()
        except Cut:
            return True
    return False


class Cut(BaseException):
    """The end of a process that could still clean up, as by a signal."""


def stepping(patch: pytest.MonkeyPatch, steps: Steps, at: int, end: Callable[[], None]) -> None:
    """Come to an end before the step `at` / 2 (counted from 0), or for odd numbers right behind it."""
    count = 0

    def step(real: Callable[..., object], *arguments: object, **named: object) -> object:
        nonlocal count
        count, number = count + 1, count
        if at == 2 * number:
            end()
        result = real(*arguments, **named)
        if at == 2 * number + 1:
            end()
        return result

    for owner, name in steps:
        real = getattr(owner, name)
        patch.setattr(owner, name, lambda *a, _real=real, **k: step(_real, *a, **k))
