"""`counterfoil verify`."""

import argparse

import msgspec

from counterfoil.cli._files import read_file
from counterfoil.cli._home import home_path
from counterfoil.cli._output import print_json, say
from counterfoil.cli._progress import Progress
from counterfoil.cli._words import counted
from counterfoil.errors import CounterfoilError, DamagedStoreError, MissingPartError
from counterfoil.flow.damage import Damage
from counterfoil.flow.home import Home, open_home
from counterfoil.flow.verify import Verified, verify_home
from counterfoil.flow.verify_file import verify_file


def verify(options: argparse.Namespace) -> int:
    """Verify the home, that a file is in its record, a dossier or an update; 1 where something does not hold."""
    data = read_file(options.file) if options.file is not None else None
    if data is not None:
        from counterfoil.cli import dossier

        if dossier.is_meant(options) or dossier.is_shown(data):
            return dossier.verify_shown(options, data)
        with open_home(home_path(options)) as home:
            return _file(home, options, data)
    verified = _verified(options)
    if options.json:
        print_json(_row(verified))
    else:
        _print(verified)
    return 1 if verified.damages else 0


def _verified(options: argparse.Namespace) -> Verified:
    """What verification finds. Where a part is missing without which no home is opened, that is damage, too."""
    try:
        with (
            open_home(home_path(options)) as home,
            Progress("facts and originals", of=_amount(home), quiet=options.json) as progress,
        ):
            return _with_half(home, verify_home(home, progress.both))
    except MissingPartError as error:
        return Verified(damages=(Damage(where=error.part, what=error.message),))
    except DamagedStoreError as error:
        return Verified(damages=(Damage(where="database", what=error.message),))


def _with_half(home: Home, verified: Verified) -> Verified:
    """With what is exchanged with others, where anything is."""
    from counterfoil.exchange.halves.verify_half import verify_half
    from counterfoil.exchange.nodes.verify_evidence import verify_evidence

    try:
        damages = [*verified.damages, *verify_half(home), *verify_evidence(home)]
    except CounterfoilError as error:
        damages = [*verified.damages, Damage(where="exchange", what=str(error))]
    return msgspec.structs.replace(verified, damages=tuple(damages), root=None if damages else verified.root)


def _amount(home: Home) -> int | None:
    """How much there is to do; None where not even that can be read, which is told as the damage that it is."""
    try:
        return home.store.size() + home.store.counts().get("documents", 0)
    except CounterfoilError:
        return None


def _row(verified: Verified) -> dict[str, object]:
    return {
        "sound": not verified.damages,
        "facts": verified.facts,
        "documents": verified.documents,
        "originals": verified.originals,
        "links": verified.links,
        "checkpoints": verified.checkpoints,
        "root": verified.root,
        "notes": list(verified.notes),
        "forgotten": [msgspec.to_builtins(one) for one in verified.forgotten],
        "damages": [{"where": damage.where, "what": damage.what} for damage in verified.damages],
    }


def _print(verified: Verified) -> None:
    for damage in verified.damages:
        say(f"DAMAGED  {damage.where}: {damage.what}", "bad")
    for one in verified.forgotten:
        entries = f" entry {', '.join(one.entries)}" if one.entries else ""
        kept = f"; it was to be kept until {one.kept_until}" if one.kept_until else ""
        again = "; it was recorded again since" if one.recorded_again else ""
        what = f"{one.document} {one.id[:12]}{entries} on {one.recorded[:10]} by {one.actor}"
        say(f"forgotten  {what}: {one.why}{kept}{again}")
    for note in verified.notes:
        say(f"note     {note}")
    say(
        f"{counted(verified.facts, 'fact')}, {counted(verified.documents, 'document')}, "
        f"{counted(verified.originals, 'original')}, {counted(verified.links, 'link')} and "
        f"{counted(verified.checkpoints, 'checkpoint')} verified."
    )
    if verified.damages:
        say(f"{len(verified.damages):,} damaged or missing. Restore these parts from a backup; nothing was changed.")
    else:
        but = ", but for what was forgotten by a recorded fact" if verified.forgotten else ""
        say(f"The record is whole and unchanged{but}.", "good")
        say(f"The root of its log is {verified.root}.")


_ZIP = b"PK\x03\x04"
_OF_ARCHIVES = " Of an archive the documents in it are recorded: unpack it, and verify these."


def _file(home: Home, options: argparse.Namespace, data: bytes) -> int:
    found = verify_file(home, data)
    if options.json:
        print_json(
            {
                "file": options.file,
                "recorded": bool(found.documents),
                "documents": found.documents,
                "forgotten": found.forgotten,
                "damages": found.damages,
            }
        )
    elif not found.documents and not found.forgotten:
        say(f"{options.file} is not in the record.{_OF_ARCHIVES if data.startswith(_ZIP) else ''}")
    for document in () if options.json else found.documents:
        say(
            f"{options.file} is in the record as {document['document']} {document['number'] or ''} "
            f"(fact {document['fact']} of {document['size']}, recorded {document['recorded']}); its proof holds."
        )
    for sentence in () if options.json else found.forgotten:
        say(f"{options.file}: {sentence}")
    for damage in () if options.json else found.damages:
        say(f"DAMAGED  {damage}", "bad")
    return 0 if found.documents and not found.damages else 1
