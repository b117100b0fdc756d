"""Every exception that we raise on purpose. Each says what happened and where, and carries a hint on what to do."""


class CounterfoilError(Exception):
    """We could not do our work. `message` is a sentence for a person, `hint` says what to do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}" if self.hint else self.message


class UnreadableError(CounterfoilError):
    """A file or document could not be read: not a known format, broken, encrypted, or beyond a limit."""


class UnreachableError(UnreadableError):
    """The system did not give us a file: it is not there, may not be read, or its disk is damaged."""


class LimitError(UnreadableError):
    """A document is larger, deeper or expands further than the settings allow."""


class HomeError(CounterfoilError):
    """A home folder is missing, incomplete, read-only, or was made by a newer version."""


class StoreError(CounterfoilError):
    """The database could not be opened, read or written."""


class MissingPartError(HomeError):
    """Something that a home consists of is not there: `part` names it."""

    def __init__(self, part: str, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.part = part


class DamagedStoreError(StoreError):
    """The database is not what a database is: not even that can be read of it which says what is in it."""


class KeyFileError(CounterfoilError):
    """A signing key is missing, damaged, locked, or readable by others."""


class ProofError(CounterfoilError):
    """A proof, signature, checkpoint or note does not hold. A caller that asked 'does it hold' gets this as its no."""


class SettingsError(CounterfoilError):
    """`counterfoil.toml` or a mapping file says something that we cannot use."""


class UnfinishedError(SettingsError):
    """A mapping that gives no column a meaning yet, such as a guess that knew none."""


class UsageError(CounterfoilError):
    """A command was given something that it cannot use, such as an id that names nothing or more than one thing."""
