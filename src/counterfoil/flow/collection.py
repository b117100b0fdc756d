"""Python's garbage collector stands back while a document is read and checked.

A document is very many objects at once, none of them in a circle, and they are gone when it is done. The collector goes
by how many were made: it would look through them again and again, and through all else that the program holds, for
nothing. That is a sixth of the time of a long invoice.
"""

import gc
from collections.abc import Generator
from contextlib import contextmanager

_OBJECTS = 100_000
"""So many more objects than before are about those that a batch of documents leaves."""


@contextmanager
def uncollected() -> Generator[None]:
    """Keep the collector from running in here. Where it is off already, by us or by the program, it is left so.

    Of several threads the first that came ends it for all, so it is never off for longer than one document takes.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def seldom_collected() -> Generator[None]:
    """Let the collector come seldom in here; afterwards it comes as often as before."""
    before = gc.get_threshold()
    # Zero is a collector that was turned off, which is left so.
    gc.set_threshold(max(before[0], _OBJECTS) if before[0] else 0, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
