"""A ten-fact dossier: its size, and its verification against that of its bare signatures: at least 100 a second.

Bare means `cryptography` alone, over as many signatures of as many bytes, with the keys loaded. For comparison stands
the standalone verifier, which is written to be read.
"""

import sys
from pathlib import Path
from typing import Any

from _timing import best, told
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from counterfoil.exchange.proof.dossier import Dossier, parse_dossier
from counterfoil.exchange.proof.verification import verify_dossier

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tests"))

from exchange.made import CHALLENGE, NOW, Trade, full  # noqa: E402 # the companies of the tests
from exchange.standalone import VERIFY, trust_table  # noqa: E402 # and what a reader of theirs is given

FACTS = 10
BYTES_MAX = 60_000
ROUNDS = 5
TIMES = 50
AGE_MAX = 7 * 86_400


def main() -> None:
    """Print the size, the ratio, and how many are verified a second."""
    trade = ten_facts()
    data, reader, trust = trade.data, trade.reader(), trust_table(trade)
    asked: dict[str, Any] = {"now": NOW, "audience": CHALLENGE.audience, "nonce": CHALLENGE.nonce, "age_max": AGE_MAX}
    messages = signatures(parse_dossier(data))
    key = Ed25519PrivateKey.generate()
    signed = [(key.sign(message), message) for message in messages]
    public = key.public_key()

    def by_library() -> None:
        for _ in range(TIMES):
            if verify_dossier(data, reader).level != FACTS // 2:
                raise SystemExit("The dossier is not verified.")

    def by_standalone() -> None:
        for _ in range(TIMES):
            if VERIFY(data, trust, **asked)["level"] != FACTS // 2:
                raise SystemExit("The dossier is not verified.")

    def barely() -> None:
        for _ in range(TIMES):
            for signature, message in signed:
                public.verify(signature, message)

    library, alone, bare = (time / TIMES for time in best(ROUNDS, by_library, by_standalone, barely))
    print(
        f"  {FACTS} facts, {len(signed)} signatures: library {1 / library:,.0f} a second, standalone {1 / alone:,.0f}"
    )
    told("bytes of a ten-fact dossier", len(data), f"at most {BYTES_MAX:,}", 0)
    told("dossiers verified a second, one process", 1 / library, "100", 0)
    print(f"verifying a dossier against its bare signatures: {bare / library:.2f} (standalone: {bare / alone:.2f})")


def ten_facts() -> Trade:
    """A trade of ten facts up to an assignment."""
    trade = full()
    trade.about(trade.buyer, "exchange.paid/1", amount="1190.00", currency="EUR", date="2027-01-14")
    trade.about(trade.seller, "exchange.credited/1", amount="0.00", currency="EUR")
    if len(trade.said) != FACTS:
        raise SystemExit(f"There are {len(trade.said)} facts.")
    return trade


def signatures(dossier: Dossier) -> list[bytes]:
    """What is signed in a dossier, each message once for each signature."""
    tokens = [head for subject in dossier.subjects for head in subject.heads]
    tokens += [one.sd_jwt.partition("~")[0] for one in dossier.credentials] + dossier.binding.split("~")
    notes = [(log.checkpoint.rpartition("\n\n")[0], log.checkpoint.count("\n\u2014 ")) for log in dossier.logs]
    return [text.rpartition(".")[0].encode() for text in tokens] + [
        text.encode() for text, count in notes for _ in range(count)
    ]


if __name__ == "__main__":
    main()
