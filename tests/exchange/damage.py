"""Damaged dossiers: by strangers, who can sign nothing, and by a holder who signs the presentation over anything."""

import base64
import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from counterfoil.exchange.company import CompanyKey, kid_of
from counterfoil.exchange.credentials import TYP as FACT
from counterfoil.exchange.dossier import parse_dossier
from counterfoil.exchange.heads import TYP as HEAD
from counterfoil.exchange.presentation import presented
from counterfoil.log.canonical import canonical_json
from counterfoil.log.jwk import to_jwk
from counterfoil.log.jws import sign_jws
from exchange.made import CHALLENGE, NOW, Trade, seed

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


def bound(told: Told, trade: Trade) -> bytes:
    """These members with a presentation by the holder over them, whatever they are."""
    told = {**told, "binding": ""}
    try:
        dossier = parse_dossier(canonical_json(told))
        return canonical_json({**told, "binding": presented(dossier, trade.seller.key, CHALLENGE, NOW - 5)})
    except Exception:  # noqa: BLE001 - then it is no dossier, and nobody can sign one
        return json.dumps(told).encode()


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
    _change_leaf(chance, told)
    return canonical_json(told)


_BY_STRANGERS: dict[str, Callable[[random.Random, bytes], bytes]] = {
    "a bit is flipped": _flipped,
    "the end is missing": _cut,
    "a member stands there twice": _member_twice,
    "a value is changed": _leaf_changed,
}


# By the holder, who signs the presentation over whatever it is.


def _leaves(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, item in items:
        yield from _leaves(item, (*at, name))
    if not isinstance(value, dict | list):
        yield at


def _at(told: Any, path: tuple[Any, ...]) -> Any:
    for name in path:
        told = told[name]
    return told


def _change_leaf(chance: random.Random, told: Told) -> None:
    path = chance.choice([one for one in _leaves(told) if one != ("binding",)])
    holder, value = _at(told, path[:-1]), _at(told, path)
    if isinstance(value, int):
        holder[path[-1]] = value + chance.choice([-1, 1, 7])
    elif isinstance(value, str) and value:
        at = chance.randrange(len(value))
        holder[path[-1]] = value[:at] + chance.choice("aB3-_=.~ \n\u00e9") + value[at + 1 :]


def _leaf(chance: random.Random, told: Told, other: Trade) -> None:
    del other
    _change_leaf(chance, told)


def _other_type(chance: random.Random, told: Told, other: Trade) -> None:
    del other
    path = chance.choice(list(_leaves(told)))
    _at(told, path[:-1])[path[-1]] = chance.choice([None, True, 0, -1, 1.5, "", [], {}, 2**60])


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


_BY_THE_HOLDER: dict[str, Step] = {
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
