"""What is wrong where an invoice breaks a rule of Peppol's billing, of any country. Placeholders as in `en16931`."""

_DOCUMENT = {
    "R001": "The {BT-23} is missing: it says which process of Peppol the document belongs to.",
    "R002": "The document has {found} notes ({BT-22}); one is allowed, and in UBL more between German parties.",
    "R003": "Neither the {BT-10} nor the {BT-13} is given; by one of them the buyer knows what this is for.",
    "R004": "The {BT-24} is {found}; for this process it begins with {expected}.",
    "R005": "The {BT-6} is {found}, as that of the invoice is; it is given only where it is another.",
    "R006": "The document names {found} invoiced objects; one is allowed.",
    "R007": "The {BT-23} is {found}; for this process it is {expected}.",
    "R008": "The element {place} is empty; leave it out, or fill it.",
    "R010": "The {BT-49} is missing, so the invoice cannot be delivered to the buyer.",
    "R020": "The {BT-34} is missing, so no answer can reach the seller.",
    "R053": "There are {found} tax totals in the currency of the invoice, with the {BG-23}; there must be {expected}.",
    "R054": "There are {found} tax totals in another currency; by the {BT-6} there must be {expected}.",
    "R055": "The {BT-110} and the {BT-111} have different signs, or one of them is missing.",
    "R061": "The payment is a direct debit ({found}), but the {BT-89} is missing.",
    "R080": "The document names {found} projects ({BT-11}); one is allowed.",
}

_AMOUNTS = {
    "R040": "The allowance or charge is {found}, but its percentage of its base amount is {expected}.",
    "R041": "An allowance or charge has a percentage, but not the base amount that it is taken of.",
    "R042": "An allowance or charge has a base amount, but not the percentage that is taken of it.",
    "R043": "An allowance or charge must say true (a charge) or false (an allowance); this one says {found}.",
    "R044": "What lies between gross and net price can only be a discount, so its indicator is false, not {found}.",
    "R046": "The {BT-146} is {found}, but the gross price less the discount is {expected}.",
    "R051": "The amount is in {found}, but the document is in {expected}.",
    "R100": "The line refers to {found} objects ({BT-128}); one is allowed.",
    "R101": "The line refers to a document that is not an invoiced object (type 130); lines can refer to nothing else.",
    "R110": "The period of the line begins on {found}, before that of the invoice ({expected}).",
    "R111": "The period of the line ends on {found}, after that of the invoice ({expected}).",
    "R120": "The {BT-131} is {found}; quantity and price, with charges and less allowances, make {expected}.",
    "R121": "The {BT-149} is {found}; it must be above zero.",
    "R130": "The price is for a quantity in {found}, but the line bills in {expected}; both must have one unit.",
}

_COMMON = {
    "PEPPOL-COMMON-R048": "The number {found} is not an Italian VAT number (partita IVA).",
}

_CODES = {
    "CL001": "The type {found} is not that of a file that may be attached.",
    "CL002": "The code {found} is not in the list of reasons for allowances (UNCL 5189).",
    "CL003": "The code {found} is not in the list of reasons for charges (UNCL 7161).",
    "CL006": "The code {found} is not in the list of tax point dates (UNCL 2005).",
    "CL007": "The code {found} is not that of a currency (ISO 4217).",
    "CL008": "The scheme {found} is not in the list of schemes of electronic addresses (EAS).",
    "F001": "The day {found} has another form than 2026-03-31 in UBL, or 20260331 with the format 102 in CII.",
    "P0100": "The {BT-3} is {found}; this process has no such invoice.",
    "P0101": "The {BT-3} is {found}; this process has no such credit note.",
    "P0104": "The {BT-121} is VATEX-EU-G, which goes with the category {expected} and not with {found}.",
    "P0105": "The {BT-121} is VATEX-EU-O, which goes with the category {expected} and not with {found}.",
    "P0106": "The {BT-121} is VATEX-EU-IC, which goes with the category {expected} and not with {found}.",
    "P0107": "The {BT-121} is VATEX-EU-AE, which goes with the category {expected} and not with {found}.",
    "P0108": "The {BT-121} is VATEX-EU-D, which goes with the category {expected} and not with {found}.",
    "P0109": "The {BT-121} is VATEX-EU-F, which goes with the category {expected} and not with {found}.",
    "P0110": "The {BT-121} is VATEX-EU-I, which goes with the category {expected} and not with {found}.",
    "P0111": "The {BT-121} is VATEX-EU-J, which goes with the category {expected} and not with {found}.",
    "P0112": "The {BT-3} is {found}, which is only for invoices between German parties.",
}

_GENERAL = {**_DOCUMENT, **_AMOUNTS, **_CODES}
PEPPOL_BILLING = _COMMON | {f"PEPPOL-EN16931-{rule}": told for rule, told in _GENERAL.items()}
