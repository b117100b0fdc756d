"""SD-JWT (RFC 9901): a signed credential, and the disclosures that its holder chose to show with it."""

from collections.abc import Iterable, Mapping
from typing import TypeGuard

from counterfoil.errors import ProofError
from counterfoil.log.canonical import Json
from counterfoil.log.jws import parse_jws, sign_jws
from counterfoil.log.sd_claims import show
from counterfoil.log.strict_json import Value, read_object
from counterfoil.model._base import Model

_HINT = "It may have been cut off or changed on the way."


class SdJwt(Model):
    """A credential as it travels: the issuer's token, the disclosures, and the holder's token where there is one."""

    token: str
    disclosures: tuple[str, ...] = ()
    binding: str | None = None

    @property
    def shown(self) -> str:
        """The credential with its disclosures, without the holder's token: what that token is bound to (4.3.1)."""
        return "".join(f"{part}~" for part in (self.token, *self.disclosures))

    @property
    def text(self) -> str:
        """The whole in the compact serialization (section 4)."""
        return self.shown + (self.binding or "")

    def showing(self, disclosures: Iterable[str]) -> "SdJwt":
        """The same credential with only these disclosures and nothing of the holder yet."""
        return SdJwt(token=self.token, disclosures=tuple(disclosures))


def issue_sd_jwt(
    payload: bytes, seed: bytes, disclosures: Iterable[str], typ: str, others: Mapping[str, Json] | None = None
) -> SdJwt:
    """A credential over a payload in JSON, such as `hide` or `payload` of a fact makes one."""
    return SdJwt(token=sign_jws(payload, seed, typ, others), disclosures=tuple(disclosures))


def parse_sd_jwt(text: str) -> SdJwt:
    """The parts of a credential in the compact serialization; nothing is verified."""
    token, *others = text.split("~")
    if not others or not all(others[:-1]):
        raise ProofError("A credential is not a token and disclosures with ~ between them.", _HINT)
    return SdJwt(token=token, disclosures=tuple(others[:-1]), binding=others[-1] or None)


def verify_sd_jwt(
    credential: SdJwt, issuer: bytes, typ: str, *, now: int, audience: str | None = None
) -> dict[str, Value]:
    """The claims that a credential shows, if the issuer's key signed it and it is in force (section 7.1).

    Anything else is a ProofError. `now` is in seconds since 1970. The holder's token is not looked at: whether one is
    needed is the reader's decision, and `verify_binding` checks it.
    """
    payload = parse_jws(credential.token).verify(issuer, typ)
    claims = show(read_object(payload, "The payload of a credential"), credential.disclosures)
    check_validity(claims, now, audience)
    return claims


def check_validity(claims: Mapping[str, Value], now: int, audience: str | None = None) -> None:
    """Refuse with a ProofError what is not in force yet or any more, or is meant for others (RFC 7519 section 4.1)."""
    expires, begins = claims.get("exp"), claims.get("nbf")
    if expires is not None and not (_is_time(expires) and now < expires):
        raise ProofError("A credential has expired.", "Ask for a newer one.")
    if begins is not None and not (_is_time(begins) and begins <= now):
        raise ProofError("A credential is not in force yet.", "Look at the clock of this machine.")
    if "aud" in claims:
        meant_for = claims["aud"]
        if audience is None or audience not in (meant_for if isinstance(meant_for, list) else [meant_for]):
            raise ProofError("A credential is meant for somebody else.", "Ask for one of your own.")


def _is_time(value: Value) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
