"""How well does a document fit another, line by line, with what is left of its lines?"""

from collections.abc import Mapping, Sequence
from decimal import Context, Decimal
from math import exp
from typing import NamedTuple

from counterfoil.matching.amounts import ZERO, divided, total
from counterfoil.matching.goods import SAME_GOODS, agreement, identity
from counterfoil.matching.named_lines import contradicts
from counterfoil.matching.three_way.also_called import also_called
from counterfoil.matching.three_way.evidence import Named, by_day, by_terms, delivered, naming_of
from counterfoil.matching.three_way.papers import TAKES, Paper
from counterfoil.matching.three_way.scene import Scene
from counterfoil.matching.three_way.terms import agree, differ, has_price, has_terms, in_step, is_amount, names_line
from counterfoil.model import summary as kinds

_IDENTITY, _IDENTITY_MAX = 0.2, 1.2
_EXACT, _PART, _SOMEWHAT_BEYOND, _BEYOND, _NOTHING_LEFT = 1.5, 0.3, 0.0, -0.8, -2.5
_SOMEWHAT = Decimal("1.5")
_OF_THE_WHOLE = 0.8
_SAME_PRICE, _LIKE_PRICE, _OTHER_PRICE = 0.8, 0.3, -0.5
_LINE_NUMBER, _NAMED_LINE, _OWN_WORDS, _DUE = 0.4, 0.8, 2.5, 0.5
_ABSENT = -1.2
_FIRST_LINES = 4
_FURTHER = 0.4
_CLEARLY, _OTHER_GOODS, _SAME_NAME = 5.0, -3.0, 4.5
_SAME_PRICE_WITHIN = 0.005
_NOT_AT_THAT = -2.0
_QUITE_ANOTHER, _TEN_TIMES = 0.5, 0.9
_MUCH_BETTER = 2.0
_DELIVERED = 1.0
_TWO, _ABOUT = 2, Decimal("0.05")
_SPLIT = 0.95
_ROUNDED = Context(prec=20)
_OTHER_ALTOGETHER = 3.0
"""No line of a document is about the goods of one that it names: then the number may be a wrong one."""
_WORST = -3.0
"""Quantities that are used up do not outweigh a number."""
_WEAKER = 2.0
"""A line that names a target so much less surely than another line does names another."""
_PRIOR = -1.0
_ALONE = 1.0
_SHARPNESS = 1.5


class Piece(NamedTuple):
    """A line of a document on a line of another: how much of it, and how sure the line is if the document is right."""

    line: int
    there: int
    quantity: Decimal | None
    """None for the whole."""
    sure: float
    score: float = 0.0
    """How well the two lines fit."""


class Fit(NamedTuple):
    """What speaks for a document (logarithm of odds), and which lines would be linked."""

    score: float
    pieces: tuple[Piece, ...]
    named: Named
    taken: Mapping[int, float]
    """The share that it would take of what is left of each line."""


class _Likeness(NamedTuple):
    """What a fit is made of, but for how long things take with a partner."""

    content: float
    terms: float
    pieces: tuple[Piece, ...]
    named: Named
    taken: Mapping[int, float]
    delivered: tuple[Paper, ...]


class _Candidate(NamedTuple):
    score: float
    line: int
    there: int
    left: Decimal | None
    """What is left there, in units of the document's own line."""
    wanted: Decimal | None
    came: Mapping[bytes, Decimal]
    """What each despatch or receipt brought of it, in the same unit."""
    like: tuple[object, ...]
    """What the line says: others that say the same are as good."""
    apart: float | None = None
    """How far the prices of both are apart."""
    unit: Decimal = Decimal(1)
    """What one unit of the line is there, since lines of one document may count in several."""

    @property
    def is_too_little(self) -> bool:
        """Is something left there, but not as much as is wanted?"""
        return self.left is not None and self.wanted is not None and self.wanted > self.left > 0

    def left_after(self, used: Mapping[int, Decimal]) -> Decimal | None:
        """What is left after other lines took some; rounded, so that what was converted there and back is equal."""
        return None if self.left is None else self.left - _ROUNDED.divide(used.get(self.there, ZERO), self.unit)


def fit(scene: Scene, paper: Paper, lines: Sequence[int], target: Paper) -> Fit | None:
    """How well these lines of a document fit a target; None where nothing at all speaks for it.

    Several lines get no more of a line together than is left of it.
    """
    if paper.kind == kinds.CREDIT_NOTE and _is_repeat(scene, target):
        return None
    key = "fit", paper.id, tuple(lines), target.id
    found = scene.kept(key, target, lambda: _likeness(scene, paper, lines, target))
    if found is None:
        return None
    score = found.content + by_day(scene, paper, target, found.delivered) + found.terms
    return Fit(score, found.pieces, found.named, found.taken)


