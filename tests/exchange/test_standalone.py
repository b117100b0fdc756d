"""The standalone verifier and the library give one answer about every dossier, whole or damaged."""

import ast
import json
import random
import subprocess
import sys
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from counterfoil.exchange.proof.attested import ACKNOWLEDGED, CREDITED, DISPUTED, OFFERED, PAID, WITHDRAWN
from counterfoil.log.cosignature import Cosigner
from exchange.attestations import ATTESTED, NAMED, papers_of_another
from exchange.damage import bound, damaged
from exchange.faults import BINDINGS, CHANGES, FORMS, misbound
from exchange.made import NOW, Trade, at_random, early, full, regretted, seed, subject
from exchange.standalone import DAY, FILE, VERIFY, agreed, by_library, by_standalone, trust_table

LINES_MAX = 400
SAMPLE, SHARES, SHARE, HISTORIES = 400, 20, 500, 150
TERMS = ("number", "issued", "due", "currency", "payable", "seller", "buyer")


class Kept(Trade):
    """A trade whose dossier is made once."""

    @cached_property
    def data(self) -> bytes:
        return super().data


def trades() -> tuple[Sequence[Trade], Trade]:
    """Trades to damage, and one of the same companies of which parts are taken."""
    other = Trade()
    other.acknowledged("approved")
    found = [full(), early(), regretted(), other]
    for trade in found:
        trade.__class__ = Kept
    return found[:3], other


def compared(numbers: range) -> set[str | None]:
    whole, other = trades()
    table, reader, seen = trust_table(other), other.reader(), set[str | None]()
    for number in numbers:
        trade = whole[number % len(whole)]
        how, data = damaged(random.Random(number), trade, other)
        found = by_standalone(data, table)
        assert found == by_library(data, reader), (number, how)
        seen.add(found["reason"])
    return seen


def test_both_agree_about_damaged_dossiers() -> None:
    assert len(compared(range(SAMPLE))) > 14


@pytest.mark.soak
@pytest.mark.parametrize("share", range(SHARES))
def test_both_agree_about_ten_thousand_damaged_dossiers(share: int) -> None:
    compared(range(share * SHARE, (share + 1) * SHARE))


def graded_alike(numbers: range) -> set[int]:
    return {agreed((trade := at_random(random.Random(number))).data, trade)["level"] for number in numbers}


def test_both_grade_any_history_alike() -> None:
    assert graded_alike(range(HISTORIES)) == {0, 1, 2, 3, 4, 5}


@pytest.mark.soak
@pytest.mark.parametrize("share", range(SHARES))
def test_both_grade_many_histories_alike(share: int) -> None:
    graded_alike(range(share * SHARE, (share + 1) * SHARE))


@pytest.mark.parametrize("name", CHANGES)
def test_both_name_the_same_fault(name: str) -> None:
    trade = full()
    told = json.loads(trade.data)
    change, expected = CHANGES[name]
    change(told, trade)
    found = agreed(bound(told, trade), trade)
    assert (found["reason"], found["where"]) == expected


@pytest.mark.parametrize("name", FORMS)
def test_both_refuse_another_form(name: str) -> None:
    trade = full()
    told = json.loads(trade.data)
    FORMS[name](told, trade)
    assert agreed(json.dumps(told).encode(), trade)["reason"] == "form"


@pytest.mark.parametrize("name", BINDINGS)
def test_both_refuse_a_presentation_with_a_fault(name: str) -> None:
    trade = full()
    assert agreed(misbound(BINDINGS[name], trade), trade)["reason"] == "binding"


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\xff", b"[" * 1_000_000, b'{"a":1,"a":1}', b" " * 20_000_001])
def test_both_refuse_what_is_no_dossier(data: bytes) -> None:
    assert agreed(data, full())["reason"] == "form"


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"audience": None, "nonce": None},
        {"audience": "another.example"},
        {"nonce": "another"},
        {"now": NOW + 8 * DAY},
        {"now": NOW + 8 * DAY, "age_max": 30 * DAY},
        {"now": NOW - 66},
    ],
)
def test_both_agree_for_every_reader(changes: dict[str, Any]) -> None:
    trade = full()
    agreed(trade.data, trade, **changes)


def test_both_refuse_a_presentation_that_was_begun_after_it_was_made() -> None:
    trade = full()
    begun_later = misbound(lambda issued, held: issued.update(iat=held["iat"] + 1), trade)
    assert agreed(begun_later, trade)["reason"] == "age"


@pytest.mark.parametrize("change", [{"seq": 2}, {"previous": "0" * 64}], ids=["a number twice", "out of line"])
def test_both_refuse_a_chain_that_is_none(change: dict[str, Any]) -> None:
    trade = full()
    last = trade.buyer.chains[subject("invoice")][-1].entry.hex()
    said = {"seq": 5, "previous": last, "of": trade.invoice.entry.hex(), "level": "matched"}
    trade.odd(ACKNOWLEDGED, "invoice", **(said | change))
    assert agreed(trade.data, trade)["reason"] == "chain"


