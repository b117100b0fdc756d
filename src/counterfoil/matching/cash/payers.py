"""Who is on the other side of a movement: the partner by name or account, or somebody who was seen to pay for it."""

import re
from collections.abc import Iterator
from datetime import date
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from counterfoil.matching._matcher import NO_LIMIT
from counterfoil.matching.cash.movements import Movement, statement_of
from counterfoil.matching.cash.naming import is_telling
from counterfoil.matching.cash.open_items import Item
from counterfoil.matching.cash.parts import count_said, says_part
from counterfoil.matching.cash.remittance import STRUCTURED, TEXT, Named
from counterfoil.matching.cash.till import Till
from counterfoil.matching.days import shifted
from counterfoil.matching.keys import key_of, payable_key, plain_number
from counterfoil.matching.parties.identity import forms_of, likeness
from counterfoil.model import summary as kinds
from counterfoil.model.summary import MasterSummary, Recorded

_LEARN_DAYS = 300
_NUMBERS_MAX = 4
_LIKE_MIN = 0.8
_ACCOUNT, _NAME = "account:", "name:"
# What stands before the number of an invoice, in the languages of its senders.
_INVOICE_WORD = re.compile(
    r"(?:\b(?:re|rg|rnr|rgnr|rechn?\w{0,10}|rg|inv\w{0,6}|bill|fact?u?u?r\w{0,4}|fa|fak|fattura|faktura|ft|beleg\W{0,2}nr|r)\W{0,3}"
    r"(?:nr|no|num(?:mer|ber)?|#)?\W{0,3})$",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|(?<!\d)(?:0?[1-9]|1[0-2])[./-]20\d\d(?!\d)|(?<!\d)20\d\d[./-](?:0[1-9]|1[0-2])(?!\d)"
)
"""Days and months."""
_BEFORE, _NUMBER_MAX = 16, 20


class Tie(IntEnum):
    """How the other side of a movement is tied to the partner of an item."""

    OTHER = 0
    """Somebody else, by all that is known."""
    UNTOLD = 1
    """The entry does not say who it is."""
    LIKE = 2
    """A name that is alike."""
    QUOTED = 3
    """The text gives the partner's number."""
    LEARNED = 4
    """Somebody who paid for this partner before, or is said to."""
    SAME = 5
    """The partner, by account, identifier or name."""


class Bond(NamedTuple):
    """A tie and how strong it is, from 0 to 1."""

    tie: Tie
    strength: float = 1.0


_SAME, _LEARNED, _QUOTED, _UNTOLD = Bond(Tie.SAME), Bond(Tie.LEARNED), Bond(Tie.QUOTED), Bond(Tie.UNTOLD)


def bond(movement: Movement, item: Item, learned: frozenset[str], quoted: frozenset[str]) -> Bond:
    """How the movement is tied to an item: by its forms, those that were learned, those whose number it gives."""
    if not movement.forms.isdisjoint(item.forms):
        return _SAME
    if not learned.isdisjoint(item.forms):
        return _LEARNED
    if not quoted.isdisjoint(item.forms):
        return _QUOTED
    other = movement.line.counterparty
    if not movement.forms or other is None:
        return _UNTOLD
    alike = max((likeness(other, one) for one in item.partners), default=0.0)
    return Bond(Tie.LIKE, alike) if alike >= _LIKE_MIN else Bond(Tie.OTHER, alike)


def payer_places(movement: Movement) -> Iterator[str]:
    """The timelines on which a payer is found again: the account, or without one the name."""
    accounts = [form for form in movement.forms if form.startswith(_ACCOUNT)]
    yield from (f"payer|{form}" for form in sorted(accounts or movement.forms))


def is_mute(movement: Movement) -> bool:
    """Does it name nothing that looks like the number of an invoice? Then only who it is from tells what it is for."""
    return not any(
        named.how == STRUCTURED or (named.how == TEXT and looks_like_invoice(movement, named))
        for named in movement.named
    )


def looks_like_invoice(movement: Movement, named: Named) -> bool:
    """Is it a word of letters and digits, or does it stand behind a word for 'invoice'?"""
    if named.span is None or named.weak or not is_telling(named) or _PERIOD.search(named.written):
        return False
    if any(map(str.isspace, named.written)):
        return False
    if not named.plain.isdecimal():
        return len(named.plain) <= _NUMBER_MAX
    before = "".join(movement.line.remittance)[max(named.span[0] - _BEFORE, 0) : named.span[0]]
    return _INVOICE_WORD.search(before) is not None


def is_for_partner(movement: Movement) -> bool:
    """May it be for items of the partner that it does not name?

    Because it names none, more than one can read, or several, of which one may be mistyped.
    """
    return is_mute(movement) or movement.may_go_on or _names_several(movement)


def says_nothing(movement: Movement) -> bool:
    """Does only the amount, beside who it is from, tell what it is for?"""
    text = movement.text
    return is_mute(movement) and not movement.may_go_on and not says_part(text) and count_said(text) is None


