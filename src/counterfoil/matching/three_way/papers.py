"""What the documents of one partner say, made ready for comparison: what each takes, from which kinds, what is open."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import msgspec

from counterfoil.matching.amounts import cents
from counterfoil.matching.goods import Goods, goods_of, is_extra
from counterfoil.matching.keys import plain_number
from counterfoil.matching.parties.identity import BUYER, SELLER, forms_of
from counterfoil.matching.three_way.marks import Marks, marks_of
from counterfoil.matching.three_way.sides import Sides
from counterfoil.model import summary as kinds
from counterfoil.model.link import Link
from counterfoil.model.summary import PartySummary, Recorded, Reference, TradeSummary

TAKES: dict[str, tuple[str, tuple[str, ...]]] = {
    kinds.ORDER_CHANGE: ("changes", (kinds.ORDER,)),
    kinds.ORDER_CANCELLATION: ("cancels", (kinds.ORDER,)),
    kinds.ORDER_RESPONSE: ("answers", (kinds.ORDER,)),
    kinds.DESPATCH_ADVICE: ("ships", (kinds.ORDER,)),
    kinds.RECEIPT_ADVICE: ("receives", (kinds.DESPATCH_ADVICE, kinds.ORDER)),
    kinds.INVOICE: ("bills", (kinds.ORDER, kinds.DESPATCH_ADVICE, kinds.RECEIPT_ADVICE)),
    kinds.CREDIT_NOTE: ("credits", (kinds.INVOICE,)),
}
"""For each kind of document the link that its lines take, and the kinds that they take it from, in the order in which
they are linked: what was shipped is known before it is asked what was billed."""

GOODS = (kinds.DESPATCH_ADVICE, kinds.RECEIPT_ADVICE)
BY_WAY: dict[str, tuple[str, ...]] = {kinds.INVOICE: GOODS, kinds.RECEIPT_ADVICE: (kinds.DESPATCH_ADVICE,)}
"""For some kinds of document those whose own links tell what they take from."""
_FORMS_MAX = 3
_SCHEMES = {"name": 0, "vat": 1, "0088": 2, "lei": 3}
PLACED = (*TAKES, kinds.ORDER)
SALES_ORDER = "sales-order"
_NOT_ASKED: Sequence[int] = (0,)
"""No document has this line."""


class Paper:
    """A document and its lines, ready for comparison."""

    __slots__ = (
        "_but_for_number",
        "_goods",
        "_links_from",
        "_marks",
        "_numbers",
        "_open",
        "_said",
        "_signs",
        "_texts",
        "_written",
        "day",
        "document",
        "forms",
        "id",
        "kind",
        "sides",
        "summary",
    )

    def __init__(
        self,
        document: Recorded,
        summary: TradeSummary,
        step: "Step",
        links_from: Callable[[bytes], Sequence[Link]],
        sides: Sides,
    ) -> None:
        self.document, self.summary, self.day, self.forms = document, summary, step.day, step.forms
        self.id, self.kind = document.id, summary.document
        self.sides = sides
        self._but_for_number: bytes | None = None
        self._goods: tuple[Goods, ...] | None = None
        self._links_from = links_from
        self._open: Sequence[int] | None = _NOT_ASKED
        self._texts: str | None = None
        self._marks: Marks | None = None
        self._said: str | None = None
        self._signs: frozenset[tuple[object, ...]] | None = None
        self._written: tuple[str, ...] | None = None
        self._numbers: tuple[str, ...] | None = None

    @property
    def open(self) -> Sequence[int] | None:
        """Positions of the lines that no link by reference or decision explains; none where the whole is linked."""
        if self._open is _NOT_ASKED:
            self._open = open_lines(self.document, self._links_from(self.id))
        return self._open

    @property
    def goods(self) -> tuple[Goods, ...]:
        """Its lines, ready for comparison."""
        if self._goods is None:
            self._goods = tuple(map(goods_of, self.summary.lines))
        return self._goods

    @property
    def but_for_number(self) -> bytes:
        """All that it says, but for its number."""
        if self._but_for_number is None:
            self._but_for_number = msgspec.msgpack.encode(msgspec.structs.replace(self.summary, number=None))
        return self._but_for_number

    @property
    def marks(self) -> Marks:
        """By what its goods may be those of another document."""
        if self._marks is None:
            self._marks = marks_of(self.goods)
        return self._marks

    @property
    def signs(self) -> frozenset[tuple[object, ...]]:
        """What each line says of its article: that it is this, how many, and for how much."""
        if self._signs is None:
            self._signs = frozenset(sign for goods in self.goods for sign in _signs_of(goods))
        return self._signs

    @property
    def number(self) -> str:
        """Its own number, plain."""
        return plain_number(self.summary.number or "")

    @property
    def references(self) -> Iterator[tuple[Reference, int | None]]:
        """All references, with the position of the line that they stand on."""
        yield from ((each, None) for each in self.summary.references if each.number)
        for at, line in enumerate(self.summary.lines, 1):
            yield from ((each, at) for each in line.references if each.number)

    @property
    def texts(self) -> str:
        """All free texts and fields in which a number may have got."""
        if self._texts is None:
            told = self.summary
            fields = (told.buyer_reference, told.payment_reference, told.payment_terms, *told.notes)
            others = (each.number for each in told.references)
            self._texts = "\n".join(filter(None, (*fields, *others)))
        return self._texts

    @property
    def said(self) -> str:
        """All texts, and what its lines say in words; a number cannot reach from one of these into the next."""
        if self._said is None:
            words = (each for line in self.summary.lines for each in (line.name, line.note) if each)
            self._said = "\0".join((self.texts, *words))
        return self._said

    @property
    def written(self) -> tuple[str, ...]:
        """The numbers of all documents that it names, plain."""
        if self._written is None:
            self._written = tuple(dict.fromkeys(plain_number(each.number) for each, _ in self.references))
        return self._written

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers under which others may name it: its own, and those of the seller's order."""
        if self._numbers is None:
            others = (each.number for each in self.summary.references if each.document == SALES_ORDER)
            self._numbers = tuple(number for number in (self.summary.number, *others) if number)
        return self._numbers

    def article(self, line: int) -> str:
        """What a line's goods are called in this very document."""
        goods = self.goods[line - 1]
        return goods.standard or goods.seller or goods.buyer or goods.name

    def quantity(self, line: int) -> Decimal | None:
        """The quantity of a line."""
        return self.goods[line - 1].quantity


