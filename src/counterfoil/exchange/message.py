"""What one company sends another about one subject: facts that the other lacks, and a head. A head is the answer."""

from collections.abc import Sequence

from counterfoil.errors import ProofError
from counterfoil.log.canonical import canonical_json
from counterfoil.log.strict_json import read_json
from counterfoil.model._base import Model

FORMAT = "counterfoil-message/1"
BYTES_MAX = 20_000_000
FACTS_MAX = 256


class Message(Model):
    """Credentials made for the receiver with everything shown, in the order of their numbers, and the sender's head."""

    facts: tuple[str, ...]
    head: str

    @property
    def data(self) -> bytes:
        """The message as it travels."""
        return canonical_json({"format": FORMAT, "facts": self.facts, "head": self.head})


def parse_message(data: bytes) -> Message:
    """The message in a body; anything but the exact form is a ProofError."""
    if len(data) > BYTES_MAX:
        raise ProofError(f"A message has more than {BYTES_MAX:,} bytes.", "Send fewer facts at once.")
    match read_json(data, "A message"):
        case {"format": "counterfoil-message/1", "facts": list(facts), "head": str(head), **others} if not others:
            return Message(facts=_texts(facts), head=head)
        case _:
            raise ProofError(f"A message is not of the format {FORMAT}.", "Both sides need the same version.")


def _texts(values: Sequence[object]) -> tuple[str, ...]:
    texts = tuple(one for one in values if isinstance(one, str))
    if len(texts) != len(values) or len(texts) > FACTS_MAX:
        raise ProofError(f"The facts of a message are not at most {FACTS_MAX} texts.", "Send fewer at once.")
    return texts
