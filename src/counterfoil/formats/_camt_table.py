"""The table of camt.052, .053 and .054: one for all versions, since what differs between them differs in names."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from counterfoil.formats._table import Group, Leaf, Part, Row, Table, day, decimal, flag, number, text
from counterfoil.model._base import Model
from counterfoil.model.party import Address, Contact, Party
from counterfoil.model.statement import (
    DEBIT,
    Account,
    Agent,
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
    RemittanceAmounts,
    Return,
    Statement,
    StructuredRemittance,
    Totals,
    TransactionCode,
    TransactionDetails,
    TransactionReferences,
    When,
)
from counterfoil.model.values import Amount, Identifier

Attributes = list[tuple[str, str]]

_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]{1,6})?[0-9]*(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_SCHEMES = {"GS1G": "0088", "DUNS": "0060"}
"""External organisation identification codes that have a number in ISO/IEC 6523."""


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


# ---------------------------------------------------------------------------------------------------------------------
# Values
# ---------------------------------------------------------------------------------------------------------------------


def to_money(written: str, attributes: Attributes) -> Amount:
    """An amount with its Ccy."""
    currency = None
    for name, value in attributes:
        if name == "Ccy":
            currency = value
    return Amount(value=decimal(written), currency=currency, written=written)


def to_when(written: str, _attributes: Attributes) -> When | None:
    """A day or moment, whichever was written; None where there is no such day."""
    found = to_day(written, _attributes)
    return None if found is None else When(day=found, moment=to_moment(written))


def to_day(written: str, _attributes: Attributes) -> date | None:
    """A day, also where a moment was written in its place."""
    return day(written[:10] if written[10:11] == "T" else written)


def to_moment(written: str, _attributes: Attributes | None = None) -> datetime | None:
    """A moment in UTC; without a zone it is taken as UTC. None where it is no xsd:dateTime or out of range."""
    match = _MOMENT.fullmatch(written)
    if match is None:
        return None
    try:
        moment = datetime.fromisoformat("".join(part or "" for part in match.groups()))
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _money(field: str, many: bool = False) -> Leaf:
    return Leaf(field, to_money, many)


def _when(field: str) -> Part:
    return Part({"Dt": Leaf(field, to_when), "DtTm": Leaf(field, to_when)})


def _coded(field: str) -> Part:
    """A choice of a code and a bank's own word."""
    return Part({"Cd": text(field), "Prtry": text(field)})


def _either(nested: Nested, name: str, leaf: Leaf, child: str = "Amt") -> Row:
    return Part({child: leaf}) if name in nested else leaf


def _each(build: Callable[..., Any], field: str, rows: dict[str, Row]) -> Group:
    return Group(field, build, rows, many=True)


# ---------------------------------------------------------------------------------------------------------------------
# Parties, banks and accounts
# ---------------------------------------------------------------------------------------------------------------------


def _address(
    street: str | None = None, building: str | None = None, lines: tuple[str, ...] = (), **values: str
) -> Address:
    first = " ".join(part for part in (street, building) if part)
    written = ([first] if first else []) + list(lines)
    return Address(
        line1=written[0] if written else None,
        line2=written[1] if len(written) > 1 else None,
        line3=", ".join(written[2:]) or None,
        **values,
    )


def _scheme_identifier(
    id: str | None = None, scheme: str | None = None, issuer: str | None = None
) -> Identifier | None:
    return None if id is None else Identifier(value=id, scheme=_SCHEMES.get(scheme or "", scheme or issuer))


def _party(
    bic: str | None = None,
    lei: str | None = None,
    gln: str | None = None,
    residence: str | None = None,
    identifiers: tuple[Identifier, ...] = (),
    address: Address | None = None,
    **values: Any,
) -> Party:
    coded = tuple(Identifier(value=v, scheme=s) for v, s in ((bic, "BIC"), (lei, "0199"), (gln, "0088")) if v)
    if residence and address is None:
        address = Address(country=residence)
    return Party(identifiers=coded + identifiers, address=address, **values)


def _agent(member: str | None = None, clearing: str | None = None, **values: Any) -> Agent:
    return Agent(member=Identifier(value=member, scheme=clearing) if member else None, **values)


_ADDRESS: dict[str, Row] = {
    "StrtNm": text("street"),
    "BldgNb": text("building"),
    "PstCd": text("post_code"),
    "TwnNm": text("city"),
    "CtrySubDvsn": text("subdivision"),
    "Ctry": text("country"),
    "AdrLine": text("lines", many=True),
}

_OTHER: dict[str, Row] = {"Id": text("id"), "SchmeNm": _coded("scheme"), "Issr": text("issuer")}

