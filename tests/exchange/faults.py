"""Faults of dossiers by name, each with the reason and the place that the format fixes for it."""

import json
from collections.abc import Callable
from typing import Any

from counterfoil.exchange.proof.company import CompanyKey
from counterfoil.exchange.proof.credentials import TYP as FACT
from counterfoil.exchange.proof.presentation import TYP as PRESENTATION
from counterfoil.log import ed25519
from counterfoil.log.base64url import encode_base64url
from counterfoil.log.canonical import canonical_json
from counterfoil.log.cosignature import Cosigner
from counterfoil.log.jws import sign_jws
from counterfoil.log.note import Signature
from counterfoil.log.sd_claims import digest
from counterfoil.log.signature_type import cosigned_message
from exchange.damage import Told, payload_of, token
from exchange.made import NOW, Trade, seed, subject

Change = Callable[[Told, Trade], object]
DAY = 86_400
_STRANGER = CompanyKey.first(seed("stranger"))


def fact(told: Told, place: int, change: Callable[[Told], object], key: CompanyKey) -> None:
    """Change what a fact says and sign it again."""
    issued, _, rest = told["credentials"][place]["sd_jwt"].partition("~")
    payload = payload_of(issued)
    change(payload)
    told["credentials"][place]["sd_jwt"] = token(payload, key, FACT) + "~" + rest


def set_to(holder: Any, name: Any, value: Any) -> None:
    holder[name] = value


FORMS: dict[str, Change] = {
    "another format": lambda told, _: set_to(told, "format", "counterfoil-dossier/2"),
    "a member more": lambda told, _: set_to(told, "more", 1),
    "a number that is a float": lambda told, _: set_to(told["credentials"][0]["proofs"][0], "index", 1.0),
    "a number that is a truth value": lambda told, _: set_to(told["credentials"][0]["proofs"][0], "log", bool(1)),
    "no subject": lambda told, _: set_to(told, "subjects", []),
    "a subject in capitals": lambda told, _: set_to(told["subjects"][0], "id", "A" * 64),
    "a company that is no thumbprint": lambda told, _: set_to(told["keys"][0], "company", "Seller"),
    "a key of another kind": lambda told, _: set_to(told["keys"][0]["jwk"], "crv", "X25519"),
    "a key of small order": lambda told, _: set_to(told["keys"][0]["jwk"], "x", "A" * 43),
    "a hash too short": lambda told, _: set_to(told["credentials"][0]["proofs"][0], "hashes", ["AAAA"]),
    "an original that is not Base64": lambda told, _: set_to(told, "originals", ["?"]),
    "a text that is a number": lambda told, _: set_to(told["logs"][0], "vkey", 7),
    "a list that is a text": lambda told, _: set_to(told, "keys", "none"),
    "a key twice": lambda told, _: told["keys"].append(told["keys"][0]),
    "a log twice": lambda told, _: told["logs"].append(told["logs"][0]),
    "a subject twice": lambda told, _: told["subjects"].append(told["subjects"][0]),
    "two proofs for one log": lambda told, _: told["credentials"][0]["proofs"].append(
        told["credentials"][0]["proofs"][0]
    ),
}


def _own_note(told: Told, trade: Trade) -> None:
    told["logs"][0]["checkpoint"] = trade.buyer.checkpoint(trade.witness)


def _note(change: Callable[[list[str]], list[str]]) -> Change:
    """The seller's log signs other lines than those of its checkpoint."""

    def changed(told: Told, trade: Trade) -> None:
        lines = change(told["logs"][0]["checkpoint"].partition("\n\n")[0].split("\n"))
        text = "".join(f"{line}\n" for line in lines)
        told["logs"][0]["checkpoint"] = f"{text}\n{trade.seller.signer.sign(text).line}"

    return changed


def _below(*lines: str) -> Change:
    """More stands below the checkpoint of the seller's log."""
    return lambda told, _: set_to(told["logs"][0], "checkpoint", told["logs"][0]["checkpoint"] + "".join(lines))


def _own_line_again(told: Told, trade: Trade) -> None:
    """A second line under the name and the key id of the log itself, whose signature is of something else."""
    told["logs"][0]["checkpoint"] += trade.seller.signer.sign("something else\n").line


def _no_witness(told: Told, trade: Trade) -> None:
    told["logs"][1]["checkpoint"] = trade.buyer.checkpoint()


