"""An invoice that was issued again under a number of its own: by what it says, by its address, by what it bills."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from counterfoil.matching import Desk
from counterfoil.matching.duplicates.matcher import DUPLICATES
from counterfoil.model import summary as kinds
from counterfoil.model.summary import PartySummary, Recorded, TradeLine
from matching.made import DAY, SELLER, US, invoice, ref

LINES = tuple(
    TradeLine(name=name, amount=Decimal(cost)) for name, cost in (("Brett", "61"), ("Leim", "42"), ("Öl", "9"))
)
THERE = replace(US, street="Hafenstraße 3", post_code="20095", city="Hamburg")
MOVED = replace(US, street="Speicher 9", post_code="20457", city="Hamburg")


def billed(number: str, days: int = 0, *lines: TradeLine, order: str | None = "PO-77", **terms: Any) -> Recorded:
    """An invoice so many days after the first."""
    terms.setdefault("references", (ref(kinds.ORDER, order),) if order else ())
    return invoice(number, *(lines or LINES), payable="133.28", issued=DAY + timedelta(days=days), **terms)


def repeats(*documents: Recorded) -> list[str]:
    """The links in short: later and earlier number, '?' where it is not certain."""
    numbers = {one.id: one.summary.number for one in documents}
    return sorted(
        f"{numbers[link.source.id]} {numbers[link.target.id]}" + ("?" if link.confidence < Decimal("0.95") else "")
        for link in Desk(documents, (DUPLICATES,), ()).link_all()
    )


def test_the_number_in_its_note_tells_which_of_many_it_replaces() -> None:
    weekly = [billed(f"R-{4100 + place * 31}", place * 7) for place in range(5)]
    again = billed("R-4260", 30, notes=("Korrigierte Rechnung, ersetzt Rechnung R-4162",))
    assert repeats(*weekly, again) == ["R-4260 R-4162"]


def test_without_a_number_in_the_note_a_standing_order_leaves_it_open() -> None:
    weekly = [billed(f"R-{4100 + place * 31}", place * 7) for place in range(5)]
    assert not any(link.endswith("R-4100") for link in repeats(*weekly, billed("R-4260", 30, notes=("Korrigiert",))))


def test_of_one_day_the_one_that_names_the_other_is_the_later() -> None:
    again = billed("R-4109", notes=("Corrected invoice, replaces R-4110.",))
    assert repeats(billed("R-4110"), again) == ["R-4109 R-4110"]
    assert repeats(again, billed("R-4110")) == ["R-4109 R-4110"]


def test_the_same_supply_billed_to_another_address() -> None:
    first = billed("R-4110", buyer=THERE)
    assert repeats(first, billed("R-4162", 9, buyer=MOVED)) == ["R-4162 R-4110"]
    assert repeats(first, billed("R-4162", 9, buyer=THERE)) == []
    assert repeats(first, billed("R-4162", 9)) == []
    assert repeats(first, billed("R-4162", 9, buyer=None)) == []
    assert repeats(first, billed("R-4162", 9, buyer=MOVED, order=None)) == ["R-4162 R-4110?"]
    assert repeats(first, billed("R-4162", 9, *LINES[:2], buyer=MOVED)) == []
    day: dict[str, Any] = {"order": None, "delivered": date(2026, 3, 1)}
    assert repeats(billed("R-4110", buyer=THERE, **day), billed("R-4162", 0, buyer=MOVED, **day)) == ["R-4162 R-4110"]


def test_who_moved_is_billed_by_a_standing_order_as_before() -> None:
    weekly = [billed(f"R-{4100 + place * 31}", place * 7, buyer=THERE if place < 3 else MOVED) for place in range(6)]
    assert repeats(*weekly) == []


NAMED: dict[str, Any] = {"order": None, "references": (ref(kinds.INVOICE, "R-4110"),)}


def test_what_names_the_other_and_bills_the_same_to_another_address() -> None:
    first = billed("R-4110", buyer=THERE, order=None)
    assert repeats(first, billed("R-4162", 9, buyer=MOVED, **NAMED)) == ["R-4162 R-4110"]
    assert repeats(first, billed("R-4109", buyer=MOVED, **NAMED)) == ["R-4109 R-4110"]
    moved = replace(SELLER, street="Speicher 9", city="Hamburg")
    first = billed("R-4110", seller=replace(SELLER, street="Hafenstraße 3", city="Hamburg"), order=None)
    assert repeats(first, billed("R-4162", 9, seller=moved, **NAMED)) == ["R-4162 R-4110"]
    assert repeats(first, billed("R-4162", 9, seller=moved, order=None)) == []


def test_what_names_the_other_in_its_place() -> None:
    weekly = [billed(f"R-{4100 + place * 31}", place * 7) for place in range(5)]
    again = billed("R-4260", 30, notes=("Korrigierte Rechnung",), references=(ref(kinds.INVOICE, "R-4162"),))
    assert repeats(*weekly, again) == ["R-4260 R-4162"]


@pytest.mark.parametrize(
    "terms",
    [
        {"buyer": THERE},
        {"buyer": None},
        {"buyer": THERE, "notes": ("Abschlag",)},
        {"type_code": "384"},
        {"total": "99.00"},
    ],
)
def test_what_names_another_goes_on_from_it_or_corrects_it(terms: dict[str, Any]) -> None:
    first = billed("R-4110", buyer=THERE, order=None)
    again: dict[str, Any] = {"buyer": MOVED, **NAMED, **terms}
    assert repeats(first, billed("R-4162", 9, **again)) == []


DELIVERED: dict[str, Any] = {"references": (ref(kinds.DESPATCH_ADVICE, "LS-9"),)}


@pytest.mark.parametrize("number", ["R-4111", "R-4162", "4711/26"])
def test_a_delivery_is_billed_once(number: str) -> None:
    assert repeats(billed("R-4110", **DELIVERED), billed(number, 9, **DELIVERED)) in (
        [f"{number} R-4110"],
        [f"{number} R-4110?"],
    )
    two: dict[str, Any] = {"references": (*DELIVERED["references"], ref(kinds.DESPATCH_ADVICE, "LS-10"))}
    assert repeats(billed("R-4110", **DELIVERED), billed(number, 9, **two)) == []


def test_what_was_supplied_on_another_day_is_no_part_of_a_series() -> None:
    days = [date(2026, 2, 20) + timedelta(days=7 * place) for place in range(5)]
    weekly = [billed(f"R-{4100 + place * 31}", place * 7, delivered=day) for place, day in enumerate(days)]
    assert repeats(*weekly) == []
    assert repeats(*weekly, billed("R-4231", 7, delivered=days[1])) == ["R-4231 R-4131"]


def test_something_appended_where_nobody_else_appends_tells_more_than_a_series() -> None:
    weekly = [billed(f"R-{4100 + place * 31}", place * 7, TradeLine(), order=None) for place in range(5)]
    assert repeats(*weekly, billed("R-4131/1", 9, TradeLine(), order=None)) == ["R-4131/1 R-4131"]


def test_the_next_of_a_standing_order_is_no_copy_of_a_retyped_one() -> None:
    weekly = [billed(f"2025-04-000{place + 2}", place * 7) for place in range(4)]
    assert repeats(*weekly, billed("2025-04-00003", 7)) == ["2025-04-00003 2025-04-0003"]


def test_nor_of_one_that_lost_a_digit() -> None:
    weekly = [billed(f"R-411{place}", place * 7, LINES[0]) for place in range(5)]
    assert repeats(*weekly, billed("R-411", 7, LINES[0])) == ["R-4111 R-411"]


def told(text: str, cost: str = "112.00") -> tuple[TradeLine, ...]:
    """One line that tells by its name what it is for."""
    return (TradeLine(name=text, amount=Decimal(cost)),)


def test_what_lines_tell_of_another_month_is_no_standing_order_over_the_same() -> None:
    monthly = [billed(f"R-{4100 + place * 31}", place * 30, *told(f"Lizenz {place + 1}/2026")) for place in range(5)]
    again = billed("R-4179", 65, *told("Lizenz 3/2026"), buyer=MOVED)
    there = [replace(one, summary=replace(one.summary, buyer=THERE)) for one in monthly]
    assert repeats(*there, again) == ["R-4179 R-4162"]
    alike = [billed(f"R-{4100 + place * 31}", place * 30, *told("Lizenz"), buyer=THERE) for place in range(5)]
    assert repeats(*alike, billed("R-4179", 65, *told("Lizenz"), buyer=MOVED)) == []


def test_what_says_that_it_is_corrected_and_goes_to_another_address_is_so_of_a_standing_order_too() -> None:
    weekly = [billed(f"R-{4100 + place * 31}", place * 7, order=None, buyer=THERE) for place in range(5)]
    again = billed("R-4179", 16, order=None, buyer=MOVED, notes=("Rechnungskorrektur: Anschrift berichtigt",))
    assert repeats(*weekly, again) == ["R-4179 R-4162"]
    assert repeats(*weekly, replace(again, summary=replace(again.summary, buyer=THERE))) != ["R-4179 R-4162"]


def test_what_alone_of_all_goes_to_another_address_is_proposed() -> None:
    first = billed("R-4110", buyer=THERE, order=None)
    again = billed("R-4162", 9, buyer=MOVED, order=None)
    assert repeats(first, again) == ["R-4162 R-4110?"]
    assert repeats(first, billed("R-4111", 9, buyer=MOVED, order=None)) == ["R-4111 R-4110?"]
    others = [billed(f"R-{4170 + place}", 12, *told(f"Brett {place}", f"1{place}"), order=None) for place in range(3)]
    assert repeats(first, again, *others) == ["R-4162 R-4110?"]
    assert repeats(first, again, *[goes(one, THERE) for one in others]) == ["R-4162 R-4110?"]
    assert repeats(first, again, *[goes(one, MOVED) for one in others]) == []


def goes(document: Recorded, buyer: PartySummary) -> Recorded:
    """The same, over another sum and to that address."""
    return replace(document, summary=replace(document.summary, payable=Decimal("17.31"), buyer=buyer))


@pytest.mark.parametrize(
    ("days", "says"),
    [
        (0, {}),
        (28, {}),
        (9, {"issued": None}),
        (9, {"delivered": date(2026, 3, 9)}),
        (9, {"references": (ref(kinds.ORDER, "PO-78"),)}),
        (9, {"references": (ref(kinds.DESPATCH_ADVICE, "LS-10"),)}),
        (9, {"total": Decimal("133.29")}),
    ],
)
def test_but_not_what_tells_of_another_supply(days: int, says: dict[str, Any]) -> None:
    named = (ref(kinds.ORDER, "PO-77"), ref(kinds.DESPATCH_ADVICE, "LS-9"))
    first = billed("R-4110", buyer=THERE, delivered=date(2026, 3, 1), references=named, order=None)
    again = billed("R-4162", days, buyer=MOVED, order=None)
    assert repeats(first, replace(again, summary=replace(again.summary, **says))) == []


def test_nor_what_comes_again_and_again() -> None:
    weekly = [billed(f"R-{4100 + place * 31}", place * 7, order=None, buyer=THERE) for place in range(2)]
    assert repeats(*weekly, billed("R-4162", 14, order=None, buyer=MOVED)) == []


def test_a_number_that_comes_from_the_first_tells_which_was_issued_again() -> None:
    weekly = [billed(f"R-{4100 + place * 31}", place * 7, LINES[0], order=None) for place in range(5)]
    again = billed("R-4131-1", 16, LINES[0], order=None, notes=("Adresskorrektur",))
    assert repeats(*weekly, again) == ["R-4131-1 R-4131"]


@pytest.mark.parametrize(
    "note",
    [
        "Adresskorrektur",
        "Anschriftenberichtigung",
        "Neu ausgestellt",
        "Wegen falscher Anschrift",
        "Korrekturrechnung",
        "Address correction",
        "Amended invoice",
        "Sent again due to a wrong address",
        "Facture rectifiée",
        "Correction d'adresse",
        "Vervangende factuur",
        "Fattura sostitutiva",
        "Rettifica dell'indirizzo",
        "Corrección de la dirección",
    ],
)
def test_words_for_what_is_issued_again(note: str) -> None:
    assert repeats(billed("R-4110", order=None), billed("R-4162", 9, order=None, notes=(note,))) == ["R-4162 R-4110"]


def test_of_several_that_are_as_likely_the_last_was_issued_again() -> None:
    weekly = [billed(f"R-{4100 + place * 31}", place * 3, LINES[0], order=None, buyer=THERE) for place in range(3)]
    again = billed("R-4260", 30, *LINES[:1], order=None, buyer=MOVED, notes=("Adresskorrektur",))
    assert repeats(*weekly, again) == ["R-4260 R-4162?"]
