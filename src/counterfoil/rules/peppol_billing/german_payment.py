"""Germany, between German addresses: how is paid (DE-R-019, DE-R-020, DE-R-023 to DE-R-025)."""

import re
from collections.abc import Callable, Iterable

from counterfoil.model.finding import Severity
from counterfoil.rules._element_rule import ElementRule, Reads, Said, at, first_below
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules._white_space import normalized
from counterfoil.rules.codes import codes
from counterfoil.rules.peppol import _checks as checks
from counterfoil.rules.peppol._reading import first
from counterfoil.rules.peppol._ubl import both_german

_ACCOUNT = "cac:PayeeFinancialAccount"
_CARD = "cac:CardAccount"
_MANDATE = "cac:PaymentMandate"
_TRANSFERS, _DEBITS = frozenset({"30", "58"}), frozenset({"59"})
_SEPA_TRANSFERS = frozenset({"58"})
_CARDS = codes("card-payment-means@peppol-2026.5")
_CODES = first_below("cbc:PaymentMeansCode")
_BLANKS = re.compile(r"[ \t\r\n]")


def _rule(
    rule_id: str,
    means: frozenset[str],
    terms: tuple[str, ...],
    severity: Severity = Severity.FATAL,
    said: Said = _CODES,
) -> Callable[[Callable[[Elements, int], bool | Breach]], ElementRule]:
    """A rule for payments by some means alone."""

    def made(right: Callable[[Elements, int], bool | Breach]) -> ElementRule:
        @at(
            *(rule_id, "/cac:PaymentMeans"),
            when=both_german,
            severity=severity,
            terms=terms,
            reads=Reads.SAID,
            said=said,
        )
        def rule(elements: Elements, place: int) -> bool | Breach:
            if normalized(first(elements, place, "cbc:PaymentMeansCode")) not in means:
                return True
            return right(elements, place)

        return rule

    return made


def _with(rule_id: str, means: frozenset[str], wanted: str, terms: tuple[str, ...]) -> ElementRule:
    """What must be told of a payment."""

    @_rule(rule_id, means, terms)
    def given(elements: Elements, place: int) -> bool:
        return bool(elements.below(place, wanted))

    return given


def _without(rule_id: str, means: frozenset[str], unwanted: tuple[str, ...], terms: tuple[str, ...]) -> ElementRule:
    """What belongs to other payments."""

    @_rule(rule_id, means, terms)
    def absent(elements: Elements, place: int) -> bool | Breach:
        found = [name for name in unwanted if elements.below(place, name)]
        return not found or Breach(found=" and ".join(found))

    return absent


def _iban(rule_id: str, means: frozenset[str], path: str, term: str) -> ElementRule:
    """An account is an IBAN."""
    accounts = first_below(f"{path}/cbc:ID")

    def said(elements: Elements, context: str) -> Iterable[int | None]:
        return (*_CODES(elements, context), *accounts(elements, context))

    @_rule(rule_id, means, ("BT-81", term), Severity.WARNING, said)
    def iban(elements: Elements, place: int) -> bool | Breach:
        found = first(elements, place, f"{path}/cbc:ID")
        return checks.iban(_BLANKS.sub("", found)) or Breach(found=found or None)

    return iban


GERMAN_PAYMENT: tuple[ElementRule, ...] = (
    _iban("DE-R-019", _SEPA_TRANSFERS, _ACCOUNT, "BT-84"),
    _with("DE-R-023-1", _TRANSFERS, _ACCOUNT, ("BT-81", "BG-17")),
    _without("DE-R-023-2", _TRANSFERS, (_CARD, _MANDATE), ("BT-81", "BG-18", "BG-19")),
    _with("DE-R-024-1", _CARDS, _CARD, ("BT-81", "BG-18")),
    _without("DE-R-024-2", _CARDS, (_ACCOUNT, _MANDATE), ("BT-81", "BG-17", "BG-19")),
    _iban("DE-R-020", _DEBITS, f"{_MANDATE}/cac:PayerFinancialAccount", "BT-91"),
    _with("DE-R-025-1", _DEBITS, _MANDATE, ("BT-81", "BG-19")),
    _without("DE-R-025-2", _DEBITS, (_ACCOUNT, _CARD), ("BT-81", "BG-17", "BG-18")),
)
