"""What is wrong in the structure of a document, by the `sentence` of the fault (model.structure).

Placeholders: about (the element with the format's prefix, or element/@attribute), found, expected.
"""

_KINDS = {
    "DECIMAL": "a number such as 1250.00",
    "DATE": "a day such as 2026-12-31",
    "TIME": "a time such as 14:30:00",
    "DATETIME": "a day and time such as 2026-12-31T14:30:00",
    "BOOLEAN": "true or false",
    "BASE64BINARY": "a file in Base64",
    "LANGUAGE": "the code of a language such as de or en-GB",
    "ANYURI": "an address such as https://example.com/codes",
    "TOKEN": "one to three characters",
}

STRUCTURE = {
    "STRUCTURE-UNEXPECTED": "{about} must not stand here; what may stand here is {expected}.",
    "STRUCTURE-UNEXPECTED-NOTHING": "{about} must not stand here, where nothing more is allowed.",
    "STRUCTURE-NEWER": (
        "{about} belongs to a later release of this format (CII D22B); by the release that the official rules are "
        "written for (CII D16B) it must not stand here."
    ),
    "STRUCTURE-TOO-LATE": "{about} stands too late: it must stand before {expected}.",
    "STRUCTURE-TOO-EARLY": "{about} stands too early: it must stand after {expected}.",
    "STRUCTURE-REPEATED": "{about} stands here more than once; one is allowed.",
    "STRUCTURE-REPEATED-CHOICE": "{about} stands beside {expected}; only one of them is allowed.",
    "STRUCTURE-MISSING": "In {about} there must be {expected}.",
    "STRUCTURE-MISSING-ANY": "In {about} there must be an element of another namespace.",
    "STRUCTURE-VALUE-EMPTY": "{about} must have nothing in it, not even white space.",
    "STRUCTURE-TEXT": "{about} is for other elements and must have no text of its own, but it says “{found}”.",
    "STRUCTURE-ATTRIBUTE": "{about} is an attribute that must not stand here.",
    "STRUCTURE-ATTRIBUTE-MISSING": "{about} is missing.",
    "STRUCTURE-ATTRIBUTE-VALUE": "{about} must be {expected}, but it says “{found}”.",
    **{
        f"{code}-{kind}": f"{{about}} must be {words}, but it says “{{found}}”."
        for code in ("STRUCTURE-VALUE", "STRUCTURE-ATTRIBUTE-VALUE")
        for kind, words in _KINDS.items()
    },
}
