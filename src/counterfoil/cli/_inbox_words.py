"""What is shared with partners in words, for people: out of the rows that programs get."""

from collections.abc import Iterable
from typing import Any

from counterfoil.cli._inbox_rows import word_row
from counterfoil.cli._output import print_table, say
from counterfoil.cli._words import counted
from counterfoil.exchange.answers.overview import Word
from counterfoil.exchange.proof.company import is_kid
from counterfoil.render.table import Column


def print_inbox(rows: list[dict[str, Any]], hidden: int) -> None:
    """The inbox, of which so many papers are hidden."""
    found = [row for row in rows if row["what"] == "paper"]
    if found or len(found) == len(rows):
        print_table(_PAPERS, map(_joined, found))
        say("")
    for title, what, tell in (
        ("Said by UBL response, unsigned, of papers that are shared with no partner", ("response",), _response_line),
        ("Invoices that are assigned to us", ("notice",), _notice_line),
        ("Evidence against partners, which is kept", ("contradiction", "fork", "unproven"), _evidence_line),
    ):
        lines = [tell(row) for row in rows if row["what"] in what]
        if lines:
            say(title, "heading")
            for line in lines:
                say(f"  {line}", "bad" if tell is _evidence_line else "")
            say("")
    more = f" {counted(hidden, 'other')} with which nothing is left to do: --all." if hidden else ""
    waits = sum(row["waiting"] is not None for row in found)
    waiting = f", {waits:,} of them waiting for a person" if waits else ""
    say(f"{counted(len(found), 'paper')}{waiting}.{more}")


def print_shared(rows: Iterable[dict[str, Any]]) -> None:
    """What is shared of one document."""
    for row in rows:
        _, partner, _, _, _, they, we, waits = _cells(row)
        offerer = "us" if row["offered_by"] == "us" else "the partner"
        said = f"offered by {offerer} on {row['offered'][:10]}"
        said += f"; they say: {they}" if they else ""
        said += f"; we say: {we}" if we else ""
        say(f"  {partner}: {said}." + (f" {waits}" if waits else ""))


def in_words(word: Word) -> str:
    """What a side says of a paper by now, as the inbox has it; empty where that is nothing."""
    return _words(word_row(word))


def _joined(row: dict[str, Any]) -> tuple[str, ...]:
    """The cells of the table: what both sides say stands in one column, so that no narrow terminal loses a side."""
    *paper, they, we, waits = _cells(row)
    return *paper, "; ".join(f"{who}: {said}" for who, said in (("they", they), ("we", we)) if said), waits


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    they, we = _words(row["they_say"]), _words(row["we_say"])
    unsigned = "; ".join(f"{_said(one)} (by UBL response, unsigned)" for one in row["unsigned"])
    waits = [row["message"]] if row["message"] else []
    waits += ["Not sent yet."] if row["unsent"] else []
    waits += ["Withdrawn."] if row["withdrawn"] else []
    return (
        (row["id"] or row["subject"])[:8],
        row["partner"]["name"] or f"(removed) {(row['partner']['id'] or '')[:8]}",
        f"{row['document']} {row['number'] or ''}".strip(),
        f"{row['amount']} {row['currency'] or ''}".strip() if row["amount"] else "",
        "us" if row["offered_by"] == "us" else "partner",
        "; ".join(filter(None, (they, unsigned))),
        we,
        " ".join(waits),
    )


def _words(word: dict[str, Any]) -> str:
    """What a side says, in words."""
    said = list[str]()
    if word["level"]:
        amount = word["amount"] if word["level"] != "received" else None
        role = f" by {word['role']}" if word["role"] else ""
        said.append(f"{_LEVELS.get(word['level'], word['level'])}{_money(amount, word['set_off'])}{role}")
    if word["disputed"]:
        said.append(f"DISPUTED{_money(word['disputed_amount'])}{_codes(word)}")
    said += [f"{name} {word[name]}" for name in ("credited", "paid") if word[name]]
    return ", ".join(said)


def _said(one: dict[str, Any]) -> str:
    said = one["level"] or ("DISPUTED" if one["says"] == "disputed" else one["says"])
    return f"{_LEVELS.get(said, said)}{_money(one['amount'], one['set_off'])}{_codes(one)}"


def _response_line(row: dict[str, Any]) -> str:
    one = row["unsigned"]
    paper = f"{row['document'] or 'paper'} {row['number'] or ''}".strip()
    return f"{paper}: {_said(one)}, says {one['from'] or 'somebody'} on {one['issued'] or 'no day'} ({one['status']})"


def _notice_line(row: dict[str, Any]) -> str:
    said = str(row["level"] or _NOTICES.get(row["says"], row["says"]))
    what = f"{_LEVELS.get(said, said)}{_money(row['amount'], row['set_off'], row['currency'])}"
    to = "" if row["to_us"] else f" TO SOMEBODY ELSE ({row['assignee'][:8]})"
    gone = ", withdrawn" if row["withdrawn"] else ""
    of = row["of"]["name"] or (row["of"]["id"] or "")[:8]
    return f"{_who(row)}, of {of} ({row['subject'][:8]}): {what}{to}{_codes(row)}, on {row['said'][:10]}{gone}"


def _evidence_line(row: dict[str, Any]) -> str:
    if row["what"] == "contradiction":
        return f"{_who(row)} said two things of {row['subject'][:8]} that cannot both be true ({row['seen'][:10]})."
    if row["what"] == "fork":
        return f"{_who(row)} showed two histories of its log {row['log']}. Both are kept, signed by it."
    return f"{_who(row)} could not prove that its log {row['log']} only grew."


def _money(amount: str | None, set_off: str | None = None, currency: str | None = None) -> str:
    """An amount behind what is said of it, less what is set off."""
    told = f" {amount} {currency or ''}".rstrip() if amount else ""
    return told + (f" less {set_off} set off" if set_off else "")


def _codes(of: dict[str, Any]) -> str:
    return f": {', '.join(of['codes'])}" if of["codes"] else ""


def _who(row: dict[str, Any]) -> str:
    id = row["partner"]["id"]
    return row["partner"]["name"] or (f"(removed) {id[:8]}" if is_kid(id) else "(unknown)")


_LEVELS = {"assignment": "assignment acknowledged", "undertaking": "payment undertaken"}
_NOTICES = {"disputed": "DISPUTED", "withdrawn": "withdrew something that it said before"}
_PAPERS = (
    Column(title="id"),
    Column(title="partner", least=8, wrap=True),
    Column(title="paper", least=10, wrap=True),
    Column(title="amount", right=True),
    Column(title="from", optional=3),
    Column(title="what is said", least=18, wrap=True),
    Column(title="what waits", least=14, wrap=True, styles={"": "notable"}),
)
