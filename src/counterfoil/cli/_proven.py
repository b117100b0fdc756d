"""What a verified dossier or update says, in words for people: what it is about, what each evidence says, sums."""

from collections.abc import Iterable, Iterator
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal

from counterfoil.exchange.proof.about import About
from counterfoil.exchange.proof.attested import OFFERED, WITHDRAWN, Attested
from counterfoil.exchange.proof.evidence import CREDITED, DISPUTED, PAID, Evidence, approvals
from counterfoil.exchange.proof.trust import Trust
from counterfoil.exchange.proof.verification import Verified

_WITHHELD, _NONE = "amount withheld", "no amount"
_DIGITS_MAX = 40
"""Of an amount that is added up; a longer one stands by itself."""
_SUMS = Context(prec=100, Emax=MAX_EMAX, Emin=MIN_EMIN)


class InWords:
    """A verified invoice in words, as far as the reader knows the companies by name."""

    def __init__(self, found: Verified, trust: Trust | None) -> None:
        self._found, self._known = found, trust.companies if trust else {}
        self._about = found.about or About()
        self._facts = {(fact.place, fact.file): fact for fact in found.facts}

    @property
    def about(self) -> str:
        """Which invoice it is, over how much, and between whom; what is withheld is said to be."""
        it, found = self._about, self._found
        offer = next((one for one in found.facts if one.subject == found.subject and one.kind == OFFERED), None)
        # What is not shown of an offer that is shown whole does not stand in the invoice.
        unseen = "withheld" if offer is None or offer.withheld else "not stated"

        def told(what: str, value: str | None) -> str:
            return value or f"({what} {unseen})"

        money = f"{told('amount', it.payable)} {told('currency', it.currency)}"
        return (
            f"Invoice {told('number', it.number)} of {told('day', it.issued)} over {money}, "
            f"due {told('day', it.due)}, from {told('seller', it.seller)} to {told('buyer', it.buyer)}"
        )

    def says(self, one: Evidence) -> str:
        """What an evidence says beside what it is evidence of: level, amount, set-off, and who is to be paid."""
        parts = [
            " ".join(filter(None, (one.level, one.amount, one.currency if one.amount else None))),
            None if one.amount else self._unseen(one),
            f"less {one.set_off} set off" if _is_some(one.set_off) else None,
            f"to be paid to {self._named(one.assignee)}" if one.assignee else None,
        ]
        return ", ".join(filter(None, parts))

    @property
    def money(self) -> str:
        """What is payable, with its currency."""
        return " ".join(filter(None, (self._about.payable or _WITHHELD, self._about.currency)))

    @property
    def share(self) -> str:
        """What the buyer approves by what it said last of how much, where that is not just what is payable."""
        last = next((one for one in reversed(self._answers()) if one.amount is not None), None)
        payable, own = self._about.payable, self._about.currency
        if (
            last is None
            or last.amount is None
            or payable is None
            or max(map(len, (last.amount, payable))) > _DIGITS_MAX
        ):
            return ""
        less = f" less {last.set_off}" if _is_some(last.set_off) else ""
        is_foreign = None not in (last.currency, own) and last.currency != own
        if Decimal(last.amount) == Decimal(payable) and not less and not is_foreign:
            return ""
        odd = ", in another currency: ask it" if is_foreign else ""
        if not odd and Decimal(last.amount) > max(Decimal(payable), Decimal()):
            odd = ", more than is payable: ask it"
        money = " ".join(filter(None, (last.amount, last.currency)))
        return f"Of {self.money} the buyer approves {money}{less}{odd}."

    @property
    def approved(self) -> str:
        """What the buyer approves, in all the amounts that it says, less what it sets off."""
        told = ((self._money_of(one), one.set_off) for one in self._answers())
        texts = dict.fromkeys(f"{amount} less {set_off}" if _is_some(set_off) else amount for amount, set_off in told)
        # Who says how much, and later only that somebody else is to be paid, need not say the amount again.
        return " / ".join(one for one in texts if one != _NONE) or next(iter(texts), "")

    @property
    def assignees(self) -> str:
        """Who is to be paid by the buyer's word, each once."""
        return " / ".join(dict.fromkeys(self._named(one.assignee) for one in self._answers() if one.assignee))

    def sums(self, what: str) -> str:
        """What is disputed, credited or paid: the sums of each company that says so, the same sum once.

        Two companies that tell of one payment are not added.
        """
        of = dict[str, list[Evidence]]()
        for one in self._found.evidence:
            if one.evidence == what:
                of.setdefault(one.id, []).append(one)
        return " / ".join(dict.fromkeys(" + ".join(self._sum(each)) for each in of.values()))

    def _sum(self, each: Iterable[Evidence]) -> Iterator[str]:
        """Sums by currency, and what cannot be added."""
        own = self._about.currency
        sums, others = dict[str | None, Decimal](), dict[str, None]()
        for one in each:
            if one.amount is None:
                others[self._unseen(one) or "withdrawn"] = None
            elif len(one.amount) > _DIGITS_MAX:
                others[f"{one.amount[:_DIGITS_MAX]}…"] = None
            else:
                currency = one.currency or own
                sums[currency] = _SUMS.add(sums.get(currency, Decimal()), Decimal(one.amount))
        yield from (format(value, "f") + (f" {name}" if name and name != own else "") for name, value in sums.items())
        yield from others

    def _money_of(self, one: Evidence) -> str:
        """An amount, with its currency where that is another than the invoice's; or that none is shown."""
        is_foreign = one.amount is not None and one.currency is not None and one.currency != self._about.currency
        return f"{one.amount} {one.currency}" if is_foreign else one.amount or self._unseen(one)

    def _answers(self) -> list[Evidence]:
        """What the buyer acknowledges from an approval on, in the order in which it did."""
        return sorted(approvals(self._found.evidence), key=lambda one: self._fact(one).seq)

    def _unseen(self, one: Evidence) -> str:
        """That no amount is shown, of what should have one; empty where there is none to show."""
        fact = self._fact(one)
        is_of_money = one.evidence in {DISPUTED, CREDITED, PAID} or one.is_approval
        if not is_of_money or fact.kind == WITHDRAWN:
            return ""
        return _WITHHELD if fact.withheld else _NONE

    def _fact(self, one: Evidence) -> Attested:
        return self._facts[one.credential, one.file or ""]

    def _named(self, company: str) -> str:
        known = self._known.get(company)
        return known.name if known else company


def _is_some(amount: str | None) -> bool:
    """Is this an amount, and not nothing?"""
    return amount is not None and bool(Decimal(amount))
