"""BR-CL: what is coded must be a code of the list for it, in the release that these rules came with."""

from collections.abc import Iterator

from counterfoil.rules._coded import beside, coded, unlisted
from counterfoil.rules._context import Context
from counterfoil.rules._element_rule import ElementRule, Reads, at
from counterfoil.rules._elements import Elements, Test
from counterfoil.rules._rule import Breach
from counterfoil.rules._rulebook import CII_ROOT, INVOICE_ROOTS
from counterfoil.rules._white_space import stripped
from counterfoil.rules.codes import codes, written

_RELEASE = "en16931-1.3.16"
_BILLING = f"billing-types@{_RELEASE}"
_CURRENCIES = f"currencies@{_RELEASE}"
_OBJECT_SCHEMES = f"object-schemes@{_RELEASE}"
_SUBJECTS = f"note-subjects@{_RELEASE}"
_SUBJECTS_CII = f"note-subjects@{_RELEASE}-cii"
_ICD = f"icd@{_RELEASE}"
_ITEM_TYPES = f"item-types@{_RELEASE}"
_COUNTRIES = f"countries@{_RELEASE}"
_COUNTRIES_CII = f"countries@{_RELEASE}-cii"
_MEANS = f"payment-means@{_RELEASE}"
_CATEGORIES = f"vat-categories@{_RELEASE}"
_ALLOWANCES = f"allowance-reasons@{_RELEASE}"
_CHARGES = f"charge-reasons@{_RELEASE}"
_VATEX = f"vatex@{_RELEASE}"
_UNITS = f"units@{_RELEASE}"
_MIME = f"mime-types@{_RELEASE}"
_EAS = f"eas@{_RELEASE}"

_UBL = INVOICE_ROOTS
_CII = (CII_ROOT,)
_SCHEME = "schemeID"
_SEPA = "SEPA"
_SELLER_OR_PAYEE = ("/cac:AccountingSupplierParty/", "/cac:PayeeParty/")
_FALSE = ("false", "0")
_TRUE = ("true", "1")
_SUBJECT_LENGTH = 3

_UBL_AMOUNTS = (
    *("cbc:Amount", "cbc:BaseAmount", "cbc:PriceAmount", "cbc:TaxAmount", "cbc:TaxableAmount"),
    *("cbc:LineExtensionAmount", "cbc:TaxExclusiveAmount", "cbc:TaxInclusiveAmount", "cbc:AllowanceTotalAmount"),
    *("cbc:ChargeTotalAmount", "cbc:PrepaidAmount", "cbc:PayableRoundingAmount", "cbc:PayableAmount"),
)


def _is_no_sepa_creditor(elements: Elements, place: int) -> bool:
    """Whether it is not BT-90, which stands among the identifiers of seller or payee with a scheme of its own."""
    sepa = stripped(elements.attribute(place, _SCHEME) or "") == _SEPA
    return not (sepa and any(step in elements.trace.paths[place] for step in _SELLER_OR_PAYEE))


def _no_scheme(elements: Elements, place: int) -> bool:
    return elements.attribute(place, _SCHEME) is None


def _currencies(elements: Elements, path: str) -> Iterator[Breach]:
    # Unlike other attributes of the family, this one is missed where it is absent.
    for place, currency in unlisted(elements, path, _CURRENCIES, "currencyID"):
        if currency is None or stripped(currency) not in codes(_CURRENCIES):
            yield Breach(place=place, found=currency)


_AMOUNT_CURRENCY = ElementRule(
    id="BR-CL-03", context=Context(forms=_UBL_AMOUNTS), find=_currencies, roots=_UBL, reads=Reads.ATTRIBUTES
)


@at("BR-CL-08", "/cbc:Note", terms=("BT-21",), roots=_UBL)
def _subject(elements: Elements, place: int) -> bool | Breach:
    # In UBL the subject stands in the note, between two signs. Any three letters of the whole list pass, across codes.
    _, sign, rest = elements.text(place).partition("#")
    subject, end, _ = rest.partition("#")
    if not (sign and end and len(subject) == _SUBJECT_LENGTH):
        return True
    return subject in written(_SUBJECTS) or Breach(found=subject)


