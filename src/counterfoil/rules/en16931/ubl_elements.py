"""What UBL documents may hold where it takes more than a row of ubl.tsv to say so (UBL-SR, UBL-DT, UBL-CR)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from counterfoil.model.finding import Severity
from counterfoil.rules._context import Context
from counterfoil.rules._element_rule import Concerns, ElementRule, Reads, When, at, in_digits
from counterfoil.rules._elements import Elements, Named, Test, several
from counterfoil.rules._rule import Breach
from counterfoil.rules._rulebook import INVOICE_ROOTS
from counterfoil.rules._white_space import stripped

DIGITS_MAX = 2

_INVOICE = INVOICE_ROOTS[:1]
_SELLER = "cac:AccountingSupplierParty/cac:Party"
_BUYER = "cac:AccountingCustomerParty/cac:Party"
_REFERENCE = "cac:AdditionalDocumentReference"
_TYPE = "cbc:DocumentTypeCode"
# UNTDID 1001: the object that is invoiced (BT-18), and the project that a credit note is about (BT-11).
_INVOICED_OBJECT, _PROJECT = "130", "50"


def _root(
    rule_id: str,
    find: Callable[[Elements], Iterable[Breach]],
    concerns: Concerns | None = None,
    severity: Severity = Severity.FATAL,
    roots: tuple[str, ...] = INVOICE_ROOTS,
    terms: tuple[str, ...] = (),
    reads: Reads = Reads.ALL,
    possible: When | None = None,
) -> ElementRule:
    """A rule that is asked once of a document."""
    return ElementRule(
        id=rule_id,
        context=Context(forms=("/",)),
        find=lambda elements, path: find(elements),
        severity=severity,
        terms=terms,
        roots=roots,
        concerns=concerns,
        reads=reads,
        possible=possible,
    )


def _with(*below: str) -> Concerns:
    """Where there is something at one of these paths below the context."""
    return lambda paths, path: any(f"{path}/{each}" in paths for each in below)


# --- How many ---------------------------------------------------------------------------------------------------------


def _once(places: Sequence[int]) -> Iterator[Breach]:
    """At most one of them; the second is too many."""
    if len(places) > 1:
        yield Breach(place=places[1], found=len(places), expected=1)


def _told_alike(named: Named) -> Callable[[Elements], Iterator[Breach]]:
    """All elements of a name say the same, to the letter."""

    def find(elements: Elements) -> Iterator[Breach]:
        places = named(elements)
        if len(places) > 1:
            first = elements.text(places[0])
            other = next((place for place in places if elements.text(place) != first), None)
            if other is not None:
                yield Breach(place=other, found=elements.text(other), expected=first)

    return find


_PAYMENT_IDS, _PAYMENT_MEANS = Named("cbc:PaymentID"), Named("cbc:PaymentMeansCode")
_IDENTIFIERS = Named("cac:PartyIdentification/cbc:ID")


def _is_sepa(elements: Elements, place: int) -> bool:
    return (elements.attribute(place, "schemeID") or "").upper() == "SEPA"


def _creditors(elements: Elements) -> Iterator[Breach]:
    return _once([place for place in _IDENTIFIERS(elements) if _is_sepa(elements, place)])


def _tax_numbers(party: str, vat: bool) -> Callable[[Elements], Iterator[Breach]]:
    """At most one VAT identifier of a party, or at most one other tax number."""

    def find(elements: Elements) -> Iterator[Breach]:
        return _once(
            [
                number
                for scheme in elements.head(f"{party}/cac:PartyTaxScheme")
                if any((name == "VAT") is vat for name in _schemes(elements, scheme))
                for number in elements.below(scheme, "cbc:CompanyID")
            ]
        )

    return find


def _several_numbers(party: str) -> When:
    return lambda elements: len(elements.head(f"{party}/cac:PartyTaxScheme/cbc:CompanyID")) > 1


def _schemes(elements: Elements, place: int) -> Iterator[str]:
    """The names of the taxes of a party's tax scheme; white space around them counts here."""
    for scheme in elements.below(place, "cac:TaxScheme"):
        names = elements.below(scheme, "cbc:ID")
        yield elements.text(names[0]).upper() if names else ""


def _named_means(elements: Elements) -> Iterator[Breach]:
    codes = elements.head("cac:PaymentMeans/cbc:PaymentMeansCode")
    return _once([code for code in codes if elements.attribute(code, "name") is not None])


def _invoiced_objects(elements: Elements) -> Iterator[Breach]:
    references = elements.head(_REFERENCE)
    objects = [place for place in references if _is_of(elements, place, _INVOICED_OBJECT)]
    return _once([number for place in objects for number in elements.below(place, "cbc:ID")])


