"""Takes the code lists out of downloaded official artefacts and writes them as dated data files.

    tools/code_lists.py FOLDER [--release en16931=1.3.17=2026-10-12]…

FOLDER holds the compiled artefacts as `en16931-ubl.xslt`, `peppol-t01.xslt` … and, for Factur-X, the files of codes
beside them under their published names. Lists that are there already stay, and a set that is the same keeps its file.
"""

import argparse
import re
import sys
import textwrap
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import code_list_names as names
from lxml import etree

CODES = Path(__file__).resolve().parent.parent / "src" / "counterfoil" / "rules" / "codes"
COLUMNS = ("rulebook", "syntax", "rule", "list", "reading", "comment")
APPLIES = "says where the rule applies"
EMPTY = "the empty value passes too"
CODES_MIN = 3
"""Fewer codes that stand in a rule itself are a part of the rule."""

RELEASES = {
    "en16931": ("1.3.16", "2026-04-10"),
    "peppol-billing-cii": ("3.0.19", "2025-05-29"),
    "peppol": ("2026.5", "2026-05"),
    "xrechnung": ("3.0.2", "2026-01-31"),
    "factur-x": ("1.09.2", "2026-08-04"),
}
"""By the beginning of a rulebook's name: its version and the day when it was published."""

SOURCES = {
    "en16931": "CEN/TC 434, validation artefacts of EN 16931",
    "peppol": "OpenPeppol, BIS validation artefacts",
    "xrechnung": "KoSIT, XRechnung Schematron",
    "factur-x": "FNFE-MPE and FeRD, Factur-X / ZUGFeRD",
}

ARTEFACTS = (
    *("en16931-ubl", "en16931-cii", "peppol-cen", "peppol-billing", "peppol-selfbilling", "peppol-billing-cii"),
    *("peppol-t01", "peppol-t16", "peppol-t71", "peppol-t76", "peppol-t110", "peppol-t111", "peppol-t114"),
    *("peppol-t115", "peppol-t116", "xrechnung-ubl", "xrechnung-cii"),
    *("factur-x-minimum", "factur-x-basicwl", "factur-x-basic", "factur-x-en16931", "factur-x-extended"),
)
"""In the order in which they may name a list that several of them share."""

XSL = "{http://www.w3.org/1999/XSL/Transform}"
SVRL = "{http://purl.oclc.org/dsdl/svrl}"

WITHIN = re.compile(r"contains\(\s*('[^']*'|\$[\w.-]+)\s*,\s*(concat\(\s*' '\s*,\s*(?:normalize-space)?)?")
JOINED = re.compile(r"concat\(\s*\$([\w.-]+)\s*,\s*\$([\w.-]+)\s*\)")
TOKENS = re.compile(r"tokenize\(\s*'([^']*)'\s*,\s*'\\s'\s*\)")
SEQUENCE = re.compile(r"\(\s*('[^']*'(?:\s*,\s*'[^']*')+)\s*\)")
CHOICE = re.compile(r"([\w@:./()-]+)\s*=\s*'[^']*'(?:\s+or\s+\1\s*=\s*'[^']*')+")
LITERAL = re.compile(r"'([^']*)'")
VARIABLE = re.compile(r"\$([A-Za-z_][\w.-]*)")
CODE_FILE = re.compile(r"document\('([^']+)'\)/codedb/cl\[@id=(\d+)\]/enumeration\[@value=\$(\w+)\]")


class Assert(NamedTuple):
    """One assertion of an artefact, with the place that it looks at and the variables of its template."""

    rule: str
    test: str
    context: str
    variables: dict[str, str]


class Row(NamedTuple):
    """One line of the table: which list a rule of a rulebook means."""

    rulebook: str
    syntax: str
    rule: str
    list: str
    reading: str
    comment: str


class Found(NamedTuple):
    """Codes that a rule checks values against, and how."""

    name: str
    codes: tuple[str, ...]
    reading: str
    comment: str


