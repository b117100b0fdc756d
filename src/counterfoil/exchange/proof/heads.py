"""Signed heads: how far the facts on a subject go, by the word of one company."""

from collections.abc import Mapping
from typing import Any

from counterfoil.errors import ProofError
from counterfoil.exchange.proof.company import CompanyKey, is_kid
from counterfoil.exchange.proof.dossier import is_hex, is_number
from counterfoil.exchange.proof.reader import Keys
from counterfoil.exchange.proof.refusal import RefusedError, refusing, require
from counterfoil.log.canonical import Json, canonical_json
from counterfoil.log.jws import parse_jws
from counterfoil.log.strict_json import read_object
from counterfoil.model._base import Model

TYP = "counterfoil-head+jwt"
_REASON = "head"


class SubjectHead(Model):
    """By author (the id of a company) the `seq` and the entry (hex) of the last fact that the signer knows."""

    signer: str
    subject: str
    time: int
    chains: Mapping[str, tuple[int, str]]


def sign_head(head: SubjectHead, key: CompanyKey) -> str:
    """The head as a token."""
    claims: dict[str, Json] = {"iss": key.company, "sub": head.subject, "iat": head.time, "chains": head.chains}
    return key.token(canonical_json(claims), TYP)


def subject_of(token: str) -> str:
    """The subject that a head says it is about; nothing is verified yet."""
    told = read_object(parse_jws(token).payload, "A head").get("sub")
    if not isinstance(told, str) or not is_hex(told):
        raise ProofError("A head does not say what it is about.", "Ask who signed it.")
    return told


def read_head(token: str, keys: Keys, subject: str, where: str) -> SubjectHead:
    """The head on this subject that a token holds."""
    signed = keys.open(token, TYP, _REASON, where)
    with refusing(_REASON, where):
        told = read_object(signed.payload, "A head")
    require(told.keys() == {"iss", "sub", "iat", "chains"}, _REASON, where, "A head does not say what it must.")
    require(told["iss"] == signed.key.company, _REASON, where, "A head is by another than its signer.")
    require(told["sub"] == subject, _REASON, where, "A head is about another subject.")
    time, chains = told["iat"], told["chains"]
    if not is_number(time) or not isinstance(chains, dict):
        raise RefusedError(_REASON, where, "A head does not say when it was signed, and of which chains.")
    read = {author: _last(told, author, where) for author, told in chains.items()}
    return SubjectHead(signer=signed.key.company, subject=subject, time=time, chains=read)


def _last(told: Any, author: str, where: str) -> tuple[int, str]:
    match told:
        case [seq, entry] if is_kid(author) and is_number(seq, 1) and is_hex(entry):
            return seq, entry
        case _:
            raise RefusedError(_REASON, where, "A chain in a head is not of a company, a number from 1 and an entry.")
