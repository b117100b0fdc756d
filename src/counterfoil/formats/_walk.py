"""The one walk over an XML tree: it fills the model by a format's table and notes everything that stood there.

It is flat: the tree is gone through in document order with the open elements on a list of our own, since an iterator
of its own for each would cost more than all else. An element ends when as many children as it has have come.

Most of its time goes into asking lxml, so each element is asked once for each thing. Which node an element has is first
guessed from what came after the element before it the last time: to compare two names costs a third of looking one up.
"""

from typing import Any

from counterfoil.formats._compiled import GROUP, LEAF, Node, compiled
from counterfoil.formats._table import Table
from counterfoil.model.trace import Trace

Values = dict[str, Any]

_SPACE = " \t\r\n"


# One function, for a call for each element would cost as much as the element.
def walk(root: Any, table: Table) -> tuple[Any, Trace]:  # noqa: PLR0912, PLR0915
    """Give what the table's root group builds from the tree, and the trace of every element in it.

    The tree has elements alone, no comments or processing instructions. Of an element that may stand once, the first
    one fills the model; the trace holds them all.
    """
    plan, trace = compiled(table), Trace()
    trace.keep(root)
    paths, texts, attributes, parts, places = trace.paths, trace.texts, trace.attributes, trace.parts, trace.places
    node = before = Node("", "")
    node.children[root.tag] = plan.root
    values: Values = {}
    left, place, index = 2, -1, -1  # one more than the root, so that what is around it never ends
    around: list[tuple[Node, int, Values, int]] = []
    for element in root.iter():
        index += 1
        tag: str = element.tag
        here = before.after
        if here is None or here.tag != tag:
            here = node.children.get(tag)
            if here is None:
                here = plan.child(node, tag)
            else:
                before.after = here
        before = here
        paths.append(here.path)
        attached: list[tuple[str, str]] = element.items()
        if attached:
            attributes[index] = attached
        kind = here.kind
        count = len(element)
        if kind == LEAF:
            written: str | None = element.text
            if written:
                value = written.strip(_SPACE)
                if value:
                    _fill(here, value, attached, values)
            if not count:
                texts.append(written)
        elif not count:
            texts.append(element.text)
            if kind == GROUP and (here.many or here.field not in values):
                _close(here, {}, values, index, parts, places)
        if count:
            texts.append(None)
            around.append((node, left - 1, values, place))
            if kind == GROUP:
                if here.many or here.field not in values:
                    values, place = {}, index
                else:
                    here = here.shadow or here.cast_shadow()
            node, left, before = here, count, here.first or here.open()
            continue
        left -= 1
        while not left:
            before, inner, at = node, values, place
            node, left, values, place = around.pop()
            if before.kind == GROUP:
                _close(before, inner, values, at, parts, places)
    return values[plan.root.field], trace


def _fill(node: Node, value: str, attached: list[tuple[str, str]], values: Values) -> None:
    """Take the value of a leaf that says something."""
    field, convert = node.field, node.convert
    if node.many:
        _append(values, field, value if convert is None else convert(value, attached))
    elif field not in values:
        values[field] = value if convert is None else convert(value, attached)


def _close(node: Node, inner: Values, outer: Values, index: int, parts: list[object], places: dict[int, int]) -> None:
    """Build the object of a group that ended, into the values of the group around it."""
    if node.prepare is not None:
        node.prepare(inner, outer, places)
    for name in node.manys:
        if name in inner:
            inner[name] = tuple(inner[name])
    if node.build is None:
        return
    built = node.build(**inner)
    if built is None:
        return
    places[id(built)] = index
    parts.append(built)
    if node.many:
        _append(outer, node.field, built)
    else:
        outer[node.field] = built


def _append(values: Values, field: str, value: Any) -> None:
    if field in values:
        values[field].append(value)
    else:
        values[field] = [value]
