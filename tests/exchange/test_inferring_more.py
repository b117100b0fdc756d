"""What can be inferred from texts, from what people say about a paper, percentages, days, originals and ids."""

from typing import Any

import pytest

from counterfoil.exchange.presenting.choosing import choose, parse_choice
from counterfoil.exchange.presenting.inferring import Inference, infer
from counterfoil.exchange.proof.attested import ACKNOWLEDGED, CREDITED, DISPUTED, PAID
from exchange.papers import INVOICE, ORDER, PAYEE, Papers, alone, inferred, of_invoice, trade

IBAN = "DE89 3704 0044 0532 0130 00"

# --- Texts --------------------------------------------------------------------------------------------------------

TEXTS = [
    ("number", ["-number", "payment_reference"], {}),
    ("number", ["-number", "notes"], {"notes": ["To invoice re-2027-0815, as agreed."]}),
    ("payee", ["notes"], {"notes": ["Please pay to  Factoring  Elbe AG."]}),
    ("payee", ["notes"], {"notes": [f"IBAN {IBAN}."]}),
    ("payee", ["payment_terms"], {"payment_terms": "pay to DE89370400440532013000"}),
    ("payee", ["seller"], {"seller": {"name": "Nordlicht", "accounts": PAYEE["accounts"]}}),
    ("deliver_to", ["notes"], {"notes": ["Deliver to Havenweg 12"]}),
    ("payable", ["-total", "-payable", "-amount", "notes"], {"notes": ["Sum: 1.190,00 EUR"]}),
    ("payable", ["-total", "-payable", "-amount", "notes"], {"notes": ["Sum: 1 190.00"]}),
    ("payable", ["-total", "-payable", "-amount", "notes"], {"notes": ["EUR 1190"]}),
    ("lines/1", ["notes"], {"notes": ["with CHAIR of model 1"]}),
    ("lines/1", ["notes"], {"notes": ["600,00 for chairs"]}),
    ("due", ["-due", "notes"], {"notes": ["due on 9.2.2027"]}),
    ("due", ["-due", "notes"], {"notes": ["by 2027-02-09"]}),
    ("due", ["-due", "notes"], {"notes": ["by 02/09/27"]}),
    ("payment_reference", ["notes"], {"notes": ["quote RE-2027-0815 / 10023"]}),
    ("references", ["-references", "-order:number", "notes"], {"notes": ["your order PO-4711"]}),
]


@pytest.mark.parametrize(("path", "names", "changes"), TEXTS)
def test_texts_tell_what_is_withheld(path: str, names: list[str], changes: dict[str, Any]) -> None:
    assert path in of_invoice(trade(**changes), *names)
    assert path not in of_invoice(trade(**changes), *names, "-notes", "-payment_terms", "-payment_reference", "-seller")


UNTOLD = [
    ({"notes": ["model 1"]}, "lines/1"),
    ({"notes": ["11.190,00"]}, "payable"),
    ({"notes": ["1190,001"]}, "payable"),
    ({"notes": ["RE-2027-08155"]}, "number"),
    ({"notes": ["2027-02-091"]}, "due"),
    ({"notes": ["Elbe"]}, "payee"),
    ({"due": "soon", "notes": ["soon"]}, "due"),
    ({"due": "2027-02-30", "notes": ["2027-02-30"]}, "due"),
]


@pytest.mark.parametrize(("changes", "path"), UNTOLD)
def test_likenesses_tell_nothing(changes: dict[str, Any], path: str) -> None:
    names = ["-total", "-payable", "-amount", "-number", "-due", "-references", "notes"]
    assert path not in of_invoice(trade(**changes), *names)


def test_a_number_shows_where_others_refer_to_it() -> None:
    found = inferred(trade(), "-number")
    assert found.keys() == {("order", "number")}
    assert "references of receipt-advice WE-77" in found["order", "number"]


def test_findings_tell_what_they_found() -> None:
    papers = alone()
    findings = [{"rule": "BR-CO-10", "severity": "fatal", "found": "1000.00", "message": "It is 1000.00"}]
    papers.about(
        papers.seller, "exchange.checked/1", papers.facts[0], valid=False, rulebooks=["en16931"], findings=findings
    )
    assert of_invoice(papers) == {}
    assert "findings/1 of check of invoice" in of_invoice(papers, "findings")["net"]


# --- What is said -------------------------------------------------------------------------------------------------

SAID = [
    (ACKNOWLEDGED, {"level": "matched", "amount": "1000.00"}, "190.00"),
    (PAID, {"amount": "1000.00"}, "190.00"),
    (None, {}, "1190.00"),
]


@pytest.mark.parametrize(("kind", "claims", "disputed"), SAID)
def test_what_is_disputed_and_what_is_not_is_what_was_payable(
    kind: str | None, claims: dict[str, str], disputed: str
) -> None:
    papers = alone()
    (invoice,) = papers.facts
    if kind:
        papers.about(papers.buyer, kind, invoice, **claims)
    papers.about(papers.buyer, DISPUTED, invoice, amount=disputed, codes=["not-received"])
    assert of_invoice(papers, "-payable", "-total").keys() == {"payable", "total"}
    assert of_invoice(papers, "-payable", "-total", "-disputed:amount") == {}


def test_what_is_accepted_disputed_and_credited_adds_up() -> None:
    papers = alone()
    (invoice,) = papers.facts
    papers.about(papers.seller, CREDITED, invoice, amount="100.00")
    papers.about(papers.buyer, DISPUTED, invoice, amount="90.00", codes=["not-received"])
    papers.about(papers.buyer, ACKNOWLEDGED, invoice, level="matched", amount="1000.00")
    assert of_invoice(papers, "-payable", "-total").keys() == {"payable", "total"}


