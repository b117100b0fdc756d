"""Writes the pages of docs/reference out of the program itself, so that they say what it does; a test holds them equal.

The pages are made of the parser's and the settings' own parts, not of printed help, which differs between Pythons.
"""

import argparse
import ast
import inspect
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from counterfoil.cli._parser import parser
from counterfoil.flow.rule_views import rulebooks_view, rules_view
from counterfoil.flow.settings_retention import period_text
from counterfoil.model.settings import RETENTION, Limits, NodeSettings, Owner, Settings, Tolerance

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"
MADE = "<!-- Made by `make docs`; do not edit. -->"


def main() -> int:
    """Write every page."""
    for old in (REFERENCE / "rules").glob("*.md"):
        old.unlink()
    for name, text in pages().items():
        (REFERENCE / name).parent.mkdir(parents=True, exist_ok=True)
        (REFERENCE / name).write_text(text, encoding="utf-8")
    return 0


def pages() -> dict[str, str]:
    """File name and text of each page."""
    made = {"command.md": _command(), "settings.md": _settings(), "rules/README.md": _rulebooks()}
    made |= {f"rules/{book['rulebook'].partition('@')[0]}.md": _rules(book) for book in rulebooks_view()}
    return {name: "\n".join(lines) + "\n" for name, lines in made.items()}


def _command() -> Iterator[str]:
    top = parser()
    yield from ["# The command", "", MADE, "", str(top.description), "", str(top.epilog), ""]
    yield from _usage(top, "counterfoil")
    yield from _described(top, "counterfoil", 2)


def _described(of: argparse.ArgumentParser, name: str, level: int) -> Iterator[str]:
    """The verbs below a command, each with those below it."""
    for verb, verb_parser in _verbs(of).items():
        whole = f"{name} {verb}"
        yield from ["", f"{'#' * level} {whole.partition(' ')[2]}", "", str(verb_parser.description), ""]
        yield from _usage(verb_parser, whole)
        yield from _described(verb_parser, whole, level + 1)


def _usage(of: argparse.ArgumentParser, name: str) -> Iterator[str]:
    actions = [action for action in _actions(of) if "--help" not in action.option_strings]
    positionals = [action for action in actions if not action.option_strings]
    words = [name, *(["[OPTION]…"] if len(actions) > len(positionals) else []), *map(_written, positionals)]
    yield from ["```", " ".join(words), "```", "", "| Argument | Meaning |", "|---|---|"]
    for action in sorted(actions, key=lambda action: bool(action.option_strings)):
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 -- as above
            yield f"| `{action.metavar}` | one of the verbs below |"
        else:
            yield f"| {_names(action)} | {_cell(action.help or '')}{' (required)' if _must(action) else ''} |"


def _actions(of: argparse.ArgumentParser) -> list[argparse.Action]:
    return of._actions  # noqa: SLF001 -- argparse shows its parts nowhere else


def _names(action: argparse.Action) -> str:
    value = f" {_value(action)}" if action.nargs != 0 else ""
    if not action.option_strings:
        return f"`{_written(action)}`"
    return ", ".join(f"`{name}{value}`" for name in action.option_strings)


def _written(action: argparse.Action) -> str:
    value = _value(action)
    return {"?": f"[{value}]", "*": f"[{value}…]", "+": f"{value}…"}.get(str(action.nargs), value)


def _value(action: argparse.Action) -> str:
    if action.metavar is not None:
        return str(action.metavar)
    return "|".join(map(str, action.choices)) if action.choices else action.dest.upper()


def _must(action: argparse.Action) -> bool:
    return action.required and bool(action.option_strings)


def _cell(text: str) -> str:
    return text.replace("%%", "%").replace("|", "\\|")


