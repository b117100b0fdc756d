"""`counterfoil demo`."""

import argparse
import tempfile
from pathlib import Path
from shlex import quote
from typing import Any

from counterfoil.cli._output import print_json, print_table, say
from counterfoil.cli._progress import Progress
from counterfoil.cli._words import program
from counterfoil.errors import UsageError
from counterfoil.flow.demo import add_world, demo_home, report
from counterfoil.flow.verify import verify_home
from counterfoil.render.table import Column


def demo(options: argparse.Namespace) -> int:
    """Record a small trading world and say what is in it; 1 where its own record does not verify."""
    path = _place(options)
    if options.nodes:
        from counterfoil.cli.demo_nodes import demo_nodes

        return demo_nodes(path, as_json=options.json)
    with demo_home(path) as home:
        with Progress("documents", quiet=options.json) as progress:
            added = list(progress.counted(add_world(home)))
        told = report(home, added)
        verified = verify_home(home)
    if options.json:
        print_json({**told, "sound": not verified.damages, "root": verified.root})
    else:
        _print(told, path)
        said = f"{verified.facts} facts, {verified.originals} originals and {verified.links} links"
        if verified.damages:
            say(f"Its record does not verify: {verified.damages[0].where}: {verified.damages[0].what}", "bad")
        else:
            say(f"Verified: {said} are whole and unchanged.", "good")
        say(f"The root of the log is {verified.root}.")
        say("")
        say("Three commands to try next:", "heading")
        first = next((one for one in told["invoices"] if one.wrong and one.received), told["invoices"][0])
        command = f"  {program()} --home {quote(str(path))}"
        for rest in (f"show {first.id[:8]}", "list --kind invoice --party Tannhof", "verify"):
            say(f"{command} {rest}", whole=True)
    return 1 if verified.damages else 0


def _place(options: argparse.Namespace) -> Path:
    """The folder for it: the one that was named, which must be empty or not there yet, or one for the time being."""
    named = options.directory or options.home
    if named is None:
        return Path(tempfile.mkdtemp(prefix=f"counterfoil-{'nodes' if options.nodes else 'demo'}-"))
    path = Path(named)
    if path.exists() and any(path.iterdir()):
        raise UsageError(f"{path} is not empty.", "Name a new folder for the demo.")
    return path


def _print(told: dict[str, Any], path: Path) -> None:
    say(f"A furniture maker, two suppliers and a retailer, recorded in {path}")
    say("")
    say("What came in, and how many were checked by which official rules", "heading")
    kinds = sorted(told["documents"].items())
    print_table(_KIND_COLUMNS, ((kind, str(count), _asked(told["checked"].get(kind, {}))) for kind, count in kinds))
    for one in told["refused"]:
        say(f"refused  {one['file']}: {one['error']}")
    say("")
    _print_wrong(told)
    say("")
    _print_backed(told)
    say("")


def _print_wrong(told: dict[str, Any]) -> None:
    say("What is wrong, and why", "heading")
    print_table(
        _WRONG_COLUMNS,
        (
            (one["document"]["number"], one["code"], f"{one['amount']} {one['currency']}", one["message"])
            for one in told["discrepancies"]
        ),
    )
    say("")
    say("Invalid by the official rules (all other documents that there are such rules for are valid):")
    for one in told["invalid"]:
        for finding in one["findings"]:
            say(f"  {one['document']} {one['number']}: {finding['rule']}: {finding['message']}", "bad")
        say(f"  {program()} check {quote(one['file'])} says where.", whole=True)


def _print_backed(told: dict[str, Any]) -> None:
    say("Which invoice is backed by which evidence", "heading")
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
    print_table(_BACKED_COLUMNS, cells)


def _asked(rulebooks: dict[str, int]) -> str:
    return ", ".join(f"{count} by {name}" for name, count in sorted(rulebooks.items()))


_KIND_COLUMNS = (
    Column(title="document"),
    Column(title="number", right=True),
    Column(title="checked", least=16, wrap=True),
)
_WRONG_COLUMNS = (
    Column(title="document"),
    Column(title="code", styles={"": "notable"}),
    Column(title="amount", right=True),
    Column(title="why", least=16, wrap=True),
)
_BACKED_COLUMNS = (
    Column(title="invoice"),
    Column(title="partner", least=8),
    Column(title="amount", right=True),
    Column(title="ordered"),
    Column(title="despatched", optional=1),
    Column(title="received"),
    Column(title="answered", optional=2),
    Column(title="paid", right=True),
    Column(title="wrong", least=10, wrap=True, styles={"": "bad"}),
)
