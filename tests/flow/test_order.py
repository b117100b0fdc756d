"""Whatever documents come, in whatever order and batches: links and discrepancies are those of judging all at once."""

import hashlib
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from demo_world import MAKER, RETAILER, SALES_1, day, shipped, shipped_xml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from papers import Line, credit_note, despatch, invoice, order, receipt
from papers_bank import Entry, camt
from papers_cii import cii

from counterfoil.flow.decisions import links_decided
from counterfoil.flow.home import Home, open_home
from counterfoil.flow.link_rows import discrepancy_row, link_claims, link_of_decision, link_row
from counterfoil.flow.prepare import Intake, Options, Prepared, prepare
from counterfoil.flow.record import Recorder
from counterfoil.flow.recorded import recorded_from
from counterfoil.flow.verify import verify_home
from counterfoil.matching import FILINGS, INFERENCES, MATCHERS, Context, Desk, discrepancies_of
from counterfoil.model.link import Link
from counterfoil.model.summary import (
    EventSummary,
    PartySummary,
    Recorded,
    Reference,
    StatementLine,
    StatementSummary,
    Summary,
    TradeLine,
    TradeSummary,
)
from counterfoil.model.values import Identifier
from trades import BUYER, DAY, SELLER, Clock, made_home

TODAY = Options(on=date(2026, 3, 3))
KINDS = {
    "order": "PO",
    "order-response": "OR",
    "order-change": "OC",
    "order-cancellation": "OX",
    "despatch-advice": "DA",
    "receipt-advice": "RA",
    "invoice": "INV",
    "credit-note": "CN",
    "invoice-response": "IR",
    "open-item": "INV",
}
NAMES = {
    "order-response": ("order",),
    "order-change": ("order",),
    "order-cancellation": ("order",),
    "despatch-advice": ("order",),
    "receipt-advice": ("despatch-advice", "despatch-advice", "order"),
    "invoice": ("order", "order", "order", "despatch-advice", "receipt-advice", "invoice"),
    "credit-note": ("invoice", "invoice", "order"),
    "invoice-response": ("invoice", "credit-note"),
}
WEIGHTS = (
    *("order",) * 3,
    *("despatch-advice",) * 4,
    *("receipt-advice",) * 5,
    *("invoice",) * 8,
    *("credit-note",) * 5,
    *("statement",) * 4,
    *("event",) * 2,
    *("order-response", "order-change", "order-cancellation", "invoice-response", "open-item"),
)


# --- Worlds of summaries: everything may name everything, few numbers, so that they meet ------------------------------


def world(seed: int, size: int) -> list[Intake]:
    """Documents that name one another at random; numbers mostly stand once."""
    chance = random.Random(seed)
    kinds = [chance.choice(WEIGHTS) for _ in range(size)]
    made = _World(chance, {kind: max(1, kinds.count(kind)) for kind in KINDS})
    return [_intake(place, made.summary(kind)) for place, kind in enumerate(kinds)]


def _intake(place: int, summary: Summary) -> Intake:
    original = f"{place} ".encode() + msgspec.json.encode(summary)
    digest = hashlib.sha256(original).digest()
    prepared = Prepared(
        file=f"{place}.xml",
        original=digest,
        id=digest,
        document=summary.document,
        format="ubl-invoice",
        summary=summary,
    )
    return Intake(prepared=prepared, original=original)


def _party(name: str) -> PartySummary:
    return PartySummary(name=name, identifiers=(Identifier(value=f"DE{name}", scheme="VAT"),))


def _us() -> PartySummary:
    return PartySummary(name=BUYER.name, identifiers=(Identifier(value=BUYER.vat, scheme="VAT"),))


