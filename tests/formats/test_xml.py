"""Hostile, broken and oddly encoded XML: each is read, or refused with a sentence that says what and what to do."""

import codecs
import resource
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from counterfoil.errors import LimitError, UnreadableError
from counterfoil.formats._xml import parse
from counterfoil.model.settings import Limits

LIMITS = Limits()

LAUGHS = (
    '<!DOCTYPE a [<!ENTITY l0 "ha">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    + "]><a>&l9;</a>"
)
BLOW_UP = f'<!DOCTYPE a [<!ENTITY x "{"x" * 50_000}">]><a>{"&x;" * 50_000}</a>'

DTDS = {
    "external entity": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "entity by network": '<!DOCTYPE a [<!ENTITY x SYSTEM "http://localhost:9/x">]><a>&x;</a>',
    "external subset": '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
    "public subset": '<!DOCTYPE a PUBLIC "-//A//B" "http://localhost:9/x"><a/>',
    "parameter entity": '<!DOCTYPE a [<!ENTITY % x SYSTEM "file:///etc/passwd">%x;]><a/>',
    "billion laughs": LAUGHS,
    "quadratic blow-up": BLOW_UP,
    "laughs in an attribute": LAUGHS.replace("<a>&l9;</a>", '<a b="&l9;"/>'),
    "default attributes": '<!DOCTYPE a [<!ATTLIST a b CDATA "c">]><a/>',
    "empty subset": "<!DOCTYPE a []><a/>",
    "after a comment": '<!-- <a> --><?pi ?>\n<!-- - --><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
    "never closed": "<!DOCTYPE a",
}
DECLARATION = '<?xml version="1.0" encoding="{}"?>'


@pytest.mark.parametrize("text", DTDS.values(), ids=DTDS)
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "cp037", "utf-7"]
)
def test_a_dtd_is_refused_before_it_can_do_anything(text: str, encoding: str) -> None:
    named = "utf-8" if encoding == "utf-8-sig" else encoding
    with pytest.raises(UnreadableError, match="declares a DTD") as refusal:
        parse((DECLARATION.format(named) + text).encode(encoding), LIMITS)
    assert "DOCTYPE" in refusal.value.hint


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-16", "utf-32"])
def test_a_dtd_is_refused_without_an_xml_declaration_too(encoding: str) -> None:
    with pytest.raises(UnreadableError, match="declares a DTD"):
        parse(LAUGHS.encode(encoding), LIMITS)


@pytest.mark.parametrize("doctype", ["<!DOCTYPE project>", "<!DOCTYPE epcis:EPCISDocument\n >"])
def test_a_doctype_that_only_names_a_root_declares_nothing(doctype: str) -> None:
    assert parse(f"<!-- x -->{doctype}<a>b</a>".encode(), LIMITS).text == "b"


@pytest.mark.parametrize("text", ["<a><![CDATA[<!DOCTYPE html []>]]></a>", "<!-- <!DOCTYPE a []> --><a/>"])
def test_a_doctype_in_text_or_comment_is_none(text: str) -> None:
    assert parse(text.encode(), LIMITS).tag == "a"


@pytest.mark.parametrize(
    "text", ["<a>&x;</a>", '<a b="&x;"/>', "<a>&#1;</a>", "<a>&#xD800;</a>", "<a/><!DOCTYPE a []>"]
)
def test_what_is_not_well_formed_is_said_with_its_place(text: str) -> None:
    with pytest.raises(UnreadableError, match="not well-formed XML at line 1, column"):
        parse(text.encode(), LIMITS)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" ",
        b"<",
        b"<?xml",
        b"<?xml version='1.0'?>",
        b"<!--",
        b"<a><b>",
        b"<a><b",
        b"<a>\0</a>",
        b"\0",
        b"<a></b>",
    ],
)
def test_cut_off_or_empty_documents_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="not well-formed"):
        parse(data, LIMITS)


ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "utf-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16LE",
    "utf-16-be": "UTF-16BE",
    "utf-32": "UTF-32",
    "utf-32-be": "UTF-32BE",
    "iso-8859-1": "ISO-8859-1",
    "iso-8859-15": "ISO-8859-15",
    "cp1252": "windows-1252",
    "cp037": "IBM037",
    "cp1140": "cp1140",
    "cp273": "IBM273",
}


