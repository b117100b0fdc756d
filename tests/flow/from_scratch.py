"""The oracle of linking: all documents, all links, all judged, in memory and without a store."""

from collections import defaultdict
from collections.abc import Sequence

from counterfoil.flow.home import Home
from counterfoil.flow.link_rows import discrepancy_row, link_claims, link_of_decision, link_row
from counterfoil.flow.recorded import recorded_from
from counterfoil.matching import FILINGS, INFERENCES, MATCHERS, Context, Desk, discrepancies_of
from counterfoil.model.link import Link
from counterfoil.model.summary import Recorded


def assert_as_from_scratch(home: Home) -> None:
    """What is stored is what judging all documents at once says."""
    documents, desk = recorded(home), on_a_desk(home)
    links = desk.link_all()
    expected = sorted(str(link_claims(link_row(link, home.settings.certain_from, 0))) for link in links)
    assert sorted(str(link_claims(row)) for row in home.store.links()) == expected
    context = whole_context(documents, links, home, desk)
    found = [discrepancy_row(each) for one in documents.values() for each in discrepancies_of(one, context)]
    assert sorted(map(str, home.store.discrepancies())) == sorted(map(str, found))


def recorded(home: Home) -> dict[bytes, Recorded]:
    """All documents of a home, as linking sees them."""
    ids = [row.id for row in home.store.documents()]
    return {one: recorded_from(one, claims) for one, claims in home.store.summaries(ids).items()}


def on_a_desk(home: Home) -> Desk:
    """All documents of a home and all that people decided, in memory."""
    decisions = [(link_of_decision(row), row.confirmed) for row in home.store.decisions()]
    return Desk(recorded(home).values(), MATCHERS, INFERENCES, decisions, FILINGS)


def whole_context(documents: dict[bytes, Recorded], links: Sequence[Link], home: Home, desk: Desk) -> Context:
    """Everything that there is, as the neighbourhood of every invoice."""
    outgoing: dict[bytes, list[Link]] = defaultdict(list)
    incoming: dict[bytes, list[Link]] = defaultdict(list)
    for _, link in sorted((link_row(link, home.settings.certain_from, 0).id, link) for link in links):
        outgoing[link.source.id].append(link)
        incoming[link.target.id].append(link)
    return Context(
        documents=documents,
        links_from={one: tuple(each) for one, each in outgoing.items()},
        links_to={one: tuple(each) for one, each in incoming.items()},
        shelf=desk,
        certain_from=home.settings.certain_from,
        tolerances=home.settings.tolerances,
    )
