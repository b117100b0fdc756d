"""Text as XML can hold it."""

import re

_NO_CHARACTER = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Characters that XML cannot hold (XML 1.0, 2.2) become U+FFFD."""
    return _NO_CHARACTER.sub("\ufffd", text)
