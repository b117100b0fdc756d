"""Structure against the official documents and verdicts."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from counterfoil.errors import CounterfoilError
from counterfoil.formats import read
from counterfoil.formats.structure import faults, is_fragment
from counterfoil.model.settings import Limits
from formats.structure_documents import traced
from verdicts import documents, unit_tests

FACTUR_X = "factur-x-"


def judged(corpora: Path) -> Iterator[dict[str, Any]]:
    return (one for one in documents(corpora) if one["xsd_ok"] is not None)


def judged_by_its_profile(verdict: dict[str, Any]) -> bool:
    """Factur-X profiles have schemas of their own, which allow less than CII D16B."""
    return any(layer.startswith(FACTUR_X) for layer in verdict["layers"])


def test_every_official_document_has_the_structure_that_its_schema_says(corpora: Path) -> None:
    seen: Counter[bool] = Counter()
    for verdict in judged(corpora):
        data = (corpora / verdict["file"]).read_bytes()
        if judged_by_its_profile(verdict):
            continue
        for reading in read(data, Limits()):
            assert reading.trace is not None
            assert (faults(reading.trace) == ()) is verdict["xsd_ok"], verdict["file"]
            assert not is_fragment(reading.trace), verdict["file"]
            seen[verdict["xsd_ok"]] += 1
        if not data.startswith(b"%PDF"):
            assert (faults(*traced(data)) == ()) is verdict["xsd_ok"], verdict["file"]
    assert seen[True] > 200
    assert seen[False] == 2


def test_what_a_profile_of_factur_x_allows_cii_allows(corpora: Path) -> None:
    seen = 0
    for verdict in judged(corpora):
        if judged_by_its_profile(verdict) and verdict["xsd_ok"]:
            for reading in read((corpora / verdict["file"]).read_bytes(), Limits()):
                assert reading.trace is not None
                assert faults(reading.trace) == (), verdict["file"]
                seen += 1
    assert seen > 15


def test_official_unit_tests_are_fragments_or_right_but_for_three(corpora: Path) -> None:
    """All 2313 were judged by the schemas outside of the project: 161 right, 2149 fragments, 3 whole with a fault."""
    kinds: Counter[str] = Counter()
    whole_and_wrong = set()
    for unit in unit_tests(corpora):
        id = unit["id"]
        try:
            trace, _ = traced(unit["xml"].encode())
        except CounterfoilError:  # pragma: no cover
            pytest.fail(f"{id} cannot be read")
        right = faults(trace) == ()
        kinds["right" if right else "fragment" if is_fragment(trace) else "wrong"] += 1
        assert not (right and is_fragment(trace))
        if not right and not is_fragment(trace):
            whole_and_wrong.add(id)
    assert kinds == {"right": 161, "fragment": 2149, "wrong": 3}
    assert whole_and_wrong == {
        "rules/unit-UBL-DE/UBL-IN_DE-R-023.xml#2",
        "rules/unit-UBL-DE/UBL-IN_DE-R-024.xml#2",
        "rules/unit-UBL-DE/UBL-IN_DE-R-030.xml#1",
    }
