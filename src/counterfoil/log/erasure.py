"""Single claims and elements of a fact are forgotten, and all the others can still be shown, without the secret.

The salts of a fact derive from one secret, so who keeps it could make those of the forgotten elements again, and find
by trying what these were. Therefore the secret goes, the salts of what is left are kept one by one, and of each
forgotten element there remains only the digest that stands in the payload.
"""

from base64 import urlsafe_b64decode
from collections.abc import Collection, Iterable, Mapping
from hashlib import sha256
from typing import NamedTuple, TypeAlias, cast

from counterfoil.errors import ProofError
from counterfoil.log.base64url import decode_base64url, encode_base64url
from counterfoil.log.canonical import Json, canonical_json, read_canonical
from counterfoil.log.claims import disclosures
from counterfoil.log.disclosure import reveal, verify_disclosures

Claims: TypeAlias = "Mapping[str, Json]"
Salts: TypeAlias = dict[str, str | list[str]]
"""By a claim's name its salt; of an array the salts of its elements. Of what was forgotten the digest stands there."""

_SALT_CHARACTERS, _DIGEST_CHARACTERS = 24, 43
"""How long they are in base64url, by which they are told apart."""


class Left(NamedTuple):
    """What is left of a fact: its claims without the forgotten elements, and the salts that show them."""

    claims: dict[str, Json]
    salts: Salts


def salts_of(claims: Claims, by_element: Collection[str], secret: bytes) -> Salts:
    """The salts of all claims and elements, one by one."""
    shown = disclosures(claims, frozenset(by_element), secret)
    found: Salts = {}
    for name, value in claims.items():
        path = _path(name)
        if name in by_element and isinstance(value, list | tuple):
            found[name] = [_salt_in(shown[f"{path}/{at}"]) for at in range(len(value))]
        else:
            found[name] = _salt_in(shown[path])
    return found


def without(left: Left, name: str, positions: Collection[int]) -> Left:
    """Take elements out of an array: `positions` count those that are left, from 0."""
    elements, salts, gone = _elements(name, left), left.salts[name], set(positions)
    kept: list[str] = []
    at = 0
    for salt in salts:
        is_there = _is_salt(salt)
        kept.append(_digest(_disclosure(salt, elements[at])) if is_there and at in gone else salt)
        at += is_there
    remaining = [element for place, element in enumerate(elements) if place not in gone]
    return Left({**left.claims, name: remaining}, {**left.salts, name: kept})


def without_claims(left: Left, names: Collection[str]) -> Left:
    """Take whole claims out; of an array that is disclosed by element, all elements."""
    for name in names:
        if isinstance(left.salts.get(name), list):
            left = without(left, name, range(len(_elements(name, left))))
    gone = {name for name in names if name in left.claims and isinstance(left.salts[name], str)}
    claims = {name: value for name, value in left.claims.items() if name not in gone}
    digests: Salts = {name: _digest(_disclosure(left.salts[name], name, left.claims[name])) for name in gone}
    return Left(claims, {**left.salts, **digests})


def left_shown(payload: bytes, shown: Iterable[str]) -> Left:
    """The claims of somebody else's fact and their salts, out of the disclosures that open its payload.

    ProofError where a disclosure does not belong. Where something is withheld, `payload_left` is another payload.
    """
    elements: dict[str, dict[int, tuple[Json, str]]] = {}
    claims: dict[str, Json] = {name: value for name, value in reveal(payload, ()).items() if value == []}
    salts: Salts = {name: [] for name in claims}
    shown = list(shown)
    for one, text in zip(verify_disclosures(payload, shown), shown, strict=True):
        salt = _salt_of(text)
        if one.index is None:
            claims[one.name], salts[one.name] = one.value, salt
        else:
            elements.setdefault(one.name, {})[one.index] = one.value, salt
    for name, found in elements.items():
        in_order = [found[index] for index in sorted(found)]
        claims[name], salts[name] = [value for value, _ in in_order], [salt for _, salt in in_order]
    return Left(claims, salts)


