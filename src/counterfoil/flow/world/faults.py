"""The difficulties that a world can have, and what can be wrong in it, by name and in groups."""

from collections.abc import Iterable

from counterfoil.errors import UsageError

REFERENCES = (
    "no-line-reference",
    "line-renumbered",
    "reference-mangled",
    "reference-misplaced",
    "reference-in-note",
    "reference-missing",
    "despatch-reference-only",
)
"""How a paper names the order, despatch or invoice that it belongs to, if not exactly."""
GOODS = (
    "renamed",
    "no-order",
    "same-article-twice",
    "repeated-order",
    "order-changed",
    "response-changed",
    "partial-delivery",
    "several-invoices",
    "several-orders",
    "several-orders-shipped",
    "unit-conversion",
    "price-base",
    "line-discount",
    "freight-line",
    "freight-charge",
    "returns",
    "lines-merged",
    "lines-split",
    "lines-shuffled",
    "no-item-number",
    "no-common-number",
    "unit-synonym",
    "weighed",
)
"""What makes lines hard to compare."""
CASH = (
    "customer-number-only",
    "number-mangled",
    "number-missing",
    "many-invoices-listed",
    "many-invoices-total-only",
    "instalments",
    "part-payment",
    "discount",
    "bank-charges",
    "foreign-currency",
    "credit-note-netted",
    "refund",
    "returned",
    "batch",
    "notified-twice",
    "direct-debit",
    "other-payer",
    "open-items",
    "list-abbreviated",
    "list-cut-off",
    "noisy-text",
)
"""How money comes and goes, if not one payment for one invoice with its number."""
DUPLICATES = (
    "duplicate-same-bytes",
    "duplicate-other-syntax",
    "duplicate-layout",
    "duplicate-retyped-number",
    "duplicate-reformatted-number",
    "duplicate-date-changed",
    "duplicate-amount-split",
    "duplicate-other-supplier-record",
    "duplicate-corrected-address",
)
LOOKALIKES = ("rent", "credit-and-rebill", "equal-amounts")
"""What looks like a duplicate and is none."""
DISCREPANCIES = (
    "price-over-ordered",
    "price-under-ordered",
    "quantity-over-ordered",
    "quantity-over-received",
    "not-ordered",
    "not-received",
    "received-not-invoiced",
    "tax-mismatch",
    "currency-mismatch",
    "order-cancelled",
    "total-mismatch",
    "payee-account-changed",
    "short-paid",
    "over-paid",
    "discount-too-late",
    "duplicate-payment",
    "unmatched-payment",
)
"""What is wrong, by the code of the discrepancy; a discount too late is short-paid."""
NOISE = ("no-trade",)
"""Entries of the bank that have nothing to do with trade."""

GROUPS = {
    "references": REFERENCES,
    "goods": GOODS,
    "cash": CASH,
    "duplicates": DUPLICATES,
    "lookalikes": LOOKALIKES,
    "discrepancies": DISCREPANCIES,
    "noise": NOISE,
}
ALL = frozenset(name for group in GROUPS.values() for name in group)


def chosen(written: str) -> frozenset[str]:
    """The faults that a list names: "all", "none", groups and names, separated by commas. UsageError for others."""
    found: set[str] = set()
    for name in (part.strip() for part in written.split(",")):
        if name == "all":
            found |= ALL
        elif name in GROUPS:
            found |= set(GROUPS[name])
        elif name in ALL:
            found.add(name)
        elif name and name != "none":
            raise UsageError(
                f"There is no fault {name!r}.",
                f"There are: {_listed(['all', 'none', *GROUPS])}; and {_listed(sorted(ALL))}.",
            )
    return frozenset(found)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
