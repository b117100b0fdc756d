"""What `list` filters by, as conditions on the table `document d`."""

from decimal import Decimal
from typing import Any

from counterfoil.errors import UsageError
from counterfoil.store.encode import folded, millionths
from counterfoil.store.rows import DocumentFilter

LINKED = (
    "(EXISTS (SELECT 1 FROM link l WHERE l.source = d.no AND l.state <> 'undone')"
    " OR EXISTS (SELECT 1 FROM link l WHERE l.target = d.no AND l.state <> 'undone'))"
)

DISCREPANT = "EXISTS (SELECT 1 FROM discrepancy x WHERE x.document = d.no"

STATES = {
    "valid": "d.valid = 1",
    "invalid": "d.valid = 0",
    "unchecked": "d.valid IS NULL",
    "linked": LINKED,
    "unlinked": f"NOT {LINKED} AND d.role <> 'forgotten'",
    "discrepant": f"{DISCREPANT})",
    "forgotten": "d.forgotten IS NOT NULL",
}

PARTY = "SELECT no FROM party WHERE folded LIKE ? ESCAPE '!'"


def conditions(only: DocumentFilter) -> tuple[str, list[Any]]:
    """A WHERE clause (or nothing) and its parameters; UsageError for a state that there is not."""
    terms: list[str] = []
    values: list[Any] = []

    def term(sql: str, *parameters: Any) -> None:
        terms.append(sql)
        values.extend(parameters)

    for column, text in (("document", only.document), ("number", only.number), ("currency", only.currency)):
        if text is not None:
            term(f"d.{column} = ?", text)
    if only.since is not None:
        term("d.issued >= ?", only.since.isoformat())
    if only.until is not None:
        term("d.issued <= ?", only.until.isoformat())
    if only.amount_min is not None:
        term("d.millionths >= ?", _bound(only.amount_min))
    if only.amount_max is not None:
        term("d.millionths <= ?", _bound(only.amount_max))
    if only.party is not None:
        name = _anywhere(folded(only.party))
        term(f"(d.issuer IN ({PARTY}) OR d.partner IN ({PARTY}))", name, name)
    if only.state is not None:
        if only.state not in STATES:
            raise UsageError(f"There is no state {only.state!r}.", f"Use one of: {', '.join(STATES)}.")
        if only.state == "discrepant" and only.untold is not None:
            code, day = only.untold
            term(f"{DISCREPANT} AND NOT (x.code = ? AND coalesce(x.since, '') > ?))", code, day.isoformat())
        else:
            term(STATES[only.state])
    return (f" WHERE {' AND '.join(terms)}" if terms else ""), values


def _anywhere(text: str) -> str:
    """A pattern for LIKE that finds a text anywhere, whatever characters it is of."""
    for special in "!%_":
        text = text.replace(special, f"!{special}")
    return f"%{text}%"


def _bound(amount: Decimal) -> int:
    bound = millionths(amount)
    if bound is None:
        raise UsageError(f"{amount} is not an amount.", "Give it as a number such as 1250.00.")
    return bound
