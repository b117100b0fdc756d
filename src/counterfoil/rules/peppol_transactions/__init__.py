"""Peppol's transactions around the invoice: orders and answers to them, despatch advices, and messages on invoices."""

from datetime import date
from importlib import import_module

from counterfoil.rules._rulebook import Contents, Rulebook

_MANDATORY_FROM = date(2026, 8, 17)
_TRANSACTION = "urn:fdc:peppol.eu:poacc:trns:"


def _rulebook(transaction: str, root: str, customization: str, contents: str) -> Rulebook:
    """One for the documents with a root element whose customization is this one, or one that narrows or extends it."""
    name = f"{_TRANSACTION}{customization}"

    def applies(_root: str, found: str | None, _profile: str | None) -> bool:
        return found is not None and (found == name or found.startswith(f"{name}:"))

    def load() -> Contents:
        loaded: Contents = import_module(f"counterfoil.rules.peppol_transactions.{contents}").CONTENTS
        return loaded

    return Rulebook(
        name=f"peppol-{transaction}",
        version="2026.5",
        valid_from=_MANDATORY_FROM,
        roots=(root,),
        applies=applies,
        load=load,
    )


PEPPOL_TRANSACTIONS = (
    _rulebook("t01", "Order", "order:3", "order"),
    _rulebook("t76", "OrderResponse", "order_response:3", "order_response"),
    _rulebook("t116", "OrderResponse", "order_response_advanced:3", "order_response_advanced"),
    _rulebook("t110", "OrderResponse", "order_agreement:3", "order_agreement"),
    _rulebook("t16", "DespatchAdvice", "despatch_advice:3", "despatch_advice"),
    _rulebook("t114", "OrderChange", "order_change:3", "order_change"),
    _rulebook("t115", "OrderCancellation", "order_cancellation:3", "order_cancellation"),
    _rulebook("t111", "ApplicationResponse", "invoice_response:3", "invoice_response"),
    _rulebook("t71", "ApplicationResponse", "mlr:3", "message_level_response"),
)
