"""What a document says of itself: the rules that it means to follow, and the business process that it belongs to."""

from counterfoil.model.trace import Trace
from counterfoil.rules._white_space import stripped

_CONTEXT = "rsm:CrossIndustryInvoice/rsm:ExchangedDocumentContext"
_CUSTOMIZATION = f"{_CONTEXT}/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID"
_PROFILE = f"{_CONTEXT}/ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID"


def customization_of(trace: Trace) -> str | None:
    """The specification identifier (BT-24): CustomizationID in UBL, the guideline in CII."""
    return _first(trace, "cbc:CustomizationID", _CUSTOMIZATION)


def profile_of(trace: Trace) -> str | None:
    """The business process (BT-23)."""
    return _first(trace, "cbc:ProfileID", _PROFILE)


def _first(trace: Trace, below_root: str, in_cii: str) -> str | None:
    paths = trace.paths
    if not paths:
        return None
    path = in_cii if in_cii.startswith(paths[0] + "/") else f"{paths[0]}/{below_root}"
    try:
        place = paths.index(path)
    except ValueError:
        return None
    return stripped(trace.texts[place] or "") or None
