"""The verbs of the exchange with partners: who we are, who they are, what is shared and what is said of it."""

import argparse
from collections.abc import Callable
from typing import Any

from counterfoil.cli._arguments import amount, count, text
from counterfoil.cli._parser_parts import add_verb, json_lines, nested, person

_LEVELS = ("received", "matched", "approved", "assignment", "undertaking")
_WITHDRAWN = ("dispute", "received", "matched", "approved", "assignment", "undertaking")
_PAPER = "a document's id, or that of what is shared (see 'inbox'), shortened as you like"


def _identity(verbs: Any) -> None:
    verb = add_verb(verbs, "identity", "show who this company is to partners, and its keys", "identity:identity")
    json_lines(verb)
    deeds = nested(verb)
    rotate = add_verb(deeds, "rotate", "go over to a new key, and tell all partners", "identity:rotate")
    _why(rotate)
    person(rotate)
    revoke = add_verb(deeds, "revoke", "take an older key out of force, and tell all partners", "identity:revoke")
    revoke.add_argument("key", metavar="KID", type=text, help="the key's id, shortened as you like")
    _why(revoke)
    person(revoke)
    for deed in (rotate, revoke):
        json_lines(deed, before=True)


def _peers(verbs: Any) -> None:
    says = "list the partners that we exchange with, how each is known, and what waits for it"
    verb = add_verb(verbs, "peers", says, "peers:list_peers")
    verb.add_argument("--trust", metavar="FILE", help="also write a file for 'verify --trust' with them and us in it")
    verb.add_argument(
        "--threshold", metavar="N", type=count, default=1, help="how many witnesses that file asks for (default: 1)"
    )
    verb.add_argument("--force", action="store_true", help="overwrite that file where it is there")
    json_lines(verb)


def _peer(verbs: Any) -> None:
    verb = add_verb(verbs, "peer", "add a partner, say how it is known, or remove it", "peers:list_peers")
    deeds = nested(verb, required=True)
    _peer_add(deeds)
    says = "say by what else a partner is known to be who it says"
    assure = add_verb(deeds, "assure", says, "peers:assure")
    _partner(assure)
    by = assure.add_mutually_exclusive_group(required=True)
    by.add_argument("--account", metavar="IBAN", type=text, help="its account, seen in our bank statements")
    by.add_argument("--lei", metavar="LEI", type=text, help="its LEI, as you looked it up")
    by.add_argument("--peppol", metavar="ID", type=text, help="its Peppol id, such as 0088:4012345000009")
    _why(assure)
    person(assure)
    json_lines(assure)
    remove = add_verb(deeds, "remove", "exchange no more with a partner; what was exchanged stays", "peers:remove")
    _partner(remove)
    _why(remove)
    person(remove)
    json_lines(remove)


def _peer_add(deeds: Any) -> None:
    verb = add_verb(deeds, "add", "add a partner by the address of its node, or ask it anew", "peers:add")
    verb.add_argument("url", metavar="URL", type=text, help="where its node answers, such as https://node.example.com")
    verb.add_argument("--id", metavar="ID", type=text, help="its id, as the partner told you by another way")
    verb.add_argument("--replace", action="store_true", help="also where it has other keys than we know of it")
    person(verb)
    json_lines(verb)


def _send(verbs: Any) -> None:
    verb = add_verb(verbs, "send", "offer documents to a partner, and send what waits", "send:send")
    verb.add_argument("id", metavar="ID", nargs="*", type=text, help="a document's id, shortened as you like")
    verb.add_argument("--to", metavar="PEER", type=text, help="the partner: its name, address or id, or part of it")
    verb.add_argument(
        "--anyway",
        action="store_true",
        help="also what names another company than the partner, or is not ours to issue",
    )
    verb.add_argument("--due", action="store_true", help="send all that waits, to all partners or the one of --to")
    _offline(verb)
    person(verb)
    json_lines(verb)


def _inbox(verbs: Any) -> None:
    says = "show what is shared with partners, what each says of it, and what waits"
    verb = add_verb(verbs, "inbox", says, "inbox:inbox")
    verb.add_argument("--partner", metavar="PEER", type=text, help="only what is shared with this one")
    verb.add_argument("--all", action="store_true", help="also that with which nothing is left to do")
    verb.add_argument(
        "--silent",
        metavar="DAYS",
        type=count,
        default=14,
        help="after how many days without a word of a partner's that is told (default: 14)",
    )
    json_lines(verb)