_PARTY_CHOICE: dict[str, Row] = {
    "Nm": text("name"),
    "PstlAdr": Group("address", _address, _ADDRESS),
    "Id/OrgId": Part(
        {
            "AnyBIC": text("bic"),
            "BICOrBEI": text("bic"),
            "BIC": text("bic"),
            "LEI": text("lei"),
            "EANGLN": text("gln"),
            "Othr": _each(_scheme_identifier, "identifiers", _OTHER),
        }
    ),
    "Id/PrvtId/Othr": _each(_scheme_identifier, "identifiers", _OTHER),
    "CtryOfRes": text("residence"),
    "CtctDtls": Group("contact", Contact, {"Nm": text("name"), "PhneNb": text("telephone"), "EmailAdr": text("email")}),
}

_BANK: dict[str, Row] = {
    "BICFI": text("bic"),
    "BIC": text("bic"),
    "LEI": text("lei"),
    "Nm": text("name"),
    "ClrSysMmbId/MmbId": text("member"),
    "ClrSysMmbId/ClrSysId": _coded("clearing"),
    "Othr": Group("other", _scheme_identifier, _OTHER),
    "PstlAdr/Ctry": text("country"),
}

_BANK_AS_PARTY: dict[str, Row] = {
    "BICFI": text("bic"),
    "LEI": text("lei"),
    "Nm": text("name"),
    "PstlAdr": Group("address", _address, _ADDRESS),
}

_PARTY: dict[str, Row] = {
    **_PARTY_CHOICE,
    # From .001.08 on a party may be a bank, so that there is one more element around either.
    "Pty": Part(_PARTY_CHOICE),
    "Agt/FinInstnId": Part(_BANK_AS_PARTY),
}

_ACCOUNT: dict[str, Row] = {
    "Id": Part(
        {
            "IBAN": text("iban"),
            "Othr": Group("other", _scheme_identifier, _OTHER),
            "PrtryAcct": Group("other", _scheme_identifier, _OTHER),
        }
    ),
    "Tp": _coded("type"),
    "Ccy": text("currency"),
    "Nm": text("name"),
    "Prxy/Id": text("proxy"),
}


def _party_of(field: str) -> Group:
    return Group(field, _party, _PARTY)


def _agent_of(field: str) -> Group:
    return Group(field, _agent, {"FinInstnId": Part(_BANK)})


def _account_of(field: str) -> Group:
    return Group(field, Account, _ACCOUNT)


# ---------------------------------------------------------------------------------------------------------------------
# Remittance
# ---------------------------------------------------------------------------------------------------------------------


def _adjustment(amount: Amount | None = None, direction: str | None = None) -> Amount | None:
    if amount is None or amount.value is None or direction != DEBIT:
        return amount
    return Amount(value=-amount.value, currency=amount.currency, written=amount.written)


def _typed(type: str | None = None, amount: Amount | None = None) -> tuple[str | None, Amount | None]:
    return type, amount


def _amounts(nested: Nested) -> dict[str, Row]:
    return {
        "DuePyblAmt": _money("due"),
        "DscntApldAmt": _either(nested, "DscntApldAmt", _money("discounts", many=True)),
        "CdtNoteAmt": _money("credit_note"),
        "TaxAmt": _either(nested, "TaxAmt", _money("tax")),
        "AdjstmntAmtAndRsn": _each(
            _adjustment, "adjustments", {"Amt": _money("amount"), "CdtDbtInd": text("direction")}
        ),
        "RmtdAmt": _money("remitted"),
        # From .001.12 on, in place of the five above.
        "RmtAmtAndTp": _each(_typed, "typed", {"Tp": _coded("type"), "Amt": _money("amount")}),
    }


def _remittance(nested: Nested) -> Group:
    amounts = _amounts(nested)
    line: dict[str, Row] = {
        "Id/Tp/CdOrPrtry": _coded("type"),
        "Id/Nb": text("id"),
        "Id/RltdDt": Leaf("issued", to_day),
        "Desc": text("description"),
        "Amt": Group("amounts", RemittanceAmounts, amounts),
    }
    document: dict[str, Row] = {
        "Tp/CdOrPrtry": _coded("type"),
        "Tp/Issr": text("issuer"),
        "Nb": text("number"),
        "RltdDt": _either(nested, "RltdDt", Leaf("issued", to_day), "Dt"),
        "LineDtls": _each(ReferredLine, "lines", line),
        # .001.01
        "RfrdDocTp": Part({"Cd": text("type"), "Prtry": text("type"), "Issr": text("issuer")}),
        "RfrdDocNb": text("number"),
    }
    creditor_reference: dict[str, Row] = {
        "Tp/CdOrPrtry": _coded("type"),
        "Tp/Issr": text("issuer"),
        "Ref": text("reference"),
        # .001.01
        "CdtrRefTp": Part({"Cd": text("type"), "Prtry": text("type"), "Issr": text("issuer")}),
        "CdtrRef": text("reference"),
    }
    return _each(
        StructuredRemittance,
        "structured",
        {
            "RfrdDocInf": _each(ReferredDocument, "documents", document),
            "RfrdDocAmt": Group("amounts", RemittanceAmounts, amounts),
            "CdtrRefInf": Group("creditor_reference", CreditorReference, creditor_reference),
            "Invcr": _party_of("invoicer"),
            "Invcee": _party_of("invoicee"),
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
    "Amt": _money("amount"),
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
        "PrtryAmt": _each(ExchangedAmount, "proprietary", _EXCHANGED),
    },
)