def _false_witness(told: Told, trade: Trade) -> None:
    false = Cosigner(name=trade.witness.name, seed=seed("false"))
    told["logs"][0]["checkpoint"] = trade.seller.checkpoint(false)


def _seen_at(time: int, *, cut: int = 72) -> Change:
    """The witness signs a time that is none, or what it signs is cut short."""

    def changed(told: Told, trade: Trade) -> None:
        text, _, below = told["logs"][0]["checkpoint"].rpartition("\n\n")
        message = cosigned_message(f"{text}\n", time)
        data = time.to_bytes(8, "big") + ed25519.sign(trade.witness.seed, message)
        witness = trade.witness.verifier
        line = Signature(name=witness.name, key_id=witness.key_id, data=data[:cut]).line
        told["logs"][0]["checkpoint"] = f"{text}\n\n{below.splitlines(keepends=True)[0]}{line}"

    return changed


def _seen_in_a_time_to_come(told: Told, trade: Trade) -> None:
    told["logs"][0]["checkpoint"] = trade.seller.checkpoint(trade.witness, time=NOW + 61)


def _seen_long_ago(told: Told, trade: Trade) -> None:
    told["logs"][0]["checkpoint"] = trade.seller.checkpoint(trade.witness, time=NOW - 8 * DAY)


def _presented_token(told: Told, trade: Trade) -> None:
    told["credentials"][0]["sd_jwt"] += told["credentials"][0]["sd_jwt"].partition("~")[0]


def _header(told: Told, trade: Trade) -> None:
    issued, _, rest = told["credentials"][2]["sd_jwt"].partition("~")
    key = trade.seller.key
    others = {"kid": key.kid, "x5u": "https://seller.example/key"}
    again = sign_jws(canonical_json(payload_of(issued)), key.seed, FACT, others)
    told["credentials"][2]["sd_jwt"] = f"{again}~{rest}"


def _unknown_key(told: Told, trade: Trade) -> None:
    fact(told, 2, lambda _: None, _STRANGER)


def _payload_list(told: Told, trade: Trade) -> None:
    key = trade.seller.key
    again = sign_jws(b"[]", key.seed, FACT, {"kid": key.kid})
    told["credentials"][2]["sd_jwt"] = f"{again}~"


def _not_canonical(told: Told, trade: Trade) -> None:
    issued, _, rest = told["credentials"][2]["sd_jwt"].partition("~")
    key = trade.seller.key
    spaced = json.dumps(payload_of(issued)).encode()
    again = sign_jws(spaced, key.seed, FACT, {"kid": key.kid})
    told["credentials"][2]["sd_jwt"] = f"{again}~{rest}"


def _disclosed_twice(told: Told, trade: Trade) -> None:
    issued, first, *rest = told["credentials"][2]["sd_jwt"].split("~")
    told["credentials"][2]["sd_jwt"] = "~".join([issued, first, first, *rest])


def _without(name: str) -> Change:
    def without(told: Told, trade: Trade) -> None:
        trade.withheld = {name}
        told.clear()
        told.update(json.loads(trade.data))

    return without


def _another_entry(told: Told, trade: Trade) -> None:
    told["credentials"][2]["proofs"], told["credentials"][3]["proofs"] = (
        told["credentials"][3]["proofs"],
        told["credentials"][2]["proofs"],
    )


def _heads(change: Callable[[list[str], Trade], list[str]]) -> Change:
    return lambda told, trade: set_to(told["subjects"][0], "heads", change(told["subjects"][0]["heads"], trade))


def _head(change: Callable[[Told], object], typ: str = "counterfoil-head+jwt") -> Change:
    def changed(told: Told, trade: Trade) -> None:
        head = payload_of(told["subjects"][0]["heads"][0])
        change(head)
        told["subjects"][0]["heads"][0] = token(head, trade.seller.key, typ)

    return changed


def _saying(name: str, value: Any) -> Change:
    """The invoice's fact says something else under this name."""
    return lambda told, trade: fact(told, 2, lambda said: set_to(said, name, value), trade.seller.key)


def nested(depth: int) -> Any:
    """A value within so many lists."""
    return [nested(depth - 1)] if depth else "x"


def disclosed(told: Told, trade: Trade, value: Any) -> None:
    """Disclose one claim more, whose digest the author signs."""
    disclosing(told, trade, ["c2FsdA", "more", value])


