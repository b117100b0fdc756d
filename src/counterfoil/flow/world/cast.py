"""Who trades in the world: companies of several countries with identifiers whose check digits are right."""

from collections.abc import Callable
from random import Random

from msgspec.structs import replace

from counterfoil.flow.world.paper import Company

_STEMS = {
    "DE": "Müller Hölzer|Brückner|Schäfer & Söhne|Nordwest Metall|Kürschner|Lüneburger Verpackung|Großmann Elektro|"
    "Weiß Werkzeuge|Jägerhof|Böhme Technik|Süddeutsche Schrauben|Hänsel Papier|Rötger Chemie|Fränkische Möbel|"
    "Kröger Logistik|Thüringer Glas|Strauß Textil|Wäschefabrik Ahrens|Bürger Bürobedarf|Löwen Getränke",
    "AT": "Österreichische Holzwerke|Wörgl Beschläge|Steirer Stahl|Kärntner Naturkost|Grünthal",
    "NL": "Van den Berg|De Vries Hout|IJsselmeer Handel|Groothandel Jansen|Bakker Techniek|Visser & Zoon",
    "FR": "Établissements Lefèvre|Société Générale de Bois|Atelier Côté Sud|Forêts du Jura|Bâtiment Régnier",
    "BE": "Verstraete|Ardennes Métal|Vlaamse Bouwstoffen|Brouwerij Claes|Maison Dubois",
    "IE": "O'Sullivan Supplies|Dublin Fixings|Kavanagh & Byrne|Shannon Packaging",
}
_FORMS = {
    "DE": ("GmbH", "GmbH & Co. KG", "KG", "AG", "OHG", "e.K.", "SE"),
    "AT": ("GmbH", "Gesellschaft m.b.H.", "KG", "AG"),
    "NL": ("B.V.", "N.V.", "V.O.F."),
    "FR": ("SARL", "SAS", "SA", "S.A.R.L."),
    "BE": ("BV", "NV", "SRL"),
    "IE": ("Ltd", "Limited", "DAC"),
}
_PLACES = {
    "DE": (("Köln", "50667"), ("Görlitz", "02826"), ("München", "80331"), ("Lübeck", "23552"), ("Würzburg", "97070")),
    "AT": (("Wien", "1010"), ("Sankt Pölten", "3100"), ("Wörgl", "6300")),
    "NL": (("'s-Hertogenbosch", "5211 AB"), ("Zwolle", "8011 PK"), ("Waalwijk", "5145 NJ")),
    "FR": (("Besançon", "25000"), ("Saint-Étienne", "42000"), ("Nîmes", "30000")),
    "BE": (("Liège", "4000"), ("Gent", "9000"), ("Antwerpen", "2000")),
    "IE": (("Dublin", "D02 X285"), ("Cork", "T12 W8KP")),
}
_STREETS = {
    "DE": ("Hauptstraße", "Am Güterbahnhof", "Industriestr.", "Königsallee", "Mühlenweg"),
    "AT": ("Ringstraße", "Gewerbepark", "Schönbrunner Straße"),
    "NL": ("Havenweg", "Prinsengracht", "Industrieweg"),
    "FR": ("rue de l'Église", "avenue Général-Leclerc", "Zone Industrielle"),
    "BE": ("Rue Haute", "Grote Steenweg", "Havenlaan"),
    "IE": ("Harbour Road", "Merrion Square"),
}
_PEOPLE = ("Jörg Weiß", "Anneke Smit", "Céline Durand", "Mary Byrne", "Günther Maaß", "Éva Novák", "Søren Kjær")
_COUNTRIES = ("DE",) * 8 + ("AT", "NL", "NL", "FR", "BE", "IE")


_NAMESAKES = 0.1
"""How many companies share their name with another, but for the legal form."""


