"""Why a dossier is refused: one code for each reason, so that every reader of the format gives the same."""

from collections.abc import Generator
from contextlib import contextmanager

from counterfoil.errors import ProofError, UnreadableError

HINT = "Ask its sender for a new one, and rely on nothing in this one."


class RefusedError(ProofError):
    """A dossier that does not hold: the code of the reason (docs/reference/dossier-format.md), and the place in it."""

    def __init__(self, reason: str, where: str | None, message: str) -> None:
        super().__init__(message, HINT)
        self.reason, self.where = reason, where


def require(holds: bool, reason: str, where: str | None, message: str) -> None:
    """Refuse the dossier unless this holds."""
    if not holds:
        raise RefusedError(reason, where, message)


@contextmanager
def refusing(reason: str, where: str | None) -> Generator[None]:
    """Whatever proof fails in this block, and whatever cannot be read, refuses the dossier for this reason."""
    try:
        yield
    except RefusedError:
        raise
    except (ProofError, UnreadableError) as error:
        raise RefusedError(reason, where, error.message) from error
