"""What is wrong where a rule of EN 16931 about a VAT category is broken: most sentences are alike for all of them."""

from collections.abc import Iterator

_CATEGORIES = {
    "S": "the standard rate (S)",
    "Z": "the zero rate (Z)",
    "E": "exempt from VAT (E)",
    "AE": "reverse charge (AE)",
    "IC": "supply within the Union (K)",
    "G": "export (G)",
    "O": "outside of VAT (O)",
    "AF": "the tax of the Canary Islands (L)",
    "AG": "the tax of Ceuta and Melilla (M)",
}
_TAXED = frozenset({"S", "AF", "AG"})
_SELLER = "the seller has no tax number (BT-31, BT-32), nor its tax representative a VAT identifier (BT-63)"
_UNKNOWN = {
    "AE": "seller (BT-31, BT-32, BT-63) or buyer (BT-47, BT-48) cannot be identified by a tax number",
    "IC": "seller (BT-31, BT-63) or buyer (BT-48) has no VAT identifier",
    "G": "neither the seller (BT-31) nor its tax representative (BT-63) has a VAT identifier",
    "O": "a VAT identifier is given (BT-31, BT-48 or BT-63)",
}
_RATES = {
    "S": "the rate is {found}; it must be above zero",
    "O": "a rate is given",
    "AF": "the rate is {found}, which does not fit",
    "AG": "the rate is {found}, which does not fit",
}
_USERS = {"02": "a line", "03": "an allowance on the document", "04": "a charge on the document"}
_RATED = {"05": "a line", "06": "an allowance", "07": "a charge"}


def _sentences(family: str, category: str) -> Iterator[tuple[str, str]]:
    unknown = _UNKNOWN.get(family, _SELLER)
    rate = _RATES.get(family, "the rate is {found}; it must be zero")
    yield "01", f"The {{BG-23}} has {{found}} groups of {category}, where {{expected}} should be."
    for number, who in _USERS.items():
        yield number, f"The VAT category of {who} is {category}, but {unknown}."
    for number, who in _RATED.items():
        yield number, f"The VAT category of {who} is {category}, but {rate}."
    yield "08", f"The base (BT-116) of {category} is {{found}}; what is billed under it adds up to {{expected}}."
    if family in _TAXED:
        yield "09", f"The tax (BT-117) of {category} is {{found}}; base times rate makes {{expected}}."
        yield "10", f"Tax is charged under {category}, so that no reason for an exemption may be given."
    else:
        yield "09", f"The tax (BT-117) of {category} is {{found}}; nothing may be charged."
        yield "10", f"The group of {category} gives no reason for charging nothing: neither words (BT-120) nor a code."


_OTHERS = {
    "BR-Z-10": "The zero rate (Z) is no exemption, so that no reason for one may be given.",
    "BR-IC-11": "Goods within the Union (K) need a day of delivery (BT-72) or an invoicing period (BG-14).",
    "BR-IC-12": "Goods within the Union (K) need the country they are delivered to (BT-80).",
    "BR-O-11": "The {BG-23} has a group outside of VAT (O) and another one of category {found}; there may be no other.",
    "BR-O-12": "The {BG-23} has a group outside of VAT (O), but a line has category {found}.",
    "BR-O-13": "The {BG-23} has a group outside of VAT (O), but an allowance has category {found}.",
    "BR-O-14": "The {BG-23} has a group outside of VAT (O), but a charge has category {found}.",
    "BR-B-01": "The category of split payment (B) is for Italy alone, but a country is {found}.",
    "BR-B-02": "Split payment (B) and the standard rate (S) may not stand in one document.",
}

EN16931_VAT = {
    f"BR-{family}-{number}": sentence
    for family, category in _CATEGORIES.items()
    for number, sentence in _sentences(family, category)
} | _OTHERS
