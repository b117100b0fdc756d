"""What is answered to an invoice goes out as a valid invoice response, and comes back as no more than it says."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from counterfoil import check
from counterfoil.errors import UsageError
from counterfoil.exchange.proof.attested import ACKNOWLEDGED, CREDITED, DISPUTED, LEVELS, PAID
from counterfoil.exchange.responses.invoice_response import write
from counterfoil.exchange.responses.response import Answer, InvoiceResponse, Reason, answer_of, claims_of, response_to
from counterfoil.exchange.responses.response_codes import (
    ACTION_WORDS,
    CLARIFICATIONS,
    CODE_OF_REASON,
    STATUS_OF_LEVEL,
    UNKNOWN,
    asked_for,
)
from counterfoil.exchange.responses.response_reading import Answered, answers_in
from counterfoil.exchange.responses.response_statuses import status_of
from counterfoil.formats import read
from counterfoil.model.invoice import Invoice, Totals
from counterfoil.model.party import Party
from counterfoil.model.reference import LineReference, RelatedDocument
from counterfoil.model.response import (
    ApplicationResponse,
    Condition,
    DocumentResponse,
    LineResponse,
    Response,
    Status,
)
from counterfoil.model.settings import Limits
from counterfoil.model.values import Amount, Identifier
from counterfoil.rules.codes import codes
from counterfoil.texts.en.discrepancies import DISCREPANCIES

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "src/counterfoil/flow/demo_documents/sales"
PAGE = (ROOT / "docs/reference/invoice-response.md").read_text(encoding="utf-8")
T111 = "peppol-t111@2026.5"
ON = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 9, 30, tzinfo=timezone(timedelta(hours=1)))
BUYER = Party(
    name="Wohnwelt Einrichtungshäuser SE",
    endpoint=Identifier(value="4056789000003", scheme="0088"),
    identifiers=(Identifier(value="K-1", scheme="VAT"), Identifier(value="4056789000003", scheme="0088")),
)
SELLER = Party(
    trading_name="Nordlicht Möbelwerk",
    endpoint=Identifier(value="4012345000009", scheme="0088"),
    registration=Identifier(value="HRB 1"),
)
WHOLE = Decimal("1190.00")


def response(answer: Answer, **changes: Any) -> InvoiceResponse:
    made = InvoiceResponse(
        id="ir-1",
        at=AT,
        answer=answer,
        sender=BUYER,
        receiver=SELLER,
        number="R-7034",
        issued=date(2026, 11, 2),
        type_code="380",
        payable=WHOLE,
        currency="EUR",
    )
    return replace(made, **changes)


def approved(level: str = "approved", **claims: Any) -> Answer:
    return Answer(kind=ACKNOWLEDGED, level=level, **claims)


def disputed(*codes: str, **claims: Any) -> Answer:
    return Answer(kind=DISPUTED, reasons=tuple(Reason(code=code) for code in codes), **claims)


def read_back(made: InvoiceResponse) -> Answered:
    """What a reader understands of it, once it is known to be valid."""
    data = write(made)
    report = check(data, on=ON)
    assert (report.error, report.rulebooks) == (None, (T111,))
    assert (report.valid, report.findings) == (True, ())
    (reading,) = read(data, Limits())
    assert isinstance(reading.model, ApplicationResponse)
    (answered,) = answers_in(reading.model)
    return answered


# ---------------------------------------------------------------------------------------------------------------------
# Out and back
# ---------------------------------------------------------------------------------------------------------------------

WORDS = st.text(st.characters(), max_size=20)
NAMES = WORDS.map(lambda text: f"N{text}")
MONEY = st.decimals(Decimal("0.01"), Decimal("999999999.99"), places=2)
REASONS = st.lists(
    st.builds(Reason, code=st.none() | st.sampled_from([*CLARIFICATIONS, "of-a-later-version"]), says=WORDS), max_size=4
).map(tuple)
DAYS = st.none() | st.dates(date(1990, 1, 1), date(2200, 1, 1))
TIMES = st.datetimes(
    datetime(1990, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=13)), timezone(timedelta(hours=-11))]),
)


@st.composite
def answers(draw: st.DrawFn, payable: Decimal) -> Answer:
    """Whatever can be answered to an invoice with this to pay."""
    amount = draw(st.none() | st.just(payable) | MONEY)
    accepted = payable if amount is None else amount
    kind = draw(st.sampled_from([ACKNOWLEDGED, DISPUTED, PAID]))
    level = draw(st.sampled_from(LEVELS)) if kind == ACKNOWLEDGED else None
    set_off = draw(st.none() | st.decimals(Decimal("0.01"), accepted, places=2)) if level and accepted > 0 else None
    return Answer(
        kind=kind,
        level=level,
        amount=amount,
        currency=draw(st.sampled_from([None, "EUR"])),
        set_off=set_off,
        reasons=draw(REASONS),
        is_final=draw(st.booleans()),
        in_part=draw(st.booleans()),
        effective=draw(DAYS),
        note=draw(WORDS),
    )


@st.composite
def responses(draw: st.DrawFn) -> InvoiceResponse:
    payable = draw(MONEY | MONEY.map(lambda amount: -amount))
    return response(
        draw(answers(payable)),
        id=draw(NAMES),
        at=draw(TIMES),
        number=draw(NAMES),
        issued=draw(DAYS),
        type_code=draw(st.sampled_from(["380", "381", "384", "389"])),
        payable=payable,
        sender=replace(BUYER, name=draw(NAMES)),
        receiver=replace(SELLER, name=draw(NAMES)),
    )


def expected(made: InvoiceResponse) -> dict[str, Any]:
    """What the codes can tell of an answer."""
    answer = made.answer
    amount = made.payable if answer.amount is None else answer.amount
    known = tuple(dict.fromkeys(code for code in answer.codes if code in CLARIFICATIONS))
    nothing = {"level": None, "amount": None, "set_off": None, "codes": (), "is_final": False, "in_part": False}
    if answer.kind == DISPUTED:
        return nothing | {"amount": answer.amount, "codes": known, "is_final": answer.is_final}
    if answer.kind == PAID:
        in_part = answer.in_part or abs(amount) < abs(made.payable)
        return nothing | {"amount": answer.amount if in_part else None, "in_part": in_part}
    if answer.level in ("received", "matched"):
        return nothing | {"level": answer.level}
    if amount == made.payable and answer.set_off is None:
        return nothing | {"level": "approved"}
    return nothing | {"level": "approved", "amount": amount, "set_off": answer.set_off, "codes": known}


@settings(max_examples=300)
@given(responses())
def test_every_answer_is_valid_and_comes_back_as_far_as_the_codes_can_tell(made: InvoiceResponse) -> None:
    answered = read_back(made)
    told = answered.answer
    assert (answered.issued, answered.type_code) == (made.issued, made.type_code)
    assert (told.kind, told.effective) == (made.answer.kind, made.answer.effective)
    assert {name: getattr(told, name) for name in expected(made)} == expected(made)


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (approved("received"), "AB"),
        (approved("matched"), "IP"),
        (approved(), "AP"),
        (approved(amount=WHOLE), "AP"),
        (approved(amount=WHOLE, reasons=(Reason(code="not-ordered"),)), "AP"),
        (approved(amount=Decimal("1000.00")), "CA"),
        (approved(set_off=Decimal("90.00")), "CA"),
        (approved("assignment"), "AP"),
        (approved("undertaking"), "AP"),
        (approved("undertaking", amount=Decimal("1000.00")), "CA"),
        (disputed(), "UQ"),
        (disputed("not-received", is_final=True), "RE"),
        (Answer(kind=PAID), "PD"),
        (Answer(kind=PAID, amount=Decimal(1)), "PD"),
    ],
)
def test_an_answer_has_its_status(answer: Answer, status: str) -> None:
    assert status_of(response(answer)) == status
    assert read_back(response(answer)).status == status


def test_who_knows_only_the_term_of_the_invoice_reads_what_will_be_paid() -> None:
    made = response(approved(amount=Decimal("1000.00"), set_off=Decimal("90.50")))
    text = etree.fromstring(write(made)).xpath("string(//*[local-name()='Condition'][1]/*[2])")
    assert text == "909.50"
    told = read_back(made).answer
    assert (told.amount, told.set_off) == (Decimal("1000.00"), Decimal("90.50"))
    assert "To be paid: 909.50 EUR." in told.reasons[0].says


@pytest.mark.parametrize("level", ["assignment", "undertaking"])
def test_what_no_code_says_is_said_in_words_and_comes_back_as_an_approval(level: str) -> None:
    told = read_back(response(approved(level, note="By the controller."))).answer
    assert told.level == "approved"
    assert told.note.startswith("By the controller. The buyer ")
    assert level.removesuffix("ment")[:6] in told.note


def test_a_dispute_tells_its_codes_words_amount_and_what_to_do() -> None:
    reasons = (Reason(code="quantity-over-received", says="Line 2: 2 of 5 came."), Reason(code="duplicate-invoice"))
    answered = read_back(response(Answer(kind=DISPUTED, reasons=reasons, amount=Decimal("55.00"))))
    first, second = answered.answer.reasons
    assert first == Reason(code="quantity-over-received", listed="DEL", says="Line 2: 2 of 5 came.")
    assert second == Reason(code="duplicate-invoice", listed="OTH", says="The invoice repeats an earlier one.")
    assert answered.asks == ("CNF",)
    assert answered.answer.note.startswith("In dispute: 55.00 EUR.")


def test_the_response_names_time_parties_and_invoice() -> None:
    root = etree.fromstring(write(response(approved())))
    names = ("IssueDate", "IssueTime", "EndpointID", "RegistrationName")
    said = [root.xpath(f"//*[local-name()='{name}']/text()") for name in names]
    assert said[0] == ["2026-11-22", "2026-11-02"]
    assert said[1] == ["08:30:00Z"]
    assert said[2] == ["4056789000003", "4012345000009"]
    assert said[3] == ["Wohnwelt Einrichtungshäuser SE", "Nordlicht Möbelwerk"]
    identified = [one for party in root.iter("{*}PartyIdentification") for one in party]
    assert [(one.text, one.get("schemeID")) for one in identified] == [("4056789000003", "0088"), ("HRB 1", None)]


def test_the_response_to_an_invoice_takes_what_the_invoice_says() -> None:
    totals = Totals(payable=Amount(value=WHOLE, currency="EUR", written="1190.00"))
    invoice = Invoice(number="R-1", currency="EUR", buyer=BUYER, seller=SELLER, totals=totals, issued=date(2026, 1, 2))
    made = response_to(invoice, approved(), id="ir-1", at=AT)
    assert (made.number, made.issued, made.type_code) == ("R-1", date(2026, 1, 2), "380")
    assert (made.payable, made.currency, made.sender, made.receiver) == (WHOLE, "EUR", BUYER, SELLER)
    assert response_to(replace(invoice, credit_note=True), approved(), id="ir-1", at=AT).type_code == "381"
    assert read_back(made).answer.level == "approved"
    unreadable = Totals(payable=Amount(value=None, written="much"))
    for less in ({"totals": None}, {"totals": Totals()}, {"totals": unreadable}, {"currency": None}):
        with pytest.raises(UsageError, match="states no amount to pay, or no currency"):
            response_to(replace(invoice, **less), approved(), id="ir-1", at=AT)
    with pytest.raises(UsageError, match="no electronic address in Peppol of the seller"):
        write(response_to(replace(invoice, seller=None), approved(), id="ir-1", at=AT))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"answer": approved(currency="USD")}, "The answer is in USD, but the invoice in EUR"),
        ({"answer": approved(set_off=Decimal(-5))}, "A set-off of -5 is not possible"),
        ({"answer": approved(set_off=Decimal("1190.01"))}, "A set-off of 1190.01 is not possible"),
        ({"type_code": "invoice"}, "'invoice' is no type of document"),
        ({"sender": replace(BUYER, endpoint=None)}, "no electronic address in Peppol of the buyer"),
        ({"sender": replace(BUYER, endpoint=Identifier(value="a@b", scheme="EM"))}, "no electronic address"),
        ({"sender": replace(BUYER, endpoint=Identifier(value=" ", scheme="0088"))}, "The electronic address of the"),
        ({"receiver": replace(SELLER, trading_name=None)}, "The name of the seller, who gets it is missing"),
        ({"receiver": replace(SELLER, trading_name=" ", registration=None)}, "The name of the seller"),
        ({"number": " "}, "The number of the invoice is missing"),
        ({"id": ""}, "An id of its own is missing"),
    ],
)
def test_what_would_not_be_valid_is_not_written(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        write(response(changes.pop("answer", approved()), **changes))


# ---------------------------------------------------------------------------------------------------------------------
# What strangers write
# ---------------------------------------------------------------------------------------------------------------------


def stranger(
    code: str | None, *statuses: Status, lines: Sequence[LineResponse] = (), **head: Any
) -> ApplicationResponse:
    invoice = RelatedDocument(number="R-1", type_code="380")
    said = DocumentResponse(response=Response(code=code, statuses=statuses), documents=(invoice,), lines=tuple(lines))
    return ApplicationResponse(answers=(said,), **head)


def status(code: str | None = None, *conditions: tuple[str, str], list_id: str = "OPStatusReason") -> Status:
    return Status(
        reason=None if code is None else Identifier(value=code, scheme=list_id),
        conditions=tuple(Condition(attribute=name, description=(value,)) for name, value in conditions),
    )


def understood(*given: Any, **more: Any) -> Answer:
    (answered,) = answers_in(stranger(*given, **more))
    return answered.answer


def test_in_process_is_no_match() -> None:
    assert understood("IP").level == "received"
    assert understood("IP", status("NON")).level == "received"


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("PRI", "price-over-ordered"),
        ("QTY", "quantity-over-ordered"),
        ("DEL", "quantity-over-received"),
        ("ITM", "not-ordered"),
        ("UNR", "not-ordered"),
        *((other, None) for other in ("REF", "LEG", "REC", "QUA", "PAY", "FIN", "OTH")),
    ],
)
def test_reasons_of_strangers_are_read_as_far_as_they_are_ours(reason: str, code: str | None) -> None:
    told = understood("UQ", status(reason))
    assert told.reasons == (Reason(code=code, listed=reason),)
    assert told.codes == (() if code is None else (code,))


def test_no_issue_and_actions_are_no_reasons() -> None:
    ask = status("NOA", ("BT-48", "EU123456789"), list_id="OPStatusAction")
    told = understood("RE", status("NON"), replace(ask, reasons=("VAT reference not found",)))
    assert (told.kind, told.is_final, told.reasons) == (DISPUTED, True, ())
    assert told.note == "VAT reference not found; BT-48 EU123456789"


def test_a_code_of_ours_that_we_do_not_have_is_not_taken() -> None:
    told = understood("UQ", status("PRI", ("counterfoil:discrepancy", "made-up")))
    assert told.codes == ("price-over-ordered",)


@pytest.mark.parametrize("code", ["AP", "CA"])
@pytest.mark.parametrize(
    "conditions",
    [
        [("BT-115", "about 900")],
        [("BT-115", "")],
        [("BT-115", "900.00"), ("BT-115", "1000.00")],
        [("BT-115", "9" * 16)],
        [("counterfoil:set-off", "10.00")],
        [("BT-115", "900.00"), ("counterfoil:set-off", "-10.00")],
        [("BT-115", "-1.00"), ("counterfoil:set-off", "10.00")],
    ],
)
def test_an_amount_that_is_not_clear_is_none_that_is_accepted(code: str, conditions: list[tuple[str, str]]) -> None:
    assert understood(code, status("PAY", *conditions)).kind == DISPUTED


def test_a_condition_without_a_value_is_not_clear() -> None:
    bare = Status(conditions=(Condition(attribute="BT-115"),))
    assert understood("AP", bare).kind == DISPUTED


@pytest.mark.parametrize("code", ["AP", "CA"])
def test_an_amount_that_is_clear_is_what_is_accepted(code: str) -> None:
    told = understood(code, status("PRI", ("BT-115", "900.00")))
    assert (told.level, told.amount, told.codes) == ("approved", Decimal("900.00"), ("price-over-ordered",))


def test_another_due_date_alone_leaves_the_whole_accepted() -> None:
    later = status("PAY", ("BT-9", "2027-01-15"))
    told = understood("CA", later)
    assert (told.level, told.amount) == ("approved", None)
    assert told.reasons[0].says == "BT-9 2027-01-15"
    for more in (status("PRI"), status("PAY", ("BT-20", "3 % less"))):
        assert understood("CA", later, more).kind == DISPUTED
    assert understood("CA", status("PAY")).kind == DISPUTED


@pytest.mark.parametrize("code", ["UQ", "CA", "RE"])
def test_what_is_contested_by_line_is_not_accepted(code: str) -> None:
    line = LineResponse(reference=LineReference(line="1"), responses=(Response(code=code),))
    assert understood("AP", lines=(line,)).kind == DISPUTED
    fine = LineResponse(responses=(Response(code="AP"),))
    assert understood("AP", lines=(fine,)).level == "approved"


def test_paid_is_all_unless_it_says_in_part() -> None:
    assert claims_of(understood("PD"), WHOLE, "EUR") == {"amount": "1190.00", "currency": "EUR"}
    part = understood("PD", Status(reason=Identifier(value="PPD", scheme="OPStatusReason"), reasons=("half of it",)))
    assert (part.amount, part.in_part, part.note) == (None, True, "half of it")
    assert claims_of(part, WHOLE, "EUR") == {}


@pytest.mark.parametrize("code", [None, "", "ap", "AC"])
def test_another_status_says_nothing(code: str | None) -> None:
    assert list(answers_in(stranger(code))) == []


def test_what_says_nothing_of_an_invoice_is_no_answer() -> None:
    assert list(answers_in(stranger("AP", customization="urn:fdc:peppol.eu:poacc:trns:mlr:3"))) == []
    assert list(answers_in(ApplicationResponse())) == []
    profile = "urn:fdc:peppol.eu:poacc:bis:invoice_response:3"
    assert list(answers_in(ApplicationResponse(profile=profile, answers=(DocumentResponse(),)))) == []
    unnamed = DocumentResponse(response=Response(code="AP"))
    assert list(answers_in(ApplicationResponse(profile=profile, answers=(unnamed,)))) == []


def test_each_document_that_is_named_is_answered() -> None:
    made = stranger("AB")
    more = RelatedDocument(number="R-2", type_code="381", issued=ON)
    answered = replace(made.answers[0], documents=(*made.answers[0].documents, more))
    told = list(answers_in(replace(made, answers=(answered,), notes=("one", "two"))))
    assert [(one.number, one.type_code, one.issued) for one in told] == [("R-1", "380", None), ("R-2", "381", ON)]
    assert told[0].answer.note == "one\ntwo"


def test_responses_of_the_demo_are_understood() -> None:
    told = dict[str | None, str | None]()
    for file in sorted(DEMO.glob("R-*response.xml")):
        (reading,) = read(file.read_bytes(), Limits())
        assert isinstance(reading.model, ApplicationResponse)
        told |= {one.number: one.answer.level or one.answer.kind for one in answers_in(reading.model)}
    assert told == {"R-7031": "approved", "R-7032": "approved", "R-7034": "approved"}


# ---------------------------------------------------------------------------------------------------------------------
# To and from facts
# ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "claims"),
    [
        (ACKNOWLEDGED, {"level": "received"}),
        (ACKNOWLEDGED, {"level": "matched"}),
        (ACKNOWLEDGED, {"level": "approved", "amount": "1000.00", "currency": "EUR"}),
        (ACKNOWLEDGED, {"level": "approved", "amount": "1000.00", "currency": "EUR", "set_off": "10.00"}),
        (DISPUTED, {"codes": ["not-received", "tax-mismatch"], "amount": "20.00", "currency": "EUR"}),
        (DISPUTED, {"codes": []}),
        (PAID, {"amount": "500.00", "currency": "EUR", "date": "2026-11-20"}),
    ],
)
def test_a_fact_that_goes_through_a_response_says_the_same(kind: str, claims: dict[str, Any]) -> None:
    answer = answer_of(kind, claims)
    assert claims_of(answer, WHOLE, "EUR") == claims
    told = read_back(response(answer)).answer
    assert (told.kind, claims_of(told, WHOLE, "EUR")) == (kind, claims)


def test_what_is_accepted_is_never_more_than_what_is_payable() -> None:
    much, all_of_it = approved(amount=Decimal(5000)), {"level": "approved", "amount": "1190.00", "currency": "EUR"}
    assert claims_of(much, WHOLE, "EUR") == all_of_it
    assert claims_of(approved(), WHOLE, "EUR") == all_of_it
    assert claims_of(much, Decimal(-20), "EUR")["amount"] == "5000"
    assert claims_of(approved(amount=Decimal(-30)), Decimal(-20), "EUR")["amount"] == "-20"


@pytest.mark.parametrize(
    ("kind", "claims", "says"),
    [
        (CREDITED, {}, "cannot say what a fact of the kind exchange.credited/1 says"),
        (ACKNOWLEDGED, {}, "no acknowledgement at the level None"),
        (ACKNOWLEDGED, {"level": "approved", "amount": "1e3"}, "'1e3' is no amount of money"),
        (ACKNOWLEDGED, {"level": "approved", "amount": "9" * 16}, "is no amount of money"),
        (DISPUTED, {"amount": None}, "None is no amount of money"),
    ],
)
def test_a_fact_that_no_response_can_say_is_refused(kind: str, claims: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        answer_of(kind, claims)


# ---------------------------------------------------------------------------------------------------------------------
# The tables
# ---------------------------------------------------------------------------------------------------------------------


def test_the_tables_know_every_level_and_discrepancy_and_only_published_codes() -> None:
    assert tuple(STATUS_OF_LEVEL) == LEVELS
    assert CLARIFICATIONS.keys() == DISCREPANCIES.keys()
    assert set(CODE_OF_REASON.values()) <= CLARIFICATIONS.keys()
    assert set(STATUS_OF_LEVEL.values()) <= codes("invoice-responses@peppol-2026.5")
    reasons, actions = codes("clarification-reasons@peppol-2026.5"), codes("clarification-actions@peppol-2026.5")
    for one in (*CLARIFICATIONS.values(), UNKNOWN):
        assert one.reason in reasons
        assert set(one.actions) <= ACTION_WORDS.keys() <= actions
    assert CODE_OF_REASON.keys() <= reasons


def test_a_reason_of_a_stranger_is_a_discrepancy_that_we_would_call_so() -> None:
    ours = {code: reason for reason, code in CODE_OF_REASON.items()}
    assert [code for code, reason in ours.items() if CLARIFICATIONS[code].reason != reason] == []


@pytest.mark.parametrize(
    ("discrepancies", "actions"),
    [
        ((), ()),
        (("price-over-ordered", "quantity-over-ordered"), ("CNP",)),
        (("price-over-ordered", "duplicate-invoice", "tax-mismatch"), ("CNF", "NIN")),
        (("short-paid",), ("NOA",)),
        (("short-paid", "not-received"), ("PIN",)),
        (("of-a-later-version",), ("PIN",)),
    ],
)
def test_actions_go_together(discrepancies: tuple[str, ...], actions: tuple[str, ...]) -> None:
    assert asked_for(discrepancies) == actions


def test_the_page_has_the_table() -> None:
    for code, one in CLARIFICATIONS.items():
        actions = ", ".join(f"`{action}`" for action in one.actions)
        assert f"| `{code}` | `{one.reason}` | {actions} |" in PAGE
