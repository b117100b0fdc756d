"""Any sequence of steps gives in a database what it gives in dictionaries."""

import tempfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from counterfoil.errors import CounterfoilError
from counterfoil.store import DocumentFilter, Store
from counterfoil.store.open import open_store
from store.made import checkpoint, decision, digest, discrepancy, document, fact, handling, link, short
from store.memory import MemoryStore

numbers = st.integers(0, 9)
ids = st.lists(numbers, max_size=6)
letters = st.sampled_from(["", "a", "A", "Ä", "ß", "x%", "😀"])
maybe = st.none() | letters
amounts = st.none() | st.decimals(-100, 100, places=2) | st.sampled_from([Decimal("1E+30"), Decimal("0.0000001")])
dates = st.none() | st.dates()
documents = st.fixed_dictionaries(
    {
        "document": st.sampled_from(["invoice", "order"]),
        "number": maybe,
        "issuer": maybe,
        "partner": maybe,
        "issued": dates,
        "currency": st.sampled_from([None, "EUR", "USD"]),
        "amount": amounts,
        "valid": st.sampled_from([None, True, False]),
    }
)
days = st.dates(date(2024, 2, 25), date(2024, 3, 5))
filters = st.builds(
    DocumentFilter,
    document=st.sampled_from([None, "invoice"]),
    party=maybe,
    number=maybe,
    since=dates,
    until=dates,
    amount_min=amounts,
    amount_max=amounts,
    currency=st.sampled_from([None, "EUR"]),
    state=st.sampled_from([None, "valid", "invalid", "unchecked", "linked", "unlinked", "discrepant", "forgotten"]),
    untold=st.none() | st.tuples(st.sampled_from(["short-paid", "over-paid"]), days),
)


class Undone(Exception):  # noqa: N818 - it is no error of anything
    pass


MOMENTS = (None, fact(0).recorded)
shelves = st.sampled_from(["a", "b"])
kept_keys = st.binary(max_size=3) | st.sampled_from([b"", b"\xff", b"\xff\xff", b"a\xff", b"a\xffb", b"b"])


