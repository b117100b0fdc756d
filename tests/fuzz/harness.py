"""The readers under atheris, which is led by coverage: `python tests/fuzz/harness.py KIND [OPTION of libFuzzer]…`.

The kinds are those of `KINDS`; without a folder of its own a run starts from our documents of that kind.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import atheris

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent / "tools")]

with atheris.instrument_imports(include=["counterfoil", "mt940", "pypdf"]):
    from counterfoil.flow.intake import intakes  # noqa: F401 - instrumented before others import it
    from fuzz.reading import guessable, only_errors_of_ours, recordable, seeds

KINDS: dict[str, Callable[[bytes], bool]] = {
    "xml": lambda seed: seed.lstrip(b"\xef\xbb\xbf").startswith(b"<"),
    "json": lambda seed: seed.startswith(b"{"),
    "mt940": lambda seed: b":20:" in seed[:200],
    "pdf": lambda seed: seed.startswith(b"%PDF-"),
    "archive": lambda seed: seed.startswith(b"PK"),
    "table": lambda seed: not seed.startswith((b"<", b"{", b"%", b"PK")) and b":20:" not in seed[:200],
}


def main(kind: str, arguments: list[str]) -> None:
    """Fuzz one kind until libFuzzer's options stop it; what it finds is written to the working folder."""
    scratch = Path(tempfile.mkdtemp(prefix="counterfoil-fuzz-"))
    corpus = scratch / "corpus"
    corpus.mkdir()
    for number, seed in enumerate(filter(KINDS[kind], seeds())):
        (corpus / f"{number}").write_bytes(seed)

    def once(data: bytes) -> None:
        if kind != "table":
            only_errors_of_ours(data)
        recordable(data, scratch)
        if kind == "table":
            guessable(data, scratch)

    atheris.Setup([sys.argv[0], *arguments, str(corpus)], once)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