def _mime(form: str, roots: tuple[str, ...]) -> ElementRule:
    @at("BR-CL-24", form, terms=("BT-125",), roots=roots, reads=Reads.ATTRIBUTES)
    def mime(elements: Elements, place: int) -> bool | Breach:
        found = elements.attribute(place, "mimeCode")
        return found is None or found in codes(_MIME) or Breach(found=found)

    return mime


_IN_ALLOWANCE: Test = beside("cbc:ChargeIndicator", *_FALSE, strip=True)
_IN_CHARGE: Test = beside("cbc:ChargeIndicator", *_TRUE, strip=True)
_IN_ALLOWANCE_CII: Test = beside("ram:ChargeIndicator/udt:Indicator", *_FALSE, strip=True)
_IN_CHARGE_CII: Test = beside("ram:ChargeIndicator/udt:Indicator", *_TRUE, strip=True)
_OF_OBJECT: Test = beside("cbc:DocumentTypeCode", "130")
_REASON = "cac:AllowanceCharge/cbc:AllowanceChargeReasonCode"
_REASON_CII = "ram:SpecifiedTradeAllowanceCharge/ram:ReasonCode"
_REFERENCES = ("cac:AdditionalDocumentReference/cbc:ID", "cac:DocumentReference/cbc:ID")
_QUANTITIES = ("cbc:InvoicedQuantity", "cbc:BaseQuantity", "cbc:CreditedQuantity")

_IN_UBL: tuple[ElementRule, ...] = (
    coded("BR-CL-01", f"invoice-types@{_RELEASE}", "cbc:InvoiceTypeCode", terms=("BT-3",), roots=_UBL),
    coded("BR-CL-01", f"credit-note-types@{_RELEASE}", "cbc:CreditNoteTypeCode", terms=("BT-3",), roots=_UBL),
    _AMOUNT_CURRENCY,
    coded("BR-CL-04", _CURRENCIES, "cbc:DocumentCurrencyCode", terms=("BT-5",), roots=_UBL),
    coded("BR-CL-05", _CURRENCIES, "cbc:TaxCurrencyCode", terms=("BT-6",), roots=_UBL),
    coded(
        "BR-CL-06", f"tax-point-dates@{_RELEASE}", "cac:InvoicePeriod/cbc:DescriptionCode", terms=("BT-8",), roots=_UBL
    ),
    coded("BR-CL-07", _OBJECT_SCHEMES, *_REFERENCES, attribute=_SCHEME, terms=("BT-18",), roots=_UBL, where=_OF_OBJECT),
    _subject,
    coded(
        *("BR-CL-10", _ICD, "cac:PartyIdentification/cbc:ID"),
        attribute=_SCHEME,
        roots=_UBL,
        where=_is_no_sepa_creditor,
        where_reads=Reads.ATTRIBUTES,
    ),
    coded("BR-CL-11", _ICD, "cac:PartyLegalEntity/cbc:CompanyID", attribute=_SCHEME, roots=_UBL),
    coded(
        *("BR-CL-13", _ITEM_TYPES, "cac:CommodityClassification/cbc:ItemClassificationCode"),
        attribute="listID",
        terms=("BT-158",),
        roots=_UBL,
    ),
    coded("BR-CL-14", _COUNTRIES, "cac:Country/cbc:IdentificationCode", roots=_UBL),
    coded("BR-CL-15", _COUNTRIES, "cac:OriginCountry/cbc:IdentificationCode", terms=("BT-159",), roots=_UBL),
    coded("BR-CL-16", _MEANS, "cac:PaymentMeans/cbc:PaymentMeansCode", terms=("BT-81",), roots=_UBL),
    coded("BR-CL-17", _CATEGORIES, "cac:TaxCategory/cbc:ID", roots=_UBL),
    coded("BR-CL-18", _CATEGORIES, "cac:ClassifiedTaxCategory/cbc:ID", terms=("BT-151",), roots=_UBL),
    coded("BR-CL-19", _ALLOWANCES, _REASON, roots=_UBL, where=_IN_ALLOWANCE),
    coded("BR-CL-20", _CHARGES, _REASON, roots=_UBL, where=_IN_CHARGE),
    coded(
        *("BR-CL-21", _ICD, "cac:StandardItemIdentification/cbc:ID"),
        attribute=_SCHEME,
        terms=("BT-157",),
        roots=_UBL,
    ),
    coded("BR-CL-22", _VATEX, "cbc:TaxExemptionReasonCode", terms=("BT-121",), roots=_UBL, fold=str.upper),
    coded("BR-CL-23", _UNITS, *_QUANTITIES, attribute="unitCode", roots=_UBL),
    _mime("cbc:EmbeddedDocumentBinaryObject", _UBL),
    coded("BR-CL-25", _EAS, "cbc:EndpointID", attribute=_SCHEME, roots=_UBL),
    coded("BR-CL-26", _ICD, "cac:DeliveryLocation/cbc:ID", attribute=_SCHEME, terms=("BT-71",), roots=_UBL),
)