def disclosing(told: Told, trade: Trade, content: Any) -> None:
    """Show a disclosure of any content, or of these bytes, whose digest the author signs."""
    shown = encode_base64url(content if isinstance(content, bytes) else canonical_json(content))
    fact(told, 2, lambda said: set_to(said, "_sd", [*said["_sd"], digest(shown)]), trade.seller.key)
    told["credentials"][2]["sd_jwt"] += f"{shown}~"


def _disclosing(content: Any) -> Change:
    return lambda told, trade: disclosing(told, trade, content)


_ODD: tuple[Any, ...] = (
    b'["s", "more", 1]',
    *("abc", {"0": "s", "1": "more", "2": 1}),
    *(["s", 1], ["s", "more", 1, 1], [1, "more", 1], ["s", 1, 1]),
)
"""What is no disclosure of a claim."""

_NO_SIGNATURES = (
    *("x\n", "\n", "\u2014 x AAAAAAA=", "- x AAAAAAA=\n", "\u2014 x  AAAAAAA=\n", "\u2014 x AAAAAAA=\r\n"),
    *(
        "\u2014 x\u0085y AAAAAAA=\n",
        "\u2014 x+y AAAAAAA=\n",
        "\u2014 x AAAAAAA\n",
        "\u2014 x AAAAAA==\n",
        "\u2014  AAAAAAA=\n",
    ),
)
"""What is no line of a signature: not ended, of another dash, with odd spaces or names, or nothing but a key id."""

