"""How papers are numbered, and how other people spoil a number when they write it down."""

import re
from collections.abc import Sequence
from datetime import date
from random import Random

INVOICE_SCHEMES = (
    "INV-{day:%Y}-{n:04}",
    "{day:%y}/{n:06}",
    "RE{n:05}",
    "{day:%Y}{n:05}",
    "R-{n}",
    "FA{day:%y%m}{n:04}",
    "VF {day:%y}-{n}",
    "RG{day:%y}{n:05}/A",
    "SI-{n:06}",
    "1{n:07}",
)
ORDER_SCHEMES = ("PO-{day:%Y}-{n:05}", "45000{n:05}", "B{day:%y}/{n:04}", "BE-{n:06}", "{day:%y}-{n:05}", "CF{n:05}")
DESPATCH_SCHEMES = ("LS-{n:05}", "8{n:07}", "DN{day:%y}{n:04}", "L{n:06}", "PB-{day:%y}/{n:04}")


class Numbering:
    """Numbers of one scheme, rising over the year as other customers get theirs in between."""

    def __init__(self, random: Random, scheme: str) -> None:
        self._random, self._scheme = random, scheme
        self._last = random.randrange(20, 4000)

    def next(self, day: date) -> str:
        """The next number."""
        self._last += self._random.choice((1, 1, 1, 2, 3, 5))
        return self._scheme.format(day=day, n=self._last)


MANGLINGS = ("prefix", "separators", "zeros", "decorated", "letters", "typo", "glued")


def mangled(number: str, how: str, random: Random) -> str:
    """A number as somebody writes it who does not care; what cannot be spoiled that way is spoiled by a typo."""
    spoiled = _SPOIL[how](number, random)
    return spoiled if spoiled != number else retyped(number, random)


def abbreviated(numbers: Sequence[str]) -> str:
    """Numbers in short: the first in full, of the others only where they differ from it."""
    first = numbers[0]
    shared = 0
    while shared < len(first) - 2 and len({number[: shared + 1] for number in numbers}) == 1:
        shared += 1
    return "/".join([first, *(other[shared:] for other in numbers[1:])])


def retyped(number: str, random: Random) -> str:
    """Two digits swapped, one wrong or one too few, as happens when a number is typed from paper."""
    places = [place for place, letter in enumerate(number) if letter.isdigit()]
    swaps = [at for at in places if at + 1 in places and number[at] != number[at + 1]]
    how = random.choice(("swap", "wrong", "lost"))
    if how == "swap" and swaps:
        at = random.choice(swaps[-3:])
        return f"{number[:at]}{number[at + 1]}{number[at]}{number[at + 2 :]}"
    at = random.choice(places[-3:])
    if how == "lost" and len(places) > 4:
        return f"{number[:at]}{number[at + 1 :]}"
    return f"{number[:at]}{(int(number[at]) + random.choice((1, 3, 5, 9))) % 10}{number[at + 1 :]}"


def reformatted(number: str, random: Random) -> str:
    """The same letters and digits, written another way."""
    parts = re.findall(r"[A-Za-z]+|\d+", number)
    ways = ["".join(parts), " ".join(parts), "/".join(parts), ".".join(parts), number.lower(), f"{number} "]
    if parts and not parts[0].isdigit() and len(parts) > 1:
        ways += ["-".join(parts[1:])]
    if len(parts) > 1:
        ways += ["-".join([*parts[:-1], parts[-1].lstrip("0") or "0"])]
    else:
        ways += [f"Nr. {number}", f"{number[: len(number) // 2]} {number[len(number) // 2 :]}"]
    ways = [way for way in ways if way.strip() != number]
    return random.choice(ways).strip()


def _prefix(number: str, _: Random) -> str:
    shorter = re.sub(r"^[A-Za-z]+[-/ ]?", "", number)
    return shorter if len(re.sub(r"\D", "", shorter)) >= 4 else number


def _separators(number: str, random: Random) -> str:
    bare = re.sub(r"[-/ .]", "", number)
    return bare if bare != number else re.sub(r"(\d{4})(?=\d)", rf"\1{random.choice(' -/')}", number, count=1)


def _zeros(number: str, _: Random) -> str:
    return re.sub(r"(?<=[A-Za-z\-/ ])0+(?=\d)", "", number)


def _decorated(number: str, random: Random) -> str:
    return random.choice(("Ihre Bestellung {}", "Best.-Nr. {}", "Order {} / Hr. Weiß", "#{}", "uw order {}")).format(
        number
    )


def _letters(number: str, _: Random) -> str:
    head, tail = number[:-3], number[-3:]
    return head.replace("0", "O", 1) + tail if "0" in head else number.lower()


def _glued(number: str, random: Random) -> str:
    return f"{number}{random.choice(('/10', '-1', '_1', '/Lager'))}"


_SPOIL = {
    "prefix": _prefix,
    "separators": _separators,
    "zeros": _zeros,
    "decorated": _decorated,
    "letters": _letters,
    "typo": retyped,
    "glued": _glued,
}
