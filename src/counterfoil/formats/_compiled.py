"""A table compiled for the walk: one node for each absolute path, made when the first document visits it."""

from sys import intern
from typing import Final

from counterfoil.formats._table import Build, Convert, Group, Leaf, Part, Prepare, Row, Table

PART: Final = 0
"""An element whose children fill the group around it, or that fills nothing."""
LEAF: Final = 1
"""An element whose text fills a field of the group around it."""
GROUP: Final = 2
"""An element that becomes an object."""

STRANGERS_MAX = 4_000
"""Elements unknown to a table whose paths are remembered; beyond them each path is spelled anew."""


_NO_ROWS: dict[str, Row] = {}
"""Shared by all that have none, since there are tens of thousands of them."""


class Node:
    """A row at one absolute path; what has no row fills nothing and is only traced."""

    __slots__ = (
        "after",
        "build",
        "children",
        "convert",
        "field",
        "first",
        "kind",
        "many",
        "manys",
        "path",
        "prepare",
        "rows",
        "shadow",
        "tag",
    )

    def __init__(self, path: str, tag: str, row: Row | None = None) -> None:
        self.path: str = path
        self.tag: str = tag
        self.kind: int = PART
        self.field: str = ""
        self.many: bool = False
        self.convert: Convert | None = None
        self.build: Build = None
        self.prepare: Prepare | None = None
        self.manys: tuple[str, ...] = ()
        """Fields of a group that hold many values."""
        self.rows: dict[str, Row] = _NO_ROWS
        """The table's rows for the children, until the first child is met."""
        self.children: dict[str, Node] = {}
        """By tag: those of the table and strangers, as soon as one was met."""
        self.after: Node | None = None
        """What came after such an element the last time: a guess at what comes next."""
        self.first: Node | None = None
        """A node before the first child, whose `after` is the guess at that child."""
        self.shadow: Node | None = None
        """For such an element where it can fill nothing: all in it is traced only."""
        # Fields are interned, since a Struct finds its own fastest by identity.
        if isinstance(row, Group):
            self.kind, self.field, self.many = GROUP, intern(row.field), row.many
            self.build, self.prepare = row.build, row.prepare
            self.rows, self.manys = row.children, _many_fields(row.children)
        elif isinstance(row, Part):
            self.rows = row.children
        elif isinstance(row, Leaf):
            self.kind, self.field, self.many, self.convert = LEAF, intern(row.field), row.many, row.convert

    def open(self) -> "Node":
        """Make what stands before the first child."""
        self.first = Node("", "")
        return self.first

    def cast_shadow(self) -> "Node":
        """Make what takes this node's place where it can fill nothing."""
        self.shadow = Node(self.path, self.tag)
        return self.shadow


class Compiled:
    """A table with all that was compiled of it so far."""

    __slots__ = ("_prefixes", "_strangers", "_uris", "root")

    def __init__(self, table: Table) -> None:
        self._uris = dict(table.namespaces)
        self._prefixes = {uri: prefix for prefix, uri in table.namespaces.items()}
        self._strangers = 0
        self.root = Node(self._prefixed(table.root_tag), table.root_tag, table.root)

    def child(self, node: Node, tag: str) -> Node:
        """The node of a child that is met for the first time."""
        if node.rows:
            for name, row in _unfolded(node.rows).items():
                known = intern(self._tag(name))
                node.children[known] = Node(f"{node.path}/{name}", known, row)
            node.rows = _NO_ROWS
            if tag in node.children:
                return node.children[tag]
        stranger = Node(f"{node.path}/{self._prefixed(tag)}", tag)
        if self._strangers < STRANGERS_MAX:
            self._strangers += 1
            stranger.tag = tag = intern(tag)  # the same names stand in many places
            node.children[tag] = stranger
        return stranger

    def _prefixed(self, tag: str) -> str:
        """A name with the format's prefix; Q{uri}name (XPath 3.1, 2.1.1) where the format has no prefix for it."""
        uri, _, name = tag[1:].partition("}") if tag.startswith("{") else ("", "", tag)
        prefix = self._prefixes.get(uri)
        if prefix is None:
            return f"Q{{{uri}}}{name}" if uri else name
        return f"{prefix}:{name}" if prefix else name

    def _tag(self, name: str) -> str:
        prefix, _, local = name.rpartition(":")
        uri = self._uris.get(prefix, "")
        return f"{{{uri}}}{local}" if uri else local


def compiled(table: Table) -> Compiled:
    """The table's compiled form, the same each time."""
    plan: Compiled | None = table.compiled
    if plan is None:
        plan = table.compiled = Compiled(table)
    return plan


def _unfolded(rows: dict[str, Row]) -> dict[str, Row]:
    """Turn rows with a path ("cac:A/cbc:B") into parts, merging those that share their first step."""
    plain: dict[str, Row] = {}
    for name, row in rows.items():
        first, _, rest = name.partition("/")
        plain[first] = _merged(plain.get(first), Part({rest: row}) if rest else row)
    return plain


def _merged(old: Row | None, new: Row) -> Row:
    if old is None:
        return new
    if isinstance(old, Part) and isinstance(new, Part):
        return Part({**old.children, **new.children})
    raise TypeError("two rows of a table claim the same element")


def _many_fields(rows: dict[str, Row]) -> tuple[str, ...]:
    fields: dict[str, None] = {}
    for row in rows.values():
        if isinstance(row, Part):
            fields.update(dict.fromkeys(_many_fields(row.children)))
        elif row.many and row.field:
            fields[intern(row.field)] = None
    return tuple(fields)
