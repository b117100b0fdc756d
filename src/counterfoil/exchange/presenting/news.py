"""What is new since files that somebody has of us, what of it is shown, and what all of it together tells."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache

from counterfoil.errors import UsageError
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.presenting.choosing import Choice, choose
from counterfoil.exchange.presenting.gathering import Gathered, gather
from counterfoil.exchange.presenting.held import Held
from counterfoil.exchange.presenting.inferring import EARLIER, Inference, infer
from counterfoil.exchange.presenting.proving import Disclosure, remedy_by
from counterfoil.exchange.presenting.showing import Showing, parts_of, titles
from counterfoil.exchange.proof.attested import Attested
from counterfoil.model._base import Model


class News(Model):
    """What is new since the files that a reader has, and the facts that these show."""

    disclosure: Disclosure
    """Of the new facts. An inference may be about one of the files' facts: then its place is `EARLIER`."""
    earlier: tuple[Attested, ...]

    @property
    def forgotten(self) -> list[str]:
        """In sentences of which new facts we have forgotten what they said."""
        return Gathered(facts=tuple(one.fact for one in self.disclosure.showings)).forgotten


def subjects_of(office: Office, held: Held) -> list[str]:
    """All papers that an update is about: those of the files, and those that facts lead to by now."""
    return list(_facts(office, held)[0])


def news_of(office: Office, held: Held, choice: Choice = ()) -> News:
    """What has been attested since, what this choice shows of it, and what follows from that."""
    facts_on, together = _facts(office, held)
    facts = [fact for of_subject in facts_on.values() for fact in of_subject]
    shown, named = held.shown, titles(facts)
    earlier = [_as_shown(one, shown[one.entry]) for one in facts if one.entry in shown]
    fresh = choose([one for one in facts if one.entry not in shown], choice)
    groups = [[fact.entry for subject in group for fact in facts_on[subject]] for group in together]
    return News(
        disclosure=Disclosure(
            showings=tuple(fresh),
            titles=tuple(named[one.fact.entry] for one in fresh),
            inferences=tuple(_inferences(groups, earlier, fresh, held.originals)),
        ),
        earlier=tuple(one.fact for one in earlier),
    )


def remedy_of(office: Office, held: Held, choice: Choice = ()) -> list[str]:
    """What to disclose of the new facts as well, so that nothing is withheld in vain; nothing where that cannot be."""
    return remedy_by(lambda wishes: news_of(office, held, wishes).disclosure, choice)


def _facts(office: Office, held: Held) -> tuple[dict[str, Sequence[Attested]], list[list[str]]]:
    """The facts on each paper, and which papers hang together: those of invoices that share one."""
    strange = [one for one in held.subjects if office.half.partner(one) is None]
    if strange:
        raise UsageError(
            f"The files are about {len(strange)} papers that this home shares with nobody.",
            "Name files that this home made. Was it brought back from an older backup, its node asks partners first.",
        )
    read: Callable[[str], Sequence[Attested]] = cache(office.half.facts)
    groups = [gather(office, invoice, read).subjects for invoice in held.invoices]
    subjects = dict.fromkeys((*held.invoices, *held.subjects, *(one for group in groups for one in group)))
    return {one: read(one) for one in subjects}, _together(groups)


def _together(groups: Iterable[Sequence[str]]) -> list[list[str]]:
    found = list[dict[str, None]]()
    for group in groups:
        touched = [one for one in found if not one.keys().isdisjoint(group)]
        joined = dict.fromkeys((*(subject for one in touched for subject in one), *group))
        found = [*(one for one in found if one not in touched), joined]
    return list(map(list, found))


def _as_shown(fact: Attested, disclosures: frozenset[str]) -> Showing:
    parts = parts_of(fact)
    shown = frozenset(path for path, part in parts.items() if part.disclosure in disclosures)
    return Showing(fact=fact, parts=parts, shown=shown)


def _inferences(
    groups: Iterable[Sequence[str]], earlier: Sequence[Showing], fresh: Sequence[Showing], originals: Collection[str]
) -> Iterator[Inference]:
    """What follows now, and did not from the files alone."""
    place_of = {one.fact.entry: place for place, one in enumerate(fresh)}
    by_entry = {one.fact.entry: one for one in (*earlier, *fresh)}
    for group in groups:
        if not place_of.keys().isdisjoint(group):
            all_of_it = [by_entry[entry] for entry in group]
            before = [one for one in all_of_it if one.fact.entry not in place_of]
            known = {(before[one.fact].fact.entry, one.path) for one in infer(before, originals)}
            yield from _new(infer(all_of_it, originals), all_of_it, known, place_of)


def _new(
    found: Iterable[Inference], of: Sequence[Showing], known: Collection[tuple[str, str]], place_of: Mapping[str, int]
) -> Iterator[Inference]:
    for one in found:
        entry = of[one.fact].fact.entry
        if (entry, one.path) not in known:
            place = place_of.get(entry, EARLIER)
            yield Inference(fact=place, path=one.path, says=one.says, is_certain=one.is_certain)
