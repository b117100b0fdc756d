"""What a rulebook is: the rules of one authority in one version, and for which documents they are."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from msgspec.structs import force_setattr

from counterfoil.model._base import Model
from counterfoil.model.finding import Severity
from counterfoil.model.invoice import Invoice
from counterfoil.rules._element_plan import ElementPlan
from counterfoil.rules._element_rule import ElementRule
from counterfoil.rules._elements import Elements
from counterfoil.rules._plan import Plan, plan
from counterfoil.rules._rule import BOTH, CII, UBL, Rule, Second

INVOICE_ROOTS = ("Invoice", "CreditNote")
CII_ROOT = "rsm:CrossIndustryInvoice"
SYNTAXES = {"Invoice": UBL, "CreditNote": UBL, CII_ROOT: CII}
"""The syntaxes that rules over the invoice model are written for, by root element."""


class Contents(Model):
    """What stands in a rulebook; made when the rulebook is used for the first time."""

    rules: tuple[Rule, ...] = ()
    """Rules over the invoice model."""
    elements: tuple[ElementRule, ...] = ()
    """Rules over the elements of a document."""
    prepare: Mapping[str, Callable[[Invoice, Elements], Invoice]] = {}
    """For each syntax: the invoice as the official artefacts see it, such as without taxes that are not VAT."""
    looks: Mapping[str, Mapping[str, Second]] = {}
    """For each syntax and rule id: what is asked in place of the rule over the model, or after it, where there are
    elements to ask, since the model keeps no empty and no second elements."""
    plans: Mapping[str, Plan] = {}
    """For each syntax, how its rules over the model are asked; follows from the rest."""
    element_plans: dict[str, ElementPlan] = {}
    """For each root element, how the rules over elements are asked; follows from the rest."""

    def __post_init__(self) -> None:
        plans = {syntax: plan(self.rules, self.looks.get(syntax, {}), syntax) for syntax in BOTH} if self.rules else {}
        force_setattr(self, "plans", plans)

    def element_plan(self, root: str) -> ElementPlan:
        """How the rules over elements are asked of documents with this root element."""
        found = self.element_plans.get(root)
        if found is None:
            rules = [rule for rule in self.elements if not rule.roots or root in rule.roots]
            found = self.element_plans[root] = ElementPlan(rules, root)
        return found


class Rulebook(Model, eq=False):
    """The rules of one authority in one version."""

    name: str
    version: str
    valid_from: date
    roots: tuple[str, ...]
    """The root elements of the documents that it is written for."""
    applies: Callable[[str, str | None, str | None], bool]
    """Whether it is chosen for a document with this root element, customization (BT-24) and profile (BT-23)."""
    load: Callable[[], Contents]
    """Gives its contents; they are made once."""
    relevel: Callable[[str, str | None], Mapping[str, Severity]] = lambda root, customization: {}
    """Severities that are not the rules' own where this rulebook is among those applied, by root and customization."""
    loaded: list[Contents] = []

    @property
    def id(self) -> str:
        """Name and version: "en16931@1.3.16"."""
        return f"{self.name}@{self.version}"

    @property
    def contents(self) -> Contents:
        """Its rules, and how they are asked."""
        if not self.loaded:
            self.loaded.append(self.load())
        return self.loaded[0]

    @property
    def rules(self) -> Iterable[Rule | ElementRule]:
        """All its rules; one that reads differently in two syntaxes, or stands at several contexts, is several."""
        return (*self.contents.rules, *self.contents.elements)
