"""What field 86 of an MT940 statement says, in the dialects that banks write it in.

German and Polish banks number subfields after a three-digit business transaction code (GVC, "166?00…?20…?32…", of the
German Banking Industry Committee); their purpose carries SEPA keywords ("EREF+…SVWZ+…"). Dutch and other banks write
code words between slashes ("/EREF/…//CNTP/…///REMI/USTD//…/"). The others write plain text, some with labels in it.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from counterfoil.formats._table import decimal
from counterfoil.model._base import Model
from counterfoil.model.statement import CreditorReference
from counterfoil.model.values import Amount, Number

_LINE_WIDTH = 65
_TAG_WIDTH = len(":86:")
"""Banks count the tag as part of the first line, or do not."""
_SLASHED_LINE_WIDTH_MIN = 60
"""Code words are written on to the end of the line; banks count that differently."""
_SUBFIELD_WIDTH = 27
_SEAM = "\x1f"
"""Stands in a text where a number meets something at a break: a blank may have fallen away there. No file has it."""

_NUMBERED = re.compile(r"\s*([0-9]{3}|(?=\?[0236][0-9][^?]+\?[0236][0-9]))([?>~<^|!*'])(?=[0-9]{2})")
"""The code may be missing where what follows can be nothing else than subfields."""
_KEYWORDS = "EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC|PURP|RREF|MDAT|SQTP|ORCR|ORMR|DDAT"
_KEYWORD_PLUS = re.compile(rf"({_KEYWORDS}) ?\+")
_KEYWORD_COLON = re.compile(rf"(?<![^\s])({_KEYWORDS}): ?")
_TEXT_KEYWORDS = ("SVWZ", "ABWA", "ABWE")
"""Keywords with a free text, which runs on where a subfield is not full; an identifier ends there."""

_CODE_WORDS = (
    "ADDR|BENM|BIC|BUSP|CDTRREF|CDTRREFTP|CHGS|CHRG|CNTP|CREF|CSID|EREF|EXCH|IBAN|INIT|IREF|ISDT|MARF|NAME|NRTX|OCMT|"
    "ORDP|PREF|PURP|RCMT|REMI|RREF|RTRN|SUBF|SVCL|TRCD|TRTP|ULTB|ULTC|ULTD"
)
_SLASHED = re.compile(rf"/({_CODE_WORDS})/")
_MONEY = re.compile(r"([A-Z]{3})? ?([0-9][0-9.,]*)(?: ?([A-Z]{3}))?")
_RATE = re.compile(r"[0-9]+[.,][0-9]+")

_LABELS = re.compile(
    r"(?:^|(?<=[\s/;,]))(IBAN|REK|Z RACH\.|NA RACH\.|NAAM|Naam|NAME|OD|DLA|KENMERK|Kenmerk|MACHTIGING|Machtiging|"
    r"BIC|OMSCHRIJVING|Omschrijving|TYT\.|TNR|INCASSANT|Incassant|REMIT|EREF|MREF): ?"
)
_LABEL_FIELDS = {
    "IBAN": "account",
    "REK": "account",
    "Z RACH.": "account",
    "NA RACH.": "account",
    "NAAM": "name",
    "NAME": "name",
    "OD": "name",
    "DLA": "name",
    "KENMERK": "end_to_end",
    "EREF": "end_to_end",
    "MACHTIGING": "mandate",
    "MREF": "mandate",
    "INCASSANT": "creditor_id",
    "BIC": "bank",
}

IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")


class Information(Model):
    """What one field 86 says of a transaction."""

    fields: tuple[tuple[str, str], ...] = ()
    texts: tuple[str, ...] = ()
    end_to_end: str | None = None
    customer: str | None = None
    mandate: str | None = None
    creditor_id: str | None = None
    name: str | None = None
    account: str | None = None
    bank: str | None = None
    """BIC or national bank code."""
    ultimate: str | None = None
    purpose: str | None = None
    business_code: str | None = None
    posting_text: str | None = None
    prima_nota: str | None = None
    extension: str | None = None
    """Text key extension: the reason, where the payment came back."""
    return_reason: str | None = None
    creditor_reference: CreditorReference | None = None
    instructed: Amount | None = None
    charges: Amount | None = None
    rate: Number | None = None


def read_information(lines: Sequence[str]) -> Information:
    """Read the lines of one field 86 as they came, trailing blanks included.

    A text that is broken over lines or subfields is put together: a full one runs on into the next. Where a number
    stands at such a break, the text comes twice, with and without a blank there.
    """
    joined = "".join(lines)
    if match := _NUMBERED.match(joined):
        return _numbered(joined, match)
    fields = tuple(("", line) for line in lines)
    text = _put_together(lines, [len(line) >= _SLASHED_LINE_WIDTH_MIN for line in lines])[0]
    if _SLASHED.match(text.lstrip()) or "/REMI/" in text:
        return _slashed(text, fields)
    full = [len(line) >= _LINE_WIDTH for line in lines]
    full[:1] = [len(line) in (_LINE_WIDTH, _LINE_WIDTH - _TAG_WIDTH) for line in lines[:1]]
    return _plain(_put_together(lines, full)[0], fields)


def _put_together(pieces: Sequence[str], full: Sequence[bool]) -> tuple[str, list[int]]:
    """Join pieces: a full one runs on, after another there is a blank. Gives where pieces began after a blank, too."""
    text, breaks = "", []
    for index, piece in enumerate(pieces):
        if index and not full[index - 1]:
            text += " "
            breaks.append(len(text))
        elif text[-1:].isalnum() and piece[:1].isalnum() and (text[-1:].isdigit() or piece[:1].isdigit()):
            text += _SEAM
        text += piece
    return text, breaks


def amount_of(written: str) -> Amount | None:
    """An amount such as "EUR12,34", "1.234,50 EUR" or "EUR 1234.5"; the currency may be missing. None where none is."""
    match = _MONEY.search(written.replace(_SEAM, ""))
    if match is None:
        return None
    plain = match[2].replace(".", "").replace(",", ".") if "," in match[2] else match[2]
    return Amount(value=decimal(plain), currency=match[1] or match[3], written=match[2])


# ---------------------------------------------------------------------------------------------------------------------
# Numbered subfields
# ---------------------------------------------------------------------------------------------------------------------


def _numbered(joined: str, match: re.Match[str]) -> Information:
    fields = tuple(_subfields(joined[match.end(2) :], match[2]))
    first: dict[str, str] = {}
    for code, text in fields:
        first.setdefault(code, text)
    values = _purpose(*_purpose_text(fields))
    values.setdefault("account", _clean(first.get("38", "")) or _clean(first.get("31", "")))
    values.setdefault("bank", _clean(first.get("30", "")))
    names = [text for code, text in fields if code in ("32", "33")]
    return Information(
        fields=fields,
        name=_clean(_put_together(names, _full(names))[0]),
        business_code=match[1] or None,
        posting_text=_clean(first.get("00", "")),
        prima_nota=_clean(first.get("10", "")),
        extension=_clean(first.get("34", "")),
        **values,
    )


def _subfields(text: str, separator: str) -> Iterator[tuple[str, str]]:
    """(code, text) of each subfield; a separator that no code follows is part of the text."""
    code, content = "", ""
    for part in text.split(separator):
        if len(part) >= 2 and part[:2].isascii() and part[:2].isdigit():
            if code:
                yield code, content
            code, content = part[:2], part[2:]
        else:
            content += separator + part
    if code:
        yield code, content


def _full(pieces: Sequence[str]) -> list[bool]:
    """Which subfields are full. Their width is 27; some banks write longer ones."""
    return [len(piece) >= _SUBFIELD_WIDTH for piece in pieces]


def _purpose_text(fields: Sequence[tuple[str, str]]) -> tuple[str, list[int]]:
    """Subfields 20 to 29, which 60 to 65 continue where they are used up; else these begin anew."""
    first = [text for code, text in fields if code[0] == "2"]
    more = [text for code, text in fields if "60" <= code <= "65"]
    full = _full(first + more)
    if first and not any(code == "29" for code, _ in fields):
        full[len(first) - 1] = False
    return _put_together(first + more, full)


def _purpose(text: str, breaks: Sequence[int]) -> dict[str, Any]:
    """What the purpose says: the values of its SEPA keywords, and the free texts around and in them."""
    keyword = _KEYWORD_PLUS if _KEYWORD_PLUS.search(text) else _KEYWORD_COLON
    found = list(keyword.finditer(text))
    if not found:
        return {"texts": _texts([text])}
    told: dict[str, str] = {}
    texts = [text[: found[0].start()]]
    for match, end in zip(found, [one.start() for one in found[1:]] + [len(text)], strict=True):
        cut = end
        if match[1] not in _TEXT_KEYWORDS:
            cut = next((place for place in breaks if match.end() < place < end), end)
        value = _clean(text[match.end() : cut])
        if match[1] == "SVWZ":
            texts.append(text[match.end() : cut])
        elif value:
            told.setdefault(match[1], value)
        texts.append(text[cut:end])
    return {"texts": _texts(texts), **_keyword_values(told)}


def _keyword_values(told: dict[str, str]) -> dict[str, Any]:
    fields = {
        "EREF": "end_to_end",
        "KREF": "customer",
        "MREF": "mandate",
        "CRED": "creditor_id",
        "PURP": "purpose",
        "IBAN": "account",
        "BIC": "bank",
        "ABWA": "ultimate",
    }
    values: dict[str, Any] = {field: told[word] for word, field in fields.items() if word in told}
    if "ABWE" in told:
        values.setdefault("ultimate", told["ABWE"])
    for word, field in (("OAMT", "instructed"), ("COAM", "charges")):
        if word in told and (amount := amount_of(told[word])):
            values[field] = amount
    return values


def _texts(texts: Sequence[str]) -> tuple[str, ...]:
    found = (clean for text in texts for clean in (_clean(text), _clean(text.replace(_SEAM, " "))) if clean)
    return tuple(dict.fromkeys(found))


def _clean(text: str) -> str | None:
    """Without seams, doubled blanks and blanks around it; None where nothing is left."""
    return " ".join(text.replace(_SEAM, "").split()) or None


# ---------------------------------------------------------------------------------------------------------------------
# Code words between slashes
# ---------------------------------------------------------------------------------------------------------------------


def _slashed(text: str, fields: tuple[tuple[str, str], ...]) -> Information:
    values: dict[str, Any] = {}
    found = list(_SLASHED.finditer(text))
    texts = [text[: found[0].start()]]
    whose = "name"
    for word, value in _values(found, text):
        if word in _WHOSE:
            whose = _WHOSE[word]
        if word == "NAME":
            _put(values, whose, value)
        elif word == "REMI":
            _remitted(values, texts, value)
        elif word == "CNTP":
            _other_side(values, value)
        elif word in _SLASHED_FIELDS:
            _put(values, _SLASHED_FIELDS[word], value)
        elif word in ("OCMT", "RCMT", "CHGS", "CHRG"):
            if amount := amount_of(value):
                values.setdefault("charges" if word.startswith("CH") else "instructed", amount)
        elif word == "EXCH" and (number := _RATE.search(value.replace(_SEAM, ""))):
            values.setdefault("rate", Number(value=decimal(number[0].replace(",", ".")), written=number[0]))
        elif word == "CDTRREF" and (reference := _bare(value)):
            values.setdefault("creditor_reference", CreditorReference(type="SCOR", reference=reference))
    return Information(fields=fields, texts=_texts(texts), **values)


_WHOSE = {"BENM": "name", "ORDP": "name", "ULTD": "ultimate", "ULTC": "ultimate", "ULTB": "ultimate", "INIT": ""}
_SLASHED_FIELDS = {
    "EREF": "end_to_end",
    "PREF": "customer",
    "MARF": "mandate",
    "CSID": "creditor_id",
    "IBAN": "account",
    "BIC": "bank",
    "PURP": "purpose",
    "TRTP": "posting_text",
    "RTRN": "return_reason",
}


def _values(found: Sequence[re.Match[str]], text: str) -> Iterator[tuple[str, str]]:
    """Each word that was found, with the text up to the next."""
    ends = [match.start() for match in found[1:]] + [len(text)]
    return ((match[1], text[match.end() : end]) for match, end in zip(found, ends, strict=False))


def _bare(value: str) -> str | None:
    return _clean(value.strip("/ "))


def _put(values: dict[str, Any], field: str, value: str) -> None:
    bare = _bare(value.removeprefix("/CD/") if field == "purpose" else value)
    if field and bare:
        values.setdefault(field, bare)


def _remitted(values: dict[str, Any], texts: list[str], value: str) -> None:
    """Remittance: "USTD//text", "STRD/CUR/reference", "STRD/ISO/RF…", or a plain text."""
    if value.startswith("STRD/"):
        kind, _, reference = value.removeprefix("STRD/").strip("/").partition("/")
        if reference:
            values.setdefault(
                "creditor_reference", CreditorReference(type="SCOR", issuer=kind, reference=_clean(reference))
            )
        return
    texts.append(value.removeprefix("USTD//").strip("/ "))


def _other_side(values: dict[str, Any], value: str) -> None:
    """Account, BIC, name and city of the other side, between slashes."""
    for field, part in zip(("account", "bank", "name"), value.split("/"), strict=False):
        _put(values, field, part)


# ---------------------------------------------------------------------------------------------------------------------
# Plain text
# ---------------------------------------------------------------------------------------------------------------------


def _plain(text: str, fields: tuple[tuple[str, str], ...]) -> Information:
    """A plain text stays whole; account, name and references are read from the labels that some banks set in it."""
    values: dict[str, Any] = {}
    found = list(_LABELS.finditer(text))
    for label, written in _values(found, text):
        field = _LABEL_FIELDS.get(label.upper())
        value = _clean(written.strip(" /;,"))
        if field and value:
            values.setdefault(field, value)
    if "account" in values:
        values["account"] = "".join(values["account"].split()[:1])
    return Information(fields=fields, texts=_texts([text]), **values)
