"""Shelves that only turn others round (decision 21): made out of the facts where a home is older than they are."""

from counterfoil.exchange.halves.identity import known_identity
from counterfoil.exchange.halves.peers import SHELF as PEERS
from counterfoil.exchange.halves.peers import SIGNS_AS
from counterfoil.exchange.halves.relying import RELYING
from counterfoil.exchange.halves.shelves import DISPROVED, SHARED, SUBJECTS
from counterfoil.flow.home import Home
from counterfoil.store import Store

_TURNED_ROUND = frozenset({SIGNS_AS, SHARED, DISPROVED, RELYING})


def make_turned_round(home: Home) -> None:
    """Make them where they are missing as a whole; single rows that are missing are damage, which `verify` names."""
    store = home.store
    is_older = (_has(store, PEERS) and not _has(store, SIGNS_AS)) or (_has(store, SUBJECTS) and not _has(store, SHARED))
    known = known_identity(home) if is_older else None
    if known is None:
        return
    from counterfoil.exchange.halves.verify_half import expected_rows

    with store.writing():
        for shelf, rows in expected_rows(home, known):
            if shelf in _TURNED_ROUND and not _has(store, shelf):
                store.keep(shelf, rows.items())


def _has(store: Store, shelf: str) -> bool:
    return next(store.kept(shelf), None) is not None
