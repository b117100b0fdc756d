"""What one company sends another about one subject: facts that it lacks, papers, and a head. A head is the answer."""

from collections.abc import Sequence
from typing import Any

from counterfoil.errors import ProofError
from counterfoil.exchange.halves.half import SAME_VERSION
from counterfoil.log.canonical import canonical_json
from counterfoil.log.note import decode_base64, encode_base64
from counterfoil.log.strict_json import read_json
from counterfoil.model._base import Model

FORMAT = "counterfoil-message/1"
BYTES_MAX = 20_000_000
FACTS_MAX = 256
ORIGINALS_BYTES_MAX = 12_000_000
"""Larger papers go another way; the fact names them by their hash all the same."""


class Message(Model):
    """Credentials made for the receiver with everything shown, in the order of their numbers, and the sender's head."""

    facts: tuple[str, ...]
    head: str
    originals: tuple[bytes, ...] = ()
    """The papers that these facts offer, as far as they are sent along."""

    @property
    def data(self) -> bytes:
        """The message as it travels."""
        originals = list(map(encode_base64, self.originals))
        return canonical_json({"format": FORMAT, "facts": self.facts, "head": self.head, "originals": originals})


def parse_message(data: bytes) -> Message:
    """The message in a body; anything but the exact form is a ProofError."""
    if len(data) > BYTES_MAX:
        raise ProofError(f"A message has more than {BYTES_MAX:,} bytes.", "Send fewer facts at once.")
    match read_json(data, "A message"):
        case {
            "format": "counterfoil-message/1",
            "facts": list(facts),
            "head": str(head),
            "originals": list(originals),
            **others,
        } if not others:
            return Message(facts=_texts(facts), head=head, originals=tuple(map(_original, originals)))
        case _:
            raise ProofError(f"A message is not of the format {FORMAT}.", SAME_VERSION)


def _texts(values: Sequence[object]) -> tuple[str, ...]:
    texts = tuple(one for one in values if isinstance(one, str))
    if len(texts) != len(values) or len(texts) > FACTS_MAX:
        raise ProofError(f"The facts of a message are not at most {FACTS_MAX} texts.", "Send fewer at once.")
    return texts


def _original(value: Any) -> bytes:
    data = decode_base64(value) if isinstance(value, str) else None
    if data is None:
        raise ProofError("A paper in a message is not Base64.", SAME_VERSION)
    return data
