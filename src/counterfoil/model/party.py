"""Parties to trade: who sells, buys, is paid, or takes delivery."""

from counterfoil.model._base import Model
from counterfoil.model.values import Identifier


class Address(Model):
    """A postal address (EN 16931 BG-5, BG-8, BG-12, BG-15)."""

    line1: str | None = None
    line2: str | None = None
    line3: str | None = None
    city: str | None = None
    post_code: str | None = None
    subdivision: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2."""


class Contact(Model):
    """A contact point (EN 16931 BG-6, BG-9)."""

    name: str | None = None
    telephone: str | None = None
    email: str | None = None


class Party(Model):
    """A seller, buyer, payee, tax representative or deliver-to party."""

    name: str | None = None
    """Registered name: BT-27, BT-44, BT-59, BT-62."""
    trading_name: str | None = None
    """BT-28, BT-45."""
    identifiers: tuple[Identifier, ...] = ()
    """BT-29, BT-46, BT-60 with their schemes; the SEPA creditor identifier (scheme "SEPA", BT-90) is kept apart."""
    registration: Identifier | None = None
    """Legal registration identifier: BT-30, BT-47, BT-61."""
    vat: str | None = None
    """VAT identifier: BT-31, BT-48, BT-63."""
    tax_registration: str | None = None
    """Local tax registration: BT-32."""
    legal_information: str | None = None
    """BT-33."""
    endpoint: Identifier | None = None
    """Electronic address: BT-34, BT-49."""
    address: Address | None = None
    contact: Contact | None = None
