"""Which keys a company has, as it says itself: each key names the next one, and the one in force those that are gone.

A person brings a company's key along; from there on its history leads to the others, and no address in a document ever
does. Two successors of one key are two histories: then a person must find out which is right.
"""

from collections.abc import Iterable, Mapping, Sequence

from counterfoil.errors import ProofError
from counterfoil.exchange.proof.company import CompanyKey, kid_of
from counterfoil.exchange.proof.dossier import is_number
from counterfoil.log.canonical import Json, canonical_json
from counterfoil.log.jwk import from_jwk, to_jwk
from counterfoil.log.jws import parse_jws
from counterfoil.log.strict_json import Value, read_object
from counterfoil.model._base import Model

TYP = "counterfoil-key+jwt"
_HINT = "Ask the company by another way which keys it has, and add it anew."


class Keyring(Model):
    """The public keys of a company that are in force, the newest last, and the kids of those that it has revoked."""

    company: str
    keys: tuple[bytes, ...]
    revoked: frozenset[str] = frozenset()


def rotation(key: CompanyKey, successor: bytes, time: int) -> str:
    """The token by which a key names the next one."""
    return _token(key, {"jwk": dict(to_jwk(successor))}, time)


def revocation(key: CompanyKey, kid: str, time: int) -> str:
    """The token by which a key says that another one, lost or stolen, must not be believed any more."""
    return _token(key, {"revoked": kid}, time)


def follow(company: str, anchors: Sequence[bytes], tokens: Iterable[str]) -> Keyring:
    """The keys that a history leads to from those that a person has brought; ProofError where it does not hold."""
    keys, successors, revoked = {kid_of(one): one for one in anchors}, dict[str, str](), set[str]()
    for token in tokens:
        signer, told = _read(token, company, keys)
        match told:
            case {"jwk": jwk}:
                successor = from_jwk(jwk)
                kid = kid_of(successor)
                if successors.setdefault(signer, kid) != kid:
                    raise ProofError("A key of a company has named two successors: it has two histories.", _HINT)
                keys[kid] = successor
            case {"revoked": str() as gone} if gone in keys and _is_before(gone, signer, keys):
                revoked.add(gone)
            case _:
                raise ProofError("A token in the history of a company's keys names no next key, and no earlier one.")
        if signer in revoked:
            raise ProofError("A key that was revoked speaks for a company.", _HINT)
    in_force = tuple(key for kid, key in keys.items() if kid not in revoked)
    if not in_force:
        raise ProofError("A company has no key in force.", _HINT)
    return Keyring(company=company, keys=in_force, revoked=frozenset(revoked))


def every_key(anchors: Iterable[bytes], tokens: Iterable[str]) -> list[bytes]:
    """All keys that a history names, those that were revoked too: what was signed with them then is there still."""
    named = [read_object(parse_jws(token).payload, "A token in a history of keys").get("jwk") for token in tokens]
    return [*anchors, *(from_jwk(jwk) for jwk in named if isinstance(jwk, dict))]


def _token(key: CompanyKey, says: Mapping[str, Json], time: int) -> str:
    return key.token(canonical_json({"iss": key.company, "iat": time, **says}), TYP)


def _is_before(gone: str, signer: str, keys: Mapping[str, bytes]) -> bool:
    """Only what a key has come after can it take back: else whoever stole an old one would take the new one out."""
    order = list(keys)
    return order.index(gone) < order.index(signer)


def _read(token: str, company: str, keys: dict[str, bytes]) -> tuple[str, dict[str, Value]]:
    """Who signed a token of the history (a kid among these keys), and what else it says."""
    jws = parse_jws(token)
    kid = jws.header.get("kid")
    if not isinstance(kid, str) or kid not in keys or jws.header.keys() != {"alg", "kid", "typ"}:
        raise ProofError("The history of a company's keys does not begin with one that we know.", _HINT)
    told = read_object(jws.verify(keys[kid], TYP), "A token in a history of keys")
    if told.pop("iss", None) != company or not is_number(told.pop("iat", None)) or len(told) != 1:
        raise ProofError("A token in the history of a company's keys is not of its form.", _HINT)
    return kid, told
