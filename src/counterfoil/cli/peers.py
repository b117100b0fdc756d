"""`counterfoil peers` and `peer add`, `assure`, `remove`: whom we exchange with, and how each is known."""

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from counterfoil.cli._exchange import opened, reaching, refused
from counterfoil.cli._output import print_json, print_table, say
from counterfoil.cli._person import person_of, reason_in
from counterfoil.cli._words import counted, print_rows
from counterfoil.errors import CounterfoilError, ProofError, UsageError
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.halves.peers import named_peer
from counterfoil.exchange.halves.relying import TO_TELL
from counterfoil.exchange.halves.tallies import Tallies, counting
from counterfoil.exchange.nodes.key_news import is_untold
from counterfoil.exchange.partners.outbox import waiting
from counterfoil.exchange.proof.company import kid_of
from counterfoil.exchange.transport import Unreachable
from counterfoil.log.jwk import to_jwk
from counterfoil.render.table import Column


def add(options: argparse.Namespace) -> int:
    """Add a partner; 1 where its node is not who it should be."""
    from counterfoil.exchange.partners.acquaintance import add_peer

    person = person_of(options)
    with opened(options) as office, reaching(office) as transport:
        try:
            met = add_peer(office, transport, options.url, person, options.id, replacing=options.replace)
        except ProofError as error:
            return refused(error)
        except Unreachable as error:
            raise Unreachable(error.message, "Nothing was changed. Add it again once its node runs.") from None
        row = _row(office, met.peer)
    if options.json:
        print_json(row)
        return 0
    if met.replaced is not None:
        say(f"Removed: {met.replaced.name} ({met.replaced.company}), which was at this address before.", "notable")
    say(f"{'Added' if met.is_new else 'Known'}: {met.peer.name}", "good")
    for one in met.namesakes:
        say(f"Another partner goes by this name: {one.name} ({one.company}). Which of them is it?", "notable")
    if met.moved_from is not None:
        say(f"It was at {met.moved_from} before, and is asked and told at its new address from now on.", "notable")
    if met.has_new_keys:
        say("It has new keys now. All that we said to it is signed for these anew.", "notable")
    _describe(row)
    if options.id is None and not any(one.startswith("its id was") for one in met.peer.assurances):
        say("Compare its id with the partner by another way, such as by telephone, and add it again with --id.")
    return 0


def assure(options: argparse.Namespace) -> int:
    """Say by what else a partner is known."""
    from counterfoil.exchange.partners import assurance

    person, why = person_of(options), reason_in(options.why) or ""
    with opened(options) as office:
        peer = named_peer(office.home.store, options.peer)
        if options.account is not None:
            peer = assurance.assure_account(office, peer, options.account, person, why)
        elif options.lei is not None:
            peer = assurance.assure_lei(office, peer, options.lei, person, why)
        else:
            peer = assurance.assure_peppol(office, peer, options.peppol, person, why)
        row = _row(office, peer)
    if options.json:
        print_json(row)
    else:
        say(peer.name, "heading")
        _describe(row)
    return 0


def remove(options: argparse.Namespace) -> int:
    """Exchange no more with a partner."""
    from counterfoil.exchange.partners.acquaintance import remove_peer

    person, why = person_of(options), reason_in(options.why) or ""
    with opened(options) as office:
        peer = named_peer(office.home.store, options.peer)
        remove_peer(office, peer, person, why)
        row = _row(office, peer)
    if options.json:
        print_json(row)
    else:
        say(f"Removed: {peer.name} ({peer.company}). Nothing is sent to it or taken from it any more.")
        say("What was exchanged stays in the record.")
    return 0


def list_peers(options: argparse.Namespace) -> int:
    """All partners."""
    with opened(options, readonly=True) as office:
        peers = sorted(office.peers(), key=lambda one: (one.name.casefold(), one.company))
        rows = [_row(office, one) for one in peers]
        if options.trust is not None:
            _write_trust(office, peers, options)
    if options.json:
        print_rows(rows)
        return 0
    print_table(_PEERS, (cells for row in rows for cells in _cells(row)))
    say("")
    say(f"{counted(len(rows), 'partner')}." if rows else "0 partners. Next: counterfoil peer add URL")
    if options.trust is not None:
        say(f"{options.trust} names them and us, for 'counterfoil verify FILE --trust {options.trust}'.", whole=True)
    return 0


