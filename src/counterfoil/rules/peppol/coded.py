"""What Peppol asks of codes and days in a UBL invoice (PEPPOL-EN16931-CL, F001 and P01)."""

from collections.abc import Callable, Iterator, Sequence

from counterfoil.rules._context import Context
from counterfoil.rules._days import instant
from counterfoil.rules._element_rule import ElementRule, Harmless, Reads, at
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules._white_space import normalized
from counterfoil.rules.codes import codes, meant
from counterfoil.rules.peppol._process import Process
from counterfoil.rules.peppol._reading import currencies, first
from counterfoil.rules.peppol.amounts import AMOUNTS, TAX

_DAY_CHARACTERS = 10
_DAYS = ("IssueDate", "DueDate", "TaxPointDate", "StartDate", "EndDate", "ActualDeliveryDate")

_EXEMPT = {
    "PEPPOL-EN16931-P0104": ("VATEX-EU-G", "G"),
    "PEPPOL-EN16931-P0105": ("VATEX-EU-O", "O"),
    "PEPPOL-EN16931-P0106": ("VATEX-EU-IC", "K"),
    "PEPPOL-EN16931-P0107": ("VATEX-EU-AE", "AE"),
    "PEPPOL-EN16931-P0108": ("VATEX-EU-D", "E"),
    "PEPPOL-EN16931-P0109": ("VATEX-EU-F", "E"),
    "PEPPOL-EN16931-P0110": ("VATEX-EU-I", "E"),
    "PEPPOL-EN16931-P0111": ("VATEX-EU-J", "E"),
}
"""For each rule, a reason for an exemption and the one VAT category that it goes with."""


def listed(rulebook: str, rule_id: str, syntax: str = "UBL") -> frozenset[str]:
    """The codes that a rule of a rulebook means."""
    return frozenset().union(*(codes(name) for name in meant(rulebook, syntax, rule_id)))


def reasons(rule_id: str, allowed: frozenset[str], kind: str, terms: tuple[str, ...]) -> ElementRule:
    """The rule that the reason code of an allowance, or a charge, is one of its list."""

    @at(
        rule_id,
        "cac:AllowanceCharge",
        terms=terms,
        concerns=lambda paths, path: f"{path}/cbc:AllowanceChargeReasonCode" in paths,
    )
    def reason_known(elements: Elements, place: int) -> bool | Breach:
        for reason in elements.below(place, "cbc:AllowanceChargeReasonCode"):
            code = normalized(elements.text(reason))
            if code not in allowed and first(elements, place, "cbc:ChargeIndicator") == kind:
                return Breach(place=reason, found=code or None)
        return True

    return reason_known


def _currencies(allowed: frozenset[str]) -> ElementRule:
    def find(elements: Elements, _path: str) -> Iterator[Breach]:
        paths = elements.trace.paths
        for currency, places in currencies(elements).items():
            if currency not in allowed:
                for place in places:
                    name = paths[place].rpartition("/")[2]
                    if name in AMOUNTS or name == TAX:
                        yield Breach(place=place, found=currency)

    return ElementRule(
        id="PEPPOL-EN16931-CL007",
        context=Context(forms=("/",)),
        find=find,
        terms=("BT-5", "BT-6"),
        reads=Reads.ATTRIBUTES,
    )


def attribute(rule_id: str, form: str, name: str, allowed: frozenset[str], terms: tuple[str, ...]) -> ElementRule:
    """The rule that an attribute, where there is one, is a code of a list."""

    @at(rule_id, form, terms=terms, reads=Reads.ATTRIBUTES)
    def attribute_known(elements: Elements, place: int) -> bool | Breach:
        code = elements.attribute(place, name)
        return code is None or code in allowed or Breach(found=code)

    return attribute_known


def text(
    rule_id: str, form: str, allowed: frozenset[str], terms: tuple[str, ...], asked: Callable[[Elements], bool]
) -> ElementRule:
    """The rule that a text is a code of a list, in the documents that it is asked of."""

    @at(rule_id, form, terms=terms, harmless=Harmless(test=lambda text: normalized(text) in allowed))
    def text_known(elements: Elements, place: int) -> bool | Breach:
        code = normalized(elements.text(place))
        return code in allowed or not asked(elements) or Breach(found=code or None)

    return text_known


def _exemption(rule_id: str, reason: str, category: str) -> ElementRule:
    code = "cbc:TaxExemptionReasonCode"

    @at(
        rule_id,
        "cac:TaxCategory",
        terms=("BT-118", "BT-121"),
        concerns=lambda paths, path: f"{path}/{code}" in paths,
    )
    def goes_with(elements: Elements, place: int) -> bool | Breach:
        if first(elements, place, code).upper() != reason:
            return True
        found = first(elements, place, "cbc:ID")
        return normalized(found) == category or Breach(found=found or None, expected=category)

    return goes_with


def _is_day(text: str) -> bool:
    return len(text) == _DAY_CHARACTERS and instant(text) is not None


@at(
    "PEPPOL-EN16931-F001",
    *(f"cbc:{name}" for name in _DAYS),
    terms=("BT-2", "BT-7", "BT-9", "BT-72", "BT-73", "BT-74"),
    harmless=Harmless(test=_is_day),
)
def day_written(elements: Elements, place: int) -> bool | Breach:
    """A day is written with ten characters, year first."""
    found = elements.text(place)
    return _is_day(found) or Breach(found=found or None)


def coded(process: Process) -> Sequence[ElementRule]:
    """These rules, as a process has them."""

    def known(rule_id: str) -> frozenset[str]:
        return listed(process.rulebook, rule_id)

    return (
        attribute(
            "PEPPOL-EN16931-CL001",
            "cbc:EmbeddedDocumentBinaryObject",
            "mimeCode",
            known("PEPPOL-EN16931-CL001"),
            ("BT-125",),
        ),
        reasons("PEPPOL-EN16931-CL002", known("PEPPOL-EN16931-CL002"), "false", ("BT-98", "BT-140")),
        reasons("PEPPOL-EN16931-CL003", known("PEPPOL-EN16931-CL003"), "true", ("BT-105", "BT-145")),
        text(
            "PEPPOL-EN16931-CL006",
            "cac:InvoicePeriod/cbc:DescriptionCode",
            known("PEPPOL-EN16931-CL006"),
            ("BT-8",),
            lambda elements: True,
        ),
        _currencies(known("PEPPOL-EN16931-CL007")),
        text(
            "PEPPOL-EN16931-P0100",
            "cbc:InvoiceTypeCode",
            process.invoices,
            ("BT-3",),
            process.limited,
        ),
        text(
            "PEPPOL-EN16931-P0101",
            "cbc:CreditNoteTypeCode",
            process.credit_notes,
            ("BT-3",),
            process.limited,
        ),
        day_written,
        attribute(
            "PEPPOL-EN16931-CL008", "cbc:EndpointID", "schemeID", known("PEPPOL-EN16931-CL008"), ("BT-34", "BT-49")
        ),
        *(_exemption(rule_id, reason, category) for rule_id, (reason, category) in _EXEMPT.items()),
    )
