"""Factur-X and ZUGFeRD: the rules of the profiles MINIMUM, BASIC WL, BASIC, EN 16931 and EXTENDED."""

from collections.abc import Callable
from datetime import date

from counterfoil.rules._rulebook import CII_ROOT, Contents, Rulebook
from counterfoil.rules.en16931 import FACTUR_X_ISSUERS

_VERSION = "1.09.2"
# When the release takes effect; it was published on 2026-08-04.
_VALID_FROM = date(2026, 9, 1)


def _applies(profile: str) -> Callable[[str, str | None, str | None], bool]:
    """A document names its profile at the end of its guideline, after those who issued it, in several spellings."""

    def applies(root: str, customization: str | None, process: str | None) -> bool:
        del root, process
        return (customization or "").endswith(tuple(issuer + profile for issuer in FACTUR_X_ISSUERS))

    return applies


def _never(root: str, customization: str | None, profile: str | None) -> bool:
    """The profile EN 16931 is the standard itself, by whose guideline nobody can tell that it is meant."""
    del root, customization, profile
    return False


def _rulebook(profile: str, applies: Callable[[str, str | None, str | None], bool]) -> Rulebook:
    name = f"factur-x-{profile}"

    def load() -> Contents:
        from counterfoil.rules.factur_x.contents import contents

        return contents(profile, f"{name}@{_VERSION}")

    return Rulebook(name=name, version=_VERSION, valid_from=_VALID_FROM, roots=(CII_ROOT,), applies=applies, load=load)


FACTUR_X: tuple[Rulebook, ...] = (
    *(_rulebook(profile, _applies(profile)) for profile in ("minimum", "basicwl", "basic", "extended")),
    _rulebook("en16931", _never),
)
