"""Who is who: identity by LEI, VAT, other identifiers, and the name as the last resort."""

import pytest

from counterfoil.matching import owner_party, role_in
from counterfoil.matching.parties.identity import cut_forms, forms_of, has_gln, likeness, names_of, same_party
from counterfoil.model.settings import Owner
from counterfoil.model.summary import PartySummary, StatementSummary
from counterfoil.model.values import Identifier
from matching.made import OTHER, SELLER, US, invoice, party

G = "4012345000009"
LEI, OTHER_LEI = "529900T8BM49AURSDO55", "529900ODI3047E2LIV03"
ACCOUNT = PartySummary(identifiers=(Identifier(value="DE89370400440532013000", scheme="9918"),))


def placed(name: str, post_code: str, city: str, street: str | None = None) -> PartySummary:
    """A company somewhere."""
    return PartySummary(name=name, post_code=post_code, city=city, street=street)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (None, US, None),
        (US, None, None),
        (PartySummary(), PartySummary(), None),
        (US, US, True),
        (party(vat="DE811907980"), party(vat="de 811 907.980"), True),
        (party(vat="DE811907980"), PartySummary(identifiers=(Identifier(value="DE811907980", scheme="9930"),)), True),
        (party(vat="DE811907980"), party(VA="DE811907980"), True),
        (party(vat="GR123456789"), PartySummary(identifiers=(Identifier(value="EL123456789", scheme="9933"),)), True),
        (party(vat="CHE-123.456.788 MWST"), party(vat="CHE123456788"), True),
        (party(vat="DE811907980"), party(vat="DE136695976"), False),
        (party("Same", vat="DE811907980", gln=G), party("Same", vat="DE136695976", gln=G), False),
        (party("Same", vat="DE811907980", gln=G), party("Other", vat="DE1", gln=G), True),
        (party(lei=LEI, vat="DE811907980"), party(lei=OTHER_LEI, vat="DE811907980"), False),
        (party(lei=LEI, vat="DE811907980"), party(LEI=LEI, vat="DE136695976"), True),
        (party(vat="DE811907980", gln="4012345000009"), party(vat="NL861234567B01", gln="4012345000009"), True),
        (party("Same", vat="DE811907980"), party("Same", vat="ATU12345678"), None),
        (party("One", vat="DE811907980"), party("Two", vat="ATU12345678"), False),
        (party(vat="811907980"), party(vat="811907980"), True),
        (party("Same", vat="811907980"), party("Same", vat="DE811907980"), True),
        (party(gln="4012345000009"), party(GLN="4012345000009"), True),
        (party("Same", gln="4012345000009"), party("same", gln="4098765000001"), True),
        (party("One", gln="4012345000009"), party("Two", gln="4098765000001"), False),
        (party(gln="4012345000009"), party(gln="4098765000001"), None),
        (party(gln="4012345000009"), party("Two"), None),
        (party("Müller & Söhne"), party("MULLER  Sohne."), True),
        (party(bare="70012"), party(bare="70012"), True),
        (party("One", bare="70012"), party("Two", bare="70012"), False),
        (party("One", email="in@invoices.example"), party("Two", email="in@invoices.example"), False),
        (party(IBAN="DE89370400440532013000"), party(IBAN="DE89370400440532013000"), None),
        (ACCOUNT, ACCOUNT, None),
        (party(gln=" "), party(gln=" "), None),
        (party("&"), party("&"), None),
    ],
)
def test_same_party(one: PartySummary | None, other: PartySummary | None, same: bool | None) -> None:
    assert same_party(one, other) is same
    assert same_party(other, one) is same


def test_a_trading_name_is_a_name_too() -> None:
    assert same_party(PartySummary(name="A GmbH", trading_name="Alpha"), party("alpha")) is True


def test_an_account_is_no_identity() -> None:
    assert same_party(party(accounts=("DE89370400440532013000",)), party(accounts=("DE89370400440532013000",))) is None


