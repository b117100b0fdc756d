"""What the reader of a dossier brings along: the time, whom he trusts, what he asked for, and how old things may be."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, Self

from counterfoil.exchange.proof.dossier import KeyOf
from counterfoil.exchange.proof.refusal import RefusedError, refusing, require
from counterfoil.exchange.proof.trust import Trust
from counterfoil.log.jws import ALGORITHM, Jws, parse_jws
from counterfoil.log.key_binding import SKEW
from counterfoil.model._base import Model

DAY = 86_400


class Reader(Model):
    """One reading. Times are in seconds since 1970."""

    now: int
    trust: Trust | None = None
    audience: str | None = None
    nonce: str | None = None
    """What was asked of the holder; None where nothing was."""
    age_max: int = 7 * DAY
    """How old heads, checkpoints and the presentation may be."""

    def is_fresh(self, time: int) -> bool:
        """Is this neither too long ago nor to come?"""
        return self.now - self.age_max <= time <= self.now + SKEW


class Signed(NamedTuple):
    """A token whose signature holds: by which key, of which company, and what it says."""

    key: KeyOf
    payload: bytes


class Keys:
    """Keys by their thumbprints, and the companies that they sign for."""

    def __init__(self, keys: Iterable[KeyOf]) -> None:
        self._keys: Mapping[str, KeyOf] = {one.kid: one for one in keys}

    @classmethod
    def of(cls, company: str, public_keys: Iterable[bytes]) -> Self:
        """Those of one company."""
        return cls(KeyOf(company=company, public_key=key) for key in public_keys)

    def open(self, token: str, typ: str, reason: str, where: str | None) -> Signed:
        """What a token of this type says, if its header is as it must be and the key that it names signed it."""
        with refusing(reason, where):
            jws: Jws = parse_jws(token)
        told = jws.header
        kid = told.get("kid")
        key = self._keys.get(kid) if isinstance(kid, str) else None
        as_it_must = told.keys() == {"alg", "kid", "typ"} and told["alg"] == ALGORITHM
        require(as_it_must, reason, where, "The header of a token is not of alg, kid and typ.")
        if key is None:
            raise RefusedError(reason, where, "A token is signed with a key that is not among those named for it.")
        with refusing(reason, where):
            return Signed(key, jws.verify(key.public_key, typ))