@pytest.mark.parametrize("kind", [DISPUTED, WITHDRAWN])
def test_both_refuse_what_is_about_nothing_and_a_withdrawal_of_anothers_word(kind: str) -> None:
    trade = full()
    trade.says(trade.buyer, kind, "invoice", of="0" * 64 if kind == DISPUTED else trade.invoice.entry.hex())
    assert agreed(trade.data, trade)["reason"] == "chain"


def test_both_refuse_a_first_fact_that_names_one_before_it() -> None:
    trade = full()
    trade.odd(ACKNOWLEDGED, "alone", seq=1, previous="0" * 64, of="0" * 64, level="matched")
    assert agreed(trade.data, trade)["reason"] == "claims"


def test_both_refuse_a_dossier_without_end() -> None:
    trade = full()
    room = 20_000_000 - len(trade.data)
    assert agreed(trade.data + b" " * room, trade)["level"] == 5
    assert agreed(trade.data + b" " * (room + 1), trade)["reason"] == "form"


def test_both_agree_about_papers_of_another_company() -> None:
    trade = papers_of_another()
    assert agreed(trade.data, trade)["level"] == 1


def _withdrawn(trade: Trade) -> None:
    trade.says(trade.seller, WITHDRAWN, "invoice", of=trade.invoice.entry.hex())


def _withdrawal_withdrawn(trade: Trade) -> None:
    said = trade.acknowledged("approved")
    taken_back = trade.says(trade.buyer, WITHDRAWN, "invoice", of=said.entry.hex())
    trade.says(trade.buyer, WITHDRAWN, "invoice", of=taken_back.entry.hex())


def _disputed(trade: Trade) -> None:
    trade.acknowledged("assignment", amount="1190.00", currency="EUR")
    trade.about(trade.buyer, DISPUTED, codes=["not-received"], amount="-1.5", currency="EUR")


def _paid(trade: Trade) -> None:
    trade.about(trade.buyer, PAID, amount="1190.00", currency="EUR", date="2027-01-14")
    trade.about(trade.seller, CREDITED, amount="10", currency="EUR", credit_note="a" * 64)


def _carried(trade: Trade) -> None:
    trade.says(trade.carrier, OFFERED, "order", document="despatch-advice")


def _set_off(trade: Trade) -> None:
    trade.acknowledged("approved", amount="1190.00", currency="EUR", set_off="500.00")
    trade.acknowledged("assignment", assignee=trade.carrier.key.company)
    trade.about(trade.seller, DISPUTED, codes=[], set_off="1", assignee=trade.carrier.key.company)


def _out_of_place(trade: Trade) -> None:
    trade.about(trade.buyer, PAID, amount="1190", valid="yes")


@pytest.mark.parametrize(
    "withheld", [set[str](), {"payable", "lines/1", "number"}, {"refers"}, {"set_off", "assignee"}]
)
@pytest.mark.parametrize(
    "attest", [lambda _: None, _withdrawn, _withdrawal_withdrawn, _disputed, _paid, _carried, _set_off, _out_of_place]
)
def test_both_find_the_same_evidence(attest: Any, withheld: set[str]) -> None:
    trade = Trade()
    attest(trade)
    trade.withheld = withheld
    agreed(trade.data, trade)


@pytest.mark.parametrize(
    "told",
    [
        *({name: odd} for name in TERMS for odd in (None, "", 1, True, ["x"], {"name": "X"}, {"name": 1}, {}) if odd),
        {"seller": {}, "buyer": ""},
    ],
)
def test_both_say_alike_what_it_is_about(told: dict[str, Any]) -> None:
    trade = Trade()
    offer = trade.seller.says(OFFERED, subject("second"), trade.buyer, document="invoice", **told)
    trade.said.append(offer)
    trade.subjects.insert(0, offer.subject)
    found = agreed(trade.data, trade)
    name, value = next(iter(told.items()))
    if found["consistent"]:
        is_party = name in {"seller", "buyer"}
        text = value.get("name") if is_party and isinstance(value, dict) else None if is_party else value
        assert found["about"] == dict.fromkeys(TERMS) | {name: text if isinstance(text, str) else None}
    else:
        assert (found["reason"], found["about"], name in {"payable", "currency"}) == ("claims", None, True)


@pytest.mark.parametrize("attest", [attest for attest, _ in ATTESTED])
def test_both_reach_the_same_level(attest: Any) -> None:
    trade = Trade()
    attest(trade)
    agreed(trade.data, trade)


@pytest.mark.parametrize("withheld", [set[str](), {"refers"}])
@pytest.mark.parametrize("attest", [attest for attest, _ in NAMED])
def test_both_let_the_same_companies_name_papers(attest: Any, withheld: set[str]) -> None:
    trade = Trade(named=())
    attest(trade)
    trade.withheld = withheld
    agreed(trade.data, trade)


