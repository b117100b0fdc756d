"""Rows that recur in camt messages: amounts, days and moments, codes, parties, banks and accounts."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from msgspec.structs import replace

from counterfoil.formats._table import Group, Leaf, Part, Row, day, decimal, text
from counterfoil.model.party import Address, Contact, Party
from counterfoil.model.statement import DEBIT, Account, Agent, RemittanceAmounts, When
from counterfoil.model.values import Amount, Identifier

Attributes = list[tuple[str, str]]

_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]{1,6})?[0-9]*(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_SCHEMES = {"GS1G": "0088", "DUNS": "0060"}
"""External organisation identification codes that have a number in ISO/IEC 6523."""


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


def money(field: str, many: bool = False) -> Leaf:
    return Leaf(field, to_money, many)


def when(field: str) -> Part:
    return Part({"Dt": Leaf(field, to_when), "DtTm": Leaf(field, to_when)})


def coded(field: str) -> Part:
    """A choice of a code and a bank's own word."""
    return Part({"Cd": text(field), "Prtry": text(field)})


def each(build: Callable[..., Any], field: str, rows: dict[str, Row]) -> Group:
    return Group(field, build, rows, many=True)


def adjustment(amount: Amount | None = None, direction: str | None = None) -> Amount | None:
    """An adjustment, negative where it is a debit."""
    if amount is None or amount.value is None or direction != DEBIT:
        return amount
    return Amount(value=-amount.value, currency=amount.currency, written=amount.written)


def typed(type: str | None = None, amount: Amount | None = None) -> tuple[str | None, Amount | None]:
    """An amount with the code of its kind."""
    return type, amount


def remittance_amounts(typed: tuple[tuple[str | None, Amount | None], ...] = (), **values: Any) -> RemittanceAmounts:
    """Amounts with an element each, or each with its code (ExternalDocumentAmountType1Code) in newer versions."""
    others = []
    for code, amount in typed:
        if amount is not None and code in _AMOUNT_FIELDS:
            values.setdefault(_AMOUNT_FIELDS[code], amount)
        elif amount is not None and code in _DISCOUNTS:
            values["discounts"] = (*values.get("discounts", ()), amount)
        else:
            others.append((code, amount))
    return RemittanceAmounts(typed=tuple(others), **values)


_AMOUNT_FIELDS = {"DUPA": "due", "REMI": "remitted", "CREN": "credit_note", "TAXS": "tax"}
_DISCOUNTS = ("APDS", "STDS", "TMDS")


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


def scheme_identifier(id: str | None = None, scheme: str | None = None, issuer: str | None = None) -> Identifier | None:
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
    if residence and (address is None or address.country is None):
        address = replace(address or Address(), country=residence)
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

_OTHER: dict[str, Row] = {"Id": text("id"), "SchmeNm": coded("scheme"), "Issr": text("issuer")}

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
            "Othr": each(scheme_identifier, "identifiers", _OTHER),
        }
    ),
    "Id/PrvtId/Othr": each(scheme_identifier, "identifiers", _OTHER),
    "CtryOfRes": text("residence"),
    "CtctDtls": Group("contact", Contact, {"Nm": text("name"), "PhneNb": text("telephone"), "EmailAdr": text("email")}),
}

_BANK: dict[str, Row] = {
    "BICFI": text("bic"),
    "BIC": text("bic"),
    "LEI": text("lei"),
    "Nm": text("name"),
    "ClrSysMmbId/MmbId": text("member"),
    "ClrSysMmbId/ClrSysId": coded("clearing"),
    "Othr": Group("other", scheme_identifier, _OTHER),
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

ACCOUNT: dict[str, Row] = {
    "Id": Part(
        {
            "IBAN": text("iban"),
            "Othr": Group("other", scheme_identifier, _OTHER),
            "PrtryAcct": Group("other", scheme_identifier, _OTHER),
        }
    ),
    "Tp": coded("type"),
    "Ccy": text("currency"),
    "Nm": text("name"),
    "Prxy/Id": text("proxy"),
}


def party_of(field: str) -> Group:
    return Group(field, _party, _PARTY)


def agent_of(field: str) -> Group:
    return Group(field, _agent, {"FinInstnId": Part(_BANK)})


def account_of(field: str) -> Group:
    return Group(field, Account, ACCOUNT)
