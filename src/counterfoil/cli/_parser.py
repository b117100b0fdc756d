"""The command line: verbs, options and their help. The README holds the same text, and a test keeps it so."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from counterfoil import __version__
from counterfoil.cli._arguments import amount, count, day, joined, text
from counterfoil.cli._parser_exchange import EXCHANGE
from counterfoil.cli._parser_parts import add_verb, jobs, json_lines, mappings, paths, person
from counterfoil.cli._parser_prove import prove, renew

_USAGE = 2
_COLUMNS = 80
_DESCRIPTION = "Read the papers of real trade, check them, link them line by line, and keep a tamper-evident record."
_EPILOG = "Exit status: 0 fine; 1 the answer is no; 2 usage; 3 the work could not be done."


class _Formatter(argparse.HelpFormatter):
    """One is made for each argument, and theirs has a module looked up that takes long to load."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)


class _Parser(argparse.ArgumentParser):
    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=_Formatter, **options)

    def _print_message(self, message: str, file: Any = None) -> None:
        # Theirs keeps it to itself where nothing can be written.
        (file or sys.stderr).write(message)

    def error(self, message: str) -> NoReturn:
        from counterfoil.cli._output import printable

        self.exit(_USAGE, f"counterfoil: {printable(message)}\nTry '{printable(self.prog)} --help'.\n")


def parse(arguments: Sequence[str]) -> argparse.Namespace | int:
    """Parse a command line; the exit status where help, the version or a usage error has been printed already."""
    try:
        options = parser().parse_args(joined(arguments))
    except SystemExit as done:
        status = done.code if isinstance(done.code, int) else _USAGE
        if status == _USAGE:
            _tell_of_dashes(arguments)
        return status
    return options


def _columns() -> int:
    """How wide help is written: as wide as the terminal, by the rules of `shutil.get_terminal_size`."""
    named = os.environ.get("COLUMNS", "")
    if named.isascii() and named.isdigit() and int(named) > 0:
        return int(named)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or _COLUMNS  # type: ignore[union-attr] # as below
    except (AttributeError, OSError, ValueError):
        return _COLUMNS


def _tell_of_dashes(arguments: Sequence[str]) -> None:
    """A file whose name begins with a dash was read for an option: say how it is named."""
    named = next((one for one in arguments if one.startswith("-") and os.path.lexists(one)), None)
    if named is not None:
        from counterfoil.cli._output import tell

        tell(f"{named} is a file: put -- before names that begin with a dash, or write ./{named}.")


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = _Parser(prog="counterfoil", description=_DESCRIPTION, epilog=_EPILOG, allow_abbrev=False)
    top.add_argument("--version", action="version", version=f"counterfoil {__version__}")
    top.add_argument("--home", metavar="DIR", help="the company's home folder (default: COUNTERFOIL_HOME)")
    # With `prog`, argparse need not write the usage to know it, which takes longer than all else here.
    verbs = top.add_subparsers(prog=top.prog, dest="verb", metavar="VERB", required=True)
    for declare in _VERBS:
        declare(verbs)
    return top


def _init(verbs: Any) -> None:
    verb = add_verb(verbs, "init", "make a home for one company", "home:init")
    verb.add_argument("--name", type=text, required=True, help="the company's registered name")
    verb.add_argument("--vat", type=text, metavar="ID", help="its VAT identifier")
    verb.add_argument("--gln", type=text, metavar="ID", help="its GLN")
    verb.add_argument("--lei", type=text, metavar="ID", help="its LEI")
    verb.add_argument(
        "--iban", type=text, metavar="IBAN", action="append", default=[], help="one of its bank accounts (repeatable)"
    )
    verb.add_argument(
        "--store", type=text, metavar="DATABASE", default="sqlite", help="sqlite (default) or postgresql://…"
    )
    verb.add_argument("--passphrase-file", metavar="FILE", help="the file whose first line protects the signing key")
    verb.add_argument("--unencrypted-key", action="store_true", help="keep the signing key unencrypted (mode 0600)")
    json_lines(verb)


