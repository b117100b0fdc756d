"""Damaged dossiers: by strangers, who can sign nothing, and by a holder who signs the presentation over anything."""

import base64
import copy
import json
import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from counterfoil.exchange.proof.company import CompanyKey, kid_of
from counterfoil.exchange.proof.credentials import TYP as FACT
from counterfoil.exchange.proof.dossier import parse_dossier
from counterfoil.exchange.proof.heads import TYP as HEAD
from counterfoil.exchange.proof.presentation import TYP as PRESENTATION
from counterfoil.exchange.proof.presentation import presented
from counterfoil.log import ed25519
from counterfoil.log.base64url import encode_base64url
from counterfoil.log.canonical import canonical_json
from counterfoil.log.checkpoint import Checkpoint, sign_checkpoint
from counterfoil.log.cosignature import Cosigner
from counterfoil.log.jwk import to_jwk
from counterfoil.log.jws import sign_jws
from counterfoil.log.merkle import leaf_hashes, root
from counterfoil.log.note import encode_base64
from counterfoil.log.sd_claims import digest as digest_of
from exchange.made import CHALLENGE, NOW, Company, Trade, seed

Told = dict[str, Any]
"""A dossier as plain JSON values."""
Step = Callable[[random.Random, Told, Trade], None]


class Damaged(NamedTuple):
    """A file, and what was done to it."""

    how: str
    data: bytes


def damaged(chance: random.Random, trade: Trade, other: Trade) -> Damaged:
    """One damaged dossier of a trade; `other` is a trade of the same companies, of which parts are taken."""
    name = chance.choice([*_BY_STRANGERS, *_BY_THE_HOLDER])
    data = trade.data
    if name in _BY_STRANGERS:
        return Damaged(name, _BY_STRANGERS[name](chance, data))
    told = json.loads(data)
    _BY_THE_HOLDER[name](chance, told, other)
    return Damaged(name, bound(told, trade))


def damaged_by_the_holder(chance: random.Random, told: Told, other: Trade) -> str:
    """Damage a file of any kind, which nobody has signed yet; what was done to it."""
    name = chance.choice([one for one in _BY_THE_HOLDER if one != "the presentation is odd"])
    _BY_THE_HOLDER[name](chance, told, other)
    return name


def bound(told: Told, trade: Trade) -> bytes:
    """These members with a presentation by the holder over them, whatever they are."""
    odd = told["binding"] if isinstance(told.get("binding"), dict) else None
    told = {**told, "binding": ""}
    try:
        dossier = parse_dossier(canonical_json(told))
        binding = presented(dossier, trade.seller.key, CHALLENGE, NOW - 5)
        return canonical_json({**told, "binding": _oddly(binding, trade.seller.key, odd) if odd else binding})
    except Exception:  # noqa: BLE001 - then it is no dossier, and nobody can sign one
        return json.dumps(told).encode()


def _oddly(binding: str, key: CompanyKey, how: Told) -> str:
    """A presentation of which one value of either token is another, signed anew."""
    tokens = binding.split("~")
    place = int(how["path"] * 2)
    header: Told = [{"alg": "EdDSA", "kid": key.kid, "typ": PRESENTATION}, {"alg": "EdDSA", "typ": "kb+jwt"}][place]
    payload = payload_of(tokens[place])
    part = header if how["path"] * 20 % 1 < 0.2 else payload
    paths = list(leaves(part))
    path = paths[int(how["path"] * 1000) % len(paths)]
    at_path(part, path[:-1])[path[-1]] = ODD[how["odd"]]
    tokens[place] = signed_anyhow(payload, key, header)
    if place == 0 and how["of"] == "both":
        second = payload_of(tokens[1]) | {"sd_hash": digest_of(tokens[0] + "~")}
        tokens[1] = signed_anyhow(second, key, {"alg": "EdDSA", "typ": "kb+jwt"})
    return "~".join(tokens)


def token(payload: Told, key: CompanyKey, typ: str, kid: str | None = None) -> str:
    """A token as anybody can sign it with a key of their own, under any kid; floats are not canonical, but signed."""
    text = json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    return sign_jws(text, key.seed, typ, {"kid": kid or key.kid})


def payload_of(text: str) -> Told:
    """What a token says."""
    part = text.split(".")[1]
    return dict(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))))


# By strangers: bytes change, and nothing is signed anew.


