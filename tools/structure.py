"""Writes the tables of formats/structure from the published schemas, which lie in a folder that the caller names.

    python tools/structure.py FOLDER

The folder holds, anywhere below it, the schemas of OASIS UBL 2.1 (maindoc and common), of UN/CEFACT CII D16B with
uncoupled code lists, and of the profiles of Factur-X 1.09; from EXTENDED it is also learnt what CII D22B added. The
tables hold facts alone: names, order, how often, and types of values. Lines, with tabs between their fields:

    root      path of a document's root, its group
    value     a type, the kind of its text, its attributes (name:kind, then ! where it must be there, = what is fixed);
              the kind `empty` is that of a type with neither text nor elements
    group     a type, its elements in order: name, =type where `elements` does not say it, and for how often
              ? * + or 2, which is at most twice
    choice    as a group, of whose elements there is one
    any       as a group, with one element of any other namespace
    elements  a type, the elements that have it wherever nothing else is said
    newer     a type, elements that a later release of the schema has there
"""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "counterfoil" / "formats" / "structure"

XSD = "{http://www.w3.org/2001/XMLSchema}"
COMPLEX = f"{XSD}complexType"
UBL_DOCUMENTS = (
    "Invoice", "CreditNote", "Order", "OrderResponse", "OrderChange", "OrderCancellation", "DespatchAdvice",
    "ReceiptAdvice", "ApplicationResponse",
)  # fmt: skip
_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
_CII = "urn:un:unece:uncefact:data:standard:"
PREFIXES = {
    f"{_UBL}CommonAggregateComponents-2": "cac",
    f"{_UBL}CommonBasicComponents-2": "cbc",
    f"{_UBL}CommonExtensionComponents-2": "ext",
    f"{_CII}CrossIndustryInvoice:100": "rsm",
    f"{_CII}ReusableAggregateBusinessInformationEntity:100": "ram",
    f"{_CII}QualifiedDataType:100": "qdt",
    f"{_CII}UnqualifiedDataType:100": "udt",
    **{f"{_UBL}{document}-2": "" for document in UBL_DOCUMENTS},
}
PROFILES = {"minimum": "MINIMUM", "basicwl": "BASIC-WL", "basic": "BASIC", "en16931": "EN16931", "extended": "EXTENDED"}
"""The profiles of Factur-X by the names that files of ours and theirs have."""
TITLE = "# {}: elements, order, how often, and types of values."

OFTEN = "?*+2"

Name = tuple[str, str]
"""Namespace and local name."""


def tables(folder: Path) -> dict[str, str]:
    """The tables by their file names, from the schemas below a folder; FileNotFoundError where one is not there."""
    ubl = Schemas(find(folder, f"UBL-{document}-2.1.xsd") for document in UBL_DOCUMENTS)
    cii = Schemas([find(folder, "CrossIndustryInvoice_100pD16B.xsd", "uncoupled")])
    profiles = {name: Schemas([find(folder, f"FACTUR-X_{theirs}.xsd")]) for name, theirs in PROFILES.items()}
    made = {
        "ubl.tsv": ("OASIS Universal Business Language 2.1", *ubl.lines()),
        "cii.tsv": ("UN/CEFACT Cross Industry Invoice D16B", *cii.lines(), *additions(cii, profiles["extended"])),
    }
    for name, schemas in profiles.items():
        made[f"factur-x-{name}.tsv"] = (f"Factur-X {PROFILES[name]} 1.09", *schemas.lines())
    return {file: "\n".join((TITLE.format(title), *lines)) + "\n" for file, (title, *lines) in made.items()}


def find(folder: Path, name: str, part: str = "") -> Path:
    """The file of this name, with a folder above it whose name begins with `part`."""
    for path in sorted(folder.rglob(name)):
        if any(above.startswith(part) for above in path.relative_to(folder).parts):
            return path
    raise FileNotFoundError(f"no {name} below {folder}")


