"""Texts of payments as people and banks write them, by what is hard about them, each with what a careful clerk does.

"=" stands before what is booked without a look, "?" where a person has to look first, "-" where nothing can be for it.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import pytest

from counterfoil.matching import INFERENCES, MATCHERS, Desk
from counterfoil.matching.amounts import amount_due
from counterfoil.model import summary as kinds
from counterfoil.model.summary import PartySummary, Recorded, Reference
from matching.made import US, credit_note, entry, invoice, party, statement

CERTAIN = Decimal("0.95")

MUELLER = party("Müller Haustechnik GmbH", accounts=("DE75512108001245126199",), bare="10035")
JANSEN = party("Jansen & Zonen B.V.", accounts=("NL91ABNA0417164300",), vat="NL861234567B01")
DUVAL = party("Établissements Duval SARL", accounts=("FR1420041010050500013M02606",))
LINDGREN = party("Lindgren Bygg AB", accounts=("SE4550000000058398257466",))
ROSSI = party("Rossi Serramenti S.r.l.", accounts=("IT60X0542811101000000123456",))
GARCIA = party("García e Hijos S.L.", accounts=("ES9121000418450200051332",))
OAKLEY = party("Oakley Joinery Ltd", accounts=("GB29NWBK60161331926819",))
WINDOWS = party("Blitzblank Gebäudereinigung", accounts=("DE21700519950000007229",))
LANDLORD = party("Grundstücksgesellschaft Hafen mbH", accounts=("DE27100777770209299700",))
SMITHY = party("Schmiede Ruß & Sohn Kunst- und Bauschlosserei", accounts=("DE55500105175415779522",))
FORGE = party("Hammerwerk Eisenhut", accounts=("DE91100000000123456789",))
CUT_OFF = party("SCHMIEDE RUSS + SOHN KUNST-")
SAWMILL = party("Sägewerk Tannhof KG", accounts=("DE02120300000000202051",))
STRANGER = party("Quandt Beteiligungen SE", accounts=("DE02100500000054540499",))
HOLDING = party("Müller Holding SE", accounts=("DE02100500000054540402",))


def sold(number: str, payable: str, buyer: PartySummary, issued: date, **terms: Any) -> Recorded:
    return invoice(
        number, payable=payable, role="seller", seller=US, buyer=buyer, issued=issued, due=_later(issued), **terms
    )


def bought(number: str, payable: str, issued: date, seller: PartySummary = SAWMILL) -> Recorded:
    return invoice(number, payable=payable, seller=seller, issued=issued, due=_later(issued))


def _later(day: date) -> date:
    return date.fromordinal(day.toordinal() + 30)


OPEN: tuple[Recorded, ...] = (
    sold("RE-2026-00417", "1190.00", MUELLER, date(2026, 3, 2)),
    sold("RE-2026-00422", "353.43", MUELLER, date(2026, 3, 4), payment_terms="2 % 10 Tage, 30 Tage netto"),
    sold("RE-2026-00431", "78.54", MUELLER, date(2026, 3, 9)),
    sold("RE-2026-00438", "2607.29", MUELLER, date(2026, 3, 12)),
    sold("RE-2026-00471", "904.40", MUELLER, date(2026, 3, 20)),
    sold("RE-2026-00418", "611.66", JANSEN, date(2026, 3, 2)),
    sold("RE-2026-00424", "4100.00", JANSEN, date(2026, 3, 5)),
    sold("RE-2026-00436", "150.15", JANSEN, date(2026, 3, 11)),
    sold("RE-2026-00419", "720.00", DUVAL, date(2026, 3, 3)),
    sold("RE-2026-00427", "1312.80", DUVAL, date(2026, 3, 6)),
    sold("RE-2026-00440", "96.00", DUVAL, date(2026, 3, 13)),
    sold("RE-2026-00420", "5333.25", LINDGREN, date(2026, 3, 3)),
    sold("RE-2026-00428", "871.10", LINDGREN, date(2026, 3, 7)),
    sold("RE-2026-00448", "433.20", LINDGREN, date(2026, 3, 15), payment_reference="RF18 5390 0754 7034"),
    sold("RE-2026-00449", "72.00", LINDGREN, date(2026, 3, 15), payment_reference="1234561"),
    sold("RE-2026-00452", "199.95", OAKLEY, date(2026, 3, 16), payment_reference="210000000003139471430009017"),
    sold("RE-2026-00453", "265.00", JANSEN, date(2026, 3, 17), payment_reference="+++090/9337/55493+++"),
    sold("RE-2026-00421", "244.00", ROSSI, date(2026, 3, 4)),
    sold("RE-2026-00429", "1830.61", ROSSI, date(2026, 3, 8)),
    sold("RE-2026-00423", "3025.00", GARCIA, date(2026, 3, 5)),
    sold("RE-2026-00430", "484.12", GARCIA, date(2026, 3, 9)),
    sold("RE-2026-00425", "1555.20", OAKLEY, date(2026, 3, 5)),
    sold("RE-2026-00432", "86.40", OAKLEY, date(2026, 3, 10)),
    credit_note(
        "GS-2026-00007",
        payable="124.83",
        role="seller",
        seller=US,
        buyer=MUELLER,
        issued=date(2026, 3, 16),
        references=(Reference(document=kinds.INVOICE, number="RE-2026-00438"),),
    ),
    bought("26/001592", "340.34", date(2026, 3, 3)),
    bought("26/001596", "1071.00", date(2026, 3, 10)),
    bought("26/001602", "59.50", date(2026, 3, 17)),
    bought("26/001611", "888.93", date(2026, 3, 24)),
    bought("362", "3174.50", date(2026, 3, 3), SMITHY),
    bought("371", "1586.22", date(2026, 3, 9), SMITHY),
    bought("A-26-20", "2625.30", date(2026, 3, 3), FORGE),
    bought("A-26-18", "125.25", date(2026, 3, 5), FORGE),
    bought("2026-37501", "928.20", date(2026, 3, 11), WINDOWS),
    bought("2026-37502", "928.20", date(2026, 3, 18), WINDOWS),
    bought("2026-37503", "928.20", date(2026, 3, 25), WINDOWS),
    bought("M-601", "1785.00", date(2026, 1, 2), LANDLORD),
    bought("M-602", "1785.00", date(2026, 2, 2), LANDLORD),
    bought("M-603", "1785.00", date(2026, 3, 2), LANDLORD),
)


class Case(NamedTuple):
    """An entry, and what a clerk does with it: numbers (and amounts, where they are not all that is due)."""

    difficulty: str
    who: PartySummary
    amount: str
    texts: tuple[str, ...]
    expected: str
    more: dict[str, Any] = {}


CASES = (
    # One number, in the words of many countries.
    Case("plain", MUELLER, "1190.00", ("Rechnung RE-2026-00417 vom 02.03.2026",), "= 417"),
    Case("plain", JANSEN, "611.66", ("betreft factuur RE-2026-00418 d.d. 02-03-2026",), "= 418"),
    Case("plain", DUVAL, "720.00", ("REGLT FACT RE-2026-00419 DU 03/03/26",), "= 419"),
    Case("plain", LINDGREN, "5333.25", ("Faktura RE-2026-00420",), "= 420"),
    Case("plain", ROSSI, "244.00", ("SALDO FATT. RE-2026-00421 DEL 04/03/2026",), "= 421"),
    Case("plain", GARCIA, "3025.00", ("PAGO FRA. RE-2026-00423 DE 05/03/2026",), "= 423"),
    Case("plain", OAKLEY, "1555.20", ("INV RE-2026-00425 OAKLEY",), "= 425"),
    # Numbers that are spoiled.
    Case("without-prefix", MUELLER, "1190.00", ("Rg. 2026-00417",), "= 417"),
    Case("without-zeros", MUELLER, "1190.00", ("RE 2026/417",), "= 417"),
    Case("last-digits", JANSEN, "611.66", ("fact. 418",), "= 418"),
    Case("letter-for-digit", MUELLER, "353.43", ("RE-2O26-OO422",), "= 422"),
    Case("swapped-digits", MUELLER, "904.40", ("RE-2026-00417",), "?"),
    Case("swapped-digits", MUELLER, "904.40", ("RE-2026-00741",), "= 471"),
    Case("glued", DUVAL, "720.00", ("FACTRE202600419DU030326",), "= 419"),
    Case("glued", JANSEN, "611.66", ("factuurRE-2026-00418",), "= 418"),
    Case("glued", SAWMILL, "-340.34", ("Rechnung26/001592",), "= 592"),
    Case("glued", SMITHY, "-3174.50", ("nota362",), "= 362"),
    Case("cut-by-field", LINDGREN, "871.10", ("SVWZ+FAKTURA RE-2026-0", "0428 DATUM 07.03.2026"), "= 428"),
    Case("cut-by-field", LINDGREN, "871.10", ("FAKTURA RE-20", "26-00", "428"), "= 428"),
    Case("blank-at-joint", LINDGREN, "871.10", ("FAKTURA RE-2026- 00428",), "= 428"),
    # Lists.
    Case("list", MUELLER, "1268.54", ("RE-2026-00417, RE-2026-00431",), "= 417 431"),
    Case("list", OAKLEY, "1641.60", ("INVS RE-2026-00425 AND RE-2026-00432",), "= 425 432"),
    Case("list-short", MUELLER, "1268.54", ("RE-2026-00417/431",), "= 417 431"),
    Case("list-short", MUELLER, "1268.54", ("RE-2026-00417 + 31",), "= 417 431"),
    Case("list-short", JANSEN, "4250.15", ("facturen RE-2026-00424/36",), "= 424 436"),
    Case("list-short", DUVAL, "2128.80", ("FACTURES RE-2026-00419/427/440",), "= 419 427 440"),
    Case("list-short", ROSSI, "2074.61", ("FATTURE RE-2026-00421 E 429",), "= 421 429"),
    Case("list-short", GARCIA, "3509.12", ("FACTURAS RE-2026-00423 Y 430",), "= 423 430"),
    Case("list-short", SAWMILL, "-1470.84", ("26/001592/596/602",), "= 592 596 602"),
    Case("list-short", SAWMILL, "-399.84", ("Re. 26/001592 u. 602",), "= 592 602"),
    Case("list-short-less-discount", MUELLER, "424.90", ("RE-2026-00422/31 abzgl. Skonto",), "= 422:346.36 431"),
    Case("list-cut-off", MUELLER, "1621.97", ("RE-2026-00417, RE-2026-0042",), "= 417 422 431"),
    Case("list-cut-off", MUELLER, "1700.00", ("RE-2026-00417, RE-2026-0042",), "?"),
    Case("list-cut-off", SAWMILL, "-1411.34", ("26/001592, 26/",), "= 592 596"),
    Case("list-cut-off", SAWMILL, "-2000.00", ("26/001592, 26/",), "?"),
    Case("list-elsewhere", SAWMILL, "-1411.34", ("26/001592 u.a.",), "= 592 596"),
    Case("list-elsewhere", SAWMILL, "-1500.00", ("26/001592 siehe Avis",), "?"),
    Case("list-elsewhere", DUVAL, "2500.00", ("FACT RE-2026-00419 ET AUTRES",), "?"),
    Case("list-elsewhere", JANSEN, "5000.00", ("factuur RE-2026-00418 + 3 andere",), "?"),
    Case("list-elsewhere", OAKLEY, "1641.60", ("RE-2026-00425 and others",), "= 425 432"),
    Case("list-range", SAWMILL, "-1470.84", ("26/001592 bis 26/001602",), "= 592 596 602"),
    Case("list-range", JANSEN, "4861.81", ("facturen RE-2026-00418 t/m RE-2026-00436",), "= 418 424 436"),
    Case("list-range", JANSEN, "4861.81", ("factuur RE-2026-00418 tot RE-2026-00436",), "= 418 424 436"),
    Case("list-range", DUVAL, "2128.80", ("facture RE-2026-00419 à RE-2026-00440",), "= 419 427 440"),
    Case("list-range", ROSSI, "2074.61", ("fatture RE-2026-00421 al RE-2026-00429",), "= 421 429"),
    Case("list-range", JANSEN, "4000.00", ("factuur RE-2026-00418 t/m RE-2026-00436",), "?"),
    Case("list-typed", MUELLER, "1543.43", ("RE-2026-00417, RE-2026-00242",), "= 417 422"),
    Case("list-typed", MUELLER, "1543.43", ("RE-2026-00147, RE-2026-00242",), "= 417 422"),
    Case("list-typed", MUELLER, "1500.00", ("RE-2026-00417, RE-2026-00242",), "?"),
    Case("list-glued", FORGE, "-2750.55", ("nota A-26-20 en REA-26-18",), "= -18 -20"),
    Case("list-elsewhere", MUELLER, "1543.43", ("RE-2026-00417 ...",), "= 417 422"),
    Case("list-elsewhere", MUELLER, "1500.00", ("RE-2026-00417 ...",), "?"),
    Case("list-of-all", MUELLER, "5133.66", ("Rechnungen Maerz",), "= 417 422 431 438 471"),
    # More or less than is due.
    Case("overpaid", MUELLER, "1191.00", ("RE-2026-00417",), "= 417:1191"),
    Case("overpaid-much", MUELLER, "2900.00", ("RE-2026-00417",), "?"),
    Case("part", MUELLER, "500.00", ("Teilzahlung RE-2026-00417",), "= 417:500"),
    Case("part", ROSSI, "1000.00", ("ACCONTO FATT. RE-2026-00429",), "= 429:1000"),
    Case("part", DUVAL, "656.4", ("ACOMPTE FACT RE-2026-00427",), "= 427:656.4"),
    Case("part", SMITHY, "-1000.00", ("Teilzahlung Rg. 362 vom 03.03.2026",), "= 362:1000"),
    Case("part", SMITHY, "-1058.17", ("Rate 1/3 362",), "= 362:1058.17"),
    Case("less-than-due", MUELLER, "1140.00", ("debnr 70026 RE-2026-00417 minus 50.00",), "= 417:1140"),
    Case("discount", MUELLER, "346.36", ("RE-2026-00422 abzgl. 2% Skonto",), "= 422:346.36"),
    Case("another-number-fits", MUELLER, "353.43", ("RE-2026-00417",), "?"),
    # Credit notes.
    Case("netted", MUELLER, "2482.46", ("RE-2026-00438 ./. GS-2026-00007",), "= 438 GS7"),
    Case("netted-unsaid", MUELLER, "2482.46", ("RE-2026-00438",), "= 438 GS7"),
    Case("netted-another", MUELLER, "1065.17", ("RE-2026-00417",), "= 417 GS7"),
    Case("netted-mangled", MUELLER, "2482.46", ("RE 438 abzgl. GS 7",), "= 438 GS7"),
    Case("netted-by-parent", HOLDING, "2482.46", ("Mueller Haustechnik RE-2026-00438 abz. Gutschrift",), "= 438 GS7"),
    # No number.
    Case("day-alone", MUELLER, "2607.29", ("Rechnung vom 12.03.2026",), "= 438"),
    Case("amount-alone", OAKLEY, "86.40", ("thank you",), "= 432"),
    Case("customer-number", MUELLER, "78.54", ("Kd.-Nr. 10035",), "= 431"),
    Case("name-cut-off", CUT_OFF, "-4760.72", ("lt. Avis",), "= 362 371"),
    Case("another-s-number", MUELLER, "150.15", ("RE-2026-00436 i.A. Jansen",), "= 436"),
    # Several of the same amount.
    Case("same-amount-by-day", WINDOWS, "-928.20", ("Rechnung vom 18.03.2026",), "= 502"),
    Case("same-amount-by-day", WINDOWS, "-928.20", ("factuur d.d. 11-03-2026",), "= 501"),
    Case("same-amount", WINDOWS, "-928.20", ("Reinigung",), "?"),
    Case("same-amount-by-month", LANDLORD, "-1785.00", ("Miete 02/2026",), "= 602"),
    Case("same-amount-by-month", LANDLORD, "-1785.00", ("loyer mars",), "= 603"),
    # Refunds, and what came back.
    Case("refund", MUELLER, "-50.00", ("Erstattung RE-2026-00417",), "-"),
    Case("netted-typed", MUELLER, "2482.46", ("RE-2026-00483 abzgl. GS-2026-00007",), "= 438 GS7"),
    # References for machines.
    Case("end-to-end", MUELLER, "1190.00", (), "= 417", {"end_to_end_id": "RE-2026-00417"}),
    Case("creditor-reference", LINDGREN, "433.20", (), "= 448", {"creditor_reference": "RF18539007547034"}),
    Case("creditor-reference", LINDGREN, "400.00", (), "= 448:400", {"creditor_reference": "RF18 5390 0754 7034"}),
    Case("creditor-reference", STRANGER, "433.20", ("RF18 5390 0754 7034",), "= 448"),
    Case("finnish-reference", LINDGREN, "72.00", (), "= 449", {"creditor_reference": "00000000000001234561"}),
    Case("finnish-reference-in-rf", LINDGREN, "72.00", (), "= 449", {"creditor_reference": "RF341234561"}),
    Case("finnish-reference-in-wrong-rf", STRANGER, "71.00", (), "-", {"creditor_reference": "RF351234561"}),
    Case("swiss-reference", OAKLEY, "199.95", (), "= 452", {"creditor_reference": "210000000003139471430009017"}),
    Case("swiss-reference", STRANGER, "199.95", ("21 00000 00003 13947 14300 09017",), "= 452"),
    Case("belgian-reference", JANSEN, "265.00", ("***090/9337/55493***",), "= 453"),
    Case("belgian-reference", JANSEN, "265.00", ("090933755493",), "= 453"),
    Case("notprovided", MUELLER, "1190.00", ("RE-2026-00417",), "= 417", {"end_to_end_id": "NOTPROVIDED"}),
)


def _applied(case: Case) -> tuple[dict[str, str], dict[str, str]]:
    """What is booked, and what is proposed: amounts by the end of the number, with all that is due left out."""
    line = entry(case.amount, *case.texts, counterparty=case.who, booked=date(2026, 3, 30), **case.more)
    desk = Desk([*OPEN, statement(line)], MATCHERS, INFERENCES)
    booked, proposed = dict[str, str](), dict[str, str]()
    for link in desk.link_all():
        if link.kind == "pays" and link.amount:
            number, due = _NUMBERS[link.target.id]
            paid = link.amount.copy_abs()
            told = booked if link.confidence >= CERTAIN else proposed
            told[number] = "" if paid == due else format(paid.normalize(), "f")
    return booked, proposed


def _short(number: str) -> str:
    return f"GS{int(number[-4:])}" if number.startswith("GS") else number[-3:]


_NUMBERS = {one.id: (_short(one.summary.number or ""), amount_due(one.summary)) for one in OPEN}


def _told(found: dict[str, str]) -> str:
    return " ".join(sorted(f"{number}:{amount}" if amount else number for number, amount in found.items()))


def _wanted(names: Sequence[str]) -> str:
    return " ".join(sorted(names))


@pytest.mark.parametrize("case", CASES, ids=[f"{one.difficulty}: {''.join(one.texts)}"[:60] for one in CASES])
def test_what_a_careful_clerk_does(case: Case) -> None:
    how, *names = case.expected.split()
    booked, proposed = _applied(case)
    if how == "=":
        assert _told(booked) == _wanted(names), (case, proposed)
    else:
        assert not booked, case
        assert (how == "-" and not proposed) or set(names) <= set(proposed), case
