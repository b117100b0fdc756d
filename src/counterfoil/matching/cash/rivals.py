"""Which movements could be for an item?"""

from collections.abc import Iterator, Sequence

from counterfoil.matching._matcher import NO_LIMIT
from counterfoil.matching.cash.candidates import DAYS_AHEAD, DAYS_BACK
from counterfoil.matching.cash.ledger import CREDIT_DAYS
from counterfoil.matching.cash.movements import Movement, statement_of
from counterfoil.matching.cash.open_items import Item, amount_keys, order_keys, tail_keys
from counterfoil.matching.cash.payers import quoted_keys, told_forms, window
from counterfoil.matching.cash.till import Till
from counterfoil.matching.keys import payable_key


def rivals(till: Till, item: Item) -> Iterator[Movement]:
    """The movements that could be for an item, by whatever they would find it.

    A credit note may be set off by those that are for any other item of the partner.
    """
    yield from _finding(till, item)
    if item.is_credit and item.issued is not None:
        first, last = window(item.issued, CREDIT_DAYS, CREDIT_DAYS)
        listed = {one.id: one for form in sorted(item.forms) for one in till.listed(form, first, last)}
        for other in listed.values():
            if other.id != item.id:
                yield from _finding(till, other)


def _finding(till: Till, item: Item) -> Sequence[Movement]:
    """The movements that find an item by its amount, a number, or the partner."""
    found = till.finding.get(item.id)
    if found is None:
        found = till.finding[item.id] = list(_looked_up(till, item))
    return found


def _looked_up(till: Till, item: Item) -> Iterator[Movement]:
    amounts = tuple(amount_keys(item))
    numbers = (*order_keys(item), *quoted_keys(item), *map(payable_key, item.numbers))
    tails = tuple(tail_keys(item))
    till.shelf.expect(seeking=(*amounts, *numbers, *tails))
    if item.issued is not None:
        for key in amounts:
            cents = int(key.split("|")[2])
            for statement in till.seekers(key):
                yield from statement.by_cents.get(cents, ())
            yield from till.with_rest(key)
    for key in numbers:
        number = key.split("|", 1)[1]
        for statement in till.seekers(key):
            yield from statement.by_number.get(number, ())
    for key in tails:
        for statement in till.seekers(key):
            yield from statement.by_tail.get(key.split("|")[1], ())
    if item.issued is not None:
        first, last = window(item.issued, DAYS_AHEAD, DAYS_BACK)
        for form in sorted(item.forms | told_forms(till, item.forms)):
            for document in till.shelf.placed(f"entry|{form}", first, last, NO_LIMIT):
                yield from statement_of(document).by_form.get(form, ())
