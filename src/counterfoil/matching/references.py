"""Which documents does this one refer to by number, and which of their lines by line id?"""

import re
from collections.abc import Iterator, Sequence

import msgspec

from counterfoil.matching._matcher import Find, Matcher
from counterfoil.matching.keys import key_of, plain_number
from counterfoil.matching.parties import same_party
from counterfoil.model import summary as kinds
from counterfoil.model.link import End, Link
from counterfoil.model.summary import EventSummary, Recorded, Reference, TradeLine, TradeSummary

# For each kind of document: the kinds that it may refer to, the preferred first, and what the link is called.
# Of the kinds in one group a line is linked to the first that is found: a receipt to the despatch advice rather than the order.
_LINKS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    kinds.ORDER_RESPONSE: (("answers", (kinds.ORDER,)),),
    kinds.ORDER_CHANGE: (("changes", (kinds.ORDER,)),),
    kinds.ORDER_CANCELLATION: (("cancels", (kinds.ORDER,)),),
    kinds.DESPATCH_ADVICE: (("ships", (kinds.ORDER,)),),
    kinds.RECEIPT_ADVICE: (("receives", (kinds.DESPATCH_ADVICE, kinds.ORDER)),),
    kinds.INVOICE: (("bills", (kinds.ORDER, kinds.DESPATCH_ADVICE, kinds.RECEIPT_ADVICE)),),
    kinds.CREDIT_NOTE: (("credits", (kinds.INVOICE,)),),
    kinds.INVOICE_RESPONSE: (("answers", (kinds.INVOICE,)),),
    kinds.GOODS_EVENT: (
        ("observes", (kinds.ORDER,)),
        ("observes", (kinds.DESPATCH_ADVICE,)),
        ("observes", (kinds.RECEIPT_ADVICE,)),
        ("observes", (kinds.INVOICE,)),
    ),
}
_WORDS = {
    kinds.ORDER: "order",
    kinds.DESPATCH_ADVICE: "despatch advice",
    kinds.RECEIPT_ADVICE: "receipt advice",
    kinds.INVOICE: "invoice",
}


def seeks(document: Recorded) -> Iterator[str]:
    """The keys of every document that this one refers to."""
    wanted = {kind for _, group in _LINKS.get(document.summary.document, ()) for kind in group}
    for reference in _all_references(document):
        if reference.document in wanted:
            yield key_of(reference.document, reference.number)


def links(document: Recorded, find: Find) -> Iterator[Link]:
    """A link for each line whose reference names a line that exists, and one for each document referred to in which no line was found."""
    for kind, group in _LINKS.get(document.summary.document, ()):
        yield from _links_of_group(document, kind, group, find)


REFERENCES = Matcher(id="references", seeks=seeks, links=links)


def _links_of_group(document: Recorded, kind: str, group: tuple[str, ...], find: Find) -> Iterator[Link]:
    summary = document.summary
    lines: Sequence[TradeLine] = summary.lines if isinstance(summary, TradeSummary) else ()
    whole = _references(summary)
    by_line: dict[bytes, list[Link]] = {}
    unlinked = not lines
    for position, line in enumerate(lines, 1):
        made = _line_link(document, kind, group, (position, line), whole, find)
        if made is not None:
            by_line.setdefault(made.target.id, []).append(made)
        else:
            unlinked = True
    for made_links in by_line.values():
        yield from made_links
    if unlinked:
        yield from _whole_links(document, kind, group, lines, find, set(by_line))


def _line_link(
    document: Recorded,
    kind: str,
    group: tuple[str, ...],
    placed: tuple[int, TradeLine],
    whole: Sequence[Reference],
    find: Find,
) -> Link | None:
    position, line = placed
    for wanted in group:
        for reference in line.references:
            if reference.document != wanted or not reference.line:
                continue
            # A line may name the order's line only, while the order's number stands at the head.
            numbers = [reference.number] if reference.number else [r.number for r in whole if r.document == wanted]
            for number in dict.fromkeys(numbers):
                target = _target(document, wanted, number, find)
                found = target and _line_named(target, reference.line)
                if target and found:
                    return _made_line_link(document, kind, (position, line), (target, found, reference.line), wanted)
    return None


