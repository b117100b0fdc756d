"""`counterfoil status`, `list` and `show`: looking at the record."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from counterfoil.cli._foreign import count_foreign, print_foreign
from counterfoil.cli._home import home_path
from counterfoil.cli._output import escaped, print_json, print_table, say, width
from counterfoil.cli._words import counted, money, print_rows, sum_up
from counterfoil.errors import UsageError
from counterfoil.exchange.halves.shelves import PAPERS, PUBLISHING, STOPPED
from counterfoil.flow.home import Home, home_subject, open_home
from counterfoil.flow.untold import untold
from counterfoil.model.settings import RETENTION
from counterfoil.render.table import Column

if TYPE_CHECKING:
    from counterfoil.store import DocumentFilter


def status(options: argparse.Namespace) -> int:
    """What the record holds."""
    with open_home(home_path(options), readonly=True) as home:
        counts, waiting = home.store.counts(), untold(home.settings, home.clock().date())
        last = home.store.last_checkpoint()
        row: dict[str, Any] = {
            "home": str(home.path),
            "name": home.settings.owner.name,
            "documents": counts.get("documents", 0),
            "by_kind": {name[9:]: number for name, number in sorted(counts.items()) if name.startswith("document:")},
            "foreign": count_foreign(home.store),
            "links": counts.get("links", 0),
            "discrepancies": counts.get("discrepancies", 0) - home.store.discrepancies_after(*waiting),
            "facts": counts.get("facts", 0),
            "log": home.origin(),
            "root": last.root.hex() if last else None,
            "recorded": last.recorded.isoformat() if last else None,
            **_held_up(home),
        }
        if options.json:
            print_json(row)
        else:
            _print_status(row)
            print_foreign(home, row["foreign"], counts)
    return 0


def _held_up(home: Home) -> dict[str, Any]:
    """What holds the home up, which takes more to say than most homes ever need."""
    was_back = any(fact.kind == "home.restored/1" for fact in home.store.facts_of(home_subject(home)))
    if not was_back and home.store.kept_at(PUBLISHING, STOPPED) is None:
        return {"restored": None, "stopped": None}
    from counterfoil.cli._held_up import held_up

    return held_up(home)


def list_documents(options: argparse.Namespace) -> int:
    """Documents that the filters let through, by day of issue."""
    from counterfoil.flow.views import document_view

    if options.kind not in (None, *(known := [one.document for one in RETENTION])):
        raise UsageError(f"There is no kind of document {options.kind!r}.", f"Known are {', '.join(sorted(known))}.")
    with open_home(home_path(options), readonly=True) as home:
        rows = (document_view(row) for row in home.store.documents(_only(options, home), options.limit))
        if options.json:
            print_rows(rows)
        else:
            _print_documents(rows)
    return 0


def _only(options: argparse.Namespace, home: Home) -> DocumentFilter:
    from counterfoil.store import DocumentFilter

    return DocumentFilter(
        document=options.kind,
        party=options.party,
        number=options.number,
        since=options.since,
        until=options.until,
        amount_min=options.min,
        amount_max=options.max,
        currency=options.currency,
        state=options.state,
        untold=untold(home.settings, home.clock().date()),
    )


def show(options: argparse.Namespace) -> int:
    """A document with its findings and its chain of evidence."""
    from counterfoil.flow.evidence import document_report
    from counterfoil.flow.views import resolve
    from counterfoil.render.document import document_text

    with open_home(home_path(options), readonly=True) as home:
        id = resolve(home, options.id, "document")
        report, shared = document_report(home, id), _shared(home, id)
    if options.json:
        print_json({**report, "shared": shared})
        return 0
    for line, style in document_text(escaped(report), width(sys.stdout)):
        say(line, style)
    if shared:
        from counterfoil.cli._inbox_words import print_shared

        say("")
        say("Shared with partners", "heading")
        print_shared(shared)
    return 0


def _shared(home: Home, id: bytes) -> list[dict[str, Any]]:
    """What partners and we say of a document, as `inbox` has it; who exchanges nothing waits for nothing."""
    if not any(True for _ in home.store.kept(PAPERS)):
        return []
    from counterfoil.cli._inbox_rows import shared_rows
    from counterfoil.exchange.halves.office import Office

    return shared_rows(Office(home, lambda: None), home.store.documents_by_id([id])[id])


def _print_status(row: dict[str, Any]) -> None:
    say(f"{row['name']} in {row['home']}")
    if not row["documents"]:
        say("Nothing is recorded yet. Next: counterfoil add FOLDER")
    else:
        kinds = ((kind, f"{number:,}") for kind, number in row["by_kind"].items())
        say("")
        print_table(_KIND_COLUMNS, kinds)
        say("")
    from counterfoil.render.document import moment

    said = (("documents", "document"), ("links", "link"), ("discrepancies", "discrepancy"))
    say(", ".join(counted(row[name], one, name) for name, one in said) + ".")
    say(f"The log has {counted(row['facts'], 'entry', 'entries')}, the last of {moment(row['recorded'])}.")
    say(f"Its root is {row['root']}.")
    if row["restored"] or row["stopped"]:
        from counterfoil.cli._held_up import print_held_up

        say("")
        print_held_up(row)


def _print_documents(rows: Iterable[dict[str, Any]]) -> None:
    verdicts = {True: "valid", False: "INVALID", None: ""}
    cells = (
        (
            r["id"][:8],
            r["issued"],
            r["document"],
            r["number"] or ("(forgotten)" if r["forgotten"] else None),
            r["issuer"],
            money(r),
            r["due"],
            verdicts[r["valid"]],
            r["file"],
        )
        for r in rows
    )
    sum_up(print_table(_DOCUMENT_COLUMNS, cells), "document")


_KIND_COLUMNS = (Column(title="documents"), Column(title="number", right=True))
_DOCUMENT_COLUMNS = (
    Column(title="id"),
    Column(title="issued"),
    Column(title="document"),
    Column(title="number", least=12, tail=True),
    Column(title="issuer", least=8),
    Column(title="amount", right=True),
    Column(title="due", optional=2),
    Column(title="valid", styles={"INVALID": "bad", "valid": "good"}),
    Column(title="file", least=16, tail=True, optional=1),
)
