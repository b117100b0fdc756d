"""What bank and payers write on wages, taxes, fees, cards and transfers between own accounts, in several languages."""

from typing import Any

import pytest

from counterfoil.matching.cash.movements import statement_of
from counterfoil.matching.cash.trade_likeness import is_trade, needs_invoice
from matching.made import SELLER, entry, party, statement


def looks_like_trade(text: str, **terms: Any) -> bool:
    (movement,) = statement_of(
        statement(entry("-119.37", text, **{"counterparty": SELLER, **terms}))
    ).movements.values()
    return is_trade(movement)


@pytest.mark.parametrize(
    "text",
    [
        "Gehalt 03/2026",
        "busta paga marzo",
        "nómina marzo 2026",
        "Delega F24 tributi",
        "pagamento INPS contributi previdenziali",
        "impôt sur les sociétés acompte 1",
        "impuesto sobre sociedades modelo 202",
        "loonheffing maart",
        "naheffing omzetbelasting 1e kwartaal",
        "cotizaciones Seguridad Social 02/26",
        "moms skattekonto",
        "PIN betaling 1234 Shell",
        "betaling Bancontact 12:04",
        "pagamento POS carta 4433",
        "compra tarjeta 5544 gasolinera",
        "kortköp 260301 Circle K",
        "prelievo bancomat",
        "commissioni e spese di tenuta conto",
        "comisión mantenimiento",
        "interessi e competenze",
        "giroconto",
        "traspaso entre cuentas propias",
        "interne overboeking",
    ],
)
def test_what_is_no_trade(text: str) -> None:
    assert not looks_like_trade(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "factuur 4711",
        "saldo ft. 145 del 12/03/2026",
        "pago fra. 17 tarjetas de visita",
        "Pos. 10 und 20 lt. Auftrag",
        "Rechnung 17 inkl. Bruttobetrag",
        "Spinnerei Pinneberg 2026",
        "acconto ordine 12",
    ],
)
def test_what_may_be_trade(text: str) -> None:
    assert looks_like_trade(text)


@pytest.mark.parametrize(
    "name",
    ["Agenzia delle Entrate", "AGENZIA ENTRATE", "Agencia Tributaria", "Tesorería General de la Seguridad Social"],
)
def test_what_goes_to_an_office_is_no_trade(name: str) -> None:
    assert not looks_like_trade("pagamento", counterparty=party(name))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Beitrag Police 88/123456/7", "Allianz Versicherungs-AG"),
        ("KFZ 88-123456", "Provinzial Versicherung AG"),
        ("policy 12-3456 premium March", "Aviva Insurance Ltd"),
        ("Mitgliedsbeitrag 2026", "IHK Köln"),
        ("prime trimestrielle", "AXA Assurances"),
    ],
)
def test_premiums_and_subscriptions_fit_no_invoice_without_being_amiss(text: str, name: str) -> None:
    (movement,) = statement_of(statement(entry("-80", text, counterparty=party(name)))).movements.values()
    assert is_trade(movement)
    assert not needs_invoice(movement)


def test_what_is_traded_needs_an_invoice() -> None:
    for other in (SELLER, None):
        (movement,) = statement_of(statement(entry("-80", "Rechnung 17", counterparty=other))).movements.values()
        assert needs_invoice(movement)
    (movement,) = statement_of(statement(entry("-80", "Gehalt 03/2026"))).movements.values()
    assert not needs_invoice(movement)
