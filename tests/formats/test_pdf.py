"""The invoice inside a PDF: which attachment it is, and PDFs that have none or are locked, broken or hostile."""

import io
import json
import logging
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    StreamObject,
    create_string_object,
)

from counterfoil.errors import LimitError, UnreadableError
from counterfoil.formats import _pdf, read
from counterfoil.formats._pdf import embedded_xml, is_pdf
from counterfoil.model.settings import Limits

LIMITS = Limits()
CII = b'<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"/>'
UBL = b'<?xml version="1.0"?>\n<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>'


def written(writer: PdfWriter) -> bytes:
    writer.add_blank_page(100, 100)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def made(*files: tuple[str, bytes], password: str | None = None) -> bytes:
    """A PDF with attachments in its tree of embedded files; with a password, also an empty one, encrypted."""
    writer = PdfWriter()
    for name, content in files:
        writer.add_attachment(name, content)
    if password is not None:
        writer.encrypt(password, "owner", algorithm="AES-256")
    return written(writer)


def specification(writer: PdfWriter, name: str, stream: StreamObject, relationship: str | None) -> DictionaryObject:
    entries = {
        NameObject("/Type"): NameObject("/Filespec"),
        NameObject("/UF"): create_string_object(name),
        NameObject("/EF"): DictionaryObject({NameObject("/UF"): writer._add_object(stream)}),
    }
    if relationship is not None:
        entries[NameObject("/AFRelationship")] = NameObject(relationship)
    return DictionaryObject(entries)


def plain(data: bytes) -> StreamObject:
    stream = DecodedStreamObject()
    stream.set_data(data)
    return stream


def associated(*files: tuple[str, bytes, str | None]) -> bytes:
    """A PDF whose files are named by its associated files alone (PDF/A-3, /AF)."""
    writer = PdfWriter()
    entries = [specification(writer, name, plain(data), relationship) for name, data, relationship in files]
    writer.root_object[NameObject("/AF")] = ArrayObject(map(writer._add_object, entries))
    return written(writer)


@pytest.mark.parametrize("name", ["factur-x.xml", "zugferd-invoice.xml", "ZUGFeRD-invoice.xml", "xrechnung.xml"])
def test_the_known_names_are_found(name: str) -> None:
    assert embedded_xml(made((name, CII)), LIMITS) == (name, CII)


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (["ZUGFeRD-invoice.xml", "factur-x.xml"], "factur-x.xml"),
        (["zugferd-invoice.xml", "a.xml", "xrechnung.xml"], "xrechnung.xml"),
        (["a.xml", "z.pdf", "order-x.xml"], "order-x.xml"),
        (["FACTUR-X.XML", "a.xml"], "FACTUR-X.XML"),
    ],
)
def test_of_several_attachments_the_newest_standard_is_chosen(names: list[str], chosen: str) -> None:
    assert embedded_xml(made(*[(name, CII) for name in names]), LIMITS)[0] == chosen


def test_another_name_is_taken_where_the_content_is_an_invoice() -> None:
    files = [("b.xml", b"<other/>"), ("notes.txt", CII), ("invoice 7.xml", UBL)]
    assert embedded_xml(made(*files), LIMITS) == ("invoice 7.xml", UBL)
    assert embedded_xml(made(*files[:2]), LIMITS) == ("notes.txt", CII)


def test_a_known_name_helps_nothing_that_is_no_invoice() -> None:
    lists = b"<?xml version='1.0'?><!-- <Invoice > --><Orders><Order id='1'/></Orders>"
    for other in (b"<other/>", b"", lists, b"Invoice", b"%PDF-1.7 <Invoice >"):
        assert embedded_xml(made(("factur-x.xml", other), ("7.dat", UBL)), LIMITS) == ("7.dat", UBL)
        assert embedded_xml(made(("factur-x.xml", other)), LIMITS) == ("factur-x.xml", other)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
def test_an_invoice_is_known_in_other_encodings(encoding: str) -> None:
    text = f"<?xml version='1.0' encoding='{encoding[:6]}'?><!-- a > b --><?pi?>\n<a:CreditNote/>".encode(encoding)
    assert embedded_xml(made(("a", text)), LIMITS) == ("a", text)


@pytest.mark.parametrize("place", ["/AF", "/Annots"])
def test_files_of_a_page_are_found_where_the_document_has_none(place: str) -> None:
    def pdf(*names: str) -> bytes:
        writer = PdfWriter()
        for name in names:
            writer.add_attachment(name, b"<other/>")
        page = writer.add_blank_page(100, 100)
        pinned = specification(writer, "pinned.xml", plain(CII), None)
        note = {NameObject("/Subtype"): NameObject("/FileAttachment"), NameObject("/FS"): writer._add_object(pinned)}
        page[NameObject(place)] = ArrayObject([pinned if place == "/AF" else DictionaryObject(note)])
        return written(writer)

    assert embedded_xml(pdf(), LIMITS) == ("pinned.xml", CII)
    assert embedded_xml(pdf("terms.xml"), LIMITS) == ("pinned.xml", CII)


