"""Folders, links, special files, odd names, standard input, archives: what becomes a document, and what is refused."""

import errno
import io
import os
import pickle
import socket
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archives import zipped
from counterfoil.errors import LimitError, UnreadableError
from counterfoil.formats._container import Refusal, Source, content, sources
from counterfoil.model.settings import Limits

LIMITS = Limits()


def told(*paths: str | bytes | Path, limits: Limits = LIMITS) -> dict[str, str | bytes]:
    """What the paths hold, in order: contents by name, or the sentence of the refusal."""
    found: dict[str, str | bytes] = {}
    for each in sources(paths, limits):
        assert each.name not in found
        if isinstance(each, Refusal):
            assert each.error.hint
            found[each.name] = each.error.message
        else:
            found[each.name] = content(each, limits)
    return found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the current one, so that names are short."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


# --- Folders ----------------------------------------------------------------------------------------------------------


def test_a_folder_is_walked_in_the_order_of_names(folder: Path) -> None:
    for name in ("b/z.xml", "b/a.xml", "a.xml", "c.xml", "b/deep/1.xml", "B.xml", ".hidden.xml"):
        (folder / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "in" / name).write_text(name)
    assert list(told("in")) == [
        "in/.hidden.xml",
        "in/B.xml",
        "in/a.xml",
        "in/b/a.xml",
        "in/b/deep/1.xml",
        "in/b/z.xml",
        "in/c.xml",
    ]
    assert told("in")["in/b/a.xml"] == b"b/a.xml"


def test_what_systems_and_office_programs_leave_behind_is_skipped(folder: Path) -> None:
    droppings = (
        ".DS_Store",
        "._a.xml",
        "Thumbs.db",
        "desktop.INI",
        "~$Orders.xlsx",
        ".~lock.orders.ods#",
        "__MACOSX/._a.xml",
        ".Trashes/x.xml",
        "$RECYCLE.BIN/x.xml",
    )
    for name in (*droppings, "a.xml", "DS_Store.xml", "~orders.xml"):
        (folder / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "in" / name).write_bytes(b"x")
    assert list(told("in")) == ["in/DS_Store.xml", "in/a.xml", "in/~orders.xml"]


def test_a_dropping_that_is_named_by_the_person_is_read(folder: Path) -> None:
    (folder / ".DS_Store").write_bytes(b"x")
    assert told(".DS_Store") == {".DS_Store": b"x"}


def test_paths_are_read_in_the_order_given_whatever_their_type(folder: Path) -> None:
    (folder / "b").write_bytes(b"1")
    (folder / "a").write_bytes(b"2")
    assert list(told("b", b"a")) == ["b", "a"]
    assert told(Path("b")) == {"b": b"1"}


def test_an_empty_folder_and_an_empty_file(folder: Path) -> None:
    (folder / "none").mkdir()
    (folder / "empty.xml").touch()
    assert told("none", "empty.xml") == {"empty.xml": b""}


def test_odd_names_are_kept_as_they_are(folder: Path) -> None:
    names = [b"line\nbreak", b"-rf", b"--", b"\xff\xfe.xml", "Müller.xml".encode(), b" ", b"a'\"$(x)", b"\x1b[31m"]
    (folder / "in").mkdir()
    for name in names:
        Path(os.fsdecode(b"in/" + name)).write_bytes(name)
    found = told("in")
    assert sorted(os.fsencode(name) for name in found) == sorted(b"in/" + name for name in names)
    assert found[os.fsdecode(b"in/\xff\xfe.xml")] == b"\xff\xfe.xml"
    assert told(b"in/\xff\xfe.xml") == {"in/\udcff\udcfe.xml": b"\xff\xfe.xml"}


def test_folders_may_be_nested_deeper_than_the_stack(folder: Path) -> None:
    name = "/".join(["d"] * 1200)
    for _ in range(1200):
        Path("d").mkdir()
        os.chdir("d")
    Path("a.xml").write_bytes(b"x")
    os.chdir(folder)
    found = told("d")
    os.chdir(name)
    Path("a.xml").unlink()
    for _ in range(1200):  # what removes temporary folders after the tests is no match for these
        os.chdir("..")
        Path("d").rmdir()
    assert found == {f"{name}/a.xml": b"x"}


