"""A document's report as text: what it says, what was found, and its chain of evidence drawn as a tree."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_VERDICT = {True: "valid", False: "INVALID", None: "not checked: no rulebook exists for it"}


def document_text(report: Mapping[str, Any]) -> Iterator[str]:
    """The lines of a readable document; `report` as `flow.evidence.document_report` gives it."""
    yield f"{report['document']} {report['number'] or ''}".rstrip()
    yield ""
    for name, value in _head(report):
        if value:
            yield f"  {name:<12} {value}"
    summary = report["summary"] or {}
    if summary.get("lines"):
        yield ""
        yield from _lines(summary)
    yield ""
    yield f"Verdict: {_VERDICT[report['valid']]}" + (
        f" by {', '.join(report['rulebooks'])}" if report["rulebooks"] else ""
    )
    for finding in report["findings"]:
        yield f"  {finding['severity']} {finding['rule']}: {finding.get('message', '')}"
        yield f"    at {finding['where']}"
    if report["discrepancies"]:
        yield ""
        yield "Discrepancies"
        for one in report["discrepancies"]:
            yield f"  {one['code']}: {one['message']}"
    yield ""
    yield "Chain of evidence"
    for root in report["chain"]:
        yield from tree_text(root)
    yield ""
    for fact in report["facts"]:
        yield f"  fact {fact['index']}  {fact['kind']}  {fact['recorded']}"


def tree_text(node: Mapping[str, Any], before: str = "  ", last: bool = True, top: bool = True) -> Iterator[str]:
    """A tree of linked documents, one a line, the earliest at the top."""
    branch = "" if top else ("└─ " if last else "├─ ")
    yield f"{before}{branch}{_node(node)}"
    inner = before if top else before + ("   " if last else "│  ")
    later: Sequence[Mapping[str, Any]] = node["later"]
    for place, one in enumerate(later):
        yield from tree_text(one, inner, place == len(later) - 1, top=False)


def _node(node: Mapping[str, Any]) -> str:
    said = [str(node["document"] or "?"), str(node["number"] or node["id"][:12])]
    if node["date"]:
        said.append(f"of {node['date']}")
    if node["linked_amount"] and node["link"] == "pays":
        said.append(f"pays {node['linked_amount']}")
    elif node["amount"]:
        said.append(f"{node['amount']} {node['currency'] or ''}".strip())
    if node["link"] and node["link"] != "pays":
        lines = f" by lines {', '.join(node['lines'])}" if node["lines"] else ""
        said.append(f"({node['link']}{lines})")
    if node["state"] == "proposed":
        said.append("[proposed]")
    if node["discrepant"]:
        said.append("[!]")
    if node["again"]:
        said.append("[as above]")
    return ("» " if node["focus"] else "") + " ".join(said)


def _head(report: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    summary = report["summary"] or {}
    yield "id", report["id"]
    yield "issued", report["issued"]
    yield "due", report["due"]
    for side in ("seller", "buyer", "payee"):
        yield side, _party(summary.get(side))
    yield "account", summary.get("account")
    yield "we are", report["role"] if report["role"] != "neither" else None
    for name, field in (("net", "net"), ("tax", "tax"), ("total", "total"), ("paid", "paid"), ("payable", "payable")):
        yield name, _money(summary.get(field), summary.get("currency"))
    yield "opening", _money(summary.get("opening"), summary.get("currency"))
    yield "closing", _money(summary.get("closing"), summary.get("currency"))
    yield "refers to", "; ".join(f"{one['document']} {one['number']}" for one in summary.get("references", []))
    yield "file", report["file"]


def _party(party: Mapping[str, Any] | None) -> str | None:
    if not party:
        return None
    identifiers = ", ".join(f"{one.get('scheme') or ''} {one['value']}".strip() for one in party.get("identifiers", []))
    return f"{party.get('name') or party.get('trading_name') or '?'}" + (f" ({identifiers})" if identifiers else "")


def _money(amount: str | None, currency: str | None) -> str | None:
    return f"{amount} {currency or ''}".strip() if amount is not None else None


def _lines(summary: Mapping[str, Any]) -> Iterator[str]:
    statement = summary.get("type") == "statement"
    for position, line in enumerate(summary["lines"], 1):
        yield "  " + (_entry(line) if statement else _trade_line(position, line))


def _entry(line: Mapping[str, Any]) -> str:
    other = (line.get("counterparty") or {}).get("name") or ""
    text = " ".join(line.get("remittance", []))
    money = f"{line['amount']:>14} {line.get('currency') or '':3}"
    return f"{line['position']:>5}  {line.get('booked') or '':10}  {money}  {other}  {text}".rstrip()


def _trade_line(position: int, line: Mapping[str, Any]) -> str:
    quantity = f"{line.get('quantity') or ''} {line.get('unit') or ''}".strip()
    price = f" at {line['price']}" if line.get("price") else ""
    amount = f" = {line['amount']}" if line.get("amount") else ""
    return f"{line.get('id') or position:>5}  {line.get('name') or ''}  {quantity}{price}{amount}".rstrip()
