"""`counterfoil demo --nodes`: three companies on this machine, each with its node, from an order to a checked dossier.

It is a story told in commands: each is run as a person would type it, in a process of its own, and nothing is done
otherwise.
"""

import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from shlex import quote
from time import monotonic
from typing import Any, NamedTuple

from counterfoil.cli._output import print_json, print_table, say
from counterfoil.cli._stage import Company, Failed, Stage
from counterfoil.cli._words import program
from counterfoil.cli.dossier import LADDER
from counterfoil.errors import CounterfoilError
from counterfoil.log.base64url import decode_base64url, encode_base64url
from counterfoil.render.table import Column

AUDIENCE = "Rechnungsprüfung Kessel"
NONCE, NONCE_OF_ANOTHER = "audit of May", "audit of June"
_LEVEL, _PERSON = "4", "Jana Petersen"
_COMPANIES = (
    ("manufacturer", "Nordlicht Möbelwerk GmbH", "DE811907980", "4012345000009"),
    ("retailer", "Wohnwelt Einrichtungshäuser SE", "DE129273398", "4056789000003"),
    ("auditor", "Rechnungsprüfung Kessel mbB", "DE136695976", "4098765000003"),
)
_EVIDENCE = tuple(Column(title=one) for one in ("evidence", "attested by", "company", "known by", "level"))
_CHECKS = (Column(title="check"), Column(title="outcome", least=20, wrap=True))


def demo_nodes(folder: Path, *, as_json: bool) -> int:
    """Play the story in a new folder; 1 where it does not end as it must."""
    started = monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    with Stage(folder.resolve(), quiet=as_json) as stage:
        try:
            told = _play(stage)
        except Failed as error:
            raise CounterfoilError(str(error), f"The homes are in {stage.folder}.") from None
    told["seconds"] = round(monotonic() - started, 1)
    if as_json:
        print_json(told)
    else:
        _print(told, stage.folder)
    return 0 if told["ok"] else 1


def _play(stage: Stage) -> dict[str, Any]:
    """What happens, in order."""
    stage.scene("Three companies make their homes and start their nodes.")
    companies = stage.together(*(partial(stage.company, *one) for one in _COMPANIES))
    maker, retailer, auditor = companies
    stage.scene("Each adds the others as partners, by their addresses and ids.")
    stage.together(*(partial(_meet, one, [other for other in companies if other is not one]) for one in companies))
    _trade(stage, maker, retailer)
    invoice = maker.document("invoice")
    stage.scene("The retailer's node compares the invoice with its own order and receipt; then a person approves it.")
    retailer.await_paper(invoice["number"], lambda paper: paper["we_say"]["level"] == "matched")
    bill = retailer.document("invoice")
    retailer.run("approve", bill["id"], "--role", "controller", "--as", "Rainer Vogt")
    maker.await_paper(invoice["number"], lambda paper: paper["they_say"]["level"] == "approved")
    stage.scene("The manufacturer proves it to the auditor, without lines and prices; the auditor checks it offline.")
    dossier, trust = stage.folder / "dossier.json", stage.folder / "trust.toml"
    asked = ("--to", AUDIENCE, "--nonce", NONCE)
    maker.await_success("prove", invoice["id"], *asked, "--output", str(dossier))
    auditor.run("peers", "--trust", str(trust))
    reading = ("--trust", str(trust), "--audience", AUDIENCE, "--nonce", NONCE, "--level", _LEVEL)
    (found,) = auditor.run("verify", str(dossier), *reading)
    stage.scene("What should not pass does not.")
    refused = stage.together(
        *(partial(_refused, stage, auditor, dossier.read_bytes(), one) for one in _attempts(reading))
    )
    stage.scene("All three verify their own records.")
    sound = [rows[0]["sound"] for rows in stage.together(*(partial(one.run, "verify") for one in companies))]
    partners = {one["id"]: one for one in maker.run("peers")}
    return {
        "invoice": invoice["number"],
        "tally": partners[retailer.id]["tally"],
        "level": found["level"],
        "evidence": found["evidence"],
        "withheld": found["withheld"],
        "bytes": dossier.stat().st_size,
        "facts": len(json.loads(dossier.read_bytes())["credentials"]),
        "refused": refused,
        "sound": sound,
        "ok": found["level"] == int(_LEVEL) and all(one["reason"] for one in refused) and all(sound),
    }


