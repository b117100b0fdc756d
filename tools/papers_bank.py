"""Bank statements of our own making, in camt.053 and MT940."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

from papers import Company


@dataclass(frozen=True)
class Entry:
    """An entry of a statement: positive came in, negative went out."""

    amount: str
    booked: date
    other: Company
    remittance: str = ""
    end_to_end: str | None = None


def camt(number: str, account: Company, issued: date, opening: str, entries: tuple[Entry, ...]) -> bytes:
    """An ISO 20022 camt.053.001.08 statement."""
    closing = Decimal(opening) + sum((Decimal(entry.amount) for entry in entries), Decimal(0))
    booked = "".join(_camt_entry(place, entry) for place, entry in enumerate(entries, 1))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>{escape(number)}</MsgId><CreDtTm>{issued}T18:00:00Z</CreDtTm></GrpHdr><Stmt><Id>{escape(number)}</Id>"
        f"<ElctrncSeqNb>1</ElctrncSeqNb><CreDtTm>{issued}T18:00:00Z</CreDtTm>"
        f"<Acct><Id><IBAN>{account.iban}</IBAN></Id><Ccy>EUR</Ccy><Ownr><Nm>{escape(account.name)}</Nm></Ownr></Acct>"
        f"{_balance('OPBD', Decimal(opening), issued)}{_balance('CLBD', closing, issued)}{booked}"
        "</Stmt></BkToCstmrStmt></Document>\n"
    ).encode()


def mt940(number: str, account: Company, issued: date, opening: str, entries: tuple[Entry, ...]) -> bytes:
    """A SWIFT MT940 statement with German structured details."""
    day = f"{issued:%y%m%d}"
    lines = [f":20:{number}", f":25:{account.iban}", ":28C:00001/001", f":60F:{_swift(Decimal(opening), day)}"]
    balance = Decimal(opening)
    for entry in entries:
        amount = Decimal(entry.amount)
        balance += amount
        mark, code = ("C", "166") if amount > 0 else ("D", "116")
        lines.append(
            f":61:{entry.booked:%y%m%d%m%d}{mark}{_comma(abs(amount))}NTRF{(entry.end_to_end or 'NONREF')[:16]}"
        )
        text = (f"EREF+{entry.end_to_end} " if entry.end_to_end else "") + f"SVWZ+{entry.remittance}"
        parts = [text[at : at + 27] for at in range(0, len(text), 27)][:10]
        details = "".join(f"?{20 + place}{part}" for place, part in enumerate(parts))
        lines.append(f":86:{code}?00UEBERWEISUNG{details}?31{entry.other.iban}?32{_ascii(entry.other.name)[:27]}")
    lines.append(f":62F:{_swift(balance, day)}")
    return ("\r\n".join(lines) + "\r\n-\r\n").encode("ascii", "replace")


def _camt_entry(place: int, entry: Entry) -> str:
    amount = Decimal(entry.amount)
    mark = "CRDT" if amount > 0 else "DBIT"
    side, agent = ("Dbtr", "DbtrAcct") if amount > 0 else ("Cdtr", "CdtrAcct")
    return (
        f'<Ntry><NtryRef>{place}</NtryRef><Amt Ccy="EUR">{abs(amount)}</Amt><CdtDbtInd>{mark}</CdtDbtInd>'
        f"<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{entry.booked}</Dt></BookgDt><ValDt><Dt>{entry.booked}</Dt></ValDt>"
        "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>"
        f"<NtryDtls><TxDtls><Refs><EndToEndId>{escape(entry.end_to_end or 'NOTPROVIDED')}</EndToEndId></Refs>"
        f'<Amt Ccy="EUR">{abs(amount)}</Amt><RltdPties><{side}><Pty><Nm>{escape(entry.other.name)}</Nm></Pty></{side}>'
        f"<{agent}><Id><IBAN>{entry.other.iban}</IBAN></Id></{agent}></RltdPties>"
        f"<RmtInf><Ustrd>{escape(entry.remittance)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )


def _balance(kind: str, amount: Decimal, day: date) -> str:
    mark = "CRDT" if amount >= 0 else "DBIT"
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{abs(amount)}</Amt>'
        f"<CdtDbtInd>{mark}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def _swift(amount: Decimal, day: str) -> str:
    return f"{'C' if amount >= 0 else 'D'}{day}EUR{_comma(abs(amount))}"


def _comma(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")


def _ascii(text: str) -> str:
    for plain, spelled in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"), ("Ä", "Ae"), ("Ö", "Oe"), ("Ü", "Ue")):
        text = text.replace(plain, spelled)
    return text
