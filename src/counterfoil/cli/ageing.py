"""`counterfoil ageing`: open items by how long they are due."""

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from counterfoil.cli._home import home_path
from counterfoil.cli._output import print_table, say
from counterfoil.cli._words import print_rows
from counterfoil.flow.ageing import BUCKETS, PAYABLES, RECEIVABLES, SIDES, ageing
from counterfoil.flow.home import open_home
from counterfoil.flow.untold import RECEIVED_NOT_INVOICED
from counterfoil.render.table import Column


def age(options: argparse.Namespace) -> int:
    """What is open, by partner, currency and age."""
    asked = [side for side, is_asked in ((PAYABLES, options.payables), (RECEIVABLES, options.receivables)) if is_asked]
    sides = [*asked, *([RECEIVED_NOT_INVOICED] if PAYABLES in asked else [])] or SIDES
    with open_home(home_path(options), readonly=True) as home:
        on = options.on or home.clock().date()
        rows = ageing(home, on, sides, options.party)
        if options.json:
            print_rows(rows)
            return 0
        found = list(rows)
    say(f"Open on {on.isoformat()}, by days since it was due", "heading")
    for side in sides:
        _print(side, [row for row in found if row["side"] == side], items=options.items)
    return 0


def _print(side: str, rows: Sequence[dict[str, Any]], *, items: bool) -> None:
    say("")
    say(_SAYS[side], "heading")
    if not rows:
        say("  nothing")
        return
    print_table(_COLUMNS, _cells(rows))
    if items:
        say("")
        print_table(_ITEM_COLUMNS, (_item(item, row) for row in rows for item in row["items"]))


def _cells(rows: Sequence[dict[str, Any]]) -> Iterator[tuple[str, ...]]:
    """A line for each partner and currency, and where there are several the sums by currency."""
    sums: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for row in rows:
        for name in (*BUCKETS, "total"):
            sums[row["currency"] or ""][name] += Decimal(row[name])
        items = str(len(row["items"]))
        amounts = (_amount(Decimal(row[name])) for name in (*BUCKETS, "total"))
        yield (row["partner"] or "?", items, *amounts, row["currency"] or "")
    if len(rows) > 1:
        for currency in sorted(sums):
            count = str(sum(len(row["items"]) for row in rows if (row["currency"] or "") == currency))
            yield ("all", count, *(_amount(sums[currency][name]) for name in (*BUCKETS, "total")), currency)


def _amount(amount: Decimal) -> str:
    return f"{amount:,f}" if amount else ""


def _item(item: dict[str, Any], row: dict[str, Any]) -> tuple[str | None, ...]:
    line = f" line {item['line']}" if item["line"] else ""
    amounts = [_amount(Decimal(item[name] or 0)) for name in ("due", "paid", "credited", "discount", "open")]
    return (
        *(item["id"][:8], row["partner"] or "?", f"{item['document']} {item['number'] or '?'}{line}"),
        *(item["since"], f"{item['days']:,}", *amounts, row["currency"]),
    )


_SAYS = {
    PAYABLES: "Payables: what we owe",
    RECEIVABLES: "Receivables: what is owed to us",
    RECEIVED_NOT_INVOICED: "Goods received and not invoiced, by days since they came",
}
_ITEM_COLUMNS = (
    Column(title="id"),
    Column(title="partner", least=10, optional=2),
    Column(title="item", least=16, wrap=True),
    Column(title="since", optional=3),
    Column(title="days", right=True),
    Column(title="due", right=True),
    Column(title="paid", right=True, optional=4),
    Column(title="credited", right=True, optional=5),
    Column(title="discount", right=True, optional=6),
    Column(title="open", right=True),
    Column(title="in"),
)
_COLUMNS = (
    Column(title="partner", least=12, wrap=True),
    Column(title="items", right=True, optional=1),
    Column(title="not due", right=True),
    Column(title="1–30", right=True),
    Column(title="31–60", right=True),
    Column(title="61–90", right=True),
    Column(title="> 90", right=True, styles={"": "notable"}),
    Column(title="total", right=True),
    Column(title="in"),
)
