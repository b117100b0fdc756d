"""Which documents does this one refer to by number, and which of their lines by line id?"""

from collections.abc import Iterator, Sequence
from typing import Any

from counterfoil.matching._matcher import Find, Matcher
from counterfoil.matching.keys import key_of, offers
from counterfoil.matching.mentions import Mention, head_mentions, line_mentions, lines_of, mention
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
    kinds.INVOICE: (("bills", (kinds.ORDER, kinds.DESPATCH_ADVICE, kinds.RECEIPT_ADVICE)),),
    kinds.CREDIT_NOTE: (("credits", (kinds.INVOICE,)),),
    kinds.INVOICE_RESPONSE: (("answers", (kinds.INVOICE,)), ("answers", (kinds.CREDIT_NOTE,))),
    kinds.GOODS_EVENT: (
        ("observes", (kinds.ORDER,)),
        ("observes", (kinds.DESPATCH_ADVICE,)),
        ("observes", (kinds.RECEIPT_ADVICE,)),
        ("observes", (kinds.INVOICE,)),
    ),
}
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
        yield from found.as_a_whole()


REFERENCES = Matcher(id="references", seeks=seeks, links=links, offers=offers)


def corrects(summary: TradeSummary) -> bool:
    """Is this a corrective invoice (UNTDID 1001: 384)?"""
    return summary.document == kinds.INVOICE and summary.type_code == _CORRECTIVE


def _groups(summary: Summary) -> _Groups:
    groups = _LINKS.get(summary.document, ())
    return groups + _CORRECTS if isinstance(summary, TradeSummary) and corrects(summary) else groups


class _Group:
    """The links of one kind from one document. `by_line` comes first: what it links, `as_a_whole` leaves out."""

    def __init__(self, document: Recorded, kind: str, group: tuple[str, ...], targets: Targets) -> None:
        self._document, self._kind, self._group, self._targets = document, kind, group, targets
        self._head = head_mentions(document.summary)
        self._unlinked: list[TradeLine] = []
        self._done: set[bytes] = set()

    def by_line(self) -> Iterator[Link]:
        """Links of the lines. Where one names several lines, how much goes to each is not said: so no quantity is."""
        for position, line in enumerate(lines_of(self._document.summary), 1):
            ends = self._ends(line)
            if not ends:
                self._unlinked.append(line)
            for target, there, written in ends:
                self._done.add(target.id)
                source = End(id=self._document.id, line=str(position))
                told = self._share(line) if len(ends) == 1 else {}
                yield self._made(source, target, str(there), f"names line {written} of", told)

    def as_a_whole(self) -> Iterator[Link]:
        """Links to what the head names, or a line that found no line: of the kinds only to the first that is there."""
        named = list(dict.fromkeys([*self._head, *line_mentions(self._unlinked)]))
        for wanted in self._group:
            found = [self._targets.named(one) for one in named if one.document == wanted]
            there = {target.id: target for target in found if target is not None}
            for target in there.values():
                if target.id not in self._done:
                    yield self._made(End(id=self._document.id), target, None, "names", self._credited(named))
            if there:
                return

    def _ends(self, line: TradeLine) -> list[tuple[Recorded, int, str]]:
        """The lines that a line names, of the first kind of which there are any."""
        for wanted in self._group:
            ends = [
                end for each in line.references if each.document == wanted and each.line for end in self._end_of(each)
            ]
            if ends:
                return list({(target.id, there): (target, there, written) for target, there, written in ends}.values())
        return []

    def _end_of(self, reference: Reference) -> Iterator[tuple[Recorded, int, str]]:
        """The line that a reference names. The document's number may stand at the head alone (BT-132), if it is one."""
        written, one = reference.line or "", mention(reference)
        if one.number:
            target = self._targets.named(one)
            if target is not None and (there := self._targets.line(target, written)):
                yield target, there, written
            return
        numbers = [one for one in dict.fromkeys(self._head) if one.document == reference.document]
        targets = {target.id: target for one in numbers if (target := self._targets.named(one)) is not None}
        found = [(one, there, written) for one in targets.values() if (there := self._targets.line(one, written))]
        if len(found) == 1:
            yield found[0]

    def _share(self, line: TradeLine) -> dict[str, Any]:
        currency = getattr(self._document.summary, "currency", None) if line.amount is not None else None
        return {"quantity": line.quantity, "unit": line.unit, "amount": line.amount, "currency": currency}

    def _credited(self, named: Sequence[Mention]) -> dict[str, Any]:
        """What a credit note credits, if it names one invoice only."""
        summary = self._document.summary
        numbers = {one.number for one in named if one.document == kinds.INVOICE}
        if self._kind != "credits" or not isinstance(summary, TradeSummary) or len(numbers) != 1:
            return {}
        return {"amount": summary.payable, "currency": summary.currency if summary.payable is not None else None}

    def _made(self, source: End, target: Recorded, line: str | None, says: str, told: dict[str, Any]) -> Link:
        words = f"{says} {target.summary.document.replace('-', ' ')} {target.summary.number}"
        return Link(kind=self._kind, source=source, target=End(id=target.id, line=line), evidence=(words,), **told)
