"""A first mapping for a table, guessed from its header and cells, with a remark on each column to judge it by."""

from collections.abc import Sequence

from counterfoil.errors import UnreadableError
from counterfoil.formats._format import Reading
from counterfoil.formats.table.assign import GIVEN_BACK, Assigned, assign, is_line_table, kind_of_table
from counterfoil.formats.table.cells import Cell, text
from counterfoil.formats.table.code_pages import code_page
from counterfoil.formats.table.delimited import Row
from counterfoil.formats.table.languages import KINDS, UNITS
from counterfoil.formats.table.mapping import AS_WRITTEN, CREDIT_NOTE_WHERE_NEGATIVE, Column, Mapping
from counterfoil.formats.table.plan import SKIP, columns_of, is_nameless
from counterfoil.formats.table.postings import with_postings
from counterfoil.formats.table.profile import DATE_FORMATS, Profile, pick_style, profile
from counterfoil.formats.table.reading import Fit, Table, Unread, read_rows
from counterfoil.formats.table.sides import Meanings, with_side
from counterfoil.formats.table.sums import sums_up
from counterfoil.formats.table.synonyms import plain_header, synonyms
from counterfoil.formats.table.terms import DAY, DOCUMENT, FAMILY, NUMBER, TERMS, TRADE, term_of
from counterfoil.model import summary as kinds
from counterfoil.model._base import Model

_HEADER_ROWS = 40
_FEW = 0.1
"""The share of documents whose rows may contradict each other by mistake."""


class Guess(Model, gc=True):
    """A mapping with what speaks for it."""

    mapping: Mapping
    remarks: dict[str, str]
    """For each column that is mapped: samples and how sure its term is."""
    unmapped: dict[str, str]
    """Columns that are left out, with samples."""
    trial: tuple[str, ...]
    """What reading the first rows by it gave, in sentences."""


def guess(table: Table) -> Guess:
    """Guess how a table is to be read. Raises UnreadableError where it has no header that could be told."""
    best: tuple[int, int, list[Row]] | None = None
    skeleton = _skeleton(table)
    for part in range(len(table.parts())):
        rows = table.sample(part, skeleton)
        found = _header(rows)
        if found is not None and (best is None or found[1] > best[1] + 3):
            best = (part, found[1], rows)
    if best is None:
        raise UnreadableError(
            "It has no row that could be the names of columns.",
            "Export the table with a header, or write a mapping by hand.",
        )
    part, _, rows = best
    return _guess(table, part, skeleton, rows)


def _guess(table: Table, part: int, skeleton: Mapping, rows: list[Row]) -> Guess:
    header = (_header(rows) or (0, 0))[0]
    columns = columns_of(next(cells for number, cells in rows if number == header))
    body = [cells for number, cells in rows if number > header and any(map(text, cells)) and not sums_up(cells)]
    profiles = [profile(name, place, body) for place, name in enumerate(columns) if not is_nameless(name, place)]
    document = kind_of_table(profiles)
    assigned = assign(document, profiles)
    journal = with_postings(document, assigned, profiles, body)
    sides = journal.meanings if journal else with_side(document, assigned, profiles, _us(document, assigned))
    decimal, thousands = pick_style(profiles)
    used = [one for one in profiles if one.header in assigned]
    dates, doubt = _dates(used, assigned, decimal)
    _follow_rows(document, assigned, profiles, journal.documents if journal else body)
    _turn_signs(document, assigned, profiles, body)
    used = [one for one in used if one.header in assigned]
    mapping = Mapping(
        name="the guess",
        document=document,
        columns=tuple(Column(header=one.header, terms=assigned[one.header].terms) for one in used),
        values=tuple(_values(document, assigned, used, sides)),
        delimiter=skeleton.delimiter,
        encoding=skeleton.encoding,
        decimal=decimal,
        thousands=thousands,
        dates=dates,
        year_begins_at=_year_begins(rows, header, dates),
        header=None if header == 1 else header,
        sheet=table.parts()[part] if part else None,
        fill_down=_fills_down(assigned, used, body),
        negative=_negative(document, assigned, used),
        us=_us(document, assigned),
    )
    remarks = {one.header: _remark(one, assigned[one.header], doubt) for one in used}
    unmapped = {one.header: _shown(one) for one in profiles if one.header not in assigned}
    return Guess(
        mapping=mapping, remarks=remarks, unmapped=unmapped, trial=_trial(table, part, header, columns, mapping, rows)
    )


