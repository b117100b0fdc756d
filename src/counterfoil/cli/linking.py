"""`counterfoil links` and `discrepancies`: what belongs together, and what does not fit."""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from counterfoil.cli._home import home_path
from counterfoil.cli._output import print_table
from counterfoil.cli._words import end, money, print_rows, sum_up, sums
from counterfoil.errors import UsageError
from counterfoil.flow.discrepancy_views import DiscrepancyFilter, discrepancies_view, due
from counterfoil.flow.home import open_home
from counterfoil.flow.views import LinkFilter, links_view, resolve
from counterfoil.render.table import Column
from counterfoil.texts.en.discrepancies import DISCREPANCIES


def links(options: argparse.Namespace) -> int:
    """Links that the filters let through, with why."""
    with open_home(home_path(options), readonly=True) as home:
        document = resolve(home, options.document, "document") if options.document is not None else None
        only = LinkFilter(document=document, kind=options.kind, state=options.state, below=options.below)
        rows = links_view(home, only=only)
        if options.json:
            print_rows(rows)
        else:
            sum_up(print_table(_LINK_COLUMNS, map(_link, rows)), "link")
    return 0


def discrepancies(options: argparse.Namespace) -> int:
    """What does not fit between documents. Exit status 0: that there is something is no failure."""
    if options.code not in (None, *DISCREPANCIES):
        raise UsageError(f"There is no discrepancy {options.code!r}.", f"Known are {', '.join(sorted(DISCREPANCIES))}.")
    only = DiscrepancyFilter(state=options.state, code=options.code, party=options.party, owner=options.owner)
    with open_home(home_path(options), readonly=True) as home:
        if options.json:
            print_rows(discrepancies_view(home, on=options.on, only=only))
        else:
            # People look at the oldest first.
            on = options.on or home.clock().date()
            found = due(home, home.store.discrepancies(), on)
            rows = sorted(found, key=lambda row: (row.since or date.max, row.code, row.id))
            told = _Told(on)
            count = print_table(_DISCREPANCY_COLUMNS, told.cells(discrepancies_view(home, rows, only=only)))
            sum_up(count, "discrepancy", "discrepancies", told.more())
    return 0


class _Told:
    """What was told of discrepancies so far: states, and what is at stake in those that are open."""

    def __init__(self, on: date) -> None:
        self._on = on
        self._states: Counter[str] = Counter()
        self._open: defaultdict[str, Decimal] = defaultdict(Decimal)

    def cells(self, rows: Iterable[dict[str, Any]]) -> Iterator[tuple[str | None, ...]]:
        """The cells of the table, counted on the way."""
        for row in rows:
            self._states[row["state"]] += 1
            if row["state"] == "open" and row["amount"] is not None:
                self._open[row["currency"] or ""] += Decimal(row["amount"])
            yield _discrepancy(row, self._on)

    def more(self) -> str:
        """What is to be said at the end: ", 3 of them open with 120.00 EUR at stake"."""
        if not self._states:
            return ""
        total = sum(self._states.values())
        said = f", {self._states['open']:,} of them open" if self._states["open"] < total else ", all open"
        return f"{said} with {sums(self._open)} at stake" if self._open else said


def _link(row: dict[str, Any]) -> tuple[str | None, ...]:
    said = "; ".join(row["evidence"])
    sure = f"{row['confidence']:f}"
    return (
        *(row["id"][:8], end(row["from"]), row["kind"], end(row["to"]), row["quantity"], money(row)),
        *(row["state"], sure, said),
    )


def _discrepancy(row: dict[str, Any], on: date) -> tuple[str | None, ...]:
    # On a narrow terminal there is no column for the state.
    said = [row["state"]] if row["state"] != "open" else []
    reason = ": ".join([*said, row["why"]]) if row["why"] else ""
    age = f"{(on - date.fromisoformat(row['since'])).days:,}" if row["since"] else ""
    return (
        *(row["id"][:8], row["code"], row["document"]["number"], money(row), row["since"], age),
        *(row["state"], row["owner"], row["message"] + (f" ({reason})" if reason else "")),
    )


_LINK_COLUMNS = (
    Column(title="id"),
    Column(title="from", least=16, wrap=True),
    Column(title="link"),
    Column(title="to", least=16, wrap=True),
    Column(title="quantity", right=True, optional=3),
    Column(title="amount", right=True),
    Column(title="state", styles={"proposed": "notable", "confirmed": "good", "undone": "faint"}, optional=1),
    Column(title="sure", right=True, optional=2),
    Column(title="why", least=20, wrap=True, optional=4),
)
_DISCREPANCY_COLUMNS = (
    Column(title="id"),
    Column(title="code", styles={"": "notable"}),
    Column(title="document", least=10, wrap=True),
    Column(title="amount", right=True),
    Column(title="since", optional=2),
    Column(title="days", right=True, optional=4),
    Column(title="state", styles={"accepted": "good", "resolved": "good"}, optional=1),
    Column(title="owner", optional=3),
    Column(title="what", least=16, wrap=True),
)
