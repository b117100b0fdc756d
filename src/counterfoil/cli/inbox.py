"""`counterfoil inbox`: what is shared with partners, what each side says of it, and what waits for a person."""

import argparse
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from counterfoil.cli._exchange import opened
from counterfoil.cli._output import print_table, say
from counterfoil.cli._words import counted, print_rows
from counterfoil.exchange.answers.overview import Paper, Word, contradictions, left, papers, papers_on, time_of
from counterfoil.exchange.halves.identity import known_identity
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.halves.peers import named_peer
from counterfoil.exchange.nodes.notices import noticed, read_together
from counterfoil.exchange.proof.attested import verb_of
from counterfoil.exchange.proof.company import is_kid
from counterfoil.exchange.responses.hearsay import Hearsay, hearsay
from counterfoil.exchange.witnessing.forks import evidence_against
from counterfoil.flow.views import plain
from counterfoil.model.summary import INVOICE
from counterfoil.render.table import Column
from counterfoil.store import DocumentRow


def inbox(options: argparse.Namespace) -> int:
    """What is shared. Exit status 0: that something waits is no failure."""
    with opened(options, readonly=True) as office:
        if known_identity(office.home) is None:
            shown, hidden = list[dict[str, Any]](), 0
        else:
            shown, hidden = _rows(office, options)
    if options.json:
        print_rows(shown)
    else:
        _print(shown, hidden)
    return 0


def shared_rows(office: Office, document: DocumentRow) -> list[dict[str, Any]]:
    """What is shared of one document, as `show` tells it."""
    names = {peer.company: peer.name for peer in office.peers()}
    heard = [one for one in hearsay(office, document) if one.paper == document]
    return [_paper(one, names, heard) for one in papers(office, document=document) if one.document == document]


def print_shared(rows: Iterable[dict[str, Any]]) -> None:
    """The same for people."""
    for row in rows:
        _, partner, _, _, _, they, we, waits = _cells(row)
        offerer = "us" if row["offered_by"] == "us" else "the partner"
        said = f"offered by {offerer} on {row['offered'][:10]}"
        said += f"; they say: {they}" if they else ""
        said += f"; we say: {we}" if we else ""
        say(f"  {partner}: {said}." + (f" {waits}" if waits else ""))


def _rows(office: Office, options: argparse.Namespace) -> tuple[list[dict[str, Any]], int]:
    """What is told, and how many papers are not."""
    partner = named_peer(office.home.store, options.partner) if options.partner is not None else None
    names = {peer.company: peer.name for peer in office.peers()}
    only = partner.company if partner is not None else None
    heard = list(hearsay(office))
    rows, hidden = _papers(office, options, only, names, heard)
    if partner is None:
        rows += (_heard(one) for one in heard if not _is_shared(office, one.paper))
    rows += _notices(office, names, only)
    for company, subject, seen in contradictions(office, only):
        told = {"partner": _named(company, names), "subject": subject, "seen": seen.isoformat()}
        rows.append({"what": "contradiction", **told})
    logs = {log.partition("+")[0]: peer.company for peer in office.peers() for log in peer.logs}
    for one in evidence_against(office.home):
        company = logs.get(one.origin, "")
        if only in (None, company):
            rows.append({"what": one.kind, "partner": _named(company, names), "log": one.origin})
    return rows, hidden


def _papers(
    office: Office, options: argparse.Namespace, only: str | None, names: dict[str, str], heard: list[Hearsay]
) -> tuple[list[dict[str, Any]], int]:
    """The papers that are told, first those that wait, and how many others there are. Of each only the row is kept."""
    about = dict[bytes, list[Hearsay]]()
    for one in heard:
        if one.paper is not None:
            about.setdefault(one.paper.id, []).append(one)
    looked = left(office, only)
    found = papers(office, only, options.silent) if options.all else papers_on(office, looked.subjects, options.silent)
    told, hidden = list[tuple[tuple[bool, str, datetime], dict[str, Any]]](), 0 if options.all else looked.others
    for paper in found:
        row = _paper(paper, names, about.get(paper.document.id, []) if paper.document is not None else [])
        if options.all or _is_shown(row):
            told.append(((paper.waiting is None, names.get(paper.partner, ""), time_of(paper.offered)), row))
        else:
            hidden += 1
    return [row for _, row in sorted(told, key=lambda one: one[0])], hidden


def _is_shared(office: Office, paper: DocumentRow | None) -> bool:
    return paper is not None and any(one.document == paper for one in papers(office, document=paper))


def _paper(paper: Paper, names: dict[str, str], heard: list[Hearsay]) -> dict[str, Any]:
    claims, document = paper.offered.claims, paper.document
    return {
        "what": "paper",
        "subject": paper.subject,
        "id": document.id.hex() if document is not None else None,
        "partner": _named(paper.partner, names),
        "document": claims["document"],
        "number": claims.get("number"),
        "amount": paper.amount,
        "currency": claims.get("currency"),
        "offered_by": "us" if paper.is_ours else "partner",
        "offered": time_of(paper.offered).isoformat(),
        "withdrawn": paper.is_withdrawn,
        "they_say": _word(paper.theirs),
        "we_say": _word(paper.ours),
        "unsigned": [_unsigned(one) for one in heard],
        "unsent": paper.is_unsent,
        "open": paper.is_open,
        "waiting": paper.waiting.code if paper.waiting is not None else None,
        "message": paper.waiting.says if paper.waiting is not None else None,
    }


