"""What is wrong where a rule of EN 16931 is broken. Placeholders: found, expected, and a term by its number."""

_DOCUMENT = {
    "BR-01": "The {BT-24} is missing, so nobody can tell which rules the document means to follow.",
    "BR-02": "The document has no {BT-1}.",
    "BR-03": "The document has no {BT-2} that can be read as a day.",
    "BR-04": "The {BT-3} is missing: it says whether this is an invoice, a correction or a credit note.",
    "BR-05": "The {BT-5} is missing.",
    "BR-12": "The totals lack the {BT-106}.",
    "BR-13": "The totals lack the {BT-109}.",
    "BR-14": "The totals lack the {BT-112}.",
    "BR-15": "The totals lack the {BT-115}.",
    "BR-16": "The document bills nothing: there is no {BG-25}.",
    "BR-52": "A {BG-24} is given without a {BT-122}.",
    "BR-53": "The {BT-6} is {expected}, which asks for the {BT-111} in that other currency.",
    "BR-55": "A {BG-3} does not name the {BT-25}.",
}

_PARTIES = {
    "BR-06": "The {BT-27} is missing.",
    "BR-07": "The {BT-44} is missing.",
    "BR-08": "The {BG-5} is missing.",
    "BR-09": "The address of the seller lacks the {BT-40}.",
    "BR-10": "The {BG-8} is missing.",
    "BR-11": "The address of the buyer lacks the {BT-55}.",
    "BR-17": (
        "The {BT-59} is {found}: a {BG-10} needs a name and is given only where somebody other than the seller is paid."
    ),
    "BR-18": "The {BT-62} is missing.",
    "BR-19": "The {BG-12} is missing.",
    "BR-20": "The address of the tax representative lacks the {BT-69}.",
    "BR-56": "The {BT-63} is missing.",
    "BR-57": "The {BG-15} has an address without a {BT-80}.",
    "BR-62": "The {BT-34} does not say by which scheme it is to be read.",
    "BR-63": "The {BT-49} does not say by which scheme it is to be read.",
    "BR-CO-09": "The VAT identifier {found} does not begin with the code of a country that issues such identifiers.",
    "BR-CO-26": "The seller cannot be identified: give a {BT-29}, a {BT-30} or a {BT-31}.",
}

_PAYMENT = {
    "BR-49": "The {BG-16} lack the {BT-81}.",
    "BR-50": "A {BG-17} names no {BT-84}.",
    "BR-51": "The {BT-87} shows {found} characters; the security rules for cards allow {expected} at most.",
    "BR-61": "The {BT-81} asks for a credit transfer, but no {BT-84} is given.",
}

_LINES = {
    "BR-21": "A line lacks the {BT-126}.",
    "BR-22": "A line lacks the {BT-129}.",
    "BR-23": "A line lacks the {BT-130}.",
    "BR-24": "A line lacks the {BT-131}.",
    "BR-25": "A line lacks the {BT-153}.",
    "BR-26": "A line lacks the {BT-146}.",
    "BR-27": "The {BT-146} is {found}; it must be zero or more.",
    "BR-28": "The {BT-148} is {found}; it must be zero or more.",
    "BR-54": "An {BG-32} needs both its name and its value.",
    "BR-64": "The {BT-157} does not say by which scheme it is to be read.",
    "BR-65": "An {BT-158} does not say which scheme it belongs to.",
    "BR-CO-04": "A line lacks the {BT-151}.",
}

_ADJUSTMENTS = {
    "BR-31": "An {BG-20} lacks its amount (BT-92).",
    "BR-32": "An {BG-20} lacks its VAT category (BT-95).",
    "BR-33": "An {BG-20} gives neither a reason (BT-97) nor a reason code (BT-98).",
    "BR-36": "A {BG-21} lacks its amount (BT-99).",
    "BR-37": "A {BG-21} lacks its VAT category (BT-102).",
    "BR-38": "A {BG-21} gives neither a reason (BT-104) nor a reason code (BT-105).",
    "BR-41": "A {BG-27} lacks its amount (BT-136).",
    "BR-42": "A {BG-27} gives neither a reason (BT-139) nor a reason code (BT-140).",
    "BR-43": "A {BG-28} lacks its amount (BT-141).",
    "BR-44": "A {BG-28} gives neither a reason (BT-144) nor a reason code (BT-145).",
    "BR-CO-05": "The reason (BT-97) and the reason code (BT-98) of an allowance speak of different things.",
    "BR-CO-06": "The reason (BT-104) and the reason code (BT-105) of a charge speak of different things.",
    "BR-CO-07": "The reason (BT-139) and the reason code (BT-140) of a line allowance speak of different things.",
    "BR-CO-08": "The reason (BT-144) and the reason code (BT-145) of a line charge speak of different things.",
    "BR-CO-21": "Nothing explains an {BG-20}: give its reason (BT-97), its reason code (BT-98) or both.",
    "BR-CO-22": "Nothing explains a {BG-21}: give its reason (BT-104), its reason code (BT-105) or both.",
    "BR-CO-23": "Nothing explains a {BG-27}: give its reason (BT-139), its reason code (BT-140) or both.",
    "BR-CO-24": "Nothing explains a {BG-28}: give its reason (BT-144), its reason code (BT-145) or both.",
}

_PERIODS = {
    "BR-29": "The {BG-14} ends on {found}, before it begins on {expected}.",
    "BR-30": "A {BG-26} ends on {found}, before it begins on {expected}.",
    "BR-CO-19": "The {BG-14} has neither a first nor a last day.",
    "BR-CO-20": "A {BG-26} has neither a first nor a last day.",
}

_TAXES = {
    "BR-45": "A group of the {BG-23} lacks its taxable amount (BT-116).",
    "BR-46": "A group of the {BG-23} lacks its tax amount (BT-117).",
    "BR-47": "A group of the {BG-23} lacks its category (BT-118).",
    "BR-48": "A group of the {BG-23} lacks its rate (BT-119), which only what is outside of VAT may do.",
    "BR-CO-03": "Both the {BT-7} and the {BT-8} are given; only one of them may be.",
    "BR-CO-14": "The {BT-110} is {found}, but the groups of the {BG-23} add up to {expected}.",
    "BR-CO-17": "The {BT-117} is {found}, but taxable amount times rate makes {expected}.",
    "BR-CO-18": "The {BG-23} is missing.",
}

_TOTALS = {
    "BR-CO-10": "The {BT-106} is {found}, but the lines add up to {expected}.",
    "BR-CO-11": "The {BT-107} is {found}, but the document's allowances add up to {expected}.",
    "BR-CO-12": "The {BT-108} is {found}, but the document's charges add up to {expected}.",
    "BR-CO-13": "The {BT-109} is {found}, but lines less allowances plus charges make {expected}.",
    "BR-CO-15": "The {BT-112} is {found}, but the {BT-109} and the {BT-110} make {expected}.",
    "BR-CO-16": "The {BT-115} is {found}, but total less paid plus rounding amount makes {expected}.",
}

EN16931 = {**_DOCUMENT, **_PARTIES, **_PAYMENT, **_LINES, **_ADJUSTMENTS, **_PERIODS, **_TAXES, **_TOTALS}