def _names_several(movement: Movement) -> bool:
    """Of a list of bare digits only the first stands behind a word for 'invoice'; the others are about as long."""
    found = {named.plain: named for named in movement.named if looks_like_invoice(movement, named)}
    if len(found) != 1:
        return len(found) > 1
    ((plain, first),) = found.items()
    return plain.isdecimal() and any(_continues(first, named) for named in movement.named)


def _continues(first: Named, named: Named) -> bool:
    return (
        named.span is not None
        and first.span is not None
        and named.span[0] >= first.span[1]
        and named.plain.isdecimal()
        and is_telling(named)
        and not any(map(str.isspace, named.written))
        and abs(len(named.plain) - len(first.plain)) <= 1
    )


def entry_places(movement: Movement) -> Iterator[str]:
    """The timelines on which items find a movement that may be for what it does not name."""
    if is_for_partner(movement):
        yield from (f"entry|{form}" for form in sorted(movement.forms))


def customer_numbers(movement: Movement) -> Iterator[str]:
    """Forms of a partner whose number the text may give."""
    seen = [named.plain for named in movement.named if named.how == TEXT and named.plain.isalnum()]
    for plain in list(dict.fromkeys(one for one in seen if sum(map(str.isdigit, one)) >= _NUMBERS_MAX))[:_NUMBERS_MAX]:
        yield f":{plain.upper()}"


def quoted_keys(item: Item) -> Iterator[str]:
    """Under which keys a movement looks that gives the partner's own number for the invoice's."""
    for form in sorted(item.forms):
        if form.startswith(":"):
            yield key_of(kinds.INVOICE, plain_number(form[1:]))


def partner_keys(document: Recorded) -> Iterator[str]:
    """The keys under which a partner's master data is found by each of its forms."""
    summary = document.summary
    if isinstance(summary, MasterSummary) and summary.document == kinds.PARTNER:
        yield from (f"partner|{form}" for form in sorted(forms_of(summary.party)))


def told_forms(till: Till, forms: frozenset[str]) -> frozenset[str]:
    """Further forms of who has these, by master data and by what people confirmed.

    Not those that too much master data gives: from them nobody would find back to these.
    """
    offering = till.shelf.offering
    told: set[str] = set()
    for form in sorted(forms):
        for document in offering(f"partner|{form}"):
            told |= forms_of(getattr(document.summary, "party", None))
    found = {form for form in told - forms if offering(f"partner|{form}")}
    found |= till.aliases(forms)
    return frozenset(found - forms)


def learned_forms(till: Till, movement: Movement) -> frozenset[str]:
    """The forms of partners for whom this account, or somebody of this name, paid exactly what it named."""
    day = movement.day
    if day is None:
        return frozenset()
    found: set[str] = set()
    for key in payer_places(movement):
        form = key.removeprefix("payer|")
        there = till.shelf.placed(key, *window(day, _LEARN_DAYS, _LEARN_DAYS), NO_LIMIT)
        others = [other for one in there for other in statement_of(one).by_form.get(form, ())]
        till.shelf.expect(offering=[payable_key(named.plain) for other in others for named in other.named])
        for other in others:
            if other.unit != movement.unit:
                found |= _taught(till, other)
    return frozenset(found)


def learning(till: Till, movement: Movement) -> Iterator[Movement]:
    """The movements that learn from this one who pays for whom."""
    if movement.day is not None and _taught(till, movement):
        yield from learners(till, movement)


def learners(till: Till, movement: Movement) -> Iterator[Movement]:
    """The movements that could learn from this one, were it to pay for somebody else."""
    day = movement.day
    if day is not None:
        for key in payer_places(movement):
            form = key.removeprefix("payer|")
            for document in till.shelf.placed(key, *window(day, _LEARN_DAYS, _LEARN_DAYS), NO_LIMIT):
                yield from statement_of(document).by_form.get(form, ())


def namesakes(till: Till, movement: Movement) -> Iterator[Movement]:
    """The movements with the same other side, by account, identifier or name, in the time in which one learns."""
    day = movement.day
    if day is not None:
        for form in sorted(movement.forms):
            for line in ("payer", "entry"):
                days = window(day, _LEARN_DAYS, _LEARN_DAYS)
                for document in till.shelf.placed(f"{line}|{form}", *days, NO_LIMIT):
                    yield from statement_of(document).by_form.get(form, ())


def _taught(till: Till, movement: Movement) -> frozenset[str]:
    """Whose items a movement paid, where its own name is another."""
    if not any(movement.forms.isdisjoint(claim.item.forms) for claim in till.naming(movement).claims):
        return frozenset()  # as most; what they are applied to needs not be worked out
    found = till.applied(movement)
    if not found.sure or not found.shares:
        return frozenset()
    forms: set[str] = set()
    for share in found.shares:
        if movement.forms.isdisjoint(share.item.forms):
            forms |= share.item.forms
    return frozenset(forms)


@lru_cache(maxsize=1024)
def window(day: date, before: int, after: int) -> tuple[date, date]:
    """Days about a day."""
    return shifted(day, -before), shifted(day, after)
