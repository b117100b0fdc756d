"""What is recorded of a document and needs no look at the record: made before the writer's lock is taken."""

from collections.abc import Sequence

from counterfoil.flow.columns import Provenance
from counterfoil.flow.facts import Named
from counterfoil.flow.prepare import Prepared, checked_claims, provenance, received_claims
from counterfoil.matching import offers, role_in, sought
from counterfoil.model._base import Model
from counterfoil.model.summary import PartySummary, Recorded


class Admission(Model):
    """A document on its way into the record, with the claims of its first facts."""

    document: Recorded
    original: bytes
    """SHA-256 of the original that it stands in."""
    origin: Provenance
    received: Named
    checked: "Named | None"
    """None where no rulebook exists for it and nothing was found."""
    valid: bool | None

    @property
    def id(self) -> bytes:
        """The document's id."""
        return self.document.id


def admissions(prepared: Sequence[Prepared], us: PartySummary) -> list[Admission]:
    """Documents that were read without an error, ready to be recorded."""
    return [_admission(one, us) for one in prepared]


def _admission(prepared: Prepared, us: PartySummary) -> Admission:
    if prepared.summary is None:
        raise AssertionError("a document without an error has a summary")
    role = role_in(prepared.summary, us)
    origin = provenance(prepared, role)
    document = Recorded(id=prepared.id, role=role, summary=prepared.summary)
    # They are noted on the document, and linking will ask for them.
    offers(document)
    sought(document)
    return Admission(
        document=document,
        original=prepared.original,
        origin=origin,
        received=received_claims(prepared.summary, origin),
        checked=checked_claims(prepared) if prepared.valid is not None or prepared.findings else None,
        valid=prepared.valid,
    )
