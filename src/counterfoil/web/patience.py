"""HTTP/1.1 of uvicorn with an end to its patience: headers come within a time, and nobody holds all the connections."""

import asyncio
from collections import Counter

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from counterfoil.web.client_address import address_key


def patient(seconds: float, each: int) -> type[asyncio.Protocol]:
    """The protocol that waits so long for headers, and takes so many connections of one address.

    uvicorn itself knows only how long a connection may be idle, and how many there may be of all.
    """

    class Patient(_Patient):
        patience = seconds
        most = each
        held = Counter[str]()

    return Patient


class _Patient(H11Protocol):
    patience: float
    most: int
    held: Counter[str]
    _until: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as in uvicorn
        super().connection_made(transport)
        self._address = address_key(self.client[0] if self.client else "")
        self.held[self._address] += 1
        if self.held[self._address] > self.most:
            self._end()
        else:
            self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        cycle: RequestResponseCycle | None = self.cycle
        if cycle and not cycle.response_complete:
            self._stop()
        else:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop()
        self.held[self._address] -= 1
        if not self.held[self._address]:
            del self.held[self._address]
        super().connection_lost(exc)

    def _wait(self) -> None:
        """Counted from the first byte on: those that follow do not start it anew."""
        if self._until is None:
            self._until = self.loop.call_later(self.patience, self._end)

    def _stop(self) -> None:
        if self._until is not None:
            self._until.cancel()
            self._until = None

    def _end(self) -> None:
        self.transport.abort()
