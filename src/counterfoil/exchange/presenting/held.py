"""Dossiers and updates that a reader has of us, as a further update needs them: what they show, and of which facts."""

from collections.abc import Sequence
from hashlib import sha256

from counterfoil.errors import ProofError, UsageError
from counterfoil.exchange.halves.identity import Known
from counterfoil.exchange.proof.company import kid_of
from counterfoil.exchange.proof.credentials import bare_payload
from counterfoil.exchange.proof.dossier import Dossier
from counterfoil.exchange.proof.refusal import RefusedError
from counterfoil.exchange.proof.update import Update, parse_shown
from counterfoil.log.claims import entry
from counterfoil.log.jws import Jws, parse_jws
from counterfoil.log.sd_jwt import parse_sd_jwt
from counterfoil.log.strict_json import Value, read_object
from counterfoil.model._base import Model


class Held(Model):
    """Files that a reader has of us, all that they build on included."""

    files: tuple[Dossier | Update, ...]
    data: tuple[bytes, ...]
    """The same, as they were read."""
    names: tuple[str, ...]
    """What to call each."""

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
    def originals(self) -> frozenset[str]:
        """The hashes (hex) of the originals that go along with them."""
        return frozenset(sha256(original).hexdigest() for one in self.files for original in one.originals)

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


def read_held(data: Sequence[bytes], known: Known, names: Sequence[str] = ()) -> Held:
    """The files, by these names or by number; UsageError where one is not ours, or builds on one that is missing."""
    names = names or [f"file {place}" for place in range(1, len(data) + 1)]
    found = dict[str, tuple[Dossier | Update, bytes, str]]()
    for one, name in zip(data, names, strict=True):
        try:
            file = parse_shown(one)
            told, signer = _presented(file)
        except (RefusedError, ProofError) as error:
            raise UsageError(f"{_first(name)} is no dossier and no update. {error.message}", "Name others.") from None
        _check_ours(name, told, signer, known)
        found.setdefault(file.digest, (file, one, name))
    for file, _, name in found.values():
        missing = [digest for digest in (file.of if isinstance(file, Update) else ()) if digest not in found]
        if missing:
            raise UsageError(
                f"{_first(name)} is an update that builds on files that were not named: {len(missing)}.",
                "Name those as well: the dossiers, and the updates before it.",
            )
    return Held(
        files=tuple(file for file, _, _ in found.values()),
        data=tuple(content for _, content, _ in found.values()),
        names=tuple(name for _, _, name in found.values()),
    )


def _check_ours(name: str, holder: Value, signer: Value, known: Known) -> None:
    if holder != known.company:
        raise UsageError(f"{_first(name)} was not made by this company.", "Name dossiers and updates of its own.")
    if signer not in [kid_of(one) for one in known.keyring.keys]:
        raise UsageError(
            f"{_first(name)} was signed with a key that this company has revoked, or that this home does not know.",
            "Nobody who knows the keys believes it any more: make a new dossier with 'counterfoil prove'.",
        )


def _first(name: str) -> str:
    """A name at the beginning of a sentence."""
    return name.capitalize() if name.startswith("file ") else name


def _presented(file: Dossier | Update) -> tuple[Value, Value]:
    """Which company shows a file, and the kid of its key. The signature is looked at where the update is verified."""
    token = parse_jws(parse_sd_jwt(file.binding).token)
    return _payload(token).get("iss"), token.header.get("kid")


def _entry(token: str) -> str:
    return entry(bare_payload(parse_jws(token).payload)).hex()


def _payload(token: Jws) -> dict[str, Value]:
    return read_object(token.payload, "A token")