@pytest.mark.parametrize(
    ("owner", "role"),
    [
        (Owner(name="Someone", vat="DE811907980"), "buyer"),
        (Owner(name="Someone", gln="4098765000001"), "seller"),
        (Owner(name="Sägewerk Tannhof KG"), "seller"),
        (Owner(name="Someone", lei=LEI), "neither"),
        (Owner(name="Someone", identifiers=(Identifier(value="4012345000009", scheme="0088"),)), "buyer"),
        (Owner(name="Someone", ibans=SELLER.accounts), "neither"),
    ],
)
def test_our_role(owner: Owner, role: str) -> None:
    assert role_in(invoice().summary, owner_party(owner)) == role


def test_a_document_between_us_and_us_is_neither_bought_nor_sold() -> None:
    assert role_in(invoice(seller=US).summary, US) == "neither"


def test_of_a_statement_we_are_neither() -> None:
    assert role_in(StatementSummary(account_owner=US.name), US) == "neither"


def test_a_party_without_gln_does_not_tell() -> None:
    assert has_gln(None, "4012345000009") is None
    assert has_gln(party("A"), "4012345000009") is None
    assert has_gln(US, "4012345000009") is True
    assert has_gln(OTHER, "4012345000009") is False


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        # An identifier that fails its check digits was mistyped: it agrees, but it does not speak against.
        (party("Same", vat="DE811907980"), party("Same", vat="DE811907990"), True),
        (party(vat="DE811907980"), party(vat="DE811907990"), True),
        (party(vat="DE811907980"), party(vat="DE222222222"), None),
        (party(vat="DE222222222"), party(vat="DE222222222"), True),
        (party("One", vat="DE811907980"), party("Two", vat="DE811907990"), None),
        (party("Tannhof Holz", vat="DE811907980"), party("Tannhof Werk", vat="DE811907990"), True),
        (party("Sägewerk Tannhof", gln=G), party("Säge Tannhof", gln="4012345000008"), True),
        (party(lei=LEI), party(lei="529900T8BM49AURSDO56"), True),
        (party("Same", lei=LEI), party("Same", lei="529900T8BM49AURSDO99"), True),
        # A number of a register that is part of the VAT identifier.
        (party(vat="BE0697449992"), PartySummary(identifiers=(Identifier(value="0697449992", scheme="0208"),)), True),
        # Names.
        (party("Müller & Söhne GmbH"), party("MUELLER UND SOEHNE Gesellschaft mbH"), True),
        (party("Müller GmbH"), party("Müller AG"), None),
        (party("Müller GmbH"), party("Müller"), True),
        (party("Sägewerk Tannhof KG"), party("Saegewerk Tanhof"), True),
        (party("Müller Nord GmbH"), party("Müller Süd GmbH"), None),
        (party("Müller Holzbau GmbH"), party("Schmidt Metallbau GmbH"), False),
        (PartySummary(name="Same", country="DE"), PartySummary(name="Same", country="at"), None),
        (PartySummary(name="Same", country="DE"), PartySummary(name="Same", country="de"), True),
        (PartySummary(name="Tannhof", post_code="1"), PartySummary(name="Tannhof", post_code="2"), True),
        (
            PartySummary(name="Sägewerk Tannhof", post_code="10115"),
            PartySummary(name="Sägewerk Tanhof", post_code="20095"),
            None,
        ),
        (
            PartySummary(name="Müller Maschinenbau", post_code="10115"),
            PartySummary(name="Müller Masch.bau", post_code="10115"),
            True,
        ),
        (party("Müller Maschinenbau"), party("Müller Masch.bau"), None),
        # What differs between names that are nearly alike may be what tells two companies apart.
        (party("Objekt Hafenstraße 12 GbR"), party("Objekt Hafenstraße 14 GbR"), None),
        (party("Solarpark Nord III GmbH"), party("Solarpark Nord II GmbH"), None),
        (party("Solarpark Nordheide 2 GmbH"), party("Solarpark Nordhaide 2 GmbH"), True),
        (party("Bäckerei Kern KG"), party("Bäckerei Kerner KG"), None),
        (placed("Bäckerei Kern", "24103", "Kiel", "Wik 7"), placed("Bäckerei Kerner", "24103", "Kiel", "Wik 7"), True),
        (
            placed("Hofmann Metallbau", "24103", "Kiel", "Am Kai 5"),
            placed("Hoffmann Metallbau", "24103", "Kiel", "Wik 77"),
            None,
        ),
        (placed("Hofmann Metallbau", "24103", "Kiel"), placed("Hoffmann Metallbau", "24103", "Kiel"), True),
        # A name alone is no company where the whole address is another.
        (placed("Bäckerei Kern", "24103", "Kiel", "Wik 7"), placed("Bäckerei Kern", "80331", "München", "Tal 2"), None),
        (placed("Bäckerei Kern", "24103", "Kiel", "Wik 7"), placed("Bäckerei Kern", "80331", "München"), True),
        (placed("Bäckerei Kern", "24103", "Kiel", "Wik 7"), placed("Bäckerei Kern", "24105", "Kiel", "Tal 2"), True),
        # What only fills a field is no identifier.
        (party("One", vat="n/a"), party("Two", vat="n/a"), False),
        (party("One", vat="DE000000000"), party("Two", vat="DE000000000"), False),
        (party("One", gln="9999999999994"), party("Two", gln="9999999999994"), False),
        (party("One", HRB="0"), party("Two", HRB="0"), False),
        (party("One", HRB="99"), party("Two", HRB="99"), True),
        # One account bears out names that are somewhat alike, and takes the edge off names that are not.
        (party("Müller Nord", accounts=("DE1",)), party("Müller Süd", accounts=("DE 1",)), True),
        (party("One", accounts=("DE1",)), party("Two", accounts=("DE1",)), None),
    ],
)
def test_same_party_by_check_digits_and_names(one: PartySummary, other: PartySummary, same: bool | None) -> None:
    assert same_party(one, other) is same
    assert same_party(other, one) is same