class _World:
    """Makes documents; `counts` is how many of each kind there will be."""

    def __init__(self, chance: random.Random, counts: dict[str, int]) -> None:
        self._chance, self._counts, self._again = chance, counts, chance.choice([0.05, 0.35])
        self._given: dict[str, int] = dict.fromkeys(counts, 0)

    def _next(self, kind: str) -> str:
        """A number not given yet, or sometimes one that was."""
        if self._given[kind] and self._chance.random() < self._again:
            return self._number(kind)
        self._given[kind] += 1
        return f"{KINDS[kind]}{self._given[kind]}"

    def summary(self, kind: str) -> Summary:
        if kind == "statement":
            return self._statement()
        if kind == "event":
            named = tuple(
                self._reference(one) for one in ("order", "despatch-advice", "invoice") if self._chance.random() < 0.6
            )
            return EventSummary(event_type="ObjectEvent", step="shipping", references=named)
        sells = self._chance.random() < 0.05
        partner = _party("Sued" if self._chance.random() < 0.05 else "Nord")
        lines = self._lines(NAMES.get(kind, ()))
        net = sum((line.amount for line in lines if line.amount is not None), Decimal(0))
        return TradeSummary(
            document=kind,
            number=self._next(kind),
            issued=self._chance.choice([None, DAY, DAY + timedelta(days=1), DAY + timedelta(days=2)]),
            type_code="384" if kind == "invoice" and self._chance.random() < 0.08 else None,
            currency="EUR",
            seller=_us() if sells else partner,
            buyer=partner if sells else _us(),
            net=net,
            total=net,
            payable=net + (self._chance.random() < 0.1),
            references=tuple(self._reference(one) for one in NAMES.get(kind, ()) if self._chance.random() < 0.15),
            lines=lines,
        )

    def _number(self, kind: str) -> str:
        return f"{KINDS[kind]}{self._chance.randint(1, self._counts[kind])}"

    def _reference(self, kind: str) -> Reference:
        return Reference(document=kind, number=self._number(kind))

    def _lines(self, names: Sequence[str]) -> tuple[TradeLine, ...]:
        """Lines that mostly name the same lines of one other document."""
        named = self._reference(self._chance.choice(names)) if names else None
        lines = []
        for place in range(1, self._chance.randint(1, 2) + 1):
            quantity = Decimal(self._chance.randint(1, 9))
            other = self._reference(self._chance.choice(names)) if names and self._chance.random() < 0.1 else named
            line = str(place) if self._chance.random() < 0.95 else None
            lines.append(
                TradeLine(
                    id=str(place),
                    quantity=quantity,
                    unit="C62" if self._chance.random() < 0.98 else "KGM",
                    price=Decimal(2),
                    amount=quantity * 2,
                    references=(msgspec.structs.replace(other, line=line),) if other is not None else (),
                )
            )
        return tuple(lines)

    def _statement(self) -> StatementSummary:
        lines = []
        for place in range(1, self._chance.randint(1, 3) + 1):
            kinds = (
                ["invoice"]
                if self._chance.random() < 0.7
                else ["invoice", self._chance.choice(["invoice", "credit-note"])]
            )
            named = tuple(self._reference(kind) for kind in kinds)
            lines.append(
                StatementLine(
                    position=str(place),
                    amount=Decimal(self._chance.randint(-30, 3)),
                    currency="EUR",
                    booked=DAY + timedelta(days=self._chance.randint(0, 9)),
                    status="BOOK",
                    entry_reference=self._chance.choice([None, "A", "B"]),
                    references=named if self._chance.random() < 0.7 else (),
                    remittance=(" ".join(one.number for one in named),),
                )
            )
        number = f"S{self._chance.randint(1, 9)}"
        return StatementSummary(number=number, issued=DAY, account="DE1", currency="EUR", lines=tuple(lines))


# --- The oracle: all documents, all links, all judged, in memory and without a store ----------------------------------


def recorded(home: Home) -> dict[bytes, Recorded]:
    """All documents of a home, as linking sees them."""
    ids = [row.id for row in home.store.documents()]
    return {one: recorded_from(one, claims) for one, claims in home.store.summaries(ids).items()}


def on_a_desk(home: Home) -> Desk:
    """All documents of a home and all that people decided, in memory."""
    decisions = [(link_of_decision(row), row.confirmed) for row in home.store.decisions()]
    return Desk(recorded(home).values(), MATCHERS, INFERENCES, decisions, FILINGS)


def whole_context(documents: dict[bytes, Recorded], links: Sequence[Link], home: Home, desk: Desk) -> Context:
    """Everything that there is, as the neighbourhood of every invoice."""
    outgoing: dict[bytes, list[Link]] = defaultdict(list)
    incoming: dict[bytes, list[Link]] = defaultdict(list)
    for _, link in sorted((link_row(link, home.settings.certain_from, 0).id, link) for link in links):
        outgoing[link.source.id].append(link)
        incoming[link.target.id].append(link)
    return Context(
        documents=documents,
        links_from={one: tuple(each) for one, each in outgoing.items()},
        links_to={one: tuple(each) for one, each in incoming.items()},
        shelf=desk,
        certain_from=home.settings.certain_from,
        tolerances=home.settings.tolerances,
    )


