"""Counterfoil: trade documents become a checked, linked and tamper-evident record."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from counterfoil.flow.home import Home, init_home, open_home
    from counterfoil.flow.intake import intakes
    from counterfoil.flow.prepare import Options, Prepared, prepare
    from counterfoil.flow.record import Added, Recorder
    from counterfoil.flow.report import Report, check
    from counterfoil.flow.verify import Verified, verify_home
    from counterfoil.model.settings import Limits, Owner, Settings

__version__ = "0.1.0"

_PLACES = {
    "Added": "flow.record",
    "Home": "flow.home",
    "Limits": "model.settings",
    "Options": "flow.prepare",
    "Owner": "model.settings",
    "Prepared": "flow.prepare",
    "Recorder": "flow.record",
    "Report": "flow.report",
    "Settings": "model.settings",
    "Verified": "flow.verify",
    "check": "flow.report",
    "init_home": "flow.home",
    "intakes": "flow.intake",
    "open_home": "flow.home",
    "prepare": "flow.prepare",
    "verify_home": "flow.verify",
}

__all__ = [
    "Added",
    "Home",
    "Limits",
    "Options",
    "Owner",
    "Prepared",
    "Recorder",
    "Report",
    "Settings",
    "Verified",
    "__version__",
    "check",
    "init_home",
    "intakes",
    "open_home",
    "prepare",
    "verify_home",
]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used, so that importing the package stays light."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
    return found
