# SPDX-License-Identifier: Apache-2.0
"""Verifies a Counterfoil dossier offline; written from docs/reference/dossier-format.md alone, and in its order."""

import argparse
import base64
import json
import re
import time
import tomllib
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

BYTES_MAX, DEPTH_MAX, NUMBER_MAX, SIGNATURES_MAX, AHEAD, DAY = 20_000_000, 64, 2**53 - 1, 100, 60, 86_400
# Ed25519 (RFC 8032): the field, the order of the group, and the y of the points of order 8.
P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
Y8 = int.from_bytes(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little")
# Shapes (see `fits`). An ID is 32 bytes in base64url: the id of a company, a kid, the x of a key, a digest.
NUMBER, SEQ, HEX = range(NUMBER_MAX + 1), range(1, NUMBER_MAX + 1), re.compile("[0-9a-f]{64}")
ID, HASH = re.compile("[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]"), re.compile("[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=")
BASE64 = re.compile("(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?")
KEY, PROOFS = {"crv": "Ed25519", "kty": "OKP", "x": ID}, [{"log": NUMBER, "index": NUMBER, "hashes": [HASH, 63]}, 16]
FORM: dict[str, Any] = {"format": "counterfoil-dossier/1", "binding": str, "keys": [{"company": ID, "jwk": KEY}, 64]}
FORM |= {"logs": [{"company": ID, "vkey": str, "checkpoint": str}, 16], "originals": [BASE64, 256]}
FORM |= {"subjects": [{"id": HEX, "heads": [str, 1024]}, 256], "credentials": [{"sd_jwt": str, "proofs": PROOFS}, 1024]}
LEVELS, AMOUNT = ("received", "matched", "approved", "assignment", "undertaking"), re.compile(r"-?[0-9]+(\.[0-9]+)?")
DOCUMENTS = ("invoice", "credit-note", "order", "order-response", "despatch-advice", "receipt-advice")
LINKS, BY_ELEMENT = ("bills", "ships", "receives", "credits", "answers"), ("lines", "findings", "links")
CLAIMS = {"seq": SEQ, "previous": HEX, "of": HEX, "to": ID, "document": DOCUMENTS, "level": LEVELS, "valid": bool}
CLAIMS |= {"amount": AMOUNT, "set_off": AMOUNT, "payable": AMOUNT, "currency": str, "original": HEX, "assignee": ID}
CLAIMS |= {"refers": [{"kind": LINKS, "subject": HEX}], "credit_note": HEX}
SHOWN = {"offered": {"document"}, "checked": {"of", "valid"}, "acknowledged": {"of", "level"}}
SHOWN |= {kind: {"of"} for kind in ("disputed", "withdrawn", "credited", "paid")}
ABOUT, TEXT = ("number", "issued", "due", "currency", "payable", "seller", "buyer"), re.compile("(?s).+")
TERMS, RESERVED = ("amount", "currency", "set_off", "assignee"), re.compile(rb'[{,]"(_sd|_sd_alg|\.\.\.)":')
SIDES = {"counterparty": ("buyer", "others", "either"), "third party": ("others",), "self": ("either",), "unknown": ()}


def need(condition: object, says: str) -> bool:
    """Refuse with these words unless the condition holds; `Run.check` adds the reason and the place."""
    if not condition:
        raise ValueError(says)
    return True


def canonical(value: Any, depth: int = 0) -> bytes:
    """The one way to write JSON (RFC 8785): names in the order of their UTF-16 code units, no white space."""
    need(depth <= DEPTH_MAX, "is nested too deeply")
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return b"{%s}" % b",".join(canonical(name) + b":" + canonical(value[name], depth + 1) for name in names)
    if isinstance(value, list):
        return b"[%s]" % b",".join(canonical(one, depth + 1) for one in value)
    need(not isinstance(value, float | int) or fits(value, bool) or fits(abs(value), NUMBER), "has an unsound number")
    return json.dumps(value, ensure_ascii=False).encode()


def read_json(data: bytes) -> Any:
    """I-JSON (RFC 7493) without floats: no name twice in an object, no number too large, no half character."""
    value = json.loads(data.decode(), object_pairs_hook=lambda it: need(len(dict(it)) == len(it), "twice") and dict(it))
    canonical(value)  # finds what else is not allowed
    return value


def fits(value: Any, shape: Any) -> bool:
    """Whether a value has a shape: just these members, a list of one, a pattern, a range, words, a type, a value."""
    if isinstance(shape, dict):
        return isinstance(value, dict) and value.keys() == shape.keys() and all(fits(value[n], shape[n]) for n in shape)
    if isinstance(shape, list):
        return type(value) is list and len(value) <= (*shape, BYTES_MAX)[1] and all(fits(it, shape[0]) for it in value)
    if isinstance(shape, re.Pattern):
        return isinstance(value, str) and shape.fullmatch(value) is not None
    if isinstance(shape, range | tuple):
        return type(value) is type(shape[0]) and value in shape
    return type(value) is shape if isinstance(shape, type) else type(value) is type(shape) and value == shape


def decoded(text: str, url: bool = True) -> bytes:
    """The bytes of base64url without padding, or else of Base64, in the one spelling that RFC 4648 makes of them."""
    padded = text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4) if url else text
    need(BASE64.fullmatch(padded) and not (url and set("+/=") & set(text)), "is not base64 in its one spelling")
    return base64.b64decode(padded)


