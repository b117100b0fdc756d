"""Tallies: what two companies hold of each other's facts, counted together, numbered, and signed by both.

A head says how far the facts on one subject go; a tally says it of all subjects of the pair at once. Each names the one
before, so that neither side can drop a subject whole, or an earlier tally, without its own signature against it.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import NamedTuple

import msgspec

from counterfoil.exchange.proof.company import CompanyKey
from counterfoil.exchange.proof.dossier import is_hex, is_number
from counterfoil.exchange.proof.reader import Keys
from counterfoil.exchange.proof.refusal import RefusedError, refusing, require
from counterfoil.log.canonical import Json, canonical_json
from counterfoil.log.merkle import leaf_hashes, root
from counterfoil.log.strict_json import Value, read_object
from counterfoil.model._base import Model

TYP = "counterfoil-tally+jwt"
_REASON = "tally"

Chains = Mapping[str, tuple[int, str]]
"""By author, the number and the entry (hex) of the last fact on a subject that both sides hold."""


class Tally(Model):
    """`facts` by company: how many of its facts both hold. `root`: hex, over the ends of all chains, by subject."""

    number: int
    facts: Mapping[str, int]
    root: str
    previous: str | None = None
    """The digest of the tally before; None for the first."""

    @property
    def digest(self) -> str:
        """What the next tally names this one by: SHA-256 of its canonical JSON, hex."""
        return sha256(canonical_json(_told(self))).hexdigest()

    def counts_the_same(self, other: "Tally") -> bool:
        """Are the same facts counted in both?"""
        return (self.facts, self.root) == (other.facts, other.root)


class SignedTally(NamedTuple):
    """A tally by the word of one company, at a time in seconds since 1970."""

    signer: str
    time: int
    tally: Tally


def counted(pair: Iterable[str], subjects: Iterable[tuple[bytes, Chains]], before: Tally | None) -> Tally:
    """The tally that follows `before`, over subjects (32 bytes each) in ascending order."""
    companies = sorted(pair)
    facts, leaves = dict.fromkeys(companies, 0), list[bytes]()
    for subject, chains in subjects:
        ends = [chains.get(one, (0, "00" * 32)) for one in companies]
        leaves.append(subject + b"".join(seq.to_bytes(8, "big") + bytes.fromhex(entry) for seq, entry in ends))
        for company, (seq, _) in zip(companies, ends, strict=True):
            facts[company] += seq
    number, previous = (1, None) if before is None else (before.number + 1, before.digest)
    return Tally(number=number, previous=previous, facts=facts, root=root(leaf_hashes(leaves)).hex())


def sign_tally(tally: Tally, time: int, key: CompanyKey) -> str:
    """A tally as a token."""
    return key.token(canonical_json({"iss": key.company, "iat": time, "tally": _told(tally)}), TYP)


def read_tally(token: str, keys: Keys, pair: Iterable[str], where: str) -> SignedTally:
    """The tally of a pair of companies that a token holds; ProofError where it is another or does not hold."""
    signed = keys.open(token, TYP, _REASON, where)
    with refusing(_REASON, where):
        told = read_object(signed.payload, "A tally")
    require(told.keys() == {"iss", "iat", "tally"}, _REASON, where, "A tally does not say what it must.")
    require(told["iss"] == signed.key.company, _REASON, where, "A tally is by another than its signer.")
    time = told["iat"]
    if not is_number(time):
        raise RefusedError(_REASON, where, "A tally does not say when it was signed.")
    return SignedTally(signed.key.company, time, _read(told["tally"], sorted(pair), where))


def _told(tally: Tally) -> dict[str, Json]:
    told: dict[str, Json] = {"number": tally.number, "facts": tally.facts, "root": tally.root}
    return told if tally.previous is None else told | {"previous": tally.previous}


def _read(told: Value, pair: list[str], where: str) -> Tally:
    problem = "A tally is not of a number, the one before, counts and a root."
    if not isinstance(told, dict):
        raise RefusedError(_REASON, where, problem)
    number, facts = told.get("number"), told.get("facts")
    hashes = {"root"} if number == 1 else {"root", "previous"}
    require(told.keys() == {"number", "facts", *hashes} and is_number(number, 1), _REASON, where, problem)
    require(all(is_hex(told[name]) for name in hashes), _REASON, where, problem)
    counts = facts if isinstance(facts, dict) else {}
    require(sorted(counts) == pair and all(map(is_number, counts.values())), _REASON, where, problem)
    return msgspec.convert(told, Tally)