def _flipped(chance: random.Random, data: bytes) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def _cut(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randrange(len(data))]


def _member_twice(chance: random.Random, data: bytes) -> bytes:
    name = chance.choice(["format", "binding", "originals", "keys"])
    return data[:-1] + b',"' + name.encode() + b'":' + json.dumps(json.loads(data)[name]).encode() + b"}"


def _leaf_changed(chance: random.Random, data: bytes) -> bytes:
    told = json.loads(data)
    change_leaf(chance, told)
    return canonical_json(told)


_BY_STRANGERS: dict[str, Callable[[random.Random, bytes], bytes]] = {
    "a bit is flipped": _flipped,
    "the end is missing": _cut,
    "a member stands there twice": _member_twice,
    "a value is changed": _leaf_changed,
}


# By the holder, who signs the presentation over whatever it is.


def leaves(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths to all that is neither a list nor an object."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, item in items:
        yield from leaves(item, (*at, name))
    if not isinstance(value, dict | list):
        yield at


def at_path(told: Any, path: tuple[Any, ...]) -> Any:
    """What stands there."""
    for name in path:
        told = told[name]
    return told


def change_leaf(chance: random.Random, told: Told) -> None:
    """Another value of the same type, anywhere but in the presentation."""
    path = chance.choice([one for one in leaves(told) if one != ("binding",)])
    holder, value = at_path(told, path[:-1]), at_path(told, path)
    if isinstance(value, int):
        holder[path[-1]] = value + chance.choice([-1, 1, 7])
    elif isinstance(value, str) and value:
        at = chance.randrange(len(value))
        holder[path[-1]] = value[:at] + chance.choice("aB3-_=.~ \n\u00e9") + value[at + 1 :]


def _leaf(chance: random.Random, told: Told, other: Trade) -> None:
    del other
    change_leaf(chance, told)


def _other_type(chance: random.Random, told: Told, other: Trade) -> None:
    del other
    path = chance.choice(list(leaves(told)))
    at_path(told, path[:-1])[path[-1]] = chance.choice([None, True, 0, -1, 1.5, "", [], {}, 2**60])


def _member(chance: random.Random, told: Told, other: Trade) -> None:
    del other
    objects = [told, *told["keys"], *told["logs"], *told["subjects"], *told["credentials"]]
    one = chance.choice(objects)
    if chance.random() < 0.5:
        one["more"] = 1
    else:
        del one[chance.choice(sorted(one))]


def _lists(told: Told) -> list[list[Any]]:
    found = [told["keys"], told["logs"], told["subjects"], told["credentials"], told["originals"]]
    found += [one["heads"] for one in told["subjects"]]
    found += [one["proofs"] for one in told["credentials"]]
    return [one for one in found if one]


def _left_out(chance: random.Random, told: Told, other: Trade) -> None:
    del other
    part = chance.choice(_lists(told))
    part.pop(chance.randrange(len(part)))


def _doubled(chance: random.Random, told: Told, other: Trade) -> None:
    del other
    part = chance.choice(_lists(told))
    part.append(copy.deepcopy(chance.choice(part)))


def _swapped(chance: random.Random, told: Told, other: Trade) -> None:
    del other
    part = chance.choice(_lists(told))
    one, two = chance.randrange(len(part)), chance.randrange(len(part))
    if isinstance(part[one], dict) and "sd_jwt" in part[one] and chance.random() < 0.7:
        part[one]["proofs"], part[two]["proofs"] = part[two]["proofs"], part[one]["proofs"]
    else:
        part[one], part[two] = part[two], part[one]


def _spliced(chance: random.Random, told: Told, other: Trade) -> None:
    theirs = json.loads(other.data)
    name = chance.choice(["logs", "subjects", "credentials", "originals", "keys"])
    if told[name] and theirs[name]:
        told[name][chance.randrange(len(told[name]))] = chance.choice(theirs[name])


def _disclosures(chance: random.Random, told: Told, other: Trade) -> None:
    one = chance.choice(told["credentials"])
    issued, *shown, last = one["sd_jwt"].split("~")
    match chance.randrange(4):
        case 0 if shown:
            shown.pop(chance.randrange(len(shown)))
        case 1 if shown:
            shown.append(chance.choice(shown))
        case 2:
            shown += chance.choice(json.loads(other.data)["credentials"])["sd_jwt"].split("~")[1:-1][:1]
        case _:
            made = canonical_json(["c2FsdHNhbHRzYWx0c2FsdHNh", chance.choice(["amount", "iss", "seq", "_sd"]), "1"])
            shown.append(base64.urlsafe_b64encode(made).rstrip(b"=").decode())
    one["sd_jwt"] = "~".join([issued, *shown, last])


def _resigned(chance: random.Random, told: Told, other: Trade) -> None:
    """A fact of another, signed by the holder: as its own, as the other's, or under the other's kid."""
    one = chance.choice(told["credentials"])
    issued, tilde, rest = one["sd_jwt"].partition("~")
    payload, key = payload_of(issued), other.seller.key
    kid = chance.choice([None, other.buyer.key.kid])
    if chance.random() < 0.5:
        payload["iss"] = chance.choice([other.seller.key.company, other.buyer.key.company])
    if chance.random() < 0.5:
        payload[chance.choice(["kind", "subject", "actor", "predecessor"])] = chance.choice(
            ["exchange.paid/1", "f" * 64, 7, None]
        )
    one["sd_jwt"] = token(payload, key, chance.choice([FACT, FACT, "jwt"]), kid) + tilde + rest


def _false_key(chance: random.Random, told: Told, other: Trade) -> None:
    """A key made by the holder, said to be of the buyer, with what it signs; in the buyer's place or beside it."""
    false = CompanyKey(seed=seed("false"), company=other.buyer.key.company)
    entry = {"company": false.company, "jwk": to_jwk(false.public_key)}
    if chance.random() < 0.5:
        told["keys"].append(entry)
    else:
        told["keys"] = [one for one in told["keys"] if one["company"] != false.company] + [entry]
    for one in told["credentials"]:
        issued, tilde, rest = one["sd_jwt"].partition("~")
        payload = payload_of(issued)
        if payload["iss"] == false.company:
            one["sd_jwt"] = false.token(canonical_json(payload), FACT) + tilde + rest
    for subject in told["subjects"]:
        heads = [payload_of(head) for head in subject["heads"]]
        subject["heads"] = [
            false.token(canonical_json(head), HEAD) if head["iss"] == false.company else text
            for head, text in zip(heads, subject["heads"], strict=True)
        ]


def _heads(chance: random.Random, told: Told, other: Trade) -> None:
    """Heads of the holder's that say something else: other numbers, other entries, another time."""
    subject = chance.choice(told["subjects"])
    for place, text in enumerate(subject["heads"]):
        head = payload_of(text)
        if head["iss"] != other.seller.key.company:
            continue
        author = chance.choice(sorted(head["chains"])) if head["chains"] else other.buyer.key.company
        seq, entry = head["chains"].get(author, [1, "0" * 64])
        match chance.randrange(6):
            case 0:
                head["chains"][author] = [seq + chance.choice([-1, 1]), entry]
            case 1:
                head["chains"][author] = [seq, seed(str(seq)).hex()]
            case 2:
                head["iat"] += chance.choice([-30, -30 * 86_400, 30 * 86_400, 3600])
            case 3:
                head["chains"].pop(author, None)
            case 4:
                head["sub"] = chance.choice(told["subjects"])["id"]
            case _:
                head[chance.choice(["chains", "iat", "more"])] = chance.choice([None, [], 1.5, "1", True])
        key = other.seller.key
        subject["heads"][place] = token(head, key, chance.choice([HEAD, HEAD, HEAD, FACT]))


def _fact_left_out(chance: random.Random, told: Told, other: Trade) -> None:
    """A fact that does not suit the holder is left out, with the head of its author or without."""
    del other
    place = chance.randrange(len(told["credentials"]))
    author = payload_of(told["credentials"].pop(place)["sd_jwt"].partition("~")[0])["iss"]
    if chance.random() < 0.3:
        for subject in told["subjects"]:
            subject["heads"] = [one for one in subject["heads"] if payload_of(one)["iss"] != author]


def _claimed_log(chance: random.Random, told: Told, other: Trade) -> None:
    """The holder's log is said to be another's."""
    for one in told["logs"]:
        if one["company"] == other.seller.key.company or chance.random() < 0.3:
            one["company"] = chance.choice([other.buyer.key.company, kid_of(other.carrier.key.public_key)])


# Once more by the holder: what two readers could take for two things.


ODD: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    1,
    1.5,
    2**53 - 1,
    2**53,
    2**63,
    10**30,
    "",
    "1",
    "-0",
    "1e3",
    "\u0661",
    "\x00",
    "\ud800",
    "\uffff",
    "\U0001f9fe",
    [],
    {},
    [[]],
    {"_sd": []},
    {"...": "x"},
    "exchange.paid/1",
    "f" * 64,
    "A" * 43,
)
NAMES = (
    *("iss", "cnf", "kind", "subject", "_sd", "_sd_alg", "...", "to", "seq", "previous", "of", "level", "document"),
    *("valid", "refers", "amount", "currency", "original", "lines", "more", "\U0001f9fe", "\uffee", "\ud800", ""),
)