def digest_of(data: bytes) -> str:
    return base64.urlsafe_b64encode(sha256(data).digest()).rstrip(b"=").decode()


def is_sound(point: bytes) -> bool:
    """Whether these are 32 bytes that encode, canonically, a point that is not of small order."""
    y = int.from_bytes(point, "little") % 2**255
    return len(point) == 32 and y < P and y not in {0, 1, P - 1, Y8, P - Y8}


def need_signed(key: bytes, message: bytes, signature: bytes) -> None:
    sound = len(signature) == 64 and is_sound(key) and is_sound(signature[:32])
    need(sound and int.from_bytes(signature[32:], "little") < ORDER, "has a signature of an unsound form")
    Ed25519PublicKey.from_public_bytes(key).verify(signature, message)


def read_vkey(text: str, kind: int) -> tuple[tuple[str, bytes], bytes]:
    """Name and key id, and the key, of `name+id+base64` (C2SP signed-note)."""
    name, digits, material = (*text.split("+", 2), "", "")[:3]
    typed = decoded(material, url=False)
    sound = re.fullmatch(r"[^\s\0-\x1f]+", name) and typed[:1] == bytes([kind]) and is_sound(typed[1:])
    need(sound and sha256(name.encode() + b"\n" + typed).digest()[:4].hex() == digits, "has a vkey of an unsound form")
    return (name, bytes.fromhex(digits)), typed[1:]


def root_from(entry: str, proof: dict[str, Any], size: int) -> bytes:
    """The root that an inclusion proof leads to (RFC 9162, section 2.1.3.2); nothing where it leads to none."""
    node, at, last = sha256(b"\0" + bytes.fromhex(entry)).digest(), proof["index"], size - 1
    for other in (decoded(one, url=False) for one in proof["hashes"]):
        left = at % 2 or at == last
        node = sha256(b"\1" + (other + node if left else node + other)).digest() if last else b""
        while left and at and at % 2 == 0:
            at, last = at >> 1, last >> 1
        at, last = at >> 1, last >> 1
    return b"" if last or proof["index"] >= size else node


