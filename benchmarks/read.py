"""Reading into the model, one process, against lxml parsing the same bytes alone: at least 0.40."""

from collections.abc import Sequence

from _documents import corpus_invoices, corpus_orders, corpus_statements, documents
from _timing import best, told
from lxml import etree

from counterfoil.errors import CounterfoilError
from counterfoil.formats import read
from counterfoil.model.settings import Limits

COUNT = 1200
ROUNDS = 7
LIMITS = Limits()
Group = tuple[str, list[bytes]]


def main() -> None:
    """Print a line for each format and set, and the two ratios over their invoices."""
    compare("documents of our own making", own())
    found = corpus()
    if found:
        compare("invoices of the corpora", [group for group in found if group[0].endswith("invoice")])
        compare("other documents of the corpora", [group for group in found if not group[0].endswith("invoice")])
    else:
        print("the corpora are absent (COUNTERFOIL_CORPORA)")


def compare(name: str, groups: Sequence[Group]) -> None:
    """Parse and read every group in turns; print the ratio of each and of all."""
    works = [work for _, group in groups for work in (lambda g=group: parse_all(g), lambda g=group: read_all(g))]
    times = best(ROUNDS, *works)
    for place, (kind, group) in enumerate(groups):
        parse, reading = times[2 * place], times[2 * place + 1]
        size = sum(map(len, group)) / len(group)
        print(
            f"  {kind}, {size / 1000:.1f} kB: lxml parse {parse / len(group) * 1e6:,.0f} us,"
            f" read {reading / len(group) * 1e6:,.0f} us, ratio {parse / reading:.2f}"
        )
    told(f"read against lxml parse alone, {name}", sum(times[::2]) / sum(times[1::2]), "at least 0.40")


def parse_all(group: Sequence[bytes]) -> None:
    """Parse, and nothing else."""
    for data in group:
        etree.fromstring(data)


def read_all(group: Sequence[bytes]) -> None:
    """Read into model, trace and summary."""
    for data in group:
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
    """The corpora's documents that can be read at all, by syntax, each three times so that a round is no instant."""
    found: dict[str, list[bytes]] = {}
    for kind, data in corpus_invoices():
        found.setdefault(kind, []).append(data)
    found |= {"camt": corpus_statements(), "UBL order, despatch advice, response": corpus_orders()}
    readable = {kind: [data for data in group if is_readable(data)] * 3 for kind, group in found.items()}
    return [(kind, group) for kind, group in readable.items() if group]


def is_readable(data: bytes) -> bool:
    """Is it a document that we read? The message level responses among the orders are not."""
    try:
        return bool(list(read(data, LIMITS)))
    except CounterfoilError:
        return False


if __name__ == "__main__":
    main()
