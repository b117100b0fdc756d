"""What may stand at each path of a document, found out when a document stands there for the first time."""

from collections.abc import Callable, Sequence
from operator import itemgetter

from counterfoil.formats.structure._schema import ANY, CII, HINTS, UBL, XSI, Attribute, Group, Schema, Value, schema
from counterfoil.formats.structure._types import SPACE, Kind
from counterfoil.model.recurrence import Recurrence
from counterfoil.model.trace import Attributes

NODES_MAX = 20_000
"""Paths of one kind of document that are remembered; beyond them a new plan is begun."""
SHAPES_MAX = 2_000
SHAPE_ELEMENTS_MAX = 400
WHOLES_MAX = 200
WHOLE_ELEMENTS_MAX = 1_000
"""Documents that came again, and parts of documents, that were found right, remembered by the paths in them."""
ATTRIBUTES_LENGTH_MAX = 20_000
"""Characters in the attributes of one document, if they are to be remembered."""

Names = frozenset[str] | None
"""Names of attributes that may have any value; None for any name at all."""

_TRADE = "rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction"
PARTED = {
    _TRADE,
    f"{_TRADE}/ram:ApplicableHeaderTradeAgreement",
    f"{_TRADE}/ram:ApplicableHeaderTradeDelivery",
    f"{_TRADE}/ram:ApplicableHeaderTradeSettlement",
}
"""Elements that, like a root, are looked at child by child, so that invoices share the shapes of their parts."""


_NOTHING_BEFORE = [0, 0]
_CHILDLESS: dict[str, "Node"] = {}
"""Most elements have text alone, and nothing is ever put in here: tens of thousands of them share it."""


class Node:
    """An element at an absolute path; its type is None where anything may stand in it."""

    __slots__ = (
        "alone", "before", "children", "free", "is_leaf", "is_parted", "kind", "most", "path", "position",
        "required", "type", "unsure",
    )  # fmt: skip

    def __init__(self, path: str, type: Group | Value | None, position: int, most: int) -> None:
        self.path = path
        self.type = type
        self.position = position
        self.most = most
        """How often it may stand at its position, 0 for any number of times."""
        self.before = type.before if isinstance(type, Group) else _NOTHING_BEFORE
        self.children: dict[str, Node] = _CHILDLESS if isinstance(type, Value) else {}
        self.is_parted = False
        self.alone: Shape | None = None
        """The shape of the element where nothing is in it."""
        self.unsure = False
        """Whether only the tree knows its namespace."""
        self.is_leaf = isinstance(type, Value)
        self.kind = type.kind if isinstance(type, Value) else None
        self.required = type.required if isinstance(type, Value) else ()
        self.free: Names = type.free if isinstance(type, Value) else None if type is None else HINTS

    def attribute(self, name: str) -> Attribute | None:
        """What the attribute of this name is to the element."""
        return self.type.attributes.get(name) if isinstance(self.type, Value) else None

    def takes(self, name: str, value: str) -> bool:
        """Whether the element may have this attribute with this value."""
        if self.free is None or name in self.free:
            return True
        if name == f"{XSI}type":
            # No type of these schemas is derived from another, so an element has no other type than its own.
            return value.strip(SPACE).rpartition(":")[2] == self.type_name
        attribute = self.attribute(name)
        return attribute is not None and attribute.takes(value)

    @property
    def type_name(self) -> str:
        """The local name of the element's type; the elements with text of UBL have types named as they are."""
        name = self.type.name if self.type is not None else ""
        if name[:1].islower():  # a built-in one
            return name
        prefix, _, local = self.path[self.path.rfind("/") + 1 :].partition(":")
        return f"{local if prefix in {'cbc', 'ext'} else name}Type"

    def lacks(self, last: int) -> bool:
        """Whether something must follow what stands at this position of its sequence."""
        return self.before[-1] != self.before[last + 1]


