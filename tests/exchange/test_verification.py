"""What a dossier proves to whom, and up to which level."""

import pytest

from counterfoil.exchange.attested import CREDITED, DISPUTED, OFFERED, PAID, WITHDRAWN
from counterfoil.exchange.evidence import COUNTERPARTY, SELF
from counterfoil.exchange.trust import Trust
from counterfoil.exchange.verification import Verified, verify_dossier
from exchange.made import CHALLENGE, Trade, full, subject


def verified(trade: Trade, **changes: object) -> Verified:
    found = verify_dossier(trade.data, trade.reader(**changes))
    assert found.consistent, (found.reason, found.where, found.message)
    return found


def test_a_whole_trade_reaches_the_top() -> None:
    found = verified(full())
    assert (found.level, found.missing, found.signers, found.withheld) == (5, None, "known", 0)
    assert {(one.evidence, one.by) for one in found.evidence} == {
        ("valid", SELF),
        ("ordered", COUNTERPARTY),
        ("delivered", COUNTERPARTY),
        ("acknowledged", COUNTERPARTY),
        ("assignment acknowledged", COUNTERPARTY),
    }
    assert {one.assurance for one in found.evidence} == {"controls this domain"}
