"""ZIP archives, member by member: nothing is unpacked to disk, and one bad member does not spoil the others.

The standard library's reader gives up the whole archive for one bad name, trusts what entries say about one another,
and must stay open; this one reads the directory once (PKWARE APPNOTE 6.3.10) and opens each member by itself.
"""

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

from counterfoil.errors import LimitError, UnreadableError
from counterfoil.model._base import Model
from counterfoil.model.settings import Limits

Opener = Callable[[], BinaryIO]

MAGICS = (b"PK\x03\x04", b"PK\x05\x06")
"""How an archive begins: with a member, or with its directory where it has none."""

_STORED, _DEFLATED, _AES = 0, 8, 99  # APPNOTE 4.4.5
_ENCRYPTED, _UTF_8 = 0x1, 0x800  # bits of 4.4.4

_END = struct.Struct("<4s4H2IH")  # 4.3.16
_END_64_LOCATOR = struct.Struct("<4sIQI")  # 4.3.15
_END_64 = struct.Struct("<4sQ2H2I4Q")  # 4.3.14
_ENTRY = struct.Struct("<4s6H3I5H2I")  # 4.3.12
_LOCAL = struct.Struct("<4s5H3I2H")  # 4.3.7
_COMMENT_BYTES_MAX = 0xFFFF
_IN_64 = 0xFFFFFFFF

_SMALL_BYTES = 1_000_000
"""No bomb is this small: a member up to here may have any expansion ratio."""

_ASK = "Ask the sender for an undamaged copy."


class Member(Model):
    """A file in an archive, as the archive's directory describes it."""

    name: str
    offset: int
    packed: int
    size: int
    method: int
    checksum: int
    encrypted: bool = False
    whole: bool = True
    """False where it would reach into the directory or beyond the archive."""


def directory(file: BinaryIO, limits: Limits) -> list[Member]:
    """The members of an archive in the order of its directory, folders left out.

    Raises UnreadableError where there is no whole directory, LimitError where it has too many entries.
    """
    start, size, shift = _extent(file)
    file.seek(start)
    members: list[Member] = []
    entries = 0
    while size > 0:
        member, length = _entry(file, shift, start)
        size -= length
        entries += 1
        if entries > limits.archive_entries_max:
            raise LimitError(
                f"The archive has more than the {limits.archive_entries_max:,} entries allowed.",
                "Split it, or raise archive_entries_max in counterfoil.toml if you trust where it comes from.",
            )
        if not member.name.endswith("/"):
            members.append(member)
    return members


def flaws(members: list[Member], limits: Limits, left: int) -> dict[int, UnreadableError]:
    """Why members cannot be read, by their place in the list: encrypted, overlapping, of a foreign method, or a bomb.

    `left` is how many bytes the members may unpack to in all.
    """
    found = dict(_overlapping(members))
    for at, member in enumerate(members):
        flaw = _flaw(member, left, limits)
        if flaw is not None:
            found[at] = flaw
        elif at not in found:
            left -= member.size
    return found


def open_member(open_archive: Opener, member: Member) -> io.BufferedReader:
    """Open a member for reading, unpacked as it is read. It raises UnreadableError where the member is damaged."""
    archive = open_archive()
    try:
        archive.seek(member.offset)
        header = archive.read(_LOCAL.size)
        if len(header) < _LOCAL.size or not header.startswith(b"PK\x03\x04"):
            raise UnreadableError("The archive is damaged: its directory points to no member.", _ASK)
        *_, name_length, extra_length = _LOCAL.unpack(header)
        archive.seek(name_length + extra_length, io.SEEK_CUR)
        return io.BufferedReader(_Unpacked(archive, member), 1 << 16)
    except BaseException:
        archive.close()
        raise


class _Unpacked(io.RawIOBase):
    """The content of a member; its checksum and length are held against what the directory says."""

    def __init__(self, archive: BinaryIO, member: Member) -> None:
        self._archive, self._member = archive, member
        self._left, self._given, self._checksum = member.packed, 0, 0
        self._inflate = zlib.decompressobj(-zlib.MAX_WBITS) if member.method == _DEFLATED else None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # io gives a memoryview
        data = self._next(len(buffer)) if len(buffer) else b""
        if not data and len(buffer):
            self._finish()
        buffer[: len(data)] = data
        self._given += len(data)
        self._checksum = zlib.crc32(data, self._checksum)
        if self._given > self._member.size:
            raise UnreadableError("This member of the archive unpacks to more than the archive says.", _ASK)
        return len(data)

    def close(self) -> None:
        self._archive.close()
        super().close()

    def _next(self, size: int) -> bytes:
        if self._inflate is None:
            return self._packed(size)
        try:
            while not self._inflate.eof:
                data = self._inflate.unconsumed_tail or self._packed(1 << 14)
                given = self._inflate.decompress(data, size)
                if given or not data:
                    return given
        except zlib.error:
            raise UnreadableError("This member of the archive is damaged.", _ASK) from None
        return b""

    def _packed(self, size: int) -> bytes:
        data = self._archive.read(min(size, self._left))
        self._left -= len(data)
        return data

    def _finish(self) -> None:
        if self._given != self._member.size:
            raise UnreadableError("This member of the archive is cut off.", _ASK)
        if self._checksum != self._member.checksum:
            raise UnreadableError("This member of the archive is damaged: its checksum does not fit.", _ASK)


