"""The table of camt.052, .053 and .054: one for all versions, since what differs between them differs in names."""

from functools import lru_cache
from typing import Any

from counterfoil.formats._camt_rows import (
    ACCOUNT,
    account_of,
    adjustment,
    agent_of,
    coded,
    each,
    money,
    party_of,
    remittance_amounts,
    to_day,
    to_moment,
    to_when,
    typed,
    when,
)
from counterfoil.formats._table import Group, Leaf, Part, Row, Table, flag, number, text
from counterfoil.model._base import Model
from counterfoil.model.statement import (
    Account,
    AmountDetails,
    Balance,
    Batch,
    Charge,
    Charges,
    CreditLine,
    CreditorReference,
    Entry,
    EntryTotals,
    Exchange,
    ExchangedAmount,
    MessageHeader,
    Pagination,
    ReferredDocument,
    ReferredLine,
    RelatedAgents,
    RelatedParties,
    Return,
    Statement,
    StructuredRemittance,
    Totals,
    TransactionCode,
    TransactionDetails,
    TransactionReferences,
)
from counterfoil.model.values import Amount, Identifier


class Message(Model):
    """A whole message: its header and the statements in it."""

    header: MessageHeader | None = None
    statements: tuple[Statement, ...] = ()


NESTING = ("Sts", "DscntApldAmt", "TaxAmt", "RltdDt")
"""Elements with text in older versions and with children in newer ones (from .001.08, .03, .03 and .12 on)."""


@lru_cache(maxsize=64)
def table(namespace: str, nested: frozenset[str]) -> Table:
    """The table for a namespace. `nested`: which of `NESTING` have children in the document.

    The document says so itself rather than its version, since banks write versions that they do not follow.
    """
    body = Part(_message(nested))
    return Table(f"{{{namespace}}}Document", Group("", Message, dict.fromkeys(_MESSAGES, body)), {"": namespace})


_MESSAGES = (
    "BkToCstmrAcctRpt",
    "BkToCstmrStmt",
    "BkToCstmrDbtCdtNtfctn",
    "BkToCstmrAcctRptV01",
    "BkToCstmrStmtV01",
    "BkToCstmrDbtCdtNtfctnV01",
)


Nested = frozenset[str]


def _either(nested: Nested, name: str, leaf: Leaf, child: str = "Amt") -> Row:
    return Part({child: leaf}) if name in nested else leaf


# ---------------------------------------------------------------------------------------------------------------------
# Remittance
# ---------------------------------------------------------------------------------------------------------------------


def _amounts(nested: Nested) -> dict[str, Row]:
    return {
        "DuePyblAmt": money("due"),
        "DscntApldAmt": _either(nested, "DscntApldAmt", money("discounts", many=True)),
        "CdtNoteAmt": money("credit_note"),
        "TaxAmt": _either(nested, "TaxAmt", money("tax")),
        "AdjstmntAmtAndRsn": each(adjustment, "adjustments", {"Amt": money("amount"), "CdtDbtInd": text("direction")}),
        "RmtdAmt": money("remitted"),
        # From .001.12 on, in place of the five above.
        "RmtAmtAndTp": each(typed, "typed", {"Tp": coded("type"), "Amt": money("amount")}),
    }


def _remittance(nested: Nested) -> Group:
    amounts = _amounts(nested)
    line: dict[str, Row] = {
        "Id/Tp/CdOrPrtry": coded("type"),
        "Id/Nb": text("id"),
        "Id/RltdDt": Leaf("issued", to_day),
        "Desc": text("description"),
        "Amt": Group("amounts", remittance_amounts, amounts),
    }
    document: dict[str, Row] = {
        "Tp/CdOrPrtry": coded("type"),
        "Tp/Issr": text("issuer"),
        "Nb": text("number"),
        "RltdDt": _either(nested, "RltdDt", Leaf("issued", to_day), "Dt"),
        "LineDtls": each(ReferredLine, "lines", line),
        # .001.01
        "RfrdDocTp": Part({"Cd": text("type"), "Prtry": text("type"), "Issr": text("issuer")}),
        "RfrdDocNb": text("number"),
    }
    creditor_reference: dict[str, Row] = {
        "Tp/CdOrPrtry": coded("type"),
        "Tp/Issr": text("issuer"),
        "Ref": text("reference"),
        # .001.01
        "CdtrRefTp": Part({"Cd": text("type"), "Prtry": text("type"), "Issr": text("issuer")}),
        "CdtrRef": text("reference"),
    }
    return each(
        StructuredRemittance,
        "structured",
        {
            "RfrdDocInf": each(ReferredDocument, "documents", document),
            "RfrdDocAmt": Group("amounts", remittance_amounts, amounts),
            "CdtrRefInf": Group("creditor_reference", CreditorReference, creditor_reference),
            "Invcr": party_of("invoicer"),
            "Invcee": party_of("invoicee"),
            "AddtlRmtInf": text("additional", many=True),
        },
    )


