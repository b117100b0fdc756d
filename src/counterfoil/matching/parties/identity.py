"""Are these two the same company, and which of the parties to a document are we?"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from counterfoil.matching.parties.addresses import address_likeness
from counterfoil.matching.parties.identifiers import (
    BARE,
    GLN,
    LEI,
    MAILBOX,
    VAT,
    Key,
    account_key,
    identifier_key,
    implied_vat,
    is_believable,
    is_near,
)
from counterfoil.matching.parties.name_differences import are_counted_apart, goes_on
from counterfoil.matching.parties.name_likeness import name_likeness
from counterfoil.matching.parties.names import beginning, legal_form, name_form, plain_name
from counterfoil.model.settings import Owner
from counterfoil.model.summary import PartySummary, Summary, TradeSummary
from counterfoil.model.values import Identifier

BUYER, SELLER, NEITHER = "buyer", "seller", "neither"

_WEAK = (BARE, MAILBOX)
_APART = (LEI, *_WEAK)
_SAME_NAME, _LIKE_NAME, _UNLIKE_NAME = 0.93, 0.85, 0.6
_SAME_PLACE, _OTHER_PLACE, _FAR_PLACE = 0.7, 0.5, 0.2
_NAME_WEIGHT = 0.85
_CUT_AT = (26, 27, 34, 35)
"""So many characters of a name banks take (DTAUS and MT940 27, SWIFT 35), or one fewer where that was a blank."""


class _Identity(NamedTuple):
    leis: frozenset[str]
    vats: frozenset[str]
    registered: frozenset[str]
    """The VAT identifiers, and those that follow from the numbers of registers."""
    others: frozenset[Key]
    weak: frozenset[Key]
    names: frozenset[str]
    legal_forms: frozenset[str]
    country: str | None
    accounts: frozenset[str]


@lru_cache(maxsize=16384)
def same_party(one: PartySummary | None, other: PartySummary | None) -> bool | None:
    """True where two are one company by what they say, False where that speaks against it, None where nothing does.

    The first of these that both have decides: LEI; VAT identifier of one country; any other identifier, if it agrees (a
    company may have several GLN); the name; and without a name on one side a number that names no scheme, if it agrees.
    What fails its check digits was mistyped, so it can agree, but it cannot speak against. A company may be registered
    for VAT in several countries, so there an equal name leaves the question open, as it does where the legal forms
    differ, which they do within a group.
    """
    if one is None or other is None:
        return None
    ours, theirs = _identity(one), _identity(other)
    if (told := _by_identifiers(ours, theirs)) is not None:
        return told
    if ours.names and theirs.names:
        return _by_names(one, other)
    return True if not ours.weak.isdisjoint(theirs.weak) or _is_mistyped(ours, theirs) else None


@lru_cache(maxsize=16384)
def likeness(one: PartySummary, other: PartySummary) -> float:
    """How alike two parties are by names and addresses, from 0 to 1."""
    names = _names_alike(one, other)
    place = address_likeness(one, other)
    return names if place is None else _NAME_WEIGHT * names + (1 - _NAME_WEIGHT) * place


def _by_identifiers(ours: _Identity, theirs: _Identity) -> bool | None:
    if not ours.leis.isdisjoint(theirs.leis):
        return True
    if _speak_against(LEI, ours.leis, theirs.leis):
        return False
    if not ours.registered.isdisjoint(theirs.registered):
        return True
    ours_there = [vat for vat in ours.vats if any(vat[:2] == other[:2] for other in theirs.vats)]
    if _speak_against(VAT, ours_there, [vat for vat in theirs.vats if any(vat[:2] == one[:2] for one in ours_there)]):
        return False
    return True if not ours.others.isdisjoint(theirs.others) else None


def _speak_against(scheme: str, ours: Iterable[str], theirs: Iterable[str]) -> bool:
    """Do both sides have an identifier that holds, where none agrees?"""
    return any(is_believable((scheme, one)) for one in ours) and any(is_believable((scheme, one)) for one in theirs)


def _by_names(one: PartySummary, other: PartySummary) -> bool | None:
    ours, theirs = _identity(one), _identity(other)
    alike = 1.0 if not ours.names.isdisjoint(theirs.names) else _names_alike(one, other)
    if alike < 1 and (not ours.accounts.isdisjoint(theirs.accounts) or _is_mistyped(ours, theirs)):
        return True if alike >= _UNLIKE_NAME else None
    if alike < _UNLIKE_NAME:
        return False
    if _differ_in_law(ours, theirs):
        return None
    place = address_likeness(one, other)
    if alike == 1:
        return None if place is not None and place < _FAR_PLACE and _say_where(one) and _say_where(other) else True
    if _are_apart(one, other, place):
        return None
    if alike >= _SAME_NAME:
        least = _SAME_PLACE if one.street and other.street else _OTHER_PLACE
        return True if place is None or place >= least else None
    return True if alike >= _LIKE_NAME and place is not None and place >= _SAME_PLACE else None


def _names_alike(one: PartySummary, other: PartySummary) -> float:
    pairs = ((mine, yours) for mine in _spellings(one) for yours in _spellings(other))
    return max((name_likeness(mine, yours) for mine, yours in pairs), default=0.0)


def _say_where(party: PartySummary) -> bool:
    """Does its address tell town and street? Only then is another one another place, not another way to write it."""
    return bool(party.post_code and party.city and party.street)


def _are_apart(one: PartySummary, other: PartySummary, place: float | None) -> bool:
    """Is what differs between names that are nearly alike what tells two companies apart?"""
    pairs = [(mine, yours) for mine in _spellings(one) for yours in _spellings(other)]
    if any(are_counted_apart(*pair) for pair in pairs):
        return True
    return (place is None or place < _SAME_PLACE) and any(goes_on(*pair) for pair in pairs)


def _differ_in_law(ours: _Identity, theirs: _Identity) -> bool:
    """Is each a company of another country or legal form?"""
    if ours.vats and theirs.vats and not _in_one_country(ours, theirs):
        return True
    if ours.country and theirs.country and ours.country != theirs.country:
        return True
    return bool(ours.legal_forms and theirs.legal_forms) and ours.legal_forms.isdisjoint(theirs.legal_forms)


def _in_one_country(ours: _Identity, theirs: _Identity) -> bool:
    return any(vat[:2] == other[:2] for vat in ours.vats for other in theirs.vats)


def _is_mistyped(ours: _Identity, theirs: _Identity) -> bool:
    """Is an identifier of the one that fails its check digits nearly one of the other's that holds?"""
    return any(
        is_near(mine, yours) and is_believable((scheme, mine)) != is_believable((scheme, yours))
        for scheme, mine in _checked(ours)
        for there, yours in _checked(theirs)
        if scheme == there
    )


