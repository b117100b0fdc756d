"""The file of `--response`: an answer as a UBL Invoice Response."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from counterfoil.cli._files import check_new_file
from counterfoil.cli._output import tell
from counterfoil.errors import CounterfoilError
from counterfoil.exchange.halves.office import Office
from counterfoil.store import DocumentRow


class ResponseFile:
    """Where the response goes, if one is asked for."""

    def __init__(self, name: str | None, person: str) -> None:
        self._path = Path(name) if name is not None else None
        self._person = person

    @property
    def is_asked(self) -> bool:
        """Is there one to write?"""
        return self._path is not None

    def check(self, office: Office, document: DocumentRow | None) -> None:
        """UsageError where none can be written, before anything is said."""
        from counterfoil.exchange.responses.responding import check_can_respond

        if self._path is None:
            return
        check_new_file(str(self._path), "--response")
        check_can_respond(office, document)

    def write(
        self, office: Office, document: DocumentRow | None, kind: str, claims: Mapping[str, Any], id: str
    ) -> dict[str, Any]:
        """Write it, and tell; gives what JSON says of it."""
        from counterfoil.exchange.responses.responding import respond

        assert self._path is not None
        written = respond(office, document, kind, claims, id, self._person)
        try:
            with self._path.open("xb") as file:
                file.write(written.data)
        except OSError as error:
            raise CounterfoilError(
                f"{self._path} could not be written: {error.strerror}.", "What was said stands; name another place."
            ) from None
        if written.warning:
            tell(written.warning)
        tell(f"{self._path} is the invoice response ({written.status}): send it through Peppol.")
        return {"response": str(self._path), "status": written.status, "warning": written.warning or None}
