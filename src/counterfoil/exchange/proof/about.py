"""What an invoice is, as far as its offer is disclosed: which one it is, over how much, and between whom."""

from typing import Any

from counterfoil.exchange.proof.attested import Attested
from counterfoil.model._base import Model


class About(Model):
    """What the offer says of its invoice; None for what is withheld, is not there, or is no text."""

    number: str | None = None
    issued: str | None = None
    due: str | None = None
    currency: str | None = None
    payable: str | None = None
    seller: str | None = None
    buyer: str | None = None


def about(offer: Attested) -> About:
    """What an invoice is by its offer."""
    claims = offer.claims
    return About(
        number=_text(claims.get("number")),
        issued=_text(claims.get("issued")),
        due=_text(claims.get("due")),
        currency=_text(claims.get("currency")),
        payable=_text(claims.get("payable")),
        seller=_name(claims.get("seller")),
        buyer=_name(claims.get("buyer")),
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _name(party: Any) -> str | None:
    return _text(party.get("name")) if isinstance(party, dict) else None
