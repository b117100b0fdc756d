"""What is wrong where a rule of a Peppol transaction is broken. Placeholders: found, expected, place."""

from collections.abc import Mapping

_LOCATION = "The document says where its schema is to be fetched; leave the schemaLocation out."

_COMMON = {
    "R001": "The element {place} is empty; leave it out where there is nothing to say.",
    "R003": _LOCATION,
    "R030": "The date in {place} is written {found}; write it as 2026-08-17, without a time zone.",
    "R040": "The identifier {found} is no GLN: it has other characters than digits, or its check digit is wrong.",
    "R041": "The identifier {found} is no Norwegian organisation number: nine digits, the last a check digit.",
    "R042": "The identifier {found} is no Danish organisation number: eight digits, with DK before them or without.",
    "R043": "The identifier {found} is no Belgian enterprise number: ten digits, the last two check digits.",
    "R044": "The identifier {found} is no code of the Italian index of public administrations: six letters or digits.",
    "R045": "The identifier {found} is no Italian tax code (codice fiscale) of eleven digits or sixteen characters.",
    "R046": "The identifier {found} is no Italian tax code (codice fiscale) of eleven digits or sixteen characters.",
    "R047": "The identifier {found} is no Italian VAT number (partita IVA): IT, ten digits and a check digit.",
    "R049": "The identifier {found} is no Swedish organisation number: ten digits, the last a check digit.",
    "R050": "The identifier {found} is no Australian business number: eleven digits whose check sum is right.",
    "R052": "The identifier {found} is no Danish P number: ten digits.",
    "R053": "The identifier {found} is no Danish SE number: DK and eight digits.",
    "R054": "The identifier {found} is no number of the Dutch chamber of commerce (KvK): eight digits.",
    "R055": "The identifier {found} is no Dutch organisation number (OIN): twenty digits.",
    "R056-1": "The identifier {found} is no Dutch VAT number: NL, nine digits, B and two digits.",
    "R056-2": "The identifier {found} is no Dutch VAT number: NL, nine digits, B and two digits.",
    "R057": "The identifier {found} is no number of the Dutch trade register's branches: twelve digits.",
}

_ORDERS = {
    "R001": "The line's identifier is {found}; each line needs one that no other line has.",
    "R002": "The document does not say until when it can be answered (the end of its period of validity).",
    "R003": "The amount in {place} is in {found}, but the document is in {expected}.",
    "R004": "The quantity of the line is {found}; it must be given and not be below zero.",
    "R005": "The price is {found}; it must be given and not be below zero.",
    "R006": "The amount to be paid is {found}; it must not be below zero.",
    "R007": "The total of the lines is {found}; it must not be below zero.",
    "R008": "The total of the lines is {found}, but the lines add up to {expected}.",
    "R009": "The total of allowances is {found}, but the allowances of the document add up to {expected}.",
    "R010": "The total of charges is {found}, but the charges of the document add up to {expected}.",
    "R011": "The total without taxes is {found}, but lines, allowances and charges come to {expected}.",
    "R013": "The line does not say how much is ordered.",
    "R014": "The originator has neither a name nor an identifier.",
    "R016": "The amount to be paid is {found}, but the total with taxes, prepayment and rounding come to {expected}.",
    "R017": "The total with taxes is {found}, but the total without them and the taxes come to {expected}.",
    "R019": "The price is {found}, but the gross price less its allowance is {expected}.",
    "R020": "The allowance or charge has a percentage, but not the amount that it is a percentage of.",
    "R021": "The allowance or charge has an amount to take a percentage of, but no percentage.",
    "R022": "The allowance or charge is {found}, but its percentage of the base amount is {expected}.",
    "R023": "The allowance or charge has no reason, neither in words nor as a code.",
    "R024": "The amount of the line is {found}, but quantity, price, allowances and charges come to {expected}.",
    "R025": "The quantity that the price is for is {found}; it must be above zero.",
    "R026": "The VAT number {found} does not begin with the code of a country.",
    "R027": "The gross price is {found}; it must not be below zero.",
    "R028": "The amount in {place} is {found}; amounts have at most {expected} decimals, but for prices.",
    "R029": "The tax category has no percentage; only category O (outside the scope of VAT) goes without.",
    "R030": "The percentage of tax category S (standard rate) is {found}; it must be above zero.",
    "R031": "The process is {found}; documents of this kind belong to {expected}.",
    "R032": "The amount of the allowance or charge is {found}; it must not be below zero.",
    "R033": "The allowance on the price is {found}; it must not be below zero.",
    "R034": "The customization is {found}; it must begin with {expected}.",
    "R035": "The line names a line of a quotation, but the document does not name the quotation.",
    "CL001": "The code {found} is not in the list of codes for the reasons of allowances.",
    "CL002": "The code {found} is not in the list of codes for the reasons of charges.",
}

