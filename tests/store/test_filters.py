"""What lists filter by."""

from datetime import date
from decimal import Decimal

import pytest

from counterfoil.errors import UsageError
from counterfoil.store import DocumentFilter, Store
from store.made import discrepancy, document, fact, link

ROWS = [
    document(0, issued=None, issuer=None, partner=None, amount=None, currency=None, number=None, valid=None),
    document(1, issuer="Müller GmbH", partner="ACME", amount=Decimal("0.000001"), currency="USD"),
    document(2, issuer="ACME", partner="MÜLLER AG", amount=Decimal("-5.00"), document="credit-note"),
    document(3, issuer="Straße 9", partner=None, amount=Decimal("10000000000000.00"), valid=False),
    document(4, issuer="İstanbul 100%_x", partner="ΣΊΣΥΦΟΣ", amount=Decimal("1E+400"), valid=False),
    document(5, issuer="müll", amount=Decimal("19.999999"), number="R'; --"),
    document(6, issuer="x", partner="x", amount=Decimal(20), valid=None, number="R-0005"),
]


@pytest.fixture
def listed(store: Store) -> Store:
    with store.writing():
        store.append_facts([fact(0)])
        store.put_documents(ROWS)
        store.put_links([link(1, 2), link(5, 3, state="undone"), link(6, 3, state="proposed")])
        store.replace_discrepancies([row.id for row in ROWS], [discrepancy(1, 4), discrepancy(2, 4), discrepancy(3, 5)])
    return store


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        ({}, [0, 1, 2, 3, 4, 5, 6]),
        ({"document": "credit-note"}, [2]),
        ({"document": "Credit-Note"}, []),
        ({"party": "MÜLL"}, [1, 2, 5]),
        ({"party": "ler g"}, [1]),
        ({"party": "STRASSE"}, [3]),
        ({"party": "σίσυφος"}, [4]),
        ({"party": "100%_X"}, [4]),
        ({"party": "%"}, [4]),
        ({"party": ""}, [1, 2, 3, 4, 5, 6]),
        ({"party": "x' OR 1=1"}, []),
        ({"number": "R'; --"}, [5]),
        ({"number": "R-0005"}, [6]),
        ({"number": "R-000"}, []),
        ({"since": date(2024, 1, 5)}, [4, 5, 6]),
        ({"until": date(2024, 1, 3)}, [1, 2]),
        ({"since": date(2024, 1, 3), "until": date(2024, 1, 3)}, [2]),
        ({"since": date(2024, 1, 4), "until": date(2024, 1, 3)}, []),
        ({"amount_min": Decimal(20)}, [3, 4, 6]),
        ({"amount_min": Decimal("19.999999")}, [3, 4, 5, 6]),
        ({"amount_max": Decimal("19.999999")}, [1, 2, 5]),
        ({"amount_max": Decimal("19.9999989")}, [1, 2]),
        ({"amount_max": Decimal("0.000001")}, [1, 2]),
        ({"amount_max": Decimal(0)}, [2]),
        ({"amount_max": Decimal(-5)}, [2]),
        ({"amount_min": Decimal("9999999999999.99")}, [3, 4]),
        ({"amount_min": Decimal("1E+300")}, [3, 4]),
        ({"amount_min": Decimal(20), "amount_max": Decimal("20.00")}, [6]),
        ({"currency": "USD"}, [1]),
        ({"currency": "usd"}, []),
        ({"state": "valid"}, [1, 2, 5]),
        ({"state": "invalid"}, [3, 4]),
        ({"state": "unchecked"}, [0, 6]),
        ({"state": "linked"}, [1, 2, 3, 6]),
        ({"state": "unlinked"}, [0, 4, 5]),
        ({"state": "discrepant"}, [4, 5]),
        ({"state": "linked", "party": "müll", "currency": "EUR", "amount_max": Decimal(0)}, [2]),
    ],
)
def test_a_filter_finds_what_it_says(listed: Store, only: dict[str, object], expected: list[int]) -> None:
    found = [ROWS.index(row) for row in listed.documents(DocumentFilter(**only))]  # type: ignore[arg-type]
    assert found == expected


def test_pages_are_of_what_the_filter_leaves(listed: Store) -> None:
    only = DocumentFilter(state="linked")
    assert list(listed.documents(only, limit=2, offset=1)) == [ROWS[2], ROWS[3]]


def test_an_unknown_state_is_told_with_the_known_ones(made: Store) -> None:
    with pytest.raises(UsageError, match="unlinked"):
        list(made.documents(DocumentFilter(state="paid")))


def test_an_amount_that_is_no_number_is_told(made: Store) -> None:
    with pytest.raises(UsageError, match="NaN"):
        list(made.documents(DocumentFilter(amount_min=Decimal("NaN"))))
