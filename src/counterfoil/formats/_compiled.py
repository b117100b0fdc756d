"""A table compiled for the walk: one node for each absolute path, made when the first document visits it."""

from sys import intern
from typing import cast

from counterfoil.formats._table import Build, Convert, Group, Leaf, Part, Prepare, Row, Table

TEXT, VALUE, MANY, PART, GROUP = range(5)
"""What an element is to the walk.

A leaf with plain text and no attributes; a leaf with a value; one with one of many values; an element whose children
fill the group around it, or that fills nothing; an element that becomes an object.
"""

STRANGERS_MAX = 4_000
"""Elements unknown to a table whose paths are remembered; beyond them each path is spelled anew."""

Entry = tuple[int, str, str, Convert | None, "Node"]
"""What the walk needs of a child, to be unpacked at once: kind, path, field, conversion, node."""


class Node:
    """A row at one absolute path; what has no rows fills nothing and is only traced."""

    __slots__ = ("build", "children", "closes", "field", "many", "manys", "path", "prepare", "rows", "shadow")

    def __init__(self, path: str, row: Row | None = None) -> None:
        self.path = path
        self.field = ""
        self.many = False
        self.build: Build | None = None
        self.prepare: Prepare | None = None
        self.rows: dict[str, Row] = {}
        self.manys: tuple[str, ...] = ()
        self.children: dict[str, Entry] | None = None
        self.shadow: Node | None = None
        self.closes = isinstance(row, Group)
        if isinstance(row, Group):
            # Interned, since a Struct finds its fields fastest by identity.
            self.field, self.many, self.build, self.prepare = intern(row.field), row.many, row.build, row.prepare
            self.rows, self.manys = row.children, _many_fields(row.children)
        elif isinstance(row, Part):
            self.rows = row.children


class Compiled:
    """A table with all that was compiled of it so far."""

    __slots__ = ("_leaves", "prefixes", "root", "root_entry", "strangers", "uris")

    def __init__(self, table: Table) -> None:
        self.uris = dict(table.namespaces)
        self.prefixes = {uri: prefix for prefix, uri in table.namespaces.items()}
        self.root = Node(self.prefixed(table.root_tag), table.root)
        self.root_entry: Entry = (GROUP, self.root.path, self.root.field, None, self.root)
        self.strangers = 0
        self._leaves: dict[str, tuple[dict[str, Entry], str]] = {}

    def children(self, node: Node) -> dict[str, Entry]:
        """The entries of a node's children by their tags."""
        if node.children is None:
            children = {
                self._tag(name): _entry(f"{node.path}/{name}", row) for name, row in _unfolded(node.rows).items()
            }
            self._leaves.update((entry[1], (children, tag)) for tag, entry in children.items() if entry[0] == TEXT)
            node.children = children
        return node.children

    def expect_attributes(self, path: str) -> None:
        """Have the attributes of a leaf with plain text asked for, since one had some."""
        children, tag = self._leaves.pop(path, ({}, ""))
        if tag:
            children[tag] = (VALUE, *children[tag][1:])

    def shadow(self, node: Node) -> Node:
        """The node for an element that stands once too often: everything in it is traced and fills nothing."""
        if node.shadow is None:
            node.shadow = Node(node.path)
        return node.shadow

    def stranger(self, node: Node, tag: object) -> Entry:
        """The entry for a child that the table does not know."""
        # A comment or processing instruction, where the parser left one in, has a function for a tag.
        path = f"{node.path}/{self.prefixed(tag) if isinstance(tag, str) else 'node()'}"
        entry: Entry = (PART, path, "", None, Node(path))
        if self.strangers < STRANGERS_MAX:
            self.strangers += 1
            self.children(node)[cast(str, tag)] = entry
        return entry

    def prefixed(self, tag: str) -> str:
        """A name with the format's prefix; Q{uri}name (XPath 3.1, 2.1.1) where the format has no prefix for it."""
        uri, _, name = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
        prefix = self.prefixes.get(uri)
        if prefix is None:
            return f"Q{{{uri.replace('{', '%7B').replace('}', '%7D')}}}{name}" if uri else name
        return f"{prefix}:{name}" if prefix else name

    def _tag(self, name: str) -> str:
        prefix, _, local = name.rpartition(":")
        uri = self.uris.get(prefix, "")
        return f"{{{uri}}}{local}" if uri else local


def compiled(table: Table) -> Compiled:
    """The table's compiled form, the same each time."""
    if table.compiled is None:
        table.compiled = Compiled(table)
    plan: Compiled = table.compiled
    return plan


def _entry(path: str, row: Row) -> Entry:
    node = Node(path, row)
    if isinstance(row, Leaf):
        kind = MANY if row.many else VALUE if row.convert is not None else TEXT
        return kind, path, intern(row.field), row.convert, node
    return GROUP if isinstance(row, Group) else PART, path, node.field, None, node


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