# ---------------------------------------------------------------------------------------------------------------------
# Amounts, charges and codes
# ---------------------------------------------------------------------------------------------------------------------


def _charges(total: Amount | None = None, records: tuple[Charge, ...] = (), **single: Any) -> Charges:
    if single:
        records = (Charge(**single), *records)
    return Charges(total=total, records=records)


_EXCHANGED: dict[str, Row] = {
    "Tp": text("type"),
    "Amt": money("amount"),
    "CcyXchg": Group(
        "exchange",
        Exchange,
        {
            "SrcCcy": text("source"),
            "TrgtCcy": text("target"),
            "UnitCcy": text("unit"),
            "XchgRate": number("rate"),
            "CtrctId": text("contract"),
            "QtnDt": Leaf("quoted", to_moment),
        },
    ),
}

_AMOUNT_DETAILS = Group(
    "amounts",
    AmountDetails,
    {
        "InstdAmt": Group("instructed", ExchangedAmount, _EXCHANGED),
        "TxAmt": Group("transaction", ExchangedAmount, _EXCHANGED),
        "CntrValAmt": Group("counter_value", ExchangedAmount, _EXCHANGED),
        "AnncdPstngAmt": Group("announced", ExchangedAmount, _EXCHANGED),
        "PrtryAmt": each(ExchangedAmount, "proprietary", _EXCHANGED),
    },
)

_CHARGE: dict[str, Row] = {
    "Amt": money("amount"),
    "CdtDbtInd": text("direction"),
    "ChrgInclInd": flag("included"),
    "Tp": Part({"Cd": text("type"), "Prtry/Id": text("type")}),
    "Br": text("bearer"),
}

_CHARGES = each(
    _charges,
    "charges",
    {
        "TtlChrgsAndTaxAmt": money("total"),
        "Rcrd": each(Charge, "records", {**_CHARGE, "Agt": agent_of("agent")}),
        # Before .001.04 each charge is a block of its own.
        **_CHARGE,
        "Pty": agent_of("agent"),
    },
)

_CODE: dict[str, Row] = {
    "Domn/Cd": text("domain"),
    "Domn/Fmly/Cd": text("family"),
    "Domn/Fmly/SubFmlyCd": text("sub_family"),
    "Prtry/Cd": text("proprietary"),
    "Prtry/Issr": text("issuer"),
}


def _code_of(field: str) -> Group:
    return Group(field, TransactionCode, _CODE)


# ---------------------------------------------------------------------------------------------------------------------
# Transactions, entries and statements
# ---------------------------------------------------------------------------------------------------------------------


def _proprietary_reference(type: str | None = None, reference: str | None = None) -> Identifier | None:
    return None if reference is None else Identifier(value=reference, scheme=type)


_REFERENCES: dict[str, Row] = {
    "MsgId": text("message"),
    "AcctSvcrRef": text("account_servicer"),
    "PmtInfId": text("payment_information"),
    "InstrId": text("instruction"),
    "EndToEndId": text("end_to_end"),
    "UETR": text("uetr"),
    "TxId": text("transaction"),
    "MndtId": text("mandate"),
    "ChqNb": text("cheque"),
    "ClrSysRef": text("clearing_system"),
    "AcctOwnrTxId": text("account_owner"),
    "PrcgId": text("processing"),
    "Prtry": each(_proprietary_reference, "proprietary", {"Tp": text("type"), "Ref": text("reference")}),
}

_PARTIES: dict[str, Row] = {
    "InitgPty": party_of("initiating"),
    "Dbtr": party_of("debtor"),
    "DbtrAcct": account_of("debtor_account"),
    "UltmtDbtr": party_of("ultimate_debtor"),
    "Cdtr": party_of("creditor"),
    "CdtrAcct": account_of("creditor_account"),
    "UltmtCdtr": party_of("ultimate_creditor"),
}

_RETURN: dict[str, Row] = {
    "OrgnlBkTxCd": _code_of("original_code"),
    "Orgtr": party_of("originator"),
    "Rsn": coded("reason"),
    "AddtlInf": text("additional", many=True),
}

_TOTALS: dict[str, Row] = {"NbOfNtries": number("count"), "Sum": number("sum")}

