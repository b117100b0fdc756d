"""Structure by the schemas of the profiles of Factur-X, which allow other things than CII D16B."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

import counterfoil
from counterfoil.formats.structure import FACTUR_X, faults, is_fragment, is_known
from counterfoil.model.structure import CODES
from counterfoil.texts import sentence
from formats.structure_documents import (
    BASIC,
    BASIC_WL,
    EN16931,
    EXTENDED,
    FOLDER,
    MINIMUM,
    RIGHT_BY_PROFILE,
    Told,
    golden,
    traced,
)
from verdicts import documents

ON = date(2026, 11, 1)

_TRADE = "/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction"
_DELIVERY = b"<ram:ApplicableHeaderTradeDelivery/>"


def told(data: bytes, schema: str | None) -> Told:
    """Code, place below the transaction, attribute, found and expected of each fault, with and without the tree."""
    trace, tree = traced(data)
    found = faults(trace, tree, schema)
    assert found == faults(trace, None, schema)
    for fault in found:
        assert fault.about in sentence(fault.sentence, about=fault.about, found=fault.found, expected=fault.expected)
        assert fault.code in CODES
    return [
        (one.code, trace.where(one.place).removeprefix(_TRADE), one.attribute, one.found, one.expected) for one in found
    ]


@pytest.mark.parametrize("schema", FACTUR_X)
@pytest.mark.parametrize("name", sorted({name for names in RIGHT_BY_PROFILE.values() for name in names}))
def test_each_profile_allows_its_own_documents(schema: str, name: str) -> None:
    assert (told(golden(name), schema) == []) is (name in RIGHT_BY_PROFILE[schema])
    assert told(golden(name), None) == []
    assert is_known(traced(golden(name))[0], schema)


def test_a_fragment_is_one_by_the_schema_that_it_is_judged_by() -> None:
    data = golden("structure/right-factur-x-basic")
    assert not is_fragment(traced(data)[0], BASIC)
    start, end = data.index(b"  <rsm:ExchangedDocument>"), data.index(b"  <rsm:SupplyChain")
    assert is_fragment(traced(data[:start] + data[end:])[0], BASIC)


def test_no_profile_is_known_of_documents_of_ubl() -> None:
    trace, tree = traced((FOLDER / "two-numbers.xml").read_bytes())
    assert not is_known(trace, BASIC)
    assert faults(trace, tree, BASIC) == ()
    assert not is_fragment(trace, BASIC)


@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize(
    ("piece", "place"),
    [
        (b'<ram:TaxTotalAmount currencyID="GBP">1.60</ram:TaxTotalAmount>', "ram:TaxTotalAmount"),
        (
            b'<ram:SpecifiedTaxRegistration><ram:ID schemeID="FC">13/815/08155</ram:ID></ram:SpecifiedTaxRegistration>',
            "ram:SpecifiedTaxRegistration",
        ),
    ],
)
def test_what_may_stand_twice_may_not_stand_three_times(piece: bytes, place: str, number: int) -> None:
    data = golden("structure/right-factur-x-basic")
    assert piece in data
    found = told(data.replace(piece, piece * number), BASIC)
    expected = [("STRUCTURE-REPEATED", f"{place}[{again}]") for again in range(3, number + 2)]
    assert [(code, where.rpartition("/")[2]) for code, where, *_ in found] == expected


@pytest.mark.parametrize("inside", [b" ", b"\n    ", b"x", b"<![CDATA[ ]]>"])
def test_what_must_be_empty_has_not_even_white_space(inside: bytes) -> None:
    data = golden("cii/minimum-credit-note")
    filled = b"<ram:ApplicableHeaderTradeDelivery>" + inside + b"</ram:ApplicableHeaderTradeDelivery>"
    text = " " if b"CDATA" in inside else inside.decode()
    expected = [("STRUCTURE-VALUE", "[1]/ram:ApplicableHeaderTradeDelivery[1]", None, text, "empty")]
    for _ in range(2):
        assert told(data.replace(_DELIVERY, filled), MINIMUM) == expected
        assert told(data.replace(_DELIVERY, filled.replace(inside, b"<!-- none -->")), MINIMUM) == []
        assert told(data.replace(_DELIVERY, filled), None) == (
            []
            if not text.strip()
            else [("STRUCTURE-TEXT", "[1]/ram:ApplicableHeaderTradeDelivery[1]", None, "x", None)]
        )


def test_what_must_be_empty_has_no_elements() -> None:
    filled = b"<ram:ApplicableHeaderTradeDelivery><ram:ID>1</ram:ID></ram:ApplicableHeaderTradeDelivery>"
    data = golden("cii/minimum-credit-note").replace(_DELIVERY, filled)
    place = "[1]/ram:ApplicableHeaderTradeDelivery[1]/ram:ID[1]"
    assert told(data, MINIMUM) == [("STRUCTURE-UNEXPECTED", place, None, None, None)]


@pytest.mark.parametrize(
    ("attributes", "missing"),
    [
        (b'mimeCode="text/csv" filename="a.csv"', []),
        (b'filename="a.csv" mimeCode="text/csv"', []),
        (b'mimeCode="text/csv"', ["filename"]),
        (b'filename="a.csv"', ["mimeCode"]),
        (b"", ["mimeCode", "filename"]),
    ],
)
def test_each_of_two_attributes_must_be_there(attributes: bytes, missing: list[str]) -> None:
    file = (
        b"<ram:AdditionalReferencedDocument><ram:IssuerAssignedID>A</ram:IssuerAssignedID><ram:TypeCode>916</ram:TypeCode>"
        b"<ram:AttachmentBinaryObject %s>YQ==</ram:AttachmentBinaryObject></ram:AdditionalReferencedDocument>"
        % attributes
    )
    end = b"</ram:ApplicableHeaderTradeAgreement>"
    data = golden("structure/right-factur-x-basic").replace(end, file + end)
    found = told(data, EN16931)
    assert [(code, attribute) for code, _, attribute, _, _ in found] == [
        ("STRUCTURE-ATTRIBUTE-MISSING", name) for name in missing
    ]
    assert told(data, None) == []


def test_what_a_later_release_added_is_allowed_in_extended_alone() -> None:
    data = (FOLDER / "element-of-a-later-release.xml").read_bytes()
    assert [code for code, *_ in told(data, None)] == ["STRUCTURE-NEWER"]
    assert [code for code, *_ in told(data, EN16931) if code == "STRUCTURE-NEWER"] == []
    assert not [one for one in told(data, EXTENDED) if one[1].endswith("ram:ModelID[1]")]


@pytest.mark.parametrize(
    ("guideline", "is_judged"),
    [
        ("urn:factur-x.eu:1p0:minimum", True),
        ("urn:zugferd.de:2p0:minimum", True),
        ("urn:cen.eu:en16931:2017", False),
        ("urn:factur-x.eu:1p0:minimum:more", False),
    ],
)
def test_the_guideline_chooses_the_schema(guideline: str, is_judged: bool) -> None:
    city = b"<ram:CityName>Lyon</ram:CityName><ram:CountryID>FR"
    data = golden("cii/minimum-credit-note").replace(b"<ram:CountryID>FR", city)
    data = data.replace(b"urn:factur-x.eu:1p0:minimum", guideline.encode())
    found = [one.where for one in counterfoil.check(data, on=ON).findings if one.rule.startswith("STRUCTURE")]
    assert [where.rpartition("/")[2] for where in found] == (["ram:CityName[1]"] if is_judged else [])


def test_a_rulebook_that_is_named_takes_the_place_of_the_guideline() -> None:
    city = b"<ram:CityName>Lyon</ram:CityName><ram:CountryID>FR"
    data = golden("cii/minimum-credit-note").replace(b"<ram:CountryID>FR", city)
    found = counterfoil.check(data, on=ON, rulebooks=["en16931@1.3.16"]).findings
    assert not [one for one in found if one.rule.startswith("STRUCTURE")]


def test_every_official_document_has_the_structure_of_its_profile(corpora: Path) -> None:
    seen: Counter[tuple[str, bool]] = Counter()
    for verdict in documents(corpora):
        names = [layer.partition("@")[0] for layer in verdict["layers"]]
        if verdict["xsd_ok"] is None or names[-1] not in FACTUR_X:
            continue
        report = counterfoil.check((corpora / verdict["file"]).read_bytes(), on=ON)
        broken = [one for one in report.findings if one.rule.startswith("STRUCTURE")]
        assert (broken == []) is verdict["xsd_ok"], verdict["file"]
        assert not broken or report.valid is False
        seen[names[-1], verdict["xsd_ok"]] += 1
    assert seen == {
        (MINIMUM, True): 3, (MINIMUM, False): 3, (BASIC_WL, True): 5, (BASIC, True): 6, (BASIC, False): 1,
        (EXTENDED, True): 9, (EXTENDED, False): 1,
    }  # fmt: skip
