"""An office at a thread of its own: a home's store belongs to one thread, and questions come from many."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Self, TypeVar

from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.halves.turned_round import make_turned_round
from counterfoil.flow.home import open_home
from counterfoil.flow.keys import Ask

T = TypeVar("T")


class Desk:
    """Does one thing after the other. Close it, or use it in a `with` block."""

    def __init__(self, home: Path, ask: Ask, clock: Callable[[], datetime]) -> None:
        self._thread, self._open = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk"), ExitStack()
        try:
            self.office = self._in_thread(lambda: self._opened(home, ask, clock))
        except BaseException:
            self.close()
            raise

    def do(self, what: Callable[[Office], T]) -> T:
        """Do something in the thread of the office, and wait for it."""

        def done() -> T:
            self.office.look_again()
            return what(self.office)

        return self._in_thread(done)

    def close(self) -> None:
        """Finish what is under way, and close the home."""
        self._in_thread(self._open.close)
        self._thread.shutdown()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _opened(self, home: Path, ask: Ask, clock: Callable[[], datetime]) -> Office:
        office = Office(self._open.enter_context(open_home(home, clock)), ask, lasting=True)
        self._open.callback(office.close)
        _ = office.identity
        make_turned_round(office.home)
        return office

    def _in_thread(self, what: Callable[[], T]) -> T:
        return self._thread.submit(what).result()
