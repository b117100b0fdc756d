"""Bank statements of the trading world, in camt.053, camt.054 and MT940, and what stands in them."""

from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

from counterfoil.flow.world.paper import money
from counterfoil.model._base import Model


class Detail(Model):
    """One payment: a whole entry, or one of several in a batch. Positive came in, negative went out."""

    amount: Decimal
    name: str | None = None
    account: str | None = None
    remittance: tuple[str, ...] = ()
    end_to_end: str | None = None
    mandate: str | None = None
    listed: tuple[tuple[str, Decimal, str], ...] = ()
    """Structured remittance: number, amount, type (CINV, CREN)."""
    creditor_reference: str | None = None
    charges: Decimal | None = None
    instructed: tuple[Decimal, str, Decimal] | None = None
    """Amount, currency and rate of what the payer instructed."""


class Entry(Model):
    """An entry of a statement; a batch has several details."""

    key: int
    booked: date
    details: tuple[Detail, ...]
    code: str = "PMNT/RCDT/ESCT"
    text: str = "SEPA-UEBERWEISUNG"
    reference: str = ""
    reversal: bool = False

    @property
    def amount(self) -> Decimal:
        """What moved."""
        return sum((one.amount for one in self.details), Decimal(0))


class Statement(Model):
    """Entries of one account in one period."""

    number: str
    account: str
    owner: str
    issued: date
    opening: Decimal
    entries: tuple[Entry, ...]
    sequence: int = 1
    currency: str = "EUR"

    @property
    def closing(self) -> Decimal:
        """The balance at the end."""
        return self.opening + sum((entry.amount for entry in self.entries), Decimal(0))


def camt(statement: Statement) -> bytes:
    """An ISO 20022 camt.053.001.08 statement."""
    balances = _balance("OPBD", statement.opening, statement) + _balance("CLBD", statement.closing, statement)
    told = f"<Stmt>{_about(statement)}{balances}{_entries(statement)}</Stmt>"
    return _message("camt.053.001.08", f"<BkToCstmrStmt>{_group(statement)}{told}</BkToCstmrStmt>")


def notification(statement: Statement) -> bytes:
    """An ISO 20022 camt.054.001.08 notification, which tells entries of a statement once more."""
    body = (
        f"<BkToCstmrDbtCdtNtfctn>{_group(statement)}<Ntfctn>{_about(statement)}{_entries(statement)}</Ntfctn>"
        "</BkToCstmrDbtCdtNtfctn>"
    )
    return _message("camt.054.001.08", body)


def mt940(statement: Statement) -> bytes:
    """A SWIFT MT940 statement with German structured details."""
    day = f"{statement.issued:%y%m%d}"
    lines = [
        f":20:{statement.number[:16]}",
        f":25:{statement.account}",
        f":28C:{statement.sequence:05}/001",
        f":60F:{_swift(statement.opening, day)}",
    ]
    for entry in statement.entries:
        detail = entry.details[0]
        mark, transfer = ("C", "166") if entry.amount > 0 else ("D", "116")
        code = _BUSINESS_CODES.get(entry.code.rpartition("/")[2], transfer)
        told = (detail.end_to_end or "NONREF")[:16]
        lines.append(
            f":61:{entry.booked:%y%m%d%m%d}{mark}{_comma(abs(entry.amount))}NTRF{told}//{entry.reference[:16]}"
        )
        lines.append(f":86:{code}?00{entry.text[:27]}{_text_fields(detail)}{_other_side(detail)}")
    lines.append(f":62F:{_swift(statement.closing, day)}")
    return ("\r\n".join(lines) + "\r\n-\r\n").encode("ascii", "replace")


_BUSINESS_CODES = {
    "SALA": "153",
    "ESDD": "105",
    "CHRG": "808",
    "INTR": "805",
    "POSD": "106",
    "CWDL": "083",
}
"""What the German banks' business transaction codes call an ISO 20022 sub-family."""


def _text_fields(detail: Detail) -> str:
    text = spelled(" ".join(detail.remittance)).replace("?", " ")
    text = (f"EREF+{detail.end_to_end} " if detail.end_to_end else "") + f"SVWZ+{text}"
    parts = [text[at : at + 27] for at in range(0, len(text), 27)][:10]
    return "".join(f"?{20 + place}{part}" for place, part in enumerate(parts))


def _other_side(detail: Detail) -> str:
    account = f"?31{detail.account}" if detail.account else ""
    name = spelled(detail.name or "")
    return f"{account}?32{name[:27]}" + (f"?33{name[27:54]}" if name[27:] else "") if name else account


def _message(version: str, body: str) -> bytes:
    namespace = f"urn:iso:std:iso:20022:tech:xsd:{version}"
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{namespace}">{body}</Document>\n'
    return text.replace("><Ntry>", ">\n<Ntry>").encode()


def _group(statement: Statement) -> str:
    return f"<GrpHdr><MsgId>{escape(statement.number)}</MsgId><CreDtTm>{statement.issued}T18:00:00Z</CreDtTm></GrpHdr>"


def _about(statement: Statement) -> str:
    return (
        f"<Id>{escape(statement.number)}</Id><ElctrncSeqNb>{statement.sequence}</ElctrncSeqNb>"
        f"<CreDtTm>{statement.issued}T18:00:00Z</CreDtTm><Acct><Id><IBAN>{statement.account}</IBAN></Id>"
        f"<Ccy>{statement.currency}</Ccy><Ownr><Nm>{escape(statement.owner)}</Nm></Ownr></Acct>"
    )


