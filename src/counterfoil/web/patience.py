"""HTTP/1.1 of uvicorn with an end to its patience: what is asked and answered goes over in time, and nobody holds all
the connections.
"""

import asyncio
from collections import Counter

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from counterfoil.web.bounds import Bounds
from counterfoil.web.client_address import address_key

_LOOK_SECONDS = 5.0
"""How often it is looked whether an answer goes over."""


def patient(bounds: Bounds, each: int) -> type[asyncio.Protocol]:
    """The protocol that keeps these bounds, and takes `each` so many connections of one address.

    uvicorn itself knows only how long a connection may be idle, and beyond how many the answer is 503. What it has
    accepted it keeps, though each takes a file from those that the process may open, and one that reads nothing stays.
    """

    class Patient(_Patient):
        patience, answer_patience = bounds.header_seconds, bounds.answer_seconds
        most, most_of_all = each, bounds.connections_open
        held = Counter[str]()

    return Patient


class _Patient(H11Protocol):
    patience: float
    answer_patience: float
    most: int
    most_of_all: int
    held: Counter[str]
    _until: asyncio.TimerHandle | None = None
    _look: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as in uvicorn
        super().connection_made(transport)
        self._address = address_key(self.client[0] if self.client else "")
        self.held[self._address] += 1
        if self.held[self._address] > self.most or self.held.total() > self.most_of_all:
            self._end()
        else:
            self._wait()
            self._gone_over = self.loop.time()
            self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        cycle: RequestResponseCycle | None = self.cycle
        if cycle and not cycle.response_complete:
            self._stop()
        else:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop()
        if self._look is not None:
            self._look.cancel()
        self.held[self._address] -= 1
        if not self.held[self._address]:
            del self.held[self._address]
        super().connection_lost(exc)

    def _wait(self) -> None:
        """Counted from the first byte on: those that follow do not start it anew."""
        if self._until is None:
            self._until = self.loop.call_later(self.patience, self._end)

    def _watch(self) -> None:
        """End where an answer does not go over; also after the connection was closed, which waits for that for ever."""
        now = self.loop.time()
        if not self.transport.get_write_buffer_size():
            self._gone_over = now
        if now - self._gone_over > self.answer_patience:
            self._end()
        else:
            self._look = self.loop.call_later(min(_LOOK_SECONDS, self.answer_patience), self._watch)

    def _stop(self) -> None:
        if self._until is not None:
            self._until.cancel()
            self._until = None

    def _end(self) -> None:
        self.transport.abort()
