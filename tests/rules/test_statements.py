"""What is said of a bank statement that does not add up: of its balances, its totals, and its end."""

from collections.abc import Sequence

from counterfoil.formats import read
from counterfoil.model.finding import Finding, Severity
from counterfoil.model.settings import Limits
from counterfoil.rules.statements import statement_findings

FIELDS = (
    ":20:S1",
    ":25:DE89370400440532013000",
    ":28C:1/1",
    ":60F:C260101EUR100,00",
    ":61:2601020102C50,00NTRFNONREF",
    ":61:2601030103D25,00NTRFNONREF",
    ":62F:C260103EUR125,00",
)


def mt940(*, without: str = "", **changed: str) -> bytes:
    """The statement with fields changed by their tag, or without those that begin so."""
    kept = [field for field in FIELDS if not (without and field.startswith(without))]
    lines = [
        f":{tag}:{changed['f' + tag]}" if "f" + (tag := field.split(":")[1]) in changed else field for field in kept
    ]
    return ("\n".join(lines) + "\n").encode()


def camt(
    entries: Sequence[str],
    totals: str = "",
    balances: Sequence[tuple[str, str, str]] = (("OPBD", "100.00", "CRDT"), ("CLBD", "125.00", "CRDT")),
    page: str = "",
    header: str = "",
) -> bytes:
    told = "".join(
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy='EUR'>{amount}</Amt>"
        f"<CdtDbtInd>{mark}</CdtDbtInd><Dt><Dt>2026-01-03</Dt></Dt></Bal>"
        for kind, amount, mark in balances
    )
    return (
        "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.08'><BkToCstmrStmt>"
        f"<GrpHdr><MsgId>M</MsgId>{header}</GrpHdr><Stmt><Id>S1</Id>{page}{told}{totals}{''.join(entries)}</Stmt>"
        "</BkToCstmrStmt></Document>"
    ).encode()


def entry(amount: str, mark: str = "CRDT", status: str = "BOOK", currency: str = "EUR") -> str:
    return (
        f"<Ntry><Amt Ccy='{currency}'>{amount}</Amt><CdtDbtInd>{mark}</CdtDbtInd><Sts><Cd>{status}</Cd></Sts>"
        "<BookgDt><Dt>2026-01-02</Dt></BookgDt><BkTxCd/></Ntry>"
    )


BOOKED = (entry("50.00"), entry("25.00", "DBIT"))


def findings(data: bytes) -> list[Finding]:
    return [
        finding
        for reading in read(data, Limits())
        for finding in statement_findings(reading.model, reading.summary, reading.trace)  # type: ignore[arg-type]
    ]


def rules(data: bytes) -> list[str]:
    return [finding.rule for finding in findings(data)]


def totals(credits: str = "", debits: str = "") -> str:
    said = "".join(
        f"<Ttl{kind}Ntries>{'' if amount == '-' else f'<Sum>{amount}</Sum>'}</Ttl{kind}Ntries>"
        for kind, amount in (("Cdt", credits), ("Dbt", debits))
        if amount
    )
    return f"<TxsSummry>{said}</TxsSummry>"


def test_a_statement_that_adds_up_is_fine() -> None:
    assert rules(mt940()) == []
    assert rules(camt(BOOKED, totals("50.00", "25"))) == []


def test_entries_that_do_not_lead_to_the_closing_balance_are_told_with_the_right_sum() -> None:
    (told,) = findings(mt940(f62F="C260103EUR124,99"))
    assert (told.rule, told.severity, told.where, told.line) == ("STATEMENT-BALANCES", Severity.WARNING, "", None)
    assert (told.found, told.expected) == ("124.99", "125.00")
    assert "124.99" in told.message
    (told,) = findings(camt(BOOKED[:1]))
    assert (told.found, told.expected, told.line) == ("125.00", "150.00", 1)
    assert told.where == "/Document/BkToCstmrStmt[1]/Stmt[1]/Bal[2]"


def test_an_account_that_is_overdrawn_adds_up_too() -> None:
    balances = (("OPBD", "10.00", "DBIT"), ("CLBD", "15.00", "CRDT"))
    assert rules(camt(BOOKED, balances=balances)) == []


def test_pages_with_interim_balances_are_asked_too() -> None:
    assert rules(mt940(without=":60F", f62F="C260103EUR1,00")) == []
    assert rules(camt(BOOKED, balances=(("ITBD", "100.00", "CRDT"), ("ITBD", "125.00", "CRDT")))) == []
    assert rules(camt(BOOKED, balances=(("ITBD", "100.00", "CRDT"), ("ITBD", "126.00", "CRDT")))) == [
        "STATEMENT-BALANCES"
    ]


def test_what_is_expected_only_or_cannot_be_read_or_compared_is_not_held_against_the_bank() -> None:
    assert rules(camt((*BOOKED, entry("7.00", status="PDNG")))) == []
    assert rules(camt((*BOOKED, entry("seven")), totals("51.00"))) == []
    assert rules(camt((*BOOKED, entry("7.00", currency="USD")), totals("51.00"))) == []
    assert rules(camt(BOOKED, balances=(("OPBD", "many", "CRDT"), ("CLBD", "125.00", "CRDT")))) == []


def test_other_balances_do_not_count() -> None:
    balances = (("OPBD", "100.00", "CRDT"), ("CLBD", "125.00", "CRDT"), ("FWAV", "1.00", "CRDT"))
    assert rules(camt(BOOKED, balances=balances)) == []


def test_an_mt940_without_closing_balance_may_lack_its_end() -> None:
    (told,) = findings(mt940(without=":62F"))
    assert (told.rule, told.severity) == ("STATEMENT-END", Severity.WARNING)
    assert rules(mt940(without=":6")) == []
    assert rules(camt(BOOKED, balances=(("OPBD", "100.00", "CRDT"),))) == []


def test_totals_of_the_bank_are_those_of_all_entries_or_of_the_booked_ones() -> None:
    pending = (*BOOKED, entry("7.00", status="PDNG"))
    assert rules(camt(pending, totals("50.00", "25.00"))) == []
    assert rules(camt(pending, totals("57.00", "-25.00"))) == []
    (told,) = findings(camt(pending, totals("56.99", "-")))
    assert (told.rule, told.found, told.expected) == ("STATEMENT-TOTALS", "56.99", "57.00")
    assert told.where == "/Document/BkToCstmrStmt[1]/Stmt[1]/TxsSummry[1]/TtlCdtNtries[1]"


def test_totals_of_one_page_of_several_may_be_those_of_all() -> None:
    def pages(number: str, last: str, tag: str) -> str:
        return f"<{tag}><PgNb>{number}</PgNb><LastPgInd>{last}</LastPgInd></{tag}>"

    wrong = totals("1.00")
    assert rules(camt(BOOKED, wrong, page=pages("1", "true", "StmtPgntn"))) == ["STATEMENT-TOTALS"]
    assert rules(camt(BOOKED, wrong, page=pages("1", "false", "StmtPgntn"))) == []
    assert rules(camt(BOOKED, wrong, header=pages("2", "true", "MsgPgntn"))) == []