def test_the_forms_under_which_a_company_meets_itself() -> None:
    one = PartySummary(
        name="Müller & Söhne GmbH",
        trading_name="MÜLLER",
        identifiers=party(vat="de811907980", gln=G, bare="70012", email="a@b.example").identifiers,
        accounts=("DE89 3704 0044 0532 0130 00",),
    )
    assert forms_of(one) == {
        "vat:DE811907980",
        f"0088:{G}",
        ":70012",
        "account:DE89370400440532013000",
        "name:muller sohne",
        "name:muller",
    }
    assert forms_of(None) == forms_of(party("&")) == frozenset()
    assert "name:muller sohne" in forms_of(party("Mueller und Soehne KG"))


def test_the_names_of_a_party() -> None:
    assert names_of(PartySummary(name="Müller & Söhne GmbH", trading_name="&")) == {"muller sohne gmbh"}


def test_how_alike_two_parties_are() -> None:
    assert likeness(US, US) == 1
    assert likeness(party(), US) == 0
    here, there = PartySummary(name="Tannhof", city="Wien"), PartySummary(name="Tannhof", city="Bonn")
    assert 0.85 <= likeness(here, there) < likeness(here, here) == 1


@pytest.mark.parametrize(
    ("told", "meets"),
    [
        ("SOCIETE GENERALE DE BOULONN", True),
        ("Société Générale de Boulonn", True),
        ("SOCIETE GENERALE DE BOULONNERIE SAS", True),
        ("Société Générale de Boulonne", False),
        ("SOCIETE GENERALE DES BOULONS", False),
        ("SOC. GENERALE", False),
        ("A. B. C. D. E. F. G. H. I.", False),
        (None, False),
    ],
)
def test_a_name_that_a_bank_cut_off_meets_the_whole(told: str | None, *, meets: bool) -> None:
    whole = cut_forms(PartySummary(name="Société Générale de Boulonnerie SAS"), by_bank=False)
    assert cut_forms(PartySummary(name=told), by_bank=True).isdisjoint(whole) is not meets
    assert cut_forms(None, by_bank=True) == cut_forms(PartySummary(name="Müller GmbH"), by_bank=False) == frozenset()
