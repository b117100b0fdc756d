"""What companies attest of an invoice, and the level that this reaches."""

from collections.abc import Callable

from counterfoil.exchange.proof.attested import ACKNOWLEDGED, CHECKED, DISPUTED, OFFERED, WITHDRAWN
from exchange.made import Trade, company, refers


def received(trade: Trade) -> None:
    trade.acknowledged("received")


def approved(trade: Trade) -> None:
    trade.acknowledged("approved", amount="1190.00", currency="EUR")


def approved_and_withdrawn(trade: Trade) -> None:
    said = trade.acknowledged("approved")
    trade.says(trade.buyer, WITHDRAWN, "invoice", of=said.entry.hex())


def approved_and_disputed(trade: Trade) -> None:
    approved(trade)
    trade.about(trade.buyer, DISPUTED, codes=["quantity-over-received"], amount="600.00")


def dispute_withdrawn(trade: Trade) -> None:
    approved(trade)
    said = trade.about(trade.buyer, DISPUTED, codes=["price-over-ordered"])
    trade.says(trade.buyer, WITHDRAWN, "invoice", of=said.entry.hex())


def approved_by_the_seller(trade: Trade) -> None:
    trade.about(trade.seller, ACKNOWLEDGED, level="undertaking")


def assignment_by_a_third(trade: Trade) -> None:
    approved(trade)
    trade.about(trade.carrier, ACKNOWLEDGED, level="assignment")


def undertaken(trade: Trade) -> None:
    trade.acknowledged("undertaking")


def order_withdrawn(trade: Trade) -> None:
    approved(trade)
    trade.says(trade.buyer, WITHDRAWN, "order", of=trade.order.entry.hex())


def invoice_withdrawn(trade: Trade) -> None:
    approved(trade)
    trade.withdrawn(trade.invoice)


def invoice_withdrawn_too_late(trade: Trade) -> None:
    undertaken(trade)
    trade.withdrawn(trade.invoice)


def invoice_withdrawn_and_assigned(trade: Trade) -> None:
    trade.withdrawn(trade.invoice)
    undertaken(trade)


def invoice_withdrawn_by_mistake(trade: Trade) -> None:
    undertaken(trade)
    trade.withdrawn(trade.withdrawn(trade.invoice))


def assignment_withdrawn(trade: Trade) -> None:
    approved(trade)
    trade.withdrawn(trade.acknowledged("assignment"))


def assignment_withdrawn_by_mistake(trade: Trade) -> None:
    trade.withdrawn(trade.withdrawn(trade.acknowledged("assignment")))


def approval_withdrawn_before_the_assignment(trade: Trade) -> None:
    trade.withdrawn(trade.acknowledged("approved"))
    undertaken(trade)


def approval_withdrawn_after_the_assignment(trade: Trade) -> None:
    said = trade.acknowledged("approved")
    undertaken(trade)
    trade.withdrawn(said)


def approval_withdrawn_between_two_assignments(trade: Trade) -> None:
    said = trade.acknowledged("approved")
    trade.acknowledged("assignment")
    trade.withdrawn(said)
    undertaken(trade)


def dispute_withdrawn_after_the_assignment(trade: Trade) -> None:
    said = trade.about(trade.buyer, DISPUTED, codes=["price-over-ordered"])
    undertaken(trade)
    trade.withdrawn(said)


def disputed_by_the_seller(trade: Trade) -> None:
    undertaken(trade)
    trade.about(trade.seller, DISPUTED, codes=["price-over-ordered"])


def disputed_by_a_third(trade: Trade) -> None:
    undertaken(trade)
    trade.about(trade.carrier, DISPUTED, codes=["price-over-ordered"])


def withdrawn_though_a_third_assigned(trade: Trade) -> None:
    trade.about(trade.carrier, ACKNOWLEDGED, level="assignment")
    trade.withdrawn(trade.acknowledged("approved"))


def order_withdrawn_after_the_assignment(trade: Trade) -> None:
    trade.acknowledged("assignment", **trade.whole("assignment"), refers=refers(bills=["order"], receives=["receipt"]))
    trade.withdrawn(trade.order)


def receipt_withdrawn_after_the_undertaking(trade: Trade) -> None:
    trade.acknowledged("undertaking", **trade.whole("undertaking"), refers=refers(receives=["receipt"]))
    trade.withdrawn(trade.receipt)


def order_withdrawn_by_mistake(trade: Trade) -> None:
    order_withdrawn_after_the_assignment(trade)
    trade.withdrawn(trade.said[-1])


def order_withdrawn_that_no_assignment_names(trade: Trade) -> None:
    trade.acknowledged("approved", **trade.whole("approved"), refers=refers(bills=["order"]))
    undertaken(trade)
    trade.withdrawn(trade.order)


