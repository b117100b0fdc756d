"""What the official decodings of camt samples tell, and what our model tells, in the same words."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from counterfoil.model.party import Party
from counterfoil.model.statement import (
    Account,
    Agent,
    Balance,
    Charges,
    Entry,
    Statement,
    TransactionCode,
    TransactionDetails,
    When,
)
from counterfoil.model.values import Amount

Told = dict[str, Any]
REPEATED = "__RECURSIVITY__"
_WITHOUT_CENTS = {"JPY"}
_BALANCES = {"OPBD": "opening", "CLBD": "closing", "OPAV": "opening_available", "CLAV": "closing_available"}
_BALANCES |= {"ITBD": "interim"}


def told_by_decoding(decoding: Told) -> list[Told]:
    """The statements of a decoding; it names an object once and REPEATED where it comes again."""
    entries = decoding["getEntries"]
    records = [one for one in decoding["getRecords"] if one != REPEATED]
    records += [one["getRecord"] for one in entries if isinstance(one["getRecord"], dict)]
    assert len(records) == 1
    record, header = records[0], decoding["getGroupHeader"]
    recipient = header["getMessageRecipient"]
    return [
        {
            "message": header["getMessageId"],
            "message created": _moment(header["getCreatedOn"]),
            "recipient": recipient and recipient["getName"],
            "id": record["getId"],
            "created": _moment(record["getCreatedOn"]),
            "electronic": record["getElectronicSequenceNumber"],
            "legal": record["getLegalSequenceNumber"],
            "from": _moment(record["getFromDate"]),
            "to": _moment(record["getToDate"]),
            "copy": record["getCopyDuplicateIndicator"],
            "page": record["getPagination"] and record["getPagination"]["getPageNumber"],
            "account": record["getAccount"]["getIdentification"],
            "balances": [_balance(one) for one in record.get("getBalances", [])],
            "entries": [_entry(one) for one in entries],
            "additional": record["getAdditionalInformation"] or None,
        }
    ]


def _balance(one: Told) -> tuple[Any, ...]:
    return one["getType"], _money(one["getAmount"]), _moment(one["getDate"])


def _entry(one: Told) -> Told:
    return {
        "amount": _money(one["getAmount"]),
        "direction": one["getCreditDebitIndicator"],
        "reversal": one["getReversalIndicator"],
        "status": one["getStatus"],
        "booked": _moment(one["getBookingDate"]),
        "valued": _moment(one["getValueDate"]),
        "reference": one["getReference"],
        "servicer": one["getAccountServicerReference"],
        "batch": one["getBatchPaymentId"],
        "code": _code(one["getBankTransactionCode"]),
        "charges": _charges(one["getCharges"]),
        "additional": one["getAdditionalInfo"] or None,
        "details": [_detail(detail) for detail in _unrepeated(one, "getTransactionDetails", "getTransactionDetail")],
    }


def _detail(one: Told) -> Told:
    refs = one["getReference"] or {}
    remittance = one["getRemittanceInformation"] or {}
    return {
        "amount": one["getAmount"] and _money(one["getAmount"]),
        "charges": _charges(one["getCharges"]),
        "end to end": refs.get("getEndToEndId"),
        "instruction": refs.get("getInstructionId"),
        "payment information": refs.get("getPaymentInformationId"),
        "mandate": refs.get("getMandateId"),
        "own references": [(own["getType"], own["getReference"]) for own in refs.get("getProprietaries", [])],
        "parties": sorted(_party(party) for party in _unrepeated(one, "getRelatedParties", "getRelatedParty")),
        "agents": sorted(_agent(agent) for agent in _unrepeated(one, "getRelatedAgents", "getRelatedAgent")),
        "texts": [
            block["getMessage"] for block in _unrepeated(remittance, "getUnstructuredBlocks", "getUnstructuredBlock")
        ],
        "structured": [
            _structured(block, remittance)
            for block in _unrepeated(remittance, "getStructuredBlocks", "getStructuredBlock")
        ],
        "additional": one["getAdditionalTransactionInformation"],
    }


def _structured(block: Told, remittance: Told) -> tuple[Any, ...]:
    reference = block["getCreditorReferenceInformation"]
    if reference == REPEATED:
        reference = remittance["getCreditorReferenceInformation"]
    code = reference and (reference["getCode"] or reference["getProprietary"])
    return code, reference and reference["getRef"], block["getAdditionalRemittanceInformation"]


def _party(one: Told) -> tuple[Any, ...]:
    kind = one["getRelatedPartyType"]
    address = kind["getAddress"] or {}
    written = [" ".join(filter(None, (address.get("getStreetName"), address.get("getBuildingNumber"))))]
    lines = [line for line in (*written, *address.get("getAddressLines", [])) if line]
    identification = kind["getIdentification"] or {}
    return (
        kind["__CLASS__"].rpartition("\\")[2],
        kind["getName"] or "",
        lines,
        address.get("getPostCode") or "",
        address.get("getTownName") or "",
        address.get("getCountry") or "",
        identification.get("getIdentification") or "",
        (one["getAccount"] or {}).get("getIdentification") or "",
    )


def _agent(one: Told) -> tuple[Any, ...]:
    agent = one["getRelatedAgentType"]
    return agent["__CLASS__"].rpartition("\\")[2], agent["getBIC"], agent["getName"]


def _unrepeated(one: Told, several: str, single: str) -> list[Told]:
    """A list whose first object is named before it, or after it."""
    found = one.get(several, [])
    return [one[single] if item == REPEATED else item for item in found]


def _code(code: Told | None) -> tuple[Any, ...]:
    domain = (code or {}).get("getDomain") or {}
    family = domain.get("getFamily") or {}
    own = (code or {}).get("getProprietary") or {}
    return domain.get("getCode"), family.get("getCode"), family.get("getSubFamilyCode"), own.get("getCode")


def _charges(charges: Told | None) -> tuple[Any, ...] | None:
    if charges is None:
        return None
    total, record = charges["getTotalChargesAndTaxAmount"], charges["getRecord"]
    return total and _money(total), [(_money(record["getAmount"]), record["getIdentification"])]


def _money(money: Told) -> tuple[Decimal, str]:
    currency = money["getCurrency"]["getCode"]
    return Decimal(money["getAmount"]).scaleb(0 if currency in _WITHOUT_CENTS else -2), currency


def _moment(written: Told | None) -> dt.datetime | None:
    return None if written is None else dt.datetime.fromisoformat(written["0"])


# ---------------------------------------------------------------------------------------------------------------------
# Ours
# ---------------------------------------------------------------------------------------------------------------------


def told_by_model(statements: Iterable[Statement]) -> list[Told]:
    return [_our_statement(statement) for statement in statements]


def _our_statement(statement: Statement) -> Told:
    header = statement.message
    assert header is not None
    account = statement.account
    return {
        "message": header.id,
        "message created": header.created,
        "recipient": header.recipient and header.recipient.name,
        "id": statement.id,
        "created": _our_moment(statement.created),
        "electronic": statement.electronic_sequence,
        "legal": statement.legal_sequence,
        "from": _our_moment(statement.start),
        "to": _our_moment(statement.end),
        "copy": statement.copy,
        "page": statement.pagination and statement.pagination.page,
        "account": _our_account(account),
        "balances": [_our_balance(one) for one in statement.balances],
        "entries": [_our_entry(one) for one in statement.entries],
        "additional": statement.additional,
    }


def _our_balance(one: Balance) -> tuple[Any, ...]:
    return _BALANCES[one.type or ""], _our_money(one.amount, one.direction), _our_moment(one.when)


def _our_entry(one: Entry) -> Told:
    return {
        "amount": _our_money(one.amount, one.direction),
        "direction": one.direction,
        "reversal": bool(one.reversal),
        "status": one.status,
        "booked": _our_moment(one.booked),
        "valued": _our_moment(one.valued),
        "reference": one.reference,
        "servicer": one.account_servicer_reference,
        "batch": one.batches[0].payment_information if one.batches else None,
        "code": _our_code(one.code),
        "charges": _our_charges(one.charges),
        "additional": one.additional,
        "details": [_our_detail(detail, one) for detail in one.details],
    }


def _our_detail(one: TransactionDetails, entry: Entry) -> Told:
    refs, parties, agents = one.references, one.parties, one.agents
    related = (
        (
            ("Debtor", parties.debtor, parties.debtor_account),
            ("Creditor", parties.creditor, parties.creditor_account),
        )
        if parties
        else ()
    )
    banks = (("DebtorAgent", agents.debtor), ("CreditorAgent", agents.creditor)) if agents else ()
    return {
        # The decoding gives a detail the direction of its entry.
        "amount": one.amount and _our_money(one.amount, entry.direction),
        "charges": _our_charges(one.charges),
        "end to end": refs and refs.end_to_end,
        "instruction": refs and refs.instruction,
        "payment information": refs and refs.payment_information,
        "mandate": refs and refs.mandate,
        "own references": [(own.scheme, own.value) for own in refs.proprietary] if refs else [],
        "parties": sorted(_our_party(kind, party, account) for kind, party, account in related if party),
        "agents": sorted(_our_agent(kind, agent) for kind, agent in banks if agent),
        "texts": list(one.unstructured),
        "structured": [
            (
                block.creditor_reference and block.creditor_reference.type,
                block.creditor_reference and block.creditor_reference.reference,
                block.additional[0] if block.additional else None,
            )
            for block in one.structured
        ],
        "additional": one.additional,
    }


def _our_party(kind: str, party: Party, account: Account | None) -> tuple[Any, ...]:
    address = party.address
    lines = [line for line in (address.line1, address.line2, address.line3) if line] if address else []
    return (
        kind,
        party.name or "",
        lines,
        (address.post_code if address else None) or "",
        (address.city if address else None) or "",
        (address.country if address else None) or "",
        party.identifiers[0].value if party.identifiers else "",
        _our_account(account) or "",
    )


def _our_agent(kind: str, agent: Agent) -> tuple[Any, ...]:
    return kind, agent.bic or "", agent.name or ""


def _our_account(account: Account | None) -> str | None:
    if account is None:
        return None
    return account.iban or (account.other.value if account.other else None)


def _our_code(code: TransactionCode | None) -> tuple[Any, ...]:
    code = code or TransactionCode()
    return code.domain, code.family, code.sub_family, code.proprietary


def _our_charges(charges: tuple[Charges, ...]) -> tuple[Any, ...] | None:
    if not charges:
        return None
    return (
        charges[0].total and _our_money(charges[0].total, "CRDT"),
        [(_our_money(one.amount, one.direction), one.type) for one in charges[0].records],
    )


def _our_money(amount: Amount | None, direction: str | None) -> tuple[Decimal, str | None]:
    assert amount is not None
    assert amount.value is not None
    return (-amount.value if direction == "DBIT" else amount.value), amount.currency


def _our_moment(when: When | None) -> dt.datetime | None:
    if when is None or when.day is None:
        return None
    return when.moment or dt.datetime.combine(when.day, dt.time(), dt.UTC)
