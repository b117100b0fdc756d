"""Which line bills, ships, receives, answers, changes or credits which, where no reference says so for both lines?"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from counterfoil.matching._matcher import Inference, Shelf, Unit
from counterfoil.matching.goods import goods_of, item_number
from counterfoil.matching.keys import key_of
from counterfoil.matching.mentions import lines_of
from counterfoil.matching.three_way.answer import Answers
from counterfoil.matching.three_way.papers import PLACED, TAKES, step_of
from counterfoil.matching.three_way.same_lines import same_lines_keys
from counterfoil.matching.three_way.scene import item_key
from counterfoil.model import summary as kinds
from counterfoil.model.link import Link
from counterfoil.model.summary import MasterSummary, Recorded, TradeSummary


def offers(document: Recorded) -> Iterator[str]:
    """The numbers of an item, for its pack sizes."""
    summary = document.summary
    if isinstance(summary, MasterSummary) and summary.document == kinds.ITEM and summary.packs:
        numbers = (summary.number, *(each.value for each in summary.identifiers))
        plain = [told for number in numbers if (told := item_number(number))]
        yield from dict.fromkeys(item_key(one) for told in plain for one in (told, told.lstrip("0")) if one)


def seeks(document: Recorded) -> Iterator[str]:
    """The documents that one names, since their numbers are no mistakes once they are there; the items of its lines.

    Of all lines: the number by which packages are known may stand with what they are compared to, which counts pieces.
    """
    summary = document.summary
    if not isinstance(summary, TradeSummary) or summary.document not in PLACED:
        return
    for each in (*summary.references, *(each for line in summary.lines for each in line.references)):
        if each.document in PLACED and each.number:
            yield key_of(each.document, each.number)
    for line in summary.lines:
        yield from (item_key(one) for one in goods_of(line).ids)


def places(document: Recorded) -> Iterator[tuple[str, date]]:
    """The timelines of the partner: orders on one, all that takes from them on the other; and by its lines."""
    step = step_of(document)
    if step is not None:
        line = "order" if document.summary.document == kinds.ORDER else "goods"
        for form in step.forms:
            yield f"{line}|{form}", step.day
        for key in same_lines_keys(step, map(goods_of, lines_of(document.summary))):
            yield key, step.day


def near(document: Recorded, shelf: Shelf) -> Iterable[Unit]:
    """The document itself, and all open ones that could take from it, or compete with it for what they take."""
    if isinstance(document.summary, MasterSummary):
        seeking = {one.id: one for key in offers(document) for one in shelf.seeking(key)}
        return {unit for one in seeking.values() for unit in near(one, shelf)}
    found = {document.id: document}
    for each in (document, *_receipts_of(document, shelf)):
        if isinstance(each.summary, TradeSummary) and each.summary.number:
            named_by = shelf.seeking(key_of(each.summary.document, each.summary.number))
            found |= {one.id: one for one in named_by if isinstance(one.summary, TradeSummary)}
    touched = dict.fromkeys(found)
    for one in found.values():
        # Who names it has more to choose from, and so leaves more to others. What came with it is asked by itself.
        if one is document or not shelf.is_new(one.id):
            touched |= dict.fromkeys(_touched_by(one, shelf))
    return [Unit(id) for id in touched]


def links(units: Collection[Unit], shelf: Shelf) -> tuple[Collection[Unit], Sequence[Link]]:
    """The links of these documents, each worked out from what is open around it."""
    answers = _answers(shelf)
    documents = (shelf.get(unit.id) for unit in units)
    return units, [link for document in documents if document is not None for link in answers.links_of(document)]


def _touched_by(document: Recorded, shelf: Shelf) -> Iterable[bytes]:
    step = step_of(document)  # a document without a day or a partner is found by its number alone
    return () if step is None else _answers(shelf).touched_by(document, step)


def _receipts_of(document: Recorded, shelf: Shelf) -> Iterator[Recorded]:
    """The receipts of a despatch: an invoice that names one of them bills what the despatch belongs to."""
    if document.summary.document == kinds.DESPATCH_ADVICE:
        ids = {link.source.id for link in shelf.links_to(document.id) if link.kind == "receives"}
        yield from (one for id in ids if (one := shelf.get(id)) is not None)


def _answers(shelf: Shelf) -> Answers:
    return shelf.kept("three-way", lambda: Answers(shelf))


THREE_WAY = Inference(
    id="three-way",
    kinds=frozenset(kind for kind, _ in TAKES.values()),
    offers=offers,
    seeks=seeks,
    places=places,
    near=near,
    links=links,
)