def _skeleton(table: Table) -> Mapping:
    told = table.workbook is not None or table.encoding("") != ""
    encoding = "cp1252" if told else code_page(table.head, table.decodes)
    delimiter = None if table.workbook is not None else table.delimiter('"', encoding)
    return Mapping(name="", document="", columns=(), delimiter=delimiter, encoding=encoding)


def _header(rows: Sequence[Row]) -> tuple[int, int] | None:
    """The row that is most like the names of columns, and how much it is."""
    known = {
        word for document, family in FAMILY.items() for words in synonyms(document, family).values() for word in words
    }
    best: tuple[int, int] | None = None
    for number, cells in rows[:_HEADER_ROWS]:
        names = [name for cell in cells if (name := text(cell))]
        if len(names) < 2 or len({name.casefold() for name in names}) * 2 < len(names):
            continue
        score = sum(3 if plain_header(name) in known else _like_name(name) for name in names)
        if score > 0 and (best is None or score > best[1]):
            best = (number, score)
    return best


def _like_name(name: str) -> int:
    digits = sum(character.isdigit() for character in name)
    return 1 if digits * 3 < len(name) and any(map(str.isalpha, name)) and len(name) < 60 else -2


# --- Dates and numbers ------------------------------------------------------------------------------------------------


def _dates(used: list[Profile], assigned: dict[str, Assigned], decimal: str) -> tuple[tuple[str, ...], str]:
    """The formats of the dates in use, and a doubt about them where days and months could be confused."""
    columns = [one for one in used if assigned[one.header].holds == DAY and one.dates]
    if not columns:
        return ("YYYY-MM-DD",), ""
    common = set.intersection(*(set(one.dates) for one in columns))
    american = any(one.currency and set(one.samples) == {"USD"} for one in used)
    doubt = ""

    def pick(formats: set[str]) -> str:
        nonlocal doubt
        day_first = next((each for each in DATE_FORMATS if each in formats), "YYYY-MM-DD")
        swapped = day_first.replace("D", "x").replace("M", "D").replace("x", "M") if day_first[0] == "D" else ""
        if swapped in formats:
            doubt = "; day and month could be the other way round"
            return swapped if american and decimal == "." else day_first
        return day_first

    if common:
        return (pick(common),), doubt
    return tuple(dict.fromkeys(pick(set(one.dates)) for one in columns)), doubt


def _year_begins(rows: Sequence[Row], header: int, dates: tuple[str, ...]) -> tuple[int, int] | None:
    if all("Y" in each for each in dates):
        return None
    for number, cells in rows:
        if number >= header:
            break
        for place, cell in enumerate(cells, 1):
            written = text(cell) or ""
            if len(written) == 8 and written.isdigit() and written[:2] in ("19", "20") and written.endswith("01"):
                return number, place
    return None


# --- What the rows say of the terms -----------------------------------------------------------------------------------


