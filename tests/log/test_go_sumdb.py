"""Our logs read by the library of the Go checksum database, as Debian packages it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from counterfoil.log import Checkpoint, Signer, Tile, inclusion_proof, leaf_hashes, root, sign_checkpoint, tiles_between
from counterfoil.log.checkpoint import format_checkpoint
from counterfoil.log.cosignature import Cosigner
from counterfoil.log.note import encode_note
from counterfoil.log.tlog_proof import TlogProof, format_tlog_proof
from trades import made_home, trade, written

pytestmark = pytest.mark.soak

PROGRAM = Path(__file__).with_name("read_log.go")
PACKAGED = Path("/usr/share/gocode")
"""Where Debian's golang-golang-x-mod-dev has its sources."""
LOG = Signer(name="example.com/log", seed=bytes(32))
WITNESS = Cosigner(name="witness.example/w1", seed=bytes(range(32)))


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program, built from Debian's packages with nothing fetched."""
    if shutil.which("go") is None or not (PACKAGED / "src/golang.org/x/mod/sumdb").is_dir():
        pytest.skip("needs Debian's golang-go and golang-golang-x-mod-dev")
    folder = tmp_path_factory.mktemp("go")
    offline = {"GO111MODULE": "off", "GOPATH": str(PACKAGED), "GOCACHE": str(folder / "cache"), "GOPROXY": "off"}
    program = folder / "read_log"
    subprocess.run(["go", "build", "-o", str(program), str(PROGRAM)], env={**os.environ, **offline}, check=True)
    return program


def read(reader: Path, folder: Path, vkey: str, old: Path, step: int = 1) -> "subprocess.CompletedProcess[str]":
    command = [str(reader), str(folder), vkey, str(old), str(step)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)


def written_log(folder: Path, size: int, indices: range) -> None:
    """A log with a cosigned checkpoint, an older one, and proof files of some entries."""
    entries = [b"%032d" % number for number in range(size)]
    leaves = leaf_hashes(entries)
    files = dict(tiles_between(0, entries, lambda tile: pytest.fail(tile.path)))
    head = Checkpoint(origin=LOG.name, size=size, root=root(leaves))
    text = format_checkpoint(head)
    checkpoint = encode_note(text, [LOG.sign(text), WITNESS.cosign(head, 1_800_000_000)])
    older = Checkpoint(origin=LOG.name, size=size // 3, root=root(leaves[: size // 3]))
    files |= {"checkpoint": checkpoint, "older": sign_checkpoint(older, LOG)}

    def read_tile(tile: Tile) -> bytes:
        return files[tile.path]

    for index in indices:
        proof = TlogProof(index=index, hashes=tuple(inclusion_proof(index, size, read_tile)), checkpoint=checkpoint)
        files[f"proofs/{index}"] = format_tlog_proof(proof)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


@pytest.mark.parametrize(("size", "step"), [(3, 1), (256, 1), (257, 1), (1000, 7), (65_536, 997), (70_000, 991)])
def test_a_log_is_whole_to_others(reader: Path, tmp_path: Path, size: int, step: int) -> None:
    written_log(tmp_path, size, range(0, size, max(1, size // 20)))
    done = read(reader, tmp_path, LOG.verifier.vkey, tmp_path / "older", step)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"{size} entries, {-(-size // step)} proven, ")
    assert done.stdout.endswith(f"proof files, grown from {size // 3}\n")


def test_what_is_wrong_is_seen_by_others_too(reader: Path, tmp_path: Path) -> None:
    written_log(tmp_path, 300, range(5))
    for name in ("checkpoint", "older", "tile/0/000", "tile/1/000.p/1", "tile/entries/001.p/44", "proofs/3"):
        path = tmp_path / name
        good = path.read_bytes()
        path.write_bytes(good[:70] + bytes([good[70] ^ 4]) + good[71:] if len(good) > 70 else good[:-1] + b"\0")
        assert read(reader, tmp_path, LOG.verifier.vkey, tmp_path / "older").returncode == 1, name
        path.write_bytes(good)
    assert read(reader, tmp_path, LOG.verifier.vkey, tmp_path / "older").returncode == 0


def test_the_log_of_a_home_is_whole_to_others(reader: Path, tmp_path: Path) -> None:
    home = made_home(tmp_path / "home")
    papers = written(tmp_path / "in", trade(2))
    command = [sys.executable, "-m", "counterfoil", "--home", str(home), "add", str(papers)]
    subprocess.run(command, capture_output=True, check=True)
    vkey = (home / "keys/log.vkey").read_text().strip()
    done = read(reader, home / "log", vkey, home / "log/checkpoint")
    assert done.returncode == 0, done.stderr
