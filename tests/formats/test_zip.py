"""ZIP archives that are damaged, hostile or odd: a flawed member is refused, the others are read, nothing wrong is."""

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archives import zipped
from counterfoil.errors import LimitError, UnreadableError
from counterfoil.formats._zip import Member, directory, flaws, open_member
from counterfoil.model.settings import Limits

LIMITS = Limits()


def read_all(data: bytes, limits: Limits = LIMITS) -> dict[str, bytes | str]:
    """Contents by name, or the sentence of the refusal."""
    members = directory(io.BytesIO(data), limits)
    flawed = flaws(members, limits, limits.archive_bytes_max)
    found: dict[str, bytes | str] = {}
    for at, member in enumerate(members):
        try:
            if at in flawed:
                raise flawed[at]
            with open_member(lambda: io.BytesIO(data), member) as stream:
                found[member.name] = stream.read()
        except UnreadableError as refusal:
            found[member.name] = refusal.message
    return found


class Entry(NamedTuple):
    """A member as a hostile hand writes it: what its local header says, and what the directory says."""

    name: bytes = b"a"
    data: bytes = b"hello"
    method: int = 0
    flags: int = 0
    packed: int | None = None
    size: int | None = None
    checksum: int | None = None
    offset: int | None = None
    extra: bytes = b""


def written(*entries: Entry, before: bytes = b"", comment: bytes = b"", locator: bytes = b"") -> bytes:
    body, listed = before, b""
    for entry in entries:
        plain = zlib.decompress(entry.data, -15) if entry.method == 8 and entry.size is None else entry.data
        packed = len(entry.data) if entry.packed is None else entry.packed
        size = len(plain) if entry.size is None else entry.size
        checksum = zlib.crc32(plain) if entry.checksum is None else entry.checksum
        offset = len(body) - len(before) if entry.offset is None else entry.offset
        common = (entry.flags, entry.method, 0, 0, checksum, packed, size, len(entry.name))
        body += struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, *common, 0) + entry.name + entry.data
        listed += struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, *common, len(entry.extra), 0, 0, 0, 0, offset)
        listed += entry.name + entry.extra
    count = len(entries)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(listed), len(body) - len(before), len(comment))
    return body + listed + locator + end + comment


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


BESIDE = Entry(b"beside", b"fine")
FLAWS: dict[str, tuple[Entry, str]] = {
    "encrypted": (Entry(flags=1), "It is encrypted."),
    "strongly encrypted": (Entry(flags=0x41), "It is encrypted."),
    "encrypted with AES": (Entry(method=99), "It is encrypted."),
    "unknown method": (Entry(method=97), "It is packed by method 97, which we do not read."),
    "wrong checksum": (Entry(checksum=1), "This member of the archive is damaged: its checksum does not fit."),
    "longer than said": (
        Entry(method=8, data=deflated(b"x" * 100), size=50),
        "This member of the archive unpacks to more than the archive says.",
    ),
    "shorter than said": (
        Entry(method=8, data=deflated(b"x" * 100), size=150),
        "This member of the archive is cut off.",
    ),
    "stored shorter than said": (Entry(packed=5, size=9), "This member of the archive is cut off."),
    "cut off within": (
        Entry(method=8, data=deflated(os.urandom(100)), packed=50),
        "This member of the archive is cut off.",
    ),
    "no deflate": (Entry(method=8, data=b"\xff" * 20, size=20), "This member of the archive is damaged."),
    "beyond the archive": (
        Entry(packed=1_000_000),
        "The archive is damaged: this member is not where it should be.",
    ),
    "far beyond": (Entry(offset=0xFFFFFFF0), "The archive is damaged: this member is not where it should be."),
    "farther than any file": (
        Entry(offset=0xFFFFFFFF, extra=struct.pack("<2HQ", 1, 8, 2**64 - 1)),
        "The archive is damaged: this member is not where it should be.",
    ),
    "in the middle of something": (
        Entry(offset=3, packed=1, size=1),
        "The archive is damaged: its directory points to no member.",
    ),
}


@pytest.mark.parametrize(("entry", "sentence"), FLAWS.values(), ids=FLAWS)
def test_a_flawed_member_is_refused_and_the_others_are_read(entry: Entry, sentence: str) -> None:
    assert read_all(written(entry, BESIDE)) == {"a": sentence, "beside": b"fine"}


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_methods_are_refused_with_a_way_out(method: int) -> None:
    (sentence,) = read_all(zipped({"a": b"x" * 100}, method)).values()
    assert sentence == f"It is packed by method {method}, which we do not read."