def test_a_name_beyond_the_longest_is_refused(folder: Path) -> None:
    assert told("x" * 5_000) == {"x" * 5_000: "Its name is too long to be opened."}


def test_what_does_not_exist_is_refused_and_the_rest_goes_on(folder: Path) -> None:
    (folder / "a").write_bytes(b"x")
    assert told("missing", "a\0b", "a") == {
        "missing": "There is no file or folder of this name.",
        "a\0b": "Its name cannot be a file's: it has a NUL character.",
        "a": b"x",
    }


# --- Links and special files ------------------------------------------------------------------------------------------


def test_a_link_to_a_file_is_followed_and_a_broken_one_refused(folder: Path) -> None:
    (folder / "in").mkdir()
    (folder / "a.xml").write_bytes(b"x")
    (folder / "in/link.xml").symlink_to("../a.xml")
    (folder / "in/gone.xml").symlink_to("nowhere")
    (folder / "in/self.xml").symlink_to("self.xml")
    assert told("in") == {
        "in/gone.xml": "There is no file or folder of this name.",
        "in/link.xml": b"x",
        "in/self.xml": "It is a link that leads back to itself.",
    }


def test_a_link_back_up_is_refused_and_no_folder_is_walked_twice(folder: Path) -> None:
    (folder / "in/a/b").mkdir(parents=True)
    (folder / "in/a/b/x.xml").write_bytes(b"x")
    (folder / "in/a/b/up").symlink_to("../..")
    (folder / "in/a/b/here").symlink_to(".")
    (folder / "in/twin").symlink_to("a")
    assert told("in") == {
        "in/a/b/here": "It is a link to a folder that it is in itself.",
        "in/a/b/up": "It is a link to a folder that it is in itself.",
        "in/a/b/x.xml": b"x",
    }


def test_many_links_across_do_not_multiply(folder: Path) -> None:
    for n in range(12):
        (folder / f"in/{n}").mkdir(parents=True)
        (folder / f"in/{n}/x.xml").write_bytes(b"x")
        for m in range(12):
            (folder / f"in/{n}/to{m}").symlink_to(f"../{m}")
    found = told("in")
    assert sum(1 for each in found.values() if each == b"x") == 12
    assert len(found) < 200


def test_pipes_sockets_and_devices_are_refused_without_waiting(folder: Path) -> None:
    (folder / "in").mkdir()
    os.mkfifo("in/pipe")
    (folder / "in/link").symlink_to("pipe")
    (folder / "in/null").symlink_to("/dev/null")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("in/socket")
        assert told("in") == {
            "in/link": "It is a named pipe, not a file.",
            "in/null": "It is a device, not a file.",
            "in/pipe": "It is a named pipe, not a file.",
            "in/socket": "It is a socket, not a file.",
        }


def test_a_file_that_became_a_pipe_is_refused_when_it_is_opened(folder: Path) -> None:
    (folder / "a.xml").write_bytes(b"x" * 300_000)
    (source,) = sources(["a.xml"], LIMITS)
    assert isinstance(source, Source)
    (folder / "a.xml").unlink()
    with pytest.raises(UnreadableError, match="no file or folder"):
        content(source, LIMITS)
    os.mkfifo("a.xml")
    with pytest.raises(UnreadableError, match="no regular file any more"):
        content(source, LIMITS)


def test_a_small_file_is_as_it_was_when_it_was_found(folder: Path) -> None:
    (folder / "a.xml").write_bytes(b"x")
    (source,) = sources(["a.xml"], LIMITS)
    assert isinstance(source, Source)
    (folder / "a.xml").unlink()
    assert [content(source, LIMITS), content(source, LIMITS)] == [b"x", b"x"]


