"""Reading into the model, one process, against lxml parsing the same bytes alone: at least 0.40."""

from collections.abc import Sequence

from _build import build
from _documents import corpus_invoices, corpus_orders, corpus_statements, documents
from _timing import best, told
from lxml import etree

from counterfoil.errors import CounterfoilError
from counterfoil.formats import read
from counterfoil.model.settings import Limits

COUNT = 1200
ROUNDS = 21
LIMITS = Limits()
Group = tuple[str, list[bytes]]


def main() -> None:
    """Print a line for each format and set, and the two ratios over their invoices."""
    print(f"measured: {build()}")
    compare("documents of our own making", own())
    found = corpus()
    if found:
        compare("invoices of the corpora", [group for group in found if group[0].endswith("invoice")])
        compare("other documents of the corpora", [group for group in found if not group[0].endswith("invoice")])
    else:
        print("the corpora are absent (COUNTERFOIL_CORPORA)")


def compare(name: str, groups: Sequence[Group]) -> None:
    """Parse and read each document in turns; print the ratio of each kind and of all."""
    sums = [0.0, 0.0]
    for kind, group in groups:
        parse, reading = in_pairs(group)
        sums = [sums[0] + parse, sums[1] + reading]
        size = sum(map(len, group)) / len(group)
        print(
            f"  {kind}, {size / 1000:.1f} kB: lxml parse {parse / len(group) * 1e6:,.0f} us,"
            f" read {reading / len(group) * 1e6:,.0f} us, ratio {parse / reading:.2f}"
        )
    told(f"read against lxml parse alone, {name}", sums[0] / sums[1], "at least 0.40")


def in_pairs(group: Sequence[bytes]) -> tuple[float, float]:
    """The seconds that parsing and reading of all these documents take, from the shortest times of each document.

    What else a machine does comes in bursts that are longer than a document, so the two are timed one after the other.
    """
    parse = reading = 0.0
    for data in group:
        times = best(ROUNDS, lambda data=data: etree.fromstring(data), lambda data=data: read_one(data))  # type: ignore[misc]
        parse, reading = parse + times[0], reading + times[1]
    return parse, reading


def read_one(data: bytes) -> None:
    """Read into model and trace."""
    for _ in read(data, LIMITS):
        pass


def own() -> list[Group]:
    """Documents of our own making, by format."""
    found: dict[str, list[bytes]] = {}
    for name, data in documents(COUNT):
        kind = name.partition("-")[2].removesuffix(".xml")
        if kind == "invoice":
            kind = "CII invoice" if b"CrossIndustryInvoice" in data else "UBL invoice"
        found.setdefault({"bank": "camt.053"}.get(kind, kind), []).append(data)
    return list(found.items())


def corpus() -> list[Group]:
    """The corpora's documents that can be read at all, by syntax."""
    found: dict[str, list[bytes]] = {}
    for kind, data in corpus_invoices():
        found.setdefault(kind, []).append(data)
    found |= {"camt": corpus_statements(), "UBL order, despatch advice, response": corpus_orders()}
    readable = {kind: [data for data in group if is_readable(data)] for kind, group in found.items()}
    return [(kind, group) for kind, group in readable.items() if group]


def is_readable(data: bytes) -> bool:
    """Is it a document that we read? The message level responses among the orders are not."""
    try:
        return bool(list(read(data, LIMITS)))
    except CounterfoilError:
        return False


if __name__ == "__main__":
    main()
