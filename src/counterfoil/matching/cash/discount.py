"""What discount for early payment did an invoice agree to? Terms for machines, and terms in words."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from counterfoil.matching.amounts import EXACT, ZERO, cents
from counterfoil.matching.days import banking_day, shifted
from counterfoil.model.summary import TradeSummary

# XRechnung 3.0, BT-20: "#SKONTO#TAGE=14#PROZENT=2.25#BASISBETRAG=357.93#", one a line.
_SKONTO = re.compile(r"#SKONTO#TAGE=(\d{1,4})#PROZENT=(\d{1,2}\.\d\d)#(?:BASISBETRAG=(\d{1,18}\.\d\d)#)?")
_PERCENT = Decimal("0.01")
_PERCENT_MAX = 10
"""More than this is no discount for early payment."""
_TEXT_MAX = 2000

_SHORT = re.compile(
    r"(?<![\d/.,])(\d{1,2}(?:[.,]\d{1,2})?)\s*%?\s*/\s*(\d{1,3})(?=\D{0,12}\b(?:net|netto|n)\s*/?\s*\d)", re.IGNORECASE
)
"""As in "2/10 net 30" and "2/10, n/30"."""
_RATE = r"(?P<rate{0}>\d{{1,2}}(?:[.,]\d{{1,3}})?)\s*(?:%|percent\b|per cent\b|pct\b|prozent\b|procent\b|v\.\s?h\.)"
_DAYS = (
    r"(?:(?P<days{0}>\d{{1,3}})\s*(?:kalender|calendar|werk|bank)?[\s-]*(?:tag|day|jour|dag|giorn|d[ií]a|dni|d\b|t\b|tg)"
    r"|(?P<day{0}>\d{{1,2}}\.\d{{1,2}}\.\d{{4}}|\d{{4}}-\d\d-\d\d|\d{{1,2}}/\d{{1,2}}/\d{{4}}))"
)
_BETWEEN = r"[^%#;\n]{0,48}?"
_PAIR = re.compile(
    rf"(?:{_RATE.format('')}{_BETWEEN}{_DAYS.format('')}|{_DAYS.format('_first')}{_BETWEEN}{_RATE.format('_last')})",
    re.IGNORECASE,
)
_SAYS_DISCOUNT = re.compile(
    r"skonto|discount|escompte|korting|sconto|descuento|pronto\s?pago|rabat|abzug|deduct|kassa|early|anticip|remise|n[e]tto?\b|\bnet\b",
    re.IGNORECASE,
)
_SAYS_OTHERWISE = re.compile(
    r"zins|interest|int[eé]r[eê]t|rente|penal|p[eé]nalit|verzug|mahn|late\b|mwst|ust\b|\bvat\b|tva|btw|iva\b|steuer|tax|anzahlung|deposit",
    re.IGNORECASE,
)
_NET = re.compile(
    r"\bn(?:et(?:to)?)?\s*/?\s*\d{1,3}\b(?:\s*(?:tage?n?|days?|jours?|dagen))?|\d{1,3}\s*(?:tage?n?|days?|jours?|dagen)\s*(?:rein\s*)?net(?:to)?\b",
    re.IGNORECASE,
)


class Discount(NamedTuple):
    """So many per cent off when paid by a day, or within days of issue, from a base where the terms tell one."""

    percent: Decimal
    days: int | None = None
    until: date | None = None
    base: Decimal | None = None

    def last_day(self, issued: date | None) -> date | None:
        """The last day on which it may be taken; None where it cannot be told."""
        if self.until is not None:
            return banking_day(self.until)
        return None if issued is None or self.days is None else banking_day(shifted(issued, self.days))

    def off(self, due: Decimal) -> Decimal:
        """What it takes off, in cents."""
        base = self.base if self.base is not None else due
        return cents(EXACT.multiply(base, EXACT.multiply(self.percent, _PERCENT)))


def discounts_of(summary: TradeSummary) -> tuple[Discount, ...]:
    """All discounts that the terms tell, to machines or else in words."""
    return _told(summary.payment_terms[:_TEXT_MAX]) if summary.payment_terms else ()


def last_days(summary: TradeSummary, issued: date | None) -> tuple[date | None, ...]:
    """The last day for each of them, where it can be told, of what was issued on that day."""
    return _last_days(summary.payment_terms[:_TEXT_MAX], issued) if summary.payment_terms else ()


@lru_cache(maxsize=4096)
def _last_days(terms: str, issued: date | None) -> tuple[date | None, ...]:
    return tuple([one.last_day(issued) for one in _told(terms)])


def discount_agreed(summary: TradeSummary, due: Decimal, paid_on: date | None) -> Decimal:
    """The largest discount that a payment on that day may take; zero without such terms.

    The days count from the day of issue. Where the day of payment is unknown, it is taken to be in time.
    """
    allowed = ZERO
    for one in discounts_of(summary):
        last = one.last_day(summary.issued)
        if last is None or paid_on is None or paid_on <= last:
            allowed = max(allowed, one.off(due))
    return allowed


@lru_cache(maxsize=4096)
def _told(terms: str) -> tuple[Discount, ...]:
    coded = [
        Discount(Decimal(percent), int(days), base=Decimal(base) if base else None)
        for days, percent, base in _SKONTO.findall(terms)
    ]
    return tuple(coded) if coded else tuple(dict.fromkeys(_in_words(terms)))


def _in_words(terms: str) -> Iterator[Discount]:
    for match in _SHORT.finditer(terms):
        yield from _believed(match[1], match[2], None)
    if not _SAYS_DISCOUNT.search(terms):
        return
    text = _NET.sub(lambda match: "#" * len(match[0]), terms)
    for match in _PAIR.finditer(text):
        if not _SAYS_OTHERWISE.search(match[0]):
            rate = match["rate"] or match["rate_last"]
            yield from _believed(rate, match["days"] or match["days_first"], match["day"] or match["day_first"])


def _believed(rate: str, days: str | None, day: str | None) -> Iterator[Discount]:
    percent = Decimal(rate.replace(",", "."))
    until = _day(day) if day else None
    if 0 < percent <= _PERCENT_MAX and (days or until):
        yield Discount(percent, int(days) if days else None, until)


def _day(written: str) -> date | None:
    numbers = [int(part) for part in re.split(r"\D", written)]
    year, month, day = numbers if written[4:5] == "-" else numbers[::-1]
    try:
        return date(year, month, day)
    except ValueError:
        return None
