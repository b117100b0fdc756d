"""Texts of parts and of the last of them."""

import pytest

from counterfoil.matching.cash.parts import says_more_to_come, says_part


@pytest.mark.parametrize(
    "text",
    [
        "Teilzahlung RE-2026-0417",
        "RE-2026-0417 2. Rate",
        "Akontozahlung",
        "Abschlag RE 417",
        "part payment INV 417",
        "instalment 2/4",
        "acompte facture 417",
        "ACCONTO FATT 417",
        "deelbetaling factuur 417",
        "delbetalning faktura 417",
        "pago a cuenta fra. 417",
    ],
)
def test_a_part(text: str) -> None:
    assert says_part(text)
    assert says_more_to_come(text) == ("Rate" in text or "instalment" in text)


@pytest.mark.parametrize(
    "text", ["Rest RE 417", "Schlussrate RE 417", "balance of INV 417", "solde facture 417", "saldo fattura 417"]
)
def test_the_last_part(text: str) -> None:
    assert says_part(text)
    assert not says_more_to_come(text)


@pytest.mark.parametrize("text", ["Rechnung 417", "Beratung Mai", "Corporate design", "Teilnahmegebühr Messe", ""])
def test_no_part(text: str) -> None:
    assert not says_part(text)
