"""What a document's taxes are is taken from the one before it only where both say the same."""

import pytest

from counterfoil.model.trace import Trace
from counterfoil.rules._elements import Elements
from counterfoil.rules._layout import layout_of
from counterfoil.rules.en16931 import _vat_names as names

LINE = "Invoice/cac:InvoiceLine"
TAX = f"{LINE}/cac:Item/cac:ClassifiedTaxCategory"
PATHS = ["Invoice", LINE, f"{LINE}/cbc:LineExtensionAmount", f"{LINE}/cac:Item", TAX, f"{TAX}/cbc:ID"]


def document(code: str, amount: str = "1") -> Elements:
    """One that is not the first with its elements."""
    for _ in range(2):
        layout_of(PATHS)
    return Elements(Trace(paths=list(PATHS), texts=[None, None, amount, None, None, code]))


def test_documents_with_the_same_taxes_share_what_is_known_of_them() -> None:
    first, second, other = (
        names.vat_of(document(code, amount)) for code, amount in (("S", "1"), ("S", "2"), ("Z", "1"))
    )
    assert second.taxes is first.taxes
    assert [part.total for vat in (first, second) for part in vat.sums[0]] == [1, 2]
    assert other.taxes is not first.taxes
    assert {kind.code for kind in other.items} == {"Z"}


def test_long_texts_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "_CHARACTERS_MAX", 3)
    first, second = (names.vat_of(document("long")) for _ in range(2))
    assert second.taxes is not first.taxes
    assert second.items == first.items
