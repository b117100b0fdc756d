"""Who we are to others: the keys of company and witness, beside the log's in `keys/`, and their history in the log."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from counterfoil.errors import HomeError, KeyFileError, UsageError
from counterfoil.exchange.halves.key_history import Keyring, follow, revocation, rotation
from counterfoil.exchange.proof.checkpoints import own_witness
from counterfoil.exchange.proof.company import CompanyKey, kid_of
from counterfoil.flow.decisions import Decide, Decided
from counterfoil.flow.facts import FactBatch, named_claims
from counterfoil.flow.home import Home, home_subject
from counterfoil.flow.keys import KEY, Ask, load_further_key, make_further_key
from counterfoil.log import ed25519
from counterfoil.log.cosignature import Cosigner
from counterfoil.log.jwk import from_jwk, to_jwk
from counterfoil.model._base import Model

FIRST, ROTATED, REVOKED = "identity.opened/1", "identity.rotated/1", "identity.revoked/1"
_COMPANY, _NEXT, _WITNESS = "company.key", "company.next.key", "witness.key"


class Known(Model):
    """What everybody may know of us: the id, the first key, and the tokens that lead from it to those in force."""

    company: str
    anchor: bytes
    history: tuple[str, ...] = ()

    @property
    def keyring(self) -> Keyring:
        """The keys in force, the newest last."""
        return follow(self.company, [self.anchor], self.history)


class Identity(Model):
    """What we sign with, and what is known of us."""

    known: Known
    key: CompanyKey
    cosigner: Cosigner


class _Claims(msgspec.Struct):
    company: str
    jwk: dict[str, str] | None = None
    token: str | None = None


def known_identity(home: Home) -> Known | None:
    """Who we are by our log; None where we have exchanged nothing yet."""
    found: Known | None = None
    for fact in home.store.facts_of(home_subject(home)):
        if fact.kind in (FIRST, ROTATED, REVOKED) and fact.claims is not None:
            said = msgspec.json.decode(fact.claims, type=_Claims)
            if said.jwk is not None:
                found = Known(company=said.company, anchor=from_jwk(dict(said.jwk)))
            elif found is not None and said.token is not None:
                found = msgspec.structs.replace(found, history=(*found.history, said.token))
    return found


def open_identity(home: Home, ask: Ask) -> Identity:
    """Our identity; it is made where there is none yet."""
    known = known_identity(home) or _made(home, ask)
    key = _current(home, known, ask)
    cosigner = Cosigner(name=own_witness(home.origin()), seed=load_further_key(home.path, _WITNESS, ask))
    return Identity(known=known, key=key, cosigner=cosigner)


def rotate(home: Home, identity: Identity, ask: Ask, person: str, why: str) -> Known:
    """Go over to a new key, which the one that we have names."""
    _drop(home, _NEXT)
    successor = ed25519.public_key(make_further_key(home.path, _NEXT, ask))
    token = rotation(identity.key, successor, int(home.clock().timestamp()))
    return _told(home, identity.known, ROTATED, token, person, why, ask)


def revoke(home: Home, identity: Identity, kid: str, ask: Ask, person: str, why: str) -> Known:
    """Say that an older key of ours must not be believed any more."""
    kids = [kid_of(one) for one in identity.known.keyring.keys]
    meant = [one for one in kids if one.startswith(kid)]
    if len(meant) != 1:
        raise UsageError(f"We have no key {kid!r} in force.", f"In force are: {', '.join(kids)}.")
    if meant[0] == identity.key.kid:
        raise UsageError(
            "This is the key that we sign with now.", "Go over to a new one first: counterfoil identity rotate."
        )
    token = revocation(identity.key, meant[0], int(home.clock().timestamp()))
    return _told(home, identity.known, REVOKED, token, person, why, ask)


def take_history_back(home: Home, facts: FactBatch, known: Known, tokens: Sequence[str]) -> None:
    """Record what a longer history of our keys says: that earlier ones were revoked, before this home was lost."""
    for token in tokens[len(known.history) :]:
        claims = {"company": known.company, "token": token, "why": "It was so before this home was brought back."}
        facts.add(REVOKED, home_subject(home), named_claims(claims))


def _made(home: Home, ask: Ask) -> Known:
    """Keys first, then the fact that names them: what was cut off goes on with the keys that are there."""
    seeds = [_seed(home, file, ask) for file in (_COMPANY, _WITNESS)]
    public = ed25519.public_key(seeds[0])
    known = Known(company=kid_of(public), anchor=public)

    def open_it(facts: FactBatch) -> Decided:
        if known_identity(home) is None:
            facts.add(FIRST, home_subject(home), named_claims({"company": known.company, "jwk": to_jwk(public)}))
        return Decided()

    _record(home, ask, open_it)
    return known_identity(home) or known


def _seed(home: Home, file: str, ask: Ask) -> bytes:
    if (home.path / KEY.parent / file).exists():
        return load_further_key(home.path, file, ask)
    return make_further_key(home.path, file, ask)


def _told(home: Home, known: Known, kind: str, token: str, person: str, why: str, ask: Ask) -> Known:
    claims = {"company": known.company, "token": token, "why": why}

    def tell(facts: FactBatch) -> Decided:
        facts.add(kind, home_subject(home), named_claims(claims), actor=person)
        return Decided()

    _record(home, ask, tell)
    return msgspec.structs.replace(known, history=(*known.history, token))


def _record(home: Home, ask: Ask, decide: Decide) -> None:
    # Who only looks needs nothing of what records.
    from counterfoil.flow.record import Recorder

    Recorder(home, ask).decide(decide)


def _current(home: Home, known: Known, ask: Ask) -> CompanyKey:
    """The private half of the newest key in force; a change of keys that was cut off is brought to its end."""
    newest = known.keyring.keys[-1]
    found = _key(home, _COMPANY, known, ask)
    if found.public_key == newest:
        return found
    if (home.path / KEY.parent / _NEXT).exists() and _key(home, _NEXT, known, ask).public_key == newest:
        _file(home, _NEXT).replace(_file(home, _COMPANY))
        return _key(home, _COMPANY, known, ask)
    raise KeyFileError(
        f"{_file(home, _COMPANY)} is not the key that this company signs with now.", "Restore keys/ from your backup."
    )


def _key(home: Home, file: str, known: Known, ask: Ask) -> CompanyKey:
    return CompanyKey(seed=load_further_key(home.path, file, ask), company=known.company)


def _file(home: Home, file: str) -> Path:
    return home.path / KEY.parent / file


def _drop(home: Home, file: str) -> None:
    try:
        _file(home, file).unlink(missing_ok=True)
    except OSError as error:
        raise HomeError(f"{_file(home, file)} could not be removed: {error.strerror}.") from None
