"""What allowances and charges must hold, on the document and on lines (BR-31 to BR-44, BR-CO-05 to -08, -21 to -24)."""

from collections.abc import Callable, Iterator

from counterfoil.model.invoice import Adjustment, Invoice
from counterfoil.rules._rule import Rule, required

Adjustments = Callable[[Invoice], Iterator[Adjustment]]


def _on_document(charge: bool) -> Adjustments:
    return lambda invoice: (entry for entry in invoice.adjustments if entry.charge is charge)


def _on_lines(charge: bool) -> Adjustments:
    return lambda invoice: (
        entry for line in invoice.lines if line.adjustments for entry in line.adjustments if entry.charge is charge
    )


def _reason(adjustment: Adjustment) -> str | None:
    return adjustment.reason or adjustment.reason_code


def _amount(rule_id: str, parts: Adjustments, term: str) -> Rule:
    return required(rule_id, parts, "amount", (term,))


def _category(rule_id: str, parts: Adjustments, term: str) -> Rule:
    return required(rule_id, parts, "category", (term,))


def _reasons(first: str, second: str, alike: str, parts: Adjustments, terms: tuple[str, str]) -> tuple[Rule, ...]:
    """The two official rules that ask for a reason or its code, and the one that both mean the same.

    No program can tell that; the official test of it always holds.
    """
    return (
        required(first, parts, _reason, terms),
        required(second, parts, _reason, terms),
        Rule(id=alike, find=None, terms=terms),
    )


_ALLOWANCES, _CHARGES = _on_document(charge=False), _on_document(charge=True)
_LINE_ALLOWANCES, _LINE_CHARGES = _on_lines(charge=False), _on_lines(charge=True)

ADJUSTMENTS: tuple[Rule, ...] = (
    _amount("BR-31", _ALLOWANCES, "BT-92"),
    _category("BR-32", _ALLOWANCES, "BT-95"),
    *_reasons("BR-33", "BR-CO-21", "BR-CO-05", _ALLOWANCES, ("BT-97", "BT-98")),
    _amount("BR-36", _CHARGES, "BT-99"),
    _category("BR-37", _CHARGES, "BT-102"),
    *_reasons("BR-38", "BR-CO-22", "BR-CO-06", _CHARGES, ("BT-104", "BT-105")),
    _amount("BR-41", _LINE_ALLOWANCES, "BT-136"),
    *_reasons("BR-42", "BR-CO-23", "BR-CO-07", _LINE_ALLOWANCES, ("BT-139", "BT-140")),
    _amount("BR-43", _LINE_CHARGES, "BT-141"),
    *_reasons("BR-44", "BR-CO-24", "BR-CO-08", _LINE_CHARGES, ("BT-144", "BT-145")),
)