def _nested(depth: int) -> Any:
    value: Any = "x"
    for number in range(depth):
        value = [value] if number % 2 else {"a": value}
    return value


def _odd(chance: random.Random) -> Any:
    return _nested(chance.choice([3, 62, 63, 64, 65, 66, 400, 3000])) if chance.random() < 0.1 else chance.choice(ODD)


def signed_anyhow(payload: Any, key: CompanyKey, header: Told) -> str:
    """A token over any payload and header, canonical where that can be."""
    parts = [_spelled(header), _spelled(payload)]
    text = ".".join(map(encode_base64url, parts))
    return f"{text}.{encode_base64url(ed25519.sign(key.seed, text.encode()))}"


def _spelled(value: Any) -> bytes:
    try:
        return canonical_json(value)
    except Exception:  # noqa: BLE001 - not canonical, then; a surrogate cannot be spelled but as an escape
        try:
            return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
        except RecursionError:
            return b"[" * 3000 + b"]" * 3000


def _signers(told: Told, other: Trade) -> Iterator[tuple[Any, Any, CompanyKey, str]]:
    """Where each token of companies whose keys we have stands, with its key and type."""
    keys = {one.key.company: one.key for one in other.companies}
    for subject in told["subjects"]:
        for place, text in enumerate(subject["heads"]):
            yield subject["heads"], place, keys[payload_of(text)["iss"]], HEAD
    for one in told["credentials"]:
        yield one, "sd_jwt", keys[payload_of(one["sd_jwt"].partition("~")[0])["iss"]], FACT


