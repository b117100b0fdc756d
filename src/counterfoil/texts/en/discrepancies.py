"""What does not fit between linked documents, by code.

Placeholders: expected, found, amount, currency, number (of the document), line.
"""

DISCREPANCIES = {
    "price-over-ordered": (
        "Line {line} of {number} bills {found} for each unit, but {expected} was ordered: {amount} {currency} too much."
    ),
    "price-under-ordered": (
        "Line {line} of {number} bills {found} for each unit, but {expected} was ordered: "
        "{amount} {currency} too little."
    ),
    "quantity-over-ordered": (
        "Line {line} of {number} bills a quantity of {found}, but only {expected} was still open on the order: "
        "{amount} {currency} too much."
    ),
    "quantity-over-received": (
        "Line {line} of {number} bills a quantity of {found}, but only {expected} was received and not yet billed: "
        "{amount} {currency} too much."
    ),
    "not-ordered": "Line {line} of {number} bills {found} for {amount} {currency}, but no order asks for it.",
    "not-received": "Line {line} of {number} bills {expected} for {amount} {currency}, but nothing was received.",
    "received-not-invoiced": (
        "Line {line} of {number} tells {expected} as received, of which {found} was billed: "
        "{amount} {currency} is still to be invoiced."
    ),
    "duplicate-invoice": (
        "{number} repeats {expected}, which the same seller billed before: {amount} {currency} would be paid twice."
    ),
    "tax-mismatch": (
        "Line {line} of {number} bills VAT at {found} %, but the order says {expected} %: "
        "a difference of {amount} {currency}."
    ),
    "currency-mismatch": "{number} bills {amount} in {found}, but the order is in {expected}.",
    "order-cancelled": "{number} bills {found} {currency}, but its order was cancelled.",
    "total-mismatch": (
        "{number} states a total of {found}, but its parts add up to {expected}: a difference of {amount} {currency}."
    ),
    "payee-account-changed": (
        "{number} asks for {amount} {currency} to the account {found}, but this seller is known by {expected}."
    ),
    "short-paid": "{number} was paid with {found}, but {expected} was due: {amount} {currency} is missing.",
    "over-paid": "{number} was paid with {found}, but only {expected} was due: {amount} {currency} too much.",
    "duplicate-payment": "Entry {line} of {number} pays {found} {currency} once more for what was paid already.",
    "unmatched-payment": "Entry {line} of {number} over {found} {currency} looks like trade, but no invoice fits it.",
}
