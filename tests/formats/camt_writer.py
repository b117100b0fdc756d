"""A small writer of camt messages in every version, the opposite of the reader."""

from collections.abc import Iterable

from msgspec.structs import replace

from counterfoil.model.statement import (
    AmountDetails,
    Balance,
    Batch,
    Charge,
    Charges,
    Entry,
    ExchangedAmount,
    MessageHeader,
    Pagination,
    ReferredDocument,
    ReferredLine,
    RelatedAgents,
    RelatedParties,
    RemittanceAmounts,
    Return,
    Statement,
    StructuredRemittance,
    Totals,
    TransactionCode,
    TransactionDetails,
    TransactionReferences,
)
from formats.camt_writer_rows import Rows, coded, flag, moment, money, number, tag, text, when

KINDS = {
    "052": ("BkToCstmrAcctRpt", "Rpt", "RptPgntn", "AddtlRptInf"),
    "053": ("BkToCstmrStmt", "Stmt", "StmtPgntn", "AddtlStmtInf"),
    "054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn", "NtfctnPgntn", "AddtlNtfctnInf"),
}
VERSIONS = range(2, 14)


def write(header: MessageHeader | None, statements: Iterable[Statement], kind: str, version: int) -> bytes:
    """The message as a file; leave out what the version has no place for with `sayable` first."""
    message, block, _, _ = KINDS[kind]
    writer = _Writer(kind, version)
    body = writer.header(header) + "".join(tag(block, writer.statement(one)) for one in statements)
    namespace = f"urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.{version:02}"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tag("Document", tag(message, body), xmlns=namespace)}'.encode()


def sayable(statement: Statement, version: int) -> Statement:
    """What of a statement the version can say."""
    return replace(statement, entries=tuple(_entry_in(entry, version) for entry in statement.entries))


def _entry_in(entry: Entry, version: int) -> Entry:
    told = (_detail_in(detail, version) for detail in entry.details)
    details = tuple(detail for detail in told if detail != TransactionDetails())
    return replace(entry, details=details, charges=_charges_in(entry.charges, version))


def _detail_in(detail: TransactionDetails, version: int) -> TransactionDetails:
    charges = _charges_in(detail.charges, version)
    if version == 2:
        return replace(detail, amount=None, direction=None, charges=charges)
    return replace(detail, charges=charges)


def _charges_in(charges: tuple[Charges, ...], version: int) -> tuple[Charges, ...]:
    """One block with all records from .001.04 on, a block for each charge before that."""
    records = [record for block in charges for record in block.records]
    if not records:
        return ()
    if version >= 4:
        return (Charges(total=charges[0].total, records=tuple(records)),)
    return tuple(Charges(records=(replace(record, included=None),)) for record in records)