def _said_oddly(chance: random.Random, told: Told, other: Trade) -> None:
    """What a token says or its header has is replaced, left out or added to, and signed by its own author."""
    holder, place, key, typ = chance.choice(list(_signers(told, other)))
    issued, tilde, rest = holder[place].partition("~")
    payload, header = payload_of(issued), {"alg": "EdDSA", "kid": key.kid, "typ": typ}
    part = header if chance.random() < 0.2 else payload
    paths = list(leaves(part))
    if chance.random() < 0.6 and paths:
        path = chance.choice(paths)
        at_path(part, path[:-1])[path[-1]] = _odd(chance)
    elif chance.random() < 0.5:
        part[chance.choice(NAMES)] = _odd(chance)
    else:
        del part[chance.choice(sorted(part))]
    holder[place] = signed_anyhow(payload, key, header) + tilde + rest


def _shown_oddly(chance: random.Random, told: Told, other: Trade) -> None:
    """The author signs a fact with digests of disclosures of our own, and all of these are shown."""
    one, _, key, _ = chance.choice([found for found in _signers(told, other) if found[3] == FACT])
    issued, *shown, _ = one["sd_jwt"].split("~")
    payload = payload_of(issued)
    made = [[chance.choice(["c2FsdA", "", 7]), chance.choice(NAMES), _odd(chance)]]
    if chance.random() < 0.3:
        made = [["c2FsdA", _odd(chance)]]
    if chance.random() < 0.1:
        made = [_odd(chance)]
    texts = [encode_base64url(_spelled(value)) for value in made]
    if chance.random() < 0.4 and shown:  # in the place of another, so that a claim is not told twice
        away = shown.pop(chance.randrange(len(shown)))
        payload["_sd"] = [digest for digest in payload["_sd"] if digest != digest_of(away)]
    if chance.random() < 0.7:
        payload["_sd"] = sorted([*payload.get("_sd", []), *map(digest_of, texts)])
    else:
        name = chance.choice(["lines", "findings", "links", "refers", "more", "codes"])
        plain = [{"...": digest_of(text)} for text in texts]
        beside: list[list[Any]] = [[], [], ["x"], [*plain]]
        payload[name] = [*plain, *chance.choice(beside)]
    one["sd_jwt"] = "~".join(
        [signed_anyhow(payload, key, {"alg": "EdDSA", "kid": key.kid, "typ": FACT}), *shown, *texts]
    )
    one["sd_jwt"] += "~"