# --- Percentages --------------------------------------------------------------------------------------------------

PERCENTAGES: list[tuple[str, dict[str, Any], list[str], set[str]]] = [
    ("incl. 19 % MwSt", {}, [], {"net", "tax"}),
    ("19.00 percent VAT", {}, ["-payable", "-total", "net"], {"tax", "total", "payable"}),
    ("20 % paid before", {"paid": "238.00", "payable": "952.00"}, ["-total", "-payable"], {"total", "payable"}),
    ("7 % off", {"allowances": "0.00", "paid": "0.00"}, ["paid"], set()),
]


@pytest.mark.parametrize(("text", "changes", "names", "paths"), PERCENTAGES)
def test_a_percentage_of_a_total_leads_to_it(
    text: str, changes: dict[str, Any], names: list[str], paths: set[str]
) -> None:
    papers = alone(notes=[text], **changes)
    assert of_invoice(papers, *names, "notes").keys() == paths
    assert of_invoice(papers, *names) == {}


def test_what_is_kept_back_is_a_percentage_of_what_is_payable() -> None:
    papers = alone(notes=["10 % are kept back"])
    (invoice,) = papers.facts
    papers.about(papers.buyer, ACKNOWLEDGED, invoice, level="approved", amount="1071.00", set_off="119.00")
    for withheld in ("-set_off", "-amount"):
        assert of_invoice(papers, "notes", "-payable", "-total", withheld).keys() == {"payable", "total"}
        assert of_invoice(papers, "-payable", "-total", withheld) == {}


# --- Days ---------------------------------------------------------------------------------------------------------

DUE: list[tuple[str, dict[str, str], list[str]]] = [
    ("30 jours fin de mois", {"due": "2027-02-28"}, []),
    ("45 gg. d.f.f.m.", {"issued": "2027-01-31", "due": "2027-03-17"}, []),
    ("30 days after delivery", {"delivered": "2027-01-05", "due": "2027-02-04"}, ["delivered"]),
    ("14 days from despatch", {"despatched": "2027-01-05", "due": "2027-01-19"}, ["despatched"]),
]


@pytest.mark.parametrize(("terms", "changes", "names"), DUE)
def test_terms_lead_to_the_end_of_a_month_or_count_from_delivery(
    terms: str, changes: dict[str, str], names: list[str]
) -> None:
    papers = alone(payment_terms=terms, **changes)
    assert of_invoice(papers, "payment_terms", "-due", *names).keys() == {"due"}
    assert of_invoice(papers, "-due", *names) == {}
    assert of_invoice(alone(notes=[terms], due="2027-02-28"), "notes", "-due") == {}


def test_terms_of_the_order_are_those_of_the_invoice() -> None:
    papers = Papers()
    papers.offer(papers.buyer, ORDER, payment_terms="30 days net")
    papers.offer(papers.seller, INVOICE, ("order",), payment_terms=None)
    assert of_invoice(papers, "order:payment_terms", "-invoice:due")["due"].endswith(
        "can be worked out from its issued and payment_terms of order PO-4711."
    )


def test_a_day_at_the_end_of_time_leads_nowhere() -> None:
    assert of_invoice(alone(issued="9999-12-31", due="9999-12-31"), "payment_terms", "-due") == {}


@pytest.mark.parametrize("withheld", ["due", "issued"])
def test_terms_of_payment_tell_the_day(withheld: str) -> None:
    found = of_invoice(trade(), f"-invoice:{withheld}", "payment_terms")
    assert "payment_terms" in found[withheld]
    assert of_invoice(trade(payment_terms="14 days, 2.30 %"), f"-invoice:{withheld}", "payment_terms") == {}
    assert of_invoice(trade(), "-invoice:due", "-invoice:issued", "payment_terms") == {}
    assert of_invoice(trade(due=None), "payment_terms") == {}


def test_an_original_shows_all_that_its_paper_says_and_what_follows_from_it() -> None:
    papers = trade(original="ab" * 32)
    showings = choose(papers.facts, parse_choice(["original"]))
    found = [one for one in infer(showings, {"ab" * 32}) if one.is_certain]
    of_it = {one.path for one in found if one.fact == 2}
    assert of_it == set(showings[2].withheld)
    assert {one.path for one in found if one.fact == 0} >= {"lines/1", "lines/2", "net"}
    everything = choose(papers.facts, parse_choice(["all"]))
    assert infer(everything, {"ab" * 32}) == []


def test_a_hash_lets_people_try() -> None:
    papers = trade(original="ab" * 32)
    assert inferred(papers, "original", certain=False).keys() == {("invoice", "original")}
    assert inferred(papers, "all", certain=False) == {}


def test_who_trades_shows_in_ids_to_those_who_know_them() -> None:
    found = inferred(trade(), "-parties", certain=False)
    assert found["invoice", "seller"].startswith("The seller of invoice RE-2027-0815 is the company that signed it")
    assert found["invoice", "buyer"].startswith("The buyer of invoice RE-2027-0815 is the company that it was sent to")
    assert found["order", "buyer"].startswith("The buyer of order PO-4711 is the company that signed it")
    assert inferred(trade(), "-parties") == {}


def test_what_is_certain_comes_first_and_each_once() -> None:
    showings = choose(trade(notes=["1.190,00 and 1190.00"]).facts, parse_choice(["-payable", "-seller", "notes"]))
    found: list[Inference] = infer(showings)
    assert [one.is_certain for one in found] == sorted((one.is_certain for one in found), reverse=True)
    assert len({one.says for one in found}) == len(found)
