"""A table compiled for the walk: one node for each absolute path, made when the first document visits it."""

from sys import intern
from typing import Any, cast

from counterfoil.formats._table import Build, Convert, Group, Leaf, Part, Prepare, Row, Table

TEXT, VALUE, MANY, PART, GROUP, MIXED = range(6)
"""What an element is to the walk.

A leaf with plain text and no attributes; a leaf with a value; one with one of many values; an element whose children
fill the group around it, or that fills nothing; an element that becomes an object; a leaf that may have children.
"""

STRANGERS_MAX = 4_000
"""Elements unknown to a table whose paths are remembered; beyond them each path is spelled anew."""

Entry = tuple[int, str, str, Any]
"""What the walk needs of a child, to be unpacked at once: kind, path, field; a leaf's conversion or else a node."""


class Node:
    """A row at one absolute path; what has no rows fills nothing and is only traced."""

    __slots__ = ("build", "children", "closes", "convert", "field", "many", "manys", "path", "prepare", "rows")

    def __init__(self, path: str, row: Row | None = None) -> None:
        self.path = path
        self.field = ""
        self.many = False
        self.convert: Convert | None = None
        self.build: Build | None = None
        self.prepare: Prepare | None = None
        self.rows: dict[str, Row] = {}
        self.manys: tuple[str, ...] = ()
        self.children: dict[str, Entry] = {}
        self.closes = isinstance(row, Group)
        if isinstance(row, Group):
            # Interned, since a Struct finds its fields fastest by identity.
            self.field, self.many, self.build, self.prepare = intern(row.field), row.many, row.build, row.prepare
            self.rows, self.manys = row.children, _many_fields(row.children)
        elif isinstance(row, Part):
            self.rows = row.children
        elif isinstance(row, Leaf):
            self.many, self.convert = row.many, row.convert


class Compiled:
    """A table with all that was compiled of it so far; a careful one believes of no leaf that it has no children."""

    __slots__ = (
        "_careful",
        "_leaves",
        "_prefixes",
        "_shadows",
        "_strangers",
        "_table",
        "_uris",
        "root",
        "root_entry",
        "top",
    )

    def __init__(self, table: Table, *, careful: bool = False) -> None:
        self._table = table
        self._careful = self if careful else None
        self._uris = dict(table.namespaces)
        self._prefixes = {uri: prefix for prefix, uri in table.namespaces.items()}
        self._shadows: dict[str, Node] = {}
        self._strangers = 0
        self._leaves: dict[str, tuple[dict[str, Entry], str]] = {}
        self.root = Node(self._prefixed(table.root_tag), table.root)
        self.top = Node("")
        self.root_entry: Entry = (GROUP, self.root.path, self.root.field, self.root)

    @property
    def careful(self) -> "Compiled":
        """The same table, with every leaf asked for children."""
        if self._careful is None:
            self._careful = Compiled(self._table, careful=True)
        return self._careful

    def children(self, node: Node) -> dict[str, Entry]:
        """The entries of a node's children by their tags."""
        if not node.children and node.rows:
            node.children = {
                self._tag(name): self._entry(f"{node.path}/{name}", row) for name, row in _unfolded(node.rows).items()
            }
            for tag, (kind, path, *_) in node.children.items():
                if kind == TEXT:
                    self._leaves[path] = node.children, tag
        return node.children

    def expect_attributes(self, path: str) -> None:
        """Have the attributes of a leaf with plain text asked for, since one had some."""
        children, tag = self._leaves.pop(path, ({}, ""))
        if tag:
            children[tag] = (VALUE, *children[tag][1:])

    def shadow(self, path: str) -> Node:
        """The node for an element that stands where it cannot fill anything: all in it is traced only."""
        if path not in self._shadows:
            self._shadows[path] = Node(path)
        return self._shadows[path]

    def stranger(self, node: Node, tag: object) -> Entry:
        """The entry for a child that the table does not know."""
        # A comment or processing instruction, where the parser left one in, has a function for a tag.
        path = f"{node.path}/{self._prefixed(tag) if isinstance(tag, str) else 'node()'}"
        entry: Entry = (PART, path, "", Node(path))
        if self._strangers < STRANGERS_MAX:
            self._strangers += 1
            node.children[cast(str, tag)] = entry
        return entry

    def _entry(self, path: str, row: Row) -> Entry:
        if not isinstance(row, Leaf):
            node = Node(path, row)
            return GROUP if isinstance(row, Group) else PART, path, node.field, node
        field = intern(row.field)
        if self._careful is self:
            return MIXED, path, field, Node(path, row)
        return MANY if row.many else VALUE if row.convert is not None else TEXT, path, field, row.convert

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
    if table.compiled is None:
        table.compiled = Compiled(table)
    plan: Compiled = table.compiled
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
            fields[row.field] = None
    return tuple(fields)