_IN_CII: tuple[ElementRule, ...] = (
    coded("BR-CL-01", _BILLING, "rsm:ExchangedDocument/ram:TypeCode", terms=("BT-3",), roots=_CII),
    coded("BR-CL-03", _CURRENCIES, "ram:TaxTotalAmount", attribute="currencyID", roots=_CII),
    coded("BR-CL-04", _CURRENCIES, "ram:InvoiceCurrencyCode", terms=("BT-5",), roots=_CII),
    coded("BR-CL-05", _CURRENCIES, "ram:TaxCurrencyCode", terms=("BT-6",), roots=_CII),
    coded("BR-CL-06", f"due-date-types@{_RELEASE}", "ram:DueDateTypeCode", terms=("BT-8",), roots=_CII),
    coded("BR-CL-07", _OBJECT_SCHEMES, "ram:ReferenceTypeCode", terms=("BT-18",), roots=_CII),
    coded("BR-CL-08", _SUBJECTS_CII, "ram:SubjectCode", terms=("BT-21",), roots=_CII),
    coded(
        *("BR-CL-10", _ICD, "ram:GlobalID"),
        attribute=_SCHEME,
        roots=_CII,
        outside=("ram:SpecifiedTradeProduct", "ram:ShipToTradeParty"),
    ),
    coded("BR-CL-11", _ICD, "ram:ID", attribute=_SCHEME, roots=_CII, outside=("ram:SpecifiedTaxRegistration",)),
    coded("BR-CL-13", _ITEM_TYPES, "ram:ClassCode", attribute="listID", terms=("BT-158",), roots=_CII),
    coded("BR-CL-14", _COUNTRIES_CII, "ram:CountryID", roots=_CII),
    # With a scheme it is an identifier to these rules (BR-CL-11), not a country.
    coded("BR-CL-15", _COUNTRIES_CII, "ram:OriginTradeCountry/ram:ID", terms=("BT-159",), roots=_CII, where=_no_scheme),
    coded("BR-CL-16", _MEANS, "ram:SpecifiedTradeSettlementPaymentMeans/ram:TypeCode", terms=("BT-81",), roots=_CII),
    coded("BR-CL-17", _CATEGORIES, "ram:CategoryTradeTax/ram:CategoryCode", roots=_CII),
    coded("BR-CL-18", _CATEGORIES, "ram:ApplicableTradeTax/ram:CategoryCode", terms=("BT-151",), roots=_CII),
    coded("BR-CL-19", _ALLOWANCES, _REASON_CII, roots=_CII, where=_IN_ALLOWANCE_CII),
    coded("BR-CL-20", _CHARGES, _REASON_CII, roots=_CII, where=_IN_CHARGE_CII),
    coded("BR-CL-21", _ICD, "ram:SpecifiedTradeProduct/ram:GlobalID", attribute=_SCHEME, terms=("BT-157",), roots=_CII),
    coded("BR-CL-22", _VATEX, "ram:ExemptionReasonCode", terms=("BT-121",), roots=_CII, fold=str.upper),
    coded("BR-CL-23", _UNITS, "ram:BasisQuantity", "ram:BilledQuantity", attribute="unitCode", roots=_CII),
    _mime("ram:AttachmentBinaryObject", _CII),
    coded("BR-CL-25", _EAS, "ram:URIUniversalCommunication/ram:URIID", attribute=_SCHEME, roots=_CII),
    coded(
        *("BR-CL-26", _ICD, "ram:ApplicableHeaderTradeDelivery/ram:ShipToTradeParty/ram:GlobalID"),
        attribute=_SCHEME,
        terms=("BT-71",),
        roots=_CII,
    ),
)

CODE_LISTS: tuple[ElementRule, ...] = _IN_UBL + _IN_CII
