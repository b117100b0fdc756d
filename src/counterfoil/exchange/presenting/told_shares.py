"""Shares of an amount that a text tells: who reads "2 % discount: 23.80" knows that the whole is 1,190.00."""

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice

from counterfoil.exchange.presenting.determined import Relation
from counterfoil.exchange.presenting.showing import Showing, papers_in
from counterfoil.exchange.presenting.trade_amounts import HALF_CENT, PERCENT, TOTALS, Amount, Amounts
from counterfoil.exchange.proof.attested import ACKNOWLEDGED, CREDITED, DISPUTED, PAID
from counterfoil.exchange.proof.mentions import texts_in

_FREE = ("payment_terms", "notes")
_SHARE, _PART = "share", "part"
_SAID = (PAID, CREDITED, ACKNOWLEDGED, DISPUTED)
_PARTS = ("tax", "paid", "allowances", "charges")
"""Totals of a paper that are a part of others."""
_SHARES = (
    re.compile(r"(?<![\d.,])(\d{1,2}(?:[.,]\d{1,4})?)\s?(?:%|percent|per cent|prozent)", re.IGNORECASE | re.ASCII),
    # As German practice writes a discount in BT-20 (XRechnung, Skonto).
    re.compile(r"#PROZENT=(\d{1,2}\.\d{2})#", re.ASCII),
)
_AMOUNT = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:[., '\u00a0\u202f\u2019]\d{3}){1,4}|\d+)[.,](\d{2})(?!\d|[.,]\d)", re.ASCII
)
_MOST = 8
"""So many shares and amounts of one paper are looked at."""


def told_numbers(showings: Sequence[Showing]) -> dict[Amount, Fraction]:
    """The percentages, what each leaves, and the amounts with cents in the free texts that papers show."""
    return {
        Amount(place, path, f"{name} {at}"): value
        for place, paper in papers_in(showings)
        for path in _FREE
        if path in paper.shown
        for name, found in ((_SHARE, _shares(paper, path)), (_PART, _amounts(paper, path)))
        for at, value in enumerate(islice(found, _MOST))
    }


def told_shares(
    showings: Sequence[Showing], amounts: Amounts, told: Mapping[Amount, Fraction]
) -> list[Relation[Amount]]:
    """What is a told share of a paper's amounts: its tax, an amount in its texts, what is said of it, or the like."""
    parts = [(one.fact, one) for one in told if one.field.startswith(_PART)]
    parts += ((place, Amount(place, name)) for place, _ in papers_in(showings) for name in _PARTS)
    by_entry = {one.fact.entry: place for place, one in enumerate(showings)}
    for at, one in enumerate(showings):
        about = by_entry.get(one.fact.of or "")
        if one.fact.kind in _SAID and about is not None:
            parts += ((about, Amount(at, name)) for name in ("amount", "set_off"))
    found = (
        _is_share(part, Amount(share.fact, name), share)
        for share in told
        if share.field.startswith(_SHARE)
        for place, part in parts
        if place == share.fact and amounts.get(part)
        for name in TOTALS
        if Amount(place, name) in amounts
    )
    return [one for one in found if one.holds(amounts)]


def _is_share(part: Amount, whole: Amount, share: Amount) -> Relation[Amount]:
    return Relation(((PERCENT, (part,)), (-1, (share, whole))), HALF_CENT * PERCENT)


def _shares(paper: Showing, path: str) -> Iterator[Fraction]:
    """Each once, with what it leaves."""
    written = (one for text in texts_in(paper.value(path)) for form in _SHARES for one in form.findall(text))
    for share in dict.fromkeys(Fraction(one.replace(",", ".")) for one in written):
        yield from (one for one in (share, PERCENT - share) if one)


def _amounts(paper: Showing, path: str) -> Iterator[Fraction]:
    for text in texts_in(paper.value(path)):
        for whole, cents in _AMOUNT.findall(text):
            yield Fraction(int("".join(filter(str.isdigit, whole))) * 100 + int(cents), 100)