class Run:
    """What one reader trusts (a ValueError says what is wrong in that), and one verification, step by step."""

    def __init__(self, trust: dict[str, Any] | None, now: int, age_max: int) -> None:
        table: dict[str, Any] = {"company": [], "witnesses": {"threshold": 0, "keys": []}} | (trust or {})
        company = {"name": TEXT, "id": ID, "keys": [ID], "logs": [str], "assurance": TEXT}
        form = {"company": [company], "witnesses": {"threshold": NUMBER, "keys": [str]}}
        need(fits(table, form), "the trust file has a member that is missing, or of another name or type")
        companies, vkeys, self.threshold = table["company"], table["witnesses"]["keys"], table["witnesses"]["threshold"]
        things = [(thing, one["id"]) for one in companies for thing in one["keys"] + one["logs"]]
        self.companies, self.owners = {one["id"]: one for one in companies}, dict(things)
        self.witnesses = dict(read_vkey(vkey, 4) for vkey in vkeys)
        points = [decoded(it) if fits(it, ID) else read_vkey(it, 1)[1] for it, _ in things] + [*self.witnesses.values()]
        sound = len(self.companies) == len(companies) and len(set(points)) == len(things) + len(vkeys)
        sound = sound and all(is_sound(point) for point in points)
        sound = sound and int("witnesses" in (trust or {})) <= self.threshold <= len(vkeys)
        need(sound, "the trust file has something unsound or twice, or asks for no witness or too many")
        self.fresh, self.checks = range(now - age_max, now + AHEAD + 1), list[dict[str, str | None]]()

    @contextmanager
    def check(self, reason: str, where: str | None, says: str) -> Any:
        try:
            yield
        except (ValueError, LookupError, RecursionError, InvalidSignature) as error:
            says = f"not so: {says} ({error if type(error) is ValueError else type(error).__name__})"
            raise ValueError(reason, where) from None
        finally:
            self.checks.append({"check": reason, "where": where, "says": says})

    def expect(self, holds: object, reason: str, where: str | None, says: str) -> None:
        with self.check(reason, where, says):
            need(holds, "it is otherwise")

    def form(self, data: bytes) -> None:
        need(len(data) <= BYTES_MAX, "is larger than 20,000,000 bytes")
        self.file = file = read_json(data)
        need(fits(file, FORM), "has a member that is missing, of another name or type, or more than the format allows")
        keys, self.subjects = [one["jwk"]["x"] for one in file["keys"]], [one["id"] for one in file["subjects"]]
        lists = [keys, self.subjects, [one["vkey"] for one in file["logs"]]]
        lists += [[proof["log"] for proof in one["proofs"]] for one in file["credentials"]]
        sound = self.subjects and all(is_sound(decoded(x)) for x in keys)
        need(sound and all(len(set(some)) == len(some) for some in lists), "no subject, an unsound key, or one twice")
        self.keys = {digest_of(canonical(one["jwk"])): (one["company"], one["jwk"]["x"]) for one in file["keys"]}

    def token(self, text: str, kind: str, shape: Any, holder: str = "") -> tuple[dict[str, Any], str]:
        """Payload and kid of a token that a key of the file has signed for its company; or this key of the holder."""
        (header, body, signature), form = text.split("."), {"alg": "EdDSA", "typ": kind}
        head, payload = read_json(decoded(header)), read_json(decoded(body))
        need(fits(head, form if holder else form | {"kid": ID}), "has another header")
        company, x = self.keys[kid := holder or head["kid"]]
        need_signed(decoded(x), f"{header}.{body}".encode(), decoded(signature))
        need(fits(payload, shape) and (holder or payload.get("iss") == company), "is of another form or company")
        return payload, kid

    def binding(self, audience: str | None, nonce: str | None) -> None:
        with self.check("binding", None, "the holder has signed both tokens, for this content and this subject"):
            issued, held = self.file["binding"].split("~")
            content = digest_of(canonical({name: self.file[name] for name in self.file if name != "binding"}))
            shape = {"iss": ID, "iat": NUMBER, "cnf": {"jwk": KEY}, "content": content, "sub": self.subjects[0]}
            bound, self.kid = self.token(issued, "counterfoil-dossier+sd-jwt", shape)
            shape = {"aud": str, "nonce": str, "iat": NUMBER, "sd_hash": digest_of(f"{issued}~".encode())}
            self.holder, own = bound["iss"], self.token(held, "kb+jwt", shape, self.kid)[0]
            need(bound["cnf"]["jwk"]["x"] == self.keys[self.kid][1], "was made for another key")
        for reason, asked, told in (("audience", audience, own["aud"]), ("nonce", nonce, own["nonce"])):
            self.expect(asked in {None, told}, reason, None, "not checked: not asked" if asked is None else "as asked")
        self.expect(own["iat"] in self.fresh and bound["iat"] <= own["iat"], "age", None, "bound lately")

    def log(self, log: dict[str, Any], where: str) -> tuple[str, int, bytes]:
        cosigned: dict[bytes, int] = {}
        with self.check("checkpoint", where, "signed by the log, and by each known witness that stands below it"):
            (name, key), (text, _, below) = read_vkey(log["vkey"], 1), log["checkpoint"].rpartition("\n\n")
            lines = [re.fullmatch(r"— ([^\s+]+) ([^ ]+)\n", line) for line in below.splitlines(keepends=True)]
            sound = len(lines) <= SIGNATURES_MAX and not re.search("[\0-\x09\x0b-\x1f]", log["checkpoint"])
            pairs = [(line[1], decoded(line[2], url=False)) for line in lines if line]
            signatures = [((signer, data[:4]), data[4:]) for signer, data in pairs if len(data) > 4]
            need(sound and len(signatures) == len(lines), "is no signed note")
            origin, size, root, *more = text.split("\n")
            sound = origin == name[0] and fits(root, HASH) and all(more) and name in dict(signatures)
            sized = re.fullmatch("0|[1-9][0-9]{0,18}", size) and int(size) < 2**63
            need(sound and sized, "is no checkpoint of the log of its vkey, or not signed by it")
            for signer, signature in signatures:
                if signer == name:
                    need_signed(key, f"{text}\n".encode(), signature)
                if witness := self.witnesses.get(signer):
                    moment = int.from_bytes(signature[:8], "big")
                    need(moment < 2**63, "has a cosignature without a time")
                    need_signed(witness, f"cosignature/v1\ntime {moment}\n{text}\n".encode(), signature[8:])
                    cosigned.setdefault(witness, moment if signer[0] != f"{origin}/witness" else 2**63)
        if self.threshold:
            moments = sorted(moment for moment in cosigned.values() if moment < self.fresh.stop)
            self.expect(len(moments) >= self.threshold, "witnesses", where, "cosigned by as many others as asked for")
            self.expect(moments[-self.threshold] in self.fresh, "age", where, "cosigned lately")
        return log["company"], int(size), decoded(root, url=False)

    def credential(self, text: str, at: int) -> SimpleNamespace:
        where = f"credentials[{at}]"
        with self.check("credential", where, "signed for its author, and made for the holder"):
            token, *disclosures = text.split("~")
            need(disclosures and not disclosures.pop() and all(disclosures), "is not of the form token~disclosure~")
            payload, _ = self.token(token, "counterfoil-fact+sd-jwt", dict)
            need(canonical(payload) == decoded(token.split(".")[1]), "has a payload that is not canonical")
            need(fits(payload.get("cnf"), {"kid": self.kid}), "was made for another holder")
        with self.check("disclosure", where, "all that is disclosed belongs to it"):
            claims, withheld = opened(payload, disclosures)
        kind = {f"exchange.{name}/1": name for name in SHOWN}.get(str(payload.get("kind")), "")
        self.expect(kind, "kind", where, "a fact between companies")
        needed, first = SHOWN[kind] | {"to", "seq"}, fits(claims.get("seq"), 1)
        self.expect(needed | (set() if first else {"previous"}) <= claims.keys(), "undisclosed", where, "all is shown")
        sound = all(fits(claims[name], shape) for name, shape in CLAIMS.items() if name in claims)
        self.expect(sound and not (first and "previous" in claims), "claims", where, "what is shown is of its type")
        self.expect(payload.get("subject") in self.subjects, "subject", where, "of the file")
        entry = sha256(canonical({name: payload[name] for name in payload if name not in {"iss", "cnf"}})).hexdigest()
        fact = {"at": at, "author": payload["iss"], "subject": payload["subject"], "seq": claims["seq"], "entry": entry}
        return SimpleNamespace(**fact, kind=kind, claims=claims, of=claims.get("of"), withheld=withheld, logs=set())

    def subject(self, subject: dict[str, Any], where: str, first: bool) -> None:
        facts = [fact for fact in self.facts if fact.subject == subject["id"]]
        heads, ends = dict[str, int](), list[Any]()
        with self.check("head", where, "of the holder and of each author one word on how far the facts go"):
            shape = {"iss": ID, "sub": subject["id"], "iat": NUMBER, "chains": dict}
            for text in subject["heads"]:
                head, _ = self.token(text, "counterfoil-head+jwt", shape)
                need(head["iss"] not in heads, "there are two of one company")
                heads[head["iss"]] = head["iat"]
                ends += [(author, *(end if fits(end, list) else [])) for author, end in head["chains"].items()]
            sound = all(len(end) == 3 and all(map(fits, end, (ID, SEQ, HEX))) for end in ends)
            need(sound and {self.holder, *(fact.author for fact in facts)} <= heads.keys(), "one is missing or unsound")
        self.expect(all(moment in self.fresh for moment in heads.values()), "age", where, "heads signed lately")
        entries = {fact.entry: fact.author for fact in facts}
        places = {(fact.author, fact.seq): fact.entry for fact in facts}
        offers = [fact.claims["document"] for fact in facts if fact.kind == "offered"]
        sound = len(offers) == 1 and (offers == ["invoice"] or not first) and len(places) == len(entries) == len(facts)
        for f in facts:
            sound = sound and places.get((f.author, f.seq - 1), it := f.claims.get("previous")) == it
            sound = sound and f.of in {None, *entries} and (entries.get(f.of) == f.author or f.kind != "withdrawn")
        self.expect(sound, "chain", where, "one offer, and facts that follow one another and are about one another")
        for author in {author for author, *_ in (*places, *ends)}:
            last = max((seq for one, seq, _ in ends if one == author), default=0)
            here = [seq for one, seq in places if one == author]
            sound = sound and len(here) == last == max(here, default=0)
        self.expect(sound, "gap", where, "no fact is held back")
        self.expect(all(places[end[:2]] == end[2] for end in ends), "conflict", where, "the heads name these facts")

    def steps(self, data: bytes, audience: str | None, nonce: str | None) -> None:
        with self.check("form", None, "size, JSON, members, types, limits and keys are those of the format"):
            self.form(data)
        self.binding(audience, nonce)
        self.logs = [self.log(log, f"logs[{at}]") for at, log in enumerate(self.file["logs"])]
        self.facts = [self.credential(one["sd_jwt"], at) for at, one in enumerate(self.file["credentials"])]
        for fact in self.facts:
            with self.check("proof", f"credentials[{fact.at}]", "in the log of its author, and in all others named"):
                for proof in self.file["credentials"][fact.at]["proofs"]:
                    company, size, root = self.logs[proof["log"]]
                    need(root_from(fact.entry, proof, size) == root, "has a proof of another root")
                    fact.logs.add(company)
                need(fact.author in fact.logs, "has no proof for a log of its author")
        for at, subject in enumerate(self.file["subjects"]):
            self.subject(subject, f"subjects[{at}]", at == 0)
        named = {fact.claims.get("original") for fact in self.facts}
        for at, paper in enumerate(decoded(one, url=False) for one in self.file["originals"]):
            self.expect(sha256(paper).hexdigest() in named, "original", f"originals[{at}]", "one that an offer names")
        things = [("company", f"keys[{at}]", one, one["jwk"]["x"]) for at, one in enumerate(self.file["keys"])]
        things += [("log", f"logs[{at}]", one, one["vkey"]) for at, one in enumerate(self.file["logs"])]
        for reason, where, one, thing in things if self.companies else []:
            owner = self.owners.get(thing, None if one["company"] in self.companies else one["company"])
            self.expect(owner == one["company"], reason, where, "under this company in the trust file, or neither is")


