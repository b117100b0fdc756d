"""The compiled build: a wheel made here reads, checks and links every document as the plain sources do."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from counterfoil.flow.world import write_world

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden"


def ran(*command: str, environment: Mapping[str, str]) -> str:
    """What a Python process prints."""
    variables = {**os.environ, **environment}
    made = subprocess.run(  # noqa: PLW1510 - the assertion shows what was said
        [sys.executable, *command], cwd=ROOT, env=variables, capture_output=True, text=True, encoding="utf-8"
    )
    assert made.returncode < 2, made.stderr
    return made.stdout


def installed(target: Path, environment: Mapping[str, str]) -> Path:
    """The project as a wheel that was built here, in a folder of its own."""
    options = ["--disable-pip-version-check", "--no-deps", "--no-build-isolation", "--no-index", "--target"]
    ran("-m", "pip", "--quiet", "install", *options, str(target), str(ROOT), environment=environment)
    return target


def readings(build: Path, *folders: Path) -> dict[str, Any]:
    """What every file reads as."""
    told: dict[str, Any] = json.loads(
        ran("tests/readings_told.py", *map(str, folders), environment={"PYTHONPATH": str(build)})
    )
    return told


def verdicts(build: Path, *folders: Path) -> str:
    """What the command says about every file."""
    command = ("-m", "counterfoil", "check", "--json", "--on", "2026-01-01", *map(str, folders))
    return ran(*command, environment={"PYTHONPATH": str(build)})


def links(build: Path, world: Path) -> dict[str, Any]:
    """The links in a trading world."""
    told: dict[str, Any] = json.loads(ran("tests/links_told.py", str(world), environment={"PYTHONPATH": str(build)}))
    return told


def discrepancies(build: Path, world: Path, home: Path) -> str:
    """What does not fit in that world, once it is added to a new home."""
    us = json.loads((world / "truth" / "world.json").read_text())["home"]
    accounts = [each for iban in us["ibans"] for each in ("--iban", iban)]
    told = ""
    for command in (
        ("init", "--name", us["name"], "--vat", us["vat"], "--gln", us["gln"], *accounts, "--unencrypted-key"),
        ("add", str(world / "documents")),
        ("discrepancies", "--json", "--on", "2027-01-01"),
    ):
        told = ran("-m", "counterfoil", "--home", str(home), *command, environment={"PYTHONPATH": str(build)})
    return told


def folders() -> list[Path]:
    """The golden documents, and those of the corpora where they are present."""
    corpora = Path(os.environ.get("COUNTERFOIL_CORPORA", ROOT.parent / "shared" / "corpora")) / "documents"
    return [GOLDEN, corpora] if corpora.is_dir() else [GOLDEN]


def has_compiler() -> bool:
    """Is there the C compiler that this Python was made with?"""
    command = os.environ.get("CC") or sysconfig.get_config_var("CC") or ""
    return bool(command) and shutil.which(command.split()[0]) is not None


def test_the_compiled_build_reads_checks_and_links_as_the_plain_one(tmp_path: Path) -> None:
    if not has_compiler():
        pytest.skip("there is no C compiler")
    compiled = installed(tmp_path / "compiled", {"COUNTERFOIL_PURE": "", "COUNTERFOIL_OPTIMISE": "0"})
    plain = shutil.copytree(compiled, tmp_path / "plain", ignore=shutil.ignore_patterns("*.so", "*.pyd"))
    found, expected = readings(compiled, *folders()), readings(plain, *folders())
    assert Path(found["walk"]).parent == compiled / "counterfoil" / "formats"
    assert not found["walk"].endswith(".py")
    assert Path(expected["walk"]) == plain / "counterfoil" / "formats" / "_walk.py"
    assert len(found["told"]) > 50
    assert found["told"] == expected["told"]
    assert verdicts(compiled, *folders()) == verdicts(plain, *folders())
    write_world(tmp_path / "world", 2, 300)
    linked, wanted = links(compiled, tmp_path / "world"), links(plain, tmp_path / "world")
    assert not linked["till"].endswith(".py")
    assert Path(wanted["till"]) == plain / "counterfoil" / "matching" / "cash" / "till.py"
    assert len(wanted["links"]) > 300
    assert linked["links"] == wanted["links"]
    found_odd = discrepancies(compiled, tmp_path / "world", tmp_path / "compiled-books")
    assert found_odd.count('"code"') > 10
    assert found_odd == discrepancies(plain, tmp_path / "world", tmp_path / "plain-books")


@pytest.mark.parametrize("environment", [{"COUNTERFOIL_PURE": "1"}, {"CC": "/bin/false"}], ids=["asked", "no compiler"])
def test_a_wheel_is_plain_where_it_is_asked_for_and_where_nothing_compiles(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    plain = installed(tmp_path / "plain", environment)
    assert [file for file in plain.rglob("*") if file.suffix in {".so", ".pyd"}] == []
    assert Path(readings(plain, GOLDEN / "ubl")["walk"]) == plain / "counterfoil" / "formats" / "_walk.py"
