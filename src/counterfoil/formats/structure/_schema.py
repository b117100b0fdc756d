"""The tables of a schema as `tools/structure.py` writes them: groups of elements, types of values, attributes."""

from functools import cache
from importlib.resources import files

from counterfoil.formats.structure._types import Kind, collapsed, kind_of

UBL, CII = "ubl", "cii"
FACTUR_X = tuple(f"factur-x-{profile}" for profile in ("minimum", "basicwl", "basic", "en16931", "extended"))
"""The schemas of the profiles, which allow less than CII D16B, and in EXTENDED some of what D22B added."""

XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
HINTS = frozenset((f"{XSI}schemaLocation", f"{XSI}noNamespaceSchemaLocation"))
"""Attributes that any element may have (part 1, 2.6)."""

ANY = "*"
"""In the place of a type: what is known by its name is checked, all else is taken as it is (lax, part 1, 3.10.1)."""

ONE, MAYBE, MANY, SOME, TWO = "", "?", "*", "+", "2"
"""How often an element may stand there; TWO is at most twice."""


class Attribute:
    """An attribute of a type of values; a `kind` of None takes any text."""

    __slots__ = ("fixed", "kind", "name", "required")

    def __init__(self, written: str) -> None:
        name, _, rest = written.partition(":")
        rest, is_fixed, fixed = rest.partition("=")
        self.name = name
        self.required = rest.endswith("!")
        self.kind: Kind | None = kind_of(rest.removesuffix("!"))
        self.fixed: str | None = fixed if is_fixed else None

    def takes(self, value: str) -> bool:
        """Whether the attribute may have this value."""
        if self.fixed is not None:
            return collapsed(value) == self.fixed
        return self.kind is None or self.kind.takes(value)


class Value:
    """A type of elements with text, or with nothing at all."""

    __slots__ = ("attributes", "free", "kind", "name", "required")

    def __init__(self, name: str, kind: str, attributes: list[str]) -> None:
        self.name = name
        self.kind: Kind | None = kind_of(kind)
        self.attributes = {made.name: made for made in map(Attribute, attributes)}
        free = {one.name for one in self.attributes.values() if one.kind is None and one.fixed is None}
        self.free = HINTS | free
        """Names of attributes that may have any value."""
        required = [one.name for one in self.attributes.values() if one.required]
        self.required = tuple(required)


class Group:
    """A type of elements with elements: what stands at each position of its sequence, and how often.

    A choice is a sequence of one position that has several names. `before` counts the positions before each one that
    must not be empty, `most` says how often an element may stand at one, 0 for any number. An open group takes one
    element of any namespace but its own.
    """

    __slots__ = ("before", "demanded", "is_open", "most", "name", "names", "positions", "types")

    def __init__(self, line: str, elements: dict[str, str]) -> None:
        form, self.name, *particles = line.split("\t")
        self.is_open = form == "any"
        self.positions: dict[str, int] = {}
        self.types: dict[str, str] = {}
        self.most: list[int] = []
        self.demanded: list[bool] = []
        self.names: list[list[str]] = []
        for particle in particles:
            core = particle.rstrip("?*+2")
            name, _, type = core.partition("=")
            if form != "choice" or not self.names:
                often = particle[len(core) :]
                self.most.append(0 if often in {MANY, SOME} else 2 if often == TWO else 1)
                self.demanded.append(often in {ONE, SOME})
                self.names.append([])
            self.names[-1].append(name)
            self.positions[name] = len(self.names) - 1
            self.types[name] = type or elements[name]
        if self.is_open:
            self.most, self.demanded, self.names = [1], [True], [[]]
        self.before = [0]
        for demanded in self.demanded:
            self.before.append(self.before[-1] + demanded)


class Schema:
    """The tables of one family of documents; a type is looked into when it is met for the first time."""

    def __init__(self, text: str) -> None:
        self.roots: dict[str, str] = {}
        self.elements: dict[str, str] = {}
        self.newer: dict[str, frozenset[str]] = {}
        self._lines: dict[str, str] = {}
        self._types: dict[str, Group | Value] = {}
        for line in text.split("\n"):
            form, _, rest = line.partition("\t")
            if form == "elements":
                type, *names = rest.split("\t")
                self.elements.update(dict.fromkeys(names, type))
            elif form == "root":
                name, _, type = rest.partition("\t")
                self.roots[name] = type
            elif form == "newer":
                type, *names = rest.split("\t")
                self.newer[type] = frozenset(names)
            elif rest:
                self._lines[rest.partition("\t")[0]] = line

    def type(self, name: str) -> Group | Value | None:
        """The type of this name, None for ANY."""
        if name == ANY:
            return None
        known = self._types.get(name)
        if known is None:
            line = self._lines[name]
            if line.startswith("value\t"):
                _, name, kind, *attributes = line.split("\t")
                known = Value(name, kind, attributes)
            else:
                known = Group(line, self.elements)
            self._types[name] = known
        return known


@cache
def schema(name: str) -> Schema:
    """The tables of this name."""
    return Schema(files("counterfoil.formats.structure").joinpath(f"{name}.tsv").read_text(encoding="utf-8"))