def _is_repeat(scene: Scene, target: Paper) -> bool:
    """Is it a copy? What takes back an invoice means the first one."""
    return any(link.kind == "repeats" for link in scene.out_of(target.id))


def _likeness(scene: Scene, paper: Paper, lines: Sequence[int], target: Paper) -> _Likeness | None:
    naming = naming_of(scene, paper, target)
    told = {at: naming.line(at) for at in lines}
    first = max(told.values(), key=lambda one: one.weight, default=naming.whole)
    least = first.weight - _WEAKER if first.weight > 0 else first.weight
    mine = [at for at in lines if told[at].weight >= least or not naming.is_own(at)]
    found = {at: _candidates(scene, paper, at, target, told[at]) for at in mine}
    if not any(found.values()) and first.weight <= 0:
        return None
    pieces, scores = _given_out(found)
    # An invoice over several orders has lines of others, and an order has lines for other invoices, but not both.
    absent = min(sum(not found[at] for at in mine), _not_taken(scene, paper, target, pieces), _FIRST_LINES)
    whole = sorted(scores, reverse=True)
    content = sum(whole[:_FIRST_LINES], 0.0) + _FURTHER * sum(whole[_FIRST_LINES:], 0.0) + _ABSENT * absent
    content = max(content, _WORST) - (_OTHER_ALTOGETHER if mine and target.goods and not pieces else 0.0)
    return _Likeness(
        content=_PRIOR + first.weight + content,
        terms=by_terms(paper, target),
        pieces=tuple(pieces),
        named=first,
        taken=_shares(pieces, found),
        delivered=delivered(scene, paper, target),
    )


def rooms(scene: Scene, paper: Paper, at: int, target: Paper) -> list[tuple[int, Decimal]]:
    """The lines of a target that are about the goods of a line, and what is left of each in the unit of that line."""
    found = _candidates(scene, paper, at, target, Named(0.0, None))
    return sorted((one.there, one.left) for one in found if one.left is not None)


def _not_taken(scene: Scene, paper: Paper, target: Paper, pieces: Sequence[Piece]) -> int:
    taken = {piece.there for piece in pieces}
    kind = TAKES[paper.kind][0]
    left = (scene.left(kind, target, there)[0] for there in range(1, len(target.goods) + 1) if there not in taken)
    return sum(one is None or one > 0 for one in left)


def _shares(pieces: Sequence[Piece], found: Mapping[int, Sequence[_Candidate]]) -> dict[int, float]:
    shares: dict[int, float] = {}
    for piece in pieces:
        one = next(each for each in found[piece.line] if each.there == piece.there)
        wanted = piece.quantity if piece.quantity is not None else one.wanted
        share = float(wanted / one.left) if wanted and one.left and one.left > 0 else 1.0
        shares[piece.there] = shares.get(piece.there, 0.0) + share
    return shares


def _candidates(scene: Scene, paper: Paper, at: int, target: Paper, told: Named) -> list[_Candidate]:
    """The lines of a target that are about the same goods as a line, the best first."""
    goods, found = paper.goods[at - 1], []
    alike = [identity(goods, other) for other in target.goods]
    is_there = max(alike, default=0.0) >= SAME_GOODS
    for there, (other, same) in enumerate(zip(target.goods, alike, strict=True), 1):
        # Beside the article itself what has another number is none, whichever line is named.
        if same < SAME_GOODS and not (is_there and contradicts(goods.line, other.line)):
            same = _by_other_words(scene, paper, at, target, there, told, same)
        if same >= SAME_GOODS and not _is_of_quite_another_price(scene, paper, at, target, there):
            found.append(_compared(scene, paper, at, target, there, same, told))
    found = _by_their_prices(found)
    best = max((one.score for one in found), default=0.0)
    return sorted((one for one in found if one.score > best - 4 * _ALONE), key=lambda one: (-one.score, one.there))


def _is_of_quite_another_price(scene: Scene, paper: Paper, at: int, target: Paper, there: int) -> bool:
    """Is only the name of two goods alike, while their prices are far apart, the more so where nothing is left?"""
    goods, other = paper.goods[at - 1], target.goods[there - 1]
    if not goods.ids.isdisjoint(other.ids) or goods.name == other.name:
        return False
    apart = agreement(goods, other, scene.packs_for(goods, other)).price
    if apart is None or apart <= _QUITE_ANOTHER:
        return False
    left = scene.left(TAKES[paper.kind][0], target, there)[0]
    return apart > _TEN_TIMES or (left is not None and left <= 0)


