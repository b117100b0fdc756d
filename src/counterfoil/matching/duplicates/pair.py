"""What two invoices that may be one have in common, whatever stands around them."""

from typing import NamedTuple

from counterfoil.matching.duplicates.number_likeness import Numbers


class Pair(NamedTuple):
    """Two invoices side by side."""

    numbers: Numbers
    weight: float
    """What speaks for their being one, as logarithm of the odds."""
