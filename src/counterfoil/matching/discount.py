"""What discount for early payment did an invoice agree to?"""

import re
from datetime import date, timedelta
from decimal import Decimal

from counterfoil.matching.amounts import EXACT, ZERO, cents
from counterfoil.model.summary import TradeSummary

# XRechnung 3.0, BT-20: "#SKONTO#TAGE=14#PROZENT=2.25#BASISBETRAG=357.93#", one a line.
_SKONTO = re.compile(r"#SKONTO#TAGE=(\d{1,4})#PROZENT=(\d{1,2}\.\d\d)#(?:BASISBETRAG=(\d{1,18}\.\d\d)#)?")
_PERCENT = Decimal("0.01")


def discount_agreed(summary: TradeSummary, due: Decimal, paid_on: date | None) -> Decimal:
    """The largest discount that a payment on that day may take, as the terms tell machines; zero without such terms.

    The days count from the day of issue. Where the day of payment is unknown, it is taken to be in time.
    """
    allowed = ZERO
    for days, percent, base in _SKONTO.findall(summary.payment_terms or ""):
        in_time = summary.issued is None or paid_on is None or paid_on <= summary.issued + timedelta(days=int(days))
        if in_time:
            part = EXACT.multiply(Decimal(base) if base else due, EXACT.multiply(Decimal(percent), _PERCENT))
            allowed = max(allowed, cents(part))
    return allowed