@pytest.mark.parametrize("left_out", ["Seller", "Buyer", "Carrier"])
def test_both_know_whom_the_reader_knows(left_out: str) -> None:
    trade = full()
    trade.about(trade.carrier, DISPUTED, codes=["not-received"])
    table, reader = trust_table(trade), trade.reader()
    table["company"] = [one for one in table["company"] if one["name"] != left_out]
    assert reader.trust is not None
    known = {id: one for id, one in reader.trust.companies.items() if one.name != left_out}
    fewer = replace(reader, trust=replace(reader.trust, companies=known))
    assert by_standalone(trade.data, table) == by_library(trade.data, fewer)
    unknown = by_standalone(trade.data, None)
    assert unknown == by_library(trade.data, replace(reader, trust=None))
    assert (unknown["consistent"], unknown["level"], unknown["signers"]) == (True, 0, "unknown")


def test_the_verifier_is_one_short_file_that_needs_little() -> None:
    text = FILE.read_text()
    assert len(text.splitlines()) <= LINES_MAX
    imported = {
        name.partition(".")[0]
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([one.name for one in node.names] if isinstance(node, ast.Import) else [node.module or ""])
    }
    assert imported - set(sys.stdlib_module_names) == {"cryptography"}


def _run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", FILE, *arguments]
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)


def _toml(table: dict[str, Any]) -> str:
    def members(told: dict[str, Any]) -> str:
        return "".join(f"{name} = {json.dumps(value)}\n" for name, value in told.items())

    companies = "".join("[[company]]\n" + members(one) for one in table["company"])
    return companies + "[witnesses]\n" + members(table["witnesses"])


def test_the_command_tells_every_check_and_says_by_its_status_whether_it_is_enough(tmp_path: Path) -> None:
    trade = full()
    dossier, trust, odd = tmp_path / "dossier.json", tmp_path / "trust.toml", tmp_path / "odd.toml"
    dossier.write_bytes(trade.data)
    trust.write_text(_toml(trust_table(trade)))
    odd.write_text("[[company]]\nname = 1\n")
    told = _run(dossier, "--trust", trust, "--now", NOW, "--level", 5, "--json")
    assert (told.returncode, told.stderr) == (0, "")
    assert json.loads(told.stdout)["level"] == 5
    for_people = _run(dossier, "--trust", trust, "--now", NOW, "--level", 5)
    assert for_people.returncode == 0
    lines = for_people.stdout.splitlines()
    assert sum(line.startswith("check ") for line in lines) == len(json.loads(told.stdout)["checks"])
    assert sum(line.startswith("evidence ") for line in lines) == len(json.loads(told.stdout)["evidence"])
    assert next(line for line in lines if line.startswith("number ")).startswith('number "INV-1", issued "2026-12-14"')
    assert lines[-2:] == ["level 5", "consistent true"]
    assert _run(dossier, "--now", NOW, "--level", 1).returncode == 1
    assert _run(dossier, "--now", NOW, "--audience", "another").returncode == 1
    assert _run(dossier, "--level", 6).returncode == 2
    assert _run(tmp_path / "none").returncode == 3
    failed = _run(dossier, "--trust", odd)
    assert failed.returncode == 3
    assert "Traceback" not in failed.stderr


def test_what_the_command_tells_people_is_plain_to_see_and_on_one_line(tmp_path: Path) -> None:
    trade = full()
    odd = 'EUR", "level": "undertaking\x1b[2J\u202e\nlevel 5 äß'
    trade.about(trade.seller, CREDITED, amount="1", currency=odd)
    (tmp_path / "dossier.json").write_bytes(trade.data)
    told = _run(tmp_path / "dossier.json", "--now", NOW).stdout
    assert all(one.isprintable() for line in told.splitlines() for one in line)
    (line,) = [line for line in told.splitlines() if line.startswith('evidence "credited"')]
    assert r'currency "EUR\", \"level\": \"undertaking\u001b[2J\nlevel 5 äß"' in line
    assert told.splitlines().count("level 0") == 1


@pytest.mark.parametrize("whose", ["seller", "buyer"])
def test_nobody_is_a_witness_of_its_own_log(whose: str) -> None:
    trade = full()
    own = Cosigner(name=f"{getattr(trade, whose).signer.name}/witness", seed=seed("a company's own witness"))
    trade.witness = own
    found = by_standalone(trade.data, trust_table(trade, own))
    assert found == by_library(trade.data, trade.reader())
    assert (found["reason"], found["where"]) == ("witnesses", f"logs[{['seller', 'buyer'].index(whose)}]")


def test_a_quorum_of_two_is_asked_for_alike() -> None:
    trade = full()
    second = Cosigner(name="second.example", seed=seed("second"))
    table = trust_table(trade, trade.witness, second, threshold=2)
    assert by_standalone(trade.data, table)["reason"] == "witnesses"
    assert by_standalone(trade.data, trust_table(trade, trade.witness, second))["level"] == 5
    with pytest.raises(ValueError, match="trust file"):
        VERIFY(trade.data, trust_table(trade, threshold=2), now=NOW, audience=None, nonce=None, age_max=DAY)


def test_the_first_subject_is_what_it_is_about() -> None:
    trade = full()
    trade.subjects.reverse()
    assert agreed(trade.data, trade)["where"] == "subjects[0]"
    assert subject("invoice") in trade.subjects
