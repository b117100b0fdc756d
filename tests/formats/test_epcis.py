"""Goods events: the published event hashes, both syntaxes, and what becomes of broken ones."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.errors import CounterfoilError, LimitError, UnreadableError
from counterfoil.formats import read
from counterfoil.formats._epcis_json import event_trees
from counterfoil.formats._event_hash import canonical_time, canonical_value, event_hash, pre_hash
from counterfoil.formats._gs1_keys import canonical_link, check_digit
from counterfoil.formats._xml import parse
from counterfoil.formats.epcis import xml_trees
from counterfoil.model.event import GoodsEvent
from counterfoil.model.settings import Limits
from counterfoil.model.summary import EventSummary

LIMITS = Limits()
EXAMPLE = "https://ns.example.com/epcis/"
IGNORED = frozenset(
    {
        f"{{{EXAMPLE}}}captureID",
        "{https://repository-x.example.com/}hash",
        f"{{{EXAMPLE}}}testField1",
        f"{{{EXAMPLE}}}testField2",
    }
)
"""The fields that the published hashes of the files named ...IgnoreFields leave out."""


def event(**fields: Any) -> dict[str, Any]:
    """An object event of our own, with other or further fields."""
    return {
        "type": "ObjectEvent",
        "eventTime": "2026-03-10T14:30:00.000Z",
        "eventTimeZoneOffset": "+01:00",
        "epcList": ["urn:epc:id:sscc:4012345.0000000031"],
        "action": "OBSERVE",
        "bizStep": "shipping",
        **fields,
    }


def document(*events: dict[str, Any], **context: str) -> bytes:
    """An EPCIS document of our own in JSON-LD."""
    contexts = ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", context]
    body = {
        "@context": contexts,
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "epcisBody": {"eventList": list(events)},
    }
    return json.dumps(body).encode()


def one(data: bytes) -> GoodsEvent:
    """The only event of a document."""
    (reading,) = read(data, LIMITS)
    assert isinstance(reading.model, GoodsEvent)
    return reading.model


def test_every_published_hash_is_reproduced(corpora: Path) -> None:
    compared = 0
    for expected in sorted((corpora / "documents" / "epcis" / "event-hash").glob("*.hashes")):
        wanted = expected.read_text(encoding="utf-8").split()
        ignored = IGNORED if "IgnoreFields" in expected.name else frozenset()
        for path in (expected.with_suffix(".jsonld"), expected.with_suffix(".xml")):
            if path.exists():
                data = path.read_bytes()
                trees = event_trees(data, LIMITS) if path.suffix == ".jsonld" else xml_trees(parse(data, LIMITS))
                found = [f"ni:///sha-256;{event_hash(tree, ignored).hex()}?ver=CBV2.0" for tree in trees]
                assert found == wanted, path.name
                compared += 1
    assert compared == 39


def test_every_official_event_is_read_and_only_documents_without_one_are_refused(corpora: Path) -> None:
    refused = set()
    for path in sorted((corpora / "documents" / "epcis").rglob("*")):
        if path.suffix in (".jsonld", ".json", ".xml"):
            try:
                readings = list(read(path.read_bytes(), LIMITS))
            except UnreadableError:
                refused.add(path.name)
            else:
                assert readings
                assert all(isinstance(reading.summary, EventSummary) for reading in readings)
                assert all(reading.model.happened is not None for reading in readings), path.name
    # Capture jobs are answers of a server and the others master data: none holds an event.
    assert refused == {
        "CBV-11.4-2020-06-16a.xml",
        "Example-CaptureJobRunning.xml",
        "Example-CaptureJobSuccess.xml",
        "Example-CaptureJobWithErrorFile.xml",
        "Example-CaptureJobWithErrors.xml",
        "Example-masterData.xml",
        "masterdata_all_possible_fields.xml",
    }


def test_an_event_tells_what_where_when_and_for_which_documents() -> None:
    found = one(
        document(
            event(
                disposition="in_transit",
                readPoint={"id": "urn:epc:id:sgln:4012345.00000.0"},
                quantityList=[{"epcClass": "urn:epc:class:lgtin:4012345.012345.L1", "quantity": 2.50, "uom": "KGM"}],
                bizTransactionList=[
                    {"type": "po", "bizTransaction": "urn:epcglobal:cbv:bt:4056789000002:WW-4031"},
                    {"bizTransaction": "urn:epcglobal:cbv:bt:4012345000009:X"},
                ],
                sourceList=[{"type": "owning_party", "source": "urn:epc:id:pgln:4012345.00000"}],
            )
        )
    )
    assert found.happened is not None
    assert found.happened.isoformat() == "2026-03-10T14:30:00+00:00"
    assert str(found.quantities[0].quantity) == "2.5"
    (reading,) = read(document(event(bizTransactionList=[{"type": "po", "bizTransaction": "urn:x:PO-1"}])), LIMITS)
    summary = reading.summary
    assert isinstance(summary, EventSummary)
    assert (summary.step, summary.references[0].document, summary.references[0].number) == (
        "shipping",
        "order",
        "urn:x:PO-1",
    )
    assert reading.identity is not None
    assert reading.identity.hex() in reading.model.hash


def test_the_same_event_has_one_hash_however_it_is_spelled() -> None:
    plain = one(document(event()))
    spelled = event(
        eventTime="2026-03-10T15:30:00+01:00",
        bizStep="urn:epcglobal:cbv:bizstep:shipping",
        epcList=["https://id.gs1.org/00/040123450000000310"],
        recordTime="2026-03-11T00:00:00Z",
        eventID="urn:uuid:1",
    )
    link = canonical_link("urn:epc:id:sscc:4012345.0000000031")
    spelled["epcList"] = [link]
    assert one(document(spelled)).hash == plain.hash
    xml = (
        '<e:EPCISDocument xmlns:e="urn:epcglobal:epcis:xsd:2" schemaVersion="2.0" creationDate="2026-03-10T15:00:00Z">'
        "<EPCISBody><EventList><ObjectEvent><eventTime>2026-03-10T14:30:00Z</eventTime>"
        "<eventTimeZoneOffset>+01:00</eventTimeZoneOffset><epcList><epc>urn:epc:id:sscc:4012345.0000000031</epc></epcList>"
        "<action>OBSERVE</action><bizStep>https://ref.gs1.org/cbv/BizStep-shipping</bizStep></ObjectEvent></EventList>"
        "</EPCISBody></e:EPCISDocument>"
    )
    assert one(xml.encode()).hash == plain.hash


@given(
    st.permutations(["urn:epc:id:sscc:4012345.0000000031", "urn:epc:id:sscc:4012345.0000000032", "urn:x:a", "urn:x:b"])
)
def test_the_order_of_a_list_does_not_matter(epcs: list[str]) -> None:
    assert one(document(event(epcList=epcs))).hash == one(document(event(epcList=sorted(epcs)))).hash


@given(st.sampled_from(["action", "bizStep", "eventTime", "eventTimeZoneOffset"]))
def test_another_value_is_another_hash(field: str) -> None:
    changed = {
        "action": "ADD",
        "bizStep": "receiving",
        "eventTime": "2026-03-10T14:30:00.001Z",
        "eventTimeZoneOffset": "+02:00",
    }
    assert one(document(event(**{field: changed[field]}))).hash != one(document(event())).hash


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("urn:epc:id:sgtin:4012345.011111.9876", "https://id.gs1.org/01/04012345111118/21/9876"),
        ("urn:epc:id:sgln:4012345.00005.0", "https://id.gs1.org/414/4012345000054"),
        ("urn:epc:id:sgln:4012345.00011.987", "https://id.gs1.org/414/4012345000115/254/987"),
        ("urn:epc:id:pgln:4012345.00000", "https://id.gs1.org/417/4012345000009"),
        ("urn:epc:id:grai:4012345.00077.8765", "https://id.gs1.org/8003/040123450007718765"),
        ("urn:epc:class:lgtin:4012345.011111.1234", "https://id.gs1.org/01/04012345111118/10/1234"),
        ("urn:epc:idpat:sgtin:4012345.011111.*", "https://id.gs1.org/01/04012345111118"),
        ("https://example.com/some/gtin/4012345111118/lot/A/ser/B?x=1", "https://id.gs1.org/01/04012345111118/21/B"),
        ("https://example.com/01/04012345111118/22/2A/10/A", "https://id.gs1.org/01/04012345111118/10/A"),
        ("urn:epc:id:sgtin:4012345.11111.9876", None),
        ("https://example.com/hello", None),
        ("urn:uuid:0815", None),
    ],
)
def test_gs1_keys_have_one_spelling(written: str, canonical: str | None) -> None:
    if canonical is not None and "8003" in canonical:
        canonical = f"https://id.gs1.org/8003/0401234500077{check_digit('0401234500077')}8765"
    assert canonical_link(written) == canonical


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("+01.50", "1.5"),
        ("007", "7"),
        ("1e2", "100"),
        ("-0.0", "0"),
        ("4711a", "4711a"),
        ("NaN", "NaN"),
        ("１２", "１２"),
    ],
)
def test_numbers_have_one_spelling(written: str, spelled: str) -> None:
    assert canonical_value(written) == spelled


def test_what_is_no_time_stays_as_it_is() -> None:
    assert canonical_time("yesterday") == "yesterday"
    assert canonical_time("0001-01-01T00:00:00+14:00") == "0001-01-01T00:00:00+14:00"
    assert canonical_time("2026-01-01T00:00:00.9999Z") == "2026-01-01T00:00:01.000Z"


def test_fields_of_a_partner_enter_the_hash_sorted_and_in_full() -> None:
    (tree,) = event_trees(document(event(**{"x:b": "2", "x:a": {"x:c": [3, 1]}}), x=EXAMPLE), LIMITS)
    assert pre_hash(tree).endswith(f"{{{EXAMPLE}}}a{{{EXAMPLE}}}c=1{{{EXAMPLE}}}c=3{{{EXAMPLE}}}b=2")


def test_a_list_of_events_is_read_as_they_are_alone() -> None:
    first, second = event(action="OBSERVE"), event(action="DELETE")
    listed = list(read(json.dumps([first, second]).encode(), LIMITS))
    alone = [reading for each in (first, second) for reading in read(json.dumps(each).encode(), LIMITS)]
    assert len({reading.identity for reading in listed}) == 2
    assert [reading.identity for reading in listed] == [reading.identity for reading in alone]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b'[{"type":"ObjectEvent"}, 5]', "no EPCIS document"),
        (b'[{"type":"ObjectEvent"}]', "no EPCIS document"),
        (b'{"type":"EPCISDocument"', "no valid JSON"),
        (b'{"type":"EPCISDocument"}', "no EPCIS document"),
        (b'{"type":"EPCISDocument","epcisBody":{"eventList":[1]}}', "no event"),
        (b'{"type":"EPCISDocument","epcisBody":{"eventList":[]}}', "no event"),
        (b'{"type":"EPCISDocument","epcisBody":{"eventList":[{"x":NaN}]}}', "no valid JSON"),
        (b'{"type":"EPCISDocument","a":"\xff"}', "no valid JSON"),
        (b'{"type":"EPCISDocument","a":"\\ud800"}', "half of a character"),
    ],
)
def test_a_broken_document_is_refused_with_a_sentence(data: bytes, says: str) -> None:
    with pytest.raises(UnreadableError, match=says):
        list(read(data, LIMITS))


def test_deep_nesting_is_refused_before_it_is_read() -> None:
    with pytest.raises(LimitError, match="nested"):
        list(read(b'{"epcisBody":' + b"[" * 100_000, LIMITS))


Json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [*event(), "readPoint", "sensorElementList", "bizTransactionList", "quantityList", "id", "x:y"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@given(
    st.dictionaries(
        st.sampled_from([*event(), "eventID", "sourceList", "errorDeclaration", "persistentDisposition", "@context"]),
        Json,
    )
)
def test_an_event_of_any_shape_is_read_or_refused(fields: dict[str, Any]) -> None:
    try:
        (reading,) = read(document({**event(), **fields}), LIMITS)
    except CounterfoilError:
        return
    assert reading.model.hash.startswith("ni:///sha-256;")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_json_in_two_byte_letters_is_read_too(encoding: str) -> None:
    event = json.loads(document({"type": "ObjectEvent", "action": "OBSERVE", "bizLocation": {"id": "Größe"}}))
    (plain,) = read(json.dumps(event).encode(), LIMITS)
    for written in (event, [event]):
        (reading,) = read(json.dumps(written, ensure_ascii=False).encode(encoding), LIMITS)
        assert (reading.format, reading.identity) == ("epcis-json", plain.identity)