class Cast:
    """Makes companies, no two of one name or number."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._names: set[str] = set()
        self._stems: dict[str, str] = {}
        """Names without legal forms, each with its country."""
        self._number = 0

    def company(self, country: str | None = None) -> Company:
        """Another company."""
        random = self._random
        country = country or random.choice(_COUNTRIES)
        self._number += 1
        city, post_code = random.choice(_PLACES[country])
        name = self._name(country)
        return Company(
            name=name,
            vat=vat(country, random),
            gln=gs1(f"{random.randrange(400, 900)}{random.randrange(10**5):05}{self._number:04}"),
            iban=iban(country, random),
            street=f"{random.choice(_STREETS[country])} {random.randrange(1, 190)}",
            post_code=post_code,
            city=city,
            country=country,
            person=random.choice(_PEOPLE),
            phone=f"+49 30 {random.randrange(10**6, 10**7)}",
            mail=f"info{self._number}@example.com",
        )

    def _name(self, country: str) -> str:
        if (name := self._namesake(country)) is not None:
            return name
        stems = _STEMS[country].split("|")
        for attempt in range(1000):
            stem = self._random.choice(stems)
            place = f" {self._random.choice(_PLACES[country])[0]}" if attempt > len(stems) else ""
            tail = f" {attempt}" if attempt > 60 else ""
            if (name := f"{stem}{place}{tail}") not in self._stems:
                self._stems[name] = country
                return self._formed(name, self._random.choice(_FORMS[country]))
        raise AssertionError("a thousand numbers are enough")

    def _namesake(self, country: str) -> str | None:
        """The name of another company in another legal form, now and then."""
        stems = [stem for stem, of in self._stems.items() if of == country]
        if not stems or self._random.random() > _NAMESAKES:
            return None
        stem, form = self._random.choice(stems), self._random.choice(_FORMS[country])
        return None if f"{stem} {form}" in self._names else self._formed(stem, form)

    def _formed(self, stem: str, form: str) -> str:
        self._names.add(f"{stem} {form}")
        return f"{stem} {form}"


def respelled(company: Company, random: Random) -> Company:
    """The same company as another master record has it: without VAT identifier, its name spelled another way."""
    plain = company.name
    for letter, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"), ("é", "e"), ("è", "e"), ("É", "E")):
        plain = plain.replace(letter, letters)
    plain = plain.replace("GmbH & Co. KG", "GmbH+Co KG").replace("B.V.", "BV").replace("S.A.R.L.", "SARL")
    if plain == company.name:
        plain = company.name.upper()
    street = company.street.replace("straße", "str.").replace("Straße", "Str.")
    return replace(company, name=plain, street=street, gln=gs1(f"{random.randrange(10**11, 10**12)}"))


def gs1(digits: str) -> str:
    """A GLN or GTIN-13 that begins with these twelve digits, with its check digit (GS1 7.9.1)."""
    odd, even = sum(map(int, digits[-1::-2])), sum(map(int, digits[-2::-2]))
    return f"{digits}{-(3 * odd + even) % 10}"


def iban(country: str, random: Random) -> str:
    """An IBAN with its check digits (ISO 13616)."""
    account = _ACCOUNTS[country](random)
    letters = "".join(str(int(letter, 36)) for letter in f"{account}{country}")
    return f"{country}{98 - int(f'{letters}00') % 97:02}{account}"


def vat(country: str, random: Random) -> str:
    """A VAT identifier whose check digit is right."""
    return f"{country}{_VATS[country](random)}"


def _digits(random: Random, count: int) -> str:
    return f"{random.randrange(10 ** (count - 1), 10**count)}"


def _belgian_account(random: Random) -> str:
    bban = f"001{random.randrange(10**7):07}"
    return f"{bban}{int(bban) % 97 or 97:02}"


_ACCOUNTS: dict[str, Callable[[Random], str]] = {
    "DE": lambda random: f"{random.choice(('37040044', '50010517', '10070000', '20041133'))}{_digits(random, 10)}",
    "AT": lambda random: f"{random.choice(('12000', '20111', '32000'))}{_digits(random, 11)}",
    "NL": lambda random: f"{random.choice(('ABNA', 'INGB', 'RABO'))}0{_digits(random, 9)}",
    "FR": lambda random: f"{random.choice(('30004', '20041', '10278'))}{_digits(random, 18)}",
    "BE": _belgian_account,
    "IE": lambda random: f"{random.choice(('AIBK', 'BOFI'))}931152{_digits(random, 8)}",
}


def _german(random: Random) -> str:
    digits, product = _digits(random, 8), 10
    for digit in digits:
        product = 2 * ((product + int(digit)) % 10 or 10) % 11
    return f"{digits}{(11 - product) % 10}"


def _dutch(random: Random) -> str:
    while True:
        digits = _digits(random, 8)
        check = sum(int(digit) * weight for digit, weight in zip(digits, range(9, 1, -1), strict=True)) % 11
        if check < 10:
            return f"{digits}{check}B01"


def _austrian(random: Random) -> str:
    digits = _digits(random, 7)
    total = sum(int(digit) if place % 2 == 0 else sum(divmod(2 * int(digit), 10)) for place, digit in enumerate(digits))
    return f"U{digits}{(6 - total) % 10}"


def _french(random: Random) -> str:
    digits = _digits(random, 8)
    total = sum(sum(divmod(2 * int(digit), 10)) if place % 2 else int(digit) for place, digit in enumerate(digits))
    siren = f"{digits}{-total % 10}"
    return f"{(12 + 3 * (int(siren) % 97)) % 97:02}{siren}"


def _belgian(random: Random) -> str:
    digits = f"0{_digits(random, 7)}"
    return f"{digits}{97 - int(digits) % 97:02}"


def _irish(random: Random) -> str:
    digits = _digits(random, 7)
    check = sum(int(digit) * weight for digit, weight in zip(digits, range(8, 1, -1), strict=True)) % 23
    return f"{digits}{'WABCDEFGHIJKLMNOPQRSTUV'[check]}"


_VATS = {"DE": _german, "NL": _dutch, "AT": _austrian, "FR": _french, "BE": _belgian, "IE": _irish}