def _word(word: Word) -> dict[str, Any]:
    return {
        "level": word.level,
        "amount": word.amount,
        "set_off": word.set_off,
        "role": word.role,
        "assignee": word.assignee,
        "disputed": word.is_disputed,
        "codes": list(word.codes),
        "disputed_amount": word.disputed,
        "credited": word.credited,
        "paid": word.paid,
        "last": word.last.isoformat() if word.last is not None else None,
    }


def _unsigned(one: Hearsay) -> dict[str, Any]:
    answer = one.answered.answer
    return {
        "response": one.response.id.hex(),
        "issued": one.response.issued.isoformat() if one.response.issued is not None else None,
        "from": one.response.issuer,
        "status": one.answered.status,
        "says": verb_of(answer.kind),
        "level": answer.level,
        "amount": plain(answer.amount),
        "set_off": plain(answer.set_off),
        "codes": list(answer.codes),
        "note": answer.note or None,
    }


def _heard(one: Hearsay) -> dict[str, Any]:
    """A response on a paper that is shared with no partner."""
    paper = one.paper
    return {
        "what": "response",
        "id": paper.id.hex() if paper is not None else None,
        "document": paper.document if paper is not None else None,
        "number": one.answered.number,
        "amount": plain(paper.amount) if paper is not None else None,
        "currency": paper.currency if paper is not None else None,
        "unsigned": _unsigned(one),
    }


def _notices(office: Office, names: dict[str, str], only: str | None) -> Iterator[dict[str, Any]]:
    told = sorted(noticed(office), key=lambda one: (one.subject, one.author, one.seq))
    gone, withdrawals = read_together(told)
    for fact in told:
        says = withdrawals.get(fact.entry, verb_of(fact.kind))
        if only in (None, fact.author) and says != "taken back":
            claims = fact.claims
            yield {
                "what": "notice",
                "partner": _named(fact.author, names),
                "subject": fact.subject,
                "said": time_of(fact).isoformat(),
                "says": says,
                "withdrawn": fact.entry in gone,
                "level": claims.get("level"),
                "amount": claims.get("amount"),
                "currency": claims.get("currency"),
                "set_off": claims.get("set_off"),
                "assignee": claims.get("assignee"),
                "to_us": claims.get("assignee") in (None, office.us),
                "codes": list(claims.get("codes", ())),
                "role": claims.get("role"),
            }


def _named(company: str, names: dict[str, str]) -> dict[str, Any]:
    return {"id": company or None, "name": names.get(company)}


def _is_shown(row: dict[str, Any]) -> bool:
    """Is something left to do, or still to come?"""
    is_to_come = row["open"] and row["document"] == INVOICE
    return not row["withdrawn"] and (is_to_come or row["unsent"] or row["waiting"] is not None)


def _print(rows: list[dict[str, Any]], hidden: int) -> None:
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


def in_words(word: Word) -> str:
    """What a side says of a paper by now, as the inbox has it; empty where that is nothing."""
    return _words(_word(word))


def _words(word: dict[str, Any]) -> str:
    """What a side says, in words."""
    said = list[str]()
    if word["level"]:
        amount = f" {word['amount']}" if word["amount"] and word["level"] != "received" else ""
        off = f" less {word['set_off']} set off" if word["set_off"] else ""
        role = f" by {word['role']}" if word["role"] else ""
        said.append(f"{_LEVELS.get(word['level'], word['level'])}{amount}{off}{role}")
    if word["disputed"]:
        amount = f" {word['disputed_amount']}" if word["disputed_amount"] else ""
        codes = f": {', '.join(word['codes'])}" if word["codes"] else ""
        said.append(f"DISPUTED{amount}{codes}")
    said += [f"{name} {word[name]}" for name in ("credited", "paid") if word[name]]
    return ", ".join(said)


def _said(one: dict[str, Any]) -> str:
    amount = f" {one['amount']}" if one["amount"] else ""
    off = f" less {one['set_off']} set off" if one["set_off"] else ""
    codes = f": {', '.join(one['codes'])}" if one["codes"] else ""
    said = one["level"] or ("DISPUTED" if one["says"] == "disputed" else one["says"])
    return f"{_LEVELS.get(said, said)}{amount}{off}{codes}"


def _response_line(row: dict[str, Any]) -> str:
    one = row["unsigned"]
    paper = f"{row['document'] or 'paper'} {row['number'] or ''}".strip()
    return f"{paper}: {_said(one)}, says {one['from'] or 'somebody'} on {one['issued'] or 'no day'} ({one['status']})"


def _notice_line(row: dict[str, Any]) -> str:
    amount = f" {row['amount']} {row['currency'] or ''}".rstrip() if row["amount"] else ""
    amount += f" less {row['set_off']} set off" if row["set_off"] else ""
    said = str(row["level"] or _NOTICES.get(row["says"], row["says"]))
    what = _LEVELS.get(said, said)
    codes = f": {', '.join(row['codes'])}" if row["codes"] else ""
    amount += "" if row["to_us"] else f" TO SOMEBODY ELSE ({row['assignee'][:8]})"
    gone = ", withdrawn" if row["withdrawn"] else ""
    return f"{_who(row)}, {row['subject'][:8]}: {what}{amount}{codes}, on {row['said'][:10]}{gone}"


def _evidence_line(row: dict[str, Any]) -> str:
    if row["what"] == "contradiction":
        return f"{_who(row)} said two things of {row['subject'][:8]} that cannot both be true ({row['seen'][:10]})."
    if row["what"] == "fork":
        return f"{_who(row)} showed two histories of its log {row['log']}. Both are kept, signed by it."
    return f"{_who(row)} could not prove that its log {row['log']} only grew."


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
