"""A document with all that stands behind it: findings, facts, and its chain of evidence from order to payment."""

from decimal import Decimal
from typing import Any

import msgspec

from counterfoil.errors import UsageError
from counterfoil.flow.decisions import OPEN
from counterfoil.flow.discrepancy_views import discrepancies_view, due, standings
from counterfoil.flow.forgotten import FORGOTTEN, forgotten_in
from counterfoil.flow.home import Home
from counterfoil.flow.recall import Recall
from counterfoil.flow.views import LinkFilter, document_view, links_view, plain
from counterfoil.model.finding import Finding
from counterfoil.model.link import LinkState
from counterfoil.model.summary import Recorded
from counterfoil.store import DocumentRow, FactRow, LinkRow

_STATES = (LinkState.PROPOSED, LinkState.CONFIRMED, LinkState.CERTAIN)
"""What is told of several links together: the first that one of them has."""
_STEPS_MAX = 6
_DOCUMENTS_MAX = 500
_decode = msgspec.json.decode


class Checked(msgspec.Struct):
    """What a document was checked by, and what was found."""

    rulebooks: list[str] = []
    findings: list[Finding] = []


def document_report(home: Home, document: bytes) -> dict[str, Any]:
    """Everything the record says of a document.

    Columns, summary, findings, facts, discrepancies, links, and its chain of evidence.
    """
    row = home.store.documents_by_id([document]).get(document)
    if row is None:
        raise UsageError(f"There is no document {document.hex()}.", "Look it up with 'counterfoil list'.")
    claims = home.store.summaries([document]).get(document)
    found, facts = checked(home, row), home.store.facts_of(document)
    return {
        **document_view(row),
        "original": row.original.hex(),
        "erased": [_erased(fact) for fact in facts if fact.kind == FORGOTTEN],
        "rulebooks": found.rulebooks,
        "findings": [msgspec.to_builtins(finding) for finding in found.findings],
        "summary": _decode(claims) if claims is not None else None,
        "discrepancies": list(discrepancies_view(home, due(home, home.store.discrepancies([document])))),
        "links": list(links_view(home, only=LinkFilter(document=document))),
        "facts": [
            {"index": fact.index, "kind": fact.kind, "recorded": fact.recorded.isoformat(), "entry": fact.entry.hex()}
            for fact in facts
        ],
        "chain": chain_of_evidence(home, document),
    }


def _erased(fact: FactRow) -> dict[str, Any]:
    """What was forgotten of it: the whole document, or entries of a statement."""
    said = forgotten_in(fact)
    return {
        "lines": list(said.entries) or None,
        "recorded": fact.recorded.isoformat(),
        "actor": fact.actor,
        "why": said.why,
        "kept_until": said.kept_until,
    }


def checked(home: Home, row: DocumentRow) -> Checked:
    """What the record says of the check of a document; nothing where it was not checked, or its facts are erased."""
    if row.checked is None:
        return Checked()
    fact = next(home.store.facts(row.checked, row.checked + 1), None)
    return _decode(fact.claims, type=Checked) if fact is not None and fact.claims else Checked()


def chain_of_evidence(home: Home, document: bytes) -> list[dict[str, Any]]:
    """The trees of linked documents that this one stands in, from the earliest (the order) to the latest (the payment).

    A document that several later ones refer to stands once; each node names its link to the node above it.
    """
    rows = _connected(home, document)
    ids = {document} | {end for row in rows for end in (row.source, row.target)}
    recall = Recall(home.store).get(sorted(ids))
    marked = _marked(home, ids)
    children: dict[bytes, dict[bytes, list[LinkRow]]] = {}
    for row in rows:
        children.setdefault(row.target, {}).setdefault(row.source, []).append(row)
    below = {source for sources in children.values() for source in sources}
    roots = sorted((one for one in ids if one not in below), key=lambda one: _order(recall.get(one), one))
    seen: set[bytes] = set()
    tree = _Tree(recall, marked, children, document)
    return [tree.node(root, (), seen) for root in roots or [document]]


def _marked(home: Home, ids: set[bytes]) -> set[bytes]:
    """Those of these documents with which something open does not fit."""
    rows = list(due(home, home.store.discrepancies(sorted(ids))))
    stands = standings(home, rows)
    return {row.document for row in rows if stands[row.id].state == OPEN}


class _Tree:
    def __init__(
        self,
        documents: dict[bytes, Recorded],
        marked: set[bytes],
        children: dict[bytes, dict[bytes, list[LinkRow]]],
        focus: bytes,
    ) -> None:
        self._documents, self._marked, self._children, self._focus = documents, marked, children, focus

    def node(self, id: bytes, links: tuple[LinkRow, ...], seen: set[bytes]) -> dict[str, Any]:
        again = id in seen
        seen.add(id)
        later = sorted(self._children.get(id, {}), key=lambda one: _order(self._documents.get(one), one))
        summary = self._documents[id].summary if id in self._documents else None
        return {
            "id": id.hex(),
            "document": summary.document if summary is not None else None,
            "number": summary.number if summary is not None else None,
            "date": _date(self._documents.get(id)),
            "amount": plain(getattr(summary, "payable", None) or getattr(summary, "total", None)),
            "currency": getattr(summary, "currency", None),
            "link": links[0].kind if links else None,
            "lines": sorted({row.source_line for row in links if row.source_line}, key=_position),
            "linked_amount": plain(_sum(links)),
            "state": next((state for state in _STATES if any(row.state == state for row in links)), None),
            "discrepant": id in self._marked,
            "focus": id == self._focus,
            "again": again,
            "later": [] if again else [self.node(one, tuple(self._children[id][one]), seen) for one in later],
        }


def _connected(home: Home, document: bytes) -> list[LinkRow]:
    """All links within a few steps.

    Through a statement the chain does not go on, since it pays many unrelated invoices.
    """
    rows: dict[bytes, LinkRow] = {}
    seen, fresh = {document}, {document}
    for step in range(_STEPS_MAX):
        around = [*home.store.links_from(sorted(fresh)), *home.store.links_to(sorted(fresh))]
        ends = set()
        for row in around:
            if step and row.kind == "pays" and row.source in fresh and row.target not in seen:
                continue
            rows[row.id] = row
            ends |= {row.source, row.target}
        fresh = ends - seen
        seen |= fresh
        if not fresh or len(seen) > _DOCUMENTS_MAX:
            break
    return [row for row in rows.values() if row.source in seen and row.target in seen]


_STAGES = (
    *("order", "order-response", "order-change", "order-cancellation", "despatch-advice", "goods-event"),
    *("receipt-advice", "invoice", "invoice-response", "credit-note", "statement"),
)
"""The order in which the documents of one day come in a trade."""


def _order(document: Recorded | None, id: bytes) -> tuple[str, int, str, bytes]:
    if document is None:
        return "9999", len(_STAGES), "", id
    kind = document.summary.document
    stage = _STAGES.index(kind) if kind in _STAGES else len(_STAGES)
    return _date(document) or "9999", stage, document.summary.number or "", id


def _date(document: Recorded | None) -> str | None:
    summary = document.summary if document is not None else None
    found = getattr(summary, "issued", None) or getattr(summary, "happened", None) or getattr(summary, "end", None)
    return found.isoformat()[:10] if found is not None else None


def _position(line: str) -> tuple[int, ...]:
    return tuple(int(part) for part in line.split(".") if part.isdigit())


def _sum(links: tuple[LinkRow, ...]) -> Decimal | None:
    amounts = [row.amount for row in links if row.amount is not None]
    return sum(amounts, Decimal(0)) if amounts else None
