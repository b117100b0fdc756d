"""The tables of Peppol's transactions, and the tool that makes them of the artefacts."""

import os
from pathlib import Path

import pytest
from peppol_tables import COLUMNS, PACKAGE, TABLES, table_of

_ARTEFACT = """<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:svrl="http://purl.oclc.org/dsdl/svrl" version="2.0">{}</xsl:stylesheet>"""
_TEMPLATE = '<xsl:template match="{}" mode="M2" priority="1">{}</xsl:template>'
_ASSERT = """<svrl:failed-assert test="{}"><xsl:attribute name="id">{}</xsl:attribute>
    <xsl:attribute name="flag">fatal</xsl:attribute></svrl:failed-assert>"""


def template(context: str, *asserts: tuple[str, str]) -> str:
    return _TEMPLATE.format(context, "".join(_ASSERT.format(test, rule) for rule, test in asserts))


@pytest.mark.parametrize("name", TABLES.values())
def test_a_table_is_whole(name: str) -> None:
    rows = [line.split("\t") for line in (PACKAGE / f"{name}.tsv").read_text(encoding="utf-8").splitlines()]
    assert tuple(rows[0]) == COLUMNS
    assert all(len(row) == len(COLUMNS) for row in rows)
    assert len({row[0] for row in rows}) == len(rows)
    assert all(row[5] for row in rows if row[2] in {"codes", "codes~", "values~"})


@pytest.mark.parametrize("transaction", TABLES)
def test_a_table_is_that_of_the_artefact(transaction: str) -> None:
    """COUNTERFOIL_ARTEFACTS names the folder of downloaded artefacts, as the tool takes them."""
    folder = os.environ.get("COUNTERFOIL_ARTEFACTS")
    if not folder:
        pytest.skip("COUNTERFOIL_ARTEFACTS names no folder of downloaded artefacts")
    text, by_hand = table_of(Path(folder) / f"peppol-{transaction}.xslt", transaction)
    assert text == (PACKAGE / f"{TABLES[transaction]}.tsv").read_text(encoding="utf-8")
    assert by_hand


def test_the_facts_of_an_artefact_become_rows_and_other_rules_are_named(tmp_path: Path) -> None:
    codes = "(some $code in $cl satisfies $code = normalize-space(text()))"
    artefact = tmp_path / "artefact.xslt"
    artefact.write_text(
        _ARTEFACT.format(
            '<xsl:template match="text()" mode="M2"/>'
            + template("/ubl:Order", ("A1", "cbc:ID"), ("A2", "not(@*:schemaLocation)"))
            + template("/ubl:Order/cbc:OrderTypeCode", ("PEPPOL-T01-B00801", codes))
            + template("/ubl:Order/cac:Party", ("A3", "cbc:EndpointID"))
            + template("/ubl:Order/cac:Party/cbc:EndpointID", ("A4", "@schemeID"))
            + template("/ubl:Order/cac:Party/cbc:Name", ("A5", "normalize-space(text()) = 'me'"))
            + template("/ubl:Order/cac:Party/cac:Contact/cbc:Name")
            + template("/ubl:Order/cac:Party/*", ("A6", "false()"))
            + template("/ubl:Order/cac:Party/cbc:Late")
            + template("/ubl:Order/*", ("A7", "false()"))
            + template("cac:Price", ("A8", "false()"))
        ),
        encoding="utf-8",
    )
    text, by_hand = table_of(artefact, "t01")
    assert [line.split("\t")[:6] for line in text.splitlines()[1:]] == [
        ["A1", "fatal", "present", "/", "cbc:ID", ""],
        ["PEPPOL-T01-B00801", "fatal", "codes~", "/cbc:OrderTypeCode", ".", "order-types@peppol-2026.5"],
        ["A3", "fatal", "present", "/cac:Party", "cbc:EndpointID", ""],
        ["A4", "fatal", "present", "/cac:Party/cbc:EndpointID", "@schemeID", ""],
        ["A5", "fatal", "values~", "/cac:Party/cbc:Name", ".", "me"],
        ["A6", "fatal", "closed", "/cac:Party", ".", "cbc:EndpointID cbc:Name"],
        ["A7", "fatal", "closed", "/", ".", "cbc:OrderTypeCode cac:Party"],
    ]
    assert by_hand == {"A2", "A8"}