def _check(verbs: Any) -> None:
    verb = add_verb(verbs, "check", "check documents by the official rules; needs no home", "check:check")
    paths(verb)
    verb.add_argument("--on", metavar="DATE", type=day, help="check by the rules in force on that day (default: today)")
    verb.add_argument(
        "--official", metavar="DIR", help="also run the published rules (XSLT) in this folder, and tell what differs"
    )
    verb.add_argument("--report", metavar="FILE", help="also write a report: a page (FILE.html) or SVRL (FILE.xml)")
    verb.add_argument(
        "--rulebook", metavar="NAME@VERSION", action="append", default=[], help="check by this rulebook (repeatable)"
    )
    mappings(verb)
    jobs(verb)
    json_lines(verb)


def _rules(verbs: Any) -> None:
    verb = add_verb(verbs, "rules", "list the rulebooks or the rules of one, or explain a rule", "rules:rules")
    verb.add_argument("name", metavar="NAME", nargs="?", help="a rulebook (en16931) or a rule (BR-CO-10)")
    json_lines(verb)


def _add(verbs: Any) -> None:
    verb = add_verb(verbs, "add", "read, check, link and record documents", "add:add")
    paths(verb)
    mappings(verb)
    jobs(verb)
    verb.add_argument("--even-forgotten", action="store_true", help="record again what was forgotten, knowingly")
    verb.add_argument("-v", "--verbose", action="store_true", help="name every document, on a terminal too")
    json_lines(verb)


def _status(verbs: Any) -> None:
    json_lines(add_verb(verbs, "status", "say what the record holds", "look:status"))


def _list(verbs: Any) -> None:
    verb = add_verb(verbs, "list", "list documents", "look:list_documents")
    verb.add_argument(
        "--kind", type=text, metavar="KIND", help="invoice, credit-note, order, despatch-advice, statement …"
    )
    verb.add_argument("--party", type=text, metavar="TEXT", help="part of the issuer's or partner's name")
    verb.add_argument("--number", type=text, metavar="NUMBER", help="the document's number")
    verb.add_argument("--since", metavar="DATE", type=day, help="issued on that day or later")
    verb.add_argument("--until", metavar="DATE", type=day, help="issued on that day or earlier")
    verb.add_argument("--min", metavar="AMOUNT", type=amount, help="of at least that amount")
    verb.add_argument("--max", metavar="AMOUNT", type=amount, help="of at most that amount")
    verb.add_argument("--currency", type=text, metavar="CODE", help="in that currency")
    states = ["valid", "invalid", "unchecked", "linked", "unlinked", "discrepant", "forgotten"]
    verb.add_argument("--state", choices=states, metavar="STATE", help=", ".join(states))
    verb.add_argument("--limit", metavar="N", type=count, help="at most so many")
    json_lines(verb)


def _show(verbs: Any) -> None:
    verb = add_verb(verbs, "show", "show a document with its findings and its chain of evidence", "look:show")
    verb.add_argument("id", metavar="ID", help="a document's id, shortened as you like")
    json_lines(verb)


def _links(verbs: Any) -> None:
    verb = add_verb(verbs, "links", "list the links between documents, with why", "linking:links")
    verb.add_argument(
        "--document", type=text, metavar="ID", help="from or to that document, its id shortened as you like"
    )
    kinds = ["answers", "bills", "cancels", "changes", "credits", "observes", "pays", "receives", "repeats", "ships"]
    verb.add_argument("--kind", choices=kinds, metavar="KIND", help=", ".join(kinds))
    states = ["certain", "proposed", "confirmed", "undone"]
    verb.add_argument("--state", choices=states, metavar="STATE", help=", ".join(states))
    verb.add_argument("--below", metavar="CONFIDENCE", type=amount, help="of a confidence below that, such as 0.9")
    json_lines(verb)


def _discrepancies(verbs: Any) -> None:
    verb = add_verb(verbs, "discrepancies", "list what does not fit between documents", "linking:discrepancies")
    verb.add_argument("--on", metavar="DATE", type=day, help="as it stands on that day (default: today)")
    states = ["open", "accepted", "resolved"]
    verb.add_argument("--state", choices=states, metavar="STATE", help=", ".join(states))
    verb.add_argument("--code", type=text, metavar="CODE", help="of that code, such as short-paid")
    verb.add_argument("--party", type=text, metavar="TEXT", help="part of the name of the other company")
    verb.add_argument("--owner", type=text, metavar="TEXT", help="part of the name of who looks after it")
    json_lines(verb)


