"""What the document as a whole, its totals, references and payment must hold (BR-01 to -05, -12 to -16, -49 to -55)."""

from collections.abc import Iterable, Iterator

from counterfoil.model.finding import Severity
from counterfoil.model.invoice import CreditTransfer, Invoice, PaymentInstructions, Totals
from counterfoil.rules._rule import CII, UBL, Breach, Rule, required, rule
from counterfoil.rules._white_space import normalized
from counterfoil.rules.en16931._parts import document, totals

# 30: credit transfer, 58: SEPA credit transfer (UNTDID 4461).
CREDIT_TRANSFERS = frozenset({"30", "58"})
# PCI DSS lets at most the first six and last four digits of a card's number be shown.
CARD_CHARACTERS_MAX = 10


def _transfers(invoice: Invoice) -> Iterator[CreditTransfer]:
    return (
        transfer
        for instructions in invoice.payment
        if instructions.means in CREDIT_TRANSFERS
        for transfer in instructions.transfers
    )


def _instructions(invoice: Invoice) -> Iterable[PaymentInstructions]:
    return invoice.payment


def _has_account(instructions: PaymentInstructions) -> bool:
    return instructions.means not in CREDIT_TRANSFERS or any(transfer.account for transfer in instructions.transfers)


def _card_number(invoice: Invoice) -> Iterator[Breach]:
    for instructions in invoice.payment:
        card = instructions.card
        # The number itself does not belong into a finding either.
        if card is not None and card.account_number is not None:
            length = len(normalized(card.account_number))
            if length > CARD_CHARACTERS_MAX:
                yield Breach(at=card, found=length, expected=CARD_CHARACTERS_MAX)


@rule("BR-53", terms=("BT-6", "BT-111"), syntaxes=(UBL,))
def tax_in_accounting_currency(invoice: Invoice) -> Iterator[Breach]:
    """A VAT total must stand in the accounting currency, where one is named."""
    if invoice.tax_currency is not None and invoice.tax_currency not in _tax_currencies(invoice.totals):
        yield Breach(expected=invoice.tax_currency)


@rule("BR-53", terms=("BT-6", "BT-111"), syntaxes=(CII,))
def tax_in_another_accounting_currency(invoice: Invoice) -> Iterator[Breach]:
    """As in UBL, and the accounting currency must not be the invoice's own."""
    if (
        invoice.totals is not None
        and invoice.tax_currency is not None
        and (invoice.tax_currency == invoice.currency or invoice.tax_currency not in _tax_currencies(invoice.totals))
    ):
        yield Breach(at=invoice.totals, expected=invoice.tax_currency)


def _tax_currencies(totals: Totals | None) -> tuple[str | None, ...]:
    if totals is None:
        return ()
    return tuple(amount.currency for amount in (totals.tax, totals.tax_accounting) if amount is not None)


_HEADER: tuple[Rule, ...] = (
    required("BR-01", document, "customization", ("BT-24",)),
    required("BR-02", document, "number", ("BT-1",)),
    required(
        "BR-03",
        document,
        "issued",
        ("BT-2",),
    ),
    required("BR-04", document, "type_code", ("BT-3",)),
    required("BR-05", document, "currency", ("BT-5",)),
    required("BR-16", document, "lines", ("BG-25",)),
    tax_in_accounting_currency,
    tax_in_another_accounting_currency,
)

_TOTALS: tuple[Rule, ...] = (
    required("BR-12", totals, "lines", ("BT-106",)),
    required("BR-13", totals, "without_tax", ("BT-109",)),
    required("BR-14", totals, "with_tax", ("BT-112",)),
    required("BR-15", totals, "payable", ("BT-115",)),
)

_REFERENCES: tuple[Rule, ...] = (
    required("BR-52", lambda invoice: invoice.supporting, "reference", ("BT-122",)),
    required("BR-55", lambda invoice: invoice.preceding, "number", ("BT-25",)),
)

_PAYMENT: tuple[Rule, ...] = (
    required("BR-49", _instructions, "means", ("BT-81",)),
    required("BR-50", _transfers, "account", ("BT-84",)),
    Rule(id="BR-51", find=_card_number, severity=Severity.WARNING, terms=("BT-87",), syntaxes=(UBL,)),
    Rule(id="BR-51", find=_card_number, terms=("BT-87",), syntaxes=(CII,)),
    required(
        "BR-61",
        _instructions,
        _has_account,
        ("BT-81", "BT-84"),
        syntaxes=(UBL,),
    ),
    required(
        "BR-61",
        _transfers,
        "account",
        ("BT-81", "BT-84"),
        syntaxes=(CII,),
    ),
)

PRESENCE_DOCUMENT: tuple[Rule, ...] = (*_HEADER, *_TOTALS, *_REFERENCES, *_PAYMENT)
