"""An update of a hundred dossiers with nothing new: its size against theirs, and invoices verified a second.

Of the same day means one consistency proof a log. Verifying takes in the dossiers again, as they lie on the reader's
disk, and stands against verifying new dossiers of all invoices.
"""

import gzip
import sys
from pathlib import Path

from _timing import best

from counterfoil.exchange.proof.reader import DAY
from counterfoil.exchange.proof.updated import verify_update
from counterfoil.exchange.proof.verification import verify_dossier

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tests"))

from exchange.made import NOW  # noqa: E402 # the companies of the tests
from exchange.portfolios import DAYS, Portfolio  # noqa: E402 # the same

INVOICES = 100
ROUNDS = 3
LEVEL = 5


def main() -> None:
    """Print the size for an invoice, the share of that of new dossiers, and how many are renewed a second."""
    portfolio = Portfolio(INVOICES)
    update, held = portfolio.update().data, [one.data for one in portfolio.dossiers]
    reader, then = portfolio.reader(), portfolio.reader(now=NOW - (DAYS - 1) * DAY)

    def renewed() -> None:
        if [one.level for one in verify_update(update, held, reader).invoices] != [LEVEL] * INVOICES:
            raise SystemExit("The update is not verified.")

    def anew() -> None:
        if [verify_dossier(one, then).level for one in held] != [LEVEL] * INVOICES:
            raise SystemExit("The dossiers are not verified.")

    whole, dossiers = best(ROUNDS, renewed, anew)
    size, before = len(update), sum(map(len, held))
    print(f"  {INVOICES} dossiers of {before:,} bytes; an update of {size:,} ({len(gzip.compress(update)):,} gzipped)")
    print(f"  invoices renewed a second, with their dossiers verified again: {INVOICES / whole:,.0f}")
    print(f"bytes of an update with nothing new against those of new dossiers: {size / before:.2f}")
    print(f"verifying new dossiers of all against the update with the old ones: {dossiers / whole:.2f}")


if __name__ == "__main__":
    main()