_RESPONSES = {
    "R001": "The buyer has neither a registered name nor an identifier.",
    "R002": "The seller has neither a registered name nor an identifier.",
    "R003": _ORDERS["R001"],
    "R004": "The promised period ends on {found}, before it starts on {expected}.",
    "R005": "The price is in {found}, but the document is in {expected}.",
    "R006": _ORDERS["R034"],
    "R007": "The order is accepted with changes (CA), but no line says what changes.",
    "R008": "The order is accepted as it is (AP), so there must be no lines.",
    "R009": "The order is rejected (RE), so there must be no lines.",
    "R010": "The order is only acknowledged (AB), so there must be no lines.",
}

_AGREEMENTS = {
    "R001": _ORDERS["R005"],
    "R002": "The item has neither a standard identifier nor one of the seller's.",
    "R004": _ORDERS["R003"],
    "R005": _ORDERS["R006"],
    "R006": _ORDERS["R007"],
    "R007": _ORDERS["R008"],
    "R008": _ORDERS["R010"],
    "R009": _ORDERS["R009"],
    "R010": _ORDERS["R011"],
    "R011": _ORDERS["R017"],
    "R012": _ORDERS["R016"],
    "R013": _ORDERS["R028"],
    "R014": "Where there are totals, each line has its amount: there are {expected} lines, but {found} amounts.",
    "R015": _ORDERS["R020"],
    "R016": _ORDERS["R021"],
    "R017": _ORDERS["R022"],
    "R018": _ORDERS["R023"],
    "R019": _ORDERS["R029"],
    "R020": _ORDERS["R030"],
    "R021": _ORDERS["R032"],
    "R022": _ORDERS["R027"],
    "R023": _ORDERS["R033"],
    "R024": "The tax of a category is {found}, but its percentage of the taxable amount is {expected}.",
    "R025": "The tax of the document is {found}, but the taxes of its categories add up to {expected}.",
    "R026": "The tax category and percentage {found} do not stand in the breakdown of taxes.",
    "R027": "The tax category {found} does not stand in the breakdown of taxes.",
    "R028": "The tax category {found} needs a reason for exemption; only {expected} go without.",
    "R029": "The tax category {found} has a reason for exemption; only {expected} have one.",
    "R030": _ORDERS["R034"],
    "CL001": _ORDERS["CL001"],
    "CL002": _ORDERS["CL002"],
}

_DESPATCH = {
    "R003": "The item of the line has neither a standard identifier nor one of the seller's.",
    "R004": "The item of the line has no name.",
    "R005": "The line does not say how much is delivered.",
    "R006": "The quantity delivered is {found}; it must be given and not be below zero.",
    "R007": "The line leaves a quantity outstanding, but does not say why.",
    "R008": "The buyer has neither a name nor an identifier.",
    "R009": "The seller has neither a name nor an identifier.",
    "R010": _ORDERS["R014"],
    "R011": _ORDERS["R034"],
}

_INVOICE_RESPONSES = {
    "R001": "The answer {found} needs the code of a reason or of what is to be done.",
    "R002": "A reason of another kind ({found}) is not told in words.",
    "R003": _ORDERS["R034"],
    "R004": "A partial payment ({found}) is not explained in words.",
    "R005": "Only an answer that the invoice is paid (PD) may speak of a partial payment.",
    "R006": "The code {found} is not in the list of codes for what is to be done (OPStatusAction).",
    "R007": "The code {found} is not in the list of codes for reasons (OPStatusReason).",
    "R008": _ORDERS["R031"],
}

_CANCELLATIONS = {"R031": _ORDERS["R031"], "R034": _ORDERS["R034"]}
_MESSAGES = {"R001": _ORDERS["R034"]}


def _of(transaction: str, sentences: Mapping[str, str], location: str) -> dict[str, str]:
    """The sentences of one transaction by id; `location` is its rule on schema locations."""
    name = f"PEPPOL-{transaction}"
    return {f"{name}-{location}": _LOCATION} | {f"{name}-{rule}": told for rule, told in sentences.items()}


PEPPOL_TRANSACTIONS = {
    **{f"PEPPOL-COMMON-{rule}": told for rule, told in _COMMON.items()},
    **_of("T01", _ORDERS, "B00109"),
    **_of("T114", _ORDERS, "B00110"),
    **_of("T76", _RESPONSES, "B00110"),
    **_of("T116", _RESPONSES, "B00110"),
    **_of("T110", _AGREEMENTS, "B00109"),
    **_of("T16", _DESPATCH, "B00108"),
    **_of("T115", _CANCELLATIONS, "B00109"),
    **_of("T111", _INVOICE_RESPONSES, "B00108"),
    **_of("T71", _MESSAGES, "B00108"),
}
