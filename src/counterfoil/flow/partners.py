"""Which parties of many documents are one company: so that a list by partner names each company once."""

from collections import defaultdict

from counterfoil.matching.parties.identity import forms_of, same_party
from counterfoil.model.summary import PartySummary


class Partners:
    """Gives each company a number. Companies are told apart as linking does it."""

    def __init__(self) -> None:
        self._known: list[PartySummary] = []
        self._by_form: dict[str, list[int]] = defaultdict(list)
        self._numbers: dict[PartySummary | None, int] = {}

    def number(self, party: PartySummary | None) -> int:
        """The number of a company; the first that was told of it says what it is called."""
        found = self._numbers.get(party)
        if found is None:
            found = self._numbers[party] = self._found(party or PartySummary())
        return found

    def name(self, number: int) -> str | None:
        """What a company is called."""
        party = self._known[number]
        return party.name or party.trading_name or next((one.value for one in party.identifiers), None)

    def _found(self, party: PartySummary) -> int:
        forms = sorted(forms_of(party))
        like = sorted({number for form in forms for number in self._by_form[form]})
        for number in like:
            if same_party(self._known[number], party):
                break
        else:
            number = len(self._known)
            self._known.append(party)
        for form in forms:
            if number not in self._by_form[form]:
                self._by_form[form].append(number)
        return number
