"""`counterfoil backup` and `restore`: a whole home in one file, and back."""

import argparse
from pathlib import Path

from counterfoil.cli._home import ask_passphrase, home_path
from counterfoil.cli._output import print_json, say, tell
from counterfoil.cli._person import person_of, reason_in
from counterfoil.cli._words import counted
from counterfoil.errors import UsageError
from counterfoil.flow.backup import back_up
from counterfoil.flow.home import open_home
from counterfoil.flow.restoring import Return, brought_back_otherwise
from counterfoil.flow.restoring import restore as brought_back


def backup(options: argparse.Namespace) -> int:
    """Write a backup; 1 where something of the home is damaged, which is written all the same."""
    file = Path(options.file)
    with open_home(home_path(options)) as home:
        written = back_up(home, file, with_passphrase=options.with_passphrase)
    manifest = written.manifest
    if options.json:
        row = {"file": str(file), "bytes": file.stat().st_size, "files": len(manifest.members), "facts": manifest.size}
        print_json({**row, "log": manifest.log, "root": manifest.root, "damages": written.damages})
    else:
        for damage in written.damages:
            say(f"DAMAGED  {damage}", "bad")
        files = counted(len(manifest.members), "file")
        say(f"{file} holds the home as it was at fact {manifest.size}: {files}, read again and compared.")
    if written.without_passphrase:
        tell("The passphrase of the signing key is not in it: keep keys/passphrase elsewhere (or --with-passphrase).")
    return 1 if written.damages else 0


def restore(options: argparse.Namespace) -> int:
    """Bring a home back; 1 where it is damaged, which is told and changes nothing of it."""
    from counterfoil.exchange.halves.told_to_partners import told_to_partners

    if options.without or options.why is not None:
        return _go_on_without(options)
    lists, person = [Path(one) for one in options.forgotten], person_of(options)
    if options.file is None:
        with open_home(home_path(options)) as home:
            back = brought_back_otherwise(home, person, lists, ask_passphrase, told_to_partners)
            path = home.path
    else:
        if not options.home:
            raise UsageError("It is not said where the home shall be.", "Name a new or empty folder with --home DIR.")
        path = Path(options.home)
        back = brought_back(Path(options.file), path, person, lists, ask_passphrase, look=told_to_partners)
    if options.json:
        print_json(_row(path, back))
    else:
        _print(path, back)
    return 1 if back.verified.damages else 0


def _go_on_without(options: argparse.Namespace) -> int:
    """Do not wait for partners whose nodes are gone for good, in a home that was brought back."""
    from counterfoil.cli._held_up import held_up, print_held_up
    from counterfoil.exchange.halves.peers import named_peer
    from counterfoil.exchange.witnessing.published import check_not_stopped
    from counterfoil.flow.record import Recorder
    from counterfoil.flow.restored import awaiting, goes_on_without

    person, why = person_of(options), reason_in(options.why)
    if not options.without or why is None or options.file is not None or options.forgotten:
        raise UsageError(
            "--without PEER and --why TEXT belong together, and go with no backup.",
            "Restore first; then name a partner whose node is gone for good, and say how you know.",
        )
    with open_home(home_path(options)) as home:
        gone = [named_peer(home.store, one) for one in options.without]
        if awaiting(home) is None:
            raise UsageError("This home waits for nobody: it was not brought back, or all have answered.")
        check_not_stopped(home)
        recorder = Recorder(home, ask_passphrase)
        for peer in gone:
            recorder.decide(goes_on_without(home, peer.company, person, why))
        row = held_up(home)
    if options.json:
        print_json(row)
        return 0
    for peer in gone:
        say(f"{peer.name} ({peer.company}) is not waited for.", "notable")
    say("What it may hold of ours that this home does not know is not taken back: say such things again.")
    say("Should its node come back, what it holds may contradict what is said from now on, and be kept as evidence.")
    print_held_up(row)
    return 0


def _row(path: Path, back: Return) -> dict[str, object]:
    return {
        "home": str(path),
        "log": back.log,
        "facts": back.size,
        "forgotten_again": [{"id": one.id.hex(), "lines": list(one.entries) or None} for one in back.forgotten],
        "sound": not back.verified.damages,
        "damages": [{"where": one.where, "what": one.what} for one in back.verified.damages],
    }


def _print(path: Path, back: Return) -> None:
    for damage in back.verified.damages:
        say(f"DAMAGED  {damage.where}: {damage.what}", "bad")
    say(f"{path} is the home as it was at fact {back.size}.")
    if back.forgotten:
        say(f"{counted(len(back.forgotten), 'document')} of it had been forgotten since, and are again.")
    say("What was added after the backup is not in it: add it again. Others may have seen a newer state of its log.")
