"""Elements that recur in camt messages, written as the versions have them."""

import datetime as dt
from xml.sax.saxutils import escape

from counterfoil.model.party import Address, Party
from counterfoil.model.statement import Account, Agent, When
from counterfoil.model.values import Amount, Identifier, Number


def tag(name: str, content: str | None, **attributes: str | None) -> str:
    """An element; nothing where there is no content."""
    if not content:
        return ""
    written = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items() if value is not None)
    return f"<{name}{written}>{content}</{name}>"


def text(name: str, value: str | None) -> str:
    return tag(name, None if value is None else escape(value))


def money(name: str, amount: Amount | None) -> str:
    return "" if amount is None else tag(name, amount.written, Ccy=amount.currency)


def number(name: str, value: Number | None) -> str:
    return "" if value is None else tag(name, value.written)


def flag(name: str, value: bool | None) -> str:
    return "" if value is None else tag(name, "true" if value else "false")


def coded(name: str, value: str | None) -> str:
    """A code where it looks like one, else a bank's own word."""
    if value is None:
        return ""
    return tag(name, text("Cd" if len(value) == 4 and value.isupper() else "Prtry", value))


def when(name: str, value: When | None) -> str:
    if value is None:
        return ""
    if value.moment is None:
        return tag(name, text("Dt", str(value.day)))
    return tag(name, text("DtTm", moment(value.moment)))


def moment(value: dt.datetime) -> str:
    return value.isoformat().replace("+00:00", "Z")


def _address(address: Address | None) -> str:
    if address is None:
        return ""
    return tag(
        "PstlAdr",
        text("StrtNm", address.line1)
        + text("PstCd", address.post_code)
        + text("TwnNm", address.city)
        + text("CtrySubDvsn", address.subdivision)
        + text("Ctry", address.country)
        + text("AdrLine", address.line2)
        + text("AdrLine", address.line3),
    )


def _other(identifier: Identifier | None) -> str:
    if identifier is None:
        return ""
    return tag("Othr", text("Id", identifier.value) + coded("SchmeNm", identifier.scheme))


class Rows:
    """What differs between versions in parties, banks and accounts."""

    def __init__(self, version: int) -> None:
        self.version = version

    def account(self, name: str, account: Account | None) -> str:
        if account is None:
            return ""
        return tag(
            name,
            tag("Id", text("IBAN", account.iban) + _other(account.other))
            + coded("Tp", account.type)
            + text("Ccy", account.currency)
            + text("Nm", account.name)
            + tag("Prxy", text("Id", account.proxy))
            + self.plain_party("Ownr", account.owner)
            + self.agent("Svcr", account.servicer),
        )

    def party(self, name: str, party: Party | None) -> str:
        """A party of a transaction, which may be a bank from .001.08 on."""
        return tag(name, self.plain_party("Pty", party)) if self.version >= 8 else self.plain_party(name, party)

    def plain_party(self, name: str, party: Party | None) -> str:
        if party is None:
            return ""
        schemes = {"BIC": "AnyBIC" if self.version >= 4 else "BICOrBEI", "0199": "LEI"}
        identifiers = "".join(
            text(schemes[one.scheme], one.value) if one.scheme in schemes else _other(one) for one in party.identifiers
        )
        contact = party.contact
        return tag(
            name,
            text("Nm", party.name)
            + _address(party.address)
            + tag("Id", tag("OrgId", identifiers))
            + (
                tag(
                    "CtctDtls",
                    text("Nm", contact.name) + text("PhneNb", contact.telephone) + text("EmailAdr", contact.email),
                )
                if contact
                else ""
            ),
        )

    def agent(self, name: str, agent: Agent | None) -> str:
        if agent is None:
            return ""
        member = agent.member
        return tag(
            name,
            tag(
                "FinInstnId",
                text("BICFI" if self.version >= 4 else "BIC", agent.bic)
                + (tag("ClrSysMmbId", coded("ClrSysId", member.scheme) + text("MmbId", member.value)) if member else "")
                + text("LEI", agent.lei)
                + text("Nm", agent.name)
                + tag("PstlAdr", text("Ctry", agent.country))
                + _other(agent.other),
            ),
        )
