"""The processes that read and check documents beside the main one (`--jobs`): how they begin, work and end."""

import os
import sys
from collections.abc import Iterable
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from signal import SIG_IGN, SIGINT, signal
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

    from counterfoil.flow.prepare import Options, Prepared

_WORK = "counterfoil.flow.prepare"
_started = False


def start() -> None:
    """For a command that will need them: begin at once with what takes time, and go on beside it.

    One process loads what all of them need, and they are made from that one. Where a system cannot do so safely, each
    loads it for itself when it is made.
    """
    global _started  # noqa: PLW0603 - a process has one such server
    if sys.platform in {"win32", "darwin"}:
        return
    from multiprocessing import forkserver

    get_context("forkserver").set_forkserver_preload([_WORK])
    forkserver.ensure_running()
    _started = True


def pool(jobs: int) -> "ProcessPoolExecutor":
    """So many processes for `prepare_all`; they are made as work comes."""
    from concurrent.futures import ProcessPoolExecutor

    context = get_context("forkserver" if _started else "spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin)


def prepare_all(read: Iterable[tuple[str, bytes]], options: "Options") -> "list[list[Prepared]]":
    """Prepare several files, for a process that does only that."""
    from counterfoil.flow.prepare import prepare

    return [prepare(name, data, options) for name, data in read]


def _begin() -> None:
    """An interrupt is for the process that these work for, which then ends them all; killed, it cannot."""
    signal(SIGINT, SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
