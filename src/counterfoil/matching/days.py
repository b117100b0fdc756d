"""Days before and after others, as far as there are days: a document may name any from the year 1 to 9999."""

from datetime import date, timedelta

_LAST = date.max.toordinal()
_SATURDAY = 5
_WEEK_DAYS = 7


def numbered(number: int) -> date:
    """The day of that number, counted from 1 January of the year 1; the first or last one where there is none."""
    return date.fromordinal(min(max(number, 1), _LAST))


def shifted(day: date, days: int) -> date:
    """So many days later, or earlier where that is negative."""
    try:
        return day + timedelta(days)
    except OverflowError:
        return date.max if days > 0 else date.min


def banking_day(day: date) -> date:
    """The day itself, or the Monday behind it: what is due at a weekend may be paid then (BGB § 193)."""
    week_day = day.weekday()
    return day if week_day < _SATURDAY else shifted(day, _WEEK_DAYS - week_day)