def _several_references(elements: Elements) -> bool:
    return len(elements.head(f"{_REFERENCE}/cbc:ID")) > 1


def _reasons(rule_id: str, written: frozenset[str], terms: tuple[str, ...]) -> ElementRule:
    """At most one reason in words for an allowance, or a charge, wherever it stands."""

    def find(elements: Elements, path: str) -> Iterator[Breach]:
        counts = elements.counts(path, "cbc:AllowanceChargeReason")
        if max(counts) > 1:
            for place, count in zip(elements.at(path), counts, strict=True):
                texts = elements.texts(elements.below(place, "cbc:ChargeIndicator")) if count > 1 else ()
                if any(stripped(text) in written for text in texts):
                    yield Breach(place=place, found=count, expected=1)

    return ElementRule(
        id=rule_id,
        context=Context(forms=("cac:AllowanceCharge",)),
        find=find,
        terms=terms,
        roots=INVOICE_ROOTS,
        concerns=_with("cbc:AllowanceChargeReason"),
    )


# --- The payee --------------------------------------------------------------------------------------------------------


def _payee(rule_id: str, path: str, terms: tuple[str, ...], counts: Test | None = None) -> ElementRule:
    """At most one of something, for a payee whose name is there and is not that of the seller."""

    @at(rule_id, "cac:PayeeParty", terms=terms, roots=INVOICE_ROOTS)
    def one_at_most(elements: Elements, place: int) -> bool | Breach:
        found = [each for each in elements.below(place, path) if counts is None or counts(elements, each)]
        if len(found) > 1:
            return Breach(found=len(found), expected=1)
        above = elements.parent(place)
        sellers = elements.texts(elements.below(above, f"{_SELLER}/cac:PartyLegalEntity/cbc:RegistrationName"))
        names = elements.texts(elements.below(place, "cac:PartyName/cbc:Name"))
        return any(name != seller for name in names for seller in sellers)

    return one_at_most


# --- References -------------------------------------------------------------------------------------------------------


def _is_of(elements: Elements, place: int, code: str) -> bool:
    return code in elements.texts(elements.below(place, _TYPE))


@at("UBL-SR-43", _REFERENCE, terms=("BT-11", "BT-18"), roots=INVOICE_ROOTS)
def typed_references(elements: Elements, place: int) -> bool | Breach:
    """Only the invoiced object has a scheme and a type, and in a credit note the project has a type."""
    codes = elements.below(place, _TYPE)
    types = elements.texts(codes)
    if _INVOICED_OBJECT in types or (elements.root == "CreditNote" and _PROJECT in types):
        return True
    schemes = [elements.attribute(number, "schemeID") for number in elements.below(place, "cbc:ID")]
    if not codes and not any(scheme is not None for scheme in schemes):
        return True
    return Breach(found=elements.text(codes[0]) if codes else None)


def _reference(rule_id: str, below: str, severity: Severity, wrong: Test, terms: tuple[str, ...]) -> ElementRule:
    def find(elements: Elements, path: str) -> Iterator[Breach]:
        for place in elements.at(path):
            found = elements.below(place, below)
            if found and wrong(elements, place):
                yield Breach(place=found[0])

    return ElementRule(
        id=rule_id,
        context=Context(forms=(_REFERENCE,)),
        find=find,
        severity=severity,
        terms=terms,
        roots=INVOICE_ROOTS,
        concerns=_with(below),
    )


def _is_object(elements: Elements, place: int) -> bool:
    return _is_of(elements, place, _INVOICED_OBJECT)


def _has_stray_scheme(elements: Elements, place: int) -> bool:
    """Whether a reference to anything but the invoiced object has a scheme."""
    types = elements.texts(elements.below(place, _TYPE))
    if types == {_INVOICED_OBJECT}:
        return False
    return any(elements.attribute(number, "schemeID") is not None for number in elements.below(place, "cbc:ID"))


# --- The rest ---------------------------------------------------------------------------------------------------------


def _concerns_amounts(paths: Mapping[str, object], path: str) -> bool:
    del paths
    return not path.endswith("PriceAmount")


def _amounts(elements: Elements, path: str) -> Iterator[Breach]:
    """Two digits after the point, but for prices and for all below a price that has an allowance."""
    texts = elements.trace.texts
    for place in elements.at(path):
        text = texts[place]
        if text is not None and len(text.partition(".")[2]) > DIGITS_MAX and not _of_price(elements, place, path):
            yield Breach(place=place, found=text, expected=DIGITS_MAX)


