"""The holder's presentation: who shows a dossier or an update, to whom, on which occasion and when, over all of it."""

from counterfoil.exchange.proof.company import CompanyKey
from counterfoil.exchange.proof.dossier import Dossier, KeyOf, Parts, is_number
from counterfoil.exchange.proof.reader import Keys, Reader
from counterfoil.exchange.proof.refusal import RefusedError, refusing, require
from counterfoil.log.canonical import canonical_json
from counterfoil.log.jwk import to_jwk
from counterfoil.log.jws import ALGORITHM, parse_jws
from counterfoil.log.key_binding import TYP as HOLDER_TYP
from counterfoil.log.key_binding import Challenge, bind
from counterfoil.log.sd_claims import digest
from counterfoil.log.sd_jwt import SdJwt, parse_sd_jwt
from counterfoil.log.strict_json import Value, read_object
from counterfoil.model._base import Model

TYP = Dossier.TYP
_REASON = "binding"


class Presented(Model):
    """Who holds a dossier, and when that key signed for it."""

    key: KeyOf
    time: int
    audience: str
    nonce: str


def presented(shown: Parts, key: CompanyKey, challenge: Challenge, time: int) -> str:
    """The binding of a file by its holder, for one reader and occasion; `time` is in seconds since 1970."""
    claims = canonical_json(
        {
            "iss": key.company,
            "iat": time,
            "sub": shown.subjects[0].id,
            "cnf": {"jwk": to_jwk(key.public_key)},
            "content": shown.digest,
        }
    )
    return bind(key.credential(claims, shown.TYP), key.seed, challenge, time).text


def check_presentation(file: Parts, keys: Keys, reader: Reader) -> Presented:
    """Who holds a dossier or an update, if the presentation is over just this, for this reader, and not too old."""
    with refusing(_REASON, None):
        shown = parse_sd_jwt(file.binding)
    _require(shown.binding is not None and not shown.disclosures, "The presentation is not of two tokens.")
    signed = keys.open(shown.token, file.TYP, _REASON, None)
    issued = _object(signed.payload)
    _require(issued.keys() == {"iss", "iat", "sub", "cnf", "content"}, "The presentation does not say what it must.")
    _require(issued["cnf"] == {"jwk": to_jwk(signed.key.public_key)}, "The presentation is of another's key.")
    _require(issued["iss"] == signed.key.company, "The presentation is by a company that the key is not of.")
    _require(issued["sub"] == file.subjects[0].id, "The presentation is about something else.")
    _require(issued["content"] == file.digest, "The presentation is over something else than this file.")
    found = _holders_token(shown, signed.key)
    begun = issued["iat"]
    _require(is_number(begun), "The presentation does not say when it was made.")
    _asked_for("audience", reader.audience, found.audience)
    _asked_for("nonce", reader.nonce, found.nonce)
    if not (isinstance(begun, int) and begun <= found.time and reader.is_fresh(found.time)):
        raise RefusedError("age", None, "The presentation is too old, or of a time to come.")
    return found


def _holders_token(shown: SdJwt, key: KeyOf) -> Presented:
    with refusing(_REASON, None):
        token = parse_jws(shown.binding or "")
        _require(token.header == {"alg": ALGORITHM, "typ": HOLDER_TYP}, "The header of the holder's token is wrong.")
        told = _object(token.verify(key.public_key, HOLDER_TYP))
    match told:
        case {"aud": str() as audience, "nonce": str() as nonce, "iat": int() as time, "sd_hash": str() as bound} if (
            len(told) == 4 and is_number(time)
        ):
            _require(bound == digest(shown.shown), "The holder's token is over something else.")
            return Presented(key=key, time=time, audience=audience, nonce=nonce)
        case _:
            raise RefusedError(_REASON, None, "The holder's token does not say whom it is for, when and over what.")


def _asked_for(what: str, asked: str | None, found: str) -> None:
    require(asked in (None, found), what, None, f"The presentation is for another {what} than the one asked for.")


def _object(payload: bytes) -> dict[str, Value]:
    with refusing(_REASON, None):
        return read_object(payload, "A token of the presentation")


def _require(holds: bool, message: str) -> None:
    require(holds, _REASON, None, message)