def _by_other_words(scene: Scene, paper: Paper, at: int, target: Paper, there: int, told: Named, same: float) -> float:
    """The evidence that two lines are about the same goods, where they call them otherwise."""
    goods, others = paper.goods[at - 1], also_called(scene, target, there)
    words = [identity(goods, other) for other in others]
    if differ(goods, target.goods[there - 1]):
        # Beside a number that says otherwise, a name that is merely alike says nothing.
        words = [one for one in words if one >= _SAME_NAME]
    same = max([same, *words])
    if same >= SAME_GOODS:
        return same
    is_clear = told.weight >= _CLEARLY
    is_named = names_line(goods, target.goods[there - 1]) and (
        same > _OTHER_GOODS or agree(goods, target.goods[there - 1])
    )
    if is_clear and (is_named or (at == there and in_step(scene, paper, target))):
        return SAME_GOODS
    known = (target.goods[there - 1], *others)
    if (is_clear or same > _OTHER_GOODS) and has_terms(goods, known):
        return SAME_GOODS
    return SAME_GOODS if is_clear and has_price(goods, target, there, known) else same


def _compared(scene: Scene, paper: Paper, at: int, target: Paper, there: int, same: float, told: Named) -> _Candidate:
    goods, other = paper.goods[at - 1], scene.agreed(target, there)
    left, whole = scene.left_for(paper, at, target, there)
    numbers = agreement(goods, other, scene.packs_for(goods, other))
    score = min(same * _IDENTITY, _IDENTITY_MAX) + _by_price(numbers.price)
    mine = goods.quantity
    room: Decimal | None = None
    unit = Decimal(1)
    came: dict[bytes, Decimal] = {}
    if numbers.share and left is not None and other.quantity and mine is not None:
        one = other.quantity * numbers.share
        came = {id: divided(told * mine, one) for id, told in _delivered(scene, paper, target, there).items()}
        room = divided(left * mine, one)
        unit = _ROUNDED.divide(one, mine) if mine else unit
        score += _by_quantity(mine, room, numbers.share, whole == other.quantity)
        if mine > room > 0 and left == whole:
            score += _though_too_much(mine, room, mine in came.values())
    elif numbers.share is None and is_amount(goods, other):
        score += _SAME_PRICE + _EXACT
    if goods.line.id and goods.line.id == other.line.id:
        score += _LINE_NUMBER
    if told.weight > 0:
        score += _OWN_WORDS if told.own else _NAMED_LINE if names_line(goods, other) else 0.0
    if numbers.day is not None and not numbers.day:
        score += _DUE
    if (room is None or room > 0) and mine in came.values():
        score += _DELIVERED
    if target.kind == kinds.ORDER and told.via is not None:
        score += _by_way_of(scene, told.via, target, there, mine)
    like = (other.ids, other.name, other.quantity, other.unit, other.price, other.due, room)
    return _Candidate(score, at, there, room, mine, came, like, numbers.price, unit)


def _by_their_prices(found: list[_Candidate]) -> list[_Candidate]:
    """Where several lines are about the goods, and one at the very price has any left, others are hardly meant."""

    def is_at_that(one: _Candidate) -> bool:
        return one.apart is not None and one.apart <= _SAME_PRICE_WITHIN

    if len(found) < _TWO or not any(is_at_that(one) and (one.left is None or one.left > 0) for one in found):
        return found
    return [
        one if one.apart is None or is_at_that(one) else one._replace(score=one.score + _NOT_AT_THAT) for one in found
    ]


def _by_price(apart: float | None) -> float:
    if apart is None:
        return 0.0
    return (
        _SAME_PRICE
        if apart <= _SAME_PRICE_WITHIN
        else _LIKE_PRICE
        if apart <= 0.05
        else _OTHER_PRICE
        if apart > 0.2
        else 0.0
    )


def _by_quantity(mine: Decimal, room: Decimal, share: Decimal, unchanged: bool) -> float:
    if room <= 0:
        return _NOTHING_LEFT if mine > 0 else 0.0
    if mine == room:
        return _EXACT
    if unchanged and share == 1:
        return _OF_THE_WHOLE if mine > room else _EXACT
    return _PART if mine < room else _BEYOND


def _though_too_much(mine: Decimal, room: Decimal, brought: bool) -> float:
    """What makes up for more than is asked for, where nothing was taken: just that came, or it is not much more."""
    if brought:
        return _EXACT - _BEYOND
    return _SOMEWHAT_BEYOND - _BEYOND if mine <= room * _SOMEWHAT else 0.0


def _delivered(scene: Scene, paper: Paper, target: Paper, there: int) -> dict[bytes, Decimal]:
    """What others brought of a line before it is billed; what was received tells also what was shipped."""
    if paper.kind == kinds.INVOICE:
        return scene.delivered(target, there, "ships", "receives")
    return scene.delivered(target, there, "receives") if paper.kind == kinds.DESPATCH_ADVICE else {}