def _made_line_link(
    document: Recorded, kind: str, placed: tuple[int, TradeLine], there: tuple[Recorded, int, str], wanted: str
) -> Link:
    position, line = placed
    target, found, written = there
    summary = document.summary
    number = getattr(target.summary, "number", None)
    return Link(
        kind=kind,
        source=End(id=document.id, line=str(position)),
        target=End(id=target.id, line=str(found)),
        quantity=line.quantity,
        unit=line.unit,
        amount=line.amount,
        currency=summary.currency if isinstance(summary, TradeSummary) and line.amount is not None else None,
        evidence=(f"names line {written} of {_WORDS[wanted]} {number}",),
    )


def _whole_links(
    document: Recorded, kind: str, group: tuple[str, ...], lines: Sequence[TradeLine], find: Find, done: set[bytes]
) -> Iterator[Link]:
    """Links from document to document: only to those that no line is linked to, and of the kinds only to the first found."""
    summary = document.summary
    references = [*_references(summary), *(reference for line in lines for reference in line.references)]
    for wanted in group:
        numbers = dict.fromkeys(plain_number(r.number) for r in references if r.document == wanted and r.number)
        found = False
        for number in numbers:
            target = _target(document, wanted, number, find)
            if target is None:
                continue
            found = True
            if target.id in done:
                continue
            done.add(target.id)
            credited = summary.payable if kind == "credits" and isinstance(summary, TradeSummary) else None
            yield Link(
                kind=kind,
                source=End(id=document.id),
                target=End(id=target.id),
                amount=credited,
                currency=summary.currency if credited is not None and isinstance(summary, TradeSummary) else None,
                evidence=(f"names {_WORDS[wanted]} {getattr(target.summary, 'number', None)}",),
            )
        if found:
            return


def _target(document: Recorded, wanted: str, number: str, find: Find) -> Recorded | None:
    """The one document of that kind and number between the same parties: the original where it was sent again, None where several are possible."""
    plain = plain_number(number)
    fitting = [
        other
        for other in find(key_of(wanted, number))
        if other.id != document.id
        and isinstance(other.summary, TradeSummary)
        and other.summary.document == wanted
        and plain_number(other.summary.number or "") == plain
        and _between_same_parties(document, other)
    ]
    if not fitting:
        return None
    first = min(fitting, key=arrival_free_order)
    for other in fitting:
        if other is not first and not _same_parties_surely(first, other):
            return None
    return first


def arrival_free_order(document: Recorded) -> tuple[str, bytes]:
    """Which of two documents comes first: by the day of issue, then by id, never by arrival. Without a day it comes last."""
    issued = getattr(document.summary, "issued", None)
    return (issued.isoformat() if issued else "9999-99-99", document.id)


def _between_same_parties(one: Recorded, other: Recorded) -> bool:
    ours, theirs = one.summary, other.summary
    if not isinstance(ours, TradeSummary) or not isinstance(theirs, TradeSummary):
        return True
    return same_party(ours.seller, theirs.seller) is not False and same_party(ours.buyer, theirs.buyer) is not False


def _same_parties_surely(one: Recorded, other: Recorded) -> bool:
    ours, theirs = one.summary, other.summary
    if not isinstance(ours, TradeSummary) or not isinstance(theirs, TradeSummary):
        return False
    return same_party(ours.seller, theirs.seller) is True and same_party(ours.buyer, theirs.buyer) is True


def _line_named(target: Recorded, written: str) -> int | None:
    """The position of the line with that id, None where there is none or more than one."""
    summary = target.summary
    lines = summary.lines if isinstance(summary, TradeSummary) else ()
    plain = written.strip()
    found = [position for position, line in enumerate(lines, 1) if line.id is not None and line.id.strip() == plain]
    return found[0] if len(found) == 1 else None


def _references(summary: object) -> tuple[Reference, ...]:
    if isinstance(summary, EventSummary):
        return tuple(spelled for reference in summary.references for spelled in _spelled_out(reference))
    return summary.references if isinstance(summary, TradeSummary) else ()


def _spelled_out(reference: Reference) -> Iterator[Reference]:
    """A business transaction is a URI whose last part is the number (CBV 2.0, 8.5); the number may also stand there bare."""
    yield reference
    last = re.split(r"[:/#=]", reference.number)[-1]
    if last and last != reference.number:
        yield msgspec.structs.replace(reference, number=last)


def _all_references(document: Recorded) -> Iterator[Reference]:
    summary = document.summary
    yield from (reference for reference in _references(summary) if reference.number)
    if isinstance(summary, TradeSummary):
        for line in summary.lines:
            yield from (reference for reference in line.references if reference.number)
