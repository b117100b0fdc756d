"""What invoice responses in our record say of invoices: nobody signed them, so they are told apart from what was."""

from collections.abc import Iterator
from typing import Any

from counterfoil.errors import CounterfoilError, UsageError
from counterfoil.exchange.answers.offering import HOLDS
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.responses.response import claims_of
from counterfoil.exchange.responses.response_reading import Answered, answers_in
from counterfoil.formats import read
from counterfoil.model._base import Model
from counterfoil.model.summary import INVOICE_RESPONSE
from counterfoil.store import DocumentFilter, DocumentRow


class Hearsay(Model):
    """What a response says of one paper."""

    response: DocumentRow
    answered: Answered
    paper: DocumentRow | None
    """The invoice or credit note that it is linked with."""

    @property
    def claims(self) -> dict[str, Any]:
        """What a fact that says the same would claim; nothing where it is not known how much is payable."""
        paper = self.paper
        if paper is None or paper.amount is None:
            return {}
        return claims_of(self.answered.answer, paper.amount, paper.currency or "")


def hearsay(office: Office, about: DocumentRow | None = None) -> Iterator[Hearsay]:
    """What all invoice responses in our record say, by their day; or only those about one document."""
    store = office.home.store
    for row in (
        list(store.documents(DocumentFilter(document=INVOICE_RESPONSE))) if about is None else _on(office, about)
    ):
        links = [one for one in store.links_from([row.id]) if one.kind == "answers" and one.state in HOLDS]
        papers = store.documents_by_id(sorted({one.target for one in links})).values()
        model = model_of(office, row)
        for answered in answers_in(model) if model is not None else ():
            paper = next((one for one in papers if one.number == answered.number), None)
            yield Hearsay(response=row, answered=answered, paper=paper)


def _on(office: Office, about: DocumentRow) -> list[DocumentRow]:
    sources = sorted({one.source for one in office.home.store.links_to([about.id]) if one.kind == "answers"})
    rows = office.home.store.documents_by_id(sources)
    return [rows[id] for id in sources if rows[id].document == INVOICE_RESPONSE]


def model_of(office: Office, row: DocumentRow) -> Any:
    """The model of a document, read from its original anew; None where the original is gone or unreadable."""
    data = office.half.original(row.original.hex())
    if data is None:
        return None
    try:
        for place, reading in enumerate(read(data, office.home.settings.limits), 1):
            if place == row.position:
                return reading.model
    except CounterfoilError:
        return None
    return None


def invoice_of(office: Office, row: DocumentRow) -> Any:
    """The model of an invoice or credit note; UsageError where it is none, or its original cannot be read."""
    if row.document not in ("invoice", "credit-note"):
        raise UsageError(f"An invoice response answers an invoice, and not a {row.document}.", "Leave out --response.")
    model = model_of(office, row)
    if model is None:
        raise UsageError("The invoice's own file is not here any more, so no response can be written.")
    return model
