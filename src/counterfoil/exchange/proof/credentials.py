"""The credentials of a dossier: facts as their authors signed them for the holder, opened as far as they are shown."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from counterfoil.exchange.proof.attested import KINDS, Attested, misshapen, unshown
from counterfoil.exchange.proof.company import CompanyKey
from counterfoil.exchange.proof.dossier import Parts, is_deep, is_hex
from counterfoil.exchange.proof.reader import Keys
from counterfoil.exchange.proof.refusal import RefusedError, refusing, require
from counterfoil.log.canonical import Json, canonical_json, read_canonical
from counterfoil.log.claims import RESERVED, entry
from counterfoil.log.disclosure import reveal
from counterfoil.log.sd_jwt import SdJwt, parse_sd_jwt
from counterfoil.log.strict_json import Value, read_object

TYP = "counterfoil-fact+sd-jwt"
_BY_ELEMENT = frozenset({"lines", "findings", "links"})
"""The lists that are disclosed element by element."""
_ADDED = frozenset({"iss", "cnf"})
"""What a credential says beyond the fact."""


def credential_of(payload: bytes, disclosures: Iterable[str], key: CompanyKey, holder: str) -> SdJwt:
    """A fact's payload signed by its author for a holder (the kid of the holder's key), with what is shown of it."""
    members = read_object(payload, "The payload of a fact")
    added: dict[str, Value] = {**members, "iss": key.company, "cnf": {"kid": holder}}
    return key.credential(canonical_json(added), TYP, disclosures)  # type: ignore[arg-type] # facts hold no floats


def bare_payload(signed: bytes) -> bytes:
    """The payload of the fact in what was signed of it: without what a credential adds."""
    told = read_object(signed, "The payload of a credential")
    return canonical_json({name: value for name, value in told.items() if name not in _ADDED})  # type: ignore[misc]


def check_credentials(file: Parts, keys: Keys, holder: str) -> list[Attested]:
    """The facts of a dossier or an update in its order, if all were signed by their authors for this holder's key."""
    subjects = {one.id for one in file.subjects}
    facts = list[Attested]()
    for place, credential in enumerate(file.credentials):
        where = f"credentials[{place}]"
        fact = read_credential(credential.sd_jwt, keys, holder, where)
        require(fact.subject in subjects, "subject", where, "A fact is about no subject of the file.")
        facts.append(replace(fact, place=place))
    return facts


def read_credential(text: str, keys: Keys, holder: str, where: str) -> Attested:
    """The fact in a credential, if its author signed it for this holder's key and it says what its kind must."""
    with refusing("credential", where):
        shown = parse_sd_jwt(text)
    require(shown.binding is None, "credential", where, "A credential has a presentation of its own.")
    signed = keys.open(shown.token, TYP, "credential", where)
    with refusing("credential", where):
        told = read_canonical(signed.payload)
    if not isinstance(told, dict):
        raise RefusedError("credential", where, "The payload of a credential is not an object.")
    require(told.get("iss") == signed.key.company, "credential", where, "A credential is by another than its signer.")
    require(told.get("cnf") == {"kid": holder}, "credential", where, "A credential was made for another holder.")
    require(not is_deep(told), "credential", where, "The payload of a credential is nested too deeply.")
    payload = canonical_json({name: value for name, value in told.items() if name not in _ADDED})
    claims = _claims(payload, told, shown, where)
    kind, subject = told.get("kind"), told.get("subject")
    if not isinstance(kind, str) or kind not in KINDS:
        raise RefusedError("kind", where, f"There is no kind of fact {kind!r} between companies.")
    _check_claims(kind, claims, where)
    if not isinstance(subject, str) or not is_hex(subject):
        raise RefusedError("subject", where, "A fact does not say what it is about.")
    return Attested(
        entry=entry(payload).hex(),
        subject=subject,
        kind=kind,
        author=signed.key.company,
        claims=claims,
        payload=payload,
        disclosures=shown.disclosures,
        token=shown.token,
        withheld=_digests(told) - len(shown.disclosures),
    )


def read_for_any(text: str, keys: Keys, holders: Iterable[str], where: str) -> Attested:
    """The fact in a credential that was made for one of these holders; else why it is not one for the last of them."""
    refused = RefusedError("credential", where, "A credential was made for nobody.")
    for holder in holders:
        try:
            return read_credential(text, keys, holder, where)
        except RefusedError as error:
            refused = error
    raise refused


def _claims(payload: bytes, told: Mapping[str, Json], shown: SdJwt, where: str) -> dict[str, Any]:
    with refusing("disclosure", where):
        claims = reveal(payload, shown.disclosures)
    is_plain = isinstance(told.get("_sd", []), list) and "..." not in told
    require(is_plain, "disclosure", where, "The digests of a credential are not in a list.")
    is_placed = all(name in _BY_ELEMENT and all(map(_is_digest, value)) for name, value in _lists_of_digests(told))
    require(is_placed, "disclosure", where, "A digest stands where the format has none.")
    # What the payload itself holds is not deep; of a list that is disclosed by element, each element counts for itself.
    is_flat = not any(_is_deep(value, by_element=name in told) for name, value in claims.items())
    require(is_flat, "disclosure", where, "What is disclosed is nested too deeply.")
    require(_ADDED.isdisjoint(claims), "disclosure", where, "A disclosure takes the name of what a credential adds.")
    is_plain = not any(map(_uses_reserved, claims.values()))
    require(is_plain, "disclosure", where, "A name that selective disclosure reserves stands where it means nothing.")
    return dict(claims)


def _lists_of_digests(told: Mapping[str, Json]) -> Iterator[tuple[str, list[Any]]]:
    lists = ((name, value) for name, value in told.items() if isinstance(value, list))
    return ((name, value) for name, value in lists if any(map(_is_digest, value)))


def _is_digest(value: object) -> bool:
    return isinstance(value, dict) and value.keys() == {"..."}


def _is_deep(value: object, *, by_element: bool) -> bool:
    if not isinstance(value, dict | list):
        return False
    return any(map(is_deep, ([one] for one in value) if by_element and isinstance(value, list) else [[value]]))


def _uses_reserved(value: Any) -> bool:
    """Is there a name within this value that others could take for a digest?"""
    if isinstance(value, dict):
        return not RESERVED.isdisjoint(value) or any(map(_uses_reserved, value.values()))
    return isinstance(value, list) and any(map(_uses_reserved, value))


def _check_claims(kind: str, claims: dict[str, Any], where: str) -> None:
    if missing := unshown(kind, claims):
        raise RefusedError("undisclosed", where, f"The claim {missing} must be shown and is not.")
    if wrong := misshapen(claims):
        raise RefusedError("claims", where, f"The claim {wrong} is not what it must be.")


def _digests(told: Mapping[str, Json]) -> int:
    """How many digests a payload holds, of claims and of elements."""
    whole = told.get("_sd")
    count = len(whole) if isinstance(whole, list) else 0
    elements = (one for value in told.values() if isinstance(value, list) for one in value)
    return count + sum(1 for one in elements if isinstance(one, dict) and one.keys() == {"..."})
