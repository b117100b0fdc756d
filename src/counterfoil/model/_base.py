"""The one class that every noun is based on."""

from typing import dataclass_transform

import msgspec


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class Model(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """An immutable record. A Struct does not validate, so it can hold the wrong document that a rule reports."""
