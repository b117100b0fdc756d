"""The ways in which an invoice comes again, and what only looks like it."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.matching import Desk
from counterfoil.matching.duplicates.matcher import DUPLICATES, is_repeated, originals
from counterfoil.matching.precedence import originality
from counterfoil.model import summary as kinds
from counterfoil.model.link import Link
from counterfoil.model.summary import PartySummary, Recorded, TradeLine
from matching.made import DAY, OTHER, SELLER, US, credit_note, event, invoice, order, party, ref

NUMBER = "RE-2026-00417"
LATER = date(2026, 3, 16)
MONTHLY = [date(2026, month, 2) for month in (1, 2, 3, 4)]


def repeats(*documents: Recorded) -> list[str]:
    """The links in short: later and earlier number, '?' where it is not certain. Any order gives the same."""
    return sorted(
        f"{numbers[link.source.id]} {numbers[link.target.id]}" + ("?" if link.confidence < Decimal("0.95") else "")
        for numbers in [{one.id: one.summary.number for one in documents}]
        for link in linked(*documents)
    )


def linked(*documents: Recorded) -> list[Link]:
    """The links."""
    return Desk(documents, (DUPLICATES,), ()).link_all()


def row(amount: str | None, name: str | None = None) -> TradeLine:
    """A line over an amount."""
    return TradeLine(amount=None if amount is None else Decimal(amount), name=name)


def bill(number: str | None = NUMBER, *lines: TradeLine, **terms: Any) -> Recorded:
    """An invoice over 417.35 with three lines."""
    goods = lines or tuple(row(f"{n}0.17", f"Brett {n}") for n in (1, 2, 3))
    return invoice(number, *goods, **{"payable": "417.35", **terms})


def bare(number: str | None = NUMBER, **terms: Any) -> Recorded:
    """The same out of a table: without lines and identifiers."""
    return invoice(number, **{"payable": "417.35", "seller": party(SELLER.name), "buyer": None, **terms})


@pytest.mark.parametrize(
    "again",
    [
        bare(),
        bare(issued=LATER),
        bare("re 2026/417"),
        bill("RE-2026-0O417"),
        bill("417", issued=DAY),
        bill(f"{NUMBER}-1"),
        bill(f"{NUMBER} Kopie"),
        bill("RE-2026-00471"),
        bill("RE-2026-10417"),
        bill(issued=LATER),
        bill("RE/2026/417", issued=LATER),
        bill(f"{NUMBER}/A", issued=LATER, references=(ref(kinds.ORDER, "PO-1"),)),
        bill(issued=date(2026, 3, 3)),
        bill(buyer=PartySummary(name=US.name, identifiers=US.identifiers, street="Neue Straße 1")),
        bill(seller=party("Saegewerk Tannhof", bare="70012")),
        bill(seller=party("Sägewerk Tannhof Holding KG", vat="DE811907980")),
        bill(seller=party("Tannhof Sägewerke Vertriebs GmbH", vat="DE811907980"), issued=DAY),
        bill(currency=None),
    ],
)
def test_what_comes_again(again: Recorded) -> None:
    first = bill()
    (link,) = linked(first, again)
    assert {link.source.id, link.target.id} == {first.id, again.id}
    assert link.confidence >= Decimal("0.9")
    assert link.evidence
    assert linked(again, first) == [link]


@pytest.mark.parametrize(
    "other",
    [
        bill("RE-2026-00418"),
        bill("RE-2026-00511"),
        bill("RE-2026-00471", issued=LATER, references=(ref(kinds.ORDER, "PO-2"),)),
        bare(payable="1.00", issued=LATER),
        bare(issued=date(2027, 3, 2), payable="10"),
        bill(currency="USD"),
        bill(buyer=OTHER),
        bill(NUMBER, row("9"), payable="9.00", seller=OTHER),
        bare(seller=OTHER, issued=LATER),
        bill(None, issued=LATER),
        credit_note(NUMBER, payable="417.35"),
        order(NUMBER),
        event(),
    ],
)
def test_what_does_not(other: Recorded) -> None:
    assert repeats(bill(references=(ref(kinds.ORDER, "PO-1"),)), other) == []


def test_an_invoice_without_number_is_told_by_all_else() -> None:
    assert repeats(bill(), bill(None)) == ["RE-2026-00417 None?"]
    assert repeats(bare(), bare(None)) == []
    assert linked(bill(payable=None), bill(None, payable=None)) == []


def test_under_one_number_the_sum_may_be_corrected() -> None:
    assert repeats(bill(), bill(payable="418.00")) != []
    assert repeats(bare(payable=None), bare(issued=LATER)) != []


def test_all_copies_repeat_the_first() -> None:
    papers = [
        bill(),
        bill("RE/2026/417", issued=LATER),
        bare(issued=date(2026, 3, 20)),
        bill(f"{NUMBER}A", issued=LATER),
    ]
    for some in permutations(papers):
        assert {link.target.id for link in linked(*some)} == {papers[0].id}
    assert len(linked(*papers)) == 3


def test_what_is_surely_a_copy_goes_before_what_comes_earlier() -> None:
    near = bill("RE-2026-00418", issued=date(2026, 3, 1))
    assert repeats(near, bill(), bill(f"{NUMBER}-1")) == [f"{NUMBER}-1 {NUMBER}"]


def test_an_invoice_of_ours_comes_again_to_the_same_buyer_only() -> None:
    sold: dict[str, Any] = {"role": "seller", "seller": US, "buyer": OTHER}
    assert repeats(bill(**sold), bill("RE/2026/417", **sold)) == ["RE-2026-00417 RE/2026/417"]
    elsewhere: dict[str, Any] = {"role": "seller", "seller": US, "buyer": party("Ganz Anders AG", vat="DE136695976")}
    assert repeats(bill(**sold), bill(**elsewhere)) == []


def test_rent_has_the_same_sum_each_month() -> None:
    rent = [bare(f"M-{number}", issued=day) for number, day in zip((1017, 1027, 1037, 1047), MONTHLY, strict=True)]
    assert repeats(*rent) == []
    named = [bill(f"M-{1017 + 10 * day.month}", row("350", f"Miete {day:%m/%Y}"), issued=day) for day in MONTHLY]
    assert repeats(*named) == []


def test_instalments_count_behind_one_number() -> None:
    plan = [bare("RE-4170", issued=MONTHLY[0])]
    plan += [bare(f"RE-4170-{place}", issued=day) for place, day in enumerate(MONTHLY[1:], 2)]
    assert repeats(*plan) == []
    assert repeats(*plan[:2]) != []


def test_the_rest_after_an_advance_of_half() -> None:
    assert repeats(bare("RE-4170A", type_code="386"), bare("RE-4170", issued=LATER)) == []
    assert repeats(bare("RE-4170A", type_code="386"), bare("RE 4170 A", type_code="386", issued=LATER)) != []


def test_what_is_delivered_twice_a_day_is_billed_twice() -> None:
    assert repeats(bare("4711"), bare("4718")) == []
    assert repeats(bare("4711"), bare("4751"), bare("4731")) == []
    assert repeats(bill(delivered=DAY), bill("RE-2026-00471", delivered=LATER)) != repeats(
        bill(), bill("RE-2026-00471")
    )
    ours, theirs = ((ref(kinds.DESPATCH_ADVICE, number),) for number in ("LS-1", "LS-2"))
    assert repeats(bill(references=ours), bill("RE-2026-00471", references=theirs)) == []
    assert repeats(bill(references=ours), bill("RE-2026-00471", references=ours)) == ["RE-2026-00471 RE-2026-00417"]


def test_a_number_out_of_the_sequence_of_its_day_was_mistyped() -> None:
    day = [bill(f"4{n}", payable=f"{n}.11") for n in (70001, 70015, 70022, 70031)]
    assert repeats(*day, bare("470017"), bare("410017")) == ["470017 410017?"]
    assert repeats(*day, bare("470017"), bare("47017")) == ["470017 47017?"]
    assert repeats(*day, bare("470017"), bare("470019")) == []


def test_a_third_invoice_over_the_same_sum_speaks_against() -> None:
    one, other = bare("RE-10417", issued=DAY), bare("RE-13417", issued=DAY)
    assert repeats(one, other) == ["RE-13417 RE-10417?"]
    assert repeats(one, other, bare("RE-99888", issued=date(2026, 3, 20))) == []
    twice = [bare(number, issued=date(2026, 3, 20)) for number in ("RE-77555", "RE-66444")]
    assert repeats(one, other, bare("RE-99888", issued=LATER), *twice) == []


def test_what_comes_once_a_day_came_twice_for_a_mistake_of_typing() -> None:
    rent = [bare(f"RE-{n}", issued=day) for n, day in ((10417, DAY), (11603, LATER), (12711, date(2026, 3, 30)))]
    assert repeats(*rent, bare("RE-13417")) == ["RE-13417 RE-10417?"]
    assert repeats(*rent, bare("RE-10477")) == []  # as near as what is billed on one day
    full = [bill(f"RE-{n}", issued=day) for n, day in ((10417, DAY), (11603, LATER), (12711, date(2026, 3, 30)))]
    near, far = linked(*full, bill("RE-10487")), linked(*full, bill("RE-10617"))
    assert max((one.confidence for one in near), default=0) < max(one.confidence for one in far)
    assert repeats(*rent, bare("RE-10717"), *(bill(f"RE-10{n}51", payable=f"{n}.10") for n in range(5, 9))) == []


def test_another_supply_over_the_same_sum_speaks_neither_for_nor_against() -> None:
    def flat(number: str, name: str, *notes: str, days: int = 0) -> Recorded:
        return bill(number, row("350", name), payable="417.35", notes=notes, issued=DAY + timedelta(days=days))

    pair = flat("RE-10417", "Miete Wohnung 1"), flat("RE-13417", "Miete Wohnung 1")
    days = {"RE-11709": 9, "RE-11812": 9, "RE-12119": 16, "RE-12236": 16}
    for name, notes in (("Miete Wohnung 2", ()), ("Miete Wohnung 1", ("Haus 2",))):
        others = [flat(number, name, *notes, days=after) for number, after in days.items()]
        assert "RE-13417 RE-10417?" in repeats(*pair, *others)
    supplied = [
        bare(number, issued=DAY + timedelta(days=after), delivered=DAY + timedelta(days=after))
        for number, after in days.items()
    ]
    both = bare("RE-10417", delivered=DAY), bare("RE-13417", delivered=DAY)
    assert "RE-13417 RE-10417?" in [one.rstrip("?") + "?" for one in repeats(*both, *supplied)]
    same = [flat(number, "Miete Wohnung 1", days=after) for number, after in days.items()]
    assert "RE-13417 RE-10417?" not in repeats(*pair, *same)


def test_how_fast_a_partner_counts_tells_what_is_of_one_day() -> None:
    pace = [bill(f"RE-1{n}", payable=f"{n}.10", issued=date(2026, 3, n // 100)) for n in range(100, 2900, 300)]
    assert repeats(*pace, bare("RE-10217"), bare("RE-10417")) == []
    assert repeats(*pace, bare("RE-10217"), bare("RE-10617")) == []
    assert repeats(*pace, bare("RE-10217"), bare("RE-10817")) == ["RE-10817 RE-10217?"]
    assert repeats(*pace, bare("RE-10217"), bare("RE-19217")) == ["RE-19217 RE-10217?"]


def test_the_next_number_is_the_next_however_both_are_written() -> None:
    said = (row("10.17", "Brett"), row("20.17", "Leiste"))
    assert repeats(bill("2026/1345", *said), bill("20261347", *said, issued=LATER)) == []
    assert repeats(bill("2026/1345", *said), bill("20261845", *said)) == ["2026/1345 20261845"]
    assert repeats(bill("2026/1345", *said), bill("2026-13454", *said)) != []


def test_equal_parts_of_one_order_have_all_lines_in_common() -> None:
    ordered: dict[str, Any] = {"references": (ref(kinds.ORDER, "PO-1"),), "delivered": DAY}
    assert repeats(bill("RE-10417", **ordered), bill("RE-10418", **ordered)) == []
    assert repeats(bill("RE-10412", **ordered), bill("RE-10417", **ordered)) == []
    assert repeats(bill("RE-10417", **ordered), bill("RE-10477", issued=LATER, **ordered)) == []
    assert repeats(bill("RE-10417", **ordered), bill("RE-70417", **ordered)) == ["RE-70417 RE-10417"]


@pytest.mark.parametrize(
    ("note", "rebilled"),
    [
        (credit_note("GS-1", payable="417.35", references=(ref(kinds.INVOICE, NUMBER),)), True),
        (credit_note("GS-1", payable="417.35"), True),
        (credit_note("GS-1", payable="417.35", references=(ref(kinds.INVOICE, "RE-1"),)), False),
        (credit_note("GS-1", payable="417.35", issued=LATER), False),
        (credit_note("GS-1", payable="417.35", issued=None), False),
    ],
)
def test_what_was_credited_is_billed_anew(note: Recorded, rebilled: bool) -> None:
    assert repeats(bill(), note, bill("RE-2026-00471")) == ([] if rebilled else ["RE-2026-00471 RE-2026-00417"])
    # Under its old number it is a copy nevertheless.
    assert repeats(bill(), note, bare("RE-2026/00417")) != []


def test_a_final_invoice_names_the_advance_that_it_takes_off() -> None:
    named = (ref(kinds.INVOICE, NUMBER),)
    assert repeats(bill(), bill(f"{NUMBER}-1", references=named)) == []
    assert repeats(bill(), bill(issued=LATER, references=named)) == [f"{NUMBER} {NUMBER}"]
    assert repeats(bill(), bill(issued=LATER, references=named, type_code="384")) == []


def test_the_copy_quotes_the_number_of_the_first() -> None:
    plain = repeats(bare(), bare("RE-2026-00471"))
    quoting = repeats(bare(), bare("RE-2026-00471", payment_reference="RE 2026-00417".replace(" ", "-")))
    assert (plain, quoting) == (["RE-2026-00471 RE-2026-00417?"], ["RE-2026-00471 RE-2026-00417"])


def test_day_and_month_may_be_exchanged() -> None:
    exchanged, apart = bare("RE-2026-00471", issued=date(2026, 2, 3)), bare("RE-2026-00471", issued=date(2026, 2, 4))
    assert linked(bare(), exchanged)[0].evidence[-1] == "the same date with day and month exchanged"
    assert linked(bare(), apart) == []


def test_days_apart_numbers_count_on_but_do_not_leap() -> None:
    first = bill("04711", issued=date(2026, 3, 2))
    assert repeats(first, bill("04751", issued=date(2026, 3, 5))) == []
    assert repeats(first, bill("14711", issued=date(2026, 3, 5))) == ["14711 04711?"]
    assert repeats(first, bill("04611", issued=date(2026, 3, 5))) == ["04611 04711?"]
    assert repeats(first, bill("14711", issued=date(2026, 8, 5))) == []


def test_the_next_number_is_no_copy_of_one_written_with_a_word_before_it() -> None:
    copy = bill("Nr. 00079937", issued=date(2026, 3, 2))
    assert repeats(bill("00079937", issued=date(2026, 3, 2)), copy) == ["Nr. 00079937 00079937"]
    for later in ("00079938", "00079944"):
        assert repeats(copy, bill(later, issued=date(2026, 4, 2))) == []
    assert repeats(copy, bill("00079957", issued=date(2026, 3, 2))) != []


def test_the_year_in_a_number_counts_years() -> None:
    terms: dict[str, Any] = {"references": (ref(kinds.ORDER, "PO-1"),)}
    before = bill("RE-2025-00417", issued=date(2025, 12, 30), **terms)
    assert repeats(before, bill(issued=date(2026, 1, 2), **terms)) == []
    assert repeats(bill(), bill("RE-2023-00417")) == ["RE-2026-00417 RE-2023-00417"]
    assert repeats(bill("26-0417"), bill("25-0417")) == ["26-0417 25-0417"]
    assert repeats(bill("26/2026"), bill("25/2026")) == []
    assert repeats(bill("202603-0417"), bill("202608-0417")) == ["202608-0417 202603-0417"]


def test_sums_of_any_size() -> None:
    for payable in ("1E+400", "0", "-5.00", "1.000000000000000000000000000000000001"):
        assert repeats(bare(payable=payable), bare("RE/2026/417", payable=payable)) == ["RE-2026-00417 RE/2026/417"]
        assert len(linked(bare(payable="5E+800"), bare(payable=payable))) <= 1


def test_numbers_of_several_counts_around() -> None:
    around = [bill(f"{year}-0{month}-88", payable="3.00") for year, month in ((24, 1), (25, 2), (26, 3))]
    assert repeats(*around, bill("26-0417-88"), bill("26-0477-88")) == ["26-0477-88 26-0417-88"]


def test_numbers_that_differ_in_two_counts_may_be_of_two_series() -> None:
    ordered = {"references": (ref(kinds.ORDER, "PO-1"),)}
    one, other = bill("RE-17-400", **ordered), bill("XQ-18-977", **ordered)
    assert len(repeats(one, other)) == 1
    around = [bill(f"XQ-18-90{n}", payable=f"{n}0") for n in (1, 2)]
    (alone,), (link,) = linked(one, other), linked(one, other, *around)
    assert "one of the numbers is out of sequence" in link.evidence
    assert link.confidence > alone.confidence


def test_references_without_a_number_name_nothing() -> None:
    nothing = (ref(kinds.ORDER, " "), ref("document", "X"))
    assert repeats(bill(references=nothing), bill(f"{NUMBER}-1", references=nothing)) == [f"{NUMBER}-1 {NUMBER}"]


def test_lines_agree_or_not() -> None:
    first = bill("RE-10417", row("400", "Brett Eiche"))
    again = {
        "same": row("400", "BRETT EICHE"),
        "unnamed": row("400"),
        "other": row("400", "Transport"),
        "counted": row("400", "Brett Eiche 2"),
        "less": row("390", "Brett Eiche"),
        "untold": row(None),
    }
    told = {name: repeats(first, bill("RE-13417", line)) for name, line in again.items()}
    assert told["same"] == told["unnamed"] == ["RE-13417 RE-10417?"]
    assert told["untold"] == ["RE-13417 RE-10417?"]
    assert told["other"] == told["counted"] == told["less"] == []
    two = (row("200"), row("200"))
    assert repeats(first, bill("RE-13417", *two)) == ["RE-13417 RE-10417?"]


def test_who_repeats_whom_in_a_list() -> None:
    first, again, other = bill(), bill("RE/2026/417", issued=LATER), bill("RE-2026-00519")
    assert originals([again, other, first]) == [first, other]
    assert is_repeated(again.summary, first.summary)
    assert not is_repeated(other.summary, first.summary)
    assert not is_repeated(order().summary, first.summary)


def test_a_partner_without_name_is_found_by_its_identifiers() -> None:
    vat = party(vat="DE136695976")
    assert repeats(bill(seller=vat), bill(f"{NUMBER}B", seller=vat)) == [f"{NUMBER}B {NUMBER}"]
    assert linked(bill(seller=party()), bill(f"{NUMBER}B", seller=None, issued=None)) != []


class _Growing:
    """A record that asks again whom something new reaches, who seeks a key of it and weighs, and whom it stirs."""

    def __init__(self) -> None:
        self.documents: dict[bytes, Recorded] = {}
        self.links: dict[bytes, list[Link]] = {}
        self.weighed: set[bytes] = set()

    def find(self, key: str) -> list[Recorded]:
        return [self.documents[id] for id in sorted(self.documents) if key in DUPLICATES.offers(self.documents[id])]

    def add(self, document: Recorded) -> None:
        self.documents[document.id] = document
        keys, beside = set(DUPLICATES.offers(document)), DUPLICATES.beside
        assert beside is not None
        desk = Desk(self.documents.values(), (DUPLICATES,), ())
        reached = set(beside.reaches(document, desk))
        for one in self.documents.values():
            weighs = one.id in self.weighed
            awaited = {*DUPLICATES.seeks(one), *(beside.seeks(one) if weighs else ())}
            stirred = not keys.isdisjoint(awaited) and (weighs or beside.stirs(one, document))
            if one is document or one.id in reached or stirred:
                self.links[one.id] = list(DUPLICATES.links(one, self.find))
                (self.weighed.add if beside.matters(one, desk) else self.weighed.discard)(one.id)
                assert one.id in self.weighed or not self.links[one.id]


_ANY = st.builds(
    lambda number, day, payable, seller, credit: (credit_note if credit else invoice)(
        number, payable=payable, issued=date(2026, 3, day), seller=seller
    ),
    st.sampled_from([NUMBER, "RE/2026/417", "RE-2026-00471", f"{NUMBER}-1", f"{NUMBER}-2", "417", None]),
    st.integers(1, 4),
    st.sampled_from(["417.35", "217.34", "200.01"]),
    st.sampled_from([SELLER, party(SELLER.name), party("Saegewerk Tanhof", vat="DE136695976"), OTHER]),
    st.booleans(),
)


@given(st.lists(_ANY, max_size=6), st.randoms(use_true_random=False))
def test_no_order_of_arrival_changes_a_link(documents: list[Recorded], random: Random) -> None:
    growing, scratch = _Growing(), {one.id: one for one in documents}
    random.shuffle(documents)
    for document in documents:
        growing.add(document)
    found = [link for links in growing.links.values() for link in links]
    assert sorted(found, key=repr) == sorted(linked(*scratch.values()), key=repr)
    assert len({link.source.id for link in found}) == len(found)
    pairs = {(link.source.id, link.target.id) for link in found}
    assert not any((target, source) in pairs for source, target in pairs)
    copies = [link for link in found if not any(reason.startswith("adds up") for reason in link.evidence)]
    assert all(originality(scratch[link.target.id]) < originality(scratch[link.source.id]) for link in copies)
