"""Which format bytes are of, and what is said of those that are of none."""

import bz2
import gzip
import io
import lzma
import tarfile

import pytest

from counterfoil.errors import UnreadableError
from counterfoil.formats import read
from counterfoil.model.settings import Limits

PAPER = b"<Invoice/>"


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
        (gzip.compress(PAPER), "gzip"),
        (bz2.compress(PAPER), "bzip2"),
        (lzma.compress(PAPER), "xz"),
        (tarred(PAPER), "tar"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "7-Zip"),
        (b"Rar!\x1a\x07\x01\0", "RAR"),
    ],
)
def test_what_is_packed_in_another_way_than_zip_is_to_be_unpacked(data: bytes, name: str) -> None:
    with pytest.raises(UnreadableError, match=f"packed with {name}") as refused:
        list(read(data, Limits()))
    assert "Unpack it" in refused.value.hint


@pytest.mark.parametrize(("data", "says"), [(b" \n", "It is empty"), (b"\x89PNG\r\n", "of no format that we read")])
def test_what_is_nothing_that_we_know_is_told(data: bytes, says: str) -> None:
    with pytest.raises(UnreadableError, match=says):
        list(read(data, Limits()))
