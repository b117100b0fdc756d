"""Ids shortened as in git, as ranges of whole ids."""

import re

HEX = re.compile(r"[0-9a-f]*")


def hex_range(prefix: str) -> tuple[bytes, bytes | None] | None:
    """The smallest id with this prefix and the first beyond them (or None); None where it is no prefix at all."""
    digits = prefix.strip().lower()
    if not HEX.fullmatch(digits):
        return None
    low = bytes.fromhex(digits + "0" * (len(digits) % 2))
    after = int(digits, 16) + 1 if digits else 1
    beyond = f"{after:0{len(digits)}x}"
    if len(beyond) > len(digits):
        return low, None
    return low, bytes.fromhex(beyond + "0" * (len(beyond) % 2))