def _by_way_of(scene: Scene, via: Paper, target: Paper, there: int, mine: Decimal | None) -> float:
    """Does the despatch or receipt that is named belong to this very line?"""
    links = [link for link in scene.out_of(via.id) if link.target.id == target.id and link.target.line == str(there)]
    if not links:
        return -1.5
    return 2.0 if any(link.quantity == mine for link in links) else 1.5


def _given_out(found: dict[int, list[_Candidate]]) -> tuple[list[Piece], list[float]]:
    """Each line goes to its best line there, of which there is enough; one that is too much may be split."""
    pieces: list[Piece] = []
    scores: list[float] = []
    used: dict[int, Decimal] = {}
    waiting = {at: candidates for at, candidates in found.items() if candidates}
    while waiting:
        ranked = {at: told for at, candidates in waiting.items() if (told := _ranked(candidates, used))}
        if not ranked:
            break
        at = _first_served(ranked)
        options = ranked[at]
        best, chosen = options[0]
        others = [score for score, one in options[1:] if one.like != chosen.like]
        sure = 1 / (1 + sum([exp(-_SHARPNESS * (best - score)) for score in others], 0.0))
        split = _split([one for _, one in options], used)
        if split:
            pieces += [piece._replace(score=best) for piece in split]
            scores.append(best + _BEYOND + _EXACT)
        else:
            pieces.append(Piece(at, chosen.there, None, sure, best))
            scores.append(best)
        for piece in split or pieces[-1:]:
            taken = piece.quantity if piece.quantity is not None else chosen.wanted
            units = next(one.unit for _, one in options if one.there == piece.there)
            used[piece.there] = used.get(piece.there, ZERO) + (taken or ZERO) * units
        del waiting[at]
    return pieces, scores


def _ranked(candidates: Sequence[_Candidate], used: dict[int, Decimal]) -> list[tuple[float, _Candidate]]:
    """The candidates of which there is enough after what this document's other lines have taken."""
    told = []
    for one in candidates:
        left = one.left_after(used)
        if one.there not in used or left is None or one.wanted is None or left >= one.wanted:
            told.append((one.score, one))
    return sorted(told, key=lambda each: (-each[0], each[1].there))


def _first_served(ranked: Mapping[int, Sequence[tuple[float, _Candidate]]]) -> int:
    """The line that has the least choice, or the one that fits what that wants much better."""
    least = max(ranked, key=lambda one: (_margin(ranked[one]), ranked[one][0][0], -one))
    score, wanted = ranked[least][0]
    rivals = [one for one in ranked if ranked[one][0][1].there == wanted.there]
    best = max(rivals, key=lambda one: (ranked[one][0][0], -one))
    return best if ranked[best][0][0] > score + _MUCH_BETTER else least


def _margin(ranked: Sequence[tuple[float, _Candidate]]) -> float:
    """How much better the best is than the next, the more so where only that has enough."""
    if len(ranked) < _TWO:
        return 99.0
    (best, first), (next_best, second) = ranked[:2]
    return best - next_best - (_BEYOND if second.is_too_little and not first.is_too_little else 0.0)


def _split(options: Sequence[_Candidate], used: dict[int, Decimal]) -> list[Piece]:
    """A line over several lines of one article: just what was brought of them together, or what is left of them."""
    first = options[0]
    if first.wanted is None or first.wanted <= 0:
        return []
    return _as_delivered(options, first.wanted) or _all_that_is_left(options, first.wanted, used)


def _as_delivered(options: Sequence[_Candidate], wanted: Decimal) -> list[Piece]:
    if any(one.left == wanted for one in options):
        return []
    for id in sorted({id for one in options for id in one.came}):
        brought = sorted((one.there, one.came[id]) for one in options if id in one.came)
        if len(brought) >= _TWO and total([quantity for _, quantity in brought]) == wanted:
            return [Piece(options[0].line, there, quantity, _SPLIT) for there, quantity in brought]
    return []


def _all_that_is_left(options: Sequence[_Candidate], wanted: Decimal, used: dict[int, Decimal]) -> list[Piece]:
    free = [(one.there, left) for one in options if (left := one.left_after(used)) is not None and left > 0]
    if len(free) < _TWO or options[0].left is None or any(left >= wanted for _, left in free):
        return []
    together = sum(left for _, left in free)
    if abs(together - wanted) > wanted * _ABOUT:
        return []
    *before, (last, left) = sorted(free)
    rest = wanted - together + left
    return [Piece(options[0].line, there, quantity, _SPLIT) for there, quantity in (*before, (last, rest))]