_BALANCE: dict[str, Row] = {
    "Tp/CdOrPrtry": coded("type"),
    "Tp/SubTp": coded("sub_type"),
    # .001.01
    "Tp/Cd": text("type"),
    "Tp/Prtry": text("type"),
    "CdtLine": each(
        CreditLine, "credit_lines", {"Incl": flag("included"), "Tp": coded("type"), "Amt": money("amount")}
    ),
    "Amt": money("amount"),
    "CdtDbtInd": text("direction"),
    "Dt": when("when"),
}

_BATCH: dict[str, Row] = {
    "MsgId": text("message"),
    "PmtInfId": text("payment_information"),
    "NbOfTxs": number("count"),
    "TtlAmt": money("total"),
    "CdtDbtInd": text("direction"),
}

_PAGES: dict[str, Row] = {"PgNb": text("page"), "LastPgInd": flag("last")}


def _transaction(nested: Nested) -> Group:
    return each(
        TransactionDetails,
        "details",
        {
            "Refs": Group("references", TransactionReferences, _REFERENCES),
            "Amt": money("amount"),
            "CdtDbtInd": text("direction"),
            "AmtDtls": _AMOUNT_DETAILS,
            "BkTxCd": _code_of("code"),
            "Chrgs": _CHARGES,
            "RltdPties": Group("parties", RelatedParties, _PARTIES),
            "RltdAgts": Group(
                "agents", RelatedAgents, {"DbtrAgt": agent_of("debtor"), "CdtrAgt": agent_of("creditor")}
            ),
            "Purp": coded("purpose"),
            "RmtInf": Part({"Ustrd": text("unstructured", many=True), "Strd": _remittance(nested)}),
            "RltdDts/AccptncDtTm": Leaf("accepted", to_moment),
            "RtrInf": Group("returned", Return, _RETURN),
            "AddtlTxInf": text("additional"),
        },
    )


def _entry(nested: Nested) -> Group:
    transaction = _transaction(nested)
    return each(
        Entry,
        "entries",
        {
            "NtryRef": text("reference"),
            "Amt": money("amount"),
            "CdtDbtInd": text("direction"),
            "RvslInd": flag("reversal"),
            "Sts": coded("status") if "Sts" in nested else text("status"),
            "BookgDt": when("booked"),
            "ValDt": when("valued"),
            "AcctSvcrRef": text("account_servicer_reference"),
            "BkTxCd": _code_of("code"),
            "AmtDtls": _AMOUNT_DETAILS,
            "Chrgs": _CHARGES,
            "NtryDtls": Part({"Btch": each(Batch, "batches", _BATCH), "TxDtls": transaction}),
            # .001.01
            "TxDtls": transaction,
            "AddtlNtryInf": text("additional"),
        },
    )


def _message(nested: Nested) -> dict[str, Row]:
    account: dict[str, Row] = {**ACCOUNT, "Ownr": party_of("owner"), "Svcr": agent_of("servicer")}
    pages = Group("pagination", Pagination, _PAGES)
    statement: dict[str, Row] = {
        "Id": text("id"),
        "StmtPgntn": pages,
        "RptPgntn": pages,
        "NtfctnPgntn": pages,
        "ElctrncSeqNb": text("electronic_sequence"),
        "LglSeqNb": text("legal_sequence"),
        "CreDtTm": Leaf("created", to_when),
        "FrToDt": Part({"FrDtTm": Leaf("start", to_when), "ToDtTm": Leaf("end", to_when)}),
        "CpyDplctInd": text("copy"),
        "Acct": Group("account", Account, account),
        "RltdAcct": account_of("related_account"),
        "Bal": each(Balance, "balances", _BALANCE),
        "TxsSummry": Group(
            "totals",
            Totals,
            {
                "TtlNtries": Group("all", EntryTotals, _TOTALS),
                "TtlCdtNtries": Group("credits", EntryTotals, _TOTALS),
                "TtlDbtNtries": Group("debits", EntryTotals, _TOTALS),
            },
        ),
        "Ntry": _entry(nested),
        "AddtlStmtInf": text("additional"),
        "AddtlRptInf": text("additional"),
        "AddtlNtfctnInf": text("additional"),
    }
    header: dict[str, Row] = {
        "MsgId": text("id"),
        "CreDtTm": Leaf("created", to_moment),
        "MsgRcpt": party_of("recipient"),
        "MsgPgntn": pages,
        "AddtlInf": text("additional"),
    }
    group = each(Statement, "statements", statement)
    return {"GrpHdr": Group("header", MessageHeader, header), "Stmt": group, "Rpt": group, "Ntfctn": group}
