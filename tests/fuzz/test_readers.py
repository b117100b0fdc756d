"""Whatever the bytes are, reading them gives documents that can be recorded, or a sentence."""

import random
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cli.running import run
from fuzz.reading import changed, guessable, only_errors_of_ours, recordable, seeds
from trades import made_home

STARTS = (
    *(b"", b"<", b"<?xml version='1.0' encoding='UTF-16'?>", b"%PDF-", b"PK\x03\x04", b"{", b'{"type":"EPCISDocument"'),
    *(b":20:", b"{1:F01", b"a;b\n", b"\xff\xfe<\0", b"\x4c\x6f\xa7\x94", b"\x1f\x8b"),
)
CHANGED = st.builds(
    lambda seed, place: changed(seeds()[place % len(seeds())], random.Random(seed)),
    st.integers(0, 2**32),
    st.integers(0, 10_000),
)


@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, start: bytes, rest: bytes) -> None:
    only_errors_of_ours(start + rest)
    recordable(start + rest, tmp_path_factory.getbasetemp())


@given(text=st.text(max_size=300))
@example("\ud7ff\ue000")
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    for encoding in ("utf-8", "utf-16", "latin-1"):
        recordable(text.encode(encoding, "replace"), tmp_path_factory.getbasetemp())


@given(data=CHANGED)
def test_changed_documents_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    only_errors_of_ours(data)
    recordable(data, tmp_path_factory.getbasetemp())
    guessable(data, tmp_path_factory.getbasetemp())


@pytest.mark.parametrize("seed", range(12))
def test_what_was_read_of_changed_documents_is_recorded_and_verified(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    folder, home = tmp_path / "in", made_home(tmp_path / "home")
    folder.mkdir()
    for number in range(60):
        (folder / f"{number}").write_bytes(changed(chance.choice(seeds()), chance))
    added = run("--home", home, "add", "--json", folder)
    assert added.err == ""
    assert added.status in {0, 1}
    assert "fault of ours" not in added.out
    assert run("--home", home, "verify").status == 0
    for verb in ("list", "links", "discrepancies", "status"):
        assert run("--home", home, verb).status == 0
    for row in added.rows:
        if row["id"] is not None:
            shown = run("--home", home, "show", row["id"])
            assert (shown.status, shown.err) == (0, "")
    assert run("--home", home, "export", tmp_path / "out").status == 0
