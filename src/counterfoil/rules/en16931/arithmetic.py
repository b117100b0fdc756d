"""How the totals follow from lines, allowances, charges and taxes (BR-CO-10 to BR-CO-16)."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from counterfoil.model.invoice import Invoice, Totals
from counterfoil.model.values import Amount
from counterfoil.rules._rule import CII, UBL, Breach, Rule, rule
from counterfoil.rules.en16931._amounts import EXACT, ZERO, rounded, shown, total, total_of_doubles, value


def _unequal(totals: Totals, stated: Amount | None, expected: Decimal | None) -> Iterator[Breach]:
    if expected is None or value(stated) != expected:
        yield Breach(at=totals, found=shown(stated), expected=expected)


@rule("BR-CO-10", terms=("BT-106", "BT-131"), syntaxes=(UBL,))
def sum_of_lines(invoice: Invoice) -> Iterator[Breach]:
    """The sum of the lines is what the lines add up to."""
    if (totals := invoice.totals) is not None:
        yield from _unequal(totals, totals.lines, total(line.net_amount for line in invoice.lines))


@rule("BR-CO-10", terms=("BT-106", "BT-131"), syntaxes=(CII,))
def sum_of_lines_in_cii(invoice: Invoice) -> Iterator[Breach]:
    """The sum of the lines is what the lines add up to, as doubles."""
    if (totals := invoice.totals) is not None:
        expected = total_of_doubles([line.net_amount for line in invoice.lines], scaled=False)
        yield from _unequal(totals, totals.lines, expected)


Sum = Callable[[list[Amount | None]], Decimal]


def _sum_of_adjustments(invoice: Invoice, stated: Amount | None, charge: bool, add: Sum) -> Iterator[Breach]:
    """A stated sum equals that of its parts; without any parts it may be absent."""
    parts = [entry.amount for entry in invoice.adjustments if entry.charge is charge]
    if invoice.totals is not None and (parts or stated is not None):
        yield from _unequal(invoice.totals, stated, add(parts))


def _sums_of_adjustments(syntax: str, add: Sum) -> tuple[Rule, Rule]:
    """The document's allowances and charges, added up as the syntax's artefacts do it."""

    @rule("BR-CO-11", terms=("BT-92", "BT-107"), syntaxes=(syntax,))
    def sum_of_allowances(invoice: Invoice) -> Iterator[Breach]:
        stated = invoice.totals.allowances if invoice.totals else None
        return _sum_of_adjustments(invoice, stated, charge=False, add=add)

    @rule("BR-CO-12", terms=("BT-99", "BT-108"), syntaxes=(syntax,))
    def sum_of_charges(invoice: Invoice) -> Iterator[Breach]:
        stated = invoice.totals.charges if invoice.totals else None
        return _sum_of_adjustments(invoice, stated, charge=True, add=add)

    return sum_of_allowances, sum_of_charges


def _net(totals: Totals) -> Decimal | None:
    """Lines less allowances plus charges, not rounded."""
    lines = value(totals.lines)
    if lines is None:
        return None
    return EXACT.add(EXACT.subtract(lines, value(totals.allowances) or ZERO), value(totals.charges) or ZERO)


@rule("BR-CO-13", terms=("BT-106", "BT-107", "BT-108", "BT-109"), syntaxes=(UBL,))
def total_without_tax(invoice: Invoice) -> Iterator[Breach]:
    """The total without VAT is lines less allowances plus charges; with neither of them nothing is rounded."""
    if (totals := invoice.totals) is not None:
        net = _net(totals)
        if net is not None and (totals.allowances is not None or totals.charges is not None):
            net = rounded(net)
        yield from _unequal(totals, totals.without_tax, net)


@rule("BR-CO-13", terms=("BT-106", "BT-107", "BT-108", "BT-109"), syntaxes=(CII,))
def total_without_tax_in_cii(invoice: Invoice) -> Iterator[Breach]:
    """The total without VAT is lines less allowances plus charges, rounded."""
    if (totals := invoice.totals) is not None:
        net = _net(totals)
        yield from _unequal(totals, totals.without_tax, None if net is None else rounded(net))


@rule("BR-CO-14", terms=("BT-110", "BT-117"), syntaxes=(UBL,))
def sum_of_taxes(invoice: Invoice) -> Iterator[Breach]:
    """The VAT total is what the groups of the breakdown add up to; without any it may be what it is."""
    if (totals := invoice.totals) is not None and totals.tax is not None and invoice.taxes:
        yield from _unequal(totals, totals.tax, total(group.tax for group in invoice.taxes))


@rule("BR-CO-14", terms=("BT-110", "BT-117"), syntaxes=(CII,))
def sum_of_taxes_in_cii(invoice: Invoice) -> Iterator[Breach]:
    """The VAT total is what the groups of the breakdown add up to, as doubles."""
    if (totals := invoice.totals) is not None and totals.tax is not None:
        yield from _unequal(totals, totals.tax, total_of_doubles([group.tax for group in invoice.taxes]))


def _with_tax(totals: Totals) -> Decimal | None:
    net, tax = value(totals.without_tax), value(totals.tax)
    return None if net is None or tax is None else rounded(EXACT.add(net, tax))


@rule("BR-CO-15", terms=("BT-109", "BT-110", "BT-112"), syntaxes=(UBL,))
def total_with_tax(invoice: Invoice) -> Iterator[Breach]:
    """The total with VAT is the total without VAT plus the VAT."""
    if invoice.currency is not None:
        totals = invoice.totals or Totals()
        for breach in _unequal(totals, totals.with_tax, _with_tax(totals)):
            yield Breach(at=invoice.totals, found=breach.found, expected=breach.expected)


@rule("BR-CO-15", terms=("BT-109", "BT-110", "BT-112"), syntaxes=(CII,))
def total_with_tax_in_cii(invoice: Invoice) -> Iterator[Breach]:
    """As in UBL; but a total with VAT that equals the one without passes too, whatever the VAT."""
    if invoice.currency is not None:
        totals = invoice.totals or Totals()
        if value(totals.with_tax) is None or value(totals.with_tax) != value(totals.without_tax):
            for breach in _unequal(totals, totals.with_tax, _with_tax(totals)):
                yield Breach(at=invoice.totals, found=breach.found, expected=breach.expected)


@rule("BR-CO-16", terms=("BT-112", "BT-113", "BT-114", "BT-115"), syntaxes=(UBL,))
def amount_due(invoice: Invoice) -> Iterator[Breach]:
    """What is due is the total with VAT less what is paid; a rounding amount is taken off what is due first."""
    totals = invoice.totals
    if totals is None:
        return
    due, expected = value(totals.payable), value(totals.with_tax)
    if expected is not None and totals.paid is not None:
        expected = rounded(EXACT.subtract(expected, value(totals.paid) or ZERO))
    if due is not None and totals.rounding is not None:
        due = rounded(EXACT.subtract(due, value(totals.rounding) or ZERO))
    if due is None or due != expected:
        yield Breach(at=totals, found=shown(totals.payable), expected=_due(totals))


@rule("BR-CO-16", terms=("BT-112", "BT-113", "BT-114", "BT-115"), syntaxes=(CII,))
def amount_due_in_cii(invoice: Invoice) -> Iterator[Breach]:
    """What is due is the total with VAT less what is paid plus the rounding amount, exactly."""
    if (totals := invoice.totals) is not None:
        yield from _unequal(totals, totals.payable, _due(totals))


def _due(totals: Totals) -> Decimal | None:
    with_tax = value(totals.with_tax)
    if with_tax is None:
        return None
    return EXACT.add(EXACT.subtract(with_tax, value(totals.paid) or ZERO), value(totals.rounding) or ZERO)


ARITHMETIC: tuple[Rule, ...] = (
    sum_of_lines,
    sum_of_lines_in_cii,
    *_sums_of_adjustments(UBL, total),
    *_sums_of_adjustments(CII, total_of_doubles),
    total_without_tax,
    total_without_tax_in_cii,
    sum_of_taxes,
    sum_of_taxes_in_cii,
    total_with_tax,
    total_with_tax_in_cii,
    amount_due,
    amount_due_in_cii,
)
