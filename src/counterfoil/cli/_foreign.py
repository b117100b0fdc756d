"""Invoices that name us nowhere: nothing is looked for in them, which people should know before they are reassured."""

from collections.abc import Mapping

from counterfoil.cli._output import say
from counterfoil.flow.home import Home
from counterfoil.flow.settings_file import NAME
from counterfoil.store import Store

KINDS = ("invoice", "credit-note")


def count_foreign(store: Store) -> int:
    """How many invoices and credit notes name us neither as buyer nor as seller."""
    return store.count_in_role("neither", KINDS)


def print_foreign(home: Home, number: int, counts: Mapping[str, int]) -> None:
    """That in words, and what to do about it; nothing where there are none. `counts` as the store has them."""
    if number:
        of = sum(counts.get(f"document:{kind}", 0) for kind in KINDS)
        names = f"{number:,} of {of:,} invoices and credit notes name us neither as buyer nor as seller"
        say(f"{names}, so nothing is looked for in them.", "notable")
        say(f"Where we are meant: our VAT identifier, GLN and accounts are set under [owner] in {home.path / NAME}.")
