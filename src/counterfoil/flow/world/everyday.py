"""What is no trade in goods: rent and other contracts, wages, taxes, fees, transfers, payments for nothing known."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from counterfoil.flow.world.bank import Detail
from counterfoil.flow.world.book import CII, UBL, Book, purpose, slug
from counterfoil.flow.world.cast import Cast
from counterfoil.flow.world.numbers import INVOICE_SCHEMES, Numbering
from counterfoil.flow.world.paper import CENT, Company, Paper, Row
from counterfoil.flow.world.relations import Relation
from counterfoil.model import summary as kinds


def contracts(book: Book, cast: Cast, home: Company) -> None:
    """Rent month by month, and work that is billed in equal parts: equal amounts that are no duplicates."""
    for fault, parts in (("rent", 12), ("equal-amounts", 4)):
        if fault not in book.faults:
            continue
        partner, random = cast.company(), book.random
        numbers = Numbering(random, random.choice(INVOICE_SCHEMES))
        price = Decimal(random.randrange(80, 600) * 10)
        contract, syntax = f"V-{random.randrange(1000, 9999)}", random.choice((UBL, CII))
        for part in range(1, parts + 1):
            day = book.day(book.days * (part - 0.5) / parts)
            name = f"Miete Halle 3, {day:%m/%Y}" if fault == "rent" else f"{part}. Abschlag Umbau Halle"
            row = Row(id="1", name=name, quantity=Decimal(1), unit="MON" if fault == "rent" else "C62", price=price)
            paper = Paper(
                key=book.key(),
                kind=kinds.INVOICE,
                number=numbers.next(day),
                issued=day,
                seller=partner,
                buyer=home,
                rows=(row,),
                due=day + timedelta(days=14),
                contract=contract,
                delivered=day,
            )
            book.file(paper, f"purchasing/{slug(partner)}", syntax)
            _standing(book, partner, paper, fault, name)


def utilities(book: Book, cast: Cast, home: Company) -> None:
    """Telephone or energy: another amount each month, which the seller collects by itself."""
    if "direct-debit" not in book.faults:
        return
    partner, random = cast.company(), book.random
    numbers, syntax = Numbering(random, random.choice(INVOICE_SCHEMES)), random.choice((UBL, CII))
    customer = f"{random.randrange(10**9, 10**10)}"
    for month in range(12):
        day = book.day(book.days * (month + 0.6) / 12)
        price = Decimal(random.randrange(4000, 90000)) / 100
        paper = Paper(
            key=book.key(),
            kind=kinds.INVOICE,
            number=numbers.next(day),
            issued=day,
            seller=partner,
            buyer=home,
            rows=(Row(id="1", name=f"Strom {day:%m/%Y}", quantity=Decimal(1), unit="C62", price=price),),
            due=day + timedelta(days=10),
            contract=customer,
            delivered=day,
            mandate=f"MD{customer}",
        )
        book.file(paper, f"purchasing/{slug(partner)}", syntax)
        text = random.choice(
            (f"RG {paper.number}", f"Kundennr {customer} Abschlag", f"VK {customer} Rechnung {paper.number}")
        )
        detail = Detail(
            amount=-paper.total, name=partner.name, account=partner.iban, remittance=(text,), mandate=paper.mandate
        )
        told = purpose("trade", [(paper, paper.total)], ["direct-debit"])
        book.move("main", day + timedelta(days=10), [(detail, told)], code="PMNT/RDDT/ESDD", text="SEPA-LASTSCHRIFT")


def _standing(book: Book, partner: Company, paper: Paper, fault: str, name: str) -> None:
    """What is due by contract is paid by a standing order, which names no invoice."""
    text = name if fault == "rent" else f"Rechnung {paper.number}"
    detail = Detail(amount=-paper.total, name=partner.name, account=partner.iban, remittance=(text,))
    book.move("main", paper.issued + timedelta(days=5), [(detail, purpose("trade", [(paper, paper.total)], [fault]))])


def open_items(book: Book, customers: Sequence[Relation], count: int) -> None:
    """Invoices of the year before, of which only a list remains; most are paid in the first weeks."""
    for _ in range(count if "open-items" in book.faults else 0):
        relation = book.random.choice(customers)
        day = book.start - timedelta(days=book.random.randrange(10, 60))
        number = relation.invoices.next(day)
        total = Decimal(book.random.randrange(5000, 900000)) / 100
        row = Row(id="1", name="", quantity=Decimal(1), unit="C62", price=total, rate="0")
        paper = Paper(
            key=book.key(),
            kind=kinds.OPEN_ITEM,
            number=number,
            issued=day,
            seller=relation.seller,
            buyer=relation.buyer,
            rows=(row,),
            due=day + timedelta(days=60),
        )
        book.file(paper, "tables", "table")
        if book.chance(0.8):
            partner = relation.partner
            detail = Detail(amount=total, name=partner.name, account=partner.iban, remittance=(f"Rechnung {number}",))
            told = purpose("trade", [(paper, total)], ["open-items"])
            book.move("second", book.day(book.random.randrange(3, 40)), [(detail, told)])


def unmatched(book: Book, customers: Sequence[Relation], count: int) -> None:
    """Customers pay for invoices that nobody knows here."""
    for _ in range(count if "unmatched-payment" in book.faults else 0):
        partner = book.random.choice(customers).partner
        amount = Decimal(book.random.randrange(7001, 400000)) / 100
        text = f"Rechnung {book.random.randrange(10**6, 10**7)}"
        detail = Detail(amount=amount, name=partner.name, account=partner.iban, remittance=(text,))
        day = book.day(book.random.randrange(20, max(book.days, 21)))
        entry = book.move("main", day, [(detail, purpose("unknown trade", (), ["unmatched-payment"]))])
        book.wrong("unmatched-payment", entry.key, "entry", amount=amount, cause="unmatched-payment")


def no_trade(book: Book, home: Company, other_account: str, count: int) -> None:
    """So many entries that have nothing to do with trade."""
    if "no-trade" not in book.faults:
        return
    for _ in range(count):
        day = book.day(book.random.randrange(max(book.days, 1)))
        what = book.random.choice(
            ("wages", "taxes", "insurance", "fees", "transfer", "card", "loan", "interest", "cash")
        )
        if what == "transfer":
            _transfer(book, home, other_account, day)
            continue
        detail, (code, text) = _everyday(book, what, day), _KINDS[what]
        place, told = book.random.choice(("main", "second")), purpose(what, (), ["no-trade"])
        book.move(place, day, [(detail, told)], code=code, text=text)


_KINDS = {
    "wages": ("PMNT/ICDT/SALA", "LOHN/GEHALT"),
    "taxes": ("PMNT/ICDT/ESCT", "SEPA-UEBERWEISUNG"),
    "insurance": ("PMNT/RDDT/ESDD", "FOLGELASTSCHRIFT"),
    "fees": ("ACMT/MDOP/CHRG", "ENTGELTABSCHLUSS"),
    "card": ("PMNT/CCRD/POSD", "KARTENZAHLUNG"),
    "loan": ("LDAS/FTLN/PPAY", "DARLEHENSRATE"),
    "interest": ("ACMT/MCOP/INTR", "ZINSEN"),
    "cash": ("PMNT/CCRD/CWDL", "BARGELDAUSZAHLUNG"),
}
"""The bank's code and words for each."""


