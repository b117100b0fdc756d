"""What is wrong where a rule of XRechnung is broken. Placeholders: found, expected, and a term by its number."""

_GERMAN = {
    "BR-DE-1": "The document does not say how to pay: XRechnung asks for {BG-16}.",
    "BR-DE-2": "The {BG-6} is missing: XRechnung asks whom to turn to.",
    "BR-DE-3": "The address of the seller lacks the {BT-37}.",
    "BR-DE-4": "The address of the seller lacks the {BT-38}.",
    "BR-DE-5": "The {BG-6} lacks the {BT-41}.",
    "BR-DE-6": "The {BG-6} lacks the {BT-42}.",
    "BR-DE-7": "The {BG-6} lacks the {BT-43}.",
    "BR-DE-8": "The address of the buyer lacks the {BT-52}.",
    "BR-DE-9": "The address of the buyer lacks the {BT-53}.",
    "BR-DE-10": "The address of delivery lacks the {BT-77}.",
    "BR-DE-11": "The address of delivery lacks the {BT-78}.",
    "BR-DE-14": "A group of the VAT breakdown lacks the {BT-119}; where no VAT is due it is 0.",
    "BR-DE-15": "The {BT-10} is missing; public buyers in Germany route invoices by it (Leitweg-ID).",
    "BR-DE-16": "A category of VAT is used, but the seller has neither a {BT-31} nor a {BT-32}, and no {BG-11}.",
    "BR-DE-17": "The {BT-3} is {found}, which is not one of those in use in Germany, such as 380, 381 and 384.",
    "BR-DE-18": (
        "A discount in the {BT-20} is not written as #SKONTO#TAGE=14#PROZENT=2.25# on a line of its own, "
        "with a line end behind the last."
    ),
    "BR-DE-19": "The {BT-84} is {found}, which is no IBAN; a SEPA transfer (58) needs one.",
    "BR-DE-20": "The {BT-91} is {found}, which is no IBAN; a SEPA direct debit (59) needs one.",
    "BR-DE-21": "The {BT-24} is {found}; the one of this version of XRechnung is {expected}.",
    "BR-DE-22": "Two attached files have the same name, {found}.",
    "BR-DE-23-a": "The {BT-81} is {found}, a transfer, but there is no {BG-17}.",
    "BR-DE-23-b": "The means of payment is a transfer (30, 58), so neither {BG-18} nor {BG-19} may be given.",
    "BR-DE-24-a": "The {BT-81} is {found}, a card, but there is no {BG-18}.",
    "BR-DE-24-b": "The means of payment is a card (48, 54, 55), so neither {BG-17} nor {BG-19} may be given.",
    "BR-DE-25-a": "The {BT-81} is {found}, a direct debit, but there is no {BG-19}.",
    "BR-DE-25-b": "The means of payment is a direct debit (59), so neither {BG-17} nor {BG-18} may be given.",
    "BR-DE-26": "A corrected invoice (384) should name the invoice that it corrects in {BG-3}.",
    "BR-DE-27": "The {BT-42} is {found}; a telephone number has three digits at least.",
    "BR-DE-28": "The {BT-43} is {found}, which is no e-mail address.",
    "BR-DE-30": "There is a {BG-19} without the {BT-90}.",
    "BR-DE-31": "There is a {BG-19} without the {BT-91}.",
    "BR-DE-TMP-32": "Nothing says when was delivered: neither {BT-72} nor {BG-14}, nor {BG-26} on each line.",
    "BR-TMP-2": "The {BT-124} is {found}; it must be an absolute address with its scheme, such as https://example.com/.",
    "BR-TMP-3": "The {BT-149} is {found} for the gross and {expected} for the net price; number and unit must agree.",
}

_EXTENSION = {
    "BR-DEX-01": "The {BT-125} is of the type {found}: PDF, PNG, JPEG, CSV, XML or a spreadsheet may be attached.",
    "BR-DEX-02": "The {BT-131} is {found}, but the lines right below add up to {expected}.",
    "BR-DEX-03": "A sub-line has {found} groups of VAT information; it must have exactly one.",
    "BR-DEX-04": "The scheme of this identifier is {found}, which is no code of ISO 6523 and none of XR01 to XR03.",
    "BR-DEX-05": "The scheme of this registration is {found}, which is no code of ISO 6523 and none of XR01 to XR03.",
    "BR-DEX-06": "The scheme of the {BT-157} is {found}, which is no code of ISO 6523 and none of XR01 to XR03.",
    "BR-DEX-07": "The scheme of the electronic address is {found}, which is no EAS code and none of XR01 to XR03.",
    "BR-DEX-08": "The scheme of the {BT-71} is {found}, which is no code of ISO 6523 and none of XR01 to XR03.",
    "BR-DEX-09": (
        "The {BT-115} is {found}, but the total with VAT less what was paid, plus rounding and what is paid for "
        "third parties, makes {expected}."
    ),
    "BR-DEX-10": "A third party payment lacks its type.",
    "BR-DEX-11": "A third party payment lacks its amount.",
    "BR-DEX-12": "A third party payment lacks its description.",
    "BR-DEX-13": "The amount of a third party payment is written {found}; it may have {expected} decimals at most.",
    "BR-DEX-14": "The amount of a third party payment is in {found}, but the {BT-5} is {expected}.",
    "BR-DEX-15": "Lines stand below other lines ({found}), which is meant for tests only in CII.",
}

_VEHICLES = {
    "BR-DE-CVD-01": "The {BT-12} is missing; an invoice for clean vehicles names its contract.",
    "BR-DE-CVD-02": "The {BT-17} is missing; an invoice for clean vehicles names its tender.",
    "BR-DE-CVD-03": "No line is for a vehicle with its category (CVD) and how clean it is (cva).",
    "BR-DE-CVD-04": "The {BT-158} is {found}, which is no category of vehicles: M1 to M3 or N1 to N3.",
    "BR-DE-CVD-05": "The {BT-161} of cva is {found}; it must be clean, zero-emission or other.",
    "BR-DE-CVD-06-a": "A vehicle says {found} times how clean it is (cva); it must do so once.",
    "BR-DE-CVD-06-b": "An item that says how clean it is (cva) has {found} vehicle categories (CVD); it must have one.",
    "BR-TMP-CVD-01": "The scheme of the {BT-158} is {found}, which is neither CVD nor a code of UNTDID 7143.",
}

_OF_PEPPOL = {
    "PEPPOL-EN16931-R043-1": "This allowance or charge does not say which it is: it says {found}, not true or false.",
    "PEPPOL-EN16931-R043-2": "This price discount says {found}; it must say true or false, in letters.",
}

XRECHNUNG = {**_GERMAN, **_EXTENSION, **_VEHICLES, **_OF_PEPPOL}