def additions(schemas: "Schemas", later: "Schemas") -> Iterator[str]:
    """What a later release has in groups that the older one has too."""
    for key, group in sorted(later.groups.items(), key=lambda item: item[0][1]):
        old = schemas.groups.get(key)
        known = {particle.partition("=")[0].rstrip(OFTEN) for particle in old[1]} if old else set()
        names = [particle.partition("=")[0].rstrip(OFTEN) for particle in group[1]]
        if old and (new := [name for name in names if name not in known]):
            yield "\t".join(("newer", schemas.short(key), *new))


class Schemas:
    """Schemas that include and import one another, read whole."""

    def __init__(self, paths: "Iterator[Path] | list[Path]") -> None:
        self.roots: dict[str, str] = {}
        self.elements: dict[str, Name] = {}
        self.groups: dict[Name, tuple[str, list[str]]] = {}
        self.values: dict[Name, tuple[str, list[str]]] = {}
        self._types: dict[Name, etree._Element] = {}
        self._local: dict[str, Counter[Name]] = {}
        self._renamed: dict[Name, Name] = {}
        self._read: set[Path] = set()
        tops = list(paths)
        for path in tops:
            self._load(path.resolve())
        for path in tops:
            element = etree.parse(path).getroot().find(f"{XSD}element")
            assert element is not None
            space = element.getparent().get("targetNamespace")  # type: ignore[union-attr]
            name = _prefixed((str(space), str(element.get("name"))))
            self.roots[name] = self.short(self.elements[name])
        for key, made in list(self._types.items()):
            if made.tag == COMPLEX:
                self._make(key, made)

    def short(self, key: Name) -> str:
        """A type's name without its namespace and the word Type."""
        return key[1].removesuffix("Type")

    def lines(self) -> Iterator[str]:
        """The tables, one line a type."""
        usual = self._usual()
        used = {self._plain(key) for key in usual.values()}
        used |= {self._plain(key) for counts in self._local.values() for key in counts}
        yield from ("\t".join(("root", *item)) for item in sorted(self.roots.items()))
        for key in sorted(used & self.values.keys(), key=self.short):
            kind, attributes = self.values[key]
            yield "\t".join(("value", self.short(key), kind, *attributes))
        for key, (kind, particles) in sorted(self.groups.items(), key=lambda item: self.short(item[0])):
            yield "\t".join((kind, self.short(key), *(self._written(one, usual) for one in particles)))
        by_type: dict[str, list[str]] = {}
        for name, type in sorted(usual.items()):
            by_type.setdefault(self.short(self._plain(type)), []).append(name)
        yield from ("\t".join(("elements", type, *of)) for type, of in sorted(by_type.items()))

    def _plain(self, key: Name) -> Name:
        """The type that a type of text renames without adding anything."""
        while key in self._renamed:
            key = self._renamed[key]
        return key

    def _written(self, particle: str, usual: dict[str, Name]) -> str:
        """A particle with its type where that is not the usual one of its element."""
        name, _, type = particle.rstrip(OFTEN).partition("=")
        often = particle[len(particle.rstrip(OFTEN)) :]
        space, _, local = type.partition(" ")
        if not type or (space, local) == usual[name]:
            return name + often
        return f"{name}={self.short(self._plain((space, local)))}{often}"

    def _usual(self) -> dict[str, Name]:
        """The type of each element, for local elements the one that they have most often."""
        usual = {name: counts.most_common(1)[0][0] for name, counts in self._local.items()}
        return {**usual, **{name: key for name, key in self.elements.items() if name not in self.roots}}

    def _load(self, path: Path) -> None:
        if path in self._read:
            return
        self._read.add(path)
        root = etree.parse(path).getroot()
        space = str(root.get("targetNamespace"))
        for child in root.iterchildren(f"{XSD}import", f"{XSD}include"):
            if place := child.get("schemaLocation"):
                self._load((path.parent / place).resolve())
        for child in root.iterchildren(COMPLEX, f"{XSD}simpleType"):
            self._types[space, str(child.get("name"))] = child
        for child in root.iterchildren(f"{XSD}element"):
            self.elements[_prefixed((space, str(child.get("name"))))] = _resolved(child, str(child.get("type")))

    def _make(self, key: Name, made: etree._Element) -> None:
        contents = {f"{XSD}{name}" for name in ("sequence", "choice", "simpleContent")}
        content = next((child for child in made if child.tag in contents), None)
        if content is None:
            assert len(made) == 0, "attributes of an empty element"
            self.values[key] = ("empty", [])
            return
        kind = etree.QName(content).localname
        if kind == "simpleContent":
            self.values[key] = self._text(content)
            base = _resolved(content[0], str(content[0].get("base")))
            if len(content[0]) == 0 and (above := self._types.get(base)) is not None and above.tag == COMPLEX:
                self._renamed[key] = base
            return
        if content.find(f"{XSD}any") is not None:
            self.groups[key] = ("any", [])
            return
        particles = [self._particle(key, child) for child in content.iterchildren(f"{XSD}element")]
        self.groups[key] = ("group" if kind == "sequence" else kind, particles)

    def _particle(self, group: Name, element: etree._Element) -> str:
        often = _OFTEN[element.get("minOccurs", "1"), element.get("maxOccurs", "1")]
        if ref := element.get("ref"):
            return _prefixed(_resolved(element, ref)) + often
        name = _prefixed((group[0], str(element.get("name"))))
        inner = element.find(COMPLEX)
        key = _resolved(element, str(element.get("type")))
        if inner is not None:  # a type without a name, made for one element
            key = (group[0], f"{group[1].removesuffix('Type')}.{element.get('name')}")
            self._make(key, inner)
        elif key[0] + "}" == XSD[1:]:
            self.values[key] = (key[1], [])
        self._local.setdefault(name, Counter())[key] += 1
        return f"{name}={key[0]} {key[1]}{often}"

    def _text(self, content: etree._Element) -> tuple[str, list[str]]:
        """The kind of a text and its attributes; what is derived adds to what it is derived from."""
        derived = content[0]
        base = _resolved(derived, str(derived.get("base")))
        kind, attributes = self._kind(base), dict[str, str]()
        above = self._types.get(base)
        if above is not None and above.tag == COMPLEX:
            kind, inherited = self._text(above.find(f"{XSD}simpleContent"))  # type: ignore[arg-type]
            attributes = {one.partition(":")[0]: one for one in inherited}
        for one in derived.iterchildren(f"{XSD}attribute"):
            mark = "!" if one.get("use") == "required" else ""
            fixed = f"={one.get('fixed')}" if one.get("fixed") is not None else ""
            type = self._kind(_resolved(one, str(one.get("type"))))
            attributes[str(one.get("name"))] = f"{one.get('name')}:{type}{mark}{fixed}"
        return kind, list(attributes.values())

    def _kind(self, key: Name) -> str:
        """The built-in type that a simple type restricts, with its length where that is bound."""
        made = self._types.get(key)
        if made is None or made.tag != f"{XSD}simpleType":
            return key[1]
        restriction = made.find(f"{XSD}restriction")
        assert restriction is not None
        least, most = restriction.find(f"{XSD}minLength"), restriction.find(f"{XSD}maxLength")
        kind = self._kind(_resolved(restriction, str(restriction.get("base"))))
        if least is None or most is None:
            assert len(restriction) == 0, "a facet that these tables do not know"
            return kind
        return f"{kind}({least.get('value')}..{most.get('value')})"


_OFTEN = {("1", "1"): "", ("0", "1"): "?", ("0", "unbounded"): "*", ("1", "unbounded"): "+", ("0", "2"): "2"}


def _resolved(element: etree._Element, name: str) -> Name:
    prefix, _, local = name.rpartition(":")
    return str(element.nsmap.get(prefix or None, "")), local


def _prefixed(name: Name) -> str:
    prefix = PREFIXES[name[0]]
    return f"{prefix}:{name[1]}" if prefix else name[1]


if __name__ == "__main__":
    for file, text in tables(Path(sys.argv[1])).items():
        (PACKAGE / file).write_text(text, encoding="utf-8")
        print(f"{file}: {len(text)} characters")