def order_withdrawn_that_a_third_names(trade: Trade) -> None:
    undertaken(trade)
    trade.about(trade.carrier, ACKNOWLEDGED, level="assignment", refers=refers(bills=["order"]))
    trade.withdrawn(trade.order)


def carriers_paper_withdrawn(trade: Trade) -> None:
    carried = trade.says(trade.carrier, OFFERED, "carried", document="despatch-advice")
    trade.acknowledged("assignment", **trade.whole("assignment"), refers=refers(receives=["carried"]))
    trade.withdrawn(carried)


def approved_in_words(trade: Trade) -> None:
    trade.acknowledged("approved", role="controller")


def approved_without_a_currency(trade: Trade) -> None:
    trade.acknowledged("approved", amount="1190.00")


def assigned_without_the_amount_again(trade: Trade) -> None:
    approved(trade)
    trade.acknowledged("assignment", assignee=trade.carrier.key.company)


def assigned_to_nobody(trade: Trade) -> None:
    trade.acknowledged("assignment", amount="1190.00", currency="EUR")


def found_invalid(trade: Trade) -> None:
    trade.about(trade.buyer, CHECKED, valid=False)


ATTESTED: tuple[tuple[Callable[[Trade], object], int], ...] = (
    (lambda trade: None, 3),
    (received, 3),
    (approved, 4),
    (approved_and_withdrawn, 3),
    (approved_and_disputed, 3),
    (dispute_withdrawn, 4),
    (approved_by_the_seller, 3),
    (assignment_by_a_third, 4),
    (undertaken, 5),
    (order_withdrawn, 1),
    (invoice_withdrawn, 0),
    (invoice_withdrawn_too_late, 3),
    (invoice_withdrawn_and_assigned, 3),
    (invoice_withdrawn_by_mistake, 5),
    (assignment_withdrawn, 3),
    (assignment_withdrawn_by_mistake, 5),
    (approval_withdrawn_before_the_assignment, 5),
    (approval_withdrawn_after_the_assignment, 3),
    (approval_withdrawn_between_two_assignments, 3),
    (dispute_withdrawn_after_the_assignment, 5),
    (disputed_by_the_seller, 3),
    (disputed_by_a_third, 5),
    (withdrawn_though_a_third_assigned, 3),
    (order_withdrawn_after_the_assignment, 3),
    (receipt_withdrawn_after_the_undertaking, 3),
    (order_withdrawn_by_mistake, 5),
    (order_withdrawn_that_no_assignment_names, 1),
    (order_withdrawn_that_a_third_names, 1),
    (carriers_paper_withdrawn, 5),
    (approved_in_words, 3),
    (approved_without_a_currency, 3),
    (assigned_without_the_amount_again, 5),
    (assigned_to_nobody, 4),
    (found_invalid, 3),
)
"""What is attested of an invoice that was received, and the level that this reaches."""


def unnamed(trade: Trade) -> None:
    pass


def named_by_the_seller(trade: Trade) -> None:
    trade.about(trade.seller, ACKNOWLEDGED, level="matched", refers=refers(bills=["order", "receipt"]))


def named_by_a_third(trade: Trade) -> None:
    trade.about(trade.carrier, ACKNOWLEDGED, level="matched", refers=refers(bills=["order", "receipt"]))


def named_by_a_dispute(trade: Trade) -> None:
    trade.about(trade.buyer, DISPUTED, codes=["not-received"], refers=refers(bills=["order", "receipt"]))


def named_and_withdrawn(trade: Trade) -> None:
    trade.withdrawn(trade.acknowledged("matched", refers=refers(bills=["order", "receipt"])))


def named_and_withdrawn_too_late(trade: Trade) -> None:
    named = trade.acknowledged("matched", refers=refers(bills=["order"], receives=["receipt"]))
    trade.acknowledged("assignment")
    trade.withdrawn(named)


def of_another_fact(trade: Trade) -> None:
    trade.says(
        trade.buyer, ACKNOWLEDGED, "order", of=trade.order.entry.hex(), level="approved", refers=refers(bills=["order"])
    )


NAMED: tuple[tuple[Callable[[Trade], object], int], ...] = (
    (unnamed, 1),
    (named_by_the_seller, 1),
    (named_by_a_third, 1),
    (named_by_a_dispute, 1),
    (named_and_withdrawn, 1),
    (named_and_withdrawn_too_late, 3),
    (of_another_fact, 1),
)
"""Who names the papers of an invoice that came before the goods, and the level that this reaches."""


def papers_of_another() -> Trade:
    """A trade whose invoice names an order and a receipt that the buyer made out to another company."""
    trade, other = Trade(named=("theirs", "taken")), company("Affiliate")
    for name, document in (("theirs", "order"), ("taken", "receipt-advice")):
        trade.said.append(trade.buyer.says(OFFERED, trade.subject(name), other, document=document))
        trade.subjects.append(trade.subject(name))
    return trade
