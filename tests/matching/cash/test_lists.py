"""Lists of numbers in a text: in short, cut off, or said to stand elsewhere."""

from datetime import timedelta
from decimal import Decimal

import pytest

from counterfoil.matching.cash.lists import glued, goes_on, is_cut, may_go_on, shortened, whole
from matching.made import DAY, SELLER, Record, entry, invoice, statement


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("Re. 26/001592/596/602", {"26/001596", "26/001602"}),
        ("Re. 202603108/09", {"202603109"}),
        ("RG2603377/A/80/A", {"RG2603380/A"}),
        ("R-1326/27/28/33", {"R-1327", "R-1328", "R-1333"}),
        ("VF 26-858/43", {"VF 26-843"}),
        ("RG 4711 + 12 + 15", {"4712", "4715"}),
        ("R-2813 und 21", {"R-2821"}),
        ("INV-2026-0012, 13 and 14", {"INV-2026-0013", "INV-2026-0014"}),
        ("2026/592/596", {"2026/596"}),
        ("facture F20260118 et 121", {"F20260121"}),
        ("fatture 1042/1043 - 44", {"1044"}),
    ],
)
def test_last_digits_stand_for_the_number_that_begins_like_the_one_before(text: str, full: set[str]) -> None:
    assert full <= {one.full for one in shortened(text)}


@pytest.mark.parametrize(
    "text",
    [
        "RE 100234 vom 12.03.2026",
        "RE 100234, 12/03/2026",
        "R-508, 12.03.26",
        "RE 1001, 12,50 EUR",
        "26/001592",
        "2026/592",
        "RE-2026-1001",
        "R-508 12",
        "R-508/12A34",
        "R-50/8",
    ],
)
def test_days_amounts_and_parts_of_one_number_are_no_list(text: str) -> None:
    assert not list(shortened(text))


def test_no_more_last_digits_are_read_than_anybody_would_write() -> None:
    assert len(list(shortened("A B-C-D-10001/" + "/".join(str(n) for n in range(100, 200))))) == 24


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Re. R-508/12/14", "R-508"),
        ("Re. R-1585, R", "R-1585"),
        ("RE001211 RE0", "RE001211"),
        ("VF26 870/71", "VF 26-870"),
        ("FA26102721 + FA2", "FA26102721"),
        ("Invoices R-2123;", "R-2123"),
        ("Re. 26/000894 26/", "26/000894"),
        ("Re. 26/000894 26/0009", "26/000894"),
        ("Inv. VF 26-858/VF", "VF 26-858"),
        ("RE-4711 u.a.", "RE-4711"),
        ("RE-4711 ff.", "RE-4711"),
        ("RE-4711 + 3 weitere", "RE-4711"),
        ("RE-4711 siehe Avis", "RE-4711"),
        ("RE 1001 bis 1005", "1001"),
        ("RE-1001-1005", "RE-1001"),
        ("fakturor 10045", "10045"),
        ("facture F2026 et", "F2026"),
        ("facturen 20261 en andere", "20261"),
        ("für RE-1001/02", "RE-1001"),
    ],
)
def test_a_text_goes_on_to_further_numbers(text: str, number: str) -> None:
    assert goes_on((text,), number)
    assert may_go_on((text,)) or "bis" in text or "1001-" in text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("R-508", "R-508"),
        ("R-5081/12", "R-508"),
        ("R-508 vom 12.03.2026", "R-508"),
        ("R-508, 13/08/2026", "R-508"),
        ("R-508, 12345", "R-508"),
        ("R-508 12", "R-508"),
        ("R-508 R is paid", "R-508"),
        ("R-508, --", "R-508"),
        ("R-508, 12.03.2026", "R-508"),
        ("10045/26", "10045/26"),
        ("RE-12345/2026", "RE-12345/2026"),
        ("RE 1001, Skonto 2%", "1001"),
        ("4711 Danke, 9", "4711"),
        ("Rechnung 4711 ./. Skonto", "4711"),
        ("10001446 Teilzahlung", "10001446"),
        ("für RE-1001 Büro", "RE-1001"),
        ("anything", "--"),
        ("", "R-508"),
    ],
)
def test_a_text_that_ends_as_it_should_means_what_it_says(text: str, number: str) -> None:
    assert not goes_on((text,), number)


def test_a_text_as_long_as_a_bank_takes_may_be_cut_off() -> None:
    assert is_cut(("x" * 35,))
    assert is_cut(("x" * 100, "y" * 40))
    assert may_go_on(("Rechnung RE-4711 vom 3. März 26",)) is False
    assert may_go_on(("Rechnung RE-4711 vom 3. Maerz, x 26",)) is True
    assert not is_cut(())


def test_a_text_with_and_without_blanks_at_its_joints_is_one() -> None:
    assert whole(("Rechn. 10002124 / danke", "Rechn. 1 0002124 / danke")) == "Rechn. 10002124 / danke"
    assert whole(("Rechn. 10002124/", "26")) == "Rechn. 10002124/26"
    assert not goes_on(("Rechn. 10002124 / danke", "Rechn. 1 0002124 / danke"), "10002124")
    assert not goes_on(("RE-2026-1001, siehe da",), "RE-2026-1001")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("AR2600135AR2600137", ["AR2600135", "AR2600137"]),
        ("FacturesFA26-0013fa26-0014FA26-0020", ["FA26-0013", "fa26-0014", "FA26-0020"]),
        ("0010012000100121", ["00100120", "00100121"]),
        ("200301200302200303", ["200301", "200302", "200303"]),
        ("AR2600135BR2600137", []),
        ("123456789012", []),
        ("X001001200100121", []),
        ("R101R102", []),
    ],
)
def test_numbers_with_nothing_between_are_told_apart(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in glued(text, 0, len(text))] == parts


@pytest.mark.parametrize(
    "text",
    [
        "Factuurnr. 00067058 000671100",
        "Rg. 00067058 / 0067100 / 00067131",
        "Factuurnr. 00067058 en 00067010",
        "Rechnung 00067058, 00067108",
    ],
)
def test_a_list_of_bare_digits_behind_one_word_for_invoice(text: str) -> None:
    due = {"00067058": "4277.04", "00067100": "641.93", "00067080": "1641.93", "00067131": "88.40"}
    bills = [invoice(number, payable=payable) for number, payable in due.items()]
    meant = ["00067058", "00067100", "00067131"] if "131" in text else ["00067058", "00067100"]
    paid = sum(Decimal(due[one]) for one in meant)
    record = Record(*bills, statement(entry(f"-{paid}", text, booked=DAY + timedelta(days=30), counterparty=SELLER)))
    assert [one.removesuffix("?") for one in record.told("pays")] == [f"pays S-1:1 {one} {due[one]}" for one in meant]
    assert all(one.confidence >= Decimal("0.95") for one in record.links)
