"""Which logs a reader trusts, and which witnesses are enough (c2sp.org/tlog-policy): pure values, and their file."""

from collections.abc import Iterator, Mapping
from typing import NoReturn

from counterfoil.errors import ProofError, SettingsError
from counterfoil.log.cosignature import Witnessed, open_witnessed
from counterfoil.log.note import Verifier, parse_vkey
from counterfoil.log.signature_type import COSIGNATURE
from counterfoil.model._base import Model


class Quorum(Model):
    """So many of these must have seen a checkpoint; a member may be a quorum of its own."""

    threshold: int
    members: "tuple[Verifier | Quorum, ...]"

    def __post_init__(self) -> None:
        """A quorum that anyone could fill, or in which one key counts twice, is a SettingsError."""
        if not 1 <= self.threshold <= len(self.members):
            raise SettingsError(f"A quorum asks for {self.threshold} of {len(self.members)} witnesses.")
        keys = [witness.public_key for witness in self.witnesses]
        if len(set(keys)) != len(keys):
            raise SettingsError("A quorum counts one witness twice.", "Name each key once, whatever it is called.")

    @property
    def witnesses(self) -> tuple[Verifier, ...]:
        """All witnesses of whom any is asked."""
        return tuple(_witnesses(self))

    def reached(self, times: Mapping[Verifier, int]) -> int | None:
        """When enough witnesses had seen it: the latest time at or after which they all signed. None if too few did.

        So a single witness whose clock is ahead does not make a checkpoint look fresh.
        """
        found = (member.reached(times) if isinstance(member, Quorum) else times.get(member) for member in self.members)
        seen = sorted((time for time in found if time is not None), reverse=True)
        return seen[self.threshold - 1] if len(seen) >= self.threshold else None


class Policy(Model):
    """What makes a checkpoint worth believing: one of these logs signed it, and this quorum saw it.

    A log's key carries the log's origin as its name. Several keys may have one name.
    """

    logs: tuple[Verifier, ...]
    quorum: Quorum | None = None

    def open(self, message: bytes) -> Witnessed:
        """The checkpoint with its cosignatures, if it is of a log that is trusted and enough witnesses saw it.

        Anything else is a ProofError. How fresh it must be is for the caller to ask, by `seen`.
        """
        origin = message.partition(b"\n")[0].decode("utf-8", "replace")
        keys = [log for log in self.logs if log.name == origin]
        if not keys:
            raise ProofError(f"The log {origin!r} is not among those that are trusted.", "Ask who vouches for it.")
        witnessed = open_witnessed(message, keys, self.quorum.witnesses if self.quorum else (), origin=origin)
        if self.quorum and self.quorum.reached(witnessed.times) is None:
            raise ProofError(
                f"Too few witnesses saw the checkpoint of {origin} at size {witnessed.checkpoint.size}.",
                "Ask for one with more cosignatures.",
            )
        return witnessed

    def seen(self, witnessed: Witnessed) -> int | None:
        """The time by which enough witnesses had seen it; None where none were asked for, as then nobody knows."""
        return self.quorum.reached(witnessed.times) if self.quorum else None


def parse_policy(text: str) -> Policy:
    """The policy of a file as c2sp.org/tlog-policy has it; what that does not allow is a SettingsError.

    Addresses that stand behind a key are passed over: nothing is fetched.
    """
    reader = _Reader()
    for number, line in enumerate(text.split("\n"), 1):
        words = line.replace("\t", " ").split(" ")
        reader.take(number, [word for word in words if word])
    return reader.policy()


def _witnesses(quorum: Quorum) -> Iterator[Verifier]:
    for member in quorum.members:
        if isinstance(member, Quorum):
            yield from _witnesses(member)
        else:
            yield member


class _Reader:
    """The lines of a policy file, one after the other; a name stands for a witness or group of an earlier line."""

    def __init__(self) -> None:
        self._logs = list[Verifier]()
        self._named = dict[str, Verifier | Quorum]()
        self._grouped = set[str]()
        self._quorum: list[Quorum | None] = []
        self._line = 0

    def take(self, number: int, words: list[str]) -> None:
        """Read one line."""
        self._line = number
        match words:
            case []:
                return
            case [first, *_] if first.startswith("#"):
                return
            case ["log", vkey] | ["log", vkey, _]:
                self._log(self._key(vkey))
            case ["witness", name, vkey] | ["witness", name, vkey, _]:
                self._name(name, self._witness(vkey))
            case ["group", name, threshold, first, *others]:
                self._name(name, self._group(threshold, [first, *others]))
            case ["quorum", "none"]:
                self._quorum.append(None)
            case ["quorum", name]:
                member = self._member(name)
                self._quorum.append(member if isinstance(member, Quorum) else Quorum(threshold=1, members=(member,)))
            case _:
                self._refuse("is none of log, witness, group and quorum with what belongs to it")

    def policy(self) -> Policy:
        """What the lines say together."""
        if len(self._quorum) != 1:
            raise SettingsError("A witness policy needs one line that starts with: quorum")
        return Policy(logs=tuple(self._logs), quorum=self._quorum[0])

    def _log(self, log: Verifier) -> None:
        if any(log.public_key == other.public_key for other in self._logs):
            self._refuse("names a log that was named before")
        self._logs.append(log)

    def _witness(self, vkey: str) -> Verifier:
        witness = self._key(vkey)
        if witness.algorithm != COSIGNATURE:
            self._refuse("names a key that makes no cosignatures")
        if any(
            isinstance(other, Verifier) and witness.public_key == other.public_key for other in self._named.values()
        ):
            self._refuse("names a witness that was named before")
        return witness

    def _group(self, threshold: str, names: list[str]) -> Quorum:
        members = tuple(self._member(name) for name in names)
        if not self._grouped.isdisjoint(names) or len(set(names)) != len(names):
            self._refuse("names a member that is in a group already")
        self._grouped.update(names)
        count = {"any": "1", "all": str(len(members))}.get(threshold, threshold)
        if not (count.isascii() and count.isdigit() and 1 <= int(count) <= len(members)):
            self._refuse(f"asks for {threshold} of {len(members)} members")
        return Quorum(threshold=int(count), members=members)

    def _name(self, name: str, value: Verifier | Quorum) -> None:
        if name == "none" or name in self._named:
            self._refuse(f"gives a name that is taken: {name}")
        self._named[name] = value

    def _member(self, name: str) -> Verifier | Quorum:
        return self._named[name] if name in self._named else self._refuse(f"names {name}, which no line above does")

    def _key(self, vkey: str) -> Verifier:
        try:
            return parse_vkey(vkey)
        except ProofError as error:
            self._refuse(f"holds a wrong key. {error}")

    def _refuse(self, what: str) -> NoReturn:
        raise SettingsError(f"Line {self._line} of the witness policy {what}.", "See c2sp.org/tlog-policy.")
