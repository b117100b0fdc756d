"""Which documents belong together, and what does not fit between them: pure functions over summaries."""

from counterfoil.matching._matcher import Find, Matcher
from counterfoil.matching.context import Context
from counterfoil.matching.discrepancies import discrepancies_of
from counterfoil.matching.duplicates import DUPLICATES
from counterfoil.matching.keys import hashed, offers
from counterfoil.matching.parties import owner_party, role_in
from counterfoil.matching.payments import PAYMENTS
from counterfoil.matching.references import REFERENCES

MATCHERS: tuple[Matcher, ...] = (REFERENCES, PAYMENTS, DUPLICATES)

__all__ = [
    "DUPLICATES",
    "MATCHERS",
    "PAYMENTS",
    "REFERENCES",
    "Context",
    "Find",
    "Matcher",
    "discrepancies_of",
    "hashed",
    "offers",
    "owner_party",
    "role_in",
]
