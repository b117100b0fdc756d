"""HTTP/1.1 of uvicorn, with an end to its patience: a request's headers come within a time, or the connection ends."""

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle


def patient(seconds: float) -> type[asyncio.Protocol]:
    """The protocol that waits so long for headers; uvicorn itself knows only how long a connection may be idle."""

    class Patient(_Patient):
        patience = seconds

    return Patient


class _Patient(H11Protocol):
    patience = 0.0
    _until: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as in uvicorn
        super().connection_made(transport)
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
