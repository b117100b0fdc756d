"""Is the structure of a document right by the published schemas (UBL 2.1, CII D16B)? It is asked of the trace.

It usually is. So a document is first looked at part by part (a line, a party): parts with the same paths as one that
was right are right, and what is left are their values and attributes. Only where something is wrong is it all gone
through again, to say what.
"""

from lxml import etree

from counterfoil.formats.structure._faults import FAULTS_MAX, find_faults
from counterfoil.formats.structure._plan import Names, Node, Plan, Shape, plan_for
from counterfoil.formats.structure._schema import Group
from counterfoil.formats.structure._stray import may_have_stray_text
from counterfoil.formats.structure._types import SPACE
from counterfoil.model.structure import StructureFault
from counterfoil.model.trace import Trace

__all__ = ["FAULTS_MAX", "faults", "is_fragment", "is_known"]


def faults(trace: Trace, tree: etree._Element | None = None) -> tuple[StructureFault, ...]:
    """What breaks the schema of a document, in document order, at most FAULTS_MAX; none where we know no schema for it.

    The tree that the trace was taken from, parsed without comments, is asked for what the trace does not keep: text
    between elements, and whether a name without a prefix in an extension has a namespace. Without it both are taken
    as right.
    """
    plan = plan_for(trace.paths[0]) if trace.paths else None
    if plan is None or (_is_right(trace, plan) and (tree is None or not may_have_stray_text(tree, trace))):
        return ()
    return find_faults(trace, plan, tree)


def is_fragment(trace: Trace) -> bool:
    """Whether a document lacks elements that its schema demands directly below the root, as parts of documents do."""
    plan = plan_for(trace.paths[0]) if trace.paths else None
    if plan is None or not isinstance(plan.root.type, Group):
        return False
    group, paths = plan.root.type, set(trace.paths)
    return any(
        demanded and not any(f"{plan.root.path}/{name}" in paths for name in names)
        for demanded, names in zip(group.demanded, group.names, strict=True)
    )


def is_known(trace: Trace) -> bool:
    """Whether we have the tables of the schema that a document follows."""
    return bool(trace.paths) and plan_for(trace.paths[0]) is not None


def _is_right(trace: Trace, plan: Plan) -> bool:
    """Whether nothing at all is wrong, as far as the trace can tell."""
    shape = plan.whole(tuple(trace.paths))
    return (
        shape is not None
        and _texts_are_right(trace.texts, shape)
        and _attributes_are_right(trace, plan.attributes, shape.required)
    )


def _texts_are_right(texts: list[str | None], shape: Shape) -> bool:
    for kind, places in shape.values.items():
        written = [texts[place] for place in places]
        if not kind.known.issuperset(written) and not all(map(kind.takes, written)):
            return False
    for place in shape.empty:
        text = texts[place]
        if text and text.strip(SPACE):
            return False
    return True


def _attributes_are_right(trace: Trace, known: dict[str, tuple[Names, str, Node]], required: int) -> bool:
    """Whether each attribute may stand where it does with its value, and so many of those that must be there are."""
    paths = trace.paths
    for place, items in trace.attributes.items():
        free, must, node = known[paths[place]]
        for name, value in items:
            if name == must:
                required -= 1
            elif free is not None and name not in free and not node.takes(name, value):
                return False
    return required == 0
