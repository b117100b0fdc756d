"""Disclosures checked against the payload that they open (RFC 9901 section 7.1), as a receiver of a dossier does it."""

from collections.abc import Iterable, Iterator
from typing import TypeAlias, TypeGuard

from counterfoil.errors import ProofError, UnreadableError
from counterfoil.log.base64url import decode_base64url
from counterfoil.log.canonical import Json, read_canonical
from counterfoil.log.claims import RESERVED
from counterfoil.log.sd_claims import digest
from counterfoil.model._base import Model

_HINT = "Ask its sender for the whole disclosure again, and distrust what it says until then."
_Place: TypeAlias = "tuple[str, int] | None"
"""The array and index of an element's digest; None for that of a whole claim."""


class Disclosed(Model):
    """What one disclosure shows: a whole claim, or where `index` is a number (from 0) that element of an array."""

    name: str
    value: Json
    index: int | None = None


def verify_disclosure(payload: bytes, disclosure: str) -> Disclosed:
    """What a disclosure shows, if its digest stands in the payload at the place for its kind; or ProofError."""
    return next(verify_disclosures(payload, [disclosure]))


def verify_disclosures(payload: bytes, disclosures: Iterable[str]) -> Iterator[Disclosed]:
    """The same of several, for which the payload is read once."""
    document = _document(payload)
    places = _places(document)
    return (_open(document, places, disclosure) for disclosure in disclosures)


def reveal(payload: bytes, disclosures: Iterable[str]) -> dict[str, Json]:
    """All that a payload with these disclosures shows: the open fields, the claims, and the elements in their order.

    What is not disclosed is left out (RFC 9901 section 7.1 step 3). A disclosure that does not belong, or comes twice,
    is a ProofError.
    """
    document = _document(payload)
    places, result, elements = _places(document), dict[str, Json](), dict[tuple[str, int], Json]()
    for disclosure in disclosures:
        shown = _open(document, places, disclosure)
        if shown.name in result or (shown.name, shown.index) in elements:
            raise ProofError(f"The claim {shown.name!r} is disclosed twice.", _HINT)
        if shown.index is None:
            result[shown.name] = shown.value
        else:
            elements[shown.name, shown.index] = shown.value
    for name, value in document.items():
        if isinstance(value, list) and name not in RESERVED:
            places_here = [(name, index) for index in range(len(value))]
            shown_here = [elements.get(place, item) for place, item in zip(places_here, value, strict=True)]
            result[name] = [item for item in shown_here if not _is_digest(item)]
        elif name not in RESERVED:
            result[name] = value
    return result


def _open(document: dict[str, Json], places: dict[str, _Place], disclosure: str) -> Disclosed:
    if (sealed := digest(disclosure)) not in places:
        raise ProofError("A disclosure does not belong to this fact: its digest is not in the payload.", _HINT)
    place = places[sealed]
    match _decode_canonical(decode_base64url(disclosure), "disclosure"), place:
        case [str(), str() as name, value], None if name not in RESERVED and name not in document:
            return Disclosed(name=name, value=value)
        case [str(), value], (name, index):
            return Disclosed(name=name, index=index, value=value)
        case _:
            raise ProofError("A disclosure is not of the form [salt, name, value] or [salt, element].", _HINT)


def _document(payload: bytes) -> dict[str, Json]:
    document = _decode_canonical(payload, "payload")
    if not isinstance(document, dict) or document.get("_sd_alg") != "sha-256":
        raise ProofError("A fact's payload is not a JSON object with SHA-256 digests.", _HINT)
    return document


def _places(document: dict[str, Json]) -> dict[str, _Place]:
    """Where each digest stands; one that stands there twice is a ProofError (RFC 9901 section 7.1 step 4)."""
    whole = document.get("_sd")
    found = list[tuple[object, _Place]]([(digest, None) for digest in whole] if isinstance(whole, list) else [])
    for name, value in document.items():
        if isinstance(value, list):
            found += [(item["..."], (name, index)) for index, item in enumerate(value) if _is_digest(item)]
    places = {digest: place for digest, place in found if isinstance(digest, str)}
    if len(places) != len(found):
        raise ProofError("A fact's payload holds a digest twice, or one that is no text.", _HINT)
    return places


def _is_digest(item: Json) -> TypeGuard[dict[str, Json]]:
    return isinstance(item, dict) and item.keys() == {"..."}


def _decode_canonical(data: bytes | None, what: str) -> Json:
    try:
        return read_canonical(data or b"")
    except UnreadableError as error:
        raise ProofError(f"A fact's {what} is not canonical JSON.", _HINT) from error
