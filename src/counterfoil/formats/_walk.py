"""The one walk over an XML tree: it fills the model by a format's table and notes everything that stood there.

It is flat: the tree is gone through in document order with the open groups on a list of our own, since an iterator of
its own for each group would cost more than all else. A group ends when as many children as it has have come. Elements
that the table calls leaves are believed to have none; if one has, elements are left over when the root ends, and only
then the walk is done again with every leaf asked.
"""

from typing import Any

from lxml import etree

from counterfoil.formats._compiled import INNER, VALUES, Compiled, Entry, Node, compiled
from counterfoil.formats._table import Table
from counterfoil.model.trace import Trace

Values = dict[str, Any]

_SPACE = " \t\r\n"


def walk(root: etree._Element, table: Table) -> tuple[Any, Trace]:
    """Give what the table's root group builds from the tree, and the trace of every element in it.

    Of an element that may stand once, the first one fills the model; the trace holds them all.
    """
    plan = compiled(table)
    found = _walked(root, plan, careful=False) or _walked(root, plan, careful=True)
    assert found is not None, "a careful walk leaves nothing over"
    return found


# One function, for a call for each element would cost as much as the element.
def _walked(root: etree._Element, plan: Compiled, *, careful: bool) -> tuple[Any, Trace] | None:  # noqa: C901, PLR0912
    """As `walk`; None where elements are left over, which a careful walk never leaves."""
    trace = Trace()
    attributes = trace.attributes
    add_path, add_parent, add_text = trace.paths.append, trace.parents.append, trace.texts.append
    children: dict[str, Entry] = {root.tag: (INNER, plan.root.path, "", None, plan.root)}
    node, values, here, left = plan.root, {}, -1, 1
    frames: list[tuple[Node, dict[str, Entry], Values, int, int]] = []
    index = -1
    elements = root.iter()
    for element in elements:
        tag = element.tag
        try:
            kind, path, field, convert, inner = children[tag]
        except KeyError:
            kind, path, field, convert, inner = plan.stranger(node, tag)
        index += 1
        left -= 1
        add_path(path)
        add_parent(here)
        items = element.items()
        if items:
            attributes[index] = items
        if kind != INNER:
            written = element.text
            if written:
                value: Any = written.strip(_SPACE)
                if value:
                    if convert is not None:
                        value = convert(value, items)
                    if kind != VALUES:
                        if field not in values:
                            values[field] = value
                    elif field in values:
                        values[field].append(value)
                    else:
                        values[field] = [value]
            if careful and len(element):
                add_text(None)
                frames.append((node, children, values, here, left))
                node, here, left = plan.shadow(inner), index, len(element)
                children = plan.children(node)
            else:
                add_text(written)
        else:
            frames.append((node, children, values, here, left))
            left = len(element)
            add_text(None if left else element.text)
            if inner.build is None:
                node = inner
            elif inner.field in values and not inner.many:
                node = plan.shadow(inner)
            else:
                node, values = inner, {}
            here = index
            children = node.children or plan.children(node)
        while not left:
            closed, inside, place = node, values, here
            node, children, values, here, left = frames.pop()
            if closed.build is not None:
                _close(closed, inside, values, place, trace)
            if not frames:
                return None if next(elements, None) is not None else (values[plan.root.field], trace)
    raise AssertionError("a tree ends with its root")


def _close(node: Node, inside: Values, outside: Values, place: int, trace: Trace) -> None:
    """Build what a group told, keep it for the group around it, and note the place."""
    if node.prepare is not None:
        node.prepare(inside, outside, trace.places)
    for field in node.manys:
        if field in inside:
            inside[field] = tuple(inside[field])
    built = node.build(**inside)  # type: ignore[misc] # only what has `build` is closed
    if built is None:
        return
    trace.places[id(built)] = place
    trace.parts.append(built)
    if not node.many:
        outside[node.field] = built
    elif node.field in outside:
        outside[node.field].append(built)
    else:
        outside[node.field] = [built]
