"""The command `counterfoil`: parse, call, render. No business decision is made here."""

import os
import sys

TYPE_CHECKING = False  # an interrupt may come while modules are loaded: as little of that as can be before `main`
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

FINE, NO, USAGE, FAILED = 0, 1, 2, 3
_INTERRUPTED, _ENDED = 130, 143


def main(arguments: "Sequence[str] | None" = None) -> int:
    """Run one command; the exit status is 0 fine, 1 the answer is no, 2 usage, 3 the work could not be done."""
    try:
        from counterfoil.cli._parser import parse

        _escape_what_cannot_be_written()
        options = parse(sys.argv[1:] if arguments is None else arguments)
        status = options if isinstance(options, int) else _run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output has gone, as `head` does: nothing is wrong, and nobody is left to tell.
        _let_go_of_output()
        return FINE
    except OSError as error:
        _let_go_of_output()
        _complain(f"The output could not be written: {error.strerror}.", "Free some space, or write it elsewhere.")
        return FAILED
    except KeyboardInterrupt as interrupt:
        _complain("Interrupted.", "What was reported stands.")
        return _ENDED if interrupt.args else _INTERRUPTED
    return status


def _run(options: "argparse.Namespace") -> int:
    from counterfoil.cli._output import OutputError
    from counterfoil.errors import CounterfoilError, UsageError

    try:
        if getattr(options, "jobs", 1) > 1:
            from counterfoil.flow.readers import start

            _end_as_when_interrupted()
            start()
        run = options.load()
        status: int = run(options)
    except UsageError as error:
        _complain(error.message, error.hint)
        return USAGE
    except CounterfoilError as error:
        _complain(error.message, error.hint)
        return FAILED
    except OutputError as error:
        raise error.reason from None
    except OSError as error:
        place = f"{os.fsdecode(error.filename)}: " if error.filename is not None else ""
        _complain(f"The system refused: {place}{error.strerror or error}.", "Look after the disk and permissions.")
        return FAILED
    except MemoryError:
        _complain("There is not enough memory for this.", "Give it fewer or smaller files at once.")
        return FAILED
    except Exception as error:  # noqa: BLE001 - people are owed a sentence, whatever our fault
        _complain(f"A fault of ours stopped this: {_fault(error)}.", "Please report it with what you did.")
        return FAILED
    return status


def _end_as_when_interrupted() -> None:
    """Who is told to end ends the processes that read for it first, which else complain of what they leave behind."""
    from signal import SIG_DFL, SIGTERM, getsignal, signal

    def end(number: int, _: object) -> None:
        raise KeyboardInterrupt(number)

    if getsignal(SIGTERM) is SIG_DFL:
        signal(SIGTERM, end)


def _complain(message: str, hint: str) -> None:
    from counterfoil.cli._output import complain
    from counterfoil.errors import CounterfoilError

    complain(CounterfoilError(message, hint))


def _fault(error: Exception) -> str:
    """What went wrong and where in our code, on one line."""
    import traceback

    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({os.path.basename(last.filename)}, line {last.lineno})"  # noqa: PTH119


def _escape_what_cannot_be_written() -> None:
    """A terminal that cannot show a letter gets its escape; where there is no output at all, it goes nowhere."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - it lives as long as we
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _let_go_of_output() -> None:
    """Nothing more is written; else Python would try once more at its end and complain."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return