def _meet(company: Company, others: Sequence[Company]) -> None:
    for other in others:
        company.run("peer", "add", other.url, "--id", other.id, "--as", _PERSON)


def _trade(stage: Stage, maker: Company, retailer: Company) -> None:
    """Order to invoice: each paper is recorded by who issues it, and sent."""
    stage.scene("One sale: every paper is recorded by who issues it, and offered to the partner.")
    for company, partner, papers in (
        (retailer, maker, ("order",)),
        (maker, retailer, ("order-response", "despatch-advice")),
        (retailer, maker, ("receipt-advice",)),
        (maker, retailer, ("invoice",)),
    ):
        company.run("add", *(str(stage.paper(company, paper)) for paper in papers))
        company.run("send", *(company.document(paper)["id"] for paper in papers), "--to", partner.id)


class _Attempt(NamedTuple):
    """What somebody might try with a dossier: in words, in which file, what it does to it, and how that is read."""

    what: str
    file: str
    change: Callable[[Any], Any]
    reading: Sequence[str]


def _attempts(reading: Sequence[str]) -> list[_Attempt]:
    other = [NONCE_OF_ANOTHER if one == NONCE else one for one in reading]
    return [
        _Attempt("an amount is raised", "raised.json", _raised, reading),
        _Attempt("an acknowledgement is left out", "shortened.json", _shortened, reading),
        _Attempt("a dossier is shown once more, to somebody else", "stolen.json", lambda told: told, other),
    ]


def _refused(stage: Stage, reader: Company, dossier: bytes, attempt: _Attempt) -> dict[str, Any]:
    """Why a dossier that was tampered with, or stolen, is refused. All are tried at once, each in a file of its own."""
    file = stage.folder / attempt.file
    file.write_text(json.dumps(attempt.change(json.loads(dossier))), encoding="utf-8")
    (found,) = reader.run("verify", str(file), *attempt.reading, fails=True)
    return {"what": attempt.what, "reason": found["reason"], "message": found["message"]}


def _raised(told: Any) -> Any:
    """A dossier in which the disclosed payable amount has a digit more."""
    for credential in told["credentials"]:
        token, *disclosures = credential["sd_jwt"].split("~")
        for place, text in enumerate(disclosures):
            match json.loads(decode_base64url(text) or b"0"):
                case [salt, "payable", amount]:
                    disclosures[place] = encode_base64url(json.dumps([salt, "payable", f"9{amount}"]).encode())
                case _:
                    continue
        credential["sd_jwt"] = "~".join([token, *disclosures])
    return told


def _shortened(told: Any) -> Any:
    """A dossier without the last fact that it tells of its invoice."""
    return {**told, "credentials": told["credentials"][:-1]}


def _print(told: dict[str, Any], folder: Path) -> None:
    say("")
    size = f"{told['facts']} facts, {told['bytes']:,} bytes"
    say(f"What the dossier of invoice {told['invoice']} proves to the auditor ({size})", "heading")
    print_table(
        _EVIDENCE,
        ((one["evidence"], one["by"], one["company"], one["assurance"], one["level"]) for one in told["evidence"]),
    )
    say(f"Level {told['level']}: {LADDER[told['level']]}. {told['withheld']} claims or lines are withheld.", "good")
    say("")
    say("What was refused, and why", "heading")
    print_table(_CHECKS, ((one["what"], f"{one['reason']}: {one['message']}") for one in told["refused"]))
    say("")
    tally = told["tally"]
    if tally["number"] is not None and tally["differs_since"] is None:
        say(
            f"The two halves fit: {tally['ours']} facts of the manufacturer and {tally['theirs']} of the retailer,"
            f" counted and signed by both (tally {tally['number']})."
        )
    if told["ok"]:
        say(f"All three records are whole and unchanged. It took {told['seconds']} seconds.", "good")
    else:
        say("The story did not end as it must.", "bad")
    say(f"The homes are in {folder}. Look around, for instance:")
    for rest in ("inbox --all", "peers", "verify"):
        say(f"  {program()} --home {quote(str(folder / 'manufacturer'))} {rest}", whole=True)