class Step(NamedTuple):
    """Where a document stands: the forms of its partner, and the day."""

    forms: frozenset[str]
    day: date


def step_of(document: Recorded) -> Step | None:
    """Where a document stands; None for one that plays no part here, or that tells no partner or no day."""
    summary = document.summary
    if not isinstance(summary, TradeSummary) or summary.document not in PLACED:
        return None
    day = summary.issued or summary.despatched or summary.delivered
    if day is None:
        return None
    forms = frozenset[str]().union(*(_most_telling(forms_of(one)) for one in _partners(document.role, summary)))
    return Step(forms, day) if forms else None


def is_unlinked(document: Recorded, links: Iterable[Link]) -> bool:
    """Has it lines that none of its links by reference or decision explains, and a place where these are looked for?"""
    return open_lines(document, links) is not None and step_of(document) is not None


def leading_form(forms: frozenset[str]) -> str:
    """The form by which nearly all documents tell a partner."""
    return min(forms, key=_rank)


def _rank(form: str) -> tuple[int, str]:
    return _SCHEMES.get(form.partition(":")[0], len(_SCHEMES)), form


def open_lines(document: Recorded, links: Iterable[Link]) -> Sequence[int] | None:
    """The lines that no link explains yet; empty where the document has no lines and is not linked; else None."""
    summary = document.summary
    if not isinstance(summary, TradeSummary) or summary.document not in TAKES:
        return None
    kind = TAKES[summary.document][0]
    linked = {link.source.line for link in links if link.kind == kind}
    if not summary.lines:
        return None if linked else ()
    if len(linked) == len(summary.lines) and None not in linked:
        return None
    left = ((at, line) for at, line in enumerate(summary.lines, 1) if str(at) not in linked)
    if None in linked:
        return [
            at for at, line in left if any(each.line and each.document in GOODS for each in line.references)
        ] or None
    return [at for at, line in left if not is_extra(goods_of(line))] or None


def _signs_of(goods: Goods) -> Iterator[tuple[object, ...]]:
    for article in goods.ids or (goods.name,):
        yield (article,)
        yield article, "quantity", goods.quantity
        if goods.price is not None:
            yield article, "price", cents(goods.price)


@lru_cache(maxsize=8192)
def _most_telling(forms: frozenset[str]) -> frozenset[str]:
    """Names come first, since all documents tell them, then what others are likely to tell too."""
    told = sorted(forms, key=_rank)
    return frozenset([form for form in told if not form.startswith("account:")][:_FORMS_MAX])


def _partners(role: str, summary: TradeSummary) -> Sequence[PartySummary | None]:
    """The other side: the seller where we buy, the buyer where we sell; both where we are neither."""
    if role == BUYER:
        return (summary.seller,)
    return (summary.buyer,) if role == SELLER else (summary.seller, summary.buyer)
