"""The one class that every noun is based on."""

import msgspec


class Model(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """An immutable record. A Struct does not validate, so it can hold the wrong document that a rule reports."""