@pytest.mark.parametrize(("codec", "name"), ENCODINGS.items())
def test_every_encoding_is_read_that_is_named_rightly(codec: str, name: str) -> None:
    data = (DECLARATION.format(name) + "<a b='ä'>Müller</a>").encode(codec)
    root = parse(data, LIMITS)
    assert (root.text, root.get("b")) == ("Müller", "ä")


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"])
def test_unicode_is_told_by_its_first_bytes(codec: str) -> None:
    assert parse("<a>Müller</a>".encode(codec), LIMITS).text == "Müller"


@pytest.mark.parametrize("name", ["UTF-16", "utf-16le", "UCS-2", "unicode"])
def test_the_name_of_what_a_program_held_in_memory_is_passed_over(name: str) -> None:
    assert parse((DECLARATION.format(name) + "<a>Müller</a>").encode(), LIMITS).text == "Müller"


def test_a_byte_order_mark_goes_before_the_declaration() -> None:
    assert parse(codecs.BOM_UTF8 + (DECLARATION.format("ISO-8859-1") + "<a>ü</a>").encode(), LIMITS).text == "ü"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ((DECLARATION.format("klingon") + "<a/>").encode(), "encoding that we do not know: klingon"),
        ((DECLARATION.format("rot13") + "<a/>").encode(), "encoding that we do not know: rot13"),
        ((DECLARATION.format("zip") + "<a/>").encode(), "encoding that we do not know: zip"),
        ((DECLARATION.format("euc-jp") + "<a>\xff</a>").encode("latin-1"), "not in euc-jp"),
        ("<a>ü</a>".encode("utf-16")[:-1], "not in utf-16"),
        ((DECLARATION.format("UTF-8") + "<a>ü</a>").encode("latin-1"), "not well-formed"),
        ((DECLARATION.format("us-ascii") + "<a>ü</a>").encode("latin-1"), "not well-formed"),
        ((DECLARATION.format("UTF-8-W/O-BOM") + "<a/>").encode(), "not well-formed"),
    ],
)
def test_a_wrong_encoding_is_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableError, match=sentence):
        parse(data, LIMITS)


def nested(levels: int) -> bytes:
    return b"<a>" * levels + b"</a>" * levels


@pytest.mark.parametrize("depth_max", [5, 30, 200, 256, 1000])
def test_elements_nest_as_deep_as_allowed_and_no_deeper(depth_max: int) -> None:
    limits = Limits(depth_max=depth_max)
    parse(nested(depth_max), limits)
    with pytest.raises(LimitError, match=f"deeper than the {depth_max:,} levels allowed") as refusal:
        parse(nested(depth_max + 1), limits)
    assert "depth_max" in refusal.value.hint


@pytest.mark.parametrize("levels", [3_000, 1_000_000])
@pytest.mark.parametrize("depth_max", [256, 100_000])
def test_very_deep_documents_are_refused_and_crash_nothing(levels: int, depth_max: int) -> None:
    with pytest.raises(LimitError):
        parse(nested(levels), Limits(depth_max=depth_max))


def test_a_document_may_be_as_long_as_allowed() -> None:
    data = b"<a>" + b"x" * 93 + b"</a>"
    parse(data, Limits(document_bytes_max=100))
    with pytest.raises(LimitError, match="101 bytes, more than the 100 allowed"):
        parse(data + b" ", Limits(document_bytes_max=100))


@pytest.mark.parametrize("form", ["<a>{}</a>", "<a><![CDATA[{}]]></a>", '<a b="{}"/>', "<a><!--{}--></a>"])
def test_fifty_megabytes_in_one_text_are_read_within_the_limits(form: str) -> None:
    data = form.format("x" * 50_000_000).encode()
    assert parse(data, LIMITS).tag == "a"
    with pytest.raises(LimitError):
        parse(data, Limits(document_bytes_max=10_000_000))


