"""What a matcher is: a frozen value with an id and two pure functions. The list of all matchers is in `__init__`."""

from collections.abc import Callable, Iterator, Sequence

from counterfoil.model._base import Model
from counterfoil.model.link import Link
from counterfoil.model.summary import Recorded

Find = Callable[[str], Sequence[Recorded]]
"""Gives all documents that offer a key, by id; none where there are too many to tell apart."""


class Matcher(Model):
    """One question that linking answers for a document.

    `seeks` names the keys of the documents that it could be linked to; `links` gives its links to those that `find`
    gives for these keys. Its answer may depend on nothing else, so that order of arrival cannot change it.
    """

    id: str
    seeks: Callable[[Recorded], Iterator[str]]
    links: Callable[[Recorded, Find], Iterator[Link]]
