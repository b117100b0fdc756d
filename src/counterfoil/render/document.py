"""A document's report as text: what it says, what was found, and its chain of evidence drawn as a tree.

Every line comes with its style. What stood in documents is handed on as it is: to escape it is for whoever prints.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from counterfoil.render.table import Column, table, wrapped

Line = tuple[str, str]
"""A line and its style, one of `render.table.STYLES`, or ""."""
_VERDICT = {
    True: ("valid", "good"),
    False: ("INVALID", "bad"),
    None: ("not checked: no rulebook exists for it", "faint"),
}
_SEVERITY = {"fatal": "bad", "warning": "notable"}
_HANDLED = {"accepted": "faint", "resolved": "faint"}
_DECISIONS = {"proposed": "Links to confirm or undo", "undone": "Links that were undone"}


def document_text(report: Mapping[str, Any], width: int | None = None) -> Iterator[Line]:
    """The lines of a readable document, of at most `width` places where that can be had.

    `report` as `flow.evidence.document_report` gives it.
    """
    summary = report["summary"] or {}
    yield f"{report['document']} {report['number'] or ''}".rstrip(), "heading"
    yield "", ""
    for name, value in _head(report):
        if value:
            yield from _hanging(f"  {name:<12} ", value, width)
    if summary.get("lines"):
        yield "", ""
        yield from _lines(summary, width)
    for one in report["erased"]:
        yield "", ""
        yield from _hanging("  ", _erased(one), width, "notable")
    yield "", ""
    if report["forgotten"]:
        yield from _facts(report)
        return
    yield from _verdict(report, width)
    if report["discrepancies"]:
        yield "", ""
        yield "Discrepancies", "heading"
        for one in report["discrepancies"]:
            yield from _hanging(f"  {one['code']}: ", _discrepancy(one), width, _HANDLED.get(one["state"], "notable"))
    for state, says in _DECISIONS.items():
        found = [one for one in report["links"] if one["state"] == state]
        if found:
            yield "", ""
            yield says, "heading"
            for one in found:
                yield from _hanging(f"  {one['id'][:8]}  ", _link(one), width)
    yield "", ""
    yield "Chain of evidence", "heading"
    for root in report["chain"]:
        yield from tree_text(root)
    yield "", ""
    yield from _facts(report)


def _facts(report: Mapping[str, Any]) -> Iterator[Line]:
    for fact in report["facts"]:
        yield f"  fact {fact['index']}  {fact['kind']}  {moment(fact['recorded'])}", "faint"


def _erased(one: Mapping[str, Any]) -> str:
    """What was forgotten, by whom and why."""
    what = f"Entry {', '.join(one['lines'])} of it and its original were" if one["lines"] else "It was"
    kept = f" It was to be kept until {one['kept_until']}; that was overridden." if one["kept_until"] else ""
    return f"{what} forgotten by {one['actor']} at {moment(one['recorded'])}: {one['why']}.{kept}"


def tree_text(node: Mapping[str, Any], before: str = "  ", *, last: bool = True, top: bool = True) -> Iterator[Line]:
    """A tree of linked documents, one a line, the earliest at the top."""
    branch = "" if top else ("└─ " if last else "├─ ")
    style = "heading" if node["focus"] else ("notable" if node["discrepant"] else "")
    yield f"{before}{branch}{_node(node)}", style
    inner = before if top else before + ("   " if last else "│  ")
    later: Sequence[Mapping[str, Any]] = node["later"]
    for place, one in enumerate(later):
        yield from tree_text(one, inner, last=place == len(later) - 1, top=False)


def moment(iso: str) -> str:
    """A recorded time as people write it: 2026-03-31 08:15:00 UTC."""
    return f"{iso[:10]} {iso[11:19]} UTC"


def _hanging(before: str, text: str, width: int | None, style: str = "") -> Iterator[Line]:
    """A text behind a label; its further lines stand below its first one, or a little in where the label is long."""
    if width is None or len(before) + len(text) <= width:
        yield before + text, style
        return
    hang = len(before) if len(before) <= width // 3 else 6
    first, *rest = wrapped(before.rstrip() + " " + text if hang == 6 else text, width - hang)
    yield (first if hang == 6 else before + first), style
    for line in rest:
        yield " " * hang + line, style


def _verdict(report: Mapping[str, Any], width: int | None) -> Iterator[Line]:
    said, style = _VERDICT[report["valid"]]
    by = f" by {', '.join(report['rulebooks'])}" if report["rulebooks"] else ""
    yield f"Verdict: {said}{by}", style
    for finding in report["findings"]:
        label = f"  {finding['severity']} {finding['rule']}: "
        yield from _hanging(label, finding.get("message", ""), width, _SEVERITY.get(finding["severity"], ""))
        if finding["where"]:
            yield f"      at {finding['where']}", "faint"


def _discrepancy(one: Mapping[str, Any]) -> str:
    """What does not fit, with the id to handle it by, and how it stands."""
    owner = f", {one['owner']} looks after it" if one["owner"] else ""
    why = f": {one['why']}" if one["why"] else ""
    return f"{one['message']} [{one['id'][:8]}, {one['state']}{owner}{why}]"


def _link(one: Mapping[str, Any]) -> str:
    amount = f" {_money(one['amount'], one['currency'])}" if one["amount"] else ""
    ends = f"{_end(one['from'])} {one['kind']} {_end(one['to'])}"
    return f"{ends}{amount}, {one['confidence']:f} sure: {'; '.join(one['evidence'])}"


def _end(of: Mapping[str, Any]) -> str:
    said = f"{of['document'] or '?'} {of['number'] or of['id'][:12]}"
    if of["line"]:
        said += f" entry {of['line']}" if of["document"] == "statement" else f" line {of['line_id'] or of['line']}"
    return said


def _node(node: Mapping[str, Any]) -> str:
    said = [str(node["document"] or "?"), str(node["number"] or node["id"][:12])]
    if node["date"]:
        said.append(f"of {node['date']}")
    if node["linked_amount"] and node["link"] == "pays":
        said.append(f"pays {node['linked_amount']}")
    elif node["amount"]:
        said.append(f"{node['amount']} {node['currency'] or ''}".strip())
    if node["link"] and node["link"] != "pays":
        lines: Sequence[str] = node["lines"]
        by = f" by line{'s' if len(lines) > 1 else ''} {', '.join(lines)}" if lines else ""
        said.append(f"({node['link']}{by})")
    if node["state"] in ("proposed", "confirmed"):
        said.append(f"[{node['state']}]")
    if node["discrepant"]:
        said.append("[!]")
    if node["again"]:
        said.append("[as above]")
    return ("» " if node["focus"] else "") + " ".join(said)


def _head(report: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    summary = report["summary"] or {}
    currency = summary.get("currency")
    yield "id", report["id"]
    yield "issued", report["issued"]
    yield "due", report["due"]
    for side in ("seller", "buyer", "payee"):
        yield side, _party(summary.get(side))
    yield "named", summary.get("name")
    yield "account", summary.get("account")
    yield "we are", report["role"] if report["role"] in ("buyer", "seller") else None
    for name in ("net", "tax", "total", "paid", "payable", "opening", "closing"):
        yield name, _money(summary.get(name), currency)
    yield "status", summary.get("response")
    yield "despatched", summary.get("despatched")
    yield "delivered", summary.get("delivered")
    yield "terms", summary.get("payment_terms")
    if summary.get("type") == "event":
        yield from _event(summary)
    if summary.get("type") == "master":
        yield "identifiers", ", ".join(map(_identifier, summary.get("identifiers", [])))
        yield "packs", ", ".join(f"{pack[0]} of {pack[1]}" for pack in summary.get("packs", []))
    yield "refers to", "; ".join(f"{one['document']} {one['number']}" for one in summary.get("references", []))
    yield "file", report["file"]


def _event(summary: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    happened = summary.get("happened")
    yield "happened", happened
    yield "event", " ".join(filter(None, (summary.get("event_type"), summary.get("action"))))
    yield "step", summary.get("step")
    yield "goods", "; ".join(chain(summary.get("epcs", []), map(_amount_of_goods, summary.get("quantities", []))))
    yield "from", "; ".join(summary.get("sources", []))
    yield "to", "; ".join(summary.get("destinations", []))


def _amount_of_goods(of: Sequence[str | None]) -> str:
    return " ".join(part for part in (of[1], of[2], of[0]) if part)


def _party(party: Mapping[str, Any] | None) -> str | None:
    if not party:
        return None
    identifiers = ", ".join(map(_identifier, party.get("identifiers", [])))
    return f"{party.get('name') or party.get('trading_name') or '?'}" + (f" ({identifiers})" if identifiers else "")


def _identifier(one: Mapping[str, Any]) -> str:
    return f"{one.get('scheme') or ''} {one['value']}".strip()


def _money(amount: str | None, currency: str | None) -> str | None:
    return f"{amount} {currency or ''}".strip() if amount is not None else None


def _lines(summary: Mapping[str, Any], width: int | None) -> Iterator[Line]:
    """The lines of a trade document, or the entries of a statement, as a table."""
    room = None if width is None else width - 2
    if summary.get("type") == "statement":
        found = table(_ENTRY_COLUMNS, map(_entry, summary["lines"]), room)
    else:
        rows = [_trade_line(position, line) for position, line in enumerate(summary["lines"], 1)]
        used = [at for at in range(len(_TRADE_COLUMNS)) if any(row[at] for row in rows)]
        found = table([_TRADE_COLUMNS[at] for at in used], ([row[at] for at in used] for row in rows), room)
    yield from ((f"  {line}", "") for line in found)


_ENTRY_COLUMNS = (
    Column(title="entry"),
    Column(title="booked"),
    Column(title="amount", right=True),
    Column(title="with", least=14, wrap=True),
    Column(title="text", least=14, wrap=True),
)
_TRADE_COLUMNS = (
    Column(title="line"),
    Column(title="item", least=14, wrap=True),
    Column(title="status"),
    Column(title="quantity", right=True),
    Column(title="short", right=True),
    Column(title="rejected", right=True),
    Column(title="price", right=True),
    Column(title="amount", right=True),
)


def _entry(line: Mapping[str, Any]) -> list[str]:
    other = line.get("counterparty") or {}
    named = other.get("name") or next(iter(other.get("accounts", ())), "")
    money = f"{line['amount']} {line.get('currency') or ''}".strip()
    return [line["position"], line.get("booked") or "", money, named, _remitted(line)]


def _remitted(line: Mapping[str, Any]) -> str:
    """What a payment says that it is for: its text, and the references that stand in fields of their own."""
    text = " ".join(line.get("remittance", ()))
    fields = [*(one["number"] for one in line.get("references", ())), line.get("creditor_reference")]
    said = [text, *(one for one in dict.fromkeys(fields) if one and one not in text)]
    return " · ".join(filter(None, said)) or line.get("end_to_end_id") or ""


def _trade_line(position: int, line: Mapping[str, Any]) -> list[str]:
    quantity = f"{line.get('quantity') or ''} {line.get('unit') or ''}".strip()
    named = line.get("name") or line.get("seller_item") or line.get("standard_item") or ""
    rest = ("quantity_short", "quantity_rejected", "price", "amount")
    status = line.get("response") or ""
    return [line.get("id") or str(position), named, status, quantity, *(line.get(name) or "" for name in rest)]
