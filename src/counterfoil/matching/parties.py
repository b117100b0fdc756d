"""Are these two the same company, and which of the parties to a document are we?"""

import re
import unicodedata
from functools import lru_cache

from counterfoil.model.settings import Owner
from counterfoil.model.summary import PartySummary, StatementSummary, Summary, TradeSummary
from counterfoil.model.values import Identifier

BUYER, SELLER, NEITHER = "buyer", "seller", "neither"

_SPACE = re.compile(r"[\s.\-/]+")
_GLN_SCHEMES = ("0088", "GLN", "EAN")
_LEI_SCHEMES = ("0199", "LEI")


def same_party(one: PartySummary | None, other: PartySummary | None) -> bool | None:
    """True where an identifier agrees (or, without one in common, the name), False where they speak against it, None where nothing is known.

    Identifiers of one scheme that differ are no proof of another company (a company may have several GLN), except VAT and LEI.
    """
    if one is None or other is None:
        return None
    ours, theirs = identifier_keys(one), identifier_keys(other)
    if ours & theirs:
        return True
    if _unique_schemes(ours) & _unique_schemes(theirs):
        return False
    names, other_names = _names(one), _names(other)
    if names and other_names:
        return bool(names & other_names)
    return None


@lru_cache(maxsize=4096)
def identifier_keys(party: PartySummary) -> frozenset[tuple[str, str]]:
    """The identifiers of a party as (scheme, value), spelled one way."""
    return frozenset(key for identifier in party.identifiers if (key := _identifier_key(identifier)))


def owner_party(owner: Owner) -> PartySummary:
    """The company whose home this is, as a party."""
    identifiers = [*owner.identifiers]
    for scheme, value in (("VAT", owner.vat), ("0088", owner.gln), ("0199", owner.lei)):
        if value:
            identifiers.append(Identifier(value=value, scheme=scheme))
    return PartySummary(name=owner.name, identifiers=tuple(identifiers), accounts=owner.ibans)


def role_in(summary: Summary, us: PartySummary) -> str:
    """What we are in a document: "buyer", "seller" or "neither"; of a statement of our own account we are neither.

    Where both parties look like us, or where nothing is known of either, the answer is "neither".
    """
    if isinstance(summary, StatementSummary) or not isinstance(summary, TradeSummary):
        return NEITHER
    buyer, seller = same_party(summary.buyer, us), same_party(summary.seller, us)
    if buyer and not seller:
        return BUYER
    if seller and not buyer:
        return SELLER
    return NEITHER


def plain_name(name: str) -> str:
    """A name for comparison: without case, accents, punctuation and double spaces."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(c if c.isalnum() else " " for c in decomposed if not unicodedata.combining(c))
    return " ".join(letters.split())


@lru_cache(maxsize=4096)
def _names(party: PartySummary) -> frozenset[str]:
    return frozenset(plain for name in (party.name, party.trading_name) if name and (plain := plain_name(name)))


def _identifier_key(identifier: Identifier) -> tuple[str, str] | None:
    value = _SPACE.sub("", identifier.value).upper()
    scheme = (identifier.scheme or "").upper()
    if not value:
        return None
    if scheme in _GLN_SCHEMES:
        scheme = "0088"
    elif scheme in _LEI_SCHEMES:
        scheme = "0199"
    elif scheme.startswith("99") and value[:2].isalpha():
        scheme = "VAT"  # the EAS codes 9906 to 9957 are national VAT numbers
    return scheme, value


@lru_cache(maxsize=4096)
def _unique_schemes(keys: frozenset[tuple[str, str]]) -> set[str]:
    return {scheme for scheme, _ in keys if scheme in ("VAT", "0199")}
