"""What does not add up in a bank statement, by the rules in `rules/statements.py`. Placeholders: found, expected."""

STATEMENTS = {
    "STATEMENT-END": (
        "The statement has an opening balance and no closing one, so that its end may be missing. "
        "Compare it with the bank's, or ask for it again."
    ),
    "STATEMENT-BALANCES": (
        "The closing balance is {found}, but the opening balance and the booked entries make {expected}: "
        "entries may be missing."
    ),
    "STATEMENT-TOTALS": "The bank's own total is {found}, but the entries make {expected}: entries may be missing.",
}