def main() -> int:
    """Write the lists of all artefacts that are in the folder; 1 where one is not named yet."""
    arguments = _arguments()
    releases = RELEASES | {name: (version, day) for name, version, day in arguments.release}
    files = _Files(CODES)
    rows = set(_table(CODES / "lists.tsv"))
    unnamed = list[str]()
    for artefact in ARTEFACTS:
        path = arguments.folder / f"{artefact}.xslt"
        if not path.is_file():
            print(f"{artefact}: not in the folder")
            continue
        rulebook, syntax = _rulebook(artefact, releases)
        rows = {row for row in rows if (row.rulebook, row.syntax) != (rulebook, syntax)}
        for rule, found in lists_of(path, syntax):
            if found.name:
                kept = files.name_of(found, rulebook, artefact, releases)
                rows.add(Row(rulebook, syntax, rule, kept, found.reading, found.comment))
            else:
                unnamed.append(f"{artefact} {rule}: {len(found.codes)} codes, {' '.join(found.codes)[:60]}")
    files.write({row.list for row in rows})
    lines = ["\t".join(COLUMNS), *("\t".join(row) for row in sorted(rows))]
    (CODES / "lists.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(*(f"not named yet: {line}" for line in unnamed), sep="\n")
    return 1 if unnamed else 0


def lists_of(path: Path, syntax: str) -> Iterator[tuple[str, Found]]:
    """The rules of an artefact with the lists that they check values against; a list without a name has none yet."""
    shared, asserts = _read(path)
    databases: dict[str, dict[str, tuple[str, ...]]] = {}
    for each in asserts:
        seen = set[Found]()
        variables = shared | each.variables
        every = (_written(each, syntax, variables), _named(each, variables), _from_file(each, path, databases))
        for found in chain(*every):
            if found not in seen:
                seen.add(found)
                yield each.rule, found


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--release",
        action="append",
        default=[],
        type=lambda text: tuple(text.split("=", 2)),
        metavar="NAME=VERSION=DATE",
        help="another release than the one that the tool knows, e.g. peppol=2026.11=2026-11-16",
    )
    return parser.parse_args()


def _rulebook(artefact: str, releases: dict[str, tuple[str, str]]) -> tuple[str, str]:
    """The rulebook of an artefact with its version, and its syntax."""
    cii = artefact.endswith("-cii") or artefact.startswith("factur-x")
    name = artefact if artefact.startswith(("peppol", "factur-x")) else artefact[: -len("-ubl")]
    return f"{name}@{_release(artefact, releases)[1]}", "CII" if cii else "UBL"


def _release(artefact: str, releases: dict[str, tuple[str, str]]) -> tuple[str, str, str]:
    """The release that an artefact is part of: its name, version and day."""
    name = next(name for name in releases if artefact.startswith(name))
    return name, *releases[name]


def _read(path: Path) -> tuple[dict[str, str], list[Assert]]:
    """The variables of a whole artefact, and its assertions in the order in which they stand."""
    root = etree.parse(path).getroot()
    shared = {name: text for child in root for name, text in _variables(child)}
    asserts = []
    for template in root.iterfind(f"{XSL}template[@match][@priority]"):
        own = {name: text for variable in template.iter(f"{XSL}variable") for name, text in _variables(variable)}
        for element in template.iter(f"{SVRL}failed-assert", f"{SVRL}successful-report"):
            rule = element.findtext(f"{XSL}attribute[@name='id']") or element.get("id", "")
            asserts.append(Assert(str(rule).strip(), element.get("test", ""), template.get("match", ""), own))
    return shared, asserts


def _variables(element: etree._Element) -> Iterator[tuple[str, str]]:
    if element.tag in {f"{XSL}variable", f"{XSL}param"}:
        yield element.get("name", ""), element.get("select") or str(element.xpath("normalize-space()"))


def _written(each: Assert, syntax: str, variables: dict[str, str]) -> Iterator[Found]:
    """The lists that stand in the rule itself."""
    position = 0
    for text, where in ((each.test, ""), (each.context, APPLIES)):
        for _, codes, reading, comment in sorted((*_texts(text, variables), *_literals(text))):
            if len(codes) >= CODES_MIN:
                name = names.of_rule(each.rule, syntax, position) or ""
                yield Found(name, codes, reading, "; ".join(filter(None, (where, comment))))
                position += not where


def _literals(text: str) -> Iterator[tuple[int, tuple[str, ...], str, str]]:
    """The lists of single codes in an expression: where they begin, their codes and how they are read."""
    for match in TOKENS.finditer(text):
        yield match.start(), tuple(match[1].split()), "token", ""
    for pattern in (SEQUENCE, CHOICE):
        for match in pattern.finditer(text):
            if "\\s'" not in match[0]:
                yield match.start(), tuple(code.strip() for code in LITERAL.findall(match[0])), "exact", ""


def _texts(
    text: str, variables: dict[str, str], *, named: bool = False
) -> Iterator[tuple[int, tuple[str, ...], str, str]]:
    """The lists that are one text in which a value is looked for: as above, with what is odd about them."""
    guarded = re.search(r"not\(\s*contains\(\s*normalize-space\(", text) is not None
    for match in WITHIN.finditer(text):
        source, padding = match.groups()
        if source.startswith("$") != named:
            continue
        whole = _text(source, variables)
        if padding is None:
            yield match.start(), tuple(whole.split()), "part", "" if whole[:1] == " " else "no blank at the ends"
            continue
        reading = "word" if guarded else "words"
        codes = tuple(code for code in whole.split() if f" {code} " in whole)
        lost = [
            f"{code} stands in it without its blanks and passes nowhere" for code in whole.split() if code not in codes
        ]
        small = ["small letters pass too"] if text.startswith("upper-case(", match.end() + 1) else []
        odd = "; ".join([*lost, *([EMPTY] if "  " in whole else []), *small])
        yield match.start(), codes, reading if "normalize-space" in padding else "written-words", odd


