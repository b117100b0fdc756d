"""The package that a workbook is: its parts, and how they are parsed as a stream, with nothing from outside.

A second XML parser beside the one of the other formats, since it reads a part of any size in the memory of one row.
"""

from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import BinaryIO
from xml.parsers import expat

from counterfoil.errors import LimitError, UnreadableError
from counterfoil.formats._zip import Member, directory, flaws, open_member
from counterfoil.formats.table.delimited import Open
from counterfoil.model._base import Model
from counterfoil.model.settings import Limits

HINT = "Open it in a spreadsheet program and save it again as XLSX, or as CSV."
_CHUNK_BYTES = 1 << 16
_DEPTH_MAX = 64
_TEXT_MAX = 1_000_000


class Sheet(Model):
    """A worksheet by its name, and the member that holds it."""

    name: str
    member: Member


def open_package(open_source: Open, limits: Limits) -> "Package":
    """The parts of a package. Raises UnreadableError where it is damaged or encrypted, LimitError beyond a limit."""
    with open_source() as file:
        members = directory(file, limits)
    flawed = flaws(members, limits, limits.archive_bytes_max)
    by_name: dict[str, Member] = {}
    for at, member in enumerate(members):
        if member.name.endswith((".xml", ".rels")) and at in flawed:
            raise flawed[at]
        by_name[member.name.lstrip("/")] = member
    return Package(open_source, by_name)


class Package:
    """The parts of an OPC package and what they say of one another (ISO/IEC 29500-2)."""

    def __init__(self, open_source: Open, members: dict[str, Member]) -> None:
        self._open, self._members = open_source, members

    def related(self, part: str, kind: str) -> Member | None:
        """The part of a kind that another one names."""
        targets = (target for found, target, _ in self._relations(part) if found == kind)
        return next((self._members[target] for target in targets if target in self._members), None)

    def main(self) -> str:
        """The name of the workbook's own part."""
        for kind, target, _ in self._relations(""):
            if kind == "officeDocument" and target.endswith(".xml") and target in self._members:
                return target
        if any(name.endswith("workbook.bin") for name in self._members):
            raise UnreadableError("It is a binary workbook (XLSB), which is not read.", HINT)
        raise UnreadableError("It is a package of an office program, but no XLSX workbook.", HINT)

    def sheets(self, main: str) -> tuple[tuple[Sheet, ...], int]:
        """The worksheets, and by how many days its calendar is shifted."""
        targets = {id: target for kind, target, id in self._relations(main) if kind == "worksheet"}
        found: list[tuple[str, str]] = []
        shifted = 0

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal shifted
            if tag == "sheet":
                id = next((value for name, value in attributes.items() if name.endswith(":id")), "")
                found.append((attributes.get("name", ""), id))
            elif tag == "workbookPr" and attributes.get("date1904") in ("1", "true"):
                shifted = 1462

        member = self._members[main]
        for _ in parsed(self._open, member, start):
            pass
        sheets = [
            Sheet(name=name, member=self._members[targets[id]])
            for name, id in found
            if id in targets and targets[id] in self._members
        ]
        if not sheets:
            raise UnreadableError("The workbook has no worksheet.", HINT)
        return tuple(sheets), shifted

    def _relations(self, part: str) -> Iterator[tuple[str, str, str]]:
        """(last word of the type, target, id) of each relation of a part; "" is the package."""
        path = PurePosixPath(part)
        member = self._members.get(str(path.parent / "_rels" / f"{path.name}.rels").lstrip("/"))
        if member is None:
            return
        found: list[tuple[str, str, str]] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "Relationship":
                target = attributes.get("Target", "")
                base = "" if target.startswith("/") else str(path.parent) + "/"
                kind = attributes.get("Type", "").rpartition("/")[2]
                found.append((kind, _resolved(base + target), attributes.get("Id", "")))

        for _ in parsed(self._open, member, start):
            pass
        yield from found


def _resolved(path: str) -> str:
    steps: list[str] = []
    for step in path.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


_Start = Callable[[str, dict[str, str]], None]


def parsed(
    open_source: Open,
    member: Member,
    start: _Start,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> Iterator[None]:
    """Hand on the elements of a part by their local names; yields after each chunk of it."""
    depth = length = 0

    def on_start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth, length
        depth += 1
        length = 0
        if depth > _DEPTH_MAX:
            raise LimitError(f"Its elements are nested deeper than the {_DEPTH_MAX} levels that workbooks have.", HINT)
        start(tag.rpartition(":")[2], attributes)

    def on_end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        if end:
            end(tag.rpartition(":")[2])

    def on_text(data: str) -> None:
        nonlocal length
        length += len(data)
        if length > _TEXT_MAX:
            raise LimitError(f"It has a cell with more than {_TEXT_MAX:,} characters.", HINT)
        assert text is not None
        text(data)

    def on_doctype(*_: object) -> None:
        raise UnreadableError("The workbook declares a DTD, which is never read.", HINT)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.StartDoctypeDeclHandler = on_doctype
    if text:
        parser.CharacterDataHandler = on_text
    with open_member(open_source, member) as stream:
        yield from _fed(parser, stream, member)


def _fed(parser: expat.XMLParserType, stream: BinaryIO, member: Member) -> Iterator[None]:
    try:
        while chunk := stream.read(_CHUNK_BYTES):
            parser.Parse(chunk, False)  # noqa: FBT003 – expat's own signature
            yield
        parser.Parse(b"", True)  # noqa: FBT003 – as above
    except expat.ExpatError as error:
        said = expat.ErrorString(error.code)
        raise UnreadableError(
            f"The workbook's part {member.name!r} is not well-formed XML at line {error.lineno}: {said}.", HINT
        ) from None
    except (UnicodeDecodeError, LookupError, ValueError) as error:
        raise UnreadableError(
            f"The workbook's part {member.name!r} is in no encoding that XML may have: {error}.", HINT
        ) from None