class Steps(RuleBasedStateMachine):
    """Each step is done to both; both must answer alike, and refuse alike."""

    setting = "sqlite"

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp())
        self.store = open_store(self.home, self.setting, create=True)
        self.model = MemoryStore()

    def teardown(self) -> None:
        self.store.close()
        rmtree(self.home, ignore_errors=True)

    def both(self, act: Callable[[Store], Any]) -> None:
        """One block in each; a refusal undoes it in both."""
        assert outcome(self.store, act) == outcome(self.model, act)

    @rule(subjects=ids, shift=st.sampled_from([0, 0, 0, 1]))
    def append_facts(self, subjects: list[int], shift: int) -> None:
        start = self.model.size() + shift
        rows = [
            fact(start + at, subject=digest(number), attested=MOMENTS[at % 2]) for at, number in enumerate(subjects)
        ]
        self.both(lambda store: store.append_facts(rows))

    @rule(changes=st.lists(st.tuples(numbers, documents), max_size=4), fact_index=st.integers(0, 4))
    def put_documents(self, changes: list[tuple[int, dict[str, Any]]], fact_index: int) -> None:
        rows = [document(number, **change, fact=fact_index) for number, change in changes]
        self.both(lambda store: store.put_documents(rows))

    @rule(rows=st.lists(st.tuples(st.integers(-2, 2), st.integers(0, 1), numbers), max_size=8))
    def put_keys(self, rows: list[tuple[int, int, int]]) -> None:
        self.both(lambda store: store.put_keys([(key, side, digest(number)) for key, side, number in rows]))

    @rule(
        pairs=st.lists(st.tuples(numbers, numbers), max_size=4),
        state=st.sampled_from(["certain", "proposed", "undone"]),
        name=st.sampled_from([None, b"one id for all!!"]),
    )
    def put_links(self, pairs: list[tuple[int, int]], state: str, name: bytes | None) -> None:
        rows = [link(a, b, state=state) if name is None else link(a, b, id=name) for a, b in pairs]
        self.both(lambda store: store.put_links(rows))

    @rule(pairs=st.lists(st.tuples(numbers, numbers), max_size=4))
    def drop_links(self, pairs: list[tuple[int, int]]) -> None:
        self.both(lambda store: store.drop_links([short(f"{a} to {b}") for a, b in pairs]))

    @rule(on=ids, rows=st.lists(st.tuples(numbers, numbers), max_size=4))
    def replace_discrepancies(self, on: list[int], rows: list[tuple[int, int]]) -> None:
        found = [discrepancy(number, where) for number, where in rows]
        self.both(lambda store: store.replace_discrepancies([digest(number) for number in on], found))

    @rule(
        pairs=st.lists(st.tuples(numbers, numbers), max_size=4),
        confirmed=st.booleans(),
        kind=st.sampled_from(["pays", "bills"]),
        fact_index=st.integers(0, 4),
    )
    def put_decisions(self, pairs: list[tuple[int, int]], confirmed: bool, kind: str, fact_index: int) -> None:
        rows = [decision(a, b, confirmed=confirmed, kind=kind, fact=fact_index) for a, b in pairs]
        self.both(lambda store: store.put_decisions(rows))

    @rule(some=ids, state=st.sampled_from(["open", "accepted"]), owner=maybe, fact_index=st.integers(0, 4))
    def put_handlings(self, some: list[int], state: str, owner: str | None, fact_index: int) -> None:
        rows = [handling(number, state=state, owner=owner, fact=fact_index) for number in some]
        self.both(lambda store: store.put_handlings(rows))

    @rule(shelf=shelves, rows=st.lists(st.tuples(kept_keys, st.binary(max_size=2)), max_size=4))
    def keep(self, shelf: str, rows: list[tuple[bytes, bytes]]) -> None:
        self.both(lambda store: store.keep(shelf, rows))

    @rule(shelf=shelves, keys=st.lists(kept_keys, max_size=4))
    def drop_kept(self, shelf: str, keys: list[bytes]) -> None:
        self.both(lambda store: store.drop_kept(shelf, keys))

    @rule(shelf=shelves, key=kept_keys, after=kept_keys, backwards=st.booleans())
    def ask_kept(self, shelf: str, key: bytes, after: bytes, backwards: bool) -> None:
        self.alike(lambda store: list(store.kept(shelf, key, after=after, backwards=backwards)))
        self.alike(lambda store: store.kept_at(shelf, key))

    @rule(indexes=ids, kept=st.none() | st.binary(min_size=1, max_size=4))
    def forget_facts(self, indexes: list[int], kept: bytes | None) -> None:
        def act(store: Store) -> None:
            if kept is None:
                store.forget_facts(indexes)
                return
            for index in indexes:
                store.reduce_fact(index, b"{}", kept)

        self.both(act)

    @rule(changes=st.lists(st.tuples(numbers, documents), max_size=4), fact_index=st.integers(0, 4))
    def change_documents(self, changes: list[tuple[int, dict[str, Any]]], fact_index: int) -> None:
        rows = [document(no, **change, role="forgotten", forgotten=fact_index) for no, change in changes]

        def act(store: Store) -> None:
            store.change_documents(rows)
            store.forget_names()

        self.both(act)

    @rule(pairs=st.lists(st.tuples(numbers, numbers), max_size=4), some=ids)
    def drop_what_people_said(self, pairs: list[tuple[int, int]], some: list[int]) -> None:
        def act(store: Store) -> None:
            store.drop_decisions([short(f"{a} to {b}") for a, b in pairs])
            store.drop_handlings([short(f"discrepancy {number}") for number in some])

        self.both(act)

    @rule()
    def scrub(self) -> None:
        assert self.store.scrub() == self.model.scrub()

    @rule(number=numbers)
    def remove_original(self, number: int) -> None:
        for store in (self.store, self.model):
            store.remove_original(sha256(bytes([number])).digest())

    @rule(size=numbers)
    def put_checkpoint(self, size: int) -> None:
        self.both(lambda store: store.put_checkpoint(checkpoint(size)))

    @rule(size=numbers)
    def ask_checkpoint(self, size: int) -> None:
        self.alike(lambda store: store.checkpoint_at(size))

    @rule(number=numbers, at=numbers)
    def undo(self, number: int, at: int) -> None:
        def act(store: Store) -> None:
            store.append_facts([fact(store.size(), subject=digest(at))])
            store.put_documents([document(number, fact=0)])
            raise Undone

        self.both(act)

    @rule(data=st.binary(max_size=3))
    def put_original(self, data: bytes) -> None:
        for store in (self.store, self.model):
            store.put_original(sha256(data).digest(), data)

    @rule()
    def start_sync_of_originals(self) -> None:
        for store in (self.store, self.model):
            store.start_sync_of_originals()

    @rule()
    def sync_originals(self) -> None:
        for store in (self.store, self.model):
            store.sync_originals()

    @rule()
    def open_again(self) -> None:
        self.store.sync_originals()
        self.model.sync_originals()
        self.store.close()
        self.store = open_store(self.home, self.setting)

    @rule(only=filters, limit=st.none() | numbers, offset=numbers)
    def list_some(self, only: DocumentFilter, limit: int | None, offset: int) -> None:
        self.alike(lambda store: list(store.documents(only, limit, offset)))

    @rule(some=ids, keys=st.lists(st.integers(-3, 3), max_size=5), limit=st.integers(0, 4))
    def ask(self, some: list[int], keys: list[int], limit: int) -> None:
        asked = [digest(number) for number in some]
        self.alike(lambda store: store.known(asked))
        self.alike(lambda store: store.documents_by_id(asked))
        self.alike(lambda store: store.summaries(asked))
        self.alike(lambda store: store.recorded(asked))
        self.alike(lambda store: store.offering(keys, limit))
        self.alike(lambda store: store.amounts(keys, limit))
        self.alike(lambda store: store.seeking(keys))
        self.alike(lambda store: store.seekers(keys))
        self.alike(lambda store: store.links_from(asked))
        self.alike(lambda store: store.links_to(asked))
        self.alike(lambda store: list(store.discrepancies(asked)))
        self.alike(lambda store: store.decisions(asked))
        self.alike(lambda store: store.decisions(asked, "pays"))
        self.alike(lambda store: store.handlings([short(f"discrepancy {number}") for number in some]))

    @rule(day=days)
    def count_some(self, day: date) -> None:
        self.alike(lambda store: store.discrepancies_after("short-paid", day))

    @rule(number=numbers, digits=st.integers(0, 5))
    def ask_one(self, number: int, digits: int) -> None:
        self.alike(lambda store: store.resolve(digest(number).hex()[:digits]))
        self.alike(lambda store: store.resolve("", "link"))
        self.alike(lambda store: store.facts_of(digest(number)))
        self.alike(lambda store: store.documents_in(digest(f"original {number}")))

    @invariant()
    def all_is_alike(self) -> None:
        self.alike(lambda store: store.counts())
        self.alike(lambda store: store.count_in_role("buyer", ["invoice", "order"]))
        self.alike(lambda store: list(store.facts()))
        self.alike(lambda store: list(store.facts_of_kinds("document.received/1")))
        self.alike(lambda store: list(store.documents()))
        self.alike(lambda store: list(store.keys()))
        self.alike(lambda store: list(store.links()))
        self.alike(lambda store: list(store.discrepancies()))
        self.alike(lambda store: store.decisions())
        self.alike(lambda store: store.decisions(kind="bills"))
        self.alike(lambda store: store.handlings())
        self.alike(lambda store: store.is_scrubbed())
        self.alike(lambda store: [list(store.kept(shelf)) for shelf in ("a", "b")])
        self.alike(lambda store: list(store.checkpoints()))
        self.alike(lambda store: store.last_checkpoint())
        self.alike(lambda store: store.entries(0, 99))
        self.alike(lambda store: list(store.originals()))

    def alike(self, ask: Callable[[Store], Any]) -> None:
        assert said(ask(self.store)) == said(ask(self.model))


def outcome(store: Store, act: Callable[[Store], Any]) -> str:
    try:
        with store.writing():
            act(store)
    except CounterfoilError:
        return "refused"
    except Undone:
        return "undone"
    return "done"


def said(answer: Any) -> str:
    """An answer in words, which tell 1.0 from 1.00."""
    if isinstance(answer, dict):
        return repr(sorted(answer.items(), key=lambda item: item[0]))
    return repr(sorted(answer) if isinstance(answer, set) else answer)


SqliteSteps = Steps.TestCase
SqliteSteps.settings = settings(stateful_step_count=25)


@pytest.fixture
def postgres_steps(postgres: str) -> type[Steps]:
    class PostgresSteps(Steps):
        setting = postgres

    return PostgresSteps


def test_postgres_answers_alike(postgres_steps: type[Steps]) -> None:
    run_state_machine_as_test(postgres_steps, settings=settings(stateful_step_count=25, max_examples=15))


@pytest.mark.soak
def test_postgres_answers_alike_for_long(postgres_steps: type[Steps]) -> None:
    run_state_machine_as_test(postgres_steps, settings=settings(stateful_step_count=25, max_examples=1000))
