"""A company's home folder: made by `init`, opened by everything else."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from counterfoil.errors import HomeError, MissingPartError
from counterfoil.flow import keys
from counterfoil.flow.settings_file import NAME, check_owner, read_settings, write_settings
from counterfoil.store.open import open_store

if TYPE_CHECKING:
    # What looking at a home does not need is imported where it is used: `status` shall answer at once.
    from collections.abc import Callable
    from typing import Self

    from counterfoil.flow.logbook import Logbook
    from counterfoil.log.note import Signer
    from counterfoil.model.fact import Fact
    from counterfoil.model.settings import Settings
    from counterfoil.model.summary import PartySummary
    from counterfoil.store import Store

    Clock = Callable[[], datetime]

READER = "counterfoil/1"
"""Version of the readers: it changes when the same bytes would be read into other claims."""
DATABASE = "counterfoil.db"
_FOLDERS = ("keys", "log", "originals", "mappings")
NODE_LOCK = "node.lock"
"""What the node of the home holds as long as it runs: there is one."""
_FILES = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", "lock", "turn.lock", NODE_LOCK)


def utc_now() -> datetime:
    """The clock of the machine, UTC."""
    return datetime.now(UTC)


class Home:
    """An opened home: its settings, store and log. Close it, or use it in a `with` block."""

    def __init__(self, path: Path, settings: Settings, store: Store, clock: Clock, *, readonly: bool = False) -> None:
        self.path, self.settings, self.store, self.clock = path, settings, store, clock
        self.readonly = readonly
        self._signer: Signer | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.store.close()

    @cached_property
    def us(self) -> PartySummary:
        """Who we are, as linking compares it with the parties of a document."""
        from counterfoil.matching import owner_party

        return owner_party(self.settings.owner)

    def vkey(self) -> str:
        """The public key of the log."""
        return keys.read_vkey(self.path)

    def origin(self) -> str:
        """The log's name, as it stands in its checkpoints."""
        return self.vkey().partition("+")[0]

    def logbook(self, ask: keys.Ask | None = None) -> Logbook:
        """The log to write to; loads the signing key. HomeError where the home is open for reading only."""
        from counterfoil.flow.logbook import Logbook

        if self.readonly:
            raise HomeError(
                f"The home {self.path} can be read, but not written to.",
                "Give yourself the right to write to it, or use another home with --home.",
            )
        origin = self.origin()
        # Whoever keeps a home open is not asked, and its key not unlocked, each time.
        signer = self._signer = self._signer or keys.load_key(self.path, origin, ask or (lambda: None))
        if signer.verifier.vkey != self.vkey():
            raise HomeError(
                f"The signing key in {self.path / 'keys'} is not the one of this log.",
                "Restore keys/ from your backup.",
            )
        return Logbook(self.path, self.store, origin, signer)


def home_subject(home: Home) -> bytes:
    """What facts about the home itself are about."""
    return hashlib.sha256(home.vkey().encode()).digest()


def init_home(
    path: Path, settings: Settings, passphrase: str | None, *, unencrypted: bool = False, clock: Clock = utc_now
) -> None:
    """Make a home: settings, folders, key, database and the log's first checkpoint.

    Without a `passphrase`, or with an empty one, one is made and kept in `keys/passphrase`, unless the key shall be
    unencrypted.
    Raises HomeError where the folder holds a home already or cannot be written; then nothing is left behind of ours.
    """
    if (path / NAME).exists():
        raise HomeError(f"{path} is a home already.", "Use it with --home, or choose another folder.")
    check_owner(settings.owner)
    if in_the_way := [name for name in (*_FOLDERS, *_FILES) if (path / name).exists()]:
        raise HomeError(
            f"{path} has {in_the_way[0]} in it already, but no {NAME}.",
            "Choose another folder; if an interrupted init left it there, remove it.",
        )
    made, ours = [parent for parent in (path, *path.parents) if not parent.exists()], False
    try:
        path.mkdir(parents=True, exist_ok=True)
        # Whoever makes this folder makes the home; another init at the same time stops here.
        (path / _FOLDERS[0]).mkdir(mode=0o700)
        ours = True
        _make_home(path, settings, passphrase, unencrypted=unencrypted, clock=clock)
    except BaseException as error:
        if ours:
            _unmake_home(path)
        _remove_empty(made)
        if isinstance(error, OSError):
            raise _refused(path, error) from None
        raise