def test_a_large_document_is_as_safe_as_a_small_one() -> None:
    padding = f"<!--{'x' * 10_000_001}-->"
    with pytest.raises(UnreadableError, match="declares a DTD"):
        parse((padding + LAUGHS).encode(), LIMITS)
    with pytest.raises(LimitError, match="deeper"):
        parse(padding.encode() + nested(257), LIMITS)


def test_millions_of_elements_are_refused_before_they_take_the_memory() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(LimitError, match="more than the 5,000,000 elements allowed"):
        parse(b"<a>" + b"<a/>" * 20_000_000 + b"</a>", LIMITS)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 500_000  # kilobytes


@pytest.mark.parametrize("root", ["<a {}/>", "<a><b/><c><d {}>x</d></c></a>"])
def test_an_element_with_very_many_attributes_is_refused(root: str) -> None:
    def document(number: int) -> bytes:
        return root.format(" ".join(f"a{place}='x=y'" for place in range(number))).encode()

    for number in (1, 500, 1000):
        assert parse(document(number), LIMITS) is not None
    for number in (1001, 50_000):
        with pytest.raises(UnreadableError, match="more than 1,000 attributes"):
            parse(document(number), LIMITS)


def test_comments_instructions_and_blanks_between_elements_are_dropped() -> None:
    root = parse(b"<?p?><a>\n <!-- c --><b> x </b><?p?>\n</a>", LIMITS)
    assert etree.tostring(root) == b"<a><b> x </b></a>"


def mutations() -> Iterator[st.SearchStrategy[bytes]]:
    seeds = [DECLARATION.format("UTF-8") + "<a b='c'>d</a>", LAUGHS, "<!DOCTYPE a><a/>"]
    for codec in ("utf-8", "utf-16", "cp037", "utf-32"):
        yield from (st.just(seed.encode(codec)) for seed in seeds)


def is_said(data: bytes) -> bool:
    """Is this a tree, or refused with a sentence and a hint?"""
    try:
        parse(data, LIMITS)
    except UnreadableError as refusal:
        return refusal.message.endswith(".") and bool(refusal.hint)
    return True


@given(st.binary(max_size=400))
def test_no_bytes_make_anything_but_a_tree_or_a_refusal(data: bytes) -> None:
    assert is_said(data)


@given(st.one_of(*mutations()), st.integers(0, 200), st.binary(max_size=6))
def test_damaged_documents_make_a_tree_or_a_refusal(data: bytes, at: int, put: bytes) -> None:
    assert is_said(data[:at] + put + data[at + len(put) :])


@pytest.mark.parametrize("before", ["", "<!-- " + "x" * 9000 + " -->", "<b/>" * 4000, "<b>" + "x" * 7000 + "</b>"])
@pytest.mark.parametrize("behind", ["", "<b/>" * 4000, "x" * 7000])
@pytest.mark.parametrize("count", [999, 1000, 1001, 1400])
def test_too_many_attributes_are_found_wherever_they_stand(before: str, behind: str, count: int) -> None:
    attributes = "".join(f' {chr(0x4E00 + place)}=""' for place in range(count))
    document = f"<a>{before}<c{attributes}/>{behind}</a>".encode()
    if count <= 1000:
        assert len(parse(document, Limits())) >= 1
    else:
        with pytest.raises(UnreadableError, match="more than 1,000 attributes"):
            parse(document, Limits())


def test_too_little_memory_is_no_fault_of_the_document() -> None:
    syntax_error: Any = etree.XMLSyntaxError  # its stubs lack the code and place
    error = syntax_error("out of memory", etree.ErrorTypes.ERR_NO_MEMORY, 0, 0)
    with patch.object(etree, "fromstring", side_effect=error), pytest.raises(MemoryError):
        parse(b"<a/>", Limits())
