"""The command `counterfoil`: parse, call, render. No business decision is made here."""

import argparse
import os
import sys
from collections.abc import Sequence

FINE, NO, USAGE, FAILED = 0, 1, 2, 3
_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0 fine, 1 the answer is no, 2 usage, 3 the work could not be done."""
    from counterfoil.cli._parser import parse

    status = FAILED
    try:
        options = parse(sys.argv[1:] if arguments is None else arguments)
        if isinstance(options, int):
            return options
        status = _run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output has gone, as `head` does: nothing is wrong, and nobody is left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        print("Interrupted. What was reported is recorded.", file=sys.stderr)
        return _INTERRUPTED
    return status


def _run(options: argparse.Namespace) -> int:
    from counterfoil.cli._output import complain
    from counterfoil.errors import CounterfoilError, UsageError

    try:
        run = options.load()
        status: int = run(options)
    except UsageError as error:
        complain(error)
        return USAGE
    except CounterfoilError as error:
        complain(error)
        return FAILED
    except MemoryError:
        complain(CounterfoilError("There is not enough memory for this.", "Give it fewer or smaller files at once."))
        return FAILED
    return status