def _follow_rows(
    document: str, assigned: dict[str, Assigned], profiles: list[Profile], body: Sequence[Sequence[Cell]]
) -> None:
    """Terms of the whole document whose cells differ between its rows become the line's, a sum, or are left out.

    A currency is never left out, nor is what differs in few documents: those are refused by their number, where without
    the column all would be read without a day, or their amounts in no currency at all.
    """
    if FAMILY[document] != TRADE:
        return
    places = {one.header: one.place for one in profiles}
    number = next((header for header, one in assigned.items() if one.terms == ("number",)), None)
    if number is None:
        return
    lines = is_line_table(assigned)
    taken = {term for one in assigned.values() for term in one.terms}
    for header, one in list(assigned.items()):
        term = term_of(TRADE, one.terms[0])
        if term is None or term.level != DOCUMENT or term.many or term.name in ("number", "kind"):
            continue
        differing = _share_differing(body, places[number], places[header])
        if not differing:
            continue
        replaced = _instead(term.name, lines=lines, taken=taken)
        if replaced:
            assigned[header] = Assigned(terms=replaced, holds=one.holds, score=min(one.score, 0.6))
            taken |= set(replaced)
        elif term.name == "currency" or differing <= _FEW:
            assigned[header] = Assigned(terms=one.terms, holds=one.holds, score=min(one.score, 0.5))
        else:
            del assigned[header]
    for header, one in list(assigned.items()):
        if one.terms == ("line.amount",) and not taken & {"net", "net.sum", "total", "payable", "total.sum"}:
            assigned[header] = Assigned(terms=("line.amount", "net.sum"), holds=one.holds, score=one.score)


def _instead(term: str, *, lines: bool, taken: set[str]) -> tuple[str, ...]:
    if f"{term}.sum" in TERMS[TRADE]:
        if lines and term in ("net", "total") and "line.amount" not in taken:
            return ("line.amount", "net.sum")
        return (f"{term}.sum",)
    if lines and term in ("due", "delivered") and f"line.{term}" not in taken:
        return (f"line.{term}",)
    return ()


def _share_differing(body: Sequence[Sequence[Cell]], number: int, place: int) -> float:
    """Of the documents with several cells in a column, how many have different ones there, from 0 to 1."""
    seen: dict[str, str] = {}
    several: set[str] = set()
    differing: set[str] = set()
    for cells in body:
        key = text(cells[number]) if number < len(cells) else None
        value = text(cells[place]) if place < len(cells) else None
        if key and value:
            if key in seen:
                several.add(key)
            if seen.setdefault(key, value) != value:
                differing.add(key)
    return len(differing) / len(several) if differing else 0.0


def _values(
    document: str, assigned: dict[str, Assigned], used: list[Profile], sides: Meanings
) -> list[tuple[str, Meanings]]:
    found = []
    for one in used:
        term = assigned[one.header].terms[0]
        cells = list(dict.fromkeys(one.cells))
        if term in ("line.unit", "unit", "pack.unit"):
            known = [
                (cell, UNITS[cell.casefold().rstrip(".")]) for cell in cells if cell.casefold().rstrip(".") in UNITS
            ]
            translations = tuple((cell, code) for cell, code in known if cell != code)
        elif term == "kind":
            translations = sides or tuple((cell, _meaning(cell, document)) for cell in cells)
        else:
            continue
        if translations:
            found.append((term, translations))
    return found


def _meaning(cell: str, document: str) -> str:
    """What a word for a kind of document means; an open item is one whatever it came from, but for payments."""
    meaning = KINDS.get(plain_header(cell), document)
    return document if document != kinds.INVOICE and meaning != SKIP else meaning


def _turn_signs(
    document: str, assigned: dict[str, Assigned], profiles: list[Profile], body: Sequence[Sequence[Cell]]
) -> None:
    """Ledgers of what we owe write invoices below zero: there the sign is turned."""
    if document not in (kinds.INVOICE, kinds.OPEN_ITEM) or _us(document, assigned) == "seller":
        return
    kind = next(
        (one.place for one in profiles if one.header in assigned and assigned[one.header].terms == ("kind",)), None
    )
    for one in profiles:
        if one.header not in assigned or assigned[one.header].terms[0].removesuffix(".sum") not in _OWED:
            continue
        below = above = 0
        for cells in body:
            said = text(cells[kind]) if kind is not None and kind < len(cells) else None
            if kind is not None and KINDS.get(plain_header(said or "")) != kinds.INVOICE:
                continue
            if any((text(cell) or "").startswith(GIVEN_BACK) for cell in cells):
                continue
            written = (text(cells[one.place]) if one.place < len(cells) else None) or ""
            if any(c in "123456789" for c in written):
                negative = written.startswith(("-", "(")) or written.endswith("-")
                below, above = below + negative, above + (not negative)
        if below > above:
            found = assigned[one.header]
            assigned[one.header] = Assigned(
                terms=tuple(f"-{term}" for term in found.terms), holds=found.holds, score=min(found.score, 0.8)
            )


