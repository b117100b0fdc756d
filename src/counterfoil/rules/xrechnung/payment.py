"""What XRechnung asks of payment in CII: discounts, accounts, what goes with which means (BR-DE-18 to 20, 23 to 31)."""

import re
from collections.abc import Callable, Iterable

from counterfoil.model.finding import Severity
from counterfoil.rules._element_rule import ElementRule, Harmless, Reads, at, first_below
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules._white_space import normalized
from counterfoil.rules.codes import codes
from counterfoil.rules.peppol import _checks as checks
from counterfoil.rules.peppol._reading import first
from counterfoil.rules.xrechnung.documents import CII, SETTLEMENT

_TRANSFER = frozenset({"30", "58"})
_CARDS = codes("card-payment-means@peppol-2026.5")
_SEPA_TRANSFER = "58"
_SEPA_DEBIT = "59"

_MEANS = f"/{SETTLEMENT}/ram:SpecifiedTradeSettlementPaymentMeans"
_CODE = "ram:TypeCode"
_ACCOUNT = "ram:PayeePartyCreditorFinancialAccount"
_CARD = "ram:ApplicableTradeSettlementFinancialCard"
_DEBITED = "ram:PayerPartyDebtorFinancialAccount/ram:IBANID"
_MANDATE = f"{SETTLEMENT}/ram:SpecifiedTradePaymentTerms/ram:DirectDebitMandateID"
_CREDITOR = f"{SETTLEMENT}/ram:CreditorReferenceID"
_BANKS = ("ram:PayeeSpecifiedCreditorFinancialInstitution", "ram:PayerSpecifiedDebtorFinancialInstitution")

_CODES = first_below(_CODE)
_BLANKS = re.compile(r"[ \t\r\n]")
_LINE_END = re.compile(r"\r?\n")
_DISCOUNT = re.compile(r"#SKONTO#TAGE=[0-9]+#PROZENT=[0-9]+\.[0-9]{2}(#BASISBETRAG=-?[0-9]+\.[0-9]{2})?#").fullmatch
_BETWEEN_SIGNS = re.compile(r"#[^\r\n]+#")
_LINE_ENDED = re.compile(r"[ \t\r\n]*\n").match

Asked = Callable[[Elements, int], bool]


def discount_written_rightly(note: str) -> bool:
    """Whether the lines of payment terms that begin with "#" are cash discounts as XRechnung writes them.

    Each is a line of its own with its end; what follows the last is on a new line.
    """
    lines = [normalized(line) for line in _LINE_END.split(note)]
    written = [line for line in lines if line.startswith("#")]
    if not written:
        return True
    return all(map(_DISCOUNT, written)) and _LINE_ENDED(_BETWEEN_SIGNS.split(note)[-1]) is not None


@at(
    *("BR-DE-18", f"/{SETTLEMENT}/ram:SpecifiedTradePaymentTerms"),
    terms=("BT-20", "BT-115"),
    roots=CII,
    harmless=Harmless(test=discount_written_rightly),
    said=first_below("ram:Description"),
)
def _discounts(elements: Elements, place: int) -> bool | Breach:
    text = first(elements, place, "ram:Description")
    return discount_written_rightly(text) or Breach(found=text)


def _account(rule_id: str, sepa: str, path: str, term: str) -> ElementRule:
    """The rule that an account is an IBAN where the means of payment is that of a SEPA code."""
    accounts = first_below(path)

    def said(elements: Elements, context: str) -> Iterable[int | None]:
        return (*_CODES(elements, context), *accounts(elements, context))

    @at(
        *(rule_id, _MEANS),
        terms=("BT-81", term),
        severity=Severity.WARNING,
        roots=CII,
        reads=Reads.SAID,
        said=said,
    )
    def account(elements: Elements, place: int) -> bool | Breach:
        if normalized(first(elements, place, _CODE)) != sepa:
            return True
        found = first(elements, place, path)
        return checks.iban(_BLANKS.sub("", found)) or Breach(found=found or None)

    return account


def _with_means(rule_id: str, wanted: frozenset[str], terms: tuple[str, ...], holds: Asked) -> ElementRule:
    """A rule on what stands with the means of payment of some codes."""

    @at(rule_id, _MEANS, terms=(*terms, "BT-81"), roots=CII, reads=Reads.SAID, said=_CODES)
    def with_means(elements: Elements, place: int) -> bool | Breach:
        found = normalized(first(elements, place, _CODE))
        return found not in wanted or holds(elements, place) or Breach(found=found)

    return with_means


def _there(path: str) -> Asked:
    return lambda elements, place: bool(elements.below(place, path))


def _none(*paths: str) -> Asked:
    return lambda elements, place: not any(elements.below(place, path) for path in paths)


def _is_debit(elements: Elements, place: int) -> bool:
    """Whether a CII document or its means of payment tells anything of a direct debit (BG-19)."""
    return bool(elements.head(_MANDATE) or elements.head(_CREDITOR) or elements.below(place, _DEBITED))


def _no_debit(*paths: str) -> Asked:
    absent = _none(*paths)
    return lambda elements, place: absent(elements, place) and not _is_debit(elements, place)


def _debit_told(elements: Elements) -> tuple[bool, bool, bool]:
    """Whether a CII document has a mandate (BT-89), a creditor's identifier (BT-90) and a debited account (BT-91)."""
    debited = elements.head(f"{_MEANS.removeprefix('/')}/{_DEBITED}")
    return bool(elements.head(_MANDATE)), bool(elements.head(_CREDITOR)), bool(debited)


@at("BR-DE-30", "/", terms=("BG-19", "BT-90"), roots=CII, reads=Reads.PATHS)
def _creditor(elements: Elements, _place: int) -> bool:
    mandate, creditor, debited = _debit_told(elements)
    return (creditor and (mandate or debited)) or not (mandate or creditor or debited)


@at("BR-DE-31", "/", terms=("BG-19", "BT-91"), roots=CII, reads=Reads.PATHS)
def _debited(elements: Elements, _place: int) -> bool:
    mandate, creditor, debited = _debit_told(elements)
    return (debited and (mandate or creditor)) or not (mandate or creditor or debited)


PAYMENT: tuple[ElementRule, ...] = (
    _discounts,
    _account("BR-DE-19", _SEPA_TRANSFER, f"{_ACCOUNT}/ram:IBANID", "BT-84"),
    _account("BR-DE-20", _SEPA_DEBIT, _DEBITED, "BT-91"),
    _with_means("BR-DE-23-a", _TRANSFER, ("BG-17",), _there(_ACCOUNT)),
    _with_means("BR-DE-23-b", _TRANSFER, ("BG-18", "BG-19"), _no_debit(_CARD)),
    _with_means("BR-DE-24-a", _CARDS, ("BG-18",), _there(_CARD)),
    _with_means("BR-DE-24-b", _CARDS, ("BG-17", "BG-19"), _no_debit(_ACCOUNT)),
    _with_means("BR-DE-25-a", frozenset({_SEPA_DEBIT}), ("BG-19",), _is_debit),
    _with_means("BR-DE-25-b", frozenset({_SEPA_DEBIT}), ("BG-17", "BG-18"), _none(_ACCOUNT, *_BANKS, _CARD)),
    _creditor,
    _debited,
)
