"""What a rulebook is: the rules of one authority in one version, and for which documents they are."""

from collections.abc import Callable, Mapping
from datetime import date

from msgspec.structs import force_setattr

from counterfoil.model._base import Model
from counterfoil.model.finding import Severity
from counterfoil.model.invoice import Invoice
from counterfoil.rules._elements import Elements
from counterfoil.rules._plan import Plan, plan
from counterfoil.rules._rule import BOTH, Look, Rule, Unless


class Rulebook(Model):
    """The rules of one authority in one version."""

    name: str
    version: str
    valid_from: date
    rules: tuple[Rule, ...]
    applies: Callable[[str, str | None, str | None], bool]
    """Whether it is for a document of this kind (`model.summary`), customization (BT-24) and profile (BT-23)."""
    subject: type = Invoice
    """The kind of model that the rules are over."""
    relevel: Callable[[str | None], Mapping[str, Severity]] = lambda customization: {}
    """Severities that are not the rule's own for this customization."""
    prepare: Mapping[str, Callable[[Invoice, Elements], Invoice]] = {}
    """For each syntax: the invoice as the official artefacts see it, such as without taxes that are not VAT."""
    looks: Mapping[str, Mapping[str, Look | Unless]] = {}
    """For each syntax and rule id: what is asked in place of the rule over the model, or after it, where there are
    elements to ask, since the model keeps no empty and no second elements."""
    plans: Mapping[str, Plan] = {}
    """For each syntax, how its rules are asked; follows from the rest."""

    def __post_init__(self) -> None:
        plans = {syntax: plan(self.rules, self.looks.get(syntax, {}), syntax) for syntax in BOTH}
        force_setattr(self, "plans", plans)

    @property
    def id(self) -> str:
        """Name and version: "en16931@1.3.16"."""
        return f"{self.name}@{self.version}"
