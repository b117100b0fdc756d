"""The one walk over an XML tree: it fills the model by a format's table and notes everything that stood there."""

from typing import Any

from lxml import etree

from counterfoil.formats._table import Group, Leaf, Part, Row, Table
from counterfoil.model.trace import Trace

_NONE: list[tuple[str, str]] = []


class _Node:
    """A compiled row at one absolute path; its children are compiled when the first document visits them."""

    __slots__ = ("build", "children", "convert", "field", "kind", "manys", "many", "path", "prepare", "rows")

    def __init__(self, path: str, row: Row | None) -> None:
        self.path = path
        self.kind = 0  # 0 unknown, 1 leaf, 2 group, 3 part
        self.children: dict[str, _Node] | None = None
        self.rows: dict[str, Row] = {}
        self.field, self.many, self.convert, self.build, self.prepare = "", False, None, None, None
        self.manys: tuple[str, ...] = ()
        if isinstance(row, Leaf):
            self.kind, self.field, self.many, self.convert = 1, row.field, row.many, row.convert
        elif isinstance(row, Group):
            self.kind, self.field, self.many, self.build = 2, row.field, row.many, row.build
            self.prepare = row.prepare
            self.rows, self.manys = row.children, _many_fields(row.children)
        elif isinstance(row, Part):
            self.kind, self.rows = 3, row.children


def walk(root: etree._Element, table: Table) -> tuple[Any, Trace]:
    """Give what the table's root group builds from the tree, and the trace of every element in it.

    Of an element that may stand once, the first one fills the model; the trace holds them all.
    """
    node = _compile(table)
    paths, texts, parents, attributes, places = [node.path], [None], [-1], {}, {}
    if items := root.items():
        attributes[0] = items
    trace = Trace(paths=paths, parents=parents, texts=texts, attributes=attributes, places=places)
    values: dict[str, Any] = {}
    _Walk(trace, {uri: prefix for prefix, uri in table.namespaces.items()}).into(root, node, 0, values)
    return _built(node, values, {}, 0, places), trace


class _Walk:
    __slots__ = ("attributes", "parents", "paths", "places", "prefixes", "texts")

    def __init__(self, trace: Trace, prefixes: dict[str, str]) -> None:
        self.paths, self.parents, self.texts = trace.paths, trace.parents, trace.texts
        self.attributes, self.places, self.prefixes = trace.attributes, trace.places, prefixes

    def into(self, element: etree._Element, node: _Node, here: int, values: dict[str, Any]) -> None:
        children = node.children
        if children is None:
            children = _children(node, self.prefixes)
        paths, parents, texts = self.paths, self.parents, self.texts
        for child in element:
            known = children.get(child.tag)
            if known is None:
                self.strange(child, node.path, here)
                continue
            index = len(paths)
            paths.append(known.path)
            parents.append(here)
            items = child.items()
            if items:
                self.attributes[index] = items
            kind = known.kind
            if kind == 1:
                written = child.text
                texts.append(written)
                if len(child):
                    self.strangers(child, known.path, index)
                if written is None:
                    continue
                value = written.strip()
                if not value:
                    continue
                convert = known.convert
                if convert is not None:
                    value = convert(value, items)
                field = known.field
                if known.many:
                    values.setdefault(field, []).append(value)
                elif field not in values:
                    values[field] = value
            else:
                texts.append(None)
                if kind == 2:
                    if not known.many and known.field in values:
                        self.strangers(child, known.path, index)
                        continue
                    inner: dict[str, Any] = {}
                    self.into(child, known, index, inner)
                    built = _built(known, inner, values, index, self.places)
                    if built is None:
                        continue
                    if known.many:
                        values.setdefault(known.field, []).append(built)
                    else:
                        values[known.field] = built
                else:
                    self.into(child, known, index, values)

    def strangers(self, element: etree._Element, path: str, here: int) -> None:
        for child in element:
            self.strange(child, path, here)

    def strange(self, element: etree._Element, above: str, parent: int) -> None:
        """Note an element that the table does not know, and all below it."""
        path = f"{above}/{_prefixed(element.tag, self.prefixes)}"
        index = len(self.paths)
        self.paths.append(path)
        self.parents.append(parent)
        if items := element.items():
            self.attributes[index] = items
        self.texts.append(None if len(element) else element.text)
        self.strangers(element, path, index)


def _built(node: _Node, values: dict[str, Any], outer: dict[str, Any], index: int, places: dict[int, int]) -> Any:
    if node.prepare is not None:
        node.prepare(values, outer, places)
    for field in node.manys:
        if field in values:
            values[field] = tuple(values[field])
    built = node.build(**values)
    places[id(built)] = index
    return built


def _prefixed(tag: str, prefixes: dict[str, str]) -> str:
    uri, _, name = tag[1:].partition("}") if tag.startswith("{") else ("", "", tag)
    prefix = prefixes.get(uri)
    if prefix is None:
        return f"Q{{{uri}}}{name}" if uri else name
    return f"{prefix}:{name}" if prefix else name


def _compile(table: Table) -> _Node:
    if table.compiled is None:
        prefixes = {uri: prefix for prefix, uri in table.namespaces.items()}
        node = _Node(_prefixed(table.root_tag, prefixes), table.root)
        table.compiled = node
    compiled: _Node = table.compiled
    return compiled


def _children(node: _Node, prefixes: dict[str, str]) -> dict[str, _Node]:
    uris = {prefix: uri for uri, prefix in prefixes.items()}
    children = {}
    for name, row in _unfolded(node.rows).items():
        prefix, _, local = name.rpartition(":")
        uri = uris.get(prefix, "")
        children[f"{{{uri}}}{local}" if uri else local] = _Node(f"{node.path}/{name}", row)
    node.children = children
    return children


def _unfolded(rows: dict[str, Row]) -> dict[str, Row]:
    """Turn rows with a path ("cac:A/cbc:B") into parts, merging those that share their first step."""
    plain: dict[str, Row] = {}
    for name, row in rows.items():
        first, _, rest = name.partition("/")
        if not rest:
            plain[first] = _merged(plain.get(first), row)
        else:
            plain[first] = _merged(plain.get(first), Part({rest: row}))
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
        elif row.many:
            fields[row.field] = None
    return tuple(fields)
