"""What of a partner's facts we take into our log: such as we can keep, read and answer. A dossier may hold more.

The format leaves most claims free. Here is what a fact must be beyond it, since programs and people work with it for
years: texts that are texts, numbers that can be added, and no more than could ever be shown.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from counterfoil.errors import ProofError
from counterfoil.exchange.halves.half import NOT_TAKEN
from counterfoil.exchange.proof.attested import Attested
from counterfoil.exchange.proof.dossier import is_hex
from counterfoil.exchange.proof.mentions import texts_in

FACTS_MAX = 128
"""Of one company on one subject: else a partner could say so much of an invoice that no dossier of it holds all."""
FACT_BYTES_MAX = 8_000_000
_TEXT_MAX = 1000
_DIGITS_MAX = 40
"""Of a number: a sum of more would be none that a computer can hold."""
_LIST_MAX = 10_000
_DECIMAL = re.compile(r"[+-]?[0-9.]+(?:[Ee][+-]?[0-9]+)?", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def check_admissible(facts: Iterable[Attested]) -> None:
    """ProofError where a partner's fact says something that we could not work with."""
    for fact in facts:
        if fact.seq > FACTS_MAX:
            raise ProofError(f"A company has said more than {FACTS_MAX} things on one subject.", NOT_TAKEN)
        if len(fact.payload) + sum(map(len, fact.disclosures)) > FACT_BYTES_MAX:
            raise ProofError(f"A fact has more than {FACT_BYTES_MAX:,} bytes.", NOT_TAKEN)
        if fact.claims.get("original") == fact.subject:
            raise ProofError("The id of a subject is no random one, but that of a paper.", NOT_TAKEN)
        if wrong := _wrong(fact.claims):
            raise ProofError(f"The claim {wrong} of a fact is nothing that we could work with.", NOT_TAKEN)


def _wrong(claims: Mapping[str, Any]) -> str | None:
    for name, value in claims.items():
        is_right = _SHAPES.get(name)
        if (is_right and not is_right(value)) or any(map(_is_endless, texts_in(value))):
            return name
    return None


def _is_endless(text: str) -> bool:
    """Is it a number with so many digits that computing with it fails?"""
    return len(text) > _DIGITS_MAX and not is_hex(text) and _DECIMAL.fullmatch(text) is not None


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _TEXT_MAX


def _is_list_of(is_right: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list) and len(value) <= _LIST_MAX and all(map(is_right, value))


def _is_finding(value: object) -> bool:
    return isinstance(value, dict) and all(map(_is_text, value.values()))


_SHAPES: Mapping[str, Callable[[object], bool]] = {
    "actor": _is_text,
    "reader": _is_text,
    "recorded": _is_text,
    "role": _is_text,
    "number": _is_text,
    "currency": _is_text,
    "date": lambda value: isinstance(value, str) and _DAY.fullmatch(value) is not None,
    "codes": _is_list_of(_is_text),
    "rulebooks": _is_list_of(_is_text),
    "findings": lambda value: isinstance(value, list) and all(map(_is_finding, value)),
    "lines": lambda value: isinstance(value, list) and all(isinstance(one, dict) for one in value),
    "links": lambda value: isinstance(value, list),
    "refers": _is_list_of(lambda value: isinstance(value, dict) and is_hex(value.get("subject"))),
}
"""Claims that our own program reads, whatever kind of fact they stand in."""
