"""Names of companies: spellings, legal forms, likeness; addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.matching.parties.addresses import address_likeness
from counterfoil.matching.parties.name_likeness import is_general, name_likeness
from counterfoil.matching.parties.names import legal_form, name_form, plain_name
from counterfoil.model.summary import PartySummary


def test_names_lose_case_accents_and_punctuation() -> None:
    assert plain_name("  Café-Möbel, S.à r.l. ") == "cafe mobel s a r l"
    assert plain_name("Øster Łódź Œuvre L’Oréal") == "oster lodz oeuvre loreal"
    assert plain_name("ООО Ромашка") == "ooo romashka"
    assert plain_name("Ελλάδα") == "ellada"
    assert plain_name("Παπαδόπουλος Ευαγγέλου") == "papadopoulos evangelou"


@pytest.mark.parametrize(
    ("name", "core", "form"),
    [
        ("Müller & Söhne GmbH & Co. KG", "muller sohne", "gmbhcokg"),
        ("Mueller und Soehne Gesellschaft mit beschränkter Haftung", "muller sohne", "gmbh"),
        ("Acme UG (haftungsbeschränkt)", "acme", "ug"),
        ("ACME B. V.", "acme", "bv"),
        ("Möbel S.à r.l.", "mobel", "srl"),
        ("The Coffee Co. Ltd.", "coffee", "ltd"),
        ("Łódź Sp. z o.o.", "lodz", "spzoo"),
        ("SARL Dupont", "dupont", "srl"),
        ("Firma Huber", "huber", None),
        ("SAS Institute GmbH", "sas institute", "gmbh"),
        ("Bäckerei Huber e.K. Inh. Max Huber", "backerei huber", "ek"),
        ("ΑΦΟΙ ΓΕΩΡΓΙΟΥ Ο.Ε.", "afoi georgiou", "oe"),
        ("Χρυσός ΕΠΕ", "chrysos", "epe"),
        ("Київ Буд ТОВ", "kiiv bud", "tov"),
        ("Inhaber", "inhaber", None),
        ("GmbH", "gmbh", None),
        ("The", "the", None),
        ("&", "", None),
    ],
)
def test_the_core_of_a_name_and_its_legal_form(name: str, core: str, form: str | None) -> None:
    assert (name_form(name), legal_form(name)) == (core, form)


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("Nordlicht Möbelwerk GmbH", "NORDLICHT MOEBELWERK", 1, 1),
        ("Papierfabrik Weber", "Papier Fabrik Weber", 1, 1),
        ("Jansen Transport B.V.", "Transport Jansen", 1, 1),
        ("Sägewerk Tannhof KG", "Saegewerk Tanhof", 0.93, 0.99),
        ("Müller Maschinenbau", "Müller Masch.bau", 0.85, 0.95),
        ("Hans Müller", "H. Müller", 0.8, 0.95),
        ("Bayerische Motoren Werke AG", "BMW AG", 0.85, 0.85),
        ("Stahl Krüger", "Stahl Krüger Deutschland", 0.85, 0.95),
        ("ACME", "ACME Holding", 0.75, 0.85),
        ("Müller Holzbau GmbH", "Müller Metallbau GmbH", 0.3, 0.6),
        ("Kaufmann Logistik", "Kaufmann Spedition", 0.3, 0.6),
        ("XY Bau", "XYZ Bau", 0, 0.84),
        ("Nord", "Süd", 0, 0),
        ("&", "&", 0, 0),
    ],
)
def test_how_alike_names_are(one: str, other: str, least: float, most: float) -> None:
    assert least <= name_likeness(one, other) <= most


@given(st.text(max_size=12), st.text(max_size=12))
def test_likeness_has_no_direction(one: str, other: str) -> None:
    assert name_likeness(one, other) == name_likeness(other, one)
    assert 0 <= name_likeness(one, other) <= 1


def test_words_that_hardly_tell_companies_apart() -> None:
    assert is_general("holding")
    assert not is_general("nordlicht")


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ({}, {"city": "Lübeck"}, None, None),
        ({"post_code": "23552"}, {"post_code": "D-23552"}, 1, 1),
        ({"post_code": "23552"}, {"post_code": "20095"}, 0, 0),
        ({"street": "Hafenstraße 12"}, {"street": "Hafenstr. 12"}, 1, 1),
        ({"street": "Hafenstraße 12"}, {"street": "Hafenstr. 14"}, 0.5, 0.5),
        ({"street": "Hafenstraße 12"}, {"street": "Am Markt"}, 0, 0.5),
        ({"city": "Lübeck"}, {"city": "Luebeck-Travemünde"}, 1, 1),
        ({"city": "Lübeck"}, {"city": "Wien"}, 0, 0.4),
        ({"city": "Lübeck", "post_code": "23552"}, {"city": "Lübeck", "post_code": "20095"}, 0.3, 0.4),
    ],
)
def test_how_alike_addresses_are(
    one: dict[str, str], other: dict[str, str], least: float | None, most: float | None
) -> None:
    alike = address_likeness(PartySummary(**one), PartySummary(**other))  # type: ignore[arg-type]
    if least is None or most is None:
        assert alike is None
    else:
        assert alike is not None
        assert least <= alike <= most