class Shape:
    """What is left to be looked at in (a part of) a document whose elements are right: places counted from its head."""

    __slots__ = ("attributes", "empty", "is_plain", "readers", "required", "values")

    def __init__(self) -> None:
        self.is_plain = False
        """Whether nothing is left at all."""
        self.values: dict[Kind, list[int]] = {}
        self.empty: list[int] = []
        """Elements that could have elements and have none; they may not have text."""
        self.required = 0
        """How many attributes there must be."""
        self.readers: list[tuple[Kind, Callable[[list[str | None]], Sequence[str | None]]]] = []
        """For each simple type what takes the values of a document out of its texts."""
        self.attributes: Attributes | None = None
        """Attributes with which a document of this shape was right."""

    def close(self) -> None:
        """Get ready for being asked, when all places are there."""
        self.readers = [(kind, _reader(places)) for kind, places in self.values.items()]

    def add(self, part: "Shape", starts: Sequence[int]) -> None:
        """Put in all parts of a shape, which begin at `starts`."""
        for kind, places in part.values.items():
            self.values.setdefault(kind, []).extend([start + place for place in places for start in starts])
        self.empty += [start + place for place in part.empty for start in starts]
        self.required += part.required * len(starts)


class Plan:
    """What is known of documents with the same root."""

    __slots__ = ("attributes", "cuts", "root", "schema", "shapes", "top", "wholes", "wholes_met")

    def __init__(self, tables: Schema, root: str) -> None:
        self.schema = tables
        self.attributes: dict[str, tuple[Names, tuple[str, ...], Node]] = {}
        """For each path what an element may have, what it must have, and its node."""
        self.wholes: dict[tuple[str, ...], Shape] = {}
        self.wholes_met = Recurrence(WHOLES_MAX)
        self.shapes: dict[tuple[str, ...], Shape] = {}
        self.cuts: set[str] = {root}
        self.top = Node("", None, 0, 1)
        self.root = Node(root, tables.type(tables.roots[root]), 0, 1)
        self._keep(self.top, self.root)
        self._part(self.root)

    def child(self, parent: Node, path: str) -> Node | None:
        """The node of an element in another one, None where it may not stand there at all."""
        node = parent.children.get(path)
        if node is None:
            node = self._made(parent, path)
            if node is not None:
                self._keep(parent, node)
        return node

    def _keep(self, parent: Node, node: Node) -> None:
        self.attributes[node.path] = (node.free, node.required, node)
        parent.children[node.path] = node

    def whole(self, paths: tuple[str, ...]) -> Shape | None:
        """The shape of a document, None where something is wrong in it."""
        shape = self.wholes.get(paths)
        if shape is None:
            shape = self._put_together(paths)
            if shape is None:
                return None
            shape.close()
            if len(paths) <= WHOLE_ELEMENTS_MAX and self.wholes_met.again(paths):
                if len(self.wholes) >= WHOLES_MAX:
                    self.wholes.clear()
                self.wholes[paths] = shape
        return shape

    def _put_together(self, paths: tuple[str, ...]) -> Shape | None:
        """The shape of a document from those of its parts, most of which were in other documents."""
        whole, shapes, found = Shape(), self.shapes, dict[Shape, list[int]]()
        begins = bytes(map(self.cuts.__contains__, paths)) + b"\1"  # for each element whether a part begins with it
        start, size = 0, len(paths)
        around: list[tuple[Node, int]] = []
        node, last = self.top, -1
        while start < size:
            path = paths[start]
            child = node.children.get(path)
            while child is None:
                if not around or node.lacks(last):
                    return None
                node, last = around.pop()
                child = node.children.get(path)
            position = child.position
            if position == last:
                # The elements around parts stand once in a document, so a path counted in all of it is one of theirs.
                if child.most and (child.most == 1 or paths.count(path) > child.most):
                    return None
            elif position < last or node.before[position] != node.before[last + 1]:
                return None
            end = begins.find(1, start + 1)
            shape = child.alone if end - start == 1 else shapes.get(paths[start:end])
            if shape is None:
                shape = self._part_shape(paths[start:end], child)
                if shape is None:
                    return None
            if not shape.is_plain:
                if shape in found:
                    found[shape].append(start)
                else:
                    found[shape] = [start]
            start, last = end, position
            if child.is_parted:
                around.append((node, last))
                node, last = child, -1
        while around:
            if node.lacks(last):
                return None
            node, last = around.pop()
        for shape, starts in found.items():  # lines are mostly alike
            whole.add(shape, starts)
        return whole

    def _part_shape(self, paths: tuple[str, ...], head: Node) -> Shape | None:
        """The shape of a part that is met for the first time, None where something is wrong in it."""
        shape = self._learnt(paths, head)
        if shape is not None:
            shape.is_plain = not (shape.values or shape.empty or shape.required)
        if shape is not None and len(paths) == 1:
            head.alone = shape
        elif shape is not None and len(paths) <= SHAPE_ELEMENTS_MAX:
            if len(self.shapes) >= SHAPES_MAX:
                self.shapes.clear()
            self.shapes[paths] = shape
        return shape

    def _part(self, node: Node) -> None:
        """Have the element looked at child by child."""
        assert isinstance(node.type, Group)
        node.is_parted = True
        for name in node.type.positions:
            path = f"{node.path}/{name}"
            child = self.child(node, path)
            self.cuts.add(path)
            if path in PARTED and child is not None and not child.is_leaf:
                self._part(child)

    def _made(self, parent: Node, path: str) -> Node | None:
        name = path[len(parent.path) + 1 :]
        type = parent.type
        # A namespace may have slashes; any other is before an element deeper down, in one that takes text alone.
        if isinstance(type, Value) or "/" in (name if name[:2] != "Q{" else name[name.find("}") :]):
            return None
        if type is None or type.is_open:
            is_open = type is not None
            # What has no prefix is in the namespace of the root or in none.
            if is_open and name.startswith("ext:"):
                return None
            known = self.schema.roots[name] if name == self.root.path else self.schema.elements.get(name, ANY)
            node = Node(path, self.schema.type(known), 0, 1 if is_open else 0)
            node.unsure = is_open and ":" not in name
            return node
        position = type.positions.get(name)
        if position is None:
            return None
        return Node(path, self.schema.type(type.types[name]), position, type.most[position])

    # One loop without calls, since it goes through every element of whatever is new.
    def _learnt(self, paths: tuple[str, ...], head: Node) -> Shape | None:  # noqa: C901, PLR0912
        """Look at a part of a document for the first time."""
        shape = Shape()
        values, empty = shape.values, shape.empty
        around: list[tuple[Node, int, int]] = []
        node, last, place = head, -1, 0
        if head.is_leaf:
            _note(shape, head)
        for offset in range(1, len(paths)):
            path = paths[offset]
            child = node.children.get(path)
            while child is None:
                if path.startswith(f"{node.path}/"):
                    child = self.child(node, path)
                    if child is None:
                        return None
                else:
                    if last < 0 and node.type is not None:
                        empty.append(place)
                    if not around or node.before[-1] != node.before[last + 1]:
                        return None
                    node, last, place = around.pop()
                    child = node.children.get(path)
            position = child.position
            if position == last:
                if child.most and (child.most == 1 or paths[place:offset].count(path) >= child.most):
                    return None
            elif position < last or node.before[position] != node.before[last + 1]:
                return None
            last = position
            if not child.is_leaf:
                if child.unsure:
                    return None
                around.append((node, last, place))
                node, last, place = child, -1, offset
            else:
                if child.kind is not None:
                    if child.kind in values:
                        values[child.kind].append(offset)
                    else:
                        values[child.kind] = [offset]
                if child.required:
                    shape.required += len(child.required)
        around.append((node, last, place))
        for node, last, place in around:
            if last < 0 and node.type is not None and not node.is_leaf:
                empty.append(place)
            if node.lacks(last) and not node.is_parted:
                return None
        return shape


def _reader(places: list[int]) -> Callable[[list[str | None]], Sequence[str | None]]:
    """What takes the texts at these places; one place is a slice, since alone it would give its text itself."""
    return itemgetter(*places) if len(places) > 1 else itemgetter(slice(places[0], places[0] + 1))


def _note(shape: Shape, leaf: Node) -> None:
    if leaf.kind is not None:
        shape.values[leaf.kind] = [0]
    shape.required += len(leaf.required)


_USUAL = {"rsm:CrossIndustryInvoice": CII}
_PLANS: dict[tuple[str, str | None], Plan] = {}


def plan_for(root: str, name: str | None = None) -> Plan | None:
    """The plan for documents with this root by the schema of this name, None where that has no such root.

    Without a name the schema is that of the syntax: UBL 2.1 or CII D16B.
    """
    plan = _PLANS.get((root, name))
    if plan is not None and len(plan.attributes) <= NODES_MAX:
        return plan
    tables = schema(name or _USUAL.get(root, UBL))
    if root not in tables.roots:
        return None
    plan = _PLANS[root, name] = Plan(tables, root)
    return plan