def _reconcile(verbs: Any) -> None:
    says = "show what the entries of a bank statement were applied to, and what is left"
    verb = add_verb(verbs, "reconcile", says, "reconcile:reconcile")
    verb.add_argument(
        "statement", metavar="STATEMENT", type=text, help="its id, shortened as you like, its number or its file"
    )
    json_lines(verb)


def _ageing(verbs: Any) -> None:
    verb = add_verb(verbs, "ageing", "list what is open, by partner and by how long it is due", "ageing:age")
    verb.add_argument("--on", metavar="DATE", type=day, help="as it stood on that day (default: today)")
    verb.add_argument("--payables", action="store_true", help="what we owe, and goods that were not invoiced yet")
    verb.add_argument("--receivables", action="store_true", help="what is owed to us")
    verb.add_argument("--party", type=text, metavar="TEXT", help="part of the name of the other company")
    verb.add_argument("--items", action="store_true", help="with each item (--json has them always)")
    json_lines(verb)


def _confirm(verbs: Any) -> None:
    _link_decision(add_verb(verbs, "confirm", "say that links are right; they stay, whatever comes", "decide:confirm"))


def _undo(verbs: Any) -> None:
    _link_decision(add_verb(verbs, "undo", "say that links are wrong; they are not made again", "decide:undo"))


def _accept(verbs: Any) -> None:
    _handling(add_verb(verbs, "accept", "accept discrepancies as they are", "decide:accept"))


def _resolve(verbs: Any) -> None:
    _handling(add_verb(verbs, "resolve", "say that discrepancies are settled elsewhere", "decide:resolve_discrepancy"))


def _reopen(verbs: Any) -> None:
    _handling(add_verb(verbs, "reopen", "open discrepancies again", "decide:reopen"))


def _assign(verbs: Any) -> None:
    _handling(add_verb(verbs, "assign", "give discrepancies to somebody to look after", "decide:assign"), must=True)


