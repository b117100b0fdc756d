"""What other processes do in tests; importable, so that they can be started afresh."""

import resource
import signal
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path

from counterfoil.errors import CounterfoilError
from counterfoil.store import Store
from counterfoil.store.open import open_store
from store.made import digest, document, fact, link

BATCH = 20


def add_batch(store: Store, start: int, name: str) -> list[bytes]:
    """Add a batch as a session does: originals, barrier, one block; the digests of its originals."""
    contents = [f"{name} {start + number}".encode() * 50 for number in range(BATCH)]
    digests = [sha256(content).digest() for content in contents]
    for one, content in zip(digests, contents, strict=True):
        store.put_original(one, content)
    store.sync_originals()
    with store.writing():
        size = store.size()
        ids = [digest(f"{name} {start + number}") for number in range(BATCH)]
        store.append_facts([fact(size + at, subject=one) for at, one in enumerate(ids)])
        store.put_documents(
            [document(at, id=one, original=digests[at], fact=size + at, checked=None) for at, one in enumerate(ids)]
        )
        store.put_keys([(at % 7, at % 2, one) for at, one in enumerate(ids)])
        store.put_links([link(0, 0, id=one[:16], source=one, target=ids[0], fact=size) for one in ids])
    return digests


def add_batches(home: Path, setting: str, name: str, batches: int, pipe: Connection) -> None:
    """Add batches and tell after each commit; ends by itself."""
    waits: list[str] = []
    store = open_store(home, setting, on_wait=waits.append)
    pipe.send("ready")
    pipe.recv()
    for number in range(batches):
        add_batch(store, number * BATCH, name)
        pipe.send(number)
    store.close()
    pipe.send(waits)


def add_until_killed(home: Path, setting: str, name: str, pipe: Connection) -> None:
    """Add batches and tell after each commit, until somebody kills us."""
    store = open_store(home, setting)
    number = 0
    while True:
        add_batch(store, number * BATCH, name)
        number += 1
        pipe.send(number)


def hold_the_lock(home: Path, setting: str, pipe: Connection) -> None:
    """Hold the writer's lock until told to let go."""
    store = open_store(home, setting)
    with store.writing():
        pipe.send("held")
        pipe.recv()
    store.close()


def add_with_little_space(home: Path, setting: str, bytes_max: int, pipe: Connection) -> None:
    """Add batches while no file may grow beyond a size; tell how many were committed, and the refusal."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    store = open_store(home, setting)
    resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_max, bytes_max))
    committed = 0
    try:
        while True:
            add_batch(store, committed * BATCH, "little")
            committed += 1
    except CounterfoilError as error:
        pipe.send((committed, type(error).__name__, str(error), store.size()))
    try:
        store.close()
    except CounterfoilError as error:
        pipe.send(str(error))
