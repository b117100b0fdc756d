"""Which amount in another currency does a text give, where the bank does not tell what was instructed?"""

import re
from decimal import Decimal

from counterfoil.matching.cash.amounts_beside import decimal_of

_CODES = frozenset(
    (
        *("AED", "ARS", "AUD", "BGN", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD"),
        *("HUF", "IDR", "ILS", "INR", "ISK", "JPY", "KRW", "MXN", "MYR", "NOK", "NZD", "PHP", "PLN"),
        *("RON", "RSD", "SAR", "SEK", "SGD", "THB", "TRY", "TWD", "UAH", "USD", "VND", "ZAR"),
    )
)
_NUMBER = r"(\d{1,3}(?:[.,' ]\d{3})+|\d+)[.,](\d\d)(?![\d/]|[.,]\d)"
_BEFORE = re.compile(rf"(?<![A-Za-z])([A-Za-z]{{3}})[ :]?{_NUMBER}")
_BEHIND = re.compile(rf"(?<![\w.,/]){_NUMBER} ?([A-Za-z]{{3}})(?![A-Za-z])")

_CENTS = re.compile(r"[.,]\d\d(?!\d)")
"""Most texts have none, which is found out ten times as fast."""

Told = tuple[Decimal, str]


def told_abroad(text: str, currency: str | None) -> Told | None:
    """The one amount, positive, that a text gives in another currency than this; None where there are more."""
    if currency is None or _CENTS.search(text) is None:
        return None
    found = {(decimal_of(whole, cents), code.upper()) for code, whole, cents in _BEFORE.findall(text)}
    found |= {(decimal_of(whole, cents), code.upper()) for whole, cents, code in _BEHIND.findall(text)}
    abroad = {told for told in found if told[1] in _CODES and told[1] != currency and told[0]}
    return abroad.pop() if len(abroad) == 1 else None
