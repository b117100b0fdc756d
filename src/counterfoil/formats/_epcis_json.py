"""EPCIS 2.0 events in JSON-LD as trees in the shape of EPCIS XML.

Contexts are never fetched: only prefixes written in the document count.
"""

import codecs
import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from counterfoil.errors import LimitError, UnreadableError
from counterfoil.formats._event_hash import Node
from counterfoil.model.settings import Limits

_CBV, _GS1 = "https://ref.gs1.org/cbv/", "https://gs1.org/voc/"
_PREFIXES = {"gs1": _GS1, "cbv": _CBV}
_COMMENTS = frozenset({"rdfs:comment", "comment", "@context", "isA"})
_LISTS = {
    "epcList": "epc", "inputEPCList": "epc", "outputEPCList": "epc", "childEPCs": "epc",
    "quantityList": "quantityElement", "childQuantityList": "quantityElement",
    "inputQuantityList": "quantityElement", "outputQuantityList": "quantityElement",
    "sensorElementList": "sensorElement", "bizTransactionList": "bizTransaction",
    "sourceList": "source", "destinationList": "destination",
}  # fmt: skip
_TYPED = {
    "bizTransactionList": ("bizTransaction", "BTT-"),
    "sourceList": ("source", "SDT-"),
    "destinationList": ("destination", "SDT-"),
}
# Bare words of the standard vocabularies, by the field that they stand in.
_WORDS = {
    "bizStep": f"{_CBV}BizStep-",
    "disposition": f"{_CBV}Disp-",
    "set": f"{_CBV}Disp-",
    "unset": f"{_CBV}Disp-",
    "component": f"{_CBV}Comp-",
}
_REPORT_WORDS = {"type": _GS1, "exception": _GS1, "component": f"{_CBV}Comp-"}
_BARE = re.compile("[A-Za-z0-9_-]+").fullmatch


def event_trees(data: bytes, limits: Limits) -> Iterator[Node]:
    """The events of an EPCIS document, query document or single event, or of a list of these.

    UnreadableError where it is none of these.
    """
    for document in _decoded(_in_utf_8(data), limits):
        events, contexts = _events(document)
        for event in events:
            yield _event(event, _prefixes([*contexts, event.get("@context")]))


def is_epcis(data: bytes) -> bool:
    """Does it begin as a JSON object, or a list of them, and speak of EPCIS?"""
    start = _in_utf_8(data[:65536]).lstrip(b" \t\r\n")
    return start.startswith((b"{", b"[")) and (b"EPCIS" in start or b"epcis" in start or _EVENT(start) is not None)


