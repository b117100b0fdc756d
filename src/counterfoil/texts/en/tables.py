"""What is wrong where a rule of a table is broken. Placeholders: found, expected, about (what the rule asks), place."""

TABLES = {
    "table.absent": "No {about} may be given here.",
    "table.absent.attribute": "{place} must not have the attribute {about}.",
    "table.never": "These documents have no use for {about}; leave it out.",
    "table.never.attribute": "{place} must not have the attribute {about}.",
    "table.nowhere": "No element of these documents has an attribute {about}; leave it out.",
    "table.present": "{place} lacks {about}.",
    "table.filled": "{place} lacks {about}, or it is empty.",
    "table.times": "There are {found} times {about}; at most {expected} may be given.",
    "table.most": "{place} has {found} times {about}; at most {expected} may stand there.",
    "table.least": "{place} has {found} times {about}; at least {expected} must stand there.",
    "table.closed": "The element {found} must not be given in {about}; leave it out.",
    "table.closed.root": "The element {found} must not be given at the top of the document; leave it out.",
    "table.closed.few": "The element {found} must not be given there; only these may: {about}.",
    "table.codes": "The value {found} is not in the list of codes for {about}.",
    "table.values": "The value of {about} is {found}; it must be {expected}.",
    "table.decimals": "The number {about} is written {found}; at most {expected} digits may follow its decimal point.",
}