def test_many_large_files_are_not_all_unpacked() -> None:
    files = [(f"{number}.dat", bytes(40_000)) for number in range(10)]
    with pytest.raises(LimitError, match="unpack to more"):
        embedded_xml(made(*files), Limits(document_bytes_max=100_000))
    assert embedded_xml(made(*files, ("a.xml", CII)), Limits(document_bytes_max=100_000)) == ("a.xml", CII)


def test_the_invoice_is_found_behind_a_thousand_other_files(monkeypatch: pytest.MonkeyPatch) -> None:
    files = [(f"a{number}.xml", b"<other/>") for number in range(1001)]
    data = made(*files, ("factur-x.xml", CII))
    assert embedded_xml(data, LIMITS) == ("factur-x.xml", CII)
    monkeypatch.setattr(_pdf, "_FILES_MAX", 1000)
    with pytest.raises(LimitError, match="more than 1,000 files in it"):
        embedded_xml(data, LIMITS)


def test_associated_files_are_found_and_their_relationship_counts() -> None:
    files = [("old.xml", UBL, "/Supplement"), ("new.xml", CII, "/Alternative"), ("data.xml", UBL, "/Data")]
    assert embedded_xml(associated(*files), LIMITS) == ("new.xml", CII)
    assert embedded_xml(associated(("a.xml", CII, None)), LIMITS) == ("a.xml", CII)


def test_the_tree_of_embedded_files_may_have_branches() -> None:
    writer = PdfWriter()
    entry = writer._add_object(specification(writer, "factur-x.xml", plain(CII), "/Data"))
    leaf = DictionaryObject({NameObject("/Names"): ArrayObject([create_string_object("x"), entry])})
    for _ in range(5):
        leaf = DictionaryObject({NameObject("/Kids"): ArrayObject([writer._add_object(leaf)])})
    writer.root_object[NameObject("/Names")] = DictionaryObject({NameObject("/EmbeddedFiles"): leaf})
    assert embedded_xml(written(writer), LIMITS) == ("factur-x.xml", CII)


def test_a_tree_that_contains_itself_comes_to_an_end() -> None:
    writer = PdfWriter()
    tree = DictionaryObject()
    own = writer._add_object(tree)
    tree[NameObject("/Kids")] = ArrayObject([own, own, own])
    writer.root_object[NameObject("/Names")] = DictionaryObject({NameObject("/EmbeddedFiles"): own})
    with pytest.raises(UnreadableError, match="no invoice in it"):
        embedded_xml(written(writer), LIMITS)


@pytest.mark.parametrize(
    "data",
    [made(), made(("scan.pdf", b"%PDF-1.7")), made(("a.xml", b"<other/>")), made(("a.txt", b"Invoice"))],
    ids=["no attachment", "a PDF", "other XML", "a text"],
)
def test_a_pdf_without_an_invoice_is_refused_with_a_sentence_that_says_so(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="no invoice in it that a machine can read") as refusal:
        embedded_xml(data, LIMITS)
    assert "scanned or printed" in refusal.value.hint


def test_an_encrypted_pdf_is_refused() -> None:
    data = made(("factur-x.xml", CII), password="secret")
    with pytest.raises(UnreadableError, match="The PDF is encrypted") as refusal:
        embedded_xml(data, LIMITS)
    assert "without a password" in refusal.value.hint


def test_a_pdf_that_only_its_author_may_change_is_read() -> None:
    data = made(("factur-x.xml", CII), password="")
    assert embedded_xml(data, LIMITS) == ("factur-x.xml", CII)


