"""Are these two the same company, and which of the parties to a document are we?"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from counterfoil.model.settings import Owner
from counterfoil.model.summary import PartySummary, Summary, TradeSummary
from counterfoil.model.values import Identifier

BUYER, SELLER, NEITHER = "buyer", "seller", "neither"

_VAT, _GLN, _LEI = "VAT", "0088", "0199"
_SPACE = re.compile(r"[\s.\-/]+")
_SWISS = re.compile(r"(CHE\d{9})(?:MWST|TVA|IVA|VAT)?")
# Electronic address schemes (EAS) and words of formats that stand for the same lists of identifiers.
_VAT_CODES = (
    "9906 9910 9914 9920 9922 9923 9924 9925 9926 9927 9928 9929 9930 9931 9932 9933 9934 9935 9936 9937 9938 9939 "
    "9940 9941 9942 9943 9944 9945 9946 9947 9948 9949 9950 9951 9952 9953 9955 9957 0211 VA"
)
_SCHEMES = {**dict.fromkeys(_VAT_CODES.split(), _VAT), "GLN": _GLN, "EAN": _GLN, "LEI": _LEI}
_ACCOUNTS = ("IBAN", "9918")
"""An account is no identity: it can be shared, sold and forged."""
_WEAK = ("", "EM")
"""Numbers of nobody in particular, and mailboxes, which a service provider may share out."""
_APART = (_LEI, *_WEAK)


class _Identity(NamedTuple):
    leis: frozenset[str]
    vats: frozenset[str]
    countries: frozenset[str]
    """Of the VAT identifiers."""
    others: frozenset[tuple[str, str]]
    weak: frozenset[tuple[str, str]]
    names: frozenset[str]


def same_party(one: PartySummary | None, other: PartySummary | None) -> bool | None:
    """True where two are one company by what they say, False where that speaks against it, None where nothing does.

    The first of these that both have decides: LEI; VAT identifier of one country; any other identifier, if it agrees (a
    company may have several GLN); the name; and without a name on one side a number that names no scheme, if it agrees.
    A company may be registered for VAT in several countries, so there an equal name leaves the question open.
    """
    if one is None or other is None:
        return None
    ours, theirs = _identity(one), _identity(other)
    if ours.leis and theirs.leis:
        return not ours.leis.isdisjoint(theirs.leis)
    if not ours.vats.isdisjoint(theirs.vats):
        return True
    if not ours.countries.isdisjoint(theirs.countries):
        return False
    if not ours.others.isdisjoint(theirs.others):
        return True
    if ours.names and theirs.names:
        if ours.names.isdisjoint(theirs.names):
            return False
        return None if ours.vats and theirs.vats else True
    return True if not ours.weak.isdisjoint(theirs.weak) else None


def owner_party(owner: Owner) -> PartySummary:
    """The company whose home this is, as a party."""
    identifiers = [*owner.identifiers]
    for scheme, value in ((_VAT, owner.vat), (_GLN, owner.gln), (_LEI, owner.lei)):
        if value:
            identifiers.append(Identifier(value=value, scheme=scheme))
    return PartySummary(name=owner.name, identifiers=tuple(identifiers), accounts=owner.ibans)


def role_in(summary: Summary, us: PartySummary) -> str:
    """What we are in a document: "buyer", "seller" or "neither"; of a statement of our own account we are neither.

    Where both parties look like us, or where nothing is known of either, the answer is "neither".
    """
    if not isinstance(summary, TradeSummary):
        return NEITHER
    buyer, seller = same_party(summary.buyer, us), same_party(summary.seller, us)
    if buyer and not seller:
        return BUYER
    if seller and not buyer:
        return SELLER
    return NEITHER


def has_gln(party: PartySummary | None, gln: str) -> bool | None:
    """Does a party have this GLN? None where it tells no GLN at all."""
    glns = {value for scheme, value in _identity(party).others if scheme == _GLN} if party else set[str]()
    return gln in glns if glns else None


@lru_cache(maxsize=8192)
def plain_name(name: str) -> str:
    """A name for comparison: without case, accents, punctuation and double spaces."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(c if c.isalnum() else " " for c in decomposed if not unicodedata.combining(c))
    return " ".join(letters.split())


def names_of(party: PartySummary) -> frozenset[str]:
    """The names of a party, spelled one way."""
    return _identity(party).names


@lru_cache(maxsize=8192)
def _identity(party: PartySummary) -> _Identity:
    keys = {key for identifier in party.identifiers if (key := _identifier_key(identifier))}
    # A VAT identifier without the prefix of its country compares as a mere number: it can agree, but not speak against.
    vats = {value for scheme, value in keys if scheme == _VAT and value[:2].isalpha()}
    return _Identity(
        leis=frozenset(value for scheme, value in keys if scheme == _LEI),
        vats=frozenset(vats),
        countries=frozenset(value[:2] for value in vats),
        others=frozenset(key for key in keys if key[0] not in _APART and key[1] not in vats),
        weak=frozenset(key for key in keys if key[0] in _WEAK),
        names=frozenset(plain for name in (party.name, party.trading_name) if name and (plain := plain_name(name))),
    )


def _identifier_key(identifier: Identifier) -> tuple[str, str] | None:
    value = _SPACE.sub("", identifier.value).upper()
    scheme = (identifier.scheme or "").strip().upper()
    if not value or scheme in _ACCOUNTS:
        return None
    scheme = _SCHEMES.get(scheme, scheme)
    if scheme == _VAT:
        if value.startswith("GR"):
            value = f"EL{value[2:]}"  # Greece's prefix for VAT is not its country code
        elif swiss := _SWISS.fullmatch(value):
            value = swiss[1]
    return scheme, value
