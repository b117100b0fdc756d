"""How a node says who it is, and how a person who knows its address gets to know it: keys, logs and witness.

Who controls a domain can answer for it with a fresh nonce over TLS; that much is known then, and no more.
"""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit

from counterfoil.errors import ProofError
from counterfoil.exchange import paths
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.identity import Known
from counterfoil.exchange.halves.key_history import follow
from counterfoil.exchange.proof.company import CompanyKey, kid_of
from counterfoil.exchange.proof.dossier import is_number
from counterfoil.exchange.reply import Reply
from counterfoil.exchange.transport import Transport, Unreachable
from counterfoil.log.canonical import Json, canonical_json
from counterfoil.log.jwk import from_jwk, to_jwk
from counterfoil.log.jws import parse_jws
from counterfoil.log.key_binding import SKEW
from counterfoil.log.multikey import format_multikey
from counterfoil.log.note import parse_vkey
from counterfoil.log.signature_type import COSIGNATURE, ED25519
from counterfoil.log.strict_json import Value, read_object
from counterfoil.model._base import Model
from counterfoil.model.settings import Owner

TYP = "counterfoil-identity+jwt"
NONCE_MAX = 128
_TEXT_MAX = 500
_HINT = "Ask the company for the address of its node, and by another way for its id."
_OTHER_ADDRESS = "Add it by that address if it is the company's own; else it has to set 'url' in [node] to this one."
_CLOCKS = "Set the clock that is wrong."
_MOMENT_MAX = 253_402_300_799
"""The last second of the year 9999."""


class Introduction(Model):
    """What a node says of itself."""

    company: str
    url: str
    name: str
    anchor: bytes
    history: tuple[str, ...]
    log: str
    witness: str


def introduce(
    owner: Owner, known: Known, key: CompanyKey, log: str, witness: str, url: str, nonce: str, now: int
) -> str:
    """The token with which a node says who it is, to whoever asked with this nonce."""
    claims: dict[str, Json] = {
        "iss": known.company,
        "iat": now,
        "nonce": nonce,
        "url": url,
        "name": owner.name,
        "jwk": dict(to_jwk(known.anchor)),
        "history": list(known.history),
        "log": log,
        "witness": witness,
    }
    return key.token(canonical_json(claims), TYP)


def did_document(known: Known, url: str) -> bytes:
    """The did:web document of a node: its keys in force, and where it answers."""
    did = did_of(url)
    methods = [
        {
            "id": f"{did}#{kid_of(key)}",
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": format_multikey(key),
        }
        for key in known.keyring.keys
    ]
    ids = [one["id"] for one in methods]
    return canonical_json(
        {
            "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
            "id": did,
            "verificationMethod": methods,
            "authentication": ids,
            "assertionMethod": ids,
            "service": [{"id": f"{did}#node", "type": "CounterfoilNode", "serviceEndpoint": url}],
        }
    )


def did_of(url: str) -> str:
    """The did:web of a node at a URL (W3C CCG did:web, method-specific id): a port is escaped, a path follows."""
    parts = urlsplit(url)
    host = f"{parts.hostname}%3A{parts.port}" if parts.port else str(parts.hostname)
    return ":".join(["did:web", host, *filter(None, parts.path.split("/"))])


def meet(transport: Transport, url: str, now: int) -> Introduction:
    """What the node at an address says of itself, with a fresh nonce; ProofError where that does not hold together."""
    nonce = secrets.token_urlsafe(24)
    told = introduced(_body(transport.get(url, f"{paths.IDENTITY}?nonce={nonce}")), url, nonce, now)
    document = read_object(_body(transport.get(url, paths.DID)), "The did:web document")
    keys = follow(told.company, [told.anchor], told.history).keys
    listed = document.get("verificationMethod")
    named = (
        {str(one.get("publicKeyMultibase")) for one in listed if isinstance(one, dict)}
        if isinstance(listed, list)
        else ()
    )
    if document.get("id") != did_of(url) or named != {format_multikey(key) for key in keys}:
        raise ProofError(f"The did:web document of {url} names other keys than the node signs with.", _HINT)
    return told


def introduced(token: bytes, url: str, nonce: str, now: int) -> Introduction:
    """What a token of a node says; ProofError where it is for another question, or another's."""
    jws = parse_jws(token.decode("ascii", "replace"))
    told = read_object(jws.payload, "What the node says of itself")
    text = _texts(told, "iss", "nonce", "url", "name", "log", "witness")
    anchor, history = _anchor(told.get("jwk")), _history(told.get("history"))
    if kid_of(anchor) != text["iss"]:
        raise ProofError("The node says that it is of another company than its first key is.", _HINT)
    keys = follow(text["iss"], [anchor], history).keys
    jws.verify(keys[-1], TYP)
    if text["nonce"] != nonce:
        raise ProofError(f"The node at {url} answered another question.", _HINT)
    if text["url"] != url:
        raise ProofError(f"The node at {url} says that partners reach it at {text['url']!a:.200}.", _OTHER_ADDRESS)
    time = told.get("iat")
    if not is_number(time) or abs(now - time) > SKEW:
        raise ProofError(f"By the clock of the node it is {_moment(time)}, and by ours {_moment(now)}.", _CLOCKS)
    if (parse_vkey(text["log"]).algorithm, parse_vkey(text["witness"]).algorithm) != (ED25519, COSIGNATURE):
        raise ProofError("The node's keys of log and witness are of other types than these have.", _HINT)
    return Introduction(
        company=text["iss"],
        url=url,
        name=text["name"],
        anchor=anchor,
        history=history,
        log=text["log"],
        witness=text["witness"],
    )


def peer_of(told: Introduction, assurances: tuple[str, ...]) -> Peer:
    """The partner that a person adds on what a node said."""
    return Peer(
        company=told.company,
        name=told.name,
        keys=follow(told.company, [told.anchor], told.history).keys,
        logs=(told.log,),
        url=told.url,
        witness=told.witness,
        assurances=assurances,
        anchors=(told.anchor,),
        history=told.history,
    )


def _body(reply: Reply) -> bytes:
    if reply.status != 200:
        raise Unreachable(f"The node answered with {reply.status}.", _HINT)
    return reply.body


def _texts(told: Mapping[str, Value], *names: str) -> dict[str, str]:
    found = {name: value for name in names if isinstance(value := told.get(name), str) and value}
    if len(found) != len(names):
        raise ProofError("What the node says of itself is not of its form.", _HINT)
    if any(len(value) > _TEXT_MAX or not value.isprintable() for value in found.values()):
        raise ProofError(
            "What the node says of itself is too long, or has characters that are not plain to see.", _HINT
        )
    return found


def _anchor(jwk: Value) -> bytes:
    if not isinstance(jwk, dict):
        raise ProofError("The node does not say which its first key is.", _HINT)
    return from_jwk(jwk)


def _history(value: Value) -> tuple[str, ...]:
    tokens = tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else None
    if tokens is None or not isinstance(value, list) or len(tokens) != len(value):
        raise ProofError("The history of the node's keys is no list of tokens.", _HINT)
    return tokens


def _moment(seconds: object) -> str:
    """A time as people read it."""
    if not is_number(seconds) or seconds > _MOMENT_MAX:
        return "no time at all"
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S} UTC"
