"""The codes of an invoice response (Peppol BIS 3, transaction T111), and which of them say what we say.

The page on the invoice response (docs/reference/invoice-response.md) gives the reasons for what stands here.
"""

from collections.abc import Mapping

from counterfoil.model._base import Model

# The status of an invoice (UNTDID 4343, subset).
RECEIVED = "AB"
IN_PROCESS = "IP"
UNDER_QUERY = "UQ"
CONDITIONALLY_ACCEPTED = "CA"
REJECTED = "RE"
ACCEPTED = "AP"
PAID = "PD"

STATUS_OF_LEVEL: Mapping[str, str] = {
    "received": RECEIVED,
    "matched": IN_PROCESS,
    "approved": ACCEPTED,
    "assignment": ACCEPTED,
    "undertaking": ACCEPTED,
}
"""Which status a level of acknowledgement becomes; accepted is conditionally accepted where not all of it is."""

REASONS = "OPStatusReason"
ACTIONS = "OPStatusAction"
NO_ISSUE = "NON"
OTHER = "OTH"
PAYMENT_TERMS = "PAY"
PARTIALLY_PAID = "PPD"
NO_ACTION = "NOA"
NEW_INVOICE = "NIN"
INFORMATION = "PIN"
CREDIT_ALL = "CNF"
CREDIT_PART = "CNP"
REPAY = "CNA"

# What a clarification's condition is about: a term of the invoice, or what only we can tell.
PAYABLE = "BT-115"
DUE = "BT-9"
LEVEL = "counterfoil:level"
DISCREPANCY = "counterfoil:discrepancy"
SET_OFF = "counterfoil:set-off"
DISPUTED_AMOUNT = "counterfoil:disputed"
PAID_AMOUNT = "counterfoil:paid"
OURS = frozenset({LEVEL, DISCREPANCY, SET_OFF, DISPUTED_AMOUNT, PAID_AMOUNT})

MATCHED_WORDS = "The buyer's system compared the invoice, and it fits."
WORDS_OF_LEVEL: Mapping[str, str] = {
    "assignment": "The buyer acknowledges that this invoice was assigned, and pays the assignee.",
    "undertaking": "The buyer gave an undertaking to pay this invoice, in a signed fact and not by this message.",
}
"""What no code can say of a level is said in words."""

ACTION_WORDS: Mapping[str, str] = {
    NO_ACTION: "No action is needed.",
    INFORMATION: "Please clarify.",
    NEW_INVOICE: "Please issue a corrected invoice.",
    CREDIT_ALL: "Please cancel the invoice by a credit note.",
    CREDIT_PART: "Please issue a credit note for the difference.",
    REPAY: "Please pay back what was paid too much.",
}


class Clarification(Model):
    """What a discrepancy is in the codes of clarifications."""

    reason: str
    actions: tuple[str, ...]
    words: str


def _is(reason: str, words: str, *actions: str) -> Clarification:
    return Clarification(reason=reason, actions=actions, words=words)


CLARIFICATIONS: Mapping[str, Clarification] = {
    "price-over-ordered": _is("PRI", "A price is higher than ordered.", CREDIT_PART),
    "price-under-ordered": _is("PRI", "A price is lower than ordered.", INFORMATION),
    "quantity-over-ordered": _is("QTY", "More is billed than was still open on the order.", CREDIT_PART),
    "quantity-over-received": _is("DEL", "More is billed than was received.", CREDIT_PART),
    "not-ordered": _is("UNR", "Something is billed that was not ordered.", INFORMATION),
    "not-received": _is("DEL", "Something is billed that was not received.", INFORMATION),
    "received-not-invoiced": _is(OTHER, "Something was received that is not billed yet.", INFORMATION),
    "duplicate-invoice": _is(OTHER, "The invoice repeats an earlier one.", CREDIT_ALL),
    "tax-mismatch": _is("LEG", "VAT is billed at another rate than ordered.", CREDIT_ALL, NEW_INVOICE),
    "currency-mismatch": _is("FIN", "The invoice is in another currency than the order.", CREDIT_ALL, NEW_INVOICE),
    "order-cancelled": _is("UNR", "The order was cancelled.", CREDIT_ALL),
    "total-mismatch": _is(OTHER, "The parts of the invoice do not add up.", CREDIT_ALL, NEW_INVOICE),
    "payee-account-changed": _is(PAYMENT_TERMS, "The account to pay to is not the one known.", INFORMATION),
    "short-paid": _is(OTHER, "Less was paid than was due.", NO_ACTION),
    "over-paid": _is(OTHER, "More was paid than was due.", REPAY),
    "duplicate-payment": _is(OTHER, "The invoice was paid twice.", REPAY),
    "unmatched-payment": _is(OTHER, "A payment fits no invoice.", INFORMATION),
}
"""By the code of the discrepancy."""

UNKNOWN = _is(OTHER, "Something does not fit.", INFORMATION)
"""A discrepancy that this table does not know, or a dispute without one."""

CODE_OF_REASON: Mapping[str, str] = {
    "PRI": "price-over-ordered",
    "QTY": "quantity-over-ordered",
    "DEL": "quantity-over-received",
    "ITM": "not-ordered",
    "UNR": "not-ordered",
}
"""What a reason of somebody else's means; the others (REF, LEG, QUA …) are none of our discrepancies for certain."""


def asked_for(codes: tuple[str, ...]) -> tuple[str, ...]:
    """The actions for these discrepancies together: who credits all has no part left to credit."""
    wanted = dict.fromkeys(action for code in codes for action in CLARIFICATIONS.get(code, UNKNOWN).actions)
    if CREDIT_ALL in wanted:
        wanted.pop(CREDIT_PART, None)
    if len(wanted) > 1:
        wanted.pop(NO_ACTION, None)
    return tuple(wanted)