def _acknowledge(verbs: Any) -> None:
    verb = add_verb(verbs, "acknowledge", "acknowledge a partner's paper at a level, as a role", "answer:acknowledge")
    _about(verb)
    verb.add_argument("--level", choices=_LEVELS, metavar="LEVEL", required=True, help=", ".join(_LEVELS))
    verb.add_argument("--assignee", metavar="PEER", type=text, help="whom we pay instead, where it was assigned")
    verb.add_argument("--anyway", action="store_true", help="also where its assignment to another was acknowledged")
    _accepted(verb)
    _in_role(verb)


def _approve(verbs: Any) -> None:
    verb = add_verb(verbs, "approve", "approve a partner's invoice, as a role", "answer:approve")
    _about(verb)
    _accepted(verb)
    _in_role(verb)


def _dispute(verbs: Any) -> None:
    verb = add_verb(verbs, "dispute", "dispute a partner's paper, as a role", "answer:dispute")
    _about(verb)
    verb.add_argument(
        "--code",
        metavar="CODE",
        type=text,
        action="append",
        default=[],
        help="what does not fit (repeatable; default: the discrepancies that are open)",
    )
    verb.add_argument("--amount", metavar="AMOUNT", type=amount, help="how much is in dispute")
    verb.add_argument("--why", metavar="TEXT", type=text, help="the reason, which stays in our record")
    _in_role(verb)


def _withdraw(verbs: Any) -> None:
    says = "withdraw what we offered, or what we last said of a partner's paper"
    verb = add_verb(verbs, "withdraw", says, "answer:withdraw")
    _about(verb)
    verb.add_argument(
        "--what",
        choices=_WITHDRAWN,
        metavar="WHAT",
        help=f"which of what we said of a partner's paper (default: the last): {', '.join(_WITHDRAWN)}",
    )
    _why(verb)
    _in_role(verb, response=False)


def _serve(verbs: Any) -> None:
    verb = add_verb(verbs, "serve", "answer partners, and do what is due, until it is ended", "serve:serve")
    verb.add_argument("--node", action="store_true", required=True, help="the node, which partners reach")
    verb.add_argument(
        "--listen", metavar="HOST:PORT", type=text, help="where to listen (default: as in the settings, 127.0.0.1:8431)"
    )
    verb.add_argument("--certificate", metavar="FILE", help="a certificate for TLS, needed beyond this machine")
    verb.add_argument("--key", metavar="FILE", help="the certificate's key")
    verb.add_argument(
        "--behind-proxy", action="store_true", help="a proxy in front does TLS and names clients (X-Forwarded-For)"
    )
    verb.add_argument(
        "--publish", metavar="SECONDS", type=count, help="how often the log is shown to others (default: 86400)"
    )
    json_lines(verb)


def _about(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("id", metavar="ID", type=text, help=_PAPER)
    verb.add_argument("--partner", metavar="PEER", type=text, help="where several partners share it: with which one")


def _accepted(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--amount", metavar="AMOUNT", type=amount, help="how much is accepted (default: all of it)")
    verb.add_argument("--set-off", metavar="AMOUNT", type=amount, help="what we set off against that")


def _in_role(verb: argparse.ArgumentParser, *, response: bool = True) -> None:
    verb.add_argument(
        "--role",
        metavar="ROLE",
        type=text,
        required=True,
        help="as what you decide, such as 'head of buying'; the partner sees it",
    )
    if response:
        verb.add_argument("--response", metavar="FILE", help="also write it as a UBL Invoice Response, for Peppol")
    _offline(verb)
    person(verb)
    json_lines(verb)


def _offline(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--offline", action="store_true", help="leave the sending to the node, or to 'send --due'")


def _why(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--why", metavar="TEXT", type=text, required=True, help="the reason, which is recorded")


def _partner(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("peer", metavar="PEER", type=text, help="its name, address or id, or part of it")


EXCHANGE: tuple[Callable[[Any], None], ...] = (
    _identity,
    _peer,
    _peers,
    _send,
    _inbox,
    _acknowledge,
    _approve,
    _dispute,
    _withdraw,
    _serve,
)
