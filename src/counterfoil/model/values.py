"""Values as documents write them: amounts, quantities, numbers, identifiers, attachments."""

from decimal import Decimal

from counterfoil.model._base import Model


class Amount(Model):
    """An amount of money. `value` is None where `written` is not a decimal number (XSD 1.0 part 2, 3.2.3)."""

    value: Decimal | None
    currency: str | None = None
    written: str = ""


class Quantity(Model):
    """A quantity with its unit (UN/ECE Rec 20/21 code). `value` is None where `written` is no decimal number."""

    value: Decimal | None
    unit: str | None = None
    written: str = ""


class Number(Model):
    """A bare number such as a percentage or a factor. `value` is None where `written` is no decimal number."""

    value: Decimal | None
    written: str = ""


class Identifier(Model):
    """An identifier with the scheme that issued it (ISO/IEC 6523 ICD or EAS code, or a word such as "VAT")."""

    value: str
    scheme: str | None = None
    version: str | None = None


class Attachment(Model):
    """A file embedded in a document, told by its hash: the bytes stay in the original."""

    mime: str | None = None
    filename: str | None = None
    digest: str | None = None
    """SHA-256 of the decoded bytes, hex; None where the content is no Base64."""
    size_bytes: int = 0
