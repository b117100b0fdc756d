"""A recorded document out of the claims of the fact that it was received."""

import msgspec

from counterfoil.errors import StoreError
from counterfoil.model.summary import Recorded, Summary

_decode_summary = msgspec.json.Decoder(Summary).decode


class _Role(msgspec.Struct):
    role: str


_decode_role = msgspec.json.Decoder(_Role).decode


def recorded_from(document: bytes, claims: bytes, role: str | None = None) -> Recorded:
    """A document out of the claims of the fact that it was received; StoreError where these cannot be read.

    `role` is what we are in it now, where the settings have changed since.
    """
    try:
        return Recorded(id=document, role=role or _decode_role(claims).role, summary=_decode_summary(claims))
    except (msgspec.MsgspecError, ValueError):
        raise StoreError(
            f"The claims of document {document.hex()} in the database are damaged.", "Run 'counterfoil verify'."
        ) from None