def _make_home(path: Path, settings: Settings, passphrase: str | None, *, unencrypted: bool, clock: Clock) -> None:
    from counterfoil.flow.facts import fact_row
    from counterfoil.flow.logbook import Logbook

    for folder in _FOLDERS[1:]:
        (path / folder).mkdir()
    origin = _origin()
    if not unencrypted and not passphrase:
        passphrase = keys.make_passphrase_file(path)
    signer = keys.make_key(path, origin, None if unencrypted else passphrase)
    store = open_store(path, settings.store, create=True)
    try:
        logbook = Logbook(path, store, origin, signer)
        now = clock()
        with store.writing():
            opened = [fact_row(0, _opened(settings, signer.verifier.vkey, now))]
            store.append_facts(opened)
            logbook.seal(opened, now)
        with store.writing():
            logbook.publish()
    finally:
        store.close()
    # The settings come last: a folder without them is no home, so a cut-off init leaves none that is half made.
    write_settings(path, settings)


def _unmake_home(path: Path) -> None:
    """Remove what a failed `init` made: all of it is named by us, and none of it was there before."""
    import shutil

    for folder in _FOLDERS:
        shutil.rmtree(path / folder, ignore_errors=True)
    for file in (NAME, f".{NAME}.new", *_FILES):
        with suppress(OSError):
            (path / file).unlink()


def _remove_empty(folders: list[Path]) -> None:
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()


def _refused(path: Path, error: OSError) -> HomeError:
    return HomeError(f"{path} could not be made: {error.strerror}.", "Choose a folder that you may write to.")


def open_home(path: Path, clock: Clock = utc_now, *, readonly: bool = False) -> Home:
    """Open a home; HomeError, SettingsError or StoreError where that is not possible."""
    settings = read_settings(path)
    for folder in ("log", "keys", "originals"):
        if not (path / folder).is_dir():
            raise MissingPartError(folder, f"{path / folder} is missing.", "Restore it from your backup.")
    may_write = os.access(path, os.W_OK)
    store = _opened_store(path, settings, readonly=readonly or not may_write, may_write=may_write)
    return Home(path, settings, store, clock, readonly=readonly or not may_write)


def _opened_store(path: Path, settings: Settings, *, readonly: bool, may_write: bool) -> Store:
    """The store; the tables of an older version are brought up to date, also where somebody only wants to look."""
    try:
        return open_store(path, settings.store, readonly=readonly)
    except HomeError:
        if not (readonly and may_write):
            raise
    open_store(path, settings.store).close()
    return open_store(path, settings.store, readonly=True)


def _origin() -> str:
    """A name for the log that tells nothing of the company and that no other log has."""
    return f"counterfoil.local/{os.urandom(8).hex()}"


def _opened(settings: Settings, vkey: str, now: datetime) -> Fact:
    from counterfoil.flow.facts import claims_of
    from counterfoil.matching import VERSION
    from counterfoil.model.fact import Fact

    owner = settings.owner
    claims: dict[str, object] = {
        "linking": VERSION,
        "name": owner.name,
        "vat": owner.vat,
        "gln": owner.gln,
        "lei": owner.lei,
        "ibans": list(owner.ibans),
    }
    return Fact(
        kind="home.opened/1",
        subject=hashlib.sha256(vkey.encode()).digest(),
        claims=claims_of({"vkey": vkey, **{name: value for name, value in claims.items() if value}}),
        recorded=now,
        reader=READER,
    )
