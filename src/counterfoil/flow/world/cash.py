"""How invoices are paid: by each payer's habits, rightly and wrongly."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from msgspec.structs import replace

from counterfoil.flow.world import payment_texts as texts
from counterfoil.flow.world import relations as habits
from counterfoil.flow.world.bank import Detail
from counterfoil.flow.world.book import Book, Owed, purpose
from counterfoil.flow.world.paper import CENT, Paper
from counterfoil.flow.world.relations import Relation
from counterfoil.flow.world.truth import Purpose
from counterfoil.model import summary as kinds

_RATES = {"USD": Decimal("0.91"), "GBP": Decimal("1.15"), "CHF": Decimal("1.05")}
"""Euros for one of them, at least."""
_PATIENCE_DAYS = 45
_ODDITIES = {
    "whole": 36.0,
    "discount": 9.0,
    "discount-too-late": 3.0,
    "instalments": 2.0,
    "part-payment": 2.0,
    "short-paid": 2.0,
    "over-paid": 2.0,
    "bank-charges": 2.0,
    "duplicate-payment": 1.0,
    "returned": 1.0,
}
"""What can be odd about a payment for one invoice, and how often."""


class Due(NamedTuple):
    """An invoice with the credit notes that are set off against it."""

    owed: Owed
    credits: tuple[Paper, ...] = ()
    plainly: bool = False
    """Nothing else is odd about its payment."""

    @property
    def amount(self) -> Decimal:
        """What there is to pay."""
        return self.owed.paper.total - sum((one.total for one in self.credits), Decimal(0))


class Cash:
    """Pays what one relation owes, in the payer's way."""

    def __init__(self, book: Book, relation: Relation) -> None:
        self._book, self._relation = book, relation
        self._account = book.pick({"main": 6.0, "second": 3.0, "table": 1.0})
        self._sign = Decimal(-1) if relation.we_buy else Decimal(1)

    def settle(self, owed: Sequence[Owed]) -> None:
        """Pay all that is owed; a few things nobody pays."""
        dues = self._with_credits(owed)
        if self._relation.mandate is not None:
            for month in self._by_month(dues):
                self._collected(month)
        elif self._relation.pays in (habits.LISTED, habits.TOTAL):
            for some in self._in_turn(dues):
                self._together(some)
        else:
            for due in dues:
                self._one(due)

    def _with_credits(self, owed: Sequence[Owed]) -> list[Due]:
        """Each invoice with its credit notes; one whose credit note takes it back whole is not paid at all."""
        book = self._book
        credited: dict[int, list[Owed]] = defaultdict(list)
        for one in owed:
            if one.paper.kind == kinds.CREDIT_NOTE:
                credited[book.credited[one.paper.key]].append(one)
        dues = []
        for one in owed:
            notes = tuple(note.paper for note in credited[one.paper.key])
            if one.paper.kind == kinds.CREDIT_NOTE or one.unpayable or book.chance(0.05):
                continue
            if notes and (sum(note.total for note in notes) >= one.paper.total):
                continue
            dues.append(self._credited(one, notes))
        return dues

    def _credited(self, owed: Owed, notes: tuple[Paper, ...]) -> Due:
        """Credit notes are set off, or refunded by themselves, or never used."""
        book = self._book
        if not notes:
            return Due(owed)
        if self._relation.currency == "EUR" and book.chance(0.6, "credit-note-netted"):
            return Due(owed, notes)
        if self._relation.currency == "EUR" and book.chance(0.5, "refund"):
            for note in notes:
                applied = [(note, -note.total)]
                text = f"Erstattung {note.number}"
                self._move(note.issued + timedelta(days=20), -note.total, text, applied, ("refund",))
        else:
            book.wrong("over-paid", owed.paper.key, cause="returns", optional=True)
        return Due(owed, plainly=True)

    def _in_turn(self, dues: Sequence[Due]) -> list[list[Due]]:
        """Some at a time, as they fall due; none waits for long."""
        found: list[list[Due]] = []
        room = 0
        for due in sorted(dues, key=self._when):
            if room == 0 or self._when(due) - self._when(found[-1][0]) > timedelta(days=_PATIENCE_DAYS):
                found.append([])
                room = self._book.random.choice(
                    (2, 3, 4, 6, 12) if self._relation.pays == habits.LISTED else (2, 2, 3, 4)
                )
            found[-1].append(due)
            room -= 1
        return found

    def _by_month(self, dues: Sequence[Due]) -> list[list[Due]]:
        found: dict[int, list[Due]] = defaultdict(list)
        for due in dues:
            found[self._when(due).toordinal() // 30].append(due)
        return list(found.values())

    def _when(self, due: Due) -> date:
        """The day of payment: some days around the due day, or early for the discount."""
        paper = due.owed.paper
        return (paper.due or paper.issued) + timedelta(days=paper.key % 9 - 3)

    # -- one payment for one invoice, and what can be odd about it --

    def _one(self, due: Due) -> None:
        book, paper = self._book, due.owed.paper
        day, difficulty = self._when(due), list(self._naming())
        if self._relation.currency != "EUR":
            self._in_euros(due, day, difficulty)
            return
        if due.credits:
            self._paid(due, day, due.amount, [*difficulty, "credit-note-netted"])
            return
        kind = "whole" if due.plainly else book.draw(f"payments of {self._relation.we_buy}", _ODDITIES)
        if due.owed.discount is None and kind in ("discount", "discount-too-late"):
            kind = "whole"
        if self._relation.we_buy and kind == "bank-charges":
            kind = "whole"
        amount = paper.total
        if kind not in book.faults or kind == "whole" or amount < 20:
            self._paid(due, day, amount, difficulty)
        elif kind in ("discount", "discount-too-late"):
            self._discounted(due, difficulty, late=kind != "discount")
        elif kind in ("instalments", "part-payment"):
            self._in_parts(due, day, difficulty, kind)
        elif kind in ("short-paid", "over-paid"):
            self._wrongly(due, day, difficulty, kind)
        elif kind == "bank-charges":
            charges = Decimal(book.random.choice(("1.50", "7.50", "12.00")))
            self._paid(due, day, amount - charges, [*difficulty, kind], charges=charges)
        elif kind == "returned":
            self._paid(due, day, amount, difficulty)
            self._move(
                day + timedelta(days=8), -amount, f"Rueckgabe {paper.number}", [(paper, -amount)], [kind], reversal=True
            )
            self._paid(due, day + timedelta(days=16), amount, difficulty)
        elif self._naming():
            # Without a number nobody could tell a second payment from one for something else.
            self._paid(due, day, amount, difficulty)
        else:
            self._twice(due, day, amount, difficulty)

    def _in_euros(self, due: Due, day: date, difficulty: list[str]) -> None:
        """What is due in another currency, as our account in euros tells it."""
        total, currency = due.owed.paper.total, self._relation.currency
        rate = _RATES[currency] + Decimal(self._book.random.randrange(200)) / 10000
        euros = (total * rate).quantize(CENT)
        self._paid(due, day, euros, [*difficulty, "foreign-currency"], instructed=(total, currency, rate))

    def _discounted(self, due: Due, difficulty: list[str], *, late: bool) -> None:
        paper, (days, percent) = due.owed.paper, due.owed.discount or (0, Decimal(0))
        taken = (paper.total * percent / 100).quantize(CENT)
        day = paper.issued + timedelta(days=days + self._book.random.randrange(6, 16) if late else max(days - 8, 1))
        self._paid(due, day, paper.total - taken, [*difficulty, "discount-too-late" if late else "discount"])
        if late:
            self._short(paper, paper.total, paper.total - taken, "discount-too-late")

    def _in_parts(self, due: Due, day: date, difficulty: list[str], kind: str) -> None:
        amount, count = due.owed.paper.total, self._book.random.choice((2, 3, 4))
        part = (amount / count).quantize(CENT)
        if kind == "instalments":
            for place in range(count):
                last = amount - part * (count - 1) if place == count - 1 else part
                self._paid(due, day + timedelta(days=30 * place), last, [*difficulty, kind], more=f" {place + 1}. Rate")
            return
        self._paid(due, day, part, [*difficulty, kind], more=" Teilzahlung")
        self._paid(due, day + timedelta(days=21), amount - part, [*difficulty, kind], more=" Rest")

    def _wrongly(self, due: Due, day: date, difficulty: list[str], kind: str) -> None:
        paper, book = due.owed.paper, self._book
        off = (paper.total * Decimal(book.random.randrange(4, 22)) / 100).quantize(CENT)
        paid = paper.total - off if kind == "short-paid" else paper.total + off
        self._paid(due, day, paid, [*difficulty, kind])
        if kind == "short-paid":
            self._short(paper, paper.total, paid, kind)
        elif book.chance(0.4, "refund"):
            back = day + timedelta(days=14)
            self._move(back, -off, f"Erstattung Ueberzahlung {paper.number}", [(paper, -off)], ["refund"])
        else:
            book.wrong(kind, paper.key, expected=str(paper.total), found=str(paid), amount=off, cause=kind)

    def _short(self, paper: Paper, expected: Decimal, paid: Decimal, cause: str) -> None:
        amount = expected - paid
        self._book.wrong("short-paid", paper.key, expected=str(expected), found=str(paid), amount=amount, cause=cause)

    def _twice(self, due: Due, day: date, amount: Decimal, difficulty: list[str]) -> None:
        """The same invoice is paid again; whether the second payment is applied to it is left open."""
        book, paper = self._book, due.owed.paper
        self._paid(due, day, amount, difficulty)
        again = self._detail(amount, texts.of_one(self._book, self._relation, [paper])[0], paper.number)
        told = purpose("trade", [(paper, amount)], ["duplicate-payment"], optional=True)
        entry = book.move(self._place(), day + timedelta(days=book.random.randrange(8, 30)), [(again, told)])
        book.wrong("duplicate-payment", entry.key, "entry", amount=amount, cause="duplicate-payment")
        book.wrong("over-paid", paper.key, expected=str(amount), found=str(amount * 2), amount=amount, optional=True)

    # -- several invoices at once --

    def _together(self, dues: Sequence[Due]) -> None:
        if len(dues) == 1:
            self._one(dues[0])
            return
        listed = self._relation.pays == habits.LISTED
        fault = "many-invoices-listed" if listed else "many-invoices-total-only"
        applied = [pair for due in dues for pair in self._applied(due, due.owed.paper.total)]
        amount = sum((cash for _, cash in applied), Decimal(0))
        papers = [paper for paper, _ in applied]
        day = max(self._when(due) for due in dues)
        difficulty = [fault, *(["credit-note-netted"] if any(due.credits for due in dues) else [])]
        structured = listed and self._book.chance(0.3) and self._place() == "main"
        text, hard = texts.of_several(self._book, self._relation, papers) if not structured else ("", ())
        difficulty += hard
        told = tuple((one.number, abs(cash), "CREN" if cash < 0 else "CINV") for one, cash in applied)
        detail = self._detail(amount, text, None, listed=told if structured else ())
        self._book.move(self._place(), day, [(detail, purpose("trade", applied, [*difficulty, *self._payer()]))])

    def _collected(self, dues: Sequence[Due]) -> None:
        """A direct debit that we collect: one entry with a detail for each invoice."""
        parts = []
        for due in dues:
            paper, amount = due.owed.paper, due.amount
            text = "Lastschrift " + " abzgl. ".join(one.number for one in (paper, *due.credits))
            detail = self._detail(amount, text, paper.number, mandate=self._relation.mandate)
            applied = self._applied(due, paper.total)
            parts.append((detail, purpose("trade", applied, ["direct-debit", *(["batch"] if len(dues) > 1 else [])])))
        day = max(self._when(due) for due in dues)
        self._book.move("main", day, parts, code="PMNT/IDDT/ESDD", text="SEPA-LASTSCHRIFT SAMMLER")

    # -- how a payment looks --

    def _naming(self) -> tuple[str, ...]:
        told = {
            habits.BARE: "number-missing",
            habits.MANGLED: "number-mangled",
            habits.CUSTOMER: "customer-number-only",
        }
        fault = told.get(self._relation.pays)
        return (fault,) if fault else ()

    def _payer(self) -> tuple[str, ...]:
        return ("other-payer",) if self._relation.payer is not None else ()

    def _applied(self, due: Due, cash: Decimal) -> list[tuple[Paper, Decimal]]:
        """What goes to an invoice and to the credit notes that are set off, which have negative amounts."""
        return [(due.owed.paper, cash), *((note, -note.total) for note in due.credits)]

    def _paid(
        self,
        due: Due,
        day: date,
        amount: Decimal,
        difficulty: Sequence[str],
        more: str = "",
        *,
        charges: Decimal | None = None,
        instructed: tuple[Decimal, str, Decimal] | None = None,
    ) -> None:
        """A payment of so much for an invoice, less what is set off."""
        paper = due.owed.paper
        whole = amount + sum((note.total for note in due.credits), Decimal(0))
        applied = self._applied(due, whole if due.credits else amount)
        text, hard = texts.of_one(self._book, self._relation, [paper, *due.credits])
        told: Purpose = purpose("trade", applied, [*difficulty, *hard, *self._payer()])
        named = self._relation.pays == habits.SINGLE and self._book.chance(0.4)
        end_to_end = paper.number if named else None
        detail = self._detail(amount, text + more, end_to_end, charges=charges, instructed=instructed)
        place = "main" if charges or instructed else self._place()
        if self._relation.we_buy and not (due.credits or instructed) and self._book.chance(0.5, "batch"):
            self._book.run.append((day, detail, told))
        else:
            self._book.move(place, day, [(detail, told)])

    def _move(
        self,
        day: date,
        amount: Decimal,
        text: str,
        applied: Sequence[tuple[Paper, Decimal]],
        difficulty: Sequence[str],
        *,
        reversal: bool = False,
    ) -> None:
        """Money that goes the other way; a reversal has another text at the bank."""
        told = purpose("trade", applied, [*difficulty, *self._payer()])
        self._book.move(
            self._place(),
            day,
            [(self._detail(amount, text, None), told)],
            text="RUECKGABE" if reversal else "SEPA-UEBERWEISUNG",
        )

    def _place(self) -> str:
        return self._account

    def _detail(
        self,
        amount: Decimal,
        text: str,
        end_to_end: str | None,
        *,
        listed: tuple[tuple[str, Decimal, str], ...] = (),
        mandate: str | None = None,
        charges: Decimal | None = None,
        instructed: tuple[Decimal, str, Decimal] | None = None,
    ) -> Detail:
        relation = self._relation
        other = relation.payer or relation.partner
        name = other.trading_name if other.trading_name and self._book.chance(0.5) else other.name
        return Detail(
            amount=amount * self._sign,
            name=name,
            account=other.iban,
            remittance=(text,) if text else (),
            end_to_end=end_to_end,
            mandate=mandate,
            listed=listed,
            charges=charges,
            instructed=instructed,
        )


def pay_run(book: Book) -> None:
    """Our own payment runs: what we pay in one week leaves the account as one entry with its details."""
    weeks: dict[int, list[tuple[date, Detail, Purpose]]] = defaultdict(list)
    for day, detail, told in book.run:
        weeks[day.toordinal() // 7].append((day, detail, told))
    for week in sorted(weeks):
        run = weeks[week]
        parts = [(detail, _in_batch(told) if len(run) > 1 else told) for _, detail, told in run]
        entry = book.move(
            "main", max(day for day, _, _ in run), parts, code="PMNT/ICDT/ESCT", text="SAMMELUEBERWEISUNG"
        )
        if len(run) > 1 and book.chance(0.15, "notified-twice"):
            book.notified.append(entry)


def _in_batch(told: Purpose) -> Purpose:
    return replace(told, difficulty=(*told.difficulty, "batch"))