CHANGES: dict[str, tuple[Change, tuple[str, str | None]]] = {
    "a vkey that is none": (lambda told, _: set_to(told["logs"][0], "vkey", "seller"), ("checkpoint", "logs[0]")),
    "a vkey of a witness": (
        lambda told, trade: set_to(told["logs"][0], "vkey", trade.witness.verifier.vkey),
        ("checkpoint", "logs[0]"),
    ),
    "a checkpoint with too many signatures": (
        lambda told, _: set_to(
            told["logs"][0], "checkpoint", told["logs"][0]["checkpoint"] + "\u2014 x AAAAAAA=\n" * 99
        ),
        ("checkpoint", "logs[0]"),
    ),
    "a checkpoint of another origin": (_note(lambda lines: ["other.example", *lines[1:]]), ("checkpoint", "logs[0]")),
    "a checkpoint of a short root": (_note(lambda lines: [*lines[:2], "AAAA"]), ("checkpoint", "logs[0]")),
    "a checkpoint with an empty line": (_note(lambda lines: [*lines, "", "x"]), ("checkpoint", "logs[0]")),
    "a checkpoint with a control character": (_note(lambda lines: [*lines, "\x01"]), ("checkpoint", "logs[0]")),
    "a checkpoint of another log": (_own_note, ("checkpoint", "logs[0]")),
    "a false signature under the log's own name": (_own_line_again, ("checkpoint", "logs[0]")),
    **{f"a line below a checkpoint, {one!r}": (_below(one), ("checkpoint", "logs[0]")) for one in _NO_SIGNATURES},
    "a cosignature that does not hold": (_false_witness, ("witnesses", "logs[0]")),
    "a checkpoint that no witness saw": (_no_witness, ("witnesses", "logs[1]")),
    "a cosignature of a time that no clock tells": (_seen_at(2**63), ("checkpoint", "logs[0]")),
    "a cosignature of the largest time": (_seen_at(2**63 - 1), ("witnesses", "logs[0]")),
    "a cosignature of the first of all times": (_seen_at(0), ("age", "logs[0]")),
    "a cosignature cut within its time": (_seen_at(NOW, cut=7), ("checkpoint", "logs[0]")),
    "a cosignature cut short": (_seen_at(NOW, cut=71), ("checkpoint", "logs[0]")),
    "a checkpoint of a time to come": (_seen_in_a_time_to_come, ("witnesses", "logs[0]")),
    "a checkpoint seen long ago": (_seen_long_ago, ("age", "logs[0]")),
    "a credential that is no token": (
        lambda told, _: set_to(told["credentials"][1], "sd_jwt", "x"),
        ("credential", "credentials[1]"),
    ),
    "a disclosure without a letter": (
        lambda told, _: set_to(told["credentials"][1], "sd_jwt", told["credentials"][1]["sd_jwt"] + "~"),
        ("credential", "credentials[1]"),
    ),
    "a credential without an end": (
        lambda told, _: set_to(told["credentials"][1], "sd_jwt", told["credentials"][1]["sd_jwt"][:-1]),
        ("credential", "credentials[1]"),
    ),
    "a credential with a presentation": (_presented_token, ("credential", "credentials[0]")),
    "a header with an address in it": (_header, ("credential", "credentials[2]")),
    "a key that is not in the dossier": (_unknown_key, ("credential", "credentials[2]")),
    "a payload that is not canonical": (_not_canonical, ("credential", "credentials[2]")),
    "a float in a payload": (_saying("actor", 1.5), ("credential", "credentials[2]")),
    "a fact of another company": (
        lambda told, trade: fact(told, 2, lambda said: set_to(said, "iss", trade.buyer.key.company), trade.seller.key),
        ("credential", "credentials[2]"),
    ),
    "a fact for another holder": (_saying("cnf", {"kid": "x"}), ("credential", "credentials[2]")),
    "a list of digests by another name": (_saying("more", [{"...": "x"}]), ("disclosure", "credentials[2]")),
    "a digest beside what is plain": (
        lambda told, trade: fact(told, 2, lambda said: said["lines"].append("plain"), trade.seller.key),
        ("disclosure", "credentials[2]"),
    ),
    "a digest as a claim": (_saying("...", "x"), ("disclosure", "credentials[2]")),
    "a payload too deep": (_saying("more", nested(65)), ("credential", "credentials[2]")),
    "a payload far too deep": (_saying("more", nested(600)), ("credential", "credentials[2]")),
    "a payload just deep enough": (_saying("more", nested(63)), ("proof", "credentials[2]")),
    "a disclosure too deep": (lambda told, trade: disclosed(told, trade, nested(64)), ("disclosure", "credentials[2]")),
    "a disclosure just deep enough": (
        lambda told, trade: disclosed(told, trade, nested(63)),
        ("proof", "credentials[2]"),
    ),
    "no subject at all": (
        lambda told, trade: fact(told, 2, lambda said: said.pop("subject"), trade.seller.key),
        ("subject", "credentials[2]"),
    ),
    "a head of a number too large": (
        _head(lambda head: set_to(head["chains"], next(iter(head["chains"])), [2**53, "0" * 64])),
        ("head", "subjects[0]"),
    ),
    "a head of more facts than anybody has": (
        _head(lambda head: set_to(head["chains"], next(iter(head["chains"])), [2**53 - 1, "0" * 64])),
        ("gap", "subjects[0]"),
    ),
    "a fact without a kind": (
        lambda told, trade: fact(told, 2, lambda said: said.pop("kind"), trade.seller.key),
        ("kind", "credentials[2]"),
    ),
    "a credential twice": (
        lambda told, _: told["credentials"].append(told["credentials"][-1]),
        ("chain", "subjects[0]"),
    ),
    "a digest twice": (
        lambda told, trade: fact(told, 2, lambda said: said["_sd"].append(said["_sd"][0]), trade.seller.key),
        ("disclosure", "credentials[2]"),
    ),
    **{f"a disclosure of {one!r}": (_disclosing(one), ("disclosure", "credentials[2]")) for one in _ODD},
    "a digest in a list that stands beside it": (
        lambda told, trade: fact(told, 2, lambda said: said["lines"].append({"...": said["_sd"][0]}), trade.seller.key),
        ("disclosure", "credentials[2]"),
    ),
    **{
        f"a reserved name within what is disclosed, {value!r}": (
            _disclosing(["s", "more", value]),
            ("disclosure", "credentials[2]"),
        )
        for value in ({"_sd": ["x"]}, [{"...": "x"}], {"a": [{"_sd_alg": "none"}]})
    },
    **{
        f"a disclosed claim in the place of {name}": (_disclosing(["s", name, "x"]), ("disclosure", "credentials[2]"))
        for name in ("kind", "subject", "iss", "cnf", "_sd", "_sd_alg", "...", "lines")
    },
    "a disclosure twice": (_disclosed_twice, ("disclosure", "credentials[2]")),
    "digests of another algorithm": (_saying("_sd_alg", "sha-512"), ("disclosure", "credentials[2]")),
    "digests that are no list": (_saying("_sd", "x"), ("disclosure", "credentials[2]")),
    "a reserved name within a value": (_saying("more", [{"a": {"_sd": []}}]), ("disclosure", "credentials[2]")),
    "a payload that is a list": (_payload_list, ("credential", "credentials[2]")),
    "a kind that is none": (_saying("kind", "exchange.loved/1"), ("kind", "credentials[2]")),
    "a fact changed after it was logged": (_saying("recorded", "2020"), ("proof", "credentials[2]")),
    "a subject that is not there": (_saying("subject", "0" * 64), ("subject", "credentials[2]")),
    "the number withheld": (_without("seq"), ("undisclosed", "credentials[0]")),
    "the one before withheld": (_without("previous"), ("undisclosed", "credentials[3]")),
    "the level withheld": (_without("level"), ("undisclosed", "credentials[4]")),
    "proofs of another fact": (_another_entry, ("proof", "credentials[2]")),
    "a proof for a log that is not there": (
        lambda told, _: set_to(told["credentials"][2]["proofs"][0], "log", 9),
        ("proof", "credentials[2]"),
    ),
    "no proof from the author's log": (
        lambda told, _: set_to(told["credentials"][2], "proofs", told["credentials"][2]["proofs"][1:]),
        ("proof", "credentials[2]"),
    ),
    "the buyer's head left out": (_heads(lambda heads, _: heads[:1]), ("head", "subjects[0]")),
    "a head twice": (_heads(lambda heads, _: [*heads, heads[0]]), ("head", "subjects[0]")),
    "a head that is no token": (_heads(lambda heads, _: ["x", *heads[1:]]), ("head", "subjects[0]")),
    "a head on another subject": (
        _heads(lambda heads, trade: [trade.seller.head(subject("order")), heads[1]]),
        ("head", "subjects[0]"),
    ),
    "a head by another": (_head(lambda head: set_to(head, "iss", "x")), ("head", "subjects[0]")),
    "a head with more in it": (_head(lambda head: set_to(head, "more", 1)), ("head", "subjects[0]")),
    "a head without a time": (_head(lambda head: set_to(head, "iat", "now")), ("head", "subjects[0]")),
    "a head of a strange chain": (_head(lambda head: set_to(head, "chains", {"x": [1, "0"]})), ("head", "subjects[0]")),
    "a token of another type for a head": (_head(lambda _: None, FACT), ("head", "subjects[0]")),
    "an old head": (
        _heads(lambda heads, trade: [heads[0], trade.buyer.head(subject("invoice"), trade.seller, time=NOW - 8 * DAY)]),
        ("age", "subjects[0]"),
    ),
    "a head of a time to come": (_head(lambda head: set_to(head, "iat", NOW + 61)), ("age", "subjects[0]")),
    "an original that no fact names": (
        lambda told, _: told["originals"].append("AAAA"),
        ("original", "originals[1]"),
    ),
}


