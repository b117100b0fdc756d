"""Is nothing missing on a subject? The chains of both sides, against what each side signed about their length."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from counterfoil.exchange.proof.attested import OFFERED, WITHDRAWN, Attested
from counterfoil.exchange.proof.dossier import Parts, Subject
from counterfoil.exchange.proof.heads import SubjectHead, read_head
from counterfoil.exchange.proof.reader import Keys, Reader
from counterfoil.exchange.proof.refusal import require

Chains = Mapping[str, Sequence[Attested]]
"""The facts on one subject by author, in the order of their numbers."""


def check_subjects(
    file: Parts, facts: Iterable[Attested], keys: Keys, holder: str, reader: Reader, *, is_about_first: bool = True
) -> list[list[SubjectHead]]:
    """The heads of each subject, if they are fresh and the facts are just those that they tell of.

    Of a file that is about its first subject, that one has to be an invoice.
    """
    facts_on = dict[str, list[Attested]]()
    for fact in facts:
        facts_on.setdefault(fact.subject, []).append(fact)
    found = list[list[SubjectHead]]()
    for place, subject in enumerate(file.subjects):
        where, on_it = f"subjects[{place}]", facts_on.get(subject.id, [])
        heads = _heads(subject, keys, {holder, *(fact.author for fact in on_it)}, where)
        for head in heads:
            require(reader.is_fresh(head.time), "age", where, "A head is too old, or of a time to come.")
        _check_offer(on_it, where, is_first=is_about_first and place == 0)
        chains = _chains(on_it, where)
        _check_gaps(chains, heads, where)
        _check_heads(chains, heads, where)
        found.append(heads)
    return found


def _heads(subject: Subject, keys: Keys, needed: set[str], where: str) -> list[SubjectHead]:
    heads = [read_head(token, keys, subject.id, where) for token in subject.heads]
    signers = [head.signer for head in heads]
    require(len(set(signers)) == len(signers), "head", where, "There are two heads of one company.")
    require(needed.issubset(signers), "head", where, "The head of a company that attests something is missing.")
    return heads


def _check_offer(facts: Sequence[Attested], where: str, *, is_first: bool) -> None:
    offers = [fact for fact in facts if fact.kind == OFFERED]
    require(len(offers) == 1, "chain", where, "A subject needs just one fact that offers a paper.")
    if is_first:
        is_invoice = offers[0].claims["document"] == "invoice"
        require(is_invoice, "chain", where, "The first subject is not an invoice.")


def _chains(facts: Sequence[Attested], where: str) -> Chains:
    chains = dict[str, list[Attested]]()
    for fact in sorted(facts, key=lambda one: one.seq):
        chains.setdefault(fact.author, []).append(fact)
    author_of = {fact.entry: fact.author for fact in facts}
    require(len(author_of) == len(facts), "chain", where, "One fact stands there twice.")
    for author, chain in chains.items():
        numbers = [fact.seq for fact in chain]
        require(len(set(numbers)) == len(numbers), "chain", where, "Two facts of one company have one number.")
        for earlier, later in pairwise(chain):
            follows = later.seq != earlier.seq + 1 or later.claims["previous"] == earlier.entry
            require(follows, "chain", where, "A fact does not follow from the one before it.")
        for fact in chain:
            require(fact.of is None or fact.of in author_of, "chain", where, "A fact is about one that is not there.")
            is_own = fact.kind != WITHDRAWN or author_of.get(fact.of or "") == author
            require(is_own, "chain", where, "A company withdraws what another said.")
    return chains


def _check_gaps(chains: Chains, heads: Sequence[SubjectHead], where: str) -> None:
    for author in {*chains, *(author for head in heads for author in head.chains)}:
        last = max((head.chains[author][0] for head in heads if author in head.chains), default=0)
        numbers = [fact.seq for fact in chains.get(author, ())]
        is_whole = len(numbers) == last and numbers == list(range(1, len(numbers) + 1))
        require(is_whole, "gap", where, "A fact that a head tells of is missing.")


def _check_heads(chains: Chains, heads: Sequence[SubjectHead], where: str) -> None:
    for head in heads:
        for author, (seq, entry) in head.chains.items():
            is_so = chains[author][seq - 1].entry == entry
            require(is_so, "conflict", where, "A head tells of another fact than the one that is shown.")
