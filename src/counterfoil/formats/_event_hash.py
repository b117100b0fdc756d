"""The CBV 2.0 event hash (CBV 2.0, 8.9).

A pre-hash string of an event's fields in one order and spelling, then SHA-256.

An event comes as a tree in the shape of EPCIS XML, whatever syntax it was written in: (name, text, children).
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from counterfoil.formats._gs1_keys import canonical_link

Node = tuple[str, str, list["Node"]]
Order = tuple[tuple[str, "Order"], ...]

_QUANTITY: Order = (("quantityElement", (("epcClass", ()), ("quantity", ()), ("uom", ()))),)
_EPC: Order = (("epc", ()),)
_PLACE: Order = (("id", ()),)


def _flat(names: str) -> Order:
    return tuple((name, ()) for name in names.split())


_METADATA = _flat("time startTime endTime deviceID deviceMetadata rawData dataProcessingMethod bizRules")
_REPORT = _flat(
    "type exception deviceID deviceMetadata rawData dataProcessingMethod time microorganism chemicalSubstance value "
    "component stringValue booleanValue hexBinaryValue uriValue minValue maxValue meanValue sDev percRank percValue "
    "uom coordinateReferenceSystem"
)
ORDER: Order = (
    ("eventTime", ()),
    ("eventTimeZoneOffset", ()),
    ("certificationInfo", ()),
    ("parentID", ()),
    ("epcList", _EPC),
    ("inputEPCList", _EPC),
    ("childEPCs", _EPC),
    ("quantityList", _QUANTITY),
    ("childQuantityList", _QUANTITY),
    ("inputQuantityList", _QUANTITY),
    ("outputEPCList", _EPC),
    ("outputQuantityList", _QUANTITY),
    ("action", ()),
    ("transformationID", ()),
    ("bizStep", ()),
    ("disposition", ()),
    ("persistentDisposition", (("set", ()), ("unset", ()))),
    ("readPoint", _PLACE),
    ("bizLocation", _PLACE),
    ("sensorElementList", (("sensorElement", (("sensorMetadata", _METADATA), ("sensorReport", _REPORT))),)),
)
"""The fields in the order in which they enter the hash, with the order of what stands in them.

Business transactions, sources and destinations come behind them, sorted among the fields that the standard does
not name: that is what the published hashes hold, which other programs compare with.
"""

_IGNORED = frozenset({"recordTime", "eventID", "type", "errorDeclaration"})
_SIBLINGS_MIN = 2
_TYPED = frozenset({"bizTransaction", "source", "destination"})
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?").fullmatch
_OLD_VOCABULARY = (
    ("urn:epcglobal:cbv:bizstep:", "https://ref.gs1.org/cbv/BizStep-"),
    ("urn:epcglobal:cbv:disp:", "https://ref.gs1.org/cbv/Disp-"),
    ("urn:epcglobal:cbv:btt:", "https://ref.gs1.org/cbv/BTT-"),
    ("urn:epcglobal:cbv:sdt:", "https://ref.gs1.org/cbv/SDT-"),
    ("urn:epcglobal:cbv:er:", "https://ref.gs1.org/cbv/ER-"),
)


def event_hash(event: Node, ignored: frozenset[str] = frozenset()) -> bytes:
    """The hash of an event, 32 bytes. `ignored` names fields (Clark notation) that partners agreed to leave out."""
    return hashlib.sha256(pre_hash(event, ignored).encode("utf-8", "surrogatepass")).digest()


def pre_hash(event: Node, ignored: frozenset[str] = frozenset()) -> str:
    """The string that is hashed."""
    known, rest = _ordered([child for child in event[2] if child[0] not in ignored], ORDER, whole=True)
    rest = [child for child in rest if child[0] not in _IGNORED]
    return f"eventType={event[0]}{known}{_unordered(rest)}"


def canonical_time(text: str) -> str:
    """A time in UTC with milliseconds; what is no time stays as it is."""
    moment = parse_time(text)
    if moment is None:
        return text
    millis = round(moment.microsecond, -3)
    moment = moment.replace(microsecond=0) + timedelta(microseconds=millis)
    return moment.isoformat(timespec="milliseconds")[:-6] + "Z"


def parse_time(text: str) -> datetime | None:
    """The moment that a text names (ISO 8601), in UTC; without a zone it is taken for UTC. None where it names none."""
    try:
        moment = datetime.fromisoformat(_nine_digits(text))
    except ValueError:
        return None
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        return None


def canonical_value(text: str) -> str:
    """A value in one spelling: web vocabulary for old URNs, plain numbers, canonical Digital Links."""
    for old, new in _OLD_VOCABULARY:
        if text.startswith(old):
            text = new + text[len(old) :]
    if _NUMBER(text):
        return _number(text)
    return canonical_link(text) or text


def _ordered(children: Sequence[Node], order: Order, *, whole: bool = False) -> tuple[str, list[Node]]:
    """The string of the children that the order names, and what is left over of them and of the others.

    Fields of a partner's own within a field of the standard follow there; all else that the standard does not name
    comes behind the `whole` event. A namespace without a final slash, or a field that stands alone, is left over too:
    so the published hashes have it.
    """
    own = [] if whole or len(children) < _SIBLINGS_MIN else [child for child in children if "/}" in child[0]]
    named: dict[str, list[Node]] = {}
    for child in children:
        if child not in own:
            named.setdefault(child[0], []).append(child)
    parts: list[str] = []
    left: list[Node] = []
    for name, inner in order:
        known = [_known(child, inner) for child in named.pop(name, ())]
        parts.extend(sorted(text for text, _ in known))
        left.extend(node for _, node in known if node[2])
    left.extend(child for nodes in named.values() for child in nodes)
    return "".join(parts) + _unordered(own), left


def _known(node: Node, order: Order) -> tuple[str, Node]:
    """A field of the standard with what stands in it, nothing where it is empty.

    And the field with what is left over.
    """
    name, text, children = node
    inner, left = _ordered(children, order) if order else ("", children)
    value = _spelled(name, text)
    return (f"{name}{'=' + value if value else ''}{inner}" if value or inner else ""), (name, text, left)


def _unordered(children: Iterable[Node]) -> str:
    """Fields of no fixed order, sorted by what they come to."""
    return "".join(sorted(_strange(child) for child in children))


def _strange(node: Node) -> str:
    name, text, children = node
    return _typed(node) if name in _TYPED else _named(name, text) + _unordered(children)


def _typed(node: Node) -> str:
    """A business transaction, source or destination: first its type, then itself."""
    name, text, children = node
    kinds = "".join(f"type={canonical_value(value.strip())}" for kind, value, _ in children if kind == "type")
    return kinds + _named(name, text) + _unordered([child for child in children if child[0] != "type"])


def _named(name: str, text: str) -> str:
    value = _spelled(name, text)
    return f"{name}={value}" if value else name


def _spelled(name: str, text: str) -> str:
    text = text.strip()
    if not text:
        return ""
    lower = name.lower()
    if "time" in lower and "offset" not in lower:
        return canonical_time(text)
    return canonical_value(text)


def _number(text: str) -> str:
    """A number as the published hashes spell it: as a double, so that long ones lose digits.

    Whole ones without a point.
    """
    number = float(text)
    return str(int(number)) if number.is_integer() else repr(number)


def _nine_digits(text: str) -> str:
    """Python reads at most six digits of a second.

    Further ones only matter for rounding, and never reach a millisecond.
    """
    return re.sub(r"(\.[0-9]{6})[0-9]+", r"\1", text.strip())