def opened(payload: dict[str, Any], disclosures: list[str]) -> tuple[dict[str, Any], int]:
    """The claims of a payload, open ones and disclosed ones, and how many digests nothing opens."""
    single, lists = payload.get("_sd", []), [name for name in BY_ELEMENT if fits(payload.get(name), [{"...": str}])]
    need(payload.get("_sd_alg") == "sha-256" and fits(single, [str]), "has another form of _sd, or another hash")
    plain = {name: payload[name] for name in payload if name not in {"_sd", "_sd_alg", *lists}}
    digests = single + [element["..."] for name in lists for element in payload[name]]
    left, claims = set(digests), dict(payload)
    need(not RESERVED.search(canonical(plain)) and len(left) == len(digests), "has a reserved name or a digest twice")
    for text in disclosures:
        digest, value = digest_of(text.encode()), read_json(decoded(text))
        need(digest in left and canonical(value) == decoded(text), "discloses what does not belong to it, or twice")
        left.remove(digest)
        sound = fits(value, list) and len(value) == 2 + (digest in single) and fits(value[0], str)
        need(sound and not RESERVED.search(canonical(value[-1])), "has a disclosure of another form")
        if digest in single:
            need(fits(value[1], str) and value[1] not in {*claims, "_sd", "_sd_alg", "..."}, "discloses a name in use")
            claims[value[1]] = value[2]
    return claims, len(left)


