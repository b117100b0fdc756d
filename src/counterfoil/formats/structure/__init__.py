"""Is the structure of a document right by the published schemas? It is asked of the trace.

They are those of UBL 2.1, of CII D16B, and of the profiles of Factur-X, by which a document is judged that is of one.

It usually is right. So a document is first looked at part by part (a line, a party): parts with the same paths as one
that was right are right, and what is left are their values and attributes. Only where something is wrong is it all gone
through again, to say what.
"""

from lxml import etree

from counterfoil.formats.structure._faults import FAULTS_MAX, find_faults
from counterfoil.formats.structure._plan import Plan, plan_for
from counterfoil.formats.structure._right import is_right
from counterfoil.formats.structure._schema import FACTUR_X, Group
from counterfoil.formats.structure._stray import may_have_stray_text
from counterfoil.model.structure import StructureFault
from counterfoil.model.trace import Trace

__all__ = ["FACTUR_X", "FAULTS_MAX", "faults", "is_fragment", "is_known"]


def faults(trace: Trace, tree: etree._Element | None = None, schema: str | None = None) -> tuple[StructureFault, ...]:
    """What breaks the schema of a document, in document order, at most FAULTS_MAX; none where we know no schema for it.

    The schema is one of FACTUR_X, without a name that of the syntax.

    The tree that the trace was taken from, parsed without comments, is asked for what the trace does not keep: text
    between elements, and whether a name without a prefix in an extension has a namespace. Without it both are taken
    as right.
    """
    plan = _plan_of(trace, schema)
    if plan is None or (is_right(trace, plan) and (tree is None or not may_have_stray_text(tree, trace))):
        return ()
    return find_faults(trace, plan, tree)


def is_fragment(trace: Trace, schema: str | None = None) -> bool:
    """Whether a document lacks elements that its schema demands directly below the root, as parts of documents do."""
    plan = _plan_of(trace, schema)
    if plan is None or not isinstance(plan.root.type, Group):
        return False
    group, paths = plan.root.type, set(trace.paths)
    return any(
        demanded and not any(f"{plan.root.path}/{name}" in paths for name in names)
        for demanded, names in zip(group.demanded, group.names, strict=True)
    )


def is_known(trace: Trace, schema: str | None = None) -> bool:
    """Whether we have the tables of the schema that a document follows."""
    return _plan_of(trace, schema) is not None


def _plan_of(trace: Trace, schema: str | None) -> Plan | None:
    return plan_for(trace.paths[0], schema) if trace.paths else None
