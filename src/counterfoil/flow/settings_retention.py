"""The retention periods in `counterfoil.toml`: [retention], with a period for each kind of document."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from counterfoil.errors import SettingsError
from counterfoil.flow.settings_values import it_is, known_keys
from counterfoil.model.settings import RETENTION, Period, Retention

_PERIOD = re.compile(r"([0-9]{1,4}) (year|month|day)s?")
_NONE = "none"
_KINDS = tuple(one.document for one in RETENTION)


def retention_in(section: dict[str, Any], path: Path) -> tuple[Retention, ...]:
    """The periods of a file, by kind; SettingsError where one cannot be used."""
    known_keys(section, _KINDS, "retention", path)
    given = {kind: _period(kind, written, path) for kind, written in section.items()}
    return tuple(Retention(document=one.document, period=given.get(one.document, one.period)) for one in RETENTION)


def retention_lines(retention: Sequence[Retention]) -> Iterator[str]:
    """The lines of a file that set these periods; what is as it is anyway stands there as comments."""
    yield "[retention]"
    yield "# How long documents are to be kept before they may be forgotten; years count from the end of the year of"
    yield "# issue. These are usual periods and no legal advice: set those that hold for you."
    usual = {one.document: one.period for one in RETENTION}
    for one in retention:
        sign = "# " if one.period == usual.get(one.document) else ""
        yield f'{sign}{one.document} = "{period_text(one.period)}"'


def period_text(period: Period) -> str:
    """A period as it is written: "10 years", "1 day" or "none"."""
    if not period.count:
        return _NONE
    return f"{period.count} {period.unit if period.count > 1 else period.unit[:-1]}"


def _period(kind: str, written: Any, path: Path) -> Period:
    if written == _NONE:
        return Period(count=0)
    match = _PERIOD.fullmatch(written) if isinstance(written, str) else None
    if match is None:
        raise SettingsError(
            f'{path}: {kind} in [retention] must be a period such as "10 years", "18 months", "90 days" or "none".',
            it_is(written),
        )
    return Period(count=int(match[1]), unit=f"{match[2]}s")