def _in_utf_8(data: bytes) -> bytes:
    """JSON between systems is UTF-8 (RFC 8259, 8.1); some write UTF-16, with a mark of its order or without."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif data[:2] in _TWO_BYTES:
        encoding = _TWO_BYTES[data[:2]]
    else:
        return data.removeprefix(codecs.BOM_UTF8)
    return data.decode(encoding, "replace").encode()


_TWO_BYTES = {b"{\0": "utf-16-le", b"[\0": "utf-16-le", b"\0{": "utf-16-be", b"\0[": "utf-16-be"}
_HALF_PAIR = re.compile(rb"\\u[dD][89a-fA-F]").search
"""An escape that may be half of a surrogate pair, which is no character and cannot be recorded."""
_EVENT = re.compile(rb'"(?:Object|Aggregation|Transaction|Transformation|Association)Event"').search


def _decoded(data: bytes, limits: Limits) -> list[dict[str, Any]]:
    if _depth(data) > limits.depth_max:
        raise LimitError(
            f"Its JSON is nested more than {limits.depth_max} deep.",
            "Raise depth_max in counterfoil.toml if you trust it.",
        )
    try:
        document = _numbers_as_written(data)
    except UnicodeEncodeError as error:
        half = error.object[error.start].encode("ascii", "backslashreplace").decode("ascii")
        raise UnreadableError(
            f"Its JSON holds half of a character ({half}), which is none.", "Ask the sender for an undamaged copy."
        ) from None
    except (ValueError, RecursionError, msgspec.MsgspecError) as error:
        raise UnreadableError(f"This is no valid JSON: {error}.", "Ask the sender for an undamaged copy.") from None
    documents: list[Any] = document if isinstance(document, list) else [document]
    if not all(isinstance(one, dict) for one in documents):
        raise UnreadableError("This JSON is no EPCIS document.", "It must be an object with an epcisBody or an event.")
    return documents


def _numbers_as_written(data: bytes) -> Any:
    import json

    def refuse(word: str) -> Any:
        raise ValueError(f"{word} is no JSON number")

    document = json.loads(data.decode("utf-8"), parse_float=str, parse_int=str, parse_constant=refuse)
    if _HALF_PAIR(data):
        json.dumps(document, ensure_ascii=False).encode()
    return document


def _depth(data: bytes) -> int:
    """How deep brackets are nested, strings left out; cheap, and before anything recursive sees it."""
    depth = most = 0
    for mark in re.finditer(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', data, re.DOTALL):
        first = mark[0][:1]
        if first in b"[{":
            depth += 1
            most = max(most, depth)
        elif first in b"]}":
            depth -= 1
    return most


def _events(document: Mapping[str, Any]) -> tuple[list[Mapping[str, Any]], list[Any]]:
    body = document.get("epcisBody")
    contexts = [document.get("@context")]
    if body is None and "eventTime" in document:
        return [document], []
    if not isinstance(body, dict):
        raise UnreadableError("This JSON is no EPCIS document.", "It has neither an epcisBody nor an eventTime.")
    results = body.get("queryResults")
    if isinstance(results, dict) and isinstance(results.get("resultsBody"), dict):
        body = results["resultsBody"]
    events: Any = body.get("eventList", body.get("event", []))
    events = [events] if isinstance(events, dict) else events
    if not isinstance(events, list) or not all(isinstance(event, dict) for event in events):
        raise UnreadableError("Its eventList holds something that is no event.", "Ask the sender for a valid document.")
    return events, contexts


def _prefixes(contexts: list[Any]) -> dict[str, str]:
    """The prefixes that the document defines; an address of a context stands for itself, since it is never fetched."""
    prefixes = dict(_PREFIXES)
    for context in contexts:
        for part in context if isinstance(context, list) else [context]:
            if isinstance(part, dict):
                prefixes |= {name: uri for name, uri in part.items() if isinstance(uri, str)}
    return prefixes


def _event(event: Mapping[str, Any], prefixes: dict[str, str]) -> Node:
    children = [child for name, value in event.items() for child in _field(name, value, prefixes)]
    return (_text(event.get("type", ""), prefixes), "", children)


def _field(name: str, value: Any, prefixes: dict[str, str]) -> Iterator[Node]:
    if name in _COMMENTS or name.startswith("@"):
        return
    if name in _TYPED:
        yield (name, "", [_typed(name, one, prefixes) for one in _listed(value) if isinstance(one, dict)])
    elif name in _LISTS:
        yield (name, "", [_element(_LISTS[name], one, prefixes) for one in _listed(value)])
    else:
        full = _expanded_name(name, prefixes)
        yield from (_element(full, one, prefixes) for one in _listed(value))


def _element(name: str, value: Any, prefixes: dict[str, str]) -> Node:
    if isinstance(value, dict):
        words = _REPORT_WORDS if name == "sensorReport" else {}
        children = [child for key, one in value.items() for child in _field(key, one, prefixes)]
        return (
            name,
            _text(value.get("#text", ""), prefixes),
            [_worded(child, words) for child in children if child[0] != "#text"],
        )
    if isinstance(value, list):
        return (name, "", [_element(name, one, prefixes) for one in value])
    return _worded((name, _text(value, prefixes), []), _WORDS)


def _worded(node: Node, words: Mapping[str, str]) -> Node:
    name, text, children = node
    return (name, words[name] + text, children) if name in words and _BARE(text) else node


def _typed(name: str, value: Mapping[str, Any], prefixes: dict[str, str]) -> Node:
    """A business transaction, source or destination: its own value, with its type as an attribute."""
    own, words = _TYPED[name]
    kind = _text(value.get("type", ""), prefixes)
    kind = _CBV + words + kind if _BARE(kind) else kind
    rest = [child for key, one in value.items() if key not in (own, "type") for child in _field(key, one, prefixes)]
    return (own, _text(value.get(own, ""), prefixes), ([("type", kind, [])] if kind else []) + rest)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _text(value: Any, prefixes: dict[str, str]) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    prefix, colon, rest = text.partition(":")
    return prefixes[prefix] + rest if colon and prefix in prefixes and not rest.startswith("//") else text


def _expanded_name(name: str, prefixes: dict[str, str]) -> str:
    prefix, colon, rest = name.partition(":")
    return f"{{{prefixes[prefix]}}}{rest}" if colon and prefix in prefixes else name