_CHARGE: dict[str, Row] = {
    "Amt": _money("amount"),
    "CdtDbtInd": text("direction"),
    "ChrgInclInd": flag("included"),
    "Tp": Part({"Cd": text("type"), "Prtry/Id": text("type")}),
    "Br": text("bearer"),
}

_CHARGES = _each(
    _charges,
    "charges",
    {
        "TtlChrgsAndTaxAmt": _money("total"),
        "Rcrd": _each(Charge, "records", {**_CHARGE, "Agt": _agent_of("agent")}),
        # Before .001.04 each charge is a block of its own.
        **_CHARGE,
        "Pty": _agent_of("agent"),
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
    "Prtry": _each(_proprietary_reference, "proprietary", {"Tp": text("type"), "Ref": text("reference")}),
}

_PARTIES: dict[str, Row] = {
    "InitgPty": _party_of("initiating"),
    "Dbtr": _party_of("debtor"),
    "DbtrAcct": _account_of("debtor_account"),
    "UltmtDbtr": _party_of("ultimate_debtor"),
    "Cdtr": _party_of("creditor"),
    "CdtrAcct": _account_of("creditor_account"),
    "UltmtCdtr": _party_of("ultimate_creditor"),
}

_RETURN: dict[str, Row] = {
    "OrgnlBkTxCd": _code_of("original_code"),
    "Orgtr": _party_of("originator"),
    "Rsn": _coded("reason"),
    "AddtlInf": text("additional", many=True),
}

_TOTALS: dict[str, Row] = {"NbOfNtries": number("count"), "Sum": number("sum")}

_BALANCE: dict[str, Row] = {
    "Tp/CdOrPrtry": _coded("type"),
    "Tp/SubTp": _coded("sub_type"),
    "CdtLine": _each(
        CreditLine, "credit_lines", {"Incl": flag("included"), "Tp": _coded("type"), "Amt": _money("amount")}
    ),
    "Amt": _money("amount"),
    "CdtDbtInd": text("direction"),
    "Dt": _when("when"),
}

_BATCH: dict[str, Row] = {
    "MsgId": text("message"),
    "PmtInfId": text("payment_information"),
    "NbOfTxs": number("count"),
    "TtlAmt": _money("total"),
    "CdtDbtInd": text("direction"),
}

_PAGES: dict[str, Row] = {"PgNb": text("page"), "LastPgInd": flag("last")}


def _transaction(nested: Nested) -> Group:
    return _each(
        TransactionDetails,
        "details",
        {
            "Refs": Group("references", TransactionReferences, _REFERENCES),
            "Amt": _money("amount"),
            "CdtDbtInd": text("direction"),
            "AmtDtls": _AMOUNT_DETAILS,
            "BkTxCd": _code_of("code"),
            "Chrgs": _CHARGES,
            "RltdPties": Group("parties", RelatedParties, _PARTIES),
            "RltdAgts": Group(
                "agents", RelatedAgents, {"DbtrAgt": _agent_of("debtor"), "CdtrAgt": _agent_of("creditor")}
            ),
            "Purp": _coded("purpose"),
            "RmtInf": Part({"Ustrd": text("unstructured", many=True), "Strd": _remittance(nested)}),
            "RltdDts/AccptncDtTm": Leaf("accepted", to_moment),
            "RtrInf": Group("returned", Return, _RETURN),
            "AddtlTxInf": text("additional"),
        },
    )


def _entry(nested: Nested) -> Group:
    transaction = _transaction(nested)
    return _each(
        Entry,
        "entries",
        {
            "NtryRef": text("reference"),
            "Amt": _money("amount"),
            "CdtDbtInd": text("direction"),
            "RvslInd": flag("reversal"),
            "Sts": _coded("status") if "Sts" in nested else text("status"),
            "BookgDt": _when("booked"),
            "ValDt": _when("valued"),
            "AcctSvcrRef": text("account_servicer_reference"),
            "BkTxCd": _code_of("code"),
            "AmtDtls": _AMOUNT_DETAILS,
            "Chrgs": _CHARGES,
            "NtryDtls": Part({"Btch": _each(Batch, "batches", _BATCH), "TxDtls": transaction}),
            # .001.01
            "TxDtls": transaction,
            "AddtlNtryInf": text("additional"),
        },
    )


def _message(nested: Nested) -> dict[str, Row]:
    account: dict[str, Row] = {**_ACCOUNT, "Ownr": _party_of("owner"), "Svcr": _agent_of("servicer")}
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
        "RltdAcct": _account_of("related_account"),
        "Bal": _each(Balance, "balances", _BALANCE),
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
        "MsgRcpt": _party_of("recipient"),
        "MsgPgntn": pages,
        "AddtlInf": text("additional"),
    }
    group = _each(Statement, "statements", statement)
    return {"GrpHdr": Group("header", MessageHeader, header), "Stmt": group, "Rpt": group, "Ntfctn": group}
