"""`counterfoil confirm`, `undo`, `accept`, `resolve`, `reopen` and `assign`: what a person decides becomes a fact."""

import argparse
from collections.abc import Mapping, Sequence
from typing import Any

from counterfoil.cli._home import ask_passphrase, home_path
from counterfoil.cli._output import say
from counterfoil.cli._person import person_of, reason_in
from counterfoil.cli._words import end, money, print_rows
from counterfoil.flow import decisions
from counterfoil.flow.decisions import Decide, Decided, discrepancies_handled, links_decided, undone_link
from counterfoil.flow.discrepancy_views import discrepancies_view, due
from counterfoil.flow.facts import FactBatch
from counterfoil.flow.home import Home, open_home
from counterfoil.flow.record import Recorder
from counterfoil.flow.views import links_view, resolve
from counterfoil.store import DiscrepancyRow, LinkRow


def confirm(options: argparse.Namespace) -> int:
    """Links are right: they hold from now on, whatever else becomes known."""
    return _decide_on_links(options, confirmed=True)


def undo(options: argparse.Namespace) -> int:
    """Links are wrong: they are never made again."""
    return _decide_on_links(options, confirmed=False)


def accept(options: argparse.Namespace) -> int:
    """Discrepancies are lived with."""
    return _handle(options, decisions.ACCEPTED)


def resolve_discrepancy(options: argparse.Namespace) -> int:
    """Discrepancies are settled outside of the record."""
    return _handle(options, decisions.RESOLVED)


def reopen(options: argparse.Namespace) -> int:
    """Discrepancies are open again."""
    return _handle(options, decisions.REOPENED)


def assign(options: argparse.Namespace) -> int:
    """Discrepancies are given to an owner."""
    return _handle(options, decisions.ASSIGNED)


def _decide_on_links(options: argparse.Namespace, *, confirmed: bool) -> int:
    person, why = person_of(options), reason_in(options.why)
    with open_home(home_path(options)) as home:
        ids = list(dict.fromkeys(resolve(home, prefix, "link") for prefix in options.link))
        before = _Around(home, ids)
        decided = _decided(home, links_decided(home.store, ids, person, why, confirmed=confirmed))
        after = _Around(home, ids)
        rows = [after.links[id] for id in ids]
        if options.json:
            print_rows(links_view(home, rows))
            return 0
        for row in links_view(home, rows):
            say(
                f"{_said(row['state'], bytes.fromhex(row['id']) in decided)}: {_link(row)}.",
                _STYLES.get(row["state"], ""),
            )
        _tell_links(home, before.links, after.links, set(ids))
        _tell_discrepancies(home, before.discrepancies, after.discrepancies)
    return 0


def _handle(options: argparse.Namespace, kind: str) -> int:
    person, why, owner = person_of(options), reason_in(options.why) or "", reason_in(options.to, "owner")
    with open_home(home_path(options)) as home:
        ids = list(dict.fromkeys(resolve(home, prefix, "discrepancy") for prefix in options.discrepancy))
        decided = _decided(home, discrepancies_handled(home.store, ids, kind, person, why, owner))
        order = {id: place for place, id in enumerate(ids)}
        found = sorted(home.store.discrepancies_by_id(ids), key=lambda row: order[row.id])
        rows = list(discrepancies_view(home, found))
    if options.json:
        print_rows(rows)
        return 0
    for row in rows:
        owned = f", looked after by {row['owner']}" if row["owner"] else ""
        said = _said(row["state"], bytes.fromhex(row["id"]) in decided)
        say(f"{said}{owned}: {row['code']} on {row['document']['number'] or '?'}. {row['message']}")
    return 0


def _decided(home: Home, decide: Decide) -> set[bytes]:
    """Record a decision; gives the ids of the links or discrepancies for which it was new."""
    new: set[bytes] = set()

    def told(facts: FactBatch) -> Decided:
        decided = decide(facts)
        new.update(row.link for row in decided.decisions)
        new.update(row.discrepancy for row in decided.handlings)
        return decided

    Recorder(home, ask_passphrase).decide(told)
    return new


class _Around:
    """Some links as they stand, and the other links and the discrepancies of the documents at their ends, by id."""

    def __init__(self, home: Home, ids: Sequence[bytes]) -> None:
        store = home.store
        undone = {row.link: undone_link(row) for row in store.decisions() if row.link in ids}
        asked = undone | {row.id: row for row in store.links_by_id(ids)}
        ends = sorted({end for row in asked.values() for end in (row.source, row.target)})
        self.links = {row.id: row for row in (*store.links_from(ends), *store.links_to(ends))} | asked
        around = {end for row in self.links.values() for end in (row.source, row.target)}
        self.discrepancies = {row.id: row for row in due(home, store.discrepancies(sorted(around)))}


def _tell_links(home: Home, before: Mapping[bytes, LinkRow], after: Mapping[bytes, LinkRow], asked: set[bytes]) -> None:
    """Say which other links a decision has brought or taken."""
    gone = [before[id] for id in sorted(before.keys() - after.keys() - asked)]
    others = [id for id in sorted(after.keys() - asked) if _amounts(before.get(id)) != _amounts(after[id])]
    for row in links_view(home, gone):
        say(f"No longer: {_link(row)}.", "faint")
    for row in links_view(home, [after[id] for id in others]):
        say(f"Now {row['state']}: {_link(row)}.")


def _tell_discrepancies(
    home: Home, before: Mapping[bytes, DiscrepancyRow], after: Mapping[bytes, DiscrepancyRow]
) -> None:
    """Say which discrepancies a decision has opened or closed."""
    for row in discrepancies_view(home, [before[id] for id in sorted(before.keys() - after.keys())]):
        say(f"Closed by it: {row['message']}", "faint")
    for row in discrepancies_view(home, [after[id] for id in sorted(after.keys() - before.keys())]):
        say(f"Opened by it: {row['message']}", "notable")


def _amounts(row: LinkRow | None) -> tuple[object, ...] | None:
    return (row.state, row.amount, row.quantity) if row is not None else None


def _said(state: str, is_new: bool) -> str:
    return state.capitalize() if is_new else f"{state.capitalize()} already"


def _link(row: Mapping[str, Any]) -> str:
    what = ", ".join(filter(None, (money(row), row["quantity"] and f"quantity {row['quantity']}")))
    return f"{end(row['from'])} {row['kind']} {end(row['to'])}" + (f" ({what})" if what else "")


_STYLES = {"confirmed": "good", "undone": "notable"}
