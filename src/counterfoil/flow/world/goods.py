"""What is traded in the world: articles with packs and units, each under several numbers and names."""

from decimal import Decimal
from random import Random
from typing import NamedTuple

from counterfoil.flow.world.cast import gs1
from counterfoil.flow.world.paper import Article


class _Kind(NamedTuple):
    name: str
    short: str
    unit: str
    low: str
    high: str
    rate: str = "19"
    pack_unit: str | None = None
    pack_sizes: tuple[int, ...] = ()


_KINDS = (
    _Kind(
        "Sechskantschraube M{n}x{m} verzinkt", "SKT-SCHR. M{n}X{m} VZ", "C62", "0.04", "0.90", "19", "XBX", (100, 200)
    ),
    _Kind("Topfscharnier {n}° mit Dämpfung", "Scharnier {n}G Daempf.", "C62", "0.90", "4.50", "19", "XCT", (20, 50)),
    _Kind("Eichenplatte {n} mm, geölt", "OAK BOARD {n}MM OILED", "MTK", "24.00", "78.00"),
    _Kind("Kopierpapier A{n} 80 g/m²", "Papier A{n} 80g", "C62", "3.10", "5.90", "19", "XBX", (5,)),
    _Kind("Industriekleber K{n}", "Kleber K-{n}", "KGM", "4.20", "19.00", "19", "XBG", (25, 10)),
    _Kind("Kaffee ganze Bohne Nr. {n}", "Kaffeebohnen No {n}", "KGM", "8.10", "16.00", "7", "XBG", (5, 10)),
    _Kind("Mineralwasser {n} l, Glas", "Mineral {n}L GL", "C62", "0.35", "0.80", "7", "XCR", (12, 24)),
    _Kind("Stuhl FJÄLL {n}, Buche", "CHAIR FJAELL {n} BEECH", "C62", "49.00", "129.00"),
    _Kind("Tisch SKÄR {n}", "TABLE SKAER {n}", "C62", "189.00", "690.00"),
    _Kind("Kabel NYM-J 3x{n}", "NYM-J 3X{n}", "MTR", "0.60", "3.20", "19", "XRL", (50, 100)),
    _Kind("Reiniger Süd {n}", "Cleaner {n}", "LTR", "1.90", "6.50", "19", "XDR", (10, 20)),
    _Kind("Schubladenauszug {n} mm", "Drawer slide {n}mm", "PR", "5.10", "18.00", "19", "XCT", (10,)),
    _Kind("Blech S235 {n} mm", "Steel sheet S235 {n}mm", "KGM", "0.95", "2.10", "19", "TNE", (1000,)),
    _Kind("Fachbuch Holzbau Band {n}", "Holzbau Bd. {n}", "C62", "24.00", "59.00", "7"),
)


class Catalogue:
    """Makes the articles of one seller."""

    def __init__(self, random: Random, prefix: str) -> None:
        self._random, self._prefix = random, prefix
        self._count = 0

    def articles(self, count: int) -> tuple[Article, ...]:
        """So many articles; some differ in a size only, as real ones do."""
        kinds = self._random.sample(_KINDS, k=min(count, len(_KINDS)))
        return tuple(self._article(kinds[place % len(kinds)]) for place in range(count))

    def _article(self, kind: _Kind) -> Article:
        random = self._random
        self._count += 1
        n, m = random.choice((4, 5, 6, 8, 10, 12, 16, 18, 19, 27, 40, 110, 500)), random.choice((20, 30, 45, 60))
        low, high = Decimal(kind.low), Decimal(kind.high)
        price = low + (high - low) * random.randrange(1000) / 1000
        return Article(
            number=random.choice(("{p}-{n:04}", "{p}{n:05}", "{n:06}.{p}")).format(
                p=self._prefix, n=random.randrange(10, 9999) * 10 + self._count % 10
            ),
            name=kind.name.format(n=n, m=m),
            short_name=kind.short.format(n=n, m=m),
            gtin=gs1(f"4{random.randrange(10**11):011}"),
            buyer_number=f"1{random.randrange(10**7):07}",
            unit=kind.unit,
            price=price.quantize(Decimal("0.01")) + (Decimal("0.01") if price < Decimal("0.01") else 0),
            rate=kind.rate,
            pack_unit=kind.pack_unit,
            pack_size=Decimal(random.choice(kind.pack_sizes)) if kind.pack_sizes else Decimal(1),
        )
