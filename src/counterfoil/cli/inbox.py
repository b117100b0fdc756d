"""`counterfoil inbox`: what is shared with partners, what each side says of it, and what waits for a person."""

import argparse
from typing import Any

from counterfoil.cli._exchange import opened
from counterfoil.cli._inbox_rows import inbox_rows
from counterfoil.cli._inbox_words import print_inbox
from counterfoil.cli._words import print_rows
from counterfoil.exchange.halves.identity import known_identity


def inbox(options: argparse.Namespace) -> int:
    """What is shared. Exit status 0: that something waits is no failure."""
    with opened(options, readonly=True) as office:
        if known_identity(office.home) is None:
            shown, hidden = list[dict[str, Any]](), 0
        else:
            shown, hidden = inbox_rows(office, options)
    if options.json:
        print_rows(shown)
    else:
        print_inbox(shown, hidden)
    return 0
