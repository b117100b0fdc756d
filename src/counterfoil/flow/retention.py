"""How long documents are to be kept, by their kind: a period of `counterfoil.toml`, counted from a document's day."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

from counterfoil.model.settings import Period, Settings
from counterfoil.store import DocumentRow


def kept_until(settings: Settings, row: DocumentRow, recorded: date) -> date | None:
    """The last day of a document's retention period; None where there is none for its kind.

    Years count from the end of the year in which it was issued, as commercial law has it; months and days from the day
    itself. A document without a date counts from the day on which it was `recorded`.
    """
    period = next((one.period for one in settings.retention if one.document == row.document), None)
    if period is None or not period.count:
        return None
    return ended(period, row.issued or recorded)


def ended(period: Period, issued: date) -> date:
    """The last day of a period."""
    if period.unit == "years":
        return date(min(issued.year + period.count, date.max.year), 12, 31)
    if period.unit == "months":
        months = issued.year * 12 + issued.month - 1 + period.count
        year, month = min(months // 12, date.max.year), months % 12 + 1
        return date(year, month, min(issued.day, monthrange(year, month)[1]))
    return issued + timedelta(days=min(period.count, (date.max - issued).days))


def longest(days: Iterable[date | None], today: date) -> date | None:
    """The latest of these days that has not passed yet."""
    return max((day for day in days if day is not None and day >= today), default=None)
