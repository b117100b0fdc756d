"""docs/threats.md: each row names tests that are there, and none of those that play attacks is left out."""

import ast
import re
from pathlib import Path

TESTS = Path(__file__).resolve().parent
PAGE = TESTS.parent / "docs" / "threats.md"
_NAMED = re.compile(r"`([a-z0-9_/]+\.py)::(test_\w+)`")


def rows() -> list[list[str]]:
    """The cells of all tables, without their heads."""
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines
        if not line.startswith(("|---", "| Attack"))
    ]


def played_in(file: str) -> set[str]:
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def test_every_row_names_tests_that_exist() -> None:
    assert len(rows()) > 50
    for row in rows():
        assert len(row) == 3, row[0]
        named = _NAMED.findall(row[2])
        assert named, f"no test plays: {row[0]}"
        assert row[2] == ", ".join(f"`{file}::{test}`" for file, test in named), row[0]
        for file, test in named:
            assert test in played_in(file), f"{file}::{test}"


def test_every_attack_that_is_played_is_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    files = [path.relative_to(TESTS).as_posix() for path in (TESTS / "exchange").glob("test_threats*.py")]
    assert files
    assert {f"{file}::{test}" for file in files for test in played_in(file)} - {
        f"{file}::{test}" for file, test in _NAMED.findall(text)
    } == {"exchange/test_threats_fuzz.py::test_what_is_valid_is_taken"}
