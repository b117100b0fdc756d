"""How a fact becomes a log entry: a payload of salted digests (RFC 9901) that can be disclosed claim by claim.

The payload is what a dossier signs later on, so what was logged is what can be shown by parts. All salts come from one
secret for each fact: who erases it can no longer show, and nobody can guess, what the entry stood for.
"""

from binascii import b2a_base64 as _b64
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import sha256, shake_256
from struct import Struct
from typing import Any, NamedTuple

from msgspec import Raw

from counterfoil.errors import ProofError, UnreadableError
from counterfoil.log.canonical import Json, canonical_json

SECRET_BYTES = 32
_DIGEST_BYTES = 32
_SALT_BYTES = 18
_SALT = "24s"
_DIGEST = "43sx"
"""How salts and digests stand one behind the other in base64url; behind a digest stands a character for nothing."""
RESERVED = frozenset({"_sd", "_sd_alg", "..."})
_SALTS = b"counterfoil salts\n"
_DECOY = b"counterfoil decoy\n"
_PADDING = b"counterfoil padding\n"


def payload(
    envelope: Mapping[str, Json], claims: Mapping[str, Json], by_element: frozenset[str], secret: bytes
) -> bytes:
    """The canonical JSON of a fact with each claim replaced by its digest.

    `envelope` stays open; each of the `claims` is a digest in `_sd`, but a list whose name is in `by_element` becomes
    an open list of `{"...": digest}`. At least one digest is always there, so that no entry can be guessed. A name or
    value that cannot stand in a payload is an UnreadableError.
    """
    _check_names(envelope, claims)
    layout = _lay_out(claims, by_element)
    digests = _digests(_disclose(layout, secret))
    at = len(layout.names)
    # A text needs no look within, since the quotes in it are escaped.
    members: dict[str, Json] = {
        name: value if type(value) is str else _open_member(value) for name, value in envelope.items()
    }
    members["_sd_alg"] = "sha-256"
    if whole := sorted(digests[:at] if digests else [_decoy(secret)]):
        members["_sd"] = _array(b'"', whole, b'"')
    for name, length in layout.arrays:
        members[name] = _array(b'{"...":"', digests[at : at + length], b'"}')
        at += length
    return canonical_json(members)


def disclosures(claims: Mapping[str, Json], by_element: frozenset[str], secret: bytes) -> dict[str, str]:
    """What opens each digest of the payload, by path: a claim's name, or name/index for an element (index from 0).

    In a name, ~ is written as ~0 and / as ~1 (as in RFC 6901), so no two paths are the same.
    """
    _check_names({}, claims)
    layout = _lay_out(claims, by_element)
    paths = [_path(name) for name in layout.names]
    paths += [f"{_path(name)}/{index}" for name, length in layout.arrays for index in range(length)]
    return {path: text.decode() for path, text in zip(paths, _disclose(layout, secret), strict=True)}


def entry(payload: bytes) -> bytes:
    """The log entry of a fact, 32 bytes: SHA-256 of its payload. The leaf hash is SHA-256(0x00 || entry)."""
    return sha256(payload).digest()


def padding_entry(random: bytes) -> bytes:
    """An entry that stands for no fact and looks like all others; `random` (32 bytes) can later show that."""
    _check_secret(random)
    return sha256(_PADDING + random).digest()


class _Layout(NamedTuple):
    """The disclosures to make, in one order for the same claims: whole claims by name, then elements array by array."""

    names: list[str]
    arrays: list[tuple[str, int]]
    """The name of each array and how many elements it has."""
    values: list[Json]


def _lay_out(claims: Mapping[str, Json], by_element: frozenset[str]) -> _Layout:
    names, arrays = list[str](), list[tuple[str, int]]()
    for name in sorted(claims):
        if name in by_element and isinstance(elements := claims[name], list | tuple):
            arrays.append((name, len(elements)))
        else:
            names.append(name)
    values = [claims[name] for name in names]
    for name, _ in arrays:
        values += claims[name]  # type: ignore[arg-type] # it is a list, as was seen above
    return _Layout(names, arrays, values)