def _link_decision(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("link", metavar="LINK", nargs="+", type=text, help="a link's id, shortened as you like")
    verb.add_argument("--why", metavar="TEXT", type=text, help="the reason, which is recorded")
    person(verb)
    json_lines(verb)


def _handling(verb: argparse.ArgumentParser, *, must: bool = False) -> None:
    verb.add_argument(
        "discrepancy", metavar="DISCREPANCY", nargs="+", type=text, help="a discrepancy's id, shortened as you like"
    )
    verb.add_argument("--why", metavar="TEXT", type=text, required=True, help="the reason, which is recorded")
    verb.add_argument("--to", metavar="OWNER", type=text, required=must, help="who looks after it from now on")
    person(verb)
    json_lines(verb)


def _verify(verbs: Any) -> None:
    verb = add_verb(verbs, "verify", "verify the whole record, that a file is in it, or a dossier", "verify:verify")
    says = "a document, a dossier or an update of dossiers; without it the whole home"
    verb.add_argument("file", metavar="FILE", nargs="?", help=says)
    verb.add_argument(
        "--with",
        dest="held",
        metavar="FILE",
        action="append",
        default=[],
        help="a dossier or an earlier update that the update is of (repeatable)",
    )
    verb.add_argument("--trust", metavar="FILE", help="whom you trust: companies, their keys, logs and witnesses")
    verb.add_argument("--audience", type=text, metavar="TEXT", help="as whom you asked for the dossier")
    verb.add_argument("--nonce", type=text, metavar="TEXT", help="what you asked its holder to sign")
    verb.add_argument("--age", type=count, metavar="DAYS", default=7, help="how old it may be (default: 7)")
    verb.add_argument("--level", type=int, metavar="N", choices=range(6), default=0, help="what it must reach, 0 to 5")
    json_lines(verb)


def _forget(verbs: Any) -> None:
    verb = add_verb(verbs, "forget", "erase documents or entries of a statement, and record that", "forget:forget")
    verb.add_argument("id", metavar="ID", nargs="+", type=text, help="a document's id, shortened as you like")
    verb.add_argument("--why", metavar="TEXT", type=text, required=True, help="the reason, which is recorded")
    verb.add_argument(
        "--line",
        metavar="N",
        type=text,
        action="append",
        default=[],
        help="only that entry of a statement, such as 3, or one detail of it, such as 3.2 (repeatable)",
    )
    verb.add_argument(
        "--override-retention", action="store_true", help="also what is to be kept still; that is recorded"
    )
    person(verb)
    json_lines(verb)


def _backup(verbs: Any) -> None:
    verb = add_verb(verbs, "backup", "write the whole home into one file, while others may go on", "backup:backup")
    verb.add_argument("file", metavar="FILE", help="the file to write; it must not be there yet")
    verb.add_argument("--with-passphrase", action="store_true", help="also keys/passphrase, where it is there")
    json_lines(verb)


def _restore(verbs: Any) -> None:
    verb = add_verb(verbs, "restore", "make a home out of a backup, without what was forgotten since", "backup:restore")
    verb.add_argument(
        "file", metavar="FILE", nargs="?", help="the backup; without it the home was brought back by other means"
    )
    verb.add_argument(
        "--forgotten",
        metavar="LIST",
        action="append",
        default=[],
        help="a list of what was forgotten (repeatable; FILE.forgotten is read anyway)",
    )
    verb.add_argument(
        "--without",
        metavar="PEER",
        type=text,
        action="append",
        default=[],
        help="of a home that was brought back: do not wait for this partner, whose node is gone for good (repeatable)",
    )
    verb.add_argument("--why", metavar="TEXT", type=text, help="how that is known; it is recorded")
    person(verb)
    json_lines(verb)


def _map(verbs: Any) -> None:
    verb = add_verb(verbs, "map", "guess how a table's columns are to be read, and write it down", "map:map_table")
    verb.add_argument("file", metavar="FILE", help="a CSV, TSV or XLSX file")
    verb.add_argument(
        "-o", "--output", metavar="MAPPING", help="where to write the mapping (default: into the home, else to stdout)"
    )
    verb.add_argument("--force", action="store_true", help="overwrite a mapping that is there")
    json_lines(verb)


def _export(verbs: Any) -> None:
    verb = add_verb(verbs, "export", "write the whole record as JSON Lines and tables", "export:export")
    verb.add_argument("directory", metavar="DIR", help="a new or empty folder")
    verb.add_argument(
        "--tables", choices=["csv", "parquet"], default="csv", help="how tables are written (default: csv)"
    )
    verb.add_argument("--originals", action="store_true", help="with the original files")
    json_lines(verb)


def _demo(verbs: Any) -> None:
    verb = add_verb(verbs, "demo", "record a small trading world and look at it", "demo:demo")
    verb.add_argument("directory", metavar="DIR", nargs="?", help="where to put it (default: a new temporary folder)")
    verb.add_argument("--nodes", action="store_true", help="three companies that exchange papers instead")
    json_lines(verb)


def _world(verbs: Any) -> None:
    verb = add_verb(verbs, "world", "write a trading world with its truth, for tests and benchmarks", "world:world")
    verb.add_argument("directory", metavar="DIR", help="a new or empty folder")
    verb.add_argument("--seed", metavar="N", type=count, default=1, help="another number, another world (default: 1)")
    verb.add_argument(
        "--size", metavar="N", type=count, default=1000, help="about how many documents it has (default: 1000)"
    )
    verb.add_argument(
        "--faults",
        type=text,
        metavar="NAMES",
        default="all",
        help="what is hard or wrong in it: all (default), none, or a list such as references,cash,price-over-ordered",
    )
    json_lines(verb)


_VERBS: tuple[Callable[[Any], None], ...] = (
    _init,
    _check,
    _rules,
    _add,
    _status,
    _list,
    _show,
    _links,
    _discrepancies,
    _reconcile,
    _ageing,
    _confirm,
    _undo,
    _accept,
    _resolve,
    _reopen,
    _assign,
    *EXCHANGE,
    prove,
    renew,
    _verify,
    _forget,
    _backup,
    _restore,
    _map,
    _export,
    _demo,
    _world,
)
