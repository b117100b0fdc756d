"""How the totals follow from lines, allowances, charges and taxes (BR-CO-10 to BR-CO-16)."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from operator import eq

from counterfoil.model.invoice import Invoice, Totals
from counterfoil.model.values import Amount
from counterfoil.rules._rule import BOTH, CII, UBL, Breach, Rule, rule
from counterfoil.rules.en16931._amounts import EXACT, ZERO, rounded, same, shown, total, total_of_doubles, value

Claim = tuple[Amount | None, Decimal | None]
"""What is stated, and what it must be: None where that cannot be worked out, so that nothing stated can be right."""


def claim(
    rule_id: str,
    *,
    terms: tuple[str, ...],
    syntaxes: tuple[str, ...] = BOTH,
    equal: Callable[[Decimal, Decimal], bool] = eq,
) -> Callable[[Callable[[Invoice, Totals], Claim | None]], Rule]:
    """Make a rule of a function that tells what is stated and what it must be, or None where nothing is claimed."""

    def made(tell: Callable[[Invoice, Totals], Claim | None]) -> Rule:
        def find(invoice: Invoice) -> Iterable[Breach]:
            totals = invoice.totals
            if totals is None or (claimed := tell(invoice, totals)) is None:
                return ()
            stated, expected = claimed
            number = value(stated)
            if number is not None and expected is not None and equal(number, expected):
                return ()
            return (Breach(at=totals, found=shown(stated), expected=expected),)

        return Rule(id=rule_id, find=find, terms=terms, syntaxes=syntaxes)

    return made


@claim("BR-CO-10", terms=("BT-106", "BT-131"), syntaxes=(UBL,))
def sum_of_lines(invoice: Invoice, totals: Totals) -> Claim:
    """The sum of the lines is what the lines add up to."""
    return totals.lines, total([line.net_amount for line in invoice.lines])


@claim("BR-CO-10", terms=("BT-106", "BT-131"), syntaxes=(CII,))
def sum_of_lines_in_cii(invoice: Invoice, totals: Totals) -> Claim:
    """The sum of the lines is what the lines add up to, as doubles."""
    return totals.lines, total_of_doubles([line.net_amount for line in invoice.lines], scaled=False)


def _sums_of_adjustments(
    syntax: str, add: Callable[[list[Amount | None]], Decimal], equal: Callable[[Decimal, Decimal], bool]
) -> tuple[Rule, Rule]:
    """The document's allowances and charges, added up as the syntax's artefacts do it."""

    def sum_of(stated: Amount | None, invoice: Invoice, charge: bool) -> Claim | None:
        """A sum that is stated, or has parts, equals that of its parts."""
        parts = [entry.amount for entry in invoice.adjustments if entry.charge is charge]
        return (stated, add(parts)) if parts or stated is not None else None

    @claim("BR-CO-11", terms=("BT-92", "BT-107"), syntaxes=(syntax,), equal=equal)
    def sum_of_allowances(invoice: Invoice, totals: Totals) -> Claim | None:
        return sum_of(totals.allowances, invoice, charge=False)

    @claim("BR-CO-12", terms=("BT-99", "BT-108"), syntaxes=(syntax,), equal=equal)
    def sum_of_charges(invoice: Invoice, totals: Totals) -> Claim | None:
        return sum_of(totals.charges, invoice, charge=True)

    return sum_of_allowances, sum_of_charges


@claim("BR-CO-13", terms=("BT-106", "BT-107", "BT-108", "BT-109"), syntaxes=(UBL,))
def total_without_tax(_invoice: Invoice, totals: Totals) -> Claim:
    """The total without VAT is lines less allowances plus charges; with neither of them nothing is rounded."""
    if totals.allowances is None and totals.charges is None:
        return totals.without_tax, value(totals.lines)
    return _total_without_tax(totals)


@claim("BR-CO-13", terms=("BT-106", "BT-107", "BT-108", "BT-109"), syntaxes=(CII,))
def total_without_tax_in_cii(_invoice: Invoice, totals: Totals) -> Claim:
    """The total without VAT is lines less allowances plus charges, in cents."""
    return _total_without_tax(totals)


def _total_without_tax(totals: Totals) -> Claim:
    """The total without VAT, and lines less allowances plus charges."""
    net = value(totals.lines)
    if net is None:
        return totals.without_tax, None
    if totals.allowances is not None:
        net = EXACT.subtract(net, totals.allowances.value or ZERO)
    if totals.charges is not None:
        net = EXACT.add(net, totals.charges.value or ZERO)
    return totals.without_tax, rounded(net)


@claim("BR-CO-14", terms=("BT-110", "BT-117"), syntaxes=(UBL,))
def sum_of_taxes(invoice: Invoice, totals: Totals) -> Claim | None:
    """The VAT total is what the groups of the breakdown add up to; without any it may be what it is."""
    if totals.tax is None or not invoice.taxes:
        return None
    return totals.tax, total([group.tax for group in invoice.taxes])


@claim("BR-CO-14", terms=("BT-110", "BT-117"), syntaxes=(CII,), equal=same)
def sum_of_taxes_in_cii(invoice: Invoice, totals: Totals) -> Claim | None:
    """The VAT total is what the groups of the breakdown add up to, as doubles."""
    return None if totals.tax is None else (totals.tax, total_of_doubles([group.tax for group in invoice.taxes]))


@claim("BR-CO-15", terms=("BT-109", "BT-110", "BT-112"), syntaxes=(UBL,))
def total_with_tax(invoice: Invoice, totals: Totals) -> Claim | None:
    """The total with VAT is the total without VAT plus the VAT."""
    if invoice.currency is None:
        return None
    net, tax = value(totals.without_tax), value(totals.tax)
    return totals.with_tax, None if net is None or tax is None else rounded(EXACT.add(net, tax))


@claim("BR-CO-15", terms=("BT-109", "BT-110", "BT-112"), syntaxes=(CII,))
def total_with_tax_in_cii(invoice: Invoice, totals: Totals) -> Claim | None:
    """As in UBL; but a total with VAT that equals the one without passes too, whatever the VAT."""
    net, tax = value(totals.without_tax), value(totals.tax)
    if invoice.currency is None or (net is not None and net == value(totals.with_tax)):
        return None
    return totals.with_tax, None if net is None or tax is None else rounded(EXACT.add(net, tax))


@claim("BR-CO-16", terms=("BT-112", "BT-113", "BT-114", "BT-115"), syntaxes=(CII,))
def amount_due_in_cii(_invoice: Invoice, totals: Totals) -> Claim:
    """What is due is the total with VAT less what is paid plus the rounding amount, exactly."""
    return totals.payable, _due(totals)


def _due(totals: Totals) -> Decimal | None:
    due = value(totals.with_tax)
    if due is not None and totals.paid is not None:
        due = EXACT.subtract(due, totals.paid.value or ZERO)
    if due is not None and totals.rounding is not None:
        due = EXACT.add(due, totals.rounding.value or ZERO)
    return due


@rule("BR-CO-16", terms=("BT-112", "BT-113", "BT-114", "BT-115"), syntaxes=(UBL,))
def amount_due(invoice: Invoice) -> Iterable[Breach]:
    """As in CII, but in cents: what is due less the rounding amount is the total with VAT less what is paid."""
    totals = invoice.totals
    if totals is None:
        return ()
    due, left = value(totals.payable), value(totals.with_tax)
    if left is not None and totals.paid is not None:
        left = rounded(EXACT.subtract(left, totals.paid.value or ZERO))
    if due is not None and totals.rounding is not None:
        due = rounded(EXACT.subtract(due, totals.rounding.value or ZERO))
    if due is not None and due == left:
        return ()
    return (Breach(at=totals, found=shown(totals.payable), expected=_due(totals)),)


ARITHMETIC: tuple[Rule, ...] = (
    sum_of_lines,
    sum_of_lines_in_cii,
    *_sums_of_adjustments(UBL, total, eq),
    *_sums_of_adjustments(CII, total_of_doubles, same),
    total_without_tax,
    total_without_tax_in_cii,
    sum_of_taxes,
    sum_of_taxes_in_cii,
    total_with_tax,
    total_with_tax_in_cii,
    amount_due,
    amount_due_in_cii,
)