def refusing(real: Callable[..., Any], names: set[str], number: int) -> Callable[..., Any]:
    """A function of the operating system that fails for some names, as it would for a user without the right."""

    def function(path: Any, *args: Any, **kwargs: Any) -> Any:
        if str(path) in names:
            raise OSError(number, os.strerror(number), path)
        return real(path, *args, **kwargs)

    return function


def test_unreadable_files_and_folders_are_refused_and_the_rest_goes_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("in/closed/a.xml", "in/locked.xml", "in/open.xml", "in/torn.xml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x")
    monkeypatch.setattr(os, "listdir", refusing(os.listdir, {"in/closed"}, errno.EACCES))
    monkeypatch.setattr(os, "open", refusing(os.open, {"in/locked.xml"}, errno.EACCES))
    monkeypatch.setattr(os, "stat", refusing(os.stat, {"in/torn.xml"}, errno.EIO))
    assert told("in") == {
        "in/closed": "It may not be read.",
        "in/locked.xml": "It may not be read.",
        "in/open.xml": b"x",
        "in/torn.xml": "It cannot be read: Input/output error.",
    }


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_permissions_are_asked_of_the_system(folder: Path) -> None:
    (folder / "a.xml").touch(mode=0o000)
    assert told("a.xml") == {"a.xml": "It may not be read."}


# --- Content ----------------------------------------------------------------------------------------------------------


def test_a_document_is_as_large_as_allowed_and_no_larger(folder: Path) -> None:
    (folder / "a.xml").write_bytes(b"x" * 10)
    (source,) = sources(["a.xml"], LIMITS)
    assert isinstance(source, Source)
    assert len(content(source, Limits(document_bytes_max=10))) == 10
    with pytest.raises(LimitError, match="more than the 9 bytes allowed") as refusal:
        content(source, Limits(document_bytes_max=9))
    assert "document_bytes_max" in refusal.value.hint


@pytest.mark.parametrize("size", [None, 0, 1, 3, 5, 100])
def test_the_size_that_was_told_is_not_trusted(size: int | None) -> None:
    source = Source(name="a", open=lambda: io.BytesIO(b"hello"), size=size)
    assert content(source, LIMITS) == b"hello"


@pytest.mark.parametrize("size", [None, 1])
def test_a_document_that_grew_beyond_the_limit_is_refused(size: int | None) -> None:
    source = Source(name="a", open=lambda: io.BytesIO(b"hello"), size=size)
    with pytest.raises(LimitError):
        content(source, Limits(document_bytes_max=4))