def verify(
    data: bytes, trust: dict[str, Any] | None, *, now: int, audience: str | None, nonce: str | None, age_max: int
) -> dict[str, Any]:
    """The JSON object of the format's page; `age_max` in seconds. A trust file that is not sound is a ValueError."""
    run = Run(trust, now, age_max)
    answer: dict[str, Any] = {"consistent": False, "level": 0, "signers": "unknown", "withheld": 0, "evidence": []}
    answer |= dict.fromkeys(("missing", "where", "reason", "subject", "holder", "about")) | {"checks": run.checks}
    try:
        run.steps(data, audience, nonce)
    except ValueError as refusal:
        return answer | {"reason": refusal.args[0], "where": refusal.args[1]}
    facts, companies, first = run.facts, run.companies, run.file["subjects"][0]["id"]
    invoice = next(fact for fact in facts if fact.kind == "offered" and fact.subject == first)
    # From an assignment on, what the buyer answers and names binds: to withdraw that or the invoice later is a dispute.
    answers = [f for f in facts if (f.kind, f.of, f.author) == ("acknowledged", invoice.entry, invoice.claims["to"])]
    binding = [fact for fact in answers if fact.claims["level"] in LEVELS[3:]]
    relied = {(link["subject"], fact.author, "offered") for fact in binding for link in fact.claims.get("refers", [])}
    bound = {fact.entry: 0 for fact in facts if fact is invoice or (fact.subject, fact.author, fact.kind) in relied}
    bound |= {fact.entry: min(one.seq for one in binding) for fact in answers if binding}
    late = {f.entry for f in facts if f.kind == "withdrawn" and binding and f.seq > bound.get(f.of, NUMBER_MAX)}
    withdrawn = {fact.of for fact in facts if fact.kind == "withdrawn" and fact.entry not in late}
    links = [link for it in (invoice, *answers) if it.entry not in withdrawn for link in it.claims.get("refers", [])]
    roles, sides, found = {invoice.claims["to"]: "counterparty", invoice.author: "self"}, set[Any](), list[Any]()
    for fact in (fact for fact in facts if not {fact.entry, invoice.entry} & withdrawn):
        by = roles.get(fact.author, "third party") if fact.author in companies else "unknown"
        what = fact.claims["document"] if fact.kind == "offered" else fact.kind if fact.of == invoice.entry else None
        level = fact.claims["level"] if what == "acknowledged" else None
        named = {link["kind"] for link in links if link["subject"] == fact.subject and fact.claims["to"] in roles}
        delivers = what == "receipt-advice" or (what == "despatch-advice" and by == "third party")
        holds = {name: what == name for name in ("acknowledged", "credited", "paid")}
        holds |= {"disputed": what == "disputed" or fact.entry in late, "assignment acknowledged": level in LEVELS[3:]}
        holds |= {"valid": what == "checked" and fact.claims["valid"], "ordered": what == "order" and "bills" in named}
        holds["delivered"] = delivers and not named.isdisjoint({"bills", "receives"})
        one = companies.get(fact.author, {"name": None, "assurance": None})
        told = {"company": one["name"], "assurance": one["assurance"], "level": level, "withheld": fact.withheld}
        told |= {name: fact.claims.get(name) for name in TERMS} | {"credential": fact.at, "id": fact.author}
        found += [{"evidence": name, "by": by, **told, "logs": sorted(fact.logs)} for name in holds if holds[name]]
        sides |= {(name, side) for name in filter(holds.get, holds) for side in ("anybody", *SIDES[by])}
    said = [one for one in found if one["by"] == "counterparty" and one["level"] in LEVELS[2:]]
    much = any(None not in (one["amount"], one["currency"]) for one in said)
    much = much and not any(one["withheld"] and None in (one[name] for name in TERMS[:3]) for one in said)
    ladder = [
        (0, "the invoice was withdrawn", invoice.entry not in withdrawn),
        (0, "who the seller is: nobody whom you trust", invoice.author in companies),
        (0, "that the invoice is valid by the official rules", ("valid", "anybody") in sides),
        (1, "the buyer's order that the invoice bills", ("ordered", "buyer") in sides),
        (2, "a receipt by the buyer, or a delivery that a third party attests", ("delivered", "others") in sides),
        (3, "the buyer's approval, and no dispute of either side", said and ("disputed", "either") not in sides),
        (3, "the accepted amount is withheld, or what is set off against it", much),
        (4, "that the buyer acknowledges an assignment", ("assignment acknowledged", "buyer") in sides),
        (4, "who is to be paid is withheld", all(one["assignee"] for one in said if one["level"] in LEVELS[3:])),
        (5, None, False),
    ]
    level, missing = next((reached, needs) for reached, needs, holds in ladder if not holds)
    answer |= {"signers": ["unknown", "known"][invoice.author in companies], "subject": invoice.subject, "level": level}
    answer |= {"consistent": True, "missing": missing, "holder": run.holder, "withheld": sum(f.withheld for f in facts)}
    terms = invoice.claims | {n: it.get("name") if fits(it := invoice.claims.get(n), dict) else None for n in ABOUT[5:]}
    return answer | {"evidence": found, "about": {n: terms[n] if fits(terms.get(n), str) else None for n in ABOUT}}


