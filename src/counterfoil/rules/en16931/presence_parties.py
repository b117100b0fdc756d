"""What the parties must be told by: names, addresses, identifiers (BR-06 to -11, -17 to -20, -56, -57, -62, -63)."""

from collections.abc import Iterator

from counterfoil.model.invoice import Invoice
from counterfoil.model.party import Address, Party
from counterfoil.model.values import Identifier
from counterfoil.rules._rule import CII, UBL, Breach, Rule, required, rule
from counterfoil.rules.en16931._parts import document


def _addresses(party: Party | None) -> tuple[Address, ...]:
    return () if party is None or party.address is None else (party.address,)


def _endpoints(party: Party | None) -> tuple[Identifier, ...]:
    return () if party is None or party.endpoint is None else (party.endpoint,)


def _representative(invoice: Invoice) -> tuple[Party, ...]:
    return () if invoice.tax_representative is None else (invoice.tax_representative,)


def _places_of_delivery(invoice: Invoice) -> tuple[Address, ...]:
    delivery = invoice.delivery
    return () if delivery is None or delivery.address is None else (delivery.address,)


@rule("BR-17", terms=("BG-10", "BT-59"), syntaxes=(UBL,))
def payee_is_another(invoice: Invoice) -> Iterator[Breach]:
    """A payee must be named, and by a name and identifiers that are not the seller's.

    UBL has the payee's name (BT-59) where the seller has its trading name (BT-28), and these two are compared.
    """
    payee = invoice.payee
    if payee is not None:
        name = invoice.seller.trading_name if invoice.seller else None
        if not payee.name or payee.name == name or _share_identifier(payee, invoice.seller):
            yield Breach(at=payee, found=payee.name)


@rule("BR-17", terms=("BG-10", "BT-59"), syntaxes=(CII,))
def payee_is_another_in_cii(invoice: Invoice) -> Iterator[Breach]:
    """A payee must be named, and by a name, identifiers and registration that are not the seller's."""
    payee, seller = invoice.payee, invoice.seller
    if payee is not None and (
        not payee.name or (seller is not None and (payee.name == seller.name or _share_identifier(payee, seller)))
    ):
        yield Breach(at=payee, found=payee.name)


def _share_identifier(payee: Party, seller: Party | None) -> bool:
    if seller is None:
        return False
    of_seller = {identifier.value for identifier in seller.identifiers}
    return any(identifier.value in of_seller for identifier in payee.identifiers)


@rule("BR-CO-26", terms=("BT-29", "BT-30", "BT-31"))
def seller_is_identified(invoice: Invoice) -> Iterator[Breach]:
    """The seller must have an identifier, a registration or a VAT identifier."""
    seller = invoice.seller
    if seller is not None and not (seller.vat or seller.identifiers or seller.registration):
        yield Breach(at=seller)


_SELLER_AND_BUYER: tuple[Rule, ...] = (
    required("BR-06", document, "seller.name", ("BT-27",)),
    required("BR-07", document, "buyer.name", ("BT-44",)),
    required("BR-08", document, "seller.address", ("BG-5",)),
    required("BR-09", lambda invoice: _addresses(invoice.seller), "country", ("BT-40",), syntaxes=(UBL,)),
    required("BR-09", document, "seller.address.country", ("BT-40",), syntaxes=(CII,)),
    required("BR-10", document, "buyer.address", ("BG-8",)),
    required("BR-11", lambda invoice: _addresses(invoice.buyer), "country", ("BT-55",), syntaxes=(UBL,)),
    required("BR-11", document, "buyer.address.country", ("BT-55",), syntaxes=(CII,)),
    required("BR-62", lambda invoice: _endpoints(invoice.seller), "scheme", ("BT-34",)),
    required("BR-63", lambda invoice: _endpoints(invoice.buyer), "scheme", ("BT-49",)),
    seller_is_identified,
)

_OTHERS: tuple[Rule, ...] = (
    payee_is_another,
    payee_is_another_in_cii,
    required("BR-18", _representative, "name", ("BT-62",)),
    required("BR-19", _representative, "address", ("BG-12",)),
    required("BR-20", lambda it: _addresses(it.tax_representative), "country", ("BT-69",), syntaxes=(UBL,)),
    required("BR-20", _representative, "address.country", ("BT-69",), syntaxes=(CII,)),
    required("BR-56", _representative, "vat", ("BT-63",)),
    required("BR-57", _places_of_delivery, "country", ("BT-80",)),
)

PRESENCE_PARTIES: tuple[Rule, ...] = (*_SELLER_AND_BUYER, *_OTHERS)
