"""Values as documents write them: amounts, quantities, numbers, identifiers, attachments."""

from base64 import b64decode
from decimal import Decimal
from hashlib import sha256

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
    """A file embedded in a document; it is only decoded when somebody asks what it holds."""

    mime: str | None = None
    filename: str | None = None
    written: str = ""
    """The content in Base64."""

    @property
    def content(self) -> bytes | None:
        """The file's bytes; None where what was written is no Base64."""
        try:
            return b64decode("".join(self.written.split()), validate=True)
        except ValueError:
            return None

    @property
    def digest(self) -> str | None:
        """SHA-256 of the file, hex; None where what was written is no Base64."""
        content = self.content
        return None if content is None else sha256(content).hexdigest()

    @property
    def size_bytes(self) -> int:
        """The file's size, 0 where what was written is no Base64."""
        return len(self.content or b"")
