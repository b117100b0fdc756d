"""Takes the facts out of the downloaded Factur-X artefacts: which elements may stand where, and which rule is whose.

    tools/factur_x_tables.py FOLDER

FOLDER holds the compiled artefacts as `factur-x-minimum.xslt` … It writes two tables beside the rules: `structure.tsv`
(the generated rules: how often an element stands somewhere, what is not used there, where a list of codes counts) and
`business.tsv` (the profiles, severity and business terms of every other rule).
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lxml import etree

TARGET = Path(__file__).resolve().parent.parent / "src" / "counterfoil" / "rules" / "factur_x"
PROFILES = ("minimum", "basicwl", "basic", "en16931", "extended")
"""In the order in which each holds more than the one before."""
ROOT = "/rsm:CrossIndustryInvoice"
NO_ID = "(no id)"

XSL = "{http://www.w3.org/1999/XSL/Transform}"
SVRL = "{http://purl.oclc.org/dsdl/svrl}"

VARIANTS = {
    'ram:ID/@schemeID="VA"': "VA",
    'ram:ID/@schemeID="FC"': "FC",
    'ram:ChargeIndicator/udt:Indicator="false"': "allowance",
    'ram:ChargeIndicator/udt:Indicator="true"': "charge",
    'ram:TypeCode="916"': "916",
    'ram:TypeCode="50"': "50",
    'ram:TypeCode="130"': "130",
    '@listID="5153"': "5153",
    "not(@listID)": "unlisted",
    "InvoiceCurrencyCode": "invoice-currency",
    "TaxCurrencyCode": "tax-currency",
}
"""By the condition on an element: the variant that the rules know it as (`rules/factur_x/_variants.py`)."""

STEP = re.compile(r"([\w:]+)((?:\[(?:[^\[\]]|\[[^\]]*\])*\])?)")
TERM = re.compile(r"\bB[TG]-\d+\b")


class Row(NamedTuple):
    """A generated rule, without the profiles that it is in."""

    rule: str
    kind: str
    context: str
    target: str
    value: str


class Business(NamedTuple):
    """What is told of any other rule."""

    severity: str
    terms: tuple[str, ...]


def main() -> int:
    """Write the tables; 1 where an artefact is missing or something in it is not understood."""
    folder = Path(sys.argv[1])
    structure: dict[Row, list[str]] = {}
    business: dict[str, tuple[Business, list[str]]] = {}
    for profile in PROFILES:
        for rule, flag, context, test, text in _asserts(folder / f"factur-x-{profile}.xslt"):
            if rule.startswith(("FX-SCH-A", NO_ID)):
                profiles = structure.setdefault(_row(rule, context, test), [])
            else:
                told = Business(flag or "fatal", tuple(dict.fromkeys(TERM.findall(text))))
                profiles = business.setdefault(rule, (told, []))[1]
            if profile not in profiles:
                profiles.append(profile)
    _write("structure.tsv", (*Row._fields, "profiles"), _structure_rows(structure))
    _write(
        "business.tsv",
        ("rule", "severity", "terms", "profiles"),
        sorted((rule, told.severity, " ".join(told.terms), " ".join(of)) for rule, (told, of) in business.items()),
    )
    return 0


def _asserts(path: Path) -> Iterator[tuple[str, str, str, str, str]]:
    """Each assertion and report: id, flag, context, test and text; a test that must not hold begins with "report"."""
    for template in etree.parse(path).getroot().iterfind(f"{XSL}template[@match][@priority]"):
        variables = {each.get("name", ""): each.get("select", "") for each in template.iter(f"{XSL}variable")}
        for element in template.iter(f"{SVRL}failed-assert", f"{SVRL}successful-report"):
            yield (
                (element.findtext(f"{XSL}attribute[@name='id']") or NO_ID).strip(),
                (element.findtext(f"{XSL}attribute[@name='flag']") or "").strip(),
                " ".join(template.get("match", "").split()),
                _test(element, variables),
                str(element.xpath("normalize-space(svrl:text)", namespaces={"svrl": SVRL[1:-1]})),
            )


def _test(element: etree._Element, variables: dict[str, str]) -> str:
    """What is asked before a message is written, with the values of the variables in it."""
    report = element.tag == f"{SVRL}successful-report"
    path = "string(../@test)" if report else "string(../../xsl:when/@test)"
    test = " ".join(str(element.xpath(path, namespaces={"xsl": XSL[1:-1]})).split())
    for name, value in variables.items():
        test = re.sub(rf"\${name}\b", value, test)
    return f"report {test}" if report else test


def _row(rule: str, context: str, test: str) -> Row:
    """The row of a generated rule. ValueError for a form that is not known."""
    place = _steps(context.removeprefix(ROOT)) or "/"
    if match := re.fullmatch(r"count\((.+)\)\s*(=|<=|>=)\s*(\d+)", test):
        kind = {"=": "exactly", "<=": "most", ">=": "least"}[match[2]]
        return Row(rule, kind, place, _steps(match[1]), match[3])
    if re.fullmatch(r"@\w+", test):
        return Row(rule, "required", place, test, "")
    if match := re.fullmatch(r"report (@\w+|true\(\))", test):
        return Row(rule, "unused", place, match[1] if match[1].startswith("@") else ".", "")
    if match := re.fullmatch(r"string-length\((.+?)\)=0 or document\(.*\)/codedb/cl\[@id=\d+\]/enumeration.*", test):
        return Row(rule, "codes", place, match[1], "")
    raise ValueError(f"{rule}: {test}")


def _steps(path: str) -> str:
    """A path with the conditions on its steps as names of variants."""
    return "/".join(
        step + (f"{{{_variant(condition)}}}" if condition else "") for step, condition in STEP.findall(path)
    ).join(("/" if path.startswith("/") else "", ""))


def _variant(condition: str) -> str:
    """The name of a variant; one that begins with what it is not is any other."""
    inner = re.sub(r"\s+", "", condition[1:-1])
    if "and" in inner:
        return "other"
    if match := re.fullmatch(r"@currencyID=.*ram:(\w+)", inner):
        return VARIANTS[match[1]]
    return VARIANTS[inner]


def _structure_rows(structure: dict[Row, list[str]]) -> list[tuple[str, ...]]:
    """In the order of their contexts, and there in that of their ids."""
    ordered = sorted(structure.items(), key=lambda entry: (entry[0].context, entry[0]))
    return [(*row, " ".join(profiles)) for row, profiles in ordered]


def _write(name: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    lines = ("\t".join(columns), *("\t".join(row) for row in rows))
    (TARGET / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{name}: {len(rows)} rows")


if __name__ == "__main__":
    sys.exit(main())
