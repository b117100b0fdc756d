"""The verbs that make dossiers, and updates of them."""

from collections.abc import Iterable
from typing import Any

from counterfoil.cli._arguments import text
from counterfoil.cli._parser_parts import add_verb, json_lines

_MAY_BEGIN_WITH_A_DASH = frozenset({"--disclose", "--id", "--to", "--partner", "--assignee", "--audience", "--nonce"})
"""Options whose values are names to withhold, ids of companies in base64url, or texts of others."""
_IDS_AFTER = frozenset({"revoke", "assure", "remove"})
_SHORT = 2
"""Characters of `-h` and its like."""


def prove(verbs: Any) -> None:
    """Declare `prove`."""
    says = "make a dossier of an invoice, with which somebody else can check what partners attest of it"
    verb = add_verb(verbs, "prove", says, "prove:run")
    says = "the invoice's id, or that of what is shared (see 'inbox'), shortened as you like"
    verb.add_argument("invoice", metavar="INVOICE", type=text, help=says)
    verb.add_argument(
        "--to", metavar="PARTY", type=text, required=True, help="for whom: a partner, or the name that the reader gave"
    )
    verb.add_argument("-o", "--output", metavar="FILE", required=True, help="the file to write, a new one")
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
    verb.add_argument("--nonce", metavar="TEXT", type=text, help="what the reader asked you to sign (default: random)")
    verb.add_argument("--original", action="store_true", help="with the invoice itself, which shows all that it says")
    verb.add_argument("--force", action="store_true", help="also where what is shown tells what is withheld")
    verb.add_argument("--offline", action="store_true", help="ask no partner for newer heads and proofs")
    json_lines(verb)


def renew(verbs: Any) -> None:
    """Declare `renew`."""
    says = "make an update of dossiers that somebody has: what is new of their invoices, and proof that nothing else is"
    verb = add_verb(verbs, "renew", says, "renew:run")
    verb.add_argument(
        "file", metavar="FILE", nargs="+", help="the dossiers, and the updates of them, that the reader has"
    )
    verb.add_argument(
        "--to", metavar="PARTY", type=text, required=True, help="for whom: a partner, or the name that the reader gave"
    )
    verb.add_argument("-o", "--output", metavar="FILE", required=True, help="the file to write, a new one")
    says = "of what is new, also show this (repeatable; as with 'prove'); -NAME withholds it"
    verb.add_argument("--disclose", metavar="NAME", type=text, action="append", default=[], help=says)
    verb.add_argument("--nonce", metavar="TEXT", type=text, help="what the reader asked you to sign (default: random)")
    verb.add_argument("--force", action="store_true", help="also where what is shown tells what is withheld")
    verb.add_argument("--offline", action="store_true", help="ask no partner for newer heads and proofs")
    json_lines(verb)


def joined(arguments: Iterable[str]) -> list[str]:
    """`--disclose -lines` and `revoke -a1b2` as argparse takes them: it would read what has a dash for an option.

    A blank before an id does no harm: ids are taken without the blanks around them.
    """
    found = list[str]()
    for one in arguments:
        is_odd = one.startswith("-") and not one.startswith("--") and bool(found)
        if is_odd and found[-1] in _MAY_BEGIN_WITH_A_DASH:
            found[-1] = f"{found[-1]}={one}"
        else:
            found.append(f" {one}" if is_odd and len(one) > _SHORT and found[-1] in _IDS_AFTER else one)
    return found