def _of_price(elements: Elements, place: int, path: str) -> bool:
    if "/cac:Price/" not in path:
        return False
    while (place := elements.parent(place)) > 0:
        if elements.trace.paths[place].endswith("/cac:Price") and elements.below(place, "cac:AllowanceCharge"):
            return True
    return False


def _stray_names(elements: Elements) -> Iterator[Breach]:
    """Only a means of payment has a name as attribute."""
    for path, place in elements.attributed("name").items():
        if not path.endswith("/cbc:PaymentMeansCode"):
            yield Breach(place=place)
            return


def _version(elements: Elements) -> Iterator[Breach]:
    for place in elements.head("cbc:UBLVersionID")[:1]:
        if elements.text(place) != "2.1":
            yield Breach(place=place, found=elements.text(place), expected="2.1")


def _due_date(elements: Elements) -> Iterator[Breach]:
    """An invoice has a due date of its own; only in a credit note it stands with the means of payment."""
    for place in elements.head("cac:PaymentMeans/cbc:PaymentDueDate")[:1]:
        yield Breach(place=place, found=elements.text(place))


@at("UBL-SR-53", "cac:PartyTaxScheme", roots=INVOICE_ROOTS, reads=Reads.PATHS)
def tax_schemes_are_whole(elements: Elements, place: int) -> bool:
    """A tax number says which tax it is for, and the other way round."""
    return bool(elements.below(place, "cac:TaxScheme/cbc:ID") and elements.below(place, "cbc:CompanyID"))


_FATAL, _WARNING = Severity.FATAL, Severity.WARNING
_SELLER_TAX, _BUYER_TAX = _with(f"{_SELLER}/cac:PartyTaxScheme"), _with(f"{_BUYER}/cac:PartyTaxScheme")

UBL_ELEMENTS: tuple[ElementRule, ...] = (
    _root("UBL-CR-002", _version, _with("cbc:UBLVersionID"), _WARNING),
    _root("UBL-CR-412", _due_date, _with("cac:PaymentMeans/cbc:PaymentDueDate"), _WARNING, _INVOICE),
    _reference("UBL-CR-665", "cbc:ID", _WARNING, _has_stray_scheme, ()),
    _reference("UBL-CR-666", "cac:Attachment", _FATAL, _is_object, ()),
    _reference("UBL-CR-673", "cbc:DocumentDescription", _FATAL, _is_object, ()),
    ElementRule(
        id="UBL-DT-01",
        context=Context(forms=("*Amount",)),
        find=_amounts,
        roots=INVOICE_ROOTS,
        concerns=_concerns_amounts,
        harmless=in_digits(DIGITS_MAX),
    ),
    _root("UBL-DT-18", _stray_names, severity=_WARNING, reads=Reads.ATTRIBUTES),
    _root(
        "UBL-SR-04", _invoiced_objects, _with(f"{_REFERENCE}/{_TYPE}"), terms=("BT-18",), possible=_several_references
    ),
    _root(
        "UBL-SR-12", _tax_numbers(_SELLER, vat=True), _SELLER_TAX, terms=("BT-31",), possible=_several_numbers(_SELLER)
    ),
    _root(
        "UBL-SR-13", _tax_numbers(_SELLER, vat=False), _SELLER_TAX, terms=("BT-32",), possible=_several_numbers(_SELLER)
    ),
    _root("UBL-SR-18", _tax_numbers(_BUYER, vat=True), _BUYER_TAX, terms=("BT-48",), possible=_several_numbers(_BUYER)),
    _payee("UBL-SR-19", "cac:PartyName/cbc:Name", ("BT-59",)),
    _payee(
        "UBL-SR-20",
        "cac:PartyIdentification/cbc:ID",
        ("BT-60",),
        lambda elements, place: not _is_sepa(elements, place),
    ),
    _payee("UBL-SR-21", "cac:PartyLegalEntity/cbc:CompanyID", ("BT-61",)),
    _root("UBL-SR-29", _creditors, terms=("BT-90",), reads=Reads.ATTRIBUTES),
    _reasons("UBL-SR-30", frozenset({"false", "0"}), ("BT-97",)),
    _reasons("UBL-SR-31", frozenset({"true", "1"}), ("BT-104",)),
    typed_references,
    _root("UBL-SR-44", _told_alike(_PAYMENT_IDS), terms=("BT-83",), possible=several(_PAYMENT_IDS)),
    _root("UBL-SR-46", _named_means, _with("cac:PaymentMeans"), terms=("BT-82",), reads=Reads.ATTRIBUTES),
    _root("UBL-SR-47", _told_alike(_PAYMENT_MEANS), terms=("BT-81",), possible=several(_PAYMENT_MEANS)),
    tax_schemes_are_whole,
)
