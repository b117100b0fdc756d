"""`counterfoil rules`: the rulebooks, the rules of one, and what a rule asks."""

import argparse
from typing import Any

from counterfoil.cli._output import print_json, print_table, say
from counterfoil.flow.rule_views import rulebooks_view, rules_view
from counterfoil.render.table import Column


def rules(options: argparse.Namespace) -> int:
    """List the rulebooks, list the rules of one, or explain a rule."""
    rows = rules_view(options.name) if options.name else list(rulebooks_view())
    if options.json:
        for row in rows:
            print_json(row)
    elif not options.name:
        cells = ((r["rulebook"], r["valid_from"], f"{r['rules']:,}", ", ".join(r["documents"])) for r in rows)
        print_table(_BOOKS, cells)
    elif len({row["rule"] for row in rows}) == 1:
        for row in rows:
            _explain(row)
    else:
        print_table(_RULES, ((r["rule"], r["severity"], " ".join(r["terms"]), " ".join(r["messages"])) for r in rows))
        say("")
        say(f"{len(rows):,} rules. Next: counterfoil rules {rows[0]['rule']}")
    return 0


def _explain(row: dict[str, Any]) -> None:
    say(f"{row['rule']}  ({row['severity']}, in {row['rulebook']})", "heading")
    for message in row["messages"]:
        say(f"    {message}")
    for number, name in row["terms"].items():
        say(f"    {number}: {name}", "faint")
    if row["where"]:
        say(f"    asked at {', '.join(row['where'])}", "faint")


_BOOKS = (
    Column(title="rulebook"),
    Column(title="in force since"),
    Column(title="rules", right=True),
    Column(title="documents", least=14, wrap=True),
)
_RULES = (
    Column(title="rule"),
    Column(title="severity", styles={"fatal": "bad", "warning": "notable"}),
    Column(title="terms", least=6, wrap=True, optional=1),
    Column(title="where it is broken", least=30, wrap=True),
)