def main() -> int:
    parser = argparse.ArgumentParser(description="Verifies a Counterfoil dossier offline.")
    parser.add_argument("dossier", metavar="DOSSIER", type=Path)
    parser.add_argument("--trust", metavar="FILE", type=Path, help="companies, logs and witnesses you trust (TOML)")
    parser.add_argument("--audience", metavar="TEXT", help="whom the dossier has to be made for")
    parser.add_argument("--nonce", metavar="TEXT", help="what you gave the holder to answer")
    parser.add_argument("--age", metavar="DAYS", type=int, default=7, help="how old it may be (7)")
    parser.add_argument("--level", metavar="N", type=int, default=0, choices=range(6), help="the level asked for (0)")
    parser.add_argument("--now", metavar="SECONDS", type=int, default=int(time.time()), help="the time to judge by")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = parser.parse_args()
    try:
        data = asked.dossier.read_bytes()
        trust = tomllib.loads(asked.trust.read_text("utf-8")) if asked.trust else None
        answer = verify(data, trust, audience=asked.audience, nonce=asked.nonce, now=asked.now, age_max=asked.age * DAY)
        rows = [(name, one) for name, it in reversed(answer.items()) for one in (it if fits(it, list) else [it])]
        told = [json.dumps(one if fits(one, dict) else {name: one}, ensure_ascii=False) for name, one in rows]
        told = ["".join(filter(str.isprintable, re.sub(r'"\w+": null(?:, )?|[{}]|"(\w+)":', r"\1", it))) for it in told]
        print(json.dumps(answer) if asked.json else "\n".join(filter(None, told)))
    except (OSError, ValueError, RecursionError) as error:
        parser.exit(3, f"could not read or print: {error!a:.200}\n")
    return int(not answer["consistent"] or answer["level"] < asked.level)


if __name__ == "__main__":
    raise SystemExit(main())
