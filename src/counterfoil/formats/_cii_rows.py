"""What recurs in CII: days, references, parties, periods, taxes, adjustments, and the place of delivery."""

from counterfoil.formats import _cii_build as build
from counterfoil.formats._table import Group, Part, Row, amount, flag, identifier, number, text
from counterfoil.model.invoice import Adjustment, Period
from counterfoil.model.party import Address


def day(field: str) -> Part:
    """A point in time, of which the day is kept."""
    return Part({"udt:DateTimeString": build.day_in_format(field), "udt:DateTime": build.day_in_format(field)})


def reference_rows(**more: Row) -> dict[str, Row]:
    """The rows of a reference to a document, and `more` of them by the element's name."""
    issued = build.day_in_format("issued")
    rows: dict[str, Row] = {
        "ram:IssuerAssignedID": text("number"),
        "ram:FormattedIssueDateTime": Part({"qdt:DateTimeString": issued, "udt:DateTimeString": issued}),
        "ram:IssueDateTime": issued,  # ZUGFeRD 1.0
    }
    return rows | {f"ram:{name}": row for name, row in more.items()}


def reference(field: str) -> Group:
    """A reference to a document by number and day."""
    return Group(field, build.reference, reference_rows())


def line_reference(field: str) -> Group:
    """A line's reference to a document, a line of it, or both."""
    rows = reference_rows(LineID=text(f"{field}_line"))
    return Group(field, build.reference, rows, prepare=build.lift(f"{field}_line"))


_ADDRESS: dict[str, Row] = {
    "ram:LineOne": text("line1"),
    "ram:LineTwo": text("line2"),
    "ram:LineThree": text("line3"),
    "ram:CityName": text("city"),
    "ram:PostcodeCode": text("post_code"),
    "ram:CountrySubDivisionName": text("subdivision"),
    "ram:CountryID": text("country"),
}

_PARTY: dict[str, Row] = {
    "ram:ID": identifier("identifiers", many=True),
    "ram:GlobalID": identifier("identifiers", many=True),
    "ram:Name": text("name"),
    "ram:Description": text("legal_information"),
    "ram:SpecifiedLegalOrganization": Part(
        {"ram:ID": identifier("registration"), "ram:TradingBusinessName": text("trading_name")}
    ),
    "ram:DefinedTradeContact": Group(
        "contact",
        build.contact,
        {
            "ram:PersonName": text("name"),
            "ram:DepartmentName": text("department"),
            "ram:TelephoneUniversalCommunication/ram:CompleteNumber": text("telephone"),
            "ram:EmailURIUniversalCommunication/ram:URIID": text("email"),
        },
    ),
    "ram:PostalTradeAddress": Group("address", Address, _ADDRESS),
    "ram:URIUniversalCommunication/ram:URIID": identifier("endpoint"),
    "ram:SpecifiedTaxRegistration/ram:ID": identifier("registrations", many=True),
}


def party(field: str) -> Group:
    """A party with its identifiers, registrations, address and contact."""
    return Group(field, build.party, _PARTY)


PERIOD = Group("period", Period, {"ram:StartDateTime": day("start"), "ram:EndDateTime": day("end")})

TAX: dict[str, Row] = {"ram:CategoryCode": text("category"), "ram:RateApplicablePercent": number("rate")}

ADJUSTMENT = Group(
    "adjustments",
    Adjustment,
    {
        "ram:ChargeIndicator/udt:Indicator": flag("charge"),
        "ram:CalculationPercent": number("percentage"),
        "ram:BasisAmount": amount("base"),
        "ram:ActualAmount": amount("amount"),
        "ram:ReasonCode": text("reason_code"),
        "ram:Reason": text("reason"),
        "ram:CategoryTradeTax": Part(TAX),
    },
    many=True,
)

SERVICE_CHARGE = Group(
    "adjustments",
    build.service_charge,
    {
        "ram:Description": text("reason"),
        "ram:AppliedAmount": amount("amount"),
        "ram:AppliedTradeTax": Part(TAX),
    },
    many=True,
)

SHIP_TO = Part(
    {
        "ram:ID": identifier("local"),
        "ram:GlobalID": identifier("location"),
        "ram:Name": text("name"),
        "ram:PostalTradeAddress": Group("address", Address, _ADDRESS),
    }
)

DELIVERED = Part({"ram:OccurrenceDateTime": day("delivered")})

ACCOUNTING = Part({"ram:ID": text("accounting")})
