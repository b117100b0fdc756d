"""Dossiers and updates that a reader has of us, as a further update needs them: what they show, and of which facts."""

from collections.abc import Iterator, Sequence

from counterfoil.errors import UsageError
from counterfoil.exchange.company import CompanyKey
from counterfoil.exchange.dossier import Dossier
from counterfoil.exchange.refusal import RefusedError
from counterfoil.exchange.update import Update, parse_shown
from counterfoil.log.canonical import canonical_json
from counterfoil.log.claims import entry
from counterfoil.log.jws import parse_jws
from counterfoil.log.sd_jwt import parse_sd_jwt
from counterfoil.log.strict_json import Value, read_object
from counterfoil.model._base import Model

_ADDED = frozenset({"iss", "cnf"})


class Held(Model):
    """Files that a reader has of us, all that they build on included."""

    files: tuple[Dossier | Update, ...]

    @property
    def last(self) -> tuple[Dossier | Update, ...]:
        """Those that no other of them builds on: an update of these is one of all."""
        built_on = {digest for one in self.files if isinstance(one, Update) for digest in one.of}
        return tuple(one for one in self.files if one.digest not in built_on)

    @property
    def invoices(self) -> list[str]:
        """The subjects of their invoices."""
        return list(dict.fromkeys(one.subjects[0].id for one in self.files if isinstance(one, Dossier)))

    @property
    def subjects(self) -> list[str]:
        """All subjects, each once."""
        return list(dict.fromkeys(subject.id for one in self.files for subject in one.subjects))

    @property
    def shown(self) -> dict[str, frozenset[str]]:
        """The disclosures of each fact, by entry, that any of them shows."""
        found: dict[str, frozenset[str]] = {}
        for one in self.files:
            for credential in one.credentials:
                shown = parse_sd_jwt(credential.sd_jwt)
                of = _entry(shown.token)
                found[of] = found.get(of, frozenset()) | frozenset(shown.disclosures)
        return found


def read_held(data: Sequence[bytes], key: CompanyKey) -> Held:
    """The files; UsageError where one is none of ours, or builds on one that is missing."""
    files = {one.digest: one for one in _parsed(data)}
    for place, one in enumerate(files.values(), 1):
        if _holder(one.binding) != key.company:
            raise UsageError(f"File {place} was not made by this company.", "Name dossiers and updates of its own.")
        missing = [digest for digest in (one.of if isinstance(one, Update) else ()) if digest not in files]
        if missing:
            raise UsageError(
                f"File {place} is an update that builds on {len(missing)} files more.",
                "Name those as well: the dossiers, and the updates before it.",
            )
    return Held(files=tuple(files.values()))


def _parsed(data: Sequence[bytes]) -> Iterator[Dossier | Update]:
    for place, one in enumerate(data, 1):
        try:
            yield parse_shown(one)
        except RefusedError as error:
            raise UsageError(f"File {place} is no dossier and no update. {error.message}", "Name others.") from None


def _holder(binding: str) -> Value:
    return _payload(parse_sd_jwt(binding).token).get("iss")


def _entry(token: str) -> str:
    members = {name: value for name, value in _payload(token).items() if name not in _ADDED}
    return entry(canonical_json(members)).hex()  # type: ignore[arg-type] # facts hold no floats


def _payload(token: str) -> dict[str, Value]:
    return read_object(parse_jws(token).payload, "A token")
