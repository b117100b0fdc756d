"""`counterfoil reconcile`: what the entries of a statement were applied to."""

import argparse
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from counterfoil.cli._home import home_path
from counterfoil.cli._output import print_table, say
from counterfoil.cli._words import counted, money, print_rows
from counterfoil.flow.home import open_home
from counterfoil.flow.reconcile import Reconciled, reconciled, statement_called
from counterfoil.render.table import Column


def reconcile(options: argparse.Namespace) -> int:
    """A statement line by line."""
    with open_home(home_path(options), readonly=True) as home, home.store.reading():
        found = reconciled(home, statement_called(home, options.statement))
    if options.json:
        print_rows(found.entries)
        return 0
    named = f"statement {found.number or ''}".rstrip()
    say(f"{named} of account {found.account}" if found.account else named, "heading")
    say("")
    print_table(_COLUMNS, (cells for entry in found.entries for cells in _cells(entry)))
    say("")
    _sum_up(found)
    return 0


def _cells(entry: dict[str, Any]) -> Iterator[tuple[str | None, ...]]:
    """The entry with the first document that it goes to, and a line for each further one."""
    applied: list[dict[str, Any] | None] = [*entry["applied"]] or [None]
    who = entry["counterparty"] or entry["text"]
    first: tuple[str | None, ...] = (entry["line"], entry["booked"], money(entry), who)
    left = entry["unapplied"] if Decimal(entry["unapplied"]) else ""
    for place, one in enumerate(applied):
        state = entry["state"] if one is None or entry["state"] in _WHOLE else one["state"]
        yield (*(first if not place else ("", "", "", "")), *_document(one), state, left if not place else "")


def _document(one: dict[str, Any] | None) -> tuple[str, ...]:
    if one is None:
        return "", "", "", "", ""
    name = f"{one['to']['document'] or '?'} {one['to']['number'] or one['to']['id'][:12]}"
    return one["link"][:8], name, money(one), _settled(one), f"{one['confidence']:f}"


def _settled(one: dict[str, Any]) -> str:
    """How the document stands with it, where that is more than paid."""
    parts = [f"{one[name]} {word}" for name, word in _WORDS.items() if Decimal(one[name] or 0)]
    left = Decimal(one["open"] or 0)
    if left:
        parts.append(f"{left:f} open" if left > 0 else f"{-left:f} too much")
    return ", ".join(parts)


def _sum_up(found: Reconciled) -> None:
    total = sum(found.states.values())
    states = ", ".join(f"{number:,} {name}" for name, number in sorted(found.states.items()))
    say(f"{counted(total, 'entry', 'entries')}: {states}." if total else "It has no entries.")
    if found.forgotten:
        say(f"Entry {', '.join(found.forgotten)} of it was forgotten.", "notable")
    currency = found.currency or ""
    took = f", {found.charges:,f} was taken by the bank" if found.charges else ""
    used = f"{found.applied:,f} is applied{took} and {found.unapplied:,f} is not"
    say(f"Of {found.moved:,f} {currency} that moved, {used}.")
    if found.missing is not None and found.missing:
        balances = f"from {found.opening:,f} to {found.closing:,f}"
        say(f"The entries do not lead {balances}: {found.missing:,f} is missing.", "bad")
    elif found.missing is not None:
        say(f"They lead from {found.opening:,f} to {found.closing:,f}.", "good")


_WHOLE = ("told-before", "paid-again")
"""States that say more of an entry than those of its links."""
_WORDS = {"credited": "credited", "discount": "discount", "charges": "bank charges"}
_COLUMNS = (
    Column(title="entry"),
    Column(title="booked", optional=3),
    Column(title="amount", right=True),
    Column(title="with", least=12, wrap=True, optional=5),
    Column(title="link", optional=4),
    Column(title="goes to", least=12, wrap=True),
    Column(title="cash", right=True),
    Column(title="settled", least=10, wrap=True),
    Column(title="sure", right=True, optional=6),
    Column(
        title="state",
        styles={
            "proposed": "notable",
            "unapplied": "notable",
            "partly": "notable",
            "paid-again": "bad",
            "confirmed": "good",
        },
    ),
    Column(title="left", right=True),
)
