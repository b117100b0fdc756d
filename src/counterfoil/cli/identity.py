"""`counterfoil identity`: who this company is to its partners, and its keys."""

import argparse
from typing import Any

from counterfoil.cli._exchange import opened
from counterfoil.cli._home import ask_passphrase
from counterfoil.cli._output import print_json, say
from counterfoil.cli._person import person_of, reason_in
from counterfoil.cli._words import counted
from counterfoil.exchange.halves.address import our_address
from counterfoil.exchange.halves.identity import Known
from counterfoil.exchange.halves.identity import revoke as revoked
from counterfoil.exchange.halves.identity import rotate as rotated
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.nodes.key_news import tell_all
from counterfoil.exchange.proof.company import kid_of
from counterfoil.flow.restored import check_may_speak
from counterfoil.log.jwk import to_jwk


def identity(options: argparse.Namespace) -> int:
    """Who we are; the identity is made with the first look."""
    with opened(options) as office:
        row = _row(office, office.identity.known)
    if options.json:
        print_json(row)
    else:
        _print(row)
    return 0


def rotate(options: argparse.Namespace) -> int:
    """Go over to a new key."""
    person, why = person_of(options), reason_in(options.why) or ""
    with opened(options) as office:
        check_may_speak(office.home)
        rotated(office.home, office.identity, ask_passphrase, person, why)
        return _told(office, options, "From now on this company signs with a new key; the one before stays in force.")


def revoke(options: argparse.Namespace) -> int:
    """Take an older key out of force."""
    person, why = person_of(options), reason_in(options.why) or ""
    with opened(options) as office:
        check_may_speak(office.home)
        revoked(office.home, office.identity, options.key.strip(), ask_passphrase, person, why)
        return _told(office, options, "That key is not in force any more.")


def _told(before: Office, options: argparse.Namespace, says: str) -> int:
    """Partners are to be told, and get all facts signed anew."""
    office = Office(before.home, ask_passphrase)
    tell_all(office)
    row = _row(office, office.identity.known)
    if options.json:
        print_json(row)
        return 0
    say(says)
    _print(row)
    if peers := len(office.peers()):
        say(f"{counted(peers, 'partner')} will be told by the node, or with 'counterfoil send --due'.")
    say("Make a backup now: an older one has not the key that signs now.", "notable")
    return 0


def _row(office: Office, known: Known) -> dict[str, Any]:
    keys = known.keyring.keys
    return {
        "id": known.company,
        "name": office.home.settings.owner.name,
        "url": our_address(office.home),
        "keys": [{"kid": kid_of(key), "x": to_jwk(key)["x"], "signs": key == keys[-1]} for key in keys],
        "log": office.home.vkey(),
        "witness": office.identity.cosigner.verifier.vkey,
    }


def _print(row: dict[str, Any]) -> None:
    say(row["name"], "heading")
    for title, name in (("id", "id"), ("node", "url"), ("log", "log"), ("witness", "witness")):
        say(f"{title:8} {row[name]}", whole=True)
    for one in row["keys"]:
        say(f"key      {one['kid']} {'signs now' if one['signs'] else 'in force'}", whole=True)
        say(f"         {one['x']} (public key, x)", whole=True)
    say("Tell partners the id by another way than this node, such as by telephone: they compare it when they add us.")
