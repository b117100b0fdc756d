"""Documents as `add` takes them: papers that are read and checked, or summaries of which there is no paper."""

import hashlib
from collections.abc import Mapping

import msgspec

from counterfoil.flow.prepare import Intake, Options, Prepared, prepare
from counterfoil.model.summary import PartySummary, Summary
from counterfoil.model.values import Identifier
from trades import BUYER, DAY, trade

TODAY = Options(on=DAY)


def intakes_of(papers: Mapping[str, bytes], options: Options = TODAY) -> list[Intake]:
    """Papers by the names of their files."""
    return [
        Intake(prepared=one, original=data) for name, data in papers.items() for one in prepare(name, data, options)
    ]


def trade_intakes(*numbers: int) -> list[Intake]:
    """The papers of whole trades of these numbers."""
    return [one for number in numbers for one in intakes_of(trade(number))]


def intake_of(place: int, summary: Summary) -> Intake:
    """A document that says no more than its summary; those of different places have different ids."""
    original = f"{place} ".encode() + msgspec.json.encode(summary)
    digest = hashlib.sha256(original).digest()
    prepared = Prepared(
        file=f"{place}.xml",
        original=digest,
        id=digest,
        document=summary.document,
        format="ubl-invoice",
        summary=summary,
    )
    return Intake(prepared=prepared, original=original)


def party(name: str) -> PartySummary:
    """A partner, with an identifier of its own."""
    return PartySummary(name=name, identifiers=(Identifier(value=f"DE{name}", scheme="VAT"),))


def us() -> PartySummary:
    """The owner of the home."""
    return PartySummary(name=BUYER.name, identifiers=(Identifier(value=BUYER.vat, scheme="VAT"),))
