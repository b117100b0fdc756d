"""What is known of a language that exports are written in: the words of its columns and cells."""

from typing import NamedTuple

Words = dict[str, str]
"""For each term or kind its words, the most usual first, with "|" between them and "{no}" for every word for a number.

They are plain: lower case, without accents and punctuation, since names of columns are compared so.
"""


class Language(NamedTuple):
    """The words of a language, or of two that are mixed in exports."""

    number: str
    """All that "{no}" stands for."""
    numbers: Words
    """For each kind of document: what its own number is called."""
    issued: Words
    """For each kind of document: what its day is called, where that has a name of its own."""
    any_issued: str
    trade: Words
    """Terms of documents and of their lines; "item" is a number of the item that may be anybody's."""
    roles: Words
    attributes: Words
    """What partners have; "" is what only the role says, and NUMBER their number in our books."""
    statement: Words
    item: Words
    partner: Words
    hints: dict[str, tuple[str, str]]
    """For each kind of document: words that speak for it, and others that do so less, since several kinds have them."""
    units: Words
    """For each unit code: the words for it that stand in cells, as they are written."""
    kinds: Words
    """For each kind of document, or "skip": the words for it that stand in cells."""
    joining: tuple[str, ...] = ()
    """What stands between a role and what comes before it ("nom du client"); empty where the role comes first."""
