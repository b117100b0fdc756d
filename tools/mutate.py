"""Mutation run on a sample of the thinking floors: changes the source in small ways and sees whether a test notices.

Each mutant lives in a copy of `src` that stands before the real one on the path, and meets the tests of its own floor.
What survives is listed with its place. The exit status is 1 where more survive than `--survivors-max` allows: some
mutants mean the same as the original, and no test can tell.
"""

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLOORS = {
    "model": ("model", "matching", "rules", "formats"),
    "rules": ("rules",),
    "matching": ("matching",),
    "log": ("log",),
}
"""The thinking floors, with the folders of their tests, quick ones first: what is done with nouns tests them."""

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitOr,
}

TYPES = frozenset({"annotation", "returns", "type_comment", "type_params"})

Change = tuple[int, str, Callable[[], None]]
"""Line, what is changed, and the change itself, which is made in the tree that the walk went over."""


@dataclass(frozen=True)
class Mutant:
    """The change with that number in one file, as the walk counts them."""

    floor: str
    file: Path
    number: int
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


def main() -> int:
    """Makes the sample, runs it and tells what survived."""
    options = _options()
    chance = random.Random(options.seed)  # noqa: S311 -- it draws a sample that can be drawn again, and guards nothing
    mutants = sample(options.floor or tuple(FLOORS), options.count, chance)
    limits = {floor: _seconds_limit(floor) for floor in {mutant.floor for mutant in mutants}}
    survivors: list[Mutant] = []
    tally: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(options.jobs) as pool:
        outcomes = pool.map(lambda mutant: survives(mutant, Path(scratch), limits[mutant.floor]), mutants)
        for mutant, alive in zip(mutants, outcomes, strict=True):
            tally[mutant.floor] += 1
            if alive:
                survivors.append(mutant)
                print(f"survived  {mutant}", flush=True)
    for floor, tried in sorted(tally.items()):
        alive_count = sum(mutant.floor == floor for mutant in survivors)
        print(f"{floor}: {tried - alive_count} of {tried} mutants were noticed")
    return 1 if len(survivors) > options.survivors_max * len(mutants) else 0


def sample(floors: Sequence[str], count: int, chance: random.Random) -> list[Mutant]:
    """At most `count` mutants, an equal share a floor, so that a large floor does not hide a small one."""
    chosen: list[Mutant] = []
    for floor in floors:
        everything = [
            Mutant(floor, path.relative_to(ROOT), number, line, what)
            for path in sorted((ROOT / "src" / "counterfoil" / floor).rglob("*.py"))
            for number, (line, what, _) in enumerate(changes(ast.parse(path.read_text(encoding="utf-8"))))
        ]
        chosen += chance.sample(everything, min(len(everything), count // len(floors)))
    return chosen


def survives(mutant: Mutant, scratch: Path, seconds_max: float) -> bool:
    """Whether the floor's tests pass although the source was changed; one that hangs counts as noticed."""
    home = Path(tempfile.mkdtemp(dir=scratch))
    shutil.copytree(ROOT / "src", home / "src", ignore=shutil.ignore_patterns("__pycache__"))
    tree = ast.parse((ROOT / mutant.file).read_text(encoding="utf-8"))
    list(changes(tree))[mutant.number][2]()
    (home / mutant.file).write_text(ast.unparse(ast.fix_missing_locations(tree)), encoding="utf-8")
    try:
        return _run_tests(mutant.floor, home / "src", seconds_max).returncode == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        shutil.rmtree(home)


def changes(node: ast.AST) -> Iterator[Change]:
    """Every change that can be made below `node`, in the order of the source.

    Types, docstrings, sentences of errors and defaults of fields decide nothing and are left alone.
    """
    match node:
        case ast.Compare(ops=[op]) if type(op) in COMPARISONS:
            yield _set(node, "ops", [COMPARISONS[type(op)]()], f"{_name(op)} → {COMPARISONS[type(op)].__name__}")
        case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in OPERATORS:
            yield _set(node, "op", OPERATORS[type(op)](), f"{_name(op)} → {OPERATORS[type(op)].__name__}")
        case ast.BoolOp(op=op):
            other = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield _set(node, "op", other, f"{_name(op)} → {_name(other)}")
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test):
            yield _set(node, "test", ast.UnaryOp(ast.Not(), test), "condition turned round")
        case ast.Return(value=ast.expr()):
            yield _set(node, "value", ast.Constant(None), "returns None")
        case ast.Constant(value=bool() as truth):
            yield _set(node, "value", not truth, f"{truth} → {not truth}")
        case ast.Constant(value=int() as number):
            yield _set(node, "value", number + 1, f"{number} → {number + 1}")
        case ast.Constant(value=str() | bytes() as text) if text:
            yield _set(node, "value", text[:0], f"{text!r} → empty")
    for child in _children(node):
        yield from changes(child)


def _children(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.JoinedStr | ast.Raise) or (isinstance(node, ast.Assign) and _only_declares(node)):
        return
    for field, value in ast.iter_fields(node):
        if field in TYPES or (field in {"keywords", "decorator_list"} and isinstance(node, ast.ClassDef)):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_left_alone(child, in_class=isinstance(node, ast.ClassDef)):
                yield child


def _is_left_alone(child: ast.AST, *, in_class: bool) -> bool:
    if isinstance(child, ast.Expr):
        return isinstance(child.value, ast.Constant)
    return isinstance(child, ast.Import | ast.ImportFrom) or (
        in_class and isinstance(child, ast.Assign | ast.AnnAssign)
    )


def _only_declares(node: ast.Assign) -> bool:
    names = [target.id for target in node.targets if isinstance(target, ast.Name)]
    if names == ["__all__"]:
        return True
    is_type = isinstance(node.value, ast.Subscript | ast.BinOp)
    return is_type and all(name[:1].isupper() and not name.isupper() for name in names)


def _set(node: ast.AST, field: str, value: object, what: str) -> Change:
    return getattr(node, "lineno", 0), what, lambda: setattr(node, field, value)


def _name(node: ast.AST) -> str:
    return type(node).__name__


def _seconds_limit(floor: str) -> float:
    """Five times what the unchanged source takes; stops the whole run where that one already fails."""
    start = time.monotonic()
    done = _run_tests(floor, ROOT / "src", None)
    if done.returncode != 0:
        sys.exit(f"The tests of {floor} fail without any mutation:\n{done.stdout}")
    return 30 + 5 * (time.monotonic() - start)


def _run_tests(floor: str, source: Path, seconds_max: float | None) -> subprocess.CompletedProcess[str]:
    folders = [f"tests/{folder}" for folder in FLOORS[floor] if (ROOT / "tests" / folder).is_dir()]
    if not folders:
        sys.exit(f"There are no tests of {floor}.")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *folders],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(source), "PYTHONDONTWRITEBYTECODE": "1", "HYPOTHESIS_PROFILE": "ci"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=seconds_max,
        check=False,
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=120, help="mutants in the sample")
    parser.add_argument("--floor", action="append", choices=FLOORS, help="only this floor (repeatable)")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes another sample")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--survivors-max", type=float, default=0.15, help="share that may survive")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
