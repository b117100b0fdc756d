"""What is not told yet: goods that were received have some days in which to be invoiced."""

from datetime import date, timedelta

from counterfoil.model.settings import Settings

RECEIVED_NOT_INVOICED = "received-not-invoiced"


def untold(settings: Settings, on: date) -> tuple[str, date]:
    """Discrepancies of this code that came about after this day are not told on a day."""
    return RECEIVED_NOT_INVOICED, on - timedelta(days=min(settings.received_not_invoiced_days, on.toordinal() - 1))
