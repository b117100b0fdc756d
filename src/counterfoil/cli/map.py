"""`counterfoil map`."""

import argparse
import sys
from pathlib import Path

from counterfoil.cli._home import named_home
from counterfoil.cli._output import print_json, say, tell
from counterfoil.flow.mapping import Guessed, guess_mapping, mapping_place, write_mapping
from counterfoil.flow.settings_file import read_settings
from counterfoil.model.settings import Limits


def map_table(options: argparse.Namespace) -> int:
    """Guess a mapping and write it down for a person to correct."""
    home = named_home(options)
    limits = read_settings(home).limits if home else Limits()
    guessed = guess_mapping(options.file, limits)
    place = Path(options.output) if options.output else mapping_place(home, options.file) if home else None
    if place is not None:
        write_mapping(place, guessed.text, force=options.force)
    if options.json:
        print_json(_row(options.file, place, guessed))
    elif place is None:
        sys.stdout.write(guessed.text)
    else:
        for sentence in guessed.guess.trial:
            say(sentence)
        tell(f"The mapping is in {place}: look at it before you add the table.")
    return 0


def _row(file: str, place: Path | None, guessed: Guessed) -> dict[str, object]:
    mapping = guessed.guess.mapping
    return {
        "file": file,
        "mapping": str(place) if place else None,
        "document": mapping.document,
        "columns": {column.header: list(column.terms) for column in mapping.columns},
        "unmapped": list(guessed.guess.unmapped),
        "trial": list(guessed.guess.trial),
        "text": guessed.text,
    }
