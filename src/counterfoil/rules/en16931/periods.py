"""What periods must hold (BR-29, BR-30, BR-CO-19, BR-CO-20)."""

from collections.abc import Callable, Iterable, Iterator

from counterfoil.model.invoice import Invoice, Period
from counterfoil.rules._rule import Breach, Rule, required

Periods = Callable[[Invoice], Iterable[Period]]


def _of_document(invoice: Invoice) -> tuple[Period, ...]:
    return () if invoice.period is None else (invoice.period,)


def _of_lines(invoice: Invoice) -> Iterator[Period]:
    return (line.period for line in invoice.lines if line.period is not None)


def _ends_after_start(periods: Periods) -> Callable[[Invoice], Iterator[Breach]]:
    def find(invoice: Invoice) -> Iterator[Breach]:
        for period in periods(invoice):
            if period.start is not None and period.end is not None and period.end < period.start:
                yield Breach(at=period, found=period.end, expected=period.start)

    return find


PERIODS: tuple[Rule, ...] = (
    Rule(id="BR-29", find=_ends_after_start(_of_document), terms=("BT-73", "BT-74")),
    Rule(id="BR-30", find=_ends_after_start(_of_lines), terms=("BT-134", "BT-135")),
    required("BR-CO-19", _of_document, lambda it: it.start or it.end, ("BT-73", "BT-74")),
    required("BR-CO-20", _of_lines, lambda it: it.start or it.end, ("BT-134", "BT-135")),
)
