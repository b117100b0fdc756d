"""The files of a world: its papers in their formats, statements, tables, and the truth about them."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec

from counterfoil.flow.world import bank, tables
from counterfoil.flow.world import book as syntaxes
from counterfoil.flow.world.bank import Entry, Statement
from counterfoil.flow.world.book import Filed
from counterfoil.flow.world.cii import cii
from counterfoil.flow.world.make import World
from counterfoil.flow.world.paper import Paper
from counterfoil.flow.world.truth import End, Purpose
from counterfoil.flow.world.ubl import PEPPOL, XRECHNUNG, ubl
from counterfoil.model import summary as kinds

DOCUMENTS = "documents"
"""Everything that can be added is below this folder."""
_AGED_DAYS = 35


class Place(NamedTuple):
    """Where something stands: the file (with #2 for its second document), and the position of the line or entry."""

    file: str
    document: str
    number: str
    line: str | None = None


class Files:
    """The files of a world, by name."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._places: dict[int, Place] = {}
        self._again: dict[int, Place] = {}
        """Entries that a notification tells once more."""
        self._names: set[str] = set()
        self._entries = {one.key: one for entries in world.book.entries.values() for one in entries}

    def documents(self) -> Iterator[tuple[str, bytes]]:
        """Every file that can be added."""
        yield from self._papers()
        yield from self._tables()
        yield from self._statements()

    # -- papers --

    def _papers(self) -> Iterator[tuple[str, bytes]]:
        written: dict[int, bytes] = {}
        copied = {filed.copy_of for filed in self.world.book.papers.values()}
        for key, filed in self.world.book.papers.items():
            if filed.syntax == syntaxes.TABLE:
                continue
            data = written[filed.copy_of] if filed.copy_of is not None else _written(filed)
            if key in copied:
                written[key] = data
            name = self._name(filed)
            self._places[key] = Place(name, filed.paper.kind, filed.paper.number)
            yield name, data

    def _name(self, filed: Filed) -> str:
        number = "".join(letter if letter.isalnum() else "-" for letter in filed.paper.number)
        stem = f"{DOCUMENTS}/{filed.folder}/{filed.paper.issued:%m%d} {filed.paper.kind} {number}"
        name, count = f"{stem}.xml", 2
        while name in self._names:
            name, count = f"{stem} ({count}).xml", count + 1
        self._names.add(name)
        return name

    # -- tables --

    def _tables(self) -> Iterator[tuple[str, bytes]]:
        world = self.world
        rows = [filed.paper for filed in world.book.papers.values() if filed.syntax == syntaxes.TABLE]
        for name, kind, write in (
            (tables.RECEIPTS, kinds.RECEIPT_ADVICE, tables.receipts),
            (tables.OPEN_ITEMS, kinds.OPEN_ITEM, tables.open_items),
        ):
            papers = sorted((one for one in rows if one.kind == kind), key=lambda one: (one.issued, one.key))
            if papers:
                yield self._table(name, papers, write)
        articles = [(one.buyer_number, one) for each in world.relations if each.we_buy for one in each.articles]
        yield (
            f"{DOCUMENTS}/tables/{tables.ITEMS}.csv",
            tables.items([*articles, *((one.number, one) for one in world.sold)]),
        )
        accounts = [
            (each.partner, _known_account(each.partner.iban, place)) for place, each in enumerate(world.relations)
        ]
        yield f"{DOCUMENTS}/tables/{tables.PARTNERS}.csv", tables.partners(accounts)

    def _table(self, name: str, papers: list[Paper], write: Callable[[list[Paper]], bytes]) -> tuple[str, bytes]:
        file = f"{DOCUMENTS}/tables/{name}.csv"
        for place, paper in enumerate(papers, 1):
            self._places[paper.key] = Place(_nth(file, place), paper.kind, paper.number)
        return file, write(papers)

    # -- statements --

    def _statements(self) -> Iterator[tuple[str, bytes]]:
        book = self.world.book
        many = len(book.papers) > 600
        for account, period in (("main", "%G-W%V" if many else "%Y-%m"), ("second", "%Y-%m")):
            for name, statement in self._of_account(account, period):
                mt940 = account == "second"
                file = f"{DOCUMENTS}/bank/{name}.{'sta' if mt940 else 'xml'}"
                self._keep(file, statement, self._places)
                yield file, bank.mt940(statement) if mt940 else bank.camt(statement)
        exported = [statement for _, statement in self._of_account("table", "%Y-%m")]
        for place, statement in enumerate(exported, 1):
            self._keep(_nth(f"{DOCUMENTS}/bank/export.csv", place), statement, self._places)
        if exported:
            yield f"{DOCUMENTS}/bank/export.csv", tables.statement(exported)
        for entry in book.notified:
            number = f"NTF-{entry.key}"
            told = self._statement("main", number, (entry,), Decimal(0), 1)
            file = f"{DOCUMENTS}/bank/{number}.xml"
            self._keep(file, told, self._again)
            yield file, bank.notification(told)

    def _of_account(self, account: str, period: str) -> Iterator[tuple[str, Statement]]:
        entries = sorted(self.world.book.entries[account], key=lambda one: (one.booked, one.key))
        periods: dict[str, list[Entry]] = {}
        for entry in entries:
            periods.setdefault(entry.booked.strftime(period), []).append(entry)
        balance = Decimal("250000.00")
        for sequence, (name, each) in enumerate(periods.items(), 1):
            statement = self._statement(account, f"{account[0].upper()}{name}", tuple(each), balance, sequence)
            balance = statement.closing
            yield f"{account} {name}", statement

    def _statement(
        self, account: str, number: str, entries: tuple[Entry, ...], opening: Decimal, sequence: int
    ) -> Statement:
        return Statement(
            number=number,
            account=self.world.accounts[account],
            owner=self.world.home.name,
            issued=entries[-1].booked,
            opening=opening,
            entries=entries,
            sequence=sequence,
        )

    def _keep(self, file: str, statement: Statement, where: dict[int, Place]) -> None:
        for place, entry in enumerate(statement.entries, 1):
            where[entry.key] = Place(file, kinds.STATEMENT, statement.number, str(place))

    # -- truth, once all documents have their names --

    def truth(self) -> Iterator[tuple[str, bytes]]:
        """The files of the truth."""
        yield "truth/links.jsonl", _lines([*self._ties(), *self._pays()])
        yield "truth/discrepancies.jsonl", _lines([*self._wrongs(), *self._open()])
        yield "truth/entries.jsonl", _lines(self._purposes())

    def _ties(self) -> Iterator[dict[str, Any]]:
        for tie in self.world.book.ties:
            yield {
                "kind": tie.kind,
                "from": self._end(tie.source),
                "to": self._end(tie.target),
                "quantity": _plain(tie.quantity),
                "amount": _plain(tie.amount),
                "difficulty": tie.difficulty,
                "either": tie.either,
                "optional": tie.optional,
            }

    def _pays(self) -> Iterator[dict[str, Any]]:
        for told in self.world.book.purposes:
            places = self._told(told)
            for place, (end, amount) in ((place, one) for place in places for one in told.applied):
                either = f"pays-{told.entry}-{told.detail}-{end.key}" if len(places) > 1 else None
                yield {
                    "kind": "pays",
                    "from": place._asdict(),
                    "to": self._end(end),
                    "quantity": None,
                    "amount": _plain(amount),
                    "difficulty": told.difficulty,
                    "either": either,
                    "optional": told.optional,
                }

    def _wrongs(self) -> Iterator[dict[str, Any]]:
        for wrong in self.world.book.wrongs:
            end = self._end(wrong.end)
            line = end.pop("line")
            yield {
                "code": wrong.code,
                "document": end,
                "line": line,
                "expected": wrong.expected,
                "found": wrong.found,
                "amount": _plain(wrong.amount),
                "cause": wrong.cause,
                "either": wrong.either,
                "optional": wrong.optional,
            }

    def _open(self) -> Iterator[dict[str, Any]]:
        """Where it is hard to say what a payment was for, it is not wrong to call it unmatched."""
        for told in self.world.book.purposes:
            if (told.purpose == "trade" and told.difficulty) or told.purpose == "card":
                yield {
                    "code": "unmatched-payment",
                    "document": {name: part for name, part in self._told(told)[0]._asdict().items() if name != "line"},
                    "line": self._told(told)[0].line,
                    "expected": None,
                    "found": None,
                    "amount": None,
                    "cause": "",
                    "either": None,
                    "optional": True,
                }

    def _purposes(self) -> Iterator[dict[str, Any]]:
        for told in self.world.book.purposes:
            for place in self._told(told):
                yield {
                    **place._asdict(),
                    "purpose": told.purpose,
                    "amount": _plain(self._amount(told)),
                    "applied": [{**self._end(end), "amount": _plain(amount)} for end, amount in told.applied],
                    "difficulty": told.difficulty,
                    "either": f"entry-{told.entry}-{told.detail}" if len(self._told(told)) > 1 else None,
                    "optional": told.optional,
                }

    def _told(self, told: Purpose) -> list[Place]:
        """Where a payment stands: in a statement, and sometimes in a notification too."""
        where = [self._places[told.entry]]
        if told.entry in self._again:
            where.append(self._again[told.entry])
        if told.detail is None:
            return where
        return [place._replace(line=f"{place.line}.{told.detail}") for place in where]

    def _amount(self, told: Purpose) -> Decimal:
        return self._entries[told.entry].details[(told.detail or 1) - 1].amount

    def _end(self, end: End) -> dict[str, Any]:
        place = self._places[end.key]
        return {**place._asdict(), "line": place.line if end.line == "entry" else end.line}

    def last_day(self) -> date:
        """The day to look at the world from: everything has happened, and what was received is aged."""
        book = self.world.book
        papers = (filed.paper.issued for filed in book.papers.values())
        booked = (entry.booked for entries in book.entries.values() for entry in entries)
        return max(*papers, *booked) + timedelta(days=_AGED_DAYS)


def _written(filed: Filed) -> bytes:
    paper = filed.paper
    if paper.kind in (kinds.INVOICE, kinds.CREDIT_NOTE):
        follows = {syntaxes.PEPPOL: PEPPOL, syntaxes.XRECHNUNG: XRECHNUNG}.get(filed.syntax)
        if paper.order is None and any(row.order_line for row in paper.rows):
            # Peppol does not let Dutch invoices name order lines without an order of the whole (NL-R-009).
            follows = XRECHNUNG if follows == XRECHNUNG else None
        data = cii(paper) if filed.syntax == syntaxes.CII else ubl(paper, follows) if follows else ubl(paper)
    else:
        data = ubl(paper)
    return data.replace(b">\n<", b"><") if filed.compact else data


def _known_account(account: str, place: int) -> str | None:
    """Our master data knows the accounts of most partners."""
    return None if place % 4 == 3 else account


def _nth(file: str, place: int) -> str:
    return file if place == 1 else f"{file}#{place}"


def _lines(rows: Any) -> bytes:
    return b"".join(msgspec.json.encode(row) + b"\n" for row in rows)


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