def _entries(statement: Statement) -> str:
    return "".join(_entry(place, entry, statement.currency) for place, entry in enumerate(statement.entries, 1))


def _entry(place: int, entry: Entry, currency: str) -> str:
    parts = entry.code.split("/")
    code = f"<Domn><Cd>{parts[0]}</Cd><Fmly><Cd>{parts[1]}</Cd><SubFmlyCd>{parts[2]}</SubFmlyCd></Fmly></Domn>"
    details = "".join(_detail(one, currency) for one in entry.details)
    batch = f"<Btch><NbOfTxs>{len(entry.details)}</NbOfTxs></Btch>" if len(entry.details) > 1 else ""
    reversal = "<RvslInd>true</RvslInd>" if entry.reversal else ""
    return (
        f'<Ntry><NtryRef>{place}</NtryRef><Amt Ccy="{currency}">{money(abs(entry.amount))}</Amt>'
        f"<CdtDbtInd>{_mark(entry.amount)}</CdtDbtInd>{reversal}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{entry.booked}</Dt>"
        f"</BookgDt><ValDt><Dt>{entry.booked}</Dt></ValDt><AcctSvcrRef>{entry.reference}</AcctSvcrRef>"
        f"<BkTxCd>{code}</BkTxCd><NtryDtls>{batch}{details}</NtryDtls>"
        f"<AddtlNtryInf>{escape(entry.text)}</AddtlNtryInf></Ntry>"
    )


def _detail(one: Detail, currency: str) -> str:
    side, account = ("Dbtr", "DbtrAcct") if one.amount > 0 else ("Cdtr", "CdtrAcct")
    mandate = f"<MndtId>{escape(one.mandate)}</MndtId>" if one.mandate else ""
    named = f"<{side}><Pty><Nm>{escape(one.name)}</Nm></Pty></{side}>" if one.name else ""
    held = f"<{account}><Id><IBAN>{one.account}</IBAN></Id></{account}>" if one.account else ""
    parties = f"<RltdPties>{named}{held}</RltdPties>" if named or held else ""
    charges = (
        f'<Chrgs><Rcrd><Amt Ccy="{currency}">{money(one.charges)}</Amt><CdtDbtInd>DBIT</CdtDbtInd>'
        "<ChrgInclInd>true</ChrgInclInd></Rcrd></Chrgs>"
        if one.charges
        else ""
    )
    return (
        f"<TxDtls><Refs><EndToEndId>{escape(one.end_to_end or 'NOTPROVIDED')}</EndToEndId>{mandate}</Refs>"
        f'<Amt Ccy="{currency}">{money(abs(one.amount))}</Amt><CdtDbtInd>{_mark(one.amount)}</CdtDbtInd>'
        f"{_instructed(one, currency)}{charges}{parties}{_remittance(one, currency)}</TxDtls>"
    )


def _instructed(one: Detail, currency: str) -> str:
    if one.instructed is None:
        return ""
    amount, foreign, rate = one.instructed
    return (
        f'<AmtDtls><InstdAmt><Amt Ccy="{foreign}">{money(amount)}</Amt><CcyXchg><SrcCcy>{foreign}</SrcCcy>'
        f"<TrgtCcy>{currency}</TrgtCcy><XchgRate>{rate}</XchgRate></CcyXchg></InstdAmt></AmtDtls>"
    )


def _remittance(one: Detail, currency: str) -> str:
    free = "".join(f"<Ustrd>{escape(text)}</Ustrd>" for text in one.remittance)
    listed = "".join(
        f"<Strd><RfrdDocInf><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Nb>{escape(number)}</Nb></RfrdDocInf>"
        f'<RfrdDocAmt><RmtdAmt Ccy="{currency}">{money(abs(amount))}</RmtdAmt></RfrdDocAmt></Strd>'
        for number, amount, kind in one.listed
    )
    if one.creditor_reference:
        listed += (
            "<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp>"
            f"<Ref>{escape(one.creditor_reference)}</Ref></CdtrRefInf></Strd>"
        )
    return f"<RmtInf>{free}{listed}</RmtInf>" if free or listed else ""


def _balance(kind: str, amount: Decimal, statement: Statement) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="{statement.currency}">{money(abs(amount))}</Amt>'
        f"<CdtDbtInd>{_mark(amount)}</CdtDbtInd><Dt><Dt>{statement.issued}</Dt></Dt></Bal>"
    )


def _mark(amount: Decimal) -> str:
    return "CRDT" if amount >= 0 else "DBIT"


def _swift(amount: Decimal, day: str) -> str:
    return f"{'C' if amount >= 0 else 'D'}{day}EUR{_comma(abs(amount))}"


def _comma(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")


def spelled(text: str) -> str:
    """A text as it passes through bank systems: without umlauts and accents."""
    for letter, letters in _SPELLED:
        text = text.replace(letter, letters)
    return text


_SPELLED = (
    *(
        ("ä", "ae"),
        ("ö", "oe"),
        ("ü", "ue"),
        ("ß", "ss"),
        ("Ä", "Ae"),
        ("Ö", "Oe"),
        ("Ü", "Ue"),
        ("é", "e"),
        ("è", "e"),
    ),
    *(("ê", "e"), ("ç", "c"), ("à", "a"), ("É", "E"), ("ô", "o"), ("â", "a"), ("ø", "o"), ("§", " "), ("°", " ")),
)