def _transfer(book: Book, home: Company, other_account: str, day: date) -> None:
    """Between our own accounts: both sides tell of it."""
    amount = Decimal(book.random.randrange(10, 500) * 100)
    away = Detail(amount=-amount, name=home.name, account=other_account, remittance=("Uebertrag",))
    here = Detail(amount=amount, name=home.name, account=home.iban, remittance=("Uebertrag",))
    book.move("main", day, [(away, purpose("transfer", (), ["no-trade"]))])
    book.move("second", day, [(here, purpose("transfer", (), ["no-trade"]))])


def _everyday(book: Book, what: str, day: date) -> Detail:
    random = book.random
    most = {"cash": 100000, "fees": 9000, "card": 60000, "interest": 50000}.get(what, 900000)
    amount = (Decimal(random.randrange(300, most)) / 100).quantize(CENT)
    amount = (amount / 10 + 1).to_integral_value() * 10 if what == "cash" else amount
    names: dict[str, tuple[str | None, tuple[str, ...]]] = {
        "wages": ("Jörg Weiß", (f"Lohn/Gehalt {day:%m/%Y}", f"Gehalt {day:%B} PersNr {random.randrange(100, 999)}")),
        "taxes": (
            "Finanzamt Köln-Nord",
            (f"USt {day:%m/%y} StNr 215/{random.randrange(1000, 9999)}/0815", f"Lohnsteuer {day:%m.%Y}"),
        ),
        "insurance": ("AOK Rheinland/Hamburg", (f"Beitrag {day:%m.%Y} BetrNr {random.randrange(10**7, 10**8)}",)),
        "fees": (None, ("Kontofuehrung", f"Entgelt {day:%m/%Y}", "Abschluss")),
        "card": ("TANKSTELLE SUED", (f"{day}T11:04 Debitk.{random.randrange(9)} 2028-12",)),
        "loan": ("Hausbank", (f"Darlehen {random.randrange(10**8, 10**9)} Rate {day:%m}",)),
        "interest": (None, (f"Zinsen {day:%Y}",)),
        "cash": (None, (f"GA NR{random.randrange(10**7)} BLZ37040044",)),
    }
    name, texts = names[what]
    sign = 1 if what == "interest" else -1
    account = f"DE{random.randrange(10**19, 10**20)}" if name else None
    return Detail(amount=amount * sign, name=name, account=account, remittance=(random.choice(texts),))
