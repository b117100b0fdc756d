"""What an invoice bills that names a despatch or receipt by its exact number: what this shipped or received."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from counterfoil.matching.mentions import line_mentions, line_word, lines_of, mention
from counterfoil.matching.named_lines import can_tell, contradicts, paired
from counterfoil.matching.targets import Targets, conflict
from counterfoil.matching.three_way.papers import GOODS, TAKES, Paper
from counterfoil.matching.three_way.scene import Scene
from counterfoil.matching.three_way.solve import share
from counterfoil.model import summary as kinds
from counterfoil.model.link import Basis, End, Link
from counterfoil.model.summary import Recorded, TradeSummary

_SURE, _THOUSANDTH = Decimal(1), Decimal("0.001")
_PAIRS_MAX = 10_000
"""So many pairs of lines of two documents are looked at for what a person undid."""


def by_way_of(scene: Scene, paper: Paper) -> list[Link]:
    """The lines that bill what the despatch or receipt lines that they name ship or receive, or else these lines."""
    if paper.kind != kinds.INVOICE or scene.open(paper) is None:
        return []
    targets = Targets(paper.document, scene.shelf.offering)
    return [link for at in scene.open(paper) or () for link in _of_line(scene, paper, at, targets)] or _of_head(
        scene, paper, targets
    )


def as_a_whole(scene: Scene, paper: Paper) -> Iterator[Link]:
    """Links to the documents that are named by their exact number, where no line told more."""
    targets = Targets(paper.document, scene.shelf.offering)
    kind, wanted = TAKES[paper.kind]
    linked = {link.target.id for link in scene.out_of(paper.id)}
    named = list(dict.fromkeys(mention(each) for each, _ in paper.references))
    for each in wanted:
        there = [targets.named(one) for one in named if one.document == each]
        found = {one.id: one for one in there if one is not None}
        for target in found.values():
            if (
                target.id not in linked
                and not (linked and each != kinds.ORDER)
                and not _is_undone(scene, paper, target)
            ):
                words = f"names {_words(target)}"
                yield Link(
                    kind=kind,
                    source=End(id=paper.id),
                    target=End(id=target.id),
                    evidence=(words,),
                    basis=Basis.INFERENCE,
                )
        if found:
            return


def _is_undone(scene: Scene, paper: Paper, target: Recorded) -> bool:
    """Did a person undo the link of a line to a line there? What names the document is not linked as a whole then."""
    kind, places = TAKES[paper.kind][0], range(1, len(lines_of(target.summary)) + 1)
    ends = ((str(at), str(there)) for at in range(1, len(paper.goods) + 1) for there in places)
    return any(
        scene.shelf.is_undone(Link(kind=kind, source=End(id=paper.id, line=at), target=End(id=target.id, line=there)))
        for at, there in islice(ends, _PAIRS_MAX)
    )


def _of_line(scene: Scene, paper: Paper, at: int, targets: Targets) -> Iterator[Link]:
    for each in paper.summary.lines[at - 1].references:
        if each.document in GOODS and each.line and each.number:
            target = targets.named(mention(each))
            there = targets.line(target, each.line) if target is not None else None
            if target is not None and there is not None and not _is_of_other_goods(paper, at, target, there):
                words = f"names line {each.line} of {_words(target)}"
                yield _linked(scene, paper, at, End(id=target.id, line=str(there)), _SURE, words)
                return


def _is_of_other_goods(paper: Paper, at: int, target: Recorded, there: int) -> bool:
    return contradicts(paper.summary.lines[at - 1], lines_of(target.summary)[there - 1])


def _of_head(scene: Scene, paper: Paper, targets: Targets) -> list[Link]:
    """The same where only the document is named: its lines are told by the goods."""
    if any(reference.document == kinds.ORDER for reference, _ in paper.references) or not scene.open(paper):
        return []
    heads = [mention(each) for each in paper.summary.references]
    heads += line_mentions(paper.summary.lines[at - 1] for at in scene.open(paper) or ())
    links: list[Link] = []
    for wanted in GOODS:
        found = [targets.named(one) for one in dict.fromkeys(heads) if one.document == wanted]
        named = {one.id: one for one in found if one is not None and _tells(one)}
        if not named:
            continue
        lines = {at: paper.summary.lines[at - 1] for at in scene.open(paper) or ()}
        for pair in paired(lines, list(named.values()), frozenset()).pairs:
            target = named[pair.place.document]
            line = line_word(target.summary, pair.place.line)
            words = f"names {_words(target)}, whose line {line} has {pair.says}"
            end = End(id=pair.place.document, line=str(pair.place.line))
            links.append(_linked(scene, paper, pair.line, end, pair.confidence, words))
        return links
    return links


def _tells(document: Recorded) -> bool:
    return isinstance(document.summary, TradeSummary) and can_tell(document.summary.lines)


def _linked(scene: Scene, paper: Paper, at: int, end: End, sure: Decimal, words: str) -> Link:
    """A link to the order line behind a despatch or receipt line, or where none is known to that itself."""
    while True:
        first = _next(scene, end)
        target = scene.known(first.target.id) if first is not None else None
        if first is None or target is None or conflict(paper.document, target.document):
            break
        sure = (sure * first.confidence).quantize(_THOUSANDTH) if first.confidence < 1 or sure < 1 else sure
        line = line_word(target.summary, int(first.target.line or 0))
        words += f", which {first.kind} line {line} of {_words(target.document)}"
        end = first.target
    return Link(
        kind="bills",
        source=End(id=paper.id, line=str(at)),
        target=end,
        confidence=sure,
        evidence=(words,),
        basis=Basis.INFERENCE,
        **share(paper, at, None),
    )


def _next(scene: Scene, end: End) -> Link | None:
    """The link from a despatch or receipt line to what comes before it; of several the one for the most."""
    links = [
        link
        for link in scene.out_of(end.id)
        if link.kind in ("ships", "receives") and link.source.line == end.line and link.target.line is not None
    ]
    return min(links, key=lambda link: (-(link.quantity or 0), link.target.line or "", link.target.id), default=None)


def _words(document: Recorded) -> str:
    return f"{document.summary.document.replace('-', ' ')} {document.summary.number}"
