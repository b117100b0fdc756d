"""What is wrong where an invoice breaks a national rule of Peppol's billing, country by country."""

_DENMARK = {
    "DK-R-002": "The {BT-30} is missing; a Danish seller gives the CVR number.",
    "DK-R-003": "A class of the UNSPSC is of the version {found}; in Denmark 19.05.01 and 26.08.01 are in use.",
    "DK-R-004": "The reason ZZZ is for Danish taxes: its text is the tax's number, or name and number parted by #.",
    "DK-R-005": "The {BT-81} {found} is not in use between Danish parties.",
    "DK-R-006": "For the {BT-81} {found} an account and the registration number of its bank are needed.",
    "DK-R-007": "For the {BT-81} {found} the {BT-89} and the account of the buyer are needed.",
    "DK-R-008": "For the {BT-81} {found} a reference with 01#, 04# or 15# and a giro account are needed.",
    "DK-R-009": "The reference of a giro card of kind 04 or 15 has 16 digits behind its kind.",
    "DK-R-010": "For the {BT-81} {found} a reference with 71#, 73# or 75# and a creditor of 8 digits are needed.",
    "DK-R-011": "The reference of a payment card of kind 71 or 75 has 15 or 16 digits behind its kind.",
    "DK-R-013": "The identifier {found} does not say by which scheme it is to be read.",
    "DK-R-014": "The scheme of the {BT-30} is {found}; a Danish seller's is {expected}, for the CVR number.",
    "DK-R-016": "The amount of the credit note is {found}; a credit note between Danish parties is not negative.",
    "DK-R-017": "The scheme of the {BT-47} is {found}; a Danish buyer's is {expected}, for the CVR number.",
}

_GERMANY = {
    "DE-R-001": "The {BG-16} are missing.",
    "DE-R-002": "The {BG-6} is missing.",
    "DE-R-003": "The {BT-37} is missing.",
    "DE-R-004": "The {BT-38} is missing.",
    "DE-R-005": "The {BT-41} is missing.",
    "DE-R-006": "The {BT-42} is missing.",
    "DE-R-007": "The {BT-43} is missing.",
    "DE-R-008": "The {BT-52} is missing.",
    "DE-R-009": "The {BT-53} is missing.",
    "DE-R-010": "The {BG-15} lacks the {BT-77}.",
    "DE-R-011": "The {BG-15} lacks the {BT-78}.",
    "DE-R-014": "A group of the {BG-23} lacks the {BT-119}.",
    "DE-R-015": "The {BT-10} is missing.",
    "DE-R-016": "The seller has neither {BT-31} nor {BT-32}, and there is no {BG-11}.",
    "DE-R-017": "The {BT-3} {found} is not in use between German parties.",
    "DE-R-018": "The cash discount {found} has another form than #SKONTO#TAGE=14#PROZENT=2.00# on a line of its own.",
    "DE-R-019": "The account {found} is not a right IBAN, which a SEPA credit transfer needs.",
    "DE-R-020": "The account {found} is not a right IBAN, which a SEPA direct debit needs.",
    "DE-R-022": "Two attached files have the name {found}.",
    "DE-R-023-1": "A credit transfer lacks the account that the money goes to.",
    "DE-R-023-2": "A credit transfer has {found} beside it, which belongs to other ways of payment.",
    "DE-R-024-1": "A payment by card lacks the card.",
    "DE-R-024-2": "A payment by card has {found} beside it, which belongs to other ways of payment.",
    "DE-R-025-1": "A direct debit lacks its mandate.",
    "DE-R-025-2": "A direct debit has {found} beside it, which belongs to other ways of payment.",
    "DE-R-026": "A corrected invoice does not name the one that it corrects ({BG-3}).",
    "DE-R-027": "The {BT-42} {found} has fewer than three digits.",
    "DE-R-028": "The {BT-43} {found} is not an e-mail address.",
    "DE-R-030": "A direct debit lacks the {BT-90}.",
    "DE-R-031": "A direct debit lacks the {BT-91}.",
    "DE-R-T02": "The {BT-124} {found} is not an absolute address, with https: or the like in front.",
}

_GREECE = {
    "GR-R-001-1": "The {BT-1} has {found} parts between bars; a Greek seller's has {expected}.",
    "GR-R-001-2": "The first part of the {BT-1} is {found}; it must be the seller's tax number, {expected}.",
    "GR-R-001-3": "The second part of the {BT-1} is {found}; it must be the day of issue, {expected}.",
    "GR-R-001-4": "The third part of the {BT-1} is {found}; it must be the number of the branch, or 0.",
    "GR-R-001-5": "The fourth part of the {BT-1} is {found}, which is not a type of Greek documents.",
    "GR-R-001-6": "The fifth part of the {BT-1}, its series, is empty; write 0 where there is none.",
    "GR-R-001-7": "The sixth part of the {BT-1}, its serial number, is empty.",
    "GR-R-002": "The name of the seller is missing ({BT-28}).",
    "GR-R-003": "The {BT-31} {found} is not a right Greek one, which begins with EL.",
    "GR-R-004-1": "The tax authority's mark (##M.AR.K##) stands {found} times among the documents; once is right.",
    "GR-R-004-2": "The mark of the tax authority is {found}; it must be a positive number.",
    "GR-R-005": "The name of the buyer is missing ({BT-45}).",
    "GR-R-006": "A Greek buyer has one {BT-48} that begins with EL; this one has {found}.",
    "GR-R-008-2": "The invoice's address (##INVOICE|URL##) stands {found} times among the documents; once is right.",
    "GR-R-008-3": "The address of the invoice (##INVOICE|URL##) is announced, but the {BT-124} is missing.",
    "GR-R-009": "The {BT-34} is {found}; a Greek seller's is the tax number, with the scheme 9933.",
    "GR-R-010": "The {BT-49} is {found}; a Greek buyer's is the tax number, with the scheme 9933.",
    "GR-S-008-1": "The invoice's address (##INVOICE|URL##) stands {found} times among the documents; once is usual.",
    "GR-S-011": "A Greek seller has one {BT-31} that begins with EL; this one has {found}.",
}

