"""The package as people install it: one version, every file that it needs, the command, and its licence."""

import os
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

import counterfoil

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The plain wheel, built without any index."""
    pytest.importorskip("hatchling", reason="the build backend is not installed")
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
    plain = {**os.environ, "COUNTERFOIL_PURE": "1"}
    built = subprocess.run(
        [*command, "--wheel-dir", folder, ROOT], env=plain, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stderr
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def metadata(wheel: zipfile.ZipFile, name: str) -> str:
    return wheel.read(f"counterfoil-{counterfoil.__version__}.dist-info/{name}").decode()


def test_the_wheel_holds_every_file_of_the_package_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    source = ROOT / "src"
    ours = {
        path.relative_to(source).as_posix()
        for path in (source / "counterfoil").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {name for name in wheel.namelist() if ".dist-info/" not in name} == ours


def test_the_source_archive_holds_every_file_of_the_project(tmp_path: Path) -> None:
    """Whoever packages it can run the tests, which read the tools, the documentation and the requirements."""
    build = pytest.importorskip("hatchling.build", reason="the build backend is not installed")
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode != 0:
        pytest.skip("this is not a git work tree, so there is no list of the project's files")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        archive = tmp_path / build.build_sdist(str(tmp_path))
    with tarfile.open(archive) as opened:
        packed = {name.partition("/")[2] for name in opened.getnames()}
    assert {name for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()} - packed == {
        ".editorconfig"
    }


def test_the_version_stands_in_one_place(wheel: zipfile.ZipFile) -> None:
    assert Parser().parsestr(metadata(wheel, "METADATA"))["Version"] == counterfoil.__version__
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "version" not in project
    assert "version" in project["dynamic"]


def test_the_wheel_carries_the_licence_and_the_command(wheel: zipfile.ZipFile) -> None:
    fields = Parser().parsestr(metadata(wheel, "METADATA"))
    assert fields["License-Expression"] == "Apache-2.0"
    assert fields["Requires-Python"] == ">=3.11"
    assert "TERMS AND CONDITIONS" in metadata(wheel, "licenses/LICENSE")
    assert "counterfoil = counterfoil.cli:main" in metadata(wheel, "entry_points.txt")


def test_every_dependency_of_the_core_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {requirement.split(">=")[0] for requirement in project["dependencies"]}
    locked = {line.split("==")[0] for line in (ROOT / "requirements" / "core.txt").read_text("utf-8").splitlines()}
    assert names
    assert names - locked == set()
