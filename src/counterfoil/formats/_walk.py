"""The one walk over an XML tree: it fills the model by a format's table and notes everything that stood there.

It is flat: the tree is gone through in document order with the open groups on a list of our own, since an iterator of
its own for each group would cost more than all else. A group ends when as many children as it has have come.

Two things are believed and then checked, because to ask each element costs more. That a leaf of the table has no
children: if one has, elements are left over when the root ends, and the walk is done again with every leaf asked. That
plain texts and groups have no attributes: if the attributes seen are fewer than there are, all are collected again.
"""

from typing import Any

from lxml import etree

from counterfoil.formats._compiled import GROUP, MANY, Compiled, Entry, Node, compiled
from counterfoil.formats._table import Table
from counterfoil.model.trace import Trace

Values = dict[str, Any]

_SPACE = " \t\r\n"
_count_attributes = etree.XPath("count(descendant-or-self::*/@*)")


def walk(root: etree._Element, table: Table) -> tuple[Any, Trace]:
    """Give what the table's root group builds from the tree, and the trace of every element in it.

    Of an element that may stand once, the first one fills the model; the trace holds them all.
    """
    plan = compiled(table)
    found = _walked(root, plan, careful=False) or _walked(root, plan, careful=True)
    assert found is not None, "a careful walk leaves nothing over"
    attributes = found[1].attributes
    if sum(map(len, attributes.values())) != _count_attributes(root):
        _collect_attributes(root, plan, found[1])
    return found


# One function, for a call for each element would cost as much as the element.
def _walked(root: Any, plan: Compiled, *, careful: bool) -> tuple[Any, Trace] | None:  # noqa: C901, PLR0912, PLR0915
    """As `walk`; None where elements are left over, which a careful walk never leaves."""
    trace = Trace()
    paths, places, attributes = trace.paths, trace.places, trace.attributes
    add_path, add_text, add_part = paths.append, trace.texts.append, trace.parts.append
    frames: list[tuple[Node, dict[str, Entry], Values, int, int]] = []
    push, pop, space = frames.append, frames.pop, _SPACE
    node, children, here, left = plan.root, {root.tag: plan.root_entry}, -1, 1
    values: Values = {}
    if items := root.items():  # most roots have a schemaLocation
        attributes[0] = items
    elements: Any = root.iter()
    for element in elements:
        try:
            kind, path, field, convert, inner = children[element.tag]
        except KeyError:
            kind, path, field, convert, inner = plan.stranger(node, element.tag)
        left -= 1
        add_path(path)
        if kind <= MANY:
            written = element.text
            add_text(written)
            if kind:
                items = element.items()
                if items:
                    attributes[len(paths) - 1] = items
                if written:
                    value: Any = written.strip(space)
                    if value:
                        if convert is not None:
                            value = convert(value, items)
                        if kind != MANY:
                            if field not in values:
                                values[field] = value
                        elif field in values:
                            values[field].append(value)
                        else:
                            values[field] = [value]
            elif written:
                value = written.strip(space)
                if value and field not in values:
                    values[field] = value
            if careful and len(element):
                trace.texts[-1] = None
                push((node, children, values, here, left))
                node, here, left = plan.shadow(inner), len(paths) - 1, len(element)
                children = plan.children(node)
        else:
            push((node, children, values, here, left))
            left = len(element)
            add_text(None if left else element.text)
            children = inner.children or plan.children(inner)
            if kind != GROUP:
                node = inner
            elif field in values and not inner.many:
                node = plan.shadow(inner)
                children = plan.children(node)
            else:
                node, values, here = inner, {}, len(paths) - 1
        while not left:
            closed, inside, place = node, values, here
            node, children, values, here, left = pop()
            if closed.closes:
                if closed.prepare is not None:
                    closed.prepare(inside, values, places)
                for name in closed.manys:
                    if name in inside:
                        inside[name] = tuple(inside[name])
                built = closed.build(**inside) if closed.build is not None else None
                if built is not None:
                    places[id(built)] = place
                    add_part(built)
                    name = closed.field
                    if not closed.many:
                        values[name] = built
                    elif name in values:
                        values[name].append(built)
                    else:
                        values[name] = [built]
            if not frames:
                return None if next(elements, None) is not None else (values[plan.root.field], trace)
    raise AssertionError("a tree ends with its root")


def _collect_attributes(root: Any, plan: Compiled, trace: Trace) -> None:
    """Note the attributes of all elements anew, and have those of their kind asked from now on."""
    trace.attributes.clear()
    for index, element in enumerate(root.iter()):
        if items := element.items():
            trace.attributes[index] = items
            plan.expect_attributes(trace.paths[index])
