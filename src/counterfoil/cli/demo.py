"""`counterfoil demo`."""

import argparse
import tempfile
from pathlib import Path
from typing import Any

from counterfoil.cli._output import print_json, print_table, say
from counterfoil.cli._progress import Progress
from counterfoil.errors import UsageError
from counterfoil.flow.demo import add_world, demo_home, report
from counterfoil.flow.verify import verify_home


def demo(options: argparse.Namespace) -> int:
    """Record a small trading world and say what is in it; 1 where its own record does not verify."""
    path = _place(options)
    with demo_home(path) as home:
        with Progress("documents", quiet=options.json) as progress:
            added = list(progress.counted(add_world(home)))
        told = report(home, added)
        verified = verify_home(home)
    if options.json:
        print_json({**told, "sound": not verified.damages, "root": verified.root})
    else:
        _print(told, path)
        say(
            f"Verified: {verified.facts} facts, {verified.originals} originals and {verified.links} links; "
            f"the root of the log is {verified.root}."
        )
        say("")
        say("Three commands to try next:")
        first = next((one for one in told["invoices"] if one.wrong and one.received), told["invoices"][0])
        say(f"  counterfoil --home {path} show {first.id[:10]}")
        say(f"  counterfoil --home {path} list --kind invoice --party Tannhof")
        say(f"  counterfoil --home {path} verify")
    return 1 if verified.damages else 0


def _place(options: argparse.Namespace) -> Path:
    named = options.directory or options.home
    if named is None:
        return Path(tempfile.mkdtemp(prefix="counterfoil-demo-"))
    path = Path(named)
    if path.exists() and any(path.iterdir()):
        raise UsageError(f"{path} is not empty.", "Name a new folder for the demo.")
    return path


def _print(told: dict[str, Any], path: Path) -> None:
    say(f"A furniture maker, two suppliers and a retailer, recorded in {path}")
    say("")
    say("What came in")
    print_table(
        ("document", "number"),
        ((kind, str(count)) for kind, count in sorted(told["documents"].items())),
        right=("number",),
    )
    for one in told["refused"]:
        say(f"refused  {one['file']}: {one['error']}")
    say("What is wrong, and why")
    print_table(
        ("document", "code", "amount", "why"),
        (
            (one["document"]["number"], one["code"], f"{one['amount']} {one['currency']}", one["message"])
            for one in told["discrepancies"]
        ),
        right=("amount",),
    )
    for one in told["invalid"]:
        say(f"Invoice {one['number']} breaks the official rules: counterfoil check '{one['file']}' says which.")
    say("Which invoice is backed by which evidence")
    columns = ("invoice", "partner", "amount", "ordered", "despatched", "received", "answered", "paid", "wrong")
    cells = (
        (
            one.number,
            one.partner,
            one.amount,
            one.ordered,
            one.despatched,
            one.received,
            one.answered,
            one.paid,
            ", ".join(one.wrong),
        )
        for one in told["invoices"]
    )
    print_table(columns, cells, right=("amount", "paid"))
