"""The verbs that make dossiers, and updates of them."""

import argparse
from typing import Any

from counterfoil.cli._arguments import text, wording
from counterfoil.cli._parser_parts import add_verb, json_lines


def prove(verbs: Any) -> None:
    """Declare `prove`."""
    says = "make a dossier of an invoice, with which somebody else can check what partners attest of it"
    verb = add_verb(verbs, "prove", says, "prove:run")
    says = "the invoice's id, or that of what is shared (see 'inbox'), shortened as you like"
    verb.add_argument("invoice", metavar="INVOICE", type=text, help=says)
    _for_whom(verb)
    verb.add_argument(
        "--disclose",
        metavar="NAME",
        type=text,
        action="append",
        default=[],
        help=(
            "also show this (repeatable): a claim (net), an element (lines/3), a group (terms, lines, parties,"
            " payments, acknowledgements, all), only of some facts (order:lines); -NAME withholds it"
        ),
    )
    verb.add_argument("--partner", metavar="PEER", type=text, help="where several partners share it: with which one")
    _nonce(verb)
    verb.add_argument("--original", action="store_true", help="with the invoice itself, which shows all that it says")
    _how(verb)


def renew(verbs: Any) -> None:
    """Declare `renew`."""
    says = "make an update of dossiers that somebody has: what is new of their invoices, and proof that nothing else is"
    verb = add_verb(verbs, "renew", says, "renew:run")
    verb.add_argument(
        "file", metavar="FILE", nargs="+", help="the dossiers, and the updates of them, that the reader has"
    )
    _for_whom(verb)
    says = "of what is new, also show this (repeatable; as with 'prove'); -NAME withholds it"
    verb.add_argument("--disclose", metavar="NAME", type=text, action="append", default=[], help=says)
    _nonce(verb)
    _how(verb)


def _for_whom(verb: argparse.ArgumentParser) -> None:
    says = "for whom: a partner, or the name that the reader gave"
    verb.add_argument("--to", metavar="PARTY", type=wording, required=True, help=says)
    verb.add_argument("-o", "--output", metavar="FILE", required=True, help="the file to write, a new one")


def _nonce(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--nonce", metavar="TEXT", type=text, help="what the reader asked you to sign (default: random)")


def _how(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--force", action="store_true", help="also where what is shown tells what is withheld")
    verb.add_argument("--offline", action="store_true", help="ask no partner for newer heads and proofs")
    json_lines(verb)
