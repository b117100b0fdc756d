"""A dossier or an update handed out: written, with what it shows and withholds for people and programs."""

import argparse
import secrets
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from counterfoil.cli._files import write_file
from counterfoil.cli._output import print_json, print_table, say
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.presenting.inferring import EARLIER, Inference
from counterfoil.exchange.presenting.proving import Disclosure
from counterfoil.exchange.presenting.showing import Showing
from counterfoil.log.key_binding import Challenge
from counterfoil.model._base import Model
from counterfoil.render.table import Column

_COLUMNS = (
    Column(title="fact", least=16, wrap=True),
    Column(title="by", least=12, optional=1),
    Column(title="shown", least=16, wrap=True),
    Column(title="withheld", least=16, wrap=True),
)
_PRINTED_MAX = 20
"""So many warnings are printed for people."""
_ALWAYS = frozenset({"to", "seq", "previous", "of"})
"""What stands in every fact, and says nothing to people."""


class Outcome(Model):
    """What came of asking for a dossier or an update."""

    data: bytes | None
    """The file; None where it would tell what it withholds, and nobody said --force."""
    shown: Disclosure
    disclose_too: tuple[str, ...]
    """What to disclose as well, so that nothing is withheld in vain."""
    warnings: tuple[str, ...]
    companies: Mapping[str, str]
    """Who attested what is shown: names by id."""


def challenge_of(options: argparse.Namespace) -> Challenge:
    """For whom and which occasion it is made."""
    return Challenge(audience=options.to, nonce=options.nonce or secrets.token_hex(16))


def warnings_of(forgotten: Iterable[str], unwitnessed: str | None) -> tuple[str, ...]:
    """What its holder should know before handing it out."""
    refused = () if unwitnessed is None else (f"A reader who asks for a witness would refuse it: {unwitnessed}",)
    return (*forgotten, *refused)


def companies_of(office: Office) -> dict[str, str]:
    """The names of our partners, and ours, by id."""
    return {one.company: one.name for one in office.peers()} | {office.us: office.home.settings.owner.name}


def hand_out(options: argparse.Namespace, made: Outcome, row: Mapping[str, Any], summed_up: Callable[[], None]) -> int:
    """Write the file and tell what it shows; 1 where nothing was written.

    `row` has the members of the JSON that only this kind of file has, and `summed_up` tells people the same.
    """
    if made.data is not None:
        write_file(options.output, made.data)
    if options.json:
        print_json(_row(options.output, made, row))
    else:
        _print_facts(made)
        _print_inferences(made.shown.inferences)
        for warning in made.warnings:
            say(f"WARNING  {warning}", "notable")
        summed_up()
    return 0 if made.data is not None else 1


def say_how_to_read(file: str, challenge: Challenge, brought: Iterable[str] = ()) -> None:
    """The command with which its reader checks it, beside the files that are `brought` along."""
    beside = [word for one in brought for word in ("--with", one)]
    asked = ("--trust", "FILE", "--audience", challenge.audience, "--nonce", challenge.nonce)
    say(f"Its reader checks it with: counterfoil {shlex.join(('verify', file, *beside, *asked))}", whole=True)


def _row(output: str, made: Outcome, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "file": output if made.data is not None else None,
        "bytes": len(made.data) if made.data is not None else None,
        **row,
        "facts": _fact_rows(made.shown),
        "inferences": _inference_rows(made.shown),
        "disclose_too": list(made.disclose_too),
        "warnings": list(made.warnings),
    }


def _fact_rows(shown: Disclosure) -> list[dict[str, Any]]:
    """The facts as JSON lists them."""
    return [
        {
            "fact": title,
            "kind": one.fact.kind,
            "author": one.fact.author,
            "shown": sorted(one.shown),
            "withheld": one.withheld,
        }
        for one, title in zip(shown.showings, shown.titles, strict=True)
    ]


def _inference_rows(shown: Disclosure) -> list[dict[str, Any]]:
    """What can be inferred, as JSON lists it; `fact` is null where an earlier file shows it."""
    return [
        {
            "fact": shown.titles[one.fact] if one.fact != EARLIER else None,
            "name": one.path,
            "certain": one.is_certain,
            "message": one.says,
        }
        for one in shown.inferences
    ]


def _print_facts(made: Outcome) -> None:
    """The facts as a table, if there are any."""
    if not made.shown.showings:
        return
    rows = (
        (title, made.companies.get(one.fact.author), *(", ".join(_names(of, one)) for of in (one.shown, one.withheld)))
        for one, title in zip(made.shown.showings, made.shown.titles, strict=True)
    )
    print_table(_COLUMNS, rows)
    say("")


def _print_inferences(inferences: Sequence[Inference]) -> None:
    """What can be inferred, the first of it."""
    for one in inferences[:_PRINTED_MAX]:
        say(f"{'WARNING' if one.is_certain else 'Note'}  {one.says}", "bad" if one.is_certain else "")
    if (more := len(inferences) - _PRINTED_MAX) > 0:
        say(f"And {more:,} more, which --json lists.")


def _names(paths: Iterable[str], of: Showing) -> Iterator[str]:
    """What is shown or withheld for people: claims by name, and how many elements of a list."""
    chosen = set(paths)
    names = [path for path, part in of.parts.items() if path in chosen and part.position is None]
    lists = sorted({part.name for path, part in of.parts.items() if path in chosen and part.position is not None})
    for name in lists:
        all_of_it = of.elements(name)
        count = sum(part.path in chosen for part in all_of_it)
        names.append(f"{name} ({'all' if count == len(all_of_it) else count} of {len(all_of_it)})")
    return iter(sorted(name for name in names if name not in _ALWAYS))