def _verbs(top: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    for action in _actions(top):
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 -- as above
            return dict(action.choices)
    return {}


def _settings() -> Iterator[str]:
    yield from ["# Settings", "", MADE, ""]
    yield "A home's `counterfoil.toml` is written by `counterfoil init`; what it does not say has its default."
    yield from _section(
        "owner", "The company whose home this is: where documents name it so, it is the buyer or seller."
    )
    yield from _fields(Owner(name=""), Owner.__struct_fields__)
    yield from _section("store", "Where the record is kept.")
    says = "`sqlite`, or the address of a PostgreSQL server such as postgresql://user@host/database."
    yield f"| `database` | `sqlite` | {says} |"
    yield from _section("limits", "What is read of a file, and no more; beyond it the file is refused with a sentence.")
    yield from _fields(Limits(), Limits.__struct_fields__)
    yield from _section("linking", "How sure a link must be.")
    settings = Settings(owner=Owner(name=""))
    yield from _fields(settings, ("certain_from",))
    yield from _section("discrepancies", "What is told.")
    yield from _fields(settings, ("received_not_invoiced_days",))
    yield from _retention()
    yield from _section("node", "The node of `counterfoil serve --node`. Files are named from the home on.")
    yield from _fields(NodeSettings(), NodeSettings.__struct_fields__)
    limits = tuple(name for name in Tolerance.__struct_fields__ if name not in ("supplier", "item"))
    yield from _section("tolerances", "By how much an invoice may differ; of two limits the larger counts.")
    nothing: dict[str, Any] = dict.fromkeys(limits, Decimal(0))
    yield from _fields(Tolerance(**nothing), limits)
    yield from _section("[tolerance]", "The same for a supplier, an item or both; what names most goes first.")
    yield from _fields(Tolerance(), Tolerance.__struct_fields__)


def _retention() -> Iterator[str]:
    yield from _section("retention", "How long documents are kept before they may be forgotten; no legal advice.")
    says = 'Years, months or days, such as "18 months", or "none"; years count from the end of the year of issue.'
    yield from (f'| `{one.document}` | `"{period_text(one.period)}"` | {says} |' for one in RETENTION)


def _rulebooks() -> Iterator[str]:
    yield from ["# Rulebooks", "", MADE, ""]
    yield "Which rules a document is checked by follows from its root element and what it says it follows (BT-24)."
    yield from ["", "| Rulebook | In force since | Rules | Root elements |", "|---|---|---|---|"]
    for book in rulebooks_view():
        name = book["rulebook"]
        roots = ", ".join(f"`{root}`" for root in book["documents"])
        yield f"| [{name}]({name.partition('@')[0]}.md) | {book['valid_from']} | {book['rules']:,} | {roots} |"


def _rules(book: dict[str, Any]) -> Iterator[str]:
    yield from [f"# {book['rulebook']}", "", MADE, ""]
    yield f"In force since {book['valid_from']}. What is said where a rule is broken; … stands for what was found."
    yield from ["", "| Rule | Severity | Terms | Where it is broken |", "|---|---|---|---|"]
    for row in rules_view(book["rulebook"]):
        said = " / ".join(row["messages"])
        yield f"| {row['rule']} | {row['severity']} | {' '.join(row['terms'])} | {_cell(said)} |"


def _section(name: str, says: str) -> Iterator[str]:
    yield from ["", f"## [{name}]", "", says, "", "| Setting | Default | Meaning |", "|---|---|---|"]


def _fields(defaults: object, names: tuple[str, ...]) -> Iterator[str]:
    meanings = _field_docs(type(defaults))
    for name in names:
        value = getattr(defaults, name)
        default = "" if value in (None, "", ()) else f"`{value:_}`" if isinstance(value, int) else f"`{value}`"
        yield f"| `{name}` | {default} | {_cell(meanings[name])} |"


def _field_docs(model: type) -> dict[str, str]:
    """Each field with the docstring that follows it in the source."""
    (tree,) = ast.parse(inspect.getsource(model)).body
    assert isinstance(tree, ast.ClassDef)
    found: dict[str, str] = {}
    for field, after in zip(tree.body, tree.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(after, ast.Expr):
            found[field.target.id] = " ".join(ast.literal_eval(after.value).split())
    return found


if __name__ == "__main__":
    sys.exit(main())
