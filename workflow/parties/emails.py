"""One way to write an e-mail address, so that one person has one account."""

import unicodedata

from workflow.adapters.mail import deliverable


def normalise_email(text: str) -> str:
    """The address without surrounding spaces, in NFC and folded case. Doing it again changes nothing.

    Folding can undo NFC and the reverse, so both are done until neither has anything left to do.
    """
    while (folded := unicodedata.normalize("NFC", text.strip()).casefold()) != text:
        text = folded
    return text


def is_email(text: str) -> bool:
    """Whether mail could be sent there: one address, in letters that every mail server takes, nothing hidden in it."""
    return text.isprintable() and bool(mailbox(text))


def mailbox(text: str) -> str:
    """The mailbox behind an address, one spelling for each; empty for what is no address."""
    try:
        return deliverable(normalise_email(text))
    except ValueError:
        return ""
