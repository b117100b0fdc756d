"""The one walk over an XML tree: it fills the model by a format's table and notes everything that stood there.

It is flat: the tree is gone through in document order with the open groups on a list of our own, since an iterator of
its own for each group would cost more than all else. A group ends when as many children as it has have come.

Two things are believed and then checked, because to ask each element costs more. That a leaf of the table has no
children: if one has, elements are left over when the root ends, and the walk is done again with every leaf asked. That
plain texts and groups have no attributes: when somebody asks for attributes and there are more than were seen, all are
collected again.
"""

from functools import partial
from typing import Any

from lxml import etree

from counterfoil.formats._compiled import GROUP, MANY, MIXED, PART, TEXT, Compiled, Node, compiled
from counterfoil.formats._table import Table
from counterfoil.model.trace import Attributes, Trace

Values = dict[str, Any]

_SPACE = " \t\r\n"
_count_attributes = etree.XPath("count(descendant-or-self::*/@*)")


def walk(root: etree._Element, table: Table) -> tuple[Any, Trace]:
    """Give what the table's root group builds from the tree, and the trace of every element in it.

    Of an element that may stand once, the first one fills the model; the trace holds them all.
    """
    plan = compiled(table)
    found = _walked(root, plan) or _walked(root, plan.careful)
    assert found is not None, "a careful walk leaves nothing over"
    return found


# One function, for a call for each element would cost as much as the element.
def _walked(root: Any, plan: Compiled) -> tuple[Any, Trace] | None:  # noqa: C901, PLR0912, PLR0915
    """As `walk`; None where elements are left over, which a careful plan never leaves."""
    attributes: Attributes = {}
    trace = Trace(_attributes=attributes, _rest=[partial(_add_attributes, root, plan)])
    paths, texts, parts, places = trace.paths, trace.texts, trace.parts, trace.places
    node = top = part = plan.top
    children, values = {root.tag: plan.root_entry}, {}
    left, place = 1, -1
    parts_around: list[tuple[Node, int]] = []
    groups_around: list[tuple[Node, int, Values, int]] = []
    if items := root.items():  # most roots have a schemaLocation
        attributes[0] = items
    elements: Any = root.iter()
    for element in elements:
        try:
            kind, path, field, more = children[element.tag]
        except KeyError:
            kind, path, field, more = plan.stranger(node if children is node.children else part, element.tag)
        paths.append(path)
        if kind < PART:
            written = element.text
            texts.append(written)
            if kind == TEXT:
                if written:
                    value: Any = written.strip(_SPACE)
                    if value and field not in values:
                        values[field] = value
            else:
                if items := element.items():
                    attributes[len(paths) - 1] = items
                if written and (value := written.strip(_SPACE)):
                    if more is not None:
                        value = more(value, items)
                    if kind != MANY:
                        if field not in values:
                            values[field] = value
                    elif field in values:
                        values[field].append(value)
                    else:
                        values[field] = [value]
            left -= 1
            if left:
                children = node.children
                continue
        else:
            count = len(element)
            texts.append(None if count else element.text)
            if kind == PART and count == 1:  # its only child comes next and takes its place
                part, children = more, more.children or plan.children(more)
                continue
            if kind == GROUP and (field not in values or more.many):
                groups_around.append((node, left - 1, values, place))
                node, values, place = more, {}, len(paths) - 1
            else:
                parts_around.append((node, left - 1))
                node = more if kind != GROUP else plan.shadow(path)
                if kind == MIXED:
                    _fill_mixed(element, field, node, values, attributes, len(paths) - 1)
            left = count
            children = node.children or plan.children(node)
        while not left:
            closed = node
            if not closed.closes:
                node, left = parts_around.pop()
            else:
                inside, here = values, place
                node, left, values, place = groups_around.pop()
                if closed.prepare is not None:
                    closed.prepare(inside, values, places)
                for name in closed.manys:
                    if name in inside:
                        inside[name] = tuple(inside[name])
                if closed.build is not None and (built := closed.build(**inside)) is not None:
                    places[id(built)] = here
                    parts.append(built)
                    name = closed.field
                    if not closed.many:
                        values[name] = built
                    elif name in values:
                        values[name].append(built)
                    else:
                        values[name] = [built]
            children = node.children
            if node is top:
                return None if next(elements, None) is not None else (values[plan.root.field], trace)
    raise AssertionError("a tree ends with its root")


def _fill_mixed(element: Any, field: str, node: Node, values: Values, attributes: Attributes, index: int) -> None:
    """Take the value of a leaf that may have children."""
    if items := element.items():
        attributes[index] = items
    value = (element.text or "").strip(_SPACE)
    if value and node.convert is not None:
        value = node.convert(value, items)
    if node.many and value != "":
        values.setdefault(field, []).append(value)
    elif value != "":
        values.setdefault(field, value)


def _add_attributes(root: Any, plan: Compiled, paths: list[str], attributes: Attributes) -> None:
    """Add the attributes that the walk passed by, and have those of their kind asked for from now on."""
    if sum(map(len, attributes.values())) == _count_attributes(root):
        return
    attributes.clear()
    for index, element in enumerate(root.iter()):
        if items := element.items():
            attributes[index] = items
            plan.expect_attributes(paths[index])
