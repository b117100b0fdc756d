"""What is wrong in the structure of a document: its elements, their order and number, and the form of their values."""

from counterfoil.model._base import Model

UNEXPECTED = "STRUCTURE-UNEXPECTED"
NEWER = "STRUCTURE-NEWER"
TOO_LATE = "STRUCTURE-TOO-LATE"
TOO_EARLY = "STRUCTURE-TOO-EARLY"
REPEATED = "STRUCTURE-REPEATED"
MISSING = "STRUCTURE-MISSING"
TEXT = "STRUCTURE-TEXT"
VALUE = "STRUCTURE-VALUE"
ATTRIBUTE = "STRUCTURE-ATTRIBUTE"
ATTRIBUTE_MISSING = "STRUCTURE-ATTRIBUTE-MISSING"
ATTRIBUTE_VALUE = "STRUCTURE-ATTRIBUTE-VALUE"

CODES = (
    UNEXPECTED, NEWER, TOO_LATE, TOO_EARLY, REPEATED, MISSING, TEXT, VALUE, ATTRIBUTE, ATTRIBUTE_MISSING,
    ATTRIBUTE_VALUE,
)  # fmt: skip

EMPTY = "empty"
"""Expected where an element must have no text at all."""
ANYTHING = "*"
"""Expected where an element of any other namespace is missing."""

KINDS = ("decimal", "date", "time", "dateTime", "boolean", "base64Binary", "language", "anyURI", "token(1..3)")
"""The simple types that not every text is a value of."""


class StructureFault(Model):
    """One breach of a schema.

    `place` is the index in the trace of the element concerned; of what is missing, that of the element that lacks it.
    """

    code: str
    place: int
    element: str
    """The name of the element at the place, with the format's prefix."""
    attribute: str | None = None
    found: str | None = None
    """The value as written, shortened if it is long."""
    expected: str | None = None
    """Names of elements, with commas between them; for values the name of the simple type ("date") or the one value
    that is allowed."""

    @property
    def about(self) -> str:
        """The element, or the attribute in it ("cbc:Amount/@currencyID")."""
        return self.element if self.attribute is None else f"{self.element}/@{self.attribute}"

    @property
    def sentence(self) -> str:
        """The id of its sentence in the catalogue, which takes `about`, `found` and `expected`."""
        code, expected = self.code, self.expected
        if code == VALUE and expected == EMPTY:
            return f"{VALUE}-EMPTY"
        if code in {VALUE, ATTRIBUTE_VALUE} and expected in KINDS:
            return f"{code}-{expected.partition('(')[0].upper()}"
        if code == MISSING and expected == ANYTHING:
            return f"{code}-ANY"
        if code == UNEXPECTED and expected is None:
            return f"{code}-NOTHING"
        return f"{code}-CHOICE" if code == REPEATED and expected is not None else code