def _disclose(layout: _Layout, secret: bytes) -> list[bytes]:
    """The disclosures: base64url of [salt, name, value], or of [salt, value] for an element, in canonical JSON."""
    # Raw values are canonical already, as most are, and put in as they are: the bytes that they hold.
    texts: list[Any] = list(layout.values)
    for place, value in enumerate(texts):
        if type(value) is not Raw:
            texts[place] = canonical_json(value)
    salts, names, at = _salts(len(texts), secret), map(_quoted, layout.names), len(layout.names)
    parts = [b'["%b",%b%b]' % of_claim for of_claim in zip(salts, names, texts)]  # noqa: B905 - as many as have names
    parts += [b'["%b",%b]' % of_element for of_element in zip(salts[at:], texts[at:], strict=True)]
    _check_nested(b"".join(parts))
    return _url_safe(b"".join(map(_b64, parts))).replace(b"=", b"").split()


def _url_safe(base64: bytes) -> bytes:
    """Base64 in the alphabet of base64url."""
    return base64.replace(b"+", b"-").replace(b"/", b"_")


def _digests(disclosed: Sequence[bytes]) -> Sequence[bytes]:
    """The digest of each disclosure, in base64url without padding.

    All are encoded together, each with a zero byte behind it: so it fills its characters, and the last one of them,
    which holds six of the zero bits, is left out.
    """
    together = b"\0".join([sha256(text).digest() for text in disclosed]) + b"\0"
    return _cut(_DIGEST, len(disclosed), _url_safe(_b64(together, newline=False))) if disclosed else ()


def _salts(count: int, secret: bytes) -> Sequence[bytes]:
    """So many salts out of the secret: consecutive parts of one SHAKE256 stream (FIPS 202), each as base64url."""
    _check_secret(secret)
    stream = shake_256(_SALTS + secret).digest(_SALT_BYTES * count)
    return _cut(_SALT, count, _url_safe(_b64(stream, newline=False)))


def _cut(form: str, count: int, text: bytes) -> Sequence[bytes]:
    """A text in so many parts of one form (of `struct`), which is a tenth of the time that slices take."""
    return _form(form, count).unpack(text)


@lru_cache(maxsize=256)
def _form(form: str, count: int) -> Struct:
    return Struct(form * count)


def _decoy(secret: bytes) -> bytes:
    """A digest that nothing opens (RFC 9901 section 4.2.5), for a fact that has no claims."""
    _check_secret(secret)
    return _url_safe(_b64(shake_256(_DECOY + secret).digest(_DIGEST_BYTES), newline=False)).rstrip(b"=")


def _open_member(value: Json) -> Raw:
    text = canonical_json(value)
    _check_nested(text)
    return Raw(text)


def _array(before: bytes, digests: Sequence[bytes], behind: bytes) -> Raw:
    """Digests as an array, each between the same characters."""
    if not digests:
        return Raw(b"[]")
    return Raw(b"".join((b"[", before, (behind + b"," + before).join(digests), behind, b"]")))


@lru_cache(maxsize=1024)
def _quoted(name: str) -> bytes:
    """A claim's name as it stands in its disclosure, with a comma behind it."""
    return canonical_json(name) + b","


def _path(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _check_secret(secret: bytes) -> None:
    if len(secret) != SECRET_BYTES:
        raise ProofError(f"A fact's secret has {len(secret)} bytes instead of {SECRET_BYTES}.")


def _check_nested(texts: bytes) -> None:
    """In canonical JSON these bytes end a name and nothing else, as a quote within a text is escaped."""
    if b'"_sd":' in texts or b'"...":' in texts:
        raise UnreadableError('A value uses the name "_sd" or "...", which selective disclosure reserves (RFC 9901).')


def _check_names(envelope: Mapping[str, Json], claims: Mapping[str, Json]) -> None:
    if not RESERVED.isdisjoint(claims) or not RESERVED.isdisjoint(envelope):
        raise UnreadableError('A claim is named "_sd", "_sd_alg" or "...", which selective disclosure reserves.')
    if not envelope.keys().isdisjoint(claims):
        raise UnreadableError("A claim has the name of an open field of the fact's envelope.")
