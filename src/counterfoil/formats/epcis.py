"""GS1 EPCIS 2.0 events, in JSON-LD and in XML: object, aggregation, transaction, transformation and association events.

Each event is a document; its id is its CBV 2.0 event hash, so the same event is one document whatever file it came in.
"""

from collections.abc import Iterator

from lxml import etree

from counterfoil.errors import UnreadableError
from counterfoil.formats._epcis_json import event_trees, is_epcis
from counterfoil.formats._event_hash import Node, canonical_value, event_hash, parse_time
from counterfoil.formats._format import BytesFormat, Reading, XmlFormat
from counterfoil.formats._table import decimal
from counterfoil.model import summary as kinds
from counterfoil.model.event import BusinessTransaction, GoodsEvent, QuantityElement, SourceDestination
from counterfoil.model.settings import Limits
from counterfoil.model.summary import EventSummary, Reference

_EPCIS = "urn:epcglobal:epcis:xsd:2"
_QUERY = "urn:epcglobal:epcis-query:xsd:2"
_WRAPPERS = frozenset({"extension", "baseExtension"})
_EXPANSIONS = (("gs1:", "https://gs1.org/voc/"), ("cbv:", "https://ref.gs1.org/cbv/"))
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_DOCUMENTS = {
    "po": kinds.ORDER, "poc": kinds.ORDER_RESPONSE, "desadv": kinds.DESPATCH_ADVICE, "recadv": kinds.RECEIPT_ADVICE,
    "inv": kinds.INVOICE,
}  # fmt: skip


def read_json(data: bytes, limits: Limits) -> Iterator[Reading]:
    """Read the events of a JSON-LD document. UnreadableError where it is no EPCIS or holds no event."""
    yield from _readings(event_trees(data, limits), "epcis-json")


def read_xml(root: etree._Element) -> Iterator[Reading]:
    """Read the events of an EPCIS document or query document in XML. UnreadableError where it holds no event."""
    yield from _readings(xml_trees(root), "epcis-xml")


def xml_trees(root: etree._Element) -> Iterator[Node]:
    """The events in an EPCIS document in XML as trees, without the wrappers that EPCIS 1.2 extended itself by."""
    return (_tree(event) for found in list(root.iter("EventList")) for event in _events_in(found))


EPCIS_JSON = BytesFormat(id="epcis-json", detect=is_epcis, read=read_json)
EPCIS_XML = XmlFormat(
    id="epcis-xml", roots=(f"{{{_EPCIS}}}EPCISDocument", f"{{{_QUERY}}}EPCISQueryDocument"), read=read_xml
)


def _readings(trees: Iterator[Node], format_id: str) -> Iterator[Reading]:
    found = False
    for tree in trees:
        found = True
        digest = event_hash(tree)
        event = _event(tree, digest)
        yield Reading(document=kinds.GOODS_EVENT, format=format_id, model=event, summarise=_summary, identity=digest)
    if not found:
        raise UnreadableError("This EPCIS document holds no event.", "Master data and queries alone are not recorded.")


def _events_in(events: etree._Element) -> Iterator[etree._Element]:
    for child in events:
        if child.tag in _WRAPPERS:
            yield from _events_in(child)
        else:
            yield child


def _tree(element: etree._Element) -> Node:
    attributes = ((str(name), str(value)) for name, value in element.items())
    children: list[Node] = [(name, _expanded(value), []) for name, value in attributes if not name.startswith(_XSI)]
    for child in element:
        tree = _tree(child)
        if child.tag in _WRAPPERS:
            children.extend(tree[2])
        else:
            children.append(tree)
    return (element.tag, _expanded((element.text or "").strip()), children)


def _expanded(text: str) -> str:
    for prefix, uri in _EXPANSIONS:
        if text.startswith(prefix):
            return uri + text[len(prefix) :]
    return text


