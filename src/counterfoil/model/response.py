"""The application response: invoice response (Peppol BIS 3 transaction T111) and message level response (T71)."""

from datetime import date

from counterfoil.model._base import Model
from counterfoil.model.delivery import TradeParty
from counterfoil.model.reference import LineReference, RelatedDocument
from counterfoil.model.values import Identifier


class Condition(Model):
    """What a clarification is about: a business term and the value that was expected there."""

    attribute: str | None = None
    """A business term of the invoice ("BT-48")."""
    description: tuple[str, ...] = ()


class Status(Model):
    """A clarification: why the response is what it is, or what the receiver of it shall do."""

    reason: Identifier | None = None
    """The code; `scheme` is its list: OPStatusReason or OPStatusAction (T111), none for BV, BW, SV (T71)."""
    reasons: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()


class Response(Model):
    """What was decided, from when on, and why."""

    code: str | None = None
    """UNCL4343: AB received, IP in process, UQ under query, CA conditionally accepted, RE rejected, AP accepted,
    PD paid."""
    descriptions: tuple[str, ...] = ()
    effective: date | None = None
    effective_time: str | None = None
    statuses: tuple[Status, ...] = ()


class LineResponse(Model):
    """A response to a line, or to the place that `reference.line` names by an XPath."""

    reference: LineReference | None = None
    responses: tuple[Response, ...] = ()


class DocumentResponse(Model):
    """A response to one document; `issuer` and `recipient` are those of that document."""

    response: Response | None = None
    documents: tuple[RelatedDocument, ...] = ()
    issuer: TradeParty | None = None
    recipient: TradeParty | None = None
    lines: tuple[LineResponse, ...] = ()


class ApplicationResponse(Model):
    """One business partner's answer to documents of another."""

    customization: str | None = None
    profile: str | None = None
    number: str | None = None
    issued: date | None = None
    issued_time: str | None = None
    responded: date | None = None
    responded_time: str | None = None
    notes: tuple[str, ...] = ()
    sender: TradeParty | None = None
    receiver: TradeParty | None = None
    answers: tuple[DocumentResponse, ...] = ()