def _presented_oddly(chance: random.Random, told: Told, other: Trade) -> None:
    """Left for `bound`: an odd part of the presentation itself."""
    told["binding"] = {"path": chance.random(), "odd": chance.randrange(len(ODD)), "of": chance.choice(["both", "one"])}
    del other


def _note_oddly(chance: random.Random, told: Told, other: Trade) -> None:
    """A checkpoint of the same log: smaller, of another time, cosigned twice, by strangers too, or spelled oddly."""
    place = chance.randrange(len(told["logs"]))
    one = told["logs"][place]
    company = next(it for it in other.companies if it.signer.verifier.vkey == one["vkey"])
    note = one["checkpoint"]
    text, _, lines = note.rpartition("\n\n")
    match chance.randrange(10):
        case 0:
            hashes = leaf_hashes(company.entries)[: chance.randrange(len(company.entries) + 1)]
            head = Checkpoint(origin=company.signer.name, size=len(hashes), root=root(hashes))
            one["checkpoint"] = _cosigned(head, company, other, [NOW - 60])
        case 1:
            times = [NOW + chance.choice([-9 * 86_400, -60, 0, 60, 61, 2**40]) for _ in range(chance.randrange(1, 4))]
            one["checkpoint"] = _cosigned(_head_of(company), company, other, times)
        case 2:
            stranger = Cosigner(name="stranger.example", seed=seed("stranger"))
            more = "".join(
                stranger.cosign(_head_of(company), NOW).line for _ in range(chance.choice([1, 97, 98, 99, 120]))
            )
            one["checkpoint"] = note + more
        case 3:
            at = chance.randrange(len(note))
            one["checkpoint"] = note[:at] + chance.choice("\t\n\r\x00 +=A\u00a0\u2014\u2028") + note[at:]
        case 4:
            one["checkpoint"] = note[:-1] if chance.random() < 0.5 else note + "\n"
        case 5:
            more = chance.choice(["", "x\n", "\n", "\u2028\n"])
            one["checkpoint"] = _text_signed(company, text.partition("\n")[2] + "\n" + more)
        case 9:
            one["checkpoint"] = _text_signed(company, chance.choice(_SIZES) + "\n" + text.split("\n")[2] + "\n")
        case 6:
            one["checkpoint"] = text + "\n\n" + "".join(reversed(lines.splitlines(keepends=True)))
        case 7:
            one["checkpoint"] = text + "\n\n" + chance.choice(lines.splitlines(keepends=True))
        case _:
            name, key_id, key = one["vkey"].split("+", 2)
            one["vkey"] = chance.choice(
                [f"{name}+{key_id.upper()}+{key}", f"{name}+{key_id}+{key}=", f"{name}+{key_id}"]
            )


_SIZES = ("0", "00", "01", "+1", "1 ", "\u0661", str(2**63 - 1), str(2**63), str(10**30), "-1", "")


def _text_signed(company: Company, rest: str) -> str:
    """A note of anything at all, signed by the log."""
    text = f"{company.signer.name}\n{rest}"
    return f"{text}\n{company.signer.sign(text).line}"


def _head_of(company: Company) -> Checkpoint:
    hashes = leaf_hashes(company.entries)
    return Checkpoint(origin=company.signer.name, size=len(hashes), root=root(hashes))


def _cosigned(head: Checkpoint, company: Company, trade: Trade, times: Sequence[int]) -> str:
    text = sign_checkpoint(head, company.signer).decode()
    return text + "".join(trade.witness.cosign(head, time).line for time in times)


def _hash_changed(chance: random.Random, told: Told, other: Trade) -> None:
    """A hash of a proof: another, one more, one less, two swapped; or an odd index."""
    del other
    proof = chance.choice(chance.choice(told["credentials"])["proofs"])
    hashes = proof["hashes"]
    match chance.randrange(5):
        case 0 if hashes:
            hashes[chance.randrange(len(hashes))] = encode_base64(seed(str(chance.random())))
        case 1:
            hashes.insert(chance.randrange(len(hashes) + 1), encode_base64(seed("more")))
        case 2 if hashes:
            hashes.pop(chance.randrange(len(hashes)))
        case 3:
            hashes.reverse()
        case _:
            proof["index"] = chance.choice([0, 1, 2**31, 2**53 - 1, 2**53, 2**64, -1])