def test_a_broken_pdf_is_refused() -> None:
    whole = made(("factur-x.xml", CII))
    for data in (b"%PDF-1.7", b"%PDF-1.7\n%%EOF", whole[: len(whole) // 2], whole[-200:], b"%PDF-" + bytes(5000)):
        with pytest.raises(UnreadableError, match=r"broken|cut off|no invoice") as refusal:
            embedded_xml(data, LIMITS)
        assert refusal.value.hint


def test_a_bomb_in_a_pdf_is_refused() -> None:
    writer = PdfWriter()
    stream = StreamObject()
    stream._data = zlib.compress(b"<" + b"\0" * 30_000_000)
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    entry = writer._add_object(specification(writer, "factur-x.xml", stream, "/Data"))
    writer.root_object[NameObject("/AF")] = ArrayObject([entry])
    data = written(writer)
    with pytest.raises(LimitError, match="unpacks to more than is allowed"):
        embedded_xml(data, Limits(document_bytes_max=1_000_000))
    assert len(embedded_xml(data, LIMITS)[1]) == 30_000_001


def test_many_filters_one_after_another_are_refused() -> None:
    writer = PdfWriter()
    stream = StreamObject()
    packed = b"\0" * 1_000_000
    for _ in range(40):
        packed = zlib.compress(packed)
    stream._data = packed
    stream[NameObject("/Filter")] = ArrayObject([NameObject("/FlateDecode")] * 40)
    entry = writer._add_object(specification(writer, "factur-x.xml", stream, "/Data"))
    writer.root_object[NameObject("/AF")] = ArrayObject([entry])
    with pytest.raises(UnreadableError):
        embedded_xml(written(writer), LIMITS)


def test_a_pdf_is_told_by_its_first_kilobyte() -> None:
    assert is_pdf(b"%PDF-1.7")
    assert is_pdf(b"\0" * 1000 + b"%PDF-1.7")
    assert not is_pdf(b"\0" * 1024 + b"%PDF-1.7")
    assert not is_pdf(b"<note>a file that begins with %PDF-1.7</note>")
    assert not is_pdf(b"")


def test_nothing_is_told_to_the_terminal(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    with caplog.at_level(logging.CRITICAL), pytest.raises(UnreadableError):
        embedded_xml(made(("factur-x.xml", CII))[:-300], LIMITS)
    assert capfd.readouterr() == ("", "")


def test_the_library_is_loaded_only_for_a_pdf() -> None:
    code = "import sys, counterfoil.formats; sys.exit('pypdf' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_pdfs_of_the_corpora_hold_what_their_verdict_names(corpora: Path) -> None:
    count = 0
    for row in map(json.loads, (corpora / "verdicts" / "documents.jsonl").read_text("utf-8").splitlines()):
        if row["file"].endswith(".pdf"):
            data = (corpora / row["file"]).read_bytes()
            assert is_pdf(data)
            assert embedded_xml(data, LIMITS)[0] == row["attachment"], row["file"]
            if row["error"] is None:
                (found,) = read(data, LIMITS)
                assert found.model.customization == row["customization"], row["file"]
            count += 1
    assert count == 78


SMALL = made(("factur-x.xml", CII))


@given(st.lists(st.tuples(st.integers(0, len(SMALL) - 1), st.binary(min_size=1, max_size=8)), min_size=1, max_size=5))
def test_a_damaged_pdf_is_read_or_refused(damage: list[tuple[int, bytes]]) -> None:
    data = bytearray(SMALL)
    for at, put in damage:
        data[at : at + len(put)] = put
    assert is_said(bytes(data))


@given(st.binary(max_size=500))
def test_no_bytes_make_anything_but_an_invoice_or_a_refusal(data: bytes) -> None:
    assert is_said(b"%PDF-1.7\n" + data)


def is_said(data: bytes) -> bool:
    try:
        embedded_xml(data, LIMITS)
    except UnreadableError as refusal:
        return refusal.message.endswith(".") and bool(refusal.hint)
    return True


@pytest.mark.parametrize(("xml", "says"), [(b"<Invoice", "not well-formed"), (b" ", "It is empty")])
def test_what_is_wrong_in_an_attachment_is_told_with_its_name(xml: bytes, says: str) -> None:
    with pytest.raises(UnreadableError, match=rf"In the PDF, in factur-x\.xml: .*{says}") as refusal:
        list(read(made(("factur-x.xml", xml)), LIMITS))
    assert refusal.value.hint


@pytest.mark.parametrize("shift", [7, 10**9])
def test_a_wrong_place_of_the_table_of_objects_is_found_again(shift: int) -> None:
    whole = made(("factur-x.xml", CII))
    head, _, place = whole.rpartition(b"startxref\n")
    damaged = head + b"startxref\n%d\n%%%%EOF\n" % (int(place.split()[0]) + shift)
    assert embedded_xml(damaged, LIMITS) == ("factur-x.xml", CII)


@pytest.mark.parametrize("end", [b"", b"startxref\n", b"startxref\n12"])
def test_a_pdf_without_its_end_is_told_so(end: bytes) -> None:
    """Older objects could be taken for the newest, so nothing is read from it."""
    head, _, _ = made(("factur-x.xml", CII)).rpartition(b"startxref\n")
    with pytest.raises(UnreadableError, match="cut off or damaged at its end"):
        embedded_xml(head + end, LIMITS)