def test_an_error_of_the_disk_is_a_sentence() -> None:
    class Broken(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            raise OSError(errno.EIO, "Input/output error")

    source = Source(name="a", open=lambda: io.BufferedReader(Broken()))
    with pytest.raises(UnreadableError, match="Input/output error"):
        content(source, LIMITS)


def test_sources_can_be_opened_later_again_at_once_and_in_another_process(folder: Path) -> None:
    (folder / "a.zip").write_bytes(zipped({"1": b"one", "2": b"two" * 100_000}))
    (folder / "b.xml").write_bytes(b"three")
    found = list(sources(["a.zip", "b.xml"], LIMITS))
    for _ in range(2):
        read = [content(each, LIMITS) for each in reversed(found) if isinstance(each, Source)]
        assert read == [b"three", b"two" * 100_000, b"one"]
    copies = pickle.loads(pickle.dumps(found))
    assert [content(each, LIMITS) for each in copies] == [b"one", b"two" * 100_000, b"three"]
    assert isinstance(found[1], Source)
    with found[1].open() as left, found[1].open() as right:
        assert left.read(6) == right.read(6) == left.read(6) == b"twotwo"


# --- Archives ---------------------------------------------------------------------------------------------------------


def test_an_archive_is_told_by_its_content(folder: Path) -> None:
    (folder / "a.xml").write_bytes(zipped({"b.txt": b"x"}))
    (folder / "b.zip").write_bytes(b"<a/>")
    assert told("a.xml", "b.zip") == {"a.xml!/b.txt": b"x", "b.zip": b"<a/>"}


def test_members_stand_in_the_order_of_the_archive_without_folders_and_droppings(folder: Path) -> None:
    members = {"z.xml": b"1", "d/": b"", "d/a.xml": b"2", "__MACOSX/d/._a.xml": b"3", "d/.DS_Store": b"4", "e": b""}
    (folder / "a.zip").write_bytes(zipped(members))
    assert told("a.zip") == {"a.zip!/z.xml": b"1", "a.zip!/d/a.xml": b"2", "a.zip!/e": b""}


def test_a_flawed_member_is_refused_and_the_others_are_read(folder: Path) -> None:
    with zipfile.ZipFile("a.zip", "w") as made:
        made.writestr("a.xml", b"x" * 100, zipfile.ZIP_BZIP2)
        made.writestr("b.xml", b"y" * 100, zipfile.ZIP_DEFLATED)
    assert told("a.zip") == {
        "a.zip!/a.xml": "It is packed by method 12, which we do not read.",
        "a.zip!/b.xml": b"y" * 100,
    }


def test_an_archive_without_a_file_is_told(folder: Path) -> None:
    (folder / "a.zip").write_bytes(zipped({}))
    (folder / "b.zip").write_bytes(zipped({"papers/": b"", "papers/.DS_Store": b"x"}))
    nothing = "The archive holds no file."
    assert told("a.zip") == {"a.zip": nothing}
    assert told("b.zip") == {"b.zip": nothing}


def test_archives_within_archives_are_opened_as_deep_as_allowed(folder: Path) -> None:
    inner = zipped({"x.xml": b"x"})
    for name in ("4", "3", "2"):
        inner = zipped({f"{name}.zip": inner, f"beside-{name}": b"y"})
    (folder / "1.zip").write_bytes(inner)
    assert told("1.zip") == {
        "1.zip!/2.zip!/3.zip!/4.zip": "It is an archive within more than 2 others.",
        "1.zip!/2.zip!/3.zip!/beside-4": b"y",
        "1.zip!/2.zip!/beside-3": b"y",
        "1.zip!/beside-2": b"y",
    }
    assert "1.zip!/2.zip!/3.zip!/4.zip!/x.xml" in told("1.zip", limits=Limits(archive_depth_max=3))
    assert told("1.zip", limits=Limits(archive_depth_max=0)) == {
        "1.zip!/2.zip": "It is an archive within more than 0 others.",
        "1.zip!/beside-2": b"y",
    }


def test_an_archive_that_contains_itself_comes_to_an_end(folder: Path) -> None:
    data = zipped({"x": b"x"})
    for _ in range(30):
        data = zipped({"again.zip": data})
    (folder / "a.zip").write_bytes(data)
    assert list(told("a.zip").values()) == ["It is an archive within more than 2 others."]


def test_a_damaged_archive_within_an_archive_is_refused_alone(folder: Path) -> None:
    inner = zipped({"x.xml": b"x" * 1000})
    (folder / "a.zip").write_bytes(zipped({"in.zip": inner[:60], "b.xml": b"y"}))
    assert told("a.zip") == {
        "a.zip!/in.zip": "The archive has no directory: it is cut off or damaged.",
        "a.zip!/b.xml": b"y",
    }


@pytest.mark.parametrize(
    "members",
    [
        {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"},
        {"_rels/.rels": b"", "xl/workbook.xml": b"", "[Content_Types].xml": b""},
        {"[Content_Types].xml": b"<Types/>", "word/document.xml": b""},
        {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b""},
    ],
    ids=["XLSX", "XLSX with its types last", "DOCX", "ODS"],
)
def test_a_document_of_an_office_program_is_one_document(folder: Path, members: dict[str, bytes]) -> None:
    book = zipped(members)
    (folder / "book").write_bytes(book)
    (folder / "a.zip").write_bytes(zipped({"in/book": book, "a.xml": b"x"}))
    assert told("book", "a.zip") == {"book": book, "a.zip!/in/book": book, "a.zip!/a.xml": b"x"}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("a/../../b", "a/b"),
        ("..\\..\\windows\\x.xml", "windows/x.xml"),
        ("C:\\x.xml", "x.xml"),
        ("./././a", "a"),
        ("..", "unnamed"),
        ("a\nb\x1b[31m\x7f", "a\ufffdb\ufffd[31m\ufffd"),
        ("a!/b", "a!/b"),
        ("Müller – 1.xml", "Müller – 1.xml"),
    ],
)
def test_the_name_of_a_member_leads_nowhere(folder: Path, name: str, shown: str) -> None:
    (folder / "in").mkdir()
    (folder / "in/a.zip").write_bytes(zipped({name: b"x", "y.zip": zipped({name: b"z"})}))
    assert told("in") == {f"in/a.zip!/{shown}": b"x", f"in/a.zip!/y.zip!/{shown}": b"z"}
    assert sorted(folder.rglob("*")) == [folder / "in", folder / "in/a.zip"]


