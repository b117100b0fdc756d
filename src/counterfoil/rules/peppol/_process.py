"""What a rulebook of Peppol for UBL invoices asks in its own way: the process that it is written for."""

from collections.abc import Mapping

from counterfoil.model._base import Model
from counterfoil.rules._elements import Elements
from counterfoil.rules._white_space import normalized
from counterfoil.rules.peppol._reading import head


class Process(Model):
    """A business process with its documents."""

    customization: str
    """What the specification identifier (BT-24) begins with."""
    profiles: Mapping[str, str]
    """The business processes (BT-23) that are known, each with its short number."""
    numbers: frozenset[str]
    """Those of them in which the kinds of documents are limited."""
    invoices: frozenset[str]
    """The kinds of invoices (BT-3) in these."""
    credit_notes: frozenset[str]
    """The kinds of credit notes (BT-3) in these."""
    rulebook: str
    """The name and version that its code lists go by."""
    taxes: bool
    """Whether the tax of a group of the VAT breakdown must be in the currency of the document."""

    def limited(self, elements: Elements) -> bool:
        """Whether a document belongs to a process in which the kinds of documents are limited."""
        return self.profiles.get(normalized(head(elements, "cbc:ProfileID"))) in self.numbers
