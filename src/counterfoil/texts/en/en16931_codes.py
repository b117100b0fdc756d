"""What is wrong where EN 16931 asks for a code or for written decimals. Placeholders: found, expected, terms."""

_LISTED = {
    "BR-CL-01": "The {BT-3} is {found}, which is no type of invoice or credit note (UNTDID 1001).",
    "BR-CL-03": "The currency of this amount is {found}, which is no currency of ISO 4217.",
    "BR-CL-04": "The {BT-5} is {found}, which is no currency of ISO 4217.",
    "BR-CL-05": "The {BT-6} is {found}, which is no currency of ISO 4217.",
    "BR-CL-06": "The {BT-8} is {found}, which does not say when VAT falls due (UBL: UNTDID 2005, CII: UNTDID 2475).",
    "BR-CL-07": "The scheme of the {BT-18} is {found}, which is no code of UNTDID 1153.",
    "BR-CL-08": "The {BT-21} is {found}, which is no code of UNTDID 4451.",
    "BR-CL-10": "The scheme of this identifier is {found}, which is no code of the ISO 6523 list (ICD).",
    "BR-CL-11": "The scheme of this registration is {found}, which is no code of the ISO 6523 list (ICD).",
    "BR-CL-13": "The scheme of the {BT-158} is {found}, which is no code of UNTDID 7143.",
    "BR-CL-14": "The country is {found}, which is no code of ISO 3166-1: two large letters, such as DE.",
    "BR-CL-15": "The {BT-159} is {found}, which is no code of ISO 3166-1: two large letters, such as DE.",
    "BR-CL-16": "The {BT-81} is {found}, which is no code of UNTDID 4461.",
    "BR-CL-17": "The category of VAT is {found}, which is none of those that invoices use (UNTDID 5305).",
    "BR-CL-18": "The VAT category is {found}, which is none of those that invoices use (UNTDID 5305).",
    "BR-CL-19": "The reason of this allowance is {found}, which is no code of UNTDID 5189.",
    "BR-CL-20": "The reason of this charge is {found}, which is no code of UNTDID 7161.",
    "BR-CL-21": "The scheme of the {BT-157} is {found}, which is no code of the ISO 6523 list (ICD).",
    "BR-CL-22": "The {BT-121} is {found}, which is no code of the VATEX list.",
    "BR-CL-23": "The unit is {found}, which is no code of UN/ECE Recommendations 20 and 21.",
    "BR-CL-24": "The {BT-125} is of the type {found}: a PDF, PNG, JPEG, CSV or a spreadsheet may be attached.",
    "BR-CL-25": "The scheme of the electronic address is {found}, which is no code of the EAS list.",
    "BR-CL-26": "The scheme of the {BT-71} is {found}, which is no code of the ISO 6523 list (ICD).",
}

_TERMS = {
    "BR-DEC-01": "BT-92",
    "BR-DEC-02": "BT-93",
    "BR-DEC-05": "BT-99",
    "BR-DEC-06": "BT-100",
    "BR-DEC-09": "BT-106",
    "BR-DEC-10": "BT-107",
    "BR-DEC-11": "BT-108",
    "BR-DEC-12": "BT-109",
    "BR-DEC-14": "BT-112",
    "BR-DEC-16": "BT-113",
    "BR-DEC-17": "BT-114",
    "BR-DEC-18": "BT-115",
    "BR-DEC-19": "BT-116",
    "BR-DEC-20": "BT-117",
    "BR-DEC-23": "BT-131",
    "BR-DEC-24": "BT-136",
    "BR-DEC-25": "BT-137",
    "BR-DEC-27": "BT-141",
    "BR-DEC-28": "BT-142",
}

_WRITTEN = {
    rule: f"The {{{term}}} is written {{found}}; at most {{expected}} digits may follow its decimal point."
    for rule, term in _TERMS.items()
}

EN16931_CODES = {
    **_LISTED,
    **_WRITTEN,
    "BR-DEC-13": "The {BT-110} is written {found}; at most {expected} digits may follow its decimal point.",
    "BR-DEC-15": (
        "The {BT-111} is {found}: where there is an accounting currency it must be given in it, with at most "
        "{expected} decimals."
    ),
}
