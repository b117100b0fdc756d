"""The catalogue of sentences for people: findings, discrepancies and errors, each by its id."""

from collections.abc import Mapping

from counterfoil.texts.en import ENGLISH

LANGUAGES: dict[str, Mapping[str, Mapping[str, str]]] = {"en": ENGLISH}
"""For each language its `sentences` by id, its names of business `terms` by number, and its small `words`."""


def sentence(id: str, language: str = "en", **values: object) -> str:
    """The sentence of a rule or discrepancy code with its values put in; a value that is None reads as missing.

    A language that is not in the catalogue is answered in English. Raises KeyError where no sentence has this id.
    """
    catalogue = LANGUAGES.get(language, ENGLISH)
    if id not in catalogue["sentences"]:
        catalogue = ENGLISH
    return catalogue["sentences"][id].format_map(_Values(values, catalogue))


def term(number: str, language: str = "en") -> str:
    """Our name of a business term or group in plain words: "BT-106" is the sum of the line amounts."""
    for catalogue in (LANGUAGES.get(language, ENGLISH), ENGLISH):
        if number in catalogue["terms"]:
            return catalogue["terms"][number]
    return number


def word(name: str, language: str = "en") -> str:
    """A word or phrase of ours that stands beside sentences."""
    return LANGUAGES.get(language, ENGLISH)["words"].get(name) or ENGLISH["words"][name]


class _Values(dict[str, object]):
    """What stands for a placeholder: a value, or for a number such as BT-106 the term's name with that number."""

    def __init__(self, values: Mapping[str, object], catalogue: Mapping[str, Mapping[str, str]]) -> None:
        super().__init__(values)
        self.catalogue = catalogue

    def __getitem__(self, name: str) -> object:
        if name in self.catalogue["terms"]:
            return f"{self.catalogue['terms'][name]} ({name})"
        value = self.get(name)
        words = self.catalogue["words"]
        return words.get(name, words["missing"]) if value is None else value
