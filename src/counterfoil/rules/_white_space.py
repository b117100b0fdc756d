"""White space as XPath has it: blanks, tabs and line ends. Whatever else Unicode calls a space belongs to a text."""

import re

WHITE = " \t\r\n"
_MANY = re.compile(f"[{WHITE}]+")


def stripped(text: str) -> str:
    """The text without white space around it."""
    return text.strip(WHITE)


def normalized(text: str) -> str:
    """The text without white space around it, and with single blanks within."""
    if text.isascii():
        return " ".join(text.split())
    return _MANY.sub(" ", text).strip(" ")