def _event(tree: Node, digest: bytes) -> GoodsEvent:
    fields: dict[str, list[Node]] = {}
    for child in tree[2]:
        fields.setdefault(child[0], []).append(child)
    declared = [inner for node in fields.get("errorDeclaration", ()) for inner in node[2]]
    persistent = [inner for node in fields.get("persistentDisposition", ()) for inner in node[2]]
    moment = _first(fields, "eventTime")
    recorded = _first(fields, "recordTime")
    return GoodsEvent(
        type=tree[0],
        hash=f"ni:///sha-256;{digest.hex()}?ver=CBV2.0",
        id=_first(fields, "eventID"),
        action=_first(fields, "action"),
        happened=parse_time(moment) if moment else None,
        zone=_first(fields, "eventTimeZoneOffset"),
        recorded=parse_time(recorded) if recorded else None,
        parent=_first(fields, "parentID"),
        epcs=_texts(fields, "epcList"),
        children=_texts(fields, "childEPCs"),
        inputs=_texts(fields, "inputEPCList"),
        outputs=_texts(fields, "outputEPCList"),
        quantities=_quantities(fields, "quantityList"),
        child_quantities=_quantities(fields, "childQuantityList"),
        input_quantities=_quantities(fields, "inputQuantityList"),
        output_quantities=_quantities(fields, "outputQuantityList"),
        transformation=_first(fields, "transformationID"),
        step=_first(fields, "bizStep"),
        disposition=_first(fields, "disposition"),
        persistent_set=tuple(text for name, text, _ in persistent if name == "set"),
        persistent_unset=tuple(text for name, text, _ in persistent if name == "unset"),
        read_point=_place(fields, "readPoint"),
        location=_place(fields, "bizLocation"),
        transactions=tuple(
            BusinessTransaction(id=text.strip(), type=kind) for text, kind in _typed(fields, "bizTransactionList")
        ),
        sources=tuple(SourceDestination(id=text.strip(), type=kind) for text, kind in _typed(fields, "sourceList")),
        destinations=tuple(
            SourceDestination(id=text.strip(), type=kind) for text, kind in _typed(fields, "destinationList")
        ),
        certifications=tuple(node[1].strip() for node in fields.get("certificationInfo", ()) if node[1].strip()),
        corrects=bool(fields.get("errorDeclaration")),
        corrected_by=tuple(
            id[1].strip() for name, _, ids in declared if name == "correctiveEventIDs" for id in ids if id[1].strip()
        )
        or tuple(text.strip() for name, text, _ in declared if name == "correctiveEventIDs" and text.strip()),
        extensions=tuple(sorted(name for name in fields if name.startswith("{"))),
    )


def _summary(event: GoodsEvent) -> EventSummary:
    quantities = (*event.quantities, *event.child_quantities, *event.input_quantities, *event.output_quantities)
    return EventSummary(
        number=event.id,
        event_type=event.type,
        action=event.action,
        happened=event.happened,
        step=_word(event.step),
        disposition=_word(event.disposition),
        read_point=event.read_point,
        location=event.location,
        epcs=(*((event.parent,) if event.parent else ()), *event.epcs, *event.children, *event.inputs, *event.outputs),
        quantities=tuple((one.epc_class, one.quantity, one.unit) for one in quantities),
        sources=tuple(one.id for one in event.sources),
        destinations=tuple(one.id for one in event.destinations),
        references=tuple(
            Reference(document=_DOCUMENTS.get(_word(one.type) or "", "document"), number=one.id)
            for one in event.transactions
            if one.id
        ),
    )


def _word(text: str | None) -> str | None:
    """The bare CBV word of a URI or URN; other URIs stay as they are."""
    if not text:
        return None
    canonical = canonical_value(text)
    for start in ("BizStep-", "Disp-", "BTT-", "SDT-"):
        if canonical.startswith(f"https://ref.gs1.org/cbv/{start}"):
            return canonical.rpartition(start)[2]
    return text


def _first(fields: dict[str, list[Node]], name: str) -> str | None:
    return next((node[1].strip() for node in fields.get(name, ()) if node[1].strip()), None)


def _texts(fields: dict[str, list[Node]], name: str) -> tuple[str, ...]:
    return tuple(inner[1].strip() for node in fields.get(name, ()) for inner in node[2] if inner[1].strip())


def _place(fields: dict[str, list[Node]], name: str) -> str | None:
    places = [inner[1].strip() for node in fields.get(name, ()) for inner in node[2] if inner[0] == "id"]
    return next((place for place in places if place), None)


def _typed(fields: dict[str, list[Node]], name: str) -> Iterator[tuple[str, str | None]]:
    for node in fields.get(name, ()):
        for _, text, attributes in node[2]:
            yield text, next((value.strip() for kind, value, _ in attributes if kind == "type"), None)


def _quantities(fields: dict[str, list[Node]], name: str) -> tuple[QuantityElement, ...]:
    found = []
    for node in fields.get(name, ()):
        for _, _, parts in node[2]:
            given = {part: text.strip() for part, text, _ in parts}
            found.append(
                QuantityElement(
                    epc_class=given.get("epcClass", ""),
                    quantity=decimal(given.get("quantity", "")),
                    unit=given.get("uom") or None,
                )
            )
    return tuple(found)