def _extent(file: BinaryIO) -> tuple[int, int, int]:
    """Where the directory begins, its length, and how far the whole archive is shifted by what stands before it."""
    length = file.seek(0, io.SEEK_END)
    file.seek(max(0, length - _END.size - _COMMENT_BYTES_MAX))
    tail_start = file.tell()
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise UnreadableError("The archive has no directory: it is cut off or damaged.", _ASK)
    _, disk, first_disk, _, _, size, offset, _ = _END.unpack_from(tail, at)
    end = tail_start + at
    disk, first_disk, size, offset, end = _extent_64(file, end) or (disk, first_disk, size, offset, end)
    if disk or first_disk:
        raise UnreadableError(
            "The archive is one part of several.", "Join its parts, or unpack it, and add the result."
        )
    if size + offset > end:
        raise UnreadableError("The archive is damaged: its directory is not where it should be.", _ASK)
    return end - size, size, end - size - offset


def _extent_64(file: BinaryIO, end: int) -> tuple[int, int, int, int, int] | None:
    if end < _END_64_LOCATOR.size + _END_64.size:
        return None
    file.seek(end - _END_64_LOCATOR.size)
    magic, _, stated, _ = _END_64_LOCATOR.unpack(file.read(_END_64_LOCATOR.size))
    if magic != b"PK\x06\x07":
        return None
    # Where something stands before the archive, the stated place is wrong, but the record is still the one just before.
    for place in (end - _END_64_LOCATOR.size - _END_64.size, stated):
        if 0 <= place <= end - _END_64.size:
            file.seek(place)
            found = _END_64.unpack(file.read(_END_64.size))
            if found[0] == b"PK\x06\x06":
                return found[4], found[5], found[8], found[9], place
    return None


def _entry(file: BinaryIO, shift: int, end: int) -> tuple[Member, int]:
    header = file.read(_ENTRY.size)
    if len(header) < _ENTRY.size or not header.startswith(b"PK\x01\x02"):
        raise UnreadableError("The archive is damaged: its directory breaks off.", _ASK)
    fields = _ENTRY.unpack(header)
    flags, method = fields[3:5]
    checksum, packed, size, name_length, extra_length, comment_length = fields[7:13]
    rest = file.read(name_length + extra_length + comment_length)
    if len(rest) < name_length + extra_length + comment_length:
        raise UnreadableError("The archive is damaged: its directory breaks off.", _ASK)
    name = rest[:name_length].partition(b"\0")[0]
    size, packed, offset = _in_64(rest[name_length : name_length + extra_length], size, packed, fields[16])
    member = Member(
        name=_decoded(name, flags),
        offset=offset + shift,
        packed=packed,
        size=size,
        method=method,
        checksum=checksum,
        encrypted=bool(flags & _ENCRYPTED) or method == _AES,
        whole=offset + shift + _LOCAL.size + packed <= end,
    )
    return member, _ENTRY.size + len(rest)


def _in_64(extra: bytes, *values: int) -> Iterator[int]:
    """Size, packed size and offset, each from the ZIP64 field where it did not fit into the entry (4.5.3)."""
    wide = b""
    while len(extra) >= 4:
        tag, length = struct.unpack_from("<2H", extra)
        if tag == 1:
            wide = extra[4 : 4 + length]
        extra = extra[4 + length :]
    for value in values:
        if value == _IN_64 and len(wide) >= 8:
            yield struct.unpack_from("<Q", wide)[0]
            wide = wide[8:]
        else:
            yield value


def _decoded(name: bytes, flags: int) -> str:
    """Many archives write UTF-8 without saying so; what is none is in the code page of MS-DOS."""
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("utf-8", "replace") if flags & _UTF_8 else name.decode("cp437")


def _overlapping(members: list[Member]) -> Iterator[tuple[int, UnreadableError]]:
    """Members that share bytes with another one, which only a bomb does."""
    reach, owner = -1, -1
    whole = [at for at, member in enumerate(members) if member.whole]
    for at in sorted(whole, key=lambda at: members[at].offset):
        member = members[at]
        if member.offset < reach:
            for each in (owner, at):
                yield each, UnreadableError("This member of the archive overlaps with another one: it is a bomb.", _ASK)
        end = member.offset + _LOCAL.size + member.packed
        if end > reach:
            reach, owner = end, at


def _flaw(member: Member, left: int, limits: Limits) -> UnreadableError | None:
    if not member.whole:
        return UnreadableError("The archive is damaged: this member is not where it should be.", _ASK)
    if member.encrypted:
        return UnreadableError("It is encrypted.", "Unpack it with its password and add the documents.")
    if member.method not in (_STORED, _DEFLATED):
        return UnreadableError(
            f"It is packed by method {member.method}, which we do not read.",
            "Pack it with the usual method (deflate), or add it unpacked.",
        )
    if member.size > _SMALL_BYTES and member.size > member.packed * limits.expansion_ratio_max:
        return LimitError(
            f"It would unpack to more than {limits.expansion_ratio_max} times its packed size, as bombs do.",
            "Add it unpacked, or raise expansion_ratio_max in counterfoil.toml if you trust where it comes from.",
        )
    if member.size > left:
        return LimitError(
            f"With it the archive would unpack to more than the {limits.archive_bytes_max:,} bytes allowed.",
            "Split the archive, or raise archive_bytes_max in counterfoil.toml if you trust where it comes from.",
        )
    return None
