"""What is wrong where a rule of Factur-X is broken. Placeholders: found, expected, about (an element), place."""

_STRUCTURE = {
    "factur-x.exactly": "{place} must hold {about} exactly once, not {found} times.",
    "factur-x.most": "{place} has {found} times {about}; this profile allows {expected}.",
    "factur-x.least": "{place} has {found} times {about}; at least {expected} must stand there.",
    "factur-x.required": "{place} lacks the attribute {about}.",
    "factur-x.unused": "This profile has no use for {about} at this place; leave it out.",
    "factur-x.unused.attribute": "This profile has no use for the attribute {about} of {place}; leave it out.",
    "factur-x.codes": "The value {found} is not in the list of codes that this profile allows here.",
}

_SHARED_IDS = {
    "factur-x.BR-CO-25": "There is {found} to be paid, but the document says neither the {BT-9} nor the {BT-20}.",
    "factur-x.CII-DT-097": "The text {found} is no day written as year, month and day (20260131).",
    "factur-x.CII-SR-463": "{place} does not say whether it is an allowance or a charge.",
    "factur-x.CII-SR-465": "The contact of the seller is named as a person and as a department; give one of them.",
    "factur-x.CII-SR-466": "The contact of the buyer is named as a person and as a department; give one of them.",
    "factur-x.CII-SR-467": "The document names payment means of different types; all must be of one type.",
    "factur-x.CII-SR-468": "The payment means are described by different texts; the description must be the same.",
    "factur-x.CII-SR-469": "The document has several payment references; give the {BT-83} once.",
    "factur-x.CII-SR-470": "A credit transfer needs one account: either an IBAN or another account number, not both.",
    "factur-x.CII-SR-471": "{place} is under several taxes; an allowance or charge may be under one.",
    "factur-x.CII-SR-472": "{place} has several rates; give one.",
    "factur-x.CII-SR-473": "{place} has several amounts; give one.",
    "factur-x.CII-SR-474": "The line refers to several invoiced objects; it may refer to one.",
    "factur-x.CII-SR-475": "A supporting document has several descriptions; give one.",
    "factur-x.CII-SR-476": "There are several attached files of supporting documents; this profile expects one.",
    "factur-x.PEPPOL-EN16931-R008": "{place} is empty; fill it or leave it out.",
}

_LINES = {
    "BR-FXEXT-01": "The note has a subject but says nothing.",
    "BR-FXEXT-02": "The note of the line has a subject but says nothing.",
    "BR-FXEXT-03": "Only the seller may give a tax number of the kind {found}; all others give a VAT identifier (VA).",
    "BR-FXEXT-04": "The code {found} is not in the list of codes for properties of items.",
    "BR-FXEXT-06": "The line stands below another one, but does not say what it is: DETAIL, GROUP or INFORMATION.",
    "BR-FXEXT-08": "The total of the group is {found}, but the lines below it add up to {expected}.",
    "BR-FXEXT-11": "The line stands below the line {found}, which does not exist.",
    "BR-FXEXT-12": "The group has a total, but a group directly below it has none.",
    "BR-FXEXT-BR-22": "The line is billed and has no {BT-129}.",
    "BR-FXEXT-BR-23": "The line is billed and its quantity has no {BT-130}.",
    "BR-FXEXT-BR-24": "The line is billed and has no {BT-131}.",
    "BR-FXEXT-BR-26": "The line is billed and has no {BT-146}.",
    "BR-FXEXT-BR-38": "A charge on the document has no reason, neither as text nor as code.",
    "BR-FXEXT-BR-44": "A charge on the line has no reason, neither as text nor as code.",
    "BR-FXEXT-BR-54-1": "A property of the item has neither a name nor a code.",
    "BR-FXEXT-BR-54-2": "A property of the item needs either a value or a measure with its unit, not both.",
    "BR-FXEXT-CII-DT-097a": "The text {found} is no time written as year, month, day, hour and minute (202601311405).",
    "BR-FXEXT-CO-04": "The line is billed and has no category of VAT.",
}

_SUMS = {
    "BR-FXEXT-CO-10": "The {BT-106} is {found}, but the lines that are billed add up to {expected}.",
    "BR-FXEXT-CO-11": "The {BT-107} is {found}, but the allowances on the document add up to {expected}.",
    "BR-FXEXT-CO-12": "The {BT-108} is {found}, but the charges on the document add up to {expected}.",
    "BR-FXEXT-CO-13": "The {BT-109} is {found}, but lines, allowances and charges add up to {expected}.",
    "BR-FXEXT-CO-15": "The {BT-112} is {found}; with the one {BT-110} in the invoice's currency it must be {expected}.",
    "BR-FXEXT-CO-16": "The {BT-115} is {found}; by the totals and the payments made it must be {expected}.",
    "BR-FXEXT-S-09b": "The tax of a group at the standard rate is {found}; by base and rate it must be {expected}.",
}

_FAMILIES = (
    *(("S", "S", "standard rated"), ("Z", "Z", "zero rated"), ("E", "E", "exempt")),
    *(("AE", "AE", "reverse charge"), ("IC", "K", "intra-community supply"), ("G", "G", "export outside the EU")),
    *(("O", "O", "not subject to VAT"), ("AF", "L", "Canary Islands"), ("AG", "M", "Ceuta and Melilla")),
)

_CATEGORIES = {
    key: text
    for family, code, name in _FAMILIES
    for key, text in (
        (
            f"BR-FXEXT-{family}-01",
            f"VAT of the category {code} ({name}) must be in the breakdown just if a line, allowance or charge has it.",
        ),
        (
            "BR-FXEXT-S08b" if family == "S" else f"BR-FXEXT-{family}-08b",
            f"The base of a group of VAT {code} ({name}) is {{found}}; what is under it adds up to {{expected}}.",
        ),
        (
            f"BR-FXEXT-{family}-08ini",
            f"The base of a group of VAT {code} ({name}) is {{found}}; by rate it must be {{expected}}.",
        ),
        (
            f"BR-FXEXT-{family}-08rev",
            f"The base of a group of VAT {code} ({name}) is {{found}}; by rate and reason it must be {{expected}}.",
        ),
    )
}

FACTUR_X = {**_STRUCTURE, **_SHARED_IDS, **_LINES, **_SUMS, **_CATEGORIES}
