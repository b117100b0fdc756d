"""Which documents does this one refer to by number, and which of their lines by line id?"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from counterfoil.matching._matcher import Find, Matcher
from counterfoil.matching.goods import goods_of, is_extra
from counterfoil.matching.keys import key_of, offers
from counterfoil.matching.mentions import Mention, head_mentions, line_mentions, line_word, lines_of, mention
from counterfoil.matching.named_lines import can_tell, contradicts, is_refuted, paired
from counterfoil.matching.targets import Targets
from counterfoil.model import summary as kinds
from counterfoil.model.link import End, Link
from counterfoil.model.summary import Recorded, Reference, Summary, TradeLine, TradeSummary

_Groups = tuple[tuple[str, tuple[str, ...]], ...]

# For each kind of document what its links are called and the kinds that they go to, the preferred first: in one group a
# line is linked to the first kind that is found, such as a receipt line to the despatch advice rather than the order.
_LINKS: dict[str, _Groups] = {
    kinds.ORDER_RESPONSE: (("answers", (kinds.ORDER,)), ("answers", (kinds.ORDER_CHANGE,))),
    kinds.ORDER_CHANGE: (("changes", (kinds.ORDER,)),),
    kinds.ORDER_CANCELLATION: (("cancels", (kinds.ORDER,)),),
    kinds.DESPATCH_ADVICE: (("ships", (kinds.ORDER,)),),
    kinds.RECEIPT_ADVICE: (("receives", (kinds.DESPATCH_ADVICE, kinds.ORDER)),),
    # One that names a despatch or receipt alone bills what this shipped or received: so it takes more than two to tell.
    kinds.INVOICE: (("bills", (kinds.ORDER,)),),
    kinds.CREDIT_NOTE: (("credits", (kinds.INVOICE,)),),
    kinds.INVOICE_RESPONSE: (("answers", (kinds.INVOICE,)), ("answers", (kinds.CREDIT_NOTE,))),
    kinds.GOODS_EVENT: (
        ("observes", (kinds.ORDER,)),
        ("observes", (kinds.DESPATCH_ADVICE,)),
        ("observes", (kinds.RECEIPT_ADVICE,)),
        ("observes", (kinds.INVOICE,)),
    ),
}
_BY_GOODS = frozenset(("answers", "changes", "ships", "receives", "bills", "credits"))
"""Kinds of link whose lines are told by their goods where no line is named."""
_BY_LINE = frozenset(("ships", "receives", "bills"))
"""Kinds of link that are not made at all to a document whose lines are not those that are named there."""
# Other invoices name preceding ones too (a final one its advance payments), but they do not take their place.
_CORRECTIVE = "384"
_CORRECTS: _Groups = (("changes", (kinds.INVOICE,)),)


def seeks(document: Recorded) -> Iterator[str]:
    """The keys of every document that this one refers to."""
    summary = document.summary
    wanted = {kind for _, group in _groups(summary) for kind in group}
    if wanted:
        named = [*head_mentions(summary), *line_mentions(lines_of(summary))]
        yield from dict.fromkeys(key_of(one.document, one.number) for one in named if one.document in wanted)


def links(document: Recorded, find: Find) -> Iterator[Link]:
    """A link for each line that names a line that exists, and one for each document that is named without."""
    targets = Targets(document, find)
    for kind, group in _groups(document.summary):
        found = _Group(document, kind, group, targets)
        yield from found.by_line()
        yield from found.by_goods()
        yield from found.as_a_whole()


REFERENCES = Matcher(
    id="references",
    kinds=frozenset(kind for groups in (*_LINKS.values(), _CORRECTS) for kind, _ in groups),
    seeks=seeks,
    links=links,
    offers=offers,
)


def corrects(summary: TradeSummary) -> bool:
    """Is this a corrective invoice (UNTDID 1001: 384)?"""
    return summary.document == kinds.INVOICE and summary.type_code == _CORRECTIVE


def _groups(summary: Summary) -> _Groups:
    groups = _LINKS.get(summary.document, ())
    return groups + _CORRECTS if isinstance(summary, TradeSummary) and corrects(summary) else groups


class _Group:
    """The links of one kind from one document. What `by_line` links, `by_goods` leaves out, and so on."""

    def __init__(self, document: Recorded, kind: str, group: tuple[str, ...], targets: Targets) -> None:
        self._document, self._kind, self._group, self._targets = document, kind, group, targets
        self._head = head_mentions(document.summary)
        self._lines = lines_of(document.summary)
        self._unlinked: dict[int, TradeLine] = {}
        self._done: set[bytes] = set()
        self._taken: set[tuple[bytes, int]] = set()
        self._refuted: set[bytes] = set()

    def by_line(self) -> Iterator[Link]:
        """Links of the lines. Where one names several lines, how much goes to each is not said: so no quantity is."""
        for position, (line, ends) in enumerate(zip(self._lines, self._all_ends(), strict=True), 1):
            if not ends:
                self._unlinked[position] = line
            for target, there, written in ends:
                self._done.add(target.id)
                self._taken.add((target.id, there))
                source = End(id=self._document.id, line=str(position))
                told = self._share(line) if len(ends) == 1 else {}
                yield self._made(source, target, str(there), f"names line {written} of", told)

    def _all_ends(self) -> list[list[tuple[Recorded, int, str]]]:
        """The lines that each line names; none of a document whose lines are others than it is named for."""
        found = [self._ends(line) for line in self._lines]
        if self._kind not in _BY_LINE or all(found):
            return found
        mentions = dict.fromkeys([*self._head, *line_mentions(self._lines)])
        named = [self._targets.named(one) for one in mentions if one.document in self._group]
        self._refuted = {one.id for one in named if one is not None and is_refuted(self._document.summary, one.summary)}
        return [self._ends(line) for line in self._lines] if self._refuted else found

    def _target(self, named: Mention) -> Recorded | None:
        """The document that is named, unless its lines tell that another one is meant, which its number does not."""
        target = self._targets.named(named)
        return None if target is None or target.id in self._refuted else target

    def by_goods(self) -> Iterator[Link]:
        """Links of lines that name none, to lines about the same goods in the documents that are named."""
        if not self._unlinked or self._kind not in _BY_GOODS or not can_tell(self._lines):
            return
        for wanted in self._group:
            named = {one.id: one for one in self._named(wanted) if can_tell(lines_of(one.summary))}
            found = paired(self._unlinked, list(named.values()), frozenset(self._taken), self._own(wanted))
            for pair in found.pairs:
                target, line = named[pair.place.document], self._unlinked.pop(pair.line)
                self._done.add(target.id)
                source, told = End(id=self._document.id, line=str(pair.line)), self._share(line)
                link = self._made(source, target, str(pair.place.line), "names", told)
                says = f"line {line_word(target.summary, pair.place.line)} has {pair.says}"
                yield msgspec.structs.replace(link, confidence=pair.confidence, evidence=(*link.evidence, says))
            # What the goods could not tell is for those who see what else was taken from these documents.
            if any(not is_extra(goods_of(line)) for line in self._unlinked.values()):
                self._done.update(named)
            if named:
                return

    def _own(self, wanted: str) -> dict[int, set[bytes]]:
        """The documents that lines can mean which name some themselves: these, or else what the head names."""
        own: dict[int, set[bytes]] = {}
        for at, line in self._unlinked.items():
            mentions = [one for one in line_mentions([line]) if one.document == wanted]
            if mentions:
                own[at] = self._ids(mentions) or self._ids(one for one in self._head if one.document == wanted)
        return own

    def _ids(self, mentions: Iterable[Mention]) -> set[bytes]:
        return {target.id for one in mentions if (target := self._target(one)) is not None}

    def as_a_whole(self) -> Iterator[Link]:
        """Links to what the head names, or a line that found no line: of the kinds only to the first that is there."""
        for wanted in self._group:
            there = self._named(wanted)
            for target in there:
                if target.id not in self._done:
                    yield self._made(End(id=self._document.id), target, None, "names", self._credited())
            if there:
                return

    def _named(self, wanted: str) -> list[Recorded]:
        """The documents of a kind that the head names, or a line that is not linked."""
        named = dict.fromkeys([*self._head, *line_mentions(self._unlinked.values())])
        found = [self._target(one) for one in named if one.document == wanted]
        return list({target.id: target for target in found if target is not None}.values())

    def _ends(self, line: TradeLine) -> list[tuple[Recorded, int, str]]:
        """The lines that a line names, of the first kind of which there are any."""
        for wanted in self._group:
            ends = [
                end
                for each in line.references
                if each.document == wanted and each.line
                for end in self._end_of(each)
                if self._kind not in _BY_GOODS or not contradicts(line, lines_of(end[0].summary)[end[1] - 1])
            ]
            if ends:
                return list({(target.id, there): (target, there, written) for target, there, written in ends}.values())
        return []

    def _end_of(self, reference: Reference) -> Iterator[tuple[Recorded, int, str]]:
        """The line that a reference names. The document's number may stand at the head alone (BT-132), if it is one."""
        written, one = reference.line or "", mention(reference)
        if one.number:
            target = self._target(one)
            if target is not None and (there := self._targets.line(target, written)):
                yield target, there, written
            return
        numbers = [one for one in dict.fromkeys(self._head) if one.document == reference.document]
        targets = {target.id: target for one in numbers if (target := self._target(one)) is not None}
        found = [(one, there, written) for one in targets.values() if (there := self._targets.line(one, written))]
        if len(found) == 1:
            yield found[0]

    def _share(self, line: TradeLine) -> dict[str, Any]:
        currency = getattr(self._document.summary, "currency", None) if line.amount is not None else None
        return {"quantity": line.quantity, "unit": line.unit, "amount": line.amount, "currency": currency}

    def _credited(self) -> dict[str, Any]:
        """What a credit note credits, if it names one invoice only."""
        summary = self._document.summary
        named = [*self._head, *line_mentions(self._unlinked.values())]
        numbers = {one.number for one in named if one.document == kinds.INVOICE}
        if self._kind != "credits" or not isinstance(summary, TradeSummary) or len(numbers) != 1:
            return {}
        return {"amount": summary.payable, "currency": summary.currency if summary.payable is not None else None}

    def _made(self, source: End, target: Recorded, line: str | None, says: str, told: dict[str, Any]) -> Link:
        words = f"{says} {target.summary.document.replace('-', ' ')} {target.summary.number}"
        return Link(kind=self._kind, source=source, target=End(id=target.id, line=line), evidence=(words,), **told)