def assert_as_from_scratch(home: Home) -> None:
    """What is stored is what judging all documents at once says."""
    documents, desk = recorded(home), on_a_desk(home)
    links = desk.link_all()
    expected = sorted(str(link_claims(link_row(link, home.settings.certain_from, 0))) for link in links)
    assert sorted(str(link_claims(row)) for row in home.store.links()) == expected
    context = whole_context(documents, links, home, desk)
    found = [discrepancy_row(each) for one in documents.values() for each in discrepancies_of(one, context)]
    assert sorted(map(str, home.store.discrepancies())) == sorted(map(str, found))


def batches(intakes: Sequence[Intake], chance: random.Random) -> Iterator[list[Intake]]:
    at = 0
    while at < len(intakes):
        size = chance.choice([1, 1, 2, 3, 7])
        yield list(intakes[at : at + size])
        at += size


def play(home: Home, intakes: Sequence[Intake], seed: int) -> None:
    """Add them shuffled and in batches of any size, some of them twice; look after each batch."""
    chance = random.Random(seed)
    shuffled = [*intakes, *chance.sample(list(intakes), len(intakes) // 5)]
    chance.shuffle(shuffled)
    recorder = Recorder(home)
    for batch in batches(shuffled, chance):
        list(recorder.add(batch))
        assert_as_from_scratch(home)
        if chance.random() < 0.2 and (ids := [row.id for row in home.store.links()]):
            chosen = chance.sample(ids, min(len(ids), 2))
            recorder.decide(links_decided(home.store, chosen, "Ada", None, confirmed=chance.random() < 0.5))
            assert_as_from_scratch(home)
    assert verify_home(home).damages == ()


def _play_world(folder: Path, seed: int, size: int) -> None:
    with open_home(made_home(folder / "home"), Clock()) as home:
        play(home, world(seed, size), seed)


@settings(max_examples=12)
@example(seed=523, size=60).via("an entry that had set a credit note off no longer does, and another can take it")
@given(seed=st.integers(0, 2**32), size=st.integers(5, 40))
def test_any_documents_in_any_order(tmp_path_factory: pytest.TempPathFactory, seed: int, size: int) -> None:
    _play_world(tmp_path_factory.mktemp("world"), seed, size)


@pytest.mark.soak
@settings(max_examples=1000)
@given(seed=st.integers(0, 2**32), size=st.integers(5, 60))
def test_many_documents_in_any_order(tmp_path_factory: pytest.TempPathFactory, seed: int, size: int) -> None:
    _play_world(tmp_path_factory.mktemp("world"), seed, size)


# --- Stories in which a document changes what is said of one that it is not linked to ---------------------------------


def _trade(kind: str, number: str, names: str | None = None, quantity: int = 5, again: int = 0) -> Intake:
    """A document of one line, which names line 1 of an earlier document."""
    named = next((one for one, prefix in KINDS.items() if names is not None and names.startswith(prefix)), None)
    line = TradeLine(
        id="1",
        quantity=Decimal(quantity),
        unit="C62",
        price=Decimal(2),
        amount=Decimal(quantity * 2),
        references=(Reference(document=named, number=names, line="1"),) if named and names else (),
    )
    summary = TradeSummary(
        document=kind,
        number=number,
        issued=DAY + timedelta(days=again),
        currency="EUR",
        seller=_party("Nord"),
        buyer=_us(),
        payable=Decimal(quantity * 2),
        lines=(line,),
    )
    return _intake(again, summary)


def _with(intake: Intake, **changes: object) -> Intake:
    summary = intake.prepared.summary
    assert summary is not None
    return _intake(0, msgspec.structs.replace(summary, **changes))


def _paid(number: str, amount: str, of: str) -> Intake:
    line = StatementLine(
        position="1",
        amount=Decimal(amount),
        currency="EUR",
        booked=DAY,
        status="BOOK",
        entry_reference=number,
        references=(Reference(document="invoice", number=of),),
    )
    return _intake(0, StatementSummary(number=number, issued=DAY, account="DE1", currency="EUR", lines=(line,)))


CREDITED_TWICE = (
    _trade("invoice", "INV1", quantity=50),
    _trade("credit-note", "CN1", "INV2", quantity=10),
    _trade("credit-note", "CN1", "INV1", quantity=10, again=1),
    _paid("S1", "-40", "INV1"),
)
BILLED_TWICE_CREDITED_TWICE = (
    _trade("order", "PO1", quantity=9),
    _trade("receipt-advice", "RA1", "PO1", quantity=6),
    _trade("invoice", "INV1", "PO1", quantity=5),
    _trade("credit-note", "CN1", "INV3", quantity=2),
    _trade("credit-note", "CN1", "INV1", quantity=2, again=1),
    _trade("invoice", "INV2", "PO1", quantity=4, again=2),
)
RECEIVED_OF_TWO_DESPATCHES = (
    _trade("order", "PO1", quantity=9),
    _trade("despatch-advice", "DA1", "PO1", quantity=9),
    _trade("order", "PO2", quantity=9),
    _trade("despatch-advice", "DA2", "PO2", quantity=9),
    _with(
        _trade("receipt-advice", "RA1"),
        lines=tuple(
            TradeLine(
                id=str(place),
                quantity=Decimal(3),
                unit="C62",
                references=(Reference(document="despatch-advice", number=f"DA{place}", line=line),),
            )
            for place, line in ((1, "1"), (2, "9"))
        ),
    ),
    _trade("invoice", "INV1", "PO1", quantity=5),
    _trade("invoice", "INV2", "PO2", quantity=5),
)
CORRECTED_BEFORE = (
    _trade("order", "PO1", quantity=9),
    _trade("receipt-advice", "RA1", "PO1", quantity=6),
    _trade("invoice", "INV1", "PO1", quantity=5),
    _with(
        _trade("invoice", "INV3"),
        type_code="384",
        references=(Reference(document="invoice", number="INV1"),),
    ),
    _trade("invoice", "INV2", "PO1", quantity=4, again=2),
)


def _moved(number: str, amount: str, text: str, days: int) -> Intake:
    """A movement with the seller."""
    line = StatementLine(
        position="1",
        amount=Decimal(amount),
        currency="EUR",
        booked=DAY + timedelta(days=days),
        status="BOOK",
        remittance=(text,),
        counterparty=_party("Nord"),
    )
    return _intake(days, StatementSummary(number=number, issued=DAY, account="DE1", currency="EUR", lines=(line,)))


PAID_TOO_MUCH_AND_GIVEN_BACK = (
    _trade("invoice", "INV2026001", quantity=50),
    _moved("S1", "-140", "INV2026001", 9),
    _moved("S2", "40", "Rückzahlung", 20),
    _moved("S3", "40", "Rückzahlung", 25),
)
PAID_AGAIN_UNDER_A_MANGLED_NUMBER = (
    _trade("invoice", "INV2026001", quantity=50),
    _moved("S1", "-100", "INV2026001", 9),
    _moved("S2", "-100", "Rechnung2026001", 20),
    _moved("S3", "-100", "NV2O26001", 25),
)


@pytest.mark.parametrize(
    "story",
    [
        CREDITED_TWICE,
        BILLED_TWICE_CREDITED_TWICE,
        RECEIVED_OF_TWO_DESPATCHES,
        CORRECTED_BEFORE,
        PAID_TOO_MUCH_AND_GIVEN_BACK,
        PAID_AGAIN_UNDER_A_MANGLED_NUMBER,
    ],
)
def test_every_order_of_a_story_ends_the_same(tmp_path: Path, story: tuple[Intake, ...]) -> None:
    chance = random.Random(1)
    for round_ in range(12):
        shuffled = chance.sample(story, len(story))
        with open_home(made_home(tmp_path / str(round_)), Clock()) as home:
            for intake in shuffled:
                list(Recorder(home).add([intake]))
                assert_as_from_scratch(home)


@pytest.mark.parametrize(
    ("story", "paid"),
    [(PAID_TOO_MUCH_AND_GIVEN_BACK, [-40, -40, 140]), (PAID_AGAIN_UNDER_A_MANGLED_NUMBER, [0, 0, 100])],
)
def test_what_the_stories_of_payments_end_in(home: Home, story: tuple[Intake, ...], paid: list[int]) -> None:
    list(Recorder(home).add(story))
    assert sorted(Decimal(row.amount or 0) for row in home.store.links()) == paid
    assert [Decimal(row.amount or 0) for row in home.store.links() if row.state == "certain"] == paid[-1:]


def _came(number: str, amount: str, name: str, account: str, days: int) -> Intake:
    """Money without a word, from somebody."""
    line = StatementLine(
        position="1",
        amount=Decimal(amount),
        currency="EUR",
        booked=DAY + timedelta(days=days),
        status="BOOK",
        counterparty=PartySummary(name=name, accounts=(account,)),
    )
    statement = StatementSummary(number=number, issued=DAY, account="DE1", currency="EUR", lines=(line,))
    return _intake(days, statement)


@pytest.mark.parametrize("account", ["DE02100500000054540402", "DE02120300000000202051"])
def test_who_was_said_to_pay_for_another_is_so_only_as_long_as_a_person_says_it(home: Home, account: str) -> None:
    """By account or by name, whatever came before the decision and after it."""
    bills = [_with(_trade("invoice", f"INV{n}", quantity=n), total=Decimal(2 * n)) for n in (371, 477, 593)]
    first = _came("S1", "-742", "Zentralkasse Nord", "DE02100500000054540402", 20)
    others = [
        _came("S2", "-954", "Zentralkasse Nord", account, 21),
        _came("S3", "-1186", "Zentralkasse Nord", account, 22),
    ]
    list(Recorder(home).add([*bills, first, others[0]]))
    (link,) = (row for row in home.store.links() if row.source == first.prepared.id)

    def sure() -> int:
        assert_as_from_scratch(home)
        return sum(row.state == "certain" for row in home.store.links() if row.kind == "pays")

    assert sure() == 0
    Recorder(home).decide(links_decided(home.store, [link.id], "Ada", None, confirmed=True))
    assert sure() == 1
    list(Recorder(home).add(others[1:]))
    assert sure() == 2
    Recorder(home).decide(links_decided(home.store, [link.id], "Ada", None, confirmed=False))
    assert sure() == 0


# --- Real documents ---------------------------------------------------------------------------------------------------


def papers() -> dict[str, bytes]:
    """Trades in all formats: events, an invoice twice (UBL, CII), several invoices and receipts on one order."""
    lines = tuple(Line(str(n), f"Board {n}", "10", "4.50", "C62", f"B-{n}") for n in (1, 2))
    billed = tuple(replace(line, quantity="6", order_line=line.id) for line in lines)
    part = tuple(replace(line, quantity="5") for line in lines)
    found: dict[str, bytes] = {}
    for n in (1, 2):
        found |= {
            f"{n}-order": order(f"PO-{n}", DAY, BUYER, SELLER, lines),
            f"{n}-despatch": despatch(f"DA-{n}", DAY, f"PO-{n}", BUYER, SELLER, lines),
            f"{n}-receipt": receipt(f"RA-{n}", DAY, f"DA-{n}", BUYER, SELLER, part),
            f"{n}-receipt2": receipt(f"RB-{n}", DAY, f"DA-{n}", BUYER, SELLER, part[:1]),
            f"{n}-invoice": invoice(f"INV-{n}", DAY, DAY, BUYER, SELLER, billed, f"PO-{n}"),
            f"{n}-second": invoice(f"INV-{n}b", day(3), day(9), BUYER, SELLER, billed, f"PO-{n}"),
            f"{n}-again": cii(f"INV-{n}", DAY, DAY, BUYER, SELLER, billed, f"PO-{n}"),
            f"{n}-credit": credit_note(f"CN-{n}", DAY, BUYER, SELLER, billed[:1], f"INV-{n}"),
        }
    both = Entry("-90.00", day(9), SELLER, "Rechnungen INV-1 und INV-2")
    found["bank"] = camt("S-1", BUYER, day(9), "1000.00", (both, Entry("-64.26", day(9), SELLER, "INV-1b")))
    found["sold"] = order("PO-9", DAY, RETAILER, MAKER, SALES_1)
    found["left"] = despatch("LS-9", DAY, "PO-9", RETAILER, MAKER, SALES_1)
    found["event"] = shipped(9, "PO-9", "LS-9", SALES_1, 4)
    found["event-xml"] = shipped_xml(8, "PO-9", "LS-9", 4)
    return found


def real() -> list[Intake]:
    return [
        Intake(prepared=one, original=data) for name, data in papers().items() for one in prepare(name, data, TODAY)
    ]


def test_real_documents_tell_of_all_kinds_of_links(home: Home) -> None:
    list(Recorder(home).add(real()))
    assert_as_from_scratch(home)
    kinds = {row.kind for row in home.store.links()}
    assert kinds == {"bills", "credits", "observes", "pays", "receives", "repeats", "ships"}
    assert {row.code for row in home.store.discrepancies()} >= {"duplicate-invoice", "quantity-over-received"}


@settings(max_examples=4)
@given(seed=st.integers(0, 2**32))
def test_real_documents_in_any_order(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    intakes = real()
    assert [one.prepared.error for one in intakes if one.prepared.error] == []
    with open_home(made_home(tmp_path_factory.mktemp("real") / "home"), Clock()) as home:
        play(home, intakes, seed)
