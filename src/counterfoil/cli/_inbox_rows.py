"""What is shared with partners as JSON lists it: papers and what each side says of them, notices, evidence."""

import argparse
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from counterfoil.exchange.answers.overview import Paper, Word, contradictions, left, papers, papers_on, time_of
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.halves.peers import named_peer
from counterfoil.exchange.nodes.notices import noticed, read_together
from counterfoil.exchange.proof.attested import verb_of
from counterfoil.exchange.responses.hearsay import Hearsay, hearsay
from counterfoil.exchange.witnessing.forks import evidence_against
from counterfoil.flow.views import plain
from counterfoil.model.summary import INVOICE
from counterfoil.store import DocumentRow


def inbox_rows(office: Office, options: argparse.Namespace) -> tuple[list[dict[str, Any]], int]:
    """What the inbox tells, and how many papers it does not."""
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


def shared_rows(office: Office, document: DocumentRow) -> list[dict[str, Any]]:
    """What is shared of one document, as `show` tells it."""
    names = {peer.company: peer.name for peer in office.peers()}
    heard = [one for one in hearsay(office, document) if one.paper == document]
    return [_paper(one, names, heard) for one in papers(office, document=document) if one.document == document]


def word_row(word: Word) -> dict[str, Any]:
    """What a side says of a paper by now."""
    return {
        "level": word.level,
        "amount": word.amount,
        "currency": word.currency,
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
        "they_say": word_row(paper.theirs),
        "we_say": word_row(paper.ours),
        "unsigned": [_unsigned(one) for one in heard],
        "unsent": paper.is_unsent,
        "open": paper.is_open,
        "waiting": paper.waiting.code if paper.waiting is not None else None,
        "message": paper.waiting.says if paper.waiting is not None else None,
    }


def _unsigned(one: Hearsay) -> dict[str, Any]:
    answer, claims = one.answered.answer, one.claims
    return {
        "response": one.response.id.hex(),
        "issued": one.response.issued.isoformat() if one.response.issued is not None else None,
        "from": one.response.issuer,
        "status": one.answered.status,
        "says": verb_of(answer.kind),
        "level": answer.level,
        "amount": claims.get("amount", plain(answer.amount)),
        "set_off": claims.get("set_off", plain(answer.set_off)),
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
                "of": _named(str(claims["to"]), names),
                "subject": fact.subject,
                "said": time_of(fact).isoformat(),
                "says": says,
                "withdrawn": fact.entry in gone,
                "level": claims.get("level"),
                "amount": claims.get("amount"),
                "currency": claims.get("currency"),
                "set_off": fact.set_off,
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
