"""The house rules that a program can keep: no trace of a machine, lengths, and requirements that any mirror serves."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

PROSE_AND_CODE = {".py", ".md", ".toml", ".txt", ".in", ".sql", ".cfg", ""}
WITHOUT_PROSE = ("LICENSE", "tests/golden/", "tests/vectors/")

# Written in pieces, so that this file keeps its own rules.
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:work|root|home/[a-z]|opt/(?:wheels|pypi)|Us" r"ers/[a-z])\b")
REGISTRIES = re.compile(
    r"py" r"pi\.org|pythonhosted\.org|--(?:extra-)?index" r"-url|--find" r"-links|npmjs\.(?:org|com)"
)
UNFINISHED = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|HA" r"CK)\b")

FILE_LINES_MAX = 400
TEST_FILE_LINES_MAX = 700  # a list of cases, each of which is read alone
FUNCTION_LINES_MAX = 70

LONGER_FILES: dict[str, str] = {}
"""Files above the limit that were looked at a second time, each with the reason why it stays whole."""

LONGER_FUNCTIONS: dict[str, str] = {}
"""As with files; it takes a measured reason."""


def tracked(*folders: str) -> list[str]:
    """The files of the project as git knows them, new ones that are not ignored included."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *folders],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listing.returncode != 0:
        pytest.skip("this is not a git work tree, so there is no list of the project's files")
    names = [name for name in listing.stdout.decode().split("\0") if name]
    return [name for name in names if (ROOT / name).is_file()]


def texts() -> Iterator[tuple[str, str]]:
    """Name and text of every file in which people write; golden files are documents and speak for themselves."""
    for name in tracked():
        if Path(name).suffix in PROSE_AND_CODE and not name.startswith(WITHOUT_PROSE):
            yield name, (ROOT / name).read_text(encoding="utf-8")


def places(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()}"
        for name, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize("pattern", [MACHINE_PATHS, REGISTRIES, UNFINISHED], ids=["machine", "registry", "unfinished"])
def test_no_file_speaks_of_a_machine_a_registry_or_unfinished_work(pattern: re.Pattern[str]) -> None:
    assert places(pattern) == []


@pytest.mark.parametrize("name", ["core", "run", "dev", "soak"])
def test_locked_requirements_name_hashes_and_no_place(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert " @ " not in text
    entries = re.findall(r"^[a-zA-Z0-9].*(?:\n    .*)*", text, re.MULTILINE)
    assert entries
    assert [entry for entry in entries if not re.match(r"\S+==\S+", entry) or "--hash=sha256:" not in entry] == []


def pins(name: str) -> set[str]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return set(re.findall(r"^([\w.-]+==[^\s\\;]+)", text, re.MULTILINE))


def test_each_wider_lock_holds_the_narrower_one_whole() -> None:
    assert pins("core") < pins("run") < pins("dev") < pins("soak")


def python_files() -> list[str]:
    return [name for name in tracked("src", "tests", "benchmarks", "tools", "verifier") if name.endswith(".py")]


def test_files_are_short_or_say_why_not() -> None:
    lengths = {name: len((ROOT / name).read_text(encoding="utf-8").splitlines()) for name in python_files()}
    long = {
        name: lines
        for name, lines in lengths.items()
        if lines > (TEST_FILE_LINES_MAX if name.startswith("tests/") else FILE_LINES_MAX)
    }
    assert {name: lines for name, lines in long.items() if name not in LONGER_FILES} == {}
    assert LONGER_FILES.keys() - long.keys() == set(), "these are short now: take them off the list"


def test_functions_stay_within_a_screen_or_say_why_not() -> None:
    long = {
        f"{name} {node.name}": node.end_lineno - node.lineno + 1
        for name in python_files()
        for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= FUNCTION_LINES_MAX
    }
    assert {name: lines for name, lines in long.items() if name not in LONGER_FUNCTIONS} == {}
    assert LONGER_FUNCTIONS.keys() - long.keys() == set(), "these are short now: take them off the list"


def test_the_first_line_of_a_source_file_says_its_purpose() -> None:
    silent = [name for name in python_files() if not ast.get_docstring(ast.parse((ROOT / name).read_text("utf-8")))]
    assert silent == []


def test_no_test_file_uses_another() -> None:
    """What several need stands in a module named by its idea; a test file that is imported is collected twice."""
    pattern = re.compile(r"^(?:from|import) (?:[\w.]+\.)?test_\w+", re.MULTILINE)
    users = [
        name for name in tracked("tests") if name.endswith(".py") and pattern.search((ROOT / name).read_text("utf-8"))
    ]
    assert users == []


def test_the_layers_know_every_file_that_formats_share() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    (formats,) = (contract for contract in contracts if contract["type"] == "independence")
    allowed = {line.rpartition(".")[2] for line in formats["ignore_imports"]}
    shared = {path.stem for path in (ROOT / "src" / "counterfoil" / "formats").glob("_[!_]*.py")}
    assert shared - allowed == set(), "name them in the contract 'Formats do not know one another' of pyproject.toml"


def test_every_decision_has_a_number_a_status_and_a_place_in_the_list() -> None:
    folder = ROOT / "docs" / "decisions"
    rows = []
    for number, page in enumerate(sorted(folder.glob("[0-9]*.md")), 1):
        text = page.read_text(encoding="utf-8")
        found = re.match(rf"# {number}\. (.+)\n\nStatus: (accepted|superseded by \d+)\n\n## ", text)
        assert found is not None, page.name
        assert page.name.startswith(f"{number:04}-")
        assert "\n## Decision\n" in text, page.name
        rows.append(f"| {number} | [{found[1]}]({page.name}) | {found[2]} |")
    listed = (folder / "README.md").read_text(encoding="utf-8")
    assert [line for line in listed.splitlines() if re.match(r"\| \d", line)] == rows