def _text(source: str, variables: dict[str, str]) -> str:
    """A text that is written between quotes, held by a variable, or joined from two."""
    if source.startswith("$"):
        source = variables.get(source[1:], "")
    if match := JOINED.fullmatch(source.strip()):
        return "".join(_text(f"${name}", variables) for name in match.groups())
    return source[1:-1] if re.fullmatch("'[^']*'", source) else ""


def _named(each: Assert, variables: dict[str, str]) -> Iterator[Found]:
    """The lists that the rule takes from variables."""
    for text, where in ((each.test, ""), (each.context, APPLIES)):
        for start, codes, reading, comment in _texts(text, variables, named=True):
            variable = VARIABLE.findall(text[start:])[0]
            yield Found(names.VARIABLES.get(variable, ""), codes, reading, "; ".join(filter(None, (where, comment))))
        for variable in dict.fromkeys(VARIABLE.findall(text)):
            value = variables.get(variable, "").strip()
            if variable in names.NO_LISTS or not (TOKENS.fullmatch(value) or SEQUENCE.fullmatch(value)):
                continue
            ((_, codes, reading, _),) = _literals(value)
            if reading == "token" and re.search(r"satisfies\s+(?:\$\w+\s*=\s*@|@[\w:]+\s*=)", text):
                reading = "exact"
            odd = EMPTY if re.search(r"'\s|\s\s|\s'", value.partition(",")[0]) and reading != "exact" else ""
            yield Found(names.VARIABLES.get(variable, ""), codes, reading, "; ".join(filter(None, (where, odd))))


def _from_file(each: Assert, path: Path, databases: dict[str, dict[str, tuple[str, ...]]]) -> Iterator[Found]:
    """The lists that Factur-X keeps in a file beside its artefact."""
    for file, number, variable in CODE_FILE.findall(each.test):
        if file not in databases:
            root = etree.parse(path.with_name(file)).getroot()
            databases[file] = {cl.get("id", ""): tuple(code.get("value", "") for code in cl) for cl in root}
        target = each.variables[variable]
        steps = "/".join(re.split(r"/(?![^\[]*\])", each.context)[-2:])
        name = names.of_place(steps + ("" if target == "." else target))
        yield Found(name or "", databases[file][number], "exact-or-empty", "")


class _Files:
    """The lists that are there, by the set that they hold."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.heads: dict[str, str] = {}
        self.codes: dict[str, tuple[str, ...]] = {}
        for path in sorted(folder.glob("*@*.txt")):
            lines = path.read_text(encoding="utf-8").splitlines()
            self.heads[path.stem] = "\n".join(line for line in lines if line.startswith("#"))
            self.codes[path.stem] = tuple(" ".join(line for line in lines if not line.startswith("#")).split())

    def name_of(self, found: Found, rulebook: str, artefact: str, releases: dict[str, tuple[str, str]]) -> str:
        """The full name of a list: that of a file with the same codes, or else a new one of this release.

        Where any part of the list passes, the order in which the codes stand counts as well.
        """
        ordered = found.reading == "part"
        for name, codes in self.codes.items():
            same = codes == found.codes if ordered else set(codes) == set(found.codes)
            if same and name.partition("@")[0] == found.name:
                return name
        release, version, day = _release(artefact, releases)
        name = f"{found.name}@{release}-{version}"
        if name in self.codes:
            name += f"-{artefact.rpartition('-')[2]}"
        if name in self.codes:
            name += f"-{len(self.codes)}"
        title, authority = names.TITLES[found.name]
        source = next(text for beginning, text in SOURCES.items() if artefact.startswith(beginning))
        self.heads[name] = (
            f"# list: {found.name} ({title})\n# authority: {authority}\n"
            f"# release: {rulebook}, published {day}\n# source: {source}"
        )
        self.codes[name] = tuple(dict.fromkeys(found.codes))
        return name

    def write(self, used: set[str]) -> None:
        """Write the lists that the table uses, and take away the others."""
        for name, codes in self.codes.items():
            path = self.folder / f"{name}.txt"
            if name in used:
                lines = textwrap.wrap(" ".join(codes), 118, break_long_words=False, break_on_hyphens=False)
                path.write_text("\n".join((self.heads[name], *lines)) + "\n", encoding="utf-8")
            else:
                path.unlink(missing_ok=True)


def _table(path: Path) -> list[Row]:
    if not path.is_file():
        return []
    return [Row(*line.split("\t")) for line in path.read_text(encoding="utf-8").splitlines()[1:]]


if __name__ == "__main__":
    sys.exit(main())
