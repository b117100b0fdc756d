"""The catalogue: a sentence for every rule and code, names for every term, and room for another language."""

import re
import string

import pytest

from counterfoil import texts
from counterfoil.rules import RULEBOOKS
from counterfoil.texts import LANGUAGES, sentence, term
from counterfoil.texts.en.discrepancies import DISCREPANCIES

RULES = sorted({getattr(rule, "text", None) or rule.id for rulebook in RULEBOOKS for rule in rulebook.rules})
CODES = {
    "price-over-ordered",
    "price-under-ordered",
    "quantity-over-ordered",
    "quantity-over-received",
    "not-ordered",
    "not-received",
    "received-not-invoiced",
    "duplicate-invoice",
    "tax-mismatch",
    "currency-mismatch",
    "order-cancelled",
    "total-mismatch",
    "payee-account-changed",
    "short-paid",
    "over-paid",
    "duplicate-payment",
    "unmatched-payment",
}
ROOM = {"expected": "7", "found": "9", "amount": "2.50", "currency": "EUR", "number": "R-17", "line": "3"}


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_sentence(rule: str) -> None:
    said = sentence(rule, found="9", expected="7", about="cbc:ID", place="Cac:Party")
    assert said[0].isupper()
    assert said.endswith(".")
    assert "{" not in said


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_discrepancy_has_a_sentence_that_says_what_it_is_about(code: str) -> None:
    said = sentence(code, **ROOM)
    assert said.endswith(".")
    assert "R-17" in said
    assert "missing" not in said.replace("is missing", "")
    assert {"expected", "found"} & placeholders(DISCREPANCIES[code])


def test_there_is_no_sentence_for_a_code_that_is_not_ours() -> None:
    assert DISCREPANCIES.keys() == CODES


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_ask_only_for_what_they_are_given(language: str) -> None:
    catalogue = LANGUAGES[language]
    for identifier, template in catalogue["sentences"].items():
        given = set(ROOM) if identifier in CODES else {"found", "expected", "about", "place"}
        assert placeholders(template) <= given | catalogue["terms"].keys(), identifier


def test_every_business_term_and_group_has_a_name_of_ours() -> None:
    # BT-4 is no term of the standard.
    expected = {f"BT-{number}" for number in range(1, 166) if number != 4} | {f"BG-{number}" for number in range(1, 33)}
    assert LANGUAGES["en"]["terms"].keys() == expected
    names = [term(number) for number in expected if number.startswith("BT")]
    assert all(name.strip() == name and name[-1] != "." for name in names)


def test_a_term_that_nobody_named_is_told_by_its_number() -> None:
    assert term("BT-106") == "sum of the line amounts"
    assert term("BT-X-8") == "BT-X-8"


def test_the_terms_of_a_rule_are_terms() -> None:
    named = {number for rulebook in RULEBOOKS for rule in rulebook.rules for number in rule.terms}
    # Factur-X EXTENDED has terms of its own, which are told by their numbers.
    own = {f"BT-{number}" for number in range(173, 196)}
    assert named - own <= LANGUAGES["en"]["terms"].keys()


def test_what_is_not_there_reads_as_missing_or_unknown() -> None:
    assert sentence("BR-CO-10", found="105.99", expected="106.00") == (
        "The sum of the line amounts (BT-106) is 105.99, but the lines add up to 106.00."
    )
    assert sentence("BR-CO-10", found=None, expected="106.00") == (
        "The sum of the line amounts (BT-106) is missing, but the lines add up to 106.00."
    )
    assert sentence("BR-CO-13", found="1") == (
        "The total without VAT (BT-109) is 1, but lines less allowances plus charges make an unknown amount."
    )


def test_values_of_documents_are_not_read_as_templates() -> None:
    assert "{number} {0.__class__}" in sentence("BR-CO-09", found="{number} {0.__class__}")


def test_another_language_is_added_without_touching_a_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    german = {
        "sentences": {"BR-02": "Die {BT-1} fehlt.", "BR-CO-10": "{found} statt {expected}"},
        "terms": {"BT-1": "Rechnungsnummer"},
        "words": {"missing": "fehlend"},
    }
    monkeypatch.setitem(texts.LANGUAGES, "de", german)
    assert sentence("BR-02", "de") == "Die Rechnungsnummer (BT-1) fehlt."
    assert sentence("BR-CO-10", "de", found="1") == "1 statt fehlend"
    assert term("BT-1", "de") == "Rechnungsnummer"
    # What is not translated yet is English, sentence and words.
    assert sentence("BR-03", "de") == sentence("BR-03")
    assert term("BT-2", "de") == "issue date"


def test_a_language_that_is_not_there_is_english() -> None:
    assert sentence("BR-02", "tlh") == "The document has no invoice number (BT-1)."
    assert term("BT-1", "tlh") == "invoice number"


def test_an_unknown_id_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        sentence("BR-00")


def test_sentences_are_short_and_speak_plainly() -> None:
    for identifier, template in LANGUAGES["en"]["sentences"].items():
        said = sentence(identifier, **ROOM)
        assert len(said) <= 200, identifier
        assert not re.search(r"\bshall\b|\bXPath\b|  ", template), identifier