def with_withheld(left: Left, payload: bytes) -> Left:
    """With the digests of what stands in a payload and was not shown, as of what was forgotten: `payload_left` is that
    payload then.

    What whole claims were called is not known, so each stands under a number.
    """
    members = cast("dict[str, Json]", read_canonical(payload))
    claims, salts = dict(left.claims), dict(left.salts)
    for name, elements in members.items():
        if isinstance(elements, list) and name != "_sd":
            shown = dict(zip(_digests(name, left), left.salts[name], strict=True))
            digests = [cast("dict[str, str]", element)["..."] for element in elements]
            salts[name] = [shown.get(digest, digest) for digest in digests]
    there = {_digest(_disclosure(salt, name, claims[name])) for name, salt in salts.items() if isinstance(salt, str)}
    unseen = [str(one) for one in cast("list[Json]", members.get("_sd", [])) if one not in there]
    return Left(claims, {**salts, **{f"({number})": digest for number, digest in enumerate(unseen, 1)}})


def is_whole(left: Left) -> bool:
    """Was no claim and no element of it forgotten?"""
    is_there = left.salts.keys() == left.claims.keys()
    return is_there and all(isinstance(salts, str) or all(map(_is_salt, salts)) for salts in left.salts.values())


def payload_left(envelope: Claims, left: Left) -> bytes:
    """The payload of a fact out of what is left of it: the same bytes as before anything was forgotten.

    ProofError where claims and salts do not fit together.
    """
    whole: list[str] = []
    members: dict[str, Json] = {**envelope, "_sd_alg": "sha-256"}
    if not left.claims.keys() <= left.salts.keys():
        raise ProofError("The salts that were kept are not those of its claims.")
    for name, salts in left.salts.items():
        if isinstance(salts, list):
            members[name] = [{"...": digest} for digest in _digests(name, left)]
        elif name not in left.claims:
            whole.append(_forgotten(name, salts))
        else:
            whole.append(_digest(_disclosure(salts, name, left.claims[name])))
    if whole:
        members["_sd"] = sorted(whole)
    return canonical_json(members)


def disclosures_left(left: Left) -> dict[str, str]:
    """What opens each digest of the payload that is not forgotten, by path as in `claims.disclosures`.

    An element keeps the index that it had when all of them were there.
    """
    shown: dict[str, str] = {}
    for name, salts in left.salts.items():
        path = _path(name)
        if isinstance(salts, str):
            if name in left.claims:
                shown[path] = _disclosure(salts, name, left.claims[name])
            continue
        elements = iter(_elements(name, left))
        for at, salt in enumerate(salts):
            if _is_salt(salt):
                shown[f"{path}/{at}"] = _disclosure(salt, next(elements))
    return shown


def _digests(name: str, left: Left) -> list[str]:
    elements = iter(_elements(name, left))
    salts = left.salts[name]
    return [_digest(_disclosure(salt, next(elements))) if _is_salt(salt) else salt for salt in salts]


def _elements(name: str, left: Left) -> list[Json]:
    """The elements that are left of an array, as many as there are salts of them."""
    elements, salts = left.claims.get(name), left.salts[name]
    if not isinstance(elements, list | tuple) or isinstance(salts, str) or sum(map(_is_salt, salts)) != len(elements):
        raise ProofError(f"The claim {name} and the salts that were kept of its elements do not fit together.")
    return list(elements)


def _forgotten(name: str, text: str) -> str:
    """The digest of a claim that was forgotten."""
    if _is_salt(text):
        raise ProofError(f"The claim {name} is gone, and its digest was not kept.")
    return text


def _is_salt(text: str) -> bool:
    """Or else the digest of an element that was forgotten."""
    return len(text) != _DIGEST_CHARACTERS


def _disclosure(*parts: Json) -> str:
    return encode_base64url(canonical_json(list(parts)))


def _digest(disclosure: str) -> str:
    return encode_base64url(sha256(disclosure.encode()).digest())


def _salt_in(disclosure: str) -> str:
    """The salt that a disclosure of ours begins with, behind `["`."""
    return urlsafe_b64decode(disclosure + "=" * (-len(disclosure) % 4))[2 : 2 + _SALT_CHARACTERS].decode()


def _salt_of(disclosure: str) -> str:
    """The salt that anybody's disclosure begins with; it was verified before."""
    parts = cast("list[str]", read_canonical(decode_base64url(disclosure) or b""))
    return parts[0]


def _path(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