_OWED = ("net", "tax", "total", "payable", "paid")


def _fills_down(assigned: dict[str, Assigned], used: list[Profile], body: Sequence[Sequence[Cell]]) -> bool:
    """Do rows without a number tell of goods all the same, so that they are further lines of the document above?"""
    number = next((one.place for one in used if assigned[one.header].terms == ("number",)), None)
    goods = [one.place for one in used if assigned[one.header].terms[0] in _GOODS]
    if number is None or not is_line_table(assigned):
        return False
    without = [cells for cells in body if not _stands(cells, number)]
    told = sum(any(_stands(cells, place) for place in goods) for cells in without)
    return bool(told) and told * 2 >= len(without) and len(without) * 10 > len(body)


_GOODS = {"line.id", "line.quantity", "line.name", "line.seller_item", "line.gtin"}


def _stands(cells: Sequence[Cell], place: int) -> bool:
    return place < len(cells) and text(cells[place]) is not None


def _negative(document: str, assigned: dict[str, Assigned], used: list[Profile]) -> str:
    if document != kinds.INVOICE:
        return AS_WRITTEN
    below = any(
        one.negative and assigned[one.header].holds == NUMBER and not assigned[one.header].terms[0].endswith("price")
        for one in used
    )
    return CREDIT_NOTE_WHERE_NEGATIVE if below else AS_WRITTEN


def _us(document: str, assigned: dict[str, Assigned]) -> str | None:
    if FAMILY[document] != TRADE:
        return None
    terms = [term for one in assigned.values() for term in one.terms]
    seller, buyer = (any(term.startswith(f"{side}.") for term in terms) for side in ("seller", "buyer"))
    if seller == buyer:
        return None
    return "buyer" if seller else "seller"


# --- For the person ---------------------------------------------------------------------------------------------------


def _remark(one: Profile, assigned: Assigned, doubt: str) -> str:
    sure = "sure" if assigned.score >= 0.9 else "likely" if assigned.score >= 0.6 else "unsure: please look"
    return f"{_shown(one)} – {sure}{doubt if assigned.holds == DAY else ''}"


def _shown(one: Profile) -> str:
    samples = ", ".join(sample[:40] for sample in one.samples)
    return f"such as: {samples}" if samples else "empty in the first rows"


def _trial(
    table: Table, part: int, header: int, columns: list[str], mapping: Mapping, rows: list[Row]
) -> tuple[str, ...]:
    """What the first rows become by a mapping."""
    try:
        fit = Fit(
            part=part,
            mapping=mapping,
            header=header,
            columns=columns,
            year_begins=table.year_begins(mapping, rows),
            ragged=table.workbook is not None,
            mixed=table.mixed,
        )
        read: list[Reading] = []
        failed: list[Unread] = []
        for one in read_rows(iter(rows), fit, table.limits):
            if isinstance(one, Reading):
                read.append(one)
            else:
                failed.append(one)
    except UnreadableError as error:
        return (str(error),)
    count = sum(number > header for number, _ in rows)
    said = [f"Of {count:,} rows looked at, {_counted(len(read))} read and {_counted(len(failed))} refused."]
    if read:
        summary = read[0].summary
        told = [read[0].document, getattr(summary, "number", None), getattr(summary, "issued", None)]
        lines = len(getattr(summary, "lines", ()))
        with_lines = f" with {lines} lines" if lines > 1 else ""
        said.append(f"The first: {' '.join(str(each) for each in told if each is not None)}{with_lines}.")
    said += [str(one.error) for one in failed[:3]]
    return tuple(said)


def _counted(documents: int) -> str:
    return "1 document" if documents == 1 else f"{documents:,} documents"
