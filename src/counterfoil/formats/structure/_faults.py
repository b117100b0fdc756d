"""What is wrong in a document whose structure is not right: every fault that stands by itself, in document order."""

from collections.abc import Iterator
from itertools import islice

from lxml import etree

from counterfoil.formats.structure import _order
from counterfoil.formats.structure._plan import Node, Plan
from counterfoil.formats.structure._schema import XSI, Group, Value
from counterfoil.formats.structure._stray import stray_text
from counterfoil.formats.structure._types import SPACE
from counterfoil.model.structure import (
    ANYTHING,
    ATTRIBUTE,
    ATTRIBUTE_MISSING,
    ATTRIBUTE_VALUE,
    MISSING,
    NEWER,
    REPEATED,
    TEXT,
    TOO_EARLY,
    TOO_LATE,
    UNEXPECTED,
    VALUE,
    StructureFault,
)
from counterfoil.model.trace import Trace

FAULTS_MAX = 100
"""More faults of one document help nobody."""

FOUND_LENGTH_MAX = 60
NAMES_MAX = 3

_PREFIXES = {XSI: "xsi:", "{http://www.w3.org/XML/1998/namespace}": "xml:"}


def find_faults(trace: Trace, plan: Plan, tree: etree._Element | None) -> tuple[StructureFault, ...]:
    """Go through a document element by element; nothing is said of what stands in an unexpected element."""
    document = _Document(trace, plan, tree)
    found: list[StructureFault] = []
    for place, node in enumerate(document.nodes):
        if node is not None and node.type is not None:
            found.extend(islice(document.faults(place, node), FAULTS_MAX))
            if len(found) >= FAULTS_MAX:
                break
    found.sort(key=lambda fault: fault.place)
    return tuple(found[:FAULTS_MAX])


class _Document:
    """A document with what may stand at the place of each element, None where nothing may."""

    __slots__ = ("children", "elements", "nodes", "plan", "trace")

    def __init__(self, trace: Trace, plan: Plan, tree: etree._Element | None) -> None:
        self.trace = trace
        self.plan = plan
        self.elements: list[etree._Element] = list(tree.iter()) if tree is not None else []
        self.nodes: list[Node | None] = []
        self.children: dict[int, list[int]] = {}
        for place, parent in enumerate(trace.parents):
            if parent < 0:
                self.nodes.append(plan.root)
            else:
                self.children.setdefault(parent, []).append(place)
                self.nodes.append(self._node(place, self.nodes[parent]))

    def faults(self, place: int, node: Node) -> Iterator[StructureFault]:
        """The faults of one element, and of the order and number of its children."""
        yield from self._of_attributes(place, node)
        children = self.children.get(place, [])
        if isinstance(node.type, Group):
            yield from self._of_stray_text(place, children)
            yield from self._of_children(place, node.type, children)
            return
        for child in children:
            yield self._fault(UNEXPECTED, child)
        assert isinstance(node.type, Value)
        kind, written = node.type.kind, self.trace.texts[place]
        if kind is not None and not children and not kind.takes(written):
            yield self._fault(VALUE, place, found=_short(written or ""), expected=kind.name)

    def _node(self, place: int, parent: Node | None) -> Node | None:
        if parent is None:
            return None
        node = self.plan.child(parent, self.trace.paths[place])
        if node is not None and node.unsure and self.elements and not str(self.elements[place].tag).startswith("{"):
            return None  # the root's namespace is another than that of extensions, none at all is not
        return node

    def _of_attributes(self, place: int, node: Node) -> Iterator[StructureFault]:
        items = self.trace.attributes.get(place, [])
        for name, value in items:
            if not node.takes(name, value):
                yield self._of_attribute(place, node, name, value)
        names = {name for name, _ in items} if node.required else ()
        for name in node.required:
            if name not in names:
                yield self._fault(ATTRIBUTE_MISSING, place, attribute=name)

    def _of_attribute(self, place: int, node: Node, name: str, value: str) -> StructureFault:
        attribute, shown = node.attribute(name), _attribute_name(name)
        if attribute is None and name != f"{XSI}type":
            return self._fault(ATTRIBUTE, place, attribute=shown, found=_short(value))
        expected: str | None = node.type_name
        if attribute is not None:
            kind = attribute.kind
            expected = attribute.fixed if attribute.fixed is not None or kind is None else kind.name
        return self._fault(ATTRIBUTE_VALUE, place, attribute=shown, found=_short(value), expected=expected)

    def _of_stray_text(self, place: int, children: list[int]) -> Iterator[StructureFault]:
        text = (self.trace.texts[place] or "").strip(SPACE)
        if self.elements and children:
            text = stray_text(self.elements[place])
        if text:
            yield self._fault(TEXT, place, found=_short(text))

    def _of_children(self, place: int, group: Group, children: list[int]) -> Iterator[StructureFault]:
        """A child more than allowed is told as that alone; of those out of order as few as can be."""
        seen: dict[int, int] = {}
        kept: list[tuple[int, int]] = []
        for child in children:
            node = self.nodes[child]
            if node is None:
                yield self._unexpected(child, group, kept[-1][1] if kept else -1)
            elif node.most and seen.get(node.position, 0) >= node.most:
                others = [one for one in group.names[node.position] if one != self._name(child)]
                yield self._fault(REPEATED, child, expected=", ".join(others) or None)
            else:
                seen[node.position] = seen.get(node.position, 0) + 1
                kept.append((child, node.position))
        for child, neighbour, is_late in _order.misplaced(kept):
            yield self._fault(TOO_LATE if is_late else TOO_EARLY, child, expected=self._name(neighbour))
        for position, demanded in enumerate(group.demanded):
            if demanded and position not in seen:
                yield self._fault(MISSING, place, expected=", ".join(group.names[position]) or ANYTHING)

    def _unexpected(self, child: int, group: Group, last: int) -> StructureFault:
        name = self._name(child)
        if name in self.plan.schema.newer.get(group.name, ()):
            return self._fault(NEWER, child)
        local = name[name.rfind(":") + 1 :].rpartition("}")[2]
        alike = [known for known in group.positions if known.rpartition(":")[2] == local]
        return self._fault(UNEXPECTED, child, expected=", ".join(alike or _next(group, last)) or None)

    def _name(self, place: int) -> str:
        parent = self.trace.parents[place]
        return self.trace.paths[place][len(self.trace.paths[parent]) + 1 if parent >= 0 else 0 :]

    def _fault(
        self,
        code: str,
        place: int,
        *,
        attribute: str | None = None,
        found: str | None = None,
        expected: str | None = None,
    ) -> StructureFault:
        return StructureFault(
            code=code, place=place, element=self._name(place), attribute=attribute, found=found, expected=expected
        )


def _next(group: Group, last: int) -> list[str]:
    """What could stand after a position: a few names, up to the first element that must come."""
    names: list[str] = []
    start = last if last >= 0 and group.most[last] == 0 else last + 1
    for position in range(start, len(group.names)):
        names += group.names[position]
        if len(names) >= NAMES_MAX or group.demanded[position]:
            break
    return names[:NAMES_MAX]


def _attribute_name(name: str) -> str:
    space, brace, local = name.rpartition("}")
    return _PREFIXES.get(space + brace, f"Q{space}{brace}" if brace else "") + local


def _short(text: str) -> str:
    return text if len(text) <= FOUND_LENGTH_MAX else text[: FOUND_LENGTH_MAX - 1] + "…"