def test_a_large_archive_within_an_archive_is_kept_in_a_temporary_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    real = tempfile.TemporaryFile

    def counted(*args: Any, **kwargs: Any) -> Any:
        made.append(real(*args, **kwargs))
        return made[-1]

    monkeypatch.setattr(tempfile, "TemporaryFile", counted)
    members = {"a": os.urandom(5_000_000), "b": os.urandom(5_000_000)}
    (folder / "a.zip").write_bytes(zipped({"in.zip": zipped(members, zipfile.ZIP_STORED)}, zipfile.ZIP_STORED))
    left, right = sources(["a.zip"], LIMITS)
    assert isinstance(left, Source)
    assert isinstance(right, Source)
    with left.open() as one, right.open() as other:
        got = [b"", b""]
        while True:
            chunks = one.read(700_001), other.read(1_000_003)
            got = [before + chunk for before, chunk in zip(got, chunks, strict=True)]
            if not any(chunks):
                break
    assert got == [members["a"], members["b"]]
    assert len(made) == 1
    del left, right, one, other
    assert made[0].closed


def test_a_full_disk_is_a_sentence_and_the_rest_goes_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> Any:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    inner = zipped({"a": os.urandom(9_000_000)}, zipfile.ZIP_STORED)
    (folder / "a.zip").write_bytes(zipped({"in.zip": inner, "b": b"x"}, zipfile.ZIP_STORED))
    assert told("a.zip") == {"a.zip!/in.zip": "There is no room left for temporary files.", "a.zip!/b": b"x"}


# --- Standard input ---------------------------------------------------------------------------------------------------


@pytest.fixture
def given_input(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    def give(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    return give


@pytest.mark.parametrize("data", [b"", b"<a/>", b"x" * 8_000_000, b"x" * 8_000_001, b"x" * 9_000_000])
def test_standard_input_is_a_document(given_input: Callable[[bytes], None], data: bytes) -> None:
    given_input(data)
    (source,) = sources(["-"], LIMITS)
    assert isinstance(source, Source)
    assert (source.name, source.size) == ("-", len(data))
    assert content(source, LIMITS) == content(source, LIMITS) == data


@pytest.mark.parametrize("size", [10, 9_000_000])
def test_standard_input_may_be_an_archive(given_input: Callable[[bytes], None], size: int) -> None:
    data = os.urandom(size)
    given_input(zipped({"a.xml": data, "b.xml": b"x"}))
    assert told("-") == {"-!/a.xml": data, "-!/b.xml": b"x"}


@pytest.mark.parametrize("size", [11, 9_000_000])
def test_standard_input_has_an_end(given_input: Callable[[bytes], None], size: int) -> None:
    given_input(b"x" * size)
    limits = Limits(document_bytes_max=10, archive_bytes_max=5)
    assert told("-", limits=limits) == {"-": "It has more than the 10 bytes allowed."}


def test_standard_input_may_be_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    (refusal,) = sources(["-"], Limits())
    assert isinstance(refusal, Refusal)
    assert str(refusal.error).startswith("Standard input is closed.")


def test_a_file_may_be_called_like_standard_input(folder: Path) -> None:
    (folder / "-").write_bytes(b"x")
    assert told("./-") == {"./-": b"x"}
