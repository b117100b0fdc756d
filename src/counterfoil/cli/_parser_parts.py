"""What verbs have in common: where their work is done, the home, who decides, and lines of JSON."""

import argparse
import importlib
from typing import Any

from counterfoil.cli._arguments import count, text


def add_verb(verbs: Any, name: str, says: str, where: str) -> argparse.ArgumentParser:
    """A verb whose work is done by a function of a module of this package, imported when it is called."""
    verb: argparse.ArgumentParser = verbs.add_parser(
        name, help=says, description=f"{says[0].upper()}{says[1:]}.", allow_abbrev=False
    )
    verb.add_argument(
        "--home", metavar="DIR", default=argparse.SUPPRESS, help="the company's home folder (default: COUNTERFOIL_HOME)"
    )
    module, _, function = where.partition(":")
    verb.set_defaults(load=lambda: getattr(importlib.import_module(f"counterfoil.cli.{module}"), function))
    return verb


def paths(verb: argparse.ArgumentParser) -> None:
    """Files to read."""
    verb.add_argument("paths", metavar="PATH", nargs="+", help="files, folders or archives; - is standard input")


def mappings(verb: argparse.ArgumentParser) -> None:
    """How tables are read."""
    verb.add_argument(
        "--mapping",
        metavar="FILE",
        action="append",
        default=[],
        help="how to read tables (repeatable; see 'counterfoil map')",
    )


def jobs(verb: argparse.ArgumentParser) -> None:
    """By how many processes."""
    verb.add_argument("--jobs", metavar="N", type=count, default=1, help="processes that read and check (default: 1)")


def json_lines(verb: argparse.ArgumentParser, *, before: bool = False) -> None:
    """For programs instead of people. `before`: it may have been said before the deed already."""
    default: Any = argparse.SUPPRESS if before else False
    verb.add_argument("--json", action="store_true", default=default, help="one JSON object a line")


def person(verb: argparse.ArgumentParser) -> None:
    """Who decides."""
    verb.add_argument(
        "--as",
        dest="person",
        metavar="NAME",
        type=text,
        help="who decides (default: COUNTERFOIL_PERSON, else the user of the system)",
    )


def nested(verb: argparse.ArgumentParser, *, required: bool = False) -> Any:
    """Deeds of a verb: words that follow it."""
    return verb.add_subparsers(prog=verb.prog, dest="deed", metavar="DEED", required=required)