def misbound(change: Callable[[Told, Told], object], trade: Trade) -> bytes:
    """A presentation in which the first or the second token says something else."""
    told = json.loads(trade.data)
    first, second = told["binding"].split("~")
    issued, held = payload_of(first), payload_of(second)
    change(issued, held)
    key = trade.seller.key
    first = token(issued, key, PRESENTATION)
    if "sd_hash" in held and held["sd_hash"] != "x":
        held["sd_hash"] = digest(f"{first}~")
    second = sign_jws(canonical_json(held), key.seed, "kb+jwt")
    return canonical_json({**told, "binding": f"{first}~{second}"})


BINDINGS: dict[str, Callable[[Told, Told], object]] = {
    "more than it must": lambda issued, _: set_to(issued, "more", 1),
    "another's key": lambda issued, _: issued["cnf"]["jwk"].update(x="B" * 43),
    "another sound key": lambda issued, _: issued["cnf"]["jwk"].update(x=encode_base64url(_STRANGER.public_key)),
    "a key and more of it": lambda issued, _: issued["cnf"]["jwk"].update(kid="x"),
    "a company and its audiences": lambda _, held: set_to(held, "aud", [held["aud"], "another.example"]),
    "several nonces": lambda _, held: set_to(held, "nonce", [held["nonce"]]),
    "by another company": lambda issued, _: set_to(issued, "iss", "x"),
    "about something else": lambda issued, _: set_to(issued, "sub", "0" * 64),
    "over something else": lambda issued, _: set_to(issued, "content", "x"),
    "no time": lambda issued, _: set_to(issued, "iat", "now"),
    "the holder's token without a time": lambda _, held: set_to(held, "iat", bool(1)),
    "the holder's token with more": lambda _, held: set_to(held, "more", 1),
    "the holder's token without an audience": lambda _, held: held.pop("aud"),
    "the holder's token over something else": lambda _, held: set_to(held, "sd_hash", "x"),
}