def test_a_bomb_is_refused_by_its_ratio_before_it_is_unpacked() -> None:
    bomb = zipped({"bomb": b"\0" * 50_000_000, "beside": b"x"})
    assert read_all(bomb) == {
        "bomb": "It would unpack to more than 200 times its packed size, as bombs do.",
        "beside": b"x",
    }
    assert len(read_all(bomb, Limits(expansion_ratio_max=2000))["bomb"]) == 50_000_000
    assert read_all(zipped({"small": b"\0" * 1_000_000})) == {"small": b"\0" * 1_000_000}


def test_a_bomb_that_denies_its_size_gives_no_more_than_it_says() -> None:
    packed = deflated(b"\0" * 50_000_000)
    data = written(Entry(method=8, data=packed, size=1000))
    (member,) = directory(io.BytesIO(data), LIMITS)
    given: list[bytes] = []
    with pytest.raises(UnreadableError, match="more than the archive says"):
        given.extend(pieces(data, member))
    assert len(b"".join(given)) <= 1000


def pieces(data: bytes, member: Member) -> Iterator[bytes]:
    with open_member(lambda: io.BytesIO(data), member) as stream:
        while piece := stream.read(500):
            yield piece


def test_the_members_together_may_unpack_to_so_much() -> None:
    data = zipped({"a": b"x" * 60, "b": b"y" * 60, "c": b"z" * 40})
    assert read_all(data, Limits(archive_bytes_max=100)) == {
        "a": b"x" * 60,
        "b": "With it the archive would unpack to more than the 100 bytes allowed.",
        "c": b"z" * 40,
    }


def test_members_that_share_their_bytes_are_a_bomb() -> None:
    shared = written(Entry(b"a"), Entry(b"b", offset=0), BESIDE)
    sentence = "This member of the archive overlaps with another one: it is a bomb."
    assert read_all(shared) == {"a": sentence, "b": sentence, "beside": b"fine"}


def test_members_that_quote_the_headers_of_others_are_a_bomb() -> None:
    inner = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 0, 0, 0, zlib.crc32(b"hi"), 2, 2, 1, 0) + b"bhi"
    quoting = written(Entry(b"a", inner + b"and more"), Entry(b"b", b"hi", offset=31))
    assert ["overlaps" in str(each) for each in read_all(quoting).values()] == [True, True]


def test_an_archive_has_as_many_entries_as_allowed_and_no_more() -> None:
    data = zipped({str(n): b"" for n in range(10)} | {"folder/": b""})
    assert len(directory(io.BytesIO(data), Limits(archive_entries_max=11))) == 10
    with pytest.raises(LimitError, match="more than the 10 entries allowed"):
        directory(io.BytesIO(data), Limits(archive_entries_max=10))


def test_entries_are_counted_not_believed() -> None:
    data = bytearray(zipped({str(n): b"" for n in range(100)}))
    at = data.rfind(b"PK\x05\x06")
    data[at + 8 : at + 12] = struct.pack("<2H", 1, 1)
    with pytest.raises(LimitError):
        directory(io.BytesIO(bytes(data)), Limits(archive_entries_max=50))


@pytest.mark.parametrize("cut", [1, 10, 21, 22, 40, 60, 100])
def test_an_archive_that_is_cut_off_is_refused(cut: int) -> None:
    data = zipped({"a": b"x" * 10, "b": b"y" * 10}, zipfile.ZIP_STORED)
    with pytest.raises(UnreadableError, match="has no directory: it is cut off or damaged") as refusal:
        directory(io.BytesIO(data[:-cut]), LIMITS)
    assert refusal.value.hint


def test_a_damaged_directory_is_refused() -> None:
    data = zipped({"a": b"x", "b": b"y"}, zipfile.ZIP_STORED)
    for broken in (data.replace(b"PK\x01\x02", b"PK\0\0"), data[:40] + data[60:]):
        with pytest.raises(UnreadableError, match="archive is damaged"):
            directory(io.BytesIO(broken), LIMITS)


def test_a_directory_whose_last_name_is_cut_off_is_refused() -> None:
    data = bytearray(written(Entry(b"a" * 50)))
    data[data.rfind(b"PK\x01\x02") + 28] = 0xFF
    data[data.rfind(b"PK\x01\x02") + 29] = 0xFF
    with pytest.raises(UnreadableError, match="its directory breaks off"):
        directory(io.BytesIO(bytes(data)), LIMITS)


def test_other_extra_fields_are_passed_over() -> None:
    times = struct.pack("<2HBI", 0x5455, 5, 1, 0)
    large = struct.pack("<2HQ", 1, 8, 5)
    data = written(Entry(size=0xFFFFFFFF, checksum=zlib.crc32(b"hello"), extra=times + large + b"??"))
    assert read_all(data) == {"a": b"hello"}


