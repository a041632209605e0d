"""One way to write an e-mail address, so that one person has one account."""

import re
import unicodedata

_ADDRESS = re.compile(r"[^@\s<>\"(),:;\\\[\]]{1,64}@[^@\s<>\"(),:;\\\[\]_]{1,189}")


def normalise_email(text: str) -> str:
    """The address without surrounding spaces, in NFC and folded case. Doing it again changes nothing.

    Folding can undo NFC and the reverse, so both are done until neither has anything left to do.
    """
    while (folded := unicodedata.normalize("NFC", text.strip()).casefold()) != text:
        text = folded
    return text


def is_email(text: str) -> bool:
    """Whether mail could be sent there: one @, nothing that could break a header, no control characters."""
    return bool(_ADDRESS.fullmatch(text)) and text.isprintable() and ".." not in text