def _signature_changed(chance: random.Random, told: Told, other: Trade) -> None:
    """A byte of a signature, its second half made larger by the order of the group, or a first half of small order."""
    holder, place, _, _ = chance.choice(list(_signers(told, other)))
    issued, tilde, rest = holder[place].partition("~")
    head, payload, signature = issued.split(".")
    data = bytearray(base64.urlsafe_b64decode(signature + "=="))
    match chance.randrange(4):
        case 0:
            data[chance.randrange(64)] ^= 1 << chance.randrange(8)
        case 1:
            more = int.from_bytes(data[32:], "little") + 2**252 + 27742317777372353535851937790883648493
            data[32:] = more.to_bytes(32, "little")
        case 2:
            data[:32] = chance.choice([bytes(32), b"\1" + bytes(31), b"\xed" + b"\xff" * 30 + b"\x7f"])
        case _:
            data = data[:63] if chance.random() < 0.5 else data + b"\0"
    spelled = encode_base64url(bytes(data))
    if chance.random() < 0.2:
        spelled += chance.choice(["=", "==", "\n", "A"])
    holder[place] = f"{head}.{payload}.{spelled}{tilde}{rest}"


def _attested_by_oneself(chance: random.Random, told: Told, other: Trade) -> None:
    """A fact of the buyer's is said by the seller, in the seller's name, and put into the seller's own chain."""
    mine, theirs = other.seller.key, other.buyer.key.company
    for one in told["credentials"]:
        issued, tilde, rest = one["sd_jwt"].partition("~")
        payload = payload_of(issued)
        if payload["iss"] == theirs and chance.random() < 0.5:
            payload["iss"] = mine.company
            one["sd_jwt"] = token(payload, mine, FACT) + tilde + rest
    if chance.random() < 0.5:
        told["keys"] = [one | {"company": chance.choice([mine.company, theirs])} for one in told["keys"]]


def _spelled_oddly(chance: random.Random, data: bytes) -> bytes:
    """The same members, spelled in another way, or with something that JSON of the Internet does not have."""
    told = json.loads(data)
    match chance.randrange(7):
        case 0:
            return json.dumps(told, indent=chance.choice([None, 1])).encode()
        case 1:
            return b"\xef\xbb\xbf" + data
        case 2:
            return data.decode().encode(chance.choice(["utf-16", "utf-32"]))
        case 3:
            path = chance.choice(list(leaves(told)))
            at_path(told, path[:-1])[path[-1]] = chance.choice(
                [float("nan"), float("inf"), 1e300, "\ud800", "\udfff\ud800"]
            )
            return json.dumps(told).encode()
        case 4:
            depth = chance.choice([100, 900, 5000, 200_000])
            return b'{"keys":' + b"[" * depth + b"]" * depth + b"}"
        case 5:
            return data.replace(b'"index":', b'"index":' + chance.choice([b"-", b"0", b"9" * 5000, b"1e", b"1."]), 1)
        case _:
            return data + chance.choice([b"\n", b" ", b"\0", b"{}", b"//"])


_BY_STRANGERS["it is spelled oddly"] = _spelled_oddly
_BY_THE_HOLDER: dict[str, Step] = {
    "a token says something odd": _said_oddly,
    "something odd is disclosed": _shown_oddly,
    "the presentation is odd": _presented_oddly,
    "another note of the log": _note_oddly,
    "a proof is changed": _hash_changed,
    "a signature is changed": _signature_changed,
    "self-attested as attested": _attested_by_oneself,
    "a value is changed and bound": _leaf,
    "a value has another type": _other_type,
    "a member more or less": _member,
    "a part is left out": _left_out,
    "a part stands there twice": _doubled,
    "two parts are swapped": _swapped,
    "a part of another dossier": _spliced,
    "disclosures": _disclosures,
    "another's fact signed by the holder": _resigned,
    "a key said to be another's": _false_key,
    "a head of the holder's": _heads,
    "a fact is left out": _fact_left_out,
    "a log said to be another's": _claimed_log,
}
