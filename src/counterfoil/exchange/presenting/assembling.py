"""Dossiers and updates put together out of their pieces: facts, heads, proofs, and the holder's signature."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from counterfoil.errors import ProofError
from counterfoil.exchange.presenting.showing import Showing
from counterfoil.exchange.proof.company import CompanyKey
from counterfoil.exchange.proof.credentials import credential_of
from counterfoil.exchange.proof.dossier import Credential, Dossier, InLog, KeyOf, LogOf, Parts, Subject
from counterfoil.exchange.proof.presentation import presented
from counterfoil.exchange.proof.update import FromSize, Update
from counterfoil.log.jws import parse_jws
from counterfoil.log.key_binding import Challenge
from counterfoil.log.sd_jwt import SdJwt
from counterfoil.model._base import Model


class Standing(Model):
    """Where an entry stands in a log, and the hashes from there up to the root."""

    index: int
    hashes: tuple[bytes, ...]


class ProvenLog(Model):
    """A checkpoint of a company's log, and the entries (hex) that are proven to stand in that tree."""

    company: str
    vkey: str
    checkpoint: str
    standing: Mapping[str, Standing]


class Pieces(Model):
    """All that a dossier is made of. Facts of ours have no token: they are signed when it is put together."""

    showings: tuple[Showing, ...]
    heads: Mapping[str, tuple[str, ...]]
    """Tokens by subject; the receivable's comes first."""
    keys: tuple[KeyOf, ...]
    """Keys of the companies, of which those are taken that have signed something in it."""
    logs: tuple[ProvenLog, ...]
    originals: tuple[bytes, ...] = ()


Growth = Mapping[tuple[str, int], tuple[bytes, ...]]
"""By a log's vkey and a size that earlier files have of it, the proof that the tree of that size begins the one now."""


def assemble(pieces: Pieces, key: CompanyKey, challenge: Challenge, time: int) -> Dossier:
    """The dossier that the owner of the key shows for this challenge; `time` is in seconds since 1970."""
    tokens = [_token(one, key) for one in pieces.showings]
    logs = [one for one in pieces.logs if any(fact.fact.entry in one.standing for fact in pieces.showings)]
    signed = [key.kid, *_signers(one.token for one in tokens), *_signers(_all(pieces.heads.values()))]
    dossier = Dossier(
        keys=tuple(_keys(signed, pieces.keys)),
        logs=tuple(map(_log, logs)),
        subjects=_subjects(pieces),
        credentials=tuple(_credentials(pieces, tokens, logs)),
        originals=pieces.originals,
    )
    return replace(dossier, binding=presented(dossier, key, challenge, time))


def assemble_update(
    pieces: Pieces, of: Sequence[Parts], growth: Growth, key: CompanyKey, challenge: Challenge, time: int
) -> Update:
    """The update of these files, of which the pieces are what is new, but for heads and logs."""
    tokens = [_token(one, key) for one in pieces.showings]
    before = {log.vkey for file in of for log in file.logs}
    new = {one.fact.entry for one in pieces.showings}
    logs = [one for one in pieces.logs if one.vkey in before or not new.isdisjoint(one.standing)]
    signed = [key.kid, *_signers(one.token for one in tokens), *_signers(_all(pieces.heads.values()))]
    known = {one.public_key for file in of for one in file.keys}
    places = {one.vkey: place for place, one in enumerate(logs)}
    update = Update(
        keys=tuple(one for one in _keys(signed, pieces.keys) if one.public_key not in known),
        logs=tuple(map(_log, logs)),
        subjects=_subjects(pieces),
        credentials=tuple(_credentials(pieces, tokens, logs)),
        originals=pieces.originals,
        of=tuple(file.digest for file in of),
        consistency=tuple(
            FromSize(log=places[vkey], size=size, hashes=hashes)
            for (vkey, size), hashes in sorted(growth.items(), key=lambda item: (places[item[0][0]], item[0][1]))
        ),
    )
    return replace(update, binding=presented(update, key, challenge, time))


def _log(one: ProvenLog) -> LogOf:
    return LogOf(company=one.company, vkey=one.vkey, checkpoint=one.checkpoint)


def _subjects(pieces: Pieces) -> tuple[Subject, ...]:
    return tuple(Subject(id=subject, heads=heads) for subject, heads in pieces.heads.items())


def _credentials(pieces: Pieces, tokens: Sequence[SdJwt], logs: Sequence[ProvenLog]) -> Iterable[Credential]:
    for one, token in zip(pieces.showings, tokens, strict=True):
        yield Credential(sd_jwt=token.text, proofs=tuple(_proofs(one.fact.entry, logs)))


def _token(showing: Showing, key: CompanyKey) -> SdJwt:
    if showing.fact.token:
        return SdJwt(token=showing.fact.token, disclosures=showing.disclosures)
    return credential_of(showing.fact.payload, showing.disclosures, key, key.kid)


def _signers(tokens: Iterable[str]) -> Iterable[str]:
    """The kids of the keys that signed these."""
    return (str(parse_jws(token).header.get("kid")) for token in tokens)


def _keys(signed: Iterable[str], keys: Iterable[KeyOf]) -> Iterable[KeyOf]:
    by_kid = {one.kid: one for one in keys}
    for kid in dict.fromkeys(signed):
        if kid not in by_kid:
            raise ProofError("Something in the dossier is signed with a key that we do not know any more.")
        yield by_kid[kid]


def _proofs(entry: str, logs: Sequence[ProvenLog]) -> Iterable[InLog]:
    for log, one in enumerate(logs):
        if entry in one.standing:
            yield InLog(log=log, index=one.standing[entry].index, hashes=one.standing[entry].hashes)


def _all(heads: Iterable[Sequence[str]]) -> Iterable[str]:
    return (token for of_subject in heads for token in of_subject)
