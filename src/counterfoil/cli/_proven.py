"""What a verified dossier or update says, in words for people: what it is about, what each evidence says, sums."""

from collections.abc import Iterable, Iterator
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal

from counterfoil.exchange.proof.about import About
from counterfoil.exchange.proof.attested import APPROVED, LEVELS, OFFERED, WITHDRAWN
from counterfoil.exchange.proof.evidence import ACKNOWLEDGED, COUNTERPARTY, CREDITED, DISPUTED, PAID, Evidence
from counterfoil.exchange.proof.trust import Trust
from counterfoil.exchange.proof.verification import Verified

AMOUNT_WITHHELD = "amount withheld"
_WITHHELD, _NONE = "withheld", "no amount"
_DIGITS_MAX = 40
"""Of an amount that is added up; a longer one stands by itself."""
_SUMS = Context(prec=100, Emax=MAX_EMAX, Emin=MIN_EMIN)


def told_about(found: Verified) -> str:
    """Which invoice it is, over how much, and between whom; what is withheld is said to be."""
    it = found.about or About()
    offer = next((one for one in found.facts if one.subject == found.subject and one.kind == OFFERED), None)
    # What is not shown of an offer that is shown whole does not stand in the invoice.
    unseen = _WITHHELD if offer is None or offer.withheld else "not stated"

    def told(what: str, value: str | None) -> str:
        return value or f"({what} {unseen})"

    money = f"{told('amount', it.payable)} {told('currency', it.currency)}"
    return (
        f"Invoice {told('number', it.number)} of {told('day', it.issued)} over {money}, due {told('day', it.due)}, "
        f"from {told('seller', it.seller)} to {told('buyer', it.buyer)}"
    )


def told_of(one: Evidence, found: Verified, trust: Trust | None) -> str:
    """What an evidence says beside what it is evidence of: level, amount, what is set off, and who is to be paid."""
    amount = " ".join(filter(None, (one.amount, one.currency))) if one.amount else _unseen(one, found)
    parts = [
        " ".join(filter(None, (one.level, amount))),
        f"less {one.set_off} set off" if one.set_off else None,
        f"to be paid to {named(one.assignee, trust)}" if one.assignee else None,
    ]
    return ", ".join(filter(None, parts))


def named(company: str, trust: Trust | None) -> str:
    """A company by its name in the trust file, or else by its id."""
    known = trust.companies.get(company) if trust else None
    return known.name if known else company


def money(found: Verified) -> str | None:
    """What is payable, with its currency."""
    it = found.about
    return " ".join(filter(None, (it.payable or AMOUNT_WITHHELD, it.currency))) if it else None


def approved(found: Verified) -> str:
    """What the buyer approves, in all the amounts that it says, less what it sets off."""
    told = ((one.amount or _unseen(one, found), one.set_off) for one in _answers(found))
    texts = dict.fromkeys(f"{amount} less {set_off}" if set_off else amount for amount, set_off in told)
    # Who says how much, and later only that somebody else is to be paid, need not say the amount again.
    return " / ".join(one for one in texts if one != _NONE) or next(iter(texts), "")


def assignees(found: Verified, trust: Trust | None) -> str:
    """Who is to be paid by the buyer's word, each once."""
    return " / ".join(dict.fromkeys(named(one.assignee, trust) for one in _answers(found) if one.assignee))


def sums(found: Verified, what: str) -> str:
    """What is disputed, credited or paid: the sums of each company that says so, the same sum once.

    Two companies that tell of one payment are not added.
    """
    of = dict[str, list[Evidence]]()
    for one in found.evidence:
        if one.evidence == what:
            of.setdefault(one.id, []).append(one)
    currency = found.about.currency if found.about else None
    return " / ".join(dict.fromkeys(" + ".join(_sum(each, found, currency)) for each in of.values()))


def _sum(each: Iterable[Evidence], found: Verified, currency: str | None) -> Iterator[str]:
    """Sums by currency, and what cannot be added."""
    sums, others = dict[str | None, Decimal](), dict[str, None]()
    for one in each:
        if one.amount is None:
            others[_unseen(one, found) or "withdrawn"] = None
        elif len(one.amount) > _DIGITS_MAX:
            others[f"{one.amount[:_DIGITS_MAX]}…"] = None
        else:
            known = one.currency or currency
            sums[known] = _SUMS.add(sums.get(known, Decimal()), Decimal(one.amount))
    yield from (format(value, "f") + (f" {name}" if name and name != currency else "") for name, value in sums.items())
    yield from others


def _answers(found: Verified) -> list[Evidence]:
    """What the buyer acknowledges from an approval on, in the order in which it did."""
    buyers = (one for one in found.evidence if one.evidence == ACKNOWLEDGED and one.by == COUNTERPARTY)
    seqs = {(fact.place, fact.file): fact.seq for fact in found.facts}
    return sorted(filter(_is_approval, buyers), key=lambda one: seqs[one.credential, one.file or ""])


def _is_approval(one: Evidence) -> bool:
    return one.level is not None and LEVELS.index(one.level) >= APPROVED


def _unseen(one: Evidence, found: Verified) -> str:
    """That no amount is shown, of what should have one; empty where there is none to show."""
    fact = next(fact for fact in found.facts if (fact.place, fact.file) == (one.credential, one.file or ""))
    is_of_money = one.evidence in {DISPUTED, CREDITED, PAID} or _is_approval(one)
    if not is_of_money or fact.kind == WITHDRAWN:
        return ""
    return AMOUNT_WITHHELD if fact.withheld else _NONE
