"""How a fact becomes a log entry: a payload of salted digests (RFC 9901) that can be disclosed claim by claim.

The payload is what a dossier signs later on, so what was logged is what can be shown by parts. All salts come from one
secret for each fact: who erases it can no longer show, and nobody can guess, what the entry stood for.
"""

from binascii import b2a_base64 as _b64
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import sha256

from counterfoil.errors import ProofError, UnreadableError
from counterfoil.log.canonical import Json, canonical_json, canonical_object, canonical_text
from counterfoil.model._base import Model

SECRET_BYTES = 32
RESERVED = frozenset({"_sd", "_sd_alg", "..."})
"""Names that selective disclosure keeps for itself."""
_SALT_BYTES = 16
_BLOCK_BYTES = 64
_DECOY = b"~decoy"
"""The path of the decoy: no claim has it, since a tilde in a name is always followed by 0 or 1."""
_PADDING = b"counterfoil padding\n"
_URL_SAFE = bytes.maketrans(b"+/", b"-_")
_INNER = bytes(byte ^ 0x36 for byte in range(256))
_OUTER = bytes(byte ^ 0x5C for byte in range(256))


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
    digests = [
        _b64(sha256(text).digest(), newline=False).translate(_URL_SAFE, b"=").decode()
        for text in _disclose(layout, secret)
    ]
    at = len(layout.paths) - sum(layout.arrays.values())
    whole = sorted(digests[:at] if digests else [_decoy(secret)])
    members = {name: canonical_text(value) for name, value in envelope.items()}
    _check_nested(_encoded("\n".join(members.values())))
    members["_sd_alg"] = '"sha-256"'
    if whole:
        members["_sd"] = '["' + '","'.join(whole) + '"]'
    for name, length in layout.arrays.items():
        members[name] = "[" + ",".join([f'{{"...":"{digest}"}}' for digest in digests[at : at + length]]) + "]"
        at += length
    return _encoded(canonical_object(members))


def disclosures(claims: Mapping[str, Json], by_element: frozenset[str], secret: bytes) -> dict[str, str]:
    """What opens each digest of the payload, by path: a claim's name, or name/index for an element (index from 0).

    In a name, ~ is written as ~0 and / as ~1 (as in RFC 6901), so no two paths are the same.
    """
    _check_names({}, claims)
    layout = _lay_out(claims, by_element)
    return {path.decode(): text.decode() for path, text in zip(layout.paths, _disclose(layout, secret), strict=True)}


def entry(payload: bytes) -> bytes:
    """The log entry of a fact, 32 bytes: SHA-256 of its payload. The leaf hash is SHA-256(0x00 || entry)."""
    return sha256(payload).digest()


def padding_entry(random: bytes) -> bytes:
    """An entry that stands for no fact and looks like all others; `random` (32 bytes) can later show that."""
    _check_secret(random)
    return sha256(_PADDING + random).digest()


class _Layout(Model):
    """The disclosures to make: whole claims first, then the elements of each array in turn."""

    paths: list[bytes]
    quoted_names: list[bytes]
    """The name with a comma behind it as it stands in the disclosure; empty for an element."""
    values: list[Json]
    arrays: dict[str, int]
    """How many elements each array has, by name."""


def _lay_out(claims: Mapping[str, Json], by_element: frozenset[str]) -> _Layout:
    arrays = {name: value for name, value in claims.items() if name in by_element and isinstance(value, list | tuple)}
    heads = [_head(name) for name in claims if name not in arrays]
    layout = _Layout(
        paths=[path for path, _ in heads],
        quoted_names=[quoted for _, quoted in heads],
        values=[value for name, value in claims.items() if name not in arrays],
        arrays={},
    )
    for name, elements in arrays.items():
        stem = _head(name)[0]
        layout.paths.extend([b"%b/%d" % (stem, index) for index in range(len(elements))])
        layout.quoted_names.extend([b""] * len(elements))
        layout.values.extend(elements)
        layout.arrays[name] = len(elements)
    return layout


def _disclose(layout: _Layout, secret: bytes) -> list[bytes]:
    """The disclosures: base64url of [salt, name, value], or of [salt, value] for an element, in canonical JSON."""
    texts = [canonical_json(value) for value in layout.values]
    _check_nested(b"\n".join(texts))
    return [
        _b64(b'["%b",%b%b]' % parts, newline=False).translate(_URL_SAFE, b"=")
        for parts in zip(_salts(layout.paths, secret), layout.quoted_names, texts, strict=True)
    ]


def _salts(paths: Sequence[bytes], secret: bytes) -> list[bytes]:
    return [_b64(mac[:_SALT_BYTES], newline=False).translate(_URL_SAFE, b"=") for mac in _macs(paths, secret)]


def _macs(messages: Sequence[bytes], secret: bytes) -> list[bytes]:
    """HMAC-SHA256 (RFC 2104) of each message, in half the time of `hmac.digest`, which begins anew each time."""
    _check_secret(secret)
    block = secret.ljust(_BLOCK_BYTES, b"\x00")
    new_inner, new_outer = sha256(block.translate(_INNER)).copy, sha256(block.translate(_OUTER)).copy
    macs = list[bytes]()
    for message in messages:
        inner, outer = new_inner(), new_outer()
        inner.update(message)
        outer.update(inner.digest())
        macs.append(outer.digest())
    return macs


def _decoy(secret: bytes) -> str:
    """A digest that nothing opens (RFC 9901 section 4.2.5), for a fact that has no claims."""
    return _b64(_macs([_DECOY], secret)[0], newline=False).translate(_URL_SAFE, b"=").decode()


@lru_cache(maxsize=1024)
def _head(name: str) -> tuple[bytes, bytes]:
    """A claim's path, and its quoted name with a comma behind it."""
    return _encoded(name.replace("~", "~0").replace("/", "~1")), canonical_json(name) + b","


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise UnreadableError("A name or an open field of a fact holds half of a surrogate pair.") from error


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
