"""Are these two the same company, and which of the parties to a document are we?"""

from functools import lru_cache
from typing import NamedTuple

from counterfoil.matching.identifiers import BARE, GLN, LEI, MAILBOX, VAT, account_key, identifier_key
from counterfoil.matching.party_names import name_form, plain_name
from counterfoil.model.settings import Owner
from counterfoil.model.summary import PartySummary, Summary, TradeSummary
from counterfoil.model.values import Identifier

BUYER, SELLER, NEITHER = "buyer", "seller", "neither"

_WEAK = (BARE, MAILBOX)
_APART = (LEI, *_WEAK)


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
    for scheme, value in ((VAT, owner.vat), (GLN, owner.gln), (LEI, owner.lei)):
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
    glns = {value for scheme, value in _identity(party).others if scheme == GLN} if party else set[str]()
    return gln in glns if glns else None


@lru_cache(maxsize=8192)
def forms_of(party: PartySummary | None) -> frozenset[str]:
    """Short texts under which one company meets itself: identifiers, accounts, and its names without legal form.

    That two parties share one is a reason to compare them, not yet an identity.
    """
    if party is None:
        return frozenset()
    keys = (identifier_key(identifier, party.country) for identifier in party.identifiers)
    names = (party.name, party.trading_name)
    return frozenset(
        (
            *(f"{scheme.lower()}:{value}" for scheme, value in filter(None, keys) if scheme != MAILBOX),
            *(f"account:{account_key(account)}" for account in party.accounts),
            *(f"name:{form}" for name in names if name and (form := name_form(name))),
        )
    )


def names_of(party: PartySummary) -> frozenset[str]:
    """The names of a party, spelled one way."""
    return _identity(party).names


@lru_cache(maxsize=8192)
def _identity(party: PartySummary) -> _Identity:
    keys = {key for identifier in party.identifiers if (key := identifier_key(identifier, party.country))}
    # A VAT identifier without the prefix of its country compares as a mere number: it can agree, but not speak against.
    vats = {value for scheme, value in keys if scheme == VAT and value[:2].isalpha()}
    return _Identity(
        leis=frozenset(value for scheme, value in keys if scheme == LEI),
        vats=frozenset(vats),
        countries=frozenset(value[:2] for value in vats),
        others=frozenset(key for key in keys if key[0] not in _APART and key[1] not in vats),
        weak=frozenset(key for key in keys if key[0] in _WEAK),
        names=frozenset(plain for name in (party.name, party.trading_name) if name and (plain := plain_name(name))),
    )