class _Writer(Rows):
    def __init__(self, kind: str, version: int) -> None:
        super().__init__(version)
        self.kind = kind

    def header(self, header: MessageHeader | None) -> str:
        if header is None:
            return ""
        return tag(
            "GrpHdr",
            text("MsgId", header.id)
            + (text("CreDtTm", moment(header.created)) if header.created else "")
            + self.plain_party("MsgRcpt", header.recipient)
            + self.pagination("MsgPgntn", header.pagination)
            + text("AddtlInf", header.additional),
        )

    def pagination(self, name: str, pagination: Pagination | None) -> str:
        if pagination is None:
            return ""
        return tag(name, text("PgNb", pagination.page) + flag("LastPgInd", pagination.last))

    def statement(self, statement: Statement) -> str:
        _, _, pages, additional = KINDS[self.kind]
        created = statement.created.moment if statement.created else None
        start = statement.start.moment if statement.start else None
        end = statement.end.moment if statement.end else None
        return (
            text("Id", statement.id)
            + self.pagination(pages, statement.pagination)
            + text("ElctrncSeqNb", statement.electronic_sequence)
            + text("LglSeqNb", statement.legal_sequence)
            + (text("CreDtTm", moment(created)) if created else "")
            + tag(
                "FrToDt",
                (text("FrDtTm", moment(start)) if start else "") + (text("ToDtTm", moment(end)) if end else ""),
            )
            + text("CpyDplctInd", statement.copy)
            + self.account("Acct", statement.account)
            + self.account("RltdAcct", statement.related_account)
            + "".join(map(self.balance, statement.balances))
            + self.totals(statement.totals)
            + "".join(map(self.entry, statement.entries))
            + text(additional, statement.additional)
        )

    def totals(self, totals: Totals | None) -> str:
        if totals is None:
            return ""
        named = (("TtlNtries", totals.all), ("TtlCdtNtries", totals.credits), ("TtlDbtNtries", totals.debits))
        return tag(
            "TxsSummry",
            "".join(tag(name, number("NbOfNtries", one.count) + number("Sum", one.sum)) for name, one in named if one),
        )

    def balance(self, balance: Balance) -> str:
        return tag(
            "Bal",
            tag("Tp", coded("CdOrPrtry", balance.type) + coded("SubTp", balance.sub_type))
            + "".join(
                tag("CdtLine", flag("Incl", one.included) + coded("Tp", one.type) + money("Amt", one.amount))
                for one in balance.credit_lines
            )
            + money("Amt", balance.amount)
            + text("CdtDbtInd", balance.direction)
            + when("Dt", balance.when),
        )

    def code(self, name: str, code: TransactionCode | None) -> str:
        if code is None:
            return ""
        return tag(
            name,
            tag(
                "Domn",
                text("Cd", code.domain) + tag("Fmly", text("Cd", code.family) + text("SubFmlyCd", code.sub_family)),
            )
            + tag("Prtry", text("Cd", code.proprietary) + text("Issr", code.issuer)),
        )

    def exchanged(self, name: str, one: ExchangedAmount | None) -> str:
        if one is None:
            return ""
        exchange = one.exchange
        return tag(
            name,
            text("Tp", one.type)
            + money("Amt", one.amount)
            + (
                tag(
                    "CcyXchg",
                    text("SrcCcy", exchange.source)
                    + text("TrgtCcy", exchange.target)
                    + text("UnitCcy", exchange.unit)
                    + number("XchgRate", exchange.rate)
                    + text("CtrctId", exchange.contract),
                )
                if exchange
                else ""
            ),
        )

    def amounts(self, amounts: AmountDetails | None) -> str:
        if amounts is None:
            return ""
        return tag(
            "AmtDtls",
            self.exchanged("InstdAmt", amounts.instructed)
            + self.exchanged("TxAmt", amounts.transaction)
            + self.exchanged("CntrValAmt", amounts.counter_value)
            + self.exchanged("AnncdPstngAmt", amounts.announced)
            + "".join(self.exchanged("PrtryAmt", one) for one in amounts.proprietary),
        )

    def charges(self, charges: tuple[Charges, ...]) -> str:
        old = self.version < 4
        return "".join(
            tag(
                "Chrgs",
                money("TtlChrgsAndTaxAmt", block.total)
                + "".join(self.charge(record) if old else tag("Rcrd", self.charge(record)) for record in block.records),
            )
            for block in charges
        )

    def charge(self, charge: Charge) -> str:
        return (
            money("Amt", charge.amount)
            + text("CdtDbtInd", charge.direction)
            + flag("ChrgInclInd", charge.included)
            + (tag("Tp", tag("Prtry", text("Id", charge.type))) if charge.type else "")
            + text("Br", charge.bearer)
            + self.agent("Pty" if self.version < 4 else "Agt", charge.agent)
        )

    def entry(self, entry: Entry) -> str:
        status = coded("Sts", entry.status) if self.version >= 8 else text("Sts", entry.status)
        return tag(
            "Ntry",
            text("NtryRef", entry.reference)
            + money("Amt", entry.amount)
            + text("CdtDbtInd", entry.direction)
            + flag("RvslInd", entry.reversal)
            + status
            + when("BookgDt", entry.booked)
            + when("ValDt", entry.valued)
            + text("AcctSvcrRef", entry.account_servicer_reference)
            + self.code("BkTxCd", entry.code)
            + self.amounts(entry.amounts)
            + self.charges(entry.charges)
            + tag("NtryDtls", "".join(map(self.batch, entry.batches)) + "".join(map(self.detail, entry.details)))
            + text("AddtlNtryInf", entry.additional),
        )

    def batch(self, batch: Batch) -> str:
        return tag(
            "Btch",
            text("MsgId", batch.message)
            + text("PmtInfId", batch.payment_information)
            + number("NbOfTxs", batch.count)
            + money("TtlAmt", batch.total)
            + text("CdtDbtInd", batch.direction),
        )

    def detail(self, detail: TransactionDetails) -> str:
        accepted = text("AccptncDtTm", moment(detail.accepted)) if detail.accepted else ""
        return tag(
            "TxDtls",
            self.references(detail.references)
            + money("Amt", detail.amount)
            + text("CdtDbtInd", detail.direction)
            + self.amounts(detail.amounts)
            + self.code("BkTxCd", detail.code)
            + self.charges(detail.charges)
            + self.parties(detail.parties)
            + self.agents(detail.agents)
            + coded("Purp", detail.purpose)
            + tag(
                "RmtInf",
                "".join(text("Ustrd", one) for one in detail.unstructured)
                + "".join(map(self.remittance, detail.structured)),
            )
            + tag("RltdDts", accepted)
            + self.returned(detail.returned)
            + text("AddtlTxInf", detail.additional),
        )

    def references(self, refs: TransactionReferences | None) -> str:
        if refs is None:
            return ""
        named = {
            "MsgId": refs.message,
            "AcctSvcrRef": refs.account_servicer,
            "PmtInfId": refs.payment_information,
            "InstrId": refs.instruction,
            "EndToEndId": refs.end_to_end,
            "UETR": refs.uetr,
            "TxId": refs.transaction,
            "MndtId": refs.mandate,
            "ChqNb": refs.cheque,
            "ClrSysRef": refs.clearing_system,
            "AcctOwnrTxId": refs.account_owner,
            "PrcgId": refs.processing,
        }
        own = "".join(tag("Prtry", text("Tp", one.scheme) + text("Ref", one.value)) for one in refs.proprietary)
        return tag("Refs", "".join(text(name, value) for name, value in named.items()) + own)

    def parties(self, parties: RelatedParties | None) -> str:
        if parties is None:
            return ""
        return tag(
            "RltdPties",
            self.party("InitgPty", parties.initiating)
            + self.party("Dbtr", parties.debtor)
            + self.account("DbtrAcct", parties.debtor_account)
            + self.party("UltmtDbtr", parties.ultimate_debtor)
            + self.party("Cdtr", parties.creditor)
            + self.account("CdtrAcct", parties.creditor_account)
            + self.party("UltmtCdtr", parties.ultimate_creditor),
        )

    def agents(self, agents: RelatedAgents | None) -> str:
        if agents is None:
            return ""
        return tag("RltdAgts", self.agent("DbtrAgt", agents.debtor) + self.agent("CdtrAgt", agents.creditor))

    def returned(self, returned: Return | None) -> str:
        if returned is None:
            return ""
        return tag(
            "RtrInf",
            self.code("OrgnlBkTxCd", returned.original_code)
            + self.plain_party("Orgtr", returned.originator)
            + coded("Rsn", returned.reason)
            + "".join(text("AddtlInf", one) for one in returned.additional),
        )

    def remittance(self, block: StructuredRemittance) -> str:
        reference = block.creditor_reference
        return tag(
            "Strd",
            "".join(map(self.document, block.documents))
            + tag("RfrdDocAmt", self.remitted(block.amounts))
            + (
                tag(
                    "CdtrRefInf",
                    tag("Tp", coded("CdOrPrtry", reference.type) + text("Issr", reference.issuer))
                    + text("Ref", reference.reference),
                )
                if reference
                else ""
            )
            + self.plain_party("Invcr", block.invoicer)
            + self.plain_party("Invcee", block.invoicee)
            + "".join(text("AddtlRmtInf", one) for one in block.additional),
        )

    def document(self, document: ReferredDocument) -> str:
        issued = str(document.issued) if document.issued else None
        day = tag("RltdDt", text("Dt", issued)) if self.version >= 12 else text("RltdDt", issued)
        return tag(
            "RfrdDocInf",
            tag("Tp", coded("CdOrPrtry", document.type) + text("Issr", document.issuer))
            + text("Nb", document.number)
            + day
            + "".join(map(self.line, document.lines)),
        )

    def line(self, line: ReferredLine) -> str:
        return tag(
            "LineDtls",
            tag(
                "Id",
                tag("Tp", coded("CdOrPrtry", line.type))
                + text("Nb", line.id)
                + text("RltdDt", str(line.issued) if line.issued else None),
            )
            + text("Desc", line.description)
            + tag("Amt", self.remitted(line.amounts)),
        )

    def remitted(self, amounts: RemittanceAmounts | None) -> str:
        if amounts is None:
            return ""
        if self.version >= 12:
            return self.typed(amounts)
        nested = self.version >= 3
        return (
            money("DuePyblAmt", amounts.due)
            + "".join(
                tag("DscntApldAmt", money("Amt", one)) if nested else money("DscntApldAmt", one)
                for one in amounts.discounts
            )
            + money("CdtNoteAmt", amounts.credit_note)
            + (tag("TaxAmt", money("Amt", amounts.tax)) if nested else money("TaxAmt", amounts.tax))
            + money("RmtdAmt", amounts.remitted)
        )

    def typed(self, amounts: RemittanceAmounts) -> str:
        coded_amounts = [
            ("DUPA", amounts.due),
            *(("TMDS", one) for one in amounts.discounts),
            ("CREN", amounts.credit_note),
            ("TAXS", amounts.tax),
            ("REMI", amounts.remitted),
        ]
        return "".join(
            tag("RmtAmtAndTp", coded("Tp", code) + money("Amt", amount)) for code, amount in coded_amounts if amount
        )
