"""Iceland: what a seller with an Icelandic address writes, and the final due date (eindagi) (IS-R)."""

from collections.abc import Sequence

from counterfoil.model.finding import Severity
from counterfoil.rules._days import instant
from counterfoil.rules._element_rule import ElementRule, at
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules._white_space import normalized
from counterfoil.rules.peppol._reading import first, head
from counterfoil.rules.peppol._ubl import SELLER, buyer_country, seller_country

_BUYER = "cac:AccountingCustomerParty"
_REGISTRATION = "cac:PartyLegalEntity/cbc:CompanyID"
_KENNITALA = "0196"
_TYPES = ("380", "381")
_FINAL_DUE_DATE = "EINDAGI"
_DAY_CHARACTERS = 10
_ACCOUNT_CHARACTERS = 12


def _icelandic(elements: Elements) -> bool:
    return seller_country(elements) == "IS"


def _both_icelandic(elements: Elements) -> bool:
    return seller_country(elements) == buyer_country(elements) == "IS"


@at("IS-R-001", "/", when=_icelandic, severity=Severity.WARNING, terms=("BT-3",))
def kind_known(elements: Elements, _place: int) -> bool | Breach:
    """An invoice or a credit note, and nothing else."""
    found = [normalized(head(elements, f"cbc:{name}TypeCode")) for name in ("Invoice", "CreditNote")]
    return any(code in _TYPES for code in found) or Breach(found=next(filter(None, found), None))


@at("IS-R-002", "/", when=_icelandic, terms=("BT-30",))
def seller_registered(elements: Elements, _place: int) -> bool:
    """The seller's registration number is a kennitala."""
    return _has_kennitala(elements, elements.head(f"{SELLER}/{_REGISTRATION}"))


@at("IS-R-003", "/", when=_icelandic, terms=("BT-35", "BT-38"))
def seller_address(elements: Elements, _place: int) -> bool:
    """The seller's address has a street and a post code."""
    return all(elements.head(f"{SELLER}/cac:PostalAddress/cbc:{name}") for name in ("StreetName", "PostalZone"))


def _account(rule_id: str, code: str) -> ElementRule:
    """The account of a payment by one means has twelve characters."""

    @at(rule_id, "/", when=_icelandic, terms=("BT-81", "BT-84"))
    def account_length(elements: Elements, _place: int) -> bool | Breach:
        means = [each for each in elements.head("cac:PaymentMeans") if first(elements, each, _CODE) == code]
        accounts = [account for each in means for account in elements.below(each, "cac:PayeeFinancialAccount/cbc:ID")]
        if not means:
            return True
        found = elements.text(accounts[0]) if accounts else ""
        return len(normalized(found)) == _ACCOUNT_CHARACTERS or Breach(place=means[0], found=found or None)

    return account_length


_CODE = "cbc:PaymentMeansCode"


def _final_due_dates(elements: Elements) -> Sequence[int]:
    return [
        reference
        for reference in elements.head("cac:AdditionalDocumentReference")
        if any(elements.text(each) == _FINAL_DUE_DATE for each in elements.below(reference, "cbc:DocumentDescription"))
    ]


@at("IS-R-008", "/", when=_icelandic, terms=("BT-122",))
def final_due_date(elements: Elements, _place: int) -> bool | Breach:
    """A final due date is a day."""
    references = _final_due_dates(elements)
    if not references:
        return True
    found = first(elements, references[0], "cbc:ID")
    right = len(found) == _DAY_CHARACTERS and instant(found) is not None
    return right or Breach(place=references[0], found=found or None)


@at("IS-R-009", "/", when=_icelandic, terms=("BT-9", "BT-122"))
def due_date(elements: Elements, _place: int) -> bool:
    """A final due date stands beside a due date."""
    return not _final_due_dates(elements) or bool(elements.head("cbc:DueDate"))


@at("IS-R-010", "/", when=_icelandic, terms=("BT-9", "BT-122"))
def due_before_final(elements: Elements, _place: int) -> bool | Breach:
    """The final due date is not before the due date, compared as texts."""
    references = _final_due_dates(elements)
    dates = [elements.text(each) for reference in references for each in elements.below(reference, "cbc:ID")]
    due = [elements.text(each) for each in elements.head("cbc:DueDate")]
    if not references or any(day <= last for day in due for last in dates):
        return True
    return Breach(found=next(iter(dates), None), expected=next(iter(due), None))


@at("IS-R-004", f"/{_BUYER}", when=_both_icelandic, terms=("BT-47",))
def buyer_registered(elements: Elements, place: int) -> bool:
    """An Icelandic buyer's registration number is a kennitala."""
    return _has_kennitala(elements, elements.below(place, f"cac:Party/{_REGISTRATION}"))


@at("IS-R-005", f"/{_BUYER}", when=_both_icelandic, terms=("BT-50", "BT-53"))
def buyer_address(elements: Elements, place: int) -> bool:
    """An Icelandic buyer's address has a street and a post code."""
    return all(
        elements.below(place, f"cac:Party/cac:PostalAddress/cbc:{name}") for name in ("StreetName", "PostalZone")
    )


def _has_kennitala(elements: Elements, registrations: Sequence[int]) -> bool:
    return any(elements.attribute(each, "schemeID") == _KENNITALA for each in registrations)


ICELAND: tuple[ElementRule, ...] = (
    kind_known,
    seller_registered,
    seller_address,
    _account("IS-R-006", "9"),
    _account("IS-R-007", "42"),
    final_due_date,
    due_date,
    due_before_final,
    buyer_registered,
    buyer_address,
)
