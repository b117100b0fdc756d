"""The demo: a small trading world of our own making is added to a new home, and what is wrong in it is told."""

from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from counterfoil.flow.evidence import checked
from counterfoil.flow.home import Home, init_home, open_home
from counterfoil.flow.intake import intakes
from counterfoil.flow.mapping import load_mappings
from counterfoil.flow.prepare import Options
from counterfoil.flow.record import Added, Recorder
from counterfoil.model._base import Model
from counterfoil.model.finding import Severity
from counterfoil.model.settings import Owner, Settings
from counterfoil.store import LinkRow

OWNER = Owner(
    name="Nordlicht Möbelwerk GmbH",
    vat="DE811907980",
    gln="4012345000009",
    ibans=("DE89370400440532013000",),
)
_WORLD = files("counterfoil.flow") / "demo_documents"
_EVIDENCE = {"bills": "ordered", "ships": "despatched", "receives": "received", "pays": "paid", "answers": "answered"}


class Backing(Model):
    """An invoice, and what in the record stands behind it."""

    id: str
    number: str
    partner: str
    amount: str
    ordered: str = ""
    despatched: str = ""
    received: str = ""
    answered: str = ""
    paid: str = ""
    """Cash that came or went for it, as a decimal."""
    wrong: tuple[str, ...] = ()
    """Codes of its discrepancies."""


def demo_home(path: Path) -> Home:
    """Make the furniture maker's home, with mappings for its tables.

    Its key is unencrypted, as is right for a demo only.
    """
    init_home(path, Settings(owner=OWNER), None, unencrypted=True)
    for mapping in (_WORLD / "mappings").iterdir():
        (path / "mappings" / mapping.name).write_bytes(mapping.read_bytes())
    return open_home(path)


def add_world(home: Home) -> Iterator[Added]:
    """Add all documents of the world that the package brings."""
    with as_file(_WORLD) as world:
        folders = sorted(folder for folder in world.iterdir() if folder.name != "mappings")
        mappings = load_mappings([], home.path)
        options = Options(on=home.clock().date(), limits=home.settings.limits, mappings=mappings, us=home.us)
        yield from Recorder(home).add(intakes(folders, options))


def backings(home: Home) -> list[Backing]:
    """Each invoice with the evidence that the record holds for it, by date."""
    invoices = [row for row in home.store.documents() if row.document == "invoice"]
    found = []
    for row in invoices:
        around = _around(home, row.id)
        documents = home.store.documents_by_id(sorted({end for link in around for end in (link.source, link.target)}))
        named: dict[str, set[str]] = {}
        for link in around:
            other = documents.get(link.target if link.kind == "bills" else link.source)
            if other is not None and link.kind in _EVIDENCE:
                named.setdefault(_EVIDENCE[link.kind], set()).add(other.number or "?")
        paid = [link.amount for link in around if link.kind == "pays" and link.target == row.id and link.amount]
        found.append(
            Backing(
                id=row.id.hex(),
                number=row.number or "?",
                partner=row.partner or "",
                amount=f"{row.amount} {row.currency}",
                wrong=tuple(sorted({one.code for one in home.store.discrepancies([row.id])})),
                **{name: ", ".join(sorted(numbers)) for name, numbers in named.items() if name != "paid"},
                paid=format(sum(paid), "f") if paid else "",
            )
        )
    return found


def _around(home: Home, invoice: bytes) -> list[LinkRow]:
    """The links of an invoice, and of the order that it bills to despatch and receipt."""
    own = [*home.store.links_from([invoice]), *home.store.links_to([invoice])]
    own = [link for link in own if link.kind in ("bills", "pays", "answers")]
    orders = sorted({link.target for link in own if link.kind == "bills"})
    ships = [link for link in home.store.links_to(orders) if link.kind == "ships"] if orders else []
    goods = sorted({link.source for link in ships} | set(orders))
    receives = [link for link in home.store.links_to(goods) if link.kind == "receives"] if goods else []
    return [*own, *ships, *receives]


def report(home: Home, added: list[Added]) -> dict[str, Any]:
    """What came in, by which rules it was checked, what is wrong and why, and what backs each invoice."""
    from counterfoil.flow.discrepancy_views import discrepancies_view

    counts: dict[str, int] = {}
    for one in added:
        if one.document is not None:
            counts[one.document] = counts.get(one.document, 0) + 1
    by, invalid = _verdicts(home)
    return {
        "home": str(home.path),
        "documents": counts,
        "checked": by,
        "refused": [{"file": one.file, "error": one.error} for one in added if one.error is not None],
        "invalid": invalid,
        "discrepancies": list(discrepancies_view(home)),
        "invoices": backings(home),
    }


def _verdicts(home: Home) -> tuple[dict[str, dict[str, int]], list[dict[str, Any]]]:
    """How many documents of each kind each rulebook was asked of, and which are invalid and why."""
    by: dict[str, dict[str, int]] = {}
    invalid: list[dict[str, Any]] = []
    for row in home.store.documents():
        found = checked(home, row)
        for rulebook in found.rulebooks:
            of_kind = by.setdefault(row.document, {})
            of_kind[rulebook] = of_kind.get(rulebook, 0) + 1
        if row.valid is False:
            why = [
                {"rule": finding.rule, "message": finding.message}
                for finding in found.findings
                if finding.severity is Severity.FATAL
            ]
            invalid.append({"file": row.file, "document": row.document, "number": row.number, "findings": why})
    return by, invalid
