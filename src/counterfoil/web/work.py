"""The node's work in threads: some read at once, one writes. A fault is a line for us, and nothing for others."""

from collections.abc import Callable
from functools import partial
from typing import ParamSpec, TypeVar

import anyio.to_thread
from anyio import CapacityLimiter
from starlette.exceptions import HTTPException

from counterfoil.errors import CounterfoilError

P = ParamSpec("P")
T = TypeVar("T")

_READERS = 8


class Work:
    """Calls of a node; `say` takes a line about what went wrong."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._reading, self._writing = CapacityLimiter(_READERS), CapacityLimiter(1)

    async def read(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What a call that changes nothing gives."""
        return await self._run(partial(call, *args, **kwargs), self._reading)

    async def write(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What a call gives that may change something; one at a time."""
        return await self._run(partial(call, *args, **kwargs), self._writing)

    async def _run(self, call: Callable[[], T], limiter: CapacityLimiter) -> T:
        try:
            return await anyio.to_thread.run_sync(call, limiter=limiter)
        except CounterfoilError as error:
            self._say(f"A request could not be answered: {error}")
            raise HTTPException(503, "The node cannot do this now; try again later.") from None
        except Exception as error:  # noqa: BLE001 - whatever our fault, the node goes on, and others learn nothing of it
            raise self.failed(error) from None

    def failed(self, error: Exception) -> HTTPException:
        """A fault of ours, which is told to us, as others see it."""
        self._say(f"A request could not be answered: {fault(error)}")
        return HTTPException(500, "The node failed at this.")


def fault(error: Exception) -> str:
    """A fault of ours on one line: what it was, and where."""
    traceback, where = error.__traceback__, ""
    while traceback:
        where = f"{traceback.tb_frame.f_code.co_filename.rpartition('/')[2]}, line {traceback.tb_lineno}"
        traceback = traceback.tb_next
    return " ".join(f"{type(error).__name__}: {error} ({where})".split())