def _write_trust(office: Office, peers: list[Peer], options: argparse.Namespace) -> None:
    from counterfoil.exchange.partners.trust_file import trust_file

    text, path = trust_file(office, peers, options.threshold), Path(options.trust)
    try:
        with path.open("w" if options.force else "x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(f"{path} is there already.", "Name another file, or say --force.") from None
    except OSError as error:
        raise CounterfoilError(f"{path} could not be written: {error.strerror}.", "Name another place.") from None


def _row(office: Office, peer: Peer) -> dict[str, Any]:
    stands = waiting(office.home.store, peer)
    return {
        "id": peer.company,
        "name": peer.name,
        "url": peer.url,
        "keys": [{"kid": kid_of(key), "x": to_jwk(key)["x"]} for key in peer.keys],
        "logs": list(peer.logs),
        "witness": peer.witness or None,
        "assurance": list(peer.assurances),
        "unsent": len(office.half.unsent(peer.company)),
        "notices": sum(1 for _ in office.home.store.kept(TO_TELL, peer.company.encode())),
        "keys_untold": is_untold(office.home.store, peer),
        "tally": _tally(office, peer),
        "waits_since": _time(stands.since),
        "waits_until": _time(stands.again),
        "why": stands.why or None,
    }


def _tally(office: Office, peer: Peer) -> dict[str, Any]:
    """How many facts of each side both hold, as both have signed, and since when one counts otherwise."""
    last, stands = Tallies(office, peer).last(), counting(office.home.store, peer.company)
    facts = {} if last is None else last.tally.facts
    return {
        "number": None if last is None else last.tally.number,
        "signed": None if last is None else _time(max(last.ours.time, last.theirs.time)),
        "ours": facts.get(office.us),
        "theirs": facts.get(peer.company),
        "differs_since": _time(stands.differs_since or 0),
    }


def _describe(row: dict[str, Any]) -> None:
    say(f"id       {row['id']}", whole=True)
    say(f"node     {row['url']}", whole=True)
    for key in row["keys"]:
        say(f"key      {key['x']} (kid {key['kid']})", whole=True)
    for log in row["logs"]:
        say(f"log      {log}", whole=True)
    if row["witness"]:
        say(f"witness  {row['witness']}", whole=True)
    for at, one in enumerate(row["assurance"]):
        say(f"{'' if at else 'known by':8} {one}")


def _cells(row: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """A line for each way in which a partner is known, the first with all else."""
    ways = row["assurance"] or ["(not said)"]
    yield row["name"], row["id"][:8], row["url"], ways[0], _halves(row["tally"]), _state(row)
    for way in ways[1:]:
        yield "", "", "", way, "", ""


def _halves(tally: dict[str, Any]) -> str:
    """Do the two halves fit, and with how many facts of ours and of theirs?"""
    if tally["differs_since"]:
        return f"differ since {_minute(tally['differs_since'])}"
    return "not counted" if tally["number"] is None else f"fit: {tally['ours']} + {tally['theirs']}"


def _state(row: dict[str, Any]) -> str:
    waits = [counted(row[name], one) for name, one in (("unsent", "paper"), ("notices", "notice")) if row[name]]
    waits += ["our new keys"] if row["keys_untold"] else []
    said = f"{', '.join(waits)} to send" if waits else "nothing waits"
    said += "; the halves differ" if row["tally"]["differs_since"] else ""
    if not row["waits_since"]:
        return said
    return f"{said}; it failed since {_minute(row['waits_since'])} (UTC): {row['why']}"


def _minute(time: str) -> str:
    return time[:16].replace("T", " ")


def _time(seconds: int) -> str | None:
    return datetime.fromtimestamp(seconds, UTC).isoformat() if seconds else None


_PEERS = (
    Column(title="name", least=12, wrap=True),
    Column(title="id"),
    Column(title="node", least=16, tail=True, optional=1),
    Column(title="known by", least=24, wrap=True),
    Column(title="halves", optional=2, wrap=True),
    Column(title="outbox", least=16, wrap=True, styles={"nothing waits": "faint", "": "notable"}),
)