def _checked(identity: _Identity) -> Iterator[Key]:
    yield from ((LEI, lei) for lei in identity.leis)
    yield from ((VAT, vat) for vat in identity.vats)
    yield from (key for key in identity.others if key[0] == GLN)


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
    return frozenset(
        (
            *(f"{scheme.lower()}:{value}" for scheme, value in filter(None, keys) if scheme != MAILBOX),
            *(f"account:{account_key(account)}" for account in party.accounts),
            *(f"name:{form}" for name in _spellings(party) if (form := name_form(name))),
        )
    )


@lru_cache(maxsize=8192)
def payment_forms(party: PartySummary | None, *, by_bank: bool) -> frozenset[str]:
    """All forms under which a company meets itself in payments, those of names that were cut off too."""
    return forms_of(party) | cut_forms(party, by_bank=by_bank)


@lru_cache(maxsize=8192)
def cut_forms(party: PartySummary | None, *, by_bank: bool) -> frozenset[str]:
    """Forms under which a company with a long name meets itself in a statement, where banks cut names off.

    `by_bank` says that the name stands in a statement: there only one that is as long as a bank takes may be cut.
    """
    names = _spellings(party) if party is not None else []
    long = (name for name in names if (len(name) in _CUT_AT if by_bank else len(name) >= min(_CUT_AT)))
    return frozenset(f"cut:{start}" for name in long if (start := beginning(name)))


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
        registered=frozenset(vats | {vat for key in keys if (vat := implied_vat(key))}),
        others=frozenset(key for key in keys if key[0] not in _APART and key[1] not in vats),
        weak=frozenset(key for key in keys if key[0] in _WEAK),
        names=frozenset(map(plain_name, _spellings(party))),
        legal_forms=frozenset(form for name in _spellings(party) if (form := legal_form(name))),
        country=party.country.upper() if party.country else None,
        accounts=frozenset(map(account_key, party.accounts)),
    )


def _spellings(party: PartySummary) -> list[str]:
    """The names of a party as written, if they have any letters."""
    return [name for name in (party.name, party.trading_name) if name and plain_name(name)]
