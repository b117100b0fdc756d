"""Which of two documents comes first, whatever the order in which they arrived?"""

from counterfoil.matching.keys import plain_number
from counterfoil.model.summary import Recorded

_LAST = "9999-99-99"


def precedence(document: Recorded) -> tuple[str, int, str, bytes]:
    """A sort key: by day of issue, by number as people count (9 before 10), then by id. Without a day it comes last."""
    summary = document.summary
    issued = getattr(summary, "issued", None)
    number = plain_number(summary.number or "")
    return (issued.isoformat() if issued else _LAST, len(number), number, document.id)