def test_a_part_of_several_archives_is_refused() -> None:
    data = bytearray(zipped({"a": b"x"}))
    data[data.rfind(b"PK\x05\x06") + 4] = 1
    with pytest.raises(UnreadableError, match="one part of several"):
        directory(io.BytesIO(bytes(data)), LIMITS)


def test_what_stands_before_and_after_an_archive_does_not_matter() -> None:
    data = written(Entry(), BESIDE, before=b"#!/bin/sh\n" * 50, comment=b"made by hand" * 1000)
    assert read_all(data) == {"a": b"hello", "beside": b"fine"}


@pytest.mark.parametrize("before", [b"", b"something else"])
def test_the_records_of_large_archives_are_read(before: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 10)
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 1)
    members = {"a": b"x" * 100, "b": b"y" * 100, "c": b""}
    data = zipped(members)
    assert b"PK\x06\x06" in data
    assert b"PK\x06\x07" in data
    assert read_all(before + data) == members


@pytest.mark.parametrize("place", [0, 1, 2**64 - 1])
def test_a_record_of_large_archives_that_is_not_there_is_not_looked_for_elsewhere(place: int) -> None:
    data = written(Entry(), BESIDE, locator=struct.pack("<4sIQI", b"PK\x06\x07", 0, place, 1))
    with pytest.raises(UnreadableError, match="its directory breaks off"):
        directory(io.BytesIO(data), LIMITS)


@pytest.mark.parametrize(
    ("name", "flags", "expected"),
    [
        ("Müller.xml".encode(), 0x800, "Müller.xml"),
        ("Müller.xml".encode(), 0, "Müller.xml"),
        ("Müller.xml".encode("cp437"), 0, "Müller.xml"),
        (b"\xff.xml", 0x800, "\ufffd.xml"),
        (b"a.xml\0.exe", 0, "a.xml"),
        (b"", 0, ""),
    ],
)
def test_names_are_read_in_the_encodings_that_are_in_use(name: bytes, flags: int, expected: str) -> None:
    assert read_all(written(Entry(name, flags=flags))) == {expected: b"hello"}


class Counting(io.BytesIO):
    """A file that counts what is read of it."""

    total = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        Counting.total += len(data)
        return data


def test_only_what_is_needed_is_read() -> None:
    data = zipped({"a": os.urandom(20_000_000), "b": os.urandom(20_000_000)}, zipfile.ZIP_STORED)
    Counting.total = 0
    members = directory(Counting(data), LIMITS)
    assert Counting.total < 70_000
    with open_member(lambda: Counting(data), members[1]) as stream:
        stream.read(10)
    assert Counting.total < 200_000


def test_a_file_that_cannot_be_opened_any_more_is_closed() -> None:
    opened: list[BinaryIO] = []

    def opener() -> BinaryIO:
        opened.append(io.BytesIO(b"no archive"))
        return opened[-1]

    member = Member(name="a", offset=0, packed=1, size=1, method=0, checksum=0)
    with pytest.raises(UnreadableError):
        open_member(opener, member)
    assert opened[0].closed


def test_closing_a_member_closes_the_archive() -> None:
    data = zipped({"a": b"x"})
    file = io.BytesIO(data)
    open_member(lambda: file, directory(io.BytesIO(data), LIMITS)[0]).close()
    assert file.closed


contents = st.dictionaries(
    st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=12),
    st.binary(max_size=300) | st.binary(max_size=3).map(lambda part: part * 5000),
    max_size=6,
)


@given(contents, st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]))
def test_what_the_standard_library_writes_is_read(members: dict[str, bytes], method: int) -> None:
    assert read_all(zipped(members, method)) == members


@given(contents, st.data())
def test_a_damaged_archive_gives_no_wrong_content(members: dict[str, bytes], choice: st.DataObject) -> None:
    data = bytearray(zipped(members, choice.draw(st.sampled_from([0, 8]))))
    for _ in range(choice.draw(st.integers(1, 4))):
        data[choice.draw(st.integers(0, len(data) - 1))] = choice.draw(st.integers(0, 255))
    try:
        found = read_all(bytes(data))
    except UnreadableError as refusal:
        found = {"": refusal.message}
    assert all(each in members.values() for each in found.values() if isinstance(each, bytes))


@given(st.binary(max_size=200), st.integers(0, 3))
def test_no_bytes_make_anything_but_members_or_a_refusal(data: bytes, ends: int) -> None:
    assert isinstance(read_or_refuse(data + zipped({})[-22:] * ends), dict | str)


def read_or_refuse(data: bytes, read: Callable[[bytes], Any] = read_all) -> Any:
    try:
        return read(data)
    except UnreadableError as refusal:
        return refusal.message