_ICELAND = {
    "IS-R-001": "The {BT-3} is {found}; an Icelandic seller writes invoices (380) and credit notes (381).",
    "IS-R-002": "The {BT-30} with the scheme 0196 (kennitala) is missing.",
    "IS-R-003": "The address of an Icelandic seller needs the {BT-35} and the {BT-38}.",
    "IS-R-004": "The {BT-47} with the scheme 0196 (kennitala) is missing.",
    "IS-R-005": "The address of an Icelandic buyer needs the {BT-50} and the {BT-53}.",
    "IS-R-006": "The account for a claim (9) is {found}; an Icelandic account has 12 digits.",
    "IS-R-007": "The account for a transfer (42) is {found}; an Icelandic account has 12 digits.",
    "IS-R-008": "The final due date (EINDAGI) is {found}; it must be a day like 2026-03-31.",
    "IS-R-009": "There is a final due date (EINDAGI), but the {BT-9} is missing.",
    "IS-R-010": "The final due date (EINDAGI) is {found}, before the {BT-9} ({expected}).",
}

_ITALY = {
    "IT-R-001": "The {BT-32} is {found}; an Italian seller's is a tax code of 11 to 16 capitals and digits.",
    "IT-R-002": "The {BT-35} is missing.",
    "IT-R-003": "The {BT-37} is missing.",
    "IT-R-004": "The {BT-38} is missing.",
}

_NETHERLANDS = {
    "NL-R-001": "The {BT-25} is missing: a Dutch credit note names the invoice that it credits.",
    "NL-R-002": "The address of a Dutch seller needs the {BT-35}, the {BT-37} and the {BT-38}.",
    "NL-R-003": "The {BT-30} is {found}; a Dutch seller's is a KvK (0106) or an OIN number (0190).",
    "NL-R-004": "The address of a Dutch buyer needs the {BT-50}, the {BT-52} and the {BT-53}.",
    "NL-R-005": "The {BT-47} is {found}; a Dutch buyer's is a KvK (0106) or an OIN number (0190).",
    "NL-R-006": "The address of a Dutch tax representative needs the {BT-64}, the {BT-66} and the {BT-67}.",
    "NL-R-007": "The amount {found} is due, but the {BG-16} are missing.",
    "NL-R-008": "The {BT-81} {found} is not in use between Dutch parties.",
    "NL-R-009": "A line names the {BT-132} {found}, but the {BT-13} is missing.",
}

_NORWAY = {
    "NO-R-001": "The {BT-31} {found} is not a right Norwegian one: NO, the organisation number and MVA.",
    "NO-R-002": "A Norwegian seller that is a company names {expected} as the {BT-32}; here it is {found}.",
}

_SWEDEN = {
    "SE-R-001": "The {BT-31} {found} does not have the 14 characters of a Swedish one.",
    "SE-R-002": "The {BT-31} {found} has other characters than digits behind SE.",
    "SE-R-003": "The {BT-30} {found} is not a number, as a Swedish organisation number is.",
    "SE-R-004": "The {BT-30} {found} does not have the 10 digits of a Swedish organisation number.",
    "SE-R-005": "The {BT-32} is {found}; a Swedish seller's reads {expected}.",
    "SE-R-006": "The rate {found} is none of Sweden's standard rates of VAT: 25, 12 and 6.",
    "SE-R-007": "The Plusgiro account {found} has other characters than digits.",
    "SE-R-008": "The Bankgiro account {found} has other characters than digits.",
    "SE-R-009": "The Bankgiro account {found} does not have 7 or 8 digits.",
    "SE-R-010": "The Plusgiro account {found} does not have 2 to 8 digits.",
    "SE-R-011": "A payment to a Swedish giro is told by the {BT-81} {expected}, not {found}.",
    "SE-R-012": "A transfer within Sweden is told by the {BT-81} {expected}, not {found}.",
    "SE-R-013": "The {BT-30} {found} is not a right Swedish organisation number: its last digit does not fit.",
}

PEPPOL_NATIONAL = {
    **_DENMARK,
    **_GERMANY,
    **_GREECE,
    **_ICELAND,
    **_ITALY,
    **_NETHERLANDS,
    **_NORWAY,
    **_SWEDEN,
}
