"""Where our node is reached: by the settings, or else where it listened last."""

from counterfoil.flow.addresses import address_of
from counterfoil.flow.home import Home

SHELF = "exchange.node"
"""`_LAST` → the address at which our node listened last. It may be lost."""
_LAST = b"last"


def our_address(home: Home) -> str:
    """The address that partners are told."""
    last = home.store.kept_at(SHELF, _LAST)
    return last.decode() if last is not None and not home.settings.node.url else address_of(home.settings.node)


def remember_address(home: Home, url: str) -> None:
    """Our node listens there, as it was told when it was started."""
    if home.store.kept_at(SHELF, _LAST) != url.encode():
        with home.store.writing():
            home.store.keep(SHELF, [(_LAST, url.encode())])
