"""Which format bytes are of, and what is said of those that are of none."""

import bz2
import gzip
import io
import lzma
import tarfile
from pathlib import Path

import pytest

import counterfoil
from counterfoil.errors import UnreadableError
from counterfoil.formats import read
from counterfoil.model.settings import Limits

PAPER = b"<Invoice/>"
GOLDEN = Path(__file__).parents[1] / "golden"
SBDH = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"
HEADER = "<StandardBusinessDocumentHeader><HeaderVersion>1.0</HeaderVersion></StandardBusinessDocumentHeader>"


def enveloped(*documents: str) -> bytes:
    return f'<StandardBusinessDocument xmlns="{SBDH}">{HEADER}{"".join(documents)}</StandardBusinessDocument>'.encode()


def bare(name: str) -> str:
    return (GOLDEN / name).read_text(encoding="utf-8").partition("?>")[2]


def tarred(data: bytes) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        member = tarfile.TarInfo("invoice.xml")
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (gzip.compress(PAPER, mtime=0), "gzip"),
        (bz2.compress(PAPER), "bzip2"),
        (lzma.compress(PAPER), "xz"),
        (tarred(PAPER), "tar"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "7-Zip"),
        (b"Rar!\x1a\x07\x01\0", "RAR"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_packed_in_another_way_than_zip_is_to_be_unpacked(data: bytes, name: str) -> None:
    with pytest.raises(UnreadableError, match=f"packed with {name}") as refused:
        list(read(data, Limits()))
    assert "Unpack it" in refused.value.hint


def test_a_file_of_an_older_office_program_is_to_be_saved_as_a_workbook() -> None:
    with pytest.raises(UnreadableError, match="older office program") as refused:
        list(read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), Limits()))
    assert "XLSX or CSV" in refused.value.hint


@pytest.mark.parametrize(("data", "says"), [(b" \n", "It is empty"), (b"\x89PNG\r\n", "of no format that we read")])
def test_what_is_nothing_that_we_know_is_told(data: bytes, says: str) -> None:
    with pytest.raises(UnreadableError, match=says):
        list(read(data, Limits()))


@pytest.mark.parametrize(
    "name", ["ubl/full-invoice.xml", "ubl-orders/despatch-rich.xml", "cii/every-term.xml", "rules/ubl.xml"]
)
def test_a_document_in_an_envelope_is_read_and_checked_as_without(name: str) -> None:
    document = bare(name)
    (alone,), (within,) = (list(read(data, Limits())) for data in (document.encode(), enveloped(document)))
    assert (within.model, within.summary) == (alone.model, alone.summary)
    assert within.trace is not None
    assert alone.trace is not None
    assert (within.trace.paths, within.trace.texts) == (alone.trace.paths, alone.trace.texts)
    alike = [
        [(one.rule, one.where, one.line) for one in counterfoil.check(data).findings]
        for data in (document.strip().encode(), enveloped(document.strip()))
    ]
    assert alike[0] == alike[1]


@pytest.mark.parametrize("documents", [(), ("<a/>", "<b/>")])
def test_an_envelope_with_no_document_or_several_is_refused(documents: tuple[str, ...]) -> None:
    with pytest.raises(UnreadableError, match=f"holds {len(documents)} documents"):
        list(read(enveloped(*documents), Limits()))
